"""Sheets of claims worth a look: written, filled by people in their programs, taken again; and what they measure."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest
from papers import SLOW, SWIFT, write_jsonl

import claims.store.writer as writer_module
import claims.streams.batches as batches_module
from claims.cli import main
from claims.judging.review.correction import Problem
from claims.judging.review.fields import CORRECTABLE
from claims.judging.review.sheets import read_sheet
from claims.pipeline import Stages, read_text
from claims.report.review_rows import Wanted, rows_worth_a_look
from claims.store.connection import reading
from claims.store.run import run_into

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(autouse=True)
def database(tmp_path: Path, invented: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A database of the invented papers in the folder of the test, which is the working one."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CLAIMS_BY", "ann")
    shutil.copytree(invented, tmp_path, dirs_exist_ok=True)
    return Path("claims.duckdb")


def written(name: str, *options: str) -> list[dict[str, str]]:
    assert main(["review", "-o", name, *options]) == 0
    with Path(name).open(newline="", encoding="utf-8-sig") as stream:
        return list(csv.DictReader(stream))


def save(name: str, records: list[dict[str, str]], *, delimiter: str = ",", encoding: str = "utf-8") -> None:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(records[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(records)
    Path(name).write_bytes(text.getvalue().encode(encoding))


def ask(sql: str) -> list[tuple[Any, ...]]:
    with reading(Path("claims.duckdb")) as connection:
        return connection.execute(sql).fetchall()


# --- what is written ---------------------------------------------------------------------------------------


def test_the_first_rows_are_high_on_a_board_and_doubted(database: Path) -> None:
    with reading(database) as connection:
        found = rows_worth_a_look(connection, Wanted())
    assert [row.worth for row in found] == sorted((row.worth for row in found), reverse=True)
    assert len(found) == 6
    assert found[0].rank == 1
    before, number, after = found[0].marked
    assert before + number + after == found[0].fields["sentence"].rstrip()
    assert number == found[0].fields["quote"]


def test_a_sheet_holds_sentence_fields_and_how_sure_they_are() -> None:
    row = next(row for row in written("sheet.csv", "energy") if row["quote"] == "73%")
    assert row["sentence"] == "It cuts energy by ⟦73%⟧."
    assert (row["metric"], row["lo"], row["change"], row["rule"]) == ("energy", "73", "decrease", "change by")
    assert json.loads(row["read"]).keys() == set(CORRECTABLE)


@pytest.mark.parametrize(
    ("options", "quotes"),
    [
        (("energy",), {"73%"}),
        (("--on", "ImageNet"), {"91.5%", "17.1 ms"}),
        (("--paper", SLOW["id"]), {"3x", "91.5%", "17.1 ms"}),
        (("speed", "--top", "1"), None),
        (("speed", "latency"), {"5x", "2.4x", "3x", "17.1 ms"}),
    ],
)
def test_a_sheet_is_restricted_to_what_is_asked_for(
    options: tuple[str, ...], quotes: set[str] | None
) -> None:
    found = {row["quote"] for row in written("sheet.csv", *options)}
    assert found <= quotes if quotes else len(found) == 1
    assert found


def test_rows_below_a_confidence_have_a_field_that_is_less_sure() -> None:
    unsure = {"id": "2301.00009", "title": "On gains", "abstract": "Something else is 12% better."}
    assert main(["run", str(write_jsonl(Path("more.jsonl"), [unsure])), "--db", "claims.duckdb"]) == 0
    assert {row["paper"] for row in written("sheet.jsonl.csv", "--below", "0.9")} == {"2301.00009"}
    assert len({row["paper"] for row in written("all.csv")}) > 1


def test_what_somebody_has_looked_at_is_not_shown_again() -> None:
    rows = written("sheet.csv")
    save("sheet.csv", [{**rows[0], "verdict": "right"}])
    assert main(["correct", "sheet.csv"]) == 0
    assert len(written("next.csv")) == len(rows) - 1
    assert len(written("again.csv", "--again")) == len(rows)


def test_a_page_shows_texts_as_text(tmp_path: Path) -> None:
    odd = {
        **SWIFT,
        "id": "odd",
        "title": "<script>alert(1)</script> & more",
        "abstract": "<b>It</b> is 9x faster than vLLM.",
    }
    run_into(Path("claims.duckdb"), [write_jsonl(Path("odd.jsonl"), [odd])])
    assert main(["review", "-o", "sheet.html"]) == 0
    page = Path("sheet.html").read_text()
    assert "<script>" not in page
    assert "&lt;b&gt;It&lt;/b&gt; is <mark>9x</mark> faster" in page


# --- what is taken again -----------------------------------------------------------------------------------

FORMS: dict[str, Callable[[list[dict[str, str]]], None]] = {
    "as it was written": lambda rows: save("sheet.csv", rows),
    "semicolons": lambda rows: save("sheet.csv", rows, delimiter=";"),
    "tabs": lambda rows: save("sheet.csv", rows, delimiter="\t"),
    "UTF-8 with a mark": lambda rows: save("sheet.csv", rows, encoding="utf-8-sig"),
    "UTF-16": lambda rows: save("sheet.csv", rows, encoding="utf-16"),
    "Windows": lambda rows: save(
        "sheet.csv",
        [{k: v.replace("⟦", "").replace("⟧", "") for k, v in row.items()} for row in rows],
        encoding="cp1252",
    ),
    "fewer columns": lambda rows: save(
        "sheet.csv", [{k: row[k] for k in ("paper", "quote", "verdict", "baseline", "read")} for row in rows]
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_sheet_comes_back_from_any_program(form: str, capfd: pytest.CaptureFixture[str]) -> None:
    rows = written("sheet.csv")
    for row in rows:
        if row["quote"] == "73%":
            row["baseline"] = "BigCache"
        if row["quote"] == "3x":
            row["verdict"] = "Right"
    FORMS[form](rows)
    assert main(["correct", "sheet.csv"]) == 0
    assert "corrections: 2 taken, 4 say nothing" in capfd.readouterr().out
    assert ask(
        "SELECT quote, review, corrected_fields FROM current_claims WHERE review IS NOT NULL ORDER BY 1"
    ) == [
        ("3x", "right", []),
        ("73%", "corrected", ["baseline"]),
    ]


def test_what_the_rules_read_in_the_meantime_is_not_taken_for_a_change() -> None:
    rows = written("sheet.csv")
    for row in rows:
        read = json.loads(row["read"])
        read["baseline"] = row["baseline"] = "as it was read when the sheet was written"
        row["read"] = json.dumps(read)
    save("sheet.csv", rows)
    assert main(["correct", "sheet.csv"]) == 0
    assert ask("SELECT count(*) FROM corrections") == [(0,)]


def test_numbers_that_a_spreadsheet_has_rewritten_are_known_again() -> None:
    odd = {**SWIFT, "id": "2510.02400", "abstract": "OddCache reaches an accuracy of 0.90 on ImageNet."}
    run_into(Path("claims.duckdb"), [write_jsonl(Path("odd.jsonl"), [odd])])
    [row] = written("sheet.csv", "--paper", "2510.02400")
    assert row["quote"] == "0.90"
    save(
        "sheet.csv",
        [{**row, "paper": "2510.024", "quote": "0,9", "lo": "0,9", "hi": "0,9", "verdict": "right"}],
    )
    assert main(["correct", "sheet.csv"]) == 0
    assert ask("SELECT quote, verdict FROM corrections") == [("0.90", "right")]


BAD: dict[str, tuple[bytes, str]] = {
    "no columns": (b"a,b,c\n1,2,3\n", "row 1 has no column paper and no column quote"),
    "empty": (b"\n", "is empty"),
    "a column twice": (b"paper,quote,quote\n1,2,3\n", "row 1 has two columns quote"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "is no text: save the sheet as CSV"),
    "cut": (b'paper,quote,verdict\n2301.00001,73%,right\n2301.00001,"5', "row 3: the file is cut off in a quoted cell"),
    "cut cells": (b"paper,quote,verdict\n2301.00001,73%", "row 2: has 2 of 3 cells: the file is cut off"),
    "formula": (b"paper,quote,verdict\n2301.00001,73%,=1+1\n", "row 2: verdict is '=1+1': write right, wrong"),
    "formula for a name": (
        b'paper,quote,baseline\n2301.00001,73%,"=HYPERLINK(""http://a"")"\n', "does not stand in 2301.00001",
    ),
    "cut JSON": (b'{"paper": "2301.00001", "quote": "73%", "verd', "line 1: broken JSON"),
    "an open merge": (b'{"paper":"2301.00001","quote":"73%"}\n<<<<<<< ours\n', "line 2: a merge was left open"),
}  # fmt: skip


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_sheet_gives_one_line(kind: str, capfd: pytest.CaptureFixture[str]) -> None:
    content, expected = BAD[kind]
    Path("sheet.csv").write_bytes(content)
    assert main(["correct", "sheet.csv"]) in (1, 2)
    lines = capfd.readouterr().err.splitlines()
    assert sum(expected in line and "sheet.csv" in line for line in lines) == 1, lines
    assert not any("Traceback" in line for line in lines)


def test_formulas_are_kept_from_spreadsheets_and_come_back(capfd: pytest.CaptureFixture[str]) -> None:
    odd = {
        **SWIFT,
        "id": "odd",
        "title": "=1+1 is what this paper of ours is called",
        "abstract": "It gains +2.7% accuracy over vLLM.",
    }
    run_into(Path("claims.duckdb"), [write_jsonl(Path("odd.jsonl"), [odd])])
    [row] = written("sheet.csv", "--paper", "odd", "--excel")
    assert row["title"].startswith("'=1+1")
    save("sheet.csv", [{**row, "verdict": "right"}])
    assert main(["correct", "sheet.csv"]) == 0
    assert ask("SELECT verdict FROM corrections") == [("right",)]


def test_annotations_are_read_as_rows(tmp_path: Path) -> None:
    line = {"id": SWIFT["id"], "claims": [{"quote": "73%", "metric": "energy", "hardware": ["A100"]}, 7]}
    [row, problem] = read_sheet(write_jsonl(tmp_path / "theirs.jsonl", [line]))
    assert (row.place.endswith("line 1, claim 1"), problem.place.endswith("claim 2")) == (True, True)


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("listed", [True, False])
def test_annotations_may_be_one_json_document(tmp_path: Path, indent: int | None, listed: bool) -> None:
    record = {"id": SWIFT["id"], "claims": [{"quote": "73%", "metric": "energy"}]}
    path = tmp_path / "theirs.json"
    path.write_text(json.dumps([record, record] if listed else record, indent=indent))
    found = list(read_sheet(path))
    assert [each.quote for each in found if not isinstance(each, Problem)] == ["73%"] * (2 if listed else 1)


# --- what is measured --------------------------------------------------------------------------------------


def test_trust_counts_what_people_have_found(capfd: pytest.CaptureFixture[str]) -> None:
    rows = {row["quote"]: row for row in written("sheet.csv")}
    verdicts = {"73%": "right", "5x": "right", "2.4x": "no claim", "3x": "wrong"}
    save("sheet.csv", [{**rows[quote], "verdict": verdict} for quote, verdict in verdicts.items()])
    assert main(["correct", "sheet.csv"]) == 0
    capfd.readouterr()
    assert main(["trust", "--format", "json", "--by", "claims"]) == 0
    [figure] = orjson.loads(capfd.readouterr().out)
    assert (figure["right"], figure["reviewed"], figure["precision"]) == (2, 4, 0.5)
    assert (round(figure["low"], 3), round(figure["high"], 3)) == (0.15, 0.85)
    assert main(["trust", "--format", "json", "--by", "rule"]) == 0
    by_rule = {
        each["name"]: (each["right"], each["reviewed"]) for each in orjson.loads(capfd.readouterr().out)
    }
    assert by_rule["change by"] == (1, 1)


def test_trust_speaks_of_boards_of_factors_and_of_levels(capfd: pytest.CaptureFixture[str]) -> None:
    rows = {row["quote"]: row for row in written("sheet.csv")}
    verdicts = {"5x": "right", "3x": "no claim", "91.5%": "right", "17.1 ms": "wrong"}
    save("sheet.csv", [{**rows[quote], "verdict": verdict} for quote, verdict in verdicts.items()])
    assert main(["correct", "sheet.csv"]) == 0
    capfd.readouterr()
    assert main(["trust", "--format", "json", "--by", "board"]) == 0
    boards = {
        each["name"]: (each["right"], each["reviewed"]) for each in orjson.loads(capfd.readouterr().out)
    }
    assert boards == {"speed": (1, 2), "accuracy in percent": (1, 1), "latency in s": (0, 1)}


def test_a_board_says_how_much_of_it_was_looked_at(capfd: pytest.CaptureFixture[str]) -> None:
    rows = {row["quote"]: row for row in written("sheet.csv")}
    save("sheet.csv", [{**rows["5x"], "verdict": "right"}, {**rows["3x"], "baseline": "SteadyCache"}])
    assert main(["correct", "sheet.csv"]) == 0
    capfd.readouterr()
    assert main(["leaderboard", "speed", "--unsure"]) == 0
    shown = capfd.readouterr().out
    assert "Reviewed 2 of 2 rows, 1 right, 1 corrected (†)" in shown
    assert "3x †" in shown


def test_corrections_are_annotations_to_score_by(capfd: pytest.CaptureFixture[str]) -> None:
    rows = {row["quote"]: row for row in written("sheet.csv")}
    save(
        "sheet.csv",
        [
            {**rows["5x"], "verdict": "right"},
            {**rows["3x"], "verdict": "no claim"},
            {**rows["73%"], "metric": "power"},
        ],
    )
    assert main(["correct", "sheet.csv"]) == 0
    capfd.readouterr()
    assert main(["score", "claims.duckdb", "--json"]) == 0
    figures = orjson.loads(capfd.readouterr().out)
    assert (figures["claims_gold"], figures["claims_pred"], figures["recall"]) == (2, 3, 1.0)
    assert figures["metric"] == 0.5


# --- what others suggest -----------------------------------------------------------------------------------


def suggestion(**fields: Any) -> dict[str, Any]:
    return {"id": SWIFT["id"], "claims": [{"quote": "73%", **fields}]}


def test_a_suggestion_fills_what_is_empty_and_shows_when_asked_for(capfd: pytest.CaptureFixture[str]) -> None:
    ask("SELECT 1")
    write_jsonl(Path("theirs.jsonl"), [suggestion(workload=["caches"], statistic="max", metric="power")])
    assert main(["suggest", "theirs.jsonl", "--by", "bo", "--free"]) == 0
    assert ask("SELECT workload, statistic, metric, corrected_fields FROM suggested_claims") == [
        (["caches"], None, "energy", ["workload"])
    ]
    assert ask("SELECT workload FROM current_claims WHERE quote = '73%'") == [([],)]
    capfd.readouterr()
    for options, expected in ((["--with", "bo"], ["caches"]), ([], [])):
        assert main(["leaderboard", "energy", "--unsure", "--format", "json", *options]) == 0
        [row] = orjson.loads(capfd.readouterr().out)
        assert row["workload"] == expected
    assert main(["leaderboard", "energy", "--with", "cy"]) == 2
    assert "no suggestions of that name: there are bo" in capfd.readouterr().err


def test_a_suggestion_never_changes_what_a_person_has_said() -> None:
    write_jsonl(
        Path("sheet.jsonl"),
        [{"paper": SWIFT["id"], "quote": "73%", "verdict": "wrong", "baseline": "BigCache"}],
    )
    write_jsonl(Path("theirs.jsonl"), [suggestion(baseline="SwiftCache", metric="power")])
    assert main(["correct", "sheet.jsonl"]) == 0
    assert main(["suggest", "theirs.jsonl", "--by", "bo"]) == 0
    assert ask("FROM suggested_claims") == []


@pytest.mark.parametrize("verdict", ["right", "wrong"])
def test_what_a_person_has_found_empty_is_not_filled(verdict: str) -> None:
    settled = {"paper": SWIFT["id"], "quote": "73%", "verdict": verdict}
    write_jsonl(Path("sheet.jsonl"), [settled | ({"statistic": "mean"} if verdict == "wrong" else {})])
    write_jsonl(Path("theirs.jsonl"), [suggestion(workload=["caches"])])
    assert main(["correct", "sheet.jsonl"]) == 0
    assert main(["suggest", "theirs.jsonl", "--by", "bo", "--free"]) == 0
    assert ask("FROM suggested_claims") == []
    assert main(["suggest", "theirs.jsonl", "--by", " "]) == 2


def test_a_suggested_claim_is_ranked_and_marked_where_somebody_asks_for_it(
    capfd: pytest.CaptureFixture[str],
) -> None:
    odd = {
        "id": "odd",
        "title": "OddCache: Of Halves",
        "abstract": "OddCache answers in a third of the time.",
    }
    run_into(Path("claims.duckdb"), [write_jsonl(Path("odd.jsonl"), [odd])])
    missed = {
        "quote": "third",
        "form": "ratio",
        "lo": 3,
        "unit": "x",
        "metric": "speed",
        "subject": "OddCache",
    }
    write_jsonl(Path("theirs.jsonl"), [{"id": "odd", "claims": [missed]}])
    assert main(["suggest", "theirs.jsonl", "--by", "bo", "--free"]) == 0
    capfd.readouterr()
    assert main(["leaderboard", "speed", "--with", "bo"]) == 0
    shown = capfd.readouterr().out
    assert "third §" in shown
    assert "Perhaps" not in shown
    assert main(["leaderboard", "speed", "--with", "bo", "--confidence", "0.5"]) == 0
    assert "OddCache" not in capfd.readouterr().out


def test_the_schema_of_suggestions_is_that_of_what_is_taken() -> None:
    jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed")
    schema = orjson.loads((ROOT / "schema" / "suggestions.schema.json").read_bytes())
    jsonschema.Draft202012Validator.check_schema(schema)
    claim = schema["properties"]["claims"]["items"]
    assert set(claim["properties"]) == {"quote", "occurrence", *CORRECTABLE}
    known = {metric for (metric,) in ask("SELECT metric FROM metrics")}
    assert set(claim["properties"]["metric"]["enum"]) == known
    for path in sorted(ROOT.glob("golden/in-the-wild/*.jsonl")):
        for line in path.read_bytes().splitlines():
            paper = orjson.loads(line)
            jsonschema.validate({"id": paper["id"], "claims": paper["claims"]}, schema)


# --- what two runs read differently ------------------------------------------------------------------------


def test_verdicts_on_what_two_accepted_states_hold(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    Path("claims.duckdb").unlink()

    def without_energy(text: str, title: str) -> Stages:
        return [claim for claim in (yield from read_text(text, title)) if claim.metric != "energy"]

    assert main(["accept", "papers.jsonl", "--as", "mine", "--accepted", "new"]) == 0
    with monkeypatch.context() as patch:
        patch.setattr(batches_module, "read_text", without_energy)
        assert main(["accept", "papers.jsonl", "--as", "mine", "--accepted", "old"]) == 0
    capfd.readouterr()
    difference = ("--diff", "old", "new")
    assert main(["review", *difference]) == 0
    assert capfd.readouterr().out == "gained 1, none reviewed\n"
    [row] = written("moved.csv", *difference)
    assert (row["kind"], row["sentence"]) == ("gained", "It cuts energy by ⟦73%⟧.")
    capfd.readouterr()
    save("moved.csv", [{**row, "verdict": "right"}])
    assert main(["review", *difference, "--verdicts", "moved.csv"]) == 0
    assert capfd.readouterr().out == "gained 1, of 1 reviewed 1 right (.21-1.00)\n"
    save("moved.csv", [{**row, "baseline": "BigCache"}])
    assert main(["review", *difference, "--verdicts", "moved.csv"]) == 0
    assert capfd.readouterr().out == "gained 1, of 1 reviewed 0 right (.00-.79)\n"
    assert main(["review", "speed", *difference]) == 0
    assert capfd.readouterr().out == "no differences\n"


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (("--diff", "1", "old"), "give the numbers of two runs"),
        (("--diff", "1", "7"), "no run 7 in the database"),
        (("--diff", ".", "."), "no such file"),
        (("speeed", "--diff", "1", "1"), "no metric is called 'speeed'; near it: speed"),
        (("--verdicts", "moved.csv"), "--verdicts goes with --diff"),
    ],
)
def test_what_is_no_difference_is_told_in_a_line(
    options: tuple[str, ...], reason: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["review", *options]) == 2
    [line] = capfd.readouterr().err.splitlines()
    assert reason in line


def test_verdicts_on_what_two_runs_read_differently(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def without_energy(text: str, title: str) -> Stages:
        return [claim for claim in (yield from read_text(text, title)) if claim.metric != "energy"]

    with monkeypatch.context() as patch:
        patch.setattr(batches_module, "read_text", without_energy)
        patch.setattr(writer_module, "rules_fingerprint", lambda: "other rules")
        run_into(Path("claims.duckdb"), [Path("papers.jsonl")])
    assert main(["review", "--diff", "1", "2"]) == 0
    assert capfd.readouterr().out == "lost 1, none reviewed\n"
    [row] = written("moved.csv", "--diff", "1", "2")
    assert (row["kind"], row["quote"]) == ("lost", "73%")
    save("moved.csv", [{**row, "verdict": "right"}])
    assert main(["correct", "moved.csv"]) == 0
    capfd.readouterr()
    assert main(["review", "--diff", "1", "2"]) == 0
    assert capfd.readouterr().out == "lost 1, of 1 reviewed 0 right (.00-.79)\n"
    assert main(["review", "--diff", "2", "1"]) == 0
    assert capfd.readouterr().out == "gained 1, of 1 reviewed 1 right (.21-1.00)\n"
