"""How sure each field of a claim is: from the agreement of the two readers, the relation, and the kind of the name.

A score is the sum of a few weights; a table of bands tells how often fields of such a score were right in
annotated text (docs/confidence.md). Both are data of ``schema/``, made by ``make fit``.
"""

from __future__ import annotations

import csv
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources
from itertools import islice
from math import log

from claims.errors import ClaimsError
from claims.linking.candidates import Candidate
from claims.linking.choice import Scored, likeliest
from claims.linking.relations import PLACES
from claims.linking.weights import COLUMNS
from claims.reading.rule import Reading
from claims.syntax.chunks import group_names
from claims.syntax.phrase_kinds import KINDS

Features = dict[str, float]
"""Named properties of a field, each with its value; a yes is 1."""

SCORES = (*COLUMNS[:4], "core")
"""What has a score: a field that is linked, or form, metric, direction, bound and statistic together."""

_WEIGHTS = "confidence_weights.csv"
_BANDS = "confidence_bands.csv"
_LEAST = 0.005


def logit(probability: float) -> float:
    """Return the logarithm of the odds, held within bounds.

    >>> logit(0.5)
    0.0
    """
    inside = min(max(probability, _LEAST), 1 - _LEAST)
    return log(inside / (1 - inside))


def link_features(names: Sequence[str], filled: bool, candidates: Scored, reading: Reading) -> Features:
    """Return what tells how sure the names of a field are.

    Args:
        names: The names that the field gives.
        filled: True where the second reader gave them, the first being silent.
        candidates: The candidates of the field with their probabilities.
        reading: The reading of the number.
    """
    features: Features = {f"form: {reading.form}": 1.0}
    if filled:
        features["second reader alone"] = 1.0
    if len(names) > 1:
        features["several names"] = 1.0
    best = max((probability for probability, _ in candidates), default=0.0)
    share = 1 / len(names)
    for name in names:
        found = likeliest(name, candidates)
        probability = found[0] if found else 0.0
        _add(features, "probability", share * logit(probability))
        if found is None:
            _add(features, "no candidate", share)
        else:
            for words in _described(found[1]):
                _add(features, words, share)
        if best > probability + _CLEARLY:
            _add(features, "likelier rival", share * logit(best))
    return features


_CLEARLY = 0.05


def _described(candidate: Candidate) -> Iterator[str]:
    yield f"kind: {KINDS[candidate.kind]}"
    yield f"place: {PLACES[candidate.place]}"
    if candidate.group >= 0:
        yield f"preposition: {group_names()[candidate.group]}"


def _add(features: Features, name: str, value: float) -> None:
    features[name] = features.get(name, 0.0) + value


def core_features(reading: Reading, base: float, metric: Scored, position: int, beside: int) -> Features:
    """Return what tells how sure form, metric, direction, bound and statistic are.

    Args:
        reading: The reading of the number.
        base: Its confidence by rule and context (:func:`claims.reading.confidence.confidence`).
        metric: The phrases that may name the metric, with their probabilities.
        position: Its place among the numbers of its sentence.
        beside: How many numbers the sentence has.
    """
    features: Features = {
        "rule's confidence": logit(base),
        f"rule: {reading.rule}": 1.0,
        f"metric: {reading.metric}": 1.0,
        f"form: {reading.form}": 1.0,
        f"form, change: {reading.form}, {reading.change}": 1.0,
        f"number: {min(position, 4) + 1} of {min(beside, 5)}": 1.0,
        f"kind: {reading.quantity.kind}": 1.0,
    }
    if reading.carried:
        features["carried"] = 1.0
    best = max(metric, key=lambda each: each[0], default=None)
    if reading.metric_span is None:
        features["no metric named"] = 1.0
        if best is not None:
            features["no metric named, phrase"] = logit(best[0])
        return features
    start, end = reading.metric_span
    before = end <= reading.quantity.start
    features[f"metric {'before' if before else 'behind'}"] = 1.0
    gap = reading.quantity.start - end if before else start - reading.quantity.end
    features[f"metric apart: {min(max(gap, 0) // 12, 6)}"] = 1.0
    own = [p for p, candidate in metric if candidate.start < end and start < candidate.start + len(candidate.name)]
    features["phrase"] = logit(max(own, default=0.0))
    if best is not None and best[0] > max(own, default=0.0) + _CLEARLY:
        features["likelier phrase"] = logit(best[0])
    return features


@cache
def _weights() -> dict[str, tuple[float, ...]]:
    return {name: tuple(float(cell or 0) for cell in cells) for name, *cells in _rows(_WEIGHTS)}


@cache
def _bands() -> dict[str, tuple[list[float], list[float]]]:
    """Return for each score where its bands begin, and how often fields in each were right."""
    bands: dict[str, tuple[list[float], list[float]]] = {name: ([], []) for name in SCORES}
    for name, begins, right, *_ in _rows(_BANDS):
        edges, rates = bands[name]
        edges.append(float(begins))
        rates.append(float(right))
    return bands


def _rows(file: str) -> Iterator[list[str]]:
    lines = (resources.files("claims.schema") / file).read_text("utf-8").splitlines()
    for number, row in enumerate(islice(csv.reader(lines), 1, None), start=2):
        if len(row) < 3:
            raise ClaimsError(f"schema/{file}:{number}: {len(row)} cells are too few; make it again with make fit")
        yield row


def score(column: int, features: Features) -> float:
    """Return the score of a field: the sum of its weights."""
    weights = _weights()
    total = weights["bias"][column] if "bias" in weights else 0.0
    for name, value in features.items():
        if name in weights:
            total += weights[name][column] * value
    return total


def confidence_of(column: int, features: Features) -> float:
    """Return how often fields like this one are right.

    Args:
        column: Place of the field in :data:`SCORES`.
        features: Its features.

    Returns:
        A number between 0 and 1, rounded to two places.
    """
    edges, rates = _bands()[SCORES[column]]
    return rates[max(bisect_right(edges, score(column, features)) - 1, 0)] if rates else 0.5
