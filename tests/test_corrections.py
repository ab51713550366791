"""Corrections: checked against the text, laid over the claims, kept whatever is run afterwards."""

from __future__ import annotations

import contextlib
import json
import lzma
import random
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from papers import SLOW, SWIFT, write_jsonl

import claims.store.writer as writer_module
import claims.streams.batches as batches_module
from claims.judging.review.again import find_again, marked, sentence_around
from claims.judging.review.corrections_file import dumped, line_of
from claims.judging.review.fields import CORRECTABLE
from claims.judging.review.sheets import read_sheet, row_of
from claims.pipeline import Stages, read_text
from claims.store.connection import open_for_reading, open_for_writing
from claims.store.correct import Corrected, correct_into, corrections_of
from claims.store.corrections import Takes, take
from claims.store.layout import SCHEMA_VERSION
from claims.store.rows import rows
from claims.store.run import run_into
from claims.store.shown import show_all, show_papers

NOON = datetime(2026, 1, 31, 12)
SWIFT_ID, SLOW_ID = SWIFT["id"], SLOW["id"]


def ask(database: Path, sql: str) -> list[tuple[Any, ...]]:
    with open_for_reading(database) as connection:
        return rows(connection, sql)


@pytest.fixture
def database(tmp_path: Path, invented: Path) -> Path:
    """A database with the invented papers."""
    shutil.copytree(invented, tmp_path, dirs_exist_ok=True)
    return tmp_path / "claims.duckdb"


def said(paper: str, quote: str, **more: Any) -> dict[str, Any]:
    return {"paper": paper, "quote": quote, **more}


def correct(database: Path, *lines: Mapping[str, Any], by: str = "ann", **how: Any) -> Corrected:
    """Take rows as a sheet."""
    sheet = write_jsonl(database.with_name("sheet.jsonl"), [dict(line) for line in lines])
    return correct_into(database, [sheet], Takes(by=by, at=NOON, **how))


def shown(database: Path, quote: str, *columns: str) -> tuple[Any, ...] | None:
    found = ask(database, f"SELECT {', '.join(columns)} FROM current_claims WHERE quote = '{quote}'")
    return found[0] if found else None


def reasons(done: Corrected) -> list[str]:
    return [problem.reason for problem in done.taken.problems]


# --- what is shown -----------------------------------------------------------------------------------------


def test_a_corrected_field_is_shown_and_what_was_read_is_kept(database: Path) -> None:
    correct(database, said(SWIFT_ID, "73%", baseline="BigCache", why="same comparison"))
    assert shown(database, "73%", "baseline", "review", "corrected_fields", "reviewed_by") == (
        "BigCache", "corrected", ["baseline"], ["ann"],
    )  # fmt: skip
    assert ask(database, "SELECT DISTINCT baseline FROM claims WHERE quote = '73%'") != [("BigCache",)]
    assert ask(database, "SELECT was.baseline, now.baseline, said_by, said_at, why FROM corrections") == [
        (None, "BigCache", "ann", NOON, "same comparison")
    ]


def test_what_follows_from_a_number_follows_the_correction(database: Path) -> None:
    before = shown(database, "73%", "factor")
    correct(database, said(SWIFT_ID, "73%", metric="throughput", change="increase", form="percent"))
    assert before == (pytest.approx(1 / 0.27),)
    assert shown(database, "73%", "factor", "metric", "review") == (1.73, "throughput", "corrected")


def test_a_level_is_converted_again(database: Path) -> None:
    correct(database, said(SLOW_ID, "17.1 ms", unit="s"))
    assert shown(database, "17.1 ms", "base_lo", "base_unit") == (17.1, "s")


def test_what_is_no_claim_leaves_the_boards_and_stays_in_claims(database: Path) -> None:
    correct(database, said(SWIFT_ID, "5x", verdict="no claim"))
    assert shown(database, "5x", "claim") is None
    assert ask(database, "SELECT count(*) FROM leaderboard('speed') WHERE claimed = 'up to 5x'") == [(0,)]
    assert ask(database, "SELECT quote, said_by FROM removed_claims") == [("5x", "ann")]


