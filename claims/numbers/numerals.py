"""The grammar of numerals: digits, fractions, exponents and magnitude words, read as floats."""

from __future__ import annotations

import math
import re
import sys
import unicodedata
from typing import NamedTuple

import regex

from claims.numbers.around import any_of
from claims.numbers.number_words import COUNTED_IN_POWERS, MAGNITUDES

# Thousands are told apart by a comma, a blank or an apostrophe: 12,500, 12 500, 12'500, in India 1,50,000.
# A decimal comma is refused, see numeral_at.
_DIGITS = (
    r"(?:\d{1,3}(?:,{1,8}\d{3}){1,6}(?!\d)|[1-9]\d?(?:,\d\d){1,4},\d{3}(?![\d,])|[1-9]\d{0,2}(?:'\d{3}){1,6}(?![\d'])|[1-9]\d{0,2}(?:\x20\d{3}){1,4}(?![\d])(?!\x20\d)"
    r"|\d{1,15})(?:\.\d{1,15})?|\.\d{1,15}"
)
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
VULGAR = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"
"""Fractions that are one character."""
_TEN = r"\s{0,8}(?:[×xX·*]|times)\s{0,8}10"
_IN_POWERS = "|".join(COUNTED_IN_POWERS)
_POWER = (
    # 2 × 10^5, 2 x 10-5, 2 × 10⁵; where the caret is lost (2.3 × 105), only behind one digit before the point
    rf"{_TEN}(?:\s{{0,4}}\^\s{{0,2}}(?P<power>[-+]?\s?\d{{1,3}})(?!\d)|(?P<minus>\s{{0,2}}-\d{{1,3}})(?![\d.])"
    rf"|\((?P<round>-?\d{{1,2}})\)(?!\s?[=×])|(?<=[×x]\s10)\s(?P<apart>\d{{1,2}})(?=\s[a-zµμ])"
    rf"|(?P<raised>[⁻⁺]?[{_RAISED}]{{1,3}})|(?:(?<=\d\s[x×]\s10)|(?<=\dtimes10))(?P<lost>[3-9])(?![\d.%]|\s?[x×])"
    rf"|(?<=\d[x×]10)(?P<lost_too>[3-9])(?![\d.%]|\s?[x×]))"
    r"|[eE]\^?\s{0,2}(?P<e>[-+]?\d{1,3})(?!\d|\.\d)"
    # 10^5, 10⁻⁵, and 10-5 where it can be no range
    rf"|(?<=(?<!\d)10)(?:\s{{0,3}}\^\s{{0,2}}(?P<ten>[-+]?\s?\d{{1,3}})|(?P<ten_raised>[⁻⁺]?[{_RAISED}]{{1,3}})"
    # 10(6) cells, where no digit can be raised
    rf"|\((?P<ten_round>-\d{{1,2}}|\d{{1,2}}(?=\)\s?(?:{_IN_POWERS})\b))\)"
    r"|(?P<ten_minus>-[1-9])(?![\w.°%-]|\s?[-–]|\sto\b)"
    # 10–6 mbar, 10–5 S cm–1: such pressures are no ranges, and who writes one exponent with a dash writes all
    r"|(?P<ten_dash>[–-][1-9])(?=\s?(?:m?bar|[mµμ]?[Tt]orr|M|mol)(?![A-Za-z])|(?<=-[1-9])Pa(?![A-Za-z])|\s?[A-Za-zµμΩ]{1,3}(?:[\s·][A-Za-zµμ]{1,3})?–[1-4](?!\d)))"
)
_POWER_ALONE = re.compile(_POWER)
_WORDS = "|".join(sorted((w for w in MAGNITUDES if len(w) > 2), key=len, reverse=True))
_MANY = rf"\s(?:{any_of('counted_in_millions')})"
_MAGNITUDE = (
    rf"[\s-]?(?P<word>{_WORDS}|bn|mn)s?(?![A-Za-z])|(?P<letter>[KkMB]|bn|mn|(?<!\d{{4}})T|m(?={_MANY}))(?![A-Za-z0-9/²^⁻°])"
    rf"|\s(?P<spaced>[MBKk])(?={_MANY}|\sUS\b)"
)

