"""What differences are reckoned from, told by the numbers themselves: one line for all, or for each the line before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise

from claims.tables.layout import Layout
from claims.tables.numbers import Number

_LEAST = 2  # differences that have to agree: one may by chance


def reckoned_rows(
    layout: Layout, rows: Iterable[int], differences: Iterable[int]
) -> dict[tuple[int, int], int]:
    """Return for cells with differences, by row and column, the row that they are reckoned from, where one fits all.

    Args:
        layout: The table.
        rows: The rows of a block, in order.
        differences: Columns of differences, which are from the column of levels before each, and of what stands beside
            a level in its own cell.
    """
    rows, columns = list(rows), set(differences)
    out: dict[tuple[int, int], int] = {}
    before: int | None = None
    for c in layout.data:
        cells = {r: found for r in rows if (found := layout.placed[r][c])}
        if c in columns:
            changes = {r: found[0] for r, found in cells.items()}
        else:
            before = c
            changes = {r: n[-1] for r, n in cells.items() if len(n) > 1 and n[-1].is_difference}
        if before is not None and len(changes) >= _LEAST:
            levels = {r: n[0] for r in rows if (n := layout.placed[r][before])}
            out |= {(r, c): other for r, other in _reckoned(levels, changes).items()}
    return out


def _reckoned(levels: Mapping[int, Number], changes: Mapping[int, Number]) -> dict[int, int]:
    """Return the line that each difference is from: the first one that fits all, else the one before, if that does."""
    told = [line for line in levels if line in changes and changes[line].value]
    if len(told) < _LEAST:
        return {}
    for base in levels:
        if base not in told and all(_fits(levels[line], levels[base], changes[line]) for line in told):
            return dict.fromkeys(told, base)
    before = {line: other for other, line in pairwise(levels)}
    if all(line in before and _fits(levels[line], levels[before[line]], changes[line]) for line in told):
        return {line: before[line] for line in told}
    return {}


def _fits(level: Number, other: Number, change: Number) -> bool:
    """True where one level differs from another by what is said, as far as they are rounded; also in percent of it."""
    apart, said = abs(level.value - other.value), abs(change.value)
    exact: float = 10.0 ** -min(level.decimals, other.decimals, change.decimals)
    if abs(apart - said) < 1.01 * exact:
        return True
    share = 100 * apart / abs(other.value) if other.value else 0.0
    return change.unit == "percent" and abs(share - said) < 1.01 * 10.0**-change.decimals
