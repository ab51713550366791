"""Read what a leaderboard is asked for: ``accuracy on ImageNet``, ``tokens per joule``, ``latency on phones``."""

from __future__ import annotations

import re
from dataclasses import dataclass

import duckdb

from claims.errors import ClaimsError
from claims.report.near import near_matches
from claims.store.query import query
from claims.units import canonical_unit, to_base, unit_dimension
from claims.vocabulary import HARDWARE_KINDS, resolve_hardware, resolve_workload

# For text with single spaces.
_PLACE = re.compile(
    r"(?P<what>\S.{0,200}?) (?:on|for|in|at) (?:the |an? )?(?P<where>\S.{0,200})", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a leaderboard is asked for.

    Attributes:
        metric: Id of the metric.
        better: Which way it is better: ``more`` or ``less``.
        is_level: Whether absolute values answer it rather than improvement factors.
        unit: Base unit of the levels asked for; None for any.
        hardware: Hardware that the question names.
        workload: Workload that the question names.
    """

    metric: str
    better: str
    is_level: bool
    unit: str | None = None
    hardware: str | None = None
    workload: str | None = None


@dataclass(frozen=True, slots=True)
class _Metric:
    metric: str
    better: str
    scale: str | None
    dimensions: tuple[str, ...]


class _Names:
    """The metrics of a database under all of their names."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        rows = query(
            connection, "SELECT metric, better, scale, dimensions, aliases FROM metrics ORDER BY metric"
        )
        self.metrics: list[_Metric] = []
        self.by_name: dict[str, _Metric] = {}
        for metric, better, scale, dimensions, aliases in rows.iter_rows():
            known = _Metric(metric, better, scale, tuple(dimensions))
            self.metrics.append(known)
            for alias in aliases:
                self.by_name.setdefault(_spelling(alias), known)
        for known in self.metrics:
            self.by_name[_spelling(known.metric)] = known

    def find(self, name: str) -> _Metric | None:
        words = _spelling(name)
        return self.by_name.get(words) or self.by_name.get(words.removesuffix("s"))

    def measured_in(self, dimension: str | None) -> _Metric | None:
        return next((known for known in self.metrics if dimension and dimension in known.dimensions), None)

    def unknown(self, name: str) -> ClaimsError:
        near = near_matches(_spelling(name), self.by_name)
        return ClaimsError(
            f"no metric named {name!r}{near or '; there are ' + ', '.join(m.metric for m in self.metrics)}"
        )


def resolve_metric(connection: duckdb.DuckDBPyConnection, name: str) -> tuple[str, str]:
    """Return id and better direction of the metric that a name or an alias of it means.

    Raises:
        ClaimsError: There is none; the line names near ones.
    """
    names = _Names(connection)
    found = names.find(name)
    if found is None:
        raise names.unknown(name)
    return found.metric, found.better


def read_question(connection: duckdb.DuckDBPyConnection, text: str) -> Question:
    """Read a metric, a unit, or either of them followed by where it was measured.

    Scores of quality and everything that is asked for by its unit or with a place are questions for levels:
    98% accuracy over 97% is no factor, and latency on phones is a time.

    Args:
        connection: From :func:`claims.store.connection.open_for_reading`.
        text: ``energy``, ``tokens per joule``, ``accuracy on ImageNet``, ``latency on phones``.

    Raises:
        ClaimsError: No metric and no unit has that name; the line names near ones.
    """
    names = _Names(connection)
    whole = _measure(names, text)
    if whole is not None:
        return whole
    parts = _PLACE.fullmatch(" ".join(text.split()))
    found = _measure(names, parts["what"]) if parts else None
    if parts is None or found is None:
        raise names.unknown(parts["what"] if parts else text)
    hardware, workload = _place(parts["where"])
    return Question(
        metric=found.metric,
        better=found.better,
        is_level=found.is_level or bool(names.by_name[_spelling(found.metric)].dimensions),
        unit=found.unit,
        hardware=hardware,
        workload=workload,
    )


def _measure(names: _Names, text: str) -> Question | None:
    unit = _unit(text)
    known = names.find(text) or (names.measured_in(unit_dimension(unit)) if unit else None)
    if known is None:
        return None
    return Question(
        metric=known.metric,
        better=known.better,
        is_level=unit is not None or known.scale is not None,
        unit=to_base(1.0, unit)[1] if unit else None,
    )


def _unit(text: str) -> str | None:
    """Return the unit that a text is as a whole; single letters and words that are no unit give None."""
    try:
        unit = canonical_unit(text.strip())
        return unit if unit and unit != "1" and unit_dimension(unit) else None
    except ClaimsError:
        return None


def _place(words: str) -> tuple[str | None, str | None]:
    """Return the hardware or else the workload that words name."""
    if is_hardware(words):
        return words, None
    return None, words


def is_hardware(words: str) -> bool:
    """Return whether words name hardware: a product, a vendor, a kind."""
    if resolve_workload(words) is not None:
        return False
    return bool({*also_called(words)} & HARDWARE_KINDS) or resolve_hardware(words) is not None


def also_called(words: str) -> list[str]:
    """Return other names of the hardware or workload that words name: without plural, its usual name, its kind.

    >>> also_called("phones"), also_called("NVIDIA A100"), also_called("microcontrollers")
    (['phones', 'phone'], ['NVIDIA A100', 'A100'], ['microcontrollers', 'microcontroller', 'mcu'])
    """
    names = [words, words.removesuffix("s")]
    machine = resolve_hardware(words)
    if machine is not None:
        names.append(machine.kind if machine.generic else machine.name)
    elif (workload := resolve_workload(words)) is not None and not workload.generic:
        names.append(workload.name)
    return list(dict.fromkeys(names))


def _spelling(name: str) -> str:
    return " ".join(name.casefold().replace("_", " ").replace("-", " ").split())
