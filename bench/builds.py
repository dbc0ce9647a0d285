"""What a build costs, as ratios against something measured in the same run on the same machine.

    nothing to do    a build with nothing to do     : the bare interpreter (python -c pass)
    whole build      a first build of every edition : one `weasyprint` command an edition, as many at once
    preflight        of every edition, one by one   : a first build of every edition

Rounds alternate, and the median of the ratios is printed: this machine may be slow, the other as well.

    .venv/bin/python bench/builds.py [ROUNDS]
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from briefbuilder.diagnostics import Findings, Place
from briefbuilder.draft import Draft
from briefbuilder.fitting import Fitting
from briefbuilder.house import House
from briefbuilder.plan import Wish, targets
from briefbuilder.proof.preflight import preflight
from briefbuilder.read import read
from briefbuilder.sources import Folder

ROOT = Path(__file__).resolve().parent.parent
BUILD = [sys.executable, "-P", "-m", "briefbuilder"]


def main() -> int:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "project"
        for name in ("briefs", "content"):
            shutil.copytree(ROOT / name, project / name)
        pages = write_pages(project, Path(folder) / "pages")
        whole = ratio(rounds, lambda: first_build(project), lambda: run_commands(pages))
        first_build(project)
        flights = ratio(rounds, lambda: preflights(project), lambda: first_build(project))
        nothing = ratio(rounds * 5, lambda: build(project), lambda: run([sys.executable, "-c", "pass"]))
    print(f"whole build of {len(pages)} editions : one weasyprint command an edition = {whole:.2f}")
    print(f"preflight of all editions : whole build = {flights:.2f}")
    print(f"nothing to do : bare interpreter = {nothing:.1f}")
    return 0


def ratio(rounds: int, ours: Callable[[], None], other: Callable[[], None]) -> float:
    return statistics.median(seconds(ours) / seconds(other) for _ in range(rounds))


def seconds(action: Callable[[], None]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def first_build(project: Path) -> None:
    shutil.rmtree(project / "dist", ignore_errors=True)
    build(project)


def preflights(project: Path) -> None:
    for path in sorted((project / "dist").rglob("*.pdf")):
        preflight(path.read_bytes(), Place(path.name))


def build(project: Path) -> None:
    run([*BUILD, "--project", str(project)])


def write_pages(project: Path, folder: Path) -> list[list[str]]:
    """Write each edition's page and style sheets, and return the weasyprint commands that print them."""
    house, (library, findings) = House(project), read(Folder(project))
    folder.mkdir()
    (folder / "fonts.conf").write_text(house.fonts_conf(folder / "cache"))
    os.environ["FONTCONFIG_FILE"] = str(folder / "fonts.conf")
    commands = []
    for target in targets(library, Wish(), Findings()):
        fitting = Fitting(library, findings, target, house)
        draft, _ = fitting.draft_of(fitting.ladder.rungs[-1])
        assert draft is not None
        commands.append(command(draft, folder))
    return commands


def command(draft: Draft, folder: Path) -> list[str]:
    page = folder / f"{draft.target}.html"
    page.write_text(draft.html.text)
    styles = []
    for name in draft.html.styles:
        style = folder / Path(name).name
        style.write_bytes(draft.assets[name])
        styles += ["--stylesheet", str(style)]
    weasyprint = str(Path(sys.executable).with_name("weasyprint"))
    return [weasyprint, "--pdf-variant", "pdf/ua-1", *styles, str(page), str(page.with_suffix(".pdf"))]


def run_commands(commands: list[list[str]]) -> None:
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(run, commands))


def run(words: list[str]) -> None:
    subprocess.run(words, check=True, capture_output=True, cwd=ROOT)


if __name__ == "__main__":
    sys.exit(main())
