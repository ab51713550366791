"""A progress bar on long work: rate, time left where the size is known, claims found so far."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

_SAMPLE_BYTES = 4 << 20

Advance = Callable[[int, int], None]
"""Gets the numbers of papers and claims since the last call."""


@contextmanager
def progress(files: Sequence[Path]) -> Iterator[Advance]:
    """Show how far reading and extraction have come, on standard error where that is a terminal.

    Args:
        files: The input; where its size tells the number of papers, the time left is shown.
    """
    if not sys.stderr.isatty():
        yield lambda papers, claims: None
        return
    from rich.console import Console  # noqa: PLC0415 - only for a terminal
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn  # noqa: PLC0415

    bar = Progress(
        TextColumn("{task.fields[papers]:,} papers"),
        BarColumn(),
        TextColumn("{task.fields[claims]:,} claims"),
        TextColumn("{task.fields[rate]:,.0f} papers/s"),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    with bar:
        task = bar.add_task("", total=expected_papers(files), papers=0, claims=0, rate=0.0)
        papers = claims = 0

        def advance(more_papers: int, more_claims: int) -> None:
            nonlocal papers, claims
            papers += more_papers
            claims += more_claims
            elapsed = bar.tasks[task].elapsed or 0.0
            rate = papers / elapsed if elapsed else 0.0
            bar.update(task, completed=papers, papers=papers, claims=claims, rate=rate)

        yield advance


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
