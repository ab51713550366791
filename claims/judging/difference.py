"""What differs between two states of claims: gained, lost, and changed field by field.

A state is any set of claims of the same papers: the database after a run, what was accepted, what the
rules give now. Claims are one and the same where they stand in the same place of the same text. Where a
quote has grown or shrunk, they are one where the places overlap; where the paper has another text, where
the same quote stands there as often.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["gained", "lost", "changed"]
Why = Literal["other rules", "new text", "new paper", "paper gone"]

KINDS: tuple[Kind, ...] = ("gained", "lost", "changed")

_PLACES = frozenset({"start", "end", "occurrence", "sentence_start", "sentence_end"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A claim that a state holds.

    Attributes:
        paper: Identifier of its paper.
        text: What the text is known by: equal for equal texts of a paper.
        fields: The fields of the claim, as in :class:`claims.model.Claim`.
        sentence: The sentence that it stands in, where it is at hand.
        why: What would explain that the other state does not hold it.
    """

    paper: str
    text: object
    fields: Mapping[str, Any]
    sentence: str = ""
    why: Why = "other rules"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One field of a claim that has another value now.

    Attributes:
        field: Its name.
        before: Its value in the first state.
        after: Its value in the second.
    """

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A claim that only one of two states holds, or that they hold with different fields.

    Attributes:
        kind: ``gained``, ``lost`` or ``changed``.
        paper: Identifier of its paper.
        rule: Rule that gives it; for a lost claim, the rule that gave it.
        before: The claim in the first state; None where gained.
        after: The claim in the second state; None where lost.
        changes: For a changed claim, the fields that differ, in the order of the model.
        why: What brought it about: other rules, another text of the paper, another paper.
    """

    kind: Kind
    paper: str
    rule: str
    before: Held | None
    after: Held | None
    changes: tuple[Change, ...] = ()
    why: Why = "other rules"

    @property
    def shown(self) -> Held:
        """The claim as it is now, or as it was where it is gone."""
        held = self.after or self.before
        assert held is not None
        return held

    @property
    def fields(self) -> Mapping[str, Any]:
        """The fields of :attr:`shown`."""
        return self.shown.fields

    @property
    def sentence(self) -> str:
        """The sentence that the claim stands in."""
        return self.shown.sentence or (self.before.sentence if self.before else "")


def differences(before: Iterable[Held], after: Iterable[Held]) -> list[Difference]:
    """Compare two states of claims.

    Args:
        before: Claims of the first state. Those that both states hold alike may be left out of both.
        after: Claims of the second state.

    Returns:
        What differs, ordered by rule, paper and place; nothing where the states are equal.
    """
    found: list[Difference] = []
    old, new = _by_paper(before), _by_paper(after)
    for paper in old.keys() | new.keys():
        lost, gained = old.get(paper, []), new.get(paper, [])
        for was, now in _pairs(lost, gained):
            changes = _changes(was, now)
            if changes:
                found.append(
                    Difference(
                        kind="changed",
                        paper=paper,
                        rule=str(now.fields["rule"]),
                        before=was,
                        after=now,
                        changes=changes,
                        why="other rules" if was.text == now.text else "new text",
                    )
                )
        for held in lost:
            rule = str(held.fields["rule"])
            found.append(
                Difference(kind="lost", paper=paper, rule=rule, before=held, after=None, why=held.why)
            )
        for held in gained:
            rule = str(held.fields["rule"])
            found.append(
                Difference(kind="gained", paper=paper, rule=rule, before=None, after=held, why=held.why)
            )
    return sorted(found, key=lambda d: (d.rule, d.paper, d.fields["start"], KINDS.index(d.kind)))


def _by_paper(claims: Iterable[Held]) -> dict[str, list[Held]]:
    papers: dict[str, list[Held]] = defaultdict(list)
    for held in claims:
        papers[held.paper].append(held)
    for group in papers.values():
        group.sort(key=lambda held: (held.fields["start"], held.fields["end"]))
    return papers


def _pairs(lost: list[Held], gained: list[Held]) -> Iterator[tuple[Held, Held]]:
    """Take out of both lists, and yield, what is one claim: the surest signs first."""
    if not lost or not gained:
        return
    for same in (_same_place, _overlap, _same_quote):
        for was in tuple(lost):
            now = next((held for held in gained if same(was, held)), None)
            if now is not None:
                lost.remove(was)
                gained.remove(now)
                yield was, now


def _same_place(was: Held, now: Held) -> bool:
    return (
        was.text == now.text
        and was.fields["start"] == now.fields["start"]
        and was.fields["end"] == now.fields["end"]
    )


def _overlap(was: Held, now: Held) -> bool:
    return (
        was.text == now.text
        and was.fields["start"] < now.fields["end"]
        and now.fields["start"] < was.fields["end"]
    )


def _same_quote(was: Held, now: Held) -> bool:
    return (
        was.text != now.text
        and was.fields["quote"] == now.fields["quote"]
        and was.fields["occurrence"] == now.fields["occurrence"]
    )


def _changes(was: Held, now: Held) -> tuple[Change, ...]:
    # In another text a claim stands elsewhere: that says nothing about what it states.
    ignored = _PLACES if was.text != now.text else frozenset()
    return tuple(
        Change(field=name, before=was.fields.get(name), after=value)
        for name, value in now.fields.items()
        if name not in ignored and not _equal(was.fields.get(name), value)
    )


def _equal(a: Any, b: Any) -> bool:
    if isinstance(a, list | tuple) and isinstance(b, list | tuple):
        return tuple(a) == tuple(b)
    return bool(a == b)


def count_kinds(found: Sequence[Difference]) -> dict[Kind, int]:
    """Return how many claims were gained, lost and changed."""
    return {kind: sum(difference.kind == kind for difference in found) for kind in KINDS}


def by_rule(found: Sequence[Difference]) -> dict[str, list[Difference]]:
    """Return the differences under the names of their rules, in order of the names."""
    groups: dict[str, list[Difference]] = {}
    for difference in sorted(found, key=lambda difference: difference.rule):
        groups.setdefault(difference.rule, []).append(difference)
    return groups
