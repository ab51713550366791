"""A small part of ``make torture``: commands that are killed leave what is whole, and the next one clears up."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

import pytest

from benchmarks.torture import Effort, kills
from benchmarks.torture.warm import Warm

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of Unix")


BATCH = 80


@pytest.mark.parametrize("command", ["extract", "run"])
def test_a_killed_command_leaves_what_is_whole(
    warm: Warm, tmp_path: Path, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kills, "KILLS", 12)
    output = tmp_path / "work" / ("claims.jsonl" if command == "extract" else "claims.duckdb")
    # More than one batch: a command that is killed goes on from those that were finished.
    papers = kills.write_papers(tmp_path / "papers.jsonl", 2 * BATCH + BATCH // 2)
    monkeypatch.setattr(warm, "start", partial(warm.start, batch=BATCH))
    option, kind = ("-o", kills.Extract) if command == "extract" else ("--db", kills.Run)
    victim = kind(command, output, [command, str(papers), option, str(output), "-j", "1"])
    outcomes = list(kills.torture(warm, victim, Effort(seed=7, scale=1, folder=tmp_path)))
    assert [breach for outcome in outcomes for breach in outcome.breaches] == []
    assert sum(outcome.tried for outcome in outcomes) == 3
