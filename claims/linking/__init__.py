"""Links: what each number is compared with, where it was obtained, and whose it is."""

from __future__ import annotations

from claims.linking.baselines import CHANGES, baseline
from claims.linking.context import Context
from claims.linking.document import Document
from claims.linking.links import Links
from claims.linking.roles import fell_short, role
from claims.linking.second_reader import Answer, SecondReader
from claims.linking.subjects import rivals, subjects
from claims.linking.workloads import HARDWARE, WORKLOADS, first_found
from claims.reading.match import Reading
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
    view = document.view(sentence.index, sentence)
    context = Context(document, view, readings)
    whose = subjects(document, view, readings)
    of_rivals = rivals(view, readings, context.comparisons)
    earlier = None if context.comparisons else document.compared_before(view.index)
    links = []
    for i, reading in enumerate(readings):
        subject, by_subject = whose[i] or (None, "")
        compared = baseline(view, reading, readings, context.comparisons)
        if earlier and reading.form in CHANGES:
            compared = (earlier.text, "sentence before")
        if reading.token in of_rivals:
            compared, (subject, by_subject) = None, (of_rivals[reading.token], "level of a rival")
        other = fell_short(view, reading)
        if other is not None and by_subject != "subject of the verb":
            subject, by_subject = other.text, "level of a rival"
        against, by_baseline = compared or (None, "")
        if by_subject == "own system" and subject == against:
            subject, by_subject = None, ""  # "Birch is 2x slower than ours": nothing is compared with itself
        hardware, by_hardware = first_found(HARDWARE, context, i)
        workload, by_workload = first_found(WORKLOADS, context, i)
        if context.tasks[i] and by_workload not in {"workload phrase", "topic"}:
            more = tuple(task for task in context.tasks[i] if task not in workload)
            workload, by_workload = (*workload, *more), by_workload or "task phrase"
        given = {
            "subject": by_subject,
            "baseline": by_baseline,
            "hardware": by_hardware,
            "workload": by_workload,
        }
        links.append(
            Links(
                subject=subject,
                baseline=against,
                hardware=hardware,
                workload=workload,
                role="background" if reading.token in of_rivals else role(document, view, reading),
                relations={name: relation for name, relation in given.items() if relation},
            )
        )
    if links[0].role == "result":
        document.keep(view.index, context.places, readings[0].token)
    return links


__all__ = ["Answer", "Document", "Links", "SecondReader", "link"]
