"""build.py: a clone sets itself up, once, whatever happens meanwhile; and says what to do where it cannot."""

from __future__ import annotations

import ast
import importlib.util
import json
import os
import re
import shutil
import signal
import string
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]
STUB = """\
import json, os, sys
print(json.dumps({"words": sys.argv[1:], "folder": os.getcwd(), "prefix": sys.prefix, "path": sys.path}))
sys.exit(7)
"""


def make_clone(folder: Path) -> Path:
    """Make a folder with the real build.py, locks that lock nothing, and a package that tells how it was run."""
    (folder / "briefbuilder").mkdir(parents=True)
    (folder / "briefbuilder" / "__main__.py").write_text(STUB, encoding="utf-8")
    for name in ("requirements.txt", "requirements-dev.txt"):
        (folder / name).write_text("# nothing\n", encoding="utf-8")
    shutil.copy(REPOSITORY / "build.py", folder)
    return folder


def load(clone: Path) -> ModuleType:
    """Import the clone's build.py, which believes to be where it lies."""
    specification = importlib.util.spec_from_file_location("build", clone / "build.py")
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("BRIEFBUILDER_PYTHON", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    return make_clone(tmp_path / "政策 brief")


class Executed(Exception):
    """The process would have become another program."""


@pytest.fixture
def executed(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    commands: list[list[str]] = []

    def execve(_path: str, command: list[str], _environment: dict[str, str]) -> None:
        commands.append(command)
        raise Executed

    monkeypatch.setattr(os, "execve", execve)
    return commands


@pytest.fixture
def build(clone: Path, executed: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The clone's build.py on a complete system; its steps are recorded in `build.steps`, and quick.

    venv makes a real but bare .venv; pip and apt-get do nothing, and succeed.
    """
    module = load(clone)
    module.steps = []
    really_run = module.run

    def run(command: list[str], lock: int) -> str:
        module.steps.append(command)
        if "venv" in command:
            return str(really_run([*command, "--without-pip"], lock))
        return ""

    monkeypatch.setattr(module, "run", run)
    monkeypatch.setattr(module, "missing_libraries", list)
    return module


def prepare(build: ModuleType, *, testing: bool = False, doctor: bool = False) -> list[str]:
    """Do what a start does before it runs the package; return the names of the steps that this took."""
    build.steps.clear()
    if not build.is_ready(testing=testing, doctor=doctor):
        build.set_up(testing=testing, doctor=doctor)
    assert build.is_ready(testing=testing, doctor=doctor)
    return [next(name for name in ("venv", "pip", "apt-get") if name in step) for step in build.steps]


# A whole start, with the real venv and the real pip


@pytest.fixture(scope="module")
def first_start(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    clone = make_clone(tmp_path_factory.mktemp("clone") / "政策 brief")
    return clone, start(clone, "tokyo", "two words", folder=clone.parent)


def start(clone: Path, *words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Start the clone's build.py from another folder, with nothing in the environment but stray settings."""
    stray = {"PYTHONPATH": "/nowhere", "PIP_USER": "1", "PIP_REQUIRE_VIRTUALENV": "1"}
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), **stray}
    command = [sys.executable, str(clone / "build.py"), *words]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_the_first_start_makes_a_venv_and_runs_the_package_in_it(
    first_start: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    clone, first = first_start
    assert first.stderr.splitlines() == [
        "build.py: first start here: making .venv, once; usually under a minute",
        "build.py: installing from requirements.txt, a lock of 0 packages",
        "build.py: ready",
    ]
    said = json.loads(first.stdout)
    assert said["words"] == ["tokyo", "two words"]
    assert said["folder"] == str(clone.parent)
    assert said["prefix"] == str(clone / ".venv")
    assert first.returncode == 7


def test_the_second_start_goes_straight_to_the_package(
    first_start: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    clone, first = first_start
    second = start(clone, "tokyo", "two words", folder=clone.parent)
    assert (second.stdout, second.stderr, second.returncode) == (first.stdout, "", 7)


def test_the_package_is_found_from_anywhere_and_the_callers_folder_is_not_searched(
    first_start: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    clone, first = first_start
    path = json.loads(first.stdout)["path"]
    assert str(clone) in path
    assert not {"", ".", str(clone.parent), "/nowhere"} & set(path)


# When .venv is used, and when it is made anew


def test_a_finished_venv_is_used_again(build: ModuleType) -> None:
    assert prepare(build) == ["venv", "pip"]
    assert prepare(build) == []


def test_a_moved_folder_gets_a_new_venv(build: ModuleType, clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    prepare(build)
    moved = load(clone.rename(clone.with_name("移動")))
    assert not moved.is_ready(testing=False, doctor=False)


def test_a_changed_lock_gets_a_new_venv(build: ModuleType, clone: Path) -> None:
    prepare(build)
    (clone / ".venv" / "left over").touch()
    (clone / "requirements.txt").write_text("# nothing else\n", encoding="utf-8")
    assert prepare(build) == ["venv", "pip"]
    assert not (clone / ".venv" / "left over").exists()


def test_another_version_of_python_gets_a_new_venv(build: ModuleType) -> None:
    prepare(build)
    marker = Path(build.MARKER)
    text = marker.read_text(encoding="utf-8")
    marker.write_text(text.replace(sys.implementation.cache_tag, "cpython-310"), encoding="utf-8")
    assert prepare(build) == ["venv", "pip"]


def test_a_venv_whose_python_was_uninstalled_is_made_anew(build: ModuleType) -> None:
    prepare(build)
    Path(build.PYTHON).unlink()
    Path(build.PYTHON).symlink_to("/nowhere/python")
    assert prepare(build) == ["venv", "pip"]


def test_a_venv_made_by_hand_is_replaced_and_a_link_to_one_elsewhere_leaves_that_alone(
    build: ModuleType, clone: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "precious").touch()
    (clone / ".venv").symlink_to(elsewhere)
    assert prepare(build) == ["venv", "pip"]
    assert (elsewhere / "precious").exists()


@pytest.mark.parametrize("step", ["venv", "pip"])
def test_an_interrupted_set_up_is_begun_anew(build: ModuleType, step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    quick_run = build.run

    def run(command: list[str], lock: int) -> str:
        quick_run(command, lock)
        if step in command:
            raise KeyboardInterrupt
        return ""

    with monkeypatch.context() as interrupted:
        interrupted.setattr(build, "run", run)
        with pytest.raises(KeyboardInterrupt):
            prepare(build)
    assert prepare(build) == ["venv", "pip"]


def test_a_killed_removal_of_the_old_venv_leaves_nothing_that_looks_ready(
    build: ModuleType, clone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare(build)
    (clone / "requirements.txt").write_text("# nothing else\n", encoding="utf-8")
    monkeypatch.setattr(shutil, "rmtree", lambda _path: pytest.exit("killed here"))
    with pytest.raises(pytest.exit.Exception):
        prepare(build)
    (clone / "requirements.txt").write_text("# nothing\n", encoding="utf-8")
    assert not build.is_ready(testing=False, doctor=False)


def test_a_venv_begun_from_its_own_python_is_made_by_the_one_below_it(build: ModuleType) -> None:
    prepare(build)
    made_by = build.steps[0][0]
    assert Path(made_by).is_relative_to(sys.base_prefix)


# Two at once, Ctrl-C, kill -9


def test_a_second_start_waits_says_so_and_uses_what_the_first_has_made(
    build: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    first = build.take_lock()
    waits = {"testing": False, "doctor": False}
    second = threading.Thread(target=build.set_up, kwargs=waits, daemon=True)
    second.start()
    wait_until(lambda: "waiting for it" in capsys.readouterr().err)
    build.make_venv(first)
    build.write(build.MARKER, build.fingerprint(build.PACKAGES))
    capsys.readouterr()
    os.close(first)
    second.join(timeout=10)
    assert not second.is_alive()
    assert len(build.steps) == 2, "the first one's, and none of the second's"
    assert capsys.readouterr().err == ""


def test_a_step_keeps_the_lock_when_build_py_is_killed(clone: Path, tmp_path: Path) -> None:
    running, stop = tmp_path / "running", tmp_path / "stop"
    step = f"touch '{running}'; while [ ! -e '{stop}' ]; do sleep 0.02; done"
    program = f"import build; build.run(['sh', '-c', {step!r}], build.take_lock())"
    killed = subprocess.Popen([sys.executable, "-c", program], cwd=clone)
    wait_until(running.exists)
    killed.kill()
    killed.wait()
    after = subprocess.Popen(
        [sys.executable, "-c", "import build; build.take_lock()"], cwd=clone, stderr=subprocess.PIPE
    )
    assert after.stderr is not None
    assert b"waiting for it" in after.stderr.readline()
    stop.touch()
    after.communicate(timeout=10)
    assert after.returncode == 0


def test_ctrl_c_ends_the_step_and_says_one_line(clone: Path, tmp_path: Path) -> None:
    running, interrupted = tmp_path / "running", tmp_path / "interrupted"
    step = f"trap 'touch \"{interrupted}\"; exit' INT; touch '{running}'; while :; do sleep 0.02; done"
    source = (clone / "build.py").read_text(encoding="utf-8")
    slow = source.replace('[python, "-I", "-m", "venv", VENV]', f"['sh', '-c', {step!r}]")
    assert slow != source
    (clone / "build.py").write_text(slow.replace("gaps = missing_parts", "gaps = (lambda doctor: [])"), "utf-8")
    stopped = subprocess.Popen(
        [sys.executable, clone / "build.py"], stderr=subprocess.PIPE, text=True, preexec_fn=heed_interrupts
    )
    wait_until(running.exists)
    stopped.send_signal(signal.SIGINT)
    _, said = stopped.communicate(timeout=10)
    assert said.splitlines()[1:] == ["build.py: stopped; start again to go on"]
    assert stopped.returncode == 130
    assert interrupted.exists()


def heed_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored where the tests run in the background


def wait_until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not is_so():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


# The words of the command line


def test_test_installs_its_tools_once_and_becomes_pytest_in_the_repository(
    build: ModuleType, clone: Path, executed: list[list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for _ in range(2):
        with pytest.raises(Executed):
            build.main(["test", "-k", "doctor"])
    assert executed == [[build.PYTHON, "-P", "-m", "pytest", "-k", "doctor"]] * 2
    assert Path.cwd() == clone
    locks = [Path(step[-1]).name for step in build.steps if "pip" in step]
    assert locks == ["requirements.txt", "requirements-dev.txt"]


def test_packages_come_as_locked_wheels_only(build: ModuleType) -> None:
    prepare(build)
    assert build.steps[1][-5:-1] == ["--require-hashes", "--only-binary", ":all:", "-r"]


def test_the_running_python_is_used_when_the_environment_says_so(
    build: ModuleType, clone: Path, executed: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BRIEFBUILDER_PYTHON", "current")
    with pytest.raises(Executed):
        build.main(["list"])
    assert executed == [[sys.executable, "-P", "-m", "briefbuilder", "list"]]
    assert not (clone / ".venv").exists()


def test_a_running_python_without_the_packages_is_told_how_to_get_them(
    build: ModuleType, clone: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BRIEFBUILDER_PYTHON", "current")
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    assert refusal(build, capsys) == [
        "build.py: error: BRIEFBUILDER_PYTHON=current, but this Python lacks weasyprint",
        f"hint: {sys.executable} -m pip install --require-hashes -r '{clone}/requirements.txt'",
    ]


def test_a_misspelt_switch_is_refused(
    build: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BRIEFBUILDER_PYTHON", "curent")
    assert refusal(build, capsys) == [
        'build.py: error: BRIEFBUILDER_PYTHON is "curent"',
        'hint: set it to "current", or not at all',
    ]


def refusal(build: ModuleType, capsys: pytest.CaptureFixture[str], *words: str) -> list[str]:
    """Return what is said by a start that ends with exit status 2."""
    with pytest.raises(SystemExit) as end:
        build.main(list(words))
    assert end.value.code == 2
    return capsys.readouterr().err.splitlines()


# What the machine lacks


def test_an_old_python_is_told_which_newer_one_to_start_with(
    build: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(build, "OLDEST", (9, 9))
    monkeypatch.setattr(shutil, "which", lambda name: name if name == "python3.12" else None)
    version = ".".join(map(str, sys.version_info[:3]))
    assert refusal(build, capsys) == [
        f"build.py: error: Python 3.11 or newer is needed; this is {version} ({sys.executable})",
        "hint: python3.12 build.py",
    ]


def test_build_py_can_be_read_by_python_3_8() -> None:
    ast.parse((REPOSITORY / "build.py").read_text(encoding="utf-8"), feature_version=(3, 8))


@pytest.mark.parametrize(
    "platform, program, user, gaps, command",
    [
        (
            "linux",
            "apt-get",
            1000,
            ["libpango-1.0.so.0"],
            "sudo apt-get install -y libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
        ),
        ("linux", "apt-get", 1000, ["ensurepip"], "sudo apt-get install -y python3.{minor}-venv"),
        ("linux", "dnf", 0, ["libpango-1.0.so.0"], "dnf install -y pango harfbuzz fontconfig"),
        ("linux", "pacman", 1000, ["x.so.0"], "sudo pacman -S --needed pango harfbuzz fontconfig"),
        (
            "linux",
            "apk",
            0,
            ["x.so.0"],
            "apk add so:libgobject-2.0.so.0 so:libpango-1.0.so.0 so:libpangoft2-1.0.so.0 so:libharfbuzz.so.0"
            " so:libharfbuzz-subset.so.0 so:libfontconfig.so.1",
        ),
        (
            "linux",
            "",
            1000,
            ["x.so.0"],
            "install Pango, HarfBuzz with its subset library, and fontconfig by this system's own means",
        ),
        ("darwin", "", 501, ["x"], 'brew install pango python && "$(brew --prefix)/bin/python3" build.py'),
    ],
)
def test_each_system_gets_its_own_remedy(
    build: ModuleType,
    platform: str,
    program: str,
    user: int,
    gaps: list[str],
    command: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: name if name == program else None)
    monkeypatch.setattr(os, "geteuid", lambda: user)
    monkeypatch.setattr(sys, "platform", platform)
    assert build.remedy(gaps) == command.format(minor=sys.version_info.minor)


def test_windows_is_told_to_use_wsl(
    build: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    assert refusal(build, capsys) == [
        "build.py: error: Briefbuilder runs on Linux and macOS",
        "hint: on Windows start it inside WSL (wsl --install)",
    ]


def test_a_library_that_cannot_be_opened_is_named(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build = load(clone)
    monkeypatch.setattr(build, "LIBRARIES", (*build.LIBRARIES, "libnowhere.so.5"))
    assert build.LIBRARY_FILE.format("libnowhere", "5") in build.missing_libraries()


def test_missing_libraries_are_an_error_that_names_the_command(
    build: ModuleType, clone: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lack(build, monkeypatch, user=1000)
    assert refusal(build, capsys) == [
        "build.py: error: this system lacks libpango-1.0.so.0",
        "hint: sudo apt-get install -y libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
    ]
    assert not (clone / ".venv").exists()


def test_the_doctor_comes_even_where_libraries_are_missing_and_only_the_doctor(
    build: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with monkeypatch.context() as context:
        lack(build, context, user=0)
        assert prepare(build, doctor=True) == ["venv", "pip"]
        assert prepare(build, doctor=True) == []
        context.setattr(os, "geteuid", lambda: 1000)
        assert "lacks libpango" in refusal(build, capsys)[-2]
        assert "lacks libpango" in refusal(build, capsys, "test", "-k", "doctor")[-2]
    assert prepare(build) == [], "nothing but the libraries was missing, so nothing has to be made"


def test_root_on_debian_gets_them_installed(
    build: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lack(build, monkeypatch, user=0, until="install")
    assert prepare(build) == ["apt-get", "venv", "pip"]
    assert "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" in capsys.readouterr().err


def test_root_on_debian_renews_the_package_lists_when_the_first_try_fails(
    build: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    lack(build, monkeypatch, user=0, until="update")
    prepare(build)
    assert [step[1] for step in build.steps[:3]] == ["install", "update", "install"]


def test_a_failing_apt_get_is_shown_with_its_last_words(
    build: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lack(build, monkeypatch, user=0)
    monkeypatch.setattr(build, "run", lambda _command, _lock: "E: Could not resolve host")
    assert refusal(build, capsys)[1:] == [
        "build.py: error: apt-get failed; its last words:",
        "E: Could not resolve host",
        "hint: is this machine online? behind a proxy set HTTPS_PROXY; then start again, nothing needs tidying",
    ]


def lack(build: ModuleType, monkeypatch: pytest.MonkeyPatch, *, user: int, until: str = "never") -> None:
    """Take a library from the system, until apt-get has installed it (for "update": with renewed lists)."""
    quick_run = build.run

    def missing_libraries() -> list[str]:
        done = [step[1] for step in build.steps if step[0] == "apt-get"]
        return [] if until in done and done[-1] == "install" else ["libpango-1.0.so.0"]

    def run(command: list[str], lock: int) -> str:
        quick_run(command, lock)
        return "E: Unable to locate" if command[1] == "install" and missing_libraries() else ""

    monkeypatch.setattr(build, "missing_libraries", missing_libraries)
    monkeypatch.setattr(build, "run", run)
    monkeypatch.setattr(shutil, "which", lambda name: name if name == "apt-get" else None)
    monkeypatch.setattr(os, "geteuid", lambda: user)


@pytest.mark.parametrize(
    "words, hint",
    [
        ("ERROR: No matching distribution found", "is this machine online?"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES", "what came is not what was locked"),
    ],
)
def test_a_failing_pip_is_shown_with_its_last_words(
    build: ModuleType,
    words: str,
    hint: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    quick_run = build.run
    monkeypatch.setattr(build, "run", lambda step, lock: quick_run(step, lock) or (words if "pip" in step else ""))
    said = refusal(build, capsys)
    assert said[2:4] == ["build.py: error: pip failed; its last words:", words]
    assert said[4].startswith(f"hint: {hint}")


def test_a_step_runs_without_the_settings_that_would_lead_it_astray(
    clone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("PYTHONPATH", "PYTHONHOME", "PIP_USER", "PIP_INDEX_URL"):
        monkeypatch.setenv(name, "astray")
    build = load(clone)
    lock = build.take_lock()
    shown = build.run(["sh", "-c", 'echo "$PYTHONPATH|$PYTHONHOME|$PIP_USER|$PIP_INDEX_URL"; exit 1'], lock)
    os.close(lock)
    assert shown == "||0|astray"


# The two languages


def test_a_japanese_terminal_is_spoken_to_in_japanese(
    build: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LANG", "ja_JP.UTF-8")
    monkeypatch.setenv("BRIEFBUILDER_PYTHON", "curent")
    assert refusal(build, capsys)[0] == "build.py: エラー: BRIEFBUILDER_PYTHON が「curent」です"


def test_every_message_exists_in_both_languages_with_the_same_fields(build: ModuleType) -> None:
    def fields(text: str) -> set[str | None]:
        return {field for _, field, _, _ in string.Formatter().parse(text) if field}

    assert build.ENGLISH.keys() == build.JAPANESE.keys()
    for key, text in build.ENGLISH.items():
        assert fields(text) == fields(build.JAPANESE[key]), key
        assert text.count("\n") == build.JAPANESE[key].count("\n"), key


# The locks


def locked(name: str) -> Iterator[tuple[str, str]]:
    """Yield each package of a lock with its version."""
    for line in (REPOSITORY / name).read_text(encoding="utf-8").splitlines():
        if match := re.match(r"([a-z0-9-]+)==(\S+)", line):
            yield match[1], match[2]


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_a_lock_holds_packages_and_hashes_and_names_no_host(name: str) -> None:
    text = (REPOSITORY / name).read_text(encoding="utf-8")
    packages = re.findall(r"^(?![ #])[^\n]*\\\n(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+", text, re.MULTILINE)
    assert len(packages) == len(list(locked(name))) > 10
    assert not re.findall(r"^--|://|--(?:index-url|find-links|trusted-host)", text, re.MULTILINE)


def test_both_locks_agree_on_what_they_share() -> None:
    packages, tools = dict(locked("requirements.txt")), dict(locked("requirements-dev.txt"))
    shared = packages.keys() & tools.keys()
    assert "pillow" in shared
    assert [name for name in sorted(shared) if packages[name] != tools[name]] == []
