"""Benchmarks: corpora of copies, what a command took, and two reports side by side."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from papers import PAPERS, write_jsonl
from rich.console import Console

from benchmarks.compare import compared, warnings
from benchmarks.corpus import repeated, write
from benchmarks.process import claims, measured
from claims.model import Paper
from claims.pipeline import extract
from claims.sources import read_papers
from claims.store.run import run_into


def two() -> Iterator[Paper]:
    yield Paper(id="a", title="Larch", abstract="Larch is 2x faster than Birch.", arxiv_id="2301.00001")
    yield Paper(id="b", title="Birch", abstract="Birch saves 5% of energy.")


def test_copies_are_different_papers_with_the_same_claims(tmp_path: Path) -> None:
    file = tmp_path / "copies.parquet"
    assert write(repeated(two, 40), file) == 80
    counts = run_into(tmp_path / "x.duckdb", [file]).counts
    assert (counts.papers_different, counts.claims_total) == (
        80,
        40 * sum(len(extract(p.abstract)) for p in two()),
    )
    assert [paper.id for paper in read_papers([file], on_reject=print)][:3] == ["aa-a", "aa-b", "ab-a"]


def test_what_a_command_took_includes_the_processes_that_it_started() -> None:
    busy = "import time\nwhile time.process_time() < 0.3: pass"
    child = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {busy!r}])"
    took = measured([sys.executable, "-c", child])
    assert took.seconds >= 0.3
    assert took.cpu >= 0.3
    assert took.peak > 5


def test_what_ran_before_the_command_is_not_waited_for() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as before:
        assert measured([sys.executable, "-c", ""]).seconds < 30
        assert before.poll() is None
        before.communicate(b"\n")


def test_a_command_that_fails_gives_no_figures(tmp_path: Path) -> None:
    with pytest.raises(subprocess.CalledProcessError) as failed:
        claims("extract", tmp_path / "absent.jsonl")
    assert "no such file" in failed.value.stderr
    assert claims("extract", write_jsonl(tmp_path / "x.jsonl", PAPERS)).cpu > 0


def report(rate: float, *, scan: float = 50_000, papers: int = 100) -> dict[str, Any]:
    def measure(rate: float) -> dict[str, Any]:
        return {"what": "it", "rate": rate, "seconds": 1.0, "cpu": 1.0, "peak": 100.0}

    return {
        "version": "1",
        "cores": 2,
        "system": "Linux",
        "corpus": {"papers": papers},
        "measures": {"scan_re": measure(scan), "extract_1": measure(rate)},
        "ratios": {},
    }


def test_reports_are_compared_as_measured_and_against_the_scan() -> None:
    console = Console(width=120, record=True, file=io.StringIO())
    console.print(compared(report(1000), report(1000, scan=25_000)))
    row = next(line for line in console.export_text().splitlines() if "1,000/s" in line)
    assert "+0%" in row  # as fast as before,
    assert "+100%" in row  # on a machine that was half as fast


def test_what_makes_reports_hard_to_compare_is_said() -> None:
    busy = report(1000, papers=7)
    busy["measures"]["extract_1"]["seconds"] = 2.0
    assert warnings(report(1), report(2)) == []
    assert len(warnings(report(1), busy)) == 2
