"""What a person or a log sees of a build while it runs, and the findings. With `cli` the only file that prints."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable
from gettext import NullTranslations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from briefbuilder.diagnostics import Diagnostic
    from briefbuilder.outcome import Result


class Progress:
    """What a person at a terminal sees while briefs print; a log gets one plain line an edition."""

    def __init__(self, words: NullTranslations, *, quiet: bool) -> None:
        self.words, self.quiet = words, quiet
        self.is_terminal = sys.stderr.isatty() and not os.environ.get("CI") and os.environ.get("TERM") != "dumb"
        self.total = self.done = 0
        self.start = 0.0

    def waits(self) -> None:
        if not self.quiet:
            print(
                self.words.gettext("another build is running here; waiting for it"),
                file=sys.stderr,
                flush=True,
            )

    def starts(self, total: int) -> None:
        self.total, self.start = total, time.monotonic()
        self._draw()

    def tells(self, result: Result) -> None:
        from briefbuilder import report

        if result.state == "fresh" or self.quiet:
            return
        self.done += self.total > 0
        self.clear()
        print(report.line_of(result, self.words), flush=True)
        self._draw()

    def _draw(self) -> None:
        if not self.is_terminal or self.quiet or not self.total or self.done >= self.total:
            return
        left = ""
        if self.done:
            seconds = (time.monotonic() - self.start) / self.done * (self.total - self.done)
            left = self.words.gettext(", about {seconds} s left").format(seconds=max(1, round(seconds)))
        text = self.words.gettext("printing {done} of {total}").format(done=self.done + 1, total=self.total)
        print(f"\r\033[K{text}{left}", end="", file=sys.stderr, flush=True)

    def clear(self) -> None:
        if self.is_terminal and not self.quiet:
            print("\r\033[K", end="", file=sys.stderr, flush=True)


def print_findings(findings: Iterable[Diagnostic], words: NullTranslations) -> None:
    """Print findings as lines, or as annotations where GitHub Actions reads them."""
    from briefbuilder import report

    is_on_github = os.environ.get("GITHUB_ACTIONS") == "true"
    for item in findings:
        print(report.annotation(item, words) if is_on_github else report.finding(item, words))
