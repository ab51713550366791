"""What a sentence is made of, as rules see it: tokens, each with a kind and a meaning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from claims.numbers.quantity import Quantity

KINDS: dict[str, str] = {
    "QUANTITY": "Q", "MEASURE": "U", "NUMBER": "Z", "RANK": "R", "PART": "P",
    "METRIC": "M", "VERB": "V", "NOUN": "N", "ADJECTIVE": "A", "OUTPERFORM": "O", "ACHIEVE": "G", "BE": "=",
    "THAN": ">", "QUALIFIER": "q", "STATISTIC": "s", "BY": "b", "OF": "o", "IN": "i", "FROM": "f", "TO": "t",
    "ON": "n", "FOR": "r", "WITH": "h", "AT": "@", "AND": "&", "PER": "e", "ONLY": "j", "RELATIVE": "y",
    "CLAUSE": "K", "RESPECTIVELY": "z", "COMMA": ",", "OPEN": "(", "CLOSE": ")", "COLON": ":", "SEMICOLON": ";",
    "SLASH": "/", "WORD": "w",
}  # fmt: skip
"""Names of the kinds of token, as rules write them, and their codes."""

Direction = Literal["up", "down", "better", "worse"]


@dataclass(frozen=True, slots=True)
class Entry:
    """What a word or phrase of the vocabulary means.

    Attributes:
        code: Code of its kind of token.
        value: What it stands for: a metric's id, a bound, a statistic.
        direction: Where a word of change moves its metric.
        metric: The metric that a word of change itself measures (faster: speed).
        owner: True if that metric wins over one named beside the word.
    """

    code: str
    value: str = ""
    direction: Direction = "up"
    metric: str | None = None
    owner: bool = False


class Token:
    """A stretch of a sentence with its kind.

    Attributes:
        code: Code of the kind, see :data:`KINDS`.
        start: Offset in the text.
        end: Offset after it.
        entry: What it means, for words of the vocabulary.
        quantities: Empty, but for a :class:`ListToken`.
        metrics: Empty, but for a :class:`ListToken`.
        spans: Empty, but for a :class:`ListToken`.
        hedges: Empty, but for a :class:`ListToken`.
    """

    __slots__ = ("code", "end", "entry", "start")

    quantities: Sequence[Quantity] = ()
    metrics: Sequence[str] = ()
    spans: Sequence[tuple[int, int]] = ()
    hedges: Sequence[list[Token]] = ()

    def __init__(self, code: str, start: int, end: int, entry: Entry | None = None) -> None:
        self.code = code
        self.start = start
        self.end = end
        self.entry = entry

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.code} {self.start}:{self.end})"


class WordToken(Token):
    """A word of no vocabulary. Most tokens are such, so they are cheap to make: what they all share is set once."""

    __slots__ = ()

    code: str = "w"
    entry: Entry | None = None

    def __init__(self, start: int, end: int) -> None:
        self.start = start
        self.end = end


class ListToken(Token):
    """A quantity or a metric, which may stand for a coordinated list of them.

    Attributes:
        quantities: For quantities: the number, or the members of a coordinated list of numbers.
        metrics: For metrics: the ids, more than one for a coordinated list of metrics.
        spans: Where each member stands.
        hedges: For a list of quantities: the qualifiers and statistics right before each member but the first.
    """

    __slots__ = ("hedges", "metrics", "quantities", "spans")

    def __init__(
        self, code: str, start: int, end: int, entry: Entry | None = None, quantity: Quantity | None = None
    ) -> None:
        self.code = code
        self.start = start
        self.end = end
        self.entry = entry
        self.quantities: Sequence[Quantity] = () if quantity is None else (quantity,)
        self.metrics: Sequence[str] = (entry.value,) if entry is not None else ()
        self.spans: Sequence[tuple[int, int]] = ((start, end),)
        self.hedges: Sequence[list[Token]] = ([],)

    def join(self, members: Sequence[Token], hedges: list[list[Token]]) -> None:
        """Take in the other members of a coordinated list, each with what qualifies it."""
        every = (self, *members)
        self.quantities = [quantity for token in every for quantity in token.quantities]
        self.metrics = [metric for token in every for metric in token.metrics]
        self.spans = [span for token in every for span in token.spans]
        self.hedges = [*self.hedges, *hedges]
        self.end = members[-1].end
