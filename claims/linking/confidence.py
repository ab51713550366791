"""How sure each field of a claim is: from the agreement of the two readers, the relation, and the kind of the name.

A score is the sum of a few weights; a table of bands tells how often fields of such a score were right in
annotated text (docs/confidence.md). Both are data of ``schema/``, made by ``make fit``.
"""

from __future__ import annotations

import csv
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from itertools import islice
from math import log
from operator import itemgetter

from claims.errors import ClaimsError
from claims.linking.candidates import Candidate
from claims.linking.choice import Scored, same_thing
from claims.linking.relations import PLACES
from claims.linking.weights import COLUMNS
from claims.phrases.chunks import group_names
from claims.phrases.cue_words import cue
from claims.phrases.phrase_kinds import KINDS
from claims.reading.match import Reading
from claims.syntax.vocabulary import metrics

_SIGNS = frozenset("<>~")

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


Found = tuple[float, Candidate] | None
"""The likeliest candidate that is the same thing as a name, with its probability; None where none is."""


def link_features(
    found: Sequence[Found], relation: str, role: str, candidates: Scored, reading: Reading
) -> Features:
    """Return what tells how sure the names of a field are.

    Args:
        found: For each name that the field gives, what :func:`claims.linking.choice.likeliest` finds.
        relation: Name of the relation by which the first reader gives them; empty where the second alone does.
        role: Role of the number.
        candidates: The candidates of the field with their probabilities.
        reading: The reading of the number.
    """
    features: Features = {
        f"form: {reading.form}": 1.0,
        f"group: {metrics()[reading.metric].group}": 1.0,
        f"role: {role}": 1.0,
        f"relation: {relation or 'second reader alone'}": 1.0,
    }
    if len(found) > 1:
        features["several names"] = 1.0
    ranked = sorted(candidates, key=itemgetter(0), reverse=True)
    share = 1 / len(found)
    for each in found:
        probability = each[0] if each else 0.0
        _add(features, "probability", share * logit(probability))
        if each is None:
            _add(features, "no candidate", share)
        else:
            for words in _described(each[1].phrase.kind, each[1].place, each[1].phrase.group):
                _add(features, words, share)
        _add(features, "best rival", share * logit(_best_rival(each, ranked)))
    return features


def _best_rival(found: Found, ranked: Scored) -> float:
    """Return the probability of the likeliest candidate that is another thing; 0 where there is none."""
    return next((p for p, other in ranked if found is None or not same_thing(found[1].name, other.name)), 0.0)


@lru_cache(maxsize=16384)
def _described(kind: int, place: int, group: int) -> tuple[str, ...]:
    words = (f"kind: {KINDS[kind]}", f"place: {PLACES[place]}")
    return (*words, f"preposition: {group_names()[group]}") if group >= 0 else words


def _add(features: Features, name: str, value: float) -> None:
    features[name] = features.get(name, 0.0) + value


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around a number, for how sure the reading of it is.

    Attributes:
        position: Its place among the numbers of its sentence.
        numbers: How many those are.
        bound: What a qualifier makes of it.
        statistic: What kind of average or extreme it is, None where it is none.
        low: Its sentence in small letters.
    """

    position: int
    numbers: int
    bound: str
    statistic: str | None
    low: str


_CLEARLY = 0.05


def core_features(reading: Reading, base: float, metric: Scored, around: Surroundings) -> Features:
    """Return what tells how sure form, metric, direction, bound and statistic are.

    Args:
        reading: The reading of the number.
        base: Its confidence by rule and context (:func:`claims.reading.confidence.confidence`).
        metric: The phrases that may name the metric, with their probabilities.
        around: What stands around it.
    """
    features: Features = {
        "rule's confidence": logit(base),
        **_told(
            (reading.rule, reading.metric, reading.form, reading.change, reading.quantity.kind),
            (around.bound, around.statistic or "none"),
            (min(around.position, 4), min(around.numbers, 5), min(len(around.low) // 60, 6)),
        ),
    }
    if reading.carried:
        features["carried"] = 1.0
    # Words that would make another claim of the number if they held for it.
    if around.statistic is None and cue("statistic").search(around.low):
        features["statistic of another number"] = 1.0
    if around.bound == "exact" and (cue("qualifier").search(around.low) or not _SIGNS.isdisjoint(around.low)):
        features["qualifier of another number"] = 1.0
    _add_phrase(features, reading, metric)
    return features


@lru_cache(maxsize=16384)
def _told(said: tuple[str, ...], marks: tuple[str, str], sizes: tuple[int, int, int]) -> Features:
    """Return the features that are there or not: few numbers are the first with theirs."""
    rule, metric, form, change, kind = said
    bound, statistic = marks
    position, numbers, words = sizes
    names = (
        f"rule: {rule}", f"metric: {metric}", f"form: {form}", f"form, change: {form}, {change}",
        f"number: {position + 1} of {numbers}", f"kind: {kind}", f"bound: {bound}", f"statistic: {statistic}",
        f"words: {words}",
    )  # fmt: skip
    return dict.fromkeys(names, 1.0)


def _add_phrase(features: Features, reading: Reading, metric: Scored) -> None:
    """Add what the second reading of the metric's phrase tells."""
    best = max(metric, key=lambda each: each[0], default=None)
    if reading.metric_span is None:
        features["no metric named"] = 1.0
        if best is not None:
            features["no metric named, phrase"] = logit(best[0])
        return
    start, end = reading.metric_span
    before = end <= reading.quantity.start
    features[f"metric {'before' if before else 'behind'}"] = 1.0
    gap = reading.quantity.start - end if before else start - reading.quantity.end
    features[f"metric apart: {min(max(gap, 0) // 12, 6)}"] = 1.0
    own = [
        each
        for each in metric
        if each[1].phrase.start < end and start < each[1].phrase.start + len(each[1].name)
    ]
    if own:
        probability, candidate = max(own, key=lambda each: each[0])
        features["phrase"] = logit(probability)
        more = candidate.name.count(" ") - _spaces(candidate, start, end)
        features[f"further words: {min(max(more, 0), 3)}"] = 1.0
        features[f"phrase kind: {KINDS[candidate.phrase.kind]}"] = 1.0
        features[f"head: {candidate.name.rpartition(' ')[2].lower()}"] = 1.0
    else:
        probability = 0.0
        features["no phrase"] = 1.0
    if best is not None and best[0] > probability + _CLEARLY:
        features["likelier phrase"] = logit(best[0])


def _spaces(candidate: Candidate, start: int, end: int) -> int:
    """Return how many blanks of a phrase stand within some words of it."""
    return candidate.name.count(
        " ", max(0, start - candidate.phrase.start), max(0, end - candidate.phrase.start)
    )


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
            raise ClaimsError(
                f"schema/{file}:{number}: {len(row)} cells are too few; make it again with make fit"
            )
        yield row


def score(column: int, features: Features) -> float:
    """Return the score of a field: the sum of its weights."""
    weights = _weights()
    total = weights["bias"][column] if "bias" in weights else 0.0
    for name, value in features.items():
        row = weights.get(name)
        if row is not None:
            total += row[column] * value
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
