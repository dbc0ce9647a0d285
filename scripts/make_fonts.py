# /// script
# requires-python = ">=3.11"
# dependencies = ["fonttools==4.68.0"]  # another version may subset to other bytes than fonts.json records
# ///
"""Make `templates/fonts`: static subsets, under names of our own, of four families under the Open Font License.

What enters: the npm packages below, checked against their integrity. What leaves: the TTF files, the licences,
`fonts.json`, and `coverage.txt`, by which a text is checked before anything is printed. The same packages give
the same bytes, so that a rebuild shows in git as no change at all. It knows nothing of how a page uses
the fonts.

    python3 scripts/make_fonts.py [FOLDER]    (fontTools and the npm client; FOLDER is templates/fonts)
"""

from __future__ import annotations

import base64
import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

# fontTools 4.68 has no type information of its own.
from fontTools import subset  # type: ignore[import-untyped]
from fontTools.pens.transformPen import TransformPen  # type: ignore[import-untyped]
from fontTools.pens.ttGlyphPen import TTGlyphPen  # type: ignore[import-untyped]
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from fontTools.ttLib.tables import otTables  # type: ignore[import-untyped]

FOLDER = Path(__file__).resolve().parent.parent / "templates" / "fonts"
STYLES = {(400, "normal"): "Regular", (400, "italic"): "Italic", (600, "normal"): "SemiBold", (700, "normal"): "Bold"}


@dataclass(frozen=True, slots=True)
class Source:
    """A family to make, the package that it comes from, and the faces wanted of it (weight, style)."""

    family: str
    package: str
    version: str
    integrity: str  # as `npm view PACKAGE@VERSION dist.integrity` gives it: the tarball's SHA-512
    stem: str  # of the package's file names
    faces: tuple[tuple[int, str], ...]
    japanese: bool = False


SOURCES = (
    Source(
        family="Brief Serif JP",
        package="@expo-google-fonts/noto-serif-jp",
        version="0.4.3",
        integrity="sha512-IxEWO9BPugsyuOf57Bx1qkR4J8EnGnF0ZPBBOPyFa1qJyfW8Dcuwn5OIGa9om+PhFO1/E1dQjZCygqaY6uAubg==",
        stem="NotoSerifJP",
        faces=((400, "normal"), (700, "normal")),
        japanese=True,
    ),
    Source(
        family="Brief Sans JP",
        package="@expo-google-fonts/noto-sans-jp",
        version="0.4.3",
        integrity="sha512-Fl+Z6vtD24HFAYsvzB0S9Nery1ly16B9PesdY0wBd+wEHAvkNglnkTUspU0HqGOubkmoa8zusJrKv6vDx1o70A==",
        stem="NotoSansJP",
        faces=((400, "normal"), (700, "normal")),
        japanese=True,
    ),
    Source(
        family="Brief Serif",
        package="@expo-google-fonts/source-serif-4",
        version="0.4.1",
        integrity="sha512-Ej4UXDjW1kwYPHG8YLq6fK1bqnJGb3K35J3S5atSL0ScKFAFLKvndxoTWeCls7mybtlS9x99hzwDeXCBkiI3rA==",
        stem="SourceSerif4",
        faces=((400, "normal"), (400, "italic"), (600, "normal")),
    ),
    Source(
        family="Brief Sans",
        package="@expo-google-fonts/source-sans-3",
        version="0.4.1",
        integrity="sha512-sxsO4kfxQnVMT6ri/yWiBefkgem6suvc7KWJ4m/kWGTGqxkGouxG7MQsZ8XR6wqasxYZxdWK1gtusMBLSZDiiA==",
        stem="SourceSans3",
        faces=((400, "normal"), (400, "italic"), (600, "normal"), (700, "normal")),
    ),
)

# The characters, of which a face keeps what it has: two standards, as Python's codecs know them, and blocks, so that
# the ł of a Polish name prints too.
STANDARDS = ("shift_jis_2004", "cp932")  # not euc_jis_2004, which lets in JIS X 0212 as well
BLOCKS = (
    (0x20, 0x45F),  # Latin with Extended-A and -B, combining marks, Greek, Cyrillic of Russian and Ukrainian
    (0x1E00, 0x1EFF),  # Latin Extended Additional
    (0x2000, 0x23FF),  # punctuation, super- and subscripts, currency, letterlike, arrows, mathematics, technical
    (0x2460, 0x27BF),  # enclosed, box drawing, shapes, symbols
    (0x3000, 0x30FF),  # kana and its punctuation
    *((0x31F0, 0x31FF), (0x3220, 0x325F), (0x3280, 0x33FF)),  # enclosed ideographs, ㋿, squared units; no Hangul
    (0xFB00, 0xFB06),  # Latin ligatures
    (0xFF01, 0xFF9F),  # full-width and half-width forms
    (0x20BB7, 0x20BB7),  # 𠮷, frequent in names
    *((0xFE00, 0xFE01), (0xE0100, 0xE0100)),  # variation selectors: 葛󠄀 and 葛, 辻󠄀 and 辻 as their bearers write them
)
# A radical shares its glyph with the ideograph, and a PDF stores for a glyph the first text that used it: one
# pasted ⽇ would turn every later 日 of the text layer into ⽇. Nothing above has them; this keeps it so.
RADICALS = range(0x2E80, 0x2FE0)
# What horizontal setting can ask for. The vertical twins and the historical forms (jp78 …) would cost 1 MB.
FEATURES = ["ccmp", "chws", "dlig", "fwid", "halt", "hwid", "kern", "liga", "locl", "palt", "pwid"]


