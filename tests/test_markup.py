"""What authors may write, and the tree that it becomes."""

from __future__ import annotations

import time

import pytest
from conftest import Project
from drafts import LENGTH_OF

from briefbuilder.diagnostics import Findings
from briefbuilder.library import Passage, Relevance
from briefbuilder.localise import localise
from briefbuilder.read import read
from briefbuilder.select import select
from briefbuilder.sources import Folder, Source
from briefbuilder.text.markup import BRACKET_LIMIT, CELL_LIMIT, parse, parse_line
from briefbuilder.tree import Content, Element, plain, walk


def tree(text: str, language: str = "en") -> Content:
    """Return a text as blocks; it must be without findings."""
    findings = Findings()
    content = parse(Passage(text, Source("a.md", text)), language=language, findings=findings)
    assert list(map(str, findings.items)) == []
    return content


def line(text: str, language: str = "en") -> str:
    findings = Findings()
    content = parse_line(Passage(text, Source("a.md", text)), language=language, findings=findings)
    assert list(map(str, findings.items)) == []
    return shown(content)


def shown(content: Content) -> str:
    """Return a tree as one line that a person can read: name(children), with attributes as name[key=value]."""
    return " ".join(repr(node) if isinstance(node, str) else _shown(node) for node in content)


def _shown(node: Element) -> str:
    attributes = "".join(f"[{key}={value}]" for key, value in node.attributes)
    return f"{node.name}{attributes}({shown(node.children)})"


def test_emphasis_and_strong_words() -> None:
    assert line("Snow *falls* **here** and ***there***.") == (
        "'Snow ' em('falls') ' ' strong('here') ' and ' strong(em('there')) '.'"
    )


@pytest.mark.parametrize("typed", ["**「重要」**です", "これは**「重要」**です", "**重要。**です", "「**重要**」です"])
def test_strong_words_count_beside_japanese_brackets(typed: str) -> None:
    assert "strong('" in line(typed, "ja")
    assert "*" not in line(typed, "ja")


def test_an_underscore_inside_a_word_emphasises_nothing() -> None:
    assert line("a_b_c and snake_case_name") == "'a_b_c and snake_case_name'"


def test_headings_of_two_levels() -> None:
    assert shown(tree("## One\n\nText.\n\n### Two **x**\n\nText.\n")) == (
        "h[level=2]('One') p('Text.') h[level=3]('Two ' strong('x')) p('Text.')"
    )


def test_lists_in_lists() -> None:
    assert shown(tree("- a\n    1. b\n        - c\n    2. d\n- e\n")) == (
        "ul(li(p('a') ol(li(p('b') ul(li(p('c')))) li(p('d')))) li(p('e')))"
    )


def test_a_list_item_of_several_paragraphs() -> None:
    assert shown(tree("- a\n\n    b\n\n- c\n")) == "ul(li(p('a') p('b')) li(p('c')))"


def test_a_numbered_list_keeps_the_number_it_begins_with() -> None:
    assert shown(tree("3. a\n4. b\n")) == "ol[start=3](li(p('a')) li(p('b')))"


def test_a_list_item_that_is_nothing_but_a_fact() -> None:
    assert shown(tree("- {fact:a}\n- **b**\n")) == "ul(li(p(fact[id=a]())) li(p(strong('b'))))"


def test_two_kinds_of_lists_after_each_other_stay_two() -> None:
    assert shown(tree("- a\n\n1. b\n")) == "ul(li(p('a'))) ol(li(p('b')))"


def test_a_table_keeps_its_alignment() -> None:
    assert shown(tree("| a | b | c | d |\n|:--|--:|:-:|---|\n| 1 | 2 | **3** | {fact:x} |\n")) == (
        "table(thead(tr(th[align=left]('a') th[align=right]('b') th[align=center]('c') th('d')))"
        " tbody(tr(td[align=left]('1') td[align=right]('2') td[align=center](strong('3')) td(fact[id=x]()))))"
    )


