"""The finished PDFs, read with programs that had no part in making them: pikepdf (QPDF) for their structure, pypdf for
their words, PDFium for what stands where.
"""

from __future__ import annotations

import re
import socket
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pypdf
import pypdfium2
import pytest
from conftest import REPOSITORY, Project
from drafts import as_printed, bodies

from briefbuilder.document import Document
from briefbuilder.house import House
from briefbuilder.library import Look
from briefbuilder.proof.expected import Expected, expect
from briefbuilder.tree import plain, walk

A4 = (595.28, 841.89)
_NOTHING = re.compile("[\\s\u00ad\u2010\u2011\u200b\u2060\ufeff-]+")


def letters(text: str) -> str:
    """Return a text as two readers of PDFs can agree on it: NFKC, without white space and hyphens."""
    return _NOTHING.sub("", unicodedata.normalize("NFKC", text))


@dataclass(frozen=True)
class Printed:
    """A published edition, and what it was printed from."""

    name: str
    path: Path
    language: str
    document: Document
    html: str

    @cached_property
    def words(self) -> list[str]:
        """The text of each page, as pypdf reads it."""
        return [page.extract_text() for page in pypdf.PdfReader(self.path).pages]

    @cached_property
    def pages(self) -> list[str]:
        """The letters of each page."""
        return [letters(page) for page in self.words]

    @cached_property
    def expected(self) -> Expected:
        return expect(self.html)

    @cached_property
    def structure(self) -> list[pikepdf.Dictionary]:
        """The elements of the tag tree in reading order."""
        return list(elements(self.pdf.Root.StructTreeRoot.K))

    @cached_property
    def pdf(self) -> pikepdf.Pdf:
        return pikepdf.open(self.path)

    @cached_property
    def bands(self) -> list[tuple[str, str]]:
        """The letters in the margin at the head and at the foot of each page."""
        with pypdfium2.PdfDocument(self.path) as opened:
            heads = [30 if self.is_glance else 64] + [44 if self.is_glance else 64] * (len(opened) - 1)
            return [
                (_band(page, A4[1] - head, A4[1]), _band(page, 0, 66)) for page, head in zip(opened, heads, strict=True)
            ]

    @property
    def is_glance(self) -> bool:
        """Say whether the edition has the narrower margins of a glance."""
        return 'class="glance"' in self.html


def _band(page: Any, bottom: float, top: float) -> str:
    text = page.get_textpage()
    words: str = text.get_text_bounded(left=0, right=A4[0], bottom=bottom, top=top)
    text.close()
    return letters(words)


def elements(node: Any) -> Iterator[pikepdf.Dictionary]:
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from elements(child)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from elements(node.K)


def kinds(printed: Printed) -> list[str]:
    return [str(node.S).removeprefix("/") for node in printed.structure]


def editions_of(project: Project) -> list[Printed]:
    found = []
    for path in sorted(project.dist.glob("*/*.pdf")):
        brief, audience, language, _ = path.name.split(".")
        draft = as_printed(project, brief, audience, language)
        found.append(Printed(path.name, path, language, draft.document, draft.html.text))
    return found


@pytest.fixture(scope="session")
def sample(printed: Project) -> list[Printed]:
    return editions_of(printed)


@pytest.fixture(scope="session", params=["sample", "shipped"])
def editions(request: pytest.FixtureRequest) -> list[Printed]:
    """Every edition of the sample project, then every edition of the shipped briefs."""
    if request.param == "sample":
        made: list[Printed] = request.getfixturevalue("sample")
        return made
    return editions_of(request.getfixturevalue("shipped"))


def test_there_is_something_to_look_at(editions: list[Printed]) -> None:
    assert len(editions) >= 9
    assert {edition.language for edition in editions} == {"ja", "en"}


# --- structure ---


def test_every_pdf_is_sound(editions: list[Printed]) -> None:
    for edition in editions:
        assert edition.pdf.check_pdf_syntax() == [], edition.name


def test_every_pdf_is_tagged_named_and_in_its_language(editions: list[Printed]) -> None:
    for edition in editions:
        root = edition.pdf.Root
        assert root.MarkInfo.Marked is True
        assert str(root.Lang) == edition.language
        assert root.ViewerPreferences.DisplayDocTitle is True
        assert str(edition.pdf.docinfo.Title) == edition.document.title
        with edition.pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
            assert metadata.get("pdfuaid:part") == "1"
            assert metadata.get("dc:title") == edition.document.title


