"""Themes and papers: every size and colour is a token of the theme, text can be read on its grounds, slips are told."""

from __future__ import annotations

import re
from pathlib import Path

import pypdfium2
import pytest
from conftest import REPOSITORY, Project
from drafts import draft, errors

from briefbuilder.check import check
from briefbuilder.colours import contrast, grey, parse
from briefbuilder.house import House
from briefbuilder.library import Look
from briefbuilder.theme import check_theme, tokens

HOUSE = House(REPOSITORY)
EDITION = ("umbrellas", "readers", "en")
PUBLICATION, THEME = "content/publication.yaml", "templates/themes/standard.css"
STYLES = sorted((REPOSITORY / "templates" / "styles").glob("*.css"))
PAGES = [(theme, form, language) for theme in HOUSE.themes() for form in HOUSE.formats() for language in ("ja", "en")]
HELPER = '.gap,\n.half {\n  font-family: "Brief Serif JP";'  # a space of known width, which no page shows


def sheet(theme: str) -> str:
    return HOUSE.read_style(f"themes/{theme}.css").decode()


def findings(theme: str, form: str, language: str, *, change: tuple[str, str] = ("", "")) -> list[str]:
    """Return what is said of a theme of the house after a change to it."""
    assert change[0] in sheet(theme)
    path, *others = HOUSE.styles(f"{form}.html", Look(theme))
    texts = tuple(HOUSE.read_style(name).decode() for name in others)
    changed = sheet(theme).replace(*change) if change[0] else sheet(theme)
    return [str(item) for item in check_theme(changed, f"templates/{path}", texts, form=form, language=language)]


