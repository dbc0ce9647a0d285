"""Passages for some audiences only: counted, the same in both languages, and few."""

from __future__ import annotations

import pytest
from conftest import Project

from briefbuilder.conditions import conditions, count, shown_and_hidden
from briefbuilder.read import read
from briefbuilder.sources import Folder

RAIN = "content/modules/weather/rain"
TEXT = "It rains here in autumn and in winter, more than in spring.\n"


def only(audiences: str, words: str = "Bring a coat.") -> str:
    return f'\n::: {{.only for="{audiences}"}}\n\n{words}\n\n:::\n'


def write(project: Project, *passages: str, ja: tuple[str, ...] | None = None) -> None:
    project.write(f"{RAIN}/en.md", TEXT + "".join(passages))
    japanese = "秋と冬に雨が多く、春には少ない。傘は一人に一本あれば足りるが、風の強い日もある。\n"
    project.write(f"{RAIN}/ja.md", japanese + "".join(passages if ja is None else ja))


def found(project: Project) -> list[str]:
    return [message for message in project.messages() if message.startswith(RAIN)]


def test_a_conditional_passage_knows_its_readers_and_its_length(minimal: Project) -> None:
    write(minimal, only("readers staff"))
    module = read(Folder(minimal.root))[0].modules["rain"]
    (condition,) = conditions(module.text["en"])
    assert (condition.audiences, condition.letters) == (("readers", "staff"), len("Bringacoat."))
    assert module.text["en"].place(condition.offset).line == 3


def test_what_a_reader_meets_and_misses_is_counted(minimal: Project) -> None:
    write(minimal, only("readers"), only("staff"))
    library = read(Folder(minimal.root))[0]
    assert shown_and_hidden(library.modules["rain"], "readers", "en") == (1, 1)
    assert shown_and_hidden(library.modules["snow"], "readers", "en") == (0, 0)
    assert shown_and_hidden(library.modules["rain"], "readers", "en", "line") == (0, 0)
    assert "passages for some audiences only: 1 in, 1 out" in minimal.run("plan", "umbrellas", "--lang", "en").stdout
    assert count(library) == (2, 1)
    assert "passages for some audiences only: 2 (modules: 1)" in minimal.run("check").stdout


def test_a_fence_in_code_is_none(minimal: Project) -> None:
    minimal.write(f"{RAIN}/en.md", TEXT + '\n`::: {.only for="readers"}`\n')
    assert conditions(read(Folder(minimal.root))[0].modules["rain"].text["en"]) == ()


def test_one_or_two_short_passages_are_nothing_to_report(minimal: Project) -> None:
    write(
        minimal,
        only("readers", "A coat."),
        only("staff", "A hat."),
        ja=(only("readers", "外套。"), only("staff", "帽子。")),
    )
    assert found(minimal) == []


@pytest.mark.parametrize(
    "passages, japanese, line, words",
    [
        ((only("readers"),), (), "en.md:3:1", "are not the same in ja.md and en.md"),
        ((only("readers"),), (only("staff"),), "ja.md:3:1", "are not the same in ja.md and en.md"),
        ((only("readers", "A."),) * 3, None, "en.md:3:1", "letters, in 3 places"),
        (
            (
                only(
                    "readers",
                    "A coat, a hat, gloves, dry socks, tea and, above all, an umbrella that opens and shuts.",
                ),
            ),
            None,
            "en.md:3:1",
            "letters, in 1 places",
        ),
    ],
    ids=["missing in one", "other readers", "too many", "most of the text"],
)
def test_conditions_that_nobody_can_review_are_reported(
    minimal: Project, passages: tuple[str, ...], japanese: tuple[str, ...] | None, line: str, words: str
) -> None:
    write(minimal, *passages, ja=japanese)
    assert any(message.startswith(f"{RAIN}/{line}:") and words in message for message in found(minimal))


def test_a_passage_for_readers_who_skip_the_module_is_reported(minimal: Project) -> None:
    minimal.edit(f"{RAIN}/module.yaml", "  staff: ", "  staff: skip  # ")
    write(minimal, only("staff"))
    assert any('nobody will read this: the module is marked skip for "staff"' in message for message in found(minimal))
