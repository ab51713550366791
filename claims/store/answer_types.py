"""Types of an answer that every format can hold: numbers, texts, days, and lists and structs of numbers and texts."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from claims.errors import ClaimsError
from claims.store.layout import identifier
from claims.store.query import different_names

_PLAIN = frozenset(
    {
        "boolean", "tinyint", "smallint", "integer", "bigint", "utinyint", "usmallint", "uinteger", "ubigint",
        "hugeint", "float", "double", "decimal", "varchar",
    }
)  # fmt: skip
_OF_TIME = frozenset({"date", "timestamp", "timestamp with time zone", "time"})
_EPOCH = datetime(1970, 1, 1)
_MICROSECONDS = 1_000_000
_DAYS = ((date.min - _EPOCH.date()).days, (date.max - _EPOCH.date()).days)
_MOMENTS = tuple(int((end - _EPOCH).total_seconds()) * _MICROSECONDS for end in (datetime.min, datetime.max))


def in_plain_types(relation: duckdb.DuckDBPyRelation) -> duckdb.DuckDBPyRelation:
    """Return an answer whose columns have names of their own, and text in place of types that few programs know.

    Args:
        relation: The answer: bound, not yet run.
    """
    names = different_names(relation.columns)
    is_plain = [_is_plain(kind) or kind.id in _OF_TIME for kind in relation.types]
    if all(is_plain) and names == relation.columns:
        return relation
    columns = (
        f"{f'#{place}' if plain else f'CAST(#{place} AS VARCHAR)'} AS {identifier(name)}"
        for place, (plain, name) in enumerate(zip(is_plain, names, strict=True), 1)
    )
    return relation.project(", ".join(columns))


def _is_plain(kind: Any) -> bool:
    if kind.id in ("list", "array", "struct"):
        # Of an array, the second child is its length.
        return all(_is_plain(of) for _, of in kind.children if hasattr(of, "id"))
    return kind.id in _PLAIN


def refuse_impossible_days(batch: pa.RecordBatch) -> None:
    """Make sure that all days are in the calendar that Python has.

    Raises:
        ClaimsError: One is not.
    """
    for field, column in zip(batch.schema, batch.columns, strict=True):
        if pa.types.is_date32(field.type):
            numbers, (first, last) = column.view(pa.int32()), _DAYS
        elif pa.types.is_timestamp(field.type) and field.type.unit == "us":
            numbers, (first, last) = column.view(pa.int64()), _MOMENTS
        else:
            continue
        ends = pc.min_max(numbers).as_py()
        if ends["min"] is not None and (ends["min"] < first or ends["max"] > last):
            raise ClaimsError(
                f"SQL: the column {field.name} holds days before the year 1 or after 9999: "
                "ask for it as text with CAST(... AS VARCHAR)"
            )
