"""`facts` and `sources`: what an author is told of the ledger, in either language, quickly and without printing."""

from __future__ import annotations

import json
import subprocess
import time
from pathlib import Path
from unicodedata import east_asian_width

import pytest
from conftest import REPOSITORY, Project

DAY = ("--as-of", "2026-11-25")
JAPANESE = {"LANG": "ja_JP.UTF-8"}


def lines(done: subprocess.CompletedProcess[str]) -> list[str]:
    """Return what a command that went well has printed."""
    assert (done.returncode, done.stderr) == (0, ""), done.stderr + done.stdout
    return done.stdout.splitlines()


def columns(line: str) -> int:
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in line)


# The ledger at a glance


def test_the_ledger_at_a_glance_has_a_row_for_each_fact_in_order(printed: Project) -> None:
    head, *rows = lines(printed.run("facts", *DAY))
    assert head.split() == ["fact", "value", "since", "sources", "state", "review"]
    names = [row.split()[0] for row in rows]
    assert names == sorted(names)
    assert len(names) == 23
    (pupils,) = [row for row in rows if row.startswith("midori-pupils")]
    assert pupils.split()[:4] == ["midori-pupils", "1,186", "pupils", "2026-05-01"]
    assert pupils.split()[-2:] == ["plain", "2027-05"]


def test_a_japanese_author_reads_japanese_values_and_heads(printed: Project) -> None:
    head, *rows = lines(printed.run("facts", *DAY, env=JAPANESE))
    assert head.split() == ["事実", "値", "始期", "典拠", "状態", "見直し"]
    (pupils,) = [row for row in rows if row.startswith("midori-pupils")]
    assert "1,186人" in pupils
    (subsidy,) = [row for row in rows if row.startswith("state-subsidy")]
    assert "使用不可" in subsidy


@pytest.mark.parametrize("env", [{}, JAPANESE], ids=["en", "ja"])
@pytest.mark.parametrize("words", [("facts",), ("sources",), ("facts", "expiring", "--days", "900")], ids=" ".join)
def test_no_table_is_wider_than_a_hundred_columns(words: tuple[str, ...], env: dict[str, str]) -> None:
    for line in Project(REPOSITORY).run(*words, env=env).stdout.splitlines():
        assert columns(line) <= 100, line


def test_a_wide_terminal_shows_more_of_each_value(printed: Project) -> None:
    narrow, wide = (
        next(
            row
            for row in lines(printed.run("facts", *DAY, env={"COLUMNS": width}))
            if row.startswith("free-meals-status")
        )
        for width in ("100", "160")
    )
    assert "before a special committee of the council" not in narrow
    assert "before a special committee of the council" in wide


# The ledger on a day


@pytest.mark.parametrize(
    "day, value, source",
    [
        ("2022-12-31", "30", "nato-macedonia-2020"),
        ("2023-06-30", "31", "nato-finland-2023"),
        ("2025-06-30", "32", "nato-sweden-2024"),
    ],
)
def test_the_ledger_stands_as_it_stood_on_the_day(day: str, value: str, source: str) -> None:
    _, row = lines(Project(REPOSITORY).run("facts", "as-of", day, "nato-members"))
    assert f"nato-members  {value} members" in row
    assert source in row


def test_facts_without_a_value_on_the_day_stand_apart_with_the_day_of_their_first(printed: Project) -> None:
    shown = lines(printed.run("facts", "as-of", "2026-03-01", "signatures", "meal-fee", "state-subsidy"))
    assert shown[1].startswith("meal-fee  ¥280")
    assert shown[2:] == ["", "no value on 2026-03-01:", "    signatures  (since 2026-03-19)", "    state-subsidy"]


@pytest.mark.parametrize("words", [("as-of", "2023-06"), ("--as-of", "tomorrow"), ("as-of", "2023-02-30")])
def test_what_is_no_day_is_refused(minimal: Project, words: tuple[str, ...]) -> None:
    done = minimal.run("facts", *words)
    assert done.returncode == 2
    assert "is not a day of the calendar\n    hint: write the whole day, as in 2026-11-20" in done.stderr


# One fact


