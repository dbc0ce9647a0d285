"""The preflight: each page here is set badly on purpose, and what is wrong with it is said in the author's words."""

from __future__ import annotations

import io
import json

import pikepdf
import pytest
from conftest import Project
from drafts import draft

from briefbuilder import examination
from briefbuilder.colours import contrast, grey
from briefbuilder.diagnostics import Place
from briefbuilder.examination import examine
from briefbuilder.inspect import inspect
from briefbuilder.pages import PROFILES, Html, Pdf
from briefbuilder.proof.preflight import Measures, preflight
from briefbuilder.workers import Press

SHEET = """
@page { size: 400pt 300pt; margin: 20pt }
body { margin: 0; font: 10pt/15pt "Brief Serif", "Brief Serif JP" }
p, h1, h2, h3, table, ul { margin: 0; padding: 0 }
h1, h2, h3 { font-size: 14pt; line-height: 20pt }
"""
WORDS = "alder birch cedar dogwood elder fir ginkgo hazel ivy juniper kauri larch maple nettle oak pine quince rowan "


def printed(press: Press, body: str, style: str = "", language: str = "en", head: str = "") -> Pdf:
    dates = '<meta name="dcterms.created" content="2026-11-20"><meta name="dcterms.modified" content="2026-11-20">'
    text = f'<html lang="{language}"><head><title>T</title>{dates}{head}</head><body>{body}</body></html>'
    return press.print_pdf(Html(text, ("a.css",), (), language), {"a.css": (SHEET + style).encode()})


def told(press: Press, body: str, style: str = "", language: str = "en") -> list[str]:
    """Print a page and return what its preflight finds."""
    pdf = printed(press, body, style, language)
    return [str(item.message) for item in preflight(pdf.data, Place("x.pdf"), frames=pdf.frames).findings]


def measured(press: Press, body: str, style: str = "", language: str = "en") -> Measures:
    return preflight(printed(press, body, style, language).data, Place("x.pdf")).measures


def has(found: list[str], *words: str) -> bool:
    return any(all(word in item for word in words) for item in found)


# --- a page that is as it should be ---


def test_a_plain_page_has_nothing_wrong(press: Press) -> None:
    assert told(press, f"<h1>Trees</h1><p>{WORDS * 4}</p><p>{WORDS}</p>") == []
    assert told(press, "<h1>木</h1><p>雨が降る。</p>", language="ja") == []


@pytest.mark.parametrize("language", ["ja", "en"])
def test_an_edition_has_nothing_wrong(press: Press, school_meals: Project, language: str) -> None:
    made = draft(school_meals, "free-school-meals", "visitors", language)
    pdf = press.print_pdf(made.html, made.assets)
    report = inspect(pdf, made.html, made.document, name="x.pdf")
    assert [str(item) for item in report.findings if item.severity == "error"] == []


# --- Japanese ---


@pytest.mark.parametrize(
    "body, words",
    [
        ("雨が降る<br>、雪が降る。", "、雪が降る。"),
        ("雨が降り始め<br>ょう。", "ょう。"),
        ("雨が降る（<br>雪も）降る。", "雨が降る（"),
        ("雨が降る…<br>…雪も降る。", "雨が降る…"),
    ],
)
def test_a_mark_that_may_not_begin_or_end_a_line_is_told(press: Press, body: str, words: str) -> None:
    assert has(told(press, f"<p>{body}</p>", language="ja"), "a mark that may not stand there", words)


def test_a_mark_that_may_stand_there_is_not(press: Press) -> None:
    assert measured(press, "<p>雨が降る、<br>（雪も）降る。</p>", language="ja").kinsoku == 0


def test_a_last_line_of_one_letter_is_told(press: Press) -> None:
    assert has(told(press, "<p>雨が降<br>る。</p>", language="ja"), "has but one letter", "雨が降る。")
    assert measured(press, "<p>雨が<br>降る。</p>", language="ja").lone == 0


# --- Latin ---


def test_a_line_whose_words_stand_far_apart_is_told(press: Press) -> None:
    body = f"<p>{WORDS * 3}</p>"
    assert measured(press, body).loose == 0
    assert has(told(press, body, "p { word-spacing: .4em }"), "stand too far apart")