def main() -> int:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    records: list[dict[str, str | int]] = []
    with tempfile.TemporaryDirectory() as temporary:
        for source in SOURCES:
            package = fetch(source, Path(temporary))
            licence = (package / "LICENSE_FONT").read_text("utf-8")
            (folder / f"OFL-{source.stem}.txt").write_text(licence, "utf-8", newline="\n")
            for weight, style in source.faces:
                records.append(make_face(source, weight, style, package, folder))
                print(f"{records[-1]['file']}: {records[-1]['characters']} characters")
    (folder / "coverage.txt").write_text(coverage(folder), "utf-8", newline="\n")
    (folder / "fonts.json").write_text(json.dumps({"fonts": records}, indent=2) + "\n", "utf-8", newline="\n")
    return 0


def coverage(folder: Path) -> str:
    """Return the code points that at least one face has, variation selectors too, as ranges in hexadecimal."""
    known: set[int] = set()
    for path in sorted(folder.glob("*.ttf")):
        font = TTFont(path, lazy=True)
        known |= set(font.getBestCmap())
        known |= {selector for table in font["cmap"].tables if table.format == 14 for selector in table.uvsDict}
    ranges: list[list[int]] = []
    for code in sorted(known):
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(f"{first:X}-{last:X}\n" for first, last in ranges)


def fetch(source: Source, folder: Path) -> Path:
    """Download and unpack a package. Raises SystemExit if it is not, to the byte, the one that was chosen."""
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("npm is not installed\nhint: install Node.js, which brings it")
    name = f"{source.package}@{source.version}"
    packed = subprocess.run([npm, "pack", "--silent", name], cwd=folder, check=True, capture_output=True, text=True)
    tarball = folder / packed.stdout.split()[-1]
    integrity = "sha512-" + base64.b64encode(hashlib.sha512(tarball.read_bytes()).digest()).decode()
    if integrity != source.integrity:
        raise SystemExit(f"{name} is not the package that was chosen: {integrity}\nhint: compare it with `npm view`")
    with tarfile.open(tarball) as archive:
        archive.extractall(folder / source.stem, filter="data")
    return folder / source.stem / "package"


def make_face(source: Source, weight: int, style: str, package: Path, folder: Path) -> dict[str, str | int]:
    """Write one face and return its record for `fonts.json`."""
    name = STYLES[weight, style]
    original = f"{weight}{'Regular_Italic' if style == 'italic' else name}"
    options = subset_options(source)
    font = subset.load_font(str(package / original / f"{source.stem}_{original}.ttf"), options)
    if source.japanese:
        add_approximately_equal(font)
    map_character(font, 0x2011, font.getBestCmap()[0x2010])  # unbreakable hyphen: Source Serif has none of its own
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=repertoire())
    subsetter.subset(font)
    if source.japanese:
        add_setting_forms(font)
    rename(font, source.family, name)
    path = folder / f"{source.family.replace(' ', '')}-{name}.ttf"
    font.save(path)
    return {
        "file": path.name,
        "family": source.family,
        "weight": weight,
        "style": style,
        "characters": len(font.getBestCmap()),
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "package": source.package,
        "version": source.version,
        "integrity": source.integrity,
    }


def subset_options(source: Source) -> subset.Options:
    """Return what to keep beside the characters."""
    options = subset.Options()
    options.layout_features = FEATURES if source.japanese else ["*"]
    options.name_IDs = ["*"]  # see `rename`
    options.notdef_outline = True  # a missing character must be seen
    options.hinting = False  # is for screens
    options.drop_tables += ["STAT", "vhea", "vmtx"]  # of the variable font it was cut from; of vertical setting
    options.recalc_timestamp = False  # the source's date: no clock in the bytes
    options.harfbuzz_repacker = False  # packs differently, where uharfbuzz happens to be installed
    return options


def repertoire() -> set[int]:
    """Return the code points to keep, where the face has them."""
    blocks = {code for first, last in BLOCKS for code in range(first, last + 1)}
    everything = range(sys.maxunicode + 1)
    standards = {code for codec in STANDARDS for code in everything if chr(code).encode(codec, "ignore")}
    return (blocks | standards).difference(RADICALS)


