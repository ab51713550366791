"""What a construction answers of a number, and what a number says in the end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from claims.model import Change, Form, Role
from claims.numbers.quantity import Quantity
from claims.syntax.tokens import Direction

Says = Literal["change", "level", "amount", "share", "count", "rank"]
"""A level is on its metric's scale; an amount is a level that counts something: only 5.7M parameters."""
Span = tuple[int, int]


class Named(NamedTuple):
    """What a number is a number of.

    Attributes:
        metric: Id of the metric.
        span: Where the words stand that name it, None where none do.
    """

    metric: str
    span: Span | None = None


@dataclass(slots=True)
class Match:
    """What a construction takes a number, or each number of a list, to say; :mod:`claims.reading.meaning` reads it.

    Attributes:
        token: Index of the numbers' token.
        says: What sort of statement it is.
        name: Index of the token that names the metric, maybe a list as long as that of the numbers.
        word: Index of the word of change, which has a direction and perhaps a metric of its own.
        named: The metric where neither token tells it: what the construction is of, or words that no vocabulary has.
        direction: Where the metric goes, if no word of change says so.
        role: ``background`` where the construction says so.
        since: Index of the token of the value that it moves from, where that is told.
    """

    token: int
    says: Says
    name: int | None = None
    word: int | None = None
    named: Named | None = None
    direction: Direction | None = None
    role: Role | None = None
    since: int | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """The number is no claim, and no other construction shall take it for one.

    Attributes:
        reason: Why, in a few words for ``claims explain --why``.
    """

    reason: str


Answer = Match | Refused | None
"""What a construction answers: a match, a refusal, or nothing, which leaves the number to others."""


@dataclass(slots=True, kw_only=True)
class Reading:
    """What one number says, before its links are found.

    Attributes:
        quantity: The number.
        token: Index of its token in the sentence.
        member: Its place in a coordinated list, 0 for the first.
        form: See :class:`claims.model.Claim`.
        metric: Id of the metric.
        metric_span: Where the words stand that name it.
        change: Direction of the metric.
        unit: Unit of the claim.
        says: Where the words of a change say that things go; ``better`` and ``worse`` tell it for any metric.
        role: ``background`` where the construction says so.
        since: The value that it moves from, in the same unit, where that is told.
        rule: Name of the construction.
        first: Index of the first token that the construction used.
        last: Index of the last one.
        carried: True where metric and change come from the number before.
    """

    quantity: Quantity
    token: int
    member: int
    form: Form
    metric: str
    metric_span: Span | None
    change: Change
    unit: str
    says: Direction = "up"
    role: Role | None = None
    since: float | None = None
    rule: str = ""
    first: int = 0
    last: int = 0
    carried: bool = False
