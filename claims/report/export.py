"""Write a database as Parquet files with a Croissant description, for those who have no DuckDB at hand.

Croissant (https://docs.mlcommons.org/croissant/docs/croissant-spec.html) tells programs which files a data set
has and what their columns mean. The meanings are the comments of the database.
"""

from __future__ import annotations

import hashlib
import re
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import quote

import duckdb
import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from claims.errors import ClaimsError
from claims.files.whole import Part, locked_folder
from claims.store.connection import rows
from claims.store.layout import identifier

DESCRIPTION = "croissant.json"

_BATCH_ROWS = 65_536
_NAME = "claims"
_LONGEST_NAME = 200
CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
# Columns that tell the rows of a table apart.
_KEYS = {
    "papers": "paper",
    "abstracts": "text",
    "claims": "claim",
    "runs": "run",
    "metrics": "metric",
    "hardware": "name",
    "workloads": "name",
    "baselines": "name",
}
_TYPES: tuple[tuple[str, str], ...] = (
    (r"BOOLEAN", "sc:Boolean"),
    (r"U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?", "sc:Integer"),
    (r"DOUBLE|FLOAT|DECIMAL.*", "sc:Float"),
    (r"DATE|TIMESTAMP.*", "sc:Date"),
)


@dataclass(frozen=True, slots=True)
class Exported:
    """A file that was written.

    Attributes:
        name: Table or view.
        path: The file.
        rows: Number of rows.
        bytes: Size of the file.
    """

    name: str
    path: Path
    rows: int
    bytes: int


def export(
    connection: duckdb.DuckDBPyConnection, folder: Path, *, license: str | None = None
) -> list[Exported]:
    """Write each table and view as a Parquet file, and ``croissant.json`` that describes them.

    The struct ``hardware`` of a view becomes the columns ``hardware_name``, ``hardware_vendor``, and so on.
    Files of an earlier export are replaced when all are written; the description goes first and comes last, so
    that one which is there describes the files beside it.

    Args:
        connection: From :func:`claims.store.connection.open_for_reading`.
        folder: Where to; made where there is none.
        license: Address or SPDX name of the license to state.

    Raises:
        ClaimsError: The folder cannot be written, or another export is writing it.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with ExitStack() as stack:
            if not stack.enter_context(locked_folder(folder)):
                raise ClaimsError(f"{folder}: another export is writing it: try again when that has ended")
            return _export(connection, folder, license, stack)
    except OSError as error:
        raise ClaimsError(
            f"{error.filename or folder}: cannot be written: {error.strerror or error}"
        ) from error


def _export(
    connection: duckdb.DuckDBPyConnection, folder: Path, license: str | None, stack: ExitStack
) -> list[Exported]:
    parts, written, files, records = [], [], [], []
    for name, comment in rows(connection, _RELATIONS):
        columns = _columns(connection, name)
        part = _part(stack, folder / _file_name(name))
        number = _write_parquet(connection, name, columns, part.stream)
        described = _file(part, comment)
        written.append(Exported(name, part.path, number, part.stream.tell()))
        parts.append(part)
        files.append(described)
        records.append(_record_set(name, part.path.name, comment, columns))
    description = _part(stack, folder / DESCRIPTION)
    content = _described(connection, files, records, license)
    description.stream.write(orjson.dumps(content, option=orjson.OPT_INDENT_2) + b"\n")
    for part in (*parts, description):
        part.stream.flush()  # while there may still be no room, nothing has changed
    description.path.unlink(missing_ok=True)
    for part in (*parts, description):
        part.take_name()
    return written


def _part(stack: ExitStack, path: Path) -> Part:
    part = Part(path)
    stack.callback(part.drop)
    return part


def _file_name(relation: str) -> str:
    """Return the name of the file of a table or view: a name in SQL may hold anything, a slash too.

    >>> _file_name("results"), _file_name("../../evil")
    ('results.parquet', '..%2F..%2Fevil.parquet')
    """
    name = quote(relation.encode("utf-8", "surrogatepass"), safe=" ")
    if len(name) > _LONGEST_NAME:
        name = f"{name[:_LONGEST_NAME]}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"
    return f"{name}.parquet"


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


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of a file: flat, since Croissant has no types for what is nested."""

    name: str
    kind: str
    comment: str
    expression: str