def test_a_missed_claim_is_added_with_what_was_given(database: Path) -> None:
    done = correct(
        database, said(SWIFT_ID, "A100", metric="other", lo=100, free=True, form="count", unit="1")
    )
    assert reasons(done) == []
    assert shown(database, "A100", "review", "rule", "lo", "form", "sentence") == (
        "added", "person", 100.0, "count",
        "It runs up to 5x faster than BigCache on an NVIDIA A100 GPU, and on average it is 2.4x faster than BigCache.",
    )  # fmt: skip


def test_a_verdict_of_right_is_shown_with_full_confidence(database: Path) -> None:
    correct(database, said(SWIFT_ID, "2.4x", verdict="right"))
    assert shown(database, "2.4x", "review", "confidence", "link_confidence.baseline") == ("right", 1.0, 1.0)


def test_a_verdict_of_wrong_alone_is_shown_and_changes_nothing(database: Path) -> None:
    before = shown(database, "2.4x", *CORRECTABLE)
    correct(database, said(SWIFT_ID, "2.4x", verdict="wrong"))
    assert shown(database, "2.4x", *CORRECTABLE) == before
    assert shown(database, "2.4x", "review", "confidence") == ("wrong", 0.0)


def test_a_corrected_name_is_resolved(database: Path) -> None:
    correct(database, said(SLOW_ID, "3x", hardware=["H100"]), free=True)
    assert ask(database, "SELECT hardware.vendor FROM claims_by_hardware WHERE quote = '3x'") == [("NVIDIA",)]


def test_a_corrected_system_has_its_family_and_version(database: Path) -> None:
    correct(database, said(SLOW_ID, "3x", baseline="HugeCache-2", free=True))
    assert ask(database, "SELECT name, family, version FROM systems WHERE name = 'HugeCache-2'") == [
        ("HugeCache-2", "HugeCache", "2")
    ]
    assert ask(database, "SELECT against_version FROM comparison_graph WHERE quote = '3x'") == [("2",)]


def test_views_follow(database: Path) -> None:
    correct(database, said(SLOW_ID, "3x", factor=1, baseline="SteadyCache"))
    assert ask(database, "SELECT against FROM comparison_graph WHERE quote = '3x'") == [("SteadyCache",)]


def test_undo_takes_back_what_one_has_said(database: Path) -> None:
    before = ask(database, "SELECT * EXCLUDE (claim) FROM current_claims ORDER BY paper, quote_start")
    correct(database, said(SWIFT_ID, "73%", baseline="BigCache"), said(SWIFT_ID, "5x", verdict="no_claim"))
    done = correct(database, said(SWIFT_ID, "73%", verdict="undo"), said(SWIFT_ID, "5x", verdict="undo"))
    assert done.taken.undone == 2
    assert ask(database, "SELECT * EXCLUDE (claim) FROM current_claims ORDER BY paper, quote_start") == before


# --- what is refused ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (said(SWIFT_ID, "74%", verdict="right"), "the quote '74%' does not stand in"),
        (said("nobody", "73%", verdict="right"), "no paper 'nobody' in the database"),
        (said(SWIFT_ID, "73%", baseline="HugeCache"), "baseline is 'HugeCache', which does not stand in"),
        (said(SWIFT_ID, "73%", lo=37), "lo is 37, but the quote '73%' says 73"),
        (said(SWIFT_ID, "73%", metric="enrgy"), "no metric is called 'enrgy'; near it: energy"),
        (said(SWIFT_ID, "73%", unit="parsnips"), "unit is 'parsnips', which is none"),
        (said(SLOW_ID, "17.1 ms", metric="accuracy"), "no accuracy is measured in 'ms'"),
        (said(SLOW_ID, "91.5%", unit="furlong"), "no accuracy is measured in 'furlong'"),
        (
            said(SWIFT_ID, "73%", change="sideways"),
            "change is 'sideways': give one of increase, decrease, none",
        ),
        (said(SWIFT_ID, "73%", lo="many"), "lo is 'many', which is no number"),
        (said(SWIFT_ID, "73%", form=None), "form is empty, which it must not be"),
        (said(SWIFT_ID, "73%", verdict="perhaps"), "verdict is 'perhaps': write right, wrong, no claim"),
        (said(SWIFT_ID, "73%", occurrence="second"), "occurrence is 'second'"),
        (said(SWIFT_ID, "73%", occurrence=1, verdict="right"), "does not stand 2 times in"),
        (
            said(SWIFT_ID, "73%", verdict="right", baseline="BigCache"),
            "verdict is right, and baseline changed",
        ),
        (said(SWIFT_ID, "A100", verdict="right"), "the rules read no claim at 'A100'"),
        (said(SWIFT_ID, ""), "has no quote"),
        (said(SWIFT_ID, "73%", hi=70), "hi 70 is less than lo 73"),
    ],
)
def test_a_row_that_does_not_hold_is_named_with_its_remedy(
    opened: duckdb.DuckDBPyConnection, tmp_path: Path, row: dict[str, Any], reason: str
) -> None:
    sheet = write_jsonl(tmp_path / "sheet.jsonl", [row])
    with taken_back(opened):
        before = rows(opened, "FROM current_claims")
        done = take(opened, read_sheet(sheet), Takes(by="ann", at=NOON))
        show_papers(opened, done.papers)
        assert rows(opened, "FROM current_claims") == before
    assert not done.taken
    [problem] = done.problems
    assert reason in problem.reason
    assert problem.place.endswith("sheet.jsonl: line 1")


