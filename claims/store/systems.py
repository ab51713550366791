"""The systems that claims name, with family and version, as a table."""

from __future__ import annotations

import duckdb
import pyarrow as pa

from claims.names.families import system_name
from claims.store.connection import rows, staged_rows

_NAMED = """
    WITH read AS (SELECT {subject} AS subject, {baseline} AS baseline FROM {source}), named AS (
        SELECT coalesce(m.entity, c.subject) AS name, coalesce(name_key(m.entity), system_key(c.subject)) AS key
        FROM read c LEFT JOIN mentions m ON m.kind = 'subject' AND m.words = c.subject
        WHERE c.subject IS NOT NULL
        UNION ALL
        SELECT coalesce(m.entity, c.baseline), coalesce(name_key(m.entity), system_key(c.baseline))
        FROM read c LEFT JOIN mentions m ON m.kind = 'baseline' AND m.words = c.baseline
        WHERE c.baseline IS NOT NULL
    )
    SELECT key, name FROM (
        SELECT key, name, row_number() OVER (PARTITION BY key ORDER BY count(*) DESC, name) AS place
        FROM named WHERE regexp_matches(name, '[A-Z0-9]') AND key NOT IN (SELECT key FROM systems) GROUP BY key, name
    ) WHERE place = 1 ORDER BY key
"""


def refresh_systems(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill the table ``systems`` anew with what claims are about and compare with, where it has a name."""
    rows(connection, "DELETE FROM systems")
    _add(connection, _NAMED.format(subject="subject", baseline="baseline", source="claims"))


def add_systems_of_corrections(connection: duckdb.DuckDBPyConnection) -> None:
    """Add to the table ``systems`` what people and others name, and the rules have read nowhere."""
    _add(connection, _NAMED.format(subject="now.subject", baseline="now.baseline", source="corrections"))


def _add(connection: duckdb.DuckDBPyConnection, statement: str) -> None:
    named = [(key, name, system_name(name)) for key, name in rows(connection, statement)]
    if not named:
        return
    content = pa.table(
        {
            "key": [key for key, *_ in named],
            "name": [name for _, name, _ in named],
            "family": [parts.family for *_, parts in named],
            "family_key": [parts.family_key for *_, parts in named],
            "version": [parts.version for *_, parts in named],
        }
    )
    staged_rows(connection, "INSERT INTO systems BY NAME SELECT * FROM staged", staged=content)
