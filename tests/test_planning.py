"""What the terminal tells of plans: `plan`, `why`, `matrix`, and what `build --pages` does to the record."""

from __future__ import annotations

import json

import pytest
from conftest import Project
from test_fitting import TEXT, set_budget, winter
from test_select import write_module, write_sections

from briefbuilder import cli
from briefbuilder.pipeline import Watcher, build
from briefbuilder.plan import Wish

__all__ = ["winter"]


def told(project: Project, capsys: pytest.CaptureFixture[str], *words: str, status: int = 0) -> str:
    """Return what a command prints."""
    assert cli.main([*words, "--project", str(project.root)]) == status
    return capsys.readouterr().out


def test_a_plan_is_a_table_with_costs_reasons_and_the_sum_against_the_budget(
    winter: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    set_budget(winter, "{en: 160}")
    assert told(winter, capsys, "plan", "sledges", "--lang", "en").splitlines() == [
        "",
        "sledges · readers · en",
        "module                                  form   words  total  reason",
        "(answer and key points, what to watch)            12     12",
        "Section                                            1     13",
        "  frost                                 full      93    106  core",
        "  sleet                                 short     33    139  useful; shortened: 46 words over the budget",
        "  fog                                   line       7    146  optional; shortened: 72 words over the budget",
        "146 words of 160 · about 2 pages (estimated)",
    ]


def test_a_plan_in_japanese_keeps_its_columns(winter: Project) -> None:
    set_budget(winter, "{ja: 700}")
    lines = winter.run("plan", "sledges", "--lang", "ja", env={"LANG": "ja_JP.UTF-8"}).stdout.splitlines()
    assert lines[2].split() == ["モジュール", "語形", "字", "累計", "理由"]
    assert "上限" in lines[-1]
    starts = {line.rstrip().rfind(" ") and _column(line, "必須", "有用", "任意") for line in lines[5:8]}
    assert len(starts) == 1


def _column(line: str, *words: str) -> int:
    from unicodedata import east_asian_width

    at = min(line.index(word) for word in words if word in line)
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in line[:at])


