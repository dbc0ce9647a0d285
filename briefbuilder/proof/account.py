"""The account: each expected text is found again in the text of the pages, in order, and nothing else stands there.

Between two texts only list markers and repeated table heads may stand. Notes and ruby readings are drawn elsewhere
than they are read, so they are taken out first.
"""

from __future__ import annotations

import re

from briefbuilder.diagnostics import Findings, Place
from briefbuilder.proof.expected import Expected, normal


def account(pages: list[str], expected: Expected, place: Place, findings: Findings) -> int:
    """Report each text that is not found again; return how many were. `pages` hold the text of each type area."""
    texts = [normal(page) for page in pages]
    _take_notes(texts, expected.notes, place, findings)
    for reading in reversed(expected.readings):
        _take_last(texts, normal(reading))
    heads = sorted({normal(block.words) for block in expected.blocks if block.is_head}, key=len, reverse=True)
    cursor = _Cursor(texts, tuple(heads))
    found, strays = 0, []
    for block in expected.blocks:
        words = normal(block.words)
        if cursor.advance(words):
            found += 1
        elif stray := cursor.jump(words):
            strays.append(stray)
            found += 1
        else:
            findings.error(
                place,
                'the text "{words}" is missing from the finished PDF (expected on page {page} or after)',
                hint="the layout lost it: simplify the passage or the template around it",
                words=beginning(block.words),
                page=cursor.page + 1,
            )
    strays.append(cursor.rest())
    for stray in filter(None, strays):
        findings.error(
            place,
            'the finished PDF prints "{words}", which is not in the brief',
            hint="a template or a style sheet adds it",
            words=beginning(stray),
        )
    return found


def _take_notes(texts: list[str], notes: tuple[str, ...], place: Place, findings: Findings) -> None:
    """Cut the notes out of the pages, last first: a note stands on the page of its call or, rarely, the next."""
    page, end = len(texts) - 1, None
    for number, note in reversed(list(enumerate(notes, 1))):
        words = normal(note)
        # Short notes are often alike (前掲注), hence with the marker that CSS prints before each.
        with_marker = re.compile(rf"(?:注|note)?[(（]?{number}[)）.]?{re.escape(words)}")
        for candidate in range(page, -1, -1):
            found = list(with_marker.finditer(texts[candidate]))
            if found:
                start = found[-1].start()
                texts[candidate] = texts[candidate][:start] + texts[candidate][found[-1].end() :]
                if candidate == page and end is not None and start > end:
                    _report_order(number, candidate, place, findings)
                page, end = candidate, start
                break
            if candidate and _is_broken(texts[candidate - 1], texts[candidate], words):
                _cut_broken(texts, candidate, words)
                page, end = candidate - 1, None
                break
        else:
            later = _take_later(texts, with_marker, page)
            if later is not None:
                _report_order(number, later, place, findings)
                continue
            findings.error(
                place,
                'note {number} "{words}" is missing from the finished PDF',
                hint="the layout lost it: shorten the notes on its page",
                number=number,
                words=beginning(note),
            )


def _take_later(texts: list[str], note: re.Pattern[str], page: int) -> int | None:
    """Cut a note out of a page after the one where it should stand; return that page, or None."""
    for later in range(page + 1, len(texts)):
        if note.search(texts[later]):
            texts[later] = note.sub("", texts[later], count=1)
            return later
    return None


def _report_order(number: int, page: int, place: Place, findings: Findings) -> None:
    findings.error(
        place,
        "note {number} stands after note {next} on page {page}",
        hint="the layout moved it: there are too many notes on the page before",
        number=number,
        next=number + 1,
        page=page + 1,
    )


def _is_broken(before: str, after: str, words: str) -> bool:
    return any(before.endswith(words[:cut]) and words[cut:] in after for cut in range(4, len(words) - 3))


def _cut_broken(texts: list[str], page: int, words: str) -> None:
    for cut in range(len(words) - 4, 3, -1):
        if texts[page - 1].endswith(words[:cut]) and words[cut:] in texts[page]:
            texts[page - 1] = texts[page - 1][: -cut or None]
            texts[page] = texts[page].replace(words[cut:], "", 1)
            return


def _take_last(texts: list[str], words: str) -> None:
    for page in range(len(texts) - 1, -1, -1):
        at = texts[page].rfind(words)
        if words and at >= 0:
            texts[page] = texts[page][:at] + texts[page][at + len(words) :]
            return


