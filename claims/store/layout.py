"""The layout of a database: tables, views and macros of ``schema/*.sql``, and its version."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Container
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path

import duckdb

from claims.errors import ClaimsError
from claims.store.catalog import (
    NOT_OURS,
    Catalog,
    Columns,
    digest_of_catalog,
    first_difference,
    first_other_column,
    read_catalog,
    read_columns,
)

SCHEMA_VERSION = 10
"""Raised with every change of ``schema/*.sql`` that this program or an older one could trip over."""
CATALOG_DIGEST = "50f6373678fa152f"
"""Hash of what ``schema/*.sql`` declares, as DuckDB 2.0 tells it: to make it anew for each comparison takes long."""
UPGRADED = {
    "4": "a1005f2d744cc4b3",
    "5": "90bc17a9861b65cf",
    "6": "dc3ff036929e9b75",
    "7": "f7e92f25aa51cd71",
    "8": "47f054fa2075b458",
    "9": "e3efd5609c5e5ee5",
}
"""Layouts that the first write brings up to date, with their hashes: what is new since is added, nothing is lost."""

STATED = ("stated_factors", "stated_levels")
"""Tables of what papers state of systems, each filled by the statement of its name."""

BOARD = "board_results"
"""The table of what boards rank, filled by the statement of its name."""

# Views use the first macros, the last macros use the views.
_BEFORE_VIEWS = ("tables.sql", "documents.sql", "corrections.sql", "macros.sql")
_VIEWS = ("views.sql", "document_views.sql", "table_macros.sql", "corrections_views.sql")
AS_READ = """
    SELECT *, NULL::VARCHAR AS review, []::VARCHAR[] AS corrected_fields, []::VARCHAR[] AS reviewed_by
    FROM claims WHERE gone_run IS NULL
"""
"""Claims that hold, in the shape of those that people have said something of."""

_LIKE_CURRENT_CLAIMS = {"current_claims": "", "suggested_claims": ", NULL::VARCHAR AS suggested_by"}
# What is never null in the tables that they are made of is not here either. How sure a suggestion is nobody knows.
_NOT_NULL = "SELECT column_name FROM duckdb_columns() WHERE table_name = 'claims' AND NOT is_nullable"
_NEVER_NULL = frozenset(
    {"paper_id", "title", "claimed", "kind", "withdrawn", "sentence", "corrected_fields", "reviewed_by"}
)
_MAY_BE_NULL = frozenset({("suggested_claims", "confidence")})
# Long texts are read for the few rows that are shown. Packed, all of their neighbours would have to be unpacked.
_READ_ALONE = frozenset({"sentence", "title"})

# A view's column means what the table's column of that name means; views.sql comments only on its own.
_MISSING_COMMENTS = """
    SELECT v.table_name, v.column_name, arg_min(t.comment, t.place)
    FROM duckdb_columns() v
    JOIN (
        SELECT column_name, comment,
            list_position(['current_claims', 'claims', 'papers', 'table_results', 'corrections'], table_name) AS place
        FROM duckdb_columns()
        WHERE comment IS NOT NULL AND NOT internal AND place IS NOT NULL
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
        declare(connection)
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


def declare(connection: duckdb.DuckDBPyConnection, present: Container[str] = ()) -> None:
    """Make tables, views and macros with their comments.

    Args:
        connection: The database; the caller has begun a transaction.
        present: Tables that it has already, which stay as they are.
    """
    for name in _BEFORE_VIEWS:
        _run_statements(connection, name, present)
    shown = current_claims_of(f"({AS_READ})")
    for table, more in _LIKE_CURRENT_CLAIMS.items():
        _make_table(connection, table, f"SELECT *{more} FROM ({shown})")
    for name in _VIEWS:
        _run_statements(connection, name, present)
    for view, column, comment in connection.execute(_MISSING_COMMENTS).fetchall():
        named = f"{identifier(view)}.{identifier(column)}"
        connection.execute(f"COMMENT ON COLUMN {named} IS {quoted(comment)}").fetchall()


def _make_table(connection: duckdb.DuckDBPyConnection, table: str, query: str) -> None:
    """Make a table for the rows of a query that shows claims."""
    never_null = _NEVER_NULL | {name for (name,) in connection.execute(_NOT_NULL).fetchall()}
    columns = []
    for name, kind, *_ in connection.execute(f"DESCRIBE {query}").fetchall():
        is_filled = name in never_null and (table, name) not in _MAY_BE_NULL
        packed = " USING COMPRESSION uncompressed" if name in _READ_ALONE else ""
        columns.append(f"{identifier(name)} {kind}{' NOT NULL' if is_filled else ''}{packed}")
    connection.execute(f"CREATE TABLE {table} ({', '.join(columns)})").fetchall()


def _run_statements(connection: duckdb.DuckDBPyConnection, name: str, present: Container[str]) -> None:
    if not present:
        connection.execute(_sql(name)).fetchall()
        return
    for statement in duckdb.extract_statements(_sql(name)):
        made = _MAKES_TABLE.search(statement.query)
        if made is None or made[1] not in present:
            connection.execute(statement).fetchall()


_MAKES_TABLE = re.compile(r"^CREATE TABLE (\w+)", re.MULTILINE)


def current_claims_of(held: str) -> str:
    """Return the statement that gives claims as ``current_claims`` shows them; it joins abstracts as ``a``.

    Args:
        held: A table, or a query in brackets, with the columns of ``claims``, and of what people say of them.
    """
    return f"WITH held AS (FROM {held}) {_sql('current_claims.sql')}"


def quoted(text: str) -> str:
    """Return a text as SQL writes it, for statements that take no parameters."""
    escaped = text.replace("'", "''")
    return f"'{escaped}'"


def identifier(name: str) -> str:
    """Return the name of a table or column as SQL writes it, whatever it is made of."""
    escaped = name.replace('"', '""')
    return f'"{escaped}"'


def statement_of(table: str) -> str:
    """Return the statement that gives what a table holds which each run fills: its file in ``schema/``."""
    return _sql(f"{table}.sql")


def _sql(name: str) -> str:
    return files("claims.schema").joinpath(name).read_text(encoding="utf-8")


def check_layout(
    connection: duckdb.DuckDBPyConnection, path: Path, database: str, *, is_ours: bool = False
) -> bool:
    """Return whether a database has the layout of this program; False where it is still empty.

    Nothing that the database declares is run: its views and macros are read and compared, not asked.

    Args:
        connection: Has the database attached.
        path: Its file, for the error.
        database: Name under which it is attached.
        is_ours: Whether what it declares has been compared already, so that its version alone is in question.

    Raises:
        ClaimsError: It is no database of claims, has another version, or declares code that is not ours.
    """
    if is_ours:
        _check_version(connection, path, database)
        return True
    found = read_catalog(connection, database)
    if not found:
        return False
    if not {("table", "about"), ("view", "about")} & found.keys():
        raise ClaimsError(f"{path}: a DuckDB database, but none of claims: give another path to --db")
    if digest_of_catalog(found) == CATALOG_DIGEST:
        _check_version(connection, path, database)
        return True
    ours, columns = declared_by_us()
    about = "table", "about"
    if found.get(about) == ours[about]:
        _check_version(connection, path, database)
    different = first_difference(found, ours)
    if different and different.startswith("the table") and different.endswith(NOT_OURS):
        different = first_other_column(read_columns(connection, database), columns) or different
    if different:
        raise ClaimsError(
            f"{path}: {different}: somebody has changed this database, and what it declares is not run: "
            "undo that, or `claims run` into a new file"
        )
    return True


@cache
def declared_by_us() -> tuple[Catalog, Columns]:
    """Return what this program declares: all definitions, and the types of the columns of tables."""
    with duckdb.connect() as fresh:
        create_layout(fresh)
        [(name,)] = fresh.execute("SELECT current_database()").fetchall()
        return read_catalog(fresh, name), read_columns(fresh, name)


def _check_version(connection: duckdb.DuckDBPyConnection, path: Path, database: str) -> None:
    about = dict(connection.execute(f"SELECT name, value FROM {identifier(database)}.main.about").fetchall())
    found = about.get("schema_version", "unknown")
    if found in UPGRADED:
        raise ClaimsError(
            f"{path}: the database has layout {found} (made by claims {about.get('claims_version', '?')}), "
            f"this is claims {program_version()} with layout {SCHEMA_VERSION}: `claims correct --db {path}` brings it "
            "up to date, as the next run does; nothing is extracted again"
        )
    if found != str(SCHEMA_VERSION):
        raise ClaimsError(
            f"{path}: the database has layout {found} (made by claims {about.get('claims_version', '?')}), "
            f"this is claims {program_version()} with layout {SCHEMA_VERSION}: run again into a new file"
        )
