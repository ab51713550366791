"""An abstract as links see it: what is looked up in all of it, once, and only where a number needs it."""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from collections.abc import Iterable
from dataclasses import replace

from claims.linking.places import Place, places
from claims.names.mentions import hardware_names
from claims.phrases.cue_words import cue, words
from claims.phrases.hints import BIT, hints
from claims.phrases.own_names import own_data, presented
from claims.phrases.things import named_data
from claims.phrases.view import View
from claims.syntax.lexicon import lexicon
from claims.syntax.sentence import Sentence

_MOST = 16
"""Names, places and sentences that hold for an abstract as a whole: twice as many as any of 90,000 has. In a text
without end, each number would look at all of it."""
_LONGEST_TITLE = 1_000
"""Characters of a title; none of these papers has 250."""


class Document:
    """An abstract.

    Attributes:
        text: Clean text.
        low: The same in small letters.
        title: Title of the paper, or an empty string.
        spans: Start and end of each sentence.
        claiming: Numbers of the sentences that hold claims.
        hints: What each sentence may hold, see :data:`claims.phrases.hints.BIT`.
        own_data: Names of the datasets and benchmarks that the paper presents, which its numbers apply to.
        names: Names of the paper's own systems, that of the title first.
        systems: The same in small letters.
        main: Name of the paper's own system, None where the abstract gives none.
        own_part: Number of the first sentence that speaks of the paper's own work.
        silent: Numbers of the sentences on the paper's own work that hold no claims.
    """

    __slots__ = (
        "_data", "_found", "_lasting", "_machines", "_platforms", "_sentences", "_told", "_views", "claiming", "hints",
        "low", "main", "names", "own_data", "own_part", "silent", "spans", "systems", "text", "title",
    )  # fmt: skip

    def __init__(
        self,
        text: str,
        title: str,
        spans: list[tuple[int, int]],
        claiming: frozenset[int],
        sentences: Iterable[Sentence] = (),
    ) -> None:
        """Take an abstract.

        Args:
            text: Clean text.
            title: Title of the paper, or an empty string.
            spans: Start and end of each sentence.
            claiming: Numbers of the sentences that hold claims.
            sentences: Those that are built already; the others are built when they are asked for.
        """
        self.text = text
        self.low = _lowered(text)
        self.title = title[:_LONGEST_TITLE]
        self.spans = spans
        self.claiming = claiming
        self._sentences = {sentence.index: sentence for sentence in sentences}
        self._views: dict[int, View] = {}
        self._found: dict[int, list[Place]] = {}
        self._machines: dict[int, bool] = {}
        self._lasting: deque[tuple[int, Place]] = deque(maxlen=_MOST)
        self._told: list[int] | None = None
        self._platforms: list[tuple[int, str]] | None = None
        self._data: tuple[str, ...] | None = None
        self.hints = [hints(text[start:end]) for start, end in spans]
        named = presented(text, self.low, self.title, spans, self.hints)[:_MOST]
        self.own_data = own_data(text, self.title, named)
        self.names = [name for name in named if name not in self.own_data]
        self.systems = frozenset([name.lower() for name in self.names])
        self.main = self.names[0] if self.names else None
        self.own_part = next((i for i in range(len(spans)) if self._tells(i, "own_work")), 0)
        self.silent = [i for i in range(self.own_part, len(spans)) if i not in claiming]

    def view(self, index: int, sentence: Sentence | None = None) -> View:
        """Return the view of a sentence, which is built once.

        Args:
            index: Number of the sentence.
            sentence: The sentence, where the caller has it.
        """
        if index not in self._views:
            known = sentence or self._sentences.get(index)
            if known is None:
                known = Sentence(self.text, *self.spans[index], [], lexicon(), index)
            self._views[index] = View(known)
        return self._views[index]

    def _tells(self, index: int, name: str) -> bool:
        """True where a sentence has a word of a class, as ``schema/linking.toml`` has it in small letters."""
        hinted = self.hints[index] & BIT[name]
        return hinted != 0 and cue(name).search(self.low, *self.spans[index]) is not None

    def names_own(self, view: View) -> bool:
        """True where a sentence names one of the paper's own systems."""
        return any(name in self.text[view.start : view.end] for name in self.names)

    def _telling(self) -> list[int]:
        """Return the numbers of the sentences without claims that speak of an evaluation."""
        if self._told is None:
            self._told = [i for i in self.silent if self._tells(i, "evaluation")]
        return self._told

    def _places(self, index: int) -> list[Place]:
        """Return the places of a sentence without claims that may hold for others."""
        if index not in self._found:
            among = words("platform_prepositions") | words("on")
            self._found[index] = places(self.view(index), (), self.systems, among)
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
            for i in self._telling() if told else self.silent:
                if not (told or self._tells(i, "building")) or not self._has_hardware(i):
                    continue
                for place in self._places(i):
                    if place.preposition in words("platform_prepositions"):
                        found += [(i, name) for name in place.hardware if told or not name.islower()]
                if len(found) >= _MOST:
                    return found[:_MOST]
        return found

    def _has_hardware(self, index: int) -> bool:
        if index not in self._machines:
            self._machines[index] = self._finds_hardware(index)
        return self._machines[index]

    def _finds_hardware(self, index: int) -> bool:
        hinted, span = self.hints[index], self.spans[index]
        if hinted & BIT["hardware"] and any(hardware_names().spans(self.text, *span)):
            return True
        return bool(hinted & BIT["platform"]) and cue("platform").search(self.text, *span) is not None

    def keep(self, index: int, found: list[Place], first: int) -> None:
        """Remember the places of a sentence with claims that hold for the sentences after it, too.

        Args:
            index: Number of the sentence.
            found: Its places.
            first: Index of the token of its first number, which they stand before.
        """
        opens = not words("scene").isdisjoint(self.view(index).words[:3])
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
        lasting = [(i, place.workloads) for i, place in self._lasting if i < index and place.workloads]
        names = [name for i, found in lasting if i == lasting[-1][0] for name in found]
        if not names:
            telling = self._telling()
            before = bisect_left(telling, index)
            told = [i for i in telling[max(0, before - _MOST) : before] if self._tells(i, "on")]
            found = [place for i in told for place in self._places(i) if place.preposition in words("on")]
            names = [name for place in found for name in place.workloads]
        return tuple(dict.fromkeys(names)) or self.own_data or self.data

    @property
    def data(self) -> tuple[str, ...]:
        """Data sets and benchmarks that a sentence without claims uses, wherever they stand in it."""
        if self._data is None:
            self._data = self._find_data()
        return self._data

    def _find_data(self) -> tuple[str, ...]:
        for index in self.silent:
            hinted = self.hints[index]
            if not (hinted & DATA and self._tells(index, "use")):
                continue
            names = dict.fromkeys(name for _, name in named_data(self.text, *self.spans[index], hinted))
            found = tuple(name for name in names if name.lower() not in self.systems)
            if found:
                return found
        return ()


DATA = BIT["workload"] | BIT["named noun"]
"""Hints of names of data, as :func:`claims.phrases.things.named_data` finds them."""


def _lowered(text: str) -> str:
    """Return a text in small letters, with each letter at its offset."""
    low = text.lower()
    return low if len(low) == len(text) else "".join([c if len(c.lower()) > 1 else c.lower() for c in text])
