"""Links: what each number is compared with, where it was obtained, and whose it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from claims.linking.baselines import CHANGES, baselines
from claims.linking.comparisons import anchors
from claims.linking.described import (
    acted_on,
    contrasted,
    embodied,
    mentioned,
    one_each,
    topic,
    translation,
    undertaken,
)
from claims.linking.document import Document
from claims.linking.places import places
from claims.linking.roles import role, theirs
from claims.linking.scope import attach, kernel, share
from claims.linking.subjects import subjects
from claims.linking.workloads import of_objects
from claims.model import Role
from claims.reading.rule import Reading
from claims.syntax.sentence import Sentence


@dataclass(frozen=True, slots=True)
class Links:
    """The fields of a claim that other places of its abstract decide.

    Attributes:
        subject: Name of the system that has the value.
        baseline: What it is compared with.
        hardware: Where it was obtained.
        workload: What it applies to.
        role: ``result`` or ``background``.
        relations: For each field that is given, the relation between number and name that gave it: "than",
            "on phrase", "platform of the evaluation".
    """

    subject: str | None = None
    baseline: str | None = None
    hardware: tuple[str, ...] = ()
    workload: tuple[str, ...] = ()
    role: Role = "result"
    relations: dict[str, str] = field(default_factory=dict, compare=False)


def link(document: Document, sentence: Sentence, readings: list[Reading]) -> list[Links]:
    """Find the links of the numbers of one sentence.

    Args:
        document: The abstract.
        sentence: One of its sentences.
        readings: The readings of that sentence, in order.

    Returns:
        One set of links for each reading.
    """
    found = anchors(sentence, readings)
    compared = baselines(sentence, readings, found)
    if not found:
        before = document.compared_before(sentence.index)
        if before:
            compared = [(before, "sentence before") if r.form in CHANGES else None for r in readings]
    taken = [phrase for anchor in found for phrase in anchor.phrases]
    where = places(sentence, taken, document.systems)
    hardware = attach(sentence, readings, where, "hardware")
    workloads = attach(sentence, readings, where, "workloads")
    tasks = attach(sentence, readings, where, "tasks")
    whose = subjects(document, sentence, readings)
    apart = contrasted(sentence, readings)
    about = translation(sentence) or topic(sentence)
    placed = any(workloads)
    objects: tuple[str, ...] | None = None
    settings: tuple[str, ...] | None = None
    platforms: tuple[str, ...] | None = None

    def elsewhere(reading: Reading) -> tuple[str, ...]:
        """Return what the sentence names as an object, else what the evaluation is about."""
        nonlocal objects, settings
        if objects is None:
            objects = () if placed else mentioned(sentence, taken, document.systems, document.low)
        named = one_each(objects, reading, readings)
        if named or reading.metric in _SIZE:
            return named
        if settings is None:
            settings = document.workloads(sentence.index)
        return share(sentence, reading, readings, settings, codes)

    def platform(reading: Reading) -> tuple[str, ...]:
        """Return the hardware of the evaluation."""
        nonlocal platforms
        if reading.metric == "search_cost":
            return ()
        if platforms is None:
            platforms = document.hardware(sentence.index)
        return share(sentence, reading, readings, platforms, codes)

    codes = sentence.codes
    others = theirs(sentence, readings, found)

    def links_of(i: int, reading: Reading) -> Links:
        kind = role(document, sentence, reading, others)
        own = kind == "result" or sentence.index >= document.own_part
        relations: dict[str, str] = {}
        names, relations["workload"] = _first(
            ("phrase of the sentence", lambda: workloads[i]),
            ("kernel beside the number", lambda: kernel(sentence, reading)),
            (
                "object of the verb",
                lambda: acted_on(sentence, reading, readings, taken, document.systems),
            ),
            ("contrast of two numbers", lambda: apart.get(reading.token, ())),
            ("subject of the verb", lambda: undertaken(sentence, reading)),
            ("topic of the sentence", lambda: about),
            ("evaluation", lambda: elsewhere(reading) if own else ()),
        )
        more = (*embodied(sentence, reading), *(tasks[i] or ()))
        if more and not names:
            relations["workload"] = "task of the sentence"
        machines, relations["hardware"] = _first(
            ("phrase of the sentence", lambda: hardware[i]),
            ("evaluation", lambda: platform(reading) if own else ()),
        )
        baseline, relations["baseline"] = compared[i] or (None, "")
        subject, relations["subject"] = whose[i]
        return Links(
            subject=subject,
            baseline=baseline,
            hardware=machines,
            workload=_with_task(names, more),
            role=kind,
            relations={name: relation for name, relation in relations.items() if relation},
        )

    links = [links_of(i, reading) for i, reading in enumerate(readings)]
    if links[0].role == "result":
        document.keep(sentence, where, readings[0].token)
    return links


_SIZE = frozenset({"model_size", "parameters"})


def _first(*finders: tuple[str, Callable[[], tuple[str, ...] | None]]) -> tuple[tuple[str, ...], str]:
    """Return what the first finder that finds something has found, and the relation that it stands for."""
    for relation, finder in finders:
        names = finder()
        if names:
            return names, relation
    return (), ""


def _with_task(names: tuple[str, ...], tasks: tuple[str, ...]) -> tuple[str, ...]:
    """Add the model and the task that a number is attached to: ImageNet, image classification."""
    return (*names, *(t for t in tasks if t not in names and not (names and of_objects(t))))


__all__ = ["Document", "Links", "link"]
