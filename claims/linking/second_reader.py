"""The second reader of links: what it says of the answers of the first, and what it answers where that is silent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Literal, NamedTuple

from claims.linking.candidates import Candidate, Candidates
from claims.linking.choice import Choice, Scored, choose, likeliest, scored, sharing
from claims.linking.features import FIELDS, METRIC
from claims.linking.links import OWN_SYSTEM, Links
from claims.linking.metric_names import OPEN, name_of_metric
from claims.linking.relations import ABOVE, BEFORE
from claims.model import WorkloadClass
from claims.names.same import same_thing
from claims.reading.match import Reading
from claims.syntax.phrases.document import Document
from claims.syntax.phrases.phrase_kinds import KINDS, kind_of_head
from claims.syntax.phrases.workload_classes import class_of_workload
from claims.syntax.sentence import Sentence

Agreement = Literal["both", "first", "differs", "second"]
"""Who gives a field: both the same, only the first reader, the first where the second differs, only the second."""

Found = tuple[float, Candidate] | None
"""The likeliest candidate that is the same thing as a name, with its probability; None where none is."""


class Given(NamedTuple):
    """What is given for a field.

    Attributes:
        names: The names.
        agreement: Who gives them.
        found: For each of them, the candidate that it is.
        by_first: Name of the relation by which the first reader gives them; empty where the second alone does.
    """

    names: tuple[str, ...]
    agreement: Agreement
    found: tuple[Found, ...]
    by_first: str

    @property
    def relation(self) -> str:
        """How the first name stands to the number: the second reader's word for it, else that of the first."""
        likely = self.found[0]
        return (likely[1].relation if likely else "") or self.by_first


@dataclass(slots=True)
class Answer:
    """What is known of a number when both readers have spoken.

    Attributes:
        links: The fields, those of the second reader where the first was silent.
        first: What the first reader says.
        given: What is given for each field that is not left empty.
        metric_name: The phrase that names the metric, in one spelling.
        workload_kind: What each workload is.
        reading: The reading of the number.
        candidates: All candidates of the number.
        scored: Those of each field, with their probabilities.
    """

    links: Links
    first: Links
    given: dict[str, Given]
    metric_name: str | None
    workload_kind: tuple[WorkloadClass, ...]
    reading: Reading
    candidates: Sequence[Candidate]
    scored: Sequence[Scored]


class SecondReader:
    """Reads the links of one abstract, sentence by sentence, in their order."""

    def __init__(self, document: Document) -> None:
        self._candidates = Candidates(document)

    def candidates(self, index: int, readings: Sequence[Reading]) -> list[list[Candidate]]:
        """Return what each number of a sentence may be linked to; the sentences come in their order.

        Args:
            index: Number of the sentence.
            readings: Its readings.
        """
        order = sorted(range(len(readings)), key=lambda i: readings[i].quantity.start)
        found = self._candidates.of(index, [readings[i] for i in order])
        return [each for _, each in sorted(zip(order, found, strict=True))]

    def read(
        self, sentence: Sentence, reading: Reading, first: Links, candidates: Sequence[Candidate]
    ) -> Answer:
        """Return what both readers make of a number.

        Args:
            sentence: Its sentence.
            reading: Its reading.
            first: What the first reader says of it.
            candidates: What it may be linked to, see :meth:`candidates`.
        """
        by_field = scored(candidates)
        each = {field: given(field, first, by_field, reading) for field in FIELDS}
        told = {field: found for field, found in each.items() if found is not None}
        links = first
        if any(found.agreement == "second" for found in told.values()):
            links = _links(first, {field: found.names for field, found in told.items()})
        likely = told["workload"].found if "workload" in told else ()
        kinds = [KINDS[found[1].phrase.kind] if found else "" for found in likely]
        return Answer(
            links=links,
            first=first,
            given=told,
            metric_name=name_of_metric(sentence, reading, _metric_candidates(by_field[METRIC], links)),
            workload_kind=tuple(map(class_of_workload, links.workload, kinds)),
            reading=reading,
            candidates=candidates,
            scored=by_field,
        )


