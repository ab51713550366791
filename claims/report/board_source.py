"""The results that may stand on a leaderboard, and how many others each restriction keeps off it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import duckdb

from claims.model import LINKED
from claims.report.filters import Filters
from claims.report.question import CALLED, By
from claims.store.conditions.facets import vocabulary
from claims.store.layout import BOARD
from claims.store.query import query

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a leaderboard ranks.

    Attributes:
        metric: Id of the metric.
        called: Name of a metric that no list has; "" where the id decides.
        better: ``more`` or ``less``.
        is_level: Whether absolute values are ranked, or improvement factors.
        by: What groups have in common; None where conditions make the groups.
        has_tables: Whether the database holds results of tables.
    """

    metric: str
    called: str
    better: str
    is_level: bool
    by: By | None
    has_tables: bool = True

    @property
    def of_metric(self) -> str:
        """The condition for results of the metric in SQL, with :attr:`parameters`."""
        return CALLED if self.called else "metric = $metric"

    @property
    def parameters(self) -> dict[str, object]:
        """What :attr:`of_metric` takes."""
        return {"called": self.called} if self.called else {"metric": self.metric}

    @property
    def with_tables(self) -> bool:
        """Whether results of tables count: those of no improvement, and of no group that is asked for."""
        return self.has_tables and self.is_level and self.by is None


@dataclass(frozen=True, slots=True)
class Found:
    """What a database holds for a leaderboard.

    Attributes:
        rows: Results that pass all restrictions, one row for each claim (and each group that it belongs to), with what
            they are ranked by; what is shown of them is for :func:`details_of`.
        total: Results of the metric, whatever their form.
        factors: How many of them pass all restrictions and have an improvement factor for the better.
        levels: How many of them pass all restrictions and are absolute values.
        alone: For each restriction: how many results of the form wanted would be added without it.
        impossible: Levels that cannot be true: below 0 or above 100 %.
    """

    rows: pl.DataFrame
    total: int
    factors: int
    levels: int
    alone: Mapping[str, int]
    impossible: int


def find_results(connection: duckdb.DuckDBPyConnection, wanted: Wanted, filters: Filters) -> Found:
    """Return the results for a leaderboard, and count those that are kept off it.

    Args:
        connection: From :func:`claims.store.connection.reading`.
        wanted: What is ranked.
        filters: What it is restricted to.
    """
    tests = filters.tests(among=wanted.of_metric, tables=wanted.with_tables)
    if not wanted.is_level:
        tests.pop("unit", None)
    parameters: dict[str, object] = {
        name: test.value for name, test in tests.items() if test.value is not None
    }
    form = "is_level" if wanted.is_level else "is_factor"
    kept = ""
    if filters.dataset is not None:
        kept = _OF_DATASET
        parameters |= {"is_level": wanted.is_level, "dataset": filters.dataset}
    found = query(
        connection,
        _ROWS.format(
            source=_source(wanted, filters),
            value=_LEVEL if wanted.is_level else _FACTOR,
            condition="k" if kept else "f",
            doubt=_doubt(filters, wanted),
            usual=_reads_as_usual(filters.sure),
            by=f", f.{wanted.by}" if wanted.by else "",
            counts=", ".join(f"{count} AS {name}" for name, count in _counts(form, [*tests]).items()),
            passing=" AND ".join([form, *(f"t_{name}" for name in tests)]),
            tests="".join(f", coalesce({test.sql}, false) AS t_{name}" for name, test in tests.items()),
            names=_NAMES_OF_BASELINES if wanted.by == "baseline" else "",
            group=f"{_GROUPS[wanted.by]} {kept}",
        ),
        {**parameters, **wanted.parameters},
    )
    numbers = found.row(0, named=True)
    frame = found.filter(found["claim"].is_not_null()).drop(_counts(form, [*tests]))
    if wanted.by not in (None, "year"):
        frame = frame.filter(frame["group"].is_not_null())
    impossible = 0
    if wanted.is_level:
        frame, impossible = _on_one_scale(connection, frame, wanted)
    return Found(
        rows=frame.drop("in_points"),
        total=numbers["n_total"],
        factors=numbers["n_factors"],
        levels=numbers["n_levels"],
        alone={name: numbers[f"n_{name}"] for name in tests},
        impossible=impossible,
    )


def _counts(form: str, tests: Sequence[str]) -> dict[str, str]:
    """Return what is counted among all results of a metric, in SQL: for each test, what it alone keeps out."""

    def passing(but: str = "") -> str:
        return " AND ".join(["true", *(f"t_{name}" for name in tests if name != but)])

    conditions = {
        "n_total": "true",
        "n_factors": f"{passing()} AND is_factor",
        "n_levels": f"{passing()} AND is_level",
        **{f"n_{name}": f"{form} AND NOT t_{name} AND {passing(but=name)}" for name in tests},
    }
    return {name: f"count(*) FILTER ({condition})" for name, condition in conditions.items()}


