"""Links: what each number is compared with, where it was obtained, and whose it is."""

from __future__ import annotations

from claims.linking.baselines import baseline
from claims.linking.compared import against
from claims.linking.context import Context
from claims.linking.document import Document
from claims.linking.features import FIELDS
from claims.linking.links import OWN_SYSTEM, Links
from claims.linking.roles import roles
from claims.linking.second_reader import Answer, SecondReader
from claims.linking.subjects import subjects
from claims.linking.workloads import HARDWARE, first_found, workloads
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
    told = roles(context)
    links = []
    for i, whose in enumerate(subjects(context, told)):
        compared, by_baseline = baseline(context, i, told[i])
        # "Birch is 2x slower than ours": nothing is compared with itself.
        subject, by_subject = whose if whose != (compared, OWN_SYSTEM) else (None, "")
        hardware, by_hardware = first_found(HARDWARE, context, i)
        workload, by_workload = workloads(context, i)
        given = zip(FIELDS, (by_subject, by_baseline, by_hardware, by_workload), strict=True)
        relations = {field: relation for field, relation in given if relation}
        links.append(Links(subject, compared, hardware, workload, told[i], relations))
    links = against(readings, links)
    if links[0].role == "result":
        document.keep(view.index, context.places, readings[0].token)
    return links


__all__ = ["Answer", "Document", "Links", "SecondReader", "link"]
