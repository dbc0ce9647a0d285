"""Make the page images of README.md from the published briefs: the first page of one edition in each language.

What enters: dist/, after `python3 build.py`. What leaves: docs/images/first-page.<lang>.png.

    .venv/bin/python scripts/make_images.py
"""

from __future__ import annotations

import sys
from pathlib import Path

import pypdfium2
from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
EDITION = "tokyo-liaison-office/tokyo-liaison-office.press"
DOTS_PER_INCH = 100
COLOURS = 64  # enough for text on white, and a quarter of the bytes


def main() -> int:
    for language in ("ja", "en"):
        source = ROOT / "dist" / f"{EDITION}.{language}.pdf"
        if not source.is_file():
            print(f"{source} is missing\nhint: run python3 build.py first", file=sys.stderr)
            return 1
        with pypdfium2.PdfDocument(source) as document:
            page = (
                document[0]
                .render(scale=DOTS_PER_INCH / 72)
                .to_pil()
                .convert("P", palette=Image.Palette.ADAPTIVE, colors=COLOURS)
            )
        target = ROOT / "docs" / "images" / f"first-page.{language}.png"
        target.parent.mkdir(parents=True, exist_ok=True)
        page.save(target, optimize=True)
        print(target.relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main())
