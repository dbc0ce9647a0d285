"""The only door through which authored text and pictures come in: lists and reads the files of a project, safely.

A file is read if it is a regular file below the project (no symbolic link anywhere on its way), small enough, strict
UTF-8 and free of characters that hide or reorder text. Everything else is a finding with its place.
"""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from briefbuilder.diagnostics import Findings, Place

TEXT_LIMIT = 1 << 20  # bytes of one authored file
PICTURE_LIMIT = 20 << 20
LINE_LIMIT = 20_000  # characters


@dataclass(frozen=True, slots=True)
class Source:
    """An authored text: its path relative to the project with "/", and its characters with LF line ends."""

    path: str
    text: str

    def place(self, offset: int) -> Place:
        """Return the line and column, both from 1, of a character offset."""
        line = self.text.count("\n", 0, offset) + 1
        return Place(self.path, line, offset - (self.text.rfind("\n", 0, offset) + 1) + 1)


@dataclass(frozen=True, slots=True)
class Folder:
    """A project on disk. Paths are relative to it, in NFC, with "/"."""

    root: Path

    def read_files(self, under: str, findings: Findings) -> tuple[str, ...]:
        """Return the files below a folder in code point order; hidden files and editors' backups are passed over."""
        parts = under.split("/")
        for count in range(1, len(parts) + 1):
            if self.root.joinpath(*parts[:count]).is_symlink():
                findings.error(Place("/".join(parts[:count])), _LINK, hint=_LINK_HINT)
                return ()
        return tuple(sorted(self._walk(under, findings)))

    def _walk(self, under: str, findings: Findings) -> Iterator[str]:
        top = self.root / under
        if not top.is_dir():
            return
        for entry in os.scandir(top):
            path = f"{under}/{entry.name}"
            if entry.name.startswith(".") or entry.name.casefold().endswith(_PASSED_OVER):
                continue
            if entry.is_symlink():
                findings.error(Place(path), _LINK, hint=_LINK_HINT)
            elif entry.is_dir(follow_symlinks=False):
                yield from self._walk(path, findings)
            else:
                yield path

    def read_text(self, path: str, findings: Findings) -> Source | None:
        """Return an authored text, or None after reporting why it cannot be read."""
        data = self.read_bytes(path, TEXT_LIMIT, findings)
        if data is None:
            return None
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as fault:
            line = data.count(b"\n", 0, fault.start) + 1
            findings.error(
                Place(path, line),
                "the file is not UTF-8 (it looks like {encoding})",
                hint='save it as "UTF-8" in your editor',
                encoding=_likely_encoding(data),
            )
            return None
        source = Source(path, _compose_kana(text.replace("\r\n", "\n").replace("\r", "\n")))
        before = len(findings.items)
        _check_characters(source, findings)
        return source if len(findings.items) == before else None

    def read_bytes(self, path: str, limit: int, findings: Findings) -> bytes | None:
        """Return a file's bytes, or None after reporting why not. No link is followed, no device or pipe opened."""
        try:
            descriptor = self._open(path)
        except OSError as fault:
            if fault.errno in _LINK_ERRORS:
                findings.error(Place(path), _LINK, hint=_LINK_HINT)
            else:
                findings.error(Place(path), "cannot be read: {reason}", reason=fault.strerror or fault)
            return None
        with os.fdopen(descriptor, "rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                findings.error(Place(path), "is not an ordinary file", hint="put an ordinary file in its place")
                return None
            data = file.read(limit + 1)
        if len(data) > limit:
            findings.error(
                Place(path), "is larger than {limit} bytes", hint="split it, or make it smaller", limit=limit
            )
            return None
        return data

    def _open(self, path: str) -> int:
        """Open `path` for reading one component after the other, following no link (openat, O_NOFOLLOW)."""
        parts = self._on_disk(path)
        folder = os.open(self.root, os.O_RDONLY | os.O_DIRECTORY)
        try:
            for name in parts[:-1]:
                inner = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=folder)
                os.close(folder)
                folder = inner
            return os.open(parts[-1], os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
        finally:
            os.close(folder)

    def _on_disk(self, path: str) -> list[str]:
        """Return the path's components as the disk spells them: a name stored in NFD answers to its NFC form."""
        parts = path.split("/")
        if ".." in parts or "" in parts:
            raise OSError(_ELOOP, "leads out of the project")
        folder, found = self.root, []
        for name in parts:
            if not (folder / name).exists() and folder.is_dir():
                wanted = unicodedata.normalize("NFC", name)
                same = [other for other in os.listdir(folder) if unicodedata.normalize("NFC", other) == wanted]
                name = same[0] if same else name
            found.append(name)
            folder = folder / name
        return found


_ELOOP = 40
_LINK_ERRORS = frozenset({_ELOOP, 62, 20})  # ELOOP on Linux and macOS; ENOTDIR for a linked folder
_LINK = "a symbolic link is not followed"
_LINK_HINT = "put the file itself there"

_PASSED_OVER = ("~", ".bak", ".swp", "thumbs.db", "desktop.ini")

_CONFLICT = re.compile(r"^(<{7}|>{7}|\|{7})( |$)|^={7}$", re.MULTILINE)
# Characters that hide, reorder or imitate text: bidirectional controls (UAX #9), tags, controls, private use, and the
# spaces, hyphens, fillers and line ends that nobody sees and no search finds.
HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffc"
    "\ufffe\uffff\ue000-\uf8ff\U000e0000-\U000e007f\U000f0000-\U0010ffff"
    "\x85\u00ad\u034f\u115f\u1160\u180b-\u180f\u200b\u2028\u2029\u2060-\u2065\u206a-\u206f\u3164\uffa0]"
)
# Radicals (U+2E80–2FDF) pasted from a PDF look like letters and spoil searching the finished brief.
_RADICAL = re.compile("[\u2e80-\u2fdf]")
# Of U+2E80–2EFF, which NFKC leaves alone: those that are whole letters of Japanese (EquivalentUnifiedIdeograph.txt).
_LETTER_OF = str.maketrans(
    "⺒⺜⺝⺟⺠⺩⺬⺶⺼⻁⻄⻆⻑⻗⻘⻝⻣⻤⻨⻩⻫⻭⻯⻱⻲",
    "巳日月母民王示羊肉虎西角長雨青食骨鬼麦黄斉歯竜龜亀",
)


