#!/usr/bin/env python3
"""The one command: `python3 build.py …` sets itself up on first use, then hands its words to the package.

Standard library only, and no syntax newer than Python 3.8, so that an old Python gets a sentence instead of
a SyntaxError. A set-up writes its marker last and removes it first: whatever interrupts it, the next start
finds a .venv that nobody vouches for, and makes it anew. What is said here goes to stderr; stdout belongs to
the package. Exit status 2: this machine cannot run it, and the message says what to do about that.
"""

from __future__ import annotations

import hashlib
import os
import sys

TYPE_CHECKING = False  # as in typing, which would take longer to import than all the rest
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NoReturn

OLDEST = (3, 11)
ROOT = os.path.dirname(os.path.abspath(__file__))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
PACKAGES, TEST_PACKAGES = "requirements.txt", "requirements-dev.txt"
MARKER, TEST_MARKER = os.path.join(VENV, ".ready"), os.path.join(VENV, ".ready-for-tests")
LACKING = "without the native libraries\n"  # the marker's last line where nothing but `doctor` can run

# What WeasyPrint 70 opens (weasyprint/text/ffi.py), by its names on Linux. WeasyPrint itself only warns when
# HarfBuzz-Subset is missing, but its warnings are our errors.
LIBRARIES = (
    "libgobject-2.0.so.0",
    "libpango-1.0.so.0",
    "libpangoft2-1.0.so.0",
    "libharfbuzz.so.0",
    "libharfbuzz-subset.so.0",
    "libfontconfig.so.1",
)
LIBRARY_FILE = "{}.{}.dylib" if sys.platform == "darwin" else "{}.so.{}"

