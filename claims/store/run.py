"""The whole way: files in, papers and claims in the database, one numbered run."""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from claims.documents import is_whole_paper
from claims.errors import ClaimsError
from claims.files.journal import Journal
from claims.files.whole import folder_beside
from claims.model import Paper
from claims.sources import read_papers
from claims.store.connection import let_spill, odd_value, open_for_writing, remove_unless_used, write_failure
from claims.store.odd_values import OddValueError
from claims.store.overlay import Laid
from claims.store.placing import RunCounts
from claims.store.writer import RunWriter
from claims.streams.batches import batches, extract_columns

# Larger than the batches of an extraction alone: each one costs some queries.
BATCH_PAPERS = 2048

OnProgress = Callable[[int, int], None]
"""Gets the numbers of papers and claims that have been worked through since the last call."""


@dataclass(frozen=True, slots=True)
class RunSummary:
    """What a run did.

    Attributes:
        run: Its number.
        counts: What it read, added and skipped.
        again: Why texts that were known were extracted again, with their numbers.
        seconds: How long it took.
        corrections: How the corrections of the database stand after it.
    """

    run: int
    counts: RunCounts
    again: Mapping[str, int]
    seconds: float
    corrections: Laid


def run_into(
    database: Path,
    files: Sequence[Path],
    *,
    read: Callable[..., Iterator[Paper]] = read_papers,
    jobs: int = 1,
    on_progress: OnProgress | None = None,
    journal: Journal | None = None,
) -> RunSummary:
    """Read papers from files, extract their claims and keep both in a database.

    It is one transaction: when it is interrupted, or fails, the database is as it was before. Papers and
    claims that the database holds already are not added again.

    Args:
        database: File of the database; made where there is none.
        files: Input files; ``-`` for standard input.
        read: :func:`claims.sources.read_papers`, with whatever else is known of the files.
        jobs: Number of processes that extract.
        on_progress: Called after each batch.
        journal: Keeps the claims of finished batches, so that they are not lost with an interrupted run.

    Raises:
        ClaimsError: A file cannot be read, or the database cannot be written.
    """
    whole = [file for file in files if is_whole_paper(file)]
    others = [file for file in files if file not in whole]

    def feed(writer: RunWriter) -> None:
        papers: Iterator[Paper] = read(others, on_reject=writer.reject) if others else iter(())
        tell = on_progress or (lambda papers, claims: None)
        if not whole:
            _extract_into(writer, papers, jobs, tell, journal)
            return
        from claims.store.documents import DocumentWriter  # noqa: PLC0415 - most runs read abstracts alone

        documents = DocumentWriter(writer.connection, writer)
        papers = itertools.chain(papers, documents.papers(whole, jobs=jobs, journal=journal))
        _extract_into(writer, papers, jobs, tell, journal)
        documents.finish()

    return write_run(database, files, feed)


def write_run(database: Path, files: Sequence[Path], feed: Callable[[RunWriter], None]) -> RunSummary:
    """Write a run into a database, whole or not at all.

    Args:
        database: File of the database; made where there is none.
        files: The input, as the run will name it.
        feed: Places and adds all papers.

    Raises:
        ClaimsError: The database cannot be written.
    """
    begin = time.monotonic()
    try:
        with _opened(database) as connection, ThreadPoolExecutor(1) as hasher:
            hashes = hasher.map(describe_input, files)
            writer = RunWriter(connection)
            try:
                feed(writer)
                again = writer.reasons()
                counts = writer.finish(list(hashes))
            except BaseException:
                hasher.shutdown(wait=False, cancel_futures=True)
                writer.abandon()
                raise
    except duckdb.OutOfMemoryException:
        raise
    except duckdb.Error as error:
        raise ClaimsError(f"{database}: {write_failure(error)}") from error
    except OddValueError as error:
        raise ClaimsError(f"{database}: {odd_value(error)}") from error
    return RunSummary(writer.run, counts, again, time.monotonic() - begin, writer.corrections)


@contextlib.contextmanager
def _opened(database: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a database for a run, with a folder of its own for what a long transaction has no memory for."""
    with contextlib.ExitStack() as stack:
        connection = open_for_writing(database)
        stack.callback(_close, connection, database)
        try:
            folder = stack.enter_context(folder_beside(database))
        except OSError as error:
            raise ClaimsError(f"{database}: {write_failure(error)}") from error
        stack.callback(_close, connection, database)  # before its folder goes
        let_spill(connection, folder)
        yield connection


def _close(connection: duckdb.DuckDBPyConnection, database: Path) -> None:
    """Close a database; remove it where it holds no run, as when its first one has failed."""
    # Unusable after a failed write, it is brought back to its last run when it is opened again.
    with contextlib.suppress(duckdb.Error, RuntimeError):
        remove_unless_used(connection, database)
    connection.close()


def _extract_into(
    writer: RunWriter, papers: Iterator[Paper], jobs: int, on_progress: OnProgress, journal: Journal | None
) -> None:
    sizes: list[int] = []

    def placed() -> Iterator[Sequence[Paper]]:
        for batch in batches(papers, size=BATCH_PAPERS):
            todo = writer.place(batch)
            sizes.append(len(batch))
            yield todo

    for columns in extract_columns(placed(), jobs=jobs, on_reject=writer.reject, journal=journal):
        writer.add(columns)
        on_progress(sizes.pop(0), columns.claims.num_rows)


def describe_input(file: Path) -> dict[str, Any]:
    """Return path, SHA-256 and size in bytes of an input file; without the latter two for a pipe."""
    if str(file) == "-" or not file.is_file():
        return {"file": str(file), "sha256": None, "bytes": None}
    with file.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return {"file": str(file), "sha256": digest, "bytes": file.stat().st_size}
