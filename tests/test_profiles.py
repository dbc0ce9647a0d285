"""The profiles: what each file is for and says of itself, and that the same inputs give the same bytes anywhere."""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from conftest import PROJECTS, Project

from briefbuilder.cli import _parser
from briefbuilder.pages import PROFILES

NAME = "sledges/{folder}sledges.readers.en.{profile}pdf"


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The smallest project, its brief on sledges printed in every profile."""
    root = tmp_path_factory.mktemp("profiles") / "minimal"
    shutil.copytree(PROJECTS / "minimal", root, ignore=shutil.ignore_patterns("dist", ".cache"))
    project = Project(root)
    for profile in PROFILES:
        done = project.run("build", "sledges", "--lang", "en", "--profile", profile)
        assert done.returncode == 0, done.stdout + done.stderr
    return project


def path(project: Project, profile: str) -> Path:
    apart = (
        {"folder": f"{profile}/", "profile": f"{profile}."} if profile != "archive" else {"folder": "", "profile": ""}
    )
    return project.dist / NAME.format(**apart)


def xmp(pdf: pikepdf.Pdf) -> str:
    return pdf.Root.Metadata.read_bytes().decode()


def test_each_profile_has_a_file_and_a_record_of_its_own(three: Project) -> None:
    assert {p.relative_to(three.dist).as_posix() for p in three.dist.rglob("*.pdf")} == {
        "sledges/sledges.readers.en.pdf",
        "sledges/ua2/sledges.readers.en.ua2.pdf",
        "sledges/press/sledges.readers.en.press.pdf",
    }
    record = json.loads((three.dist / "manifest.json").read_text())
    assert list(record["editions"]) == ["sledges.readers.en"]
    assert sorted(record["profiles"]) == ["press", "ua2"]
    for profile in PROFILES:
        assert "fresh" in three.run("build", "sledges", "--lang", "en", "--profile", profile).stdout


def test_the_command_line_offers_every_profile() -> None:
    (commands,) = (a for a in _parser()._actions if isinstance(a, argparse._SubParsersAction))
    (option,) = (a for a in commands.choices["build"]._actions if "--profile" in a.option_strings)
    assert tuple(option.choices or ()) == tuple(PROFILES)


def test_a_file_names_the_brief_in_both_languages_its_rights_and_its_day(three: Project) -> None:
    for profile in PROFILES:
        with pikepdf.open(path(three, profile)) as pdf:
            said = xmp(pdf)
            with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
                assert metadata["dc:identifier"] == "sledges.readers.en"
                assert set(metadata["dc:language"]) == {"en"}
                day = metadata["xmp:CreateDate"]
                assert metadata["dc:date"] == [day]
            for language in ("x-default", "ja", "en"):
                assert said.count(f'xml:lang="{language}"') >= 2, profile
            assert "/Metadata" in str(pdf.Root.Metadata.Type)
            assert "/Filter" not in pdf.Root.Metadata
            if profile != "ua2":  # PDF/A-4 has no other account of itself
                assert str(pdf.docinfo.CreationDate) == f"D:{day.replace('-', '')}"
                assert f'<rdf:li xml:lang="x-default">{pdf.docinfo.Title}</rdf:li>' in said


@pytest.mark.parametrize(
    "profile, version, claims",
    [
        ("archive", "1.7", ["<pdfaid:part>3<", "<pdfaid:conformance>A<", "<pdfuaid:part>1<", "pdfaExtension:schemas"]),
        ("ua2", "2.0", ["<pdfaid:part>4<", "<pdfaid:rev>2020<", "<pdfuaid:part>2<", "<pdfuaid:rev>2024<"]),
    ],
)
def test_a_tagged_profile_claims_its_standards_and_brings_its_colours(
    three: Project, profile: str, version: str, claims: list[str]
) -> None:
    with pikepdf.open(path(three, profile)) as pdf:
        assert pdf.pdf_version == version
        assert all(claim in xmp(pdf) for claim in claims)
        (intent,) = pdf.Root.OutputIntents
        assert (intent.S, str(intent.Info)[-4:]) == ("/GTS_PDFA1", "sRGB")
        assert str(pdf.Root.PageLabels.Nums[1].S) == "/D"
        assert "/ID" in pdf.trailer


def test_the_press_gets_bleed_and_no_links_tags_or_claims(three: Project) -> None:
    with pikepdf.open(path(three, "press")) as pdf:
        page = pdf.pages[0]
        trim, bleed = [[round(float(side), 2) for side in box] for box in (page.TrimBox, page.BleedBox)]
        assert trim == [0, 0, 595.28, 841.89]
        assert bleed == [-8.5, -8.5, 603.78, 850.39]  # 3 mm on every side
        assert "/Annots" not in page
        assert "/StructTreeRoot" not in pdf.Root
        assert "/OutputIntents" not in pdf.Root  # without the printer's own there is none to name
        assert not any(word in xmp(pdf) for word in ("<pdfaid:", "<pdfuaid:", "pdfx"))


def test_every_profile_prints_the_same_page(three: Project) -> None:
    texts = set()
    for profile in PROFILES:
        with pypdfium2.PdfDocument(path(three, profile)) as pdf:
            texts.add("".join(page.get_textpage().get_text_range() for page in pdf))
    assert len(texts) == 1


def test_the_same_inputs_give_the_same_bytes_in_another_folder_process_zone_and_seed(tmp_path: Path) -> None:
    made = []
    for name, seed, zone, profile in (
        ("one", "0", "Asia/Tokyo", "archive"),
        ("another with spaces/deep", "4711", "America/New_York", "archive"),
        ("three", "1", "UTC", "ua2"),
        ("four", "2", "Asia/Tokyo", "ua2"),
        ("five", "1", "UTC", "press"),
        ("six", "2", "Asia/Tokyo", "press"),
    ):
        root = tmp_path / name
        shutil.copytree(PROJECTS / "school-meals", root, ignore=shutil.ignore_patterns("dist", ".cache"))
        project = Project(root)
        words = ("build", "free-school-meals", "--audience", "council", "--profile", profile)
        done = project.run(*words, env={"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C.UTF-8"})
        assert done.returncode == 0, done.stdout + done.stderr
        made.append({p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in root.rglob("*.pdf")})
    assert len(made[0]) == 2
    assert made[0] == made[1]
    assert made[2] == made[3]
    assert made[4] == made[5]
