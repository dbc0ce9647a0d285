"""A figure typed by hand is found where the ledger has a fact for it; figures of other things are left alone."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from conftest import PROJECTS, REPOSITORY, Project

from briefbuilder.diagnostics import Findings
from briefbuilder.library import Passage, Passages
from briefbuilder.literals import report_literals
from briefbuilder.read import read
from briefbuilder.sources import Folder, Source

FACTS = """\
club-members:
  label: {ja: 天文連盟の加盟国数, en: Members of the Astronomy League}
  type: count
  say:
    ja: "{value}か国"
    en: {one: "{value} member", other: "{value} members"}
  values:
    - {value: 30, from: 2020-01-01, to: 2023-03-31, sources: [almanac-2024]}
    - {value: 31, from: 2023-04-01, to: 2024-03-31, sources: [almanac-2024]}
    - {value: 32, from: 2024-04-01, sources: [nenpo-2025]}
  claims:
    - {by: almanac-2024, value: 35, verdict: wrong}
telescopes:
  label: {ja: 大型望遠鏡を持つ国, en: Owners of large telescopes}
  type: count
  say:
    ja: "{value}か国"
    en: {one: "{value} country", other: "{value} countries"}
  values:
    - {value: 3, from: 2020-01-01, sources: [nenpo-2025]}
declaration:
  label: {ja: 共同観測宣言の発出, en: Declaration on Joint Observation}
  type: date
  values:
    - {value: 2013-04, from: 2013-04-15, sources: [nenpo-2025]}
  claims:
    - {by: almanac-2024, value: 2007, verdict: wrong}
    - {by: almanac-2024, value: 2013, verdict: imprecise}
plan:
  label: {ja: 観測計画の期間, en: Term of the observation plan}
  type: period
  values:
    - {value: 2023/2026, from: 2023-01-01, sources: [nenpo-2025]}
dark-nights:
  label: {ja: 暗い夜の割合, en: Share of dark nights}
  type: percent
  values:
    - {value: 44.5, from: 2023-01-01, sources: [nenpo-2025]}
observatory-cost:
  label: {ja: 天文台の建設費, en: Cost of the observatory}
  type: money
  currency: EUR
  values:
    - {value: 1500000000, from: 2023-01-01, sources: [nenpo-2025]}
light-limit:
  label: {ja: 街灯の上限, en: Limit for street lamps}
  type: count
  use: never
  say: {ja: "{value}基", en: "{value} lamps"}
  values:
    - {value: 640, from: 2023-01-01, sources: [nenpo-2025]}
