r"""Numbers and units as the LaTeX package siunitx has them: ``\SI{12}{\milli\second}``, ``\qtyrange{3}{5}{\volt}``.

What is written instead keeps the length: the numbers stay where they stand, the unit stands at the right end.
"""

from __future__ import annotations

import re

_GROUP = r"\{((?:[^{}]|\{[^{}]{0,20}\}){0,80})\}"
PATTERN = re.compile(
    r"\\(?P<macro>SIrange|SIlist|SI|si|qtyrange|qtylist|qty|numrange|numlist|num|unit|ang)"
    rf"(?:\[[^\[\]]{{0,80}}\])?{_GROUP}(?:\s?{_GROUP})?(?:\s?{_GROUP})?"
)
"""Matches one macro with its arguments, braces of one level inside them."""

BEGINNING = re.compile(r"\\[a-zA-Z]{2,9}(?:\[[^\[\]]{0,80}\])?\{\s?\Z")
"""Matches the beginning of a macro right before its first argument."""

# How many arguments of a macro are numbers, and whether a unit follows them.
_NUMBERS = {
    "SI": 1, "qty": 1, "SIrange": 2, "qtyrange": 2, "SIlist": 1, "qtylist": 1, "num": 1, "numrange": 2,
    "numlist": 1, "ang": 1, "si": 0, "unit": 0,
}  # fmt: skip
_WITHOUT_UNIT = frozenset({"num", "numrange", "numlist", "ang"})
_SIGNS = {"percent": "%", "celsius": "°C", "degreeCelsius": "°C", "ohm": "Ω"}
# The last digits of a number with decimals are read as everywhere: 3.142(1).
_DIGITS_IN_PARENTHESES = re.compile(r"(?<![.\d])(\d{1,9})\((\d{1,9})\)")
_MACRO = re.compile(r"\\([a-zA-Z]+)")
# Prefixes join the unit behind them, powers stand before or after it.
_PREFIXES = frozenset(
    {
        "atto", "femto", "pico", "nano", "micro", "milli", "centi", "deci", "hecto", "kilo", "mega", "giga", "tera",
        "peta", "exa", "kibi", "mebi", "gibi", "tebi",
    }
)  # fmt: skip


def plain(match: re.Match[str]) -> str:
    r"""Return text of the same length that says what a macro says.

    Args:
        match: A match of :data:`PATTERN`.

    >>> plain(PATTERN.match(r"\SI{12}{\milli\second}")), plain(PATTERN.match(r"\qtyrange{3}{5}{\volt}"))
    ('    12     millisecond', '          3 –5    volt')
    """
    start, end = match.span()
    macro = match["macro"]
    count = _NUMBERS[macro]
    wanted = count + (macro not in _WITHOUT_UNIT)
    groups = [i for i in range(2, 5) if match[i] is not None]
    if len(groups) < wanted:
        return match[0]
    used = match.end(groups[wanted - 1]) + 1 if wanted else end
    line = [" "] * (end - start)
    line[used - start :] = match[0][used - start :]
    for i in range(count):
        low, high = match.span(groups[i])
        number = match[groups[i]]
        if macro.endswith("list"):
            number = number.replace(";", ",")
        number = number.replace("+-", " ±").replace("\\pm", "  ±")
        number = _DIGITS_IN_PARENTHESES.sub(r"\1±\2 ", number)
        line[low - start : high - start] = number
        if i:  # between two ends of a range: "}{"
            line[low - start - 1] = "–"
    if macro == "ang":
        line[used - 1 - start] = "°"
    if macro not in _WITHOUT_UNIT:
        low = match.start(groups[wanted - 1]) - 1
        unit = unit_words(match[groups[wanted - 1]])
        line[low - start : used - start] = unit.rjust(used - low)[: used - low]
    return "".join(line)


def unit_words(source: str) -> str:
    r"""Return a unit's macros as words: ``\kilo\metre\per\second\squared`` is ``kilometre per second squared``.

    >>> unit_words(r"\milli\second"), unit_words("m/s"), unit_words(r"\percent")
    ('millisecond', 'm/s', '%')
    """
    words: list[str] = []
    glued = False
    for name in _MACRO.findall(source):
        word = _SIGNS.get(name, name)
        if glued:
            words[-1] += word
        else:
            words.append(word)
        glued = name in _PREFIXES
    return " ".join(words) if words else source