def test_a_plan_as_json_holds_every_module_with_its_cost_and_reason(
    school_meals: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    plans = json.loads(told(school_meals, capsys, "plan", "--json"))
    assert {(one["brief"], one["audience"], one["language"]) for one in plans} >= {
        ("free-school-meals", "parents", "ja"),
        ("free-school-meals", "visitors", "en"),
    }
    for one in plans:
        assert one["modules"]
        for row in one["modules"]:
            assert row["reason"]
            assert row["is_in"] == (row["length"] is not None) == (row["cost"] > 0)
        assert one["text_limit"] is None or one["text"] <= one["text_limit"]
        assert not one["is_printed"]


def test_a_plan_counts_both_sides_and_says_whose_views_they_are(
    school_meals: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    text = told(school_meals, capsys, "plan", "free-school-meals", "--audience", "parents", "--lang", "en")
    sides = [line for line in text.splitlines() if line.startswith(("for: ", "against: "))]
    assert [line.split(":")[0] for line in sides] == ["for", "against"]
    counts = {line.split(",")[0].rpartition(" ")[2] for line in sides}
    assert len(counts) == 1
    assert all("(" in line for line in sides)


def test_a_plan_that_cannot_fit_says_so_and_fails(winter: Project, capsys: pytest.CaptureFixture[str]) -> None:
    set_budget(winter, "{en: 30}")
    text = told(winter, capsys, "plan", "sledges", "--lang", "en", status=1)
    assert 'the shortest plan of "sledges.readers.en" has 46 words, 16 over the budget' in text


def test_two_audiences_are_compared_by_what_they_read_apart(
    minimal: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    minimal.edit("content/modules/weather/rain/module.yaml", "staff: core", "staff: skip")
    text = told(minimal, capsys, "plan", "umbrellas", "--audience", "readers", "--diff", "staff")
    assert text.splitlines() == [
        "",
        "umbrellas · readers / staff · en",
        "module  readers  staff  title",
        "rain    full     –      Rain",
    ]


def test_two_audiences_that_read_the_same_are_said_to(minimal: Project, capsys: pytest.CaptureFixture[str]) -> None:
    text = told(minimal, capsys, "plan", "umbrellas", "--audience", "readers", "--diff", "staff")
    assert text.splitlines()[-1] == "both read the same"


@pytest.mark.parametrize(
    "words, message",
    [
        (["plan", "umbrellas", "--diff", "saff"], 'unknown audience "saff"'),
        (["plan", "sledges", "--diff", "staff"], "there are no two editions to compare"),
        (["why", "rian"], 'unknown module "rian"'),
        (["plan", "sledges", "--pages", "0"], "is not a number of at least 1"),
    ],
)
def test_what_cannot_be_told_is_a_wrong_command(minimal: Project, words: list[str], message: str) -> None:
    run = minimal.run(*words)
    assert run.returncode == 2
    assert message in run.stdout + run.stderr


def test_why_is_told_in_a_sentence_for_each_edition(winter: Project, capsys: pytest.CaptureFixture[str]) -> None:
    set_budget(winter, "{en: 160}")
    assert told(winter, capsys, "why", "fog", "--brief", "sledges") == (
        "sledges.readers.ja: fog is in (full): optional\n"
        "sledges.readers.en: fog is in (line): optional; shortened: 72 words over the budget\n"
    )
    assert told(winter, capsys, "why", "snow") == 'no section of these editions asks for "snow"\n'


def test_why_tells_what_bars_a_module(minimal: Project, capsys: pytest.CaptureFixture[str]) -> None:
    write_module(minimal, "fog", handling="restricted")
    write_sections(minimal, "modules: [fog]")
    text = told(minimal, capsys, "why", "fog", "--lang", "en")
    assert text == "sledges.readers.en: fog is not in: barred: restricted is above the clearance public\n"
    (one, _) = json.loads(told(minimal, capsys, "why", "fog", "--json"))
    assert (one["is_in"], one["length"]) == (False, None)


def test_what_goes_with_the_module_that_needs_it_says_so(winter: Project, capsys: pytest.CaptureFixture[str]) -> None:
    write_module(winter, "cloud", relevance="")
    write_module(winter, "fog", relevance="optional", needs="cloud", text=TEXT)
    set_budget(winter, "{en: 140}")
    text = told(winter, capsys, "why", "cloud", "--lang", "en")
    assert text == "sledges.readers.en: cloud is not in: dropped with fog, which needs it\n"


def test_the_matrix_shows_who_gets_what_and_counts_the_holes(
    minimal: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    write_module(minimal, "fog", relevance="", handling="internal")
    assert told(minimal, capsys, "matrix").splitlines() == [
        "module  readers (ja, en)  staff (en)",
        "fog     barred            undecided",
        "rain    core              core",
        "snow    useful            optional",
        "1 hole",
    ]
    rows = json.loads(told(minimal, capsys, "matrix", "--json"))
    assert rows["rows"][0] == {"module": "fog", "readers": "barred", "staff": "undecided"}


def test_the_matrix_shows_which_half_of_a_module_is_wanting(
    minimal: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    (minimal.root / "content/modules/weather/snow/ja.md").unlink()
    rows = told(minimal, capsys, "matrix").splitlines()
    assert rows[2].split("  ")[0] == "snow"
    assert "Japanese is wanting" in rows[2]
    assert rows[2].rstrip().endswith("with errors")


def test_topics_are_covered_thin_or_missing(minimal: Project, capsys: pytest.CaptureFixture[str]) -> None:
    write_module(minimal, "fog", relevance="optional")
    assert told(minimal, capsys, "matrix", "--topics").splitlines() == [
        "topic    readers (ja, en)  staff (en)",
        "sky      thin              missing",
        "weather  covered           covered",
        "1 hole",
    ]


# What the press tells of the last page, and pages asked for once


def test_the_record_tells_how_far_the_last_page_is_filled(minimal: Project) -> None:
    def fill(text: str) -> float:
        minimal.write("content/modules/weather/snow/en.md", f"{text}\n")
        build_once(minimal)
        entry = json.loads((minimal.dist / "manifest.json").read_bytes())["editions"]["sledges.readers.en"]
        assert entry["pages"] == 1
        return float(entry["fill"])

    little, more, most = (fill("Snow. " * words) for words in (1, 150, 300))
    assert 0 < little < more < most <= 1
    assert more - little == pytest.approx(most - more, abs=0.05)
    assert fill("Snow.^[A note at the foot of the page.]") > little + 0.01


def build_once(project: Project, pages: int | None = None) -> dict[str, tuple[str, int, int]]:
    """Build the English edition; return what became of it, its pages and how many prints it took."""
    wish = Wish(("sledges",), (), ("en",), pages=pages)
    outcome = build(project.root, project.dist, wish, jobs=1, watcher=Watcher())
    assert outcome.is_good, "\n".join(map(str, outcome.all_findings()))
    return {str(one.target): (one.state, one.pages, one.prints) for one in outcome.results}


def test_after_a_build_with_pages_of_its_own_the_next_one_looks_at_every_edition(minimal: Project) -> None:
    def is_whole(pages: int | None = None) -> bool:
        outcome = build(minimal.root, minimal.dist, Wish(pages=pages), jobs=2, watcher=Watcher())
        assert outcome.is_good
        return bool(json.loads((minimal.dist / "manifest.json").read_bytes())["is_whole"])

    assert is_whole()
    assert not is_whole(pages=9)
    assert is_whole()


def test_pages_asked_for_once_are_kept_and_the_next_build_goes_back_to_the_budget(winter: Project) -> None:
    for name in ("frost", "sleet", "fog"):
        winter.write(f"content/modules/sky/{name}/en.md", TEXT.replace("more " * 60, "more words on it " * 120) + "\n")
    first = build_once(winter)["sledges.readers.en"]
    assert first[:2] == ("printed", 3)
    assert build_once(winter)["sledges.readers.en"][0] == "fresh"
    state, pages, prints = build_once(winter, pages=2)["sledges.readers.en"]
    assert (state, pages) == ("printed", 2)
    assert prints <= 4
    manifest = json.loads((winter.dist / "manifest.json").read_bytes())
    assert manifest["is_whole"] is False
    assert build_once(winter)["sledges.readers.en"] == ("printed", 3, 1)
