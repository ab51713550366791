"""Tables of text: CSV, TSV and other delimiters, with names of columns in the first row."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from claims.model import Paper
from claims.sources.failures import told_in_one_line
from claims.sources.format import MAX_RECORD, Format, Head, Source
from claims.sources.records import Record, papers_from

_DELIMITERS = ",\t;|"
_SLICE = 2048


def _columns(head: Head, delimiter: str) -> list[str]:
    """Return the names in the first row, as they would be with this delimiter."""
    try:
        return next(csv.reader(head.lines, delimiter=delimiter), [])
    except csv.Error:
        return []


def _delimiter(head: Head) -> str | None:
    """Return the delimiter with which some column of the first row is one of abstracts."""
    for delimiter in _DELIMITERS:
        columns = _columns(head, delimiter)
        if len(columns) > 1 and any(head.holds_abstracts(name.strip()) for name in columns):
            return delimiter
    return None


def _sniff(head: Head) -> float:
    return 0.7 if head.data[:1] not in b"{[<@" and _delimiter(head) else 0.0


def _records(source: Source) -> Iterator[Record]:
    import duckdb  # noqa: PLC0415 - slow to load, and not needed for the other formats

    head = Head(source.stream.peek(), source.chosen)
    delimiter = _delimiter(head) or ","
    with source.at_any_place() as path, duckdb.connect() as connection:
        broken = f"cannot be read as a table with {delimiter!r} between columns"
        with told_in_one_line(source.label, broken, "export it again"):
            rows = connection.execute(
                "SELECT * FROM read_csv($path, delim=$delimiter, header=true, all_varchar=true,"
                " quote='\"', escape='\"', strict_mode=false, compression='none', null_padding=true,"
                " store_rejects=true, parallel=false,"
                " max_line_size=$longest, buffer_size=4*$longest)",
                {"path": str(path), "delimiter": delimiter, "longest": MAX_RECORD},
            )
            names = [column[0].strip() for column in rows.description or ()]
            number = 1  # the first row holds the names
            while values := rows.fetchmany(_SLICE):
                for row in values:
                    number += 1
                    record = dict(zip(names, row, strict=True))
                    yield f"row {number}", record, None
            for line, message, text in connection.execute(
                "SELECT line, error_message, csv_line FROM reject_errors ORDER BY line"
            ).fetchall():
                source.reject(f"line {line}", f"broken row ({message.splitlines()[0]})", text or "")


def _read(source: Source) -> Iterator[Paper]:
    return papers_from(source, _records(source))


FORMAT = Format(
    "csv", "CSV, TSV and other delimiters, names of columns in the first row; Zotero's export", _sniff, _read
)
