"""Papers that another engine has extracted: Parquet with a column of claims in, a run in the database out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from claims.errors import ClaimsError
from claims.model import Paper, Reject
from claims.sources.format import Source
from claims.sources.parquet import papers_with_rows
from claims.store.run import BATCH_PAPERS, OnProgress, RunSummary, write_run
from claims.store.writer import RunWriter
from claims.streams.arrow import ADDED_COLUMNS
from claims.streams.batches import BATCH_CHARACTERS, Columns
from claims.streams.columns import CLAIM_COLUMNS
from claims.streams.fingerprint import rules_fingerprint

# Of rows that are read some at a time, as many are taken together as one batch of `claims run` has.
_Piece = tuple[list[Paper], list[int], pa.RecordBatch]


def load_into(
    database: Path, paths: Sequence[Path], *, on_progress: OnProgress = lambda papers, claims: None
) -> RunSummary:
    """Take papers with their claims into a database, as one run.

    Papers and claims are merged with what the database holds, just as if they were extracted here.

    Args:
        database: File of the database; made where there is none.
        paths: Parquet files with the columns of :func:`claims.streams.arrow.add_claims`, and folders of them.
        on_progress: Called after each batch.

    Raises:
        ClaimsError: A file cannot be read, or was extracted by other rules; or the database cannot be written.
    """
    files = parquet_files(paths)

    def feed(writer: RunWriter) -> None:
        for file in files:
            _load(writer, file, on_progress)

    return write_run(database, files, feed)


def parquet_files(paths: Sequence[Path]) -> list[Path]:
    """Return all Parquet files among the paths and below them, those of a folder in the order of their names.

    Raises:
        ClaimsError: There is no such path, or no Parquet below it.
    """
    found: list[Path] = []
    for path in paths:
        if not path.exists():
            raise ClaimsError(f"{path}: no such file or folder")
        if not path.is_dir() and not path.is_file():
            raise ClaimsError(f"{path}: a pipe or device; Parquet is read from its end, which takes a file")
        below = sorted(path.rglob("*.parquet")) if path.is_dir() else [path]
        if not below:
            raise ClaimsError(f"{path}: no file *.parquet in this folder")
        found += below
    return found


def _load(writer: RunWriter, file: Path, on_progress: OnProgress) -> None:
    with file.open("rb") as stream:
        source = Source(str(file), stream, writer.reject, file)
        pieces = papers_with_rows(source, ADDED_COLUMNS.names, BATCH_PAPERS)
        for papers, numbers, added in _together(pieces):
            _check_rules(file, added)
            row_of = {id(paper): number for paper, number in zip(papers, numbers, strict=True)}
            todo = writer.place(papers)
            chosen = added.take(pa.array([row_of[id(paper)] for paper in todo], pa.int64()))
            columns = Columns(todo, _flat(chosen), _failed(writer, todo, chosen))
            writer.add(columns)
            on_progress(len(papers), columns.claims.num_rows)


def _together(pieces: Iterable[_Piece]) -> Iterator[_Piece]:
    """Join pieces of a file to batches: each batch costs some statements, however few papers it has."""
    held: list[_Piece] = []
    papers = characters = 0
    for piece in pieces:
        held.append(piece)
        papers += len(piece[0])
        characters += sum(len(paper.abstract) for paper in piece[0])
        if papers >= BATCH_PAPERS or characters >= BATCH_CHARACTERS:
            yield _joined(held)
            held, papers, characters = [], 0, 0
    if held:
        yield _joined(held)


def _joined(pieces: Sequence[_Piece]) -> _Piece:
    starts = accumulate((added.num_rows for _, _, added in pieces), initial=0)
    return (
        [paper for papers, _, _ in pieces for paper in papers],
        [
            start + number
            for start, (_, numbers, _) in zip(starts, pieces, strict=False)
            for number in numbers
        ],
        pa.concat_batches([added for _, _, added in pieces]),
    )


def _check_rules(file: Path, added: pa.RecordBatch) -> None:
    for rules in pc.unique(added.column("rules")).to_pylist():
        if rules != rules_fingerprint():
            raise ClaimsError(
                f"{file}: extracted by other rules ({rules}) than those installed here ({rules_fingerprint()}): "
                "extract again, or load with the version that extracted"
            )


def _flat(added: pa.RecordBatch) -> pa.RecordBatch:
    """Return the claims one a row, with the index of their paper."""
    lists = added.column("claims")
    owners = pc.list_parent_indices(lists).cast(pa.int32())
    values = pc.list_flatten(lists)
    names = [field.name for field in values.type]
    columns = [values.field(names.index(field.name)).cast(field.type) for field in CLAIM_COLUMNS]
    return pa.RecordBatch.from_arrays(
        [owners, *columns], schema=pa.schema([pa.field("paper", pa.int32()), *CLAIM_COLUMNS])
    )


def _failed(writer: RunWriter, papers: Sequence[Paper], added: pa.RecordBatch) -> frozenset[int]:
    failed = []
    for index, reason in enumerate(added.column("failure").to_pylist()):
        if reason is not None:
            paper = papers[index]
            writer.reject(
                Reject(source=paper.source, place=paper.place, reason=reason, sample=paper.abstract[:200])
            )
            failed.append(index)
    return frozenset(failed)
