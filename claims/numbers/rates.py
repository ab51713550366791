"""Rates over many things at once: per million tokens, /M tokens, per 100 g."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from claims.files.compiled import compiled
from claims.numbers.number_words import MAGNITUDES
from claims.numbers.numerals import numeral_at
from claims.numbers.unit_names import EVERY_UNIT, TIMES
from claims.numbers.unit_spelling import canonical_unit

_OVER = re.compile(rf"\s{{0,4}}(?P<slash>/)\s?|\s{{0,4}}[\s-]per[\s-]|\s{{1,2}}(?=an?\s(?:{TIMES})(?![a-z]))")
_MANY = re.compile(
    rf"(?:(?:an?|one)\s)?(?P<many>{'|'.join(w for w in MAGNITUDES if len(w) > 2)}|[KMBk](?=[\s-][a-z]))[\s-]?",
    re.IGNORECASE,
)
# 8 L/100 km, but not 5 ms/7 ms
_ROUND = frozenset({10, 100, 1000})
_BLANK = re.compile(r"[\s-]?")
_ARTICLE = re.compile(r"an?\s")


class Rate(NamedTuple):
    """What a rate is over.

    Attributes:
        end: Offset after it.
        many: How many of the unit.
        unit: The unit.
    """

    end: int
    many: float
    unit: str


@cache
def _unit() -> re.Pattern[str]:
    return compiled(EVERY_UNIT)


def rate_at(text: str, position: int, *, slash: bool = True) -> Rate | None:
    """Read what a number with its unit is over.

    Args:
        text: Clean text.
        position: Offset after the number and its unit.
        slash: False where a slash says nothing: a bare 1/M is a formula.

    >>> rate_at("$0.15 per million tokens", 5)
    Rate(end=24, many=1000000.0, unit='token')
    """
    over = _OVER.match(text, position)
    if over is None or (over["slash"] and not slash):
        return None
    at, many = over.end(), 1.0
    if m := _MANY.match(text, at):
        at, many = m.end(), MAGNITUDES[m["many"].lower()]
    elif (numeral := numeral_at(text, at)) and (
        (numeral.value in _ROUND or numeral.scale > 1) if over["slash"] else numeral.value > 0
    ):
        blank = _BLANK.match(text, numeral.end)
        at, many = blank.end() if blank else numeral.end, numeral.value
    elif m := _ARTICLE.match(text, at):
        at = m.end()
    found = _unit().match(text, at)
    unit = canonical_unit(found[0]) if found else None
    return None if found is None or unit is None else Rate(found.end(), many, unit)
