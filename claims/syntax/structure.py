"""The structure of one sentence: words, noun phrases with kinds, lists of numbers, clauses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from claims.syntax.chunks import Chunk, chunks
from claims.syntax.clauses import clause_numbers
from claims.syntax.phrase_kinds import phrase_kinds
from claims.syntax.value_lists import ValueList, owner, value_lists
from claims.syntax.words import Span, Words


class Structure:
    """A sentence taken apart, once, for all who ask what belongs to what.

    Attributes:
        words: Its words.
        chunks: Its noun phrases in order.
        kinds: For each of them, the number of its kind in :data:`claims.syntax.phrase_kinds.KINDS`.
        lists: Its lists of numbers in order.
        clauses: For each word, the number of its clause.
        owners: For each noun phrase, the number of the list of numbers that it belongs to, -1 where to none.
        sizes: For each coordinated series of noun phrases, its length.
    """

    __slots__ = ("chunks", "clauses", "kinds", "lists", "owners", "sizes", "words")

    def __init__(
        self, text: str, span: Span, numbers: Sequence[Span] = (), own: frozenset[str] = frozenset()
    ) -> None:
        words = Words(text, *span, numbers)
        self.words = words
        self.chunks: tuple[Chunk, ...] = chunks(words)
        self.kinds = phrase_kinds(words, self.chunks, own)
        self.lists: tuple[ValueList, ...] = value_lists(words)
        self.clauses = clause_numbers(words)
        lists = self.lists
        self.owners = [
            owner(words, lists, chunk.preposition if chunk.preposition >= 0 else chunk.first)
            for chunk in self.chunks
        ]
        self.sizes = Counter([chunk.series for chunk in self.chunks])

    def list_of(self, value: int) -> int:
        """Return the number of the list that holds the number at a word."""
        for number, values in enumerate(self.lists):
            if values.first <= value <= values.last:
                return number
        raise ValueError(f"no number stands at word {value}")
