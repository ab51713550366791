"""Papers that are brought up to date, in parts: so no statement needs more memory the more there are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import duckdb

from claims.store.rows import rows

_ROWS_AT_ONCE = 50_000


@dataclass(frozen=True, slots=True)
class Papers:
    """Which papers are to be brought up to date.

    Attributes:
        are_all: Whether all are; else those of the table ``temp.touched``.
    """

    are_all: bool

    def among(self, column: str = "paper") -> str:
        """Return the condition under which a row is of these papers, in SQL."""
        return "TRUE" if self.are_all else f"{column} IN (FROM temp.touched)"


ALL_PAPERS = Papers(are_all=True)


def some_papers(connection: duckdb.DuckDBPyConnection, query: str, parameters: object = None) -> Papers:
    """Note papers in ``temp.touched``, and return them.

    Args:
        connection: A database that is open for writing.
        query: Gives the numbers of the papers, as ``paper``, perhaps some of them several times.
        parameters: Of the query.
    """
    rows(connection, "CREATE OR REPLACE TEMP TABLE touched (paper INTEGER)")
    rows(connection, f"INSERT INTO temp.touched SELECT DISTINCT paper FROM ({query})", parameters)
    return Papers(are_all=False)


def parts_of(
    connection: duckdb.DuckDBPyConnection, table: str, papers: Papers, *, at_once: int = _ROWS_AT_ONCE
) -> Iterator[str]:
    """Put the papers of one part after the other into ``temp.part``.

    Args:
        connection: A database that is open for writing.
        table: A table, or a query in brackets, with a column ``paper``; papers without a row are in no part.
        papers: Those that are parted.
        at_once: Rows of the table that a part has, about.

    Returns:
        For each part, the condition under which a row is of its papers, in SQL.
    """
    among = papers.among()
    for first, last in ranges(connection, "paper", f"{table} WHERE {among}", at_once=at_once):
        rows(connection, "CREATE OR REPLACE TEMP TABLE part (paper INTEGER)")
        papers_of_part = (
            f"SELECT DISTINCT paper FROM {table} WHERE paper BETWEEN $first AND $last AND {among}"
        )
        rows(connection, f"INSERT INTO temp.part {papers_of_part}", {"first": first, "last": last})
        yield f"paper BETWEEN {first} AND {last}" if papers.are_all else "paper IN (FROM temp.part)"


def ranges(
    connection: duckdb.DuckDBPyConnection, column: str, source: str, *, at_once: int
) -> list[tuple[object, object]]:
    """Return the first and the last value of a column in each part of some rows.

    Args:
        connection: The database.
        column: What the parts are of: all rows of one value are in one.
        source: What follows FROM in SQL.
        at_once: Rows that a part has, about.
    """
    found = rows(
        connection,
        f"SELECT min({column}), max({column}) FROM (SELECT {column}, (sum(count(*)) OVER (ORDER BY {column}) - 1) "
        f"// {at_once} AS part FROM {source} GROUP BY {column}) GROUP BY part ORDER BY 1",
    )
    return [(first, last) for first, last in found]
