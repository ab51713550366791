"""Corrections as annotations: what people have found of claims, to score extraction by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from typing import Any

import duckdb

from claims.judging.annotations import AnnotatedPaper, locate
from claims.store.rows import rows

Span = tuple[int, int]


def gold_of_corrections(
    connection: duckdb.DuckDBPyConnection,
) -> tuple[list[AnnotatedPaper], dict[str, list[Span]]]:
    """Return the papers that somebody has looked at, with the claims as they should be, and which places were judged.

    Args:
        connection: From :func:`claims.store.connection.reading`.
    """
    papers: list[AnnotatedPaper] = []
    judged: dict[str, list[Span]] = {}
    for (paper, title, abstract), group in groupby(rows(connection, _JUDGED), key=lambda row: row[:3]):
        claims: list[dict[str, Any]] = []
        spans = judged.setdefault(paper, [])
        for *_, start, end, verdict, now in group:
            spans.append((start, end))
            if verdict != "no_claim":
                claims.append({**now, "quote": abstract[start:end], "start": start, "end": end})
        papers.append(AnnotatedPaper(paper, abstract, title, tuple(claims), f"corrections of {paper}"))
    return papers, judged


def only_judged(
    extracted: Iterable[AnnotatedPaper], judged: dict[str, list[Span]]
) -> Iterator[AnnotatedPaper]:
    """Yield extracted papers with only those claims that stand where somebody has looked."""
    for paper in extracted:
        spans = judged.get(paper.id, [])
        claims = tuple(
            claim
            for claim in paper.claims
            if any(_overlap(locate(claim, paper.abstract, paper.place), span) for span in spans)
        )
        yield replace(paper, claims=claims)


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


# A verdict of wrong alone says not what is right: nothing can be scored by it. Of several people, the last.
_JUDGED = """
    SELECT p.id, p.title, a.abstract, x.quote_start, x.quote_end, x.verdict, x.now
    FROM corrections x JOIN papers p USING (paper) JOIN abstracts a ON a.text = x.text
    WHERE NOT x.suggested AND x.state IN ('placed', 'moved') AND (x.verdict <> 'wrong' OR len(x.fields) > 0)
    QUALIFY row_number() OVER (PARTITION BY x.paper, x.quote_start, x.quote_end ORDER BY x.said_at DESC, x.said_by) = 1
    ORDER BY p.id, x.quote_start
"""
