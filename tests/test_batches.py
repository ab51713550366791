"""Extraction over streams: order, any number of jobs, papers that fail, bounded reading."""

from __future__ import annotations

import multiprocessing.connection
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest

import claims.streams.batches as batches_module
from claims.errors import ClaimsError
from claims.model import Paper, Reject
from claims.pipeline import Stages, extract, read_text
from claims.streams.batches import BATCH_CHARACTERS, batches, extract_columns, extract_lines, extract_papers
from claims.streams.parallel import ordered_map


def papers(number: int) -> Iterator[Paper]:
    for i in range(number):
        yield Paper(
            id=str(i), abstract=f"System {i} is {i + 2}x faster than the baseline and saves 20% energy."
        )


@pytest.fixture
def refuses_seven(monkeypatch: pytest.MonkeyPatch) -> None:
    def fragile(text: str, title: str) -> Stages:
        if text.startswith("System 7 "):
            raise ValueError("seven\nis too much")
        return (yield from read_text(text, title))

    monkeypatch.setattr(batches_module, "read_text", fragile)


def test_papers_come_back_in_order_with_their_own_claims() -> None:
    found = list(extract_papers(papers(25), batch_size=4))
    assert [paper.id for paper, _ in found] == [str(i) for i in range(25)]
    assert [claims[0].lo for _, claims in found] == [i + 2 for i in range(25)]
    assert all(claims == extract(paper.abstract) for paper, claims in found)


def test_any_number_of_jobs_gives_the_same() -> None:
    alone = list(extract_papers(papers(40), jobs=1, batch_size=6))
    assert list(extract_papers(papers(40), jobs=2, batch_size=6)) == alone


def test_lines_and_columns_hold_the_same_claims_as_objects() -> None:
    expected = [
        (paper.id, [claim.as_dict() for claim in found]) for paper, found in extract_papers(papers(9))
    ]
    (lines,) = extract_lines(papers(9))
    as_json = orjson.loads(orjson.dumps([{"id": id_, "claims": found} for id_, found in expected]))
    assert [orjson.loads(line) for line in lines.data.splitlines()] == as_json
    assert (lines.papers, lines.claims) == (9, sum(len(found) for _, found in expected))
    (columns,) = extract_columns(batches(papers(9)))
    assert columns.claims.column("quote").to_pylist() == [c["quote"] for _, found in expected for c in found]
    owners = columns.claims.column("paper").to_pylist()
    assert owners == [index for index, (_, found) in enumerate(expected) for _ in found]


@pytest.mark.usefixtures("refuses_seven")
def test_a_paper_that_fails_becomes_a_reject_and_the_others_go_on() -> None:
    rejects: list[Reject] = []
    found = list(extract_papers(papers(10), on_reject=rejects.append))
    assert [paper.id for paper, _ in found] == ["0", "1", "2", "3", "4", "5", "6", "8", "9"]
    assert [reject.reason for reject in rejects] == ["extraction failed: ValueError: seven"]
    assert rejects[0].sample.startswith("System 7 ")
    (columns,) = extract_columns(batches(papers(10)), on_reject=rejects.append)
    assert columns.failed == {7}
    assert sum(lines.papers for lines in extract_lines(papers(10), on_reject=rejects.append)) == 9


@pytest.mark.usefixtures("refuses_seven")
def test_without_a_place_for_rejects_a_failure_stops_the_stream() -> None:
    with pytest.raises(ClaimsError, match="seven"):
        list(extract_papers(papers(10)))


def test_batches_are_cut_by_number_and_by_size() -> None:
    assert [len(batch) for batch in batches(papers(10), size=4)] == [4, 4, 2]
    huge = [Paper(id=str(i), abstract="x" * BATCH_CHARACTERS) for i in range(3)]
    assert [len(batch) for batch in batches(huge)] == [1, 1, 1]


def test_reading_stays_a_few_batches_ahead() -> None:
    read = 0

    def counted() -> Iterator[int]:
        nonlocal read
        for i in range(100):
            read += 1
            yield i

    stream = ordered_map(abs, counted(), jobs=2)
    assert next(stream) == (0, 0)
    assert read <= 3 * 2
    stream.close()  # type: ignore[attr-defined]


def test_a_single_batch_needs_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claims.streams.parallel.ProcessPoolExecutor", None)
    assert list(ordered_map(abs, [-3], jobs=8)) == [(-3, 3)]


def half_a_result(item: tuple[int, str]) -> int:
    """Hand over a result, or, once a file is there, be killed in the middle of it."""
    number, allowed = item
    if number == DEADLY:
        while not Path(allowed).exists():
            time.sleep(0.01)

        def half(connection: Any, data: Any) -> None:
            os.write(connection.fileno(), bytes(data[: len(data) // 2]) or b"\0")
            os.kill(os.getpid(), signal.SIGKILL)

        multiprocessing.connection.Connection._send = half  # type: ignore[attr-defined]
    return number


DEADLY = 3


@pytest.mark.timeout(60)
def test_a_worker_that_dies_in_the_middle_of_a_result_is_told(tmp_path: Path) -> None:
    with pytest.raises(ClaimsError, match="a worker process was killed"):
        list(ordered_map(half_a_result, [(number, str(tmp_path)) for number in range(100)], jobs=2))


@pytest.mark.timeout(60)
def test_who_stops_asking_waits_for_no_half_a_result(tmp_path: Path) -> None:
    allowed = tmp_path / "allowed"
    stream = ordered_map(half_a_result, [(number, str(allowed)) for number in range(100)], jobs=2)
    assert next(stream)[1] == 0
    allowed.touch()
    time.sleep(0.5)
    stream.close()  # type: ignore[attr-defined]
