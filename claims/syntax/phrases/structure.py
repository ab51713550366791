"""The structure of one sentence: words, noun phrases with kinds, lists of numbers, clauses."""

from __future__ import annotations

from collections.abc import Sequence

from claims.syntax.phrases.chunks import Chunk, chunks
from claims.syntax.phrases.clauses import clause_numbers
from claims.syntax.phrases.phrase_kinds import phrase_kinds
from claims.syntax.phrases.value_lists import owners, value_lists
from claims.syntax.phrases.words import Span, Words


class Phrases:
    """The noun phrases of a sentence.

    Attributes:
        words: Its words.
        chunks: Its noun phrases in order.
        kinds: For each of them, the number of its kind in :data:`claims.syntax.phrases.phrase_kinds.KINDS`.
    """

    __slots__ = ("chunks", "kinds", "words")

    def __init__(
        self, text: str, span: Span, numbers: Sequence[Span] = (), own: frozenset[str] = frozenset()
    ) -> None:
        self.words = Words(text, *span, numbers)
        self.chunks: list[Chunk] = chunks(self.words)
        self.kinds = phrase_kinds(self.words, self.chunks, own)


class Structure(Phrases):
    """A sentence with numbers taken apart, once, for all who ask what belongs to what.

    Attributes:
        lists: Its lists of numbers in order.
        clauses: For each word, the number of its clause.
        owners: For each noun phrase, the number of the list of numbers that it belongs to, -1 where to none.
    """

    __slots__ = ("clauses", "lists", "owners")

    def __init__(
        self, text: str, span: Span, numbers: Sequence[Span] = (), own: frozenset[str] = frozenset()
    ) -> None:
        super().__init__(text, span, numbers, own)
        words = self.words
        lists = self.lists = value_lists(words)
        self.clauses = clause_numbers(words)
        self.owners = owners(
            words, lists, [c.first if c.preposition < 0 else c.preposition for c in self.chunks]
        )

    def list_of(self, value: int) -> int:
        """Return the number of the list that holds the number at a word."""
        for number, values in enumerate(self.lists):
            if values.first <= value <= values.last:
                return number
        raise ValueError(f"no number stands at word {value}")
