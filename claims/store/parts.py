"""Papers in parts, so that no statement needs more memory the more corrections there are."""

from __future__ import annotations

from collections.abc import Collection

import duckdb

from claims.store.rows import rows

Part = dict[str, int]
"""Numbers of the first and the last paper of a part, as parameters of statements."""

_ROWS_AT_ONCE = 50_000


def stretches_of_papers(connection: duckdb.DuckDBPyConnection, papers: str, *, at_most: int) -> list[Part]:
    """Return a few stretches that hold some papers, and as few others as so few stretches can.

    Args:
        connection: The database.
        papers: A query that gives the numbers of the papers, as ``paper``.
        at_most: How many stretches there may be: they part at the widest gaps between the papers.
    """
    found = rows(connection, _STRETCHES.format(papers=papers), {"gaps": at_most - 1})
    return [{"first": first, "last": last} for first, last in found]


_STRETCHES = """
    WITH apart AS MATERIALIZED (
        SELECT paper, paper - lag(paper) OVER (ORDER BY paper) AS gap FROM (SELECT DISTINCT paper FROM ({papers}))
    ), widest AS (SELECT paper FROM apart WHERE gap > 1 ORDER BY gap DESC, paper LIMIT $gaps),
    stretched AS (
        SELECT paper, count(*) FILTER (paper IN (FROM widest)) OVER (ORDER BY paper) AS stretch FROM apart
    )
    SELECT min(paper), max(paper) FROM stretched GROUP BY stretch ORDER BY 1
"""


def parts_of_papers(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    papers: Collection[int] | None = None,
    *,
    at_once: int = _ROWS_AT_ONCE,
) -> list[Part]:
    """Return parts of the papers that a table is about.

    Args:
        connection: The database.
        table: A table with a column ``paper``.
        papers: Only these papers, and those between them; None for all.
        at_once: Rows of the table that a part has, about.
    """
    least, most = (min(papers, default=0), max(papers, default=-1)) if papers is not None else (0, 2**31 - 1)
    found = rows(
        connection,
        f"SELECT min(paper), max(paper) FROM (SELECT paper, (sum(count(*)) OVER (ORDER BY paper)) // $size AS part "
        f"FROM {table} WHERE paper BETWEEN $least AND $most GROUP BY paper) GROUP BY part ORDER BY 1",
        {"least": least, "most": most, "size": at_once},
    )
    bounds = [(int(first), int(last)) for first, last in found]
    if papers and (not bounds or bounds[0][0] > least or bounds[-1][1] < most):
        bounds = [(least, most)] if not bounds else [(least, bounds[0][1]), *bounds[1:]]
        bounds[-1] = (bounds[-1][0], most)
    return [{"first": first, "last": last} for first, last in bounds]
