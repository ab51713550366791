"""JSON Lines: one object a line, with ``abstract`` and whatever else of a Paper's fields is known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from claims.sources.format import Format, Head, Source
from claims.sources.records import RecordError, brief_paper_of, paper_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from claims.model import Paper

_LOOKED_AT = 50


def json_objects(head: Head) -> list[dict[str, Any]]:
    """Return the JSON objects among the first lines of a file."""
    found = []
    for line in head.lines[:_LOOKED_AT]:
        try:
            record = orjson.loads(line)
        except orjson.JSONDecodeError:
            continue
        if isinstance(record, dict):
            found.append(record)
    return found


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
    described = brief_paper_of if source.brief else paper_of
    for number, raw in source.raw_lines():
        line = raw.strip()
        if not line:
            continue
        place = f"line {number}"
        try:
            record = orjson.loads(line)
            if not isinstance(record, dict):
                source.reject(place, "JSON, but no object", line)
                continue
            paper = described(prepare(record), source=source.name, place=place)
        except orjson.JSONDecodeError as e:
            source.reject(place, _reason(e), line)
            continue
        except RecordError as e:
            source.reject(place, str(e), line)
            continue
        yield paper


def _sniff(head: Head) -> float:
    records = json_objects(head)
    if any("abstract" in record for record in records):
        return 0.8
    # Nothing but broken lines, or one that goes on beyond the head: still nothing else looks like this.
    return 0.3 if records or head.data.lstrip()[:2] == b'{"' else 0.0


FORMAT = Format(
    "jsonl", "JSON Lines with id, title and abstract; further fields as in Parquet", _sniff, read_objects
)
