"""How long ten million abstracts take: corpora that grow are read here, and the line through them goes on.

``python -m benchmarks.projection [CORPUS] [--papers 10000] [--doublings 4] [--to 10000000]``. Each corpus is twice
the one before, made of copies that are different papers. The work of each step from one to the next gives a rate of
its own; the slowest and the fastest of them are the error of what is projected.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from itertools import islice, pairwise
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

from benchmarks import corpus as corpora
from benchmarks.process import Usage, claims
from claims.errors import ClaimsError
from claims.model import Paper
from claims.streams.cores import available_cores

MOST_COPIES = 26 * 26


class Projection(NamedTuple):
    """Processor time of a corpus of some size, in seconds.

    Attributes:
        expected: By the line from the smallest to the largest corpus.
        least: By the cheapest of the steps between.
        most: By the dearest of them.
    """

    expected: float
    least: float
    most: float


def projected(measured: Sequence[tuple[int, float]], papers: int) -> Projection:
    """Return what a larger corpus takes.

    Args:
        measured: Papers and seconds of corpora that grow; at least two.
        papers: How many papers the larger corpus has.

    >>> projected([(100, 2.0), (200, 3.0), (400, 5.4)], 1000)
    Projection(expected=12.2, least=11.4, most=12.6)
    """
    (last, seconds), (first, at_first) = measured[-1], measured[0]
    rates = [(late - early) / (more - some) for (some, early), (more, late) in pairwise(measured)]
    whole = (seconds - at_first) / (last - first)
    further = [round(seconds + rate * (papers - last), 6) for rate in (whole, min(rates), max(rates))]
    return Projection(*further)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("corpus", type=Path, nargs="?", help="papers in any format that `claims run` reads")
    parser.add_argument("--papers", type=int, default=10_000, help="of the smallest corpus")
    parser.add_argument("--doublings", type=int, default=4)
    parser.add_argument("--to", type=int, default=10_000_000, help="what is projected")
    arguments = parser.parse_args()
    if 2**arguments.doublings > MOST_COPIES:
        sys.exit(f"projection: there are no more than {MOST_COPIES} copies of a corpus; take fewer doublings")
    try:
        papers = list(islice(corpora.papers_of(arguments.corpus), arguments.papers))
        rows = _measure(papers, [2**power for power in range(arguments.doublings + 1)])
    except ClaimsError as error:
        sys.exit(f"projection: {error}")
    except subprocess.CalledProcessError as error:
        sys.exit(f"projection: {error.stderr.strip()}")
    title = f"Seconds of processor time, {available_cores()} cores"
    table = Table(
        title=title, title_justify="left", caption=f"the last line: {arguments.to:,} abstracts, projected"
    )
    for name in ("abstracts", *rows):
        table.add_column(name, justify="right", no_wrap=True)
    for row in zip(*rows.values(), strict=True):
        table.add_row(f"{row[0][0]:,}", *(f"{seconds:,.1f}" for _, seconds in row))
    ends = (projected(measured, arguments.to) for measured in rows.values())
    table.add_row(
        f"{arguments.to:,}", *(f"{e.expected:,.0f} ({e.least:,.0f} to {e.most:,.0f})" for e in ends)
    )
    Console().print(table)


def _measure(papers: Sequence[Paper], sizes: Sequence[int]) -> dict[str, list[tuple[int, float]]]:
    """Return papers and processor time of each command over copies of a corpus."""
    rows: dict[str, list[tuple[int, float]]] = {"claims extract": [], "claims run": []}
    with tempfile.TemporaryDirectory() as folder:
        source, out, database = (Path(folder, name) for name in ("corpus.parquet", "out.jsonl", "c.duckdb"))
        commands: dict[str, Callable[[], Usage]] = {
            "claims extract": partial(claims, "extract", source, "-o", out),
            "claims run": partial(claims, "run", source, "--db", database),
        }
        for times in sizes:
            number = corpora.write(corpora.repeated(lambda: papers, times), source)
            for name, command in commands.items():
                database.unlink(missing_ok=True)
                rows[name].append((number, command().cpu))
    return rows


if __name__ == "__main__":
    main()
