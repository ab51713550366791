"""How fast everything is, in one table: scan, extraction, all cores, the whole way, other tools, and memory.

``python -m benchmarks.speed [CORPUS] [-o FILE.json]``; without a corpus, or where it is not there, the digests
of ``golden/in-the-wild`` are read many times over. ``benchmarks.compare`` compares two of the files.
"""

from __future__ import annotations

import argparse
import gc
import os
import platform
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import orjson
import polars as pl
from rich.console import Console
from rich.progress import Progress
from rich.table import Table
from rich.text import Text

from benchmarks import corpus as corpora
from benchmarks import editions
from benchmarks.process import Usage, claims
from benchmarks.quantity_tools import TOOLS, Parse
from benchmarks.stages import seconds_by_stage
from claims.documents import is_document, read_document
from claims.errors import ClaimsError
from claims.model import Paper
from claims.numbers.quantities import quantities
from claims.pipeline import extract
from claims.store.layout import program_version
from claims.streams.batches import BATCH_PAPERS, claims_or_reasons
from claims.streams.cores import available_cores
from claims.streams.cycles import COLLECT_AFTER
from claims.streams.fingerprint import rules_fingerprint
from claims.tables.results import read_results

DIGITS = r"\d+(?:\.\d+)?"
SAMPLE = 200
DOCUMENTS = 20
"""How often each whole paper is read."""
WARM_UP = 200
WIDTH = 100
"""Columns of a terminal, at least: what is narrower breaks lines, and cuts no figures."""
EDITION_PAPERS = 20_000
"""So many of the corpus, at most, are read by each edition."""
EDITIONS = {
    "pure": "extraction alone, source, in turns",
    "compiled": "extraction alone, compiled, in turns",
    "first": "extraction alone, first edition, in turns",
}


@dataclass(frozen=True)
class Measure:
    """One row of the table.

    Attributes:
        what: What was measured.
        papers: Number of abstracts.
        megabytes: Their size in millions of bytes of UTF-8.
        seconds: Wall-clock time.
        cpu: Processor time of all processes.
        peak: Peak memory of all processes in MB, where a command was run.
    """

    what: str
    papers: int
    megabytes: float
    seconds: float
    cpu: float
    peak: float | None = None

    @property
    def rate(self) -> float:
        """Abstracts a second."""
        return self.papers / self.seconds


