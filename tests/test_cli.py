"""The command line: what goes out, what is refused in one line, and how it ends."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl
import pytest
from papers import PAPERS, SILENT, SWIFT, many_papers, write_jsonl
from typer.main import get_command
from typer.testing import CliRunner

import claims_command
from claims.cli import main
from claims.cli.app import app
from claims.model import CLAIM_FIELDS
from claims.reading import constructions

pytestmark = pytest.mark.usefixtures("answers")

COMMAND = [sys.executable, "-c", "import sys, claims.cli; sys.exit(claims.cli.main())"]


@dataclass
class Outcome:
    status: int
    out: str
    err: str


Run = Callable[..., Outcome]


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Run:
    def call(*arguments: object) -> Outcome:
        status = main([str(argument) for argument in arguments])
        captured = capfd.readouterr()
        return Outcome(status, captured.out, captured.err)

    return call


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return write_jsonl(tmp_path / "papers.jsonl", PAPERS)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that the command has made of the invented papers."""
    folder = tmp_path_factory.mktemp("made")
    path = folder / "claims.duckdb"
    assert main(["run", str(write_jsonl(folder / "papers.jsonl", PAPERS)), "--db", str(path)]) == 0
    return path


@pytest.fixture
def database(tmp_path: Path, source: Path, made: Path) -> Path:
    """A copy of that, and the papers beside it, for a test to change."""
    return Path(shutil.copyfile(made, tmp_path / "claims.duckdb"))


def refused(outcome: Outcome, *words: str) -> None:
    """Check for exit status 2 and a single line that says what is wrong."""
    assert outcome.status == 2
    assert outcome.out == ""
    assert outcome.err.startswith("claims: ")
    assert outcome.err.count("\n") == 1
    for word in words:
        assert word in outcome.err


# --- extract ----------------------------------------------------------------------------------------------


def test_extract_writes_one_line_for_each_paper_in_order(run: Run, source: Path, tmp_path: Path) -> None:
    printed = run("extract", source)
    lines = [json.loads(line) for line in printed.out.splitlines()]
    assert [line["id"] for line in lines] == [paper["id"] for paper in PAPERS]
    assert [len(line["claims"]) for line in lines] == [3, 3, 0]
    assert list(lines[0]["claims"][0]) == list(CLAIM_FIELDS)
    for paper, line in zip(PAPERS, lines, strict=True):
        for claim in line["claims"]:
            assert paper["abstract"][claim["start"] : claim["end"]] == claim["quote"]
    assert run("extract", source, "-o", tmp_path / "out.jsonl", "--jobs", 2).status == 0
    assert (tmp_path / "out.jsonl").read_text() == printed.out


def test_extract_writes_parquet_where_the_name_says_so(run: Run, source: Path, tmp_path: Path) -> None:
    assert run("extract", source, "-o", tmp_path / "out.parquet").status == 0
    frame = pl.read_parquet(tmp_path / "out.parquet")
    assert frame.columns == ["id", *CLAIM_FIELDS]
    assert frame["quote"].to_list()[:3] == ["5x", "2.4x", "73%"]


def test_extract_keeps_what_it_cannot_read_and_says_so(run: Run, tmp_path: Path) -> None:
    broken = tmp_path / "broken.jsonl"
    broken.write_text(json.dumps(SWIFT) + '\n{"id": "cut", "abst\n' + json.dumps(SILENT) + "\n")
    outcome = run("extract", broken, "--rejects", tmp_path / "rejects.jsonl")
    assert outcome.status == 1
    assert [json.loads(line)["id"] for line in outcome.out.splitlines()] == [SWIFT["id"], SILENT["id"]]
    assert outcome.err.startswith("claims: 1 record was left out: see ")
    reject = json.loads((tmp_path / "rejects.jsonl").read_text())
    assert reject["place"] == "line 2"
    assert reject["sample"].startswith('{"id": "cut"')
    assert "the first: " in run("extract", broken).err


