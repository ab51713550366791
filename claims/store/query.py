"""Statements of our own over an open database, answered as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import count
from typing import TYPE_CHECKING

import duckdb

from claims.store.odd_values import refuse_odd_columns

if TYPE_CHECKING:
    import polars as pl


def query(
    connection: duckdb.DuckDBPyConnection, sql: str, parameters: Sequence[object] | Mapping[str, object] = ()
) -> pl.DataFrame:
    """Run a statement that reads, and return its rows. One of somebody else is for :mod:`claims.store.answer`.

    Args:
        connection: From :func:`claims.store.connection.reading`, which tells what goes wrong.
        sql: The statement.
        parameters: Values for the ``?`` or the ``$name`` of the statement.

    Raises:
        duckdb.Error: The database is damaged.
        OddValueError: It holds what no run writes.
    """
    import polars as pl  # noqa: PLC0415 - slow to import, and errors need none

    table = connection.sql(sql, params=parameters or None).to_arrow_table()
    frame = pl.from_arrow(table.rename_columns(different_names(table.column_names)))
    assert isinstance(frame, pl.DataFrame)
    refuse_odd_columns(frame)
    return frame


def different_names(names: Sequence[str]) -> list[str]:
    """Give columns of one name different ones, as a join of a table with itself has them.

    >>> different_names(["a", "b", "a", "a"])
    ['a', 'b', 'a_1', 'a_2']
    """
    found: list[str] = []
    for name in names:
        taken = {*found, *names[len(found) + 1 :]} if name in found else set()
        numbered = (f"{name}_{number}" for number in count(1))
        found.append(next(other for other in numbered if other not in taken) if name in found else name)
    return found