class Bench:
    """Takes the measurements over one corpus."""

    def __init__(self, papers: Sequence[Paper], rounds: int) -> None:
        self.papers = papers
        self.texts = [paper.abstract for paper in papers]
        self.megabytes = _megabytes(self.texts)
        self.measures: dict[str, Measure] = {}
        self.ratios: dict[str, float] = {}
        self.notes: list[str] = []
        self.documents = Path(__file__).parents[1] / "golden" / "documents"
        self._rounds = rounds

    def in_process(self, name: str, what: str, work: Callable[[], object], texts: Sequence[str]) -> None:
        """Measure a function of this process, the best of several rounds."""
        best = (float("inf"), 0.0)
        for _ in range(self._rounds):
            start, cpu = time.perf_counter(), time.process_time()
            work()
            best = min(best, (time.perf_counter() - start, time.process_time() - cpu))
        self.measures[name] = Measure(what, len(texts), _megabytes(texts), *best)

    def command(self, name: str, what: str, run: Callable[[], Usage]) -> None:
        """Measure a command, the best of several rounds."""
        best = min((run() for _ in range(self._rounds)), key=lambda usage: usage.seconds)
        self.measures[name] = Measure(
            what, len(self.texts), self.megabytes, best.seconds, best.cpu, best.peak
        )

    def whole_papers(self, folder: Path) -> None:
        """Measure the tables of whole papers: each document of a folder, read often enough to be counted."""
        files = [path for path in sorted(folder.iterdir()) if path.is_file() and is_document(path)]
        size = sum(path.stat().st_size for path in files) * DOCUMENTS / 1e6
        for path in files:  # vocabularies are loaded at first use
            read_results(read_document(path))
        start, cpu = time.perf_counter(), time.process_time()
        for _ in range(DOCUMENTS):
            for path in files:
                read_results(read_document(path))
        seconds = (time.perf_counter() - start, time.process_time() - cpu)
        self.measures["whole_papers"] = Measure(
            "tables of whole papers", len(files) * DOCUMENTS, size, *seconds
        )

    def quantity_tools(self) -> None:
        """Measure other tools for quantities, ours, and extraction over the same sample of texts."""
        chosen = random.Random(7).sample(self.papers, min(SAMPLE, len(self.papers)))
        texts = [paper.abstract for paper in chosen]
        pairs = [(paper.abstract, paper.title) for paper in chosen]
        self.in_process(
            "quantities", "quantities of the same", lambda: [quantities(text) for text in texts], texts
        )
        self.in_process(
            "same_sample", "extraction of the same", lambda: list(claims_or_reasons(pairs)), texts
        )
        for name, make in TOOLS.items():
            try:
                parse = make()
            except ImportError:
                self.notes.append(f"{name} is not installed (pip install 'claimsdb[bench]'): left out")
                continue
            self.quantity_tool(name, parse, texts)
            self.ratios[f"quantities_to_{name}"] = self._less_work("quantities", name)
            self.ratios[f"extraction_to_{name}"] = self._less_work("same_sample", name)

    def quantity_tool(self, name: str, parse: Parse, texts: list[str]) -> None:
        """Measure another tool, which may fail on some of the texts."""
        parse("It takes 5 ms.")
        failed = 0

        def parse_all() -> None:
            nonlocal failed
            failed = 0
            for text in texts:
                try:
                    parse(text)
                except Exception:
                    failed += 1

        self.in_process(name, f"{name}, {len(texts)} abstracts", parse_all, texts)
        if failed:
            self.notes.append(f"{name} failed on {failed} of {len(texts)} abstracts")

    def run(self, advance: Callable[[], None]) -> None:
        """Take all measurements, those of this process as in a command, where cycles are looked for less often."""
        gc.set_threshold(COLLECT_AFTER)
        pattern = re.compile(DIGITS)
        self.in_process(
            "scan_re",
            "scan for digits, re",
            lambda: [pattern.findall(text) for text in self.texts],
            self.texts,
        )
        series = pl.Series(self.texts)
        self.in_process(
            "scan_polars", "scan for digits, polars", lambda: series.str.count_matches(DIGITS), self.texts
        )
        advance()
        for text in self.texts[:WARM_UP]:  # vocabularies are loaded at first use
            extract(text)
        self.in_process(
            "extract_function",
            "claims.extract, text by text",
            lambda: sum(len(extract(text)) for text in self.texts),
            self.texts,
        )
        advance()
        whole = [(paper.abstract, paper.title) for paper in self.papers]
        self.in_process(
            "extract_batches",
            "extraction alone, in batches",
            lambda: sum(
                len(found)
                for i in range(0, len(whole), BATCH_PAPERS)
                for found in claims_or_reasons(whole[i : i + BATCH_PAPERS])
            ),
            self.texts,
        )
        advance()
        for stage, seconds in seconds_by_stage(whole).items():
            size = self.measures["extract_batches"]
            self.measures[f"stage: {stage}"] = Measure(
                f"  {stage}", size.papers, size.megabytes, seconds, seconds
            )
        with tempfile.TemporaryDirectory() as folder:
            self.editions(Path(folder))
        cores = available_cores()
        with tempfile.TemporaryDirectory() as folder:
            self._commands(Path(folder), cores, advance)
        if self.documents.is_dir():
            self.whole_papers(self.documents)
        self.quantity_tools()
        advance()
        self.ratios["scan_to_extraction"] = self._less_work("scan_re", "extract_batches")
        self.ratios["run_to_extraction_1"] = self._less_work("run_1", "extract_1")
        if cores > 1:
            one, many = self.measures["extract_1"].seconds, self.measures["extract_all"].seconds
            self.ratios["run_to_extraction_all"] = self._less_work("run_all", "extract_all")
            self.ratios["speedup_all"] = one / many
            self.ratios["efficiency_all"] = self.ratios["speedup_all"] / cores
            # What more cores cost in work: unlike times, it can be told on a machine that is busy.
            self.ratios["work_all_to_1"] = 1 / self._less_work("extract_all", "extract_1")

    def _commands(self, folder: Path, cores: int, advance: Callable[[], None]) -> None:
        source = folder / "corpus.parquet"
        corpora.write(self.papers, source)
        out, database = folder / "claims.jsonl", folder / "claims.duckdb"

        def run(jobs: int) -> Usage:
            database.unlink(missing_ok=True)
            return claims("run", source, "--db", database, "--jobs", jobs)

        one = folder / "one.parquet"
        corpora.write(self.papers[:1], one)
        self.ratios["seconds_to_start"] = min(
            claims("extract", one, "-o", out).seconds for _ in range(self._rounds)
        )
        for jobs, name, who in ((1, "1", "one core"), (cores, "all", f"{cores} cores")):
            if jobs == 1 and name == "all":
                self.notes.append("one core only: nothing to compare with")
                return
            self.command(
                f"extract_{name}",
                f"claims extract, {who}",
                partial(claims, "extract", source, "-o", out, "--jobs", jobs),
            )
            advance()
            self.command(f"run_{name}", f"claims run, {who}", partial(run, jobs))
            advance()

    def editions(self, folder: Path) -> None:
        """Measure extraction alone by today's source, by what is compiled of it, and by the first edition, in turns."""
        there = editions.present(folder)
        for name, remedy in (
            ("compiled", "run make compiled"),
            ("first", "the history does not hold its commit"),
        ):
            if name not in there:
                self.notes.append(f"no {name} edition to compare with: {remedy}")
        texts = [(paper.abstract, paper.title) for paper in self.papers[:EDITION_PAPERS]]
        size = _megabytes([text for text, _ in texts])
        for name, took in editions.extraction(there, texts, folder, max(self._rounds, 2)).items():
            self.measures[f"edition: {name}"] = Measure(
                EDITIONS[name], len(texts), size, took.seconds, took.seconds
            )
        for one, other in (("pure", "first"), ("compiled", "pure"), ("compiled", "first")):
            if one in there and other in there:
                self.ratios[f"{one}_to_{other}"] = self._less_work(f"edition: {one}", f"edition: {other}")

    def _less_work(self, one: str, other: str) -> float:
        """Tell how much less processor time each paper takes; others that use the machine spoil only the other time."""
        first, second = self.measures[one], self.measures[other]
        return (second.cpu / second.papers) / (first.cpu / first.papers)

    def report(self, corpus: str) -> dict[str, Any]:
        """Return all that was measured, and where, as JSON types."""
        return {
            "version": program_version(),
            "rules": rules_fingerprint(),
            "python": platform.python_version(),
            "system": f"{platform.system()} {platform.machine()}",
            "cores": available_cores(),
            "load": os.getloadavg()[0] if hasattr(os, "getloadavg") else None,
            "corpus": {"name": corpus, "papers": len(self.texts), "megabytes": self.megabytes},
            "measures": {
                name: {**asdict(measure), "rate": measure.rate} for name, measure in self.measures.items()
            },
            "ratios": self.ratios,
            "notes": self.notes,
        }