def test_headings_begin_with_one_h1_and_skip_no_level(editions: list[Printed]) -> None:
    for edition in editions:
        levels = [int(kind[1]) for kind in kinds(edition) if re.fullmatch("H[1-6]", kind)]
        assert levels.count(1) == 1, edition.name
        assert levels[0] == 1
        for before, after in pairwise(levels):
            assert after <= before + 1, f"{edition.name}: {levels}"


def test_every_cell_names_the_head_of_its_column(editions: list[Printed]) -> None:
    # WeasyPrint 70 writes ID and Headers, and no Scope (its issue 2508).
    seen = 0
    for edition in editions:
        for table in (node for node in edition.structure if node.S == "/Table"):
            inside = list(elements(table.K))
            heads = [str(node.ID) for node in inside if node.S == "/TH"]
            assert len(heads) == len(set(heads)) > 0
            for cell in (node for node in inside if node.S == "/TD"):
                named = [str(name) for name in cell.A.Headers]
                assert named, f"{edition.name}: a cell without a head"
                assert set(named) <= set(heads)
                seen += 1
    assert seen > 20


def test_every_figure_has_a_text_for_those_who_do_not_see_it(editions: list[Printed]) -> None:
    for edition in editions:
        shown = [node for node in walk(bodies(edition.document)) if node.name in ("figure", "svg-title")]
        wanted = [node.get("alt") or plain(node.children) for node in shown]
        found = [str(node.Alt) for node in edition.structure if node.S == "/Figure"]
        assert found == wanted, edition.name
        assert all(found)


def test_the_sample_has_figures_and_tables(sample: list[Printed]) -> None:
    for kind in ("Figure", "Table", "Caption", "L", "Link"):
        assert any(kind in kinds(edition) for edition in sample), kind


