"""Numbers in words: twenty-five, one hundred and twenty, two and a half, three million.

The words are data: ``schema/number_words.toml``.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from functools import lru_cache

from claims.files.own_vocabulary import texts

_WORDS = texts("number_words.toml")[0].toml()


def _values(table: str) -> dict[str, float]:
    """Return what the words of a table stand for, as floats: TOML tells 2 from 2.0, and a quantity does not."""
    return {word: float(value) for word, value in _WORDS[table].items()}


COUNTS = _values("counts")
"""Words that add up: one to nineteen, the tens."""
SCALES = _values("scales")
"""Words that multiply what stands before them."""
MAGNITUDES = _values("magnitudes")
"""What letters and words behind digits multiply them by."""
_FRACTIONS = _values("fractions")
_PARTS_OF_A_SCALE = _values("parts_of_a_scale")
PARTS_OF_A_UNIT = _values("parts_of_a_unit")
"""What stands before a unit with its article: half an hour, a quarter of a mile."""
COUNTED_IN_POWERS: tuple[str, ...] = tuple(_WORDS["powers"]["counted"])
"""What tells that 10(6) is a million: things of which there are so many."""
FOLDED: tuple[str, ...] = tuple(_WORDS["folded"]["words"])
"""Number words that make a ratio wherever "fold" follows: of two to five it may be said that something is twofold."""
NUMBER_WORDS: dict[str, float] = COUNTS | {w: v for w, v in SCALES.items() if w in {"hundred", "thousand"}}
"""Single words that are a number on their own."""
COUNTING_WORDS: tuple[str, ...] = tuple(dict.fromkeys((*COUNTS, *SCALES, *_FRACTIONS)))
"""All words that a number in words may end with."""

_BELOW_TEN = 10
_COUNT = "|".join(sorted(COUNTS, key=len, reverse=True))
_SCALE = "|".join(SCALES)
_PART = rf"(?:{_COUNT}|{_SCALE})"
_DIGIT = rf"(?:{'|'.join(word for word, value in COUNTS.items() if value < _BELOW_TEN)})"
_PART_OF_ONE = (
    rf"(?:{'|'.join(sorted(_PARTS_OF_A_SCALE, key=len, reverse=True))})".replace(" ", r"[\s-]") + r"[\s-]"
)
NUMBER_WORD = re.compile(
    rf"\b(?<!-)(?:(?P<part>{_PART_OF_ONE})(?={_SCALE})|(?P<a>an?)\s{{1,3}}(?={_SCALE})|(?={_PART}\b))(?P<words>{_PART}(?:(?!\s{{1,3}}and\s{{1,3}}one[\s-](?:{'|'.join(_FRACTIONS)}))[\s-]{{1,3}}(?:and\s{{1,3}})?{_PART}\b){{0,9}})"
    rf"(?:\s{{1,3}}point(?P<point>(?:[\s-]{_DIGIT}\b){{1,6}}))?"
    rf"(?:[\s-]{{1,3}}and[\s-]{{1,3}}(?:an?|one)[\s-](?P<fraction>{'|'.join(_FRACTIONS)}))?"
    rf"(?:\s{{1,3}}(?P<scale>{_SCALE})(?![a-zA-Z]))?(?=[\s-]|[.,;:)]|\Z)",
    re.IGNORECASE,
)
"""Matches a number in words: three, a hundred, two million, one hundred and twenty-five, two and a half."""
_BLANKS = re.compile(r"[\s-]+")
_SEPARATOR = re.compile(r"[\s-]+(?:and\s+)?")


def numbers_in_words(text: str, start: int = 0, stop: int = sys.maxsize) -> Iterator[tuple[int, int, float]]:
    """Yield where each number in words begins and ends, and its value.

    Args:
        text: Clean text.
        start: Offset where the search begins.
        stop: Offset where it ends.

    >>> list(numbers_in_words("one hundred and five to two and a half "))
    [(0, 20, 105.0), (24, 38, 2.5)]
    """
    while m := NUMBER_WORD.search(text, start, stop):
        value, end = read_number_words(m)
        yield m.start(), end, value
        start = end


_LETTERS = bytes(code if 97 <= code <= 122 else 32 for code in range(256))
_BEFORE = re.compile(rf"\b(?:{_PART_OF_ONE}|an?\s{{1,3}})\Z", re.IGNORECASE)
_LONGEST_BEFORE = 20
_SCALE_WORDS = tuple(SCALES)


@lru_cache(maxsize=2)
def words_of(text: str) -> frozenset[bytes]:
    """Return the words of a text, in small letters, those of ASCII: several times as fast as a regular expression."""
    return frozenset(text.lower().encode("ascii", "replace").translate(_LETTERS).split())


def all_numbers_in_words(text: str) -> Iterator[tuple[int, int, float]]:
    """Yield what :func:`numbers_in_words` does, for a whole text and faster: most words are no number.

    Args:
        text: Clean text.
    """
    present = [word.decode() for word in _STARTS.intersection(words_of(text))]
    low = text.lower()
    if not present or len(low) != len(text):
        yield from numbers_in_words(text) if present else ()
        return
    places = sorted(at for word in present for at in _places(low, word))
    end = 0
    for at in places:
        if at < end:
            continue
        scaled = low.startswith(_SCALE_WORDS, at)
        before = _BEFORE.search(text, max(0, at - _LONGEST_BEFORE), at) if scaled else None
        m = NUMBER_WORD.match(text, before.start() if before else at) or NUMBER_WORD.match(text, at)
        if m is not None:
            value, end = read_number_words(m)
            yield m.start(), end, value


_STARTS = frozenset(word.encode() for word in (*COUNTS, *SCALES))


def _places(low: str, word: str) -> Iterator[int]:
    at = low.find(word)
    while at >= 0:
        yield at
        at = low.find(word, at + len(word))


def read_number_words(match: re.Match[str]) -> tuple[float, int]:
    """Return the value of a match of :data:`NUMBER_WORD`, and where it ends.

    Args:
        match: A match of the pattern.

    Returns:
        The number and the offset after its last word: where the words stop making one number (one two), it ends
        there.

    >>> [read_number_words(NUMBER_WORD.match(s)) for s in ("three ", "a hundred and twenty ", "two and a half ")]
    [(3.0, 5), (120.0, 20), (2.5, 14)]
    """
    text, position, end = match["words"].lower(), 0, match.end("words")
    total, group, last = 0.0, 0.0, 0.0
    smallest = float("inf")
    words = 0
    while position < len(text):
        gap = _SEPARATOR.match(text, position)
        start = gap.end() if gap else position
        word = re.compile(r"[a-z]+").match(text, start)
        assert word is not None, "the pattern matches words alone"
        value = COUNTS.get(word[0])
        if value is None:
            value = SCALES[word[0]]
            if words and value >= smallest:
                break
            if value > 100 or word[0] == "dozen":
                total += (group or (0.0 if total else 1.0)) * value
                group, smallest = 0.0, value
            else:
                group = (group or 1.0) * value
        elif words and not _adds(value, last, group, gap[0] if gap else ""):
            break
        else:
            group += value
        last, words, position = value, words + 1, word.end()
    value = total + group
    complete = position == len(text)
    if not complete:
        return value, match.start("words") + position
    if match["point"]:
        digits = "".join(str(int(COUNTS[w])) for w in re.findall("[a-z]+", match["point"].lower()))
        value, end = float(f"{int(value)}.{digits}"), match.end("point")
    if match["fraction"]:
        value, end = value + _FRACTIONS[match["fraction"].lower()], match.end("fraction")
    if match["part"]:
        value *= _PARTS_OF_A_SCALE[_BLANKS.sub(" ", match["part"].lower()).strip()]
    if match["scale"]:
        value, end = value * SCALES[match["scale"].lower()], match.end("scale")
    return value, end


def _adds(value: float, last: float, group: float, gap: str) -> bool:
    """True where a count goes on with the number before it: twenty-five, a hundred and five, but not five, six."""
    if last >= 100:
        return True
    if "and" in gap:
        return False
    return 20 <= last <= 90 and 0 < value < _BELOW_TEN and group % 10 == 0
