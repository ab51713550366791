"""Read what a leaderboard is asked for: ``accuracy on ImageNet``, ``tokens per joule``, ``latency on phones``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal, cast

import duckdb

from claims.errors import ClaimsError
from claims.names.entries import HARDWARE_KINDS, resolve_hardware, resolve_workload
from claims.names.near import near_matches
from claims.numbers.units import canonical_unit, to_base, unit_dimension
from claims.store.conditions.condition import values_in
from claims.store.conditions.facets import facets_of, vocabulary
from claims.store.layout import quoted
from claims.store.query import query
from claims.syntax.vocabulary import less_is_better, load

By = Literal["baseline", "workload", "hardware", "year"]

# For text with single spaces.
_PLACE = re.compile(
    r"(?P<what>\S.{0,200}?) (?:on|for|in|at) (?:the |an? )?(?P<where>\S.{0,200})", re.IGNORECASE
)
_AGAINST = re.compile(
    r"(?P<what>\S.{0,200}?) (?:over|against|versus|vs\.?|(?:compared|relative) (?:with|to)) (?:the |an? )?"
    r"(?P<baseline>\S.{0,200}?)(?P<where> (?:on|for|in|at) \S.{0,200})?",
    re.IGNORECASE,
)
_BY = re.compile(
    r"(?P<what>\S.{0,400}?) by (?P<by>year|baseline|hardware|workload|data ?set)s?", re.IGNORECASE
)
_SO_FAR = re.compile(
    r"(?:the )?(?:best|record) (?P<what>.{0,400}?)\bso far\b(?P<rest>.{0,400})", re.IGNORECASE
)
_IN_PLACE = re.compile(r"(?:on|for|in|at) (?:the )?(?P<where>\S.{0,200})", re.IGNORECASE)
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
        baseline: What the question compares with.
        by: What the question wants groups of.
        called: Name of a metric that no list has; results are found by it alone.
        so_far: Whether the question is for the best of its time.
    """

    metric: str
    better: str
    is_level: bool
    unit: str | None = None
    hardware: str | None = None
    workload: str | None = None
    measure: str | None = None
    baseline: str | None = None
    by: By | None = None
    called: str | None = None
    so_far: bool = False


@dataclass(frozen=True, slots=True)
class _Metric:
    metric: str
    better: str
    scale: str | None
    dimensions: tuple[str, ...]
    topic: str | None


class _Names:
    """The metrics of a database under all of their names."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        rows = query(
            connection,
            "SELECT metric, better, scale, dimensions, topic, aliases FROM metrics ORDER BY rowid",
        )
        self._open: dict[str, Question | None] = {}
        self.metrics: list[_Metric] = []
        self.by_name: dict[str, _Metric] = {}
        for metric, better, scale, dimensions, topic, aliases in rows.iter_rows():
            known = _Metric(metric, better, scale, tuple(dimensions), topic)
            self.metrics.append(known)
            for alias in aliases:
                self.by_name.setdefault(_spelling(alias), known)
        for known in self.metrics:
            self.by_name[_spelling(known.metric)] = known
        asked = [*vocabulary()["asked"].items()]
        asked += [
            (sign, entry["id"])
            for entry in load("metrics.toml")["metric"]
            for sign in entry.get("symbols", ())
        ]
        for words, metric in asked:
            if metric in self.by_name:
                self.by_name.setdefault(_spelling(words), self.by_name[metric])

    def find(self, name: str) -> _Metric | None:
        words = _spelling(name)
        return self.by_name.get(words) or self.by_name.get(words.removesuffix("s"))

    def find_open(self, name: str) -> Question | None:
        """Return the question for a metric that no list has, by its name in the papers; None where none has it."""
        if name not in self._open:
            self._open[name] = self._read_open(name)
        return self._open[name]

    def _read_open(self, name: str) -> Question | None:
        # Most names that are looked for are none; all results are read for those that are.
        if query(self._connection, f"SELECT 1 WHERE EXISTS ({CALLED_SO})", {"called": name}).is_empty():
            return None
        found = query(self._connection, _OPEN.format(called=CALLED), {"called": name}).row(0, named=True)
        if found["metric"] is None:
            return None
        return Question(
            metric=found["metric"],
            better="less" if found["falls"] or (not found["told"] and _falls(name)) else "more",
            is_level=found["levels"],
            called=name,
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
            > count(*) FILTER (polarity <> 'neutral') AS falls,
        count(*) FILTER (polarity <> 'neutral') > 0 AS told
    FROM results WHERE {called}
"""
# Names are fewer than the results that hold them, and few of them hold the first word of the one that is asked for.
CALLED_SO = (
    "WITH u AS MATERIALIZED (SELECT DISTINCT metric_name AS n FROM board_results) SELECT n FROM u "
    "WHERE CASE WHEN holds_first_word(n, $called) THEN spelled(n) = spelled($called) ELSE false END"
)
"""The names that a metric is asked for by, as papers spell them."""

CALLED = f"metric_name IN ({CALLED_SO})"
"""The condition for results of a metric that no list has, by the name that papers give it."""


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
    return _read(connection, _Names(connection), text)


