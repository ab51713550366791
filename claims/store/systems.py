"""The systems that claims name, with family and version, as a table."""

from __future__ import annotations

import duckdb
import pyarrow as pa

from claims.names.families import system_name
from claims.store.connection import rows, staged_rows

_NAMED = """
    WITH named AS (
        SELECT coalesce(m.entity, c.subject) AS name, coalesce(name_key(m.entity), system_key(c.subject)) AS key
        FROM claims c LEFT JOIN mentions m ON m.kind = 'subject' AND m.words = c.subject
        WHERE c.subject IS NOT NULL
        UNION ALL
        SELECT coalesce(m.entity, c.baseline), coalesce(name_key(m.entity), system_key(c.baseline))
        FROM claims c LEFT JOIN mentions m ON m.kind = 'baseline' AND m.words = c.baseline
        WHERE c.baseline IS NOT NULL
    )
    SELECT key, name FROM (
        SELECT key, name, row_number() OVER (PARTITION BY key ORDER BY count(*) DESC, name) AS place
        FROM named WHERE regexp_matches(name, '[A-Z0-9]') GROUP BY key, name
    ) WHERE place = 1 ORDER BY key
"""


def refresh_systems(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill the table ``systems`` anew with what claims are about and compare with, where it has a name."""
    rows(connection, "DELETE FROM systems")
    named = [(key, name, system_name(name)) for key, name in rows(connection, _NAMED)]
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
