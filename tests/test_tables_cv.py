"""Tables against annotated ones, paper by paper, also as if no word of a paper had been known."""

from __future__ import annotations

from benchmarks.tables_cv import lines_of, only_in, without
from claims.tables.vocabulary import metric_named


def test_a_word_that_one_paper_alone_has_is_taken_away_for_a_while() -> None:
    own = only_in({"a": "WER of models; MUSHRA", "b": "WER of systems"})
    assert "MUSHRA" in own["a"]
    assert "WER" not in own["a"]
    with without(own["a"]):
        assert metric_named("MUSHRA") is None
        assert metric_named("WER") is not None
    assert metric_named("MUSHRA") is not None


def test_a_change_is_told_with_the_papers_that_it_helps_and_harms() -> None:
    then = {"x": {"a": {"found": [1.0, 2.0]}, "b": {"found": [2.0, 2.0]}, "c": {"found": [2.0, 2.0]}}}
    now = {"x": {"a": {"found": [2.0, 2.0]}, "b": {"found": [1.0, 2.0]}, "c": {"found": [2.0, 2.0]}}}
    first, second = lines_of(now, then)
    assert first == "x: 3 papers"
    assert second.split()[:3] == ["found", "0.8333", "+0.0000"]
    assert second.endswith("helped 1, harmed 1")
