"""A numeral and what follows it: percent sign, times, unit, point, rank. The pieces that quantities are made of."""

from __future__ import annotations

import re
from math import gcd

from claims.files.compiled import compiled
from claims.numbers.around import any_of, words_of_list
from claims.numbers.letters import LETTERS, letter_unit
from claims.numbers.named import device_begins
from claims.numbers.number_words import NUMBER_WORDS
from claims.numbers.numerals import numeral_at, power_of_ten, without_noise
from claims.numbers.quantity import QuantityKind
from claims.numbers.rates import rate_at
from claims.numbers.unit_names import (
    SPELLINGS,
    UNIT_LETTERS,
    UNIT_PATTERN,
    UNIT_STARTS,
    VOCABULARY,
    first_letters,
)
from claims.numbers.unit_spelling import canonical_unit
from claims.numbers.units import unit_dimension

# What may follow a numeral, in the order in which it is tried.
_PERCENT = re.compile(
    rf"(?:\s{{0,24}}|-|\+\s?(?=%))(?:(?:(?:{any_of('percent_of')})\b\.?[\s-]?)?%|percent(?![a-z])|(?:absolute\s)?percentage[\s-]points?"
    r"|percentage(?![\w-])|per cent(?![a-z])|pct\b|pp(?!\w|\.\s?\d)|p\.p\.)"
    r"(?:\s?-?(?P<point>age points?|points?|pp?\b))?"
)
_RATIO = re.compile(
    r"\s{0,24}[xX×]\s{1,3}times(?![a-zA-Z])(?!\s?\d)|"
    rf"\s{{0,24}}[xX×](?:(?![\w])|(?={any_of('glued_to_times')}))"
    r"(?!\s{0,8}\d+(?:\.\d+)?(?![.\d]*\s{0,11}[xX×]))"
    rf"(?!\s?$|-(?:[A-Z]|(?:{any_of('sizes')})\b))"
    r"|\s{0,24}[xX×](?=\s?$)"
    r"|(?:\s{0,11}|-)times(?![a-zA-Z])(?!\s?\d)"
    rf"|[\s-]?fold(?![a-zA-Z-]|\s?:|\s(?:{any_of('no_multiples')})\b)"
)
_ORDERS = re.compile(r"[\s-]{1,2}(?:orders?[\s-]{1,3}of[\s-]{1,3}magnitudes?|OOMs?\b)")
_POINT = re.compile(
    rf"[\s-]{{0,2}}(?:absolute\s)?(?:points?|pts)(?![a-z]|-[a-z])(?!\s+(?:{any_of('no_scores')}))"
)
_RANK = re.compile(
    rf"\s?(?:st|nd|rd|th)(?=[\s-](?:{any_of('rank_nouns')})|\s+(?:{any_of('ranked_among')})\s)"
    rf"(?:[\s-](?:{any_of('rank_places')}))?"
)
_OUT_OF = re.compile(
    r"\s{1,3}out\s+of\s+(?:the\s+)?(?P<whole>\d[\d,]*|" + "|".join(NUMBER_WORDS) + r")(?![\w%])"
)
# "on 8 of 10 benchmarks", "23 of the 34 pairs"
_OF_ALL = re.compile(
    rf"\s{{1,3}}of\s{{1,3}}(?:(?:{any_of('all_of')})\s{{1,3}})?(?P<whole>\d{{1,6}})"
    r"(?=\s{1,3}[a-z])(?!\s{1,3}(?:percent|times)\b)"
)
# 9/10, but not 5/10/20 mg
_SLASH = re.compile(r"(?<!\d/\d)(?<!\d/\d\d)\s?/\s?(?P<whole>\d+(?:\.\d+)?)(?!\w|[%×/]|\.\d)")
# "1/4 inch" is a quarter of an inch
_OF_UNIT = re.compile(r"/(?P<whole>2|3|4|5|8|10|16|32)(?=\s{0,9}[\s-][A-Za-z])")
_FRACTION = re.compile(
    r"/(?P<whole>[1-9]\d{0,2})(?:st|nd|rd|th)?(?=\s{1,3}(?:of\s{1,3})?" rf"(?:{any_of('part_of')})\b)"
)
_UNIT = compiled(rf"(?:\+?\s{{0,80}}+|\s?-\s?(?![$£€¥]))(?P<unit>{UNIT_PATTERN})")
# 65 (msec)
_IN_PARENTHESES = re.compile(r"\s?\((?P<unit>[A-Za-zµμ°/]{2,6}[23²³]?)\)")
# How what may follow a numeral begins, where it begins with a letter and is no unit, three letters at most; what is
# not here is not looked for.
_STARTS = frozenset({
    "per", "pct", "abs", "pp", "wt", "vol", "at", "mol", "mas", "v", "w",
    "ord", "oom", "tim", "fol", "poi", "pts", "out", "of", "st", "nd", "rd", "th", "x",
    *(f"x{word}"[:3] for word in words_of_list("glued_to_times")),
})  # fmt: skip
_LETTERS = frozenset({"x", "X", "v", "w", "p"})
_UNIT_LETTERS = UNIT_LETTERS.union(LETTERS)
# 5'10", 6′ 2″
_FEET_INCHES = re.compile(r"['′]\s?(?P<inches>\d{1,2}(?:\.\d)?)\s?(?:[\"″]|'')(?!\w)")
_NO_ANGLE = re.compile(rf"[\s-]of[\s-]?(?:{'|'.join(VOCABULARY['no_angles']['degrees_of'])})", re.IGNORECASE)
_STOPS = frozenset(",.;:()[]")
_GAPS = " -\n\t\r\f\v"
_REACH, _FAR = 24, 80
# What tells a unit by what stands behind its letters: an exponent, a digit.
_GOES_ON = re.compile(r"[0-9^⁻]|\s?[-^]\s?\{?\s?-?[0-9]")
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
        minus: How far the number may lie below, after a plus-minus sign.
        plus: How far above.
        scale: What its magnitude word or letter multiplies by; 1 without one.
        letter: True if that is a letter: 220K.
        interval: Interval of confidence, see :class:`claims.model.Quantity`.
    """

    __slots__ = (
        "end", "hi", "interval", "kind", "letter", "lo", "minus", "numeral_end", "plus", "scale", "start", "unit",
    )  # fmt: skip

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
        self.minus: float | None = None
        self.plus: float | None = None
        self.scale = 1.0
        self.letter = False
        self.interval: tuple[float, float] | None = None


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
    follows = _follows(text, end)
    if follows == _NOTHING:
        return None if _in_name(text, start, end) else Atom(start, end, end, value, "number", "1")
    if m := _PERCENT.match(text, end):
        return Atom(start, end, m.end(), value, "percent", "percent")
    if m := _ORDERS.match(text, end):
        return Atom(start, end, m.end(), power_of_ten(value), "magnitude", "x")
    if m := _TIMES_NUMERAL.match(text, end):
        return _product(text, start, value, m.end())
    if m := _RATIO.match(text, end):
        if device_begins(text, m.end()) and float(value).is_integer():
            return Atom(start, end, end, value, "number", "1")
        return Atom(start, end, m.end(), value, "ratio", "x")
    if follows == _ANYTHING and (measure := _measure(text, start, end, value)):
        return measure
    return _counted(text, start, end, value)


def _measure(text: str, start: int, end: int, value: float) -> Atom | None:
    """Read a unit after a numeral, or a fraction and its unit."""
    if (m := _UNIT.match(text, end)) and (unit := canonical_unit(m["unit"])):
        if m["unit"] in SPELLINGS.apart and text[m.start("unit") - 1] == "-":
            return None
        if unit == "deg" and _NO_ANGLE.match(text, m.end()):
            return None
        atom = Atom(start, end, m.end(), value, "measure", unit)
        take_rate(text, atom)
        return atom
    if found := letter_unit(text, end):
        return Atom(start, end, found.end, value, "measure", found.unit)
    if m := _FEET_INCHES.match(text, end):
        return Atom(start, end, m.end(), value * 12 + float(m["inches"]), "measure", "inch")
    if (
        (m := _IN_PARENTHESES.match(text, end))
        and (unit := canonical_unit(m["unit"]))
        and _is_measured_in(unit)
    ):
        return Atom(start, end, m.end(), value, "measure", unit)
    return _fraction(text, start, end, value)


def _fraction(text: str, start: int, end: int, value: float) -> Atom | None:
    """Read a fraction of a unit: 1/4 inch."""
    m = _OF_UNIT.match(text, end) if text[start - 1 : start] != "/" else None
    if m is None or not 0 < value < int(m["whole"]) or not float(value).is_integer():
        return None
    whole = int(m["whole"])
    after = _UNIT.match(text, m.end()) if gcd(int(value), whole) == 1 else None
    unit = canonical_unit(after["unit"]) if after else None
    if after is None or unit is None:
        return None
    return Atom(start, m.end(), after.end(), value / whole, "measure", unit)


def _is_measured_in(unit: str) -> bool:
    """True for what is measured in: 65 (msec), and not 8 (GPU)."""
    return unit_dimension(unit) is not None


def take_rate(text: str, atom: Atom, *, of_one: bool = False) -> None:
    """Take in what a measure is over.

    Args:
        text: Clean text.
        atom: The measure, which is changed.
        of_one: False to take only a rate over many things at once: $0.15 per million tokens, not $2 per question.
            The amount alone is what a claim quotes there.
    """
    if (rate := rate_at(text, atom.end)) and (of_one or rate.many != 1):
        unit = canonical_unit(f"{atom.unit}/{rate.unit}")
        if unit is not None:
            atom.lo, atom.hi = (
                without_noise(atom.lo / rate.many),
                atom.hi and without_noise(atom.hi / rate.many),
            )
            atom.unit, atom.end = unit, rate.end


def _counted(text: str, start: int, end: int, value: float) -> Atom | None:
    """Read what else may follow a numeral: points, the whole that it is a part of, a rank."""
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
    m = _SLASH.match(text, end) if not 1900 <= value <= 2100 else None
    two_values = (
        m
        and (  # "1.9/3.5 WER", "71.3/52.0 AP", "8/16 GB"
            (value > float(m["whole"]) and "." in text[start:end])
            or ("." in m["whole"] and "." in text[start:end] and not m["whole"].endswith(".0"))
            or ((unit := _UNIT.match(text, m.end())) and canonical_unit(unit["unit"]))
        )
    )
    if m and not two_values:
        return Atom(start, end, m.end(), value, "part", "1")
    return None if _in_name(text, start, end) else Atom(start, end, end, value, "number", "1")


def _counts_some(value: float, whole: float) -> bool:
    """True where a number may count some of a whole, which is no year."""
    return float(value).is_integer() and 0 <= value <= whole and whole > 1 and not 1900 <= whole <= 2100


def _in_name(text: str, start: int, end: int) -> bool:
    """True for digits that letters go on from: 3D, 802.11n, but not 41.5mAP."""
    if end >= len(text) or not (text[end].isalpha() or text[end] == "_"):
        return False
    return "." not in text[start:end] or not text[end : end + 3].isalpha() or end + 3 > len(text)


_NOTHING, _NO_UNIT, _ANYTHING = range(3)


def _follows(text: str, end: int) -> int:
    """Tell cheaply which of the patterns may match: most numerals stand before a comma, or a word like any."""
    after = text[end : end + _REACH].lstrip(_GAPS) or text[end : end + _FAR].lstrip(_GAPS)
    if not after or after[0] in _STOPS:
        return _ANYTHING if after[:1] == "(" and _IN_PARENTHESES.match(text, end) else _NOTHING
    letters = first_letters(after)
    if not letters or not letters.isascii() or _GOES_ON.match(after, len(letters)):
        return _ANYTHING
    if len(letters) == 1:
        return _ANYTHING if after[0] in _UNIT_LETTERS else _NO_UNIT if after[0] in _LETTERS else _NOTHING
    return _ANYTHING if letters in UNIT_STARTS else _NO_UNIT if letters[:3] in _STARTS else _NOTHING


def stands_alone(text: str, end: int) -> bool:
    """True where a numeral is a number of its own: it has no unit, and nothing else that belongs to it, behind it.

    Args:
        text: Clean text.
        end: Offset after the numeral.
    """
    return _follows(text, end) == _NOTHING and not text[end : end + 1].isalpha()


def _product(text: str, start: int, value: float, position: int) -> Atom | None:
    numeral = numeral_at(text, position)
    if numeral is None:
        return None
    factor = read_atom(text, position, numeral.end, numeral.value)
    if factor is None or factor.kind != "measure":
        return None
    return Atom(start, factor.numeral_end, factor.end, value * factor.lo, "measure", factor.unit)