NUMERAL = re.compile(
    rf"(?P<digits>{_DIGITS})(?:\s?(?P<vulgar>[{VULGAR}])|[\s-](?P<over>\d{{1,2}})/(?P<under>[1-9]\d?)(?=[\s-]?[A-Za-z]))?"
    rf"(?:{_POWER})?(?:{_MAGNITUDE})?|(?P<part>[{VULGAR}])(?:{_MAGNITUDE.replace('?P<', '?P<part_')})?",
)
"""Matches one unsigned numeral at a position."""

# A numeral does not begin inside a name (GPT-4, ResNet50, pass@1, v2.1) or inside another numeral. The look-behinds
# stand after the digit, so that the search can run from digit to digit.
_START = (
    r"(?:(?<![\w@#\\.^]\d)(?<![A-Za-z0-9)\]]-\d)(?<!\d,\d)(?<!\d[\s]-\d)|(?<=approx\d)|(?<=\bsim\d)"
    r"|(?<=[\s(]\.\d)|(?<=[\s(=][-–]\.\d)|(?<=\b[Ss]ub-\d)|(?<=\bi\.e\.\d)|(?<=\be\.g\.\d))"
)
NUMERAL_START = regex.compile(rf"\d{_START}|(?<!\d\s?)[{VULGAR}]")
"""Matches the first digit of a numeral (the second character of ``.5``)."""
ASCII_NUMERAL_START = regex.compile("[0-9]" + _START)
"""The same for a text in ASCII, thrice as fast: ``regex`` skips to a character of a set, ``re`` tries at each."""

# 3,5 mm is refused: which of the numbers it is depends on the country. A list without blanks goes on: 1,2,3.
_DECIMAL_COMMA = re.compile(r",\d{1,2}(?![\d,])|,\d{4,}(?![\d,])")
_PARTED = str.maketrans("", "", ", '")
_FROM_RAISED = str.maketrans("⁻–⁺" + _RAISED, "--+0123456789")


# Digits behind which no more of a numeral can stand, which most numerals are.
PLAIN = re.compile(
    r"\d{1,15}(?:\.\d{1,15})?"
    rf"(?=[%;:)\]]|[,.]\s|[\s-](?![xX]|times|[kMBK]\s|(?:{_WORDS}|bn|mn)s?(?![A-Za-z]))[A-Za-z])"
)
"""Matches a whole numeral that is nothing but digits; not each of them."""


class Numeral(NamedTuple):
    """One numeral of a text.

    Attributes:
        end: Offset after it.
        value: The number, with exponent and magnitude word multiplied out.
        digits: The digits as they stand, commas and blanks left out; empty for ½.
        scale: What its magnitude word or letter multiplies by; 1 without one.
        letter: True if that is a letter: 220K.
        scaled: True if an exponent belongs to it.
    """

    end: int
    value: float
    digits: str
    scale: float
    letter: bool
    scaled: bool


def numeral_at(text: str, position: int, stop: int = sys.maxsize) -> Numeral | None:
    """Read the unsigned numeral at a position.

    Args:
        text: Clean text.
        position: Offset of its first character.
        stop: Offset that it may not reach beyond.

    Returns:
        The numeral, or None where there is none, or only one with a decimal comma. Its value is infinite or not a
        number where no float holds it.

    >>> [numeral_at(s, 0).value for s in ("249,960", "220K", "33 million", "10^4", "8e^-5", "1.2 × 10^-3")]
    [249960.0, 220000.0, 33000000.0, 10000.0, 8e-05, 0.0012]
    >>> [numeral_at(s, 0).value for s in ("12 500 W", "10⁻⁵", "5½", "2 1/2 in", "2.5·10^6")]
    [12500.0, 1e-05, 5.5, 2.5, 2500000.0]
    >>> numeral_at("3,5 mm", 0)
    """
    if m := PLAIN.match(text, position, stop):
        return Numeral(m.end(), float(m[0]), m[0], 1.0, False, False)
    m = NUMERAL.match(text, position, stop)
    return None if m is None else _numeral(text, position, m)


