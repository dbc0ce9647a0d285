"""The house's own things: templates, style sheets, fonts, interface words. A project may bring its own templates.

Reads program files only, never what authors wrote (see `sources`).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from gettext import NullTranslations
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader

from briefbuilder.catalogues import read_catalogue
from briefbuilder.copyfit import Calibration
from briefbuilder.library import Look
from briefbuilder.render import environment

ROOT = Path(__file__).resolve().parent.parent
_BLOCKS = re.compile(r"\{#-?\s*blocks:\s*(.*?)\s*-?#\}", re.DOTALL)
_UNMEASURED = {"ja": Calibration(per_page=900, fixed=1.0), "en": Calibration(per_page=400, fixed=1.0)}
_STYLES = re.compile(r"\{#-?\s*styles:\s*(.*?)\s*-?#\}", re.DOTALL)


@dataclass(frozen=True)
class House:
    """Where the templates of a build come from: the project's own folder first, then the program's."""

    project: Path
    root: Path = ROOT

    @property
    def folders(self) -> tuple[Path, ...]:
        own = (self.project / "templates", self.root / "templates")
        return tuple(dict.fromkeys(folder for folder in own if folder.is_dir()))

    @cached_property
    def loader(self) -> ChoiceLoader:
        return ChoiceLoader([FileSystemLoader(folder) for folder in self.folders])

    def formats(self) -> tuple[str, ...]:
        """Return the formats that a template exists for."""
        names = {path.stem for folder in self.folders for path in folder.glob("*.html")}
        return tuple(sorted(names - {"base"}))

    def words(self, language: str) -> NullTranslations:
        """Return the interface words of a language."""
        if language not in self._catalogues:
            self._catalogues[language] = read_catalogue(self.root / "locales", language)
        return self._catalogues[language]

    @cached_property
    def _catalogues(self) -> dict[str, NullTranslations]:
        return {}

    def environment(self, language: str) -> Environment:
        """Return the templates with the interface words of a language."""
        if language not in self._environments:
            made: Any = environment(self.loader)
            made.install_gettext_translations(self.words(language), newstyle=True)
            self._environments[language] = made
        return self._environments[language]

    @cached_property
    def _environments(self) -> dict[str, Environment]:
        return {}

    def themes(self) -> tuple[str, ...]:
        """Return the themes that there are."""
        return self._sheets("themes")

    def papers(self) -> tuple[str, ...]:
        """Return the papers that can be printed on."""
        return self._sheets("papers")

    def _sheets(self, kind: str) -> tuple[str, ...]:
        return tuple(sorted({path.stem for folder in self.folders for path in (folder / kind).glob("*.css")}))

    def styles(self, template: str, look: Look) -> tuple[str, ...]:
        """Return the style sheets of a page, in order: theme, paper, and those that the template names in its first
        comment, {# styles: a.css b.css #}."""
        source, _, _ = self.loader.get_source(self.environment("en"), template)
        found = _STYLES.search(source)
        own = tuple(f"styles/{name}" for name in found[1].split()) if found else ()
        return (theme_sheet(look.theme), f"papers/{look.paper}.css", *own)

    def blocks(self, template: str) -> tuple[str, ...]:
        """Return the blocks beside the sections that a template prints: {# blocks: facts-box timeline #}."""
        source, _, _ = self.loader.get_source(self.environment("en"), template)
        found = _BLOCKS.search(source)
        return tuple(found[1].split()) if found else ()

    def calibration(self, template: str, language: str, look: Look) -> Calibration:
        """Return what a page of a template is expected to hold in a look; where nobody has measured that, what it holds
        in the usual look, and else a sensible guess."""
        for measured in (look, Look()):
            papers = self._calibrations.get(measured.theme, {})
            if found := papers.get(measured.paper, {}).get(template, {}).get(language):
                return Calibration(float(found["per_page"]), float(found["fixed"]))
        return _UNMEASURED[language]

    @cached_property
    def _calibrations(self) -> Mapping[str, Any]:
        for folder in self.folders:
            if (folder / "calibration.json").is_file():
                record: Mapping[str, Any] = json.loads((folder / "calibration.json").read_text("utf-8"))
                return record
        return {}

    def read_style(self, name: str) -> bytes:
        """Return a style sheet's bytes. Raises FileNotFoundError."""
        for folder in self.folders:
            if (folder / name).is_file():
                return (folder / name).read_bytes()
        raise FileNotFoundError(name)

    @property
    def fonts_folder(self) -> Path:
        return self.root / "templates" / "fonts"

    @cached_property
    def font_records(self) -> tuple[Mapping[str, Any], ...]:
        """Return what fonts.json says of each face: file, family, weight, style, sha256."""
        record = json.loads((self.fonts_folder / "fonts.json").read_text("utf-8"))
        return tuple(record["fonts"] if isinstance(record, dict) else record)

    @cached_property
    def families(self) -> tuple[str, ...]:
        return tuple(sorted({str(font["family"]) for font in self.font_records}))

    @cached_property
    def fonts_key(self) -> str:
        """Return a fingerprint of the fonts, from their recorded hashes."""
        return hashlib.sha256("".join(sorted(str(font["sha256"]) for font in self.font_records)).encode()).hexdigest()

    @cached_property
    def letters(self) -> frozenset[str]:
        """Return the characters that at least one face has."""
        lines = (self.fonts_folder / "coverage.txt").read_text("ascii").split()
        ranges = ((int(first, 16), int(last, 16)) for first, last in (line.split("-") for line in lines))
        return frozenset(chr(code) for first, last in ranges for code in range(first, last + 1))

    def damaged_fonts(self) -> tuple[str, ...]:
        """Return the files that are missing or not those recorded (by SHA-256)."""
        wrong = []
        for font in self.font_records:
            path = self.fonts_folder / str(font["file"])
            if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != font["sha256"]:
                wrong.append(str(font["file"]))
        return tuple(wrong)

    def fonts_conf(self, cache: Path) -> str:
        """Return a fontconfig configuration that knows the house's fonts and no others of this computer."""
        return (
            '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n<fontconfig>\n'
            f"<dir>{_xml(self.fonts_folder)}</dir>\n<cachedir>{_xml(cache)}</cachedir>\n</fontconfig>\n"
        )


def theme_sheet(theme: str) -> str:
    """Return the style sheet of a theme, as it is named among those of the house."""
    return f"themes/{theme}.css"


def _xml(path: Path) -> str:
    return str(path).replace("&", "&amp;").replace("<", "&lt;")
