"""Regular expressions for long lists of fixed strings."""

from __future__ import annotations

import re
from collections.abc import Iterable


class _Node(dict[str, "_Node"]):
    """The strings that go on from here, by their first character; ``ends`` where one ends here."""

    ends = False


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
    root = _Node()
    for string in strings:
        node = root
        for char in string:
            node = node.setdefault(char, _Node())
        node.ends = True
    return _source(root, gap)


def _source(node: _Node, gap: str) -> str:
    branches: list[str] = []
    last: list[str] = []
    for char, child in sorted(node.items()):
        head = gap if char == " " else re.escape(char)
        if child or char == " ":
            branches.append(head + _source(child, gap))
        else:
            last.append(head)
    if len(last) == 1:
        branches += last
    elif last:
        branches.append("[" + "".join(last) + "]")
    if not branches:
        return ""
    single = len(branches) == 1
    if not node.ends:
        return branches[0] if single else "(?:" + "|".join(branches) + ")"
    atomic = single and bool(last)
    return (branches[0] if atomic else "(?:" + "|".join(branches) + ")") + "?"
