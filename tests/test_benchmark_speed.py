"""What ``make bench`` measures: all stages of the reading, and the edition that was asked for."""

import subprocess
from pathlib import Path

import pytest

from benchmarks.editions import PROJECT, checked_out, extraction
from benchmarks.stages import STAGES, seconds_by_stage
from claims.pipeline import read_text

TEXT = "We present Larch. On an A100 GPU it is 2x faster than Birch. It needs 5 ms."


def test_each_stage_of_the_reading_has_its_name() -> None:
    assert sum(1 for _ in read_text(TEXT, "")) + 1 == len(STAGES)


def test_all_stages_are_measured() -> None:
    spent = seconds_by_stage([(TEXT, "Larch"), ("No number.", "")])
    assert list(spent) == list(STAGES)
    assert all(seconds >= 0 for seconds in spent.values())


def test_an_edition_that_is_not_there_is_none(tmp_path: Path) -> None:
    assert checked_out("no-such-edition", tmp_path) is None
    assert list(tmp_path.iterdir()) == []


def test_editions_that_are_the_same_give_the_same_claims(tmp_path: Path) -> None:
    texts = [(TEXT, "Larch"), ("No number.", "")]
    there = {"one": PROJECT, "other": PROJECT}
    took = extraction(there, texts, tmp_path, rounds=1)
    assert took["one"].digest == took["other"].digest
    assert {each.read for each in took.values()} == {len(texts)}
    assert all(each.seconds > 0 for each in took.values())


def test_an_edition_that_fails_tells_why(tmp_path: Path) -> None:
    (tmp_path / "claims").mkdir()
    (tmp_path / "claims" / "__init__.py").write_text("raise SystemExit('broken')", "utf-8")
    with pytest.raises(subprocess.CalledProcessError) as failed:
        extraction({"broken": tmp_path}, [(TEXT, "")], tmp_path, rounds=1)
    assert "broken" in failed.value.stderr
