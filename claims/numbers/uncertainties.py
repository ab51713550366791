"""What stands between a number and its unit to say how sure it is: ± 0.1, (6), ^{+0.4}_{-0.2}."""

from __future__ import annotations

import re
from typing import NamedTuple

from claims.numbers.numerals import Numeral, numeral_at, power_at, without_noise

PLUS_MINUS = re.compile(r"\s{0,9}(?P<open>\()?\s{0,9}(?:±|\+\s?/\s?-|\+-)\s{0,9}(?=\.?\d)")
_CLOSE = re.compile(r"\s{0,9}\)")
_UNIT_FOLLOWS = re.compile(r"\s{0,9}[A-Za-zµμΩ°%]")
_DIGITS_IN_PARENTHESES = re.compile(r"\((?P<last>\d{1,3})\)")
# The upper and the lower one in either order: ^+0.4 _-0.2, +0.4/-0.2, (+0.4, -0.2).
_NUMBER = r"\d{1,9}(?:\.\d{1,9})?|\.\d{1,9}"
_ASYMMETRIC = re.compile(
    rf"\s{{0,9}}[\^(_]?\s{{0,9}}(?:\+\s?(?P<plus>{_NUMBER})\s{{0,9}}[_,/^]?\s{{0,9}}-\s?(?P<minus>{_NUMBER})"
    rf"|-\s?(?P<minus2>{_NUMBER})\s{{0,9}}[_,/^]?\s{{0,9}}\+\s?(?P<plus2>{_NUMBER}))(?:\s{{0,9}}\))?"
)
# How all of them begin, after so many blanks at most.
_BEGINNINGS = frozenset("(±+^_-")
_BLANKS = 18


def may_follow(text: str, end: int) -> bool:
    """Tell cheaply whether an uncertainty may stand behind an offset of clean text."""
    return text[end : end + _BLANKS + 1].lstrip()[:1] in _BEGINNINGS


class Uncertainty(NamedTuple):
    """How sure a number is.

    Attributes:
        end: Offset after it.
        minus: How far the number may lie below.
        plus: How far above.
        scale: Power of ten that holds for the number as well: 2.71 ± 0.08 × 10^6.
        opened: True if the power of ten stands behind a parenthesis around both.
    """

    end: int
    minus: float
    plus: float
    scale: float = 1.0
    opened: bool = False


def uncertainty_at(text: str, numeral: Numeral, start: int) -> Uncertainty | None:
    """Read what follows the digits of a number.

    Args:
        text: Clean text.
        numeral: The number.
        start: Offset of its first digit.

    >>> from claims.numbers.numerals import numeral_at
    >>> text = "3.9071(6) Å"
    >>> uncertainty_at(text, numeral_at(text, 0), 0)
    Uncertainty(end=9, minus=0.0006, plus=0.0006, scale=1.0, opened=False)
    """
    after = text[numeral.end : numeral.end + 1]
    if after == "(" and (m := _DIGITS_IN_PARENTHESES.match(text, numeral.end)):
        whole, _, decimals = numeral.digits.partition(".")
        if decimals and len(m["last"]) <= len(decimals) + len(whole):
            unsure = float(f"{m['last']}e-{len(decimals)}")
            if power := power_at(text, m.end()):
                unsure = without_noise(unsure * power[1])
                return Uncertainty(power[0], unsure, unsure, power[1])
            return Uncertainty(m.end(), unsure, unsure)
    if m := PLUS_MINUS.match(text, numeral.end):
        return _symmetric(text, numeral, start, m)
    if (after in {"^", "_", "+", "("} or after.isspace()) and (m := _ASYMMETRIC.match(text, numeral.end)):
        return Uncertainty(m.end(), float(m["minus"] or m["minus2"]), float(m["plus"] or m["plus2"]))
    return None


def _symmetric(text: str, numeral: Numeral, start: int, sign: re.Match[str]) -> Uncertainty | None:
    other = numeral_at(text, sign.end())
    if other is None:
        return None
    end, scale = other.end, 1.0
    if sign["open"]:
        if (m := _CLOSE.match(text, end)) is None:
            return None
        return Uncertainty(m.end(), other.value, other.value)
    if other.scaled and not numeral.scaled and other.digits:
        scale = without_noise(other.value / float(other.digits)) if float(other.digits) else 1.0
    elif other.scale != 1.0 and numeral.scale == 1.0:
        scale = other.scale
    elif text[max(0, start - 9) : start].rstrip(" -+")[-1:] == "(" and (m := _CLOSE.match(text, end)):
        if power := power_at(text, m.end()):
            unsure = without_noise(other.value * power[1])
            return Uncertainty(power[0], unsure, unsure, power[1], opened=True)
        if _UNIT_FOLLOWS.match(text, m.end()):
            return Uncertainty(m.end(), other.value, other.value, opened=True)
    return Uncertainty(end, other.value, other.value, scale)