# --- page breaks ---


def test_a_heading_at_the_foot_of_a_page_is_told(press: Press) -> None:
    body = f'<p>{WORDS}</p><h1>Trees</h1><p style="break-before: page">{WORDS}</p>'
    assert has(told(press, body), 'the heading "Trees" stands at the foot of page 1')
    assert measured(press, f'<p>{WORDS}</p><h1 style="break-before: page">Trees</h1><p>{WORDS}</p>').breaks == 0


@pytest.mark.parametrize(
    "above, lines, where",
    [(195, 5, "at the head of page 2"), (240, 5, "at the foot of page 1")],
)
def test_a_line_left_alone_by_a_page_break_is_told(press: Press, above: int, lines: int, where: str) -> None:
    text = "<br>".join(["alder birch cedar dogwood elder fir ginkgo hazel ivy juniper kauri"] * lines)
    body = f'<div style="height: {above}pt"></div><p>{text}.</p>'
    found = told(press, body, "p { orphans: 1; widows: 1 }")
    assert has(found, "line of a paragraph stands alone", where)


def test_a_paragraph_broken_in_its_middle_is_not(press: Press) -> None:
    assert measured(press, f"<p>{WORDS * 20}</p>", "p { orphans: 2; widows: 2 }").breaks == 0


def test_a_row_that_a_page_break_cuts_is_told() -> None:
    assert has(messages(table_over_two_pages(is_cut=True)), 'the row "alderbirch" of a table is cut', "page 1")
    assert not has(messages(table_over_two_pages(is_cut=False)), "is cut")


# --- room ---


def test_text_outside_the_page_is_told(press: Press) -> None:
    body = '<p>alder</p><p style="margin-left: 500pt">birch</p>'
    assert has(told(press, body), 'the text "birch" stands outside page 1')


def test_a_word_that_is_wider_than_the_page_is_told(press: Press) -> None:
    assert has(told(press, f"<p>{'alder' * 15}</p>"), "stands out of the type area of page 1")


def test_text_on_other_text_is_told(press: Press) -> None:
    body = '<p>alder birch cedar</p><p style="margin-top: -15pt">dogwood elder fir</p>'
    assert has(told(press, body), 'the text "dogwoodelderfir" lies on other text on page 1')


def test_cells_that_run_into_each_other_are_told(press: Press) -> None:
    body = "<table><tr><td>alderbirchcedar</td><td>dogwood</td></tr></table>"
    assert has(told(press, body, "table { table-layout: fixed; width: 60pt }"), "lies on other text")


# --- colours ---


@pytest.mark.parametrize(
    "style, ratio",
    [
        ("color: #999", "2.8 : 1, not 4.5 : 1"),
        ("color: #999; background: #eee", "not 4.5 : 1"),
        ("color: #000; opacity: .3", "not 4.5 : 1"),
        ("color: #fff; background: #999", "2.8 : 1, not 4.5 : 1"),
        ("color: #777; font-size: 12pt; background: #eee", "not 4.5 : 1"),
        ("color: #aaa; font-size: 20pt", "2.3 : 1, not 3.0 : 1"),
    ],
)
def test_a_text_that_stands_out_too_little_is_told(press: Press, style: str, ratio: str) -> None:
    assert has(told(press, f'<p style="{style}">alder</p>'), 'the text "alder" on page 1 is too faint', ratio)


@pytest.mark.parametrize(
    "style",
    [
        "color: #767676",
        "color: #fff; background: #333",
        "color: #949494; font-size: 20pt",
        "color: #000; border: 4pt solid #000; background: #fff",
        "color: #000; border-bottom: 20pt solid #000",
    ],
)
def test_a_text_that_stands_out_enough_is_not(press: Press, style: str) -> None:
    assert measured(press, f'<p style="{style}">alder</p>').faint == 0


def test_contrast_is_reckoned_as_wcag_has_it() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((118, 118, 118), (255, 255, 255)) == pytest.approx(4.54, abs=0.01)
    assert grey((255, 0, 0)) == (76, 76, 76)


