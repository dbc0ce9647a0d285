"""A figure on the page: numbered and referred to, described for those who do not see it, its words found in the PDF."""

from __future__ import annotations

import json
import re

import pikepdf
import pypdfium2
import pytest
from conftest import Project
from drafts import draft, prepared

from briefbuilder.house import House
from briefbuilder.measure import measure

FIGURES = """\
wet-days:
  kind: column
  title: {ja: 雨の多い年, en: Wet years}
  note: {ja: 二〇二五年は途中まで。, en: The last year is not over.}
  sources: [almanac-2024]
  points:
    - {at: 2023, value: 104}
    - {at: 2024, value: {fact: rainy-days}, estimate: true}
members:
  kind: step
  title: {ja: 会員の数, en: Members}
  sources: [almanac-2024, nenpo-2025]
  points: [{at: 1999, value: 3}, {at: 2009, value: 7}]
"""
TEXT = {
    "en": "Snow falls as @fig-members shows, and @fig-wet-days.\n\n{figure:wet-days}\n\n{figure:members}\n",
    "ja": "雪は@fig-membersと@fig-wet-daysのとおり降る。\n\n{figure:wet-days}\n\n{figure:members}\n",
}


@pytest.fixture
def illustrated(minimal: Project) -> Project:
    """The smallest project, with two figures in one of its texts."""
    minimal.write("content/figures/weather.yaml", FIGURES)
    for language, text in TEXT.items():
        minimal.write(f"content/modules/weather/snow/{language}.md", text)
    return minimal


def test_figures_are_numbered_in_order_and_references_say_the_number(illustrated: Project) -> None:
    page = draft(illustrated, "sledges", "readers", "en").html.text.replace("\u2060", "")
    captions = re.findall(r'<figcaption[^>]*><span class="number">(.*?)</span> (.*?)</figcaption>', page)
    assert captions == [("Figure 1", "Wet years"), ("Figure 2", "Members")]
    assert re.findall(r'<a href="#(figure-\d)">(.*?)</a>', page) == [
        ("figure-2", "Figure 2"),
        ("figure-1", "Figure 1"),
    ]


def test_below_a_figure_stand_its_note_and_its_sources_which_are_listed_too(illustrated: Project) -> None:
    made = draft(illustrated, "sledges", "readers", "ja")
    assert re.findall(r'<p class="credit"[^>]*>(?:<[^>]+>)*(注：|出典：)', made.html.text) == [
        "注：",
        "出典：",
        "出典：",
    ]
    assert {source.id for source in made.document.sources} == {"almanac-2024", "nenpo-2025"}


def test_a_fact_in_a_figure_is_the_ledgers_and_is_remembered(illustrated: Project) -> None:
    made = draft(illustrated, "sledges", "readers", "en")
    assert ">121</text>" in made.html.text
    assert [(fact.id, fact.words, fact.module) for fact in made.edition.facts] == [("rainy-days", "121", "snow")]


def test_the_colours_of_a_drawing_are_those_of_the_style_sheets(illustrated: Project) -> None:
    page = draft(illustrated, "sledges", "readers", "en").html.text
    assert "var(--" not in page
    assert 'fill="#1b4a72"' in page


def test_a_colour_that_no_style_sheet_has_is_reported(illustrated: Project) -> None:
    theme = House(illustrated.root).read_style("themes/standard.css").decode()
    lacking = theme.replace("--paper:", "--sheet:").replace("--series-1:", "--series-0:")
    illustrated.write("templates/themes/standard.css", lacking)
    _, findings = prepared(illustrated, "sledges", "readers", "en")
    assert [str(item.message) for item in findings] == [
        'the theme does not say "--paper"',
        'the theme does not say "--series-1"',
    ]


def test_the_typeset_pass_leaves_the_words_of_a_drawing_as_they_are(illustrated: Project) -> None:
    page = draft(illustrated, "sledges", "readers", "ja").html.text
    drawing = page[page.index("<svg") : page.index("</svg>")]
    assert "<span" not in drawing
    assert ">2023年</text>" in drawing


