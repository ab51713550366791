"""How far the rules can be trusted, measured by what people have found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import duckdb

from claims.judging.intervals import rows_until, wilson
from claims.model import LINKED
from claims.store.rows import rows
from claims.store.verdicts import missed_claims, verdicts_on_claims, verdicts_on_fields

if TYPE_CHECKING:
    import polars as pl

GROUPS = ("claims", "field", "rule", "relation", "confidence", "promise", "board")
_ROWS_OF_A_BOARD = 50
_STEPS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)


def trust_of(connection: duckdb.DuckDBPyConnection, *, half: float) -> pl.DataFrame:
    """Return how often the rules are right, in parts, with 95% intervals.

    Args:
        connection: From :func:`claims.store.connection.reading`.
        half: How far an interval may reach to either side: what is still to be looked at is counted for it.

    Returns:
        Columns ``by`` (claims, field, rule, relation, confidence, promise, board), ``name``, ``right``, ``reviewed``,
        ``precision``, ``low``, ``high``, ``promised`` (mean confidence, for those), ``kept`` and ``more``.
    """
    import polars as pl  # noqa: PLC0415

    claims, fields = verdicts_on_claims(connection), verdicts_on_fields(connection)
    found: list[dict[str, Any]] = []
    found += _rows("claims", [("all", sure, right) for _, _, _, sure, right in claims], half)
    found += _rows("field", [(field, sure, right) for field, _, _, sure, right, _ in fields], half)
    found += _rows("rule", [(rule, sure, right) for _, rule, _, sure, right in claims], half)
    links = [row for row in fields if row[0] in LINKED and row[2]]
    found += _rows("relation", [(f"{r[0]}: {r[2]}", r[3], r[4]) for r in links], half)
    found += _rows("confidence", [(_band(r[3]), r[3], r[4]) for r in fields if r[3] is not None], half)
    found += _promises([(r[3], r[4]) for r in fields if r[3] is not None], half)
    found += _rows("board", _on_boards(connection, {row[0]: row for row in claims}), half)
    schema = {
        "by": pl.String, "name": pl.String, "right": pl.Int64, "reviewed": pl.Int64, "precision": pl.Float64,
        "low": pl.Float64, "high": pl.Float64, "promised": pl.Float64, "kept": pl.Boolean, "more": pl.Int64,
    }  # fmt: skip
    return pl.DataFrame(found, schema=schema)


def in_words(connection: duckdb.DuckDBPyConnection, frame: pl.DataFrame) -> list[str]:
    """Return what the figures say, a sentence each."""
    lines = []
    kept = [row for row in frame.iter_rows(named=True) if row["by"] == "promise" and row["kept"]]
    if kept:
        row = kept[0]
        lines.append(
            f"Fields of confidence {row['name']} keep the promise: {row['right']} of {row['reviewed']} right."
        )
    elif frame.height:
        lines.append("At no confidence there are enough verdicts to say that the promise is kept.")
    missed, read = missed_claims(connection)
    if missed:
        lines.append(
            f"People have added {missed} claims that were missed; the rules of today read {read} of them."
        )
    return lines


Judged = tuple[str, float | None, bool]


def _rows(by: str, judged: Iterable[Judged], half: float) -> list[dict[str, Any]]:
    groups: dict[str, list[Judged]] = defaultdict(list)
    for each in judged:
        groups[each[0]].append(each)
    order = sorted(
        groups, key=(lambda name: name) if by == "confidence" else lambda name: (-len(groups[name]), name)
    )
    return [_row(by, name, [(sure, right) for _, sure, right in groups[name]], half) for name in order]


def _row(by: str, name: str, judged: Sequence[tuple[float | None, bool]], half: float) -> dict[str, Any]:
    right, total = sum(is_right for _, is_right in judged), len(judged)
    low, high = wilson(right, total)
    sure = [each for each, _ in judged if each is not None]
    promised = sum(sure) / len(sure) if sure else None
    return {
        "by": by, "name": name, "right": right, "reviewed": total, "precision": right / total, "low": low,
        "high": high, "promised": promised, "kept": None if promised is None else high >= promised,
        "more": rows_until(right, total, half),
    }  # fmt: skip


def _band(sure: float) -> str:
    low = max(step for step in _STEPS if step <= sure)
    later = [step for step in _STEPS if step > low]
    return f"{low:.2f} to {later[0]:.2f}" if later else f"{low:.2f} and more"


def _promises(judged: Sequence[tuple[float, bool]], half: float) -> list[dict[str, Any]]:
    """Return for each least confidence whether what is so sure is right as often: the whole interval must say so."""
    found = []
    for step in _STEPS[1:]:
        at_least = [(sure, right) for sure, right in judged if sure >= step]
        if at_least:
            row = _row("promise", f"{step:.2f} and more", at_least, half)
            found.append(row | {"promised": step, "kept": row["low"] >= step})
    return found


def _on_boards(connection: duckdb.DuckDBPyConnection, judged: dict[int, Any]) -> list[Judged]:
    """Return what was judged among the first rows of each board, of factors and of levels in each unit."""
    top = rows(connection, _BOARDS)
    return [(board, judged[claim][3], judged[claim][4]) for claim, board in top if claim in judged]


# What the rules read is ranked, not what people have left of it: a claim that is none was a row of its board.
_BOARDS = f"""
    WITH read AS (
        SELECT c.claim, c.paper, c.quote_start,
            c.metric || CASE WHEN c.form <> 'level' THEN '' WHEN c.unit = '1' THEN ' without unit'
                             ELSE ' in ' || coalesce(c.base_unit, c.unit) END AS board,
            CASE WHEN c.form = 'level' THEN coalesce(c.base_lo, c.lo) * CASE m.better WHEN 'less' THEN -1 ELSE 1 END
                 ELSE c.factor END AS height
        FROM claims c JOIN papers p ON p.text = c.text JOIN metrics m USING (metric)
        WHERE c.gone_run IS NULL AND c.role = 'result'
        AND ((c.form = 'level' AND m.better IS NOT NULL) OR (c.factor IS NOT NULL AND c.polarity = 'better'))
    ), best AS (
        FROM read QUALIFY row_number() OVER (PARTITION BY board, paper ORDER BY height DESC, quote_start) = 1
    )
    SELECT claim, board FROM best
    QUALIFY row_number() OVER (PARTITION BY board ORDER BY height DESC, claim) <= {_ROWS_OF_A_BOARD}
"""