def details_of(
    connection: duckdb.DuckDBPyConnection, wanted: Wanted, claims: Iterable[int]
) -> dict[int, dict[str, Any]]:
    """Return everything that a board shows of results, by their numbers.

    Args:
        connection: From :func:`claims.store.connection.reading`.
        wanted: What is ranked.
        claims: Their numbers.
    """
    sql = _DETAILS.format(place="stands_in" if wanted.with_tables else "'abstract'", **_near(wanted))
    numbers = sorted({*claims}) or [0]
    parameters = {"claims": numbers, "first": numbers[0], "last": numbers[-1], **_parameters_near(wanted)}
    found = query(connection, sql, parameters)
    return {row["claim"]: row for row in found.iter_rows(named=True)}


def _near(wanted: Wanted) -> dict[str, str]:
    """Return where results are that are known by number: those of one metric stand together.

    To look for the name of a metric that no list has would take longer than to read all of them.
    """
    source = "all_results" if wanted.with_tables else "results"
    return {"source": source, "near": "true" if wanted.called else wanted.of_metric}


def _parameters_near(wanted: Wanted) -> dict[str, object]:
    return {} if wanted.called else wanted.parameters


def _source(wanted: Wanted, filters: Filters) -> str:
    of = f"(own IS NULL OR {_OWN[filters.own]})" if wanted.with_tables else "claim > 0"
    return f"FROM {BOARD} WHERE {wanted.of_metric} AND {of}"


def _doubt(filters: Filters, wanted: Wanted) -> str:
    """Return what makes it doubtful that a row belongs on the board, in SQL: its number, or a name asked for."""
    by = [wanted.by] if wanted.by not in (None, "year") else []
    asked = dict.fromkeys([*filters.places, *by])
    # Nobody knows how sure results of tables are, nor what is suggested: who asks for these sees them.
    number = f"WHEN f.confidence < {filters.sure['claim']} THEN 'number'"
    if filters.mentioned:
        number += "".join(
            f" WHEN len(f.{name}) = 0 THEN '{name}'" for name in asked if name in ("hardware", "workload")
        )
    names = [
        f"WHEN {_is_there(name)} AND f.link_confidence.{name} < {filters.sure[name]} THEN '{name}'"
        for name in asked
    ]
    return f"CASE {' '.join([number, *names])} ELSE '' END"


def _is_there(link: str) -> str:
    return f"len(f.{link}) > 0" if link in ("hardware", "workload") else f"f.{link} IS NOT NULL"


def _reads_as_usual(sure: Mapping[str, float]) -> str:
    """Return whether a row has the names that it has usually, in SQL: its condition is known then."""
    usual = vocabulary()["sure"]
    same = [
        f"coalesce((f.link_confidence.{name} < {sure[name]}) = (f.link_confidence.{name} < {usual[name]}), true)"
        for name in LINKED
        if sure[name] != usual[name]
    ]
    return " AND ".join(same) or "true"


def _on_one_scale(
    connection: duckdb.DuckDBPyConnection, frame: pl.DataFrame, wanted: Wanted
) -> tuple[pl.DataFrame, int]:
    """Bring levels of one quality to one scale; leave out and count those that cannot be true.

    48.4 mAP, 48.4 % and 0.484 are one; so are 41 and 0.41 BLEU, where 100 is the best there is.
    """
    import polars as pl  # noqa: PLC0415

    scales = query(connection, "SELECT scale FROM metrics WHERE metric = ?", [wanted.metric])[
        "scale"
    ].to_list()
    scale = scales[0] if scales else None
    full = 100.0 if scale == "percent" else vocabulary()["full"].get(wanted.metric)
    if full is None or wanted.called:
        return frame, 0
    unit, plain = pl.col("unit"), pl.col("unit").is_in(["1", ""]) | pl.col("unit").is_null()
    size = pl.max_horizontal("level", pl.col("level_hi").fill_null(pl.col("level"))).abs()
    fraction = plain & (size <= 1) & ~pl.col("in_points")
    times = (
        pl.when(fraction & (full != 1)).then(pl.lit(full))
        .when((unit == "percent") & (full == 1)).then(pl.lit(0.01))
        .otherwise(pl.lit(1.0))
    )  # fmt: skip
    is_one = plain | (unit == "percent")
    new = "percent" if scale == "percent" else "1"
    frame = frame.with_columns(
        level=pl.col("level") * times,
        level_hi=pl.col("level_hi") * times,
        unit=pl.when(is_one).then(pl.lit(new)).otherwise(unit),
    )
    outside = (pl.col("level") > full) | ((pl.col("level") < 0) & (full != 1))
    true = ~((pl.col("unit") == new) & outside) if wanted.better == "more" else pl.lit(True)
    kept = frame.filter(true.fill_null(True))
    return kept, frame.height - kept.height


