"""What a command writes never takes the place of what it reads, and nothing stays behind for good."""

from __future__ import annotations

from pathlib import Path

import pytest
from papers import PAPERS, write_jsonl

from claims.cli import main
from claims.store.run import run_into


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return write_jsonl(tmp_path / "papers.jsonl", PAPERS)


@pytest.mark.parametrize("options", [["-o", "papers.jsonl"], ["--rejects", "./papers.jsonl"],
                                     ["-o", "out.jsonl", "--rejects", "out.jsonl"]])  # fmt: skip
def test_extract_overwrites_nothing_that_is_in_use(
    source: Path, options: list[str], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(source.parent)
    before = source.read_bytes()
    assert main(["extract", "papers.jsonl", *options]) == 2
    assert "would be overwritten while it is in use: give another path" in capfd.readouterr().err
    assert source.read_bytes() == before


@pytest.mark.parametrize(
    "command", [["query", "FROM results"], ["leaderboard", "speed"], ["schema"], ["runs"]]
)
def test_an_answer_does_not_take_the_place_of_a_database(
    source: Path, command: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    database = source.parent / "claims.duckdb"
    run_into(database, [source])
    before = database.read_bytes()
    assert main([*command, "--db", str(database), "-o", str(database)]) == 2
    assert "is a DuckDB database and stays one" in capfd.readouterr().err
    assert database.read_bytes() == before
