"""One SQLite file with foreign keys and full-text indexes, and descriptions for datasette."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import duckdb
import orjson

from claims.files.escaping import for_json, web_address
from claims.report.exports.about import About
from claims.report.exports.folder import Staging
from claims.report.exports.format import Format
from claims.store.layout import identifier
from claims.store.odd_values import OddValueError
from claims.store.rows import rows, streamed_rows

FILE = "claims.sqlite"
METADATA = "metadata.json"

_ROWS_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class _Table:
    """A table of the file.

    Attributes:
        name: Its name.
        select: Its rows, in the SQL of DuckDB; their columns mean what those of ``described`` mean.
        key: Columns of its primary key.
        described: Table or view whose comments tell what it and its columns hold.
        refers: Columns that stand for a row of another table.
        indexed: Columns that have an index.
        texts: Columns that have a full-text index.
        label: Column that stands for a row where another table refers to it.
        comment: What it holds, where it is not what ``described`` holds.
    """

    name: str
    select: str
    key: tuple[str, ...]
    described: str
    refers: tuple[tuple[tuple[str, ...], str], ...] = ()
    indexed: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    label: str | None = None
    comment: str | None = None


_PAPER = (("paper",), "papers")
_METRIC = (("metric",), "metrics")
_TABLES = (
    _Table("metrics", "FROM metrics", ("metric",), "metrics", label="metric"),
    _Table("hardware", "FROM hardware", ("name",), "hardware", label="name"),
    _Table("workloads", "FROM workloads", ("name",), "workloads", label="name"),
    _Table("baselines", "FROM baselines", ("name",), "baselines", label="name"),
    _Table("runs", "FROM runs", ("run",), "runs"),
    _Table(
        "papers", "SELECT p.*, a.abstract FROM papers p LEFT JOIN abstracts a ON a.text = p.text ORDER BY p.paper",
        ("paper",), "papers", ((("run",), "runs"),), texts=("title", "abstract"), label="title",
    ),
    _Table(
        "claims", "FROM current_claims ORDER BY claim", ("claim",), "current_claims",
        (_PAPER, _METRIC, (("run",), "runs")), ("metric", "paper", "role"), ("sentence", "subject", "baseline"),
        "claimed",
    ),
    _Table(
        "claim_hardware",
        "SELECT DISTINCT c.claim, u.words, m.entity AS name FROM current_claims c "
        "CROSS JOIN unnest(c.hardware) u(words) "
        "LEFT JOIN mentions m ON m.kind = 'hardware' AND m.words = u.words ORDER BY ALL",
        ("claim", "words"), "mentions", ((("claim",), "claims"), (("name",), "hardware")), ("name",),
        comment="The platforms of each claim: the words of the paper, and the hardware that they stand for.",
    ),
    _Table(
        "claim_workload",
        "SELECT DISTINCT c.claim, u.words, m.entity AS name FROM current_claims c "
        "CROSS JOIN unnest(c.workload) u(words) "
        "LEFT JOIN mentions m ON m.kind = 'workload' AND m.words = u.words ORDER BY ALL",
        ("claim", "words"), "mentions", ((("claim",), "claims"), (("name",), "workloads")), ("name",),
        comment="The workloads of each claim: the words of the paper, and the workload that they stand for.",
    ),
    _Table("documents", "FROM documents ORDER BY document", ("document",), "documents", (_PAPER,)),
    _Table(
        "tables", "FROM tables ORDER BY document, number", ("document", "number"), "tables",
        ((("document",), "documents"),), texts=("caption",), label="caption",
    ),
    _Table(
        "table_results", "SELECT t.* FROM table_results t JOIN current_table_results USING (result) ORDER BY result",
        ("result",), "table_results",
        ((("document",), "documents"), (("document", "number"), "tables"), _METRIC), ("metric", "document"),
        ("system", "dataset", "setting"),
    ),
)  # fmt: skip
_EXTRA = {"words": "The words of the paper.", "name": "Usual name, where the vocabularies know it."}
_VIEWS = {
    "results": "SELECT * FROM claims WHERE role = 'result'",
    "background": "SELECT * FROM claims WHERE role = 'background'",
}


def _write(connection: duckdb.DuckDBPyConnection, about: About, staging: Staging) -> None:
    path = staging.file(FILE)
    comments = {
        (relation, column): comment for relation, column, comment in rows(connection, _COLUMN_COMMENTS)
    }
    described: dict[str, Any] = {}
    total = 0
    with closing(sqlite3.connect(path)) as file:
        file.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        for table in _TABLES:
            columns = _create(connection, file, table)
            total += _fill(connection, file, table, len(columns))
            described[table.name] = _description(table, columns, comments)
        for name, select in _VIEWS.items():
            file.execute(f"CREATE VIEW {name} AS {select}")
            described[name] = {"description": comments.get((name, ""), "")}
        file.execute("CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL)")
        file.executemany("INSERT INTO about VALUES (?, ?)", about.as_text().items())
        file.commit()
        file.execute("ANALYZE")
        file.commit()
    staging.rows[FILE] = total
    content = for_json(orjson.dumps(_metadata(about, described), option=orjson.OPT_INDENT_2))
    staging.file(METADATA).write_bytes(content + b"\n")


def _create(connection: duckdb.DuckDBPyConnection, file: sqlite3.Connection, table: _Table) -> Sequence[str]:
    """Make a table and its indexes; return its columns."""
    relation = connection.sql(f"SELECT * FROM ({table.select}) LIMIT 0")
    parts = [
        f"{_quoted(name)} {_affinity(str(kind))}"
        for name, kind in zip(relation.columns, relation.types, strict=True)
    ]
    parts.append(f"PRIMARY KEY ({_listed(table.key)})")
    parts += [
        f"FOREIGN KEY ({_listed(own)}) REFERENCES {_quoted(other)} ({_listed(_key_of(other))})"
        for own, other in table.refers
    ]
    file.execute(f"CREATE TABLE {_quoted(table.name)} ({', '.join(parts)})")
    for column in table.indexed:
        file.execute(
            f"CREATE INDEX {_quoted(f'{table.name}_{column}')} ON {_quoted(table.name)} ({_quoted(column)})"
        )
    return list(relation.columns)


def _fill(connection: duckdb.DuckDBPyConnection, file: sqlite3.Connection, table: _Table, width: int) -> int:
    """Write the rows of a table and its full-text index; return their number."""
    marks = ", ".join("?" * width)
    found = streamed_rows(connection, f"SELECT * FROM ({table.select})", _ROWS_AT_ONCE)
    try:
        count = file.executemany(
            f"INSERT INTO {_quoted(table.name)} VALUES ({marks})", _plain(found)
        ).rowcount
    except sqlite3.IntegrityError as error:
        raise OddValueError(f"the table {table.name}") from error
    if table.texts:
        index, columns = _quoted(f"{table.name}_fts"), _listed(table.texts)
        file.execute(
            f"CREATE VIRTUAL TABLE {index} USING fts5({columns}, content={_quoted(table.name)}, tokenize='porter')"
        )
        file.execute(
            f"INSERT INTO {index} (rowid, {columns}) SELECT rowid, {columns} FROM {_quoted(table.name)}"
        )
    return max(count, 0)


def _plain(batch: Iterable[Sequence[Any]]) -> Iterator[tuple[Any, ...]]:
    """Yield rows of what SQLite holds: lists and structs become JSON, dates text."""
    for row in batch:
        yield tuple(
            value
            if value is None or isinstance(value, (str, int, float))
            else value.isoformat(*(" ",) if isinstance(value, datetime) else ())
            if isinstance(value, date)
            else orjson.dumps(value, default=str).decode()
            for value in row
        )


def _description(
    table: _Table, columns: Sequence[str], comments: dict[tuple[str, str], str]
) -> dict[str, Any]:
    told = {
        column: comments.get((table.described, column))
        or _comment_anywhere(comments, column)
        or _EXTRA.get(column, "")
        for column in columns
    }
    if table.comment:
        told |= {name: comment for name, comment in _EXTRA.items() if name in columns}
    found: dict[str, Any] = {
        "description": table.comment or comments.get((table.described, ""), ""),
        "columns": told,
    }
    return {**found, "label_column": table.label} if table.label else found


def _comment_anywhere(comments: dict[tuple[str, str], str], column: str) -> str:
    """Return what a column of this name means: it means the same everywhere."""
    return next((comment for (_, name), comment in comments.items() if name == column and comment), "")


def _metadata(about: About, described: dict[str, Any]) -> dict[str, Any]:
    told = about.as_text()
    top = {
        "title": about.title[0].upper() + about.title[1:],
        "description": f"As of {about.as_of}. {about.citation}",
        **({"license": about.license} if about.license else {}),
        **({"license_url": address} if (address := web_address(about.license)) else {}),
    }
    return {**top, "databases": {"claims": {**top, "tables": described}}, "claims": told}


def _key_of(table: str) -> tuple[str, ...]:
    return next(each.key for each in _TABLES if each.name == table)


def _affinity(kind: str) -> str:
    if kind in ("BOOLEAN", "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UBIGINT"):
        return "INTEGER"
    return "REAL" if kind in ("DOUBLE", "FLOAT") else "TEXT"


def _listed(columns: Sequence[str]) -> str:
    return ", ".join(map(_quoted, columns))


_quoted = identifier

_COLUMN_COMMENTS = """
    SELECT table_name, column_name, coalesce(comment, '') FROM duckdb_columns()
    WHERE NOT internal AND database_name = current_database()
    UNION ALL SELECT table_name, '', coalesce(comment, '') FROM duckdb_tables()
    WHERE NOT internal AND database_name = current_database()
    UNION ALL SELECT view_name, '', coalesce(comment, '') FROM duckdb_views()
    WHERE NOT internal AND database_name = current_database()
"""

FORMAT = Format(
    "sqlite", "SQLite with foreign keys and full-text indexes, with metadata.json for datasette", _write
)