def test_a_colour_too_faint_is_told_where_the_style_sheet_names_it(press: Press, minimal: Project) -> None:
    made = draft(minimal, "umbrellas", "readers", "ja")
    sheet = "themes/standard.css"
    styles = {**made.assets, sheet: made.assets[sheet].replace(b"#545b64", b"#a0a8b0")}
    pdf = press.print_pdf(made.html, styles)
    found = inspect(pdf, made.html, made.document, name="x.pdf", styles=styles).findings
    (line,) = [number for number, text in enumerate(styles[sheet].split(b"\n"), 1) if b"#a0a8b0" in text]
    places = {str(item.place) for item in found if "too faint: #a0a8b0" in str(item.message)}
    assert places == {f"templates/{sheet}:{line}:12"}


def test_opacity_in_a_style_sheet_is_told_at_its_place(minimal: Project) -> None:
    for rule in ("opacity: .5", "opacity:50%", "/* opacity: .5 */ opacity: 0.5"):
        minimal.write("templates/styles/sections.css", f"p {{\n  {rule} }}")
        found = minimal.messages()
        assert found[0].startswith("templates/styles/sections.css:2:"), found
        assert "opacity takes a text out of the order in which it is read" in found[0]
    minimal.write("templates/styles/sections.css", "p { opacity: 1; fill-opacity: .5 } /* opacity: .5 */")
    assert not has(minimal.messages(), "opacity")


# --- tags ---


def test_a_level_of_heading_that_is_left_out_is_told(press: Press) -> None:
    assert has(told(press, f"<h1>Trees</h1><h3>Oaks</h3><p>{WORDS}</p>"), "a heading of level 3 on page 1 follows")
    assert told(press, f"<h1>Trees</h1><h2>Oaks</h2><h3>Red</h3><h2>Firs</h2><p>{WORDS}</p>") == []


def test_japanese_that_is_marked_as_another_language_is_told(press: Press) -> None:
    data = printed(press, "<p>ひらがな</p>", language="ja").data
    assert messages(data) == []
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for found in pdf.objects:
            if isinstance(found, pikepdf.Dictionary) and found.get("/S") == "/P":
                found.Lang = pikepdf.String("en")
        out = io.BytesIO()
        pdf.save(out)
    assert has(messages(out.getvalue()), 'the Japanese "ひらがな" on page 1 is marked as "en"')


def test_text_that_is_in_no_tag_is_told() -> None:
    with pikepdf.open(io.BytesIO(table_over_two_pages(is_cut=False))) as pdf:
        pdf.pages[1].obj.Contents = pdf.make_stream(b"BT /F1 20 Tf 20 30 Td (cedar) Tj ET")
        out = io.BytesIO()
        pdf.save(out)
    assert has(messages(out.getvalue()), 'the text "cedar" on page 2 is in no tag')


def test_a_file_without_tags_title_language_and_fonts_is_told() -> None:
    found = [str(item.message) for item in preflight(hand_made("(alder) Tj"), Place("x.pdf")).findings]
    assert found == [
        "the file does not say its title",
        "the file does not say its language",
        "the file does not say when it was made and changed",
        "the file has no tags: a screen reader cannot tell headings, tables and notes",
        'the font "Helvetica" is not in the file',
    ]


def test_a_file_for_the_press_needs_no_tags(press: Press, minimal: Project) -> None:
    made = draft(minimal, "umbrellas", "readers", "ja")
    pdf = press.print_pdf(made.html, made.assets, PROFILES["press"])
    assert has(messages(pdf.data), "no tags")
    report = inspect(pdf, made.html, made.document, name="x.pdf", is_for_press=True)
    assert [str(item) for item in report.findings if item.severity == "error"] == []


# --- letters ---


def test_a_radical_in_place_of_a_letter_is_told() -> None:
    found = messages(hand_made("(A) Tj", to_unicode="<41> <2F47>"))
    assert 'the radical "⽇" (U+2F47) stands for a letter on page 1' in found


def test_letters_that_cannot_be_read_back_are_told() -> None:
    assert has(messages(hand_made("(AB) Tj", to_unicode="<41> <FFFD>")), "letters on page 1 cannot be read back")