def given(field: str, first: Links, by_field: Sequence[Scored], reading: Reading) -> Given | None:
    """Return what is given for a field: what the first reader says, else what the second chooses, else nothing.

    Args:
        field: The field.
        first: What the first reader says.
        by_field: The candidates of each field with their probabilities, those of the metric last.
        reading: The reading of the number.
    """
    column = FIELDS.index(field)
    candidates = by_field[column]
    if field == "subject":
        candidates = _possible_subjects(reading, candidates, by_field[METRIC])
    chosen = choose(column, _apart(field, first, candidates))
    names = names_of(first, field)
    if names and first.relations.get(field) == OWN_SYSTEM:
        # The paper's own system is meant for want of a name; a subject of the sentence's own goes before it.
        stated = _stated(column, names[0], candidates)
        names, chosen = ((), stated) if stated else (names, chosen)
    who: Agreement = "second"
    if not names:
        names = tuple(choice.candidate.name for choice in chosen)
    elif not chosen:
        who = "first"
    else:
        agreed = all(any(same_thing(name, choice.candidate.name) for choice in chosen) for name in names)
        who = "both" if agreed else "differs"
    if not names:
        return None
    by_first = "" if who == "second" else first.relations.get(field, "")
    return Given(names, who, tuple(likeliest(name, candidates) for name in names), by_first)


def _stated(column: int, own: str, subjects: Scored) -> list[Choice]:
    """Return the likeliest subject of the sentence's own that is not the paper's own system, where it may be one."""
    other = [
        each
        for each in subjects
        if (each[0] >= _STATED or _has_its_own(each[1], own))
        and each[1].is_subject
        and each[1].place == BEFORE
        and not same_thing(own, each[1].name)
    ]
    best = max(other, key=itemgetter(0), default=None)
    return [Choice(best[1], best[0])] if best else []


def _has_its_own(candidate: Candidate, own: str) -> bool:
    """True for what has a value beside the paper's own system, and is not its long form: EXISTING MODELS need 2 s."""
    phrase, words = candidate.phrase, candidate.name.lower().split()
    kinds = {KINDS[phrase.kind], kind_of_head(words[-1])}
    letters = "".join(word[0] for word in words)[:_LETTERS]
    told = phrase.is_named if "system" in kinds - {"prior"} else phrase.is_told_apart
    return told and kinds <= _BESIDE_OWN and not own.lower().startswith(letters)


_BESIDE_OWN = frozenset({"model", "kernel", "named kernel", "prior", "system"})
_LETTERS = 3
_STATED = 0.5
_METRIC = 0.1
"""From which probability on a phrase is the metric where no words are known to name it."""


def _possible_subjects(reading: Reading, subjects: Scored, metric: Scored) -> Scored:
    """Return the candidates that may be the subject: what names the metric is what changes, and not what changes it."""
    if reading.role == "background":  # "X raises it FROM 84%": the value is not that of X
        subjects = [each for each in subjects if not each[1].is_subject]
    named: list[Candidate] = []
    if reading.metric_span is not None:
        named = [candidate for _, candidate in sharing(metric, *reading.metric_span)]
    elif reading.metric in OPEN:
        likely = max(metric, key=itemgetter(0), default=None)
        named = [likely[1]] if likely is not None and likely[0] > _METRIC else []
    return [each for each in subjects if each[1] not in named]


def _apart(field: str, links: Links, candidates: Scored) -> Scored:
    """Return the candidates for what the first reader leaves empty: what has one part in a result has no other."""
    if field == "subject" and links.role == "background":
        return [each for each in candidates if KINDS[each[1].phrase.kind] != OWN_SYSTEM]
    if field == "subject" and links.subject is None and links.relations.get(field) == OWN_SYSTEM:
        # "X reaches 70%, but our model reaches"
        return [each for each in candidates if each[1].place != ABOVE]
    taken = [name for other in _PARTS.get(field, ()) if (name := getattr(links, other))]
    if not taken or names_of(links, field):
        return candidates
    return [each for each in candidates if not any(each[1].name in name for name in taken)]


_PARTS = {"subject": ("baseline",), "baseline": ("subject",), "workload": ("subject", "baseline")}
"""The fields whose name each field cannot have."""


def _metric_candidates(candidates: Scored, links: Links) -> Scored:
    """Return the candidates for the name of a metric: what a result is of, or compared with, names none."""
    return [each for each in candidates if each[1].name not in (links.subject, links.baseline)]


def names_of(links: Links, field: str) -> tuple[str, ...]:
    """Return the names that a field of links holds."""
    value: str | tuple[str, ...] | None = getattr(links, field)
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else value


def _links(first: Links, names: dict[str, tuple[str, ...]]) -> Links:
    """Return links with the names that are given for each field."""
    return Links(
        subject=next(iter(names.get("subject", ())), None),
        baseline=next(iter(names.get("baseline", ())), None),
        hardware=names.get("hardware", ()),
        workload=names.get("workload", ()),
        role=first.role,
        relations=first.relations,
    )
