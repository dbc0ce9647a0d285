"""Checks a YAML tree against its shape, and says each fault in the author's words at its own line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter, ValidationError

from briefbuilder.diagnostics import Findings, Place, nearest
from briefbuilder.reading.schema import IN_WORDS, OF_FACT, Shape
from briefbuilder.reading.yamltext import Path, Tree


def validate(shape: Any, tree: Tree, findings: Findings, *, under: Path = ()) -> Any | None:
    """Return the validated value at `under`, or None after reporting each fault at its own line."""
    value: Any = tree.value
    for step in under:
        value = value[step]
    try:
        return TypeAdapter(shape).validate_python(value)
    except ValidationError as faults:
        for fault in faults.errors():
            _report(fault, tree, under, findings)
        return None


# What a key is for, where its name does not tell.
_NEEDED = {
    "by": 'add "by:", the id of the source that says it',
    "sources": 'add "sources: […]", the ids of those who say so',
}
_PARTS = frozenset({"[key]", IN_WORDS, OF_FACT})


# What is said of a fault by its kind alone, and how to mend it; the kinds of numbers and truths by their beginning.
_SAID: Mapping[str, tuple[str, str]] = {
    "string_pattern_mismatch": ('"{name}" is not an id', "lower-case letters a–z, digits and hyphens, at most 64"),
    "list_type": ('"{around}" needs a list', 'write "[…]", or one "- …" a line'),
    "string_too_short": ('"{around}" is empty', "write its text between the quotation marks"),
    "too_short": ('"{around}" is empty', "write at least one"),
    "too_long": ('"{around}" needs two facts', "write [a, b]"),
    "greater_than": ('"{name}" is not a number from 1', "write it in digits"),
    "int": ('"{name}" is not a number from 1', "write it in digits"),
    "bool": ('"{name}" is neither true nor false', "write true or false"),
    "weight": ('"{name}" is not a whole number', "write 1, or -1"),
    "not_a_day": ('"{name}" is not a day of the calendar', "write the whole day, as in 2026-11-20"),
    "not_decimals": (
        '"{name}" is not a number of decimals',
        "write 1 for 44.5, 0 for whole numbers, -3 for whole thousands",
    ),
    "not_an_operand": (
        '"{name}" is neither a fact nor a fact on a day',
        'write a fact\'s id, or its id and a whole day: "members@2024-03-07"',
    ),
    "value_error": (
        '"{name}" is not a date',
        "write it as 2026-11-20 (or, where it is not known to the day, 2026-11 or 2026)",
    ),
}


def _report(fault: Any, tree: Tree, under: Path, findings: Findings) -> None:
    loc: Path = (*under, *(step for step in fault["loc"] if step not in _PARTS))
    place = tree.place_of_key(loc) if "[key]" in fault["loc"] else tree.place(loc)
    kind, around = fault["type"], " → ".join(str(step) for step in loc if isinstance(step, str))
    if kind == "missing":
        _report_missing(loc, tree, findings)
    elif kind == "extra_forbidden":
        _report_unknown_key(loc, tree, findings)
    elif kind in ("literal_error", "enum") and isinstance(fault["input"], str):
        _report_unknown_word(fault, loc, place, findings)
    elif kind in ("literal_error", "enum", "string_type"):
        _report_several(place, around, findings)
    elif kind in ("model_type", "model_attributes_type", "dict_type"):
        _report_no_keys(fault, around, place, findings)
    elif said := _SAID.get(_simplified(fault, loc)):
        template, hint = said
        findings.error(place, template, hint=hint, name=fault["input"], around=around)
    else:
        findings.error(place, "{around}: {reason}", hint="see docs/authoring.md", around=around, reason=fault["msg"])


def _simplified(fault: Any, loc: Path) -> str:
    """Return the key of `_SAID` for a fault."""
    kind = str(fault["type"])
    if kind == "too_short" and fault["ctx"]["min_length"] == 2:
        return "too_long"  # a pair that is none
    if kind.startswith("int_"):
        return "weight" if "weights" in loc else "int"
    return "bool" if kind.startswith("bool_") else kind


def _report_missing(loc: Path, tree: Tree, findings: Findings) -> None:
    name = str(loc[-1])
    if name not in ("ja", "en"):
        hint = _NEEDED.get(name, 'add "{name}:"')
        findings.error(tree.place(loc[:-1]), 'the key "{name}" is missing', hint=hint, name=name)
        return
    findings.error(
        tree.place_of_key(loc[:-1]),
        "the {language} {thing} is missing",
        hint='add "{name}:" beside "{other}:"',
        language={"ja": "Japanese", "en": "English"}[name],
        thing=_thing(loc[:-1]),
        name=name,
        other="en" if name == "ja" else "ja",
    )


def _report_unknown_key(loc: Path, tree: Tree, findings: Findings) -> None:
    name = str(loc[-1])
    near = nearest(name, _keys_of(tree, loc))
    findings.error(
        tree.place_of_key(loc),
        'unknown key "{name}"',
        hint='did you mean "{near}"?' if near else "remove it; docs/authoring.md lists the keys",
        name=name,
        near=near or "",
    )


def _report_unknown_word(fault: Any, loc: Path, place: Place, findings: Findings) -> None:
    known = [word.strip(" '") for word in fault["ctx"]["expected"].replace(" or ", ", ").split(",")]
    near = nearest(fault["input"], known)
    findings.error(
        place,
        'unknown {thing} "{name}"',
        hint='did you mean "{near}"?' if near else "one of: {known}",
        thing=_thing(loc),
        name=fault["input"],
        near=near or "",
        known=", ".join(known),
    )


def _report_no_keys(fault: Any, around: str, place: Place, findings: Findings) -> None:
    if re.match("[a-z_]+：", str(fault["input"])):
        findings.error(place, "a full-width colon “：” after a key", hint='write ":" and a space')
    elif not around:
        findings.error(
            place, "the file needs keys, not a text or a list", hint='write one "key: value" a line at its left edge'
        )
    else:
        findings.error(
            place,
            '"{around}" needs keys of its own',
            hint='one "key: value" a line, indented by two spaces',
            around=around,
        )


def _report_several(place: Place, around: str, findings: Findings) -> None:
    findings.error(
        place,
        '"{around}" is a single text, not a list or keys',
        hint="write it on one line, between quotes if it begins with a bracket or brace",
        around=around,
    )


def _thing(loc: Path) -> str:
    """Return what the author calls the thing: the last key, in words; one of a list in the singular."""
    names = [step for step in loc if isinstance(step, str)]
    if names[-2:-1] == ["for"]:
        return "relevance"
    if names[-1:] == ["order"] or names[-2:-1] == ["weights"]:
        return "kind"
    name = (names[-1] if names else "entry").replace("_", " ")
    name = "wording" if name == "say" else name
    return name.removesuffix("s") if loc and isinstance(loc[-1], int) else name


def _keys_of(tree: Tree, loc: Path) -> list[str]:
    """Return the keys that would have been right where the unknown one stands."""
    kinds = list(Shape.__subclasses__())
    value: Any = tree.value
    for step in loc[:-1]:
        value = value[step]
    present = set(value) if isinstance(value, dict) else set()

    def names(shape: type[Shape]) -> set[str]:
        return {field.alias or key for key, field in shape.model_fields.items()}

    def likeness(shape: type[Shape]) -> tuple[float, bool]:
        near = nearest(str(loc[-1]), names(shape) - present)
        return len(names(shape) & present) / len(names(shape) | present), near is not None

    return sorted(names(max(kinds, key=likeness)) - present)
