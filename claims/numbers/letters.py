"""Units of one letter that mean something else as well: K, T, N, A, L, M, F, C. What stands around them tells.

The readings are data: ``[letters]`` of ``schema/unit_names.toml``.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from claims.files.compiled import compiled
from claims.numbers.around import any_of
from claims.numbers.unit_names import COUNTED, SMALL_WORDS, VOCABULARY

_REACH = 60
_AFTER = 40


class LetterUnit(NamedTuple):
    """A unit of one letter.

    Attributes:
        end: Offset after it.
        unit: The unit in the spelling of claims.
    """

    end: int
    unit: str


class _Reading(NamedTuple):
    unit: str
    near: re.Pattern[str] | None
    after: re.Pattern[str] | None
    number: re.Pattern[str] | None
    default: str


def _readings() -> dict[str, tuple[_Reading, ...]]:
    table: dict[str, tuple[_Reading, ...]] = {}
    for letter, entries in VOCABULARY["letters"].items():
        table[letter] = tuple(
            _Reading(
                entry["unit"],
                compiled(rf"\b(?:{'|'.join(entry['near'])})", re.IGNORECASE) if entry.get("near") else None,
                compiled(entry["after"]) if entry.get("after") else None,
                re.compile(rf"(?:{entry['number']})\Z") if entry.get("number") else None,
                entry.get("default", ""),
            )
            for entry in entries
        )
    return table


LETTERS = _readings()
"""What each letter may be, the first that fits."""
_LETTER = re.compile(
    rf"(?P<gap>\s{{0,9}})(?P<letter>[{''.join(LETTERS)}])(?![\w'’°²³^]|\s?[/-]\s?[A-Za-z0-9])"
)
# "5 K images", "2 T training tokens": so many things.
_THINGS = compiled(
    rf"\s(?!(?:{SMALL_WORDS}|{any_of('determiners')})\b)"
    rf"(?:(?:[a-z]+[\s-]){{0,2}}(?i:{COUNTED})(?![a-z])|(?i:[a-z-]{{2,}})(?<!s)s\b)"
)
_ENDS = re.compile(rf"\s{{0,9}}(?:[.,;:()\]—–]|-\s|\Z)|\s(?:{SMALL_WORDS})\b")
_DEFAULTS = {"end": _ENDS, "word": re.compile(rf"{_ENDS.pattern}|\s[a-z]{{2}}")}
_YEAR = re.compile(r"\b(?:19|20)\d\d\Z")
_EXPONENT = re.compile(r"(?:(?<!10)(?<!10\s)\^\s{0,14}|[A-Za-z]\d{1,2}/)\d{1,3}\Z")
_REFERENCE = re.compile(rf"\b(?:{any_of('numbered')})\s\d{{1,3}}\Z")


def letter_unit(text: str, position: int) -> LetterUnit | None:
    """Read a unit of one letter after a numeral.

    Args:
        text: Clean text.
        position: Offset after the numeral.

    >>> [bool(letter_unit(s, 3)) for s in ("600 K exposure", "600 K images", "0.5 M NaCl", "0.5 M images")]
    [True, False, True, False]
    """
    m = _LETTER.match(text, position)
    if m is None:
        return None
    before = text[max(0, position - _REACH) : position]
    if _YEAR.search(before) or _EXPONENT.search(before) or _REFERENCE.search(before):
        return None
    things = _THINGS.match(text, m.end())
    around = before + " " + text[m.end() : m.end() + _AFTER]
    for reading in LETTERS[m["letter"]]:
        if reading.after is not None and (after := reading.after.match(text, m.end())):
            return LetterUnit(after.end("more") if "more" in after.groupdict() else m.end(), reading.unit)
        if things:
            continue
        if reading.near is not None and reading.near.search(around):
            return LetterUnit(m.end(), reading.unit)
        if reading.number is not None and reading.number.search(before):
            return LetterUnit(m.end(), reading.unit)
        if reading.default and m["gap"] and _DEFAULTS[reading.default].match(text, m.end()):
            return LetterUnit(m.end(), reading.unit)
    return None
