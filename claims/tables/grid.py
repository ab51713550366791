"""A table as a grid: spans unrolled, so that each place of a row and a column has its cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claims.documents.model import Cell, Table

# A cell of HTML spans a thousand columns at most.
MAX_SPAN = 1000
MAX_PLACES = 400_000


class Slot(NamedTuple):
    """One place of a grid.

    Attributes:
        cell: The cell that fills it, None where the source has none.
        row: First row of the cell.
        column: First column of the cell.
        columns: How many columns the cell fills.
        rows: How many rows the cell fills.
        text: Text of the cell, empty where there is none.
        key: What tells this cell from others of the table: where it begins.
    """

    cell: Cell | None
    row: int
    column: int
    columns: int
    rows: int
    text: str
    key: tuple[int, int]

    @property
    def label(self) -> str:
        """Text of the cell that tells also whether it refers to another paper."""
        return self.cell.label if self.cell else ""


def _empty(row: int, column: int) -> Slot:
    return Slot(None, row, column, 1, 1, "", (row, column))


@dataclass(frozen=True)
class Grid:
    """The places of a table, row by row, all rows equally long."""

    rows: tuple[tuple[Slot, ...], ...]

    @property
    def height(self) -> int:
        """Number of rows."""
        return len(self.rows)

    @property
    def width(self) -> int:
        """Number of columns."""
        return len(self.rows[0]) if self.rows else 0

    def is_first(self, row: int, column: int) -> bool:
        """True where a cell begins at this place."""
        return self.rows[row][column].key == (row, column)

    @property
    def texts(self) -> tuple[tuple[str, ...], ...]:
        """The text of each place."""
        return tuple(tuple(slot.text for slot in row) for row in self.rows)


_Hanging = dict[int, tuple[Slot, int]]
"""By column what a cell of a row above still fills, and for how many rows."""


def unroll(table: Table) -> Grid | None:
    """Return the grid of a table, None where it would have more than MAX_PLACES places.

    A cell that says that it spans more rows than there are spans those that there are.
    """
    height = len(table.rows)
    rows: list[list[Slot]] = [[] for _ in range(height)]
    hanging: _Hanging = {}
    places = 0
    for r, cells in enumerate(table.rows):
        row = rows[r]
        if hanging or max([max(cell.columns, cell.rows) for cell in cells], default=0) > 1:
            _fill(row, r, cells, hanging, height)
        else:  # as in most rows
            row += [Slot(cell, r, c, 1, 1, cell.text, (r, c)) for c, cell in enumerate(cells)]
        places += len(row)
        if places > MAX_PLACES:
            return None
    width = max(map(len, rows), default=0)
    if width * height > MAX_PLACES:
        return None
    for r, row in enumerate(rows):
        row += [_empty(r, c) for c in range(len(row), width)]
    return Grid(tuple([tuple(row) for row in rows]))


def _fill(row: list[Slot], r: int, cells: Sequence[Cell], hanging: _Hanging, height: int) -> None:
    """Fill a row with its cells and with those above that reach down to it, and note those that reach further."""
    queue = iter(cells)
    column = 0
    cell = next(queue, None)
    while cell is not None or any(c >= column for c in hanging):
        if column in hanging:
            slot, left = hanging.pop(column)
            if left > 1:
                hanging[column] = (slot, left - 1)
            row.append(slot)
            column += 1
            continue
        if cell is None:
            row.append(_empty(r, column))
            column += 1
            continue
        wide, high = 1, 1
        if cell.columns > 1 or cell.rows > 1:
            wide, high = min(max(cell.columns, 1), MAX_SPAN), min(max(cell.rows, 1), height - r)
        slot = Slot(cell, r, column, wide, high, cell.text, (r, column))
        for c in range(column, column + wide):
            if c in hanging and c != column:
                break
            row.append(slot)
            if high > 1:
                hanging[c] = (slot, high - 1)
            column = c + 1
        cell = next(queue, None)
