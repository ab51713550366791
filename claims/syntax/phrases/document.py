"""An abstract: its sentences, what each may hold, and the names that the paper presents."""

from __future__ import annotations

from collections.abc import Iterable

from claims.names.mentions import hardware_names
from claims.syntax.lexicon import lexicon
from claims.syntax.phrases.cue_words import cue
from claims.syntax.phrases.hints import Hints
from claims.syntax.phrases.own_names import own_data, presented
from claims.syntax.phrases.things import named_data
from claims.syntax.phrases.view import View
from claims.syntax.sentence import Sentence

_MOST = 16
"""Names that a paper presents: twice as many as any of 90,000 has. In a text without end, each number would look at all
of them."""
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
        hints: Where cues may stand.
        own_data: Names of the datasets and benchmarks that the paper presents, which its numbers apply to.
        names: Names of the paper's own systems, that of the title first.
        systems: The same in small letters.
        main: Name of the paper's own system, None where the abstract gives none.
        own_part: Number of the first sentence that speaks of the paper's own work.
        silent: Numbers of the sentences on the paper's own work that hold no claims.
    """

    __slots__ = (
        "_data", "_sentences", "_views", "claiming", "hints", "low", "main", "names", "own_data", "own_part", "silent",
        "spans", "systems", "text", "title",
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
        self._data: dict[int, tuple[str, ...]] = {}
        self.hints = Hints(text, self.low, spans)
        named = presented(text, self.low, self.title, self.hints)[:_MOST]
        self.own_data = own_data(text, self.title, named)
        self.names = [name for name in named if name not in self.own_data]
        self.systems = frozenset([name.lower() for name in self.names])
        self.main = self.names[0] if self.names else None
        self.own_part = min(self.hints.sentences("own_work"), default=0)
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

    def tells(self, index: int, name: str) -> bool:
        """True where a sentence has a word of a class of :data:`claims.syntax.phrases.hints.CUES`."""
        return index in self.hints.sentences(name)

    def has(self, index: int, name: str) -> bool:
        """True where a sentence has a word of a class of few words, which need no hints."""
        return cue(name).search(self.low, *self.spans[index]) is not None

    def names_own(self, view: View) -> bool:
        """True where a sentence names one of the paper's own systems."""
        return any(name in self.text[view.start : view.end] for name in self.names)

    def names_hardware(self, index: int) -> bool:
        """True where a sentence names hardware."""
        return self.tells(index, "platform") or any(hardware_names().spans(self.text, *self.spans[index]))

    def data_of(self, index: int) -> tuple[str, ...]:
        """Return the data sets and benchmarks that a sentence names, wherever they stand in it."""
        if index not in self._data:
            found = named_data(self.text, *self.spans[index])
            names = [name for _, name in found if name.lower() not in self.systems]
            self._data[index] = tuple(dict.fromkeys(names))
        return self._data[index]


def _lowered(text: str) -> str:
    """Return a text in small letters, with each letter at its offset."""
    low = text.lower()
    return low if len(low) == len(text) else "".join([c if len(c.lower()) > 1 else c.lower() for c in text])
