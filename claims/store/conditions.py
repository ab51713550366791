"""The conditions of results, kept beside them: a large board has no time to read them out of sentences."""

from __future__ import annotations

import duckdb
import pyarrow as pa

from claims.conditions.condition import conditions_by_dataset
from claims.conditions.facets import facets_of
from claims.model import LINKED
from claims.store.rows import Row, count, rows, staged_rows
from claims.streams.fingerprint import conditions_fingerprint

_ABOUT = "conditions"
_AT_ONCE = 5_000
_TOLD_BY = (
    "metric", "metric_text", "metric_name", "title", "sentence", "quote", *LINKED, "link_confidence",
)  # fmt: skip
_SCHEMA = pa.schema(
    [
        ("claim", pa.int32()),
        ("is_level", pa.bool_()),
        ("dataset", pa.string()),
        ("condition", pa.string()),
        ("digest", pa.uint64()),
    ]
)
# What a condition is read out of; when it changes, so does its hash.
_RANKED = f"""
    SELECT claim, form = 'level' AS is_level, {", ".join(_TOLD_BY)}, hash({", ".join(_TOLD_BY)}) AS digest
    FROM all_results WHERE form = 'level' OR (factor IS NOT NULL AND polarity = 'better')
"""
_DROP_CHANGED = f"""
    DELETE FROM conditions WHERE NOT EXISTS (
        FROM ({_RANKED}) r WHERE r.claim = conditions.claim AND r.is_level = conditions.is_level
            AND r.digest = conditions.digest
    )
"""
_MISSING = f"""
    CREATE TEMP TABLE missing AS
    SELECT DISTINCT claim FROM ({_RANKED}) ANTI JOIN conditions USING (claim, is_level) ORDER BY claim
"""
_SOME = f"""
    SELECT r.*, m.topic FROM ({_RANKED}) r LEFT JOIN metrics m USING (metric)
    WHERE claim IN (SELECT claim FROM temp.missing LIMIT {_AT_ONCE} OFFSET $first)
"""


def refresh_conditions(connection: duckdb.DuckDBPyConnection) -> None:
    """Bring the table ``conditions`` up to date: what has changed is read again, what is new is added."""
    if are_current(connection):
        rows(connection, _DROP_CHANGED)
    else:
        rows(connection, "DELETE FROM conditions")
        rows(connection, "DELETE FROM about WHERE name = ?", [_ABOUT])
        rows(connection, "INSERT INTO about VALUES (?, ?)", [_ABOUT, conditions_fingerprint()])
    rows(connection, _MISSING)
    for first in range(0, count(connection, "SELECT count(*) FROM temp.missing"), _AT_ONCE):
        some = connection.sql(_SOME, params={"first": first}).to_arrow_table().to_pylist()
        found = [row for told in some for row in _rows_of(told)]
        if found:
            staged = pa.table(list(map(pa.array, zip(*found, strict=True), _SCHEMA.types)), schema=_SCHEMA)
            staged_rows(connection, "INSERT INTO conditions BY NAME FROM staged", staged=staged)
    rows(connection, "DROP TABLE temp.missing")


def are_current(connection: duckdb.DuckDBPyConnection) -> bool:
    """Return whether the table ``conditions`` holds what this program would read."""
    kept = rows(connection, "SELECT value FROM about WHERE name = ?", [_ABOUT])
    return kept == [(conditions_fingerprint(),)]


def _rows_of(told: dict[str, object]) -> list[Row]:
    metric, is_level = str(told["metric"]), bool(told["is_level"])
    topic = told["topic"]
    over = facets_of(metric, str(topic) if topic else None, is_level=is_level)
    found = conditions_by_dataset(told, metric, over)
    return [(told["claim"], is_level, dataset, condition, told["digest"]) for dataset, condition in found]
