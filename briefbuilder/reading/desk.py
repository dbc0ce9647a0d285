"""What the makers of authored things share: the project, the tray of findings, and how a keyed file is read.

An entry with errors is reported, remembered as damaged, and does not spoil its neighbours.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from briefbuilder.dates import PartialDate
from briefbuilder.diagnostics import Findings, Place, has_errors
from briefbuilder.library import Bilingual, Fact, Figure, Passage, Passages, Places, is_id
from briefbuilder.reading.schema import BilingualShape
from briefbuilder.reading.validation import validate
from briefbuilder.reading.yamltext import Path, Tree, read_tree
from briefbuilder.sources import Folder

Thing = TypeVar("Thing")
Placed = TypeVar("Placed", Fact, Figure)  # what stands in several files


@dataclass(slots=True)
class Desk:
    """What the readers share: where the project lies, the tray of findings, what turned out damaged."""

    folder: Folder
    findings: Findings = field(default_factory=Findings)
    damaged: set[str] = field(default_factory=set)
    handling: str = (
        "public"  # of what carries none of its own; a project without a series, which prints nothing, has none
    )
    is_configured: bool = False  # whether the project says so
    unlabelled: Counter[str] = field(default_factory=Counter)

    def tree(self, path: str, kind: str, name: str = "") -> Tree | None:
        source = self.folder.read_text(path, self.findings)
        tree = read_tree(source, self.findings) if source else None
        if tree is None:
            self.damaged.add(f"{kind}:{name}")
        return tree

    def handling_of(self, kind: str, label: str | None) -> str:
        """Return a thing's handling, and count it if it carries none."""
        self.unlabelled[kind] += label is None
        return label or self.handling

    def exists(self, path: str) -> bool:
        return (self.folder.root / path).exists()


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a keyed file: its id, its validated shape, and where it stands."""

    id: str
    shape: Any
    tree: Tree
    desk: Desk

    @property
    def findings(self) -> Findings:
        return self.desk.findings

    def place(self, *path: str | int) -> Place:
        return self.tree.place_of_key((self.id, *path))


def keyed(
    desk: Desk,
    path: str,
    kind: str,
    shape: Any,
    make: Callable[[Entry], Thing | None],
    *,
    optional: bool = False,
) -> dict[str, Thing]:
    """Read a file that maps ids to entries; a bad entry does not spoil its neighbours."""
    if not desk.exists(path):
        if not optional:
            desk.findings.error(Place(path), "the file is missing", hint="see docs/authoring.md")
        return {}
    tree = desk.tree(path, kind)
    if tree is None:
        return {}
    if not isinstance(tree.value, dict):
        validate(dict[str, Any], tree, desk.findings)
        desk.damaged.add(f"{kind}:")
        return {}
    made: dict[str, Thing] = {}
    for name in tree.value:
        before = len(desk.findings.items)
        if not is_id(name):
            desk.findings.error(
                tree.place_of_key((name,)),
                '"{name}" is not an id',
                hint="lower-case letters a–z, digits and hyphens, at most 64",
                name=name,
            )
            continue
        value = validate(shape, tree, desk.findings, under=(name,))
        thing = make(Entry(name, value, tree, desk)) if value is not None else None
        if thing is None or has_errors(desk.findings.items[before:]):
            desk.damaged.add(f"{kind}:{name}")
        else:
            made[name] = thing
    return made


def merge(into: dict[str, Placed], more: Mapping[str, Placed], kind: str, desk: Desk) -> None:
    for name, thing in more.items():
        if name in into:
            desk.findings.error(
                thing.place,
                'the {kind} "{name}" exists already at {first}',
                hint="keep one of them, or give this one another id",
                kind=kind,
                name=name,
                first=into[name].place,
            )
            desk.damaged.add(f"{kind}:{name}")  # nobody can tell which of the two is meant
            continue
        into[name] = thing


def bilingual(shape: BilingualShape | None) -> Any:
    return Bilingual(shape.ja, shape.en) if shape else None


def partial_date(text: str | None) -> Any:
    return PartialDate.parse_any(text) if text else None


def places(tree: Tree, under: Path = ()) -> Places:
    """Return where a thing and its parts stand: of a mapping's part its key, of a list's part itself."""
    depth = len(under)
    inner = {path[depth:]: tree.place_of_key(path) for path in tree.marks if path[:depth] == under and path != under}
    return Places(tree.place_of_key(under) if under else Place(tree.source.path), inner)


def passages(tree: Tree, path: Path) -> Passages:
    """Return a bilingual value as passages that know their lines."""
    value: Any = tree.value
    for step in path:
        value = value[step]
    return Passages(
        *(Passage(value[language].strip(), tree.source, tree.marks[(*path, language)][0]) for language in ("ja", "en"))
    )
