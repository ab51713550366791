"""Whole papers on the command line and in the database."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from claims.cli.app import app
from claims.errors import ClaimsError
from claims.sources import read_papers
from claims.store.connection import open_for_reading
from claims.store.rows import rows
from claims.store.run import run_into
from claims.streams.documents import WholePaper, read_whole_paper

GOLDEN = Path(__file__).parent.parent / "golden" / "documents"
LATEX, PAGE, TEI = GOLDEN / "glidenet", GOLDEN / "latexml.html", GOLDEN / "grobid.tei.xml"


def run(*arguments: object, status: int = 0) -> str:
    result = CliRunner().invoke(app, [str(a) for a in arguments])
    assert result.exit_code == status, result.output
    return result.output


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("whole") / "papers.duckdb"
    run("run", LATEX, PAGE, GOLDEN / "jats.xml", "--db", path, "--jobs", 1)
    return path


def ask(database: Path, sql: str) -> list[tuple[object, ...]]:
    with open_for_reading(database) as connection:
        return rows(connection, sql)


def test_extract_writes_one_object_a_paper_in_the_order_of_the_files(tmp_path: Path) -> None:
    out = tmp_path / "papers.jsonl"
    abstracts = tmp_path / "abstracts.jsonl"
    abstracts.write_text('{"id": "a1", "abstract": "It runs 2.4x faster."}\n')
    run("extract", PAGE, abstracts, LATEX, "-o", out, "--jobs", 1)
    found = [json.loads(line) for line in out.read_text().splitlines()]
    assert [row.get("file", row["id"]) for row in found] == [str(PAGE), "a1", str(LATEX)]
    assert [len(row.get("results", ())) for row in found] == [15, 0, 15]
    first = found[0]["results"][0]
    assert first["table"] == "Table 1"
    assert list(first)[:4] == ["table", "row", "col", "quote"]
    assert found[0]["claims"][0]["sections"] == ["Abstract", "Conclusion"]


def test_extract_is_the_same_for_any_number_of_jobs(tmp_path: Path) -> None:
    one, two = tmp_path / "one.jsonl", tmp_path / "two.jsonl"
    run("extract", PAGE, LATEX, GOLDEN / "plain.html", "-o", one, "--jobs", 1)
    run("extract", PAGE, LATEX, GOLDEN / "plain.html", "-o", two, "--jobs", 2)
    assert one.read_bytes() == two.read_bytes()


def test_a_refused_table_is_told_and_the_rest_is_there(tmp_path: Path) -> None:
    out, rejects = tmp_path / "papers.jsonl", tmp_path / "rejects.jsonl"
    output = run("extract", TEI, "-o", out, "--rejects", rejects, "--jobs", 1, status=1)
    assert "1 record was left out" in output
    assert json.loads(rejects.read_text())["reason"] == "columns run together: several numbers in one cell"
    assert len(json.loads(out.read_text())["results"]) == 15


def test_a_broken_paper_does_not_stop_the_others(tmp_path: Path) -> None:
    broken, out = tmp_path / "broken.xml", tmp_path / "papers.jsonl"
    broken.write_text(
        '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "y">]><article article-type="x" dtd-version="1"/>'
    )
    output = run("extract", broken, PAGE, "-o", out, "--jobs", 1, status=1)
    assert "defines entities of its own" in output
    assert len(out.read_text().splitlines()) == 1


def test_whole_papers_are_not_written_as_parquet(tmp_path: Path) -> None:
    assert "JSON Lines" in run("extract", PAGE, "-o", tmp_path / "papers.parquet", status=2)


def test_a_paper_that_was_read_in_three_formats_is_one_paper_with_its_results_once(database: Path) -> None:
    assert ask(database, "SELECT count(*) FROM papers") == [(1,)]
    assert ask(database, "SELECT count(DISTINCT paper), count(*) FROM documents") == [(1, 3)]
    assert ask(database, "SELECT count(*) FROM table_results") == [(45,)]
    assert ask(database, "SELECT count(*) FROM current_table_results") == [(15,)]


def test_reading_the_same_papers_again_adds_nothing(tmp_path: Path) -> None:
    path = tmp_path / "twice.duckdb"
    for _ in range(2):
        run("run", LATEX, "--db", path, "--jobs", 1)
    assert ask(path, "SELECT (SELECT count(*) FROM documents), (SELECT count(*) FROM table_results)") == [
        (1, 15)
    ]
    assert ask(path, "SELECT DISTINCT paper IS NOT NULL FROM documents") == [(True,)]


def test_one_view_holds_both_kinds_of_results_with_their_place(database: Path) -> None:
    found = ask(
        database,
        "SELECT origin, subject, lo, unit, stands_in FROM all_results "
        "WHERE metric = 'accuracy' AND lo > 76 ORDER BY ALL",
    )
    assert found == [
        ("table", "GlideNet", 76.4, "percent", "Table 1, row 4, column 2"),
        ("table", "GlideNet", 76.4, "percent", "Table 2, row 1, column 1"),
        ("text", "GlideNet", 76.4, "percent", "abstract"),
    ]


def test_a_stated_gain_is_checked_against_the_tables(database: Path) -> None:
    found = ask(
        database, "SELECT claimed, verdict, own_place, other_place, value, other_value FROM checked_claims"
    )
    assert found == [
        ("4.4 points", "confirmed", "Table 1, row 4, column 2", "Table 1, row 2, column 2", 76.4, 72.0)
    ]


def test_a_number_of_the_abstract_is_found_in_a_table(database: Path) -> None:
    found = ask(
        database, "SELECT quote, place, system, system_from, dataset, names_differ FROM claims_in_tables"
    )
    assert found == [("76.4%", "Table 1, row 4, column 2", "GlideNet", "abstract", ["ImageNet"], False)]


def test_names_of_abstract_and_table_that_differ_are_both_shown(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        "<!DOCTYPE html><html><body><h1>SwiftNet: Another Small Network</h1><h2>Abstract</h2>"
        "<p>SwiftNet reaches an accuracy of 77.3% on CIFAR-100.</p><table>"
        "<caption>Table 1: Results on ImageNet.</caption><tr><td>Model</td><td>Top-1</td></tr>"
        "<tr><td>MobileNetV2 [3]</td><td>71.1</td></tr>"
        "<tr><td>SwiftNet (ours)</td><td>77.3</td></tr></table></body></html>"
    )
    path = tmp_path / "papers.duckdb"
    run("run", page, "--db", path, "--jobs", 1)
    found = ask(
        path,
        "SELECT names_differ, differ, dataset_in_abstract, dataset_in_table, system_in_table FROM claims_in_tables",
    )
    assert found == [(True, ["dataset"], ["CIFAR-100"], ["ImageNet"], "SwiftNet")]


def test_papers_that_disagree_about_a_system_are_shown(tmp_path: Path) -> None:
    other = tmp_path / "other.html"
    other.write_text(
        "<!DOCTYPE html><html><body><h1>SwiftNet: Another Small Network</h1><table>"
        "<caption>Table 1: Results on ImageNet.</caption><tr><td>Model</td><td>Top-1</td></tr>"
        "<tr><td>MobileNetV2 [3]</td><td>71.1</td></tr>"
        "<tr><td>SwiftNet (ours)</td><td>77.0</td></tr></table></body></html>"
    )
    path = tmp_path / "papers.duckdb"
    run("run", LATEX, other, "--db", path, "--jobs", 1)
    assert ask(path, "SELECT system, dataset, value_a, value_b, unit FROM disagreements") == [
        ("MobileNetV2", ["ImageNet"], 72.0, 71.1, "percent")
    ]


def test_a_board_holds_the_best_own_result_of_a_table_and_others_on_request(database: Path) -> None:
    def board(*more: str) -> list[tuple[object, ...]]:
        found = json.loads(
            run("leaderboard", "latency", "--levels", "--db", database, "--format", "json", *more)
        )
        return [(row["subject"], row["level"], row["unit"], row["hardware"], row["place"]) for row in found]

    assert board() == [("GlideNet", 0.0079, "s", ["Jetson Nano"], "Table 1, row 4, column 4")]
    assert board("--own", "baseline") == [
        ("MobileNetV2", 0.0142, "s", ["Jetson Nano"], "Table 1, row 2, column 4")
    ]
    assert board("--hardware", "A100") == []


def test_a_board_says_that_rows_are_from_tables(database: Path) -> None:
    output = run("leaderboard", "latency", "--levels", "--db", database)
    assert (
        "1 row from tables of whole papers, of systems that are proposed: --own any takes them all." in output
    )


def test_exports_hold_tables_and_results(database: Path, tmp_path: Path) -> None:
    run("export", tmp_path / "out", "--db", database)
    names = {path.stem for path in (tmp_path / "out").iterdir()}
    assert {"documents", "tables", "table_results", "statements", "all_results", "disagreements"} <= names


def test_explain_shows_what_was_read_in_each_cell() -> None:
    output = run("explain", PAGE)
    assert "76.4 ± 0.1 [10]" in output
    assert "no results in it" in output
    assert "[statistic]" in output


def test_score_compares_with_annotated_tables(tmp_path: Path) -> None:
    extracted = tmp_path / "papers.jsonl"
    run("extract", PAGE, "-o", extracted, "--jobs", 1)
    paper = json.loads(extracted.read_text())
    gold = tmp_path / "gold.jsonl"
    results = [r for r in paper["results"] if r["table"] == "Table 1"]
    results[0]["metric"] = "other"
    gold.write_text(json.dumps({"file": "latexml.html", "table": "Table 1", "results": results}) + "\n")
    figures = json.loads(run("score", gold, extracted, "--tables", "--json"))
    assert (figures["tables"], figures["found_f1"], figures["metric"]) == (1, 1.0, round(11 / 12, 4))
    assert "below its floor" in run("score", gold, extracted, "--tables", "--min", "metric=0.95", status=1)


def test_extract_reads_a_whole_paper_from_standard_input() -> None:
    program = "import sys, claims_command; sys.exit(claims_command.main())"
    command = [sys.executable, "-c", program, "extract", "-"]
    with PAGE.open("rb") as page:
        from_input = subprocess.run(command, stdin=page, capture_output=True, check=True)
    found, of_file = json.loads(from_input.stdout), json.loads(run("extract", PAGE, "--jobs", 1))
    assert (found["file"], found["results"], found["claims"]) == ("-", of_file["results"], of_file["claims"])


class _Piped:
    """Standard input that a page is piped into."""

    def __init__(self, data: bytes) -> None:
        self.buffer = io.BufferedReader(io.BytesIO(data))


def test_a_database_takes_whole_papers_from_standard_input_one_after_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = (GOLDEN / "plain.html").read_bytes()
    for data in (page, page.replace(b"GlideNet", b"HoverNet"), page):
        monkeypatch.setattr(sys, "stdin", _Piped(data))
        run_into(tmp_path / "papers.duckdb", [Path("-")], read=read_papers, jobs=1)
    assert ask(tmp_path / "papers.duckdb", "SELECT count(*), count(DISTINCT paper) FROM documents") == [
        (2, 2)
    ]


def test_a_database_keeps_what_each_cell_is(database: Path) -> None:
    found = ask(
        database,
        "SELECT kind, count(*) FROM table_cells JOIN documents USING (document) WHERE format = 'html' GROUP BY kind",
    )
    assert sorted(found) == [("property", 3), ("result", 12), ("statistic", 4)]


def test_papers_that_were_read_before_an_interrupt_are_not_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, papers = tmp_path / "papers.jsonl", [PAGE, LATEX, GOLDEN / "plain.html"]
    read: list[str] = []

    def reading(path: str) -> WholePaper:
        read.append(path)
        if len(read) == 3:
            raise KeyboardInterrupt
        return read_whole_paper(path)

    monkeypatch.setattr("claims.streams.documents.read_whole_paper", reading)
    CliRunner().invoke(app, ["extract", *map(str, papers), "-o", str(out), "--jobs", "1"])
    assert not out.exists()
    run("extract", *papers, "-o", out, "--jobs", 1)
    assert read == [*map(str, papers), str(papers[2])]
    monkeypatch.undo()
    anew = tmp_path / "anew.jsonl"
    run("extract", *papers, "-o", anew, "--jobs", 1)
    assert out.read_bytes() == anew.read_bytes()


def test_score_says_what_an_annotated_table_lacks(tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text('{"file": "latexml.html", "table": "Table 1"}\n')
    result = CliRunner().invoke(app, ["score", str(gold), "--tables"])
    assert isinstance(result.exception, ClaimsError)
    assert str(result.exception) == f"{gold}: table 1: no annotated table: file, table and results are wanted"


LABELLED = r"""\begin{table}\begin{tabular}{lcc}
Model & Params (M) & Acc \\
A \cite{a} & 10 & 91.5 \\
\end{tabular}\caption{Accuracy on ImageNet.}\end{table}"""


def test_score_compares_cells_with_their_labels(tmp_path: Path) -> None:
    cells = [
        {"value": value, "char_index": [at := LABELLED.index(value), at + len(value)], "type": kind, **fields}
        for value, kind, fields in (
            ("10", "Hyper-parameter/Architecture", {}),
            ("91.5", "Result", {"metric": ["Accuracy"], "test data/set": "CIFAR", "model": "A"}),
        )
    ]
    gold = tmp_path / "labels.json"
    gold.write_text(json.dumps({"1234.5678_table1": {"table_code": LABELLED, "cell_list_gold": cells}}))
    figures = json.loads(run("score", gold, "--tables", "--json"))
    assert (figures["cells"], figures["kind"], figures["result_f1"]) == (2, 1.0, 1.0)
    assert (figures["metric"], figures["dataset"], figures["system"]) == (1.0, 0.0, 1.0)
