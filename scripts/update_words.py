"""Bring the interface words up to date: every key of the package and the templates into `locales/*/…/briefbuilder.po`.

    .venv/bin/python scripts/update_words.py            (merge; then translate what it names)
    .venv/bin/python scripts/update_words.py --check    (change nothing; 1 if a key is missing, unused or untranslated)

Translations are kept, unused keys are dropped and named, new ones stand empty until somebody translates them. The
Japanese catalogue holds the words of the terminal and of the page. The English one holds those of the page alone, with
a translation only where the page prints otherwise than the key says; an English terminal prints the keys.

A key is a string that can reach `Message(…)`, `gettext(…)`, `ngettext(…)` or `pgettext(…)`. To find them all, each
argument of such a call is followed back, without running anything: through names, tables, loops, conditions, f-strings
and the parameters of functions to whoever calls them. So a new finding, hint, table or wrapper needs no entry here. An
expression that cannot be followed is an error, and its words are named in `ELSEWHERE`.
"""

from __future__ import annotations

import argparse
import ast
import itertools
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

from briefbuilder.catalogues import DOMAIN
from briefbuilder.derive import MISFITS
from briefbuilder.diagnostics import Severity
from briefbuilder.library import HANDLINGS, Relevance
from briefbuilder.matrix import HOLES
from briefbuilder.select import LENGTHS
from briefbuilder.text.letters import TEMPLATES as SLIPS

ROOT = Path(__file__).resolve().parent.parent
PACKAGE, TEMPLATES, LOCALES = ROOT / "briefbuilder", ROOT / "templates", ROOT / "locales"
PAGE = "page"  # the context of the words that a brief prints

# Words that stand for values in messages: those of the fields that `report.say` puts into the author's language.
VALUES = (
    *("Japanese", "English", "title", "line", "text", "value", "question", "answer", "a heading", "form"),
    *("abbreviation", "attribute to", "by", "clearance", "correction", "currency", "dates", "disclaimer", "grade"),
    *("handling", "key point", "kind", "label", "language", "lead", "licence", "meaning", "name", "note", "preferred"),
    *("publisher", "relevance", "series", "short", "side", "type", "use", "verdict", "watch", "wording"),
    *("entry", "fact", "module", "the brief", "a table's head", "a link", "pages", "objects", "letters"),
    *("字", "words", "core", "useful", "optional", "needed", "for", "against"),
    *("another encoding", "it cannot be read", "it is neither PNG nor JPEG"),
    *MISFITS,
)

VERDICTS = ("agrees", "wrong", "outdated", "imprecise", "unverified", "opinion")
USES = ("plain", "dated", "attributed", "corrected", "never")

# What the search cannot follow, by file and expression, and the words that it can be.
ELSEWHERE: Mapping[str, Iterable[str]] = {
    "check.py: slip.template": SLIPS,
    "report.py: message.template": (),  # each is found where the message is made
    "report.py: message.values": VALUES,
    "report.py: item.severity.value": [severity.value for severity in Severity],
    "examination.py: item['hint']": (),
    "examination.py: item['template']": (),
    "plan_report.py: row.length": LENGTHS,
    "plan_report.py: length": LENGTHS,
    "plan_report.py: made.unit": ["字", "words"],
    "plan_report.py: row.one": LENGTHS,
    "plan_report.py: row.other": LENGTHS,
    "plan_report.py: made.rows": (*(one.value for one in Relevance), "barred", "covered", "thin", *sorted(HOLES)),
    "select.py: relevance.value": [relevance.value for relevance in Relevance],
    "commands/looking.py: row[4]": ("fresh", "changed since", "not printed", "with errors"),  # states of overview.rows
    "matter.py: _handling(edition, cited)": HANDLINGS[1:],
    "report.py: library.publication.handling": HANDLINGS,
    "report.py: UNLABELLED": HANDLINGS,
    "factlist.py: item.reason": ["review", "check"],  # of registry.Due
    "factlist.py: registry.states(library, fact)": [*USES, "contested", "low confidence"],
    "factlist.py: fact.derived.rule": ["sum", "difference", "share", "ratio", "change"],
    "factlist.py: fact.confidence": ["high", "medium", "low"],
    "factlist.py: claim.verdict": VERDICTS,
    "sourcelist.py: claim.verdict": VERDICTS,
    "sourcelist.py: registry.reliability(library, name).items()": VERDICTS,
    "sourcelist.py: reference.grade": ["primary", "official", "press", "research", "commentary", "machine"],
    "listing.py: standing.state": (),  # as in commands/looking.py
}

