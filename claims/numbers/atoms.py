"""A numeral and what follows it: percent sign, times, unit, point, rank. The pieces that quantities are made of."""

from __future__ import annotations

import re

from claims.model import QuantityKind
from claims.numbers.numerals import NUMBER_WORDS, NUMERAL, power_of_ten, read_numeral
from claims.numbers.unit_names import UNIT_LETTERS, UNIT_STARTS, first_letters
from claims.numbers.units import UNIT_PATTERN, canonical_unit

# What may follow a numeral, in the order in which it is tried.
_PERCENT = re.compile(
    r"\s{0,4}(?:%|percent(?![a-z])|percentage[\s-]points?|per cent(?![a-z]))"
    r"(?:\s?-?(?P<point>age points?|points?|pp?\b))?"
)
# What a sign may be glued to: 8xless, 2xfaster.
_GLUED = (
    "speed", "faster", "slower", "lower", "higher", "less", "more", "smaller", "larger", "better", "greater",
)  # fmt: skip
_RATIO = re.compile(
    r"\s{0,11}[xX×]\s{1,3}times(?![a-zA-Z])(?!\s?\d)|"
    rf"\s{{0,11}}[xX×](?:(?![\w])|(?={'|'.join(_GLUED)}))"
    r"(?!\s{0,8}\d+(?:\.\d+)?(?![.\d]*\s{0,11}[xX×]))(?!\s?$|-[A-Z])"
    r"|\s{0,11}[xX×](?=\s?$)"
    r"|(?:\s{0,3}|-)times(?![a-zA-Z])(?!\s?\d)|[\s-]?fold(?![a-zA-Z-]|\s?:|\s(?:advantage|benefit|impact|contribution)s?\b)"
)
_ORDERS = re.compile(r"[\s-]{1,2}(?:orders?[\s-]{1,3}of[\s-]{1,3}magnitudes?|OOMs?\b)")
_POINT = re.compile(r"[\s-]{0,2}(?:points?|pts)(?![a-z])(?!\s+(?:clouds?|sets?|process))")
_RANK = re.compile(
    r"\s?(?:st|nd|rd|th)(?=[\s-](?:place|rank|position|prize)|\s+(?:in|on|among|out|across)\s)(?:[\s-](?:place|rank|position))?"
)
_OUT_OF = re.compile(
    r"\s{1,3}out\s+of\s+(?:the\s+)?(?P<whole>\d[\d,]*|" + "|".join(NUMBER_WORDS) + r")(?![\w%])"
)
# "on 8 of 10 benchmarks", "23 of the 34 pairs"
_OF_ALL = re.compile(
    r"\s{1,3}of\s{1,3}(?:(?:the|all|our|these)\s{1,3})?(?P<whole>\d{1,6})(?=\s{1,3}[a-z])(?!\s{1,3}(?:percent|times)\b)"
)
_SLASH = re.compile(r"\s?/\s?(?P<whole>\d+(?:\.\d+)?)(?!\w|[%×]|\.\d)")
_FRACTION = re.compile(
    r"/(?P<whole>[1-9]\d{0,2})(?:st|nd|rd|th)?(?=\s{1,3}(?:of\s{1,3})?(?:the|its|their|that|as)\b)"
)
_UNIT = re.compile(rf"(?:\+?\s{{0,10}}+|\s?-\s?)(?P<unit>{UNIT_PATTERN})")
# How what may follow a numeral begins, where it begins with a letter; what is not here is not looked for.
_STARTS = UNIT_STARTS | {
    "per", "ord", "oom", "tim", "fol", "poi", "pts", "out", "of", "st", "nd", "rd", "th", "x",
    *(f"x{word}"[:3] for word in _GLUED),
}  # fmt: skip
_LETTERS = UNIT_LETTERS | {"x", "X"}
_STOPS = frozenset(",.;:()[]")
_GAPS = " -\n\t\r\f\v"
_REACH = 24
_TIMES_NUMERAL = re.compile(r"\s+times\s+(?=\d)")


