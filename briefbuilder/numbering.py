"""Numbers of sections and headings: English 1 / 1.1 / 1.1.1, Japanese 第1 / 1 / (1) / ア (公用文作成の考え方 Ⅰ-5)."""

from __future__ import annotations

_KANA = "アイウエオカキクケコサシスセソタチツテト"


def section_number(language: str, section: int) -> str:
    """Return a section's number: 1 / 第1."""
    return f"第{section}" if language == "ja" else str(section)


def part_number(language: str, section: int, part: int) -> str:
    """Return the number of a module within its section: 1.1 / 1."""
    return str(part) if language == "ja" else f"{section}.{part}"


def reference_number(language: str, section: int, part: int) -> str:
    """Return the number by which a text refers to a module (part 0: to its section): 1.1 / 第1の1."""
    if not part:
        return section_number(language, section)
    return f"第{section}の{part}" if language == "ja" else f"{section}.{part}"


def heading_number(language: str, section: int, part: int, counts: list[int]) -> str:
    """Return the number of a heading inside a module: 1.1.1 / (1), and below that nothing / ア. Part 0: none above."""
    if language == "ja":
        depth = len(counts) - (0 if part else 1)
        return (str(counts[-1]), f"({counts[-1]})", _KANA[(counts[-1] - 1) % len(_KANA)])[depth]
    if len(counts) > 1:
        return ""
    return ".".join(str(number) for number in (section, *([part] if part else []), *counts))
