"""Pairs of numbers, where those of the whole table tell what the second one is: 2.1 (1.0), 14/20."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from claims.tables.numbers import Number

_SEVERAL = 3  # pairs from which on a second number that is always the same is a total

Numbers = tuple[Number, ...]


def settle_pairs(
    numbers: Mapping[tuple[int, int], Numbers], *, two: bool = False
) -> dict[tuple[int, int], Numbers]:
    """Read pairs of numbers as those beside them.

    Where most in brackets are deviations, all are; where the second is the same in all of a column and never less than
    the first, it is what the first is counted out of.

    Args:
        numbers: The numbers of each cell; a bracketed one that is small beside the other is a deviation already.
        two: True where two metrics are named for each cell, so that none is a deviation.

    Returns:
        The numbers of each cell.
    """
    if two:
        return {
            key: found[0].pair if len(found) == 1 and found[0].pair else found
            for key, found in numbers.items()
        }
    numbers = _without_totals(numbers)
    pairs = [key for key, found in numbers.items() if _may_deviate(found)]
    sure = sum(len(found) == 1 and found[0].spread for found in numbers.values())
    if not pairs or sure < len(pairs):
        return dict(numbers)
    settled = {key: (numbers[key][0]._replace(uncertainty=numbers[key][1].value),) for key in pairs}
    return {**numbers, **settled}


def among_levels(numbers: Numbers) -> Iterator[tuple[Number, tuple[int, int] | None]]:
    """Yield the numbers of a cell, each with its place among those that are no differences where there are several."""
    levels = [n for n in numbers if not (n.is_difference and n is not numbers[0])]
    for number in numbers:
        several = number in levels and len(levels) > 1
        yield number, (levels.index(number), len(levels)) if several else None


def _without_totals(numbers: Mapping[tuple[int, int], Numbers]) -> Mapping[tuple[int, int], Numbers]:
    pairs = {key: found for key, found in numbers.items() if len(found) == 2 and not found[1].bracketed}
    whole = all(not found[1].decimals and 0 <= found[0].value <= found[1].value for found in pairs.values())
    by_column: dict[int, list[float]] = {}
    for (_, column), found in pairs.items():
        by_column.setdefault(column, []).append(found[1].value)
    alike = all(len(set(totals)) == 1 for totals in by_column.values())
    if len(pairs) < max(_SEVERAL, 2 * len(by_column)) and len({n[1].value for n in pairs.values()}) > 1:
        return numbers  # that each is the same as itself tells nothing
    if len(pairs) < _SEVERAL or not alike or not whole:
        return numbers
    counts = {key: found[0]._replace(of=found[1].value, plain=False) for key, found in pairs.items()}
    return {**numbers, **{key: (count,) for key, count in counts.items()}}


def _may_deviate(found: Numbers) -> bool:
    if len(found) != 2 or found[0].uncertainty is not None:
        return False
    first, second = found
    plain = not (second.is_difference or second.signed or second.unit)
    return second.bracketed and plain and 0 <= second.value < abs(first.value) and second.decimals > 0
