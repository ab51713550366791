"""Rank papers by what they claim for one metric, without hiding what must not be compared.

Best cases and averages share a list only with a column that tells them apart; a paper has one row, or one in
each group; the conservative end of a range decides its rank; levels are ranked within one unit, in the right
direction.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import duckdb

from claims.report.board_notes import (
    LEAST_PAPERS,
    Note,
    baselines_note,
    impossible_note,
    kinds_note,
    measures_note,
    nothing_note,
    reviewed_note,
    tables_note,
)
from claims.report.filters import Filters
from claims.report.question import read_question
from claims.store.query import query

if TYPE_CHECKING:
    import polars as pl

By = Literal["baseline", "workload", "hardware"]

MOST_GROUPS = 12


@dataclass(frozen=True, slots=True)
class Board:
    """A leaderboard.

    Attributes:
        rows: One row for each paper (in each group), best first.
        better: Which way the metric is better: ``more`` or ``less``.
        notes: What a reader has to know to compare the rows.
        title: What is ranked, in words.
        by: What the column ``group`` holds; None where there are no groups.
    """

    rows: pl.DataFrame
    better: str
    notes: tuple[Note, ...]
    title: str = ""
    by: By | None = None


def board_of(
    connection: duckdb.DuckDBPyConnection,
    question: str,
    *,
    filters: Filters,
    levels: bool | None = None,
    by: By | None = None,
    top: int = 20,
) -> Board:
    """Answer a question for a leaderboard.

    Args:
        connection: From :func:`claims.store.connection.reading`.
        question: A metric by id or any name, or a unit; with a place, too: "latency on phones".
        filters: What it is restricted to, besides what the question says.
        levels: Whether absolute values are ranked, or improvement factors; None lets the question decide.
        by: Rank within groups that compare like with like.
        top: Number of rows, of each group.

    Raises:
        ClaimsError: The question names no metric.
    """
    asked = read_question(connection, question)
    is_level = asked.is_level if levels is None else levels
    filters = replace(
        filters,
        hardware=filters.hardware or asked.hardware,
        workload=filters.workload or asked.workload,
        measure=filters.measure or asked.measure,
        unit=asked.unit if is_level else None,
    )
    make = level_board if is_level else factor_board
    return make(connection, asked.metric, better=asked.better, filters=filters, top=top, by=by)


def factor_board(
    connection: duckdb.DuckDBPyConnection,
    metric: str,
    *,
    better: str,
    filters: Filters,
    top: int,
    by: By | None = None,
) -> Board:
    """Rank papers by improvement factor, at the lower end of ranges; in groups, where ``by`` names what."""
    links = filters.links("subject", "baseline", "hardware", "workload")
    rows = _ranked(connection, _FACTORS, metric, filters, top, by, links=links)
    notes = [*kinds_note(rows), *([] if by == "baseline" or filters.baseline else baselines_note(rows))]
    return _board(connection, metric, rows, better, notes, filters, by, "factor")


def level_board(
    connection: duckdb.DuckDBPyConnection,
    metric: str,
    *,
    better: str,
    filters: Filters,
    top: int,
    by: By | None = None,
) -> Board:
    """Rank papers by absolute values in base units, the most frequent unit first."""
    end, order = ("level_hi", "ASC") if better == "less" else ("level", "DESC")
    place = "'abstract'" if by else "stands_in"
    links = filters.links("subject", "hardware", "workload")
    rows = _ranked(
        connection, _LEVELS, metric, filters, top, by, end=end, order=order, place=place, links=links
    )
    notes = [*kinds_note(rows), *tables_note(rows, filters.own)]
    units = rows["unit"].unique(maintain_order=True).to_list()
    if len(units) > 1:
        notes.append(Note(f"Units differ ({', '.join(map(str, units))}); each has its own ranks"))
    if not filters.measure:
        notes += measures_note(rows)
    if better == "more":
        notes += impossible_note(connection, metric, filters)
    if not filters.workload and by != "workload" and rows.height > 1:
        notes.append(Note("Workloads differ", "--workload NAME or --by workload compares like with like"))
    return _board(connection, metric, rows, better, notes, filters, by, "level")


def _ranked(
    connection: duckdb.DuckDBPyConnection,
    statement: str,
    metric: str,
    filters: Filters,
    top: int,
    by: By | None,
    **parts: str,
) -> pl.DataFrame:
    """Run a ranking statement; ``parts`` are what it leaves open besides the conditions and the groups."""
    with_tables = by is None and "place" in parts
    where, parameters = filters.conditions(tables=with_tables)
    least = LEAST_PAPERS if by else 0
    groups = _WITH_TABLES.format(own=_OWN[filters.own]) if with_tables else _GROUPS[by]
    return query(
        connection,
        statement.format(where=where, groups=groups, **parts),
        {**parameters, "metric": metric, "top": top, "least": least, "groups": MOST_GROUPS},
    )


def _board(
    connection: duckdb.DuckDBPyConnection,
    metric: str,
    rows: pl.DataFrame,
    better: str,
    notes: list[Note],
    filters: Filters,
    by: By | None,
    wanted: str,
) -> Board:
    if rows.is_empty():
        notes = [nothing_note(connection, metric, wanted, is_filtered=filters != Filters(), by=by)]
    elif by:
        notes.append(
            Note(
                f"Grouped by {by}: groups of at least {LEAST_PAPERS} papers, the {MOST_GROUPS} largest; "
                "each has its own ranks"
            )
        )
        unnamed = rows.filter(rows["group_generic"])["group"].unique(maintain_order=True).to_list()
        if unnamed:
            notes.append(Note(f"Not one and the same from paper to paper: {', '.join(unnamed)}"))
    notes += reviewed_note(rows)
    rows = rows.drop("group_generic") if by else rows.drop("group", "group_generic")
    return Board(rows, better, tuple(notes), _title(metric, wanted, filters, by), by)


def _title(metric: str, wanted: str, filters: Filters, by: By | None) -> str:
    words = metric.replace("_", " ").capitalize()
    parts = [f"{words}: {'improvement factors' if wanted == 'factor' else 'levels'}"]
    parts += [f"in {filters.unit}"] if filters.unit else []
    parts += [f"({filters.measure})"] if filters.measure else []
    parts += [f"over {filters.baseline}"] if filters.baseline else []
    parts += [f"on {filters.hardware}"] if filters.hardware else []
    parts += [f"for {filters.workload}"] if filters.workload else []
    parts += [f"since {filters.since}"] if filters.since else []
    parts += [f"by {by}"] if by else []
    return " ".join(parts)


_NO_GROUPS = 'SELECT *, NULL::VARCHAR AS "group", false AS group_generic FROM results'
_WITH_TABLES = (
    'SELECT *, NULL::VARCHAR AS "group", false AS group_generic FROM all_results WHERE own IS NULL OR {own}'
)
_OWN = {"any": "true", **{own: f"own = '{own}'" for own in ("proposed", "variation", "baseline")}}
_GROUPS: dict[By | None, str] = {
    None: _NO_GROUPS,
    "baseline": """
        SELECT r.*, mode(g.name) OVER (PARTITION BY g.key) AS "group", g.generic AS group_generic
        FROM results r JOIN (
            SELECT DISTINCT claim, coalesce(baseline.name, baseline.words) AS name, baseline.generic AS generic,
                   coalesce(name_key(baseline.name), system_key(baseline.words)) AS key
            FROM claims_by_baseline WHERE baseline.name IS NOT NULL OR NOT baseline.generic
        ) g USING (claim)""",
    "workload": """
        SELECT r.*, g.name AS "group", false AS group_generic
        FROM results r JOIN (
            SELECT DISTINCT claim, coalesce(workload.name, workload.words) AS name FROM claims_by_workload
        ) g USING (claim)""",
    "hardware": """
        SELECT r.*, g.name AS "group", g.generic AS group_generic
        FROM results r JOIN (
            SELECT DISTINCT claim, coalesce(hardware.name, hardware.words) AS name,
                   hardware.vendor IS NULL AS generic
            FROM claims_by_hardware
        ) g USING (claim)""",
}
_FACTORS = """
    WITH fitting AS (
        SELECT *,
            max(factor) FILTER (kind = 'average') OVER same AS average_in_paper,
            row_number() OVER (same ORDER BY factor DESC, kind, quote_start) AS place_in_paper
        FROM ({groups})
        WHERE metric = $metric AND factor IS NOT NULL AND polarity = 'better'{where}
        WINDOW same AS (PARTITION BY paper, "group")
    ), ranked AS (
        SELECT *,
            rank() OVER (PARTITION BY "group" ORDER BY round(factor, 6) DESC) AS rank,
            row_number() OVER (PARTITION BY "group" ORDER BY factor DESC, kind, paper_id) AS row_in_group,
            count(*) OVER (PARTITION BY "group") AS group_size
        FROM fitting WHERE place_in_paper = 1
    )
    SELECT
        "group", group_generic, rank,
        factor, nullif(factor_hi, factor) AS factor_hi, claimed, kind,
        CASE WHEN kind <> 'average' THEN average_in_paper END AS average_factor,
        {links}, metric_text, title, year, url, paper_id, rule, review, quote, sentence
    FROM ranked
    WHERE row_in_group <= $top AND group_size >= $least
    QUALIFY dense_rank() OVER (ORDER BY group_generic, group_size DESC, "group") <= $groups
    ORDER BY group_generic, group_size DESC, "group", rank, kind, paper_id
