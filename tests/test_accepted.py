"""No claim moves unnoticed: what the rules give is what was accepted, and each change shows itself."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest
from papers import PAPERS, SLOW, SWIFT, write_jsonl

import claims.streams.batches as batches_module
from claims.cli import main
from claims.cli.check import ACCEPTED
from claims.judging import accepted
from claims.judging.accepted import (
    Corpus,
    compare,
    dump_state,
    extract_now,
    read_registry,
    read_state,
    state_path,
)
from claims.judging.difference import Difference
from claims.pipeline import Stages, read_text
from claims.report.difference_formats import counts_of, write_differences

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / ACCEPTED
COMMAND = [sys.executable, "-c", "import sys, claims.cli; sys.exit(claims.cli.main())"]


@pytest.mark.parametrize("corpus", read_registry(FOLDER), ids=lambda corpus: corpus.name)
def test_claims_are_as_accepted(corpus: Corpus) -> None:
    paths = corpus.paths(FOLDER)
    if not paths:
        pytest.skip(f"no files of the corpus {corpus.name} on this machine")
    now = extract_now(corpus, paths)
    moved = compare(read_state(state_path(FOLDER, corpus)), now.state, now.papers)
    if moved:
        shown = io.BytesIO()
        write_differences({corpus.name: moved}, "table", shown, limit=20)
        advice = f"{counts_of(moved)}: mend the rules, or take what you have read with `make accept`"
        pytest.fail(f"{shown.getvalue().decode()}\n{advice}", pytrace=False)


def test_every_golden_file_is_held_to_an_accepted_state() -> None:
    held = {path.resolve() for corpus in read_registry(FOLDER) for path in corpus.paths(FOLDER)}
    files = set((ROOT / "golden").glob("*/*.jsonl")) - set(FOLDER.glob("*.jsonl"))
    says_itself = {"quantities", "statements"}  # what is right stands beside each text
    assert {file for file in files if file.parent.name not in says_itself} <= held


def test_no_words_of_others_are_kept() -> None:
    """Of texts that are not our own, quotes and figures are kept, and hashes of the names."""
    for corpus in read_registry(FOLDER):
        for paper in read_state(state_path(FOLDER, corpus)).values():
            for claim in () if corpus.keeps_words else paper.claims:
                names = [claim["metric_text"], claim["subject"], claim["baseline"]]
                names += [*claim["hardware"], *claim["workload"]]
                assert all(name.startswith("#") and len(name) == 9 for name in names if name)
                assert len(claim["quote"]) < 80


# --- a rule is changed on purpose -------------------------------------------------------------------------


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of the project that a rule author may spoil, with two golden papers."""
    folder = tmp_path / "checkout"
    shutil.copytree(ROOT / "claims", folder / "claims")
    shutil.copytree(
        ROOT / "schema", folder / "claims" / "schema", ignore=shutil.ignore_patterns("__pycache__")
    )
    corpus = folder / "golden" / "caches"
    corpus.mkdir(parents=True)
    write_jsonl(corpus / "papers.jsonl", PAPERS)
    return folder


def claims_in(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*COMMAND, *arguments], cwd=folder, capture_output=True, text=True, check=False)


def test_a_changed_rule_fails_the_check_with_the_claims_it_moved_until_it_is_undone(checkout: Path) -> None:
    accept = claims_in(checkout, "accept", "golden/caches/*.jsonl", "--as", "caches", "--keep-words")
    assert accept.returncode == 0, accept.stderr
    words = checkout / "claims" / "schema" / "words.toml"
    before = words.read_text(encoding="utf-8")
    assert '"cuts", ' in before
    words.write_text(before.replace('"cuts", ', ""), encoding="utf-8")
    spoilt = claims_in(checkout, "check", "--format", "json")
    assert spoilt.returncode == 1
    [moved] = json.loads(spoilt.stdout)
    assert (moved["quote"], moved["paper"]) == ("73%", "2301.00001")
    assert moved["kind"] in {"lost", "changed"}
    assert moved["sentence"] == "It cuts energy by 73%."
    assert "claims have moved: 1 " in spoilt.stderr

    words.write_text(before, encoding="utf-8")
    undone = claims_in(checkout, "check")
    assert (undone.returncode, undone.stdout) == (0, "")


# --- states -----------------------------------------------------------------------------------------------

