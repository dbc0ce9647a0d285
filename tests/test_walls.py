"""The walls of the house (docs/architecture.md): who may import what, touch the disk, print, ask for the time."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
from conftest import REPOSITORY, Project

PACKAGE = REPOSITORY / "briefbuilder"
FILES = {str(path.relative_to(PACKAGE)): path for path in sorted(PACKAGE.rglob("*.py"))}
TREES = {name: ast.parse(path.read_text("utf-8")) for name, path in FILES.items()}

STAGES = ("read", "select", "localise", "compose", "render", "typeset", "printing", "inspect", "publish")
# A stage's own steps: each belongs to its stage, and may import no later one either.
STEPS = {"reading": "read", "text": "read", "charts": "read", "proof": "inspect", "tagging": "printing"}


def module_of(name: str) -> str:
    """Return a file's import name within the package: "text.markup", and "" for the package itself."""
    return name.removesuffix(".py").replace("/", ".").removesuffix("__init__").removesuffix(".")


MODULES = {module_of(name): name for name in FILES}


def imports(name: str) -> set[str]:
    """Return the modules of the package that a file imports anywhere, under TYPE_CHECKING and in functions too."""
    found = set()
    for node in ast.walk(TREES[name]):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{name}:{node.lineno}: imports are absolute here"
            found |= {str(node.module)} | {f"{node.module}.{alias.name}" for alias in node.names}
    inside = {module.removeprefix("briefbuilder.") for module in found if module.startswith("briefbuilder.")}
    return inside & MODULES.keys()


GRAPH = {module: imports(name) for module, name in MODULES.items()}


def reachable(module: str) -> set[str]:
    seen: set[str] = set()
    waiting = {module}
    while waiting:
        waiting = {other for one in waiting for other in GRAPH[one]} - seen
        seen |= waiting
    return seen


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Yield each call with what is called, as far as it is written with dots: "os.open", "….read_text"."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield dotted(node.func), node