def _columns(connection: duckdb.DuckDBPyConnection, relation: str) -> list[_Column]:
    """Return the columns of a table or view; a struct becomes a column for each of its members."""
    found = []
    nested = connection.sql(f"FROM {identifier(relation)} LIMIT 0")
    kinds = dict(zip(nested.columns, nested.types, strict=True))
    for name, kind, comment in rows(connection, _COLUMNS, [relation]):
        if kinds[name].id == "struct":
            found += [
                _Column(
                    f"{name}_{member}",
                    str(of),
                    f"{comment} Here: {member}.",
                    f"{identifier(name)}.{identifier(member)}",
                )
                for member, of in kinds[name].children
            ]
        elif kind.startswith("STRUCT"):
            as_json = f"CAST(to_json({identifier(name)}) AS VARCHAR)"
            found.append(_Column(name, "VARCHAR", f"{comment} As JSON.", as_json))
        else:
            found.append(_Column(name, kind, comment, identifier(name)))
    return found


def _write_parquet(
    connection: duckdb.DuckDBPyConnection, name: str, columns: list[_Column], stream: BinaryIO
) -> int:
    selected = ", ".join(f"{column.expression} AS {identifier(column.name)}" for column in columns)
    relation = connection.sql(f"SELECT {selected} FROM {identifier(name)}")
    reader: pa.RecordBatchReader = relation.to_arrow_reader(_BATCH_ROWS)
    count = 0
    with pq.ParquetWriter(stream, reader.schema, compression="zstd") as writer:
        for batch in reader:
            writer.write_batch(batch)
            count += batch.num_rows
    return count


def _described(
    connection: duckdb.DuckDBPyConnection,
    files: list[dict[str, Any]],
    records: list[dict[str, Any]],
    license: str | None,
) -> dict[str, Any]:
    [(papers, claims, first, last)] = rows(
        connection,
        "SELECT (SELECT count(*) FROM papers), (SELECT count(*) FROM current_claims), "
        "(SELECT min(date) FROM papers), (SELECT max(date) FROM papers)",
    )
    runs = rows(connection, "SELECT rules, vocabulary, version, finished FROM runs ORDER BY run DESC LIMIT 1")
    about: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": _NAME,
        "description": f"{claims} quantified claims read out of {papers} paper abstracts by rules: value, unit, "
        "metric, direction, baseline, hardware, workload, and where each stands. Start with results.parquet. "
        "The abstracts belong to their authors.",
        "keywords": ["quantified claims", "benchmarks", "leaderboards", "scientometrics"],
        "citeAs": "Cite the papers that the rows come from: papers.id, papers.doi, papers.arxiv_id.",
        "isLiveDataset": False,
    }
    if runs:
        rules, vocabulary, version, finished = runs[0]
        about["version"] = f"{version}+rules.{rules}.vocabulary.{vocabulary}"
        about["datePublished"] = finished.date().isoformat()
    if isinstance(first, date) and isinstance(last, date):
        about["temporalCoverage"] = f"{first.isoformat()}/{last.isoformat()}"
    if license:
        about["license"] = license
    return {**about, "distribution": files, "recordSet": records}


def _file(part: Part, comment: str) -> dict[str, Any]:
    part.stream.seek(0)
    digest = hashlib.file_digest(part.stream, "sha256").hexdigest()
    return {
        "@type": "cr:FileObject",
        "@id": part.path.name,
        "name": part.path.name,
        "description": comment,
        "contentUrl": quote(part.path.name),
        "contentSize": f"{part.stream.tell()} B",
        "encodingFormat": "application/x-parquet",
        "sha256": digest,
    }


def _record_set(name: str, file: str, comment: str, columns: list[_Column]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": name,
        "description": comment,
        "field": [_field(name, file, column) for column in columns],
    }
    if name in _KEYS:
        found["key"] = {"@id": f"{name}/{_KEYS[name]}"}
    return found


def _field(relation: str, file: str, column: _Column) -> dict[str, Any]:
    element = column.kind.removesuffix("[]")
    field: dict[str, Any] = {
        "@type": "cr:Field",
        "@id": f"{relation}/{column.name}",
        "name": column.name,
        "description": column.comment,
        "dataType": next((name for pattern, name in _TYPES if re.fullmatch(pattern, element)), "sc:Text"),
        "source": {"fileObject": {"@id": file}, "extract": {"column": column.name}},
    }
    if element != column.kind:
        field["repeated"] = True
    return field
