"""What tells how sure form, metric, direction, bound and statistic of a claim are."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from claims.confidence.by_rule import confidence
from claims.confidence.table import Features, logit
from claims.linking.candidates import Candidate
from claims.linking.choice import Scored, sharing
from claims.phrases.cue_words import cue
from claims.phrases.phrase_kinds import KINDS
from claims.reading.match import Reading

_SIGNS = frozenset("<>~")


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


def core_features(reading: Reading, metric: Scored, around: Surroundings) -> Features:
    """Return what tells how sure form, metric, direction, bound and statistic are.

    Args:
        reading: The reading of the number.
        metric: The phrases that may name the metric, with their probabilities.
        around: What stands around it.
    """
    features: Features = {
        "rule's confidence": logit(confidence(reading)),
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
    own = sharing(metric, start, end)
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
