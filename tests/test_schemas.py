"""The JSON Schemas from which an editor completes and checks the YAML files: current, kind, and named in every file."""

from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml
from conftest import PROJECTS, REPOSITORY

from briefbuilder.reading.schema import SHAPES

SCHEMAS = REPOSITORY / "docs" / "schemas"
AUTHORED = [
    path
    for root in (REPOSITORY, *sorted(PROJECTS.iterdir()))
    for folder in ("briefs", "content")
    for path in sorted((root / folder).rglob("*.yaml"))
]
NAMES = [str(path.relative_to(REPOSITORY)) for path in AUTHORED]
_MODELINE = re.compile(r"# yaml-language-server: \$schema=(\S+)\n")


def kind_of(path: Path) -> str:
    """Return which kind of file a path is, by docs/authoring.md."""
    if path.parent.name in ("briefs", "facts", "figures"):
        return {"briefs": "brief", "facts": "facts", "figures": "figures"}[path.parent.name]
    return path.stem.removeprefix("references.")


def script() -> ModuleType:
    specification = importlib.util.spec_from_file_location("make_schemas", REPOSITORY / "scripts" / "make_schemas.py")
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def test_the_committed_schemas_are_those_that_the_shapes_make() -> None:
    found = {path.name: path.read_text("utf-8") for path in SCHEMAS.iterdir()}
    assert found == script().schemas(), "run .venv/bin/python scripts/make_schemas.py"


def test_every_kind_of_file_has_its_schema() -> None:
    assert {path.stem for path in SCHEMAS.glob("*.json")} == set(SHAPES)


@pytest.mark.parametrize("path", AUTHORED, ids=NAMES)
def test_every_yaml_file_names_the_schema_of_its_kind(path: Path) -> None:
    found = _MODELINE.match(path.read_text("utf-8"))
    assert found, "the first line must be # yaml-language-server: $schema=…"
    assert (path.parent / found[1]).resolve() == SCHEMAS / f"{kind_of(path)}.json"


@pytest.mark.parametrize("path", AUTHORED, ids=NAMES)
def test_no_editor_underlines_a_file_that_the_program_accepts(path: Path) -> None:
    schema = json.loads((SCHEMAS / f"{kind_of(path)}.json").read_text("utf-8"))
    assert list(faults(as_an_editor_reads(path.read_text("utf-8")), schema, schema)) == []


@pytest.mark.parametrize(
    "kind, old, new, where",
    [
        ("module", "handling:", "handlng:", "handlng"),
        ("module", "kind: background", "kind: backround", "kind"),
        ("module", "reviewed: 2026-11-20", "reviewed: yesterday", "reviewed"),
        ("module", "lead: ja\n", "", "lead"),
        ("module", "topics: [weather]", "topics: []", "topics"),
        ("brief", "number: 2", "number: 0", "number"),
    ],
)
def test_an_editor_underlines_a_slip_while_it_is_typed(kind: str, old: str, new: str, where: str) -> None:
    path = (
        PROJECTS / "minimal" / {"module": "content/modules/weather/snow/module.yaml"}.get(kind, "briefs/sledges.yaml")
    )
    schema = json.loads((SCHEMAS / f"{kind}.json").read_text("utf-8"))
    text = path.read_text("utf-8")
    assert old in text
    found = list(faults(as_an_editor_reads(text.replace(old, new)), schema, schema))
    assert found
    assert any(where in fault for fault in found)


def test_a_schema_says_what_a_key_is_for() -> None:
    schema = json.loads((SCHEMAS / "module.json").read_text("utf-8"))
    assert "how much it matters" in schema["properties"]["for"]["description"]


def as_an_editor_reads(text: str) -> Any:
    """Return the values that the YAML extension of an editor sees: those of YAML 1.2, where a date is a text."""
    return yaml.load(text, Loader=_Editor)


class _Editor(yaml.SafeLoader):
    yaml_implicit_resolvers = {  # noqa: RUF012 - PyYAML's own way to be configured
        letter: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith((":timestamp", ":bool"))]
        for letter, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


_Editor.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), ["t", "f"])  # no “yes”, no “no”

_TYPES: dict[str, Any] = {
    "boolean": bool,
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "number": (int, float),
    "null": type(None),
}
_KNOWN = {
    *(
        "$schema",
        "$defs",
        "$ref",
        "title",
        "description",
        "default",
        "type",
        "enum",
        "const",
        "anyOf",
        "oneOf",
        "pattern",
    ),
    *("minLength", "minItems", "maxItems", "minimum", "maximum", "exclusiveMinimum", "items", "required", "properties"),
    *("additionalProperties", "patternProperties", "propertyNames"),
}


def faults(value: Any, schema: Any, root: Any, where: str = "") -> Any:
    """Yield where a value does not fit a schema: as much of JSON Schema 2020-12 as our schemas use, and no more."""
    assert set(schema) <= _KNOWN, f"teach the test {set(schema) - _KNOWN}"
    if "$ref" in schema:
        yield from faults(value, root["$defs"][schema["$ref"].removeprefix("#/$defs/")], root, where)
    if "anyOf" in schema and all(list(faults(value, part, root, where)) for part in schema["anyOf"]):
        yield f"{where}: {value!r} is none of the forms"
    if "oneOf" in schema and sum(not list(faults(value, part, root, where)) for part in schema["oneOf"]) != 1:
        yield f"{where}: {value!r} is not of one form alone"
    types = [schema["type"]] if isinstance(schema.get("type"), str) else schema.get("type", [])
    if types and not any(isinstance(value, _TYPES[name]) for name in types):
        yield f"{where}: {value!r} is not {types}"
        return
    if value not in schema.get("enum", [value]) or value != schema.get("const", value):
        yield f"{where}: {value!r} is not among the words"
    if isinstance(value, str):
        if not re.search(schema.get("pattern", ""), value) or len(value) < schema.get("minLength", 0):
            yield f"{where}: {value!r} has not the form"
    elif isinstance(value, (int, float)):
        if not schema.get("minimum", value) <= value <= schema.get("maximum", value):
            yield f"{where}: {value} is out of range"
        if value <= schema.get("exclusiveMinimum", value - 1):
            yield f"{where}: {value} is too small"
    elif isinstance(value, list):
        if len(value) < schema.get("minItems", 0):
            yield f"{where}: too few"
        if len(value) > schema.get("maxItems", len(value)):
            yield f"{where}: too many"
        for index, item in enumerate(value):
            yield from faults(item, schema.get("items", {}), root, f"{where}/{index}")
    elif isinstance(value, dict):
        yield from _faults_of_keys(value, schema, root, where)


def _faults_of_keys(value: Any, schema: Any, root: Any, where: str) -> Any:
    yield from (f"{where}/{key} is missing" for key in schema.get("required", []) if key not in value)
    for key, item in value.items():
        yield from faults(key, schema.get("propertyNames", {}), root, f"{where}/{key}")
        fitting = [part for pattern, part in schema.get("patternProperties", {}).items() if re.search(pattern, key)]
        if key in schema.get("properties", {}):
            fitting.append(schema["properties"][key])
        for part in fitting:
            yield from faults(item, part, root, f"{where}/{key}")
        rest = schema.get("additionalProperties", True)
        if not fitting and rest is False:
            yield f"{where}/{key} is not known"
        elif not fitting and isinstance(rest, dict):
            yield from faults(item, rest, root, f"{where}/{key}")
