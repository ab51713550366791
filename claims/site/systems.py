"""Systems as the search finds them: each leads to the paper that has most results of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import duckdb

from claims.site.papers import Paper
from claims.store.query import query


def systems(
    connection: duckdb.DuckDBPyConnection, papers: Mapping[str, Paper]
) -> Iterator[tuple[str, str, str, int]]:
    """Yield name, kind, address and number of papers of each system that has a name.

    Args:
        connection: From :func:`claims.store.connection.reading`.
        papers: The papers that have pages, by their identifiers.
    """
    for name, paper, number in query(connection, _SYSTEMS).iter_rows():
        if paper in papers:
            yield name, "system", papers[paper].address, number


_SYSTEMS = """
    WITH counted AS (
        SELECT subject.key AS key, mode(subject.name) AS name, paper_id, count(*) AS results
        FROM claims_by_subject WHERE regexp_matches(subject.words, '[A-Z0-9]')
        GROUP BY ALL
    )
    SELECT arg_max(name, results), arg_max(paper_id, results), count(*) FROM counted GROUP BY key ORDER BY key
"""
