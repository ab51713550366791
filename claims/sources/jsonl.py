"""JSON Lines: one object a line, with ``abstract`` and whatever else of a Paper's fields is known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from claims.sources.format import Format, Head, Source, beginnings
from claims.sources.json_numbers import null_for_no_number
from claims.sources.records import Record, papers_from

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from claims.model import Paper

_LOOKED_AT = 50


def json_objects(head: Head) -> list[dict[str, Any]]:
    """Return the JSON objects among the first lines of a file."""
    found = []
    for line in [line for line in head.lines if line][:_LOOKED_AT]:
        try:
            record = _loaded(line.encode())
        except orjson.JSONDecodeError:
            continue
        if isinstance(record, dict):
            found.append(record)
    return found


def _loaded(line: bytes) -> Any:
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError:
        mended = null_for_no_number(line)
        if mended is line:
            raise
        return orjson.loads(mended)


def _reason(error: orjson.JSONDecodeError) -> str:
    what = error.msg.split(": line ")[0]
    if "UTF-8" in what or "utf-8" in what:
        return "not UTF-8"
    return f"broken JSON ({what})"


def read_objects(
    source: Source, prepare: Callable[[dict[str, Any]], Mapping[str, Any]] = lambda record: record
) -> Iterator[Paper]:
    """Yield the papers of a JSON Lines file.

    Args:
        source: The open file.
        prepare: Brings an object of the file into the fields of :func:`claims.sources.records.paper_of`.
    """
    return papers_from(source, _objects(source, prepare))


def _objects(source: Source, prepare: Callable[[dict[str, Any]], Mapping[str, Any]]) -> Iterator[Record]:
    for number, raw in source.raw_lines():
        line = raw.strip()
        if not line:
            continue
        place = f"line {number}"
        try:
            record = _loaded(line)
        except orjson.JSONDecodeError as e:
            source.reject(place, _reason(e), line)
            continue
        if isinstance(record, dict):
            yield place, prepare(record), line
        else:
            source.reject(place, "JSON, but no object", line)


def _sniff(head: Head) -> float:
    records = json_objects(head)
    if any(map(head.is_record, records)):
        return 0.8
    # Nothing but broken lines, or one that goes on beyond the head: still nothing else looks like this.
    return 0.3 if records or head.data.lstrip()[:2] == b'{"' else 0.0


FORMAT = Format(
    "jsonl",
    "JSON Lines with id, title and abstract; further fields as in Parquet",
    _sniff,
    read_objects,
    beginnings(rb"\n"),
)
