"""The tag tree says what the page says: to a screen reader, to an archive. Read back with pikepdf (QPDF).

Each claim is a function that yields what is wrong with a file; each is tried on a file that must fail, too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from conftest import REPOSITORY, Project

from briefbuilder.house import House
from briefbuilder.pages import PROFILES, Html, Pdf
from briefbuilder.typeset import typeset
from briefbuilder.workers import Press

FACE = (
    "@page { size: 300pt 200pt; margin: 20pt; @top-left { content: 'Head' } @bottom-left { content: counter(page) } }"
)
FACE += (
    "html { font: 10pt/14pt 'Brief Serif', 'Brief Serif JP'; image-rendering: crisp-edges } .note { float: footnote }"
)
FACE += ".note::footnote-call { content: '1' } .note::footnote-marker { content: '1' }"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108020000009077"
    "53de0000000c49444154789c63f8cfc000000301010018dd8db00000000049454e44ae426082"
)


Printer = Callable[..., Pdf]


@pytest.fixture
def print_page(press: Press) -> Printer:
    """Print a body in a style of a few lines, and return the PDF as it comes from the press."""

    def print_body(body: str, *, sheet: str = "", language: str = "en", profile: str = "archive") -> Pdf:
        text = f'<html lang="{language}"><head><title>T</title></head><body>{body}</body></html>'
        setting = House(REPOSITORY).read_style("styles/setting.css").decode()
        html = typeset(Html(text, ("a.css",), ("a.png",) if "a.png" in body else (), language))
        styles = {"a.css": (FACE + setting + sheet).encode(), "a.png": PNG}
        return press.print_pdf(html, styles, PROFILES[profile])

    return print_body


@pytest.fixture
def tagged(print_page: Printer) -> Callable[..., pikepdf.Pdf]:
    """Print a body, and return the PDF opened. Nothing may be wrong with it."""

    def print_and_open(body: str, **more: str) -> pikepdf.Pdf:
        pdf = print_page(body, **more)
        assert pdf.messages == ()
        return pikepdf.open(BytesIO(pdf.data))

    return print_and_open


# Reading a tree


def nodes(pdf: pikepdf.Pdf) -> list[Any]:
    """Return every structure element in reading order."""
    return list(_below(pdf.Root.StructTreeRoot))


def _below(node: Any) -> Iterator[Any]:
    for kid in _kids(node):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from _below(kid)


def _kids(node: Any) -> list[Any]:
    kids = node.get("/K", [])
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def of_kind(pdf: pikepdf.Pdf, kind: str) -> list[Any]:
    return [node for node in nodes(pdf) if str(node.S) == f"/{kind}"]


def outline(pdf: pikepdf.Pdf) -> str:
    """Return the tree in one line: Document(P("words"))."""
    drawn = _drawn(pdf)
    (document,) = _kids(pdf.Root.StructTreeRoot)
    assert document.Lang == pdf.Root.Lang
    return re.sub("^Document:[a-z]+", "Document", _outline(document, drawn, None))


def _outline(node: Any, drawn: dict[tuple[Any, int], str], page: Any) -> str:
    page = node.get("/Pg", page)
    parts: list[str] = []
    words = ""
    for kid in _kids(node):
        if isinstance(kid, int):
            words += drawn[page.objgen, kid]
        elif kid.get("/Type") == "/MCR":
            words += drawn[kid.Pg.objgen, int(kid.MCID)]
        elif kid.get("/Type") == "/OBJR":
            parts.append("OBJR")
        else:
            if words:
                parts.append(f'"{words}"')
                words = ""
            parts.append(_outline(kid, drawn, page))
    if words:
        parts.append(f'"{words}"')
    kind = str(node.S).removeprefix("/") + (f":{node.Lang}" if "/Lang" in node else "")
    return f"{kind}({', '.join(parts)})"


def _drawn(pdf: pikepdf.Pdf) -> dict[tuple[Any, int], str]:
    """Return the text of each sequence of marked content: by page and MCID, as its fonts map it."""
    found: dict[tuple[Any, int], str] = {}
    for page in pdf.pages:
        fonts = {str(name): _unicode(font) for name, font in page.Resources.Font.items()}
        open_: list[tuple[int | None, str | None]] = []
        font = ""
        for operands, operator in pikepdf.parse_content_stream(page):
            name = str(operator)
            if name in ("BDC", "BMC"):
                values = operands[1] if name == "BDC" else {}
                actual = values.get("/ActualText")
                open_.append((values.get("/MCID"), None if actual is None else str(actual)))
                if actual is not None:
                    _tell(found, page, open_, str(actual))
                elif values.get("/MCID") is not None:
                    found.setdefault((page.objgen, int(values["/MCID"])), "")
            elif name == "EMC":
                open_.pop()
            elif name == "Tf":
                font = str(operands[0])
            elif name == "TJ" and not any(actual is not None for _, actual in open_):
                codes = b"".join(bytes(item) for item in operands[0] if isinstance(item, pikepdf.String))
                words = "".join(fonts[font].get(codes[at : at + 2], "?") for at in range(0, len(codes), 2))
                _tell(found, page, open_, words)
    return found


def _tell(found: dict[tuple[Any, int], str], page: Any, open_: list[tuple[int | None, str | None]], words: str) -> None:
    numbers = [mcid for mcid, _ in open_ if mcid is not None]
    if numbers:
        key = (page.objgen, int(numbers[-1]))
        found[key] = found.get(key, "") + words


def _unicode(font: Any) -> dict[bytes, str]:
    text = font.ToUnicode.read_bytes().decode("ascii", "replace")
    pairs = re.findall(r"<([0-9a-f]{4})> <([0-9a-f]+)>", text)
    return {bytes.fromhex(code): bytes.fromhex(value).decode("utf-16-be") for code, value in pairs}


# What each tree must be


def test_languages_stand_on_what_is_in_another_language(tagged: Callable[..., pikepdf.Pdf]) -> None:
    pdf = tagged('<p>See <span lang="ja">日本</span> and <em lang="fr">oui</em>.</p><p lang="ja">東京</p>')
    assert outline(pdf) == ('Document(P("See ", Span:ja("日本"), " and ", Span:fr("oui"), "."), P:ja("東京"))')


def test_a_note_stands_behind_its_call_with_an_id(tagged: Callable[..., pikepdf.Pdf]) -> None:
    pdf = tagged('<p>Before<span class="note" lang="ja">東京</span> and after.</p>')
    assert outline(pdf) == ('Document(P("Before", Reference(Lbl("1")), Note:ja(Lbl("1"), "東京"), " and after."))')
    (note,) = of_kind(pdf, "Note")
    names = list(pdf.Root.StructTreeRoot.IDTree.Names)
    assert names[0] == note.ID
    assert names[1].objgen == note.objgen


def test_short_notes_in_one_line_at_the_foot_stand_each_behind_its_call(tagged: Callable[..., pikepdf.Pdf]) -> None:
    body = '<p>A<span class="note">N</span> and b<span class="note">M</span>.</p>'
    pdf = tagged(body, sheet=".note { footnote-display: inline }")
    assert outline(pdf) == (
        'Document(P("A", Reference(Lbl("1")), Note(Lbl("1"), "N"), " and b", Reference(Lbl("1")), '
        'Note(Lbl("1"), "M"), "."))'
    )


def test_a_list_set_in_one_line_is_a_list(tagged: Callable[..., pikepdf.Pdf]) -> None:
    pdf = tagged("<ul> <li>One</li> <li>Two</li> </ul>", sheet="ul, li { display: inline; list-style: none }")
    assert outline(pdf) == 'Document(L(LI(LBody("One")), LI(LBody("Two"))))'


def test_what_a_page_cuts_is_one_element(tagged: Callable[..., pikepdf.Pdf]) -> None:
    words = " ".join(f"word{number}" for number in range(120))
    pdf = tagged(f"<section><p>{words}</p></section>")
    assert len(pdf.pages) > 1
    assert outline(pdf) == f'Document(Sect(P("{words}")))'


TABLE = (
    "<table><caption>C</caption><thead><tr><th rowspan=2>Fuel</th><th colspan=2>Cost</th></tr>"
    "<tr><th>2025</th><th>2026</th></tr></thead><tbody>{rows}</tbody></table>"
)


def rows(count: int) -> str:
    return "".join(f"<tr><th scope=row>r{n}</th><td>a{n}</td><td>b{n}</td></tr>" for n in range(count))


def test_a_table_over_pages_is_one_and_its_head_is_read_once(tagged: Callable[..., pikepdf.Pdf]) -> None:
    pdf = tagged(TABLE.format(rows=rows(30)))
    assert len(pdf.pages) > 2
    assert [str(node.S) for node in nodes(pdf) if node.S in ("/Table", "/Caption", "/THead", "/TBody")] == [
        "/Table",
        "/Caption",
        "/THead",
        "/TBody",
    ]
    assert outline(pdf).count('TH("Fuel")') == 1
    assert artifacts(pdf).count("/Pagination None") >= 4 * (len(pdf.pages) - 1)


def test_cells_name_their_heads_through_every_span(tagged: Callable[..., pikepdf.Pdf]) -> None:
    pdf = tagged(TABLE.format(rows=rows(1)))
    ids = {str(node.ID): node for node in of_kind(pdf, "TH")}
    scopes = [str(node.A.Scope) for node in ids.values()]
    assert scopes == ["/Column"] * 4 + ["/Row"]
    heads = [[str(name) for name in node.A.Headers] for node in of_kind(pdf, "TD")]
    assert heads == [
        ["table-1-2-0", "table-1-0-1", "table-1-1-1"],
        ["table-1-2-0", "table-1-0-1", "table-1-1-2"],
    ]
    assert set(ids) == {str(name) for name in list(pdf.Root.StructTreeRoot.IDTree.Names)[::2]}


def test_a_rowspan_in_the_body_heads_each_of_its_rows(tagged: Callable[..., pikepdf.Pdf]) -> None:
    pdf = tagged(
        "<table><tr><th scope=row rowspan=2>A</th><td>1</td></tr><tr><td>2</td></tr>"
        "<tr><th scope=row>B</th><td>3</td></tr></table>"
    )
    assert [[str(name) for name in node.A.Headers] for node in of_kind(pdf, "TD")] == [
        ["table-1-0-0"],
        ["table-1-0-0"],
        ["table-1-2-0"],
    ]


def test_running_heads_and_feet_are_artifacts(tagged: Callable[..., pikepdf.Pdf]) -> None:
    pdf = tagged("<p>Words</p>")
    assert outline(pdf) == 'Document(P("Words"))'
    assert artifacts(pdf) == ["/Pagination /Header", "/Pagination /Footer"]


def artifacts(pdf: pikepdf.Pdf) -> list[str]:
    """Return type and subtype of each artifact that has properties."""
    return [
        f"{operands[1].get('/Type')} {operands[1].get('/Subtype')}"
        for page in pdf.pages
        for operands, operator in pikepdf.parse_content_stream(page)
        if str(operator) == "BDC" and operands[0] == "/Artifact"
    ]


def test_a_link_is_one_with_an_annotation_for_each_line(tagged: Callable[..., pikepdf.Pdf]) -> None:
    words = "many <strong>strong <em>and</em></strong> other words that go on and on until the line is full"
    pdf = tagged(f'<p>A link: <a href="https://example.org/">{words} and the next begins</a>.</p>')
    (link,) = of_kind(pdf, "Link")
    covers = [kid.Obj for kid in _kids(link) if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/OBJR"]
    assert len(covers) == len(pdf.pages[0].Annots) == 2
    said = re.sub("<[^>]*>", "", words) + " and the next begins"
    assert {str(cover.Contents) for cover in covers} == {said}
    owners = dict(zip(*[iter(pdf.Root.StructTreeRoot.ParentTree.Nums)] * 2, strict=True))
    assert all(owners[int(cover.StructParent)].objgen == link.objgen for cover in covers)


def test_contents_are_a_toc(tagged: Callable[..., pikepdf.Pdf]) -> None:
    pdf = tagged('<nav role="doc-toc"><ol><li><a href="#a">One</a></li></ol></nav><h1 id="a">One</h1>')
    assert outline(pdf) == 'Document(Sect(TOC(TOCI(Lbl("1. "), Reference(Link(OBJR, "One"))))), H1("One"))'


def test_lists_have_items_labels_and_a_numbering(tagged: Callable[..., pikepdf.Pdf]) -> None:
    pdf = tagged("<ol><li>One<ul><li>Two</li></ul></li></ol><dl><dt>T</dt><dd>D</dd></dl>")
    assert outline(pdf) == (
        'Document(L(LI(Lbl("1. "), LBody("One", L(LI(Lbl("◦ "), LBody("Two")))))), L(LI(Lbl("T"), LBody("D"))))'
    )
    assert [str(node.A.ListNumbering) for node in of_kind(pdf, "L")] == ["/Decimal", "/Circle", "/None"]


def test_a_picture_has_its_words_and_its_place_and_an_ornament_is_none(tagged: Callable[..., pikepdf.Pdf]) -> None:
    sheet = "img { width: 30pt; height: 10pt; display: block }"
    pdf = tagged('<img src="asset:a.png" alt="A dot"><img src="asset:a.png" alt=""><p>Words</p>', sheet=sheet)
    (figure,) = of_kind(pdf, "Figure")
    assert str(figure.Alt) == "A dot"
    left, bottom, right, top = map(float, figure.A.BBox)
    assert (right - left, top - bottom) == (30, 10)
    assert 170 < top < 180  # at the head of a page of 200 pt with a margin of 20 pt and the body's of 6 pt


def test_an_abbreviation_has_its_long_form_and_ruby_is_ruby(tagged: Callable[..., pikepdf.Pdf]) -> None:
    body = '<p><abbr title="World Health Organization">WHO</abbr> <ruby>東京<rt>とうきょう</rt></ruby></p>'
    pdf = tagged(body, language="ja")
    (abbreviation,) = [node for node in of_kind(pdf, "Span") if "/E" in node]
    assert str(abbreviation.E) == "World Health Organization"
    assert 'Ruby(RB("東京"), RT("とうきょう"))' in outline(pdf)


def test_quotations_code_and_captions_are_what_they_are(tagged: Callable[..., pikepdf.Pdf]) -> None:
    pdf = tagged("<blockquote>Said <q>so</q></blockquote><p><code>x</code></p><aside>Aside</aside>")
    assert 'BlockQuote(P("Said ", Quote("' in outline(pdf)
    assert 'P(Code("x")), Div(P("Aside"))' in outline(pdf)


def test_words_at_line_ends_keep_their_spaces_and_lose_their_hyphens(tagged: Callable[..., pikepdf.Pdf]) -> None:
    words = "<em>Some</em> <strong>words</strong> that fill the lines, one of them being extra\u00adordinarily long, "
    pdf = tagged(f"<p>{words * 6}</p>", sheet="p { width: 60pt; hyphens: manual }")
    plain = re.sub("<[^>]*>|\u00ad", "", words * 6).strip()
    assert outline(pdf).replace("\u00ad", "").replace(' ")', '")') == f'Document(P("{plain}"))'
    assert b"\xfe\xff\x00\xad" in b"".join(  # a hyphen was put in somewhere
        bytes(operands[1]["/ActualText"])
        for page in pdf.pages
        for operands, operator in pikepdf.parse_content_stream(page)
        if str(operator) == "BDC" and "/ActualText" in operands[1]
    )


def test_the_spans_of_the_japanese_setting_leave_no_trace(tagged: Callable[..., pikepdf.Pdf]) -> None:
    text = "日本はNATOの「パートナー」（2023年から）であり、加盟国ではない。" * 5
    pdf = tagged(f"<p>{text}</p>", language="ja")
    assert outline(pdf) == f'Document(P("{text}"))'


def test_words_without_a_paragraph_get_one(tagged: Callable[..., pikepdf.Pdf]) -> None:
    assert outline(tagged("<div>Some <em>words</em><p>More</p></div>")) == 'Document(Div(P("Some words"), P("More")))'


# PDF 2.0


def test_pdf_2_has_the_types_of_its_namespace(tagged: Callable[..., pikepdf.Pdf]) -> None:
    body = '<h1 id="a">H</h1><p>A<span class="note">N</span> <em>word</em> <a href="#a">there</a></p>'
    pdf = tagged(body + "<blockquote>Q</blockquote>", profile="ua2")
    assert outline(pdf) == (
        'Document(H1("H"), P("A", Reference(Lbl("1 ")), FENote(Lbl("1"), "N"), Em("word "), '
        'Link(OBJR, "there")), BlockQuote(P("Q")))'
    )
    assert {str(node.S) for node in nodes(pdf) if "/NS" not in node} == {"/Reference", "/BlockQuote"}
    (note,), (call,) = of_kind(pdf, "FENote"), of_kind(pdf, "Reference")
    assert (note.Ref[0].objgen, call.Ref[0].objgen) == (call.objgen, note.objgen)
    (name, destination) = pdf.Root.Names.Dests.Names
    assert (str(name), str(destination[0].S)) == ("a", "/H1")
    assert str(pdf.Root.Outlines.First.Dest[0].S) == "/H1"


def test_in_pdf_2_the_caption_of_a_figure_comes_last_with_what_follows_it(tagged: Callable[..., pikepdf.Pdf]) -> None:
    body = '<h1>H</h1><figure><img src="asset:a.png" alt="A"><figcaption>C</figcaption><p>N</p><p>S</p></figure>'
    pdf = tagged(body, profile="ua2")
    assert outline(pdf) == 'Document(H1("H"), Figure(Caption("C", P("N"), P("S"))))'


def test_pdf_2_carries_the_words_in_reading_order(tagged: Callable[..., pikepdf.Pdf]) -> None:
    body = (
        "<h1>H</h1><ul><li>One</li></ul><p>A<span class=note>N</span>.</p><table><tr><th>X</th><td>1</td></tr></table>"
    )
    pdf = tagged(body, profile="ua2")
    (attached,) = pdf.attachments.values()
    assert attached.get_file().read_bytes().decode() == "H\n• One\nA[1].\n[1 N]\nX | 1\n"
    assert [str(file.AFRelationship) for file in pdf.Root.AF] == ["/Alternative"]


# What is refused


@pytest.mark.parametrize(
    "body, sheet, words",
    [
        ("<p><img src='asset:a.png'></p>", "", "the picture asset:a.png has no words for those who do not see it"),
        ("<p class=faint>Faint</p>", ".faint { opacity: 0.5 }", "“Faint” on page 1 is drawn through a filter"),
        ("<details><p>X</p></details>", "", "there is no tag for the element <details>"),
        ("<svg width=9 height=9></svg>", "", "a drawing has no title for those who do not see it"),
        ("<p>x</p>", "p { text-transform: full-width }", "the words drawn are not those of the page: “ｘ”"),
    ],
    ids=["no alternative", "opacity", "unknown element", "untitled drawing", "other words"],
)
def test_what_cannot_be_tagged_honestly_is_refused(print_page: Printer, body: str, sheet: str, words: str) -> None:
    found = [message for message in print_page(body, sheet=sheet).messages if "cannot be tagged" in message]
    assert [message for message in found if words in message], found


# The claims on whole editions, and files that break them


def loose_marks(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Yield what is drawn neither as an artifact nor as part of the tree."""
    owners = dict(zip(*[iter(pdf.Root.StructTreeRoot.ParentTree.Nums)] * 2, strict=True))
    for page in pdf.pages:
        depth = 0
        for operands, operator in pikepdf.parse_content_stream(page):
            name = str(operator)
            depth += {"BDC": 1, "BMC": 1, "EMC": -1}.get(name, 0)
            if name == "BDC" and "/MCID" in operands[1]:
                mine = owners[int(page.obj.StructParents)]
                if int(operands[1]["/MCID"]) >= len(mine):
                    yield f"content {operands[1]['/MCID']} of page {page.index} belongs to nothing"
            if name in ("TJ", "Tj", "Do") and not depth:
                yield f"something on page {page.index} is not marked"