def test_a_letter_that_no_font_has_stops_the_edition(press: Press, minimal: Project) -> None:
    made = draft(minimal, "umbrellas", "readers", "en")
    html = Html(made.html.text.replace("Rain", "R🐸in"), made.html.styles, made.html.pictures, "en")
    pdf = press.print_pdf(html, made.assets)
    found = [str(item.message) for item in inspect(pdf, html, made.document, name="x.pdf").findings]
    assert has(found, 'no font of the house has the character "🐸"')


# --- links ---


def test_a_link_that_leads_nowhere_is_told() -> None:
    link = "<< /Type /Annot /Subtype /Link /Rect [20 20 90 50] >>"
    assert "a link on page 1 leads nowhere" in messages(hand_made("(alder) Tj", link=link))


def test_a_link_without_text_is_told_and_one_with_text_is_not() -> None:
    link = "<< /Type /Annot /Subtype /Link /Rect [{}] /A << /S /URI /URI (https://example.org/) >> >>"
    words = "a link on page 1 has no text: https://example.org/"
    assert words in messages(hand_made("(alder) Tj", link=link.format("200 200 250 220")))
    assert words not in messages(hand_made("(alder) Tj", link=link.format("20 20 90 50")))
    assert words not in messages(hand_made("(alder) Tj", link=link.format("20 50 90 20")))  # upside down


# --- files that are none, or made to do harm ---


def hand_made(content: str, *, to_unicode: str = "", link: str = "", pages: int = 1) -> bytes:
    """Return a PDF of a few letters, made by hand: no tags, no title, a font that is not in the file."""
    stream = f"BT /F1 20 Tf 20 30 Td {content} ET"
    kids = " ".join(["3 0 R"] * pages)
    parts = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Contents 4 0 R "
        f"/Resources << /Font << /F1 5 0 R >> >> /Annots [{link}] >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        f"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica {'/ToUnicode 6 0 R' if to_unicode else ''} >>",
    ]
    if to_unicode:
        table = (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def 1 begincodespacerange "
            f"<00> <FF> endcodespacerange 1 beginbfchar {to_unicode} endbfchar endcmap end end"
        )
        parts.append(f"<< /Length {len(table)} >>\nstream\n{table}\nendstream")
    data, places = b"%PDF-1.7\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{part}\nendobj\n".encode("latin-1")
    table_start = len(data)
    data += f"xref\n0 {len(parts) + 1}\n0000000000 65535 f \n".encode()
    data += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    return data + f"trailer << /Size {len(parts) + 1} /Root 1 0 R >>\nstartxref\n{table_start}\n%%EOF\n".encode()


def table_over_two_pages(*, is_cut: bool) -> bytes:
    """Return a tagged PDF of two pages: a table of two rows, the first of which may go on over the page break."""
    with pikepdf.open(io.BytesIO(hand_made(""))) as pdf:
        content = "/TD <</MCID 0>> BDC BT /F1 20 Tf 20 30 Td (alder) Tj ET EMC "
        content += "/TD <</MCID 1>> BDC BT /F1 20 Tf 120 30 Td (birch) Tj ET EMC"
        page = pdf.pages[0].obj
        page.Contents = pdf.make_stream(content.encode())
        pdf.pages.append(pdf.pages[0])
        first, second = pdf.pages[0].obj, pdf.pages[1].obj

        def element(kind: str, around: pikepdf.Object, **more: object) -> pikepdf.Object:
            return pdf.make_indirect(
                pikepdf.Dictionary(S=pikepdf.Name(f"/{kind}"), P=around, K=pikepdf.Array(), **more)
            )

        root = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot))
        table = element("Table", root)
        rows = [element("TR", table), element("TR", table)]
        table.K = pikepdf.Array(rows)
        parents = []
        for number, (page, row) in enumerate([(first, rows[0]), (second, rows[0 if is_cut else 1])]):
            page.StructParents = number
            cells = [element("TD", row, Pg=page), element("TD", row, Pg=page)]
            for mark, cell in enumerate(cells):
                cell.K = pikepdf.Array([mark])
                row.K.append(cell)
            parents += [number, pdf.make_indirect(pikepdf.Array(cells))]
        root.K = table
        root.ParentTree = pdf.make_indirect(pikepdf.Dictionary(Nums=pikepdf.Array(parents)))
        pdf.Root.StructTreeRoot, pdf.Root.MarkInfo = root, pikepdf.Dictionary(Marked=True)
        out = io.BytesIO()
        pdf.save(out)
        return out.getvalue()