def test_extract_leaves_no_file_behind_where_it_fails(run: Run, tmp_path: Path, source: Path) -> None:
    junk = tmp_path / "junk.bin"
    junk.write_bytes(b"\x00\xff\x00" * 100)
    (tmp_path / "out").mkdir()
    refused(run("extract", source, junk, "-o", tmp_path / "out" / "claims.jsonl"), "junk.bin")
    assert list((tmp_path / "out").iterdir()) == []


def test_extract_replaces_a_file_only_when_it_is_complete(run: Run, tmp_path: Path, source: Path) -> None:
    out = tmp_path / "claims.jsonl"
    out.write_text("before")
    refused(run("extract", source, tmp_path / "absent.jsonl", "-o", out), "absent.jsonl")
    assert out.read_text() == "before"
    refused(run("extract", source, "-o", tmp_path / "absent" / "claims.jsonl"), "cannot be written")


# --- run, runs --------------------------------------------------------------------------------------------


def test_run_sums_up_what_it_did(run: Run, source: Path, tmp_path: Path) -> None:
    first = run("run", source, "--db", tmp_path / "x.duckdb")
    assert (first.status, first.err) == (0, "")
    for words in ("Run 1 into", "papers read", "different papers", "rejects", "seconds"):
        assert words in first.out
    assert "3 known already" in run("run", source, "--db", tmp_path / "x.duckdb").out
    listed = json.loads(run("runs", "--db", tmp_path / "x.duckdb", "--format", "json").out)
    assert [(row["run"], row["papers_read"], row["papers_new"]) for row in listed] == [(1, 3, 3), (2, 3, 0)]


def test_run_keeps_rejects_in_the_database(run: Run, tmp_path: Path) -> None:
    source = tmp_path / "papers.jsonl"
    source.write_bytes(json.dumps(SWIFT).encode() + b'\n{"id": "b", "abstract": "\xff"}\n')
    outcome = run("run", source, "--db", tmp_path / "x.duckdb")
    assert outcome.status == 1
    assert "1 record was left out" in outcome.err
    [reject] = json.loads(run("query", "FROM rejects", "--db", tmp_path / "x.duckdb", "-f", "json").out)
    assert (reject["place"], reject["file"]) == ("line 2", str(source))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\x00\x01\x02\xff" * 200, "fits no format"),
        (b"PAR1 but nothing after it", "arquet"),
    ],
)
def test_run_refuses_bad_input_and_makes_no_database(
    run: Run, tmp_path: Path, content: bytes, words: str
) -> None:
    bad = tmp_path / "bad"
    bad.write_bytes(content)
    refused(run("run", bad, "--db", tmp_path / "x.duckdb"), str(bad), words)
    assert list(tmp_path.glob("x.duckdb*")) == []


def test_run_refuses_what_is_no_database(run: Run, source: Path, tmp_path: Path) -> None:
    refused(run("run", source, "--db", source), "not a DuckDB database")
    refused(run("run", source, "--db", tmp_path), "a folder")
    refused(run("run", source, "--db", tmp_path / "absent" / "x.duckdb"), "make it first")


# --- query, schema ----------------------------------------------------------------------------------------


def test_query_answers_in_all_formats(run: Run, database: Path, tmp_path: Path) -> None:
    sql = "SELECT quote, factor, hardware FROM results WHERE metric = 'speed' ORDER BY factor DESC LIMIT 1"
    ask = ["query", sql, "--db", database, "--format"]
    assert "NVIDIA A100 GPU" in run(*ask, "table").out
    assert run(*ask, "csv").out == "quote,factor,hardware\n5x,5.0,NVIDIA A100 GPU\n"
    assert json.loads(run(*ask, "json").out) == [
        {"quote": "5x", "factor": 5.0, "hardware": ["NVIDIA A100 GPU"]}
    ]
    markdown = run(*ask, "markdown").out.splitlines()
    assert [cell.strip() for cell in markdown[2].strip("|").split("|")] == ["5x", "5", "NVIDIA A100 GPU"]
    assert run(*ask, "parquet", "-o", tmp_path / "x.parquet").status == 0
    assert pl.read_parquet(tmp_path / "x.parquet")["hardware"].to_list() == [["NVIDIA A100 GPU"]]


