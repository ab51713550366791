"""What each paper states of a system: kept in tables, so that papers that disagree are found among few rows."""

from __future__ import annotations

import duckdb

from claims.store.layout import STATED, statement_of
from claims.store.parts import Part, parts_of_papers, stretches_of_papers
from claims.store.rows import rows
from claims.streams.fingerprint import stated_fingerprint

_ABOUT = "stated"
_AT_ONCE = 60_000
# Each stretch of papers asks all tables once; of more stretches, those that lie close together are taken as one.
_MOST_STRETCHES = 12


def refresh_stated(connection: duckdb.DuckDBPyConnection, changed: str | None = None) -> None:
    """Bring the tables ``stated_factors`` and ``stated_levels`` up to date, within the transaction of the caller.

    Both tell of one paper at a time, and of nothing but its rows of ``current_claims`` and ``conditions`` and of what
    their words name.

    Args:
        connection: A database that is open for writing.
        changed: A query that gives, as ``paper``, the papers whose claims, or what is shown of them, are others than
            before; None for all papers. Where the tables were filled by another program, all are filled anew.
    """
    if changed is not None and _are_current(connection):
        stretches = stretches_of_papers(connection, changed, at_most=_MOST_STRETCHES)
        parts = [part for stretch in stretches for part in _parts(connection, stretch)]
    else:
        for table in STATED:  # of papers that have no claim any more, too
            rows(connection, f"DELETE FROM {table}")
        rows(connection, "DELETE FROM about WHERE name = ?", [_ABOUT])
        rows(connection, "INSERT INTO about VALUES (?, ?)", [_ABOUT, stated_fingerprint()])
        parts = parts_of_papers(connection, "current_claims", at_once=_AT_ONCE)
    for table in STATED:
        for part in parts:
            rows(connection, f"DELETE FROM {table} WHERE paper BETWEEN $first AND $last", part)
            rows(
                connection,
                f"INSERT INTO {table} BY NAME FROM ({statement_of(table)}) "
                "WHERE paper BETWEEN $first AND $last ORDER BY claim",
                part,
            )


def _parts(connection: duckdb.DuckDBPyConnection, stretch: Part) -> list[Part]:
    return parts_of_papers(connection, "current_claims", stretch.values(), at_once=_AT_ONCE)


def _are_current(connection: duckdb.DuckDBPyConnection) -> bool:
    kept = rows(connection, "SELECT value FROM about WHERE name = ?", [_ABOUT])
    return kept == [(stated_fingerprint(),)]