def messages(data: bytes) -> list[str]:
    return [str(item.message) for item in preflight(data, Place("x.pdf")).findings]


def fault(data: bytes) -> str:
    (found,) = examine(data, Place("x.pdf")).findings
    return str(found.message)


def test_the_examination_in_a_process_of_its_own_finds_the_same() -> None:
    data = hand_made("(alder) Tj")
    assert examine(data, Place("x.pdf")) == preflight(data, Place("x.pdf"))


@pytest.mark.parametrize("data", [b"", b"hello", b"%PDF-1.7\n", bytes(1000)])
def test_a_file_that_is_no_pdf_is_told(data: bytes) -> None:
    assert fault(data) == "this is no PDF, or it is damaged"


def test_a_file_with_a_password_is_told() -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(hand_made("(alder) Tj"))) as opened:
        opened.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    assert fault(out.getvalue()) == "the file is locked with a password"


def test_a_file_with_too_many_pages_is_told() -> None:
    assert fault(hand_made("(alder) Tj", pages=700)) == "600 pages are the most that is read of a file or a page"


def test_a_page_with_too_many_letters_is_told() -> None:
    assert "are the most that is read" in fault(hand_made("(alderbirch) Tj " * 25_000))


def test_a_file_that_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examination, "SECONDS", 0.01)
    assert fault(hand_made("(alder) Tj")).startswith("reading took longer than")


def test_a_file_that_is_too_large_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examination, "SIZE", 100)
    assert fault(hand_made("(alder) Tj")) == "the file is larger than 0 MB"


def test_a_reader_that_dies_costs_only_this_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examination, "_START", "import os; os.abort()")
    assert fault(hand_made("(alder) Tj")) == "the reader died of this file"


# --- the command ---


def test_inspect_shows_the_measures_of_a_file_and_what_is_wrong_with_it(minimal: Project) -> None:
    path = minimal.write("found/foreign.pdf", hand_made("(alder) Tj"))
    run = minimal.run("inspect", str(path))
    assert run.returncode == 1
    assert "foreign.pdf\n1 page\n" in run.stdout
    assert "the file has no tags" in run.stdout
    assert "5 errors" not in run.stdout
    assert "4 errors, 1 warnings" in run.stdout


def test_inspect_gives_measures_and_findings_as_json(minimal: Project) -> None:
    path = minimal.write("found/foreign.pdf", hand_made("(alder) Tj"))
    (found,) = json.loads(minimal.run("inspect", str(path), "--json").stdout)
    assert found["file"] == str(path)
    assert found["measures"]["pages"] == 1
    assert found["findings"][0]["message"] == "the file does not say its title"


def test_inspect_knows_editions_by_their_brief_and_says_which_are_not_printed(minimal: Project) -> None:
    run = minimal.run("inspect", "umbrellas", "--lang", "en")
    assert run.returncode == 1
    assert "dist/umbrellas/umbrellas.readers.en.pdf: error: this edition has not been printed" in run.stdout
    minimal.build("umbrellas", audiences=("readers",), languages=("ja",))
    run = minimal.run("inspect", "umbrellas", "--lang", "ja")
    assert "kinsoku errors" in run.stdout


def test_inspect_without_a_name_is_a_table_of_all_editions(minimal: Project) -> None:
    lines = minimal.run("inspect").stdout.splitlines()
    assert lines[0].split()[:3] == ["file", "pages", "kinsoku"]
    assert len(lines) > 3


@pytest.mark.parametrize(
    "words, said",
    [
        (["gone.pdf"], "gone.pdf: error: there is no such file"),
        (["umbrela"], 'unknown brief "umbrela"'),
    ],
)
def test_inspect_says_what_it_does_not_find(minimal: Project, words: list[str], said: str) -> None:
    run = minimal.run("inspect", *words)
    assert run.returncode == 2
    assert said in run.stdout + run.stderr
