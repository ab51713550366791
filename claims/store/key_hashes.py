"""By what papers are found: hashes of their keys and ids, in a narrow table that lives as long as a run.

Each batch of a run asks which papers share a key with one of its records. Asked of ``paper_keys`` itself, all keys of
the database are unpacked and compared once for each batch; numbers take a tenth of that time. What is found is compared
by the keys themselves afterwards, so that two keys of one hash cost a look and nothing else.
"""

from __future__ import annotations

import duckdb
import pyarrow as pa

from claims.store.rows import rows, staged_rows

HASH_OF_KEY = "hash({})"
HASH_OF_ID = "hash({}, 'id')"
# Of ids that were made for papers, some got a number: title, title-2, title-3.
HASH_OF_STEM = "hash({}, 'stem')"

_STEM = r"regexp_replace(id, '-\d+$', '')"
_OF_KEYS = f"SELECT {HASH_OF_KEY.format('key')}, paper FROM {{table}}"
_OF_IDS = (
    f"SELECT {HASH_OF_ID.format('id')}, paper FROM {{table}} "
    f"UNION ALL SELECT {HASH_OF_STEM.format(_STEM)}, paper FROM {{table}}"
)


def make_key_hashes(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the table ``temp.key_hashes`` of what the database holds, within the transaction of the caller."""
    rows(connection, "CREATE OR REPLACE TEMP TABLE key_hashes (hash UBIGINT, paper INTEGER)")
    for select in (_OF_KEYS.format(table="paper_keys"), _OF_IDS.format(table="papers")):
        rows(connection, f"INSERT INTO temp.key_hashes {select}")


def drop_key_hashes(connection: duckdb.DuckDBPyConnection) -> None:
    """Give back the room that the table takes, where no more papers come."""
    rows(connection, "DROP TABLE temp.key_hashes")


def add_papers(connection: duckdb.DuckDBPyConnection, papers: pa.Table) -> None:
    """Add the ids of papers that are new to the database: a table with the columns ``paper`` and ``id``."""
    staged_rows(connection, f"INSERT INTO temp.key_hashes {_OF_IDS.format(table='staged')}", staged=papers)


def add_keys(connection: duckdb.DuckDBPyConnection, keys: pa.Table) -> None:
    """Add rows of ``paper_keys``: a table with the columns ``paper`` and ``key``."""
    staged_rows(connection, f"INSERT INTO temp.key_hashes {_OF_KEYS.format(table='staged')}", staged=keys)
