"""What each paper states of a system: kept in tables, so that papers that disagree are found among few rows."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from claims.store.connection import rows
from claims.store.layout import statement_of
from claims.store.parts import Part, parts_of_papers

_AT_ONCE = 250_000

STATED = ("stated_factors", "stated_levels")


def refresh_stated(connection: duckdb.DuckDBPyConnection, parts: Sequence[Part] | None = None) -> None:
    """Fill the tables ``stated_factors`` and ``stated_levels`` anew, within the transaction of the caller.

    Both tell of one paper at a time, and of nothing but its rows of ``current_claims`` and ``conditions`` and of what
    their words name.

    Args:
        connection: A database that is open for writing.
        parts: Papers whose claims, or whose conditions, are others than before; None for all papers.
    """
    if parts is None:
        for table in STATED:  # of papers that have no claim any more, too
            rows(connection, f"DELETE FROM {table}")
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
