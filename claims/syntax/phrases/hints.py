"""Where in an abstract cues may stand, found in one pass for all of their classes."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache

from claims.syntax.phrases.cue_words import cue, cues
from claims.text.substrings import Substrings

CUES = ("own_work", "evaluation", "building", "use", "platform", "presents", "calls", "own")
"""Classes of words of ``schema/linking.toml`` that are searched for in whole abstracts."""

_IN_SMALL_LETTERS = frozenset({"own_work", "evaluation", "building", "use"})
"""Those that count however they are written."""


@cache
def _sought() -> Substrings:
    return Substrings(*(cues()[name].stems for name in CUES))


class Hints:
    """Where in a text the words of :data:`CUES` stand: most sentences have none of a class."""

    __slots__ = ("_ends", "_places", "_told", "_written")

    def __init__(self, text: str, low: str, spans: Sequence[tuple[int, int]]) -> None:
        """Take a text.

        Args:
            text: Clean text.
            low: The same in small letters, each at its offset.
            spans: Start and end of each sentence.
        """
        self._written = {name: low if name in _IN_SMALL_LETTERS else text for name in CUES}
        self._ends = [end for _, end in spans]
        found = _sought().places(low)
        self._places = {name: sorted([at for at, _ in each]) for name, each in zip(CUES, found, strict=True)}
        self._told: dict[str, frozenset[int]] = {}

    def found(self, name: str) -> list[re.Match[str]]:
        """Return the words of a class in order, none of which goes on beyond its sentence; they do not overlap.

        Args:
            name: One of :data:`CUES`.
        """
        pattern, text, last = cue(name), self._written[name], 0
        found: list[re.Match[str]] = []
        for at in self._places[name]:
            m = pattern.match(text, at, self._ends[bisect_right(self._ends, at)]) if at >= last else None
            if m is not None:
                found.append(m)
                last = m.end()
        return found

    def sentences(self, name: str) -> frozenset[int]:
        """Return the numbers of the sentences that have a word of a class."""
        if name not in self._told:
            self._told[name] = frozenset([bisect_right(self._ends, m.start()) for m in self.found(name)])
        return self._told[name]
