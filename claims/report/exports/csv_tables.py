"""CSV, one file for each table and view, with the description of CSV on the Web.

CSV on the Web (https://www.w3.org/TR/tabular-metadata/) tells programs the types and meanings of columns, and which of
them hold lists.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import duckdb
import orjson
import polars as pl

from claims.files.escaping import for_json, web_address
from claims.report.exports.about import AUTHORS, About
from claims.report.exports.folder import Staging
from claims.report.exports.format import Format
from claims.report.exports.relations import KEYS, Column, Relation, batches, file_name, relations
from claims.report.formats import csv_header, csv_lines

DESCRIPTION = "csv-metadata.json"

_SEPARATOR = "; "
_ROWS_AT_ONCE = 8_192
_TYPES = (
    (r"BOOLEAN", "boolean"),
    (r"U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?", "integer"),
    (r"DOUBLE|FLOAT|DECIMAL.*", "double"),
    (r"DATE", "date"),
)


def _write(connection: duckdb.DuckDBPyConnection, about: About, staging: Staging) -> None:
    tables = []
    for relation in relations(connection):
        name = file_name(relation.name, "csv")
        staging.rows[name] = _write_rows(connection, relation, staging.file(name))
        tables.append(_table(relation, name))
    content = for_json(orjson.dumps({**_described(about), "tables": tables}, option=orjson.OPT_INDENT_2))
    staging.file(DESCRIPTION).write_bytes(content + b"\n")


def _write_rows(connection: duckdb.DuckDBPyConnection, relation: Relation, path: Path) -> int:
    count = 0
    with path.open("wb") as stream:
        stream.write(csv_header([column.name for column in relation.columns]))
        for batch in batches(connection, relation, _ROWS_AT_ONCE):
            frame = pl.DataFrame(batch)
            stream.write(csv_lines(frame))
            count += frame.height
    return count


def _described(about: About) -> dict[str, Any]:
    told: dict[str, Any] = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dc:title": about.title,
        "dc:creator": AUTHORS,
        "dc:date": about.as_of.isoformat(),
        "dc:hasVersion": about.release,
        "dc:bibliographicCitation": about.citation,
    }
    if about.license:
        address = web_address(about.license)
        told["dc:license"] = {"@id": address} if address else about.license
    return told


def _table(relation: Relation, file: str) -> dict[str, Any]:
    schema: dict[str, Any] = {"columns": [_column(column) for column in relation.columns]}
    if relation.name in KEYS:
        schema["primaryKey"] = KEYS[relation.name]
    return {"url": quote(file), "dc:description": relation.comment, "tableSchema": schema}


def _column(column: Column) -> dict[str, Any]:
    datatype = next((name for pattern, name in _TYPES if re.fullmatch(pattern, column.element)), "string")
    told = {
        "name": quote(column.name.encode("utf-8", "surrogatepass"), safe=""),
        "titles": column.name,
        "dc:description": column.comment,
        "datatype": datatype,
    }
    return {**told, "separator": _SEPARATOR} if column.is_list else told


FORMAT = Format(
    "csv", "CSV, one file for each table and view, with csv-metadata.json (CSV on the Web)", _write
)
