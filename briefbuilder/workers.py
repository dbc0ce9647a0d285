"""Prints many briefs at once: starts the press, hands it jobs on every core, kills what does not end.

Never imports WeasyPrint itself. A worker that dies, runs out of time or memory costs its own brief only.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

from briefbuilder import wire
from briefbuilder.pages import ARCHIVE, Frame, Html, Pdf, Profile

# What one brief may cost; `press` sets the last two on its worker.
WALL_SECONDS = 120
CPU_SECONDS = 60
MEMORY = 2 << 30  # bytes of address space
WARM_SECONDS = 120
_START = (
    "import sys; sys.path.insert(0, sys.argv[1]); from briefbuilder import press; "
    "press.main(int(sys.argv[2]), tuple(sys.argv[3:]))"
)


class Fault(Exception):
    """A brief could not be printed: `reason` is one of time, memory, nesting, death, or WeasyPrint's own words."""

    def __init__(self, reason: str, trace: str = "") -> None:
        super().__init__(reason)
        self.reason, self.trace = reason, trace


class PressFault(Exception):
    """The press itself does not start: WeasyPrint, Pango or the fonts are not as they should be."""


class Press:
    """A running press. Enter it to start, leave it to end; `print_pdf` may be called from several threads."""

    def __init__(self, *, fonts_conf: Path, families: tuple[str, ...]) -> None:
        self._families, self._fonts_conf = families, fonts_conf
        self._turn = threading.Lock()
        self._is_ready = False

    def __enter__(self) -> Press:
        ours, theirs = socket.socketpair()
        self._complaints = tempfile.TemporaryFile()  # not a pipe: a full one would stop every worker
        root = Path(__file__).resolve().parent.parent
        self._line = ours
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-c", _START, str(root), str(theirs.fileno()), *self._families],
            pass_fds=(theirs.fileno(),),
            env=_environment(self._fonts_conf),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self._complaints,
            start_new_session=True,
        )
        theirs.close()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self.stop()
        self._line.close()
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._complaints.close()

    def stop(self) -> None:
        """End the press and every worker at once: whoever waits for one gets a Fault."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)

    def print_pdf(self, html: Html, assets: Mapping[str, bytes], profile: Profile = ARCHIVE) -> Pdf:
        """Return the printed page. Raises Fault for this brief alone, PressFault when nothing can be printed."""
        ours, theirs = socket.socketpair()
        with ours:
            child = self._fork(theirs)
            return self._answer(ours, child, html, assets, profile)

    def _fork(self, theirs: socket.socket) -> int:
        with self._turn, theirs:
            self._await_warmth()
            try:
                socket.send_fds(self._line, [b"1"], [theirs.fileno()])
                child = int.from_bytes(self._line.recv(4, socket.MSG_WAITALL), "big")
            except OSError as fault:
                raise PressFault(self._complaint()) from fault
            if not child:
                raise PressFault(self._complaint())
            return child

    def _await_warmth(self) -> None:
        if self._is_ready:
            return
        self._line.settimeout(WARM_SECONDS)
        try:
            word = self._line.recv(5, socket.MSG_WAITALL)
        except OSError as fault:
            raise PressFault(self._complaint()) from fault
        if word != b"ready":
            raise PressFault(self._complaint())
        self._line.settimeout(None)
        self._is_ready = True

    def _complaint(self) -> str:
        self._process.kill()
        self._process.wait()
        self._complaints.seek(0)
        lines = self._complaints.read().decode(errors="replace").strip().splitlines()
        return lines[-1] if lines else f"the press ended with status {self._process.returncode}"

    def _answer(
        self, line: socket.socket, child: int, html: Html, assets: Mapping[str, bytes], profile: Profile
    ) -> Pdf:
        line.settimeout(WALL_SECONDS)
        wanted = {name: assets[name] for name in (*html.styles, *html.pictures)}
        job = {
            "styles": html.styles,
            "pictures": html.pictures,
            "language": html.language,
            "profile": profile.name,
        }
        try:
            wire.send(line, job, {"html": html.text.encode(), **wanted})
            head, blobs = wire.receive(line)
        except TimeoutError as fault:
            _kill(child)  # only then: one that answered or died has ended, and its number may be another's by now
            raise Fault("time") from fault
        except (wire.Broken, OSError) as fault:
            raise Fault("death") from fault
        if "fault" in head:
            raise Fault(str(head["fault"]), str(head.get("trace", "")))
        return Pdf(
            data=blobs["pdf"],
            frames=tuple(Frame(**frame) for frame in head["frames"]),
            places=tuple((str(name), int(page)) for name, page in head["places"]),
            marks=tuple((str(name), tuple(map(int, pages))) for name, pages in head["marks"]),
            messages=tuple(str(message) for message in head["messages"]),
            fill=float(head["fill"]),
        )


def _environment(fonts_conf: Path) -> dict[str, str]:
    """Return the whole environment of the press: nothing of the caller's own (secrets, proxies, user fonts)."""
    return {
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "FONTCONFIG_FILE": str(fonts_conf),
        "SOURCE_DATE_EPOCH": "0",
        "DYLD_FALLBACK_LIBRARY_PATH": "/opt/homebrew/lib:/usr/local/lib",
    }


def _kill(child: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
