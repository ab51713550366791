"""The one spelling of a unit that claims use, for whatever the patterns of :mod:`claims.numbers.unit_names` match."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from claims.files.compiled import compiled
from claims.numbers.unit_names import (
    ACCELERATOR,
    EVERY_NAME,
    NEGATIVE,
    PER,
    POWER,
    ROOT_HERTZ,
    SPELLINGS,
    SQUARE,
    SUBSTANCE,
    Part,
    canonical_parts,
    word_key,
)

_AMOUNTS_OF_WORK = frozenset({"FLOP", "OP", "MAC", "SOP"})
_CANONICAL_PART = re.compile(r"([^\W\d_][A-Za-z0-9_]*)(?:\^\d+(?:\.\d+)?)?")
# A difference of temperatures, which a rate of them is, has no zero.
_DIFFERENCES = {"degC": "K", "degF": "rankine"}


@cache
def _factor_pattern() -> re.Pattern[str]:
    power = rf"(?P<power>{POWER}|(?<=m)[23]|{NEGATIVE}|(?<=s)2|\^\d(?:\.\d)?)?"
    return compiled(
        rf"(?P<square>{SQUARE})(?:(?P<one>1)(?=/)|(?P<root>{ROOT_HERTZ})|(?P<name>{EVERY_NAME}){power})"
        rf"(?i:\s(?P<word_power>squared|cubed))?(?:(?![A-Za-z0-9_µμΩ^])|(?<=[0-9¹²³⁴])(?=[A-Za-zµμΩ]{{1,4}}{NEGATIVE}))"
    )


_RUN = re.compile(rf"(?P<symbols>[A-Za-zµμΩ]{{2,5}})(?={NEGATIVE})")


def _apart(text: str, position: int) -> str:
    """Return the text with two symbols that are glued together told apart: Wm-1 is W m-1."""
    run = _RUN.match(text, position)
    if run is None or run["symbols"] in SPELLINGS.symbols:
        return text
    letters = run["symbols"]
    for i in range(1, len(letters)):
        if letters[:i] in SPELLINGS.symbols and letters[i:] in SPELLINGS.symbols:
            return f"{text[: position + i]} {text[position + i :]}"
    return text


_SEPARATOR = re.compile(
    rf"(?P<under>{PER})(?P<open>\(\s?)?|(?P<times>\s?[·⋅∙•*]\s?|\s?\.\s?|\s+|-(?=[dh])|(?=[A-Za-zµμΩ]))",
    re.I,
)
_CLOSE = re.compile(r"\s?\)")
_SUPERSCRIPT = str.maketrans("⁻−–¹²³⁴", "---1234")


@lru_cache(maxsize=8192)
def canonical_unit(surface: str) -> str | None:
    """Return the one spelling of a unit that claims use, or None where the text is no known unit.

    Args:
        surface: A unit as found in a text: ``tokens per second``, ``TOPS/W``, ``mm2``, ``GPU hours``.

    Returns:
        A spelling that :func:`claims.numbers.units.parse_unit` takes. Rates are written out, devices of device time
        are left out, and units that cancel are ``1``.

    >>> canonical_unit("tokens per second"), canonical_unit("TOPS/W"), canonical_unit("GPU hours")
    ('token/s', 'TOP/s/W', 'h')
    """
    surface = surface.strip()
    if "/" in surface and surface in SPELLINGS.symbols:  # W/mK
        return SPELLINGS.symbols[surface]
    if surface == "1" or _is_canonical(surface):
        return spell(list(canonical_parts(surface)))
    if surface in SPELLINGS.before:
        return SPELLINGS.symbols[surface]
    parts = _parts(SUBSTANCE.sub("", ACCELERATOR.sub("", surface)))
    return None if parts is None else spell(parts)


def _is_canonical(text: str) -> bool:
    return all(
        m is not None and m[1] in SPELLINGS.canonical
        for m in map(_CANONICAL_PART.fullmatch, re.split("[*/]", text.removeprefix("1/")))
    )


def _parts(text: str) -> list[Part] | None:
    factor = _factor_pattern()
    parts: list[Part] = []
    position, sign, closing = 0, 1, False
    while True:
        text = _apart(text, position)
        found = factor.match(text, position)
        if found is None:
            return None
        position = found.end()
        if not found["one"]:
            more = _factor(found, sign)
            if more is None:
                return None
            # "TFLOPS/s" and "petaFLOPs/second" say "per second" twice.
            if not (more == [("s", -1)] and len(parts) == 2 and parts[1] == ("s", -1) and _is_work(parts[0])):
                parts += more
        if closing and (end := _CLOSE.match(text, position)):
            position, closing = end.end(), False
        if position == len(text):
            return None if closing else parts
        separator = _SEPARATOR.match(text, position)
        if separator is None:
            return None
        position = separator.end()
        if not closing:
            sign = -1 if separator["under"] else 1
            closing = bool(separator["open"])


def _factor(found: re.Match[str], sign: int) -> list[Part] | None:
    if found["root"]:
        return [("Hz", 0.5 * sign)]
    name = found["name"]
    meaning = SPELLINGS.symbols.get(name) or SPELLINGS.words.get(word_key(name))
    if meaning is None:
        return None
    exponent = float(sign)
    if found["power"]:
        digits = re.sub(r"[\s^{}]", "", found["power"].translate(_SUPERSCRIPT))
        over, _, under = digits.partition("/")
        exponent *= float(over) / float(under or 1) if float(under or 1) else 1
    words = (found["square"] + (found["word_power"] or "")).lower()
    if words:
        exponent *= 3 if "cub" in words else 2
    return [(unit, power * exponent) for unit, power in canonical_parts(meaning)]


def _is_work(part: Part) -> bool:
    return part[1] == 1 and part[0].lstrip("kMGTPEZ") in _AMOUNTS_OF_WORK


def spell(parts: list[Part]) -> str:
    """Return the spelling of a product of units, numerators first; 1 where they cancel."""
    merged: dict[str, float] = {}
    if len(parts) > 1 or (parts and parts[0][1] != 1):  # 10 degrees Celsius a minute are 10 K a minute
        parts = [(_DIFFERENCES.get(unit, unit), power) for unit, power in parts]
    # "TOPs/W" means operations a second for each watt: operations for a watt mean nothing.
    if len(parts) == 2 and _is_work(parts[0]) and parts[1][1] == -1 and parts[1][0] in {"W", "mW", "uW"}:
        parts = [parts[0], ("s", -1), parts[1]]
    for unit, power in parts:
        merged[unit] = merged.get(unit, 0) + power
    over = "*".join(_with_power(unit, power) for unit, power in merged.items() if power > 0)
    under = "".join("/" + _with_power(unit, -power) for unit, power in merged.items() if power < 0)
    return (over or "1") + under


def _with_power(unit: str, power: float) -> str:
    return unit if power == 1 else f"{unit}^{power:g}"