def test_one_fact_is_shown_whole_with_the_pages_that_print_it(printed: Project) -> None:
    shown = lines(printed.run("facts", "midori-pupils", *DAY))
    assert shown[0] == "midori-pupils  児童・生徒数 / Pupils in Midori"
    assert "    value: 1,186人 / 1,186 pupils (since 2026-05-01)" in shown
    assert "    2025-05-01  2026-04-30  1,240人 / 1,240 pupils  midori-board-2026  2026-03-01" in shown
    assert "    [imprecise] meal-leaflet-2025 · 2025-11: “1300”" in shown
    assert "        町外へ通う生徒を含む数とみられる。" in shown
    assert "        Apparently counts pupils who go to school outside the town." in shown
    assert "    content/modules/background/how-meals-work/ja.md:1:21" in shown
    assert [line.split() for line in shown if line.startswith("    free-school-meals  council")] == [
        ["free-school-meals", "council", "en", "1", "fresh"],
        ["free-school-meals", "council", "ja", "1", "fresh"],
    ]


def test_an_edition_that_will_print_a_changed_fact_otherwise_is_named_before_the_build(printed_copy: Project) -> None:
    printed_copy.edit("content/facts/meals.yaml", "{value: 2104,", "{value: 2105,")
    states = {
        (row["brief"], row["state"])
        for row in json.loads(printed_copy.run("facts", "signatures", "--json").stdout)[0]["editions"]
    }
    assert states == {("free-school-meals", "changed since")}
    untouched = json.loads(printed_copy.run("facts", "centre-cost", "--json").stdout)[0]["editions"]
    assert {row["state"] for row in untouched} == {"fresh"}


def test_an_edition_that_begins_to_print_a_fact_is_named_too(minimal: Project) -> None:
    minimal.write("content/modules/weather/snow/en.md", "It rains {fact:rainy-days}.")
    rows = json.loads(minimal.run("facts", "rainy-days", "--json").stdout)[0]["editions"]
    assert {(row["brief"], row["language"], row["state"]) for row in rows} == {
        ("sledges", "en", "not printed"),
        ("umbrellas", "ja", "not printed"),
        ("umbrellas", "en", "not printed"),
    }


@pytest.mark.parametrize(
    "words", [("nato-member",), ("as-of", "2025-01-01", "nato-member"), ("conflicts", "nato-member")]
)
def test_an_unknown_fact_is_refused_with_the_nearest(words: tuple[str, ...]) -> None:
    done = Project(REPOSITORY).run("facts", *words)
    assert done.returncode == 2
    assert done.stdout == 'build.py: error: unknown fact "nato-member"\n    hint: did you mean "nato-members"?\n'


def test_a_fact_that_cannot_be_read_is_refused_with_what_is_wrong(minimal: Project) -> None:
    minimal.edit("content/facts/weather.yaml", "value: 121", "value: many")
    done = minimal.run("facts", "rainy-days")
    assert done.returncode == 1
    assert 'error: "many" is not a value of the type count' in done.stdout
    assert minimal.run("facts").stdout.endswith("with errors: rainy-days\n")


# Conflicts, and what expires


def test_conflicts_show_who_says_what_our_verdict_and_the_wording_used(printed: Project) -> None:
    text = "\n".join(lines(printed.run("facts", "conflicts", *DAY)))
    assert text.split("\n\n")[0].splitlines() == [
        "arrears-rate  給食費の未納の割合 / Charges in arrears",
        "    value: 0.9% (since 2025-04)",
        "    state: corrected",
        "    [wrong] meal-leaflet-2025 · 2025-11: “9”",
        "        小数点の位置を誤っている。",
        "        The decimal point is in the wrong place.",
    ]
    assert [block.split()[0] for block in text.split("\n\n")] == [
        "arrears-rate",
        "meal-fee",
        "midori-pupils",
        "state-subsidy",
    ]


def test_the_contradictions_of_the_record_are_all_shown() -> None:
    text = Project(REPOSITORY).run("facts", "conflicts", "nato-members", "jpd-date").stdout
    assert "[outdated] seed-000" in text
    assert "“31”" in text
    assert "[wrong] seed-002" in text
    assert "“2007”" in text
    assert "32か国 / 32 members" in text
    assert "2013年4月 / April 2013" in text


def test_what_expires_is_sorted_by_its_day_and_counted_and_the_status_tells_of_what_is_overdue(
    printed: Project,
) -> None:
    done = printed.run("facts", "expiring", "--days", "30", "--as-of", "2027-04-10")
    assert done.returncode == 1
    rows = done.stdout.splitlines()
    assert rows[1].split()[:5] == ["2026-12-31", "100", "overdue", "review", "free-meals-status"]
    days = [row.split()[0] for row in rows[1:-2]]
    assert days == sorted(days)
    assert rows[-1] == "6 overdue, 0 due soon, 12 values without a date of check"


