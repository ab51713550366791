"""Corpora to measure with: one that is there, or golden/ many times over.

``python -m benchmarks.corpus OUT.parquet --times 10 [CORPUS]`` writes a corpus many times over, each copy as
different papers: ids, titles and abstracts get the number of the copy in letters.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from claims.errors import ClaimsError
from claims.model import Paper
from claims.sources import read_papers
from claims.streams.batches import batches

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "in-the-wild"
GOLDEN_TIMES = 200
GROUP = 16_384

COLUMNS = pa.schema(
    [
        ("id", pa.string()),
        ("title", pa.string()),
        ("abstract", pa.string()),
        ("date", pa.date32()),
        ("categories", pa.list_(pa.string())),
        ("authors", pa.list_(pa.string())),
    ]
)


def papers_of(path: Path | None) -> Iterator[Paper]:
    """Yield the papers of a corpus; without one, or where it is not there, those of golden/ many times over."""
    if path is not None and path.exists():
        return read_papers([path], on_reject=lambda reject: None)
    digests = list(read_papers(sorted(GOLDEN.glob("*.jsonl")), on_reject=lambda reject: None))
    return repeated(lambda: iter(digests), GOLDEN_TIMES)


def repeated(papers: Callable[[], Iterable[Paper]], times: int) -> Iterator[Paper]:
    """Yield papers many times over, each copy under another id, with another title and another abstract."""
    for number in range(times):
        mark = letters(number)
        for paper in papers():
            yield replace(
                paper,
                id=f"{mark}-{paper.id}",
                title=f"{paper.title} ({mark})",
                abstract=f"{paper.abstract} Copy {mark}.",
                arxiv_id=None,
                doi=None,
            )


def letters(number: int) -> str:
    """Return a number as letters, which are no number to anybody.

    >>> [letters(0), letters(27)]
    ['aa', 'bb']
    """
    high, low = divmod(number, 26)
    return chr(ord("a") + high % 26) + chr(ord("a") + low)


def write(papers: Iterable[Paper], path: Path) -> int:
    """Write papers as Parquet and return their number."""
    total = 0
    with pq.ParquetWriter(path, COLUMNS, compression="zstd") as writer:
        for group in batches(papers, size=GROUP):
            columns = {name: [getattr(paper, name) for paper in group] for name in COLUMNS.names}
            writer.write_table(pa.table(columns, schema=COLUMNS))
            total += len(group)
    return total


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("output", type=Path, help="Parquet")
    parser.add_argument("corpus", type=Path, nargs="?", help="papers in any format that `claims run` reads")
    parser.add_argument("--times", type=int, default=10)
    arguments = parser.parse_args()
    try:
        total = write(repeated(lambda: papers_of(arguments.corpus), arguments.times), arguments.output)
    except ClaimsError as error:
        sys.exit(f"corpus: {error}")
    print(f"{total:,} papers in {arguments.output}")


if __name__ == "__main__":
    main()
