"""What stands beside a number and makes a bound of it: up to, at least, or more. Data: ``schema/qualifiers.toml``."""

from __future__ import annotations

import re
from typing import Any, cast

from claims.files.own_vocabulary import texts
from claims.model import Bound

_WORDS: dict[str, Any] = texts("qualifiers.toml")[0].toml()
QUALIFIERS: dict[Bound, list[str]] = _WORDS["before"]
"""Phrases before a number, by the bound that each means."""
SIGNS: dict[str, Bound] = _WORDS["signs"]
"""Signs before a number, and the bound that each means."""
FILLERS: frozenset[str] = frozenset(_WORDS["fillers"]["words"])
"""Words that may stand between a qualifier and its number."""
BEFORE_FACTOR: str = _WORDS["fillers"]["factor"]
"""Words that may stand between a qualifier and a factor."""
BELOW = "sub-"
"""A qualifier that is a part of its number: sub-second, sub-20 ms."""

_BOUNDS: dict[str, Bound] = {phrase: bound for bound, phrases in QUALIFIERS.items() for phrase in phrases}
_LONGEST = max(map(len, _BOUNDS)) + 12


def _alternatives(phrases: list[str]) -> str:
    return "|".join(re.escape(p).replace(r"\ ", r"\s{1,3}") for p in sorted(phrases, key=len, reverse=True))


_FILLER = _alternatives(sorted(word for word in FILLERS if word.isalpha()))
_BEFORE = re.compile(
    rf"(?:(?<![A-Za-z-])(?P<words>{_alternatives(list(_BOUNDS))})(?:\s{{1,3}}(?:{_FILLER}))?"
    rf"|(?P<sign>{_alternatives(list(SIGNS))})\s?!?)\s{{0,9}}[$(±]?\s{{0,3}}\Z",
    re.IGNORECASE,
)
_AFTERS = "|".join(f"(?P<{bound}>{_alternatives(phrases)})" for bound, phrases in _WORDS["after"].items())
_AFTER = re.compile(
    rf"\s?,?\s{{0,3}}(?:{_AFTERS})(?![A-Za-z]|\sto\b)"
    r"|(?P<plus>\+)(?=[\s.,;)]|\Z)",
    re.IGNORECASE,
)
_AFTER_GATE = re.compile(r"\s?[,+oampt]|\s[oampgt]")


_LAST_WORDS = frozenset(phrase.split()[-1].strip("±").lower() for phrase in (*_BOUNDS, *FILLERS))
_LAST_SIGNS = frozenset(sign[-1] for sign in (*SIGNS, "!"))
_LONGEST_LAST = max(map(len, _LAST_WORDS)) + 16


def _may_end_with_one(text: str) -> bool:
    """Tell cheaply whether a text may end with a qualifier: most numbers stand behind other words."""
    text = text.rstrip(_BETWEEN)
    last = text[-1:]
    if last.isalpha() or last == ".":
        start = len(text) - 1
        while start and (text[start - 1].isalpha() or text[start - 1] == "."):
            start -= 1
        return text[start:].lower().lstrip(".") in _LAST_WORDS
    return last in _LAST_SIGNS


# What may stand between a qualifier and its number.
_BETWEEN = " \t\n\r\f\v$(±"


def qualifier_before(text: str, position: int) -> Bound:
    """Return what the qualifier that ends right before a position makes of the number there.

    Args:
        text: Clean text.
        position: Offset of the number.

    Returns:
        ``exact`` where there is none.
    """
    if not _may_end_with_one(text[max(0, position - _LONGEST_LAST) : position]):
        return "exact"
    # "1e10" and a sign may stand right before it, a blank before that.
    m = _BEFORE.search(text, max(0, position - _LONGEST), position)
    if m is None:
        return "exact"
    if m["sign"]:
        return SIGNS[m["sign"]]
    return _BOUNDS[" ".join(m["words"].lower().split())]


_SPANS, _AROUND = (
    re.compile(rf"(?<![A-Za-z-])(?:{_alternatives(_WORDS['spans'][words])})\s{{1,3}}\Z", re.IGNORECASE)
    for words in ("words", "of_ranges")
)
_LONGEST_SPAN = 12


def spans(text: str, position: int, *, of_range: bool = False) -> bool:
    """Tell whether a measure at a place is what something extends over, and no bound: over a six-week period.

    Args:
        text: Clean text.
        position: Offset of the measure.
        of_range: True for a range, which lies around something: within 25 to 35 Hz.
    """
    pattern = _AROUND if of_range else _SPANS
    return pattern.search(text, max(0, position - _LONGEST_SPAN), position) is not None


_COMPARED = re.compile(
    rf"\s{{1,3}}[A-Za-z]{{3,12}}\s{{1,3}}(?:{_alternatives(_WORDS['compared']['words'])})\s{{1,9}}",
    re.IGNORECASE,
)


def compares(text: str, start: int, end: int) -> bool:
    """Tell whether what stands between two numbers compares the first with the second: 70% less than the 100 ms.

    Args:
        text: Clean text.
        start: Offset after the first number.
        end: Offset of the second.
    """
    return _COMPARED.fullmatch(text, start, end) is not None


def end_of_qualifier(text: str, position: int) -> int:
    """Return where the qualifier ends that begins right after a number, the position itself where there is none.

    >>> end_of_qualifier("20 or more patients", 2)
    10
    """
    m = _AFTER.match(text, position) if _AFTER_GATE.match(text, position) else None
    return m.end() if m else position


def qualifier_after(text: str, position: int) -> Bound:
    """Return what the qualifier that begins right after a number makes of it: ``2 ms or more``.

    Args:
        text: Clean text.
        position: Offset after the number.
    """
    if _AFTER_GATE.match(text, position) is None:
        return "exact"
    m = _AFTER.match(text, position)
    if m is None:
        return "exact"
    return "at_least" if m["plus"] else cast("Bound", m.lastgroup)
