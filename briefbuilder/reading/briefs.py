"""The maker of briefs: briefs/<id>.yaml."""

from __future__ import annotations

from datetime import date
from typing import Any

from briefbuilder.diagnostics import Findings, Place
from briefbuilder.library import Brief, BriefSection, Correction, Passages, Topics, is_id
from briefbuilder.reading.desk import Desk, bilingual, passages, places
from briefbuilder.reading.schema import ALL_AUDIENCES, BriefShape, Id, OfFactShape, TopicsShape
from briefbuilder.reading.validation import validate
from briefbuilder.reading.yamltext import Path, Tree


def briefs(desk: Desk) -> dict[str, Brief]:
    made: dict[str, Brief] = {}
    seen: dict[str, str] = {}
    for path in desk.folder.read_files("briefs", desk.findings):
        name, dot, kind = path.rpartition("/")[2].rpartition(".")
        if kind not in ("yaml", "yml") or not dot or path.count("/") > 1:
            desk.findings.error(
                Place(path), "the file does not belong into briefs/", hint="a brief is briefs/<id>.yaml"
            )
            continue
        if not is_id(name):
            desk.findings.error(
                Place(path),
                '"{name}" is not an id',
                hint="lower-case letters a–z, digits and hyphens, at most 64",
                name=name,
            )
            continue
        if name in seen:
            desk.findings.error(
                Place(path),
                'the {kind} "{name}" exists already at {first}',
                hint="keep one of them, or give this one another id",
                kind="brief",
                name=name,
                first=seen[name],
            )
            continue
        seen[name] = path
        tree = desk.tree(path, "brief", name)
        shape = validate(BriefShape, tree, desk.findings) if tree else None
        brief = _brief(name, shape, tree, desk.findings) if tree and shape else None
        if brief is None:
            desk.damaged.add(f"brief:{name}")
        else:
            made[name] = brief
    return made


def _brief(name: str, shape: Any, tree: Tree, findings: Findings) -> Brief | None:
    def all_passages(key: str) -> tuple[Passages, ...]:
        return tuple(passages(tree, (key, index)) for index in range(len(getattr(shape, key))))

    sections = []
    for index, section in enumerate(shape.sections):
        place = tree.place(("sections", index))
        topics = _topics(section.topics, tree, ("sections", index, "topics"), findings)
        if topics is None:
            return None
        if not section.title and (len(section.modules) != 1 or topics):
            findings.error(
                place,
                "the section has no title",
                hint='add "title:" (it may be left out only where the section is one module)',
            )
        if not section.modules and section.topics is None:
            findings.error(place, "the section is empty", hint='add "modules:" or "topics:"')
        sections.append(BriefSection(place, bilingual(section.title), tuple(section.modules), topics))
    return Brief(
        id=name,
        place=Place(tree.source.path),
        places=places(tree),
        title=bilingual(shape.title),
        question=bilingual(shape.question),
        answer=passages(tree, ("answer",)),
        as_of=date.fromisoformat(shape.as_of),
        issued=date.fromisoformat(shape.issued),
        number=shape.number,
        edition=shape.edition,
        authors=tuple(bilingual(author.name) for author in shape.authors),
        audiences=tuple(shape.audiences),
        formats=_formats(shape),
        key_points=all_passages("key_points"),
        facts_box=tuple(shape.facts_box),
        timeline=tuple(shape.timeline),
        sections=tuple(sections),
        watch=all_passages("watch"),
        corrections=tuple(_correction(tree, index, order) for index, order in enumerate(shape.corrections)),
        balance=shape.balance,
        left_out=shape.left_out,
    )


def _correction(tree: Tree, index: int, shape: Any) -> Passages | Correction:
    if isinstance(shape, OfFactShape):
        return Correction(shape.fact, tree.place(("corrections", index, "fact")))
    return passages(tree, ("corrections", index))


def _formats(shape: Any) -> dict[str, str]:
    if ALL_AUDIENCES in shape.format:
        return dict.fromkeys(shape.audiences, shape.format[ALL_AUDIENCES])
    return dict(shape.format)


def _topics(asked: Any, tree: Tree, path: Path, findings: Findings) -> Topics | None:
    """Return what a section asks for by topic, a list being short for any of it; None where it has errors."""
    if asked is None:
        return Topics()
    is_mapping = isinstance(asked, dict)
    shape = validate(TopicsShape if is_mapping else list[Id], tree, findings, under=path)
    if shape is None:
        return None
    topics = (
        Topics(tuple(shape.all), tuple(shape.any), tuple(shape.kinds), shape.most)
        if is_mapping
        else Topics(any=tuple(shape))
    )
    if not topics:
        findings.error(tree.place(path), "the section asks for no topic", hint='name topics under "any:" or "all:"')
        return None
    return topics