def test_nothing_of_a_bad_row_is_taken_and_all_of_the_others(database: Path) -> None:
    bad = said(SWIFT_ID, "73%", baseline="BigCache", metric="nonsense")
    done = correct(database, bad, said(SWIFT_ID, "5x", verdict="right"))
    assert (done.taken.taken, len(done.taken.problems)) == (1, 1)
    assert shown(database, "73%", "review") == (None,)
    assert shown(database, "5x", "review") == ("right",)


def test_free_allows_names_that_do_not_stand_in_the_text(database: Path) -> None:
    assert correct(database, said(SWIFT_ID, "73%", baseline="HugeCache"), free=True).taken.taken == 1


def test_two_people_who_contradict_each_other_are_both_named(database: Path) -> None:
    correct(database, said(SWIFT_ID, "73%", baseline="BigCache"), by="ann")
    done = correct(database, said(SWIFT_ID, "73%", baseline="SwiftCache"), by="bo")
    [reason] = reasons(done)
    assert "bo contradicts ann" in reason
    assert "'SwiftCache' against 'BigCache'" in reason
    assert shown(database, "73%", "baseline") == ("BigCache",)
    assert correct(
        database, said(SWIFT_ID, "73%", baseline="SwiftCache"), by="bo", replaces=True
    ).taken.replaced
    assert shown(database, "73%", "baseline", "reviewed_by") == ("SwiftCache", ["bo"])


def test_of_two_sheets_that_contradict_each_other_neither_is_taken(database: Path) -> None:
    both = [
        said(SWIFT_ID, "73%", baseline=name, by=by)
        for name, by in (("BigCache", "ann"), ("SwiftCache", "bo"))
    ]
    for order in (both, both[::-1]):
        done = correct(database, *order)
        assert (done.taken.taken, len(done.taken.problems)) == (0, 2)


def test_people_who_change_different_fields_are_both_heard(database: Path) -> None:
    correct(database, said(SWIFT_ID, "73%", baseline="BigCache"), by="ann")
    correct(database, said(SWIFT_ID, "73%", statistic="mean"), by="bo")
    assert shown(database, "73%", "baseline", "statistic", "reviewed_by") == (
        "BigCache",
        "mean",
        ["ann", "bo"],
    )


# --- what is kept ------------------------------------------------------------------------------------------


def run_again(database: Path, folder: Path, *papers: dict[str, Any]) -> Any:
    return run_into(database, [write_jsonl(folder / "again.jsonl", papers)])


