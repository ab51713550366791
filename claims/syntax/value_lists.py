"""Lists of numbers, and which of them a phrase belongs to.

Numbers with nothing but commas, conjunctions and qualifiers between them are one list. What follows a list with no
verb, semicolon or relative pronoun between belongs to it, and so to none of the others.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from claims.syntax.words import Words

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


def owner(words: Words, lists: tuple[ValueList, ...], at: int) -> int:
    """Return the number of the list that what begins at a word belongs to, -1 where it belongs to none."""
    number = -1
    for index, values in enumerate(lists):
        if values.last < at:
            number = index
    if number < 0 or _BREAK.search(words.codes, lists[number].last + 1, at):
        return -1
    return number
