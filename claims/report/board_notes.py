"""What a reader has to know before comparing the rows of a leaderboard."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import duckdb

from claims.report.question import measures
from claims.store.query import query

if TYPE_CHECKING:
    import polars as pl

    from claims.report.filters import Filters

LEAST_PAPERS = 2
"""A group of fewer papers is no race."""


@dataclass(frozen=True, slots=True)
class Note:
    """A remark on a leaderboard; as text it is one sentence.

    Attributes:
        text: What is so, without a full stop.
        remedy: Which option of the command helps; for those who have the command at hand.
    """

    text: str
    remedy: str = ""

    def __str__(self) -> str:
        return f"{self.text}: {self.remedy}." if self.remedy else f"{self.text}."


def kinds_note(rows: pl.DataFrame) -> list[Note]:
    """Say how many rows are best cases where there are others too."""
    best = rows.filter(rows["kind"] == "best case").height
    if best in (0, rows.height):
        return []
    averages = rows.filter(rows["kind"] == "average").height
    told = f"{_counted(best, 'best case')} (“up to”) and {_counted(averages, 'average')}"
    where = f"in {_counted(rows.height, 'row')}"
    return [
        Note(f"{told} {where}", "the column kind tells them apart; --kind average ranks averages alone"),
    ]


def tables_note(rows: pl.DataFrame, own: str) -> list[Note]:
    """Say that some rows are results of tables, and of whose systems."""
    number = rows.filter(rows["rule"] == "table").height
    if not number:
        return []
    whose = "of any system" if own == "any" else f"of systems that are {own}"
    return [
        Note(f"{_counted(number, 'row')} from tables of whole papers, {whose}", "--own any takes them all")
    ]


REVIEW_MARKS = {"corrected": "†", "added": "‡", "suggested": "§", "wrong": "✗"}
"""What stands behind the number of a row that is not, or not only, what the rules read."""


def marked(row: Mapping[str, Any]) -> str:
    """Return what a row states, with the mark of what people have found."""
    mark = REVIEW_MARKS.get(row.get("review") or "")
    return f"{row['claimed']} {mark}" if mark else str(row["claimed"])


def reviewed_note(rows: pl.DataFrame) -> list[Note]:
    """Say how many rows people have looked at, how many the rules read right, and what the marks mean."""
    found = Counter(review for review in rows["review"] if review)
    looked_at = found.total() - found["suggested"]
    parts = []
    if looked_at:
        parts.append(f"reviewed {looked_at} of {_counted(rows.height, 'row')}, {found['right']} right")
    spoken = {"corrected": "corrected", "added": "added", "wrong": "wrong", "suggested": "suggested only"}
    parts += [f"{found[kind]} {said} ({REVIEW_MARKS[kind]})" for kind, said in spoken.items() if found[kind]]
    text = ", ".join(parts)
    return [Note(text[:1].upper() + text[1:])] if text else []


def measures_note(rows: pl.DataFrame) -> list[Note]:
    """Say where top-1 and top-5 share a list, or stand beside rows that do not tell which of them they are."""
    named = [measures([words]) for words in rows["metric_text"]]
    different = sorted({measure for found in named for measure in found})
    if not different or (len(different) == 1 and all(named)):
        return []
    others = "" if all(named) else ", and rows that do not tell"
    return [
        Note(f"Measures differ ({', '.join(different)}{others})", "--measure NAME compares like with like")
    ]


def impossible_note(connection: duckdb.DuckDBPyConnection, metric: str, filters: Filters) -> list[Note]:
    """Say how many levels were left out because they cannot be true."""
    where, parameters = filters.conditions()
    (left_out,) = query(
        connection,
        "SELECT count(*) FROM results WHERE form = 'level' AND metric = $metric "
        f"AND NOT is_possible(metric, lo, unit){where}",
        {**parameters, "metric": metric},
    ).row(0)
    return (
        [Note(f"Left out, as no {metric} is above 100 %: {_counted(left_out, 'claim')}")] if left_out else []
    )


def baselines_note(rows: pl.DataFrame) -> list[Note]:
    """Say that the rows are compared with different things."""
    named = rows["baseline"].drop_nulls().n_unique()
    without = rows["baseline"].null_count()
    if named + bool(without) < 2:
        return []
    unnamed = f", {_counted(without, 'row')} without" if without else ""
    return [
        Note(
            f"Baselines differ ({named} named{unnamed})",
            "--baseline NAME or --by baseline compares like with like",
        )
    ]


def nothing_note(
    connection: duckdb.DuckDBPyConnection, metric: str, wanted: str, *, is_filtered: bool, by: str | None
) -> Note:
    """Say why a leaderboard is empty, and what may help.

    Args:
        connection: From :func:`claims.store.connection.open_for_reading`.
        metric: What was to be ranked.
        wanted: ``factor`` or ``level``.
        is_filtered: Whether there were filters.
        by: What the groups were to have in common.
    """
    total, factors, levels = query(
        connection,
        "SELECT count(*), count(factor) FILTER (polarity = 'better'), count(*) FILTER (form = 'level') "
        "FROM results WHERE metric = ?",
        [metric],
    ).row(0)
    have = (
        f"{_counted(total, 'result')} for {metric}: {factors} with an improvement factor, "
        f"{_counted(levels, 'level')}"
    )
    there = factors if wanted == "factor" else levels
    if by and there:
        return Note(f"No {by} is shared by {LEAST_PAPERS} papers; the database holds {have}")
    if is_filtered and there:
        return Note(f"Nothing passes the filters; the database holds {have}")
    other = ""
    if wanted == "factor" and levels:
        other = " (--levels ranks these)"
    elif wanted == "level" and factors:
        other = " (--factors ranks the former)"
    return Note(f"Nothing to rank by {wanted}; the database holds {have}{other}")


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
