"""Which metrics a unit can measure: where word and unit disagree, the unit wins."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from claims.numbers.units import unit_dimension
from claims.syntax.lexicon import metrics

if TYPE_CHECKING:
    from claims.syntax.sentence import Sentence

_TIMES = frozenset({"latency", "runtime", "training_time", "search_cost"})
# Qualities and the like that may be measured in units of any dimension.
_ANY = frozenset(
    {
        "error", "resolution", "overhead", "other", "reliability", "context_length", "hardware_resources",
        "memory_traffic", "communication", "model_size", "compute", "psnr", "snr", "batch_size",
        "performance", "data_efficiency", "correlation",
    }
)  # fmt: skip
_STRONG = frozenset(
    {
        "throughput", "frame rate", "compute rate", "energy efficiency", "area efficiency", "money",
        "energy", "energy per data", "power", "carbon", "bandwidth", "frequency", "time",
    }
)  # fmt: skip


@cache
def dimension_metrics() -> dict[str, str]:
    """Return the metric that a dimension of units names by itself (``schema/metrics.toml``, ``units``)."""
    return {dimension: m.id for m in metrics().values() for dimension in m.units}


@cache
def by_unit(metric: str, unit: str) -> str | None:
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
    if unit.startswith("N*m"):
        return "other"  # a torque, not an energy
    own = metrics()[metric].units
    named = dimension_metrics().get(dimension)
    if dimension in own or named == metric:
        return metric
    if metric in _TIMES and dimension == "time":
        return metric
    if metric in _ANY and metric not in {
        "performance",
        "compute",
        "memory_traffic",
        "communication",
        "model_size",
    }:
        return metric
    if metric == "speed" and dimension in {"velocity", "speed", "angular velocity"}:
        return "other"
    if metric == "speed" and unit in {"Hz", "kHz"}:
        return "frame_rate"
    if (metric, dimension) in {("throughput", "frame rate"), ("frame_rate", "frequency")}:
        return metric
    if dimension == "time" and (metrics()[metric].scale or metric in {"coverage", "sparsity", "bugs"}):
        return None
    if dimension == "time" and metric in {"frame_rate", "throughput", "clock_frequency", "bandwidth"}:
        return None
    if dimension == "frequency" and metric not in {"performance", "speed", "throughput", "frame_rate"}:
        return None
    if named is not None and dimension in _STRONG:
        if metric in {"communication", "memory_traffic", "cost", "training_time"} and dimension in {
            "energy",
            "time",
        }:
            return named if dimension == "energy" else metric
        return named
    if metrics()[metric].scale and unit not in {"dB"}:
        return "error" if metric == "accuracy" and dimension in {"length", "angle"} else None
    if metric in {
        "speed",
        "energy",
        "power",
        "area",
        "cost",
        "efficiency",
        "energy_efficiency",
        "utilization",
        "coverage",
        "sparsity",
    }:
        return None
    return metric


_WITHOUT_SCALE = frozenset({"error", "correlation", "loss"})
"""Metrics that bare numbers measure though they have no scale of their own."""


def is_scored(metric: str) -> bool:
    """True where bare numbers tell how a metric changes: a BLEU gain of 2.3."""
    return bool(metrics()[metric].scale) or metric in _WITHOUT_SCALE


def takes_number(metric: str, value: float) -> bool:
    """True where a bare number can be a value of the metric: FID 2.80, F1 of 0.64, MOS 4.28."""
    scale = metrics()[metric].scale
    if value == int(value) and 1900 <= value <= 2100:
        return False
    if scale == "score" or metric in _WITHOUT_SCALE:
        return True
    if metric == "parameters":
        return value >= 10_000
    if metric in {"coverage", "sparsity", "utilization", "cache_hit_rate"}:
        return 0 < value < 1
    return scale == "percent" and (
        0 < value <= 1 or (20 <= value <= 100) or (value != int(value) and value < 100)
    )


_LATENCIES = frozenset({"ms", "us", "ns", "ps"})
_TRAIN = re.compile(r"\btrain\w*|\bfine-?tun\w+|\bconverg\w+", re.IGNORECASE)
_SEARCH = re.compile(
    r"\bsearch\w*|\b(?:GPU|TPU)[\s-](?:hours?|days?)|\bexplor\w+|\bdesign time", re.IGNORECASE
)
_RESPONSE = re.compile(
    r"\b(?:inference|respon(?:se|d)\w*|latency|per[\s-](?:frame|image|query|request|step|token|sample))\b",
    re.IGNORECASE,
)
_DEVICE = re.compile(r"\b(?:GPU|TPU)", re.IGNORECASE)


def time_metric(sentence: Sentence, unit: str, quote: str) -> str:
    """Return the metric of a time that no word names.

    Args:
        sentence: The sentence.
        unit: Unit of the time.
        quote: The measure as written (``4 GPU hours`` is the time of a search or a training).

    Returns:
        ``search_cost``, ``training_time``, ``latency`` for less than a second, else ``runtime``.
    """
    text = sentence.text[sentence.start : sentence.end]
    long = unit in {"h", "min", "day", "week"}
    if (
        (long or _DEVICE.search(quote))
        and _SEARCH.search(text)
        and (unit != "min" or "search" in text.lower())
    ):
        return "search_cost"
    if long and _TRAIN.search(text):
        return "training_time"
    return "latency" if unit in _LATENCIES or (not long and _RESPONSE.search(text)) else "runtime"
