"""What holds for the results of a paper as a whole: where they were obtained, and on what."""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from dataclasses import replace

from claims.syntax.phrases.cue_words import words
from claims.syntax.phrases.document import Document
from claims.syntax.phrases.places import Place, places

_MOST = 16
"""Names, places and sentences that hold for an abstract as a whole: twice as many as any of 90,000 has. In a text
without end, each number would look at all of it."""


class Evaluation:
    """The platforms and workloads that an abstract tells of once, for the numbers of later sentences."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._found: dict[int, list[Place]] = {}
        self._lasting: deque[tuple[int, Place]] = deque(maxlen=_MOST)
        self._told: list[int] | None = None
        self._platforms: list[tuple[int, str]] | None = None
        self._data: tuple[str, ...] | None = None

    def _telling(self) -> list[int]:
        """Return the numbers of the sentences without claims that speak of an evaluation."""
        if self._told is None:
            self._told = [i for i in self._document.silent if self._document.tells(i, "evaluation")]
        return self._told

    def _places(self, index: int) -> list[Place]:
        """Return the places of a sentence without claims that may hold for others."""
        if index not in self._found:
            among = words("platform_prepositions") | words("on")
            self._found[index] = places(self._document.view(index), (), self._document.systems, among)
        return self._found[index]

    @property
    def platforms(self) -> list[tuple[int, str]]:
        """Hardware that the paper is evaluated on, and named hardware that it is built for, each with its sentence."""
        if self._platforms is None:
            self._platforms = self._find_platforms()
        return self._platforms

    def _find_platforms(self) -> list[tuple[int, str]]:
        found: list[tuple[int, str]] = []
        for told in (True, False):
            for i in self._telling() if told else self._document.silent:
                if not (told or self._document.tells(i, "building")) or not self._document.names_hardware(i):
                    continue
                for place in self._places(i):
                    if place.preposition in words("platform_prepositions"):
                        found += [(i, name) for name in place.hardware if told or not name.islower()]
                if len(found) >= _MOST:
                    return found[:_MOST]
        return found

    def keep(self, index: int, found: list[Place], first: int) -> None:
        """Remember the places of a sentence with claims that hold for the sentences after it, too.

        Args:
            index: Number of the sentence.
            found: Its places.
            first: Index of the token of its first number, which they stand before.
        """
        opens = not words("scene").isdisjoint(self._document.view(index).words[:3])
        for place in found:
            if place.index < first and (opens or place.preposition in words("on")):
                self._lasting.append((index, place if opens else replace(place, workloads=[])))

    def hardware(self, index: int) -> tuple[str, ...]:
        """Return the platforms that hold for the results of a sentence, which it or one before it names.

        Args:
            index: Number of the sentence.
        """
        lasting = [name for i, place in self._lasting if i < index for name in place.hardware]
        platforms = [name for i, name in self.platforms if i < index]
        return tuple(dict.fromkeys(lasting + platforms))

    def workloads(self, index: int) -> tuple[str, ...]:
        """Return the workloads of the evaluation that a sentence reports on.

        Args:
            index: Number of the sentence.
        """
        lasting = [(i, place.workloads) for i, place in self._lasting if place.workloads]
        names = [name for i, found in lasting if i == lasting[-1][0] for name in found]
        if not names:
            telling = self._telling()
            before = bisect_left(telling, index)
            told = [i for i in telling[max(0, before - _MOST) : before] if self._document.has(i, "on")]
            found = [place for i in told for place in self._places(i) if place.preposition in words("on")]
            names = [name for place in found for name in place.workloads]
        return tuple(dict.fromkeys(names)) or self._document.own_data or self.data

    @property
    def data(self) -> tuple[str, ...]:
        """Data sets and benchmarks that a sentence without claims uses, wherever they stand in it."""
        if self._data is None:
            self._data = self._find_data()
        return self._data

    def _find_data(self) -> tuple[str, ...]:
        using = (i for i in self._document.silent if self._document.tells(i, "use"))
        return next(filter(None, map(self._document.data_of, using)), ())
