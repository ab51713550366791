"""Compare what a database declares with what this program declares: tables, views and macros.

Views and macros are code. Those of a database from somebody else are run by no command before they are known
to be ours, letter by letter, and the only ones. Tables are data: there may be others beside ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from hashlib import sha256

import duckdb

NOT_OURS = "is not the one that claims makes"

Catalog = Mapping[tuple[str, str], str]
"""Definitions by kind (``table``, ``view``, ``macro``, ...) and name."""

# Functions are named in full and their rows are sorted out in Python: a macro may have the name of any function, of
# any operator, too. None of these look into a view, so that no file is opened that one reads.
_LISTINGS: Mapping[str, str] = {
    "table": "SELECT database_name, schema_name, internal, table_name, sql FROM system.main.duckdb_tables()",
    "view": "SELECT database_name, schema_name, internal, view_name, sql FROM system.main.duckdb_views()",
    "macro": "SELECT database_name, schema_name, internal, function_name, parameters, macro_definition "
    "FROM system.main.duckdb_functions() WHERE NOT internal",
    "index": "SELECT database_name, schema_name, false, index_name, sql FROM system.main.duckdb_indexes()",
    "sequence": "SELECT database_name, schema_name, false, sequence_name, sql FROM system.main.duckdb_sequences()",
    "trigger": "SELECT database_name, schema_name, false, trigger_name, sql FROM system.main.duckdb_triggers()",
    "type": "SELECT database_name, schema_name, internal, type_name, logical_type FROM system.main.duckdb_types() "
    "WHERE NOT internal",
    "schema": "SELECT database_name, schema_name, internal, schema_name FROM system.main.duckdb_schemas()",
}
# DuckDB keeps these names in a set: a file gives them in another order than the statement that made it.
_EXCLUDED = re.compile(r"EXCLUDE \(([^()]*)\)")
_COLUMNS = "SELECT database_name, table_name, column_name, data_type FROM system.main.duckdb_columns()"


def read_catalog(connection: duckdb.DuckDBPyConnection, database: str) -> dict[tuple[str, str], str]:
    """Return everything that a database declares.

    Args:
        connection: Has the database attached; nothing of it is run.
        database: Name under which it is attached.
    """
    found: dict[tuple[str, str], str] = {}
    for kind, listing in _LISTINGS.items():
        for where, schema, internal, name, *definition in connection.execute(listing).fetchall():
            if where != database or internal or (kind == "schema" and name == "main"):
                continue
            key = kind, name if schema in ("main", name) else f"{schema}.{name}"
            # Several definitions of one macro have a row each.
            found[key] = found.get(key, "") + _canonical(definition)
    return found


def _canonical(definition: list[object]) -> str:
    text = " ".join(map(str, definition))
    return _EXCLUDED.sub(lambda names: f"EXCLUDE ({', '.join(sorted(names[1].split(', ')))})", text)


def digest_of_catalog(catalog: Catalog) -> str:
    """Return a hash (16 hex digits) of all definitions."""
    return sha256(repr(sorted(catalog.items())).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def first_difference(found: Catalog, ours: Catalog) -> str | None:
    """Return in words how a catalog differs from ours; None where it does not.

    >>> first_difference({("view", "results"): "a"}, {("view", "results"): "a", ("macro", "plain"): "b"})
    'the macro plain is missing'
    >>> first_difference({("view", "results"): "b"}, {("view", "results"): "a"})
    'the view results is not the one that claims makes'
    """
    return next(_differences(found, ours), None)


def _differences(found: Catalog, ours: Catalog) -> Iterator[str]:
    for (kind, name), definition in ours.items():
        if (kind, name) not in found:
            other = next((other for other, called in found if called == name and other in _RELATIONS), None)
            what = f"{name} is a {other}, not a {kind}" if other and kind in _RELATIONS else None
            yield what or f"the {kind} {name} is missing"
        elif found[kind, name] != definition:
            yield f"the {kind} {name} {NOT_OURS}"
    for kind, name in found:
        if (kind, name) not in ours and (kind not in _DATA or name.casefold() in TAKEN_NAMES):
            yield f"the {kind} {name} is none that claims makes"


_RELATIONS = frozenset({"table", "view"})
_DATA = frozenset({"table", "sequence"})  # more of these does no harm: no statement of ours asks for them
TAKEN_NAMES = frozenset({"staged", "again"})
"""Names by which our statements ask for tables that are not in the database: one in it would come first."""


Columns = Mapping[tuple[str, str], str]
"""Types by table and column."""


def read_columns(connection: duckdb.DuckDBPyConnection, database: str) -> dict[tuple[str, str], str]:
    """Return the types of the columns of all tables of a database; as :func:`read_catalog` does."""
    tables = {name for kind, name in read_catalog(connection, database) if kind == "table"}
    rows = connection.execute(_COLUMNS).fetchall()
    return {
        (table, column): kind for where, table, column, kind in rows if where == database and table in tables
    }


def first_other_column(found: Columns, ours: Columns) -> str | None:
    """Return in words which column of a table is missing, has another type, or is none of ours.

    >>> first_other_column({("claims", "lo"): "VARCHAR"}, {("claims", "lo"): "DOUBLE"})
    'the column lo of the table claims holds VARCHAR, not DOUBLE'
    """
    for (table, column), kind in ours.items():
        if (table, column) not in found:
            return f"the table {table} has no column {column}"
        if found[table, column] != kind:
            return f"the column {column} of the table {table} holds {found[table, column]}, not {kind}"
    tables = {table for table, _ in ours}
    own = ((table, column) for table, column in found if table in tables and (table, column) not in ours)
    return next((f"the table {table} has a column {column} of its own" for table, column in own), None)