def test_query_says_where_the_sql_is_wrong(run: Run, database: Path) -> None:
    refused(run("query", "SELECT nope FROM papers", "--db", database), '"nope"', "line 1, column 8")
    refused(run("query", "SELECT 1,\n  nope FROM papers", "--db", database), "line 2, column 3")
    refused(run("query", "SELEC 1", "--db", database), "syntax error", "line 1, column 1")
    refused(run("query", "FROM paper", "--db", database), "papers")
    refused(run("query", "SELECT 'x'::INT", "--db", database), "line 1, column 11")
    refused(run("query", "  ", "--db", database), "nothing to run")


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO about VALUES ('a', 'b')",
        "DELETE FROM claims",
        "DROP TABLE claims",
        "CREATE TABLE mine (a INTEGER)",
        "COPY papers TO '{folder}/out.csv'",
        "EXPORT DATABASE '{folder}/out'",
        "ATTACH '{folder}/out.duckdb'",
        "FROM read_csv('{folder}/secret.csv')",
        "FROM '{folder}/secret.csv'",
        "FROM read_text('{folder}/secret.csv')",
        "FROM glob('{folder}/*')",
        "FROM read_parquet('https://localhost/x.parquet')",
        "INSTALL httpfs",
        "SET enable_external_access = true",
        "SELECT getenv('HOME')",
        "FROM PAPERS_IN_PYTHON",
    ],
)
def test_query_can_neither_write_nor_reach_files(run: Run, database: Path, tmp_path: Path, sql: str) -> None:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    (folder / "secret.csv").write_text("secret\n42\n")
    before = database.read_bytes()
    outcome = run("query", sql.format(folder=folder), "--db", database)
    refused(outcome, "SQL: ")
    assert "42" not in outcome.err.replace(str(tmp_path), "")
    assert [path.name for path in folder.iterdir()] == ["secret.csv"]
    assert database.read_bytes() == before


PAPERS_IN_PYTHON = pl.DataFrame({"a": [1]})


def test_schema_lists_what_can_be_asked(run: Run, database: Path) -> None:
    overview = json.loads(run("schema", "--db", database, "-f", "json").out)
    names = {row["name"] for row in overview}
    assert {"results", "papers", "leaderboard(metric_id, top)"} <= names
    assert all(row["meaning"] for row in overview)
    columns = json.loads(run("schema", "results", "--db", database, "-f", "json").out)
    assert all(row["meaning"] for row in columns)
    refused(run("schema", "result", "--db", database), "results")


# --- leaderboard ------------------------------------------------------------------------------------------


def test_leaderboard_ranks_papers_once_and_tells_best_cases_from_averages(run: Run, database: Path) -> None:
    rows = json.loads(run("leaderboard", "speed", "--db", database, "-f", "json").out)
    assert [(row["rank"], row["factor"], row["kind"]) for row in rows] == [
        (1, 5.0, "best case"),
        (2, 3.0, "single"),
    ]
    assert rows[0]["average_factor"] == 2.4
    assert rows[0]["url"] == "https://arxiv.org/abs/2301.00001"
    shown = run("leaderboard", "speed", "--db", database).out
    assert "best case" in shown
    assert "the column kind tells them apart" in shown
    assert "Baselines differ (2 named)" in shown


@pytest.mark.parametrize(
    ("options", "factors"),
    [
        (["--baseline", "bigcache"], [5.0]),
        (["--hardware", "A100"], [5.0]),
        (["--hardware", "ampere"], [5.0]),
        (["--hardware", "nvidia"], [5.0]),
        (["--since", "2023"], [5.0]),
        (["--since", "2022-02-05"], [5.0, 3.0]),
        (["--kind", "average"], [2.4]),
        (["--top", "1"], [5.0]),
        (["--workload", "nothing such"], []),
    ],
)
def test_leaderboard_filters(run: Run, database: Path, options: list[str], factors: list[float]) -> None:
    rows = json.loads(run("leaderboard", "speed", *options, "--db", database, "-f", "json").out)
    assert [row["factor"] for row in rows] == factors


