"""What ``make bench`` measures: all stages of the reading, and the edition that was asked for."""

from pathlib import Path

from benchmarks.editions import checked_out
from benchmarks.stages import BEFORE, STAGES, seconds_by_stage
from claims.numbers.prefilter import Promise
from claims.pipeline import read_text

TEXT = "We present Larch. On an A100 GPU it is 2x faster than Birch. It needs 5 ms."


def test_each_stage_of_the_reading_has_its_name() -> None:
    assert sum(1 for _ in read_text(TEXT, "", Promise())) + 1 == len(STAGES)


def test_all_stages_are_measured() -> None:
    spent = seconds_by_stage([(TEXT, "Larch"), ("No number.", "")])
    assert list(spent) == [BEFORE, *STAGES]
    assert all(seconds >= 0 for seconds in spent.values())


def test_an_edition_that_is_not_there_is_none(tmp_path: Path) -> None:
    assert checked_out("no-such-edition", tmp_path) is None
    assert list(tmp_path.iterdir()) == []