# What CSS prints before a list item: bullets, dashes, 1. (1) ① a. ア. WeasyPrint 70 draws the markers of a page after
# its other text, so a run of them may stand at its end.
_SIGN = r"[•‣◦▪▸・–—―□■●○*]|[(（]?\d{1,3}[)）.、]|[①-⑳]|[(（]?[a-zア-ン][)）.]"
_MARKER = re.compile(rf"(?:{_SIGN})+|\d{{1,3}}(?:{_SIGN})*")  # a number by itself: a page, in the list of contents
_MARKERS_AT_END = re.compile(rf"(?:{_SIGN})+$")


_UNMISTAKABLE = 8  # characters: a text as long is not met elsewhere by chance


class _Cursor:
    """Walks through the pages; each text must follow the one before, with nothing between but markers and heads."""

    def __init__(self, texts: list[str], heads: tuple[str, ...]) -> None:
        self.texts, self.heads = texts, heads
        self.page, self.offset = 0, 0

    def advance(self, words: str) -> bool:
        """Pass over the next text if it follows; otherwise stay and say so."""
        page, offset = self.page, self.offset
        while page < len(self.texts):
            at = self._follows(words, page, offset)
            if at is not None:
                self.page, self.offset = page, at + len(words)
                return True
            if self._continues(words, page, offset):
                return True
            if not self._is_explained(self.texts[page][offset:]):
                return self._torn(words)
            page, offset = page + 1, 0
        return False

    def _follows(self, words: str, page: int, offset: int) -> int | None:
        text = self.texts[page]
        at = text.find(words, offset)
        while at >= 0:
            if self._is_explained(text[offset:at]):
                return at
            at = text.find(words, at + 1)
        return None

    def jump(self, words: str) -> str:
        """Pass over the next text even though something stands before it, and return that; empty: it is not there."""
        skipped, offset = "", self.offset
        for page in range(self.page, len(self.texts)):
            at = self.texts[page].find(words, offset) if len(words) >= _UNMISTAKABLE else -1
            if at >= 0:
                skipped += self.texts[page][offset:at]
                self.page, self.offset = page, at + len(words)
                return skipped
            skipped, offset = skipped + self.texts[page][offset:], 0
        return ""

    def _continues(self, words: str, page: int, offset: int) -> bool:
        """Pass over a text that breaks at the foot of the page and goes on at the head of the following ones."""
        whole = self.texts[page]
        markers = _MARKERS_AT_END.search(whole, offset)
        return self._continues_from(whole, words, page, offset) or (
            markers is not None and self._continues_from(whole[: markers.start()], words, page, offset)
        )

    def _continues_from(self, text: str, words: str, page: int, offset: int) -> bool:
        for cut in range(min(len(words) - 1, len(text) - offset), 0, -1):
            if not (text.endswith(words[:cut]) and self._is_explained(text[offset : len(text) - cut])):
                continue
            rest, following = words[cut:], page + 1
            while following < len(self.texts):
                at = self._follows(rest, following, 0)
                if at is not None:
                    self.page, self.offset = following, at + len(rest)
                    return True
                if not rest.startswith(self.texts[following]):
                    break
                rest = rest[len(self.texts[following]) :]
                following += 1
        return False

    def _torn(self, words: str) -> bool:
        """Cut a text out of two neighbouring pages: the cells of a row higher than a page are torn apart."""
        for page in range(self.page, min(self.page + 2, len(self.texts) - 1)):
            start = self.offset if page == self.page else 0
            text, following = self.texts[page], self.texts[page + 1]
            for cut in range(len(words) - 8, 7, -1):
                at = text.find(words[:cut], start)
                if at < 0:
                    continue
                rest = following.find(words[cut:])
                if rest < 0:
                    break
                self.texts[page] = text[:at] + text[at + cut :]
                self.texts[page + 1] = following[:rest] + following[rest + len(words) - cut :]
                return True
        return False

    def _is_explained(self, between: str) -> bool:
        if not between or _MARKER.fullmatch(between):
            return True
        for head in self.heads:
            between = between.replace(head, "")
        return not between or bool(_MARKER.fullmatch(between))

    def rest(self) -> str:
        """Return what is left on the pages after the last text."""
        tail = [self.texts[self.page][self.offset :], *self.texts[self.page + 1 :]] if self.texts else []
        return "".join(part for part in tail if not self._is_explained(part))


def beginning(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= 40 else words[:40] + "…"
