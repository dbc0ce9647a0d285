"""What this computer has: versions, Pango, fonts by hash, limits in force, and what to install if something lacks."""

from __future__ import annotations

import ctypes
import importlib.util
import platform
import sys
from dataclasses import dataclass
from importlib import metadata
from types import ModuleType

from briefbuilder import VERSION
from briefbuilder.house import ROOT, House

# Lower bounds below which a known fault bites: WeasyPrint CVE-2026-55073, Markdown CVE-2025-69534, Jinja2 < 3.1.6.
_NEEDED = {
    "weasyprint": (70, 0),
    "Jinja2": (3, 1, 6),
    "Markdown": (3, 8, 1),
    "Babel": (2, 18),
    "PyYAML": (6, 0, 3),
    "pydantic": (2, 12),
    "pypdfium2": (5,),
    "Pillow": (12,),
}
_OLDEST_PANGO = (1, 44)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing looked at: whether it is as it should be, what it is, and the remedy."""

    is_good: bool
    name: str
    found: str
    remedy: str = ""


def examine(house: House) -> tuple[Line, ...]:
    """Return what was found, in the order in which a build needs it."""
    return (*_versions(), *_native(), *_fonts(house), *_limits())


def _versions() -> list[Line]:
    is_new_enough = sys.version_info >= (3, 11)
    lines = [
        Line(True, "Briefbuilder", VERSION),
        Line(
            is_new_enough,
            "Python",
            platform.python_version(),
            "" if is_new_enough else "install Python 3.11 or newer",
        ),
    ]
    for name, needed in _NEEDED.items():
        try:
            found = metadata.version(name)
        except metadata.PackageNotFoundError:
            lines.append(Line(False, name, "missing", "remove .venv and run build.py again"))
            continue
        numbers = tuple(int(part) for part in found.split(".")[:3] if part.isdigit())
        is_good = numbers >= needed
        lines.append(Line(is_good, name, found, "" if is_good else "remove .venv and run build.py again"))
    return lines


def _native() -> list[Line]:
    setup = _setup()
    missing = setup.missing_libraries()
    remedy = setup.remedy(missing) if missing else ""
    lines = [Line(name not in missing, name, "missing" if name in missing else "found", "") for name in setup.LIBRARIES]
    try:
        pango = ctypes.CDLL("libpango-1.0.so.0" if sys.platform == "linux" else "libpango-1.0.0.dylib")
        pango.pango_version_string.restype = ctypes.c_char_p
        version = pango.pango_version_string().decode()
        is_new_enough = tuple(int(part) for part in version.split(".")) >= _OLDEST_PANGO
        lines.append(
            Line(is_new_enough, "Pango", version, "" if is_new_enough else "a newer system brings a newer one")
        )
    except OSError:
        lines.append(Line(False, "Pango", "missing", remedy))
    return lines


def _setup() -> ModuleType:
    """Return build.py as a module: what WeasyPrint needs, and how each system installs it, stands there alone."""
    made = importlib.util.spec_from_file_location("briefbuilder_setup", ROOT / "build.py")
    assert made is not None
    assert made.loader is not None
    module = importlib.util.module_from_spec(made)
    made.loader.exec_module(module)
    return module


def _fonts(house: House) -> list[Line]:
    damaged = house.damaged_fonts()
    return [
        Line(
            font["file"] not in damaged,
            f"{font['family']} {font['weight']} {font['style']}",
            f"sha256 {str(font['sha256'])[:16]}…",
            "" if font["file"] not in damaged else f"git checkout templates/fonts/{font['file']}",
        )
        for font in house.font_records
    ]


def _limits() -> list[Line]:
    from briefbuilder import inspect, pictures, sources, workers
    from briefbuilder.text import markup

    is_confined = sys.platform == "linux"
    return [
        Line(True, "authored file", f"{sources.TEXT_LIMIT:,} bytes, {sources.LINE_LIMIT:,} characters a line"),
        Line(True, "picture", f"{sources.PICTURE_LIMIT:,} bytes, {pictures.PIXEL_LIMIT:,} pixels"),
        Line(True, "tables of a text", f"{markup.CELL_LIMIT:,} cells"),
        Line(True, "brief", f"{inspect.PAGE_LIMIT} pages, {workers.WALL_SECONDS} s"),
        Line(
            True,
            "worker",
            f"{workers.CPU_SECONDS} s of processor time, {workers.MEMORY >> 20:,} MiB"
            + ("" if is_confined else " (memory not enforced on this system)"),
        ),
    ]
