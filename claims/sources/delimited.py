"""Tables of text: CSV, TSV and other delimiters, with names of columns in one of the first rows."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import islice
from typing import Any, NamedTuple

from claims.model import Paper
from claims.sources.failures import told_in_one_line
from claims.sources.format import MAX_RECORD, Format, Head, Source
from claims.sources.records import Record, papers_from

_DELIMITERS = ",\t;|"
_SLICE = 2048
# Rows before the names: a title, or `sep=;` as spreadsheets write it.
_BEFORE_NAMES = 6


class _Layout(NamedTuple):
    """How a table is written.

    Attributes:
        delimiter: What stands between two columns.
        names: Those of the columns.
        skipped: Rows before the first one of values.
    """

    delimiter: str
    names: list[str]
    skipped: int


def _layout(head: Head) -> _Layout | None:
    """Return the layout in which some column of one of the first rows is one of abstracts."""
    lines = head.data.decode("utf-8", "replace").splitlines(keepends=True)
    for delimiter in _DELIMITERS:
        rows = csv.reader(lines, delimiter=delimiter)
        try:
            for number, row in enumerate(islice(rows, _BEFORE_NAMES), start=1):
                names = [name.strip() for name in row]
                if len(names) > 1 and any(map(head.holds_abstracts, names)):
                    return _Layout(delimiter, names, number)
        except csv.Error:
            continue
    return _single_column(head, lines)


def _single_column(head: Head, lines: list[str]) -> _Layout | None:
    """Return the layout of a table of abstracts and nothing else, where each is quoted."""
    first, *others = [line.strip() for line in lines[:2]] or [""]
    is_one = head.holds_abstracts(first.strip('"')) and others and others[0].startswith('"')
    return _Layout(",", [first.strip('"')], 1) if is_one else None


def _sniff(head: Head) -> float:
    return 0.7 if head.data[:1] not in b"{[<@" and _layout(head) else 0.0


def _records(source: Source) -> Iterator[Record]:
    import duckdb  # noqa: PLC0415 - slow to load, and not needed for the other formats

    layout = _layout(Head(source.stream.peek(), source.chosen)) or _Layout(",", [], 1)
    # One column more than there are names takes what a row has too many of.
    columns = {f"c{i}": "VARCHAR" for i in range(len(layout.names) + 1)}
    with source.at_any_place() as path, duckdb.connect() as connection:
        broken = f"cannot be read as a table with {layout.delimiter!r} between columns"
        with told_in_one_line(source.label, broken, "export it again"):
            rows = connection.execute(
                "SELECT * FROM read_csv($path, delim=$delimiter, header=false, skip=$skipped, columns=$columns,"
                " auto_detect=false, quote='\"', escape='\"', strict_mode=false, compression='none',"
                " null_padding=true, store_rejects=true, parallel=false,"
                " max_line_size=$longest, buffer_size=4*$longest)",
                {
                    "path": str(path), "delimiter": layout.delimiter, "skipped": layout.skipped,
                    "columns": columns, "longest": MAX_RECORD,
                },
            )  # fmt: skip
            number = 1  # the first row holds the names
            while values := rows.fetchmany(_SLICE):
                for *row, beyond in values:
                    number += 1
                    if beyond:
                        source.reject(f"row {number}", "more values than columns", str(row))
                    else:
                        yield f"row {number}", _named(layout.names, row), None
            for line, message, text in connection.execute(
                "SELECT line, error_message, csv_line FROM reject_errors ORDER BY line"
            ).fetchall():
                source.reject(f"line {line}", f"broken row ({message.splitlines()[0]})", text or "")


def _named(names: list[str], row: list[Any]) -> dict[str, Any]:
    """Return the values of a row by name; of two columns of one name the first holds it."""
    return dict(zip(reversed(names), reversed(row), strict=True))


def _count(data: bytes) -> int:
    """Return the number of rows, of which a text may go on over lines."""
    lines = data.decode("utf-8", "replace").splitlines(keepends=True)
    layout = _layout(Head(data))
    try:
        return sum(1 for _ in csv.reader(lines, delimiter=layout.delimiter if layout else ","))
    except csv.Error:
        return len(lines)


def _read(source: Source) -> Iterator[Paper]:
    text = source.in_utf8()
    return papers_from(text, _records(text))


FORMAT = Format(
    "csv",
    "CSV, TSV and other delimiters, names of columns in the first row; Zotero's export",
    _sniff,
    _read,
    _count,
)
