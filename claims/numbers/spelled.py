"""Numbers in words: two orders of magnitude, twice, half the, three times, less than a second, first place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from claims.files.compiled import compiled
from claims.files.own_vocabulary import texts
from claims.numbers.atoms import Atom, read_atom
from claims.numbers.number_words import (
    COUNTING_WORDS,
    FOLDED,
    MAGNITUDES,
    NUMBER_WORDS,
    numbers_in_words,
    words_of,
)
from claims.numbers.quantity import QuantityKind
from claims.numbers.unit_spelling import canonical_unit

_DATA: dict[str, Any] = texts("number_phrases.toml")[0].toml()
_PHRASES: dict[str, dict[str, Any]] = {row["name"]: row for row in _DATA["phrase"]}
_FRACTIONS: dict[str, float] = _DATA["fractions"]
_RANKS: dict[str, int] = _DATA["ranks"]
_GAP = "[^a-z0-9]+"
_LISTS: dict[str, str] = {name: "|".join(words).replace(" ", r"\s") for name, words in _DATA["words"].items()} | {
    "folded": "|".join(FOLDED), "fractions": "|".join(_FRACTIONS), "ranks": "|".join(_RANKS), "gap": _GAP,
}  # fmt: skip
_LIST = re.compile(r"<<(fold )?([a-z_]+)>>")


def _written_out(pattern: str) -> str:
    """Put the words of lists in the places of their names."""
    return _LIST.sub(lambda m: _fold(m[2]) if m[1] else _LISTS[m[2]], pattern)


def _fold(count: str) -> str:
    """Return a pattern: a threefold increase, increased threefold, but not threefold alone."""
    moved = r"(?:(?<=[ew][ds]\s)|(?<=rew\s)|(?<=-\sto\s)|(?<=-to-))"
    return rf"{count}-?fold(?=\s+(?:{_LISTS['moves']}))|{moved}{count}-?fold"


_Place = tuple[int, str]
"""Offset of a substring, and the substring."""


class _Row(NamedTuple):
    """A phrase that stands for a number, at its place in the list of all of them."""

    rank: int
    name: str
    pattern: re.Pattern[str]


_ROWS: dict[str, list[_Row]] = {}
"""Phrases by the substrings near which they are looked for."""
for _rank, _phrase in enumerate(_DATA["phrase"]):
    _pattern = compiled(rf"(?<!\w)(?<!period-)(?:{_written_out(_phrase['pattern'])})", re.IGNORECASE)
    for _near in _phrase["near"]:
        _ROWS.setdefault(_near, []).append(_Row(_rank, _phrase["name"], _pattern))
PHRASES: tuple[str, ...] = tuple(_ROWS)
"""A text without any of these has no phrase that :func:`spelled_out` finds."""
MARKERS: tuple[str, ...] = tuple(_DATA["search"]["markers"])
FACTORS: tuple[str, ...] = tuple(_DATA["search"]["factors"])
"""A text without any of these, or of the markers, has no number words that :func:`number_words` finds."""
_REACH = 36


def spelled_out(text: str, near: Iterable[_Place]) -> list[Atom]:
    """Find the phrases of clean text that stand for a number, as atoms in order of their kinds.

    Args:
        text: Clean text.
        near: Where which of :data:`PHRASES` stand in it.
    """
    found = {
        (m.start(), row.rank): (m, row.name)
        for at, substring in near
        for row in _ROWS[substring]
        for m in row.pattern.finditer(text, max(0, at - _REACH), at + _REACH)
    }
    atoms: list[Atom] = []
    end = 0
    for (start, _), (m, name) in sorted(found.items()):
        if start >= end:
            atoms.append(_phrase_atom(text, m, name))
            end = m.end()
    return atoms


def number_words(text: str, markers: Iterable[_Place], factors: Iterable[_Place]) -> list[Atom]:
    """Find the number words of clean text that a marker follows, or "factor of": three times, a factor of two.

    Args:
        text: Clean text.
        markers: Where which of :data:`MARKERS` stand in it.
        factors: The same for :data:`FACTORS`.
    """
    found = list(_factors(text, factors))
    counted = [at for at, _ in markers if not _COUNTING.isdisjoint(words_of(text[max(0, at - _REACH) : at]))]
    return found + [w for window in _windows(counted) for w in _words(text, *window)]


_COUNTING = frozenset(word.encode() for word in COUNTING_WORDS)
_COUNT = "|".join(NUMBER_WORDS)
_FACTOR = re.compile(
    rf"factors?\s{{1,3}}of\s{{1,3}}(?:(?:{_LISTS['about']})\s{{1,3}})?"
    rf"(?P<word>{_COUNT})(?:\s(?:to|or|and)\s(?P<more>{_COUNT}))?(?![\w-])(?!\s(?:{'|'.join(MAGNITUDES)}|hundred|orders?|magnitudes?)\b)",
    re.IGNORECASE,
)


def _factors(text: str, places: Iterable[_Place]) -> Iterator[Atom]:
    for m in filter(None, (_FACTOR.match(text, at) for at, _ in places)):
        start, end = m.span("word")
        low = NUMBER_WORDS[m["word"].lower()]
        high = NUMBER_WORDS[m["more"].lower()] if m["more"] else low
        atom = Atom(start, end, m.end() if high > low else end, low, "number", "1")
        atom.hi = max(low, high)
        yield atom


def _windows(places: Iterable[int]) -> list[tuple[int, int]]:
    """Return the surroundings of some places, in order, those that touch as one."""
    windows: list[tuple[int, int]] = []
    for at in sorted(places):
        low, high = max(0, at - _REACH), at + _REACH
        if windows and low <= windows[-1][1]:
            windows[-1] = (windows[-1][0], high)
        else:
            windows.append((low, high))
    return windows


# "TWO TO three times", "ONE OR two hours"
_LOWER_END = re.compile(
    rf"\b(?:({_COUNT})-?[\s-](?:to|or)[\s-]|(?<=between\s)({_COUNT})\sand\s)\Z", re.IGNORECASE
)
_LONGEST_LOWER_END = 24


def _words(text: str, start: int, end: int) -> Iterator[Atom]:
    """Number words count where a marker follows: three times, four GPU hours."""
    for begin, stop, value in numbers_in_words(text, start, end):
        atom = read_atom(text, begin, stop, value)
        if atom is None or not (
            atom.kind in {"ratio", "measure", "percent"} or "percent" in text[atom.start : atom.end]
        ):
            continue
        if is_times(text, atom):
            take_lower_end(text, atom)
            yield atom


_FOLDED = re.compile(r"\s{1,9}(?:[a-z]|\d{1,3}\s?%)")
_MOVED_BEFORE = re.compile(r"(?:[ew][ds]|rew)\s\Z")


def is_times(text: str, atom: Atom) -> bool:
    """False for number words before fold where nothing is multiplied: our contribution is two fold.

    Args:
        text: Clean text.
        atom: What the number words and what follows them say.
    """
    if not text.endswith("fold", atom.start, atom.end):
        return True
    moved = _MOVED_BEFORE.search(text, max(0, atom.start - 4), atom.start)
    return moved is not None or _FOLDED.match(text, atom.end) is not None


def take_lower_end(text: str, atom: Atom) -> bool:
    """Take in the lower end of a range in words: two to three times, between ten and twenty minutes.

    Args:
        text: Clean text.
        atom: The upper end, which becomes the range.

    Returns:
        True if there is one.
    """
    lower = _LOWER_END.search(text, max(0, atom.start - _LONGEST_LOWER_END), atom.start)
    if lower is None or (low := NUMBER_WORDS[(lower[1] or lower[2]).lower()]) >= atom.lo:
        return False
    atom.start, atom.lo = lower.start(1 if lower[1] else 2), low
    return True


def _phrase_atom(text: str, m: re.Match[str], name: str) -> Atom:
    """Return what a phrase stands for."""
    phrase = _PHRASES[name]
    kind: QuantityKind = phrase["kind"]
    atom = Atom(m.start(), m.end(), m.end(), phrase.get("value", 1.0), kind, _UNITS.get(kind, "1"))
    if kind == "magnitude":
        _orders(m, atom)
    elif kind == "measure":
        atom.unit = canonical_unit(m[name].split()[-1]) or "1"
    elif kind == "rank":
        word = m[name].lower()
        atom.start = m.start(name)
        place = int(word[-1]) if word[-1].isdigit() else 1
        atom.lo = atom.hi = float(_RANKS.get(word.split()[0], place))
    elif name == "folds":
        atom.lo = atom.hi = NUMBER_WORDS[m[name].lower()]
    elif name == "fraction":
        atom.lo = atom.hi = 100 / _FRACTIONS[m[name].lower()]
    if kind == "ratio":
        take_lower_end(text, atom)
    return atom


_UNITS = {"magnitude": "x", "ratio": "x", "part": "percent", "percent": "percent"}


_OPEN = frozenset({"", *_DATA["words"]["many"]})


def _orders(m: re.Match[str], atom: Atom) -> None:
    """Read how many orders of magnitude there are; without a count there may be any number."""
    count = (m["orders"] or "").lower()
    atom.lo = 10.0 ** NUMBER_WORDS.get(count, 1)
    atom.hi = None if count in _OPEN and "orders" in m[0].lower() else atom.lo
    if m["more"]:
        atom.lo, atom.hi = sorted((atom.lo, 10.0 ** NUMBER_WORDS[m["more"].lower()]))