def dotted(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else "…"


# Imports


@pytest.mark.parametrize("stage", STAGES)
def test_no_stage_imports_a_later_one_on_any_way(stage: str) -> None:
    later = set(STAGES[STAGES.index(stage) + 1 :])
    folders = tuple(f"{folder}." for folder, owner in STEPS.items() if owner in later)
    ways = reachable(stage) | {
        step for step in GRAPH if step.split(".")[0] in STEPS and STEPS[step.split(".")[0]] == stage
    }
    met = ways | {other for step in ways for other in reachable(step)}
    assert not met & later
    assert not [module for module in met if module.startswith(folders)]


@pytest.mark.parametrize("module", sorted(GRAPH))
def test_no_module_imports_itself_by_a_roundabout_way(module: str) -> None:
    assert module not in reachable(module)


def test_every_stage_and_every_folder_of_steps_is_there() -> None:
    assert set(STAGES) <= GRAPH.keys()
    assert {name.split("/")[0] for name in FILES if "/" in name} == {*STEPS, "commands"}


def test_the_stages_know_nothing_of_those_who_call_them() -> None:
    callers = {"pipeline", "draft", "check", "cli", "console", "workers", "press", "report", "overview", "doctor"}
    callers |= {module for module in GRAPH if module.startswith("commands")}
    met = {stage: reachable(stage) & callers for stage in STAGES}
    assert {stage: others for stage, others in met.items() if others} == {}


def test_only_printing_imports_weasyprint_and_only_its_process_imports_printing() -> None:
    engine = {
        name
        for name, tree in TREES.items()
        for node in ast.walk(tree)
        if (isinstance(node, ast.Import) and any(alias.name.split(".")[0] == "weasyprint" for alias in node.names))
        or (isinstance(node, ast.ImportFrom) and str(node.module).split(".")[0] == "weasyprint")
    }
    assert engine == {"printing.py", "justification.py", "tagging/build.py", "tagging/reading.py"}
    assert {module for module, others in GRAPH.items() if "printing" in others} == {"press"}
    assert {module for module, others in GRAPH.items() if "justification" in others} == {"printing"}
    users = {module for module, others in GRAPH.items() if any(other.startswith("tagging") for other in others)}
    assert {module for module in users if not module.startswith("tagging")} == {"printing"}
    assert not [module for module, others in GRAPH.items() if "press" in others]


# The disk

TOUCHES_DISK = {
    "sources.py": "the only door of authored text and pictures",
    "reading/desk.py": "whether an optional file is there",
    "house.py": "reads the program's own templates, style sheets and fonts",
    "catalogues.py": "reads the program's own interface words",
    "publish.py": "the only writer",
    "plan.py": "sizes and times of the inputs and of what is published; reads no content",
    "record.py": "the size and hash of what was published",
    "pipeline.py": "whether a former PDF is still there",
    "cli.py": "/dev/null once nobody reads what is printed",
    "commands/asked.py": "whether the project is there",
    "commands/inspecting.py": "reads the PDFs that it is to inspect",
    "workers.py": "an unnamed temporary file for what the press complains of",
    "press.py": "finds the folder for temporary files before its workers may write nothing",
}
WRITES_DISK = {
    "publish.py": "the only writer",
    "workers.py": "an unnamed temporary file for what the press complains of",
    "press.py": "finds the folder for temporary files before its workers may write nothing",
}
_LOOKS = frozenset(
    [
        "exists",
        "is_file",
        "is_dir",
        "is_symlink",
        "stat",
        "lstat",
        "iterdir",
        "glob",
        "rglob",
        "samefile",
        "owner",
        "readlink",
    ]
)
_OS_LOOKS = frozenset(["open", "stat", "lstat", "scandir", "listdir", "walk", "access", "readlink", "fstat"])
_WRITES = frozenset(
    ["write_text", "write_bytes", "mkdir", "unlink", "touch", "rename", "rmdir", "symlink_to", "hardlink_to", "chmod"]
)
_OS_WRITES = frozenset(
    [
        "mkdir",
        "makedirs",
        "unlink",
        "remove",
        "rename",
        "replace",
        "rmdir",
        "removedirs",
        "chmod",
        "symlink",
        "link",
        "truncate",
    ]
)
# Pillow, which is handed bytes; the readers' desk, which asks the door.
_NOT_THE_DISK = frozenset({"Image.open", "desk.exists"})


def disk_calls(tree: ast.AST) -> Iterator[tuple[str, bool]]:
    """Yield each call that touches the disk, and whether it writes.

    `read_text` and `read_bytes` with a tray for findings are those of `sources.Folder`, the door itself.
    """
    for name, call in calls(tree):
        owner, _, last = name.rpartition(".")
        if name in _NOT_THE_DISK:
            continue
        if owner in ("os", "os.path"):
            writes = last in _OS_WRITES
            if writes or last in _OS_LOOKS or (owner == "os.path" and last in ("exists", "isfile", "isdir", "getsize")):
                yield name, writes
        elif owner in ("shutil", "tempfile") and last != "get_terminal_size":
            yield name, True
        elif last in ("open", "read_text", "read_bytes"):
            if last == "open" or len(call.args) + len(call.keywords) < 2:
                yield name, last == "open" and any(is_write_mode(argument) for argument in call.args)
        elif owner and (last in _LOOKS or last in _WRITES):
            yield name, last in _WRITES


def is_write_mode(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and bool(set(node.value) & set("wax+"))


def test_only_the_files_named_here_touch_the_disk_and_each_of_them_does() -> None:
    assert {name for name, tree in TREES.items() if any(disk_calls(tree))} == TOUCHES_DISK.keys()


def test_only_publish_writes() -> None:
    assert {name for name, tree in TREES.items() if any(writes for _, writes in disk_calls(tree))} == WRITES_DISK.keys()


@pytest.mark.parametrize(
    "text, found",
    [
        ("open(path)", [("open", False)]),
        ("path.open('w')", [("path.open", True)]),
        ("(folder / name).read_text('utf-8')", [("….read_text", False)]),
        ("folder.read_text(path, findings)", []),
        ("text.replace('a', 'b')", []),
        ("os.replace(a, b)", [("os.replace", True)]),
        ("path.unlink()", [("path.unlink", True)]),
    ],
)
def test_the_search_for_disk_calls_finds_them(text: str, found: list[tuple[str, bool]]) -> None:
    assert list(disk_calls(ast.parse(text))) == found


# Printing, leaving, asking the surroundings


def test_only_the_command_line_prints_and_ends_the_program() -> None:
    talkers = {
        name
        for name, tree in TREES.items()
        for called, _ in calls(tree)
        if called in ("print", "input", "exit", "quit", "sys.exit", "os.abort")
        or called.startswith(("sys.stdout.", "sys.stderr.write"))
    }
    commands = {name for name in talkers if name.startswith("commands/")}
    assert talkers - commands == {"cli.py", "console.py", "__main__.py"}


def test_only_a_worker_that_has_answered_ends_without_goodbye() -> None:
    assert [name for name, tree in TREES.items() for called, _ in calls(tree) if called == "os._exit"] == ["press.py"]


ASKS_SURROUNDINGS = {
    "cli.py": {"os.environ"},  # the author's language
    "commands/asked.py": {"date.today"},  # no record of a day to come, no review before its day
    "commands/starting.py": {"date.today"},  # the day in a new skeleton
    "console.py": {"os.environ", "time"},  # is this a log, GitHub Actions; how long is left
    "pipeline.py": {"time"},  # how long printing took; no page depends on it
    "doctor.py": {"platform"},  # reports on this computer
}


def surroundings(tree: ast.AST) -> Iterator[str]:
    """Yield what a file asks of the clock, the locale, the environment or chance."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            name = dotted(node)
            is_clock = node.attr in ("today", "now", "utcnow") and name.split(".")[0] in ("date", "datetime")
            if is_clock or name in ("os.environ", "os.environb", "os.getenv", "os.urandom", "os.getlogin", "os.uname"):
                yield name
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            top = [str(node.module)] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]
            suspects = ("time", "locale", "random", "uuid", "secrets", "platform", "getpass", "zoneinfo")
            yield from (name for name in top if name in suspects)
            if isinstance(node, ast.ImportFrom) and node.module == "os":
                yield from (f"os.{alias.name}" for alias in node.names)


def test_no_stage_asks_the_clock_the_locale_the_environment_or_chance() -> None:
    asked = {name: set(surroundings(tree)) for name, tree in TREES.items()}
    assert {name: what for name, what in asked.items() if what} == ASKS_SURROUNDINGS


def test_no_set_is_walked_through_unsorted_where_order_reaches_a_page() -> None:
    """A loop, comprehension or join straight over a set call: its order changes with PYTHONHASHSEED."""
    loose = []
    for name, tree in TREES.items():
        for node in ast.walk(tree):
            walked = node.iter if isinstance(node, (ast.For, ast.comprehension)) else None
            if isinstance(walked, ast.Call) and dotted(walked.func) in ("set", "frozenset"):
                loose.append(f"{name}:{walked.lineno}")
    assert loose == []


# The subject


def subject_words() -> list[str]:
    """Return the ids of the shipped briefs, modules and facts, and the words that this subject cannot do without."""
    ids = {path.stem for path in (REPOSITORY / "briefs").glob("*.yaml")}
    ids |= {path.parent.name for path in (REPOSITORY / "content").rglob("module.yaml")}
    ids |= {
        found
        for path in (REPOSITORY / "content" / "facts").glob("*.yaml")
        for found in re.findall(r"^([a-z0-9-]+):", path.read_text("utf-8"), re.MULTILINE)
    }
    return [*sorted(name for name in ids if "-" in name), *_INDISPENSABLE]


_INDISPENSABLE = ("nato", "tokyo", "peace state", "okinawa", "北大西洋", "東京", "平和国家", "憲法", "自衛隊", "沖縄")


def of_the_subject(text: str) -> list[str]:
    lower = text.lower()
    found = [word for word in subject_words() if re.search(rf"(?<![a-z]){re.escape(word)}(?![a-z])", lower)]
    # Japan and 日本 may stand only in the name of the language.
    found += re.findall(r"japan(?!ese)", lower) + re.findall("日本(?!語)", lower)
    return found


@pytest.mark.parametrize("name", FILES)
def test_the_program_knows_nothing_of_the_subject(name: str) -> None:
    text = FILES[name].read_text("utf-8")
    if name == "terms.py":
        text = text.replace("「NATOは」", "")  # an example of how Japanese abuts Latin letters, in a comment
    assert of_the_subject(text) == []


def test_the_templates_and_interface_words_know_nothing_of_the_subject() -> None:
    files = [
        *(path for kind in ("html", "css") for path in (REPOSITORY / "templates").rglob(f"*.{kind}")),
        *(REPOSITORY / "locales").rglob("*.po"),
    ]
    found = {str(path.relative_to(REPOSITORY)): of_the_subject(path.read_text("utf-8")) for path in files}
    assert {name: words for name, words in found.items() if words} == {}


def test_the_search_for_the_subject_finds_it() -> None:
    assert of_the_subject("the NATO office; 日本の外交; in Japan") == ["nato", "japan", "日本"]
    assert of_the_subject("Japanese, 日本語, nation, senator, dominator") == []


# What never starts the engine

PROBE = """\
import json, sys
seen = []
def watch(event, arguments):
    if event == "import" and arguments[0].split(".")[0] == "weasyprint" or event == "subprocess.Popen":
        seen.append(event)
sys.addaudithook(watch)
from briefbuilder.cli import main
try:
    main(sys.argv[1:])
except SystemExit:
    pass
print("\\n" + json.dumps(seen))
"""


def engine_starts(project: Project, *words: str) -> list[str]:
    """Run a command; return each import of WeasyPrint and each process that it began."""
    command = [sys.executable, "-P", "-c", PROBE, *words, "--project", str(project.root)]
    run = subprocess.run(command, capture_output=True, text=True, env=project.environment(), check=True)
    made: list[str] = json.loads(run.stdout.splitlines()[-1])
    return made


def test_a_build_starts_the_press_once_and_one_with_nothing_to_do_does_not(minimal: Project) -> None:
    assert engine_starts(minimal, "sledges", "--lang", "en") == ["subprocess.Popen"]
    minimal.build()
    assert engine_starts(minimal, "build") == []
    assert engine_starts(minimal) == []


@pytest.mark.parametrize("words", [["list"], ["plan"], ["check"], ["--help"], ["new", "module", "hail"]])
def test_what_prints_nothing_never_imports_weasyprint_and_starts_no_process(words: list[str], minimal: Project) -> None:
    assert engine_starts(minimal, *words) == []


# The map

_FILE = r"[\w.-]+\.(?:py|md|html|css|po|ya?ml|json|toml|txt|cfg)"
_PATH = re.compile(rf"(?<![\w/.:-])(?:{_FILE}|[\w.-]+/(?:[\w.*-]+/?)*)")
_MADE_BY_A_BUILD = ("dist/", ".cache/", "manifest.json", ".venv")


def paths_named(text: str) -> set[str]:
    """Return the paths in a page's code spans and code blocks."""
    code = re.findall(r"```.*?\n(.*?)```", text, re.DOTALL) + re.findall(r"`([^`\n]+)`", text)
    return {found.rstrip(".") for span in code for found in _PATH.findall(span)}


def test_the_map_of_the_program_names_only_what_exists() -> None:
    homes = (REPOSITORY, PACKAGE, REPOSITORY / "templates", REPOSITORY / "templates" / "styles")
    named = paths_named((REPOSITORY / "docs" / "architecture.md").read_text("utf-8"))
    assert {"build.py", "pipeline.py", "reading/", "tests/projects/"} <= named
    lost = [
        name
        for name in sorted(named)
        if not name.startswith(_MADE_BY_A_BUILD) and not any(any(home.glob(name.rstrip("/"))) for home in homes)
    ]
    assert lost == []


def test_the_map_stays_short_enough_to_read() -> None:
    assert len((REPOSITORY / "docs" / "architecture.md").read_text("utf-8").splitlines()) < 150