Moved = Callable[[], list[Difference]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An accepted state of the invented papers, as if they were not ours."""
    write_jsonl(tmp_path / "papers.jsonl", PAPERS)
    assert (
        main(["accept", str(tmp_path / "*.jsonl"), "--as", "pages", "--accepted", str(tmp_path / "state")])
        == 0
    )
    return tmp_path / "state"


@pytest.fixture
def moved(folder: Path) -> Moved:
    def check() -> list[Difference]:
        [corpus] = read_registry(folder)
        now = extract_now(corpus, corpus.paths(folder))
        return compare(read_state(state_path(folder, corpus)), now.state, now.papers)

    return check


def test_a_state_holds_no_text_and_stays_the_same_when_accepted_again(folder: Path, moved: Moved) -> None:
    content = (folder / "pages.jsonl").read_bytes()
    assert moved() == []
    for words in (b"BigCache", b"SwiftCache", b"A100", b"It cuts"):
        assert words not in content
    assert main(["accept", "--accepted", str(folder)]) == 0
    assert (folder / "pages.jsonl").read_bytes() == content
    lines = [orjson.loads(line) for line in content.splitlines()]
    assert [line["paper"] for line in lines] == sorted(line["paper"] for line in lines)


def test_a_state_is_read_as_it_was_written(folder: Path) -> None:
    [corpus] = read_registry(folder)
    now = extract_now(corpus, corpus.paths(folder))
    (folder / "again.jsonl").write_bytes(dump_state(now.state))
    assert read_state(folder / "again.jsonl") == now.state


def test_names_are_shown_in_words_where_the_text_is_at_hand(
    moved: Moved, monkeypatch: pytest.MonkeyPatch
) -> None:
    def other(text: str, title: str) -> Stages:
        from dataclasses import replace

        found = yield from read_text(text, title)
        return [replace(c, baseline="SteadyCache", hardware=()) if c.quote == "5x" else c for c in found]

    monkeypatch.setattr(batches_module, "read_text", other)
    [difference] = moved()
    assert {change.field: (change.before, change.after) for change in difference.changes} == {
        "baseline": ("BigCache", accepted.hashed("SteadyCache")),  # not in this paper: cannot be told
        "hardware": (("NVIDIA A100 GPU",), ()),
    }
    assert difference.sentence.startswith("It runs up to 5x faster than BigCache")
    assert difference.fields["subject"] == "SwiftCache"


def test_papers_that_come_go_and_change_are_told_from_rules_that_change(
    folder: Path, moved: Moved, capfd: pytest.CaptureFixture[str]
) -> None:
    rewritten = {**SWIFT, "abstract": "As before, it cuts energy by 73%. It also cuts power by 12%."}
    added = {"id": "new", "title": "A new one", "abstract": "It reduces latency by 40%."}
    write_jsonl(folder.parent / "papers.jsonl", [rewritten, added])
    found = {(d.kind, d.fields["quote"]): d.why for d in moved()}
    assert found.pop(("gained", "40%")) == "new paper"
    assert found.pop(("gained", "12%")) == "new text"
    assert found.pop(("lost", "17.1 ms")) == "paper gone"
    assert found.pop(("lost", "5x")) == "new text"
    assert ("gained", "73%") not in found
    assert ("lost", "73%") not in found
    capfd.readouterr()
    assert main(["check", "--accepted", str(folder)]) == 1
    assert "pages: its files have changed since they were accepted" in capfd.readouterr().err


def test_one_id_with_two_texts_is_two_papers(folder: Path, moved: Moved) -> None:
    other = {**SLOW, "abstract": "SteadyCache cuts energy by 8%."}
    write_jsonl(folder.parent / "papers.jsonl", [*PAPERS, other, SLOW])
    [difference] = moved()
    assert (difference.kind, difference.fields["quote"]) == ("gained", "8%")
    assert difference.paper.endswith("#2")


def test_a_corpus_that_is_not_here_is_skipped_unless_it_is_asked_for(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (folder.parent / "papers.jsonl").unlink()
    capfd.readouterr()
    assert main(["check", "--accepted", str(folder)]) == 0
    assert "claims: skipped pages: not on this machine" in capfd.readouterr().err
    content = (folder / "pages.jsonl").read_bytes()
    assert main(["accept", "--accepted", str(folder)]) == 0
    assert (folder / "pages.jsonl").read_bytes() == content
    assert main(["check", "pages", "--accepted", str(folder)]) == 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["check", "pagse"], "no corpus named 'pagse'"),
        (["accept", "--as", "more"], "which files?"),
        (["accept", "x.jsonl", "--as", "../more"], "letters, digits and hyphens"),
        (["accept", "x.jsonl", "--as", "corpora"], "letters, digits and hyphens"),
        (["accept", "absent.jsonl", "--as", "more"], "not on this machine"),
    ],
)
def test_wrong_calls_are_refused_in_one_line(
    folder: Path, arguments: list[str], words: str, capfd: pytest.CaptureFixture[str]
) -> None:
    capfd.readouterr()
    assert main([*arguments, "--accepted", str(folder)]) == 2
    told = capfd.readouterr().err
    assert words in told
    assert told.count("\n") == 1


@pytest.mark.parametrize("content", [b"<<<<<<< HEAD\n", b'{"paper": "a", "start": 1}\n', b"[1]\n"])
def test_a_damaged_state_is_told_with_its_line(
    folder: Path, content: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    with (folder / "pages.jsonl").open("ab") as stream:
        stream.write(content)
    number = (folder / "pages.jsonl").read_bytes().count(b"\n")
    capfd.readouterr()
    assert main(["check", "--accepted", str(folder)]) == 2
    assert f"pages.jsonl: line {number}: " in capfd.readouterr().err


def test_without_a_state_it_is_said_how_to_make_one(
    tmp_path: Path, capfd: pytest.CaptureFixture[Any]
) -> None:
    assert main(["check", "--accepted", str(tmp_path)]) == 2
    assert "`claims accept FILE... --as NAME`" in capfd.readouterr().err