class Atom:
    """A numeral and what follows it, before ranges are put together.

    Attributes:
        start: Offset of its first character.
        numeral_end: Offset after the numeral.
        end: Offset after what follows it.
        lo: The number; the lower end of a range.
        hi: The upper end of a range, else the same; None where open.
        kind: See :class:`claims.model.Quantity`.
        unit: See :class:`claims.model.Quantity`.
        uncertainty: The number after a plus-minus sign.
    """

    __slots__ = ("end", "hi", "kind", "lo", "numeral_end", "start", "uncertainty", "unit")

    def __init__(
        self, start: int, numeral_end: int, end: int, value: float, kind: QuantityKind, unit: str
    ) -> None:
        self.start = start
        self.numeral_end = numeral_end
        self.end = end
        self.lo = value
        self.hi: float | None = value
        self.kind = kind
        self.unit = unit
        self.uncertainty: float | None = None


def read_atom(text: str, start: int, end: int, value: float) -> Atom | None:
    """Read what follows a numeral.

    Args:
        text: Clean text.
        start: Offset of the numeral with its sign.
        end: Offset after the numeral.
        value: Its value.

    Returns:
        The atom, or None where the numeral turns out to be part of a name.
    """
    if not _goes_on(text, end):
        return None if _in_name(text, end) else Atom(start, end, end, value, "number", "1")
    if m := _PERCENT.match(text, end):
        return Atom(start, end, m.end(), value, "percent", "percent")
    if m := _ORDERS.match(text, end):
        return Atom(start, end, m.end(), power_of_ten(value), "magnitude", "x")
    if m := _TIMES_NUMERAL.match(text, end):
        return _product(text, start, value, m.end())
    if m := _RATIO.match(text, end):
        return Atom(start, end, m.end(), value, "ratio", "x")
    if (m := _UNIT.match(text, end)) and (unit := canonical_unit(m["unit"])):
        return Atom(start, end, m.end(), value, "measure", unit)
    if m := _POINT.match(text, end):
        return Atom(start, end, m.end(), value, "point", "1")
    if m := _OUT_OF.match(text, end):
        return Atom(start, end, m.end(), value, "part", "1")
    if (m := _OF_ALL.match(text, end)) and _counts_some(value, float(m["whole"])):
        return Atom(start, end, m.end(), value, "part", "1")
    if m := _RANK.match(text, end):
        return Atom(start, end, m.end(), value, "rank", "1")
    if (m := _FRACTION.match(text, end)) and 0 < value < int(m["whole"]):
        return Atom(start, end, m.end(), 100 * value / int(m["whole"]), "part", "percent")
    if m := _SLASH.match(text, end) if not 1900 <= value <= 2100 else None:
        return Atom(start, end, m.end(), value, "part", "1")
    return None if _in_name(text, end) else Atom(start, end, end, value, "number", "1")


def _counts_some(value: float, whole: float) -> bool:
    """True where a number may count some of a whole, which is no year."""
    return float(value).is_integer() and 0 <= value <= whole and whole > 1 and not 1900 <= whole <= 2100


def _in_name(text: str, end: int) -> bool:
    return end < len(text) and (text[end].isalpha() or text[end] == "_")


def _goes_on(text: str, end: int) -> bool:
    """Tell cheaply whether one of the patterns may match: most numerals stand before a comma, or a word like any."""
    after = text[end : end + _REACH].lstrip(_GAPS)
    if not after or after[0] in _STOPS:
        return False
    letters = first_letters(after)
    if not letters or not letters.isascii() or after[len(letters) : len(letters) + 1].isdigit():
        return True
    return letters in _STARTS if len(letters) > 1 else after[0] in _LETTERS


def _product(text: str, start: int, value: float, position: int) -> Atom | None:
    numeral = NUMERAL.match(text, position)
    if numeral is None:
        return None
    factor = read_atom(text, position, numeral.end(), read_numeral(numeral))
    if factor is None or factor.kind != "measure":
        return None
    return Atom(start, factor.numeral_end, factor.end, value * factor.lo, "measure", factor.unit)