def test_other_rules_keep_corrections(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    correct(
        database,
        said(SWIFT_ID, "73%", baseline="BigCache", verdict="wrong"),
        said(SWIFT_ID, "5x", verdict="no_claim"),
        said(SWIFT_ID, "2.4x", baseline="SwiftCache"),
    )

    def without_energy(text: str, title: str) -> Stages:
        return [claim for claim in (yield from read_text(text, title)) if claim.metric != "energy"]

    monkeypatch.setattr(batches_module, "read_text", without_energy)
    monkeypatch.setattr(writer_module, "rules_fingerprint", lambda: "other rules")
    run_into(database, [tmp_path / "papers.jsonl"])
    assert ask(database, "SELECT count(*) FROM claims WHERE quote = '73%' AND gone_run IS NULL") == [(0,)]
    assert shown(database, "73%", "baseline", "review", "metric", "sentence") == (
        "BigCache", "added", "energy", "It cuts energy by 73%.",
    )  # fmt: skip
    assert shown(database, "5x", "claim") is None
    assert shown(database, "2.4x", "baseline", "review") == ("SwiftCache", "corrected")


@pytest.mark.parametrize(
    "abstract",
    [
        SWIFT["abstract"].replace(" ", "  "),
        SWIFT["abstract"].replace("5x", r"5$\times$").replace("73%", r"73\%"),
        "A sentence before it. " + SWIFT["abstract"] + " One behind it cuts time by 73%.",
        SWIFT["abstract"].replace("It cuts energy by 73%.", "It also cuts energy by 73%."),
        SWIFT["abstract"].upper().replace("X FASTER", "x FASTER"),
    ],
    ids=["white space", "mark-up", "more sentences", "another word", "capitals"],
)
def test_a_correction_moves_with_its_sentence(database: Path, tmp_path: Path, abstract: str) -> None:
    correct(database, said(SWIFT_ID, "73%", statistic="mean"))
    again = run_again(database, tmp_path, {**SWIFT, "abstract": abstract, "update_date": "2024-01-01"})
    assert (again.corrections.applied, again.corrections.moved, again.corrections.stale) == (1, 1, 0)
    assert ask(
        database, "SELECT plain(quote), statistic, review FROM current_claims WHERE review IS NOT NULL"
    ) == [(("73 %" if "73 %" in abstract else "73%"), "mean", "corrected")]


SENTENCES = SWIFT["abstract"].split(". ")
NUMBERS = ["5x", "2.4x", "73%"]
EDITS: Mapping[str, Callable[[str, int], str]] = {
    "white space": lambda text, at: text.replace(" ", " \n "[at % 3 :] or "  "),
    "mark-up": lambda text, at: text.replace("73%", r"\textbf{73\%}").replace("5x", r"$5\times$"),
    "signs": lambda text, at: text.replace("5x", "5×").replace("2.4x", "2.4×").replace("-", "\u2013"),
    "capitals": lambda text, at: text.replace("It ", "it ").replace("runs", "Runs"),
    "a word": lambda text, at: text.replace("It cuts", "It also cuts").replace("It runs", "It now runs"),
    "a sentence before": lambda text, at: f"Caches matter to {at} people. {text}",
    "a sentence behind": lambda text, at: f"{text} We give {at + 100} examples.",
    "other order": lambda text, at: ". ".join([*SENTENCES[1:], SENTENCES[0]]).replace("73%..", "73%."),
    "another number before": lambda text, at: f"It needs {at + 200} lines of code. {text}",
}


@given(
    edits=st.lists(st.tuples(st.sampled_from(sorted(EDITS)), st.integers(0, 9)), min_size=1, max_size=4),
    quote=st.sampled_from(NUMBERS),
)
def test_a_number_is_found_again_after_edits_and_never_another(
    edits: Sequence[tuple[str, int]], quote: str
) -> None:
    before = SWIFT["abstract"]
    start = before.index(quote)
    sentence = marked(
        before, sentence_around(before, (start, start + len(quote))), (start, start + len(quote))
    )
    text = before
    for name, at in sorted(
        edits, key=lambda edit: edit[0] != "other order"
    ):  # which begins with the old text
        text = EDITS[name](text, at)
    found = find_again(text, sentence)
    assert found is not None, text
    assert re.sub(r"[^0-9.]", "", text[slice(*found)]) == re.sub(r"[^0-9.]", "", quote)


@given(value=st.integers(1, 999), quote=st.sampled_from(NUMBERS))
def test_a_number_that_has_changed_is_not_found(value: int, quote: str) -> None:
    before = SWIFT["abstract"]
    start = before.index(quote)
    sentence = marked(
        before, sentence_around(before, (start, start + len(quote))), (start, start + len(quote))
    )
    changed = before.replace(quote, f"{value + 1000}{quote[-1]}")
    assert find_again(changed, sentence) is None


def test_a_correction_that_no_longer_fits_is_reported_and_comes_back(database: Path, tmp_path: Path) -> None:
    correct(database, said(SWIFT_ID, "73%", statistic="mean"))
    other = {**SWIFT, "abstract": "SwiftCache cuts energy by 80%.", "update_date": "2024-01-01"}
    assert run_again(database, tmp_path, other).corrections.stale == 1
    assert ask(database, "SELECT paper_id, quote, state, said_by FROM stale_corrections") == [
        (SWIFT_ID, "73%", "stale", "ann")
    ]
    assert shown(database, "80%", "review", "statistic") == (None, None)
    assert "no longer fits the text" in correct_into(database, [], Takes(by="ann", at=NOON)).unfit[0]
    last = run_again(
        database, tmp_path, {**SWIFT, "update_date": "2025-01-01", "abstract": SWIFT["abstract"] + " "}
    )
    assert (last.corrections.applied, last.corrections.stale) == (1, 0)


def test_a_number_of_the_same_value_elsewhere_is_not_taken_for_it(database: Path, tmp_path: Path) -> None:
    correct(database, said(SWIFT_ID, "73%", statistic="mean"))
    other = {
        **SWIFT,
        "abstract": "Prior caches lost accuracy in 73% of all cases.",
        "update_date": "2024-01-01",
    }
    assert run_again(database, tmp_path, other).corrections.stale == 1


def test_papers_that_become_one_keep_their_corrections(tmp_path: Path) -> None:
    titled = {"id": "a", "title": SWIFT["title"], "abstract": "It cuts energy by 73%."}
    numbered = {"id": "b", "title": "", "doi": "10.1000/swift", "abstract": "It cuts  energy by 73%."}
    tie = {"id": "c", "title": SWIFT["title"], "doi": "10.1000/swift", "abstract": "It cuts energy by 73%."}
    database = tmp_path / "claims.duckdb"
    run_into(database, [write_jsonl(tmp_path / "first.jsonl", [titled, numbered])])
    papers = ask(database, "SELECT id FROM papers ORDER BY paper")
    for by, (paper,) in zip(("ann", "bo"), papers, strict=False):
        correct(database, said(paper, "73%", statistic="mean"), by=by)
    again = run_again(database, tmp_path, tie)
    assert ask(database, "SELECT count(*) FROM papers") == [(1,)]
    assert again.corrections.applied == len(papers)
    assert shown(database, "73%", "statistic") == ("mean",)


def test_what_contradicts_since_papers_became_one_is_not_applied(tmp_path: Path) -> None:
    titled = {"id": "a", "title": SWIFT["title"], "abstract": "It cuts energy by 73%."}
    numbered = {"id": "b", "title": "", "doi": "10.1000/swift", "abstract": "We say: it cuts energy by 73%."}
    tie = {"id": "c", "title": SWIFT["title"], "doi": "10.1000/swift", "abstract": "It cuts energy by 73%."}
    database = tmp_path / "claims.duckdb"
    run_into(database, [write_jsonl(tmp_path / "first.jsonl", [titled, numbered])])
    correct(database, said("a", "73%", statistic="mean"), by="ann")
    correct(database, said("b", "73%", statistic="max"), by="bo")
    again = run_again(database, tmp_path, tie)
    assert (again.corrections.applied, again.corrections.contradicted) == (0, 2)
    assert shown(database, "73%", "statistic", "review") == (None, None)
    correct(database, said("a", "73%", statistic="max"), by="ann", replaces=True)
    assert ask(database, "SELECT DISTINCT state FROM corrections") == [("placed",), ("moved",)] or shown(
        database, "73%", "statistic"
    ) == ("max",)


# --- the file ----------------------------------------------------------------------------------------------


def test_a_file_of_corrections_brings_them_into_another_database(database: Path, tmp_path: Path) -> None:
    sheet = write_jsonl(
        tmp_path / "sheet.jsonl",
        [
            said(SWIFT_ID, "73%", baseline="HugeCache", free=True, why="it says so"),
            said(SLOW_ID, "3x", verdict="wrong"),
            said(SLOW_ID, "ImageNet", metric="other", form="count", lo=1, free=True),
        ],
    )
    how = Takes(by="ann", at=NOON)
    first = correct_into(database, [sheet], how, file=tmp_path / "none.jsonl")
    kept = tmp_path / "corrections.jsonl"
    kept.write_bytes(first.content)
    other = tmp_path / "other.duckdb"
    run_into(other, [tmp_path / "papers.jsonl"])
    later = Takes(by="somebody", at=datetime(2027, 1, 1))
    assert correct_into(other, [], later, file=kept).content == first.content
    assert correct_into(other, [], later, file=kept).taken.known == 3
    columns = "* EXCLUDE (paper, text, claim, run)"
    order = "ORDER BY paper_id, quote_start"
    assert ask(other, f"SELECT {columns} FROM current_claims {order}") == ask(
        database, f"SELECT {columns} FROM current_claims {order}"
    )


def test_lines_of_papers_that_are_not_here_stay_in_the_file(database: Path, tmp_path: Path) -> None:
    kept = tmp_path / "corrections.jsonl"
    kept.write_text(json.dumps(said("elsewhere", "9x", verdict="right", by="bo")) + "\n")
    sheet = write_jsonl(tmp_path / "sheet.jsonl", [said(SWIFT_ID, "73%", verdict="right")])
    done = correct_into(database, [sheet], Takes(by="ann", at=NOON), file=kept)
    papers = [json.loads(line)["paper"] for line in done.content.splitlines()]
    assert papers == [SWIFT_ID, "elsewhere"]


OPINIONS = st.lists(
    st.tuples(
        st.sampled_from(
            [(SWIFT_ID, "5x"), (SWIFT_ID, "2.4x"), (SWIFT_ID, "73%"), (SLOW_ID, "3x"), (SLOW_ID, "17.1 ms")]
        ),
        st.sampled_from(["ann", "bo", "cy"]),
        st.sampled_from(
            [
                {"verdict": "right"}, {"verdict": "wrong"}, {"verdict": "no_claim"},
                {"baseline": "BigCache"}, {"baseline": "SwiftCache", "free": True}, {"statistic": "mean"},
                {"verdict": "wrong", "bound": "approx"},
            ]
        ),
        st.integers(0, 3),
    ),
    min_size=1,
    max_size=12,
)  # fmt: skip


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory, invented: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database of the invented papers that is open for writing; whoever changes it takes that back."""
    copy = shutil.copy(invented / "claims.duckdb", tmp_path_factory.mktemp("opened"))
    with contextlib.closing(open_for_writing(Path(copy))) as connection:
        yield connection


@contextlib.contextmanager
def taken_back(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    connection.begin()
    try:
        yield
    finally:
        connection.rollback()


SHOWN = "SELECT * EXCLUDE (claim) FROM current_claims ORDER BY paper, quote_start"


def after(connection: duckdb.DuckDBPyConnection, lines: Iterable[Mapping[str, Any]]) -> tuple[Any, ...]:
    """Take rows, and return the file of corrections, how many were taken, and what is shown."""
    sheet = [row_of(line, f"line {number}") for number, line in enumerate(lines)]
    done = take(connection, sheet, Takes(by="x", at=NOON))
    show_papers(connection, done.papers)
    return dumped(map(line_of, corrections_of(connection))), done.taken, rows(connection, SHOWN)


@settings(max_examples=6)
@given(opinions=OPINIONS, seed=st.integers(0, 10))
def test_order_does_not_matter_and_a_file_says_it_all(
    opened: duckdb.DuckDBPyConnection, opinions: Sequence[tuple[Any, ...]], seed: int
) -> None:
    """What does not contradict anything gives the same in any order, through its file, and after another run."""
    lines = [
        said(paper, quote, by=by, at=f"2026-01-0{1 + day}T00:00:00", **what)
        for (paper, quote), by, what, day in opinions
    ]
    with taken_back(opened):
        content, taken, shown = after(opened, lines)
        show_all(opened)  # as a run does when it has read everything again
        assert rows(opened, SHOWN) == shown
        assert dumped(map(line_of, corrections_of(opened))) == content
    with taken_back(opened):
        assert after(opened, random.Random(seed).sample(lines, len(lines))) == (content, taken, shown)
    with taken_back(opened):
        assert after(opened, map(json.loads, content.splitlines())) == (content, taken, shown)


# --- databases of older layouts ----------------------------------------------------------------------------


def test_a_database_of_layout_4_is_brought_up_to_date_by_the_next_write(tmp_path: Path) -> None:
    path = tmp_path / "old.duckdb"
    path.write_bytes(
        lzma.decompress(Path(__file__).with_name("data").joinpath("layout-4.duckdb.xz").read_bytes())
    )
    done = correct(path, said(SWIFT_ID, "73%", baseline="BigCache"))
    assert done.taken.taken == 1
    assert shown(path, "73%", "baseline", "review") == ("BigCache", "corrected")
    assert ask(path, "SELECT value FROM about WHERE name = 'schema_version'") == [(str(SCHEMA_VERSION),)]
