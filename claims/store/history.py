"""The claims of a database as they were after any of its runs."""

from __future__ import annotations

from datetime import date
from typing import Any

import duckdb

from claims.errors import ClaimsError
from claims.judging.difference import Difference, Held, Why, differences
from claims.model import CLAIM_FIELDS
from claims.store.known import is_newer_text
from claims.store.rows import Row, rows
from claims.store.writer import CLAIM_COLUMN_NAMES


def run_numbers(connection: duckdb.DuckDBPyConnection) -> list[int]:
    """Return the numbers of the runs, oldest first."""
    return [number for (number,) in rows(connection, "SELECT run FROM runs ORDER BY run")]


def differences_between(connection: duckdb.DuckDBPyConnection, first: int, second: int) -> list[Difference]:
    """Compare the database after one run with the database after another.

    For each paper, the claims of the text count that was its newest one then.

    Args:
        connection: From :func:`claims.store.connection.open_for_reading`.
        first: Number of a run.
        second: Number of another, before or after it.

    Raises:
        ClaimsError: There is no such run.
    """
    known = run_numbers(connection)
    for number in (first, second):
        if number not in known:
            have = f"there are runs 1 to {known[-1]}" if known else "it holds no run"
            raise ClaimsError(f"no run {number} in the database: {have}; `claims runs` lists them")
    return differences(
        _held_only_after(connection, first, second), _held_only_after(connection, second, first)
    )


def _held_only_after(connection: duckdb.DuckDBPyConnection, run: int, other: int) -> list[Held]:
    """Return the claims that the database held after ``run``, and did not hold after ``other``."""
    then, there = _texts_then(connection, run), _texts_then(connection, other)
    parameters = {
        "run": run,
        "other": other,
        "papers_then": list(then),
        "texts_then": list(then.values()),
        "papers_there": list(there),
        "texts_there": list(there.values()),
    }
    columns = ", ".join(f"c.{name}" for name in CLAIM_COLUMN_NAMES)
    found = rows(connection, _HELD.format(columns=columns), parameters)
    return [_held(row) for row in found]


def _held(row: Row) -> Held:
    paper, text, text_there, sentence, *values = row
    why: Why = "other rules"
    if text_there is None:
        why = "new paper"
    elif text_there != text:
        why = "new text"
    fields: dict[str, Any] = dict(zip(CLAIM_FIELDS, values, strict=True))
    return Held(paper=paper, text=text, fields=fields, sentence=sentence, why=why)


def _texts_then(connection: duckdb.DuckDBPyConnection, run: int) -> dict[int, int]:
    """Return by paper the text that was the current one after a run, where it is another one today."""
    texts: dict[int, list[Row]] = {}
    for paper, *text in rows(connection, _TEXTS_OF_PAPERS_WITH_A_LATER_ONE, {"run": run}):
        texts.setdefault(paper, []).append(tuple(text))
    return {paper: _newest(found) for paper, found in texts.items()}


def _newest(texts: list[Row]) -> int:
    """Take the texts in the order in which they were read, as the writer did; return the one that stays."""
    kept: tuple[int, int | None, date | None, int] = texts[0]
    for text, version, day, run in texts[1:]:
        if is_newer_text(version, day, run, than=kept[1:]):
            kept = (text, version, day, run)
    return kept[0]


_TEXTS_OF_PAPERS_WITH_A_LATER_ONE = """
    SELECT a.paper, a.text, a.version, a.date, a.run
    FROM papers p JOIN abstracts latest ON latest.text = p.text JOIN abstracts a ON a.paper = p.paper
    WHERE latest.run > $run AND a.run <= $run
    ORDER BY a.paper, a.text
"""

# A text that is current today and was read by that run already was current then, too.
_HELD = """
    WITH then_else AS (
        SELECT unnest($papers_then::INTEGER[]) AS paper, unnest($texts_then::INTEGER[]) AS text
    ),
    there_else AS (
        SELECT unnest($papers_there::INTEGER[]) AS paper, unnest($texts_there::INTEGER[]) AS text
    ),
    texts AS (
        SELECT p.paper, p.id,
               coalesce(then_else.text, CASE WHEN latest.run <= $run THEN p.text END) AS text,
               coalesce(there_else.text, CASE WHEN latest.run <= $other THEN p.text END) AS text_there
        FROM papers p JOIN abstracts latest ON latest.text = p.text
        LEFT JOIN then_else ON then_else.paper = p.paper
        LEFT JOIN there_else ON there_else.paper = p.paper
    )
    SELECT t.id, t.text, t.text_there,
           substr(a.abstract, c.sentence_start + 1, c.sentence_end - c.sentence_start), {columns}
    FROM texts t JOIN claims c ON c.text = t.text JOIN abstracts a ON a.text = c.text
    WHERE c.run <= $run AND (c.gone_run IS NULL OR c.gone_run > $run)
    AND NOT (
        t.text IS NOT DISTINCT FROM t.text_there
        AND c.run <= $other AND (c.gone_run IS NULL OR c.gone_run > $other)
    )
    ORDER BY c.claim
"""
