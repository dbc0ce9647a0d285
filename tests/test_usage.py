"""Where a fact stands: in texts, in corrections taken from the ledger, and behind the facts computed from it."""

from __future__ import annotations

import json

from conftest import Project

from briefbuilder.plan import Target
from briefbuilder.read import read
from briefbuilder.sources import Folder
from briefbuilder.usage import Printing, mentions, merged, printings, resting_on

DERIVED = """\
rain-growth:
  label: {ja: 雨の日の増加, en: Growth of rain}
  type: count
  derived: {difference: [rainy-days, "rainy-days@2024-06-30"]}
twice:
  label: {ja: 二倍, en: Twice}
  type: count
  derived: {sum: [rain-growth, rain-growth]}
"""


def test_every_text_that_prints_a_fact_is_found_with_its_owner_and_its_place(minimal: Project) -> None:
    library, _ = read(Folder(minimal.root))
    found = [(str(item.place), item.kind, item.owner, item.language) for item in mentions(library, "fact")]
    assert found == [
        ("briefs/umbrellas.yaml:17:13", "brief", "umbrellas", "ja"),
        ("briefs/umbrellas.yaml:18:20", "brief", "umbrellas", "en"),
        ("content/modules/weather/rain/en.md:1:14", "module", "rain", "en"),
        ("content/modules/weather/rain/ja.md:1:8", "module", "rain", "ja"),
        ("content/modules/weather/rain/module.yaml:6:11", "module", "rain", "ja"),
        ("content/modules/weather/rain/module.yaml:7:20", "module", "rain", "en"),
    ]


def test_a_correction_that_the_ledger_gives_prints_its_fact_in_both_languages(minimal: Project) -> None:
    minimal.edit(
        "content/facts/weather.yaml",
        "sources: [nenpo-2025]}",
        "sources: [nenpo-2025]}\n"
        "  claims: [{by: almanac-2024, value: 300, verdict: wrong, note: {ja: 誤記, en: A slip}}]",
    )
    path = minimal.root / "briefs/sledges.yaml"
    minimal.write("briefs/sledges.yaml", path.read_text("utf-8") + "corrections:\n  - fact: rainy-days\n")
    library, findings = read(Folder(minimal.root))
    assert not findings
    (found,) = [item for item in mentions(library, "fact") if item.owner == "sledges"]
    assert (found.id, str(found.place), found.language) == ("rainy-days", "briefs/sledges.yaml:22:11", "")


def test_a_fact_stands_where_others_stand_that_are_computed_from_it(minimal: Project) -> None:
    minimal.write("content/facts/derived.yaml", DERIVED)
    minimal.write("content/modules/weather/snow/en.md", "Twice: {fact:twice value}.")
    library, _ = read(Folder(minimal.root))
    assert resting_on(library, ["rainy-days"]) == {"rainy-days", "rain-growth", "twice"}
    assert resting_on(library, ["rain-growth"]) == {"rain-growth", "twice"}
    (fact,) = json.loads(minimal.run("facts", "rainy-days", "--json").stdout)
    assert fact["computed_into"] == ["rain-growth", "twice"]
    assert ("sledges", "en") in {(row["brief"], row["language"]) for row in fact["editions"]}
    assert ("sledges", "ja") not in {(row["brief"], row["language"]) for row in fact["editions"]}


def test_pages_of_several_things_are_put_together_edition_by_edition() -> None:
    record = {
        "editions": {
            "a.b.ja": {
                "facts": {"x": {"pages": [1, 3], "modules": ["m"]}, "y": {"pages": [2, 3], "modules": ["brief"]}},
                "sources": {},
            },
            "a.b.en": {"facts": {"y": {"pages": [4], "modules": ["m"]}}},
        }
    }
    ja, en = Target("a", "b", "ja"), Target("a", "b", "en")
    assert merged(printings(record, "fact"), ["x", "y"]) == {
        ja: Printing(ja, (1, 2, 3), ("brief", "m")),
        en: Printing(en, (4,), ("m",)),
    }
    assert printings(record, "source") == {}
