"""What numbers a metric has: its units, bare numbers, the metric that a unit names by itself."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from claims.numbers.units import unit_dimension
from claims.syntax.cues import cue
from claims.syntax.vocabulary import metrics

if TYPE_CHECKING:
    from claims.numbers.quantity import Quantity
    from claims.syntax.sentence import Sentence

_SCENES = frozenset({"time", "frequency"})
"""Dimensions that a quality is stated at, not in: accuracy at 1 second."""
LONG = frozenset({"h", "min", "day", "week"})
"""Units of times that are none of an answer's."""
_SHORT = frozenset({"ms", "us", "ns", "ps"})
_LONG_TIMES = (("search", "search_cost"), ("training", "training_time"), ("GPU hours", "search_cost"))
"""What a long time is of where a sentence has words of a class; the first that it has."""
_RATES = frozenset({"Hz", "kHz"})
"""Units of frequencies that tell how often something is done, and are no clocks."""
YEARS = range(1900, 2101)


@cache
def dimension_metrics() -> dict[str, str]:
    """Return the metric that a dimension of units names by itself (``schema/metrics.toml``, ``units``)."""
    named: dict[str, str] = {}
    for metric in metrics().values():
        for dimension in metric.units:  # the first keeps it: a metric of one's own takes none over
            named.setdefault(dimension, metric.id)
    return named


@cache
def in_unit(metric: str, unit: str) -> str | None:
    """Return the metric that a measure in some unit is of, where words have named one.

    Args:
        metric: Id of the metric that words name.
        unit: Unit of the measure.

    Returns:
        The metric itself; another one where the unit names that ("efficiency of 3.11 MAC/cycle" is a compute rate);
        None where the two do not go together ("accuracy at 1 second").
    """
    if unit in {"x", "percent", "1"}:
        return metric
    dimension = unit_dimension(unit) or ""
    known = metrics()[metric]
    if dimension in known.units or dimension in known.measured_in or "any" in known.measured_in:
        return metric
    if known.scale and dimension in _SCENES:
        return None
    return dimension_metrics().get("frame rate" if unit in _RATES else dimension) or known.otherwise


def is_scored(metric: str) -> bool:
    """True where bare numbers tell how a metric changes: a BLEU gain of 2.3."""
    return bool(metrics()[metric].scale) or metrics()[metric].bare


def unit_of_level(metric: str, quantity: Quantity) -> str:
    """Return the unit of a level: a bare number above 1 of what is measured in percent is in percent: 52.6 mAP."""
    in_percent = quantity.unit == "1" and quantity.lo > 1 and metrics()[metric].scale == "percent"
    return "percent" if in_percent else quantity.unit


def takes_number(metric: str, value: float) -> bool:
    """True where a bare number can be a value of the metric: FID 2.80, F1 of 0.64, MOS 4.28."""
    known = metrics()[metric]
    if value in YEARS:
        return False
    if known.bare:
        return value != int(value)
    if known.scale == "score":
        return True
    return known.scale == "percent" and (
        0 < value <= 1 or 20 <= value <= 100 or (value != int(value) and value < 100)
    )


def time_metric(sentence: Sentence, unit: str) -> str | None:
    """Return the metric of a measure that no word names: that of its unit.

    Returns:
        For a time ``search_cost`` or ``training_time`` where the sentence speaks of such, ``latency`` for less than a
        second, else ``runtime``; for other units what ``schema/metrics.toml`` says, or None.
    """
    dimension = unit_dimension(unit) or ""
    if dimension != "time":
        return dimension_metrics().get(dimension)
    if unit in LONG:
        for word, metric in _LONG_TIMES:
            if cue(word).stands_by(sentence.text, sentence.start, sentence.end):
                return metric
    return "latency" if unit in _SHORT else "runtime"