RATIOS = {
    "scan_to_extraction": "the scan is faster than extraction by, in processor time",
    **{
        f"{what.split()[0]}_to_{name}": f"{what} faster than {name} by, in processor time"
        for name in TOOLS
        for what in ("quantities are", "extraction is")
    },
    "run_to_extraction_1": "the whole way, of the speed of extraction, one core",
    "run_to_extraction_all": "the whole way, of the speed of extraction, all cores",
    "pure_to_first": "extraction is faster than the first edition by, in processor time",
    "compiled_to_pure": "the compiled build is faster than the source by, in processor time",
    "compiled_to_first": "the compiled build is faster than the first edition by, in processor time",
    "seconds_to_start": "seconds that a command with one paper takes",
    "speedup_all": "all cores are faster than one by",
    "efficiency_all": "of what as many cores could give",
    "work_all_to_1": "processor time of all cores, of that of one",
}


def shown(report: dict[str, Any]) -> tuple[Table, Table]:
    """Return the tables that people read: measures, and ratios."""
    corpus = report["corpus"]
    table = Table(
        title=f"{corpus['papers']:,} abstracts, {corpus['megabytes']:.1f} MB: {corpus['name']}",
        title_justify="left",
    )
    for name in ("what", "papers/s", "MB/s", "s", "CPU s", "peak MB"):
        table.add_column(name, justify="left" if name == "what" else "right", no_wrap=True)
    for measure in report["measures"].values():
        peak = f"{measure['peak']:,.0f}" if measure["peak"] else ""
        table.add_row(
            measure["what"],
            f"{measure['rate']:,.0f}",
            f"{measure['megabytes'] / measure['seconds']:,.2f}",
            f"{measure['seconds']:,.2f}",
            f"{measure['cpu']:,.2f}",
            peak,
        )
    notes = Text("\n".join(report["notes"])) if report["notes"] else None  # [bench] is no mark-up
    ratios = Table(show_header=False, caption=notes, caption_justify="left")
    ratios.add_column("ratio", no_wrap=True)
    ratios.add_column("value", justify="right")
    for name, ratio in report["ratios"].items():
        ratios.add_row(RATIOS[name], f"{ratio:,.2f}")
    return table, ratios


def _megabytes(texts: Sequence[str]) -> float:
    return sum(len(text.encode("utf-8", "surrogatepass")) for text in texts) / 1e6


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("corpus", type=Path, nargs="?", help="papers in any format that `claims run` reads")
    parser.add_argument("-o", "--output", type=Path, help="where the figures go, as JSON")
    parser.add_argument("--limit", type=int, help="papers at most")
    parser.add_argument("--rounds", type=int, default=1, help="the best of so many counts")
    arguments = parser.parse_args()
    there = arguments.corpus is not None and arguments.corpus.exists()
    try:
        papers = list(islice(corpora.papers_of(arguments.corpus), arguments.limit))
    except ClaimsError as error:
        sys.exit(f"speed: {error}")
    bench = Bench(papers, arguments.rounds)
    console = Console()
    console.width = max(console.width, WIDTH)
    try:
        with Progress(console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("measuring", total=4 + 4)
            bench.run(lambda: bar.advance(task))
    except subprocess.CalledProcessError as error:
        sys.exit(f"speed: {error.stderr.strip()}")
    report = bench.report(arguments.corpus.name if there else "golden/in-the-wild, repeated")
    console.print(*shown(report))
    if arguments.output:
        arguments.output.parent.mkdir(parents=True, exist_ok=True)
        arguments.output.write_bytes(orjson.dumps(report, option=orjson.OPT_INDENT_2))
        console.print(f"saved in {arguments.output}", highlight=False)


if __name__ == "__main__":
    main()
