"""The grammar of numerals: digits, exponents, magnitude words and number words, read as floats."""

from __future__ import annotations

import math
import re

import regex

NUMBER_WORDS: dict[str, float] = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
    "hundred": 100, "thousand": 1000,
}  # fmt: skip
MAGNITUDES: dict[str, float] = {
    "k": 1e3, "m": 1e6, "b": 1e9, "t": 1e12,
    "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12,
}  # fmt: skip

_DIGITS = r"(?:\d{1,3}(?:(?:,|,,,)\d{3}){1,6}(?![\d])|\d{1,15})(?:\.\d{1,15})?|\.\d{1,15}"
_SCIENTIFIC = (
    r"\s{0,8}(?:×|x)\s{0,8}10\s{0,4}\^?\s?(?P<power>-?\d{1,3})(?!\d)|[eE]\^?(?P<e>[-+]?\d{1,3})(?!\d|\.\d)"
)
_POWER = r"(?<=(?<!\d)10)\s{0,3}\^\s?(?P<ten>-?\d{1,3})"
_MAGNITUDE = (
    r"\s?(?P<word>thousand|million|billion|trillion)(?![A-Za-z])|(?P<letter>[KkMB]|(?<!\d{4})T)(?![A-Za-z0-9/²^])"
    r"|\s(?P<spaced>[MBK])(?=\s(?:param|token|sample|image|request|quer))"
)

NUMERAL = re.compile(
    rf"(?P<digits>{_DIGITS})(?:{_POWER}|{_SCIENTIFIC})?(?:{_MAGNITUDE})?",
)
"""Matches one unsigned numeral at a position."""

# A numeral does not begin inside a name (GPT-4, ResNet50, pass@1, v2.1) or inside another numeral. The look-behinds
# stand after the digit, so that the search can run from digit to digit.
_START = (
    r"(?:(?<![\w@#\\.^]\d)(?<![A-Za-z0-9)\]]-\d)(?<!\d,\d)(?<!\d[\s]-\d)|(?<=approx\d)|(?<=\bsim\d)"
    r"|(?<=[\s(]\.\d)|(?<=\b[Ss]ub-\d))"
)
NUMERAL_START = regex.compile(r"\d" + _START)
"""Matches the first digit of a numeral (the second character of ``.5``)."""
ASCII_NUMERAL_START = regex.compile("[0-9]" + _START)
"""The same for a text in ASCII, thrice as fast: ``regex`` skips to a character of a set, ``re`` tries at each."""

_SCALES: dict[str, float] = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9}
COUNTING_WORDS: tuple[str, ...] = tuple(dict.fromkeys((*NUMBER_WORDS, *_SCALES)))
"""All words that a number in words may end with."""
_COUNTS = "|".join(word for word in NUMBER_WORDS if word not in _SCALES)
NUMBER_WORD = re.compile(
    rf"\b(?:(?:(?P<count>a|{_COUNTS})\s{{1,3}})?(?P<scale>{'|'.join(_SCALES)})|(?P<word>{_COUNTS}))(?=[\s-])",
    re.IGNORECASE,
)
"""Matches a number in words: three, a hundred, two million."""


def read_number_word(match: re.Match[str]) -> float:
    """Return the value of a match of :data:`NUMBER_WORD`.

    >>> [read_number_word(NUMBER_WORD.match(s)) for s in ("three ", "a hundred ", "two million ")]
    [3, 100.0, 2000000.0]
    """
    if match["word"]:
        return NUMBER_WORDS[match["word"].lower()]
    return NUMBER_WORDS.get((match["count"] or "").lower(), 1) * _SCALES[match["scale"].lower()]


def read_numeral(match: re.Match[str]) -> float:
    """Return the value of a match of :data:`NUMERAL`.

    Args:
        match: A match of the pattern.

    Returns:
        The number, with exponent and magnitude word multiplied out (``220K`` is 220000, ``2.1e-5`` is 0.000021);
        infinite or not a number where no float holds it.

    >>> [read_numeral(NUMERAL.match(s)) for s in ("249,960", "220K", "33 million", "10^4", "8e^-5", "1.2 × 10^-3")]
    [249960.0, 220000.0, 33000000.0, 10000.0, 8e-05, 0.0012]
    """
    digits = match["digits"].replace(",", "")
    exponent = match["power"] or match["e"]
    if match["ten"]:
        digits, exponent = "1", match["ten"]
    # The decimal string is read in one go: 8e-05 is not quite 8 * 10**-5 in binary.
    value = float(f"{digits}e{exponent}" if exponent else digits)
    if value == 0 and digits.strip("0."):
        value = math.nan  # too small, and not nothing
    magnitude = match["word"] or match["letter"] or match["spaced"]
    return _scaled(value, MAGNITUDES[magnitude.lower()]) if magnitude else value


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
