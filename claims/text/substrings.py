"""Many substrings, all of them searched for in one pass."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ahocorasick_rs import AhoCorasick, Implementation

_HALF_PAIR = re.compile(r"[\ud800-\udfff]")


class Substrings:
    """Groups of substrings, and where they stand in a text, whatever stands beside them.

    A substring may be in several groups.

    >>> Substrings(["order", "half"], ["rd"]).places("half of the order")
    [[(0, 'half'), (12, 'order')], [(13, 'rd')]]
    """

    def __init__(self, *groups: Iterable[str]) -> None:
        """Take the groups, each of substrings that are not empty."""
        members: dict[str, list[int]] = {}
        for number, group in enumerate(groups):
            for substring in dict.fromkeys(group):
                members.setdefault(substring, []).append(number)
        self._substrings = list(members)
        self._groups = list(members.values())
        self._size = len(groups)
        self._automaton = AhoCorasick(self._substrings, implementation=Implementation.DFA)

    def places(self, text: str) -> list[list[tuple[int, str]]]:
        """Return for each group where which of its substrings begin, in the order of their ends."""
        found: list[list[tuple[int, str]]] = [[] for _ in range(self._size)]
        for index, start, _ in self._found(text):
            for group in self._groups[index]:
                found[group].append((start, self._substrings[index]))
        return found

    def _found(self, text: str) -> list[tuple[int, int, int]]:
        try:
            return self._automaton.find_matches_as_indexes(text, overlapping=True)
        except UnicodeEncodeError:  # half of a surrogate pair, which no other language takes
            return self._automaton.find_matches_as_indexes(_HALF_PAIR.sub("?", text), overlapping=True)
