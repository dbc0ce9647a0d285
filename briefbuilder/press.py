"""The press: a process that has WeasyPrint and the fonts in memory and forks one worker for each brief.

Started by `workers` with a scrubbed environment (`python -I`). For each socket that it is handed it forks a child,
which takes one job, prints it, answers and ends: no state passes from brief to brief, and a child can be killed at
any time.
"""

from __future__ import annotations

import os
import resource
import signal
import socket
import sys
import tempfile
import traceback
from dataclasses import asdict
from typing import Any, NoReturn

from briefbuilder import printing, wire
from briefbuilder.pages import PROFILES, Html
from briefbuilder.workers import CPU_SECONDS, MEMORY

_FORBIDDEN = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.system", "ctypes.dlopen")


def main(control: int, families: tuple[str, ...]) -> None:
    """Serve until the builder closes the control socket."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the builder, which then ends us
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # children are reaped by the kernel
    line = socket.socket(fileno=control)
    try:
        fonts = printing.warm(families)
        tempfile.gettempdir()  # found by writing a file, which no worker may: WeasyPrint asks for it at an @font-face
    except Exception:  # told to the builder, and then raised as it is
        line.sendall(b"fault")
        raise
    line.sendall(b"ready")
    while True:
        message, handles, _, _ = socket.recv_fds(line, 1, 1)
        if not message:  # the builder has ended or was killed: so do we, and with us every worker
            os.killpg(os.getpgrp(), signal.SIGKILL)
        child = os.fork()
        if child == 0:
            line.close()
            _work(socket.socket(fileno=handles[0]), fonts)
        os.close(handles[0])
        line.sendall(child.to_bytes(4, "big"))


def _work(line: socket.socket, fonts: Any) -> NoReturn:
    try:
        job, blobs = wire.receive(line)
        _set_limits()
        os.dup2(1, 2)  # /dev/null: it may write no file, and nobody reads what libraries grumble about a brief
        violations = _close_doors()
        html = Html(blobs.pop("html").decode(), tuple(job["styles"]), tuple(job["pictures"]), job["language"])
        pdf = printing.print_pdf(html, blobs, fonts, PROFILES[job["profile"]])
        answer = {
            "frames": [asdict(frame) for frame in pdf.frames],
            "places": pdf.places,
            "marks": pdf.marks,
            "messages": [*pdf.messages, *violations],
            "fill": pdf.fill,
        }
        wire.send(line, answer, {"pdf": pdf.data})
    except MemoryError:
        wire.send(line, {"fault": "memory"}, {})
    except RecursionError:
        wire.send(line, {"fault": "nesting"}, {})
    except Exception as fault:  # noqa: BLE001 - whatever it is, it is this brief's fault and is reported as such
        wire.send(line, {"fault": f"{type(fault).__name__}: {fault}", "trace": traceback.format_exc()}, {})
    finally:
        os._exit(0)


def _set_limits() -> None:
    for kind, limit in (
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (limit, limit))


def _close_doors() -> list[str]:
    """Refuse sockets, processes and files of the project from here on; return the list of attempts.

    A second net under the closed table of assets: Python's audit events (PEP 578). Python's own files and the
    packages stay readable (hyphenation tables, colour profiles).
    """
    violations: list[str] = []
    homes = (sys.prefix, sys.base_prefix, os.path.dirname(os.__file__))
    readable = tuple({os.path.join(os.path.realpath(path), "") for path in homes})

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, _, flags = arguments
            if isinstance(path, int):
                return
            writes = flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC)
            if not writes and os.path.realpath(os.fsdecode(path)).startswith(readable):
                return
            violations.append(f"the worker tried to open {os.fsdecode(path)}")
            raise PermissionError(f"closed: {path}")
        if event.startswith(_FORBIDDEN):
            violations.append(f"the worker tried {event}")
            raise PermissionError(f"closed: {event}")

    sys.addaudithook(watch)
    return violations