def test_leaderboard_of_levels_ranks_in_base_units(run: Run, database: Path) -> None:
    [row] = json.loads(run("leaderboard", "latency", "--levels", "--db", database, "-f", "json").out)
    assert (row["level"], row["unit"]) == (pytest.approx(0.0171), "s")
    [row] = json.loads(
        run(
            "leaderboard", "accuracy", "--levels", "--workload", "imagenet", "--db", database, "-f", "json"
        ).out
    )
    assert row["level"] == 91.5


def test_less_is_better_for_a_latency_and_more_for_an_accuracy(run: Run, tmp_path: Path) -> None:
    texts = {
        "fast": "Its latency is 2 ms. Its accuracy is 80%.",
        "good": "Its latency is 9 ms. Its accuracy is 90%.",
    }
    records = [{"id": name, "title": f"The {name} one", "abstract": text} for name, text in texts.items()]
    two = tmp_path / "two.duckdb"
    run("run", write_jsonl(tmp_path / "two.jsonl", records), "--db", two)

    def order(metric: str) -> list[str]:
        rows = json.loads(run("leaderboard", metric, "--levels", "--db", two, "-f", "json").out)
        return [row["paper_id"] for row in rows]

    assert order("latency") == ["fast", "good"]
    assert order("accuracy") == ["good", "fast"]


def test_leaderboard_takes_other_names_of_a_metric(run: Run, database: Path) -> None:
    by_id = run("leaderboard", "energy", "--db", database).out
    assert "3.70" in by_id
    assert run("leaderboard", "Energy-Consumption", "--db", database).out == by_id
    refused(run("leaderboard", "enrgy", "--db", database), "no metric named 'enrgy'; near it: energy")


def test_leaderboard_says_why_it_is_empty(run: Run, database: Path) -> None:
    assert "--levels ranks them" in run("leaderboard", "accuracy", "--factors", "--db", database).out
    assert (
        "Nothing passes the filters"
        in run("leaderboard", "speed", "--baseline", "zebra", "--db", database).out
    )
    refused(run("leaderboard", "speed", "--since", "tomorrow", "--db", database), "'tomorrow': no date")


def test_leaderboard_in_markdown_links_papers_and_shows_sentences(run: Run, database: Path) -> None:
    text = run("leaderboard", "energy", "--sentence", "--format", "markdown", "--db", database).out
    assert "](https://arxiv.org/abs/2301.00001)" in text
    assert "It cuts energy by 73%." in text


# --- explain, rules ---------------------------------------------------------------------------------------


def test_explain_marks_claims_and_names_the_rule(run: Run, database: Path) -> None:
    text = run("explain", "It cuts energy by 73%.").out
    assert "It cuts energy by 73%[1]." in text
    rule = text.split("rule ")[1].split(",")[0]
    assert rule in {rule.name for rule in constructions()}
    stored = run("explain", "--paper", "arXiv:2301.00001v2", "--db", database).out
    assert stored.startswith(SWIFT["title"])
    assert "5x[1] faster" in stored
    assert "No claims found" in run("explain", SILENT["abstract"]).out
    refused(run("explain", "--paper", "2301", "--db", database), "no paper '2301'")
    refused(run("explain"), "give a text or --paper ID")


def test_rules_lists_all_and_shows_one_with_its_examples(run: Run) -> None:
    listed = run("rules").out
    assert all(rule.name in listed and rule.description in listed for rule in constructions())
    rule = next(rule for rule in constructions() if rule.reads and rule.leaves)
    shown = run("rules", rule.name).out
    assert all(example.text in shown for example in rule.reads)
    assert all(text in shown for text in rule.leaves)
    refused(run("rules", rule.name[:-1]), rule.name)


# --- the command itself -----------------------------------------------------------------------------------


def test_help_explains_every_command_with_examples() -> None:
    commands = get_command(app).commands  # type: ignore[attr-defined]
    assert {"run", "extract", "query", "leaderboard", "explain", "rules", "schema", "runs"} <= set(commands)
    for name, command in commands.items():
        result = CliRunner().invoke(app, [name, "--help"])
        assert result.exit_code == 0
        assert f"claims {name}" in command.epilog
        assert "Examples:" in result.output


