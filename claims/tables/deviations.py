"""Numbers in brackets behind others, where those of the whole table tell that they are deviations: 2.1 (1.0)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from claims.tables.numbers import Number

Numbers = tuple[Number, ...]


def settle_deviations(numbers: Mapping[tuple[int, int], Numbers]) -> dict[tuple[int, int], Numbers]:
    """Read pairs of numbers as those beside them: where most in brackets are deviations, all are.

    Args:
        numbers: The numbers of each cell; a bracketed one that is small beside the other is a deviation already.

    Returns:
        The numbers of each cell.
    """
    pairs = [key for key, found in numbers.items() if _may_deviate(found)]
    sure = sum(len(found) == 1 and found[0].spread for found in numbers.values())
    if not pairs or sure < len(pairs):
        return dict(numbers)
    settled = {key: (replace(numbers[key][0], uncertainty=numbers[key][1].value),) for key in pairs}
    return {**numbers, **settled}


def _may_deviate(found: Numbers) -> bool:
    if len(found) != 2 or found[0].uncertainty is not None:
        return False
    first, second = found
    plain = not (second.is_difference or second.signed or second.unit)
    return second.bracketed and plain and 0 <= second.value < abs(first.value) and second.decimals > 0
