"""The results that may stand on a leaderboard, and how many others each restriction keeps off it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import duckdb

from claims.conditions import vocabulary
from claims.model import LINKED
from claims.report.filters import Filters
from claims.report.question import By
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
    """

    metric: str
    called: str
    better: str
    is_level: bool
    by: By | None

    @property
    def with_tables(self) -> bool:
        """Whether results of tables count: those of no improvement, and of no group that is asked for."""
        return self.is_level and self.by is None


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
        impossible: Levels above all that can be true.
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
    tests = filters.tests(among=_of_metric(wanted), tables=wanted.with_tables)
    if not wanted.is_level:
        tests.pop("unit", None)
    parameters: dict[str, object] = {
        name: test.value for name, test in tests.items() if test.value is not None
    }
    frame = query(
        connection,
        _ROWS.format(
            source=_source(wanted, filters),
            tests="".join(f", coalesce({test.sql}, false) AS t_{name}" for name, test in tests.items()),
            flags="".join(f"f.t_{name}, " for name in tests),
            doubt=_doubt(filters, wanted),
            usual=_reads_as_usual(filters.sure),
            group=_GROUPS[wanted.by],
        ),
        {**parameters, **_parameters(wanted), "is_level": wanted.is_level, "dataset": filters.dataset},
    )
    return _counted(connection, frame, wanted, list(tests))


def details_of(
    connection: duckdb.DuckDBPyConnection, wanted: Wanted, claims: Iterable[int]
) -> dict[int, dict[str, Any]]:
    """Return everything that a board shows of results, by their numbers.

    Args:
        connection: From :func:`claims.store.connection.reading`.
        wanted: What is ranked.
        claims: Their numbers.
    """
    sql = _DETAILS.format(
        source="all_results" if wanted.with_tables else "results",
        place="stands_in" if wanted.with_tables else "'abstract'",
    )
    found = query(connection, sql, {"claims": sorted({*claims})})
    return {row["claim"]: row for row in found.iter_rows(named=True)}


def _of_metric(wanted: Wanted) -> str:
    """Return the condition for results of a metric; papers have few spellings for one that no list knows."""
    return _CALLED if wanted.called else "metric = $metric"


def _parameters(wanted: Wanted) -> dict[str, object]:
    return {"called": wanted.called} if wanted.called else {"metric": wanted.metric}


def _source(wanted: Wanted, filters: Filters) -> str:
    if not wanted.with_tables:
        return f"FROM results WHERE {_of_metric(wanted)}"
    return f"FROM all_results WHERE {_of_metric(wanted)} AND (own IS NULL OR {_OWN[filters.own]})"


def _doubt(filters: Filters, wanted: Wanted) -> str:
    """Return what makes it doubtful that a row belongs on the board, in SQL: its number, or a name asked for."""
    by = [wanted.by] if wanted.by not in (None, "year") else []
    asked = dict.fromkeys([*filters.places, *by])
    number = f"WHEN f.rule <> 'table' AND coalesce(f.confidence, 0) < {filters.sure['claim']} THEN 'number'"
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


def _counted(
    connection: duckdb.DuckDBPyConnection, frame: pl.DataFrame, wanted: Wanted, tests: Sequence[str]
) -> Found:
    """Count what each test keeps out, and keep what passes them all."""
    import polars as pl  # noqa: PLC0415

    is_wanted = pl.col("is_level" if wanted.is_level else "is_factor")

    def passing(but: str = "") -> pl.Expr:
        return pl.all_horizontal(pl.lit(True), *(pl.col(f"t_{name}") for name in tests if name != but))

    single = frame.unique("claim", maintain_order=True) if wanted.by not in (None, "year") else frame
    alone = {
        name: single.filter(is_wanted & ~pl.col(f"t_{name}") & passing(but=name)).height for name in tests
    }
    rows, impossible = frame.filter(is_wanted & passing()), 0
    if wanted.by not in (None, "year"):
        rows = rows.filter(pl.col("group").is_not_null())
    if wanted.is_level:
        rows, impossible = _on_one_scale(connection, rows, wanted)
    passed = single.filter(passing())
    return Found(
        rows, single.height, int(passed["is_factor"].sum()), int(passed["is_level"].sum()), alone, impossible
    )


