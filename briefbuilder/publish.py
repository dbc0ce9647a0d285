"""Stage: Pdf → dist/. The only writer: what passed goes under its name in one step, and the record beside it.

A reader of dist/ sees a complete PDF or the former one, never a part: temporary file in the same folder, fsync, rename,
fsync of the folder. One builder at a time holds the lock; the kernel frees it when its holder dies.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

MANIFEST = "manifest.json"
_PART = ".part"
_DAYS = "as_of"  # in the manifest: day → the record of its reconstruction


def pdf_name(brief: str, audience: str, language: str, as_of: date | None = None) -> str:
    """Return an edition's path below dist/; a reconstruction's says of which day it is, in folder and file."""
    if as_of:
        return f"{brief}/as-of-{as_of}/{brief}.{audience}.{language}.as-of-{as_of}.pdf"
    return f"{brief}/{brief}.{audience}.{language}.pdf"


def publish(dist: Path, name: str, data: bytes) -> None:
    """Put a finished file under its name. Raises OSError (full disk, no permission); the former file then stays."""
    write_whole(dist / name, data)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file completely or not at all."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_whole(path, data)
    except OSError as fault:
        fault.filename = str(path)  # not that of the part, which is gone
        raise


def _write_whole(path: Path, data: bytes) -> None:
    handle, part = tempfile.mkstemp(prefix=f".{path.name}.", suffix=_PART, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(part, 0o666 & ~_umask())
        os.replace(part, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(part)
        raise
    _sync_folder(path.parent)


def withdraw(dist: Path, name: str) -> None:
    """Remove a published file whose edition is no longer ordered."""
    with contextlib.suppress(FileNotFoundError):
        (dist / name).unlink()


def read_manifest(dist: Path, as_of: date | None = None) -> dict[str, Any]:
    """Return the record of the last build; an absent or damaged one is empty.

    Each day that was reconstructed (`as_of`) has a record of its own, of the same form, which the builds of the
    editions as they are ordered neither read nor change.
    """
    whole = _read_all(dist)
    if as_of is None:
        record: Any = {key: value for key, value in whole.items() if key != _DAYS}
    else:
        record = _days(whole).get(as_of.isoformat())
    editions = record.get("editions") if isinstance(record, dict) else None
    if not isinstance(editions, dict):
        return {}
    is_whole = all(isinstance(entry, dict) and _is_at_home(name, entry, as_of) for name, entry in editions.items())
    return record if is_whole else {}


def _read_all(dist: Path) -> dict[str, Any]:
    try:
        whole = json.loads((dist / MANIFEST).read_bytes())
    except (OSError, ValueError):
        return {}
    return whole if isinstance(whole, dict) else {}


def _days(whole: dict[str, Any]) -> dict[str, Any]:
    days = whole.get(_DAYS)
    return days if isinstance(days, dict) else {}


def _is_at_home(name: str, entry: dict[str, Any], as_of: date | None) -> bool:
    parts = name.split(".")
    return len(parts) == 3 and entry.get("path") == pdf_name(parts[0], parts[1], parts[2], as_of)


def write_manifest(dist: Path, record: dict[str, Any], as_of: date | None = None) -> None:
    """Write the record of this build beside those of other days, sorted: the same build gives the same bytes."""
    whole = _read_all(dist)
    days = _days(whole)
    if as_of is None:
        whole = {**record, **({_DAYS: days} if days else {})}
    else:
        whole = {**whole, _DAYS: {**days, as_of.isoformat(): record}}
    text = json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True)
    write_whole(dist / MANIFEST, text.encode() + b"\n")


@contextlib.contextmanager
def only_builder(dist: Path, on_wait: Callable[[], None]) -> Iterator[None]:
    """Hold the folder's lock; call `on_wait` once when another build holds it. Sweeps what a killed build left."""
    dist.mkdir(parents=True, exist_ok=True)
    with (dist / ".lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            on_wait()
            fcntl.flock(lock, fcntl.LOCK_EX)
        sweep(dist)
        yield


def sweep(folder: Path) -> None:
    """Remove the unfinished files that a killed build left behind. Call it only where no other build writes."""
    for left in folder.rglob(f".*{_PART}"):
        left.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
