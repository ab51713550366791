"""Patterns that are sought in all of a paper's text, from where the words that they begin with stand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claims.text.substrings import Substrings

_ALTERNATIVES = re.compile(r"\(\?:")
_CLASS = re.compile(r"\[([A-Za-z]+)\]")
_LETTER = re.compile("[A-Za-z ]")
_OPTIONAL = "?*{"


class Sought:
    r"""A regular expression that begins with words: ``\b[Oo]ur\s``, ``\b(?:called|named)\s``.

    The engine of Python tries such a pattern at each character; looking up its words first is several times faster.

    Args:
        pattern: The expression; each alternative of its first group begins with a letter.

    Attributes:
        pattern: The expression.
        words: What its matches begin with, in small letters where case does not count.
    """

    def __init__(self, pattern: str) -> None:
        self.pattern = re.compile(pattern)
        self._folded = bool(self.pattern.flags & re.IGNORECASE)
        found = _beginnings(pattern.removeprefix("(?i)").removeprefix(r"\b"))
        words = sorted({each.casefold() if self._folded else each for each in found}, key=len)
        self.words = [w for i, w in enumerate(words) if not any(w.startswith(v) for v in words[:i])]
        self._places = Substrings(self.words)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Yield what ``re.finditer`` does."""
        plain = text.lower() if self._folded else text
        if len(plain) != len(text):  # a small letter that takes two characters
            yield from self.pattern.finditer(text)
            return
        end = 0
        for at in sorted(at for at, _ in self._places.places(plain)[0]):
            if at >= end and (m := self.pattern.match(text, at)) is not None:
                yield m
                end = m.end()


def _beginnings(pattern: str) -> list[str]:
    r"""Return the letters that the matches of a pattern begin with.

    >>> _beginnings(r"(?:[Oo]ur|corpus|(?:test|dev) sets?)\s")
    ['Our', 'our', 'corpus', 'test', 'dev']
    """
    if _ALTERNATIVES.match(pattern):
        return [each for part in _alternatives(pattern) for each in _beginnings(part)]
    found = [""]
    at = 0
    while at < len(pattern) and (m := _CLASS.match(pattern, at) or _LETTER.match(pattern, at)):
        if pattern[m.end() : m.end() + 1] and pattern[m.end()] in _OPTIONAL:
            break
        found = [each + letter for each in found for letter in m[m.lastindex or 0]]
        at = m.end()
    if not found[0]:
        raise ValueError(f"no letter begins {pattern!r}")
    return found


def _alternatives(pattern: str) -> list[str]:
    """Return the alternatives of the group that a pattern begins with."""
    out, depth, begun = [], 1, 3
    for at in range(3, len(pattern)):
        depth += {"(": 1, ")": -1}.get(pattern[at], 0)
        if depth == 0 or (depth == 1 and pattern[at] == "|"):
            out.append(pattern[begun:at])
            begun = at + 1
        if depth == 0:
            break
    return out