HEADER = """\
# Kept by scripts/update_words.py: it adds and drops keys; write nothing here but translations.
msgid ""
msgstr ""
"Project-Id-Version: Briefbuilder\\n"
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural}\\n"

"""


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """What stands for a translation in a catalogue; `plural` is empty where the number does not matter."""

    context: str
    text: str
    plural: str = ""

    @property
    def id(self) -> str | tuple[str, str]:
        """As Babel has it."""
        return (self.text, self.plural) if self.plural else self.text

    def __str__(self) -> str:
        return (f"[{self.context}] " if self.context else "") + repr(self.text)


def main(arguments: list[str]) -> int:
    """Merge, or check, and say what is to be done."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--check", action="store_true", help="change nothing; exit 1 if something is to be done")
    is_check = parser.parse_args(arguments).check
    try:
        lines = list(itertools.chain.from_iterable(_bring_up_to_date(is_check=is_check)))
    except LookupError as fault:
        print(f"error: {fault.args[0]}", file=sys.stderr)
        return 1
    for line in lines:
        print(line)
    return 1 if lines and is_check else 0


def _bring_up_to_date(*, is_check: bool) -> Iterator[list[str]]:
    keys = all_keys()
    for language in ("ja", "en"):
        wanted = {key for key in keys if language != "en" or key.context == PAGE}
        catalogue = read(language)
        yield faults_of(catalogue, wanted, *(("missing", "unused") if is_check else ("added", "dropped")))
        if not is_check:
            path_of(language).write_text(merged(catalogue, wanted), encoding="utf-8")


def path_of(language: str) -> Path:
    """Return where the words of a language are kept."""
    return LOCALES / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def read(language: str) -> Catalog:
    """Return the catalogue of a language as it is."""
    with path_of(language).open("rb") as file:
        return read_po(file, locale=language, domain=DOMAIN)


def key_of(message: Message) -> Key:
    """Return the key of an entry."""
    text, plural = message.id if isinstance(message.id, tuple) else (message.id, "")
    return Key(message.context or "", str(text), str(plural))


def faults_of(catalogue: Catalog, wanted: set[Key], lacking: str, needless: str) -> list[str]:
    """Return a line on each key that is lacking, needless, fuzzy or (but in English) not translated."""
    language = str(catalogue.locale_identifier)
    entries = {key_of(message): message for message in catalogue if message.id}
    faults = [f"{language}: {lacking}: {key}" for key in sorted(wanted - entries.keys())]
    faults += [f"{language}: {needless}: {key} = {entries[key].string!r}" for key in sorted(entries.keys() - wanted)]
    for key in sorted(wanted & entries.keys()):
        if entries[key].fuzzy:
            faults.append(f"{language}: fuzzy: {key}")
        elif language != "en" and not is_translated(entries[key]):
            faults.append(f"{language}: not translated: {key}")
    return faults


def is_translated(message: Message) -> bool:
    """Say whether an entry has all its words."""
    return all(message.string) if isinstance(message.string, (tuple, list)) else bool(message.string)


def merged(catalogue: Catalog, wanted: set[Key]) -> str:
    """Return the file of a catalogue with the keys that are wanted and no others, the words of the page first."""
    entries = {key_of(message): message for message in catalogue if message.id}
    body = Catalog(locale=catalogue.locale)
    for key in sorted(wanted, key=lambda key: (key.context != PAGE, key)):
        former = entries.get(key)
        body.add(
            key.id,
            string=former.string if former else None,
            flags=former.flags if former else (),
            user_comments=former.user_comments if former else (),
            context=key.context or None,
        )
    return HEADER.format(language=catalogue.locale_identifier, plural=catalogue.plural_forms) + _written(body)


def _written(catalogue: Catalog) -> str:
    file = BytesIO()
    write_po(file, catalogue, width=100, no_location=True, omit_header=True, ignore_obsolete=True)
    return file.getvalue().decode().strip("\n") + "\n"


def all_keys() -> set[Key]:
    """Return every key of the package and the templates. Raises LookupError for what cannot be followed."""
    return {*_keys_of_templates(TEMPLATES), *_Search(PACKAGE).keys()}


def _keys_of_templates(folder: Path) -> Iterator[Key]:
    for path in sorted(folder.rglob("*.html")):
        with path.open("rb") as file:
            for _, text, _, context in extract("jinja2.ext:babel_extract", file, options={"silent": "false"}):
                singular, plural = (text[0], text[1]) if isinstance(text, tuple) else (text, "")
                yield Key(context or "", singular, plural)


# The search through the package

_Function = ast.FunctionDef | ast.AsyncFunctionDef
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_SINKS = {  # name of the call: the positions of its keys, and of their context
    "Message": ((0,), None),
    "gettext": ((0,), None),
    "ngettext": ((0, 1), None),
    "pgettext": ((1,), 0),
}
_EACH = -1  # a step from a collection to any of its elements; other steps are indices


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where an expression stands, and what was given to the function around it, if that is decided already."""

    scope: ast.AST
    given: Mapping[str, tuple[ast.expr, _Frame]] | None = None


