"""Every sentence for an author can be filled in: no brace is left that is no field, and no field without its value."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import REPOSITORY

PACKAGE = REPOSITORY / "briefbuilder"
SPEAKERS = {"error", "warning", "refuse", "_reason"}  # the functions that take a template and the values of its fields


def sentences(tree: ast.AST) -> Iterator[tuple[int, str, set[str]]]:
    """Yield (line, template, names of the values) of each sentence that is given to a speaker as a literal."""
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call):
            continue
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        if name not in SPEAKERS or any(keyword.arg is None for keyword in call.keywords):
            continue
        values = {keyword.arg or "" for keyword in call.keywords} - {"hint"}
        spoken = [*call.args[:2], *(keyword.value for keyword in call.keywords if keyword.arg == "hint")]
        for node in spoken:
            for text in literals(node):
                yield call.lineno, text, values


def literals(node: ast.expr) -> Iterator[str]:
    """Yield the text of a literal, of both ends of a choice, of an f-string (with a word in place of its values)."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from literals(node.body)
        yield from literals(node.orelse)
    elif isinstance(node, ast.JoinedStr):
        yield "".join(str(part.value) if isinstance(part, ast.Constant) else "word" for part in node.values)


FILES = sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("path", FILES, ids=[str(path.relative_to(PACKAGE)) for path in FILES])
def test_every_sentence_can_be_filled_with_its_values(path: Path) -> None:
    for line, template, values in sentences(ast.parse(path.read_text("utf-8"))):
        try:
            template.format_map(dict.fromkeys(values, "word"))
        except (KeyError, ValueError, IndexError) as fault:
            pytest.fail(f"{path.name}:{line}: {template!r} cannot be filled with {sorted(values)}: {fault!r}")


def test_the_sentences_are_really_found() -> None:
    found = [text for path in FILES for _, text, _ in sentences(ast.parse(path.read_text("utf-8")))]
    assert len(found) > 150
    assert 'unknown key "{name}"' in found
    assert 'write ::: {{.only for="press public"}}' in found
    assert "barred: {handling} is above the clearance {clearance}" in found


@pytest.mark.parametrize(
    "slip", ['error(place, "a {")', 'tray.error(place, "a {b}", c=1)', 'error(p, "a", hint="{.x}")']
)
def test_a_slip_in_a_sentence_would_be_found(slip: str) -> None:
    ((_, template, values), *_) = [found for found in sentences(ast.parse(slip)) if "{" in found[1]]
    with pytest.raises((KeyError, ValueError, IndexError, AttributeError)):
        template.format_map(dict.fromkeys(values, "word"))


def test_the_tables_of_forbidden_and_doubtful_marks_can_be_filled() -> None:
    from briefbuilder.reading.yamltext import _SLIPS
    from briefbuilder.text.refusals import _DOUBTFUL, _FORBIDDEN

    for _, template, hint in (*_FORBIDDEN, *_DOUBTFUL, *_SLIPS):
        assert template.format_map({"found": "word"})
        assert hint.format_map({"found": "word"})
