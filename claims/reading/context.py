"""What a number leaves out and its neighbourhood says: the metric that an unnamed gain is a gain of."""

from __future__ import annotations

from dataclasses import replace

from claims.reading.match import Reading
from claims.reading.meaning import of_metric
from claims.syntax.grammar import compile_pattern
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
            settled.append(_gone_on(sentence, settled[-1], reading) if settled else reading)
        found.append((sentence, _of_the_last(sentence, settled)))
    return found


def _of_the_last(sentence: Sentence, readings: list[Reading]) -> list[Reading]:
    """Give gains of nothing named the metric that stands behind the last of their list.

    "Outperforms A by 12%, B by 9%, and C by 7% in accuracy."
    """
    settled = readings[:]
    for i in range(len(readings) - 2, -1, -1):
        gain, following = settled[i], settled[i + 1]
        if (
            gain.metric == "performance" != following.metric
            and gain.rule in _GAINS
            and following.rule in _GAINS
            and gain.quantity.kind == following.quantity.kind
            and following.metric_span is not None
            and following.metric_span[0] > following.quantity.start
            and _LIST_OF_GAINS.fullmatch(sentence.codes, gain.token + 1, following.token)
        ):
            settled[i] = of_metric(
                sentence, replace(gain, metric_span=following.metric_span), following.metric
            )
    return settled


_GAINS = frozenset({"change by", "carried", "nearest metric"})
_LIST_OF_GAINS = compile_pattern("(?:ON|WORD|COMMA|AND){1,8} (?:BY HEDGE{0,2})?")


def _gone_on(sentence: Sentence, before: Reading, reading: Reading) -> Reading:
    """Give a number that names nothing the metric of the one that its clause goes on from.

    "Its mAP increases from 2% to 6% on A and increases from 14% to 21% on B", "a success rate of 5%, which is improved
    to 9%", "20 times lower than A and 4 times lower than B".
    """
    if reading.metric != "other" or before.metric == "other" or reading.rule not in _GOING_ON:
        return reading
    if reading.quantity.kind != before.quantity.kind:
        return reading
    gap = _GOING_ON[reading.rule].fullmatch(sentence.codes, before.token + 1, reading.token)
    return reading if gap is None else replace(reading, metric=before.metric, metric_span=before.metric_span)


_VERB_FOLLOWS = compile_pattern(
    "(?:TO|(?:ON|IN|FOR|OF|WITH|WORD){0,6} (?:AND|COMMA? CLAUSE BE) WORD{0,2} VERB (?:FROM|TO)) HEDGE{0,2}"
)
_GOING_ON = {
    "from": _VERB_FOLLOWS,
    "change to": _VERB_FOLLOWS,
    "comparative": compile_pattern("ADJECTIVE THAN WORD{1,4} COMMA? AND HEDGE{0,2}"),
}
"""What stands between a number and another that goes on with its metric, by the rule that reads the other."""


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