def _check_characters(source: Source, findings: Findings) -> None:
    for found in _CONFLICT.finditer(source.text):
        findings.error(
            source.place(found.start()),
            "a merge conflict is left in the file",
            hint="keep one of the two versions and remove the marks",
        )
    for found in HIDDEN.finditer(source.text):
        name = unicodedata.name(found[0], "control or private character")
        findings.error(
            source.place(found.start()),
            "the invisible character U+{code} ({name}) is not allowed",
            hint="delete it and type the words again",
            code=f"{ord(found[0]):04X}",
            name=name,
        )
    for found in _RADICAL.finditer(source.text):
        letter = unicodedata.normalize("NFKC", found[0].translate(_LETTER_OF))
        findings.error(
            source.place(found.start()),
            'the radical "{found}" (U+{code}) stands for a letter',
            hint='it was probably copied from a PDF: type "{letter}"'
            if letter != found[0]
            else "it was probably copied from a PDF: type the word again",
            found=found[0],
            code=f"{ord(found[0]):04X}",
            letter=letter,
        )
    for number, line in enumerate(source.text.split("\n"), 1):
        if len(line) > LINE_LIMIT:
            findings.error(
                Place(source.path, number),
                "the line is longer than {limit} characters",
                hint="break it",
                limit=LINE_LIMIT,
            )


def _compose_kana(text: str) -> str:
    """Join kana with their separate voicing marks (NFD from macOS). Letters that NFC would exchange stay as typed."""
    return re.sub("[\u3041-\u30ff][\u3099\u309a]", lambda pair: unicodedata.normalize("NFC", pair[0]), text)


def _likely_encoding(data: bytes) -> str:
    for encoding, name in (("utf-16", "UTF-16"), ("cp932", "Shift_JIS"), ("euc-jp", "EUC-JP")):
        if encoding == "utf-16" and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
            continue
        try:
            data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return name
    return "another encoding"
