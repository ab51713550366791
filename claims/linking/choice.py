"""Choose what a number is linked to among its candidates, or nothing, by a table of weights."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from math import exp
from operator import itemgetter
from typing import NamedTuple

from claims.linking.candidates import Candidate
from claims.linking.features import FIELDS, METRIC, columns_of
from claims.linking.relations import TITLE
from claims.linking.weights import COLUMNS, link_weights
from claims.names.same import same_thing
from claims.syntax.phrases.phrase_kinds import KINDS, MEASURES

_SINGLE = frozenset({0, 1, METRIC})
_NO_SYSTEMS = frozenset(
    KINDS.index(name) for name in ("task", "named task", "dataset", "named dataset", "study")
)
_FAR_FIELDS = tuple(range(len(FIELDS)))
_METRIC_ONLY = (METRIC,)
_ALL = tuple(range(len(COLUMNS)))


class Choice(NamedTuple):
    """A candidate that is taken for a field.

    Attributes:
        candidate: The noun phrase.
        probability: How likely it is what the number is linked to.
    """

    candidate: Candidate
    probability: float


Scored = list[tuple[float, Candidate]]
"""Candidates with their probability for a field."""


def sharing(candidates: Scored, start: int, end: int) -> Scored:
    """Return the candidates that share characters with a stretch of the text."""
    return [each for each in candidates if each[1].phrase.start < end and start < each[1].phrase.end]


def fields_of(candidate: Candidate) -> tuple[int, ...]:
    """Return the numbers of the fields that a candidate may fill."""
    return (_NEAR if candidate.is_near else _FAR)[candidate.phrase.kind]


_NEAR = [_METRIC_ONLY if kind in MEASURES else _ALL[kind in _NO_SYSTEMS :] for kind in range(len(KINDS))]
_FAR = [() if kind in MEASURES else _FAR_FIELDS[kind in _NO_SYSTEMS :] for kind in range(len(KINDS))]
"""The fields that a candidate of each kind may fill, in the number's own sentence and elsewhere."""


def scored(candidates: Iterable[Candidate]) -> list[Scored]:
    """Return for each field the candidates with their probabilities, in the order of the text.

    Args:
        candidates: All candidates of one number.
    """
    result: list[Scored] = [[] for _ in COLUMNS]
    for candidate in candidates:
        phrase, where, stand = candidate
        sums = _sums[stand]
        for field in (_NEAR if where < TITLE else _FAR)[phrase.kind]:
            total = sums[field]
            if total > _HOPELESS:
                result[field].append((_likelihood[total], candidate))
    return result


class _Likelihood(dict[int, float]):
    """The probability that each sum of weights stands for."""

    def __missing__(self, total: int) -> float:
        self[total] = found = 1 / (1 + exp(-total / _ONE))
        return found


_likelihood = _Likelihood()


class _Sums(dict[tuple[int, ...], list[int]]):
    """Sums of weights, one for each field, of how phrases stand to numbers again and again.

    Weights are written in hundredths, and summed up so: no order of summing, and no compiler, makes a difference.
    """

    def __missing__(self, stand: tuple[int, ...]) -> list[int]:
        weights, bias = _hundredths()
        found = [sum(column) for column in zip(bias, *[weights[at] for at in columns_of(stand)], strict=True)]
        if len(self) >= _MOST_SUMS:
            self.clear()
        self[stand] = found
        return found


_sums = _Sums()


@cache
def _hundredths() -> tuple[list[list[int]], list[int]]:
    """Return the weights of each value of a template, one for each field, and the biases."""
    columns, bias, _ = link_weights()
    rows = [[round(weight * _ONE) for weight in row] for row in (bias, *zip(*columns, strict=True))]
    return rows[1:], rows[0]


_ONE = 100
_MOST_SUMS = 50_000


_HOPELESS = -400
"""In hundredths."""


def choose(field: int, candidates: Scored) -> list[Choice]:
    """Return what fills a field: nothing where no candidate is likely enough.

    Args:
        field: Number of the field; subject, baseline and metric have one name, the others any number.
        candidates: From :func:`scored`.
    """
    floor = threshold(field)
    likely = [each for each in candidates if each[0] > floor]
    if field in _SINGLE:
        likely = [max(likely, key=itemgetter(0))] if likely else []
    taken: list[Choice] = []
    for probability, candidate in likely:
        if not any(same_thing(candidate.name, other.candidate.name) for other in taken):
            taken.append(Choice(candidate, probability))
    return taken


@cache
def threshold(field: int) -> float:
    """Return the probability from which a candidate is taken."""
    return link_weights()[2][field]


def likeliest(name: str, candidates: Scored) -> tuple[float, Candidate] | None:
    """Return the likeliest candidate that is the same thing as a name, the first of those; None where none is."""
    best: tuple[float, Candidate] | None = None
    for each in candidates:
        if (best is None or each[0] > best[0]) and same_thing(name, each[1].name):
            best = each
    return best
