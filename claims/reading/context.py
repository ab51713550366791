"""What a number leaves out and its neighbourhood says: the metric that an unnamed gain is a gain of."""

from __future__ import annotations

from claims.reading.rule import Reading
from claims.syntax.lexicon import metrics

_REACH = 1
"""How many sentences back a quality may be named."""

# Larger gains in percent are seldom differences of two percentages.
_SMALL = 40
# Shares that are no quality scores: their gains stay in percent (convention 25).
_RATES = frozenset({"coverage", "cache_hit_rate"})
# One of several figures of merit: a gain is rarely meant in these alone.
_PARTIAL = frozenset({"error_rate", "wer", "precision", "recall"})


def adopt_metrics(sentences: list[tuple[int, list[Reading]]]) -> None:
    """Give gains of an unnamed performance the metric that stands close.

    "Our method reaches an accuracy of 86.7% and improves on the second best by 15.5%" is a gain of accuracy, and in
    points (convention 16 of docs/claim-model.md); in "accuracy is 30% better, and 54% better with tuning" the second
    number is one of accuracy too.

    Args:
        sentences: Number of each sentence and its readings, in order; changed in place.
    """
    quality: str | None = None
    place = -10
    for index, readings in sentences:
        later = next((r.metric for r in readings if _is_quality(r) and r.form == "level"), None)
        for i, reading in enumerate(readings):
            if _is_quality(reading):
                quality, place = reading.metric, index
            elif reading.rule == "peak" and reading.metric == "other" and quality and index == place:
                reading.metric = quality  # "reaches 95% success; others peak at 68%"
            elif _repeats(readings, i):
                _adopt(reading, readings[i - 1].metric)
            elif _unnamed(reading):
                near = quality if index - place <= _REACH else later
                if near is not None and _fits(reading, readings, near):
                    _adopt(reading, near)


def _is_quality(reading: Reading) -> bool:
    scale = metrics()[reading.metric].scale
    return (scale == "percent" and reading.metric not in _PARTIAL) or reading.metric in _RATES


def _repeats(readings: list[Reading], i: int) -> bool:
    """True for the next of a list, and for a comparative without a metric after one with one.

    "30% better than A and 54% better than B", "outperforms A and B by 19% and 63%", "savings of up to 50%"
    """
    if not i or readings[i].metric not in {"performance", "other"}:
        return False
    before = readings[i - 1]
    if readings[i].metric == "other":
        # "cuts energy by 20%, with savings of up to 50%"
        said = (before.form, before.change, before.carried) == (readings[i].form, readings[i].change, False)
        return said and readings[i].rule == "change of" and readings[i].metric_span is None
    if before.token == readings[i].token:
        return before.metric != "performance" and before.form == "points"
    if readings[i].metric_span is not None:
        return False
    return (
        readings[i].rule == before.rule == "comparative" and before.quantity.kind == readings[i].quantity.kind
    )


def _adopt(reading: Reading, metric: str) -> None:
    reading.metric = metric
    if reading.form == "percent" and metrics()[metric].scale == "percent" and not reading.relative:
        reading.form = "points"


def _unnamed(reading: Reading) -> bool:
    in_points = reading.metric == "score" and reading.quantity.kind == "point" and reading.rule == "change by"
    return (
        (reading.metric == "performance" or in_points)
        and reading.form in {"percent", "points"}
        and reading.change == "increase"
        and (reading.quantity.kind == "percent" or in_points)
        and (reading.metric_span is None or reading.rule in {"change by", "change is"})
    )


def _fits(reading: Reading, readings: list[Reading], metric: str) -> bool:
    """True for a gain that a difference of two percentages may be: a small one, or one of a level that is told of.

    "reaches a success rate of 84%, outperforming A and B by 59% and 28%"
    """
    gain = reading.quantity.lo
    reached = [
        r.quantity.lo
        for r in readings
        if r.form == "level" and r.metric == metric and r.token < reading.token
    ]
    return gain < _SMALL or any(gain < level for level in reached)
