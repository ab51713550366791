"""Rows of the vocabularies that are tables, and what is told of a mistake in one."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from importlib import resources

from claims.errors import ClaimsError


def rows(file: str, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield line number and cells of each row of a table of ``schema/``.

    Args:
        file: File name.
        columns: Its columns, in order.

    Raises:
        ClaimsError: A row is not as it must be; names file, line and remedy.
    """
    text = (resources.files("claims.schema") / file).read_text("utf-8")
    reader = csv.reader(text.splitlines(), strict=True)
    try:
        header = next(reader, [])
        if tuple(header) != columns:
            raise ClaimsError(f"schema/{file}:1: columns are {','.join(header)}; write {','.join(columns)}")
        for cells in reader:
            line = reader.line_num
            if len(cells) != len(columns):
                raise ClaimsError(
                    f"schema/{file}:{line}: {len(cells)} cells where {len(columns)} belong; "
                    "quote a cell that holds a comma"
                )
            row = {column: cell.strip() for column, cell in zip(columns, cells, strict=True)}
            if not row["name"]:
                raise ClaimsError(f"schema/{file}:{line}: no name; fill the first cell or delete the line")
            yield line, row
    except csv.Error as error:
        raise ClaimsError(f"schema/{file}:{reader.line_num}: {error}; check the quotes") from None


def one_of(file: str, line: int, column: str, value: str, known: frozenset[str]) -> None:
    """Refuse a cell that is none of the known values; the error names file, line and remedy."""
    if value not in known:
        raise ClaimsError(
            f"schema/{file}:{line}: {column} {value!r} is unknown; use one of {', '.join(sorted(known))}"
        )
