"""Arrow files and streams (Feather)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from claims.model import Paper
from claims.sources.failures import told_in_one_line
from claims.sources.format import Format, Head, Source
from claims.sources.records import Record, papers_from

if TYPE_CHECKING:
    import pyarrow as pa

_FILE = b"ARROW1"
_STREAM = b"\xff\xff\xff\xff"


def _batches(source: Source) -> Iterator[pa.RecordBatch]:
    import pyarrow as pa  # noqa: PLC0415 - slow to load, and not needed for the other formats

    if source.stream.peek()[: len(_FILE)] != _FILE:
        with pa.ipc.open_stream(source.stream) as stream:
            yield from stream
        return
    with source.at_any_place() as path, pa.OSFile(str(path)) as file, pa.ipc.open_file(file) as reader:
        for index in range(reader.num_record_batches):
            yield reader.get_batch(index)


def _records(source: Source) -> Iterator[Record]:
    number = 0
    with told_in_one_line(source.label, "damaged or no Arrow file", "write it again"):
        for batch in _batches(source):
            for record in batch.to_pylist():
                number += 1
                yield f"row {number}", record, None


def _read(source: Source) -> Iterator[Paper]:
    return papers_from(source, _records(source))


def _sniff(head: Head) -> float:
    return 1.0 if head.data.startswith((_FILE, _STREAM)) else 0.0


FORMAT = Format("arrow", "an Arrow file or stream (Feather) with the columns of Parquet", _sniff, _read)
