# ruff: noqa: E501 - a case stays on one line
"""A database from somebody else is data: nothing that it declares is run, and whatever it holds gives one line."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import duckdb
import pytest
from papers import PAPERS, SWIFT, write_jsonl

from claims.cli import main
from claims.errors import ClaimsError
from claims.store.catalog import digest_of_catalog, read_catalog
from claims.store.connection import open_for_reading, open_for_writing, reading
from claims.store.layout import CATALOG_DIGEST, create_layout
from claims.store.query import query
from claims.store.run import run_into

MORE = {
    "id": "more",
    "title": "More",
    "abstract": "MoreCache is 9x faster than BigCache.",
    "doi": "10.1000/more",
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound database of two runs, to be copied and changed."""
    folder = tmp_path_factory.mktemp("made")
    path = folder / "claims.duckdb"
    for records in (PAPERS, [*PAPERS, MORE]):
        run_into(path, [write_jsonl(folder / "papers.jsonl", records)])
    return path


@pytest.fixture
def changed(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it in a folder with a secret, which is the current one."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "secret.txt").write_text("4711")
    write_jsonl(
        tmp_path / "new.jsonl", [MORE, SWIFT, {**SWIFT, "id": "newer", "abstract": "It cuts energy by 11%."}]
    )
    return Path(shutil.copy(made, tmp_path / "claims.duckdb"))


def change(path: Path, *statements: str) -> None:
    with duckdb.connect(str(path)) as connection:
        for statement in statements:
            connection.execute(statement)


READS = "(SELECT content FROM read_text('secret.txt'))"
DECLARED: dict[str, tuple[tuple[str, ...], str]] = {
    "macro that reads a file": ((f"CREATE OR REPLACE MACRO arxiv_url(id) AS {READS}",), "the macro arxiv_url is not the one"),
    "macro that hides a function": (("CREATE MACRO list(x) AS 'evil'",), "the macro list is none that claims makes"),
    "macro that hides an operator": (('CREATE MACRO "||"(a, b) AS a',), "the macro || is none that"),
    "macro that hides a listing": (
        ("CREATE MACRO duckdb_tables() AS TABLE SELECT 'claims' AS database_name",), "the macro duckdb_tables is none",
    ),
    "macro with one definition more": (
        ("CREATE OR REPLACE MACRO name_key(name) AS lower(name), (a, b) AS a",), "the macro name_key is not the one",
    ),
    "table macro": (("CREATE OR REPLACE MACRO claims_on(a) AS TABLE FROM read_text(a)",), "the macro claims_on is not"),
    "macro gone": (("DROP MACRO TABLE claims_of_run",), "the macro claims_of_run is missing"),
    "view that reads a file": (("CREATE OR REPLACE VIEW results AS FROM read_text('secret.txt')",), "the view results is not"),
    "view of its own": (("CREATE VIEW mine AS FROM read_text('secret.txt')",), "the view mine is none that claims makes"),
    "view gone": (("DROP VIEW contradictions",), "the view contradictions is missing"),
    "view for the table of versions": (
        ("DROP TABLE about", f"CREATE VIEW about AS SELECT 'schema_version' AS name, {READS} AS value"),
        "about is a view, not a table",
    ),
    "view for a table": (("DROP TABLE hardware", "CREATE VIEW hardware AS SELECT 1"), "hardware is a view, not a table"),
    "table for a view": (("DROP VIEW results", "CREATE TABLE results (a INTEGER)"), "results is a table, not a view"),
    "table of its own": (("CREATE TABLE staged (paper INTEGER)",), "the table staged is none that claims makes"),
    "table by the name of what a run adds": (("CREATE TABLE Again (a INTEGER)",), "the table Again is none that"),
    "table gone": (("DROP TABLE rejects",), "the table rejects is missing"),
    "column gone": (("ALTER TABLE runs DROP COLUMN rejects",), "the table runs has no column rejects"),
    "column of its own": (("ALTER TABLE papers ADD COLUMN x INTEGER",), "the table papers has a column x of its own"),
    "text in a column of numbers": (
        ("ALTER TABLE claims ALTER factor TYPE VARCHAR",), "the column factor of the table claims holds VARCHAR, not DOUBLE",
    ),
    "nulls allowed": (("ALTER TABLE hardware ALTER aliases DROP NOT NULL",), "the table hardware is not the one"),
    "default that counts": (
        ("CREATE SEQUENCE s", "ALTER TABLE claims ALTER rule SET DEFAULT nextval('s')::VARCHAR"), "claims is not the one",
    ),
    "index": (("CREATE UNIQUE INDEX i ON about (name)",), "the index i is none that claims makes"),
    "type": (("CREATE TYPE t AS ENUM ('a')",), "the type t is none that claims makes"),
    "schema": (("CREATE SCHEMA other", "CREATE VIEW other.papers AS SELECT 1"), "other"),
    "trigger": (
        ("CREATE TRIGGER t AFTER INSERT ON papers FOR EACH STATEMENT INSERT INTO about VALUES ('a', 'b')",), "the trigger t is none",
    ),
    "another layout": (("UPDATE about SET value = '2' WHERE name = 'schema_version'",), "has layout 2"),
    "no layout": (("DELETE FROM about",), "has layout unknown"),
    "nothing of ours": (("DROP TABLE about",), "none of claims"),
}  # fmt: skip
SHOWING = [
    ["leaderboard", "speed", "--format", "html"], ["leaderboard", "accuracy"],
    ["compare", "SteadyCache", "SwiftCache", "--format", "json"], ["runs", "2"], ["diff", "1", "2"],
    ["explain", "--paper", "2301.00001"], ["run", "new.jsonl"],
]  # fmt: skip
WRITING = [
    ["export", "exported", "-f", "all"], ["site", "site", "-j", "1"], ["review", "-o", "sheet.html"], ["trust"],
    ["explain", "--paper", "2301.00001", "--format", "html"], ["contradictions", "--levels"],
]  # fmt: skip
WRITTEN = {
    "nulls in lists",
    "days at the end of time",
    "days before the first",
    "the largest numbers",
}
"""What all of WRITING is tried with here, since that takes long; ``make torture`` tries it with everything."""
READING = [
    ["leaderboard", "speed"], ["leaderboard", "accuracy", "--format", "html"],
    ["compare", "SteadyCache", "SwiftCache", "--format", "json"], ["contradictions"], ["contradictions", "--levels"],
    ["schema", "results"], ["export", "exported"], ["runs"], ["runs", "2"], ["diff", "1", "2"],
    ["explain", "--paper", "2301.00001"], ["site", "site", "-j", "1"], ["review", "-o", "sheet.html"], ["trust"],
    ["correct", "new.jsonl"], ["suggest", "new.jsonl", "--by", "me"], ["run", "new.jsonl"],
]  # fmt: skip


@pytest.mark.parametrize(("statements", "told"), DECLARED.values(), ids=DECLARED)
def test_what_a_database_declares_is_compared_before_anything_is_run(
    changed: Path, statements: tuple[str, ...], told: str, capfd: pytest.CaptureFixture[str]
) -> None:
    change(changed, *statements)
    before = changed.read_bytes()
    assert main(["runs", "--db", str(changed)]) == 2
    shown = capfd.readouterr()
    assert (shown.out, shown.err.count("\n")) == ("", 1)
    assert told in shown.err
    assert "4711" not in shown.err
    assert shown.err.rstrip().endswith(("into a new file", "give another path to --db"))
    with pytest.raises(ClaimsError):
        open_for_writing(changed)
    assert changed.read_bytes() == before


@pytest.mark.parametrize(
    "command", [*READING, ["query", "FROM papers"], ["load", "nothing.parquet"]], ids=" ".join
)
def test_every_command_compares(changed: Path, command: list[str], capfd: pytest.CaptureFixture[str]) -> None:
    change(changed, DECLARED["macro that reads a file"][0][0])
    (changed.parent / "nothing.parquet").write_bytes(b"")
    assert main([*command, "--db", str(changed)]) == 2
    shown = capfd.readouterr()
    assert "the macro arxiv_url" in shown.err or command[0] == "load"
    assert shown.err.count("\n") == 1
    assert not (changed.parent / "exported").exists()


HELD = {
    "nulls in lists": "UPDATE claims SET hardware = [NULL]; UPDATE current_claims SET hardware = [NULL, 'x']; "
    "UPDATE papers SET authors = [NULL]",
    "null in the vocabulary": "UPDATE metrics SET aliases = [NULL, 'speed']",
    "no numbers": "UPDATE current_claims SET factor = 'nan', lo = 'nan', hi = 'inf', factor_hi = '-inf', base_lo = 'nan'; "
    "UPDATE claims SET lo = 'nan', hi = '-inf', confidence = 'inf'",
    "days at the end of time": "UPDATE papers SET date = 'infinity'; UPDATE current_claims SET date = 'infinity'; "
    "UPDATE abstracts SET date = '-infinity'",
    "days before the first": "UPDATE papers SET date = '9000-01-01 (BC)'; UPDATE current_claims SET date = '9000-01-01 (BC)'",
    "years that no calendar has": "UPDATE current_claims SET year = 2147483647 WHERE claim % 2 = 0; UPDATE current_claims SET "
    "year = -7 WHERE claim % 2 = 1",
    "numbers of claims below nought": "UPDATE current_claims SET claim = -claim; UPDATE claims SET claim = -claim - 9",
    "offsets outside": "UPDATE claims SET quote_start = 2147483647, quote_end = -5, sentence_start = -9; "
    "UPDATE current_claims SET quote_start = -7, quote_end = 2147483647",
    "words nobody knows": "UPDATE current_claims SET kind = 'x', bound = 'x', form = 'x', metric = '', change = 'x'; "
    "UPDATE claims SET form = '', metric = 'x', rule = ''",
    "empty words": "UPDATE current_claims SET title = '', subject = '', baseline = '', sentence = '', quote = '', "
    "claimed = '', url = '', paper_id = ''; UPDATE papers SET id = '', title = ''",
    "papers without texts": "UPDATE papers SET text = 77; DELETE FROM abstracts",
    "texts without papers": "UPDATE abstracts SET paper = 99; UPDATE paper_keys SET paper = 98",
    "the largest numbers": "UPDATE papers SET paper = 2147483647; UPDATE claims SET claim = 2147483647, run = 2147483647",
    "runs out of nowhere": "UPDATE runs SET run = run + 2147483000, inputs = [NULL], started = 'infinity', seconds = 'nan'",
    "no runs": "DELETE FROM runs",
    "everything twice": "INSERT INTO papers FROM papers; INSERT INTO claims FROM claims; INSERT INTO about FROM about; "
    "INSERT INTO current_claims FROM current_claims; INSERT INTO abstracts FROM abstracts",
}  # fmt: skip


@pytest.mark.parametrize("held", HELD)
def test_whatever_tables_hold_gives_an_answer_or_one_line(
    changed: Path, held: str, capfd: pytest.CaptureFixture[str]
) -> None:
    change(changed, HELD[held])
    is_tried = held in WRITTEN or "CLAIMS_TORTURE" in os.environ
    for command in [*(WRITING if is_tried else ()), *SHOWING]:
        status = main([*command, "--db", str(changed)])
        shown = capfd.readouterr()
        assert status in (0, 1, 2), command
        assert "Traceback" not in shown.err
        if status == 2:
            assert shown.err.startswith("claims: "), command
            assert shown.err.count("\n") == 1, command


def test_tables_of_ones_own_may_stand_beside_ours(changed: Path, capfd: pytest.CaptureFixture[str]) -> None:
    change(
        changed,
        "CREATE SEQUENCE s",
        "CREATE TABLE notes (n INTEGER DEFAULT nextval('s'), paper INTEGER, note VARCHAR)",
    )
    for command in (["run", "new.jsonl"], ["runs"], ["query", "SELECT count(*) AS n FROM notes"]):
        assert main([*command, "--db", str(changed)]) == 0


def test_what_no_run_writes_is_named(changed: Path, capfd: pytest.CaptureFixture[str]) -> None:
    change(changed, HELD["nulls in lists"])
    assert main(["leaderboard", "speed", "--db", str(changed)]) == 2
    assert "the column hardware holds what no run writes: somebody has changed" in capfd.readouterr().err


def test_damaged_blocks_give_one_line(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    whole = made.read_bytes()
    monkeypatch.chdir(tmp_path)
    write_jsonl(tmp_path / "new.jsonl", [MORE])
    lines = set()
    for place in range(8192, len(whole), len(whole) // 13):
        path = tmp_path / "damaged.duckdb"
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        for command in (["explain", "--paper", "2301.00001"], ["run", "new.jsonl"]):
            status = main([*command, "--db", str(path)])
            shown = capfd.readouterr()
            assert "Traceback" not in shown.err
            assert status == 0 or shown.err.count("\n") == 1, (place, shown.err)
            lines.add(shown.err.partition("damaged.duckdb: ")[2][:25])
            path.with_name("damaged.duckdb.wal").unlink(missing_ok=True)
    assert any("the database is damaged" in line for line in lines), lines


def test_the_file_of_a_table_cut_short_gives_one_line(
    made: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    whole = made.read_bytes()
    for size in (13, 4096, 12_288, len(whole) // 2, len(whole) - 1):
        path = tmp_path / "short.duckdb"
        path.write_bytes(whole[:size])
        assert main(["runs", "--db", str(path)]) in (0, 2)
        shown = capfd.readouterr()
        assert shown.err.count("\n") <= 1
        assert "Traceback" not in shown.err


def test_a_path_that_leads_to_no_file_is_told(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to("loop")
    papers = write_jsonl(tmp_path / "papers.jsonl", [MORE])
    for name in (
        "pipe",
        "loop",
        "x" * 300,
        "x" * 5000,
        os.fsdecode(b"\xff"),
        ".",
        "papers.jsonl",
        "papers.jsonl/x",
    ):
        for command in (["runs"], ["run", str(papers)]):
            assert main([*command, "--db", f"{tmp_path}/{name}"]) == 2, (name, command)
            shown = capfd.readouterr()
            assert shown.err.count("\n") == 1, (name, command, shown.err)


@pytest.mark.parametrize("suffix", [".wal", ".wal.checkpoint"])
def test_a_log_that_leads_elsewhere_is_not_written(
    changed: Path, suffix: str, capfd: pytest.CaptureFixture[str]
) -> None:
    notes = changed.with_name("notes")
    notes.write_text("mine")
    changed.with_name(changed.name + suffix).symlink_to(notes)
    for command in (["runs"], ["run", "new.jsonl"]):
        assert main([*command, "--db", str(changed)]) == 2
        assert "would be taken for the log of claims.duckdb: remove it" in capfd.readouterr().err
    assert notes.read_text() == "mine"


def test_a_log_may_not_declare_anything(changed: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """What DuckDB would take out of the log when it opens the database is compared, too."""
    copy = changed.with_name("open.duckdb")
    shutil.copy(changed, copy)
    with duckdb.connect(str(copy)) as connection:
        connection.execute("CREATE MACRO list(x) AS 'evil'")
        shutil.copy(f"{copy}.wal", f"{changed}.wal")
    assert main(["runs", "--db", str(changed)]) == 2
    assert "the macro list is none that claims makes" in capfd.readouterr().err


def test_a_sound_database_needs_no_second_look() -> None:
    """The hash in the program is that of the statements; where it is not, opening takes ten times as long."""
    with duckdb.connect() as connection:
        create_layout(connection)
        assert digest_of_catalog(read_catalog(connection, "memory")) == CATALOG_DIGEST


def test_a_catalog_is_the_same_from_a_file(made: Path) -> None:
    with duckdb.connect(str(made), read_only=True) as connection:
        assert digest_of_catalog(read_catalog(connection, "claims")) == CATALOG_DIGEST


@pytest.mark.parametrize("name", ["system", "memory", "temp", 'a "b" c', "it's"])
def test_the_name_of_a_file_is_only_a_name(made: Path, tmp_path: Path, name: str) -> None:
    path = Path(shutil.copy(made, tmp_path / f"{name}.duckdb"))
    with reading(path) as connection:
        assert query(connection, "SELECT count(*) AS n FROM runs")["n"].to_list() == [2]
    with open_for_writing(path):
        pass


def test_a_changed_database_is_opened_by_neither_door(changed: Path) -> None:
    change(changed, "CREATE MACRO list(x) AS 'evil'")
    for opened in (open_for_reading, open_for_writing):
        with pytest.raises(
            ClaimsError, match="the macro list is none that claims makes: somebody has changed"
        ):
            opened(changed)
