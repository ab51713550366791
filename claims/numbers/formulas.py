"""Formulas between dollar signs: a number among variables says how much of nothing, but for the value of one."""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Iterator

from claims.numbers.quantity import Quantity

_FORMULA = re.compile(r"(?<![\\$])\$(?P<inside>[^$]{1,300}?)(?<!\\)\$(?!\d)")
# Commands of signs and fonts tell of no variable, and what a font command holds is a unit or a name.
_NO_VARIABLE = re.compile(
    r"\\(?:math|text|operatorname|rm|bf|it|bm|mbox)[a-z]{0,8}\s?\{[^{}]{0,40}\}"
    r"|\\(?:times|sim|approx|pm|cdot|circ|leq?|geq?|lesssim|gtrsim|mu|to|rightarrow)(?![A-Za-z])"
    r"|\\(?:percent|%|degree|[,;:! ]|[lg]t|ll|gg)(?![A-Za-z])"
)
_VARIABLE = re.compile(r"(?<![A-Za-z\\])[A-Za-z](?![A-Za-z])|\\[A-Za-z]{2,}|[α-ωΑ-Ω]")
_WORDS = re.compile(r"(?<![A-Za-z\\{])[a-z]{2,}\s")
# What a formula ends with is the value of its variable: n = 120, p < 0.05.
_VALUE = re.compile(
    r"(?:=|<|>|\\(?:leq?|geq?|approx|sim|in)(?![A-Za-z])|≤|≥|≈|~)\s{0,3}[-+−]?\s?\.?\d[^=<>]{0,40}\Z"
)
# {0, 1}, {+1, -1}
_SET = re.compile(r"\{\s?[-−+±]?[01]\s?,\s?[-−+±]?1\s?\\?\}")
_BARE = frozenset({"number", "part"})
_NOUGHT = re.compile(r"[-+−]?\s?0(?!\.?\d)")


def formulas(source: str) -> list[tuple[int, int]]:
    r"""Return the stretches of a text in whose numbers nothing is measured, in order.

    Args:
        source: The text as its source gives it, with dollar signs and braces.

    >>> text = r"a rank of $4r + 2t + 6$ for $n = 120$ with $x \leq 0$ in $5$ ms"
    >>> [text[start:end] for start, end in formulas(text)]
    ['4r + 2t + 6', 'n = ', 'x \\leq 0']
    """
    found = list(_between_dollars(source)) if "$" in source else []
    if "{" in source:
        found += [m.span() for m in _SET.finditer(source)]
    return sorted(found)


def outside(source: str, found: list[Quantity]) -> list[Quantity]:
    r"""Leave out the bare numbers and fractions in formulas, which measure nothing: an error of $1/\sqrt{n}$.

    Args:
        source: The text as its source gives it, with dollar signs and braces.
        found: Its quantities.
    """
    if not any(quantity.kind in _BARE for quantity in found):
        return found
    stretches = formulas(source)
    return [q for q in found if q.kind not in _BARE or not inside(stretches, q.start)]


def inside(stretches: list[tuple[int, int]], place: int) -> bool:
    """True for a place inside one of some stretches in order."""
    at = bisect_right(stretches, (place, sys.maxsize)) - 1
    return at >= 0 and place < stretches[at][1]


def _between_dollars(source: str) -> Iterator[tuple[int, int]]:
    for m in _FORMULA.finditer(source):
        inside = _NO_VARIABLE.sub(lambda found: " " * len(found[0]), m["inside"])
        if _VARIABLE.search(inside) is None or _WORDS.search(inside) is not None:
            continue
        value = _VALUE.search(m["inside"])
        if value is None or _VARIABLE.search(inside, value.start()) or _is_nought(value[0]):
            yield m.span("inside")
        elif value.start() > 0:
            yield m.start("inside"), m.start("inside") + _digits(value)


def _is_nought(value: str) -> bool:
    return _NOUGHT.fullmatch(value.lstrip("=<>≤≥≈~ \\lgeqaproxsimn").strip(" }")) is not None


def _digits(value: re.Match[str]) -> int:
    """Return where the digits of a value begin."""
    return value.start() + next(i for i, c in enumerate(value[0]) if c.isdigit() or c in "+-−.")