@dataclass(slots=True)
class _Search:
    """The package as syntax trees, with what is needed to follow an expression back to its strings."""

    folder: Path
    around: dict[ast.AST, ast.AST] = field(default_factory=dict)  # node → innermost scope
    files: dict[ast.AST, str] = field(default_factory=dict)  # module → its name
    bound: dict[tuple[ast.AST, str], list[tuple[ast.expr, tuple[int, ...]]]] = field(default_factory=dict)
    calls: dict[str, list[ast.Call]] = field(default_factory=dict)
    under_way: list[tuple[ast.AST, str]] = field(default_factory=list)  # parameters being followed: some run in circles

    def keys(self) -> Iterator[Key]:
        for path in sorted(self.folder.rglob("*.py")):
            module = ast.parse(path.read_text("utf-8"))
            self.files[module] = path.relative_to(self.folder).as_posix()
            self._enter(module, module)
        for name, (positions, context) in _SINKS.items():
            for call in self.calls.get(name, ()):
                for frame in self._frames(call):
                    parts = [self._strings(call.args[position], frame) for position in positions]
                    where = self._strings(call.args[context], frame) if context is not None else [""]
                    for texts in itertools.product(where, *parts):
                        if all(texts[1:]):
                            yield Key(*texts)

    def _enter(self, node: ast.AST, scope: ast.AST) -> None:
        """Note down what a node binds and calls, and go on with what is in it."""
        self.around[node] = scope
        if isinstance(node, _SCOPES):
            scope = node
        if isinstance(node, ast.Assign):
            for target in node.targets:
                self._bind(target, node.value, (), scope)
        elif isinstance(node, (ast.AnnAssign, ast.NamedExpr)) and node.value:
            self._bind(node.target, node.value, (), scope)
        elif isinstance(node, (ast.For, ast.comprehension)):
            self._bind(node.target, node.iter, (_EACH,), scope)
        elif isinstance(node, ast.Call):
            self.calls.setdefault(_name(node.func), []).append(node)
        for child in ast.iter_child_nodes(node):
            self._enter(child, scope)

    def _bind(self, target: ast.expr, value: ast.expr, steps: tuple[int, ...], scope: ast.AST) -> None:
        if isinstance(target, ast.Name):
            self.bound.setdefault((scope, target.id), []).append((value, steps))
        elif isinstance(target, (ast.Tuple, ast.List)):
            for index, part in enumerate(target.elts):
                self._bind(part, value, (*steps, index), scope)

    def _frames(self, call: ast.Call) -> list[_Frame]:
        """Return the frames of a call: one for each caller of the function around it, so that plurals stay paired."""
        scope = self.around[call]
        names = {argument.id for argument in call.args if isinstance(argument, ast.Name)}
        if len(call.args) > 1 and isinstance(scope, _Function) and len(names & _parameters(scope).keys()) > 1:
            return [_Frame(scope, given) for given in self._callers(scope)]
        return [_Frame(scope)]

    def _strings(self, node: ast.expr, frame: _Frame) -> list[str]:
        """Return every string that an expression can be."""
        found: list[str] = []
        for part, where in self._ends(node, frame):
            if isinstance(part, ast.Constant):
                found += [part.value] if isinstance(part.value, str) else []
                continue
            expression = f"{self._file(where.scope)}: {ast.unparse(part)}"
            if expression not in ELSEWHERE:
                raise LookupError(
                    f"{self._file(where.scope)}:{getattr(part, 'lineno', 0)}: cannot tell which words this is\n"
                    f'    hint: name them in ELSEWHERE, under "{expression}"'
                )
            found += ELSEWHERE[expression]
        return sorted(set(found))

    def _file(self, scope: ast.AST) -> str:
        while scope not in self.files:
            scope = self.around[scope]
        return self.files[scope]

    def _ends(self, node: ast.expr, frame: _Frame) -> Iterator[tuple[ast.expr, _Frame]]:
        """Follow an expression to the constants and displays that it can be, or to what cannot be followed."""
        if isinstance(node, ast.Name):
            yield from self._name_ends(node, frame)
        elif isinstance(node, ast.IfExp):
            yield from self._ends(node.body, frame)
            yield from self._ends(node.orelse, frame)
        elif isinstance(node, ast.BoolOp):
            for part in node.values:
                yield from self._ends(part, frame)
        elif isinstance(node, ast.JoinedStr):
            parts = [
                self._strings(part.value if isinstance(part, ast.FormattedValue) else part, frame)
                for part in node.values
            ]
            for words in itertools.product(*parts):
                yield ast.Constant("".join(words)), frame
        elif isinstance(node, ast.Subscript):
            yield from self._members(node, node.value, frame)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield from self._method_ends(node, node.func, frame)
        else:
            yield node, frame

    def _method_ends(self, node: ast.Call, method: ast.Attribute, frame: _Frame) -> Iterator[tuple[ast.expr, _Frame]]:
        arguments = [part.value for part in node.args if isinstance(part, ast.Constant)]
        if method.attr == "get" and node.args:
            yield from self._members(node, method.value, frame)
            for default in node.args[1:]:
                yield from self._ends(default, frame)
        elif method.attr in ("format", "replace") and len(arguments) == len(node.args) and not node.keywords:
            for text in self._strings(method.value, frame):
                yield ast.Constant(getattr(text, method.attr)(*arguments)), frame
        else:
            yield node, frame

    def _members(self, whole: ast.expr, collection: ast.expr, frame: _Frame) -> Iterator[tuple[ast.expr, _Frame]]:
        """Follow what is looked up in a collection: any value of a dictionary; `whole` where it is none."""
        for part, where in self._ends(collection, frame):
            if not isinstance(part, ast.Dict):
                yield whole, frame
                return
            for value in part.values:
                yield from self._ends(value, where)

    def _name_ends(self, node: ast.Name, frame: _Frame) -> Iterator[tuple[ast.expr, _Frame]]:
        scope = frame.scope
        while True:
            if (scope, node.id) in self.bound:
                for value, steps in self.bound[scope, node.id]:
                    yield from self._walk(value, steps, _Frame(scope, frame.given))
                return
            if isinstance(scope, _Function) and node.id in _parameters(scope):
                yield from self._parameter_ends(scope, node.id, frame)
                return
            if scope in self.files:
                yield node, frame
                return
            scope = self.around[scope]

    def _parameter_ends(self, function: _Function, name: str, frame: _Frame) -> Iterator[tuple[ast.expr, _Frame]]:
        if frame.given is not None:
            if name in frame.given:
                yield from self._ends(*frame.given[name])
            return
        if (function, name) in self.under_way:
            return
        self.under_way.append((function, name))
        for given in self._callers(function):
            if name in given:
                yield from self._ends(*given[name])
        self.under_way.pop()

    def _walk(self, node: ast.expr, steps: tuple[int, ...], frame: _Frame) -> Iterator[tuple[ast.expr, _Frame]]:
        """Take an expression apart, step by step, as a target of several names does."""
        if not steps:
            yield from self._ends(node, frame)
            return
        step, *rest = steps
        for part, where in self._ends(node, frame):
            elements = self._elements(part, where)
            if elements is None:
                yield part, where
            else:
                for element in elements if step == _EACH else elements[step : step + 1]:
                    yield from self._walk(element, tuple(rest), where)

    def _elements(self, node: ast.expr, frame: _Frame) -> list[ast.expr] | None:
        if isinstance(node, (ast.Tuple, ast.List, ast.Set)):
            return node.elts
        if isinstance(node, ast.Dict):
            return [key for key in node.keys if key]
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "items":
            found = [part for part, _ in self._ends(node.func.value, frame)]
            if all(isinstance(part, ast.Dict) for part in found):
                return [
                    ast.Tuple([key, value], ast.Load())
                    for part in found
                    if isinstance(part, ast.Dict)
                    for key, value in zip(part.keys, part.values, strict=True)
                    if key
                ]
        return None

    def _callers(self, function: _Function) -> Iterator[dict[str, tuple[ast.expr, _Frame]]]:
        """Yield what each call of a function's name gives to it, where the call fits its parameters."""
        parameters = _parameters(function)
        positional = [name for name, kind in parameters.items() if kind != "keyword only"]
        for call in self.calls.get(function.name, ()):
            frame = _Frame(self.around[call])
            arguments = list(self._arguments(call, frame))
            given = {name: (value, frame) for name, value in zip(positional, arguments, strict=False)}
            given |= {word.arg: (word.value, frame) for word in call.keywords if word.arg}
            needed = {name for name, kind in parameters.items() if kind == "needed"}
            if len(arguments) <= len(positional) and needed <= given.keys():
                yield given

    def _arguments(self, call: ast.Call, frame: _Frame) -> Iterator[ast.expr]:
        """Yield what a call gives by position, with `*table` unpacked."""
        for argument in call.args:
            ends = [part for part, _ in self._ends(argument.value, frame)] if isinstance(argument, ast.Starred) else []
            if len(ends) == 1 and isinstance(ends[0], ast.Tuple):
                yield from ends[0].elts
            else:
                yield argument


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _parameters(function: _Function) -> dict[str, str]:
    """Return the parameters of a function but `self`: needed, optional or keyword only."""
    given = [argument.arg for argument in (*function.args.posonlyargs, *function.args.args)]
    optional = given[len(given) - len(function.args.defaults) :] if function.args.defaults else []
    made = {name: "optional" if name in optional else "needed" for name in given if name not in ("self", "cls")}
    return made | {argument.arg: "keyword only" for argument in function.args.kwonlyargs}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
