"""What the reports print about the corpus that ships with the repository, against ``golden/reports``.

``make accept`` writes the files anew (pytest's ``--force-regen``), together with the accepted claims.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_regressions.file_regression import FileRegressionFixture

from claims.cli import main

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT / "golden" / "in-the-wild"
REPORTS = ROOT / "golden" / "reports"


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("reports") / "golden.duckdb"
    files = sorted(map(str, CORPUS.glob("*.jsonl")))
    assert main(["run", *files, "--db", str(path), "--jobs", "1"]) == 0
    return path


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("speed", ["leaderboard", "speed", "--top", "20"]),
        ("energy", ["leaderboard", "energy", "--top", "20"]),
        ("accuracy-levels", ["leaderboard", "accuracy", "--levels", "--top", "20"]),
        ("speed-by-baseline", ["leaderboard", "speed", "--by", "baseline"]),
    ],
)
def test_a_report_of_the_golden_corpus_is_as_accepted(
    database: Path,
    capfd: pytest.CaptureFixture[str],
    file_regression: FileRegressionFixture,
    name: str,
    arguments: list[str],
) -> None:
    capfd.readouterr()
    assert main([*arguments, "--format", "markdown", "--db", str(database)]) == 0
    printed = capfd.readouterr().out
    file_regression.check(printed, fullpath=REPORTS / f"{name}.md")
