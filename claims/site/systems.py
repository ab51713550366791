"""Systems: what papers state of each, and as the search finds those that have no page of their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import duckdb

from claims.names.aliases import fold
from claims.report.board_notes import marked
from claims.site.papers import Paper
from claims.site.rows import Links, Name, in_sentence
from claims.site.subjects import OF_SYSTEMS, Subject, in_words, sure_of_systems
from claims.store.query import query


@dataclass(frozen=True, slots=True)
class Statement:
    """A result of a system, or one that is compared with it.

    Attributes:
        metric: What is measured.
        claimed: What the paper says.
        kind: ``average``, ``best case``, ``range`` or ``single``.
        system: Whose the value is.
        baseline: What it is compared with.
        hardware: What it was measured on.
        workload: What it was measured for.
        year: Year of the paper.
        paper: The paper.
        sentence: What stands before the number, the number, and what stands after it.
    """

    metric: Name
    claimed: str
    kind: str
    system: str
    baseline: str
    hardware: tuple[Name, ...]
    workload: tuple[Name, ...]
    year: int | None
    paper: Paper
    sentence: tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Statements:
    """What papers state of a system, by metric.

    Attributes:
        own: Its results.
        against: Results of others that are compared with it.
    """

    own: tuple[Statement, ...]
    against: tuple[Statement, ...]


def statements_of(
    connection: duckdb.DuckDBPyConnection,
    subject: Subject,
    papers: Mapping[str, Paper],
    links: Links,
    metrics: Mapping[str, str],
) -> Statements:
    """Return what papers state of a system.

    Args:
        connection: From :func:`claims.store.connection.reading`.
        subject: The page of the system.
        papers: The papers that have pages, by their identifiers.
        links: For each field of a result, addresses of pages by the words of papers.
        metrics: Addresses of the pages of metrics, by their ids.
    """
    found = query(connection, _STATEMENTS, {"family": fold(subject.name), **sure_of_systems()})
    sides: dict[bool, list[Statement]] = {True: [], False: []}
    for row in found.iter_rows(named=True):
        if row["paper_id"] not in papers:
            continue
        sides[row["is_own"]].append(
            Statement(
                metric=_metric(row, metrics),
                claimed=marked(row),
                kind=row["kind"],
                system=row["subject"] or "",
                baseline=row["baseline"] or "",
                hardware=tuple(Name(words, links["hardware"].get(words)) for words in row["hardware"]),
                workload=tuple(Name(words, links["workload"].get(words)) for words in row["workload"]),
                year=row["year"],
                paper=papers[row["paper_id"]],
                sentence=in_sentence(row["sentence"], row["quote"]),
            )
        )
    return Statements(tuple(sides[True]), tuple(sides[False]))


def _metric(row: Mapping[str, Any], metrics: Mapping[str, str]) -> Name:
    """Return what is measured: what papers call it where no list knows it."""
    named = row["metric_name"] if row["metric"] == "other" else None
    return Name(named or in_words(row["metric"]), metrics.get(row["metric"]))


_STATEMENTS = f"""
    WITH named AS (SELECT DISTINCT claim, is_own FROM ({OF_SYSTEMS}) WHERE family_key = $family)
    SELECT n.is_own, r.* FROM named n JOIN results r USING (claim)
    ORDER BY r.metric, r.date DESC NULLS LAST, r.paper_id, r.claim
"""


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
