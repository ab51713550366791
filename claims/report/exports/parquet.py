"""Parquet files, for those who have no DuckDB at hand, with a Croissant description and a dataset card."""

from __future__ import annotations

from pathlib import Path

import duckdb
import orjson
import pyarrow.parquet as pq

from claims.files.escaping import for_json
from claims.report.exports.about import About
from claims.report.exports.card import CARD, card
from claims.report.exports.croissant import described, file_object, record_set
from claims.report.exports.folder import Staging
from claims.report.exports.format import Format
from claims.report.exports.relations import Relation, batches, file_name, relations

DESCRIPTION = "croissant.json"


def _write(connection: duckdb.DuckDBPyConnection, about: About, staging: Staging) -> None:
    found = relations(connection)
    names = {relation.name: file_name(relation.name, "parquet") for relation in found}
    for relation in found:
        name = names[relation.name]
        staging.rows[name] = _write_parquet(connection, relation, staging.file(name))
    files = [
        file_object(name, relation.comment, staging.size(name), staging.digest(name))
        for relation in found
        for name in [names[relation.name]]
    ]
    records = [record_set(relation, names[relation.name]) for relation in found]
    content = for_json(orjson.dumps(described(about, files, records), option=orjson.OPT_INDENT_2))
    staging.file(DESCRIPTION).write_bytes(content + b"\n")
    staging.file(CARD).write_text(card(about, found, names), encoding="utf-8")


def _write_parquet(connection: duckdb.DuckDBPyConnection, relation: Relation, path: Path) -> int:
    reader = batches(connection, relation)
    count = 0
    # Given a name that is not UTF-8, Arrow would not find the file.
    with path.open("wb") as stream, pq.ParquetWriter(stream, reader.schema, compression="zstd") as writer:
        for batch in reader:
            writer.write_batch(batch)
            count += batch.num_rows
    return count


FORMAT = Format(
    "parquet", "Parquet, one file for each table and view, with croissant.json and a dataset card", _write
)
