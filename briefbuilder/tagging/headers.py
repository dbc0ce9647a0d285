"""Which cells of a table are headed by which (HTML's own algorithm, simplified: "header and data cells").

Knows HTML elements and spans alone. A heading cell heads the columns that it spans below it (scope col), or the rows
that it spans beside it (scope row), through every rowspan and colspan.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """A cell on the grid of its table: `row` and `column` from 0, and how many of each it takes."""

    element: Any
    row: int
    column: int
    rows: int
    columns: int
    scope: str  # Row Column, and empty for a data cell

    def stands_over(self, other: Cell) -> bool:
        """Say whether this heading cell heads another cell."""
        beside = self.row < other.row + other.rows and other.row < self.row + self.rows
        below = self.column < other.column + other.columns and other.column < self.column + self.columns
        if self.scope == "Column":
            return below and self.row + self.rows <= other.row
        return self.scope == "Row" and beside and self.column + self.columns <= other.column


def grid(table: Any) -> list[Cell]:
    """Return the cells of a table, row by row."""
    cells: list[Cell] = []
    taken: set[tuple[int, int]] = set()
    for row, (tr, is_head) in enumerate(_rows(table)):
        column = 0
        for element in tr:
            if element.tag not in ("td", "th"):
                continue
            while (row, column) in taken:
                column += 1
            rows, columns = _span(element, "rowspan"), _span(element, "colspan")
            taken |= {(row + down, column + right) for down in range(rows) for right in range(columns)}
            cells.append(Cell(element, row, column, rows, columns, _scope(element, is_head=is_head, column=column)))
            column += columns
    return cells


def with_heads(cells: list[Cell]) -> list[tuple[Cell, list[Cell]]]:
    """Return each cell with the cells that head it, outermost first, those of its row before those of its column."""
    heads = [cell for cell in cells if cell.scope]
    return [
        (cell, sorted((head for head in heads if head.stands_over(cell)), key=lambda head: head.scope != "Row"))
        for cell in cells
    ]


def _rows(table: Any) -> Iterator[tuple[Any, bool]]:
    for child in table:
        if child.tag == "tr":
            yield child, False
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from ((tr, child.tag == "thead") for tr in child if tr.tag == "tr")


def _span(element: Any, name: str) -> int:
    value = element.get(name, "1").strip()
    return max(int(value), 1) if value.isdecimal() else 1


def _scope(element: Any, *, is_head: bool, column: int) -> str:
    if element.tag != "th":
        return ""
    said = {"col": "Column", "colgroup": "Column", "row": "Row", "rowgroup": "Row"}.get(element.get("scope", ""))
    return said or ("Row" if column == 0 and not is_head else "Column")
