"""What a person or a log sees of a build while it runs, the findings, and the exit status that they mean."""

from __future__ import annotations

import os
import shutil
import sys
import threading
import time
from collections.abc import Iterable
from gettext import NullTranslations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from briefbuilder.diagnostics import Diagnostic
    from briefbuilder.outcome import Result
    from briefbuilder.plan import Target


GOOD, WRONG, BROKEN = 0, 1, 2  # all is well · the content is wrong · the command or this computer is


class Progress:
    """What a person at a terminal sees while briefs print; a log gets one plain line an edition."""

    def __init__(self, words: NullTranslations, *, quiet: bool) -> None:
        self.words, self.quiet = words, quiet
        self.is_terminal = sys.stderr.isatty() and not os.environ.get("CI") and os.environ.get("TERM") != "dumb"
        self.total = self.done = 0
        self.start = 0.0
        self.printing: list[str] = []
        self.turn = threading.Lock()  # editions begin in threads of their own

    def waits(self) -> None:
        if not self.quiet:
            print(self.words.gettext("another build is running here; waiting for it"), file=sys.stderr, flush=True)

    def starts(self, total: int) -> None:
        self.total, self.start = total, time.monotonic()

    def prints(self, target: Target) -> None:
        with self.turn:
            self.printing.append(str(target))
            self._draw()

    def tells(self, result: Result) -> None:
        from briefbuilder import report

        with self.turn:
            if str(result.target) in self.printing:
                self.printing.remove(str(result.target))
                self.done += 1
            if result.state == "fresh" or self.quiet:
                return
            self._wipe()
            print(report.line_of(result, self.words), flush=True)
            self._draw()

    def clear(self) -> None:
        with self.turn:
            self._wipe()

    def _draw(self) -> None:
        if not self.is_terminal or self.quiet or not self.printing:
            return
        from briefbuilder import report

        left = ""
        if self.done:
            seconds = (time.monotonic() - self.start) / self.done * (self.total - self.done)
            left = self.words.gettext(", about {seconds} s left").format(seconds=max(1, round(seconds)))
        count = self.words.gettext("printing {done} of {total}").format(done=self.done + 1, total=self.total)
        names = ", ".join(self.printing)
        shown = report.cut(f"{count}{left}: {names}", shutil.get_terminal_size().columns - 1)
        print(f"\r\033[K{shown}", end="", file=sys.stderr, flush=True)

    def _wipe(self) -> None:
        if self.is_terminal and not self.quiet:
            print("\r\033[K", end="", file=sys.stderr, flush=True)


def print_findings(findings: Iterable[Diagnostic], words: NullTranslations) -> None:
    """Print findings as lines, or as annotations where GitHub Actions reads them."""
    from briefbuilder import report

    is_on_github = os.environ.get("GITHUB_ACTIONS") == "true"
    for item in findings:
        print(report.annotation(item, words) if is_on_github else report.finding(item, words))


def fail(fault: Diagnostic, words: NullTranslations) -> int:
    """Print what is wrong with the command or this computer, and return the exit status that says so."""
    from briefbuilder import report

    print(report.finding(fault, words), file=sys.stderr)
    return BROKEN