def test_a_table_may_hold_citations_and_empty_cells_and_the_bar_itself() -> None:
    assert shown(tree("| a | b |\n|---|---|\n| x[@s] | |\n| y \\| z | `a|b` |\n")) == (
        "table(thead(tr(th('a') th('b')))"
        " tbody(tr(td('x' cite(citeitem[key=s]())) td()) tr(td('y | z') td(code('a|b')))))"
    )


def test_a_quote_of_two_paragraphs() -> None:
    assert shown(tree("> One.\n>\n> Two\n> more.\n")) == "blockquote(p('One.') p('Two more.'))"


def test_links_to_the_web_and_to_mail() -> None:
    assert line("[a *b*](https://example.org/x_(y)) <https://example.org/_a_> <mailto:a@example.org>") == (
        "a[href=https://example.org/x_(y)]('a ' em('b')) ' '"
        " a[href=https://example.org/_a_]('https://example.org/_a_') ' '"
        " a[href=mailto:a@example.org]('a@example.org')"
    )


def test_an_address_keeps_its_signs() -> None:
    assert "a[href=https://example.org/?a=1&b=2#c]('x')" in line("[x](https://example.org/?a=1&b=2#c)")


def test_ruby() -> None:
    assert line("{漢字|かんじ}と{東京都|とうきょうと}", "ja") == (
        "ruby[reading=かんじ]('漢字') 'と' ruby[reading=とうきょうと]('東京都')"
    )


def test_a_figure_alone_in_its_paragraph() -> None:
    assert shown(tree('Text.\n\n![What it shows](a.png "Its caption")\n\n![Other](b.png)\n')) == (
        "p('Text.') figure[file=a.png][alt=What it shows]('Its caption') figure[file=b.png][alt=Other]()"
    )


def test_a_fact_in_both_forms() -> None:
    assert line("{fact:a-1} and {fact:b value}") == "fact[id=a-1]() ' and ' fact[id=b][form=value]()"


def test_a_fact_inside_emphasis_is_a_fact() -> None:
    assert line("**{fact:a}** *about {fact:b}*") == "strong(fact[id=a]()) ' ' em('about ' fact[id=b]())"


def test_a_cross_reference_ends_where_japanese_begins() -> None:
    assert line("@sec-rain-2で、@sec-snow。", "ja") == "ref[target=rain-2]() 'で、' ref[target=snow]() '。'"
    assert line("See @sec-rain. Or (@sec-snow-).") == "'See ' ref[target=rain]() '. Or (' ref[target=snow]() '-).'"


@pytest.mark.parametrize(
    "typed, items",
    [
        ("[@a]", "citeitem[key=a]()"),
        ("[-@a]", "citeitem[key=a][suppress=yes]()"),
        ("[@a, p. 3]", "citeitem[key=a][locator=p. 3]()"),
        ("[@a p. 3]", "citeitem[key=a][locator=p. 3]()"),
        ("[@a、12頁]", "citeitem[key=a][locator=12頁]()"),
        ("[@a，12頁]", "citeitem[key=a][locator=12頁]()"),
        ("[@a　12頁]", "citeitem[key=a][locator=12頁]()"),
        ("[@a, pp. 3-5, 7]", "citeitem[key=a][locator=pp. 3-5, 7]()"),
        ("[@a; @b]", "citeitem[key=a]() citeitem[key=b]()"),
        ("[@a；@b、3頁； -@c]", "citeitem[key=a]() citeitem[key=b][locator=3頁]() citeitem[key=c][suppress=yes]()"),
        ("[@Doe_2020a:x/y.z+1]", "citeitem[key=Doe_2020a:x/y.z+1]()"),
    ],
)
def test_citations_with_places_in_both_scripts(typed: str, items: str) -> None:
    assert line(f"x{typed}", "ja") == f"'x' cite({items})"


def test_a_note_may_hold_emphasis_facts_links_and_citations() -> None:
    assert line("a^[b *c* {fact:d} [e](https://example.org) [@f, p. 3]].") == (
        "'a' note('b ' em('c') ' ' fact[id=d]() ' ' a[href=https://example.org]('e') ' '"
        " cite(citeitem[key=f][locator=p. 3]())) '.'"
    )


