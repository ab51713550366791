"""How sure a claim is, the core and each link: from the rule, the relation, and the agreement of the two readers.

A score is the sum of a few weights; a table of bands tells how often fields of such a score were right in
annotated text (docs/confidence.md). Both are data of ``schema/``, made by ``make fit``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from claims.linking.features import FIELDS, METRIC
from claims.linking.second_reader import Answer
from claims.pipeline.confidence.core import Surroundings, core_features
from claims.pipeline.confidence.links import link_features
from claims.pipeline.confidence.table import SCORES, confidence_of
from claims.reading.bounds import Marks


class Rated(NamedTuple):
    """What is known of a number, and how sure.

    Attributes:
        answer: What both readers of links make of it.
        around: What stands around it.
        core: How often form, metric, direction, bound and statistic of such a claim are right.
        links: For each field that is given, how often such fields are right.
    """

    answer: Answer
    around: Surroundings
    core: float
    links: dict[str, float]


def rate(answers: Sequence[Answer], marks: Sequence[Marks], sentence: str) -> list[Rated]:
    """Tell how sure the claims of one sentence are.

    Args:
        answers: What is known of each of its numbers.
        marks: Bound and statistic of each.
        sentence: The sentence in small letters.
    """
    around = [Surroundings(*each, sentence) for each in marks]
    return list(map(_rated, answers, around))


def _rated(answer: Answer, around: Surroundings) -> Rated:
    core = core_features(answer.reading, answer.scored[METRIC], around)
    links = {
        field: confidence_of(column, link_features(answer.given[field], answer.scored[column], answer))
        for column, field in enumerate(FIELDS)
        if field in answer.given
    }
    return Rated(answer, around, confidence_of(SCORES.index("core"), core), links)


__all__ = ["SCORES", "Rated", "rate"]
