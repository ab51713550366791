"""Links: what each number is compared with, where it was obtained, and whose it is."""

from __future__ import annotations

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
from claims.linking.links import Links
from claims.linking.places import places
from claims.linking.roles import role, theirs
from claims.linking.scope import attach, kernel, share
from claims.linking.second_reader import Answer, SecondReader
from claims.linking.subjects import subjects
from claims.linking.workloads import of_objects
from claims.reading.rule import Reading
from claims.syntax.sentence import Sentence


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
            compared = [before if r.form in CHANGES else None for r in readings]
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
    links = []
    for i, reading in enumerate(readings):
        kind = role(document, sentence, reading, others)
        own = kind == "result" or sentence.index >= document.own_part
        links.append(
            Links(
                subject=whose[i],
                baseline=compared[i],
                hardware=hardware[i] or (platform(reading) if own else ()),
                workload=_with_task(
                    workloads[i]
                    or kernel(sentence, reading)
                    or acted_on(sentence, reading, readings, taken, document.systems)
                    or apart.get(reading.token, ())
                    or undertaken(sentence, reading)
                    or about
                    or (elsewhere(reading) if own else ()),
                    (*embodied(sentence, reading), *(tasks[i] or ())),
                ),
                role=kind,
            )
        )
    if links[0].role == "result":
        document.keep(sentence, where, readings[0].token)
    return links


_SIZE = frozenset({"model_size", "parameters"})


def _with_task(names: tuple[str, ...], tasks: tuple[str, ...]) -> tuple[str, ...]:
    """Add the model and the task that a number is attached to: ImageNet, image classification."""
    return (*names, *(t for t in tasks if t not in names and not (names and of_objects(t))))


__all__ = ["Answer", "Document", "Links", "SecondReader", "link"]
