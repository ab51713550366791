"""How well a share is known from a sample: Wilson's interval, and how large a sample would have to be."""

from __future__ import annotations

import math

Z = 1.959964
"""Of the normal distribution, for intervals that hold the true share in 95 of 100 samples."""


def wilson(right: int, total: int, z: float = Z) -> tuple[float, float]:
    """Return the interval of a share, after E. B. Wilson, J. Am. Stat. Assoc. 22 (1927), 209-212.

    Args:
        right: How many are right.
        total: Of how many; more than 0.
        z: Quantile of the normal distribution.

    >>> [round(end, 3) for end in wilson(37, 40)]
    [0.801, 0.974]
    """
    share, weight = right / total, z * z / total
    centre = (share + weight / 2) / (1 + weight)
    half = z / (1 + weight) * math.sqrt(share * (1 - share) / total + weight / (4 * total))
    return max(0.0, centre - half), min(1.0, centre + half)


def rows_until(right: int, total: int, half: float) -> int:
    """Return how many more have to be looked at until the interval reaches no farther than so much to either side.

    Args:
        right: How many are right so far.
        total: Of how many.
        half: Half of the width that is wanted.

    Returns:
        0 where it is narrow enough; it is taken for granted that the share stays.

    >>> rows_until(37, 40, 0.05)
    70
    """
    share = right / total if total else 0.5
    low, high = total, max(total, 1)

    def is_narrow(number: int) -> bool:
        if not number:
            return False
        ends = wilson(round(share * number), number)
        return (ends[1] - ends[0]) / 2 <= half

    while not is_narrow(high):
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if is_narrow(middle) else (middle, high)
    return 0 if is_narrow(total) else high - total
