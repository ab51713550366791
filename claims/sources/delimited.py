"""Tables of text: CSV, TSV and other delimiters, with names of columns in one of the first rows."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from claims.errors import ClaimsError
from claims.model import Paper
from claims.sources.failures import told_in_one_line
from claims.sources.format import MAX_RECORD, SAMPLE, Format, Head, Source
from claims.sources.records import Record, papers_from

if TYPE_CHECKING:
    import duckdb

_DELIMITERS = ",\t;|"
_SLICE = 2048
_MEMORY = "800MB"
# What the library says of a text that is quoted to the end.
_OPEN = "unexpected end"
# Rows before the names: a title, or `sep=;` as spreadsheets write it.
_BEFORE_NAMES = 6


class Layout(NamedTuple):
    """How a table is written.

    Attributes:
        delimiter: What stands between two columns.
        names: Those of the columns.
        skipped: Rows before the first one of values.
        quote: What stands around values; nothing where quotation marks are part of them.
    """

    delimiter: str
    names: list[str]
    skipped: int
    quote: str = '"'


def _layout(head: Head) -> Layout | None:
    """Return the layout in which some column of one of the first rows is one of abstracts."""
    lines = head.data.decode("utf-8", "replace").splitlines(keepends=True)
    for delimiter in _DELIMITERS:
        rows = csv.reader(lines, delimiter=delimiter)
        try:
            for number, row in enumerate(islice(rows, _BEFORE_NAMES), start=1):
                names = [name.strip() for name in row]
                if len(names) > 1 and any(map(head.holds_abstracts, names)):
                    return Layout(delimiter, names, number, _quote(lines, delimiter, head.is_all))
        except csv.Error:
            continue
    return _single_column(head, lines)


def _quote(lines: list[str], delimiter: str, is_all: bool) -> str:
    """Return what stands around values: with tabs between them, quotation marks may be part of a text.

    Args:
        lines: The beginning of the file.
        delimiter: What stands between two columns.
        is_all: Whether the file holds nothing beyond it.
    """
    if delimiter != "\t":
        return '"'
    try:
        for _ in csv.reader(lines, delimiter=delimiter, strict=True):
            pass
    except csv.Error as error:
        # What is quoted may go on beyond the beginning.
        return "" if is_all or _OPEN not in str(error) else '"'
    return '"'


def _single_column(head: Head, lines: list[str]) -> Layout | None:
    """Return the layout of a table of abstracts and nothing else, where each is quoted."""
    first, *others = [line.strip() for line in lines[:2]] or [""]
    is_one = head.holds_abstracts(first.strip('"')) and others and others[0].startswith('"')
    return Layout(",", [first.strip('"')], 1) if is_one else None


def _sniff(head: Head) -> float:
    return 0.7 if head.data[:1] not in b"{[<@" and _layout(head) else 0.0


def rows(source: Source, layout: Layout) -> Iterator[Record]:
    """Yield the rows of a table, by the names of their columns.

    Args:
        source: The open file, in UTF-8.
        layout: How it is written.
    """
    # One column more than there are names takes what a row has too many of.
    columns = {f"c{i}": "VARCHAR" for i in range(len(layout.names) + 1)}
    with source.at_any_place() as path:
        broken = f"cannot be read as a table with {layout.delimiter!r} between columns"
        with told_in_one_line(source.label, broken, "export it again"), _reader(source.label) as connection:
            answer = connection.execute(
                "SELECT * FROM read_csv($path, delim=$delimiter, header=false, skip=$skipped, columns=$columns,"
                " auto_detect=false, quote=$quote, escape=$quote, strict_mode=false, compression='none',"
                " null_padding=true, store_rejects=true, parallel=false,"
                " max_line_size=$longest, buffer_size=4*$longest)",
                {
                    "path": str(path), "delimiter": layout.delimiter, "skipped": layout.skipped,
                    "columns": columns, "longest": MAX_RECORD, "quote": layout.quote,
                },
            )  # fmt: skip
            number = 1  # the first row holds the names
            while values := answer.fetchmany(_SLICE):
                for *row, beyond in values:
                    number += 1
                    if beyond:
                        source.reject(f"row {number}", "more values than columns", str(row))
                    else:
                        yield f"row {number}", _named(layout.names, row), None
            answer = connection.execute(
                "SELECT line, error_message, left(csv_line, $some) FROM reject_errors", {"some": SAMPLE}
            )
            for line, message, text in sorted(answer.fetchall()):
                source.reject(f"line {line}", f"broken row ({message.splitlines()[0]})", text or "")


@contextmanager
def _reader(label: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """Give what reads tables, with bounded memory: it holds all rows that are too large to be read.

    Raises:
        ClaimsError: There are too many of them.
    """
    import duckdb  # noqa: PLC0415 - slow to load, and not needed for the other formats

    with (
        tempfile.TemporaryDirectory(prefix="claims-") as spill,
        duckdb.connect(config={"memory_limit": _MEMORY, "temp_directory": spill, "threads": 1}) as connection,
    ):
        try:
            yield connection
        except duckdb.OutOfMemoryException as error:
            msg = (
                f"{label}: too much of it are rows larger than {MAX_RECORD // 1_000_000} MB; export it again"
            )
            raise ClaimsError(msg) from error


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
    layout = _layout(Head(text.stream.peek(), text.chosen)) or Layout(",", [], 1)
    return papers_from(text, rows(text, layout))


FORMAT = Format(
    "csv",
    "CSV, TSV and other delimiters, names of columns in the first row; Zotero's export",
    _sniff,
    _read,
    _count,
)
