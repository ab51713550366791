"""Bring a database of an older layout up to date, where all that has changed is that something was added."""

from __future__ import annotations

import contextlib
import logging
from pathlib import Path

import duckdb

from claims.errors import ClaimsError
from claims.store.catalog import Catalog, digest_of_catalog, read_catalog
from claims.store.layout import (
    BOARD,
    CATALOG_DIGEST,
    SCHEMA_VERSION,
    STATED,
    UPGRADED,
    declare,
    declared_by_us,
    identifier,
)
from claims.store.shown import show_all

_DATA = frozenset({"table", "sequence"})
_MADE_ANEW = frozenset({"current_claims", "suggested_claims", "systems", "conditions", *STATED, BOARD})
_TABLE_MACROS = """
    SELECT database_name, function_name FROM duckdb_functions() WHERE function_type = 'table_macro' AND NOT internal
"""


def older_layout(found: Catalog) -> str | None:
    """Return the layout of a database that declares exactly what an older version of this program made; else None."""
    digest = digest_of_catalog(_ours(found))
    return next((version for version, known in UPGRADED.items() if known == digest), None)


def upgrade(
    connection: duckdb.DuckDBPyConnection, path: Path, database: str, found: Catalog, older: str
) -> None:
    """Bring a database that is open for writing from an older layout to that of this program.

    Its views and macros are ours, and are made anew. Its tables stay as they are; those that are new are added.

    Args:
        connection: Has the database attached, and in use.
        path: Its file, for messages.
        database: Name under which it is attached.
        found: What it declares.
        older: Its layout, from :func:`older_layout`.

    Raises:
        ClaimsError: It could not be brought up to date, and is as it was.
    """
    connection.begin()
    try:
        _make_anew(connection, found)
        if digest_of_catalog(_ours(read_catalog(connection, database))) != CATALOG_DIGEST:
            raise ClaimsError(
                f"{path}: layout {older} cannot be brought up to date: run again into a new file"
            )
        show_all(connection)
        connection.execute(
            "UPDATE about SET value = ? WHERE name = 'schema_version'", [str(SCHEMA_VERSION)]
        ).fetchall()
        connection.commit()
    except BaseException:
        with contextlib.suppress(duckdb.Error, RuntimeError):  # a failed write has undone it already
            connection.rollback()
        raise
    logging.getLogger("claims").warning(
        "%s: brought from layout %s to layout %s", path, older, SCHEMA_VERSION
    )


def _ours(found: Catalog) -> Catalog:
    """Return what a database declares, without the tables that somebody has put beside ours."""
    ours, _ = declared_by_us()
    return {key: text for key, text in found.items() if key[0] not in _DATA or key in ours}


def _make_anew(connection: duckdb.DuckDBPyConnection, found: Catalog) -> None:
    """Drop views, macros and what is filled by each run, and declare everything that is not there."""
    of_tables = {name for _, name in connection.execute(_TABLE_MACROS).fetchall()}
    for kind, name in found:
        if kind == "view":
            connection.execute(f"DROP VIEW {identifier(name)}").fetchall()
        elif kind == "macro":
            what = "MACRO TABLE" if name in of_tables else "MACRO"
            connection.execute(f"DROP {what} {identifier(name)}").fetchall()
        elif kind == "table" and name in _MADE_ANEW:
            connection.execute(f"DROP TABLE {identifier(name)}").fetchall()
    declare(connection, {name for kind, name in found if kind == "table"} - _MADE_ANEW)
