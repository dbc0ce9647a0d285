"""The files themselves: encodings, names, links, devices, sizes, pictures, and letters that nobody can see or print."""

from __future__ import annotations

import os
import socket
import stat
import struct
import unicodedata
import zlib
from io import BytesIO
from pathlib import Path
from random import Random

import pytest
from conftest import Project

from briefbuilder.diagnostics import Findings
from briefbuilder.pictures import PIXEL_LIMIT
from briefbuilder.sources import LINE_LIMIT, PICTURE_LIMIT, TEXT_LIMIT, Folder

SNOW = "content/modules/weather/snow"
TEXT = f"{SNOW}/en.md"
NOT_USED = 'briefs/sledges.yaml:20:5: error: the module "snow" cannot be used: it has errors\n    hint: mend them first'

needs_posix = pytest.mark.skipif(os.name != "posix", reason="links, pipes and devices as on Linux and macOS")


# Encodings


@pytest.mark.parametrize(
    "encoding, name",
    [("cp932", "Shift_JIS"), ("utf-16", "UTF-16"), ("euc-jp", "EUC-JP")],
)
def test_a_text_in_another_encoding_is_named_with_the_line_where_it_shows(
    minimal: Project, encoding: str, name: str
) -> None:
    minimal.write(f"{SNOW}/ja.md", "Snow\n\n雪は山に降る。\n".encode(encoding))
    line = 1 if encoding == "utf-16" else 3
    assert minimal.messages() == [
        NOT_USED,
        f"{SNOW}/ja.md:{line}: error: the file is not UTF-8 (it looks like {name})\n"
        '    hint: save it as "UTF-8" in your editor',
    ]


def test_bytes_of_no_encoding_are_said_to_be_of_another(minimal: Project) -> None:
    minimal.write(TEXT, b"Snow \x81")
    assert f"{TEXT}:1: error: the file is not UTF-8 (it looks like another encoding)" in minimal.messages()[1]


def test_a_yaml_file_in_shift_jis_is_no_fault_of_the_program(minimal: Project) -> None:
    path = "content/terms.yaml"
    minimal.write(path, (minimal.root / path).read_text("utf-8").encode("cp932"))
    assert minimal.messages() == [
        f'{path}:4: error: the file is not UTF-8 (it looks like Shift_JIS)\n    hint: save it as "UTF-8" in your editor'
    ]


def test_the_marks_that_windows_editors_leave_are_nobodys_business(minimal: Project) -> None:
    for path in sorted(minimal.root.rglob("*.*")):
        if path.is_file():
            text = path.read_text("utf-8").replace("\n", "\r\n")
            path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert minimal.messages() == []


def test_line_numbers_are_right_in_a_file_with_windows_line_ends(minimal: Project) -> None:
    minimal.write(TEXT, b"\xef\xbb\xbfSnow\r\nfalls\r\n<b>here</b>.\r\n")
    assert minimal.messages()[0].startswith(f'{TEXT}:3:1: error: raw HTML "<b>" is not allowed')


def test_old_line_ends_of_the_mac_count_as_lines(minimal: Project) -> None:
    minimal.write(TEXT, b"Snow\rfalls\r{facts:x}\r")
    assert minimal.messages()[0].startswith(f"{TEXT}:3:1: error: the fact")


# Names as macOS stores them


def test_a_folder_and_a_picture_whose_names_are_stored_in_pieces_are_found(minimal: Project) -> None:
    whole, pieces = "がっこう", unicodedata.normalize("NFD", "がっこう")
    assert whole != pieces
    (minimal.root / SNOW).rename(minimal.root / "content/modules" / "moved")
    (minimal.root / "content/modules" / pieces).mkdir()
    (minimal.root / "content/modules/moved").rename(minimal.root / "content/modules" / pieces / "snow")
    minimal.write(f"content/modules/{pieces}/snow/{pieces}.png", png(4, 4))
    for language in ("ja", "en"):
        minimal.write(f"content/modules/{pieces}/snow/{language}.md", f"Snow.\n\n![Snow]({whole}.png)\n")
    assert minimal.messages() == []


def test_a_path_typed_whole_finds_a_file_stored_in_pieces(tmp_path: Path) -> None:
    (tmp_path / unicodedata.normalize("NFD", "が")).mkdir()
    (tmp_path / unicodedata.normalize("NFD", "が/ぎ.md")).write_bytes(b"text")
    findings = Findings()
    assert Folder(tmp_path).read_bytes("が/ぎ.md", 10, findings) == b"text"
    assert findings.items == []


