"""One JSON document: an array of records, or the reply of a service with such an array in it."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import partial
from itertools import islice, pairwise
from typing import Any

import orjson

from claims.model import Paper
from claims.sources.failures import told_in_one_line
from claims.sources.fields import containers, in_our_names, is_abstract
from claims.sources.format import Format, Head, Source
from claims.sources.json_numbers import null_for_no_number
from claims.sources.metered import Metered
from claims.sources.records import Record, papers_from
from claims.sources.streams import BOM

# So many records of the beginning are looked at.
_LOOKED_AT = 20
# In one piece of a file; deeper nesting is no record, and takes the parser time in the square of its depth.
_DEEPEST = 5000
# Lists of a document that are looked into.
_LISTS = 20
# A table column by column, the rows of each counted from 0: {"title": {"0": "...", "1": "..."}, ...
_COLUMNS = re.compile(rb'\s*\{\s*"[^"\\]*"\s*:\s*\{\s*"0"\s*:\s*[^{\s]')

_KEY = re.compile(rb'"([\w -]{2,40})"\s*:')

_Records = Callable[[Metered], Iterator[Any]]
"""Yields the records of a stream."""


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


def _list_of_records(head: Head) -> str | None:
    """Return the path of the list that holds the records: empty for an array, None where there is no such list.

    It has one of the usual names, or is the first whose records have abstracts. Where the document itself has one,
    its lists hold something else: what a paper cites.
    """
    found: str | None = None
    others: list[str] = []
    # Services answer null for what they do not know.
    events = (each for each in _events(head.data) if each[1] != "null")
    for (path, event, _), (_, following, _) in pairwise(events):
        if event == "string" and head.holds_abstracts(path):
            return None
        if event == "start_array" and following == "start_map":
            if not path:
                return path
            if found is None and path in containers():
                found = path
            others.append(path)
    with_abstracts = (
        path
        for path in dict.fromkeys(others[:_LISTS])
        if any(map(head.is_record, _first_records(head.data, path)))
    )
    return found if found is not None else next(with_abstracts, None)


def _first_records(data: bytes, path: str) -> list[Any]:
    import ijson  # noqa: PLC0415

    return _first(ijson.items(io.BytesIO(data), _item(path), use_float=True))


def _item(path: str) -> str:
    return f"{path}.item" if path else "item"


def _first_documents(data: bytes) -> list[Any]:
    """Return the first documents of a file, where there is more than one: as pages put into one file."""
    import ijson  # noqa: PLC0415

    return _first(ijson.items(io.BytesIO(data), "", use_float=True, multiple_values=True))


def _first_members(data: bytes) -> list[Any]:
    """Return the values of the first members of a document that is one object."""
    import ijson  # noqa: PLC0415

    return _first(value for _, value in ijson.kvitems(io.BytesIO(data), "", use_float=True))


def _first(values: Iterable[Any]) -> list[Any]:
    """Return the first values of a file of which only the beginning is there."""
    import ijson  # noqa: PLC0415

    found: list[Any] = []
    # The beginning of a file ends somewhere.
    with suppress(ijson.JSONError, UnicodeDecodeError):
        found.extend(islice(values, _LOOKED_AT))
    return found


def _shape(head: Head) -> tuple[float, _Records] | None:
    """Return what reads the records of a document, and how well its beginning fits; None where it holds none."""
    data = head.data
    path = _list_of_records(head)
    if path is not None:
        records = _first_records(data, path)
        # A reply whose first record goes on beyond the beginning, or whose records have no abstracts.
        return 0.95 if any(map(head.is_record, records)) else 0.4, partial(_items, prefix=_item(path))
    if _COLUMNS.match(data):
        return 0.9, _columns
    if any(map(head.is_record, _first_documents(data))):
        return 0.75, partial(_items, prefix="")
    if any(map(head.is_record, _first_members(data))):
        return 0.75, _keyed
    return None


def _sniff(head: Head) -> float:
    if head.data.lstrip()[:1] not in (b"[", b"{") or _is_deep(head.data):
        return 0.0
    shape = _shape(Head(null_for_no_number(head.data), head.chosen))
    return shape[0] if shape else 0.0


def _items(stream: Metered, prefix: str) -> Iterator[Any]:
    import ijson  # noqa: PLC0415

    # Replies may stand one after the other, as pages of one answer that were put into one file.
    return iter(ijson.items(stream, prefix, use_float=True, multiple_values=True))


def _keyed(stream: Metered) -> Iterator[Any]:
    """Yield the records of an object that has each under its id."""
    import ijson  # noqa: PLC0415

    for key, value in ijson.kvitems(stream, "", use_float=True):
        yield {"id": key, **value} if isinstance(value, dict) and "id" not in in_our_names(value) else value


def _columns(stream: Metered) -> Iterator[Any]:
    """Yield the records of a table that is written column by column, as data frames write themselves."""
    whole: dict[str, Any] = orjson.loads(stream.source.whole())
    columns = {name: values for name, values in whole.items() if isinstance(values, dict)}
    for row in next(iter(columns.values()), {}):
        yield {name: values.get(row) for name, values in columns.items()}


def _records(source: Source) -> Iterator[Record]:
    beginning = source.stream.peek().removeprefix(BOM)
    head = Head(null_for_no_number(beginning), source.chosen)
    shape = _shape(head)
    read: _Records = shape[1] if shape else partial(_items, prefix="")
    if source.stream.peek().startswith(BOM):
        source.stream.read(len(BOM))
    if head.data != beginning:  # parsers end where a number stands that is none
        source = replace(source, stream=io.BufferedReader(io.BytesIO(null_for_no_number(source.whole()))))
    number = 0
    with told_in_one_line(source.label, "broken JSON", "fetch it again"):
        stream = Metered(source, _depth_problem)
        for record in read(stream):
            stream.complete()
            number += 1
            if isinstance(record, dict):
                yield f"record {number}", record, None
            elif record is None:  # services answer so for a paper that they do not know
                source.without_abstract(f"record {number}", "nothing but null", "null")
            else:
                source.reject(f"record {number}", "JSON, but no object", str(record))


def _count(data: bytes) -> int:
    """Return the number of abstracts, by their names."""
    names = Counter(_KEY.findall(data))
    return sum(number for name, number in names.items() if is_abstract(name.decode()))


def _read(source: Source) -> Iterator[Paper]:
    return papers_from(source, _records(source))


FORMAT = Format(
    "json",
    "a JSON array of records, or a reply of Semantic Scholar, OpenAlex, Crossref; CSL-JSON, Papers with Code",
    _sniff,
    _read,
    _count,
)
