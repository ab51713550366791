"""The first reader of links: what the constructions of a sentence say of its numbers."""

from __future__ import annotations

from claims.linking.baselines import baseline, told_before
from claims.linking.compared import against
from claims.linking.context import Context
from claims.linking.evaluation import Evaluation
from claims.linking.features import FIELDS
from claims.linking.links import OWN_SYSTEM, Links
from claims.linking.roles import role
from claims.linking.subjects import subjects
from claims.linking.workloads import HARDWARE, first_found, workloads
from claims.reading.match import Reading
from claims.syntax.phrases.document import Document
from claims.syntax.sentence import Sentence


class FirstReader:
    """Reads the links of one abstract, sentence by sentence, in their order."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._evaluation = Evaluation(document)

    def read(self, sentence: Sentence, readings: list[Reading]) -> list[Links]:
        """Return the links of each number of a sentence, in order.

        Args:
            sentence: A sentence of the abstract.
            readings: Its readings, in order.
        """
        view = self._document.view(sentence.index, sentence)
        context = Context(self._document, self._evaluation, view, readings)
        told = [role(context, reading) for reading in readings]
        links = []
        for i, whose in enumerate(subjects(context, told)):
            compared, by_baseline = baseline(context, i, told[i])
            if compared is None and told[i] == "result":
                compared, by_baseline = told_before(context, readings[i])
            # "Birch is 2x slower than ours": nothing is compared with itself.
            subject, by_subject = whose if compared is None or whose != (compared, OWN_SYSTEM) else (None, "")
            hardware, by_hardware = first_found(HARDWARE, context, i)
            workload, by_workload = workloads(context, i)
            given = zip(FIELDS, (by_subject, by_baseline, by_hardware, by_workload), strict=True)
            relations = {field: relation for field, relation in given if relation}
            links.append(Links(subject, compared, hardware, workload, told[i], relations))
        links = against(links)
        if "result" in told:
            self._evaluation.keep(view.index, context.places, readings[0].token)
        return links
