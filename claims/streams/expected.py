"""About how many papers a file holds, told from its beginning: for a progress bar, before anything is read."""

from __future__ import annotations

import io
import tarfile
import zipfile
from pathlib import Path
from typing import BinaryIO

from claims.errors import ClaimsError
from claims.files.untrusted_tar import members, tar
from claims.sources import detect_format
from claims.sources.archives import is_tar, is_wanted
from claims.sources.streams import opened

_SAMPLE_BYTES = 4 << 20
_PARQUET, _ARROW, _ARROW_STREAM, _ZIP = b"PAR1", b"ARROW1", b"\xff\xff\xff\xff", b"PK\x03\x04"
_LONGEST_MAGIC = 6


class _Counted:
    """A file, and how much of it has been read."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.bytes = 0

    def read(self, size: int, /) -> bytes:
        data = self._file.read(size)
        self.bytes += len(data)
        return data


def expected_papers(file: Path) -> int | None:
    """Return about how many papers a file holds, packed or not; None where its beginning does not tell."""
    if not file.is_file():
        return None
    try:
        with file.open("rb", buffering=0) as plain:
            start = plain.read(_LONGEST_MAGIC)
            plain.seek(0)
            if start.startswith(_ZIP):
                return _of_zip(file)
            if start.startswith((_PARQUET, _ARROW, _ARROW_STREAM)):
                return _rows(file, plain, start)
            return _of_beginning(file, plain)
    except (ClaimsError, OSError, zipfile.BadZipFile):
        return None  # reading will say what is wrong with it


def _of_beginning(file: Path, plain: BinaryIO) -> int | None:
    counted = _Counted(plain)
    source = opened(str(file), counted)
    sample = source.stream.read(_SAMPLE_BYTES)
    found = _in_tar(sample) if is_tar(source.head) else _count(source.head, sample)
    return None if found is None else _extrapolated(found, file.stat().st_size, counted.bytes)


def _extrapolated(found: int, size: int, seen: int) -> int:
    return max(1, round(found * size / max(1, seen)))


def _count(head: bytes, sample: bytes) -> int | None:
    """Return about how many records begin in a piece of a file, or None where that cannot be told."""
    format = detect_format(head)
    return None if format is None or format.count is None else format.count(sample)


def _in_tar(sample: bytes) -> int | None:
    """Return how many papers begin in the beginning of an archive."""
    found: list[int | None] = []
    try:
        with tar(fileobj=io.BytesIO(sample), mode="r|") as archive:
            for info in members(archive):
                member = archive.extractfile(info) if info.isfile() and is_wanted(info.name) else None
                if member is not None:
                    start = info.offset_data
                    found.append(_in_member(info.name, io.BytesIO(sample[start : start + info.size])))
    except tarfile.TarError:
        pass  # the beginning ends within a file
    return _sum(found)


def _in_member(name: str, member: BinaryIO) -> int | None:
    source = opened(name, member)
    return _count(source.head, source.stream.read(_SAMPLE_BYTES))


def _sum(found: list[int | None]) -> int | None:
    """Return the sum of what is known: what is no paper in an archive has no number."""
    known = [number for number in found if number is not None]
    return sum(known) if known else None


def _of_zip(file: Path) -> int | None:
    """Return about how many papers a ZIP archive holds, by its first files."""
    with zipfile.ZipFile(file) as archive:
        members = [info for info in archive.infolist() if not info.is_dir() and is_wanted(info.filename)]
        found: list[int | None] = []
        seen = 0
        for info in members:
            with archive.open(info) as member:
                counted = _Counted(member)  # type: ignore[arg-type]  # it is read from, and no more
                source = opened(info.filename, counted)
                found.append(_count(source.head, source.stream.read(_SAMPLE_BYTES)))
            seen += counted.bytes
            if seen >= _SAMPLE_BYTES:
                break
        total = _sum(found)
        size = sum(info.file_size for info in members)
    return None if total is None else _extrapolated(total, size, seen)


def _rows(file: Path, plain: BinaryIO, start: bytes) -> int | None:
    """Return the number of rows of a file of columns."""
    import polars as pl  # noqa: PLC0415 - only for Arrow
    import pyarrow as pa  # noqa: PLC0415 - only for Parquet and Arrow
    import pyarrow.parquet as pq  # noqa: PLC0415

    try:
        if start.startswith(_PARQUET):
            return int(pq.read_metadata(file).num_rows)
        if start.startswith(_ARROW):
            return int(pl.scan_ipc(file).select(pl.len()).collect().item())
        return _rows_of_stream(plain, file.stat().st_size)
    except (pa.ArrowException, pl.exceptions.PolarsError):
        return None


def _rows_of_stream(plain: BinaryIO, size: int) -> int:
    """Return about how many rows an Arrow stream has, by its first batches."""
    import pyarrow as pa  # noqa: PLC0415

    rows = 0
    with pa.ipc.open_stream(plain) as stream:
        for batch in stream:
            rows += batch.num_rows
            if plain.tell() >= _SAMPLE_BYTES:
                break
        return _extrapolated(rows, size, plain.tell())
