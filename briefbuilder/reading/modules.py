"""The maker of modules: a folder with module.yaml, ja.md, en.md and its own pictures."""

from __future__ import annotations

from datetime import date

from briefbuilder.diagnostics import Place
from briefbuilder.library import Module, Passage, Passages, Relevance, is_id
from briefbuilder.reading.desk import Desk, bilingual, passages, places
from briefbuilder.reading.schema import ModuleShape
from briefbuilder.reading.validation import validate
from briefbuilder.sources import Source

PICTURES = (".png", ".jpg", ".jpeg")


def modules(desk: Desk) -> dict[str, Module]:
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
            if {"ja.md", "en.md"} & set(names):
                desk.damaged.add(f"module:{name}")
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
            desk.damaged.add(f"module:{name}")  # nobody can tell which of the two is meant
            continue
        module = _module(desk, folder, name, names)
        if module is None:
            desk.damaged.add(f"module:{name}")
        else:
            made[name] = module
    return {name: module for name, module in made.items() if f"module:{name}" not in desk.damaged}


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
    if shape.kind == "argument" and shape.side in ("for", "against") and not shape.by:
        findings.error(tree.place_of_key(("side",)), "whose view it is, is missing", hint='add "by:" with ja: and en:')
    pictures = tuple(other for other in names if other.lower().endswith(PICTURES))
    for file in shape.figures:
        if file not in pictures:
            findings.unknown(tree.place_of_key(("figures", file)), "picture", file, pictures)
    return Module(
        id=name,
        place=Place(f"{folder}/module.yaml"),
        places=places(tree),
        title=bilingual(shape.title),
        line=passages(tree, ("line",)),
        text=Passages(Passage(texts["ja"].text, texts["ja"]), Passage(texts["en"].text, texts["en"])),
        kind=shape.kind,
        side=shape.side,
        by=bilingual(shape.by),
        topics=tuple(shape.topics),
        handling=desk.handling_of("module", shape.handling),
        for_={audience: Relevance(word) for audience, word in shape.for_.items()},
        needs=tuple(shape.needs),
        lead=shape.lead,
        reviewed=date.fromisoformat(shape.reviewed),
        folder=folder,
        pictures=pictures,
        figures=dict(shape.figures),
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
