"""What differs between two runs: claims gained, lost and changed, and what brought it about."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from papers import SLOW, SWIFT, write_jsonl

import claims.store.writer as writer_module
import claims.streams.batches as batches_module
from claims.cli import main
from claims.errors import ClaimsError
from claims.judging.difference import Difference, Held, count_kinds, differences
from claims.model import Claim
from claims.pipeline import Stages, read_text
from claims.store.connection import open_for_reading
from claims.store.history import differences_between
from claims.store.run import run_into

Rewrite = Callable[[Claim], Claim | None]


@pytest.fixture
def database(tmp_path: Path, invented: Path) -> Path:
    """A database of the invented papers, with them beside it."""
    shutil.copytree(invented, tmp_path, dirs_exist_ok=True)
    return tmp_path / "claims.duckdb"


@pytest.fixture
def run_with_rules(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str, Rewrite], None]:
    """Run the same papers again as if the rules gave other claims."""

    def run(rules: str, rewrite: Rewrite) -> None:
        def other(text: str, title: str) -> Stages:
            found = yield from read_text(text, title)
            return [new for claim in found if (new := rewrite(claim)) is not None]

        monkeypatch.setattr(batches_module, "read_text", other)
        monkeypatch.setattr(writer_module, "rules_fingerprint", lambda: rules)
        run_into(database, [tmp_path / "papers.jsonl"])

    return run


def between(database: Path, first: int, second: int) -> list[Difference]:
    with open_for_reading(database) as connection:
        return differences_between(connection, first, second)


def told(found: Iterable[Difference]) -> list[tuple[Any, ...]]:
    return [
        (
            d.kind,
            d.fields["quote"],
            {change.field: (change.before, change.after) for change in d.changes},
            d.why,
        )
        for d in found
    ]


def without_energy(claim: Claim) -> Claim | None:
    return None if claim.metric == "energy" else claim


def test_other_rules_lose_gain_and_change_claims(database: Path, run_with_rules: Callable[..., None]) -> None:
    run_with_rules("without energy", without_energy)
    run_with_rules("otherwise", lambda claim: replace(claim, baseline="CacheX") if claim.lo == 3 else claim)
    assert told(between(database, 1, 2)) == [("lost", "73%", {}, "other rules")]
    assert sorted(told(between(database, 2, 3))) == [
        ("changed", "3x", {"baseline": ("SwiftCache", "CacheX")}, "other rules"),
        ("gained", "73%", {}, "other rules"),
    ]
    # What went and came back is no difference between the runs before and after.
    assert told(between(database, 1, 3)) == [
        ("changed", "3x", {"baseline": ("SwiftCache", "CacheX")}, "other rules")
    ]


def test_a_quote_that_grows_is_one_claim_that_changed(
    database: Path, run_with_rules: Callable[..., None]
) -> None:
    def longer(claim: Claim) -> Claim:
        return replace(claim, quote="by 73%", start=claim.start - 3) if claim.quote == "73%" else claim

    run_with_rules("longer quotes", longer)
    [(kind, quote, changes, _)] = told(between(database, 1, 2))
    assert (kind, quote, changes["quote"]) == ("changed", "by 73%", ("73%", "by 73%"))
    assert set(changes) == {"quote", "start"}


def test_a_new_paper_and_a_newer_text_are_told_from_other_rules(database: Path, tmp_path: Path) -> None:
    newer = {
        **SWIFT,
        "abstract": "We show SwiftCache. It cuts energy by 73% on the A100 and runs 6x faster than BigCache.",
        "update_date": "2024-01-01",
    }
    third = {"id": "third", "title": "A third one of these caches", "abstract": "It cuts power by 12%."}
    run_into(database, [write_jsonl(tmp_path / "more.jsonl", [newer, SLOW, third])])
    found = told(between(database, 1, 2))
    assert sorted((kind, quote, why) for kind, quote, _, why in found) == [
        ("changed", "73%", "new text"),
        ("gained", "12%", "new paper"),
        ("gained", "6x", "new text"),
        ("lost", "2.4x", "new text"),
        ("lost", "5x", "new text"),
    ]
    # The claim stands in another place of another text: only what it states counts.
    [changes] = [changes for kind, _, changes, _ in found if kind == "changed"]
    assert "start" not in changes
    assert changes["hardware"] == ([], ["A100"])


def test_an_older_text_that_comes_later_changes_nothing(database: Path, tmp_path: Path) -> None:
    older = {**SWIFT, "abstract": "SwiftCache cuts energy by 10%.", "update_date": "2020-06-01"}
    run_into(database, [write_jsonl(tmp_path / "older.jsonl", [older])])
    assert between(database, 1, 2) == []


def test_runs_before_a_newer_text_are_compared_by_the_text_they_had(database: Path, tmp_path: Path) -> None:
    for run, (value, day) in enumerate(
        [("74%", "2024-01-01"), ("75%", "2022-01-01"), ("76%", "2025-01-01")], 2
    ):
        text = {**SWIFT, "abstract": f"SwiftCache cuts energy by {value}.", "update_date": day}
        run_into(database, [write_jsonl(tmp_path / f"text-{run}.jsonl", [text])])
    assert between(database, 2, 3) == []  # the second text was older than the one before it
    assert {d.fields["quote"] for d in between(database, 3, 4)} == {"74%", "76%"}
    assert {d.fields["quote"] for d in between(database, 1, 2)} == {"5x", "2.4x", "73%", "74%"}


def test_backwards_is_forwards_with_gained_and_lost_swapped(
    database: Path, run_with_rules: Callable[..., None]
) -> None:
    run_with_rules("without energy", without_energy)
    [forwards], [backwards] = between(database, 1, 2), between(database, 2, 1)
    assert (forwards.kind, backwards.kind) == ("lost", "gained")
    assert forwards.fields == backwards.fields


def test_a_run_that_is_not_there_is_told(database: Path) -> None:
    with pytest.raises(ClaimsError, match="no run 7 in the database: there are runs 1 to 1"):
        between(database, 1, 7)


# --- pairing ----------------------------------------------------------------------------------------------

FIELDS = {"start": 0, "end": 2, "quote": "2x", "occurrence": 0, "metric": "speed", "rule": "multiple"}


@st.composite
def states(draw: st.DrawFn) -> list[Held]:
    places = draw(st.lists(st.tuples(st.integers(0, 20), st.integers(1, 4)), max_size=6, unique=True))
    return [
        Held(
            paper=draw(st.sampled_from(["a", "b"])),
            text=draw(st.sampled_from(["v1", "v2"])),
            fields={
                **FIELDS,
                "start": start,
                "end": start + length,
                "metric": draw(st.sampled_from(["speed", "energy"])),
                "rule": draw(st.sampled_from(["multiple", "change by"])),
            },
        )
        for start, length in places
    ]


@given(states(), states())
def test_every_claim_is_accounted_for_once(before: list[Held], after: list[Held]) -> None:
    found = differences(before, after)
    counts = count_kinds(found)
    same = len(before) - counts["lost"] - counts["changed"]
    assert same == len(after) - counts["gained"] - counts["changed"]
    assert same >= 0
    assert all(difference.changes for difference in found if difference.kind == "changed")
    assert differences(before, before) == []


@given(states(), states())
def test_the_order_of_the_claims_does_not_matter(before: list[Held], after: list[Held]) -> None:
    assert differences(before[::-1], after[::-1]) == differences(before, after)


# --- the command ------------------------------------------------------------------------------------------


def test_diff_ends_with_status_1_where_there_is_a_difference(
    database: Path, run_with_rules: Callable[..., None], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    run_with_rules("the same in effect", lambda claim: claim)
    run_with_rules("otherwise", lambda claim: replace(claim, baseline=None) if claim.lo == 3 else claim)
    assert main(["diff", "1", "2", "--db", str(database)]) == 0
    assert capfd.readouterr().err == "run 1 to run 2: no differences\n"
    assert main(["diff", "--db", str(database)]) == 1
    shown = capfd.readouterr()
    assert shown.err == "run 2 to run 3: 1 changed\n"
    assert "  ~ 3x  in 2202.00002\n" in shown.out
    assert "      baseline  SwiftCache -> none\n" in shown.out
    assert "SteadyCache achieves 3x speedup over SwiftCache." in shown.out


def test_diff_in_json_holds_both_claims(
    database: Path, run_with_rules: Callable[..., None], capfd: pytest.CaptureFixture[str]
) -> None:
    run_with_rules("otherwise", lambda claim: replace(claim, baseline=None) if claim.lo == 3 else claim)
    assert main(["diff", "1", "2", "--db", str(database), "--format", "json"]) == 1
    [row] = json.loads(capfd.readouterr().out)
    assert row["changes"] == {"baseline": ["SwiftCache", None]}
    assert (row["before"]["baseline"], row["after"]["baseline"]) == ("SwiftCache", None)
    assert (row["kind"], row["paper"], row["quote"]) == ("changed", "2202.00002", "3x")
    assert row["rule"] == row["after"]["rule"]


def test_diff_in_markdown_survives_what_papers_write(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    database = tmp_path / "x.duckdb"
    odd = {
        "id": "odd|one",
        "title": "Odd",
        "abstract": "The a|b <cache> cuts `energy` by 73\\% at $\\alpha_1$.",
    }
    run_into(database, [write_jsonl(tmp_path / "none.jsonl", [{**odd, "abstract": "Nothing."}])])
    run_into(database, [write_jsonl(tmp_path / "odd.jsonl", [odd])])
    assert main(["diff", "--db", str(database), "--format", "markdown"]) == 1
    lines = capfd.readouterr().out.splitlines()
    [row] = [line for line in lines if line.startswith("| + gained")]
    assert row.replace("\\|", "").count("|") == 6
    assert "\\<cache\\>" in row
    assert "\\$" in row
    assert any(line.startswith("| rule") for line in lines)


def test_diff_shows_as_many_as_asked_for(
    database: Path, run_with_rules: Callable[..., None], capfd: pytest.CaptureFixture[str]
) -> None:
    run_with_rules("none", lambda claim: None)
    assert main(["diff", "--db", str(database), "--limit", "1"]) == 1
    out = capfd.readouterr().out
    assert "more; --limit 0 shows all" in out
    assert main(["diff", "--db", str(database), "--limit", "0"]) == 1
    full = capfd.readouterr().out
    assert full.count("  - ") == 6
    assert main(["diff", "--db", str(database), "--rule", "no such rule"]) == 0


def test_claims_that_are_only_trusted_otherwise_take_one_line(
    database: Path, run_with_rules: Callable[..., None], capfd: pytest.CaptureFixture[str]
) -> None:
    def unsure(claim: Claim) -> Claim:
        return replace(claim, confidence=0.5, rule="some rule")

    run_with_rules("first", lambda claim: replace(claim, confidence=0.25, rule="some rule"))
    run_with_rules("second", unsure)
    assert main(["diff", "--db", str(database)]) == 1
    out = capfd.readouterr().out
    assert out.count("confidence 0.25 -> 0.5: ") == 1
    assert "5x in 2301.00001; " in out
    assert main(["diff", "--db", str(database), "--limit", "2"]) == 1
    assert "and 4 more; --limit 0 shows all" in capfd.readouterr().out
    assert main(["diff", "--db", str(database), "--format", "markdown"]) == 1
    assert capfd.readouterr().out.count("| ~ changed") == 1


def test_diff_needs_two_runs(database: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "--db", str(database)]) == 2
    assert "holds one run only" in capfd.readouterr().err