# --- one home for sizes and colours ---


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_no_style_sheet_types_a_size_a_colour_or_a_face(path: Path) -> None:
    rules = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8").replace(HELPER, ""), flags=re.DOTALL)
    values = re.sub(r"var\([^)]*\)", "", " ".join(re.findall(r":\s([^;{}]*);", rules)))
    assert not re.findall(r"\d(?:pt|px|mm|cm|in|pc)\b", values)
    assert not re.findall(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|hwb|lab|lch)a?\(", values)
    assert not re.findall(r"\b(?:black|white|gr[ae]y|red|blue|green|navy|silver|currentColor)\b", values)
    assert "Brief S" not in values


def test_no_rule_for_a_thing_on_the_page_meets_the_page_of_a_format_too() -> None:
    # The page itself has the name of its format as its class (templates/base.html).
    for path in STYLES:
        for form in HOUSE.formats():
            assert not re.search(rf"(?:^|,\s*)\.{form}\s*[,{{]", path.read_text("utf-8"), re.MULTILINE), path.name


def test_the_house_has_two_themes_and_two_papers() -> None:
    assert (HOUSE.themes(), HOUSE.papers()) == (("plain", "standard"), ("a4", "letter"))


@pytest.mark.parametrize("theme, form, language", PAGES)
def test_every_theme_says_all_that_each_format_asks_for_and_its_text_can_be_read(
    theme: str, form: str, language: str
) -> None:
    assert findings(theme, form, language) == []


@pytest.mark.parametrize("theme, form, language", PAGES)
def test_lengths_that_reach_the_notes_are_whole_px(theme: str, form: str, language: str) -> None:
    said = {token.name: token.value for token in tokens(sheet(theme), "", form=form, language=language)}
    assert all(re.fullmatch(r"\d+px", said[name]) for name in ("side", "rule", "gap-3"))


@pytest.mark.parametrize("theme, form, language", PAGES)
def test_what_is_said_twice_in_a_theme_agrees(theme: str, form: str, language: str) -> None:
    said = {token.name: token.value for token in tokens(sheet(theme), "", form=form, language=language)}
    assert said["side-out"] == f"-{said['side']}"
    assert float(said["half-line"].removesuffix("pt")) * 2 == float(said["line"].removesuffix("pt"))


@pytest.mark.parametrize("theme", HOUSE.themes())
@pytest.mark.parametrize("language, letters", [("ja", 6.0), ("en", 14 * 0.55)])
def test_the_side_of_a_glance_holds_the_lines_of_its_heads(theme: str, language: str, letters: float) -> None:
    # As templates/parts/section.html counts them; a letter of English is about 0.55 em wide.
    said = {token.name: token.value for token in tokens(sheet(theme), "", form="glance", language=language)}
    side, gap = (float(said[name].removesuffix("px")) for name in ("side", "gap-4"))
    assert (side - gap) * 0.75 >= letters * float(said["head-2"].removesuffix("pt"))


@pytest.mark.parametrize("theme", HOUSE.themes())
def test_no_rule_of_a_theme_says_a_token_twice(theme: str) -> None:
    for rule in re.findall(r"\{([^}]*)\}", sheet(theme)):
        names = re.findall(r"^  (--[\w-]+):", rule, re.MULTILINE)
        assert len(names) == len(set(names))


def test_what_a_format_says_in_a_language_counts_more_than_what_the_language_says() -> None:
    text = ":root.glance:lang(en) { --text: 9pt; } :root:lang(en) { --text: 10pt; } :root { --text: 8pt; }"
    assert [token.value for token in tokens(text, "", form="glance", language="en")] == ["8pt", "10pt", "9pt"]
    assert [token.value for token in tokens(text, "", form="brief", language="en")] == ["8pt", "10pt"]


def test_the_plain_theme_has_one_ink() -> None:
    said = tokens(sheet("plain"), "", form="brief", language="ja")
    assert {token.value for token in said if parse(token.value)} == {"#000000", "#ffffff"}


# --- contrast ---


@pytest.mark.parametrize(
    "first, second, ratio",
    [("#000", "#ffffff", 21.0), ("#777777", "#fff", 4.48), ("#767676", "#fff", 4.54), ("#1b4a72", "#1b4a72", 1.0)],
)
def test_contrast_is_reckoned_as_wcag_does(first: str, second: str, ratio: float) -> None:
    one, other = parse(first), parse(second)
    assert one
    assert other
    assert round(contrast(one, other), 2) == round(contrast(other, one), 2) == ratio


def test_red_on_green_of_equal_lightness_is_one_grey() -> None:
    assert abs(grey((255, 0, 0))[0] - grey((0, 130, 0))[0]) <= 1


@pytest.mark.parametrize("written", ["red", "rgb(0 0 0)", "#12345", "#1b4a7280", "", "var(--ink)"])
def test_only_opaque_colours_in_hexadecimal_are_colours(written: str) -> None:
    assert parse(written) is None


# --- what is said of a theme ---


def test_text_that_is_too_faint_is_told_with_its_ground_at_its_line() -> None:
    told = findings("standard", "brief", "en", change=("--quiet: #545b64", "--quiet: #8a8f96"))
    assert told == [
        f'{THEME}:10:3: warning: text in "--quiet" is too faint on "--{ground}": {ratio} : 1, in colour or in grey\n'
        "    hint: make the one darker or the other lighter, to 4.5 : 1 at least (WCAG 2.2, 1.4.3)"
        for ground, ratio in (("paper", "3.2"), ("tint", "2.9"))
    ]


def test_a_colour_that_stands_out_in_colour_but_not_in_grey_is_told() -> None:
    black, magenta = (0, 0, 0), (255, 0, 255)
    assert contrast(black, magenta) > 4.5 > contrast(grey(black), grey(magenta))
    told = findings("plain", "brief", "en", change=("--tint: #ffffff", "--tint: #ff00ff"))
    assert len(told) == 3
    assert 'text in "--ink" is too faint on "--tint": 3.8 : 1' in told[0]


@pytest.mark.parametrize("written", ["blu", "#1b4a7280"])
def test_what_is_no_colour_or_see_through_is_an_error_at_its_line(written: str) -> None:
    (told,) = findings("standard", "brief", "en", change=("--accent: #1b4a72", f"--accent: {written}"))
    assert told == (
        f'{THEME}:11:3: error: "--accent" is no colour that can be printed: {written}\n'
        "    hint: write it as #1b4a72, without transparency"
    )


def test_a_token_that_a_page_asks_for_and_the_theme_does_not_say_is_an_error() -> None:
    change = ("  --margin-first: 11mm;\n", "")
    assert findings("standard", "brief", "en", change=change) == []
    assert findings("standard", "glance", "en", change=change) == [
        f'{THEME}: error: the theme does not say "--margin-first"\n'
        "    hint: take the line over from templates/themes/standard.css"
    ]


def test_a_token_of_the_other_language_does_not_count() -> None:
    (told,) = findings("standard", "brief", "ja", change=('  --bullet: "・";\n', ""))
    assert '"--bullet"' in told


def test_check_tells_of_the_theme_of_a_project(minimal: Project) -> None:
    minimal.write(THEME, sheet("standard").replace("--ink: #16191d", "--ink: #9a9a9a"))
    told = [item for item in check(minimal.root)[1] if item.place.path == THEME]
    assert [(item.place.line, item.place.column) for item in told] == [(9, 3), (9, 3)]


# --- choosing ---


def test_an_unknown_theme_is_told_at_its_place_with_the_nearest(minimal: Project) -> None:
    minimal.edit(PUBLICATION, "handling: public", "theme: plane\nhandling: public")
    line = (minimal.root / PUBLICATION).read_text("utf-8").split("\n").index("theme: plane") + 1
    (found,) = errors(minimal, *EDITION)
    assert found == f'{PUBLICATION}:{line}:1: error: unknown theme "plane"\n    hint: did you mean "plain"?'


@pytest.mark.parametrize("name", ["A4", "../../../etc/passwd", ""])
def test_an_unknown_paper_names_those_that_there_are(name: str, minimal: Project) -> None:
    minimal.edit(PUBLICATION, "handling: public", f'paper: "{name}"\nhandling: public')
    (found,) = errors(minimal, *EDITION)
    assert found.endswith(f'unknown paper "{name}"\n    hint: the papers are a4 and letter')


def test_a_project_may_bring_a_theme_of_its_own(minimal: Project) -> None:
    minimal.write("templates/themes/green.css", sheet("standard").replace("#1b4a72", "#1b5a32"))
    minimal.edit(PUBLICATION, "handling: public", "theme: green\nhandling: public")
    made = draft(minimal, *EDITION)
    assert b"#1b5a32" in made.assets["themes/green.css"]
    assert made.html.styles[:2] == ("themes/green.css", "papers/a4.css")


def test_another_look_is_another_edition(minimal: Project) -> None:
    first = draft(minimal, *EDITION)
    minimal.edit(PUBLICATION, "handling: public", "theme: plain\npaper: letter\nhandling: public")
    second = draft(minimal, *EDITION)
    assert second.html.styles[:2] == ("themes/plain.css", "papers/letter.css")
    assert (second.html.text, second.key == first.key) == (first.html.text, False)


def test_what_a_page_holds_is_known_for_each_look_and_else_taken_from_the_usual_one(minimal: Project) -> None:
    measured = '{"standard": {"a4": {"brief": {"en": {"per_page": 500, "fixed": 2}}}}, "plain": {"letter": {"brief": '
    minimal.write("templates/calibration.json", measured + '{"en": {"per_page": 300, "fixed": 3}}}}}')
    house = House(minimal.root)
    per_page = {
        look: house.calibration("brief", "en", look).per_page
        for look in (Look(), Look("plain", "letter"), Look("plain", "a4"), Look("standard", "letter"))
    }
    assert list(per_page.values()) == [500, 300, 500, 500]


# --- on paper ---


@pytest.mark.parametrize(
    "theme, paper, form, language",
    [
        ("plain", "letter", "glance", "ja"),
        ("standard", "letter", "brief", "en"),
        ("plain", "a4", "issue", "en"),
        ("plain", "letter", "dossier", "ja"),
    ],
)
def test_each_format_prints_whole_in_other_looks(
    theme: str, paper: str, form: str, language: str, school_meals: Project
) -> None:
    school_meals.edit(PUBLICATION, "handling: public", f"theme: {theme}\npaper: {paper}\nhandling: public")
    order = "format:\n  council: dossier\n  parents: glance\n"
    school_meals.edit("briefs/kitchen-or-centre.yaml", order, f"format: {form}\n")
    school_meals.edit("content/audiences.yaml", "budget: {pages: 4, ja: 2400, en: 1000}\n\nparents", "\nparents")
    outcome = school_meals.build("kitchen-or-centre", audiences=("council",), languages=(language,))
    (result,) = outcome.results
    assert result.state == "printed", "\n".join(map(str, result.findings))
    with pypdfium2.PdfDocument(school_meals.pdf("kitchen-or-centre", "council", language)) as opened:
        sizes = {tuple(map(round, page.get_size())) for page in opened}
    assert sizes == {(612, 792) if paper == "letter" else (595, 842)}