def test_voicing_marks_apart_from_their_kana_are_joined_and_names_keep_their_letters(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes("か\u3099神\ufa19".encode())
    source = Folder(tmp_path).read_text("a.md", Findings())
    assert source is not None
    assert source.text == "が神\ufa19"


# Letters that nobody can see


@pytest.mark.parametrize(
    "letter, said",
    [
        ("\u202e", "the invisible character U+202E (RIGHT-TO-LEFT OVERRIDE) is not allowed"),
        ("\u2066", "the invisible character U+2066 (LEFT-TO-RIGHT ISOLATE) is not allowed"),
        ("\u200f", "the invisible character U+200F (RIGHT-TO-LEFT MARK) is not allowed"),
        ("\u200b", "the invisible character U+200B (ZERO WIDTH SPACE) is not allowed"),
        ("\u2060", "the invisible character U+2060 (WORD JOINER) is not allowed"),
        ("\u00ad", "the invisible character U+00AD (SOFT HYPHEN) is not allowed"),
        ("\ufeff", "the invisible character U+FEFF (ZERO WIDTH NO-BREAK SPACE) is not allowed"),
        ("\U000e0041", "the invisible character U+E0041 (TAG LATIN CAPITAL LETTER A) is not allowed"),
        ("\x07", "the invisible character U+0007 (control or private character) is not allowed"),
        ("\x00", "the invisible character U+0000 (control or private character) is not allowed"),
        ("\ue000", "the invisible character U+E000 (control or private character) is not allowed"),
        ("\ufffc", "the invisible character U+FFFC (OBJECT REPLACEMENT CHARACTER) is not allowed"),
    ],
)
def test_a_letter_that_nobody_can_see_is_named_with_its_place(minimal: Project, letter: str, said: str) -> None:
    minimal.write(TEXT, f"Snow falls\nin the{letter} hills.\n")
    assert minimal.messages() == [
        NOT_USED,
        f"{TEXT}:2:7: error: {said}\n    hint: delete it and type the words again",
    ]


def test_a_hidden_letter_in_a_yaml_file_is_found_as_well(minimal: Project) -> None:
    minimal.edit("briefs/sledges.yaml", "  en: Sledges", "  en: Sle\u202edges")
    assert minimal.messages()[0].startswith("briefs/sledges.yaml:4:10: error: the invisible character U+202E")


def test_letters_that_belong_to_japanese_and_to_names_are_left_alone(minimal: Project) -> None:
    minimal.write(f"{SNOW}/ja.md", "葛\U000e0100城、𠮷野、ﾕｷ、神\u3000雪\n")
    assert not [line for line in minimal.messages() if "invisible" in line]


@pytest.mark.parametrize(
    "radical, code, hint",
    [
        ("⽇", "2F47", 'type "日"'),
        ("⻑", "2ED1", 'type "長"'),  # of those that Unicode decomposes into nothing
        ("⻌", "2ECC", "type the word again"),  # a part of letters only
    ],
)
def test_a_radical_copied_from_a_pdf_comes_with_the_letter_that_was_meant(
    radical: str, code: str, hint: str, minimal: Project
) -> None:
    minimal.write(f"{SNOW}/ja.md", f"雪の{radical}。\n")
    assert minimal.messages() == [
        NOT_USED,
        f'{SNOW}/ja.md:1:3: error: the radical "{radical}" (U+{code}) stands for a letter\n'
        f"    hint: it was probably copied from a PDF: {hint}",
    ]


def test_the_marks_of_a_merge_conflict_are_each_named(minimal: Project) -> None:
    minimal.write(TEXT, "<<<<<<< HEAD\nSnow falls.\n=======\nSnow fell.\n>>>>>>> other\n")
    hint = "    hint: keep one of the two versions and remove the marks"
    assert minimal.messages() == [
        NOT_USED,
        *(f"{TEXT}:{line}:1: error: a merge conflict is left in the file\n{hint}" for line in (1, 3, 5)),
    ]


def test_a_merge_conflict_in_a_yaml_file_is_called_by_its_name(minimal: Project) -> None:
    minimal.edit(f"{SNOW}/module.yaml", "lead: ja", "<<<<<<< HEAD\nlead: ja\n=======\nlead: en\n>>>>>>> other")
    assert [line.split("\n")[0] for line in minimal.messages()[1:]] == [
        f"{SNOW}/module.yaml:{line}:1: error: a merge conflict is left in the file" for line in (14, 16, 18)
    ]


def test_a_letter_that_no_font_has_is_named_where_the_author_wrote_it(minimal: Project) -> None:
    minimal.write(TEXT, "Snow falls\nin 𓀀 hills.\n")
    assert minimal.messages() == [
        f'{TEXT}:2:4: error: no font of the house has the character "𓀀" (U+13000)\n'
        "    hint: write it otherwise, or add a font that has it (templates/fonts)"
    ]


def test_a_letter_that_no_font_has_is_found_in_a_fact_too(minimal: Project) -> None:
    minimal.edit("content/facts/weather.yaml", 'other: "{value} days"', 'other: "{value} 𓀀"')
    assert any('the character "𓀀"' in line for line in minimal.messages())


# Links, pipes, devices


@needs_posix
def test_a_link_in_place_of_a_text_is_not_followed(minimal: Project, tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("the secret", encoding="utf-8")
    (minimal.root / TEXT).unlink()
    (minimal.root / TEXT).symlink_to(tmp_path / "secret.md")
    assert minimal.messages()[1:] == [
        f"{TEXT}: error: a symbolic link is not followed\n    hint: put the file itself there",
        f'{TEXT}: error: the English text is missing\n    hint: write "en.md" beside "ja.md"',
    ]


@needs_posix
def test_a_link_in_place_of_a_folder_is_not_followed(minimal: Project, tmp_path: Path) -> None:
    (minimal.root / SNOW).rename(tmp_path / "elsewhere")
    (minimal.root / SNOW).symlink_to(tmp_path / "elsewhere")
    assert minimal.messages() == [
        'briefs/sledges.yaml:20:15: error: unknown module "snow"\n'
        '    hint: make it with "python3 build.py new module snow"',
        f"{SNOW}: error: a symbolic link is not followed\n    hint: put the file itself there",
    ]


@needs_posix
@pytest.mark.parametrize("folder", ["content/modules", "content/facts", "briefs"])
def test_a_link_in_place_of_a_whole_part_is_not_followed(minimal: Project, tmp_path: Path, folder: str) -> None:
    (minimal.root / folder).rename(tmp_path / "elsewhere")
    (minimal.root / folder).symlink_to(tmp_path / "elsewhere")
    expected = f"{folder}: error: a symbolic link is not followed\n    hint: put the file itself there"
    assert expected in minimal.messages()


@needs_posix
def test_a_link_in_place_of_the_whole_content_is_not_followed(minimal: Project, tmp_path: Path) -> None:
    (minimal.root / "content").rename(tmp_path / "elsewhere")
    (minimal.root / "content").symlink_to(tmp_path / "elsewhere")
    said = minimal.messages()
    for place in ("content", "content/audiences.yaml", "content/references.json"):
        assert f"{place}: error: a symbolic link is not followed\n    hint: put the file itself there" in said


@needs_posix
def test_a_link_in_place_of_a_picture_is_not_followed(minimal: Project, tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(png(4, 4))
    (minimal.root / SNOW / "map.png").symlink_to(tmp_path / "secret.png")
    minimal.write(TEXT, "Snow.\n\n![A map](map.png)\n")
    said = minimal.messages()
    assert f"{SNOW}/map.png: error: a symbolic link is not followed\n    hint: put the file itself there" in said
    assert any('the picture "map.png" does not lie beside the text' in line for line in said)


@needs_posix
def test_a_pipe_does_not_make_the_build_wait(minimal: Project) -> None:
    (minimal.root / TEXT).unlink()
    os.mkfifo(minimal.root / TEXT)
    assert minimal.messages() == [
        NOT_USED,
        f"{TEXT}: error: is not an ordinary file\n    hint: put an ordinary file in its place",
    ]


@needs_posix
def test_a_pipe_in_place_of_a_picture_does_not_make_the_build_wait(minimal: Project) -> None:
    os.mkfifo(minimal.root / SNOW / "map.png")
    minimal.write(TEXT, "Snow.\n\n![A map](map.png)\n")
    assert f"{SNOW}/map.png: error: is not an ordinary file" in minimal.messages()[0]


@needs_posix
def test_a_device_is_not_read(minimal: Project) -> None:
    (minimal.root / TEXT).unlink()
    try:
        os.mknod(minimal.root / TEXT, stat.S_IFCHR | 0o600, os.makedev(1, 5))  # the zeros of /dev/zero
        os.close(os.open(minimal.root / TEXT, os.O_RDONLY))
    except PermissionError:
        pytest.skip("only root may make a device, and only where the disk allows it")
    assert f"{TEXT}: error: is not an ordinary file" in minimal.messages()[1]


@needs_posix
def test_a_socket_is_not_read(minimal: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    (minimal.root / TEXT).unlink()
    monkeypatch.chdir(minimal.root / SNOW)  # the path of a socket must be short
    with socket.socket(socket.AF_UNIX) as made:
        made.bind("en.md")
    assert minimal.messages()[1].startswith(f"{TEXT}: error: cannot be read: ")


@needs_posix
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may read everything")
def test_a_text_that_may_not_be_read_is_named(minimal: Project) -> None:
    (minimal.root / TEXT).chmod(0)
    assert minimal.messages()[1].startswith(f"{TEXT}: error: cannot be read: Permission denied")


@pytest.mark.parametrize("path", ["../secret.md", "content/../../secret.md", "/etc/passwd", "content//terms.yaml", ""])
def test_no_path_leads_out_of_a_project(minimal: Project, tmp_path: Path, path: str) -> None:
    (tmp_path / "secret.md").write_text("the secret", encoding="utf-8")
    findings = Findings()
    assert Folder(minimal.root).read_bytes(path, 1000, findings) is None
    assert len(findings.items) == 1


# Sizes


def test_a_text_may_be_as_large_as_the_limit_and_no_larger(minimal: Project) -> None:
    folder = Folder(minimal.root)
    whole = (b"a" * 1023 + b"\n") * (TEXT_LIMIT // 1024)
    minimal.write("content/large.md", whole)
    findings = Findings()
    assert folder.read_text("content/large.md", findings) is not None, findings.items
    minimal.write(TEXT, whole + b"a")
    assert minimal.messages() == [
        NOT_USED,
        f"{TEXT}: error: is larger than {TEXT_LIMIT} bytes\n    hint: split it, or make it smaller",
    ]


def test_a_picture_larger_than_the_limit_is_refused(minimal: Project) -> None:
    path = minimal.write(f"{SNOW}/map.png", png(4, 4))
    with path.open("r+b") as file:
        file.truncate(PICTURE_LIMIT + 1)
    minimal.write(TEXT, "Snow.\n\n![A map](map.png)\n")
    assert f"{SNOW}/map.png: error: is larger than {PICTURE_LIMIT} bytes" in minimal.messages()[0]


def test_a_line_longer_than_the_limit_is_named(minimal: Project) -> None:
    minimal.write(TEXT, "Snow\n" + "a" * (LINE_LIMIT + 1) + "\n")
    assert minimal.messages()[1] == (
        f"{TEXT}:2: error: the line is longer than {LINE_LIMIT} characters\n    hint: break it"
    )


def test_a_line_as_long_as_the_limit_passes(minimal: Project) -> None:
    minimal.write(TEXT, "a" * LINE_LIMIT + "\n")
    assert minimal.messages() == []


# Files that are missing, stray or empty


def test_a_stray_file_in_a_modules_folder_is_named(minimal: Project) -> None:
    minimal.write(f"{SNOW}/notes.docx", b"PK")
    assert minimal.messages() == [
        f"{SNOW}/notes.docx: error: the file does not belong into a module\n"
        "    hint: a module is module.yaml, ja.md, en.md and pictures (PNG, JPEG)"
    ]


def test_what_editors_and_finders_leave_behind_is_passed_over(minimal: Project) -> None:
    for name in (".DS_Store", ".en.md.swp", "en.md~", "en.md.bak", "Thumbs.db", "desktop.ini"):
        minimal.write(f"{SNOW}/{name}", b"\x00")
    assert minimal.messages() == []


def test_a_folder_without_its_module_file_is_named(minimal: Project) -> None:
    (minimal.root / SNOW / "module.yaml").unlink()
    assert minimal.messages()[1] == (
        f"{SNOW}: error: the folder holds en.md, ja.md but no module.yaml\n"
        '    hint: make one with "python3 build.py new module ID"'
    )


def test_a_module_in_a_folder_that_is_no_id_is_named(minimal: Project) -> None:
    (minimal.root / SNOW).rename(minimal.root / "content/modules/weather/Snow_2026")
    assert minimal.messages()[1:] == [
        'content/modules/weather/Snow_2026: error: "Snow_2026" is not an id\n'
        "    hint: lower-case letters a–z, digits and hyphens, at most 64"
    ]


def test_a_brief_whose_name_is_no_id_is_named(minimal: Project) -> None:
    (minimal.root / "briefs/sledges.yaml").rename(minimal.root / "briefs/Sledges.yaml")
    assert minimal.messages() == [
        'briefs/Sledges.yaml: error: "Sledges" is not an id\n'
        "    hint: lower-case letters a–z, digits and hyphens, at most 64"
    ]


@pytest.mark.parametrize("name", ["notes.txt", "old/sledges.yaml"])
def test_a_stray_file_among_the_briefs_is_named(minimal: Project, name: str) -> None:
    minimal.write(f"briefs/{name}", "…")
    assert minimal.messages() == [
        f"briefs/{name}: error: the file does not belong into briefs/\n    hint: a brief is briefs/<id>.yaml"
    ]


def test_two_files_of_the_same_brief_are_named(minimal: Project) -> None:
    text = (minimal.root / "briefs/sledges.yaml").read_text("utf-8")
    minimal.write("briefs/sledges.yml", text.replace("number: 2", "number: 3"))
    assert minimal.messages() == [
        'briefs/sledges.yml: error: the brief "sledges" exists already at briefs/sledges.yaml\n'
        "    hint: keep one of them, or give this one another id"
    ]


def test_a_stray_file_among_the_facts_is_named(minimal: Project) -> None:
    minimal.write("content/facts/rain.yaml.txt", "…")
    assert minimal.messages() == [
        "content/facts/rain.yaml.txt: error: the file does not belong into content/facts/\n"
        "    hint: facts stand in files that end with .yaml"
    ]


@pytest.mark.parametrize("language, name, other", [("ja", "Japanese", "en"), ("en", "English", "ja")])
def test_a_module_without_one_of_its_texts_is_named(minimal: Project, language: str, name: str, other: str) -> None:
    (minimal.root / SNOW / f"{language}.md").unlink()
    assert minimal.messages() == [
        NOT_USED,
        f'{SNOW}/{language}.md: error: the {name} text is missing\n    hint: write "{language}.md" beside "{other}.md"',
    ]


@pytest.mark.parametrize("text", ["", "\n \n", "\ufeff"])
def test_an_empty_text_is_named(minimal: Project, text: str) -> None:
    minimal.write(TEXT, text)
    assert minimal.messages() == [f"{TEXT}: error: the text is empty\n    hint: write at least its short form"]


@pytest.mark.parametrize("name", ["audiences.yaml", "publication.yaml"])
def test_a_file_that_every_project_needs_is_missed(minimal: Project, name: str) -> None:
    (minimal.root / "content" / name).unlink()
    assert f"content/{name}: error: the file is missing" in "\n".join(minimal.messages())


@pytest.mark.parametrize("name", ["terms.yaml", "references.overlay.yaml"])
def test_a_file_that_a_project_can_do_without_is_not_missed(minimal: Project, name: str) -> None:
    (minimal.root / "content" / name).unlink()
    minimal.edit("content/audiences.yaml", "  knows: [drizzle]\n", "")
    assert minimal.messages() == []


# The export of Zotero


def test_a_broken_export_is_named_once_and_its_sources_are_not_called_unknown(minimal: Project) -> None:
    minimal.edit("content/references.json", '"publisher": "Cloud Press",', '"publisher": "Cloud Press"')
    said = minimal.messages()
    assert said[-1] == (
        "content/references.json:8:5: error: this is not valid JSON: Expecting ',' delimiter\n"
        "    hint: export it again from Zotero (CSL JSON)"
    )
    assert all("cannot be used: it has errors" in line for line in said[:-1])


@pytest.mark.parametrize(
    "text", ["{}", '"almanac"', "[1]", '[{"type": "book"}]', '[{"id": ["a"]}]', '[{"id": {}}]', "null", "[[]]"]
)
def test_json_that_is_no_export_is_named(minimal: Project, text: str) -> None:
    minimal.write("content/references.json", text)
    assert minimal.messages()[-1] == (
        "content/references.json: error: this is not a CSL-JSON export\n    hint: in Zotero choose “CSL JSON”"
    )


def test_an_export_nested_without_end_is_named(minimal: Project) -> None:
    minimal.write("content/references.json", "\n".join(["[" * 10_000] * 20))
    assert minimal.messages()[-1].startswith("content/references.json: error: this is not a CSL-JSON export")


@pytest.mark.parametrize("authors", ['"Ada Wells"', '["Ada Wells"]', '[{"family": ["Wells"]}]', "null"])
def test_an_export_whose_authors_are_in_another_form_is_named(minimal: Project, authors: str) -> None:
    minimal.edit("content/references.json", '[{"family": "Wells", "given": "Ada"}]', authors)
    assert minimal.messages()[-1] == (
        'content/references.json: error: the source "almanac-2024" names its author in a form that is not CSL-JSON\n'
        "    hint: export it again from Zotero (CSL JSON)"
    )


def test_a_source_whose_id_is_a_number_is_cited_by_it(minimal: Project) -> None:
    minimal.edit("content/references.json", '"id": "nenpo-2025"', '"id": 2025')
    minimal.edit("content/facts/weather.yaml", "nenpo-2025", "2025")
    minimal.edit("content/references.overlay.yaml", "nenpo-2025", "2025")
    for language in ("ja", "en"):
        minimal.edit(f"content/modules/weather/rain/{language}.md", "nenpo-2025", "2025")
    assert minimal.messages() == []


# Pictures


def png(width: int, height: int) -> bytes:
    """Return a white picture of this size, as small a file as can be."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    row = b"\0" + b"\xff" * ((width + 7) // 8)
    rows = zlib.compress(row * min(height, 64), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def said_of(minimal: Project, picture: bytes, name: str = "map.png") -> list[str]:
    minimal.write(f"{SNOW}/{name}", picture)
    minimal.write(TEXT, f"Snow.\n\n![A map]({name})\n")
    return minimal.messages()


def test_a_whole_picture_is_used(minimal: Project) -> None:
    assert said_of(minimal, png(40, 30)) == []


def noise(kind: str) -> bytes:
    """Return a picture that cannot be packed, so that half of its file is half of its lines."""
    from PIL import Image

    made = BytesIO()
    Image.frombytes("RGB", (64, 64), Random(1).randbytes(64 * 64 * 3)).save(made, kind)
    return made.getvalue()


@pytest.mark.parametrize("kind, name", [("PNG", "map.png"), ("JPEG", "map.jpg")])
def test_a_picture_that_was_cut_off_is_not_printed_by_half(minimal: Project, kind: str, name: str) -> None:
    whole = noise(kind)
    assert said_of(minimal, whole, name) == []
    (said,) = said_of(minimal, whole[: len(whole) // 2], name)
    assert said.startswith(f"{SNOW}/{name}: error: the picture cannot be used: it is damaged (")
    assert said.endswith("    hint: save it again as PNG or JPEG")


def test_a_small_file_with_very_many_pixels_is_refused_before_it_is_unpacked(minimal: Project) -> None:
    bomb = png(20_000, 20_000)
    assert len(bomb) < 2_000
    assert said_of(minimal, bomb) == [
        f"{SNOW}/map.png: error: the picture cannot be used: "
        f"20000 × 20000 pixels are too many ({PIXEL_LIMIT:,} are the limit)\n"
        "    hint: save it again as PNG or JPEG"
    ]


@pytest.mark.parametrize(
    "data", [b"GIF89a\x01\x00\x01\x00\x00\x00\x00;", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.7\n", b""]
)
def test_another_file_under_the_name_of_a_picture_is_refused(minimal: Project, data: bytes) -> None:
    assert said_of(minimal, data) == [
        f"{SNOW}/map.png: error: the picture cannot be used: it is neither PNG nor JPEG\n"
        "    hint: save it again as PNG or JPEG"
    ]


def test_a_picture_of_another_kind_does_not_belong_into_a_module(minimal: Project) -> None:
    minimal.write(f"{SNOW}/map.svg", "<svg/>")
    assert "map.svg: error: the file does not belong into a module" in minimal.messages()[0]
