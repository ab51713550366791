"""The nouns of a review: a row as somebody wrote it, and the correction that it is once it has been checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRow:
    """A row of a sheet, not checked yet.

    Attributes:
        place: File and row, for messages.
        paper: Identifier of the paper, as it was written.
        quote: The number, verbatim.
        occurrence: 0 for the first place where it stands in the abstract.
        verdict: One of :data:`claims.judging.review.fields.VERDICTS`, ``undo``, or empty.
        values: The fields as they are given: cells of text, or values of JSON.
        read: The fields as the rules had read them when the sheet was written; None where it does not say.
        by: Who says so; empty where the row does not say.
        at: When; None where the row does not say.
        why: Why.
        free: Whether names may be others than those in the text.
        sentence: The sentence that was looked at; empty where the row does not say.
        digest: Hash of the abstract that was looked at; None where the row does not say.
    """

    place: str
    paper: str
    quote: str
    occurrence: int = 0
    verdict: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    read: Mapping[str, Any] | None = None
    by: str = ""
    at: datetime | None = None
    why: str = ""
    free: bool = False
    sentence: str = ""
    digest: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A row of which nothing is taken.

    Attributes:
        place: File and row.
        reason: What is wrong and what helps, on one line.
    """

    place: str
    reason: str

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}"


@dataclass(frozen=True, slots=True)
class PaperText:
    """The paper of a row, as the database has it today.

    Attributes:
        paper: Its number.
        paper_id: Its identifier.
        title: Its title.
        text: Number of its current abstract.
        abstract: That abstract.
        digest: Its hash.
    """

    paper: int
    paper_id: str
    title: str
    text: int
    abstract: str
    digest: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What somebody says of one number of a paper; the columns of the table ``corrections``.

    Attributes:
        row: What was written.
        paper: The paper it is about.
        verdict: One of :data:`claims.judging.review.fields.VERDICTS`.
        fields: Names of the fields that it changes, or gives for a missed claim.
        was: What the rules read; None for a missed claim.
        now: What it is.
        sentence: The sentence that was looked at.
        digest: Hash of the abstract that was looked at.
        span: Where the number stands in the current abstract; None where it no longer does.
        sentence_span: Where its sentence stands; None where a claim of the rules tells.
        state: ``placed``, ``moved`` or ``stale``.
    """

    row: SheetRow
    paper: PaperText
    verdict: str
    fields: tuple[str, ...]
    was: Mapping[str, Any] | None
    now: Mapping[str, Any]
    sentence: str
    digest: int
    span: tuple[int, int] | None
    sentence_span: tuple[int, int] | None
    state: str
