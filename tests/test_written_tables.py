"""The tables of ``golden/heads``: whose each system is, its settings, data sets and splits."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from written_tables import WrittenPaper, read_written

from claims.judging.agreement import same_name
from claims.tables.results import read_results

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "heads"
PAPERS = [paper for path in sorted(GOLDEN.glob("*.txt")) for paper in read_written(path)]


def _agree(right: list[str], read: list[str]) -> bool:
    """True where each name of one side is one of the other."""
    known = all(any(same_name(x, y) for y in read) for x in right)
    return known and all(any(same_name(x, y) for x in right) for y in read)


def _items(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value or ())


def _mistakes(paper: WrittenPaper) -> Iterator[str]:
    read = {(r.row, r.col): r.as_dict() for r in reversed(read_results(paper.document()))}
    for right in paper.results():
        found = read.get((right["row"], right["col"]))
        place = f"row {right['row']}, column {right['col']}"
        if found is None:
            yield f"{place}: no result"
            continue
        if found["own"] != right["own"]:
            yield f"{place}: own is {found['own']}, not {right['own']}"
        if right.get("metric", found["metric"]) != found["metric"]:
            yield f"{place}: metric is {found['metric']}, not {right['metric']}"
        for name in ("system", "dataset", "split", "setting"):
            if not _agree(_items(right[name]), _items(found[name])):
                yield f"{place}: {name} is {found[name]}, not {right[name]}"


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
def test_a_written_table_is_read_as_it_says(paper: WrittenPaper) -> None:
    mistakes = list(_mistakes(paper))
    if paper.open:
        assert mistakes, f"{paper.name} is right now: take its line open: away"
    else:
        assert not mistakes, "\n".join(mistakes)


def test_no_two_written_tables_have_one_name() -> None:
    assert len({paper.name for paper in PAPERS}) == len(PAPERS)