def test_nothing_that_is_overdue_leaves_the_status_at_peace(printed: Project) -> None:
    shown = lines(printed.run("facts", "expiring", *DAY))
    assert [row.split()[:4] for row in shown[1:-2]] == [["2026-12-31", "36", "review", "free-meals-status"]]
    assert shown[-1].startswith("0 overdue, 1 due soon, ")


# Sources


def test_the_sources_are_shown_with_their_uses_and_the_unused_ones_marked(minimal: Project) -> None:
    text = (minimal.root / "content/references.json").read_text("utf-8")
    spare = '{"id": "spare-2020", "type": "book", "title": "Spare", "issued": {"date-parts": [[2020]]}},'
    minimal.write("content/references.json", text.replace("[\n", f"[\n{spare}\n", 1))
    minimal.write("content/modules/weather/snow/en.md", "Snow falls.[@nenpo-2024]")
    shown = lines(minimal.run("sources"))
    assert [row.split() for row in shown[:4]] == [
        ["source", "grade", "lang", "date", "facts", "claims", "texts", "editions"],
        ["almanac-2024", "research", "en", "2024", "1", "–", "2", "–"],
        ["nenpo-2025", "official", "ja", "2025-03", "1", "–", "2", "–"],
        ["spare-2020", "–", "–", "2020", "–", "–", "–", "–"],
    ]
    assert shown[4:] == [
        "",
        "used nowhere:",
        "    spare-2020",
        "",
        "cited, but not defined:",
        "    nenpo-2024 (content/modules/weather/snow/en.md:1:12)",
    ]


def test_one_source_is_shown_with_its_facts_its_claims_and_how_far_they_held_and_its_pages(printed: Project) -> None:
    shown = lines(printed.run("sources", "meal-leaflet-2025"))
    assert "    給食を考える会『みどり町の給食、ここが変だ』、2025年11月。" in shown
    assert "    grade: commentary" in shown
    assert "    arrears-rate   wrong       2025-11   9         –" in shown
    assert "    imprecise 1, outdated 1, unverified 1, wrong 1" in shown
    assert "    briefs/free-school-meals.yaml:58:26" in shown
    assert ["free-school-meals", "council", "ja", "3,", "4", "fresh"] in [line.split() for line in shown]


def test_an_unknown_source_is_refused_with_the_nearest(minimal: Project) -> None:
    done = minimal.run("sources", "almanac-2023")
    assert done.returncode == 2
    assert 'unknown source "almanac-2023"\n    hint: did you mean "almanac-2024"?' in done.stdout


# For programs


@pytest.mark.parametrize(
    "words",
    [
        ("facts",),
        ("facts", "meal-fee"),
        ("facts", "conflicts"),
        ("facts", "as-of", "2026-01-01"),
        ("sources",),
        ("sources", "tanaka-2019"),
    ],
    ids=" ".join,
)
def test_every_view_is_there_for_programs(printed: Project, words: tuple[str, ...]) -> None:
    done = printed.run(*words, "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout)


def test_a_fact_for_programs_holds_values_claims_places_and_pages(printed: Project) -> None:
    (fact,) = json.loads(printed.run("facts", "meal-fee", *DAY, "--json").stdout)
    assert fact["value"]["wording"] == {"ja": "310円", "en": "¥310"}
    assert [value["from"] for value in fact["values"]] == ["2009-04", "2019-05", "2026-09-01"]
    assert fact["claims"][0]["verdict"] == "outdated"
    assert all(place["file"] and place["line"] for place in fact["places"])
    assert {tuple(row["pages"]) for row in fact["editions"]} >= {(1,)}


def test_the_commands_are_quick_and_never_start_the_press(printed: Project) -> None:
    for words in (("facts",), ("facts", "meal-fee"), ("facts", "conflicts"), ("sources",)):
        start = time.monotonic()
        done = subprocess.run(
            [*printed.command(*words)[:2], "-X", "importtime", *printed.command(*words)[2:]],
            capture_output=True,
            text=True,
            env=printed.environment(),
            check=True,
        )
        assert time.monotonic() - start < 5  # 0.3 s on a machine at rest
        assert not {"weasyprint", "pypdfium2"} & {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}


@pytest.fixture
def printed_copy(printed: Project, tmp_path: Path) -> Project:
    """A copy of the printed sample project with what is published, for a test that changes its texts."""
    import shutil

    root = tmp_path / "copy"
    shutil.copytree(printed.root, root)
    return Project(root)