@pytest.mark.parametrize(
    "language, told",
    [("en", "Wet years. Column chart: 2023: 104; 2024: 121 (estimate)."), ("ja", "雨の多い年。棒グラフ：")],
)
def test_a_printed_figure_is_tagged_described_and_its_words_are_found_again(
    illustrated: Project, language: str, told: str
) -> None:
    outcome = illustrated.build("sledges", audiences=("readers",), languages=(language,))
    assert outcome.is_good, "\n".join(map(str, outcome.all_findings()))
    path = illustrated.pdf("sledges", "readers", language)
    with pikepdf.open(path) as pdf:
        figures = [made for made in pdf.objects if isinstance(made, pikepdf.Dictionary) and made.get("/S") == "/Figure"]
        assert [str(made["/Alt"]).startswith(told) for made in figures] == [True, False]
    with pypdfium2.PdfDocument(path) as pdf:
        words = "".join(page.get_textpage().get_text_range() for page in pdf)
    assert re.search(r"104\s*2023", words)  # each number with its label, in the order of the drawing


def test_the_data_of_a_figure_travel_with_the_pdf_dated_by_the_brief(illustrated: Project) -> None:
    outcome = illustrated.build("sledges", audiences=("readers",), languages=("en",))
    assert outcome.is_good, "\n".join(map(str, outcome.all_findings()))
    with pikepdf.open(illustrated.pdf("sledges", "readers", "en")) as pdf:
        assert sorted(pdf.attachments) == ["figure-1.csv", "figure-2.csv"]
        first = pdf.attachments["figure-1.csv"]
        assert first.description == "Figure 1: Wet years"
        file = first.get_file()
        assert file.read_bytes().decode() == ",Wet years,estimate\r\n2023,104,0\r\n2024,121,1\r\n"
        assert "20261124" in str(file.obj["/Params"]["/ModDate"])
        assert file.mime_type == "text/csv"


def test_a_cell_that_a_spreadsheet_would_reckon_out_becomes_text(illustrated: Project) -> None:
    illustrated.edit("content/figures/weather.yaml", "en: Wet years", 'en: "=HYPERLINK(1)"')
    data = draft(illustrated, "sledges", "readers", "en").assets["data/figure-1.csv"].decode()
    assert data.startswith(",'=HYPERLINK(1),estimate\r\n")


def test_the_words_of_a_drawing_are_no_running_text(illustrated: Project) -> None:
    made = draft(illustrated, "sledges", "readers", "en")
    counted = ["Snow,", "Snow", "falls", "as", "shows,", "and", ".", "Wet", "years,", "Members"]
    assert measure(made.edition).modules["snow"] == len(counted)


def test_the_record_says_on_which_page_a_figure_prints_a_fact_and_where_its_sources_stand(illustrated: Project) -> None:
    illustrated.build("sledges", audiences=("readers",), languages=("en",))
    manifest = json.loads((illustrated.dist / "manifest.json").read_text("utf-8"))
    edition = manifest["editions"]["sledges.readers.en"]
    assert edition["facts"]["rainy-days"] == {"modules": ["snow"], "pages": [1]}
    assert sorted(edition["sources"]) == ["almanac-2024", "nenpo-2025"]


def test_the_same_figures_give_the_same_bytes(illustrated: Project) -> None:
    first = draft(illustrated, "sledges", "readers", "ja").html.text
    assert draft(illustrated, "sledges", "readers", "ja").html.text == first


def test_a_reference_to_a_figure_in_the_short_form_of_a_text_is_an_error_there(illustrated: Project) -> None:
    illustrated.write(
        "content/modules/weather/snow/en.md", "Snow (@fig-members).\n\n<!-- more -->\n\n{figure:members}\n"
    )
    messages = [str(item.message) for item in prepared(illustrated, "sledges", "readers", "en")[1]]
    assert messages == ['the text refers to the figure "members", which is not in this edition (readers, en)']
