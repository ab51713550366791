# ruff: noqa: E501 - a case stays on one line
"""A question in SQL from anybody changes nothing, reaches no file, and ends."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import duckdb
import pytest
from papers import PAPERS, write_jsonl

from claims.cli import main
from claims.errors import ClaimsError
from claims.report.formats import write_table
from claims.store.answer import Limits, answer_question
from claims.store.connection import log_of, open_for_reading
from claims.store.rows import rows
from claims.store.run import run_into
from claims.store.sql_errors import place_of
from claims.store.statements import refuse_other_than_reading

COMMAND = [sys.executable, "-c", "import sys, claims.cli; sys.exit(claims.cli.main())"]


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("questions")
    path = folder / "claims.duckdb"
    run_into(path, [write_jsonl(folder / "papers.jsonl", PAPERS)])
    return path


def everything_in(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# --- which statements are run -----------------------------------------------------------------------------

READING = [
    "SELECT 1", "FROM results", "TABLE papers", "VALUES (1)", "(SELECT 1)", "WITH x AS (SELECT 1) FROM x",
    "WITH RECURSIVE r AS (SELECT 1 AS n UNION SELECT n + 1 FROM r WHERE n < 9) FROM r", "DESCRIBE results",
    "SHOW TABLES", "SUMMARIZE results", "EXPLAIN SELECT 1", "/* why */ EXPLAIN ANALYZE -- é\n FROM results",
    "EXPLAIN (FORMAT json) SELECT 1", "PIVOT results ON metric USING count(*)", "SELECT 1; SELECT 2",
    "WITH x AS (FROM results) PIVOT x ON metric USING count(*)", "FROM (UNPIVOT (SELECT 1 AS a) ON a)",
    "FROM leaderboard('speed')", "FROM results;;", "FROM query('SELECT 1')",
]  # fmt: skip
CHANGING = [
    "INSERT INTO about VALUES ('a', 'b')", "UPDATE about SET value = ''", "DELETE FROM claims", "TRUNCATE claims",
    "DROP TABLE claims", "CREATE TABLE mine (a INTEGER)", "CREATE TEMP TABLE mine AS SELECT 1",
    "CREATE TABLE mine AS PIVOT results ON metric USING count(*)", "CREATE VIEW mine AS SELECT 1",
    "CREATE MACRO arxiv_url(a) AS 'x'", "CREATE TEMP MACRO name_key(a) AS 'x'", "CREATE SECRET (TYPE http)",
    "CREATE SCHEMA s", "CREATE SEQUENCE s", "CREATE TYPE t AS ENUM ('a')", "CREATE INDEX i ON claims (claim)",
    "ALTER TABLE claims ADD COLUMN x INTEGER", "COMMENT ON TABLE claims IS 'x'",
    "MERGE INTO about USING about AS o ON true WHEN MATCHED THEN DELETE",
    "WITH x AS (INSERT INTO about VALUES ('a', 'b') RETURNING *) FROM x",
    "WITH x AS (FROM results) INSERT INTO about PIVOT x ON metric USING count(*)",
    "COPY papers TO '{folder}/out.csv'", "COPY (SELECT 'x' a) TO '{db}' (FORMAT csv, USE_TMP_FILE false)",
    "COPY (SELECT 'x'::BLOB) TO '{db}.wal' (FORMAT blob)", "COPY (PIVOT results ON metric USING count(*)) TO '{db}.wal'",
    "COPY about FROM '{folder}/secret.csv'", "COPY FROM DATABASE claims TO memory", "EXPORT DATABASE '{folder}/out'",
    "EXPORT DATABASE '{db}.tmp'", "IMPORT DATABASE '{folder}'", "ATTACH '{folder}/out.duckdb'",
    "ATTACH '{db}' AS again", "DETACH claims", "USE memory", "CHECKPOINT", "FORCE CHECKPOINT", "VACUUM", "ANALYZE",
    "EXPLAIN ANALYZE COPY (SELECT 1) TO '{db}.wal' (FORMAT csv)", "EXPLAIN COPY (SELECT 1) TO '{db}.wal'",
    "EXPLAIN ANALYZE DELETE FROM claims", "EXPLAIN CREATE TABLE mine (a INTEGER)",
    "INSTALL httpfs", "LOAD httpfs", "LOAD '{folder}/secret.csv'", "PRAGMA version", "PRAGMA enable_profiling",
    "PRAGMA table_info('claims')", "PRAGMA profiling_output = '{folder}/out'", "SET enable_external_access = true",
    "SET profiling_output = '{folder}/out'", "SET GLOBAL temp_directory = '{folder}'", "RESET disabled_filesystems",
    "SET VARIABLE x = 1", "SET memory_limit = '1TB'", "CALL enable_logging(storage = 'file')",
    "CALL pragma_version()", "BEGIN", "COMMIT", "PREPARE p AS SELECT 1", "EXECUTE p", "DEALLOCATE p",
    "SELECT 1; DROP TABLE claims", "DROP TABLE claims; SELECT 1", "SELECT ';'; COPY claims TO '{folder}/out'",
]  # fmt: skip
REACHING_OUT = [
    "FROM '{db}'", "FROM '{db}.wal'", "FROM read_blob('{db}')", "FROM read_blob('{db}.wal')", "FROM read_duckdb('{db}')",
    "FROM '{folder}/secret.csv'", "FROM read_csv('{folder}/secret.csv')", "FROM read_text('{folder}/secret.csv')",
    "FROM read_text('{folder}/*')", "FROM read_json('{folder}/secret.csv')", "FROM sniff_csv('{folder}/secret.csv')",
    "FROM read_parquet('{folder}/secret.csv')", "FROM parquet_metadata('{folder}/secret.csv')", "FROM glob('{folder}/*')",
    "FROM glob('{db}*')", "FROM read_text('{folder}/link')", "FROM read_text('file://{folder}/secret.csv')",
    "FROM read_text('/dev/stdin')", "FROM read_text('/proc/self/environ')", "FROM read_csv('https://localhost/x.csv')",
    "FROM read_parquet('s3://a/x.parquet')", "FROM 'hf://datasets/x/y.csv'", "SELECT getenv('HOME')",
    "FROM PAPERS_IN_PYTHON", "FROM query('COPY claims TO ''{folder}/out''')", "FROM query('FROM ''{folder}/secret.csv''')",
    "FROM query_table('{folder}/secret.csv')", "FROM enable_logging(storage = 'file', storage_path = '{folder}/log')",
    "FROM enable_profiling(save_location = '{folder}/out')", "SELECT nextval('s')",
    "FROM json_execute_serialized_sql(json_serialize_sql('FROM read_text(''{folder}/secret.csv'')'))",
    "WITH x AS (FROM read_text('{folder}/secret.csv')) FROM x", "SELECT (SELECT content FROM read_text('{folder}/link'))",
    "FROM arrow_scan(1, 2, 3)", "FROM pandas_scan(0)",
]  # fmt: skip
PAPERS_IN_PYTHON = [1]


@pytest.fixture(scope="module")
def opened(database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """A copy of it, open for statements that read, or are refused before they are run: none leaves anything behind."""
    with open_for_reading(Path(shutil.copy(database, tmp_path_factory.mktemp("opened")))) as connection:
        yield connection


@pytest.mark.parametrize("sql", READING)
def test_what_reads_is_let_through(opened: duckdb.DuckDBPyConnection, sql: str) -> None:
    refuse_other_than_reading(opened, sql)
    opened.sql(sql).fetchall()


@pytest.mark.parametrize("sql", CHANGING)
def test_what_may_change_something_is_refused_before_it_is_run(
    opened: duckdb.DuckDBPyConnection, database: Path, sql: str
) -> None:
    sql = sql.format(db=database, folder=database.parent)
    # A statement that writes within one that reads is DuckDB's own to refuse, and some are no statements at all.
    told = "a question may only read the database|read-only mode|Parser Error"
    with pytest.raises((ClaimsError, duckdb.Error), match=told):
        refuse_other_than_reading(opened, sql) or opened.sql(sql)  # type: ignore[func-returns-value]


@pytest.mark.parametrize("sql", [*CHANGING, *REACHING_OUT])
def test_the_connection_itself_neither_writes_nor_reaches_files(
    database: Path, tmp_path: Path, sql: str
) -> None:
    """Also without the list of statements."""
    (tmp_path / "secret.csv").write_text("secret\n4711\n")
    (tmp_path / "link").symlink_to(tmp_path / "secret.csv")
    before = everything_in(tmp_path), everything_in(database.parent)
    with open_for_reading(database) as connection:
        try:
            answer = str(connection.execute(sql.format(db=database, folder=tmp_path)).fetchall())
        except Exception as error:
            answer = str(error)
    assert "4711" not in answer
    assert (everything_in(tmp_path), everything_in(database.parent)) == before
    assert not log_of(database).exists()
    assert not Path(f"{database}.tmp").exists()


@pytest.mark.parametrize(
    "sql",
    [
        CHANGING[22],
        CHANGING[23],
        REACHING_OUT[2],
        REACHING_OUT[7],
        REACHING_OUT[17],
        "WITH x AS (INSERT INTO about VALUES ('a', 'b') RETURNING *) FROM x",
    ],
)
def test_a_command_refuses_in_one_line(database: Path, capfd: pytest.CaptureFixture[str], sql: str) -> None:
    before = everything_in(database.parent)
    status = main(["query", sql.format(db=database, folder=database.parent), "--db", str(database)])
    shown = capfd.readouterr()
    assert (status, shown.out, shown.err.count("\n")) == (2, "", 1)
    assert shown.err.startswith("claims: SQL: ")
    assert "a question may only read the database" in shown.err
    assert everything_in(database.parent) == before


# --- limits -----------------------------------------------------------------------------------------------

LONG = "(" + ", ".join(map(str, range(100_000))) + ")"
ENDLESS = {
    "cross join": "SELECT count(*) FROM range(1000000000) a, range(1000000000) b",
    "recursion": "WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r) SELECT count(*) FROM r",
    "recursion over a set": "WITH RECURSIVE r AS (SELECT 1 AS n UNION SELECT n + 1 FROM r) SELECT count(*) FROM r",
    "worked out while planning": "SELECT list_sum(list_transform(range(9000000), lambda x: list_sum(range(x % 9000))))",
    "one call that takes hours": "SELECT levenshtein(repeat('ab', 400000), repeat('ba', 400000))",
    "many long calls": "SELECT sum(damerau_levenshtein(repeat('ab', 4000 + range), repeat('ba', 9000))) FROM range(9999)",
    "similarity": "SELECT jaro_winkler_similarity(repeat('ab', 900000), repeat('ba', 900000))",
    "sleep": "SELECT sleep_ms(1000000000)",
    "sorting": "FROM range(100000000) a, range(100000000) b ORDER BY hash(a.range + b.range) DESC",
    "distinct": "SELECT count(DISTINCT hash(a.range * b.range)) FROM range(1000000000) a, range(1000000000) b",
    "window": "SELECT sum(range) OVER (ORDER BY range ROWS BETWEEN 90000 PRECEDING AND CURRENT ROW EXCLUDE CURRENT ROW) "
    "FROM range(100000000) ORDER BY 1",
    "texts put together": "SELECT string_agg(repeat('x', 1000), '') FROM range(100000000)",
    "a long text": "SELECT repeat('x', 1000000000) FROM range(100)",
    "one wide text": "SELECT printf('%*d', 2000000000, 1)",
    "a long list": "SELECT list(range) FROM range(100000000000)",
    "lists unfolded": "SELECT count(*) FROM (SELECT unnest(range(1000000000)) FROM range(1000000))",
    "quantile": "SELECT quantile_cont(random(), 0.5) FROM range(100000000000)",
    "hashes": "SELECT count(md5(repeat('x', 100000000) || range)) FROM range(1000000)",
    "pattern": "SELECT regexp_matches(repeat('a', 30000000), '(.*)(.*)(.*)(.*)[bc](.*)(.*)$') FROM range(9999999) "
    "ORDER BY random()",
    "first of two": "SELECT count(*) FROM range(1000000000) a, range(1000000000) b; SELECT 1",
    "many tables": "SELECT count(*) FROM " + ", ".join(f"results r{number}" for number in range(60)),
    "plans without end": f"SELECT count(*) FROM results WHERE {' OR '.join(f'claim IN {LONG}' for _ in range(30))} "
    "OR levenshtein(repeat('ab', 90000), repeat('ba', 90000)) > 1",
}


def test_every_endless_question_ends(database: Path) -> None:
    """By its time or its memory; all at once, since each of them only waits."""
    limits = Limits(seconds=3, megabytes=150)

    def ended(sql: str) -> tuple[str, float]:
        begin = time.monotonic()
        try:
            answer_question(database, sql, limits)
        except ClaimsError as error:
            return str(error), time.monotonic() - begin
        return "an answer", 0.0

    with ThreadPoolExecutor(len(ENDLESS)) as pool:
        found = dict(zip(ENDLESS, pool.map(ended, ENDLESS.values()), strict=True))
    for name, (line, seconds) in found.items():
        assert any(words in line for words in ("no answer within 3 s", "more than", "ended DuckDB")), (
            name,
            line,
        )
        assert seconds < limits.seconds + 15, name  # on two cores, for all of them


@pytest.mark.parametrize(("sent", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
@pytest.mark.parametrize("name", ["one call that takes hours", "worked out while planning"])
@pytest.mark.usefixtures("interruptible")
def test_a_signal_ends_a_question_at_once(
    database: Path, tmp_path: Path, name: str, sent: signal.Signals, status: int
) -> None:
    process = subprocess.Popen(
        [*COMMAND, "query", ENDLESS[name], "--db", str(database), "-o", str(tmp_path / "out")],
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    answering = wait_for(lambda: children_of(process.pid))
    time.sleep(0.3)
    begin = time.monotonic()
    process.send_signal(sent)
    _, told = process.communicate(timeout=10)
    assert time.monotonic() - begin < 2
    assert process.returncode == status
    assert told.count(b"\n") <= 1
    assert list(tmp_path.iterdir()) == []
    assert not any(Path("/proc", child).exists() for child in answering)


def test_a_question_does_not_outlive_a_command_that_is_killed(database: Path) -> None:
    command = [*COMMAND, "query", ENDLESS["cross join"], "--db", str(database)]
    process = subprocess.Popen(command, start_new_session=True)
    [answering] = wait_for(lambda: children_of(process.pid))
    time.sleep(0.5)
    process.kill()
    process.wait()
    wait_for(lambda: not Path("/proc", answering).exists())


def children_of(number: int) -> list[str]:
    try:
        return Path("/proc", str(number), "task", str(number), "children").read_text().split()
    except OSError:
        pytest.skip("this system does not tell the children of a process")


def wait_for(found: Callable[[], Any]) -> Any:
    end = time.monotonic() + 20
    while not (value := found()):
        assert time.monotonic() < end
        time.sleep(0.02)
    return value


def test_a_long_answer_is_cut_with_a_line(database: Path, capfd: pytest.CaptureFixture[str]) -> None:
    ask = ["query", "FROM range(1000000000000)", "--db", str(database), "--format", "csv"]
    assert main([*ask, "--limit", "3"]) == 0
    shown = capfd.readouterr()
    assert shown.out == "range\n0\n1\n2\n"
    assert shown.err == "claims: cut after 3 rows: --limit N shows more\n"
    assert main(["query", "FROM range(3)", *ask[2:], "--limit", "3"]) == 0
    assert capfd.readouterr().err == ""
    ask[1] = "SELECT repeat('x', 9000) FROM range(1000000000000)"
    assert main([*ask, "--limit", "0", "--memory", "100"]) == 0
    shown = capfd.readouterr()
    assert 1_000 < shown.out.count("\n") < 3_000
    assert shown.err.endswith("rows: --memory MB shows more\n")


def test_the_file_limit_holds_what_duckdb_would_not(database: Path) -> None:
    """The process that answers could not write a byte into any file."""
    found = answer_question(database, "SELECT count(*) AS n FROM results", Limits(rows=10))
    assert found.rows.to_dicts() == [{"n": 6}]
    assert found.cut is None
    with open_for_reading(database) as connection:
        assert rows(connection, "SELECT value FROM duckdb_settings() WHERE name = 'temp_directory'") == [
            ("",)
        ]


def test_what_lies_in_the_current_folder_is_no_module(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("duckdb.py", "orjson.py", "json.py", "sitecustomize.py"):
        (tmp_path / name).write_text("import os; os._exit(7)\n")
    assert answer_question(database, "SELECT 1 AS n", Limits()).rows.to_dicts() == [{"n": 1}]


def test_a_question_that_is_no_text_is_refused(database: Path) -> None:
    for sql in (os.fsdecode(b"SELECT '\xff'"), "SELECT '\udc80'", "SELECT 1; \x00 SELECT 2"):
        with pytest.raises(ClaimsError, match="SQL: "):
            answer_question(database, sql, Limits())


ODD_TYPES = [
    "FROM test_all_types()", "SELECT '\\xff\\x1b'::BLOB AS b, 1::VARIANT AS v, INTERVAL 3 DAY AS i, MAP {'a': 1} AS m",
    "SELECT union_value(k := 1) AS u, '101'::BIT AS b, '12:00:00+01'::TIMETZ AS t, uuid() AS id, NULL AS n",
    "SELECT {'a': [1, NULL]} AS s, [[1]] AS l, ['2020-01-01'::DATE] AS d, [1, 2]::INTEGER[2] AS a, 'a'::ENUM('a', 'b') AS e",
    "SELECT 'infinity'::DATE AS d", "SELECT '290000-01-01'::DATE AS d", "SELECT 'infinity'::TIMESTAMP AS t",
    "SELECT sum(claim) AS s, 1.5::DECIMAL(30, 10) AS d, now() AS n, '12:00'::TIME AS t FROM claims", "SELECT 1 AS a, 2 AS a, 3 AS A",
]  # fmt: skip


def test_whatever_the_types_of_an_answer_it_is_written_or_refused_in_one_line(
    database: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    for sql in ODD_TYPES:
        try:
            answer = answer_question(database, sql, Limits())
        except ClaimsError as error:
            assert "ask for it as text with CAST" in str(error)  # noqa: PT017 - either is right
            continue
        for form in ("table", "csv", "json", "markdown", "latex", "parquet"):
            with (tmp_path / form).open("wb") as stream:
                write_table(answer.rows, form, stream)
    answer = answer_question(
        database, "SELECT sum(claim) AS s, 'x'::BLOB AS b, 1 AS a, 2 AS a FROM claims", Limits()
    )
    assert [row | {"s": int(row["s"])} for row in answer.rows.to_dicts()] == [
        {"s": 21, "b": "x", "a": 1, "a_1": 2}
    ]


def test_places_count_characters_of_any_width() -> None:
    assert place_of("SELECT 'é',\n ü", len("SELECT 'é',\n ".encode())) == "line 2, column 2"
