"""Stage: briefs/*.yaml, content/** → Library. Everything authored, typed and cross-checked, with all that is wrong.

A file or entry that cannot be read is left out and remembered as damaged, so that one slip is reported once and only
the editions that need the thing fail.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from briefbuilder import ledger
from briefbuilder.crosscheck import cross_check
from briefbuilder.diagnostics import Diagnostic, Findings, Place
from briefbuilder.ledger import Desk, bilingual
from briefbuilder.library import (
    Brief,
    BriefSection,
    Fact,
    Library,
    Module,
    Passage,
    Passages,
    Relevance,
    is_id,
)
from briefbuilder.schema import AudienceShape, BriefShape, FactShape, ModuleShape, TermShape, validate
from briefbuilder.sources import Folder, Source
from briefbuilder.yamltext import Path, Tree

PICTURES = (".png", ".jpg", ".jpeg")


def read(folder: Folder) -> tuple[Library, tuple[Diagnostic, ...]]:
    """Return the library of a project and everything found wrong on the way."""
    desk = Desk(folder)
    publication = ledger.publication(desk)
    audiences = ledger.keyed(desk, "content/audiences.yaml", "audience", AudienceShape, ledger.audience)
    terms = ledger.keyed(desk, "content/terms.yaml", "term", TermShape, ledger.term, optional=True)
    references = ledger.references(desk)
    facts: dict[str, Fact] = {}
    for path in folder.read_files("content/facts", desk.findings):
        if path.endswith((".yaml", ".yml")):
            ledger.merge(facts, ledger.keyed(desk, path, "fact", FactShape, ledger.fact), "fact", desk)
    modules = _modules(desk)
    briefs = _briefs(desk)
    library = Library(publication, audiences, modules, facts, references, terms, briefs, frozenset(desk.damaged))
    cross_check(library, desk.findings)
    return library, tuple(desk.findings.items)


def _modules(desk: Desk) -> dict[str, Module]:
    files = desk.folder.read_files("content/modules", desk.findings)
    folders: dict[str, list[str]] = {}
    for path in files:
        folders.setdefault(path.rpartition("/")[0], []).append(path.rpartition("/")[2])
    made: dict[str, Module] = {}
    for folder, names in sorted(folders.items()):
        name = folder.rpartition("/")[2]
        if "module.yaml" not in names:
            desk.findings.error(
                Place(folder),
                "the folder holds {files} but no module.yaml",
                hint='make one with "python3 build.py new module ID"',
                files=", ".join(names),
            )
            continue
        if name in made:
            desk.findings.error(
                Place(f"{folder}/module.yaml"),
                'the {kind} "{name}" exists already at {first}',
                hint="keep one of them, or give this one another id",
                kind="module",
                name=name,
                first=made[name].place,
            )
            continue
        module = _module(desk, folder, name, names)
        if module is None:
            desk.damaged.add(f"module:{name}")
        else:
            made[name] = module
    return made


def _module(desk: Desk, folder: str, name: str, names: list[str]) -> Module | None:
    findings = desk.findings
    if not is_id(name):
        findings.error(
            Place(folder),
            '"{name}" is not an id',
            hint="lower-case letters a–z, digits and hyphens, at most 64",
            name=name,
        )
        return None
    tree = desk.tree(f"{folder}/module.yaml", "module", name)
    shape = validate(ModuleShape, tree, findings) if tree else None
    for other in names:
        if other not in ("module.yaml", "ja.md", "en.md") and not other.lower().endswith(PICTURES):
            findings.error(
                Place(f"{folder}/{other}"),
                "the file does not belong into a module",
                hint="a module is module.yaml, ja.md, en.md and pictures (PNG, JPEG)",
            )
    texts = {language: _text(desk, folder, language, names) for language in ("ja", "en")}
    if tree is None or shape is None or texts["ja"] is None or texts["en"] is None:
        return None
    if shape.side and shape.kind != "argument":
        findings.error(
            tree.place_of_key(("side",)),
            "only an argument has a side",
            hint="remove it, or write kind: argument",
        )
    if shape.kind == "argument" and not shape.side:
        findings.error(tree.place(("kind",)), "the argument has no side", hint='add "side: for" or "side: against"')
    if shape.side in ("for", "against") and not shape.by:
        findings.error(tree.place_of_key(("side",)), "whose view it is, is missing", hint='add "by:" with ja: and en:')
    return Module(
        id=name,
        place=Place(f"{folder}/module.yaml"),
        title=bilingual(shape.title),
        line=_passages(tree, ("line",)),
        text=Passages(Passage(texts["ja"].text, texts["ja"]), Passage(texts["en"].text, texts["en"])),
        kind=shape.kind,
        side=shape.side,
        by=bilingual(shape.by),
        topics=tuple(shape.topics),
        handling=shape.handling,
        for_={audience: Relevance(word) for audience, word in shape.for_.items()},
        needs=tuple(shape.needs),
        lead=shape.lead,
        reviewed=date.fromisoformat(shape.reviewed),
        folder=folder,
        pictures=tuple(other for other in names if other.lower().endswith(PICTURES)),
    )


def _text(desk: Desk, folder: str, language: str, names: list[str]) -> Source | None:
    path = f"{folder}/{language}.md"
    if f"{language}.md" not in names:
        desk.findings.error(
            Place(path),
            "the {language} {thing} is missing",
            hint='write "{name}" beside "{other}"',
            language={"ja": "Japanese", "en": "English"}[language],
            thing="text",
            name=f"{language}.md",
            other="en.md" if language == "ja" else "ja.md",
        )
        return None
    source = desk.folder.read_text(path, desk.findings)
    if source and not source.text.strip():
        desk.findings.error(Place(path), "the text is empty", hint="write at least its short form")
    return source


def _passages(tree: Tree, path: Path) -> Passages:
    value: Any = tree.value
    for step in path:
        value = value[step]
    return Passages(
        *(Passage(value[language].strip(), tree.source, tree.marks[(*path, language)][0]) for language in ("ja", "en"))
    )


def _briefs(desk: Desk) -> dict[str, Brief]:
    made: dict[str, Brief] = {}
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
        tree = desk.tree(path, "brief", name)
        shape = validate(BriefShape, tree, desk.findings) if tree else None
        if tree is None or shape is None:
            desk.damaged.add(f"brief:{name}")
        else:
            made[name] = _brief(name, shape, tree, desk.findings)
    return made


def _brief(name: str, shape: Any, tree: Tree, findings: Findings) -> Brief:
    def all_passages(key: str) -> tuple[Passages, ...]:
        return tuple(_passages(tree, (key, index)) for index in range(len(getattr(shape, key))))

    sections = []
    for index, section in enumerate(shape.sections):
        place = tree.place(("sections", index))
        if not section.title and (len(section.modules) != 1 or section.topics):
            findings.error(
                place,
                "the section has no title",
                hint='add "title:" (it may be left out only where the section is one module)',
            )
        if not section.modules and not section.topics:
            findings.error(place, "the section is empty", hint='add "modules:" or "topics:"')
        sections.append(BriefSection(place, bilingual(section.title), tuple(section.modules), tuple(section.topics)))
    return Brief(
        id=name,
        place=Place(tree.source.path),
        title=bilingual(shape.title),
        question=bilingual(shape.question),
        answer=_passages(tree, ("answer",)),
        as_of=date.fromisoformat(shape.as_of),
        issued=date.fromisoformat(shape.issued),
        number=shape.number,
        edition=shape.edition,
        authors=tuple(bilingual(author.name) for author in shape.authors),
        audiences=tuple(shape.audiences),
        format=shape.format,
        key_points=all_passages("key_points"),
        sections=tuple(sections),
        watch=all_passages("watch"),
        corrections=all_passages("corrections"),
    )
