"""Parquet with a column ``abstract``, and whatever else of a Paper's fields there is."""

from __future__ import annotations

import shutil
import tempfile
from typing import IO, TYPE_CHECKING, Any

from claims.errors import ClaimsError
from claims.sources.fields import columns_read
from claims.sources.format import Format, Head, Source
from claims.sources.records import Record, papers_from
from claims.sources.streams import first_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import pyarrow as pa
    import pyarrow.parquet as pq

    from claims.model import Paper

_MAGIC = b"PAR1"
# Rows that are in memory at a time.
_SLICE = 2048
_NAMES_SHOWN = 12


def _open(source: Source, spool: IO[bytes]) -> pq.ParquetFile:
    import pyarrow as pa  # noqa: PLC0415 - slow to load, and not needed for the other formats
    import pyarrow.parquet as pq  # noqa: PLC0415

    if source.path is None:
        # Parquet begins to be read at its end, which a pipe does not have yet.
        shutil.copyfileobj(source.stream, spool, 1 << 20)
        spool.seek(0)
    try:
        return pq.ParquetFile(spool if source.path is None else source.path, pre_buffer=False)
    except (pa.ArrowException, OSError, ValueError) as e:
        raise _damaged(source, e) from e


def _damaged(source: Source, error: BaseException, place: str = "") -> ClaimsError:
    where = f"{place}: " if place else ""
    return ClaimsError(
        f"{source.label}: {where}damaged or no Parquet ({first_line(error)}); write it or fetch it again"
    )


def _columns(source: Source, schema: pa.Schema) -> dict[str, str]:
    """Which columns are read, by their own names: those that hold a field of a paper."""
    wanted = columns_read(tuple(schema.names), source.chosen)
    if not any(field == "abstract" for field in wanted.values()):
        shown = ", ".join(schema.names[:_NAMES_SHOWN]) or "none"
        more = ", ..." if len(schema.names) > _NAMES_SHOWN else ""
        msg = (
            f"{source.label}: no column named abstract; its columns are {shown}{more};"
            " say which one holds the text with --map abstract=COLUMN"
        )
        raise ClaimsError(msg)
    return {name: name for name in wanted}


def _decode(value: object) -> object:
    """Text columns that the writer did not mark as text come as bytes."""
    return value.decode("utf-8") if isinstance(value, bytes) else value


def _values(column: pa.Array) -> list[object]:
    import pyarrow as pa  # noqa: PLC0415

    values = column.to_pylist()
    return values if pa.types.is_string(column.type) else [_decode(value) for value in values]


def _rows(batch: pa.RecordBatch, fields: dict[str, str]) -> Iterator[dict[str, Any] | UnicodeDecodeError]:
    """Yield each row of a slice by the names of its fields, or what is wrong with its text."""
    names = list(fields)
    columns = [batch.column(batch.schema.names.index(fields[name])) for name in names]
    try:
        values = [_values(column) for column in columns]
    except UnicodeDecodeError:
        for i in range(batch.num_rows):
            try:
                yield {name: _decode(column[i].as_py()) for name, column in zip(names, columns, strict=True)}
            except UnicodeDecodeError as e:
                yield e
        return
    for row in zip(*values, strict=True):
        yield dict(zip(names, row, strict=True))


def _slices(
    source: Source, file: pq.ParquetFile, fields: dict[str, str], size: int, extra: Sequence[str] = ()
) -> Iterator[tuple[pa.RecordBatch, list[tuple[int, dict[str, Any] | UnicodeDecodeError]]]]:
    """Yield each slice with its further columns, and its rows with their numbers, which count from 1."""
    import pyarrow as pa  # noqa: PLC0415

    number = 0
    batches = file.iter_batches(size, columns=[*fields.values(), *extra], use_threads=False)
    while True:
        try:
            batch = next(batches, None)
            rows = [] if batch is None else list(enumerate(_rows(batch, fields), start=number + 1))
        except (pa.ArrowException, OSError, ValueError, OverflowError) as e:
            raise _damaged(source, e, f"after row {number}") from e
        if batch is None:
            return
        yield batch, rows
        number += len(rows)


def _read(source: Source) -> Iterator[Paper]:
    with tempfile.TemporaryFile() as spool, _open(source, spool) as file:
        fields = _columns(source, file.schema_arrow)
        for _, rows in _slices(source, file, fields, _SLICE):
            yield from papers_from(source, _records(source, rows))


def _records(
    source: Source, rows: Iterable[tuple[int, dict[str, Any] | UnicodeDecodeError]]
) -> Iterator[Record]:
    for number, row in rows:
        if isinstance(row, UnicodeDecodeError):
            source.reject(f"row {number}", "not UTF-8", row.object)
        else:
            yield f"row {number}", row, None


def papers_with_rows(
    source: Source, extra: Sequence[str], size: int
) -> Iterator[tuple[list[Paper], list[int], pa.RecordBatch]]:
    """Yield the papers of a file piece by piece, with further columns of their rows.

    Args:
        source: A Parquet file that can be read at any place.
        extra: Names of the further columns.
        size: Rows of a piece, at most.

    Yields:
        Papers, the number of the row of each within the piece, and the further columns of the piece.

    Raises:
        ClaimsError: The file is damaged, or lacks one of the columns.
    """
    with tempfile.TemporaryFile() as spool, _open(source, spool) as file:
        fields = _columns(source, file.schema_arrow)
        missing = [name for name in extra if name not in file.schema_arrow.names]
        if missing:
            msg = f"{source.label}: no column named {missing[0]}; write it with `claims extract --engine ray`"
            raise ClaimsError(msg)
        for batch, rows in _slices(source, file, fields, size, extra):
            read = [next(papers_from(source, _records(source, [row])), None) for row in rows]
            kept = [i for i, paper in enumerate(read) if paper is not None]
            yield [paper for paper in read if paper is not None], kept, batch.select(list(extra))


def _sniff(head: Head) -> float:
    return 1.0 if head.data.startswith(_MAGIC) else 0.0


FORMAT = Format(
    "parquet", "Parquet with a column abstract; id, title, date, categories, ... where given", _sniff, _read
)