class _Labels(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if re.fullmatch("h[1-6]", tag):
            self.found.append(dict(attrs).get("data-label") or "")


def bookmarks(pdf: pikepdf.Pdf) -> list[str]:
    def titles(items: Iterable[pikepdf.OutlineItem]) -> Iterator[str]:
        for item in items:
            yield item.title
            yield from titles(item.children)

    with pdf.open_outline() as outline:
        return list(titles(outline.root))


def test_bookmarks_are_the_headings_with_their_numbers(editions: list[Printed]) -> None:
    for edition in editions:
        document, found = edition.document, bookmarks(edition.pdf)
        assert found == _Labels(edition.html).found, edition.name
        assert all(found)
        assert found[0] == document.question
        for section in document.sections:
            assert f"{section.number} {section.heading}" in found
            for part in section.parts:
                assert not part.heading or f"{part.number} {part.heading}".strip() in found


def test_dates_are_those_of_the_brief_and_not_of_the_clock(editions: list[Printed]) -> None:
    for edition in editions:
        day = edition.document.issued
        for name in ("/CreationDate", "/ModDate"):
            assert str(edition.pdf.docinfo[name]).startswith(f"D:{day.replace('-', '')}"), edition.name
        with edition.pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
            for name in ("xmp:CreateDate", "xmp:ModifyDate"):
                assert str(metadata[name]).startswith(day)


def test_authors_are_named_in_the_document_information(sample: list[Printed]) -> None:
    for edition in sample:
        for author in edition.document.masthead.authors:
            assert author in str(edition.pdf.docinfo.Author)


# --- nothing but the brief ---


def test_nothing_runs_and_nothing_is_attached_but_the_data_of_the_figures(editions: list[Printed]) -> None:
    for edition in editions:
        root = edition.pdf.Root
        assert not {"/OpenAction", "/AA", "/AcroForm", "/Collection"} & set(root.keys())
        assert "/JavaScript" not in root.Names
        data = {file.path.rpartition("/")[2]: file.text for file in edition.document.attachments}
        assert {name: file.get_file().read_bytes().decode() for name, file in edition.pdf.attachments.items()} == data
        files = [thing for thing in edition.pdf.objects if isinstance(thing, pikepdf.Stream)]
        assert sum(file.get("/Type") == "/EmbeddedFile" for file in files) == len(data), edition.name
        for thing in edition.pdf.objects:
            if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
                assert not {"/JS", "/AA"} & set(thing.keys())
                assert str(thing.get("/S")) not in ("/Launch", "/JavaScript", "/GoToR", "/SubmitForm", "/ImportData")


def test_links_lead_to_the_web_or_to_a_place_in_the_brief(editions: list[Printed]) -> None:
    addresses = set()
    for edition in editions:
        names = {str(name) for name in list(edition.pdf.Root.Names.Dests.Names)[::2]}
        for page in edition.pdf.pages:
            for note in page.get("/Annots", []):
                assert note.Subtype == "/Link"
                if "/A" in note:
                    assert note.A.S == "/URI"
                    addresses.add(str(note.A.URI))
                else:
                    assert str(note.Dest) in names
    assert addresses
    for address in addresses:
        assert address.startswith(("https://", "http://", "mailto:")), address


def test_cross_references_lead_to_their_sections(sample: list[Printed]) -> None:
    for edition in sample:
        wanted = [node.get("href").removeprefix("#") for node in walk(bodies(edition.document)) if node.name == "a"]
        annotations = [note for page in edition.pdf.pages for note in page.get("/Annots", [])]
        found = [str(note.Dest) for note in annotations if "/Dest" in note]
        # WeasyPrint 70 makes a link of each box inside <a>, so there are several to one place.
        contents = set(re.findall('<li class="[a-z-]+"><a href="#([^"]+)">', edition.html))
        assert set(found) == {name for name in wanted if name.startswith("sec-")} | contents, edition.name
    assert any("section 3" in edition.html.replace("\u2060", "") for edition in sample)


def test_no_pdf_tells_of_the_machine_that_made_it(editions: list[Printed]) -> None:
    for edition in editions:
        # A host may well be called like a word of the brief.
        host = [socket.gethostname().encode()] if len(socket.gethostname()) > 8 else []
        telling = [str(REPOSITORY).encode(), str(edition.path.parents[2]).encode(), str(Path.home()).encode() + b"/"]
        telling += [b"file:", b"brief://", b"asset:", b"/tmp/", b".ttf", *host]
        contents = [edition.path.read_bytes()]
        for thing in edition.pdf.objects:
            if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") != "/Image" and "/Length1" not in thing:
                contents.append(thing.read_bytes())
        contents += [bytes(thing) for thing in edition.pdf.objects if isinstance(thing, pikepdf.String)]
        for words in telling:
            assert not any(words in content for content in contents), f"{edition.name}: {words!r}"


def test_only_fonts_of_the_house_are_used_all_embedded_and_readable(editions: list[Printed]) -> None:
    families = {family.replace(" ", "-") for family in House(REPOSITORY).families}
    for edition in editions:
        fonts = [thing for thing in edition.pdf.objects if isinstance(thing, pikepdf.Dictionary) and is_font(thing)]
        assert fonts
        for font in fonts:
            subset, name = str(font.BaseFont).removeprefix("/").split("+")
            assert re.fullmatch("[A-Z]{6}", subset)
            assert any(name.startswith(family) for family in families), f"{edition.name}: {name}"
            assert "/ToUnicode" in font, f"{edition.name}: {name}"
            (descendant,) = font.DescendantFonts
            assert {"/FontFile2", "/FontFile3"} & set(descendant.FontDescriptor.keys()), f"{edition.name}: {name}"


def is_font(thing: pikepdf.Dictionary) -> bool:
    return thing.get("/Type") == "/Font" and "/DescendantFonts" in thing


# --- words ---


def test_every_sentence_is_read_again_by_another_program(editions: list[Printed]) -> None:
    for edition in editions:
        texts = [letters(block.words) for block in edition.expected.blocks] + [
            letters(note) for note in edition.expected.notes
        ]
        sentences = {sentence for text in texts for sentence in re.split("(?<=[。.])(?![0-9])", text) if sentence}
        assert len(sentences) > 30
        pages = without(edition.pages, edition.expected.readings)
        lost = [sentence for sentence in sorted(sentences) if not is_read(sentence, pages)]
        assert not lost, f"{edition.name}: {lost[:3]}"


def without(pages: list[str], readings: tuple[str, ...]) -> list[str]:
    """Return the pages without the readings of ruby, which stand where they are drawn."""
    for reading in map(letters, readings):
        pages = [page.replace(reading, "", 1) if reading in page else page for page in pages]
    return pages


def is_read(sentence: str, pages: list[str]) -> bool:
    """Say whether a sentence stands on a page, or begins on one and ends on the next."""
    if any(sentence in page for page in pages):
        return True
    return any(
        sentence[:cut] in before and sentence[cut:] in after
        for before, after in pairwise(pages)
        for cut in range(len(sentence) - 1, 0, -1)
    )


def test_no_radical_stands_for_a_letter(editions: list[Printed]) -> None:
    for edition in editions:
        text = "".join(edition.words)
        assert len(text) > 1000
        assert not re.findall("[\u2e80-\u2fdf]", text), edition.name
        assert "\ufffd" not in text
        assert not re.findall("[\ue000-\uf8ff]", text)


def forms(printed: Printed) -> list[tuple[str, str]]:
    """Return the modules of an edition with their lengths: each language keeps to its own budget."""
    return [(part.module, part.length) for section in printed.document.sections for part in section.parts]


def test_both_editions_of_the_sample_are_alike_where_the_same_plan_fits(sample: list[Printed]) -> None:
    pairs: dict[str, list[Printed]] = {}
    for edition in sample:
        pairs.setdefault(edition.name.rsplit(".", 2)[0], []).append(edition)
    both = [pair for pair in pairs.values() if len(pair) == 2]
    assert len(both) == 4
    alike = [(english, japanese) for english, japanese in both if forms(english) == forms(japanese)]
    assert alike
    for english, japanese in alike:
        for count in (
            lambda one: len(one.expected.blocks),
            lambda one: len(one.expected.notes),
            lambda one: len(one.document.sections),
            lambda one: [len(section.parts) for section in one.document.sections],
            lambda one: {source.id for source in one.document.sources},
        ):
            assert count(english) == count(japanese), english.name


# --- the sheet ---


def test_every_page_is_a4_upright(editions: list[Printed]) -> None:
    for edition in editions:
        for page in edition.pdf.pages:
            assert [float(value) for value in page.mediabox] == pytest.approx([0, 0, *A4], abs=0.02)
            assert page.get("/Rotate", 0) == 0


def test_the_running_head_begins_on_the_second_page(editions: list[Printed]) -> None:
    for edition in editions:
        heads = [head for head, _ in edition.bands]
        assert heads[0] == "", edition.name
        assert len(heads) > 1
        for head in heads[1:]:
            assert letters(edition.document.title) in head, edition.name


def test_every_page_says_which_it_is_of_how_many(editions: list[Printed]) -> None:
    for edition in editions:
        form = "Page{}of{}" if edition.language == "en" else "{}/{}"
        for number, (_, foot) in enumerate(edition.bands, 1):
            assert form.format(number, len(edition.bands)) in foot, f"{edition.name}, page {number}: {foot}"


def test_every_page_of_a_brief_that_is_not_public_is_marked(sample: list[Printed]) -> None:
    marked = [edition for edition in sample if edition.document.masthead.handling]
    assert {edition.name for edition in marked} == {
        "kitchen-or-centre.council.en.pdf",
        "kitchen-or-centre.council.ja.pdf",
    }
    for edition in marked:
        mark = letters(edition.document.masthead.handling)
        assert mark in edition.pages[0]
        for head, foot in edition.bands[1:]:
            assert mark in head
            assert mark in foot
    for edition in sample:
        if edition not in marked:
            assert not any(mark in foot for _, foot in edition.bands for mark in ("部内限り", "Internal", "internal"))


def first_page(edition: Printed) -> list[str]:
    """Return what the first page must carry."""
    document = edition.document
    top = document.masthead
    return [
        top.series,
        top.number,
        top.issued,
        top.as_of,
        top.audience,
        document.title,
        document.question,
        *(block.words for block in edition.expected.blocks if block.id in _ids(document.answer)),
        *(re.sub(r"\s+", " ", _printed(point)) for point in document.key_points),
    ]


def _ids(content: Any) -> set[str]:
    return {node.get("data-block") for node in walk(content) if node.get("data-block")}


def _printed(content: Any) -> str:
    return "".join(
        node if isinstance(node, str) else node.get("number") if node.name == "note" else _printed(node.children)
        for node in content
    )


def test_the_first_page_carries_the_answer_and_all_that_one_must_know_of_it(editions: list[Printed]) -> None:
    for edition in editions:
        wanted = first_page(edition)
        assert len(wanted) >= 9
        page = without(edition.pages, edition.expected.readings)[0]
        missing = [words for words in wanted if letters(words) not in page]
        assert not missing, f"{edition.name}: {missing}"


# --- notes ---


class _Calls(HTMLParser):
    """Finds the call of each note, with the letters that stand before it."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.words, self.depth, self.found = "", 0, dict[str, str]()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if self.depth:
            self.depth += tag not in ("br", "img")
        elif tag == "rt":
            self.depth = 1
        elif given.get("class") == "note":
            self.depth = 1
            number = given.get("data-note") or ""
            self.words += number
            self.found[number] = letters(self.words)[-14:]

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - the base class hands it over
        self.depth -= bool(self.depth)

    def handle_data(self, data: str) -> None:
        if not self.depth:
            self.words += data


def places_of_notes(edition: Printed) -> Iterator[tuple[str, set[int], int]]:
    """Yield each note's number, the pages on which its call can stand, and its page."""
    pages = without(edition.pages, edition.expected.readings)
    names = list(edition.pdf.Root.Names.Dests.Names)
    where = dict(zip(map(str, names[::2]), names[1::2], strict=True))
    numbers = {page.objgen: number for number, page in enumerate(edition.pdf.pages)}
    for number, before in _Calls(edition.html).found.items():
        page = numbers[where[f"note-{number}"][0].objgen]
        yield number, {index for index, text in enumerate(pages) if before in text}, page


def test_every_note_stands_at_the_foot_of_the_page_of_its_call(editions: list[Printed]) -> None:
    seen = 0
    for edition in editions:
        notes = {number: letters(note) for number, note in enumerate(edition.expected.notes, 1)}
        for number, calls, page in places_of_notes(edition):
            assert notes[int(number)][:12] in edition.pages[page], f"{edition.name}: note {number}"
            if calls:  # a call whose words are broken over two pages is not looked for
                seen += 1
                assert page in calls, f"{edition.name}: the call of note {number} is on {calls}, the note on {page}"
    assert seen > 50


def test_the_notes_of_a_page_follow_each_other(editions: list[Printed]) -> None:
    for edition in editions:
        pages = [page for _, _, page in places_of_notes(edition)]
        assert pages == sorted(pages), edition.name


# --- what the layout engine complains of ---


def complaints(project: Project, spoil: Callable[[Project, House], None]) -> list[str]:
    spoil(project, House(project.root))
    outcome = project.build("umbrellas", audiences=("readers",), languages=("en",))
    assert [result.state for result in outcome.results] == ["failed"]
    assert not project.pdf("umbrellas", "readers", "en").exists()
    return [str(item) for item in outcome.all_findings()]


def with_rule(rule: str) -> Callable[[Project, House], None]:
    def spoil(project: Project, house: House) -> None:
        name = house.styles("brief.html", Look())[-1]
        project.write(f"templates/{name}", house.read_style(name).decode() + rule)

    return spoil


def with_question(text: str) -> Callable[[Project, House], None]:
    return lambda project, _: (
        project.write("templates/parts/question.html", f"<h1>{{{{ document.question }}}}</h1>{text}") and None
    )


@pytest.mark.parametrize(
    "spoil, named",
    [
        (with_rule("h1 { text-wrap: balance }"), "text-wrap: balance"),
        (with_rule("h1 { colour: red }"), "colour: red"),
        (with_rule("h1 { color: }"), "color"),
        (with_question('<p><a href="#nowhere">There</a></p>'), "nowhere"),
        (with_question('<p><img src="https://x.example/a.png" alt="A"></p>'), "refused: https://x.example/a.png"),
        (with_question('<p><img src="file:///etc/hostname" alt="A"></p>'), "refused: file:///etc/hostname"),
        (
            with_rule('h1::after { content: "\\1F1EF" }'),
            'no font of the house has the character "\U0001f1ef" (U+1F1EF)',
        ),
    ],
    ids=["unknown property", "misspelt property", "no value", "lost anchor", "the net", "a file", "missing letter"],
)
def test_what_the_layout_engine_only_mentions_stops_the_edition(
    minimal: Project, spoil: Callable[[Project, House], None], named: str
) -> None:
    found = complaints(minimal, spoil)
    assert any(item.startswith("umbrellas/umbrellas.readers.en.pdf: error: ") and named in item for item in found), (
        found
    )


def test_a_letter_that_no_font_has_is_named_where_the_author_wrote_it(minimal: Project) -> None:
    def spoil(project: Project, _: House) -> None:
        project.edit("content/modules/weather/rain/en.md", "Drizzle counts", "Drizzle 🇯🇵 counts")

    found = complaints(minimal, spoil)
    assert any(
        item.startswith("content/modules/weather/rain/en.md:1:") and 'the character "🇯" (U+1F1EF)' in item
        for item in found
    ), found