"""


def told(project: Project, language: str, text: str) -> list[str]:
    """Return what is said of figures after a module got this text."""
    project.write("content/facts/sky.yaml", FACTS)
    project.write(f"content/modules/weather/snow/{language}.md", text + "\n")
    library, _ = read(Folder(project.root))
    findings = Findings()
    report_literals(library, findings)
    return [str(item) for item in findings.items]


@pytest.mark.parametrize(
    "language, text, place, literal, fact",
    [
        ("ja", "天文連盟の加盟国は32か国である。", "1:10", "32か国", "club-members"),
        ("ja", "天文連盟は３２カ国から成る。", "1:6", "３２カ国", "club-members"),
        ("ja", "加盟国は三十二か国に増えた。", "1:5", "三十二か国", "club-members"),
        ("ja", "天文連盟の加盟国は32。", "1:10", "32", "club-members"),
        ("ja", "大型望遠鏡は3か国にある。", "1:7", "3か国", "telescopes"),
        ("ja", "2013年4月の共同観測宣言に署名した。", "1:1", "2013年4月", "declaration"),
        ("ja", "共同観測宣言は平成25年4月に出た。", "1:8", "平成25年4月", "declaration"),
        ("ja", "二〇一三年四月十五日の共同観測宣言。", "1:1", "二〇一三年四月十五日", "declaration"),
        ("ja", "2023～2026年の観測計画である。", "1:1", "2023～2026年", "plan"),
        ("ja", "暗い夜は44.5％になった。", "1:5", "44.5％", "dark-nights"),
        ("ja", "天文台の建設費は15億ユーロである。", "1:9", "15億ユーロ", "observatory-cost"),
        ("en", "The League has 32 members.", "1:16", "32 members", "club-members"),
        (
            "en",
            "The Astronomy League’s thirty-two full members met.",
            "1:24",
            "thirty-two full members",
            "club-members",
        ),
        ("en", "Three countries own large telescopes.", "1:1", "Three countries", "telescopes"),
        ("en", "In the Declaration of April 2013 they agreed.", "1:23", "April 2013", "declaration"),
        ("en", "The Declaration is dated 15 April 2013.", "1:26", "15 April 2013", "declaration"),
        ("en", "The observation plan runs from 2023 to 2026.", "1:32", "2023 to 2026", "plan"),
        ("en", "Dark nights were 44.5 per cent of all.", "1:18", "44.5 per cent", "dark-nights"),
        ("en", "The observatory cost €1.5 billion.", "1:22", "€1.5 billion", "observatory-cost"),
    ],
)
def test_a_figure_that_is_a_fact_is_reported_with_its_place_and_the_fact(
    minimal: Project, language: str, text: str, place: str, literal: str, fact: str
) -> None:
    path = f"content/modules/weather/snow/{language}.md"
    assert told(minimal, language, text) == [
        f'{path}:{place}: warning: "{literal}" is typed by hand, and is the fact "{fact}"\n'
        f"    hint: write {{fact:{fact}}}: then it is right everywhere when it changes"
    ]


@pytest.mark.parametrize(
    "language, text, literal, value",
    [
        ("ja", "天文連盟は31か国から成る。", "31か国", "32か国"),
        ("ja", "天文連盟の加盟国は三十五か国である。", "三十五か国", "32か国"),
        ("ja", "共同観測宣言は2007年に署名された。", "2007年", "2013年4月"),
        ("ja", "共同観測宣言は2007年に署名された[@nenpo-2025]。", "2007年", "2013年4月"),
        ("en", "The League has 31 members.", "31 members", "32 members"),
        ("en", "The League has thirty-one members.", "thirty-one members", "32 members"),
        ("en", "They signed the Declaration on Joint Observation in 2007.", "2007", "April 2013"),
    ],
)
def test_a_figure_that_held_once_or_that_somebody_claims_is_set_against_the_right_one(
    minimal: Project, language: str, text: str, literal: str, value: str
) -> None:
    (message,) = told(minimal, language, text)
    assert f'"{literal}" is not what the fact "' in message
    assert f" says: {value}\n    hint: write {{fact:" in message
    assert message.endswith("; what somebody else says stands between quotation marks")


@pytest.mark.parametrize("language, text", [("ja", "街灯の上限は640基。"), ("en", "The limit is 640 lamps.")])
def test_a_figure_that_must_not_be_printed_is_reported_as_such(minimal: Project, language: str, text: str) -> None:
    (message,) = told(minimal, language, text)
    assert 'is a figure of the fact "light-limit", which must not be printed' in message
    assert message.endswith("hint: write the sentence without it")


@pytest.mark.parametrize(
    "language, text",
    [
        ("ja", "雪は32センチ積もった。"),
        ("ja", "雪が32日続いた。"),
        ("ja", "屋根のある3か国を旅した。"),
        ("ja", "2013年4月に雪が降った。"),
        ("ja", "2007年の雪は深かった。"),
        ("ja", "2013年の共同観測宣言に基づく。"),
        ("ja", "共同観測宣言の第13条は雪に触れない。2007年度の宣言。"),
        ("ja", "天文連盟を「31か国」とする資料がある。"),
        ("ja", "天文連盟は{fact:club-members}から成り、31か国ではない。"),
        ("ja", "天文連盟は`31か国`とも書かれる。"),
        ("ja", "天文連盟の記録による[@almanac-2024, 31頁]。"),
        ("ja", "共同観測宣言を2007年とするものもある[@nenpo-2025; @almanac-2024]。"),
        ("en", "Some put the Declaration on Joint Observation in 2007.[@almanac-2024]"),
        ("en", "There were 32 centimetres of snow."),
        ("en", "Three members of the family slipped."),
        ("en", "Snow fell in April 2013."),
        ("en", "The snow of 2007 was deep."),
        ("en", "The Declaration of 2013 says nothing of snow."),
        ("en", "Some say that the League has ‘31 members’."),
        ("en", "> The League has 31 members."),
        ("en", "The League has {fact:club-members}, not 31 members."),
        ("en", "The League says so.[@almanac-2024, p. 31]"),
        ("en", "Article 32 of the Astronomy League’s charter."),
        ("en", "The League met. In its garden 31 snowmen were built."),
    ],
)
def test_other_figures_quotations_and_locators_are_left_alone(minimal: Project, language: str, text: str) -> None:
    assert told(minimal, language, text) == []


def test_lines_answers_key_points_and_what_to_watch_are_looked_at_too(minimal: Project) -> None:
    minimal.edit("briefs/sledges.yaml", "en: In the hills they are.", "en: The Astronomy League has 31 members.")
    minimal.edit("content/modules/weather/snow/module.yaml", "ja: 雪は山に降る。", "ja: 天文連盟は31か国。")
    minimal.write("content/facts/sky.yaml", FACTS)
    places = [message.partition(": warning")[0] for message in minimal.messages() if "is not what" in message]
    assert places == ["briefs/sledges.yaml:10:32", "content/modules/weather/snow/module.yaml:6:12"]


def test_a_correction_may_repeat_what_is_wrong_but_not_type_what_is_right(minimal: Project) -> None:
    minimal.write("content/facts/sky.yaml", FACTS)
    path = minimal.root / "briefs/sledges.yaml"
    minimal.write(
        "briefs/sledges.yaml",
        path.read_text("utf-8")
        + "corrections:\n  - ja: 天文連盟は31か国ではない。\n    en: The League has 32 members, and not 31 members.\n",
    )
    messages = [message for message in minimal.messages() if "the fact " in message]
    assert [message.partition("\n")[0] for message in messages] == [
        'briefs/sledges.yaml:23:24: warning: "32 members" is typed by hand, and is the fact "club-members"'
    ]


BOMBS = (
    *("1" * 100_000, "1," * 50_000, "1.2" * 40_000, "1 " * 50_000, "twenty-" * 15_000, "十" * 100_000, "一億" * 50_000),
    *("令和" * 50_000, "2013年4月 " * 10_000, "32か国 " * 20_000, "\n" * 100_000, "\n " * 50_000, "a. " * 30_000),
    *("「" * 100_000, "‘" * 100_000, "{" * 100_000, "](" * 50_000, "<" * 100_000, "{fact:rainy-days}。" * 6_000),
)


@pytest.mark.parametrize("bomb", BOMBS, ids=lambda bomb: repr(bomb[:9]))
def test_no_text_keeps_the_search_busy_for_long(minimal: Project, bomb: str) -> None:
    minimal.write("content/facts/sky.yaml", FACTS)
    library, _ = read(Folder(minimal.root))
    text = f"天文連盟 League {bomb}"
    passage = Passage(text, Source("bomb.md", text))
    snow = replace(library.modules["snow"], text=Passages(passage, passage))
    start = time.monotonic()
    report_literals(replace(library, modules={"snow": snow}), Findings())
    assert time.monotonic() - start < 20  # less than two on a machine at rest


def test_a_figure_that_could_be_two_facts_is_nobodys(minimal: Project) -> None:
    twin = FACTS.replace("club-members:", "club-members-too:", 1).partition("telescopes:")[0]
    minimal.write("content/facts/twin.yaml", twin)
    assert told(minimal, "en", "The League has 31 members.") == []


@pytest.mark.parametrize(
    "root", [REPOSITORY, PROJECTS / "school-meals", PROJECTS / "minimal"], ids=lambda path: path.name
)
def test_no_text_that_we_ship_types_a_fact_by_hand(root: object) -> None:
    assert isinstance(root, type(REPOSITORY))
    assert [
        message for message in Project(root).messages() if "typed by hand" in message or "is not what" in message
    ] == []
