"""The results that may stand on a leaderboard, and how many others each restriction keeps off it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb

from claims.report.conditions import vocabulary
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


@dataclass(frozen=True, slots=True)
class Found:
    """What a database holds for a leaderboard.

    Attributes:
        rows: Results that pass all restrictions, one row for each claim (and each group that it belongs to).
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
    with_tables = wanted.is_level and wanted.by is None
    tests = filters.tests(tables=with_tables)
    if not wanted.is_level:
        tests.pop("unit", None)
    source = _WITH_TABLES.format(own=_OWN[filters.own]) if with_tables else "FROM results"
    parameters: dict[str, object] = {
        name: test.value for name, test in tests.items() if test.value is not None
    }
    parameters |= {"called": wanted.called} if wanted.called else {"metric": wanted.metric}
    of_metric = _CALLED if wanted.called else "metric = $metric"
    frame = query(
        connection,
        _ROWS.format(
            source=source,
            of_metric=of_metric,
            tests="".join(f", coalesce({test.sql}, false) AS t_{name}" for name, test in tests.items()),
            flags="".join(f"f.t_{name}, " for name in tests),
            place="stands_in" if with_tables else "'abstract'",
            group=_GROUPS[wanted.by],
        ),
        parameters,
    )
    return _counted(connection, frame, wanted, list(tests))


def _counted(
    connection: duckdb.DuckDBPyConnection, frame: pl.DataFrame, wanted: Wanted, tests: Sequence[str]
) -> Found:
    """Count what each test keeps out, and keep what passes them all."""
    import polars as pl  # noqa: PLC0415

    is_wanted = pl.col("is_level" if wanted.is_level else "is_factor")

    def passing(but: str = "") -> pl.Expr:
        return pl.all_horizontal(pl.lit(True), *(pl.col(f"t_{name}") for name in tests if name != but))

    single = frame.unique("claim", maintain_order=True)
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
    in_points = pl.col("metric_text").fill_null("").str.contains("(?i)points?$")  # of a hundred, however few
    fraction = plain & (size <= 1) & ~in_points
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


_WITH_TABLES = "FROM all_results WHERE own IS NULL OR {own}"
_OWN = {"any": "true", **{own: f"own = '{own}'" for own in ("proposed", "variation", "baseline")}}
_CALLED = "trim(spelled(metric_name)) = trim(spelled($called))"
_ROWS = """
    WITH fitting AS (
        SELECT *,
            coalesce(factor IS NOT NULL AND polarity = 'better', false) AS is_factor,
            coalesce(form = 'level', false) AS is_level{tests}
        FROM (SELECT * {source}) WHERE {of_metric}
    )
    SELECT f.claim, f.paper, f.factor, nullif(f.factor_hi, f.factor) AS factor_hi,
        coalesce(f.base_lo, f.lo) AS level, coalesce(f.base_hi, f.hi) AS level_hi,
        coalesce(f.base_unit, f.unit) AS unit, f.claimed, f.kind, f.subject, f.baseline, f.hardware, f.workload,
        f.metric_text, f.metric_name, f.title, f.date, f.year, f.url, f.paper_id,
        coalesce(f.withdrawn, false) AS withdrawn, f.review, f.rule, {place} AS place, f.quote, f.sentence,
        f.quote_start, f.confidence,
        {{'subject': f.link_confidence.subject, 'baseline': f.link_confidence.baseline,
          'hardware': f.link_confidence.hardware, 'workload': f.link_confidence.workload}} AS link_confidence,
        {flags}f.is_factor, f.is_level, {group}
    ORDER BY f.claim
"""
_GROUPS: dict[By | None, str] = {
    None: 'NULL::VARCHAR AS "group", false AS group_generic FROM fitting f',
    "year": 'f.year::VARCHAR AS "group", false AS group_generic FROM fitting f',
    "baseline": """mode(g.name) OVER (PARTITION BY g.key) AS "group", g.generic AS group_generic
        FROM fitting f LEFT JOIN (
            SELECT DISTINCT claim, coalesce(baseline.name, baseline.words) AS name, baseline.generic AS generic,
                   coalesce(name_key(baseline.name), system_key(baseline.words)) AS key
            FROM claims_by_baseline WHERE baseline.name IS NOT NULL OR NOT baseline.generic
        ) g USING (claim)""",
    "workload": """g.name AS "group", false AS group_generic
        FROM fitting f LEFT JOIN (
            SELECT DISTINCT claim, coalesce(workload.name, workload.words) AS name FROM claims_by_workload
        ) g USING (claim)""",
    "hardware": """g.name AS "group", g.generic AS group_generic
        FROM fitting f LEFT JOIN (
            SELECT DISTINCT claim, coalesce(hardware.name, hardware.words) AS name,
                   hardware.vendor IS NULL AS generic
            FROM claims_by_hardware
        ) g USING (claim)""",
}
