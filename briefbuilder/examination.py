"""Reads a PDF of any origin in a process of its own: a file may be hostile, and PDFium may die of it.

The process gets the bytes and gives back the preflight as JSON. It has limits of time and memory and may write no file.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from briefbuilder.diagnostics import Diagnostic, Message, Place, Severity, error
from briefbuilder.proof.preflight import Measures, Preflight

SIZE = 200 << 20  # bytes of a file
SECONDS = 60
MEMORY = 2 << 30  # bytes of address space
_START = (
    "import sys; sys.path.insert(0, sys.argv[1]); from briefbuilder import examination; examination.main(sys.argv[2])"
)

_LIMITED = "{limit} {thing} are the most that is read of a file or a page"
_FAULTS: dict[str, tuple[str, str | None]] = {
    "none": ("this is no PDF, or it is damaged", "print it again, or save it again with another program"),
    "locked": ("the file is locked with a password", "save it without one, then inspect that"),
    "size": ("the file is larger than {limit} MB", None),
    "time": ("reading took longer than {limit} seconds and was stopped", None),
    "death": ("the reader died of this file", "it is damaged, or made to do harm: do not open it elsewhere"),
    "pages": (_LIMITED, None),
    "objects": (_LIMITED, None),
    "letters": (_LIMITED, None),
}


def examine(data: bytes, place: Place) -> Preflight:
    """Return the preflight of a file. What cannot be read is a finding of its own, and nothing is measured."""
    if len(data) > SIZE:
        return _fault("size", place, SIZE >> 20)
    root = Path(__file__).resolve().parent.parent
    command = [sys.executable, "-I", "-c", _START, str(root), str(place)]
    try:
        run = subprocess.run(
            command, input=data, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=SECONDS, check=False, env={}
        )
    except subprocess.TimeoutExpired:
        return _fault("time", place, SECONDS)
    try:
        answer: dict[str, Any] = json.loads(run.stdout)
    except ValueError:
        return _fault("death", place)
    if fault := answer.get("fault"):
        return _fault(fault, place, answer["limit"], thing=fault)
    return Preflight(Measures(**answer["measures"]), tuple(_read(item, place) for item in answer["findings"]))


def _fault(reason: str, place: Place, limit: int = 0, *, thing: str = "") -> Preflight:
    template, hint = _FAULTS[reason]
    return Preflight(Measures(), (error(place, template, hint=hint, limit=limit, thing=thing),))


def main(place: str) -> None:
    """Read a file from the standard input and write its preflight to the standard output."""
    data = sys.stdin.buffer.read()
    for kind, limit in (
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):  # macOS knows no limit of memory
            resource.setrlimit(kind, (limit, limit))
    with os.fdopen(1, "wb") as out:
        out.write(json.dumps(_answer(data, Place(place))).encode())


def _answer(data: bytes, place: Place) -> dict[str, Any]:
    import pypdfium2
    from pypdfium2 import raw

    from briefbuilder.proof.preflight import preflight
    from briefbuilder.proof.sheets import TooLarge

    try:
        found = preflight(data, place)
    except TooLarge as fault:
        return {"fault": fault.what, "limit": fault.limit}
    except pypdfium2.PdfiumError as fault:
        return {"fault": "locked" if fault.err_code == raw.FPDF_ERR_PASSWORD else "none", "limit": 0}
    return {"measures": asdict(found.measures), "findings": [_written(item) for item in found.findings]}


def _written(item: Diagnostic) -> dict[str, Any]:
    hint = item.hint.template if item.hint else None
    return {
        "severity": item.severity.value,
        "template": item.message.template,
        "values": item.message.values,
        "hint": hint,
    }


def _read(item: dict[str, Any], place: Place) -> Diagnostic:
    values = tuple((str(name), str(value)) for name, value in item["values"])
    hint = Message(item["hint"], values) if item["hint"] else None
    return Diagnostic(Severity(item["severity"]), place, Message(item["template"], values), hint)
