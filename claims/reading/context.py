"""What a number leaves out and its neighbourhood says: the metric of what is named by no word of a list.

Where the constructions read no more than "other" or "performance", each metric that stands nearby is weighed by where
it stands and by what it would make of the number. The likeliest is taken where it is likely enough. The weights are a
readable table (``schema/context_weights.csv``), made by ``make fit``.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources
from math import exp

from claims.errors import ClaimsError
from claims.reading.match import Named, Reading, Span
from claims.reading.meaning import of_metric
from claims.reading.units import in_unit
from claims.syntax.sentence import Sentence
from claims.syntax.vocabulary import metrics

Read = list[tuple[Sentence, list[Reading]]]
"""The sentences of a text with their readings, in order."""

_PALE = frozenset({"other", "performance", "efficiency"})
_FILE = "context_weights.csv"
_REACH = 3
"""How many sentences away a metric may be named."""
_NEAR, _HALFWAY = 3, 8
_HUNDRED = 100
_COMMON = re.compile(r"[a-z][a-z -]*")
_NUMBERS = frozenset("QUZ")
_BREAKS = frozenset(",;&K")
_SUCH = frozenset("iorn")


def adopt_metrics(sentences: Read) -> Read:
    """Give numbers of an unnamed metric the one that is likely meant.

    "Our method reaches an accuracy of 86.7% and improves on the second best by 15.5%" is a gain of accuracy, and in
    points (convention 16 of docs/claim-model.md).

    Args:
        sentences: Each sentence and its readings, in order.

    Returns:
        The same with the readings that have a metric now.
    """
    return [
        (
            sentence,
            [
                _adopted(sentences, number, reading) if is_unnamed(sentence, reading) else reading
                for reading in readings
            ],
        )
        for number, (sentence, readings) in enumerate(sentences)
    ]


def is_unnamed(sentence: Sentence, reading: Reading) -> bool:
    """True where a reading says only that there is a metric: other, performance, a score that no word names.

    Words of no list name one as well: the tool usage, hallucinated objects; a word of change or a name does not.
    """
    if reading.metric == "score":
        return reading.metric_span is None
    if reading.metric == "other" and reading.metric_span is not None and not reading.carried:
        return not _are_words(sentence, *reading.metric_span)
    return reading.metric in {"other", "performance"}


def _are_words(sentence: Sentence, start: int, end: int) -> bool:
    """True for common words of no list, and for a rate or ratio of something: the tool usage, its USAGE RATIO."""
    if _COMMON.fullmatch(sentence.text, start, end) is None:
        return False
    tokens = sentence.tokens
    last = max((i for i, token in enumerate(tokens) if token.start < end), default=0)
    of_other = tokens[last].code == "M" and last > 0
    word = tokens[last - of_other]
    return word.code == "w" and _COMMON.fullmatch(sentence.text, word.start, word.end) is not None


def _adopted(sentences: Read, number: int, reading: Reading) -> Reading:
    best = max(
        ((_weighed(features), metric) for metric, features in rivals(sentences, number, reading).items()),
        default=None,
    )
    if best is None or 1 / (1 + exp(-best[0] / _HUNDRED)) < _weights()["threshold"] / _HUNDRED:
        return reading
    own = sentences[number][0]
    return of_metric(own, reading, Named(best[1], _nearest_name(own, reading.token, best[1])))


def _nearest_name(sentence: Sentence, at: int, metric: str) -> Span | None:
    """Return where a sentence names a metric, the nearest to a number; None where it does not."""
    names = [
        (abs(i - at), span)
        for i, token in enumerate(sentence.tokens)
        for name, span in zip(token.metrics, token.spans, strict=False)
        if name == metric
    ]
    return min(names)[1] if names else None


def rivals(sentences: Read, number: int, reading: Reading) -> dict[str, dict[str, int]]:
    """Return the metrics that may be meant, each with its features.

    Args:
        sentences: Each sentence and its readings, in order.
        number: Place of the reading's sentence among them.
        reading: A reading of an unnamed metric.
    """
    own = sentences[number][0]
    found: dict[str, set[str]] = {}
    for at in range(max(0, number - _REACH), min(number + _REACH + 1, len(sentences))):
        sentence, readings = sentences[at]
        where = "before" if at < number else "behind" if at > number else "same"
        if at == number:
            for metric, features in _beside(own, reading):
                found.setdefault(metric, set()).update(features)
        else:
            for token in sentence.tokens:
                for metric in token.metrics:
                    found.setdefault(metric, set()).add(f"named {where}")
        for other in readings:
            if other is not reading:
                found.setdefault(other.metric, set()).update((f"read {where}", f"read as {other.form}"))
    for pale in _PALE:
        found.pop(pale, None)
    unit = reading.quantity.unit
    found = {metric: features for metric, features in found.items() if in_unit(metric, unit) == metric}
    return {
        metric: dict.fromkeys((*features, *_fit(metric, reading)), 1) | {"rivals": len(found)}
        for metric, features in found.items()
    }


def _beside(sentence: Sentence, reading: Reading) -> Iterator[tuple[str, Iterator[str]]]:
    """Yield each metric that the number's own sentence names, with how it stands to the number."""
    for i, token in enumerate(sentence.tokens):
        for metric in token.metrics:
            yield metric, _stands(sentence, i, reading.token)


def _stands(sentence: Sentence, i: int, at: int) -> Iterator[str]:
    side = "left" if i < at else "right"
    between = frozenset(sentence.codes[min(i, at) + 1 : max(i, at)])
    apart = abs(i - at)
    yield side
    yield f"{side}, {'near' if apart <= _NEAR else 'halfway' if apart <= _HALFWAY else 'far'}"
    for name, codes in (("number", _NUMBERS), ("break", _BREAKS), ("preposition", _SUCH)):
        if not between.isdisjoint(codes):
            yield f"{side}, {name} between"


def _fit(metric: str, reading: Reading) -> Sequence[str]:
    """Return what a metric would make of a number."""
    known = metrics()[metric]
    scale = known.scale or "no scale"
    return (
        f"metric: {metric}",
        f"group: {known.group}",
        f"{reading.metric}, group: {known.group}",
        f"{scale}, {reading.form}",
        f"{scale}, {reading.quantity.kind}",
        f"{reading.metric}, {'named' if reading.metric_span else 'nameless'}",
        f"rule: {reading.rule}",
        f"change: {reading.change}",
    )


def _weighed(features: dict[str, int]) -> int:
    """Return the logarithm of the odds of a metric in hundredths, which no order of the features can change."""
    weights = _weights()
    return weights["bias"] + sum(weights.get(name, 0) * value for name, value in features.items())


@cache
def _weights() -> dict[str, int]:
    """Return the weights, and the threshold, in hundredths."""
    weights: dict[str, int] = {}
    lines = (resources.files("claims.schema") / _FILE).read_text("utf-8").splitlines()
    for line, row in enumerate(csv.reader(lines), start=1):
        try:
            if line > 1:
                name, weight = row
                weights[name] = round(float(weight) * _HUNDRED)
        except ValueError as error:
            raise ClaimsError(f"schema/{_FILE}:{line}: {error}; make it again with make fit") from None
    return weights
