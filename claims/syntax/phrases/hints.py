"""Where in an abstract cues may stand, found in one pass for all of their classes."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cache

from claims.syntax.phrases.cue_words import cue, cues
from claims.text.substrings import Substrings

CUES = ("own_work", "evaluation", "building", "use", "platform", "presents", "calls", "own")
"""Classes of words of ``schema/linking.toml`` that are searched for in whole abstracts."""


@cache
def _sought() -> Substrings:
    return Substrings(*(cues()[name].stems for name in CUES))


class Hints:
    """Where in a text the words of :data:`CUES` may begin: most sentences have none of a class."""

    __slots__ = ("_ends", "_places")

    def __init__(self, low: str, spans: Sequence[tuple[int, int]]) -> None:
        """Take a text.

        Args:
            low: Clean text in small letters.
            spans: Start and end of each sentence.
        """
        self._ends = [end for _, end in spans]
        found = _sought().places(low)
        self._places = {name: sorted([at for at, _ in each]) for name, each in zip(CUES, found, strict=True)}

    def found(self, name: str, text: str, start: int = 0, end: int | None = None) -> Iterator[re.Match[str]]:
        """Yield the words of a class in order, none of which goes on beyond its sentence; they do not overlap.

        Args:
            name: One of :data:`CUES`.
            text: The text, or the same in small letters.
            start: Where the first may begin.
            end: Where the last begins at most; anywhere where None.
        """
        places = self._places[name]
        if end is not None:
            places = places[bisect_left(places, start) : bisect_left(places, end)]
        last = start
        for at in places:
            m = cue(name).match(text, at, self._ends[bisect_right(self._ends, at)]) if at >= last else None
            if m is not None:
                yield m
                last = m.end()