def unreached(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Yield what the parent tree knows and the tree of tags does not reach."""
    reached = {node.objgen for node in nodes(pdf)}
    for entry in list(pdf.Root.StructTreeRoot.ParentTree.Nums)[1::2]:
        for owner in entry if isinstance(entry, pikepdf.Array) else [entry]:
            if owner.objgen not in reached:
                yield f"an element {owner.S} is in no tree"


def wrong_languages(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Yield each run of Japanese or Latin words that says it is in the other language."""
    drawn = _drawn(pdf)

    def look(node: Any, language: str, page: Any) -> Iterator[str]:
        language, page = str(node.get("/Lang", language)), node.get("/Pg", page)
        for kid in _kids(node):
            if isinstance(kid, int):
                if language == "en" and re.search("[\u3040-\u30ff\u4e00-\u9fff]{3}", drawn[page.objgen, kid]):
                    yield drawn[page.objgen, kid]
            elif "/S" in kid:
                yield from look(kid, language, page)

    for kid in _kids(pdf.Root.StructTreeRoot):
        yield from look(kid, str(pdf.Root.Lang), None)


def headless_tables(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Yield what is wrong with heads of tables."""
    for node in of_kind(pdf, "TH"):
        if "/Scope" not in node.get("/A", {}):
            yield "a TH has no Scope"
    known = {str(node.ID) for node in of_kind(pdf, "TH")}
    for node in of_kind(pdf, "TD"):
        named = {str(name) for name in node.get("/A", {}).get("/Headers", [])}
        if not named or named - known:
            yield f"a TD names {sorted(named)}"


def bare_links(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Yield each link whose annotations do not say what it says, or lie in no Link."""
    owned = {
        kid.Obj.objgen
        for node in of_kind(pdf, "Link")
        for kid in _kids(node)
        if isinstance(kid, pikepdf.Dictionary) and "/Obj" in kid
    }
    for page in pdf.pages:
        for note in page.get("/Annots", []):
            if note.objgen not in owned:
                yield "an annotation lies over no Link"
            if not str(note.get("/Contents", "")) or str(note.get("/Contents", "")).startswith("sec-"):
                yield "an annotation has no words"


def lost_notes(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Yield each note without an id, a label or a call right before it."""
    for parent in nodes(pdf):
        kids = _kids(parent)
        for before, kid in zip([None, *kids], kids, strict=False):
            if isinstance(kid, pikepdf.Dictionary) and kid.get("/S") == "/Note":
                if "/ID" not in kid or _kids(kid)[0].S != "/Lbl":
                    yield "a note has no id or no label"
                if not isinstance(before, pikepdf.Dictionary) or before.get("/S") != "/Reference":
                    yield "a note does not follow its call"


Claim = Callable[[pikepdf.Pdf], Iterator[str]]
CLAIMS: tuple[Claim, ...] = (loose_marks, unreached, wrong_languages, headless_tables, bare_links, lost_notes)


@pytest.mark.parametrize("claim", CLAIMS)
@pytest.mark.parametrize("project", ["printed", "shipped"])
def test_every_edition_keeps_the_claim(claim: Claim, project: str, request: pytest.FixtureRequest) -> None:
    made: Project = request.getfixturevalue(project)
    for path in sorted(made.dist.glob("*/*.pdf")):
        with pikepdf.open(path) as pdf:
            assert not list(claim(pdf)), path.name


def _unmark(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[0]
    kept = [item for item in pikepdf.parse_content_stream(page) if str(item[1]) not in ("BDC", "BMC", "EMC")]
    page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(kept))


def _cut_off(pdf: pikepdf.Pdf) -> None:
    del of_kind(pdf, "Document")[0].K[0]


def _without(kind: str, *keys: str) -> Callable[[pikepdf.Pdf], None]:
    def spoil(pdf: pikepdf.Pdf) -> None:
        for node in of_kind(pdf, kind):
            for key in keys:
                if key in node:
                    del node[key]

    return spoil


def _address_for_words(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        for note in page.get("/Annots", []):
            note.Contents = pikepdf.String("sec-1")


@pytest.mark.parametrize(
    "claim, spoil",
    [
        (loose_marks, _unmark),
        (unreached, _cut_off),
        (wrong_languages, _without("Span", "/Lang")),
        (headless_tables, _without("TH", "/A")),
        (headless_tables, _without("TD", "/A")),
        (bare_links, _address_for_words),
        (lost_notes, _without("Note", "/ID")),
        (lost_notes, lambda pdf: setattr(of_kind(pdf, "Reference")[0], "S", pikepdf.Name.Span)),
    ],
)
def test_each_claim_finds_a_file_that_breaks_it(
    claim: Claim, spoil: Callable[[pikepdf.Pdf], None], tagged: Callable[..., pikepdf.Pdf]
) -> None:
    pdf = tagged(
        '<p>A<span class="note">N</span> <a href="https://example.org/">link</a> <span lang="ja">東京都庁</span></p>'
        + TABLE.format(rows=rows(1))
    )
    assert not list(claim(pdf))
    spoil(pdf)
    assert list(claim(pdf))


# The private parts of WeasyPrint that all this rests on


def test_weasyprint_still_has_the_private_parts_that_are_used() -> None:
    import inspect

    import pydyf
    import weasyprint
    from weasyprint import pdf as writing
    from weasyprint.document import Page
    from weasyprint.formatting_structure import boxes
    from weasyprint.layout.absolute import AbsolutePlaceholder
    from weasyprint.pdf.metadata import DocumentMetadata
    from weasyprint.pdf.stream import Stream

    assert weasyprint.__version__ == "70.0"
    assert str(inspect.signature(writing.add_tags)) == "(pdf, document, pdf_version, page_streams)"
    assert "add_tags(pdf, document, options['pdf_version'], page_streams)" in inspect.getsource(writing.generate_pdf)
    assert "self._page_box" in inspect.getsource(Page.__init__)
    assert "self._tags[box] = {'tag': tag, 'mcid': mcid}" in inspect.getsource(Stream.marked)
    assert "self.stream.append(property_list)\n            self.stream.append(b'BDC')" in inspect.getsource(
        pydyf.Stream.begin_marked_content
    )
    assert "b'] TJ'" in inspect.getsource(pydyf.Stream.show_text)
    for name in ("element", "element_tag", "is_leader", "link_annotation", "content_box_x", "content_box_y"):
        assert name in inspect.getsource(boxes.Box), name
    for name in ("MarginBox", "FootnoteAreaBox", "TableRowGroupBox", "ReplacedBox", "TextBox"):
        assert hasattr(boxes, name), name
    assert (boxes.TableRowGroupBox.is_header, boxes.TableRowGroupBox.is_footer) == (False, False)
    assert "_box" in inspect.getsource(AbsolutePlaceholder.__init__)
    assert list(inspect.signature(DocumentMetadata.generate_rdf_metadata).parameters)[1:] == [
        "variant",
        "version",
        "conformance",
    ]
