"""Where a sentence names something that it compares with."""

from __future__ import annotations

from dataclasses import dataclass

from claims.linking.phrases import Phrase


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place where a sentence names something that it compares with.

    Attributes:
        index: Index of the comparator's token.
        phrases: What is named there, in order.
        wide: True where it governs the clause (compared with), False where only the phrase before it (over).
        verb: True for the object of "outperforms".
        margin: True where "outperforms" has a number of its own, so that it says nothing of those before it.
        equal: True where equality is said (comparable to): a baseline for want of a better one.
        anywhere: True where it may stand after the number as well.
        only: Index of the one number that it belongs to, or None.
        relation: How it is named: than, over, outperform, whose part, ...
    """

    index: int
    phrases: tuple[Phrase, ...]
    wide: bool = False
    verb: bool = False
    margin: bool = False
    equal: bool = False
    anywhere: bool = False
    only: int | None = None
    relation: str = ""

    @property
    def text(self) -> str:
        """The names as one text, as they stand in the sentence."""
        if len(self.phrases) == 1:
            return self.phrases[0].text
        return ", ".join([p.text for p in self.phrases[:-1]]) + " and " + self.phrases[-1].text
