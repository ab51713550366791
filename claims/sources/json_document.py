"""One JSON document: an array of records, or the reply of a service with such an array in it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import orjson

from claims.model import Paper
from claims.sources.failures import told_in_one_line
from claims.sources.fields import containers
from claims.sources.format import Format, Head, Source
from claims.sources.metered import Metered
from claims.sources.records import Record, papers_from
from claims.sources.streams import BOM

# So many records of the beginning are looked at.
_LOOKED_AT = 20
# In one piece of a file; deeper nesting is no record, and takes the parser time in the square of its depth.
_DEEPEST = 5000


def _is_deep(data: bytes) -> bool:
    return data.count(b"[") + data.count(b"{") - data.count(b"]") - data.count(b"}") > _DEEPEST


def _depth_problem(data: bytes) -> str | None:
    return "JSON that is nested deeper than any record" if _is_deep(data) else None


def _events(data: bytes) -> Iterator[tuple[str, str, Any]]:
    """Yield the events of a document, as far as its beginning goes."""
    import ijson  # noqa: PLC0415 - not needed for the other formats

    try:
        yield from ijson.parse(io.BytesIO(data), use_float=True)
    except (ijson.JSONError, UnicodeDecodeError):
        return


def _list_of_records(data: bytes) -> str | None:
    """Return the path of the list that holds the records: empty for an array, None where there is no such list."""
    for (path, event, _), (_, following, _) in pairwise(_events(data)):
        if event == "start_array" and following == "start_map" and (not path or path in containers()):
            return path
    return None


def _first_records(data: bytes, path: str) -> list[dict[str, Any]]:
    import ijson  # noqa: PLC0415

    found: list[dict[str, Any]] = []
    try:
        for record in ijson.items(io.BytesIO(data), _item(path), use_float=True):
            found.append(record)
            if len(found) == _LOOKED_AT:
                break
    except (ijson.JSONError, UnicodeDecodeError):
        pass  # the beginning of a file ends somewhere
    return found


def _item(path: str) -> str:
    return f"{path}.item" if path else "item"


def _is_one_record(head: Head) -> bool:
    """Whether a document is one record and nothing else, as the reply for a single paper is."""
    try:
        record = orjson.loads(head.data)
    except orjson.JSONDecodeError:
        return False
    return isinstance(record, dict) and any(map(head.holds_abstracts, record))


def _sniff(head: Head) -> float:
    start = head.data.lstrip()[:1]
    if start not in (b"[", b"{") or _is_deep(head.data):
        return 0.0
    path = _list_of_records(head.data)
    if path is None:
        return 0.75 if _is_one_record(head) else 0.0
    records = _first_records(head.data, path)
    if any(head.holds_abstracts(name) for record in records for name in record):
        return 0.95
    # A reply whose first record goes on beyond the beginning, or whose records have no abstracts.
    return 0.4


def _records(source: Source) -> Iterator[Record]:
    import ijson  # noqa: PLC0415

    beginning = source.stream.peek()
    path = _list_of_records(beginning.removeprefix(BOM))
    if beginning.startswith(BOM):
        source.stream.read(len(BOM))
    number = 0
    with told_in_one_line(source.label, "broken JSON", "fetch it again"):
        # Replies may stand one after the other, as pages of one answer that were put into one file.
        stream = Metered(source, _depth_problem)
        for record in ijson.items(
            stream, "" if path is None else _item(path), use_float=True, multiple_values=True
        ):
            stream.complete()
            number += 1
            if isinstance(record, dict):
                yield f"record {number}", record, None
            else:
                source.reject(f"record {number}", "JSON, but no object", str(record))


def _read(source: Source) -> Iterator[Paper]:
    return papers_from(source, _records(source))


FORMAT = Format(
    "json",
    "a JSON array of records, or a reply of Semantic Scholar, OpenAlex, Crossref; CSL-JSON, Papers with Code",
    _sniff,
    _read,
)
