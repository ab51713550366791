"""What a number leaves out and its neighbourhood says: the metric that an unnamed gain is a gain of."""

from __future__ import annotations

from claims.reading.match import Reading
from claims.reading.meaning import of_metric
from claims.syntax.sentence import Sentence
from claims.syntax.vocabulary import metrics

_REACH = 1
"""How many sentences back a quality may be named."""
_SMALL = 40
"""Larger gains in percent are seldom differences of two percentages."""
# One of several figures of merit: a gain is rarely meant in these alone.
_PARTIAL = frozenset({"error_rate", "wer", "precision", "recall"})

Read = list[tuple[Sentence, list[Reading]]]


def adopt_metrics(sentences: Read) -> Read:
    """Give gains of an unnamed performance the metric that stands close.

    "Our method reaches an accuracy of 86.7% and improves on the second best by 15.5%" is a gain of accuracy, and in
    points (convention 16 of docs/claim-model.md).

    Args:
        sentences: Each sentence and its readings, in order.

    Returns:
        The same with the readings that have a metric now.
    """
    quality: str | None = None
    place = -10
    found: Read = []
    for sentence, readings in sentences:
        later = next((r.metric for r in readings if _is_quality(r) and r.form == "level"), None)
        settled: list[Reading] = []
        for reading in readings:
            near = quality if sentence.index - place <= _REACH else later
            if _is_quality(reading):
                quality, place = reading.metric, sentence.index
            elif near is not None and _is_unnamed_gain(reading):
                settled.append(of_metric(sentence, reading, near))
                continue
            settled.append(reading)
        found.append((sentence, settled))
    return found


def _is_quality(reading: Reading) -> bool:
    return metrics()[reading.metric].scale == "percent" and reading.metric not in _PARTIAL


def _is_unnamed_gain(reading: Reading) -> bool:
    """True for a gain that a difference of two percentages may be."""
    if reading.metric == "score":  # outperforms Birch by 2.5 points
        return (
            reading.quantity.kind == "point" and reading.metric_span is None and reading.change == "increase"
        )
    return (
        reading.metric == "performance"
        and (reading.metric_span is None or reading.rule == "change by")
        and reading.quantity.kind == "percent"
        and reading.change == "increase"
        and reading.quantity.lo < _SMALL
    )