def _numeral(text: str, position: int, m: re.Match[str]) -> Numeral | None:
    """Read what has matched at a position."""
    digits = m["digits"]
    if digits is None:
        return _vulgar(m)
    end, plain = m.end(), m.end("digits")
    if text[plain : plain + 1] == "," and _DECIMAL_COMMA.match(text, plain):
        return None
    if not digits.isdigit() and (parted := digits.translate(_PARTED)) != digits:
        if digits[0] == "0":
            return None
        digits = parted
    if end == plain:
        return Numeral(end, float(digits), digits, 1.0, False, False)
    power, own = _exponent(m)
    # The decimal string is read in one go: 8e-05 is not quite 8 * 10**-5 in binary.
    value = float((f"1e{power}" if own else f"{digits}e{power}") if power else digits)
    if value == 0 and digits.strip("0."):
        value = math.nan  # too small, and not nothing
    if m["vulgar"]:
        value += unicodedata.numeric(m["vulgar"])
    elif m["over"]:
        if int(m["over"]) >= int(m["under"]):
            return numeral_at(text, position, m.end("digits"))
        value += int(m["over"]) / int(m["under"])
    name = m["word"] or m["letter"] or m["spaced"]
    if not name:
        return Numeral(end, value, digits, 1.0, False, bool(power))
    scale = MAGNITUDES[name.lower()]
    return Numeral(end, _scaled(value, scale), digits, scale, not m["word"], bool(power))


def power_at(text: str, position: int) -> tuple[int, float] | None:
    """Read the power of ten that a number before is multiplied by, from the sign on.

    Args:
        text: Clean text.
        position: Offset before the sign and its blanks.

    Returns:
        Where it ends, and the power; None where there is none.

    >>> power_at("(13)×10−34 J s".replace("−", "-"), 4)
    (10, 1e-34)
    """
    m = _POWER_ALONE.match(text, position)
    return (m.end(), float(f"1e{_exponent(m)[0]}")) if m else None


def _vulgar(m: re.Match[str]) -> Numeral:
    """Read a fraction that is one character, with its magnitude word."""
    name = (m["part_word"] or m["part_letter"] or "").lower()
    scale = MAGNITUDES[name] if name else 1.0
    return Numeral(m.end(), _scaled(unicodedata.numeric(m["part"]), scale), "", scale, False, False)


def _exponent(m: re.Match[str]) -> tuple[str, bool]:
    """Return the exponent of a match, and whether it is that of the ten itself: 10^5, not 3 x 10^5."""
    own = m["ten"] or m["ten_raised"] or m["ten_minus"] or m["ten_dash"] or m["ten_round"]
    power = (
        own
        or m["power"]
        or m["minus"]
        or m["raised"]
        or m["round"]
        or m["apart"]
        or m["lost"]
        or m["lost_too"]
        or m["e"]
        or ""
    )
    return power.translate(_FROM_RAISED).replace(" ", ""), bool(own)


def _scaled(value: float, factor: float) -> float:
    """Multiply without leaving the noise of binary fractions (14.1M is 14100000 and not 14100000.000000002)."""
    product = value * factor
    if not math.isfinite(product):
        return product
    nearest = round(product)
    return float(nearest) if abs(product - nearest) < 1e-6 * max(1.0, abs(product)) else product


def power_of_ten(exponent: float) -> float:
    """Return ten to a power; infinite or not a number where no float holds it.

    >>> power_of_ten(2), power_of_ten(400)
    (100.0, inf)
    """
    try:
        return math.pow(10.0, exponent) or math.nan
    except OverflowError:
        return math.inf


def without_noise(value: float) -> float:
    """Drop what binary fractions leave behind in a computed number: twelve digits count.

    >>> without_noise(1 / (1 - 0.98)), without_noise(23.1 * 0.001), without_noise(float("inf"))
    (50.0, 0.0231, inf)
    """
    return float(f"{value:.12g}")
