"""The newest results: of the papers that the last runs have brought, with what they claim on one line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import duckdb

from claims.site.papers import Paper
from claims.site.subjects import in_words
from claims.store.query import query

MOST = 60
"""Papers among the newest results."""
_CLAIMS = 4


def newest_results(connection: duckdb.DuckDBPyConnection, papers: Iterable[Paper]) -> list[tuple[Paper, str]]:
    """Return the newest papers, those of the last run first, and what they claim.

    Args:
        connection: From :func:`claims.store.connection.reading`.
        papers: The newest first.
    """
    chosen = sorted(papers, key=lambda paper: -paper.run)[:MOST]
    told: dict[int, list[str]] = defaultdict(list)
    numbers = {"papers": [paper.number for paper in chosen]}
    for paper, metric, name, claimed, subject in query(connection, _RESULTS, numbers).iter_rows():
        who = f"{subject}: " if subject else ""
        told[paper].append(f"{who}{name or in_words(metric)} {claimed}")
    return [(paper, "; ".join(told[paper.number][:_CLAIMS])) for paper in chosen]


_RESULTS = """
    SELECT paper, metric, metric_name, claimed, subject FROM all_results
    WHERE list_contains($papers::INTEGER[], paper) ORDER BY paper, claim
"""
