#!/usr/bin/env python3
"""Writes docs/schemas/<kind>.json, from which editors complete and check the YAML files as they are typed.

Run it after a change of briefbuilder/reading/schema.py: `.venv/bin/python scripts/make_schemas.py`. A test fails while
the files are not those that the shapes make.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from briefbuilder.reading.schema import SHAPES, json_schema  # noqa: E402 - found only from the repository's root


def schemas() -> dict[str, str]:
    """Return the text of each schema file by its name."""
    return {
        f"{kind}.json": json.dumps(json_schema(kind), ensure_ascii=False, indent=2, sort_keys=True) + "\n"
        for kind in SHAPES
    }


def main() -> None:
    """Write the files, and remove those of kinds that are no more."""
    folder = ROOT / "docs" / "schemas"
    folder.mkdir(parents=True, exist_ok=True)
    made = schemas()
    for path in folder.glob("*.json"):
        if path.name not in made:
            path.unlink()
    for name, text in made.items():
        (folder / name).write_text(text, encoding="utf-8")
        print(f"docs/schemas/{name}")


if __name__ == "__main__":
    main()
