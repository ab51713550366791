"""The second reader of links: what it says of the answers of the first, and what it answers where that is silent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from claims.linking.candidates import Candidate, Candidates, Number
from claims.linking.choice import Scored, choose, likeliest, same_thing, scored
from claims.linking.confidence import Surroundings, confidence_of, core_features, link_features
from claims.linking.document import Document
from claims.linking.features import FIELDS, METRIC
from claims.linking.links import OWN_SYSTEM, Links
from claims.linking.metric_names import name_of_metric
from claims.linking.workload_classes import class_of_workload
from claims.model import Bound, WorkloadClass
from claims.phrases.phrase_kinds import KINDS
from claims.reading.confidence import confidence
from claims.reading.match import Reading

Agreement = Literal["both", "first", "differs", "second"]
"""Who gives a field: both the same, only the first reader, the first where the second differs, only the second."""


Marks = tuple[Bound, str | None]
"""Bound and statistic of a number."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known of a number when both readers have spoken.

    Attributes:
        links: The fields, those of the second reader where the first was silent.
        relation: For each field that is given, how its name stands to the number: the second reader's word for it,
            else that of the first.
        agreement: For each field that is given, who gives it.
        confidence: For each field that is given, how often such fields are right.
        core: How often form, metric, direction, bound and statistic of such a claim are right.
        metric_name: The phrase that names the metric, in one spelling.
        workload_kind: What each workload is.
        reading: The reading of the number.
        around: What stands around it.
        candidates: All candidates of the number.
    """

    links: Links
    relation: dict[str, str]
    agreement: dict[str, Agreement]
    confidence: dict[str, float]
    core: float
    metric_name: str | None
    workload_kind: tuple[WorkloadClass, ...]
    reading: Reading
    around: Surroundings
    candidates: Sequence[Candidate]


class SecondReader:
    """Reads the links of one abstract, sentence by sentence, in their order."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._text = document.text
        self._candidates = Candidates(document)

    def candidates(self, index: int, readings: Sequence[Reading]) -> list[list[Candidate]]:
        """Return what each number of a sentence may be linked to; the sentences come in their order.

        Args:
            index: Number of the sentence.
            readings: Its readings.
        """
        order = _in_order(readings)
        found = self._candidates.of(index, [_number(readings[i]) for i in order])
        return [each for _, each in sorted(zip(order, found, strict=True))]

    def read(
        self,
        index: int,
        readings: Sequence[Reading],
        links: Sequence[Links],
        marks: Sequence[Marks],
        candidates: Sequence[Sequence[Candidate]],
    ) -> list[Answer]:
        """Return what both readers make of the numbers of a sentence.

        Args:
            index: Number of the sentence.
            readings: Its readings.
            links: What the first reader says of each.
            marks: Bound and statistic of each.
            candidates: What each may be linked to, see :meth:`candidates`.
        """
        low = self._sentence(index)
        order = _in_order(readings)
        around = {i: Surroundings(position, len(order), *marks[i], low) for position, i in enumerate(order)}
        return [
            self._answer(reading, links[i], candidates[i], around[i]) for i, reading in enumerate(readings)
        ]

    def _sentence(self, index: int) -> str:
        return self._document.low[slice(*self._document.spans[index])]

    def _answer(
        self, reading: Reading, links: Links, candidates: Sequence[Candidate], around: Surroundings
    ) -> Answer:
        """Return the answer for one number, given what stands around it."""
        by_field = scored(candidates)
        relation: dict[str, str] = {}
        agreement: dict[str, Agreement] = {}
        sure: dict[str, float] = {}
        given: dict[str, tuple[str, ...]] = {}
        for field, name in enumerate(FIELDS):
            open_to = _apart(name, links, by_field[field])
            first = () if _yields(name, links, open_to) else names_of(links, name)
            names, who = settled(field, first, open_to)
            if not names or who is None:
                continue
            given[name] = names
            agreement[name] = who
            found = [likeliest(each, by_field[field]) for each in names]
            likely = found[0]
            relation[name] = (likely[1].relation if likely else "") or links.relations.get(name, "")
            by_first = relation_of_first(links, name, who)
            features = link_features(found, by_first, links.role, by_field[field], reading)
            sure[name] = confidence_of(field, features)
        if "second" in agreement.values():
            links = _with(links, given)
        core = core_features(reading, confidence(reading), by_field[METRIC], around)
        return Answer(
            links=links,
            relation=relation,
            agreement=agreement,
            confidence=sure,
            core=confidence_of(len(FIELDS), core),
            metric_name=name_of_metric(self._text, reading, by_field[METRIC]),
            workload_kind=tuple(class_of_workload(name, by_field[_WORKLOAD]) for name in links.workload),
            reading=reading,
            around=around,
            candidates=candidates,
        )


def _yields(field: str, links: Links, candidates: Scored) -> bool:
    """True where the paper's own system is meant for want of a name, and the sentence has a subject of its own."""
    if links.relations.get(field) != OWN_SYSTEM:
        return False
    chosen = choose(FIELDS.index(field), candidates)
    return bool(chosen) and chosen[0].probability >= _STATED and chosen[0].candidate.is_subject


_STATED = 0.6


def _apart(field: str, links: Links, candidates: Scored) -> Scored:
    """Return the candidates for what the first reader leaves empty: nothing is compared with itself."""
    if field == "subject" and links.role == "background":
        return [each for each in candidates if KINDS[each[1].phrase.kind] != OWN_SYSTEM]
    other = {"subject": links.baseline, "baseline": links.subject}.get(field)
    if other is None or names_of(links, field):
        return candidates
    return [each for each in candidates if each[1].name != other]


def _in_order(readings: Sequence[Reading]) -> list[int]:
    return sorted(range(len(readings)), key=lambda i: readings[i].quantity.start)


def _number(reading: Reading) -> Number:
    return Number(reading.quantity.start, reading.quantity.end, reading.form, reading.metric)


_WORKLOAD = FIELDS.index("workload")


def settled(
    field: int, first: tuple[str, ...], candidates: Scored
) -> tuple[tuple[str, ...], Agreement | None]:
    """Return the names of a field and who gives them: the first reader, else the second, else nobody (None).

    Args:
        field: Number of the field.
        first: What the first reader gives.
        candidates: The candidates of the field with their probabilities.
    """
    chosen = choose(field, candidates)
    if not first:
        return tuple(choice.candidate.name for choice in chosen), "second" if chosen else None
    if not chosen:
        return first, "first"
    agreed = all(any(same_thing(name, choice.candidate.name) for choice in chosen) for name in first)
    return first, "both" if agreed else "differs"


def relation_of_first(links: Links, field: str, who: Agreement) -> str:
    """Return the relation by which the first reader gives a field, empty where the second alone gives it."""
    return "" if who == "second" else links.relations.get(field, "")


def names_of(links: Links, field: str) -> tuple[str, ...]:
    """Return the names that a field of links holds."""
    value: str | tuple[str, ...] | None = getattr(links, field)
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else value


def _with(links: Links, given: dict[str, tuple[str, ...]]) -> Links:
    """Return links with the names that are given for each field."""
    return Links(
        subject=next(iter(given.get("subject", ())), None),
        baseline=next(iter(given.get("baseline", ())), None),
        hardware=given.get("hardware", ()),
        workload=given.get("workload", ()),
        role=links.role,
        relations=links.relations,
    )