@pytest.mark.parametrize(
    "arguments", [["nope"], ["run"], ["run", "x", "--jobs", "many"], ["query", "a", "b"], ["run", "--x"]]
)
def test_wrong_calls_are_refused_in_one_line(run: Run, arguments: list[str]) -> None:
    refused(run(*arguments), "--help`")


def test_a_bare_call_shows_the_help(run: Run) -> None:
    assert "From papers to claims" in run().out
    assert run("--version").out.startswith("claims ")


def test_help_does_not_wait_for_heavy_libraries() -> None:
    code = (
        "import sys, claims.cli; claims.cli.main(['--help']); "
        "sys.exit(bool({'duckdb', 'polars', 'pyarrow', 'pint'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0


def test_standard_input_and_output_make_a_pipe(source: Path) -> None:
    done = subprocess.run(
        [*COMMAND, "extract", "-"], input=source.read_bytes(), capture_output=True, check=True
    )
    assert len(done.stdout.splitlines()) == 3
    assert done.stderr == b""


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    many = write_jsonl(tmp_path / "many.jsonl", many_papers(3000))
    with subprocess.Popen(
        [*COMMAND, "extract", str(many), "-j", "1"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 141


@pytest.mark.usefixtures("interruptible")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_command_leaves_nothing_half_written(tmp_path: Path, number: signal.Signals) -> None:
    many = write_jsonl(tmp_path / "many.jsonl", many_papers(50_000))
    out = tmp_path / "out"
    out.mkdir()
    with subprocess.Popen(
        [*COMMAND, "extract", str(many), "-o", str(out / "claims.jsonl"), "-j", "2"],
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        deadline = time.monotonic() + 20
        while not list(out.iterdir()) and time.monotonic() < deadline:
            time.sleep(0.02)
        time.sleep(0.5)
        os.killpg(process.pid, number)
        _, err = process.communicate(timeout=90)
    assert process.returncode == 128 + number
    assert err.decode() == (
        "claims: interrupted; nothing was left half-written\n" if number == signal.SIGINT else ""
    )
    assert list(out.iterdir()) == []


@pytest.mark.usefixtures("interruptible")
def test_ctrl_c_is_answered_while_the_program_is_being_loaded(tmp_path: Path) -> None:
    loading = tmp_path / "claims" / "cli"
    loading.mkdir(parents=True)
    (tmp_path / "claims" / "__init__.py").touch()
    (loading / "__init__.py").write_text("import time\nprint('loading', flush=True)\ntime.sleep(30)\n")
    root = Path(claims_command.__file__).parent
    with subprocess.Popen(
        [sys.executable, "-c", "import sys, claims_command; sys.exit(claims_command.main())"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (tmp_path, root)))},
        cwd=tmp_path,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "loading\n"
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=90)
    assert (process.returncode, errors) == (130, "claims: interrupted; nothing was left half-written\n")


def test_a_database_in_use_is_told_in_one_line(run: Run, database: Path) -> None:
    hold = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(database)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        refused(run("leaderboard", "speed", "--db", database), "in use by process")
        process.communicate(b"")
    with duckdb.connect(str(database)) as connection:
        connection.execute("UPDATE about SET value = '0' WHERE name = 'schema_version'").fetchall()
    refused(run("leaderboard", "speed", "--db", database), "run again into a new file")


@pytest.mark.parametrize(("options", "status"), [([], 0), (["--strict"], 1)])
@pytest.mark.parametrize("command", ["extract", "run"])
def test_a_record_without_abstract_counts_as_broken_where_that_is_asked_for(
    command: str, options: list[str], status: int, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "papers.jsonl"
    file.write_text('{"id": "a", "abstract": "It is 2x faster."}\n{"id": "b"}\n', "utf-8")
    target = (
        ["-o", str(tmp_path / "out.jsonl")] if command == "extract" else ["--db", str(tmp_path / "x.duckdb")]
    )
    assert main([command, str(file), *target, *options]) == status
    lines = capfd.readouterr().err.splitlines()
    assert lines[0] == "claims: 1 record has no abstract"
    assert len(lines) == 1 + status
    assert not options or command == "run" or f"{file}: line 2: no abstract" in lines[1]
