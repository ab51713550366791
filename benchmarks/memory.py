"""Whether memory stays flat: peak for a corpus, and for ten times that corpus.

``python -m benchmarks.memory [CORPUS] [--times 10]``. The larger corpus is made of copies, each of them
different papers, as Parquet and as JSON Lines.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

import orjson
from rich.console import Console
from rich.table import Table

from benchmarks import corpus as corpora
from benchmarks.process import Usage, claims
from claims.errors import ClaimsError
from claims.model import Paper
from claims.streams.cores import available_cores

ALLOWED = 1.2


def write_lines(papers: Iterable[Paper], path: Path) -> None:
    """Write papers as JSON Lines."""
    with path.open("wb") as file:
        for paper in papers:
            record = {"id": paper.id, "title": paper.title, "abstract": paper.abstract}
            file.write(orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("corpus", type=Path, nargs="?", help="papers in any format that `claims run` reads")
    parser.add_argument("--times", type=int, default=10)
    parser.add_argument("--folder", type=Path, help="where the corpora are kept for another time")
    arguments = parser.parse_args()
    table = Table(title=f"Peak memory in MB, all processes, {available_cores()} cores", title_justify="left")
    for name in ("what", "once", f"{arguments.times} times", "ratio"):
        table.add_column(name, justify="left" if name == "what" else "right")
    flat = True
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        try:
            for times in (1, arguments.times):
                _make(folder, times, arguments.corpus)
            for what in ("extract Parquet", "extract JSON Lines", "run Parquet"):
                one, many = (_peak(what, folder, times) for times in (1, arguments.times))
                table.add_row(what, f"{one:,.0f}", f"{many:,.0f}", f"{many / one:.2f}")
                flat = flat and many <= ALLOWED * one
        except ClaimsError as error:
            sys.exit(f"memory: {error}")
        except subprocess.CalledProcessError as error:
            sys.exit(f"memory: {error.stderr.strip()}")
    Console().print(table)
    if not flat:
        sys.exit(f"memory: grows by more than {ALLOWED - 1:.0%}")


def _make(folder: Path, times: int, corpus: Path | None) -> None:
    for path, write in (
        (folder / f"{times}.parquet", corpora.write),
        (folder / f"{times}.jsonl", write_lines),
    ):
        if not path.exists():
            write(corpora.repeated(lambda: corpora.papers_of(corpus), times), path)


def _peak(what: str, folder: Path, times: int) -> float:
    command, kind = what.split(" ", 1)
    source = folder / (f"{times}.parquet" if kind == "Parquet" else f"{times}.jsonl")
    out = folder / ("out.jsonl" if command == "extract" else "out.duckdb")
    out.unlink(missing_ok=True)
    usage: Usage = claims(command, source, "-o" if command == "extract" else "--db", out)
    out.unlink(missing_ok=True)
    return usage.peak


if __name__ == "__main__":
    main()