"""
_LEVELS = """
    WITH fitting AS (
        SELECT * REPLACE (coalesce(base_unit, unit) AS unit),
            coalesce(base_lo, lo) AS level, coalesce(base_hi, hi, base_lo, lo) AS level_hi
        FROM ({groups}) WHERE form = 'level' AND metric = $metric AND is_possible(metric, lo, unit){where}
    ), best AS (
        SELECT *, count(*) OVER (PARTITION BY unit) AS unit_size, count(*) OVER (PARTITION BY "group") AS group_size
        FROM fitting
        QUALIFY row_number() OVER (PARTITION BY paper, unit, "group" ORDER BY {end} {order}, quote_start) = 1
    ), ranked AS (
        SELECT *,
            rank() OVER (PARTITION BY unit, "group" ORDER BY {end} {order}) AS rank,
            count(DISTINCT paper) OVER (PARTITION BY "group") AS papers,
            row_number() OVER (
                PARTITION BY "group" ORDER BY unit_size DESC, unit, {end} {order}, kind, paper_id
            ) AS row_in_group
        FROM best
    )
    SELECT
        "group", group_generic, rank,
        level, nullif(level_hi, level) AS level_hi, unit, claimed, kind,
        {links}, metric_text, title, year, url, paper_id, rule, review, {place} AS place, quote, sentence
    FROM ranked
    WHERE row_in_group <= $top AND papers >= $least
    QUALIFY dense_rank() OVER (ORDER BY group_generic, papers DESC, "group") <= $groups
    ORDER BY group_generic, papers DESC, "group", unit_size DESC, unit, rank, kind, paper_id
"""