def _on_one_scale(
    connection: duckdb.DuckDBPyConnection, frame: pl.DataFrame, wanted: Wanted
) -> tuple[pl.DataFrame, int]:
    """Bring levels of one quality to one scale; leave out and count those above all that can be true.

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
    true = ~((pl.col("unit") == new) & (pl.col("level") > full)) if wanted.better == "more" else pl.lit(True)
    kept = frame.filter(true.fill_null(True))
    return kept, frame.height - kept.height


_OWN = {"any": "true", **{own: f"own = '{own}'" for own in ("proposed", "variation", "baseline")}}
_CALLED = (
    "metric_name IN (SELECT n FROM (SELECT DISTINCT metric_name AS n FROM results) "
    "WHERE trim(spelled(n)) = trim(spelled($called)))"
)
# Points are of a hundred, however few.
_ROWS = """
    WITH fitting AS (
        SELECT *,
            coalesce(factor IS NOT NULL AND polarity = 'better', false) AS is_factor,
            coalesce(form = 'level', false) AS is_level{tests}
        FROM ({source})
    ), kept AS (
        SELECT claim, condition FROM conditions WHERE is_level = $is_level AND dataset IS NOT DISTINCT FROM $dataset
    )
    SELECT f.claim, f.paper, f.paper_id, f.factor, nullif(f.factor_hi, f.factor) AS factor_hi,
        coalesce(f.base_lo, f.lo) AS level, coalesce(f.base_hi, f.hi) AS level_hi,
        coalesce(f.base_unit, f.unit) AS unit, f.kind, f.date, f.quote_start,
        {doubt} AS doubt, CASE WHEN {usual} THEN k.condition END AS condition,
        CASE WHEN f.form = 'level' AND f.unit = '1' THEN regexp_matches(coalesce(f.metric_text, ''), 'points?$', 'i')
             ELSE false END AS in_points,
        {flags}f.is_factor, f.is_level, {group}
    ORDER BY f.claim
"""
_DETAILS = """
    SELECT claim, quote, sentence, title, metric, metric_text, metric_name, subject, baseline, hardware, workload,
        claimed, year, url, coalesce(withdrawn, false) AS withdrawn, review, rule, {place} AS place, confidence,
        {{'subject': link_confidence.subject, 'baseline': link_confidence.baseline,
          'hardware': link_confidence.hardware, 'workload': link_confidence.workload}} AS link_confidence
    FROM {source} WHERE claim IN (SELECT unnest($claims::INTEGER[]))
"""
_JOINED = "FROM fitting f LEFT JOIN kept k ON k.claim = f.claim"
_GROUPS: dict[By | None, str] = {
    None: 'NULL::VARCHAR AS "group", false AS group_generic ' + _JOINED,
    "year": 'f.year::VARCHAR AS "group", false AS group_generic ' + _JOINED,
    "baseline": f"""mode(g.name) OVER (PARTITION BY g.key) AS "group", g.generic AS group_generic
        {_JOINED} LEFT JOIN (
            SELECT DISTINCT claim, coalesce(s.name, baseline.name) AS name, baseline.generic AS generic,
                   coalesce(s.key, name_key(baseline.name)) AS key
            FROM claims_by_baseline c
            LEFT JOIN systems s ON s.words = c.baseline.words AND s.entity IS NOT DISTINCT FROM c.baseline.name
            WHERE coalesce(s.name, baseline.name) IS NOT NULL
        ) g ON g.claim = f.claim""",
    "workload": f"""g.name AS "group", false AS group_generic
        {_JOINED} LEFT JOIN (
            SELECT DISTINCT claim, coalesce(workload.name, workload.words) AS name FROM claims_by_workload
        ) g ON g.claim = f.claim""",
    "hardware": f"""g.name AS "group", g.generic AS group_generic
        {_JOINED} LEFT JOIN (
            SELECT DISTINCT claim, coalesce(hardware.name, hardware.words) AS name,
                   hardware.vendor IS NULL AS generic
            FROM claims_by_hardware
        ) g ON g.claim = f.claim""",
}
