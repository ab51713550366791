"""Regular expressions for long lists of fixed strings."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter
from os.path import commonprefix


def alternation(strings: Iterable[str], *, gap: str = " ") -> str:
    """Return the source of a pattern that matches any of the strings, the longest where several fit.

    The pattern is a trie: a matcher looks at each character once, however many strings there are. It has no
    groups that capture, and works with ``re`` and ``regex`` alike.

    Args:
        strings: The strings to match, literally.
        gap: Pattern source that takes the place of each blank in them.

    >>> alternation(["ms", "min", "m"])
    'm(?:in|s)?'
    """
    return _source(sorted(set(strings)), gap)


def _source(strings: list[str], gap: str) -> str:
    """Return the source for sorted strings; an empty one, which comes first, makes the others optional."""
    may_end = strings[:1] == [""]
    branches: list[str] = []
    single: list[str] = []
    for _, group in groupby(strings[1:] if may_end else strings, key=itemgetter(0)):
        some = list(group)
        # What the first and the last of them share, those between share too.
        shared = some[0]
        if len(some) > 1:
            shared = commonprefix((some[0], some[-1]))  # noqa: RUF071 - characters are what is meant
        rest = [string[len(shared) :] for string in some]
        head = re.escape(shared).replace(r"\ ", gap)
        if rest != [""]:
            branches.append(head + _source(rest, gap))
        elif len(shared) > 1 or shared == " ":
            branches.append(head)
        else:
            single.append(head)
    if len(single) == 1:
        branches += single
    elif single:
        branches.append("[" + "".join(single) + "]")
    if not branches:
        return ""
    alone = len(branches) == 1
    if not may_end:
        return branches[0] if alone else "(?:" + "|".join(branches) + ")"
    atomic = alone and bool(single)
    return (branches[0] if atomic else "(?:" + "|".join(branches) + ")") + "?"
