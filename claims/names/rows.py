"""Rows of the vocabularies that are tables, and what is told of a mistake in one."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from claims.errors import ClaimsError
from claims.files.own_vocabulary import Text, texts


def rows(file: str, columns: tuple[str, ...]) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield place (``schema/hardware.csv:12``) and cells of each row of a table of ``schema/``, then of one's own.

    Args:
        file: File name.
        columns: Its columns, in order.

    Raises:
        ClaimsError: A row is not as it must be; names file, line and remedy.
    """
    for text in texts(file):
        yield from _rows(text, columns)


def _rows(text: Text, columns: tuple[str, ...]) -> Iterator[tuple[str, dict[str, str]]]:
    reader = csv.reader(text.content.splitlines(), strict=True)
    try:
        header = next(reader, [])
        if tuple(header) != columns:
            raise ClaimsError(f"{text.label}:1: columns are {','.join(header)}; write {','.join(columns)}")
        for cells in reader:
            place = f"{text.label}:{reader.line_num}"
            if len(cells) != len(columns):
                raise ClaimsError(
                    f"{place}: {len(cells)} cells where {len(columns)} belong; quote a cell that holds a comma"
                )
            row = {column: cell.strip() for column, cell in zip(columns, cells, strict=True)}
            if not row["name"]:
                raise ClaimsError(f"{place}: no name; fill the first cell or delete the line")
            yield place, row
    except csv.Error as error:
        raise ClaimsError(f"{text.label}:{reader.line_num}: {error}; check the quotes") from None


def one_of(place: str, column: str, value: str, known: frozenset[str]) -> None:
    """Refuse a cell that is none of the known values; the error names file, line and remedy."""
    if value not in known:
        raise ClaimsError(f"{place}: {column} {value!r} is unknown; use one of {', '.join(sorted(known))}")
