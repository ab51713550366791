"""Read what a leaderboard is asked for: ``accuracy on ImageNet``, ``tokens per joule``, ``latency on phones``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

import duckdb

from claims.errors import ClaimsError
from claims.names.entries import HARDWARE_KINDS, resolve_hardware, resolve_workload
from claims.numbers.units import canonical_unit, to_base, unit_dimension
from claims.report.near import near_matches
from claims.store.query import query

# For text with single spaces.
_PLACE = re.compile(
    r"(?P<what>\S.{0,200}?) (?:on|for|in|at) (?:the |an? )?(?P<where>\S.{0,200})", re.IGNORECASE
)
# What makes two measures of one metric: 1 and 5 of top-1 and top-5.
_MEASURE = re.compile(r"\b(?:top|pass|recall|precision|rank|hits?)[-@ ]?\d{1,3}\b", re.IGNORECASE)


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
        measure: Which of several measures of the metric, by the words of papers: ``top-1``.
    """

    metric: str
    better: str
    is_level: bool
    unit: str | None = None
    hardware: str | None = None
    workload: str | None = None
    measure: str | None = None


@dataclass(frozen=True, slots=True)
class _Metric:
    metric: str
    better: str
    scale: str | None
    dimensions: tuple[str, ...]


class _Names:
    """The metrics of a database under all of their names."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        rows = query(
            connection, "SELECT metric, better, scale, dimensions, aliases FROM metrics ORDER BY rowid"
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

    def find_open(self, name: str) -> Question | None:
        """Return the question for a metric that no list has, by its name in the papers; None where none has it."""
        found = query(self._connection, _OPEN, {"called": name}).row(0, named=True)
        if found["metric"] is None:
            return None
        return Question(
            metric=found["metric"],
            better="less" if found["falls"] else "more",
            is_level=found["levels"],
            measure=name,
        )

    def has_units(self, metric: str) -> bool:
        known = self.by_name.get(_spelling(metric))
        return known is not None and bool(known.dimensions)

    def measured_in(self, dimension: str | None) -> _Metric | None:
        return next((known for known in self.metrics if dimension and dimension in known.dimensions), None)

    def unknown(self, name: str) -> ClaimsError:
        near = near_matches(_spelling(name), self.by_name)
        return ClaimsError(
            f"no metric named {name!r}{near or '; there are ' + ', '.join(sorted(m.metric for m in self.metrics))}"
        )


_OPEN = """
    SELECT mode(metric) AS metric,
        count(*) FILTER (form = 'level') * 2 > count(*) AS levels,
        count(*) FILTER (polarity <> 'neutral' AND (change = 'decrease') = (polarity = 'better')) * 2
            > count(*) FILTER (polarity <> 'neutral') AS falls
    FROM results WHERE trim(spelled(metric_name)) = trim(spelled($called))
"""


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
    """Read a metric, a unit, or either of them with where it was measured, before or after.

    Scores of quality and everything that is asked for by its unit or with a place are questions for levels:
    98% accuracy over 97% is no factor, and latency on phones is a time.

    Args:
        connection: From :func:`claims.store.connection.open_for_reading`.
        text: ``energy``, ``tokens per joule``, ``accuracy on ImageNet``, ``ImageNet top-1 accuracy``,
            ``latency on phones``, ``throughput in tokens/s``.

    Raises:
        ClaimsError: No metric and no unit has that name; the line names near ones.
    """
    names = _Names(connection)
    asked = " ".join(text.split())
    whole = _measure(names, asked)
    if whole is not None:
        return whole
    parts = _PLACE.fullmatch(asked)
    found = _measure(names, parts["what"]) if parts else None
    if parts is None or found is None:
        before = _place_first(names, asked)
        if before is None:
            raise names.unknown(parts["what"] if parts else text)
        where, found = before
    else:
        where = parts["where"]
        unit = _unit(where)
        if unit is not None:
            return replace(found, is_level=True, unit=to_base(1.0, unit)[1])
    hardware, workload = _place(where)
    return replace(
        found,
        is_level=found.is_level or names.has_units(found.metric),
        hardware=hardware,
        workload=workload,
    )


def _place_first(names: _Names, text: str) -> tuple[str, Question] | None:
    """Return what stands before the longest metric at the end of a text, where it is known to be a place."""
    words = text.split()
    for cut in range(1, len(words)):
        found = _measure(names, " ".join(words[cut:]))
        if found is not None:
            place = " ".join(words[:cut])
            known = resolve_workload(place) is not None or is_hardware(place)
            return (place, found) if known else None
    return None


def _measure(names: _Names, text: str) -> Question | None:
    unit = _unit(text)
    known = names.find(text) or (names.measured_in(unit_dimension(unit)) if unit else None)
    if known is None:
        return names.find_open(text)
    which = _MEASURE.search(text)
    return Question(
        metric=known.metric,
        better=known.better,
        is_level=unit is not None or known.scale is not None,
        unit=to_base(1.0, unit)[1] if unit else None,
        measure=which[0] if which else None,
    )


def measures(texts: Iterable[str | None]) -> list[str]:
    """Return the measures that cannot be compared with each other among names of one metric.

    >>> measures(["top-1 accuracy", "Top 1", "accuracy", None, "top-5"])
    ['top-1', 'top-5']
    """
    found = (_MEASURE.search(text) for text in texts if text)
    return sorted({re.sub(r"[@ ]?-?(?=\d)", "-", which[0].lower(), count=1) for which in found if which})


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
