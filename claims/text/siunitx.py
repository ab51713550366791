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
# Units and prefixes as their symbols; what is not here keeps its name.
_UNITS = {
    "percent": "%", "celsius": "°C", "degreeCelsius": "°C", "degree": "°", "ohm": "Ω", "pascal": "Pa", "metre": "m",
    "meter": "m", "gram": "g", "second": "s", "ampere": "A", "kelvin": "K", "mole": "mol", "candela": "cd",
    "hertz": "Hz", "newton": "N", "joule": "J", "watt": "W", "coulomb": "C", "volt": "V", "farad": "F",
    "siemens": "S", "weber": "Wb", "tesla": "T", "henry": "H", "lumen": "lm", "lux": "lx", "becquerel": "Bq",
    "gray": "Gy", "sievert": "Sv", "minute": "min", "hour": "h", "day": "d", "litre": "L", "liter": "L",
    "electronvolt": "eV", "bar": "bar", "angstrom": "Å", "decibel": "dB", "bit": "bit", "byte": "B", "radian": "rad",
}  # fmt: skip
_PREFIXES = {
    "atto": "a", "femto": "f", "pico": "p", "nano": "n", "micro": "µ", "milli": "m", "centi": "c", "deci": "d",
    "hecto": "h", "kilo": "k", "mega": "M", "giga": "G", "tera": "T", "peta": "P", "exa": "E", "kibi": "Ki",
    "mebi": "Mi", "gibi": "Gi", "tebi": "Ti",
}  # fmt: skip
_POWERS = {"squared": "^2", "cubed": "^3", "square": "^2", "cubic": "^3"}
_BEFORE_ITS_UNIT = frozenset({"square", "cubic"})
_MACRO = re.compile(r"\\([a-zA-Z]+)")
# The last digits of a number with decimals are read as everywhere: 3.142(1).
_DIGITS_IN_PARENTHESES = re.compile(r"(?<![.\d])(\d{1,9})\((\d{1,9})\)")


def plain(match: re.Match[str]) -> str:
    r"""Return text of the same length that says what a macro says.

    Args:
        match: A match of :data:`PATTERN`.

    >>> plain(PATTERN.match(r"\SI{12}{\milli\second}")), plain(PATTERN.match(r"\qtyrange{3}{5}{\volt}"))
    ('    12              ms', '          3 –5       V')
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
            number = number.replace(";", "&")
        number = number.replace("+-", " ±").replace("\\pm", "  ±")
        number = _DIGITS_IN_PARENTHESES.sub(r"\1±\2 ", number)
        line[low - start : high - start] = number
        if i:  # between two ends of a range: "}{"
            line[low - start - 1] = "–"
    if macro == "ang":
        line[used - 1 - start] = "°"
    if macro not in _WITHOUT_UNIT:
        low = match.start(groups[wanted - 1]) - 1
        unit = unit_symbols(match[groups[wanted - 1]])
        line[low - start : used - start] = unit.rjust(used - low)[: used - low]
    return "".join(line)


def unit_symbols(source: str) -> str:
    r"""Return a unit's macros as symbols: ``\kilo\metre\per\second\squared`` is ``km/s^2``.

    >>> unit_symbols(r"\milli\second"), unit_symbols("m/s"), unit_symbols(r"\newton\metre\per\square\kelvin")
    ('ms', 'm/s', 'N·m/K^2')
    """
    unit, joint, prefix, power = "", "", "", ""
    for name in _MACRO.findall(source):
        if name == "per":
            joint = "/"
        elif name in _PREFIXES:
            prefix = _PREFIXES[name]
        elif name in _BEFORE_ITS_UNIT:
            power = _POWERS[name]
        elif name in _POWERS:
            unit += _POWERS[name]
        else:
            inverse = joint == "/" and not unit  # \per\second alone
            unit += ("" if inverse else joint) + prefix + _UNITS.get(name, name)
            unit += power.replace("^", "^-") or "^-1" if inverse else power
            joint, prefix, power = "·", "", ""
    return unit or source
