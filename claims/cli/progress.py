"""Progress of long work: share and time left where its size is known, rate, claims found so far."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

_SAMPLE_BYTES = 4 << 20

Advance = Callable[[int, int], None]
"""Gets the numbers of papers and claims since the last call."""

Arrive = Callable[[int, int | None], None]
"""Gets the number of papers that have come in since the last call, and how many there will be in all."""


@contextmanager
def progress(files: Sequence[Path], papers: int | None = None) -> Iterator[Advance]:
    """Show how far reading and extraction have come, on standard error where that is a terminal.

    Args:
        files: The input; where its size tells the number of papers, share and time left are shown.
        papers: How many papers they hold, where that is known.
    """
    if not sys.stderr.isatty():
        yield lambda papers, claims: None
        return
    from claims.cli.bar import Bar  # noqa: PLC0415 - only for a terminal

    with Bar("{task.fields[claims]:,} claims") as bar:
        bar.expect(expected_papers(files) if papers is None else papers)
        total = 0

        def advance(more: int, claims: int) -> None:
            nonlocal total
            total += claims
            bar.advance(more, claims=total)

        yield advance


@contextmanager
def fetching() -> Iterator[Arrive]:
    """Show how many papers have come in, on standard error where that is a terminal."""
    if not sys.stderr.isatty():
        yield lambda papers, total: None
        return
    from claims.cli.bar import Bar  # noqa: PLC0415 - only for a terminal

    with Bar("") as bar:

        def arrive(papers: int, total: int | None) -> None:
            bar.expect(total)
            bar.advance(papers)

        yield arrive


def expected_papers(files: Sequence[Path]) -> int | None:
    """Return about how many papers the files hold, or None where that is not known before reading."""
    total = 0
    for file in files:
        if not file.is_file():
            return None
        expected = _parquet_rows(file) or _lines(file)
        if expected is None:
            return None
        total += expected
    return total


def _parquet_rows(file: Path) -> int | None:
    with file.open("rb") as stream:
        if stream.read(4) != b"PAR1":
            return None
    import pyarrow as pa  # noqa: PLC0415 - only for Parquet
    import pyarrow.parquet as pq  # noqa: PLC0415

    try:
        return int(pq.read_metadata(file).num_rows)
    except (pa.ArrowException, OSError):
        return None  # reading will say what is wrong with it


def _lines(file: Path) -> int | None:
    """Estimate the number of lines of JSON Lines from the first of them."""
    with file.open("rb") as stream:
        sample = stream.read(_SAMPLE_BYTES)
    if not sample.startswith(b"{") or b"\n" not in sample:
        return None
    return max(1, round(sample.count(b"\n") * file.stat().st_size / len(sample)))
