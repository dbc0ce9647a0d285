"""Strict YAML: every value is the text that was typed, folded lines are joined as each language wants it."""

from __future__ import annotations

from typing import Any

import pytest

from briefbuilder.diagnostics import Findings
from briefbuilder.reading.yamltext import DEPTH_LIMIT, NODE_LIMIT, Tree, read_tree
from briefbuilder.sources import Source


def tree_of(text: str) -> Tree:
    findings = Findings()
    tree = read_tree(Source("a.yaml", text), findings)
    assert findings.items == []
    assert tree is not None
    return tree


def value_of(text: str) -> Any:
    return tree_of(text).value


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "no",
            "yes",
            "on",
            "off",
            "true",
            "null",
            "~",
            "12:30",
            "1.10",
            "007",
            "0x1F",
            "1e3",
            ".5",
            "1_000",
            "=",
            "-1",
        ),
        *("2026-11-20", "2026-11-20 10:00:00", "０１２", "Norway", "+81 3 1234", "a#b", "https://example.org/a"),
    ],
)
def test_a_value_is_the_text_that_was_typed(typed: str) -> None:
    assert value_of(f"key: {typed}\n") == {"key": typed}
    assert value_of(f"- {typed}\n") == [typed]
    assert value_of(f"{typed}: value\n") == {typed: "value"}


def test_quotes_are_taken_off_and_may_hold_anything() -> None:
    assert value_of("""a: "x: y # z"\nb: 'it''s'\nc: "「\\"」"\n""") == {"a": "x: y # z", "b": "it's", "c": '「"」'}


def test_a_text_that_is_meant_to_be_empty_stands_between_quotes() -> None:
    assert value_of('a: ""\n') == {"a": ""}


def test_a_comment_is_no_part_of_a_value() -> None:
    assert value_of("# first\na: b   # second\n") == {"a": "b"}


def test_folded_lines_are_joined_with_a_space_in_english_and_without_one_in_japanese() -> None:
    text = "en: >-\n  The opening\n  did not happen.\nja: >-\n  東京に\n  できなかった。\n"
    assert value_of(text) == {"en": "The opening did not happen.", "ja": "東京にできなかった。"}


@pytest.mark.parametrize("header", [">-", ">", ""])
def test_a_space_that_was_typed_between_japanese_words_stays(header: str) -> None:
    text = f"ja: {header}\n  山田 太郎は\n  東京に 行った。\n"
    assert value_of(text)["ja"].strip() == "山田 太郎は東京に 行った。"


def test_a_line_end_between_japanese_and_latin_letters_is_a_space() -> None:
    assert value_of("ja: >-\n  これは\n  NATO\n  である。\n") == {"ja": "これは NATO である。"}


def test_lines_are_joined_between_quotes_as_well() -> None:
    assert value_of('ja: "東京に\n  できなかった。"\nen: "It did\n  not happen."\n') == {
        "ja": "東京にできなかった。",
        "en": "It did not happen.",
    }


def test_an_empty_line_in_a_folded_text_begins_a_paragraph() -> None:
    assert value_of("a: >-\n  One.\n\n  Two\n  more.\nb: 一。\n\n  二。\n") == {
        "a": "One.\n\nTwo more.",
        "b": "一。\n\n二。",
    }


def test_a_literal_text_keeps_its_lines() -> None:
    assert value_of("a: |-\n  東京に\n  できなかった。\n\n  二。\n") == {"a": "東京に\nできなかった。\n\n二。"}


def test_lists_and_keys_on_one_line_and_on_several_are_the_same() -> None:
    assert value_of("a: {b: [c, d]}\n") == value_of("a:\n  b:\n    - c\n    - d\n") == {"a": {"b": ["c", "d"]}}


def test_every_value_and_every_key_knows_its_place() -> None:
    tree = tree_of("title:\n  ja: 雪\n  en: Snow\ntopics: [a, bb]\n")
    assert str(tree.place(("title", "en"))) == "a.yaml:3:7"
    assert str(tree.place_of_key(("title", "en"))) == "a.yaml:3:3"
    assert str(tree.place(("topics", 1))) == "a.yaml:4:13"


def test_what_does_not_exist_is_placed_at_the_nearest_thing_around_it() -> None:
    tree = tree_of("title:\n  ja: 雪\n")
    assert str(tree.place(("title", "en"))) == "a.yaml:2:3"
    assert str(tree.place_of_key(("title", "en", "x"))) == "a.yaml:2:3"
    assert str(tree.place(("nowhere",))) == "a.yaml:1:1"


def nested(depth: int) -> str:
    return "[" * depth + "a" + "]" * depth


def test_nesting_is_accepted_up_to_its_limit_and_refused_beyond() -> None:
    tree_of(f"{nested(DEPTH_LIMIT)}\n")
    findings = Findings()
    assert read_tree(Source("a.yaml", nested(DEPTH_LIMIT + 1)), findings) is None
    assert "nested too deeply" in str(findings.items[0])


def test_a_file_is_accepted_up_to_its_limit_and_refused_beyond() -> None:
    tree_of("- a\n" * (NODE_LIMIT - 1))
    findings = Findings()
    assert read_tree(Source("a.yaml", "- a\n" * NODE_LIMIT), findings) is None
    assert "too large" in str(findings.items[0])


@pytest.mark.parametrize(
    "text",
    [
        *("a: [", "a: ]", "{", "}", "- a\nb: c", "a: b: c", "? ", ": :", "%YAML 9.9\n---\na: b", "a: 'b", 'a: "\\q"'),
        *("a: |3\n b", "!<", "&", "*", "a: !!", "--- ---", "...\n...", "\t", "a:\n\t- b", "'", "@", "`", "a: |\n\tb"),
        *("[a: b: c]", "{a: {b}", "a: - b", "-a\n-b\n- c", "<<: *x", "? a\n: b\n? a\n: c", "\u3000a: b", "a：b", "#"),
    ],
)
def test_broken_yaml_is_a_finding_with_a_place_and_never_a_crash(text: str) -> None:
    findings = Findings()
    tree = read_tree(Source("a.yaml", text), findings)
    assert (tree is None) == bool(findings.items)
    for item in findings.items:
        assert item.place.path == "a.yaml"
        assert item.hint is not None
        assert str(item)