_OWN = {"any": "true", **{own: f"own = '{own}'" for own in ("proposed", "variation", "baseline")}}
# All of the metric, those that are left out as well: they are counted. Of texts, there are only those that they are
# ranked by.
_ROWS = """
    WITH every AS MATERIALIZED (
        SELECT f.claim, f.paper, f.factor, f.factor_hi, {value}, f.kind, f.date, f.quote_start, {doubt} AS doubt,
            {usual} AS usual, f.condition{by}, f.is_factor, f.is_level{tests}
        FROM ({source}) f
    ), fitting AS (FROM every WHERE {passing}){names}
    FROM (SELECT {counts} FROM every) LEFT JOIN (
        SELECT f.claim, f.paper, f.factor, f.factor_hi, f.level, f.level_hi, f.unit, f.in_points, f.kind, f.date,
            f.quote_start, f.doubt, CASE WHEN f.usual THEN {condition}.condition END AS condition, {group}
    ) ON true
"""
_LEVEL = "f.level, f.level_hi, f.unit, f.in_points"
_FACTOR = "NULL::DOUBLE AS level, NULL::DOUBLE AS level_hi, NULL::VARCHAR AS unit, false AS in_points"
# Where a data set is asked for, a result that names several has the condition that it has for that one.
_OF_DATASET = """
    LEFT JOIN (
        SELECT claim, condition FROM conditions WHERE dataset = $dataset AND is_level = $is_level
    ) k ON k.claim = f.claim
"""
_DETAILS = """
    SELECT claim, paper_id, quote, sentence, title, metric, metric_text, metric_name, subject, baseline, hardware,
        workload, claimed, year, url, coalesce(withdrawn, false) AS withdrawn, review, rule, {place} AS place,
        confidence, {{'subject': link_confidence.subject, 'baseline': link_confidence.baseline,
          'hardware': link_confidence.hardware, 'workload': link_confidence.workload}} AS link_confidence
    FROM {source} WHERE {near} AND claim BETWEEN $first AND $last AND claim IN (SELECT unnest($claims::INTEGER[]))
"""
# Words are fewer than the results that hold them: what they name is found out once for each. One system has the name
# that it has most often, and of those the one that it has first.
_NAMES_OF_BASELINES = """, named AS MATERIALIZED (
        SELECT DISTINCT u.words, u.results, u.first_claim, coalesce(s.name, e.name) AS name,
            coalesce(e.generic, false) AS generic, coalesce(s.key, name_key(e.name)) AS key
        FROM (
            SELECT baseline AS words, count(*) AS results, min(claim) AS first_claim FROM fitting GROUP BY baseline
        ) u
        LEFT JOIN mentions m ON m.kind = 'baseline' AND m.words = u.words
        LEFT JOIN entities e ON e.vocabulary = m.vocabulary AND e.name = m.entity
        LEFT JOIN systems s ON s.words = u.words AND s.entity IS NOT DISTINCT FROM e.name
        WHERE coalesce(s.name, e.name) IS NOT NULL
    ), called AS (
        SELECT key, arg_max(name, (results, -first_claim)) AS name FROM (
            SELECT key, name, sum(results) AS results, min(first_claim) AS first_claim FROM named GROUP BY key, name
        ) GROUP BY key
    )"""
_GROUPS: dict[By | None, str] = {
    None: 'NULL::VARCHAR AS "group", false AS group_generic FROM fitting f',
    "year": 'f.year::VARCHAR AS "group", false AS group_generic FROM fitting f',
    "baseline": """c.name AS "group", g.generic AS group_generic
        FROM fitting f LEFT JOIN named g ON g.words = f.baseline LEFT JOIN called c ON c.key = g.key""",
    "workload": """g.name AS "group", false AS group_generic
        FROM fitting f LEFT JOIN (
            SELECT DISTINCT u.claim, coalesce(m.entity, u.words) AS name
            FROM (SELECT claim, unnest(workload) AS words FROM fitting) u
            LEFT JOIN mentions m ON m.kind = 'workload' AND m.words = u.words
        ) g ON g.claim = f.claim""",
    "hardware": """g.name AS "group", g.generic AS group_generic
        FROM fitting f LEFT JOIN (
            SELECT DISTINCT u.claim, coalesce(h.name, u.words) AS name, h.vendor IS NULL AS generic
            FROM (SELECT claim, unnest(hardware) AS words FROM fitting) u
            LEFT JOIN mentions m ON m.kind = 'hardware' AND m.words = u.words
            LEFT JOIN hardware h ON h.name = m.entity
        ) g ON g.claim = f.claim""",
}
