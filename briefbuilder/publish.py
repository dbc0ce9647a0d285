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

from briefbuilder.pages import ARCHIVE

MANIFEST = "manifest.json"
_PART = ".part"
_SHELVES = ("as_of", "profiles")  # in the manifest: day or profile → a record of its own


def pdf_name(brief: str, audience: str, language: str, as_of: date | None = None, profile: str = ARCHIVE.name) -> str:
    """Return an edition's path below dist/; folder and file say of which day and profile it is, where not the usual."""
    apart = [f"as-of-{as_of}"] * bool(as_of) + [profile] * (profile != ARCHIVE.name)
    return "/".join([brief, *apart, ".".join([brief, audience, language, *apart, "pdf"])])


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


def read_manifest(dist: Path, as_of: date | None = None, profile: str = ARCHIVE.name) -> dict[str, Any]:
    """Return the record of the last build; an absent or damaged one is empty.

    Each day that was reconstructed (`as_of`) and each profile has a record of its own, of the same form, which the
    builds of the usual editions neither read nor change.
    """
    whole = _read_all(dist)
    shelf, name = _shelf(as_of, profile)
    if shelf:
        record: Any = _named(whole, shelf).get(name)
    else:
        record = {key: value for key, value in whole.items() if key not in _SHELVES}
    editions = record.get("editions") if isinstance(record, dict) else None
    if not isinstance(editions, dict):
        return {}
    is_whole = all(
        isinstance(entry, dict) and _is_at_home(name, entry, as_of, profile) for name, entry in editions.items()
    )
    return record if is_whole else {}


def _is_at_home(name: str, entry: dict[str, Any], as_of: date | None, profile: str) -> bool:
    parts = name.split(".")
    return len(parts) == 3 and entry.get("path") == pdf_name(parts[0], parts[1], parts[2], as_of, profile)


def _read_all(dist: Path) -> dict[str, Any]:
    try:
        whole = json.loads((dist / MANIFEST).read_bytes())
    except (OSError, ValueError):
        return {}
    return whole if isinstance(whole, dict) else {}


def _shelf(as_of: date | None, profile: str) -> tuple[str, str]:
    """Return under which two names a record stands; for the usual editions empty ones."""
    if profile != ARCHIVE.name:
        return "profiles", f"{profile} as of {as_of}" if as_of else profile
    return ("as_of", as_of.isoformat()) if as_of else ("", "")


def _named(whole: dict[str, Any], shelf: str) -> dict[str, Any]:
    records = whole.get(shelf)
    return records if isinstance(records, dict) else {}


def write_manifest(dist: Path, record: dict[str, Any], as_of: date | None = None, profile: str = ARCHIVE.name) -> None:
    """Write the record of this build beside the others, sorted: the same build gives the same bytes."""
    whole = _read_all(dist)
    shelf, name = _shelf(as_of, profile)
    if shelf:
        whole = {**whole, shelf: {**_named(whole, shelf), name: record}}
    else:
        whole = {**record, **{key: _named(whole, key) for key in _SHELVES if _named(whole, key)}}
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
