"""When two people contradict each other about one number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from claims.judging.review.fields import CORRECTABLE, equal


class Said(NamedTuple):
    """What somebody has said of a number.

    Attributes:
        by: Who.
        at: When.
        verdict: One of :data:`claims.judging.review.fields.VERDICTS`.
        fields: Names of the fields that were changed.
        now: What all fields are, as that person sees it.
        where: Paper and quote, for messages.
        place: File and row, where it comes from a sheet.
    """

    by: str
    at: datetime
    verdict: str
    fields: Sequence[str]
    now: Mapping[str, Any]
    where: str = ""
    place: str = ""


def settled(said: Said) -> Sequence[str]:
    """Return the fields that a person has settled: all of a claim that was looked at, or those that were changed."""
    if said.verdict in ("right", "missed") or (said.verdict == "wrong" and said.fields):
        return CORRECTABLE
    return said.fields


def conflict(one: Said, other: Said) -> str | None:
    """Return in words what two people contradict each other in; None where they do not.

    >>> at = datetime(2026, 1, 31)
    >>> conflict(Said("Ann", at, "no_claim", (), {}), Said("Bo", at, "right", (), {}))
    'no claim against right'
    """
    verdicts = {one.verdict, other.verdict}
    if verdicts == {"no_claim", "wrong"} and not one.fields and not other.fields:
        return None
    if len(verdicts) == 2 and "no_claim" in verdicts:
        return f"{_spoken(one)} against {_spoken(other)}"
    if verdicts == {"right", "wrong"} and not one.fields and not other.fields:
        return f"{_spoken(one)} against {_spoken(other)}"
    both = set(settled(one)) & set(settled(other))
    for name in CORRECTABLE:
        if name in both and not equal(one.now.get(name), other.now.get(name)):
            return f"{name} {_shown(one.now.get(name))} against {_shown(other.now.get(name))}"
    return None


def agree_on(one: Said, other: Said) -> bool:
    """Return whether two say exactly the same."""
    return (
        one.verdict == other.verdict
        and set(one.fields) == set(other.fields)
        and all(equal(one.now.get(name), other.now.get(name)) for name in CORRECTABLE)
    )


def _spoken(said: Said) -> str:
    return said.verdict.replace("_", " ")


def _shown(value: Any) -> str:
    if isinstance(value, list | tuple):
        return repr("; ".join(value)) if value else "none"
    return "none" if value is None else repr(value)
