"""The accepted scores of annotated samples: figures of counts, and what has changed, paper by paper."""

from pathlib import Path

import numpy as np
import pytest

from benchmarks.scores import changes, counts_of, figures, read_state, table, write_state
from claims.judging.annotations import AnnotatedPaper

GOLD = {
    "quote": "2x", "form": "ratio", "lo": 2, "hi": 2, "unit": "x", "metric": "speed", "change": "increase",
    "polarity": "better", "bound": "exact", "statistic": None, "baseline": "Birch", "role": "result",
}  # fmt: skip
RIGHT = [1, 1, 1, 1, 1, *[0] * 4, 1, 1, 1, 1, *[0] * 8]
MISSED = [1, 0, 0, 0, 0, *[0] * 16]


def annotated(*claims: dict[str, object]) -> AnnotatedPaper:
    return AnnotatedPaper("p", "Larch is 2x faster than Birch.", "", claims, "gold.jsonl: line 1")


def test_a_paper_is_counted_by_claims_and_names() -> None:
    assert counts_of(annotated(GOLD), annotated(GOLD)) == RIGHT
    assert counts_of(annotated(GOLD), annotated()) == MISSED


def test_figures_follow_from_sums_of_counts() -> None:
    total = figures(np.array(RIGHT) + np.array(MISSED))
    assert total[:3] == pytest.approx([2 / 3] * 3)
    assert total[4] == 1  # the names of claims that were missed do not count


def test_a_change_in_every_paper_is_told_from_none() -> None:
    before = {str(number): MISSED for number in range(40)}
    now = {str(number): RIGHT for number in range(40)}
    lines = changes(before, now)
    assert lines[0] == "40 of 40 papers have moved"
    assert lines[1] == "value     +1.0000  [+1.0000, +1.0000]  *"


def test_one_paper_better_and_one_worse_tell_nothing() -> None:
    before = {"better": MISSED, "worse": RIGHT} | {str(number): RIGHT for number in range(40)}
    now = before | {"better": RIGHT, "worse": MISSED}
    assert all(not line.endswith("*") for line in changes(before, now))


def test_papers_that_only_one_state_holds_are_left_out() -> None:
    assert changes({"a": RIGHT, "gone": RIGHT}, {"a": RIGHT, "new": MISSED}) == ["no paper has moved"]


def test_a_state_reads_back_as_it_was_written(tmp_path: Path) -> None:
    samples = {"seeds": {"a": RIGHT, "b": MISSED}, "dev": {"a": MISSED}}
    write_state(tmp_path / "scores.jsonl", samples)
    assert read_state(tmp_path / "scores.jsonl") == samples
    assert read_state(tmp_path / "none.jsonl") == {}
    assert "seeds          2      2    0.6667" in table(samples)
