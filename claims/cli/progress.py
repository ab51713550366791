"""Progress of long work: share and time left where its size is known, rate, claims found so far."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

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
        bar.expect(_expected(files) if papers is None else papers)
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


def _expected(files: Sequence[Path]) -> int | None:
    """Return about how many papers the files hold, or None where that is not known before reading."""
    from claims.streams.expected import expected_papers  # noqa: PLC0415 - only for a terminal

    found = [expected_papers(file) for file in files]
    return None if None in found else sum(filter(None, found))
