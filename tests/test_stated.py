"""What papers state of systems is kept in tables, which are right after whatever has been done to a database."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
from papers import write_jsonl

from claims.store import shown, writer
from claims.store.connection import open_for_reading, open_for_writing
from claims.store.correct import correct_into
from claims.store.corrections import Takes
from claims.store.layout import STATED, statement_of
from claims.store.rows import rows
from claims.store.run import run_into
from claims.store.suggested import show_suggestions


def paper(number: int, abstract: str) -> dict[str, Any]:
    return {
        "id": f"2301.{number:05}",
        "title": f"Paper number {number} about caches of one kind or another",
        "abstract": abstract,
        "update_date": f"{2020 + number}-01-05",
    }


PAPERS = [
    paper(1, "TallCache is 2x faster than SlowCache. LarchNet reaches 91% accuracy on ImageNet."),
    paper(2, "We look again. TallCache is 9x faster than SlowCache."),
    paper(3, "We test again. LarchNet reaches 85% accuracy on ImageNet."),
    paper(4, "MapleCache is 4x faster than SlowCache."),
    paper(5, "A new cache. MapleCache is 30x faster."),
]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("stated") / "claims.duckdb"
    run(path, PAPERS)
    return path


@pytest.fixture
def database(tmp_path: Path, made: Path) -> Path:
    """A copy of it, with the papers beside it, for a test to change."""
    shutil.copytree(made.parent, tmp_path, dirs_exist_ok=True)
    return tmp_path / "claims.duckdb"


def run(database: Path, papers: list[dict[str, Any]]) -> None:
    run_into(database, [write_jsonl(database.with_name("papers.jsonl"), papers)])


def correct(database: Path, *lines: Mapping[str, Any], **how: Any) -> None:
    sheet = write_jsonl(database.with_name("sheet.jsonl"), [dict(line) for line in lines])
    done = correct_into(database, [sheet], Takes(by="ann", at=datetime(2026, 1, 31, 12), free=True, **how))
    assert not done.taken.problems


def pairs(connection: duckdb.DuckDBPyConnection) -> list[tuple[Any, ...]]:
    return rows(
        connection,
        "SELECT system, factor_a, factor_b FROM contradictions "
        "UNION ALL SELECT system, level_a, level_b FROM differing_levels ORDER BY ALL",
    )


def pairs_of(database: Path) -> list[tuple[Any, ...]]:
    """Return the pairs that disagree, once it is sure that the tables hold what they would be filled with today."""
    with open_for_reading(database) as connection:
        for table in STATED:
            names = ", ".join(connection.sql(f"FROM {table}").columns)
            kept = sorted(map(repr, rows(connection, f"SELECT {names} FROM {table}")))
            live = sorted(map(repr, rows(connection, f"SELECT {names} FROM ({statement_of(table)})")))
            assert kept == live
        return pairs(connection)


BOTH = [("LarchNet", 91.0, 85.0), ("TallCache", 2.0, 9.0)]


def test_papers_that_disagree_are_found_after_a_run(database: Path) -> None:
    assert pairs_of(database) == BOTH


def test_a_run_that_adds_papers_adds_what_they_state(database: Path) -> None:
    run(database, [paper(6, "A third look. TallCache is 50x faster than SlowCache.")])
    assert pairs_of(database) == [*BOTH, ("TallCache", 2.0, 50.0), ("TallCache", 9.0, 50.0)]


def test_a_new_text_of_a_paper_states_what_it_says_now(database: Path) -> None:
    run(database, [PAPERS[1] | {"abstract": "We look again. TallCache is 2.1x faster than SlowCache."}])
    assert pairs_of(database) == [("LarchNet", 91.0, 85.0)]


def test_a_paper_without_claims_states_nothing_any_more(database: Path) -> None:
    run(
        database, [PAPERS[-1] | {"abstract": "Nothing is claimed."}, PAPERS[0] | {"abstract": "Nor is here."}]
    )
    assert pairs_of(database) == []


def test_corrections_change_what_is_stated_before_and_after_another_run(database: Path) -> None:
    correct(database, {"paper": "2301.00002", "quote": "9x", "verdict": "no_claim"})
    assert pairs_of(database) == [("LarchNet", 91.0, 85.0)]
    correct(database, {"paper": "2301.00005", "quote": "30x", "baseline": "SlowCache"})
    assert pairs_of(database) == [("LarchNet", 91.0, 85.0), ("MapleCache", 4.0, 30.0)]
    run(database, [paper(6, "We look again. TallCache is 50x faster than SlowCache.")])
    assert pairs_of(database) == [
        ("LarchNet", 91.0, 85.0),
        ("MapleCache", 4.0, 30.0),
        ("TallCache", 2.0, 50.0),
    ]


def test_suggestions_are_found_where_they_are_asked_for(database: Path) -> None:
    correct(database, {"paper": "2301.00005", "quote": "30x", "baseline": "SlowCache"}, suggested=True)
    assert pairs_of(database) == BOTH
    with open_for_reading(database) as connection:
        show_suggestions(connection, ["ann"])
        assert pairs(connection) == [BOTH[0], ("MapleCache", 4.0, 30.0), BOTH[1]]


def values(database: Path) -> list[tuple[Any, ...]]:
    with open_for_reading(database) as connection:
        return rows(connection, "SELECT paper_id, value FROM stated_factors ORDER BY ALL")


def spoil(database: Path) -> None:
    """Give what is stated other values, so that it shows what is filled anew."""
    with open_for_writing(database) as connection:
        rows(connection, "UPDATE stated_factors SET value = 0")


def test_a_run_fills_anew_what_its_papers_state_and_nothing_else(database: Path) -> None:
    spoil(database)
    run(database, [PAPERS[1], PAPERS[3] | {"abstract": "MapleCache is 5x faster than SlowCache."}])
    assert values(database) == [
        ("2301.00001", 0),
        ("2301.00002", 0),
        ("2301.00004", 5),
    ]


def test_what_is_told_of_a_paper_is_told_with_what_it_states(database: Path) -> None:
    run(database, [PAPERS[0] | {"title": "Another title, of a later version", "id": "2301.00001v2"}])
    assert pairs_of(database) == BOTH


def test_papers_that_become_one_state_as_one(database: Path) -> None:
    first, second = (
        {"abstract": f"OakCache is {n}x faster than SlowCache.", "title": f"Oaks {n}"} for n in "37"
    )
    run(database, [first | {"doi": "10.1000/a"}, second | {"id": "2301.00009", "update_date": "2024-01-01"}])
    assert ("OakCache", 3.0, 7.0) in pairs_of(database)
    run(database, [second | {"id": "2301.00009", "doi": "10.1000/a", "abstract": "OakCache."}])
    assert pairs_of(database) == BOTH


def test_a_correction_fills_anew_what_its_papers_state_and_nothing_else(database: Path) -> None:
    spoil(database)
    named = {"baseline": "SlowCache"}
    correct(
        database,
        {"paper": "2301.00005", "quote": "30x", **named},
        {"paper": "2301.00001", "quote": "2x", "verdict": "right"},
    )
    assert values(database) == [
        ("2301.00001", 2),
        ("2301.00002", 0),
        ("2301.00004", 0),
        ("2301.00005", 30),
    ]


def test_other_rules_fill_all_anew(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spoil(database)
    monkeypatch.setattr(shown, "shown_fingerprint", lambda: "other")
    run(database, [PAPERS[4]])
    assert [value for _, value in values(database)] == [2, 9, 4]


def test_a_run_that_fails_leaves_what_was_stated(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise duckdb.IOException("No space left on device")

    monkeypatch.setattr(writer, "bring_up_to_date", full)
    with pytest.raises(Exception, match="disk is full"):
        run(database, [paper(6, "A third look. TallCache is 50x faster than SlowCache.")])
    assert pairs_of(database) == BOTH