APT_INSTALL = ("apt-get", "install", "-y", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=300")
APT_LIBRARIES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
INSTALL = {
    "dnf": "dnf install -y pango harfbuzz fontconfig",
    "pacman": "pacman -S --needed pango harfbuzz fontconfig",
    "apk": "apk add so:" + " so:".join(LIBRARIES),
}
BREW = 'brew install pango python && "$(brew --prefix)/bin/python3" build.py'


def main(words: Sequence[str]) -> None:
    """Become the package (for `test`, pytest), after whatever set-up that still takes."""
    if sys.platform == "win32":  # no fork, no flock: a brief is printed by what Linux and macOS have
        fail("windows")
    if sys.version_info < OLDEST:
        refuse_old_python()
    testing = list(words[:1]) == ["test"]
    switch = os.environ.get("BRIEFBUILDER_PYTHON", "")
    if switch not in ("", "current"):
        fail("switch", value=switch)
    if switch:
        demand_packages(testing=testing)
        become(sys.executable, words, testing=testing)
    doctor = "doctor" in words and not testing  # runs without the libraries, to say that they are missing
    if not is_ready(testing=testing, doctor=doctor):
        set_up(testing=testing, doctor=doctor)
    become(PYTHON, words, testing=testing)


def become(python: str, words: Sequence[str], *, testing: bool) -> NoReturn:
    """Replace this process; the caller's folder never gets onto the new one's import path."""
    command = [python, "-P", "-m", *(("pytest", *words[1:]) if testing else ("briefbuilder", *words))]
    environment = clean_environment()
    if python != PYTHON:  # in .venv a .pth file does this
        environment["PYTHONPATH"] = os.pathsep.join((ROOT, os.environ.get("PYTHONPATH") or ROOT))
    if testing:
        os.chdir(ROOT)
    os.execve(python, command, environment)


def is_ready(*, testing: bool, doctor: bool) -> bool:
    """Tell whether .venv was finished in this very place, by such a Python, from these very locks."""
    return is_made(even_lacking=doctor) and (not testing or read(TEST_MARKER) == fingerprint(TEST_PACKAGES))


def is_made(*, even_lacking: bool) -> bool:
    key = fingerprint(PACKAGES)
    accepted = (key, key + LACKING) if even_lacking else (key,)
    return read(MARKER) in accepted and os.path.exists(PYTHON)  # a dead link once its Python is uninstalled


def fingerprint(name: str) -> str:
    """Return what the marker of an installed lock file says."""
    with open(os.path.join(ROOT, name), "rb") as file:
        digest = hashlib.sha256(file.read()).hexdigest()
    return f"{ROOT}\n{sys.implementation.cache_tag} {sys.platform}\n{name} {digest}\n"


def read(marker: str) -> str:
    try:
        with open(marker, encoding="utf-8", errors="surrogateescape") as file:
            return file.read()
    except FileNotFoundError:
        return ""


def write(marker: str, text: str) -> None:
    with open(marker + ".new", "w", encoding="utf-8", errors="surrogateescape") as file:
        file.write(text)
    os.replace(marker + ".new", marker)


def set_up(*, testing: bool, doctor: bool) -> None:
    """Make .venv, and first whatever the system lacks for it, while every other start waits."""
    lock = take_lock()
    try:
        if is_ready(testing=testing, doctor=doctor):
            return  # the start that this one waited for has done it
        lacking = fill_gaps(lock, doctor=doctor)
        if not is_made(even_lacking=True):
            make_venv(lock)
        write(MARKER, fingerprint(PACKAGES) + (LACKING if lacking else ""))
        if testing:
            install(TEST_PACKAGES, lock)
            write(TEST_MARKER, fingerprint(TEST_PACKAGES))
        say("ready")
    finally:
        os.close(lock)


def take_lock() -> int:
    """Return the open lock file once no other start has it; the system frees it however its holder ends."""
    import fcntl
    import time

    lock = os.open(VENV + ".lock", os.O_RDWR | os.O_CREAT, 0o644)
    waiting = False
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return lock
        except BlockingIOError:
            if not waiting:
                say("waiting")
            waiting = True
            time.sleep(0.1)


def fill_gaps(lock: int, *, doctor: bool) -> bool:
    """Install what the system lacks, if this user may; return whether that leaves only `doctor` able to run."""
    import shutil

    gaps = missing_parts(doctor=doctor)
    if gaps and shutil.which("apt-get") and os.geteuid() == 0:
        packages = apt_packages(gaps)
        say("apt", names=" ".join(packages))
        failure = run([*APT_INSTALL, *packages], lock)
        if failure:  # as it does where the lists of packages are old, or not there yet
            failure = run(["apt-get", "update"], lock) or run([*APT_INSTALL, *packages], lock)
        if failure:
            fail("failed", step="apt-get", output=failure, hint=message("online"))
        gaps = missing_parts(doctor=doctor)
    if gaps:
        fail("lacking", names=", ".join(gaps), command=remedy(gaps))
    return doctor and bool(missing_libraries())


def missing_parts(*, doctor: bool) -> list[str]:
    """Return what the system lacks: ensurepip (which Debian packs apart from Python), and library files."""
    import importlib.util

    importlib.invalidate_caches()
    ensurepip = [] if importlib.util.find_spec("ensurepip") else ["ensurepip"]
    return ensurepip + ([] if doctor else missing_libraries())


def missing_libraries() -> list[str]:
    import ctypes.util

    missing = []
    for library in LIBRARIES:
        stem, number = library.split(".so.")
        try:
            ctypes.CDLL(LIBRARY_FILE.format(stem, number))
        except OSError:
            # Only find_library knows Homebrew's folder; on Linux it would start a compiler, and is not needed.
            if sys.platform != "darwin" or not ctypes.util.find_library(stem[len("lib") :]):
                missing.append(LIBRARY_FILE.format(stem, number))
    return missing


def apt_packages(gaps: list[str]) -> list[str]:
    venv = [f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"] if "ensurepip" in gaps else []
    return venv + (list(APT_LIBRARIES) if gaps != ["ensurepip"] else [])


def remedy(gaps: list[str]) -> str:
    """Return the one command that fills the gaps on this system."""
    import shutil

    if sys.platform == "darwin":
        return BREW
    sudo = "" if os.geteuid() == 0 else "sudo "
    if shutil.which("apt-get"):
        return f"{sudo}apt-get install -y {' '.join(apt_packages(gaps))}"
    if "ensurepip" in gaps:
        return message("newer")
    known = [command for program, command in INSTALL.items() if shutil.which(program)]
    return sudo + known[0] if known else message("other")


def make_venv(lock: int) -> None:
    """Make .venv from nothing, with the packages and this folder on its import path; no marker yet."""
    import shutil
    import sysconfig

    say("anew" if os.path.lexists(VENV) else "first")
    for marker in (MARKER, TEST_MARKER):
        if os.path.exists(marker):
            os.unlink(marker)
    if os.path.islink(VENV):
        os.unlink(VENV)
    elif os.path.lexists(VENV):
        shutil.rmtree(VENV)
    # Started from .venv's own Python, this process has just removed that; only its base is sure to be there.
    python = getattr(sys, "_base_executable", "") or sys.executable
    failure = run([python, "-I", "-m", "venv", VENV], lock)
    if failure:
        fail("failed", step="venv", output=failure, hint=message("folder"))
    install(PACKAGES, lock)
    packages = sysconfig.get_path("purelib", "venv", {"base": VENV})
    with open(os.path.join(packages, "briefbuilder.pth"), "w", encoding="ascii") as path_file:
        path_file.write(os.path.relpath(ROOT, packages) + "\n")  # relative, so free of any spelling trouble


def install(name: str, lock: int) -> None:
    path = os.path.join(ROOT, name)
    with open(path, encoding="utf-8") as file:
        say("packages", count=sum("==" in line and line[0] != "#" for line in file), name=name)
    pip = [PYTHON, "-I", "-m", "pip", "install", "--no-input", "--disable-pip-version-check"]
    failure = run([*pip, "--require-hashes", "--only-binary", ":all:", "-r", path], lock)
    if failure:
        tampered = "DO NOT MATCH THE HASHES" in failure
        fail("failed", step="pip", output=failure, hint=message("tampered" if tampered else "online"))


def run(command: list[str], lock: int) -> str:
    """Run a step of the set-up and return its last lines if it failed, or nothing; a terminal sees where it is.

    The step holds the lock too: if this process is killed, the next start waits for the step to end.
    """
    import contextlib
    import signal
    import subprocess

    settings = {"PIP_USER": "0", "PIP_REQUIRE_VIRTUALENV": "0", "DEBIAN_FRONTEND": "noninteractive"}
    lines = []
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        env={**clean_environment(), **settings},
        pass_fds=(lock,),
        start_new_session=True,
    ) as process:
        try:
            for line in process.stdout or ():
                lines += [line.rstrip()] if line.strip() else []
                if sys.stderr.isatty():
                    print("\r\033[K" + line.split(" (")[0].strip()[:70], end="\r", file=sys.stderr, flush=True)
        except KeyboardInterrupt:  # which did not reach the step: it has a session of its own
            with contextlib.suppress(ProcessLookupError, PermissionError):  # both say that it has ended
                os.killpg(process.pid, signal.SIGINT)
                process.wait()
                os.killpg(process.pid, signal.SIGKILL)  # what the step started in its turn
            raise
    if sys.stderr.isatty():
        print("\033[K", end="", file=sys.stderr, flush=True)
    return "\n".join(lines[-8:]) or "?" if process.returncode else ""


def clean_environment() -> dict[str, str]:
    """Return the environment without what would send a Python to another one's packages."""
    return {name: value for name, value in os.environ.items() if name not in ("PYTHONHOME", "PYTHONPATH")}


def demand_packages(*, testing: bool) -> None:
    import importlib.util

    package, name = ("pytest", TEST_PACKAGES) if testing else ("weasyprint", PACKAGES)
    if not importlib.util.find_spec(package):
        command = f"{sys.executable} -m pip install --require-hashes -r '{os.path.join(ROOT, name)}'"
        fail("bare", package=package, command=command)


def refuse_old_python() -> NoReturn:
    import shutil

    newer = next(filter(shutil.which, (f"python3.{minor}" for minor in range(19, 10, -1))), "")
    version = ".".join(map(str, sys.version_info[:3]))
    hint = f"{newer} build.py" if newer else message("newer")
    fail("old", version=version, path=sys.executable, hint=hint)


def message(key: str, **values: object) -> str:
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return (JAPANESE if locale.startswith("ja") else ENGLISH)[key].format(**values)


def say(key: str, **values: object) -> None:
    print("build.py: " + message(key, **values), file=sys.stderr, flush=True)


def fail(key: str, **values: object) -> NoReturn:
    say(key, **values)
    sys.exit(2)


ENGLISH = {
    "old": "error: Python 3.11 or newer is needed; this is {version} ({path})\nhint: {hint}",
    "windows": "error: Briefbuilder runs on Linux and macOS\nhint: on Windows start it inside WSL (wsl --install)",
    "newer": "install Python 3.11 or newer from https://www.python.org/downloads/ or by this system's own means",
    "switch": 'error: BRIEFBUILDER_PYTHON is "{value}"\nhint: set it to "current", or not at all',
    "bare": "error: BRIEFBUILDER_PYTHON=current, but this Python lacks {package}\nhint: {command}",
    "waiting": "another start is setting up .venv; waiting for it",
    "first": "first start here: making .venv, once; usually under a minute",
    "anew": "making .venv anew, usually under a minute: unfinished, moved, or Python or requirements.txt changed",
    "packages": "installing from {name}, a lock of {count} packages",
    "apt": "installing with apt-get: {names}",
    "ready": "ready",
    "lacking": "error: this system lacks {names}\nhint: {command}",
    "other": "install Pango, HarfBuzz with its subset library, and fontconfig by this system's own means",
    "failed": "error: {step} failed; its last words:\n{output}\nhint: {hint}",
    "online": "is this machine online? behind a proxy set HTTPS_PROXY; then start again, nothing needs tidying",
    "tampered": "what came is not what was locked: ask who keeps this package index, and do not work round it",
    "access": "error: {reason}\nhint: {hint}",
    "folder": "the folder of build.py has to be complete and writable, on a disk that is not full",
    "stopped": "stopped; start again to go on",
}
JAPANESE = {
    "old": "エラー: Python 3.11以降が必要ですが、これは{version}です ({path})\nヒント: {hint}",
    "windows": "エラー: Linux か macOS が必要です\nヒント: Windows では WSL (wsl --install) の中で起動してください",
    "newer": "Python 3.11以降を https://www.python.org/downloads/ か、このOSの標準の方法で入れてください",
    "switch": "エラー: BRIEFBUILDER_PYTHON が「{value}」です\nヒント: current とするか、設定を外してください",
    "bare": "エラー: BRIEFBUILDER_PYTHON=current ですが、{package} がありません\nヒント: {command}",
    "waiting": "別の起動が .venv を準備中です。終わるまで待ちます",
    "first": "初回の準備として .venv を作ります（一度だけ、ふつう1分以内）",
    "anew": ".venv を作り直します（ふつう1分以内）。未完成か移動、またはPythonか requirements.txt の変更のため",
    "packages": "{name} に版を固定した{count}個のパッケージを入れます",
    "apt": "apt-get で入れます: {names}",
    "ready": "準備ができました",
    "lacking": "エラー: このシステムには {names} がありません\nヒント: {command}",
    "other": "Pango、HarfBuzz（subset を含む）、fontconfig を、このOSの標準の方法で入れてください",
    "failed": "エラー: {step} が失敗しました。最後の出力:\n{output}\nヒント: {hint}",
    "online": "ネットにつながっていますか。プロキシがあれば HTTPS_PROXY を設定し、再び起動してください",
    "tampered": "届いたものが固定した版と違います。無視せず、パッケージ配布元の管理者に確かめてください",
    "access": "エラー: {reason}\nヒント: {hint}",
    "folder": "build.py のフォルダーには欠けがなく、書き込め、ディスクに空きがなければなりません",
    "stopped": "中断しました。もう一度起動すれば続けられます",
}

if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        say("stopped")
        sys.exit(130)
    except OSError as error:
        fail("access", reason=error, hint=message("folder"))