def test_two_notes_in_a_row_are_two() -> None:
    assert line("a^[b]^[c] d^[e [f] g]") == "'a' note('b') note('c') ' d' note('e [f] g')"


@pytest.mark.parametrize(
    "typed, printed",
    [
        ("\\{fact:a\\}", "{fact:a}"),
        ("\\[@a\\]", "[@a]"),
        ("\\[@a]", "[@a]"),
        ("\\<b\\>", "<b>"),
        ("\\*a\\*", "*a*"),
        ("\\_a\\_", "_a_"),
        ("\\@sec-a", "@sec-a"),
        ("\\@a", "@a"),
        ("^\\[a\\]", "^[a]"),
        ("\\^[a]", "^[a]"),
        ("\\`a\\`", "`a`"),
        ("\\{a\\|b\\}", "{a|b}"),
        ("\\\\", "\\"),
        ("1\\. a", "1. a"),
        ("\\# a", "# a"),
        ("\\- a", "- a"),
        ("a & b < c > d", "a & b < c > d"),
        ("&amp; &lt;b&gt; &copy; &#169;", "& <b> © ©"),
        ("5 * 3 * 2", "5 * 3 * 2"),
        ("[words] (more)", "[words] (more)"),
        ("a@example.org", "a@example.org"),
        ("100% {{ \\{".replace("{{ ", ""), "100% {"),
    ],
)
def test_a_sign_behind_a_backslash_or_without_a_meaning_is_printed(typed: str, printed: str) -> None:
    assert plain_line(typed) == printed


def plain_line(text: str) -> str:
    findings = Findings()
    content = parse_line(Passage(text, Source("a.md", text)), language="en", findings=findings)
    assert list(map(str, findings.items)) == []
    assert all(isinstance(node, str) for node in content), content
    return plain(content)


def test_code_is_printed_as_it_was_typed() -> None:
    assert line("`{fact:a} [@b] <b> **c** @d` and ``a`b``") == (
        "code('{fact:a} [@b] <b> **c** @d') ' and ' code('a`b')"
    )


def test_a_hard_line_break() -> None:
    assert line("a  \nb") == "'a' br() 'b'"


def test_the_end_of_the_short_form_and_passages_for_some_stay_where_they_stood() -> None:
    text = 'One.\n\n::: {.only for="press public"}\n\nTwo.\n\n- three\n\n:::\n\n<!-- more -->\n\nFour.\n'
    assert shown(tree(text)) == "p('One.') only[for=press public](p('Two.') ul(li(p('three')))) more() p('Four.')"


@pytest.mark.parametrize("mark", ["<!-- more -->", "<!--more-->", "<!--  more  -->  "])
def test_the_end_of_the_short_form_may_be_spaced_freely(mark: str) -> None:
    assert shown(tree(f"One.\n\n{mark}\n\nTwo.\n")) == "p('One.') more() p('Two.')"


def test_what_stands_behind_a_misplaced_end_of_the_short_form_is_still_for_some_only() -> None:
    text = '::: {.only for="press"}\n\nOne.\n\n<!-- more -->\n\nSecret.\n\n:::\n\nTwo.\n'
    content = parse(Passage(text, Source("a.md", text)), language="en", findings=Findings())
    assert shown(content) == "only[for=press](p('One.')) more() only[for=press](p('Secret.')) p('Two.')"


def test_a_passage_may_be_opened_with_the_quotation_marks_of_print() -> None:
    assert shown(tree("::: {.only for=“press”}\n\nOne.\n\n:::\n")) == "only[for=press](p('One.'))"


def test_a_mark_inside_code_opens_nothing() -> None:
    assert (
        shown(tree("Write `<!-- more -->` or `:::`.\n")) == "p('Write ' code('<!-- more -->') ' or ' code(':::') '.')"
    )


def test_blocks_know_their_lines() -> None:
    text = "One.\n\n## Two\n\n- three\n- four\n\n| a |\n|---|\n| five |\n\n<!-- more -->\n\nOne.\n"
    found = {plain(node.children): node.line for node in walk(tree(text)) if node.name in ("p", "h", "td")}
    assert found == {"One.": 14, "Two": 3, "three": 5, "four": 6, "five": 10}


