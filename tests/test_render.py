"""Whatever an author writes reaches the page as text; the vocabulary of the page is closed; templates fail by name."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from conftest import Project
from drafts import draft, errors
from markupsafe import Markup

from briefbuilder.render import _WRITERS, html
from briefbuilder.tree import BLOCKS, Element, element

EVIL = """<script>alert(1)</script> "quoted" 'single' & &lt; {{ 7*7 }} {% raw %} --> <b onclick="x">"""
UMBRELLAS = "briefs/umbrellas.yaml"
RAIN = "content/modules/weather/rain"


class Page(HTMLParser):
    """The tags, attributes and words of a page, as a browser would see them."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.words = ""
        self.comments: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.words += data

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)


def assert_harmless(text: str) -> Page:
    page = Page(text)
    assert "script" not in page.tags
    assert not page.comments
    assert not [name for _, name, _ in page.attributes if name.startswith("on")]
    assert "49" not in text
    return page


# --- the filter ---


def every_kind() -> list[Element]:
    """Return an element of each kind with evil words in every place that takes words."""
    return [
        *(element(name, EVIL) for name in sorted(_WRITERS) if name not in {"h", "ruby", "figure", "note", "a", "br"}),
        element("h", EVIL, level="2", number=EVIL, id="sec-x", label=EVIL),
        element("ruby", EVIL, reading=EVIL),
        element("figure", EVIL, src="asset:x.png", alt=EVIL, number=EVIL, id="figure-1"),
        element("note", EVIL, number=EVIL, id="note-1", lang=EVIL),
        element("a", EVIL, href=f"https://x.example/{EVIL}", class_=EVIL),
        element("td", EVIL, align=EVIL, data_block=EVIL),
        element("ol", element("li", EVIL), start=EVIL),
        element("fact", EVIL, id=EVIL),
    ]


@pytest.mark.parametrize("node", every_kind(), ids=lambda node: node.name)
def test_words_of_every_kind_stay_words(node: Element) -> None:
    written = html((node,))
    page = assert_harmless(written)
    assert EVIL in page.words
    assert "b" not in page.tags
    for _, name, value in page.attributes:
        assert EVIL in value or "<" not in value, (name, value)


def test_plain_words_are_escaped_too() -> None:
    assert html("a < b & c") == "a &lt; b &amp; c"
    assert isinstance(html("x"), Markup)


@pytest.mark.parametrize(
    "name", ["script", "iframe", "style", "img", "svg-script", "svg-image", "cite\n", "H", "only", "more", "ref"]
)
def test_a_name_outside_the_vocabulary_cannot_be_written(name: str) -> None:
    with pytest.raises(KeyError):
        html((element("p", element(name, "x")),))


def test_every_block_of_the_tree_can_be_written_except_those_that_a_stage_takes_out() -> None:
    assert BLOCKS - set(_WRITERS) == {"only"}


@pytest.mark.parametrize(
    "node, written",
    [
        (element("p", "words", data_block="b1"), '<p data-block="b1">words</p>'),
        (element("p", "words", onclick="x", style="x", id="x"), "<p>words</p>"),  # only known attributes
        (
            element("h", "Head", level="4", number="1.1.1", id="sec-x-1", label="1.1.1 Head"),
            '<h4 id="sec-x-1" data-label="1.1.1 Head"><span class="number">1.1.1</span> Head</h4>',
        ),
        (element("ol", element("li", "x"), start="3"), '<ol start="3"><li>x</li></ol>'),
        (element("th", "x", align="right"), '<th class="align-right" scope="col">x</th>'),
        (element("td", "x"), "<td>x</td>"),
        (element("ruby", "給食", reading="きゅうしょく"), "<ruby>給食<rt>きゅうしょく</rt></ruby>"),
        (
            element("note", "x", number="3", id="note-3"),
            '<span class="note" id="note-3" data-note="3">x</span>',
        ),
        (element("a", "x", href="https://a.example/?b=1&c=2"), '<a href="https://a.example/?b=1&amp;c=2">x</a>'),
        (
            element("figure", "Rain", src="asset:a/b.png", alt="Drops", number="Figure 1", id="f", data_block="b2"),
            '<figure id="f"><img src="asset:a/b.png" alt="Drops">'
            '<figcaption data-block="b2"><span class="number">Figure 1</span> Rain</figcaption></figure>',
        ),
        (element("br"), "<br>"),
    ],
)
def test_an_element_is_written_as(node: Element, written: str) -> None:
    assert html((node,)) == written


# --- the page ---


def yaml(words: str) -> str:
    return "'" + words.replace("'", "''") + "'"


