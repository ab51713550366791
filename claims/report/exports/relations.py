"""Tables and views of a database with flat columns, as files hold them, and what each means."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote

import duckdb
import polars as pl
import pyarrow as pa

from claims.store.layout import identifier
from claims.store.odd_values import refuse_odd_columns
from claims.store.rows import rows

KEYS: Mapping[str, str] = {
    "papers": "paper",
    "abstracts": "text",
    "claims": "claim",
    "runs": "run",
    "metrics": "metric",
    "hardware": "name",
    "workloads": "name",
    "baselines": "name",
    "documents": "document",
    "table_results": "result",
}
"""Columns that tell the rows of a table apart."""

_BATCH_ROWS = 65_536
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a file: flat, since few formats have types for what is nested.

    Attributes:
        name: Its name.
        kind: Its type in DuckDB; ``[]`` ends that of a list.
        comment: What it means.
        expression: What gives it, in SQL.
    """

    name: str
    kind: str
    comment: str
    expression: str

    @property
    def element(self) -> str:
        """Its type, or that of the members of a list."""
        return self.kind.removesuffix("[]")

    @property
    def is_list(self) -> bool:
        """Whether its values are lists."""
        return self.element != self.kind


@dataclass(frozen=True, slots=True)
class Relation:
    """A table or view.

    Attributes:
        name: Its name.
        comment: What it holds.
        columns: Its columns, flat.
    """

    name: str
    comment: str
    columns: tuple[Column, ...]


def relations(connection: duckdb.DuckDBPyConnection) -> list[Relation]:
    """Return the views and tables of a database."""
    return [
        Relation(name, comment, tuple(_columns(connection, name)))
        for name, comment in rows(connection, _RELATIONS)
    ]


def batches(
    connection: duckdb.DuckDBPyConnection, relation: Relation, at_once: int = _BATCH_ROWS
) -> pa.RecordBatchReader:
    """Return the rows of a table or view, some at a time.

    Raises:
        duckdb.Error: While they are read: the database is damaged, or memory is at its end.
        OddValueError: While they are read: they hold what no run writes.
    """
    selected = ", ".join(f"{column.expression} AS {identifier(column.name)}" for column in relation.columns)
    found = connection.sql(f"SELECT {selected} FROM {identifier(relation.name)}").to_arrow_reader(at_once)
    return pa.RecordBatchReader.from_batches(found.schema, _checked(found))


def _checked(reader: pa.RecordBatchReader) -> Iterator[pa.RecordBatch]:
    while True:
        try:
            batch = reader.read_next_batch()
        except StopIteration:
            return
        except OSError as error:  # what Arrow makes of any error of DuckDB
            kind = duckdb.OutOfMemoryException if "Out of Memory" in str(error) else duckdb.IOException
            raise kind(str(error)) from error
        refuse_odd_columns(pl.DataFrame(batch))
        yield batch


def file_name(relation: str, suffix: str) -> str:
    """Return the name of the file of a table or view: a name in SQL may hold anything, a slash too.

    >>> file_name("results", "csv"), file_name("../../evil", "csv")
    ('results.csv', '..%2F..%2Fevil.csv')
    """
    name = quote(relation.encode("utf-8", "surrogatepass"), safe=" ")
    if len(name) > _LONGEST_NAME:
        name = f"{name[:_LONGEST_NAME]}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"
    return f"{name}.{suffix}"


_HERE = "NOT internal AND database_name = current_database() AND schema_name = current_schema()"
_RELATIONS = f"""
    SELECT name, coalesce(comment, '') FROM (
        SELECT view_name AS name, comment, 0 AS place FROM duckdb_views() WHERE {_HERE}
        UNION ALL
        SELECT table_name, comment, 1 FROM duckdb_tables() WHERE {_HERE}
    ) ORDER BY place, name
"""
_COLUMNS = f"""
    SELECT column_name, data_type, coalesce(comment, '') FROM duckdb_columns()
    WHERE {_HERE} AND table_name = ? ORDER BY column_index
"""


def _columns(connection: duckdb.DuckDBPyConnection, relation: str) -> list[Column]:
    """Return the columns of a table or view; a struct becomes a column for each of its members."""
    found = []
    nested = connection.sql(f"FROM {identifier(relation)} LIMIT 0")
    kinds = dict(zip(nested.columns, nested.types, strict=True))
    for name, kind, comment in rows(connection, _COLUMNS, [relation]):
        if kinds[name].id == "struct":
            found += [
                Column(
                    f"{name}_{member}",
                    str(of),
                    f"{comment} Here: {member}.",
                    f"{identifier(name)}.{identifier(member)}",
                )
                for member, of in kinds[name].children
            ]
        elif kind.startswith("STRUCT"):
            as_json = f"CAST(to_json({identifier(name)}) AS VARCHAR)"
            found.append(Column(name, "VARCHAR", f"{comment} As JSON.", as_json))
        else:
            found.append(Column(name, kind, comment, identifier(name)))
    return found
