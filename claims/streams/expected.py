"""About how many papers a file holds, told from its beginning: for a progress bar, before anything is read."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from claims.errors import ClaimsError
from claims.sources import detect_format
from claims.sources.streams import opened

_SAMPLE_BYTES = 4 << 20
_PARQUET = b"PAR1"


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
            if plain.read(len(_PARQUET)) == _PARQUET:
                return _parquet_rows(file)
            plain.seek(0)
            counted = _Counted(plain)
            source = opened(str(file), counted)
            format = detect_format(source.head)
            if format is None or format.count is None:
                return None
            sample = source.stream.read(_SAMPLE_BYTES)
            return max(1, round(format.count(sample) * file.stat().st_size / max(1, counted.bytes)))
    except (ClaimsError, OSError):
        return None  # reading will say what is wrong with it


def _parquet_rows(file: Path) -> int | None:
    import pyarrow as pa  # noqa: PLC0415 - only for Parquet
    import pyarrow.parquet as pq  # noqa: PLC0415

    try:
        return int(pq.read_metadata(file).num_rows)
    except (pa.ArrowException, OSError):
        return None
