"""What tells how sure form, metric, direction, bound and statistic of a claim are."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from claims.linking.candidates import Candidate
from claims.linking.choice import Scored, sharing
from claims.pipeline.confidence.table import Features, logit
from claims.reading.match import Reading
from claims.syntax.phrases.cue_words import cue
from claims.syntax.phrases.phrase_kinds import KINDS


class Surroundings(NamedTuple):
    """What stands around a number, for how sure the reading of it is.

    Attributes:
        bound: What a qualifier makes of it.
        statistic: What kind of average or extreme it is, None where it is none.
        low: Its sentence in small letters.
    """

    bound: str
    statistic: str | None
    low: str


def core_features(reading: Reading, metric: Scored, around: Surroundings) -> Features:
    """Return what tells how sure form, metric, direction, bound and statistic are.

    Args:
        reading: The reading of the number.
        metric: The phrases that may name the metric, with their probabilities.
        around: What stands around it.
    """
    statistic = around.statistic or "none"
    features = _told(
        reading.rule, reading.metric, reading.form, reading.change, around.bound, statistic
    ).copy()
    # A word that would make another claim of the number if it held for it.
    if around.statistic is None and cue("statistic").search(around.low):
        features["statistic of another number"] = 1.0
    if reading.metric_span is None:
        features["no metric named"] = 1.0
    else:
        _add_phrase(features, reading, reading.metric_span, metric)
    return features


@lru_cache(maxsize=16384)
def _told(rule: str, metric: str, form: str, change: str, bound: str, statistic: str) -> Features:
    """Return the features that are there or not: few numbers are the first with theirs."""
    names = (
        f"rule: {rule}", f"metric: {metric}", f"form: {form}", f"form, change: {form}, {change}",
        f"bound: {bound}", f"statistic: {statistic}",
    )  # fmt: skip
    return dict.fromkeys(names, 1.0)


def _add_phrase(features: Features, reading: Reading, span: tuple[int, int], metric: Scored) -> None:
    """Add what the second reading of the metric's phrase tells."""
    start, end = span
    gap = reading.quantity.start - end if end <= reading.quantity.start else start - reading.quantity.end
    features[f"metric apart: {min(max(gap, 0) // 12, 6)}"] = 1.0
    own = sharing(metric, start, end)
    if own:
        probability, candidate = max(own, key=lambda each: each[0])
        features["phrase"] = logit(probability)
        more = candidate.name.count(" ") - _spaces(candidate, start, end)
        features[f"further words: {min(max(more, 0), 3)}"] = 1.0
        features[f"phrase kind: {KINDS[candidate.phrase.kind]}"] = 1.0
        features[f"head: {candidate.name.rpartition(' ')[2].lower()}"] = 1.0


def _spaces(candidate: Candidate, start: int, end: int) -> int:
    """Return how many blanks of a phrase stand within some words of it."""
    return candidate.name.count(
        " ", max(0, start - candidate.phrase.start), max(0, end - candidate.phrase.start)
    )
