"""What a number states: a level or a difference, in which unit.

Where word and unit disagree, the unit tells the metric.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from claims.numbers.numerals import without_noise
from claims.numbers.units import unit_dimension
from claims.syntax.vocabulary import metrics
from claims.tables.label import Label
from claims.tables.model import ResultForm
from claims.tables.numbers import Number
from claims.tables.vocabulary import HeadMetric, spelled, words

_MACHINE_GROUPS = frozenset({"time and rate", "energy and cost"})
_UNIT_METRICS = {
    "frame/s": "frame_rate",
    "FLOP": "compute",
    "GFLOP": "compute",
    "MFLOP": "compute",
    "TFLOP": "compute",
    "MAC": "compute",
    "GMAC": "compute",
    "MMAC": "compute",
    "token/s": "throughput",
    "W": "power",
    "mW": "power",
    "J": "energy",
    "mJ": "energy",
    "Wh": "energy",
    "kWh": "energy",
    "USD": "cost",
}
_DIMENSION_METRICS = {
    "time": "runtime",
    "throughput": "throughput",
    "data": "memory",
    "bandwidth": "bandwidth",
    "frequency": "clock_frequency",
    "power": "power",
    "energy": "energy",
    "money": "cost",
    "area": "area",
    "energy efficiency": "energy_efficiency",
    "compute rate": "compute_rate",
}
RATES = frozenset(
    {
        "accuracy",
        "error_rate",
        "precision",
        "recall",
        "f1",
        "auc",
        "map",
        "wer",
        "pass_rate",
        "win_rate",
        "success_rate",
        "iou",
        "coverage",
        "sparsity",
        "utilization",
    }
)
_PLAIN = frozenset(
    {
        "score",
        "bleu",
        "rouge",
        "codebleu",
        "fid",
        "ssim",
        "perplexity",
        "correlation",
        "parameters",
        "rank",
        "runtime",
        "loss",
        "context_length",
        "throughput",
        "compression",
    }
)
_RELATIVE = frozenset(
    {
        "speed",
        "latency",
        "runtime",
        "training_time",
        "throughput",
        "energy",
        "power",
        "memory",
        "parameters",
        "compute",
        "model_size",
        "cost",
        "frame_rate",
        "search_cost",
    }
)


class Reading(NamedTuple):
    """What is known of a number.

    Attributes:
        number: The number.
        order: Its place among those of the cell, from 0.
        metric: The metric that heads and caption name.
        unit: Unit of the heads or the caption.
        multiplier: Multiplier of the heads.
        big: True where values of its line go beyond 1.
        most: The largest of them.
        labels: The labels that hold for the cell.
        relative: True where the caption says that differences are relative.
        change: True where it says that signed numbers are differences.
    """

    number: Number
    order: int
    metric: HeadMetric
    unit: str | None
    multiplier: float
    big: bool
    most: float
    labels: tuple[Label, ...]
    relative: bool = False
    change: bool = False


class Stated(NamedTuple):
    """What it states."""

    form: ResultForm
    value: float
    uncertainty: float | None
    unit: str | None
    metric: HeadMetric


def read_form(reading: Reading) -> Stated:
    """Return what a number states."""
    number, metric = reading.number, reading.metric
    unit = number.unit or reading.unit
    metric = _by_unit(metric, unit)
    is_place = any(label.rank for label in reading.labels)
    if metric.id == "rank" and is_place and number.decimals and abs(number.value) < 1:
        metric = HeadMetric("score", "more")  # how well positions are told
    if metric.id == "runtime" and any(
        spelled(x.split or "").casefold() in words("training") for x in reading.labels
    ):
        metric = HeadMetric("training_time", "less", metric.unit)
    difference = any(label.difference for label in reading.labels)
    relative = reading.relative or any(label.relative for label in reading.labels)
    is_change = (
        difference
        or number.is_difference
        or (reading.change and number.signed)
        or number.arrow == "same"
        or bool(number.arrow and reading.order > 0)
        or (number.arrow != "" and number.unit == "percent" and reading.order == 0)
    )
    multiplier = 1.0 if number.scaled or is_change else reading.multiplier
    value = without_noise(number.value * multiplier)
    if metric.id == "rank" and not is_change:
        place = is_place and not number.decimals  # no mean or median of ranks
        return Stated("rank" if place else "level", value, number.uncertainty, "1", metric)
    if is_change:
        return _change(reading, metric, unit, relative)
    if number.of and metric.id in RATES:
        return Stated("level", without_noise(100 * number.value / number.of), None, "percent", metric)
    uncertainty = None if number.uncertainty is None else without_noise(number.uncertainty * multiplier)
    if metric.id == "speed" and (unit or metric.unit) == "x":
        return Stated("ratio", value, uncertainty, "x", metric)
    return Stated("level", value, uncertainty, _unit(metric, unit, reading.big), metric)


def are_changes(numbers: Sequence[Number]) -> bool:
    """True where all numbers have signs, some of them plus: one that has fallen stands among those that have grown."""
    signed = all(n.signed or n.value == 0 for n in numbers)
    return signed and any(n.is_difference for n in numbers)


def scale_of(metric: HeadMetric | None, text: str | None) -> str | None:
    """Return what rates of one scale share: error rates of words and of characters, else their name."""
    errors = metric is not None and metric.id in {"wer", "error_rate"}
    return "ER" if errors and text and text.rstrip("s").endswith("ER") else text


def fits(metric: HeadMetric, unit: str) -> bool:
    """True where a unit measures what a metric is about."""
    dimension = unit_dimension(unit)
    known = metrics()[metric.id].units
    return dimension in known or (
        dimension == "time" and metric.id in {"runtime", "training_time", "latency"}
    )


def is_time_beside(metric: HeadMetric, unit: str) -> bool:
    """True for a time where a metric that is none is spoken of."""
    return metric.id in RATES and unit_dimension(unit) == "time"


def metric_of_unit(unit: str) -> str | None:
    """Return the metric that a unit names where no word does: frames a second, joules."""
    return _UNIT_METRICS.get(unit)


def _by_unit(metric: HeadMetric, unit: str | None) -> HeadMetric:
    """Let the unit choose the metric where the word says another thing."""
    if metric.id == "error" and unit == "percent" and not metric.strong:
        return HeadMetric("error_rate", "less")  # "Errors (%)"; MAPE is an error as well
    if metric.id == "parameters" and unit and unit_dimension(unit) == "data":
        return HeadMetric("model_size", metrics()["model_size"].better)  # "Size (MB)"
    known = _UNIT_METRICS.get(unit or "")
    if known is None and unit and metric.id == "score":
        known = _DIMENSION_METRICS.get(unit_dimension(unit) or "")
    if (
        known is None
        or known == metric.id
        or (
            metric.id
            not in {
                "score",
                "cost",
                "speed",
                "runtime",
                "training_time",
                "performance",
                "efficiency",
                "latency",
                "other",
            }
        )
    ):
        return metric
    base = metrics()[known]
    return HeadMetric(known, base.better)


def _unit(metric: HeadMetric, unit: str | None, big: bool) -> str | None:
    if metric.id in RATES:
        return "percent" if unit == "percent" or big else "1"
    if unit == "x" and metric.id in {"runtime", "throughput"}:
        return "1"
    if unit and unit != "1":
        return unit
    if metric.unit:
        return metric.unit
    return "1" if metric.id in _PLAIN else None


def _is_share_of(number: Number, metric: HeadMetric, reading: Reading) -> bool:
    """True for a percentage beside values that are none, or are too small: a MOS that grows by 12%."""
    in_percent = any(label.unit == "percent" and not label.difference for label in reading.labels)
    beyond = not reading.big and abs(number.value) / 100 > reading.most  # no rate of 0.07 falls by 19 points
    return number.unit == "percent" and (beyond or (metric.id not in RATES and not in_percent))


def _change(reading: Reading, metric: HeadMetric, unit: str | None, relative: bool) -> Stated:
    number = reading.number
    value = number.value
    if (
        number.arrow == "down"
        and value > 0
        and not number.signed
        and (reading.order > 0 or number.bracketed or number.unit == "percent" or number.raised)
    ):
        value = -value
    if unit == "x":
        return Stated("ratio", value, number.uncertainty, "x", metric)
    if relative or (unit == "percent" and metric.id in _RELATIVE) or _is_share_of(number, metric, reading):
        return Stated("percent", value, number.uncertainty, "percent", metric)
    spoken = (
        unit
        if unit
        else (
            "percent"
            if metric.id in RATES and (abs(value) > 0.2 or reading.big)
            else _unit(metric, None, False)
        )
    )
    return Stated("points", value, number.uncertainty, spoken, metric)


@cache
def depends_on_machine(metric: str) -> bool:
    """True for times, rates, energy and memory, which are of a machine as well."""
    return metrics()[metric].group in _MACHINE_GROUPS or metric == "memory"
