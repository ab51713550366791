"""The layout of a database: tables, views and macros of ``schema/*.sql``, and its version."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path

import duckdb

from claims.errors import ClaimsError

SCHEMA_VERSION = 4
"""Raised with every change of ``schema/*.sql`` that this program or an older one could trip over."""

_CLAIMS_AT_ONCE = 10_000
_RANGE_OF_TEXTS = "SELECT min(text), max(text) FROM claims WHERE claim >= $first AND claim < $end"
# The range of texts spares most abstracts; given as numbers, it also lets the join hold the claims instead of them.
_OF_SLICE = """
    AND c.claim >= $first AND c.claim < $end AND a.text BETWEEN $first_text AND $last_text
"""
# Views use the first macros, the last macros use the views.
_BEFORE_VIEWS = ("tables.sql", "macros.sql")
_VIEWS = ("views.sql", "table_macros.sql")

# A view's column means what the table's column of that name means; views.sql comments only on its own.
_MISSING_COMMENTS = """
    SELECT v.table_name, v.column_name, any_value(t.comment)
    FROM duckdb_columns() v
    JOIN (
        SELECT column_name, comment, table_name FROM duckdb_columns()
        WHERE comment IS NOT NULL AND NOT internal AND table_name IN ('claims', 'papers', 'current_claims')
    ) t ON t.column_name = v.column_name
    WHERE v.comment IS NULL AND NOT v.internal
    GROUP BY ALL ORDER BY ALL
"""


def program_version() -> str:
    """Return the version of this program."""
    try:
        return version("claimsdb")
    except PackageNotFoundError:
        return "unknown"


def create_layout(connection: duckdb.DuckDBPyConnection) -> None:
    """Make tables, views and macros in an empty database, all or none."""
    connection.begin()
    try:
        for name in _BEFORE_VIEWS:
            connection.execute(_sql(name)).fetchall()
        connection.execute(f"CREATE TABLE current_claims AS {_sql('current_claims.sql')} LIMIT 0").fetchall()
        for name in _VIEWS:
            connection.execute(_sql(name)).fetchall()
        for view, column, comment in connection.execute(_MISSING_COMMENTS).fetchall():
            connection.execute(f'COMMENT ON COLUMN "{view}"."{column}" IS {quoted(comment)}').fetchall()
        about = {
            "schema_version": str(SCHEMA_VERSION),
            "claims_version": program_version(),
            "created": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        for name, value in about.items():
            connection.execute("INSERT INTO about VALUES (?, ?)", [name, value]).fetchall()
        connection.commit()
    except BaseException:
        with contextlib.suppress(duckdb.Error, RuntimeError):  # a failed write has undone it already
            connection.rollback()
        raise


def refresh_current_claims(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill the table ``current_claims`` anew from claims, papers and abstracts.

    Some at a time: a join with all abstracts at once needs more memory the larger the database is.
    """
    connection.execute("DELETE FROM current_claims").fetchall()
    ((last,),) = connection.execute("SELECT coalesce(max(claim), -1) FROM claims").fetchall()
    for first in range(0, last + 1, _CLAIMS_AT_ONCE):
        which = {"first": first, "end": first + _CLAIMS_AT_ONCE}
        ((first_text, last_text),) = connection.execute(_RANGE_OF_TEXTS, which).fetchall()
        connection.execute(
            f"INSERT INTO current_claims {_sql('current_claims.sql')} {_OF_SLICE} ORDER BY c.claim",
            {**which, "first_text": first_text, "last_text": last_text},
        ).fetchall()


def quoted(text: str) -> str:
    """Return a text as SQL writes it, for statements that take no parameters."""
    escaped = text.replace("'", "''")
    return f"'{escaped}'"


def _sql(name: str) -> str:
    return files("claims.schema").joinpath(name).read_text(encoding="utf-8")


def check_layout(connection: duckdb.DuckDBPyConnection, path: Path) -> bool:
    """Return whether the database has the layout of this program; False where it is still empty.

    Raises:
        ClaimsError: It is no database of claims, or has another version.
    """
    tables = connection.execute("SELECT list(table_name) FROM duckdb_tables() WHERE NOT internal").fetchall()[
        0
    ][0]
    if not tables:
        return False
    if "about" not in tables:
        raise ClaimsError(f"{path}: a DuckDB database, but none of claims: give another path to --db")
    about = dict(connection.execute("SELECT name, value FROM about").fetchall())
    found = about.get("schema_version", "unknown")
    if found != str(SCHEMA_VERSION):
        raise ClaimsError(
            f"{path}: the database has layout {found} (made by claims {about.get('claims_version', '?')}), "
            f"this is claims {program_version()} with layout {SCHEMA_VERSION}: run again into a new file"
        )
    return True