def test_titles_questions_names_and_meanings_are_words_on_the_page(minimal: Project) -> None:
    evil = yaml(EVIL)
    minimal.edit(UMBRELLAS, "en: Umbrellas", f"en: {evil}")
    minimal.edit(UMBRELLAS, "en: How many umbrellas are needed?", f"en: {evil}")
    minimal.edit(f"{RAIN}/module.yaml", "en: Rain\n", f"en: {evil}\n")
    minimal.edit("content/terms.yaml", "en: Rain of very small drops.", f"en: {evil}")
    minimal.edit("content/audiences.yaml", "en: Readers", f"en: {evil}")
    minimal.edit("content/publication.yaml", "en: Weather Briefs", f"en: {evil}")
    minimal.edit("content/publication.yaml", "en: Free to use.", f"en: {evil}")
    minimal.edit(f"{RAIN}/en.md", "Drizzle counts", "The drizzle counts")
    page = assert_harmless(draft(minimal, "umbrellas", "readers", "en").html.text)
    assert page.words.count(EVIL) >= 7
    assert ("meta", "content", EVIL) in page.attributes  # the question, as the description
    assert ("body", "data-title", EVIL) in page.attributes
    assert "b" not in page.tags


def test_the_words_of_facts_sources_and_captions_are_words_on_the_page(minimal: Project) -> None:
    minimal.edit("content/facts/weather.yaml", 'other: "{value} days"', f"other: {yaml('{value} ' + EVIL)}")
    json_evil = EVIL.replace('"', '\\"')
    minimal.edit("content/references.json", "An Almanac of Rain", json_evil)
    page = assert_harmless(draft(minimal, "umbrellas", "readers", "en").html.text)
    assert f"121 {EVIL}" in page.words
    assert page.words.count(EVIL) >= 3  # fact twice, the source in note and list


def test_a_caption_and_its_alternative_text_are_words_on_the_page(school_meals: Project) -> None:
    path = "content/modules/money/prices/food-prices/en.md"
    school_meals.edit(path, "Index of food prices;", r"Index \<i \{\{ 7*7 }} & prices;")
    page = assert_harmless(draft(school_meals, "kitchen-or-centre", "parents", "en").html.text)
    assert "i" not in page.tags
    assert "Index <i {{ 7*7 }} & prices;" in page.words


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "file:///etc/passwd", "data:text/html,x", "//x.example/", "../a.md"],
)
def test_a_link_leads_to_the_web_or_nowhere(minimal: Project, address: str) -> None:
    minimal.write(f"{RAIN}/en.md", f"[Rain]({address}) falls.")
    found = errors(minimal, "umbrellas", "readers", "en")
    assert any(f"{RAIN}/en.md:1" in item and "error" in item for item in found), found


def test_an_address_with_quotation_marks_stays_an_address(minimal: Project) -> None:
    minimal.write(f"{RAIN}/en.md", "[Rain](https://x.example/?a=%22onclick&b=c) falls.")
    page = assert_harmless(draft(minimal, "umbrellas", "readers", "en").html.text)
    assert [value for tag, name, value in page.attributes if (tag, name) == ("a", "href")] == [
        "https://x.example/?a=%22onclick&b=c"
    ]


def test_escaped_markup_in_a_text_is_printed_as_it_stands(minimal: Project) -> None:
    minimal.write(f"{RAIN}/en.md", r"Not \<script>alert(1)\</script> and `<b onclick=x>` and \{\{ 7*7 }}.")
    page = assert_harmless(draft(minimal, "umbrellas", "readers", "en").html.text)
    assert "Not <script>alert(1)</script> and <b onclick=x> and {{ 7*7 }}." in page.words


# --- templates ---


@pytest.mark.parametrize(
    "slip, reason",
    [
        ("{{ document.nonsense }}", "has no attribute 'nonsense'"),
        ("{{ nonsense }}", "'nonsense' is undefined"),
        ("{% if nonsense %}x{% endif %}", "'nonsense' is undefined"),
        ("{{ document.title|nonsense }}", "No filter named 'nonsense'"),
        ("{% if %}", "Expected an expression"),
        ("{{ document.title + 1 }}", "can only concatenate str"),
        ('{% include "parts/nonsense.html" %}', "parts/nonsense.html"),
    ],
)
def test_a_template_that_cannot_be_used_is_named_with_its_line(minimal: Project, slip: str, reason: str) -> None:
    minimal.write("templates/parts/question.html", f"<h1>{{{{ document.question }}}}</h1>\n\n{slip}\n")
    (found,) = errors(minimal, "umbrellas", "readers", "en")
    assert found.startswith("templates/parts/question.html:3: error: the template cannot be used: ")
    assert reason in found


def test_a_template_does_not_see_the_library_or_the_machine(minimal: Project) -> None:
    for name in ("library", "brief", "open", "config", "project"):
        minimal.write("templates/parts/question.html", f"{{{{ {name} }}}}")
        (found,) = errors(minimal, "umbrellas", "readers", "en")
        assert f"'{name}' is undefined" in found
