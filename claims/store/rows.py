"""Statements and their rows: run to the end or streamed, over tables of the database or of Arrow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import duckdb

from claims.store.odd_values import refuse_odd_rows

if TYPE_CHECKING:
    import pyarrow as pa

Row = tuple[Any, ...]


def rows(connection: duckdb.DuckDBPyConnection, sql: str, parameters: object = None) -> list[Row]:
    """Run a statement to its end and return its rows (for INSERT, UPDATE and DELETE: one with the count)."""
    found: list[Row] = connection.execute(sql, parameters).fetchall()
    return found


def streamed_rows(connection: duckdb.DuckDBPyConnection, sql: str, at_once: int = 2_000) -> Iterator[Row]:
    """Yield the rows of a query, of which few are held at a time; nothing else may be asked until the last.

    Raises:
        OddValueError: They hold what no run writes.
    """
    yield from _streamed(connection.execute(sql), at_once)


def streamed_records(connection: duckdb.DuckDBPyConnection, sql: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of a query by the names of their columns, as :func:`streamed_rows` does."""
    found = connection.execute(sql)
    names = [column[0] for column in found.description or ()]
    yield from (dict(zip(names, row, strict=True)) for row in _streamed(found, 10_000))


def _streamed(found: duckdb.DuckDBPyConnection, at_once: int) -> Iterator[Row]:
    columns = found.description or ()
    while batch := found.fetchmany(at_once):
        refuse_odd_rows(columns, batch)
        yield from batch


def count(connection: duckdb.DuckDBPyConnection, sql: str, parameters: object = None) -> int:
    """Run a statement and return the number in its first row: a count, or the rows that it changed."""
    found = rows(connection, sql, parameters)
    return int(found[0][0] or 0) if found else 0


def staged_rows(
    connection: duckdb.DuckDBPyConnection,
    sql: str,
    parameters: object = None,
    *,
    staged: pa.Table,
    again: pa.Table | None = None,
) -> list[Row]:
    """Run a statement that reads Arrow tables by the names ``staged`` and ``again``; return its rows.

    DuckDB finds them as variables of this function. What is registered instead stays in memory until the
    transaction ends, and a run is one transaction.
    """
    found: list[Row] = connection.execute(sql, parameters).fetchall()
    return found
