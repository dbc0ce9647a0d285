"""The preflight of a finished PDF, ours or another's: how it is set, and what a printer or a reader would stumble over.

An error is what makes a file wrong for somebody: letters that cannot be read, text that lies outside the page or on
other text, text that a screen reader cannot reach, a link that leads nowhere. What is merely not as well set as it
could be (breaks, spacing, contrast) is a warning.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from briefbuilder.diagnostics import Diagnostic, Findings, Place
from briefbuilder.pages import Frame
from briefbuilder.proof import japanese, latin
from briefbuilder.proof.account import beginning
from briefbuilder.proof.breaks import bad_breaks
from briefbuilder.proof.contrast import faint
from briefbuilder.proof.lines import Paragraph, paragraphs, running_size
from briefbuilder.proof.room import misplaced
from briefbuilder.proof.sheets import Link, Sheaf, Sheet, read_sheaf
from briefbuilder.proof.tags import Tag

_RADICALS = re.compile("[\u2e80-\u2fdf]")
_KANA = re.compile("[\u3041-\u30fa]")
_DATE = re.compile(r"(?:D:)?\d{4}")
_ENOUGH = 20  # of fewer lines or gaps no share is told as a fault


@dataclass(frozen=True, slots=True)
class Measures:
    """What was measured, in numbers. Shares from 0 to 1, None where there was nothing to measure."""

    pages: int = 0
    language: str = ""
    # Japanese (proof/japanese.py)
    lines: int = 0
    size: float = 0.0  # pt
    measure: float = 0.0  # em
    kinsoku: int = 0
    gaps: float | None = None
    pairs: float | None = None
    flush: float | None = None
    tracking_50: float = 0.0  # em
    tracking_95: float = 0.0
    tracking_max: float = 0.0
    heads: float | None = None
    ends: float | None = None
    lone: int = 0
    # Latin (proof/latin.py)
    latin_lines: int = 0
    word_space: float = 0.0  # em, the usual one
    loose: int = 0
    # All
    breaks: int = 0
    unreadable: int = 0
    radicals: int = 0
    faint: int = 0


@dataclass(frozen=True, slots=True)
class Preflight:
    """The measures of a file, and what is wrong with it."""

    measures: Measures
    findings: tuple[Diagnostic, ...]


def preflight(
    data: bytes,
    place: Place,
    *,
    frames: Sequence[Frame] = (),
    colours: Mapping[str, Place] | None = None,
    is_for_press: bool = False,
    judges_shares: bool = True,
) -> Preflight:
    """Return how a PDF is set and what is wrong with it.

    What may be known besides: `frames`, the type area of each page; `colours`, where each ("#rrggbb") is written;
    and whether it `is_for_press`: then nobody reads it but a printer, and it needs no tags. `judges_shares`: whether
    to warn of shares of lines and gaps below their goals too, which no author can mend.

    Raises pypdfium2.PdfiumError where it is no PDF or locked, sheets.TooLarge where it holds more than is read.
    """
    examiner = _Examiner(read_sheaf(data), place, frames, colours or {}, is_for_press=is_for_press)
    return examiner.result(judges_shares=judges_shares)


class _Examiner:
    def __init__(
        self,
        sheaf: Sheaf,
        place: Place,
        frames: Sequence[Frame],
        colours: Mapping[str, Place],
        *,
        is_for_press: bool,
    ) -> None:
        self.sheaf, self.place, self.colours, self.is_for_press = sheaf, place, colours, is_for_press
        self.frames: Sequence[Frame | None] = frames or [None] * len(sheaf.sheets)
        self.findings = Findings()
        self.texts = [_tagged(paragraphs(sheet), sheaf) for sheet in sheaf.sheets]
        self.all = [text for page in self.texts for text in page if not (text.tag and text.tag.is_in_figure)]
        self.counts = {"breaks": 0, "unreadable": 0, "radicals": 0, "faint": 0}

    def result(self, *, judges_shares: bool) -> Preflight:
        setting, spacing = japanese.measure(self.all), latin.measure(self.all)
        self.check_file()
        self.check_fonts()
        for sheet, texts, frame in zip(self.sheaf.sheets, self.texts, self.frames, strict=True):
            self.check_letters(sheet)
            self.check_room(sheet, texts, frame)
            self.check_tags(sheet)
            self.check_languages(sheet)
            self.check_links(sheet)
            self.check_contrast(sheet)
        self.check_headings()
        self.check_breaks()
        self.check_setting(setting)
        if judges_shares:
            self.check_shares(setting)
        if not setting.lines:
            self.check_spacing(spacing)
        return Preflight(_measures(self.sheaf, setting, spacing, self.counts), tuple(self.findings.items))

    def check_file(self) -> None:
        if not self.sheaf.title:
            self.findings.error(self.place, "the file does not say its title", hint="give the page a <title>")
        if not (self.sheaf.language or self.is_for_press):
            self.findings.error(self.place, "the file does not say its language", hint="give the page a lang")
        if not all(map(_DATE.match, self.sheaf.dates)):
            self.findings.warning(self.place, "the file does not say when it was made and changed")
        if not (self.sheaf.is_tagged or self.is_for_press):
            self.findings.error(
                self.place,
                "the file has no tags: a screen reader cannot tell headings, tables and notes",
                hint="print it as PDF/UA",
            )

    def check_fonts(self) -> None:
        faces = {g.run.face for s in self.sheaf.sheets for g in s.glyphs if not g.run.is_embedded}
        for face in sorted(faces):
            self.findings.error(
                self.place,
                'the font "{font}" is not in the file',
                hint="name a font of the house (templates/fonts) in the style sheet",
                font=face,
            )

    def check_letters(self, sheet: Sheet) -> None:
        lost = [glyph for glyph in sheet.glyphs if not glyph.is_readable]
        self.counts["unreadable"] += len(lost)
        if lost:
            self.findings.error(
                self.place,
                "{count} letters on page {page} cannot be read back: no font has them, or the file does not name them",
                hint="write it otherwise, or add a font that has them (templates/fonts)",
                count=len(lost),
                page=sheet.number,
            )
        radicals = [glyph.letter for glyph in sheet.glyphs if _RADICALS.match(glyph.letter)]
        self.counts["radicals"] += len(radicals)
        for letter in sorted(set(radicals)):
            self.findings.error(
                self.place,
                'the radical "{letter}" (U+{code}) stands for a letter on page {page}',
                hint="type the letter again: it was copied from a PDF, and no search finds it",
                letter=letter,
                code=f"{ord(letter):04X}",
                page=sheet.number,
            )

    def check_room(self, sheet: Sheet, texts: Sequence[Paragraph], frame: Frame | None) -> None:
        told = {
            "outside": (
                'the text "{words}" stands outside page {page}',
                "a table or a word is too wide, or a style sheet moves it",
            ),
            "beside": (
                'the text "{words}" stands out of the type area of page {page}',
                "a table has too many columns, or a word that cannot be broken: shorten it",
            ),
            "on": (
                'the text "{words}" lies on other text on page {page}',
                "a cell or a box is too narrow for its words: shorten them, or take a column away",
            ),
        }
        for item in misplaced(sheet, texts, frame):
            template, hint = told[item.kind]
            self.findings.error(self.place, template, hint=hint, words=beginning(item.words), page=item.page)

    def check_tags(self, sheet: Sheet) -> None:
        if not self.sheaf.is_tagged:
            return
        self._report_untagged(sheet)
        self._report_order(sheet)
        seen = {around for tag in sheet.tags.of_mark.values() for around in tag.up()}
        for tag in sheet.tags.elements:
            if tag.kind == "Figure" and tag in seen and not tag.alternative.strip():
                self.findings.error(
                    self.place,
                    "a picture on page {page} has no text for those who do not see it",
                    hint="say what it shows between the brackets: ![What it shows](plan.png)",
                    page=sheet.number,
                )

    def _report_untagged(self, sheet: Sheet) -> None:
        """Report text that is neither in the tree nor an artifact."""
        loose = [
            glyph.letter
            for glyph in sheet.glyphs
            if not (glyph.run.is_artifact or glyph.run.is_in_form or glyph.run.mark in sheet.tags.of_mark)
        ]
        if loose:
            self.findings.error(
                self.place,
                'the text "{words}" on page {page} is in no tag: a screen reader does not read it',
                hint="mark what only repeats (a running head) as an artifact",
                words=beginning("".join(loose)),
                page=sheet.number,
            )

    def _report_order(self, sheet: Sheet) -> None:
        """Report the first text that is read before what stands above it; notes are read at their calls."""
        position = {mark: place for place, (mark, tag) in enumerate(sheet.tags.of_mark.items()) if not _is_aside(tag)}
        drawn = list(dict.fromkeys(glyph.run.mark for glyph in sheet.glyphs if glyph.run.mark in position))
        for before, after in pairwise(drawn):
            if position[after] < position[before]:
                words = "".join(glyph.letter for glyph in sheet.glyphs if glyph.run.mark == after)
                self.findings.warning(
                    self.place,
                    'the text "{words}" on page {page} is read in another order than it stands in',
                    hint="let the template print it where it is read",
                    words=beginning(words),
                    page=sheet.number,
                )
                return

    def check_languages(self, sheet: Sheet) -> None:
        """Report Japanese that is marked as another language: it would be read out in that."""
        told: set[str] = set()
        for glyph in sheet.glyphs:
            tag = sheet.tags.of_mark.get(glyph.run.mark)
            language = glyph.run.language or (tag.language if tag else "") or self.sheaf.language
            if tag and language[:2] not in ("", "ja") and _KANA.match(glyph.letter) and language not in told:
                told.add(language)
                words = "".join(other.letter for other in sheet.glyphs if other.run is glyph.run)
                self.findings.warning(
                    self.place,
                    'the Japanese "{words}" on page {page} is marked as "{language}": it would be read out as that',
                    hint='the template marks it with lang="ja"',
                    words=beginning(words),
                    page=sheet.number,
                    language=language,
                )

    def check_links(self, sheet: Sheet) -> None:
        read = [link for link in sheet.links if _has_text(link, sheet)]
        for link in sheet.links:
            if not link.page and not link.address:
                self.findings.error(
                    self.place,
                    "a link on page {page} leads nowhere",
                    hint="its target is not on the page: mend the template",
                    page=sheet.number,
                )
            if link not in read and not any(
                other.page == link.page and other.address == link.address for other in read
            ):
                self.findings.warning(
                    self.place,
                    "a link on page {page} has no text: {address}",
                    hint="nobody sees it: mend the template",
                    page=sheet.number,
                    address=link.address or link.page,
                )

    def check_contrast(self, sheet: Sheet) -> None:
        for item in faint(sheet):
            self.counts["faint"] += 1
            self.findings.warning(
                self.colours.get(_hex(item.ink), self.place),
                'the text "{words}" on page {page} is too faint: {ink} on {paper} is {found} : 1, not {wanted} : 1',
                hint="choose a darker colour, or a lighter one behind it",
                words=beginning(item.words),
                page=item.page,
                ink=_hex(item.ink),
                paper=_hex(item.paper),
                found=f"{int(item.contrast * 10) / 10:.1f}",
                wanted=f"{item.wanted:.1f}",
            )

    def check_headings(self) -> None:
        level, seen = 0, set()
        for sheet in self.sheaf.sheets:
            for tag in sheet.tags.elements:
                found = re.fullmatch(r"H([1-6])", tag.kind)
                if not found:
                    continue
                if int(found[1]) > level + 1 and (sheet.number, found[1]) not in seen and level:
                    seen.add((sheet.number, found[1]))
                    self.findings.warning(
                        self.place,
                        "a heading of level {level} on page {page} follows one of level {before}",
                        hint="use ## before ###: no level may be left out",
                        level=found[1],
                        before=level,
                        page=sheet.number,
                    )
                level = int(found[1])

    def check_breaks(self) -> None:
        told = {
            "heading": 'the heading "{words}" stands at the foot of page {page} without its text',
            "widow": 'the last line of a paragraph stands alone at the head of page {page}: "{words}"',
            "orphan": 'the first line of a paragraph stands alone at the foot of page {page}: "{words}"',
            "row": 'the row "{words}" of a table is cut at the foot of page {page}',
            "figure": 'the figure "{words}" is cut at the foot of page {page}',
        }
        for item in bad_breaks(self.sheaf.sheets, self.texts, running_size(self.all)):
            self.counts["breaks"] += 1
            self.findings.warning(
                self.place,
                told[item.kind],
                hint="lengthen or shorten what stands before it",
                words=beginning(item.words),
                page=item.page,
            )

    def check_setting(self, setting: japanese.Setting) -> None:
        for page, words in setting.kinsoku:
            self.findings.warning(
                self.place,
                'a line on page {page} begins or ends with a mark that may not stand there: "{words}"',
                hint="kinsoku: change a word before it, or the style sheet",
                page=page,
                words=words,
            )
        for page, words in setting.lone:
            self.findings.warning(
                self.place,
                'the last line of a paragraph on page {page} has but one letter: "{words}"',
                hint="shorten the paragraph by a letter or two",
                page=page,
                words=words,
            )

    def check_shares(self, setting: japanese.Setting) -> None:
        shares = {
            "gaps": "{good} of {all} gaps between the scripts are a quarter of an em (first: {words}, page {page})",
            "pairs": "{good} of {all} pairs of touching marks are closed up (first: {words}, page {page})",
            "flush": "{good} of {all} lines are flush (first: {words}, page {page})",
            "heads": "{good} of {all} brackets at the head of a line are trimmed (first: {words}, page {page})",
            "ends": "{good} of {all} marks at the end of a line are half-width (first: {words}, page {page})",
        }
        for name, template in shares.items():
            tally: japanese.Tally = getattr(setting, name)
            is_enough = tally.all >= _ENOUGH or japanese.GOALS[name] == 1.0
            if tally.share is not None and is_enough and tally.share < japanese.GOALS[name]:
                page, words = tally.bad[0]
                self.findings.warning(self.place, template, good=tally.good, all=tally.all, words=words, page=page)

    def check_spacing(self, spacing: latin.Spacing) -> None:
        for page, words in spacing.loose:
            self.findings.warning(
                self.place,
                'the words of a line on page {page} stand too far apart: "{words}"',
                hint="set it ragged, or let long words be broken",
                page=page,
                words=words,
            )


def _tagged(found: tuple[Paragraph, ...], sheaf: Sheaf) -> tuple[Paragraph, ...]:
    """Return the paragraphs that a reader reads on: in a tagged file those in the tree, as running heads are not."""
    return tuple(paragraph for paragraph in found if paragraph.tag) if sheaf.is_tagged else found


def _has_text(link: Link, sheet: Sheet) -> bool:
    left, bottom, right, top = link.box
    return any(left <= x <= right and bottom <= y <= top for x, y in (glyph.middle for glyph in sheet.glyphs))


def _is_aside(tag: Tag) -> bool:
    return tag.is_note or any(around.kind in ("Lbl", "RT", "Caption") for around in tag.up())


def _hex(colour: tuple[int, int, int]) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)


def _measures(sheaf: Sheaf, setting: japanese.Setting, spacing: latin.Spacing, counts: dict[str, int]) -> Measures:
    return Measures(
        pages=len(sheaf.sheets),
        language=sheaf.language,
        lines=setting.lines,
        size=setting.size,
        measure=round(setting.measure, 1),
        kinsoku=len(setting.kinsoku),
        gaps=_rounded(setting.gaps),
        pairs=_rounded(setting.pairs),
        flush=_rounded(setting.flush),
        tracking_50=round(setting.tracked(0.5), 3),
        tracking_95=round(setting.tracked(0.95), 3),
        tracking_max=round(setting.tracked(1.0), 3),
        heads=_rounded(setting.heads),
        ends=_rounded(setting.ends),
        lone=len(setting.lone),
        latin_lines=spacing.lines,
        word_space=round(spacing.usual, 3),
        loose=len(spacing.loose),
        **counts,
    )


def _rounded(tally: japanese.Tally) -> float | None:
    return None if tally.share is None else round(tally.share, 4)