def _read(connection: duckdb.DuckDBPyConnection, names: _Names, text: str) -> Question:
    asked = " ".join(text.split())
    if _measure(names, asked) is None:
        grouped = _BY.fullmatch(asked)
        if grouped:
            by = "workload" if grouped["by"].lower().startswith("data") else grouped["by"].lower()
            return replace(_read(connection, names, grouped["what"]), by=cast(By, by))
        record = _SO_FAR.fullmatch(asked)
        if record:
            return replace(_read_record(connection, names, record), so_far=True)
        against = _AGAINST.fullmatch(asked)
        if against and _measure(names, against["what"]) is not None:
            found = _read(connection, names, against["what"] + (against["where"] or ""))
            return replace(found, baseline=against["baseline"], is_level=False)
    return _read_place(connection, names, asked)


def _read_record(connection: duckdb.DuckDBPyConnection, names: _Names, record: re.Match[str]) -> Question:
    """Read what the best so far is asked of; a place alone is asked for what is most often measured there."""
    rest = " ".join(f"{record['what']} {record['rest']}".split())
    place = _IN_PLACE.fullmatch(rest)
    if place is None:
        return _read_place(connection, names, rest)
    # A pattern that is a parameter would be made anew for each row.
    tests = " OR ".join(f"contains_word(words, {quoted(name)})" for name in also_called(place["where"]))
    often = query(connection, _OFTEN.format(tests=tests), {"several": list(vocabulary()["several"])})[
        "metric"
    ].to_list()
    if not often:
        raise ClaimsError(f"nothing was measured on {place['where']!r}: name a metric and another place")
    return _read_place(connection, names, f"{often[0]} on {place['where']}")


# Words are fewer than the results that hold them: which of them name the place is found out once for each.
_OFTEN = """
    WITH levels AS (
        SELECT metric, paper, workload, hardware FROM board_results
        WHERE claim > 0 AND is_level AND NOT list_contains($several, metric)
    ), measured AS MATERIALIZED (
        SELECT metric, paper, unnest(workload) AS words FROM levels
        UNION ALL SELECT metric, paper, unnest(hardware) FROM levels
    ), u AS MATERIALIZED (SELECT DISTINCT words FROM measured), named AS (SELECT words FROM u WHERE {tests})
    SELECT metric FROM measured SEMI JOIN named USING (words) GROUP BY metric
    ORDER BY count(DISTINCT paper) DESC, metric LIMIT 1
"""


def _read_place(connection: duckdb.DuckDBPyConnection, names: _Names, asked: str) -> Question:
    whole = _measure(names, asked)
    if whole is not None:
        return whole
    parts = _PLACE.fullmatch(asked)
    found = _measure(names, parts["what"]) if parts else None
    if parts is None or found is None:
        before = _place_first(names, asked)
        if before is None:
            raise names.unknown(parts["what"] if parts else asked)
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


def _falls(name: str) -> bool:
    """Return whether less is better of a metric, as far as the words of its name tell."""
    words = {*_spelling(name).split()}
    return bool(words & {*vocabulary()["less"]}) or less_is_better().search(name) is not None


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
        found = None if _is_of_known_parts(names, text) else names.find_open(text)
        return found or _measure_first(names, text)
    which = _MEASURE.search(text)
    measure = which[0] if which else text if _tells_measure(known, text) else None
    return Question(
        metric=known.metric,
        better=known.better,
        is_level=unit is not None or known.scale is not None,
        unit=to_base(1.0, unit)[1] if unit else None,
        measure=measure,
    )


def _is_of_known_parts(names: _Names, text: str) -> bool:
    """Return whether words are a known metric with a known place or groups behind it: the papers need not be asked."""
    grouped = _BY.fullmatch(text)
    what = grouped["what"] if grouped else text
    place = _PLACE.fullmatch(what)
    if place and (_unit(place["where"]) or resolve_workload(place["where"]) or is_hardware(place["where"])):
        what = place["what"]
    return what != text and names.find(what) is not None


def _measure_first(names: _Names, text: str) -> Question | None:
    """Read a metric behind words that tell which measure of it is meant: ``keypoint AP``."""
    words = text.split()
    for cut in range(1, len(words)):
        known = names.find(" ".join(words[cut:]))
        if known is not None:
            measure = " ".join(words[:cut])
            found = _measure(names, " ".join(words[cut:]))
            return replace(found, measure=measure) if found and _tells_measure(known, measure) else None
    return None


def _tells_measure(known: _Metric, words: str) -> bool:
    """Return whether words tell one of the measures that are not compared with each other."""
    if _spelling(words) == _spelling(known.metric):
        return False
    over = facets_of(known.metric, known.topic, is_level=True)
    return "measure" in values_in(words, known.metric, over)


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
    """Return other names of the hardware or workload that words name: without plural, usual, of its kind.

    >>> also_called("phones"), also_called("NVIDIA A100"), also_called("microcontrollers")
    (['phones', 'phone'], ['NVIDIA A100', 'A100'], ['microcontrollers', 'microcontroller', 'mcu'])
    """
    names = [words, words.removesuffix("s")]
    machine = resolve_hardware(words)
    if machine is not None:
        names.append(machine.kind if machine.generic else machine.name)
        names += vocabulary()["members"].get(machine.kind, ()) if machine.generic else ()
    elif (workload := resolve_workload(words)) is not None and not workload.generic:
        names.append(workload.name)
    return list(dict.fromkeys(names))


def _spelling(name: str) -> str:
    return " ".join(name.casefold().replace("_", " ").replace("-", " ").split())
