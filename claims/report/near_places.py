"""Names of data sets, hardware and baselines near one that is asked for."""

from __future__ import annotations

import difflib
from collections.abc import Mapping

import duckdb

from claims.names.aliases import fold
from claims.names.entries import DATA, resolve_workload
from claims.report.board_source import Wanted
from claims.report.filters import Filters
from claims.store.families import system_name
from claims.store.query import query


def near_names(connection: duckdb.DuckDBPyConnection, kind: str, words: str, wanted: Wanted) -> list[str]:
    """Return names of baselines, hardware or workloads of a metric that are most like some words, with their papers.

    Args:
        connection: From :func:`claims.store.connection.reading`.
        kind: ``baseline``, ``hardware`` or ``workload``.
        words: What was asked for.
        wanted: What is ranked.
    """
    words_of = kind if kind == "baseline" else f"unnest({kind})"
    found = query(
        connection,
        _NAMED.format(words_of=words_of, of_metric=wanted.of_metric),
        {**wanted.parameters, "kind": kind},
    )
    papers: dict[str, int] = {}
    for name, number in found.iter_rows():
        papers[name] = papers.get(name, 0) + number
    return [f"{name} ({papers[name]})" for name in _nearest(words, papers)]


# Words are fewer than the results that hold them: what they name is found out once for each.
_NAMED = """
    WITH named AS (SELECT {words_of} AS words, paper FROM board_results WHERE claim > 0 AND {of_metric}),
    u AS MATERIALIZED (SELECT words, count(DISTINCT paper) AS papers FROM named WHERE words IS NOT NULL GROUP BY words)
    SELECT coalesce(m.entity, u.words) AS name, sum(papers)::BIGINT AS papers
    FROM u LEFT JOIN mentions m ON m.kind = $kind AND m.words = u.words GROUP BY ALL ORDER BY papers DESC, name
"""


def _nearest(word: str, names: Mapping[str, int], limit: int = 4) -> list[str]:
    """Return the names most like a word: those that hold it, then those in which few letters differ."""
    key = fold(word)
    folded: dict[str, list[str]] = {}
    for name in names:
        folded.setdefault(fold(name), []).append(name)
    near = [name for name in names if key and key in fold(name)][:limit]
    for like in difflib.get_close_matches(key, folded, limit, 0.7):
        near += [name for name in folded[like] if name not in near]
    return near[:limit]


def other_datasets(connection: duckdb.DuckDBPyConnection, words: str, wanted: Wanted) -> list[str]:
    """Return data sets whose names hold the name of one that is asked for, and that are not it: Tiny ImageNet.

    Args:
        connection: From :func:`claims.store.connection.reading`.
        words: What was asked for.
        wanted: What is ranked.
    """
    entry = resolve_workload(words)
    if entry is None or entry.kind not in DATA:
        return []
    found = query(
        connection,
        _OTHER_DATASETS.format(of_metric=wanted.of_metric),
        {**wanted.parameters, "name": entry.name},
    )
    return [f"{name} ({papers})" for name, papers in found.iter_rows()]


_OTHER_DATASETS = """
    WITH named AS (SELECT paper, unnest(workload) AS words FROM board_results WHERE claim > 0 AND {of_metric}),
    u AS MATERIALIZED (SELECT DISTINCT words FROM named),
    other AS (
        SELECT u.words, w.name FROM u
        JOIN mentions m ON m.kind = 'workload' AND m.words = u.words JOIN workloads w ON w.name = m.entity
        WHERE w.kind IN ('dataset', 'benchmark') AND w.name <> $name AND contains_word(u.words, $name)
    )
    SELECT name, count(DISTINCT paper) AS papers FROM named JOIN other USING (words)
    GROUP BY name ORDER BY papers DESC, name LIMIT 4
"""


def members_of(connection: duckdb.DuckDBPyConnection, family: str) -> list[str]:
    """Return the names of the systems of a family that results are compared with."""
    parts = system_name(family)
    if parts.version:
        return []
    found = query(
        connection,
        "SELECT mode(s.name) AS name FROM systems s JOIN results c ON c.baseline = s.words "
        "WHERE s.family_key = $family GROUP BY s.key ORDER BY count(DISTINCT c.paper) DESC, 1 LIMIT 6",
        {"family": parts.family_key},
    )
    return found["name"].to_list()


def other_metrics(
    connection: duckdb.DuckDBPyConnection, kind: str, filters: Filters, wanted: Wanted
) -> list[str]:
    """Return the metrics that have most results with a baseline, hardware or workload that is asked for.

    Args:
        connection: From :func:`claims.store.connection.reading`.
        kind: ``baseline``, ``hardware`` or ``workload``.
        filters: What is asked for.
        wanted: What is ranked, and not returned.
    """
    test = filters.tests()[kind]
    found = query(
        connection,
        f"SELECT metric, count(*) FROM results WHERE metric <> $metric AND {test.sql} "
        "GROUP BY ALL ORDER BY 2 DESC, 1 LIMIT 4",
        {"metric": wanted.metric, **({kind: test.value} if test.value else {})},
    )
    return [f"{metric} ({number})" for metric, number in found.iter_rows()]
