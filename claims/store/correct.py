"""Sheets into the database: checked, kept and laid over the claims, all in one transaction."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from claims.errors import ClaimsError
from claims.files.whole import folder_beside
from claims.judging.review.correction import Problem
from claims.judging.review.corrections_file import dumped, line_of
from claims.judging.review.sheets import read_sheet
from claims.store.connection import let_spill, open_for_writing, write_failure
from claims.store.corrections import Taken, Takes, take
from claims.store.overlay import Laid
from claims.store.rows import rows
from claims.store.shown import show_papers

_MEMORY = "1GB"
_THREADS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """What became of sheets, and of all corrections of the database.

    Attributes:
        taken: What was taken, and what was not.
        standing: How all corrections stand now.
        unfit: Those that are kept and not applied, in words.
        content: The corrections as a file; empty where none was asked for.
    """

    taken: Taken
    standing: Laid
    unfit: Sequence[str]
    content: bytes


def correct_into(
    database: Path, sheets: Sequence[Path], how: Takes, *, file: Path | None = None
) -> Corrected:
    """Take sheets into a database, and lay all of its corrections over its claims anew.

    Args:
        database: An existing database.
        sheets: Sheets, ``-`` for standard input.
        how: How they are taken.
        file: Corrections under version control: taken too, where the file exists; :attr:`Corrected.content` is what
            it holds from now on.

    Raises:
        ClaimsError: A sheet cannot be read, or the database cannot be written; then nothing has changed.
    """
    with writing(database) as connection:
        taken = Taken()
        if file is not None and file.exists() and file.stat().st_size:
            take(connection, read_sheet(file), how, taken)
        take(connection, (row for sheet in sheets for row in read_sheet(sheet)), how, taken)
        standing = show_papers(connection, taken.papers if sheets or file else _papers(connection))
        unfit = [_in_words(row) for row in rows(connection, _UNFIT)]
        content = b""
        if file is not None:
            others = _left(file, taken.problems) if file.exists() else []
            content = dumped(map(line_of, corrections_of(connection)), others)
    return Corrected(taken=taken, standing=standing, unfit=unfit, content=content)


@contextlib.contextmanager
def writing(database: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open an existing database for one transaction, which is kept where the block ends well.

    Raises:
        ClaimsError: There is none, or it cannot be written.
    """
    if not database.exists():
        raise ClaimsError(f"{database}: no such database: make it with `claims run FILE... --db {database}`")
    connection = open_for_writing(database)
    try:
        with folder_beside(database) as folder:
            let_spill(connection, folder)
            rows(connection, f"SET memory_limit = '{_MEMORY}'")
            rows(connection, f"SET threads = {_THREADS}")
            connection.begin()
            try:
                yield connection
            except BaseException:
                with contextlib.suppress(duckdb.Error, RuntimeError):  # a failed write has undone it already
                    connection.rollback()
                raise
            connection.commit()
            connection.close()  # before its folder goes
    except duckdb.Error as error:
        raise ClaimsError(f"{database}: {write_failure(error)}") from error
    except OSError as error:
        raise ClaimsError(f"{database}: {write_failure(error)}") from error
    finally:
        connection.close()


def corrections_of(
    connection: duckdb.DuckDBPyConnection, *, suggested: bool = False
) -> Iterator[dict[str, Any]]:
    """Yield the corrections, or the suggestions, of a database: the columns of the table, and ``paper_id``."""
    cursor = connection.execute(
        "SELECT p.id AS paper_id, x.* FROM corrections x JOIN papers p USING (paper) WHERE x.suggested = ? "
        "ORDER BY correction",
        [suggested],
    )
    names = [column[0] for column in cursor.description or ()]
    while found := cursor.fetchmany(10_000):
        for row in found:
            yield dict(zip(names, row, strict=True))


def _papers(connection: duckdb.DuckDBPyConnection) -> set[int]:
    return {paper for (paper,) in rows(connection, "SELECT DISTINCT paper FROM corrections")}


_UNFIT = """
    SELECT paper_id, quote, state, said_by, said_at, sentence FROM stale_corrections
    WHERE NOT suggested ORDER BY paper_id, quote, occurrence, said_by
"""


def _in_words(row: tuple[Any, ...]) -> str:
    paper, quote, state, by, at, sentence = row
    why = {
        "stale": f"no longer fits the text; it stood in: {sentence}",
        "contradicted": "contradicts what somebody else says of the same number since two papers became one",
        "superseded": "the same person has said something else later",
    }
    return f"{paper}, {quote}: {state}: {why[state]} ({by}, {at:%Y-%m-%d})"


_LINE = re.compile(r": line (\d+)$")


def _left(file: Path, problems: Sequence[Problem]) -> list[bytes]:
    """Return the lines of a file of corrections of which nothing could be taken here."""
    lines = file.read_bytes().split(b"\n")
    found = []
    for problem in problems:
        number = _LINE.search(problem.place)
        if number and problem.place.startswith(str(file)):
            found.append(lines[int(number[1]) - 1])
    return found
