"""The conditions of results, kept beside them: a large board has no time to read them out of sentences."""

from __future__ import annotations

import duckdb
import pyarrow as pa

from claims.model import LINKED
from claims.store.conditions.condition import conditions_by_dataset
from claims.store.conditions.facets import facets_of
from claims.store.layout import BOARD
from claims.store.parts import Papers
from claims.store.rows import Row, rows, staged_rows
from claims.streams.fingerprint import conditions_fingerprint

_ABOUT = "conditions"
_AT_ONCE = 5_000
_TOLD_BY = (
    "metric", "metric_text", "metric_name", "title", "sentence", "quote", *LINKED, "link_confidence",
)  # fmt: skip
_SCHEMA = pa.schema(
    [
        ("claim", pa.int32()),
        ("metric", pa.string()),
        ("is_level", pa.bool_()),
        ("dataset", pa.string()),
        ("condition", pa.string()),
        ("digest", pa.uint64()),
    ]
)
# What a condition is read out of; when it changes, so does its hash.
_RANKED = f"""
    CREATE OR REPLACE TEMP TABLE ranked AS
    SELECT claim, form = 'level' AS is_level, hash({", ".join(_TOLD_BY)}) AS digest
    FROM all_results WHERE form = 'level' OR (factor IS NOT NULL AND polarity = 'better')
"""
_OF_NO_RESULT = (
    "DELETE FROM conditions WHERE {some} AND claim NOT IN (SELECT claim FROM all_results WHERE {among})"
)
_DROP_CHANGED = """
    DELETE FROM conditions WHERE claim IN (
        SELECT k.claim FROM conditions k SEMI JOIN all_results USING (claim)
        ANTI JOIN temp.ranked USING (claim, is_level, digest)
    )
"""
_MISSING = f"""
    SELECT claim, is_level, digest, {", ".join(_TOLD_BY)}, m.topic
    FROM (FROM temp.ranked ANTI JOIN conditions USING (claim) ORDER BY claim LIMIT {_AT_ONCE})
    JOIN all_results USING (claim) LEFT JOIN metrics m USING (metric)
"""


def forget_conditions(connection: duckdb.DuckDBPyConnection, papers: Papers) -> None:
    """Drop from the table ``conditions`` what papers no longer state; all of it, where another program has read it."""
    if papers.are_all and not _are_ours(connection):
        rows(connection, "DELETE FROM conditions")
        rows(connection, "DELETE FROM about WHERE name = ?", [_ABOUT])
        rows(connection, "INSERT INTO about VALUES (?, ?)", [_ABOUT, conditions_fingerprint()])
    if not _are_kept(connection):
        return
    # What boards rank is not brought up to date yet: it tells which results there were.
    were = "TRUE" if papers.are_all else f"claim IN (SELECT claim FROM {BOARD} WHERE {papers.among()})"
    rows(connection, _OF_NO_RESULT.format(some=were, among=papers.among()))


def read_conditions(connection: duckdb.DuckDBPyConnection) -> None:
    """Bring the conditions of all results that are seen up to date: what is new, or has changed, is read."""
    rows(connection, _RANKED)
    if _are_kept(connection):
        rows(connection, _DROP_CHANGED)
    are_more = True
    while are_more:
        some = connection.sql(_MISSING).to_arrow_table().to_pylist()
        are_more = len(some) == _AT_ONCE
        if some:
            found = [row for told in some for row in _rows_of(told)]
            staged = pa.table(list(map(pa.array, zip(*found, strict=True), _SCHEMA.types)), schema=_SCHEMA)
            staged_rows(connection, "INSERT INTO conditions BY NAME FROM staged", staged=staged)


def _are_kept(connection: duckdb.DuckDBPyConnection) -> bool:
    """Return whether there are any conditions; to look for some among all results takes long, however few there are."""
    return bool(rows(connection, "SELECT 1 FROM conditions LIMIT 1"))


def _are_ours(connection: duckdb.DuckDBPyConnection) -> bool:
    kept = rows(connection, "SELECT value FROM about WHERE name = ?", [_ABOUT])
    return kept == [(conditions_fingerprint(),)]


def _rows_of(told: dict[str, object]) -> list[Row]:
    metric, is_level = str(told["metric"]), bool(told["is_level"])
    topic = told["topic"]
    over = facets_of(metric, str(topic) if topic else None, is_level=is_level)
    found = conditions_by_dataset(told, metric, over)
    return [
        (told["claim"], metric, is_level, dataset, condition, told["digest"]) for dataset, condition in found
    ]
