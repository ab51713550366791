"""A second run extracts what is new, or read by other rules, and says which and why."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from papers import PAPERS, SLOW, SWIFT, many_papers, write_jsonl

import claims.store.vocabularies as vocabularies_module
import claims.store.writer as writer_module
import claims.streams.batches as batches_module
from claims.cli import main
from claims.pipeline import Stages, read_text

Show = Callable[..., str]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "claims.duckdb"


@pytest.fixture
def show(database: Path, capfd: pytest.CaptureFixture[str]) -> Show:
    """Call a command with the database and return what it prints."""

    def call(command: str, *arguments: object, status: int = 0) -> str:
        assert main([command, *map(str, arguments), "--db", str(database)]) == status
        return capfd.readouterr().out

    return call


@pytest.fixture
def extracted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that are extracted, as they are."""
    texts: list[str] = []

    def noted(text: str, title: str) -> Stages:
        texts.append(text)
        return (yield from read_text(text, title))

    monkeypatch.setattr(batches_module, "read_text", noted)
    return texts


def line_of(table: str, name: str) -> str:
    [line] = [line for line in table.splitlines() if name in line]
    return line


def test_a_grown_corpus_extracts_only_what_is_new(show: Show, tmp_path: Path, extracted: list[str]) -> None:
    show("run", write_jsonl(tmp_path / "papers.jsonl", PAPERS), "-j", 1)
    extracted.clear()
    newer = {**SLOW, "abstract": "SteadyCache cuts energy by 8%.", "update_date": "2024-01-01"}
    added = {"id": "added", "title": "One more cache", "abstract": "It cuts power by 5%."}
    out = show("run", write_jsonl(tmp_path / "papers.jsonl", [*PAPERS, newer, added]), "-j", 1)
    assert extracted == [newer["abstract"], added["abstract"]]
    assert "2 new, 3 known already" in line_of(out, "texts extracted")
    assert "1 new" in line_of(out, "different papers")


@pytest.mark.parametrize("what", ["rules", "vocabularies"])
def test_other_rules_or_vocabularies_extract_all_again_and_it_is_said_which(
    show: Show, tmp_path: Path, extracted: list[str], monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    source = write_jsonl(tmp_path / "papers.jsonl", PAPERS)
    show("run", source, "-j", 1)
    extracted.clear()
    monkeypatch.setattr(writer_module, "rules_fingerprint", lambda: "otherrules")
    if what == "vocabularies":
        monkeypatch.setattr(writer_module, "vocabulary_fingerprint", lambda: "other")
        monkeypatch.setattr(vocabularies_module, "vocabulary_fingerprint", lambda: "other")
    out = show("run", source, "-j", 1)
    assert len(extracted) == len(PAPERS)
    assert f"3 again: the {what} have changed" in line_of(out, "texts extracted")
    one = show("runs", 2)
    assert "otherrules, changed since the run before" in one
    assert ("other, changed since the run before" in one) == (what == "vocabularies")
    assert line_of(one, "extracted again").split()[-1] == "3"


def test_a_paper_that_failed_is_extracted_again(
    show: Show, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(text: str, title: str) -> Stages:
        yield
        raise ValueError("no")

    source = write_jsonl(tmp_path / "papers.jsonl", [SWIFT])
    with monkeypatch.context() as patch:
        patch.setattr(batches_module, "read_text", fails)
        show("run", source, "-j", 1, status=1)
    out = show("run", source, "-j", 1)
    assert "1 again: their extraction had failed" in line_of(out, "texts extracted")


def test_runs_show_files_with_their_hashes_rules_counts_and_time(show: Show, tmp_path: Path) -> None:
    source = write_jsonl(tmp_path / "papers.jsonl", many_papers(3))
    more = write_jsonl(tmp_path / "more.jsonl", many_papers(2))
    show("run", source, more)
    [row] = json.loads(show("runs", "--format", "json"))
    file, _ = row["inputs"]
    assert (file["file"], file["bytes"], len(file["sha256"])) == (str(source), source.stat().st_size, 64)
    assert (row["papers_new"], row["texts_new"], row["texts_skipped"]) == (3, 3, 2)
    assert row["seconds"] > 0
    table: Any = show("runs")
    assert f"{source} and 1 more" in table
    assert row["rules"] in table
    assert row["vocabulary"] in table
    one = show("runs", 1)
    assert f"SHA-256 {file['sha256']}" in one
    assert "3, 3 of them new" in one
    show("runs", 7, status=2)
