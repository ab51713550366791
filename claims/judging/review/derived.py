"""What follows from the corrected fields of a claim: its factor, its level in base units, its names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from claims.errors import ClaimsError
from claims.model import Change, Form, Polarity
from claims.numbers.units import to_base
from claims.reading.normal_form import better_way, improvement_factor
from claims.syntax.phrases.metric_spelling import spelled
from claims.syntax.phrases.workload_classes import class_of_workload
from claims.syntax.vocabulary import metrics

_NO_MEASURES = frozenset({"1", "percent", "x"})


class Number(NamedTuple):
    """The fields that the normal form of a claim follows from."""

    form: Form
    lo: float
    hi: float | None
    unit: str
    metric: str
    metric_text: str | None
    change: Change
    polarity: Polarity


class Normal(NamedTuple):
    """The normal form: the fields of :class:`claims.model.Claim` of these names."""

    factor: float | None
    factor_hi: float | None
    base_lo: float | None
    base_hi: float | None
    base_unit: str | None
    metric_name: str | None


def normal_form(number: Number) -> Normal:
    """Return what follows from the number and the metric of a claim, as the pipeline has it.

    >>> normal_form(Number("percent", 73, 73, "percent", "energy", "energy", "decrease", "better"))[0]
    3.7037037037
    """
    metric = metrics().get(number.metric)
    better = better_way(metric, number.metric_text, number.change, number.polarity) if metric else None
    factor = improvement_factor(number.form, number.lo, number.change, better)
    factor_hi = improvement_factor(number.form, number.hi, number.change, better)
    base_lo = base_hi = base_unit = None
    if number.form == "level" and number.unit not in _NO_MEASURES:
        try:
            base_lo, base_unit = to_base(number.lo, number.unit)
            base_hi = to_base(number.hi, number.unit)[0] if number.hi is not None else None
        except ClaimsError:  # a unit that this version no longer knows
            base_lo = base_hi = base_unit = None
    words = number.metric_text
    name = spelled(words) if words else None
    if name is None and number.metric != "other":
        name = number.metric.replace("_", " ")
    return Normal(factor, factor_hi, base_lo, base_hi, base_unit, name)


def workload_kinds(workloads: Iterable[Sequence[str]]) -> list[list[str]]:
    """Return for each list of workloads what each of them is."""
    return [[_kind(name) for name in names] for names in workloads]


@lru_cache(maxsize=16384)
def _kind(name: str) -> str:
    return class_of_workload(name)