def add_approximately_equal(font: TTFont) -> None:
    """Add ≒ (U+2252), which JIS X 0208 has and no Noto JP: the face's own ＝ with two of its ・, made smaller."""
    glyphs, characters = font["glyf"], font.getBestCmap()
    equals, dot = characters[ord("＝")], characters[ord("・")]
    bars, point = glyphs[equals], glyphs[dot]
    scale, gap = 0.7, 90  # 0.7 makes it the dot of the face's ∵; units of 1000 to the em
    middle_x, middle_y = (point.xMin + point.xMax) / 2, (point.yMin + point.yMax) / 2
    reach = gap + (point.yMax - middle_y) * scale
    pen = TTGlyphPen(glyphs)
    pen.addComponent(equals, (1, 0, 0, 1, 0, 0))
    for x, y in ((360, bars.yMax + reach), (640, bars.yMin - reach)):
        pen.addComponent(dot, (scale, 0, 0, scale, round(x - middle_x * scale), round(y - middle_y * scale)))
    glyphs["uni2252"] = pen.glyph()
    glyphs["uni2252"].recalcBounds(glyphs)
    font["hmtx"]["uni2252"] = font["hmtx"][equals]
    map_character(font, 0x2252, "uni2252")


# Marks that fill half their square. Where two touch, the inner one is set half as wide (JLREQ 3.1.4); a form of its own
# has the right advance in the PDF, so that the text can be read out of it again: `halt` would leave the nominal one.
LEFT_HALF = "、。，．）」』】〕〉》］｝"  # their ink stands in the left half of the square
RIGHT_HALF = "（「『【〔〈《［｛"
MIDDLE_HALF = "・：；"
HALF, EM_SPACE = "ss20", "ss19"  # the features by which `templates/styles/setting.css` asks for them


def add_setting_forms(font: TTFont) -> None:
    """Add half-width forms of the marks (feature ss20) and a space as wide as the type is high (ss19)."""
    em, names = font["head"].unitsPerEm, font.getBestCmap()
    halves = {}
    for marks, shift in ((LEFT_HALF, 0), (RIGHT_HALF, -em // 2), (MIDDLE_HALF, -em // 4)):
        for mark in marks:
            halves[names[ord(mark)]] = add_glyph(font, names[ord(mark)], ".half", em // 2, shift)
    spaces = {names[code]: add_glyph(font, names[code], ".em", em, 0) for code in (0x20, 0xA0)}
    add_substitution(font, EM_SPACE, spaces)
    add_substitution(font, HALF, halves)


def add_glyph(font: TTFont, base: str, ending: str, width: int, shift: int) -> str:
    """Add a glyph that draws another one, moved sideways, on a width of its own; return its name."""
    name = base + ending
    pen = TTGlyphPen(font.getGlyphSet())
    font.getGlyphSet()[base].draw(TransformPen(pen, (1, 0, 0, 1, shift, 0)))
    font["glyf"][name] = pen.glyph()  # adds it to the glyph order too
    font["glyf"][name].recalcBounds(font["glyf"])
    font["hmtx"][name] = (width, getattr(font["glyf"][name], "xMin", 0))
    return name


def add_substitution(font: TTFont, feature: str, glyphs: dict[str, str]) -> None:
    """Add a feature to every script, after the others: its tag must come last in the alphabet."""
    table = font["GSUB"].table
    single = otTables.SingleSubst()
    single.mapping = glyphs
    lookup = otTables.Lookup()
    lookup.LookupType, lookup.LookupFlag, lookup.SubTable, lookup.SubTableCount = 1, 0, [single], 1
    table.LookupList.Lookup.append(lookup)
    record = otTables.FeatureRecord()
    record.FeatureTag, record.Feature = feature, otTables.Feature()
    record.Feature.FeatureParams, record.Feature.LookupListIndex = None, [len(table.LookupList.Lookup) - 1]
    table.FeatureList.FeatureRecord.append(record)
    for script in table.ScriptList.ScriptRecord:
        for system in (script.Script.DefaultLangSys, *(other.LangSys for other in script.Script.LangSysRecord)):
            if system is not None:
                system.FeatureIndex.append(len(table.FeatureList.FeatureRecord) - 1)


def map_character(font: TTFont, code: int, glyph: str) -> None:
    """Print a character with this glyph, if the face has no other for it."""
    for table in font["cmap"].tables:
        if table.format != 14:  # the one of the variation selectors
            table.cmap.setdefault(code, glyph)


def rename(font: TTFont, family: str, style: str) -> None:
    """Give the face our name: 'Source' is a Reserved Font Name, which a modified font may not bear."""
    names = font["name"]
    version = names.getDebugName(5)
    postscript = f"{family.replace(' ', '')}-{style}"
    basic = style in ("Regular", "Italic", "Bold")  # the styles that record 2 knows; others make a family of their own
    own = {
        1: family if basic else f"{family} {style}",
        2: style if basic else "Regular",
        3: f"{version};{postscript}",
        4: f"{family} {style}",
        5: version,
        6: postscript,
        **({} if basic else {16: family, 17: style}),
    }
    # Copyright, trademark, makers and licence stay; so do the names of stylistic sets, from 256 up.
    names.names = [record for record in names.names if record.nameID in (0, 7, 8, 9, 11, 13, 14) or record.nameID > 255]
    for number, text in own.items():
        names.setName(text, number, 3, 1, 0x409)
    names.removeUnusedNames(font)


if __name__ == "__main__":
    sys.exit(main())