@pytest.mark.parametrize(
    "length, audience, words",
    [
        ("core", "readers", "One. Four."),
        ("core", "staff", "One. Two. Four. Five."),
        ("useful", "readers", "One."),
        ("useful", "staff", "One. Two."),
        ("optional", "readers", "Snow falls in the hills."),
        ("optional", "staff", "Snow falls in the hills."),
    ],
)
def test_each_audience_gets_its_length_and_its_passages(
    minimal: Project, length: str, audience: str, words: str
) -> None:
    only = '::: {{.only for="staff"}}\n\n{}\n\n:::\n\n'
    minimal.write(
        "content/modules/weather/snow/en.md",
        f"One.\n\n{only.format('Two.')}<!-- more -->\n\nFour.\n\n{only.format('Five.')}",
    )
    minimal.edit("content/modules/weather/snow/module.yaml", "readers: useful", f"readers: {length}")
    minimal.edit("content/modules/weather/snow/module.yaml", "staff: optional", f"staff: {length}")
    minimal.edit("briefs/sledges.yaml", "audiences: [readers]", "audiences: [readers, staff]")
    library, _ = read(Folder(minimal.root))
    selection, _ = select(library, library.briefs["sledges"], library.audiences[audience])
    plan = selection.at({"snow": LENGTH_OF[Relevance(length)]})
    edition, findings = localise(library, plan, "en")
    assert findings == ()
    (module,) = edition.sections[0].modules
    assert " ".join(plain(block.children) for block in module.body if isinstance(block, Element)) == words


@pytest.mark.parametrize(
    "text",
    [
        *("[" * 20_000, "![" * 10_000, "[a](" * 1_900, "*a " * 6_000, "_a" * 9_000, "`" * 15_000, "`a``b" * 3_000),
        *(
            "<" * 19_000,
            "<https://a" * 1_500,
            "&#" * 9_000,
            "&a;" * 6_000,
            "\\" * 19_999,
            "{a|" * 6_000,
            "{fact:" * 3_000,
        ),
        *("^[" * 9_000, "^[a]" * 1_900, "[@a]" * 1_900, "[@" * 9_000, "@sec-" * 3_000, "::: " * 4_000, "| " * 9_000),
        *(
            "> " * 9_000,
            "- " * 9_000,
            "#" * 19_000,
            "a\n" * 20_000,
            "- a\n" * 5_000,
            "> a\n" * 2_000,
            "1. a\n\n" * 2_000,
        ),
        *(
            "a\n\n" * 8_000,
            "## a\n\n" * 3_000,
            ":::\n" * 3_000,
            "a | b\n" * 600,
            "**a\n" * 4_000,
            "<!--" * 4_000,
            "a  \n" * 5_000,
        ),
        *("    " * 4_000 + "a", "(" * 19_000, "a](" * 6_000, "a@b " * 4_000, "- a\n    - b\n" * 1_500, "-" * 19_000),
    ],
    ids=lambda text: f"{text[:12]!r}, {len(text)} letters",
)
def test_no_text_takes_for_ever(text: str) -> None:
    start = time.process_time()
    parse(Passage(text, Source("a.md", text)), language="en", findings=Findings())
    assert time.process_time() - start < 5


def test_as_many_brackets_as_the_limit_and_no_more() -> None:
    text = "[a] " * BRACKET_LIMIT
    tree(text)
    findings = Findings()
    parse(Passage(f"{text}[", Source("a.md", f"{text}[")), language="en", findings=findings)
    assert "brackets" in str(findings.items[0])


def test_as_many_cells_as_the_limit_and_no_more() -> None:
    rows = CELL_LIMIT // 2 - 1
    text = "| a | b |\n|---|---|\n" + "| c | d |\n" * rows
    tree(text)
    findings = Findings()
    text += "| c | d |\n"
    parse(Passage(text, Source("a.md", text)), language="en", findings=findings)
    assert [str(item.message) for item in findings.items] == [
        f"the tables hold {CELL_LIMIT + 2} cells; {CELL_LIMIT} are the limit"
    ]
