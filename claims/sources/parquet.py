"""Parquet with a column ``abstract``, and whatever else of a Paper's fields there is."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import ExitStack, contextmanager
from functools import partial
from itertools import groupby
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from claims.errors import ClaimsError
from claims.sources.failures import told_in_one_line
from claims.sources.fields import columns_read
from claims.sources.format import MAX_RECORD, TOO_LARGE, Format, Head, Source
from claims.sources.records import Record, papers_from

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from contextlib import AbstractContextManager

    import pyarrow as pa
    import pyarrow.parquet as pq

    from claims.model import Paper

_MAGIC = b"PAR1"
# Rows that are in memory at a time, at most. More are no faster, and each may be as large as a record may be.
_SLICE = 64
# The same where the values are stored once and the rows refer to them.
_SLICE_OF_CODES = 2048
# Larger values are shared by the rows they stand in.
_LARGE_VALUE = 100_000
# What unpacks to more, and to so many times its size, is no text.
_LARGE_CHUNK, _MOST_PACKED = 100_000_000, 200
_NAMES_SHOWN = 12
# What a value raises that Python cannot hold, such as a date after the year 9999.
_OF_ONE_VALUE = (ValueError, OverflowError)


class _Broken(NamedTuple):
    """What is wrong with a row."""

    reason: str
    found: bytes = b""


class _Stretch(NamedTuple):
    """Row groups that stand one after another and are read alike.

    Attributes:
        file: The file, opened in the way that needs least memory for them.
        groups: Their numbers.
        rows: How many of their rows are taken at a time, at most.
    """

    file: pq.ParquetFile
    groups: list[int]
    rows: int


class _Opened(NamedTuple):
    """A file that can be read.

    Attributes:
        schema: What it says of its columns.
        fields: Which column holds which field.
        stretches: Its row groups.
    """

    schema: pa.Schema
    fields: dict[str, str]
    stretches: list[_Stretch]


_Row = dict[str, Any] | _Broken


@contextmanager
def _opened(source: Source) -> Iterator[_Opened]:
    """Open a file, and find out how its rows can be read in little memory."""
    import pyarrow.parquet as pq  # noqa: PLC0415 - slow to load, and not needed for the other formats

    with tempfile.TemporaryFile() as spool:
        if source.path is None:
            # Parquet begins to be read at its end, which a pipe does not have yet.
            with told_in_one_line(source.label, "no room to keep it while it is read", "save it as a file"):
                shutil.copyfileobj(source.stream, spool, 1 << 20)
                spool.seek(0)
        # Pages are compared with their checksums where the writer has left some.
        open_file = partial(
            pq.ParquetFile, source.path or spool, pre_buffer=False, page_checksum_verification=True
        )
        with _damaged(source):
            file = open_file()
        with file, ExitStack() as stack:
            with _damaged(source):
                fields = _columns(source, file.schema_arrow)
                _check_sizes(source, file.metadata, _size_of(source, spool))
                coded = _coded(file.schema_arrow, file.metadata, fields)
                coded_file = stack.enter_context(open_file(read_dictionary=coded)) if coded else None
                stretches = list(_stretches(file, coded_file, fields))
            yield _Opened(file.schema_arrow, fields, stretches)


def _size_of(source: Source, spool: IO[bytes]) -> int:
    return source.path.stat().st_size if source.path else spool.seek(0, os.SEEK_END)


def _check_sizes(source: Source, metadata: pq.FileMetaData, packed: int) -> None:
    """Refuse what unpacks to far more than it is.

    Only the sizes of whole row groups are asked for: pyarrow ends the process where it is asked for the description
    of a column, and that is damaged.
    """
    sizes = [metadata.row_group(group).total_byte_size for group in range(metadata.num_row_groups)]
    if max(sizes, default=0) > _LARGE_CHUNK and sum(sizes) > _MOST_PACKED * packed:
        msg = f"{source.label}: would unpack from {packed:,} to {sum(sizes):,} bytes, which no text does; leave it out"
        raise ClaimsError(msg)


def _coded(schema: pa.Schema, metadata: pq.FileMetaData, fields: dict[str, str]) -> list[str]:
    """Return the columns of text, where large values may be stored once and stand in many rows."""
    from pyarrow import types  # noqa: PLC0415

    groups = range(metadata.num_row_groups)
    if all(metadata.row_group(group).total_byte_size <= _LARGE_VALUE for group in groups):
        return []
    texts = (types.is_string, types.is_binary, types.is_dictionary)
    return [name for name in fields.values() if any(is_text(schema.field(name).type) for is_text in texts)]


def _stretches(
    file: pq.ParquetFile, coded_file: pq.ParquetFile | None, fields: dict[str, str]
) -> Iterator[_Stretch]:
    """Yield the row groups as they are best read: those where rows share a large value alone, the others together."""
    groups = range(file.metadata.num_row_groups)
    shared = {number for number in groups if coded_file and _shares_a_value(coded_file, number, fields)}
    for is_alone, together in groupby(groups, key=lambda number: number if number in shared else -1):
        numbers = list(together)
        kind, most = (coded_file, _SLICE_OF_CODES) if is_alone >= 0 else (file, _SLICE)
        yield _Stretch(kind or file, numbers, _rows_at_a_time(file.metadata, numbers, most))


def _rows_at_a_time(metadata: pq.FileMetaData, numbers: list[int], most: int) -> int:
    """Return how many rows are together about as large as one record may be."""
    groups = (metadata.row_group(number) for number in numbers)
    fitting = (
        MAX_RECORD * group.num_rows // max(group.total_byte_size, 1) for group in groups if group.num_rows
    )
    return max(1, int(min((most, *fitting))))


def _shares_a_value(file: pq.ParquetFile, number: int, fields: dict[str, str]) -> bool:
    """Tell whether a large value stands in many rows: the dictionary of a row group comes with its first row."""
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.compute as pc  # noqa: PLC0415

    group = file.metadata.row_group(number)
    if group.total_byte_size <= _LARGE_VALUE:
        return False
    first = next(file.iter_batches(1, row_groups=[number], columns=list(fields.values())), None)
    texts = (
        [c.dictionary for c in first.columns if pa.types.is_dictionary(c.type)] if first is not None else []
    )
    lengths = [pc.max(pc.binary_length(text)).as_py() or 0 for text in texts]
    longest: int = max(lengths, default=0)
    # Where each row has its own value, the group is as large as all of them.
    return longest > _LARGE_VALUE and longest * group.num_rows > 2 * group.total_byte_size


def _damaged(source: Source, place: str = "") -> AbstractContextManager[None]:
    where = f"{source.label}: {place}" if place else source.label
    return told_in_one_line(where, "damaged or no Parquet", "write it or fetch it again")


def _columns(source: Source, schema: pa.Schema) -> dict[str, str]:
    """Which columns are read, under their own names: those that hold a field of a paper."""
    wanted = columns_read(tuple(schema.names), source.chosen)
    text = next((name for name, field in wanted.items() if field == "abstract"), None)
    if text is None:
        shown = ", ".join(schema.names[:_NAMES_SHOWN]) or "none"
        more = ", ..." if len(schema.names) > _NAMES_SHOWN else ""
        msg = (
            f"{source.label}: no column named abstract; its columns are {shown}{more};"
            " say which one holds the text with --map abstract=COLUMN"
        )
        raise ClaimsError(msg)
    twice = next((name for name in wanted if schema.names.count(name) > 1), None)
    if twice:
        msg = f"{source.label}: two columns named {twice}; rename or drop one of them"
        raise ClaimsError(msg)
    kind = schema.field(text).type
    is_part = any(field == "abstract" and "." in name for field, name in source.chosen)
    if not is_part and not _may_be_text(kind):
        msg = f"{source.label}: its column {text} holds {kind}, not text; convert it to text"
        raise ClaimsError(msg.replace("\n", " "))
    return {name: name for name in wanted}


def _may_be_text(kind: pa.DataType) -> bool:
    from pyarrow import types  # noqa: PLC0415

    if types.is_dictionary(kind):
        kind = kind.value_type
    # A column of other values than text has records that say so, one by one; nested ones have none of their own.
    return not types.is_nested(kind)


def _decode(value: object) -> object:
    """Text columns that the writer did not mark as text come as bytes."""
    return value.decode("utf-8") if isinstance(value, bytes) else value


def _plain(column: pa.Array) -> pa.Array:
    """Return a column without what only its type knows (extensions, time zones, nanoseconds) or other slices need."""
    import pyarrow as pa  # noqa: PLC0415

    if isinstance(column.type, pa.BaseExtensionType):
        column = column.storage
    if pa.types.is_timestamp(column.type):
        unit = "us" if column.type.unit == "ns" else column.type.unit
        return column.cast(pa.timestamp(unit), safe=False)
    if pa.types.is_dictionary(column.type):
        import pyarrow.compute as pc  # noqa: PLC0415

        used = pc.unique(column.indices).drop_null()
        return pa.DictionaryArray.from_arrays(
            pc.index_in(column.indices, used), _plain(column.dictionary.take(used))
        )
    return column


def _values(column: pa.Array) -> list[object]:
    """Return the values of a column, those of a dictionary made once however often they stand."""
    import pyarrow as pa  # noqa: PLC0415

    if pa.types.is_dictionary(column.type):
        made = [*_values(column.dictionary), None]
        return [made[-1 if place is None else place] for place in column.indices.to_pylist()]
    values_of_column: list[object] = column.to_pylist()
    if pa.types.is_string(column.type):
        return values_of_column
    return [_decode(value) for value in values_of_column]


def _size(column: pa.Array, row: int) -> int:
    """Return how many bytes a row of a column holds."""
    import pyarrow as pa  # noqa: PLC0415

    if not pa.types.is_dictionary(column.type):
        return int(column.slice(row, 1).nbytes)
    place = column.indices[row].as_py()
    return 0 if place is None else int(column.dictionary.slice(place, 1).nbytes)


def _rows(batch: pa.RecordBatch, fields: dict[str, str]) -> Iterator[_Row]:
    """Yield each row of a slice by the names of its fields, or what is wrong with it."""
    names = list(fields)
    columns = [_plain(batch.column(batch.schema.names.index(fields[name]))) for name in names]
    if sum(column.nbytes for column in columns) <= MAX_RECORD:
        try:
            values = [_values(column) for column in columns]
        except _OF_ONE_VALUE:
            pass  # one of the rows
        else:
            for row in zip(*values, strict=True):
                yield dict(zip(names, row, strict=True))
            return
    for i in range(batch.num_rows):
        yield _row(names, columns, i)


def _row(names: list[str], columns: list[pa.Array], i: int) -> _Row:
    """Return one row alone, where a whole slice is too large or one of its rows cannot be read."""
    if sum(_size(column, i) for column in columns) > MAX_RECORD:
        return _Broken(TOO_LARGE)
    row = {}
    for name, column in zip(names, columns, strict=True):
        try:
            row[name] = _values(_plain(column.slice(i, 1)))[0]
        except UnicodeDecodeError as e:
            return _Broken("not UTF-8", e.object)
        except _OF_ONE_VALUE:
            return _Broken(f"{name} cannot be read: out of range")
    return row


def _slices(
    source: Source, opened: _Opened, most: int, extra: Sequence[str] = ()
) -> Iterator[tuple[pa.RecordBatch, list[tuple[int, _Row]]]]:
    """Yield each slice with its further columns, and its rows with their numbers, which count from 1."""
    number = 0
    columns = [*opened.fields.values(), *extra]
    for file, groups, rows_at_a_time in opened.stretches:
        with _damaged(source):
            size = min(most, rows_at_a_time)
            batches = file.iter_batches(size, row_groups=groups, columns=columns, use_threads=False)
        while True:
            with _damaged(source, f"after row {number}"):
                batch = next(batches, None)
                rows = [] if batch is None else list(enumerate(_rows(batch, opened.fields), start=number + 1))
            if batch is None:
                break
            yield batch, rows
            number += len(rows)


def _read(source: Source) -> Iterator[Paper]:
    with _opened(source) as opened:
        for _, rows in _slices(source, opened, _SLICE_OF_CODES):
            yield from papers_from(source, _records(source, rows))


def _records(source: Source, rows: Iterable[tuple[int, _Row]]) -> Iterator[Record]:
    for number, row in rows:
        if isinstance(row, _Broken):
            source.reject(f"row {number}", row.reason, row.found)
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
    with _opened(source) as opened:
        missing = [name for name in extra if name not in opened.schema.names]
        if missing:
            msg = f"{source.label}: no column named {missing[0]}; write it with `claims extract --engine ray`"
            raise ClaimsError(msg)
        for batch, rows in _slices(source, opened, size, extra):
            read = [next(papers_from(source, _records(source, [row])), None) for row in rows]
            kept = [i for i, paper in enumerate(read) if paper is not None]
            yield [paper for paper in read if paper is not None], kept, batch.select(list(extra))


def _sniff(head: Head) -> float:
    return 1.0 if head.data.startswith(_MAGIC) else 0.0


FORMAT = Format(
    "parquet", "Parquet with a column abstract; id, title, date, categories, ... where given", _sniff, _read
)
