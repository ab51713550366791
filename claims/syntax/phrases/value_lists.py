"""Lists of numbers, and which of them a phrase belongs to.

Numbers with nothing but commas, conjunctions and qualifiers between them are one list. What follows a list with no
verb, semicolon or relative pronoun between belongs to it, and so to none of the others.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from claims.syntax.phrases.words import Words

_BETWEEN = re.compile(r"[,c/]{1,2}[rP]{0,2}")
_BREAK = re.compile(r"[vb;s:]")


class ValueList(NamedTuple):
    """Numbers that stand side by side.

    Attributes:
        first: Place of the word of its first number.
        last: Place of that of its last number.
        size: How many there are.
    """

    first: int
    last: int
    size: int


def value_lists(words: Words) -> tuple[ValueList, ...]:
    """Return the lists of numbers of a sentence in order; a number alone is a list of one."""
    found: list[ValueList] = []
    for at in words.values:
        before = found[-1] if found else None
        if before is not None and _BETWEEN.fullmatch(words.codes, before.last + 1, at):
            found[-1] = ValueList(before.first, at, before.size + 1)
        else:
            found.append(ValueList(at, at, 1))
    return tuple(found)


def owners(words: Words, lists: Sequence[ValueList], places: Sequence[int]) -> list[int]:
    """Return for each place the number of the list that what begins there belongs to, -1 where it belongs to none.

    Args:
        words: The words of a sentence.
        lists: Its lists of numbers.
        places: Places of words.
    """
    if not lists:
        return [-1] * len(places)
    lasts = [values.last for values in lists]
    breaks = [
        m.start() if (m := _BREAK.search(words.codes, last + 1)) else len(words.codes) for last in lasts
    ]
    numbers = [bisect_left(lasts, at) - 1 for at in places]
    return [
        number if number >= 0 and at <= breaks[number] else -1
        for number, at in zip(numbers, places, strict=True)
    ]
