"""Learn from the last build what a page holds, and write it to `templates/calibration.json`.

    .venv/bin/python scripts/calibrate.py

For each template and language, in the theme and on the paper that the series is printed in: how much running text (字
or words) stands on a page, and how many pages the rest fills (masthead, notes, terms, sources, colophon). A line is
laid through the printed editions by least squares. Editions that are all equally long tell one of the two only: the
rest is then left as it was. The build starts its search for the plan that fits from here (`briefbuilder/copyfit.py`);
what fits, the printed pages alone decide.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path

from briefbuilder.copyfit import Calibration
from briefbuilder.house import House
from briefbuilder.library import Look
from briefbuilder.read import read
from briefbuilder.sources import Folder

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / "templates" / "calibration.json"
LEAST = 3  # editions: fewer tell nothing


def main() -> int:
    """Read dist/manifest.json, write the calibration, and print it."""
    manifest = ROOT / "dist" / "manifest.json"
    if not manifest.is_file():
        print("error: nothing is printed yet: run python3 build.py first", file=sys.stderr)
        return 1
    house, learned = House(ROOT), json.loads(HOME.read_text("utf-8")) if HOME.is_file() else {}
    series = read(Folder(ROOT))[0].publication
    look = series.look if series else Look()
    measured = learned.setdefault(look.theme, {}).setdefault(look.paper, {})
    for (template, language), seen in sorted(_printed(json.loads(manifest.read_text("utf-8"))).items()):
        if len(seen) >= LEAST:
            made = fitted(seen, house.calibration(template, language, look))
            measured.setdefault(template, {})[language] = {
                "per_page": round(made.per_page),
                "fixed": round(made.fixed, 2),
            }
            print(f"{template} {language}: {made.per_page:.0f} a page, {made.fixed:.2f} pages of the rest")
    HOME.write_text(json.dumps(learned, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return 0


def _printed(manifest: Mapping[str, object]) -> dict[tuple[str, str], list[tuple[int, float]]]:
    """Return text and extent of each printed edition, by template and language."""
    seen: dict[tuple[str, str], list[tuple[int, float]]] = {}
    editions = manifest.get("editions")
    for name, entry in editions.items() if isinstance(editions, dict) else ():
        if entry.get("text"):
            place = (entry["format"], name.rpartition(".")[2])
            seen.setdefault(place, []).append((entry["text"], entry["pages"] - 1 + entry["fill"]))
    return seen


def fitted(seen: list[tuple[int, float]], former: Calibration) -> Calibration:
    """Return the line of least squares through (text, extent); where it makes no sense, only its slope is learned."""
    texts, extents = [text for text, _ in seen], [extent for _, extent in seen]
    text, extent = sum(texts) / len(texts), sum(extents) / len(extents)
    spread = sum((one - text) ** 2 for one in texts)
    slope = sum((one - text) * (other - extent) for one, other in seen) / spread if spread else 0.0
    fixed = extent - slope * text
    if slope <= 0 or fixed < 0:
        return Calibration(text / max(extent - former.fixed, 0.1), former.fixed)
    return Calibration(1 / slope, fixed)


if __name__ == "__main__":
    sys.exit(main())
