"""The database: papers and claims once, runs whole or absent, everything documented."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from papers import PAPERS, SWIFT, many_papers, write_jsonl

import claims.store.run as run_module
import claims.store.shown as shown_module
import claims.store.writer as writer_module
import claims.streams.batches as batches_module
from claims.errors import ClaimsError
from claims.files.beside import FOLDER, forget, name_beside
from claims.pipeline import Stages, read_text
from claims.store.connection import let_spill, open_for_reading, open_for_writing
from claims.store.layout import SCHEMA_VERSION
from claims.store.query import query
from claims.store.rows import rows
from claims.store.run import run_into


def ask(database: Path, sql: str) -> list[tuple[Any, ...]]:
    with open_for_reading(database) as connection:
        return rows(connection, sql)


@pytest.fixture
def database(tmp_path: Path, invented: Path) -> Path:
    """A database with the invented papers, for a test to change."""
    return Path(shutil.copy(invented / "claims.duckdb", tmp_path))


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory, invented: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The same, open for those that only ask."""
    with open_for_reading(
        Path(shutil.copy(invented / "claims.duckdb", tmp_path_factory.mktemp("opened")))
    ) as connection:
        yield connection


def test_a_run_keeps_papers_claims_and_where_they_came_from(database: Path, invented: Path) -> None:
    assert ask(database, "SELECT count(*), count(DISTINCT id) FROM papers") == [(3, 3)]
    assert ask(
        database, "SELECT quote, factor, kind, baseline FROM results WHERE metric = 'speed' ORDER BY factor"
    ) == [
        ("2.4x", 2.4, "average", "BigCache"),
        ("3x", 3.0, "single", "SwiftCache"),
        ("5x", 5.0, "best case", "BigCache"),
    ]
    assert ask(database, "SELECT file, place FROM sources ORDER BY place LIMIT 1") == [
        (str(invented / "papers.jsonl"), "line 1")
    ]
    [(inputs, rules, read)] = ask(database, "SELECT inputs, rules, papers_read FROM runs")
    assert inputs[0]["file"] == str(invented / "papers.jsonl")
    assert len(inputs[0]["sha256"]) == 64
    assert len(rules) == 16
    assert read == 3


def test_sentences_are_cut_out_of_the_abstract(database: Path) -> None:
    [(sentence,)] = ask(database, "SELECT sentence FROM results WHERE metric = 'energy'")
    assert sentence == "It cuts energy by 73%."
    assert ask(
        database,
        "SELECT count(*) FROM claims JOIN abstracts USING (text) "
        "WHERE substr(abstract, quote_start + 1, quote_end - quote_start) <> quote",
    ) == [(0,)]


def test_offsets_hold_in_text_beyond_ascii(tmp_path: Path) -> None:
    odd = {**SWIFT, "abstract": "Na\u00efve \U0001f680 Zo\u00eb\u0301: it cuts energy by 73%. \u00c9nd."}
    path = tmp_path / "odd.duckdb"
    run_into(path, [write_jsonl(tmp_path / "odd.jsonl", [odd])])
    assert ask(
        path, "SELECT substr(abstract, quote_start + 1, 3) FROM claims JOIN abstracts USING (text)"
    ) == [("73%",)]


def test_the_same_input_again_adds_nothing_but_a_run(database: Path, invented: Path) -> None:
    tables = ("papers", "abstracts", "sources", "paper_keys", "claims", "metrics", "hardware", "mentions")
    sizes = [ask(database, f"FROM {table}") for table in tables]
    again = run_into(database, [invented / "papers.jsonl"])
    assert [ask(database, f"FROM {table}") for table in tables] == sizes
    assert (again.run, again.counts.texts_skipped, again.counts.claims_new) == (2, 3, 0)
    assert ask(database, "SELECT count(*) FROM runs") == [(2,)]


def test_a_paper_from_two_files_counts_once(database: Path, tmp_path: Path) -> None:
    renamed = {**SWIFT, "id": "page-7", "title": SWIFT["title"].upper(), "authors": ["A. Vale"]}
    second = run_into(database, [write_jsonl(tmp_path / "page.jsonl", [renamed])])
    assert second.counts.papers_new == 0
    assert ask(database, "SELECT count(*) FROM papers") == [(3,)]
    assert ask(
        database, "SELECT count(*) FROM sources JOIN papers USING (paper) WHERE arxiv_id = '2301.00001'"
    ) == [(2,)]


def test_a_newer_text_becomes_current_and_the_older_is_kept(database: Path, tmp_path: Path) -> None:
    newer = {**SWIFT, "abstract": "SwiftCache cuts energy by 80%.", "update_date": "2024-06-01"}
    run_into(database, [write_jsonl(tmp_path / "newer.jsonl", [newer])])
    assert ask(database, "SELECT quote, year FROM results WHERE metric = 'energy'") == [("80%", 2024)]
    assert ask(database, "SELECT quote FROM claims WHERE metric = 'energy' ORDER BY claim") == [
        ("73%",),
        ("80%",),
    ]
    older = {**SWIFT, "abstract": "SwiftCache cuts energy by 10%.", "update_date": "2020-06-01"}
    run_into(database, [write_jsonl(tmp_path / "older.jsonl", [older])])
    assert ask(database, "SELECT quote FROM results WHERE metric = 'energy'") == [("80%",)]


def test_other_rules_extract_again_and_mark_what_is_gone(
    database: Path, invented: Path, monkeypatch: pytest.MonkeyPatch
) -> None:

    def without_energy(text: str, title: str) -> Stages:
        return [claim for claim in (yield from read_text(text, title)) if claim.metric != "energy"]

    monkeypatch.setattr(batches_module, "read_text", without_energy)
    monkeypatch.setattr(writer_module, "rules_fingerprint", lambda: "other rules")
    second = run_into(database, [invented / "papers.jsonl"])
    assert (second.counts.texts_again, second.counts.claims_new, second.counts.claims_gone) == (3, 0, 1)
    assert ask(database, "SELECT count(*) FROM results WHERE metric = 'energy'") == [(0,)]
    assert ask(
        database, "SELECT (SELECT count(*) FROM claims_of_run(1)) - (SELECT count(*) FROM claims_of_run(2))"
    ) == [(1,)]


def test_a_paper_whose_extraction_fails_is_kept_and_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database, source = tmp_path / "x.duckdb", write_jsonl(tmp_path / "papers.jsonl", PAPERS)

    def fails(text: str, title: str) -> Stages:
        yield
        raise ValueError("no")

    with monkeypatch.context() as patch:
        patch.setattr(batches_module, "read_text", fails)
        assert run_into(database, [source]).counts.rejects == 3
    assert ask(database, "SELECT DISTINCT reason FROM rejects") == [("extraction failed: ValueError: no",)]
    assert run_into(database, [source]).counts.claims_new > 0


def test_a_record_that_ties_two_papers_makes_them_one(tmp_path: Path) -> None:
    titled = {"id": "a", "title": SWIFT["title"], "abstract": "It cuts energy by 73%."}
    numbered = {"id": "b", "title": "", "doi": "10.1000/swift", "abstract": "It cuts energy by 74%."}
    tie = {"id": "c", "title": SWIFT["title"], "doi": "10.1000/swift", "abstract": "It cuts energy by 75%."}
    apart, together = tmp_path / "apart.duckdb", tmp_path / "together.duckdb"
    first = write_jsonl(tmp_path / "first.jsonl", [titled, numbered])
    second = write_jsonl(tmp_path / "second.jsonl", [tie])
    run_into(apart, [first])
    assert ask(apart, "SELECT count(*) FROM papers") == [(2,)]
    run_into(apart, [second])
    run_into(together, [first, second])
    for database in (apart, together):
        assert ask(database, "SELECT count(*) FROM papers") == [(1,)]
        assert ask(database, "SELECT count(DISTINCT paper), count(*) FROM sources") == [(1, 3)]
        assert ask(database, "SELECT count(DISTINCT paper), count(*) FROM claims") == [(1, 3)]
    assert ask(together, "SELECT papers_new, papers_different FROM runs") == [(1, 1)]


def test_hardware_is_asked_for_by_vendor_and_architecture(database: Path) -> None:
    assert ask(
        database,
        "SELECT hardware.name, hardware.words, quote FROM claims_by_hardware "
        "WHERE hardware.vendor = 'NVIDIA' AND hardware.architecture = 'Ampere' AND quote = '5x'",
    ) == [("A100", "NVIDIA A100 GPU", "5x")]


def test_a_system_is_found_by_any_of_its_names(tmp_path: Path) -> None:
    source = write_jsonl(
        tmp_path / "papers.jsonl",
        [
            {"id": "a", "title": "A", "abstract": "vLLM is 2x faster than BigCache."},
            {"id": "b", "title": "B", "abstract": "FA2 is 3x faster than BigCache."},
            {"id": "c", "title": "C", "abstract": "FlashAttention-2 is 4x faster than BigCache."},
        ],
    )
    database = tmp_path / "claims.duckdb"
    run_into(database, [source])
    assert ask(database, "SELECT claimed FROM claims_by_subject WHERE subject.name = 'vLLM'") == [("2x",)]
    assert ask(database, "SELECT claimed FROM claims_about('FA2')") == [("4x",), ("3x",)]
    assert ask(database, "SELECT count(DISTINCT subject.key), count(*) FROM claims_by_subject") == [(2, 3)]


def test_macros_answer_the_questions_in_their_names(database: Path) -> None:
    board = ask(database, "SELECT rank, factor, kind, average_factor FROM leaderboard('speed')")
    assert board == [(1, 5.0, "best case", 2.4), (2, 3.0, "single", None)]
    between = ask(database, "SELECT factor, reversed FROM factor_between('SwiftCache', 'SteadyCache')")
    assert between == [(pytest.approx(1 / 3), True)]
    assert ask(database, "SELECT base_lo, base_unit FROM levels_of('latency', 's')") == [
        (pytest.approx(0.0171), "s")
    ]
    assert ask(database, "SELECT count(*) FROM claims_against('BigCache')") == [(2,)]


@pytest.mark.parametrize(
    ("quote", "plain"),
    [
        (r"3.09$\times$", "3.09x"), (r"26\sim35\times", "26~35x"), ("2.25times", "2.25x"), ("1.5 x", "1.5x"),
        (r"73.62\%", "73.62%"), (r"3.7\% $\pm$ 2.2\%", "3.7% ± 2.2%"), (r"20\,\mathrm{FPS}", "20 FPS"),
        (r"195.3~$\mu$s", "195.3 µs"), (r"3 $\text{km}^2$", "3 km^2"), ("40}x", "40x"), ("10 xyz", "10 xyz"),
        (r"\$184M", "$184M"), ("$75,000", "$75,000"), ("two  orders\nof magnitude", "two orders of magnitude"),
    ],
)  # fmt: skip
def test_a_quote_is_shown_without_latex(opened: duckdb.DuckDBPyConnection, quote: str, plain: str) -> None:
    assert rows(opened, "SELECT plain(?)", [quote]) == [(plain,)]


def test_tables_views_columns_and_macros_are_all_explained(database: Path) -> None:
    nothing = "comment IS NULL AND NOT internal"
    assert ask(database, f"SELECT table_name, column_name FROM duckdb_columns() WHERE {nothing}") == []
    assert ask(database, f"SELECT table_name FROM duckdb_tables() WHERE {nothing}") == []
    assert ask(database, f"SELECT view_name FROM duckdb_views() WHERE {nothing}") == []
    assert ask(database, f"SELECT function_name FROM duckdb_functions() WHERE {nothing}") == []


def test_current_claims_are_the_same_however_many_are_filled_in_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    papers = write_jsonl(tmp_path / "papers.jsonl", PAPERS)
    found = []
    for at_once in (2, 1000):
        monkeypatch.setattr(shown_module, "_CLAIMS_AT_ONCE", at_once)
        database = tmp_path / f"{at_once}.duckdb"
        run_into(database, [papers])
        found.append(ask(database, "FROM current_claims ORDER BY claim"))
    assert found[0] == found[1]
    assert len(found[0]) > 2


def test_claims_of_one_metric_stand_together_where_there_are_many(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shown_module, "_CLAIMS_AT_ONCE", 40)
    path = tmp_path / "many.duckdb"
    run_into(path, [write_jsonl(tmp_path / "papers.jsonl", many_papers(60))])
    metrics = [metric for (metric,) in ask(path, "SELECT metric FROM current_claims WHERE claim < 40")]
    assert len(set(metrics)) > 1
    assert metrics == sorted(metrics)


def test_claims_of_a_large_database_are_filled_in_within_the_memory_of_a_run(tmp_path: Path) -> None:
    path = tmp_path / "large.duckdb"
    run_into(path, [write_jsonl(tmp_path / "papers.jsonl", many_papers(60))])
    with open_for_writing(path) as connection:
        for table, numbers, of in (
            (
                "abstracts",
                "text + 100 * g AS text, abstract || repeat(' and so on', 100) AS abstract",
                "TRUE",
            ),
            ("papers", "paper + 100 * g AS paper, text + 100 * g AS text", "TRUE"),
            (
                "claims",
                "claim + 16 * g + 200 AS claim, paper + 100 * g AS paper, text + 100 * g AS text",
                "claim <= 16",
            ),
        ):
            connection.execute(
                f"INSERT INTO {table} BY NAME"
                f" SELECT {table}.* REPLACE ({numbers}) FROM {table}, range(9, 1510) AS r(g) WHERE {of}"
            )
        held = rows(connection, "SELECT count(*) FROM claims")
        connection.execute("BEGIN")
        shown_module.refresh_current_claims(connection)
        assert rows(connection, "SELECT count(*) FROM current_claims") == held
        assert held[0][0] > 20_000


def test_a_run_does_not_hold_what_it_has_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_module, "BATCH_PAPERS", 50)
    papers = write_jsonl(tmp_path / "papers.jsonl", many_papers(1000))
    held: list[int] = []
    before = pa.total_allocated_bytes()  # of other tests
    run_into(
        tmp_path / "claims.duckdb", [papers], on_progress=lambda *_: held.append(pa.total_allocated_bytes())
    )
    assert len(held) == 20
    assert held[-1] - before < 100_000, "the texts are larger"


def test_duckdb_may_not_fill_the_memory_while_it_writes(database: Path) -> None:
    with open_for_writing(database) as connection:
        [(limit,)] = rows(connection, "SELECT current_setting('memory_limit')")
    number, unit = limit.split()
    assert unit == "MiB"
    assert 100 < float(number) < 200


def test_the_folder_that_a_killed_run_has_left_is_cleared_away(database: Path, tmp_path: Path) -> None:
    left = name_beside(database, FOLDER)
    forget(left)  # it was another process
    left.mkdir()
    theirs = database.with_name(f"{database.name}.tmp")
    theirs.mkdir()
    run_into(database, [write_jsonl(tmp_path / "more.jsonl", many_papers(3))])
    assert not left.exists()
    assert theirs.exists()


def test_a_failed_run_leaves_the_database_as_it_was(database: Path, tmp_path: Path) -> None:
    good, bad = write_jsonl(tmp_path / "good.jsonl", many_papers(5)), tmp_path / "bad.jsonl"
    bad.write_bytes(b"\x00\x01\x02")
    before = ask(database, "FROM papers")
    with pytest.raises(ClaimsError, match=r"bad\.jsonl"):
        run_into(database, [good, bad])
    assert ask(database, "FROM papers") == before
    with pytest.raises(ClaimsError):
        run_into(tmp_path / "new.duckdb", [good, bad])
    assert not (tmp_path / "new.duckdb").exists()


def test_a_killed_run_leaves_whole_runs_only(database: Path, tmp_path: Path) -> None:
    many = write_jsonl(tmp_path / "many.jsonl", many_papers(20_000))
    before = ask(database, "SELECT count(*) FROM papers UNION ALL SELECT count(*) FROM claims")
    for delay in (0.6, 1.1, 1.7):
        process = start_run(many, database)
        time.sleep(delay)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        finished = len(ask(database, "FROM runs")) > 1
        if finished:  # a fast machine got through: nothing to see here
            break
        assert ask(database, "SELECT count(*) FROM papers UNION ALL SELECT count(*) FROM claims") == before


def start_run(source: Path, database: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", "import sys, claims.cli; sys.exit(claims.cli.main())"]
    return subprocess.Popen(
        [*command, "run", str(source), "--db", str(database), "--jobs", "1"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


@pytest.fixture
def locked(database: Path) -> Iterator[Path]:
    """A database that another process writes to."""
    hold = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(database)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        yield database
        process.communicate(b"")


def test_a_locked_database_names_the_process(locked: Path) -> None:
    for opened in (open_for_reading, open_for_writing):
        with pytest.raises(ClaimsError, match=r"in use by process \d+: try again"):
            opened(locked)


def test_a_database_that_is_open_already_is_not_opened_to_write(database: Path) -> None:
    with open_for_reading(database), pytest.raises(ClaimsError, match="open in this process: close it first"):
        open_for_writing(database)


def test_a_database_of_another_layout_is_not_touched(database: Path) -> None:
    with duckdb.connect(str(database)) as connection:
        rows(connection, "UPDATE about SET value = '99' WHERE name = 'schema_version'")
    for opened in (open_for_reading, open_for_writing):
        with pytest.raises(ClaimsError, match=f"has layout 99 .* layout {SCHEMA_VERSION}: run again into"):
            opened(database)


def test_files_that_are_no_database_of_claims_are_told_apart(tmp_path: Path) -> None:
    junk, other = tmp_path / "junk.duckdb", tmp_path / "other.duckdb"
    junk.write_bytes(b"not a database" * 1000)
    with duckdb.connect(str(other)) as connection:
        rows(connection, "CREATE TABLE accounts (id INTEGER)")
    with pytest.raises(ClaimsError, match="not a DuckDB database"):
        open_for_writing(junk)
    with pytest.raises(ClaimsError, match="none of claims"):
        open_for_writing(other)
    with pytest.raises(ClaimsError, match="no such database"):
        open_for_reading(tmp_path / "absent.duckdb")
    with pytest.raises(ClaimsError, match="a folder"):
        open_for_writing(tmp_path)
    with pytest.raises(ClaimsError, match="does not exist: make it first"):
        open_for_writing(tmp_path / "absent" / "x.duckdb")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(ClaimsError, match="give a path to --db where you may write"):
        open_for_writing(tmp_path / "x.duckdb")


def test_the_pages_hold_171_papers_in_176_records(shared: Path, tmp_path: Path) -> None:
    database = tmp_path / "seeds.duckdb"
    pages = sorted((shared / "seeds").glob("*.txt"))
    counts = run_into(database, pages).counts
    assert (counts.papers_read, counts.papers_different) == (176, 171)
    assert ask(database, "SELECT round(factor, 2) FROM leaderboard('energy') WHERE subject = 'CARMA'") == [
        (3.70,)
    ]


def test_columns_of_one_name_are_told_apart(database: Path) -> None:
    with open_for_reading(database) as connection:
        frame = query(connection, "SELECT a.id, b.id FROM papers a JOIN papers b USING (paper) LIMIT 1")
    assert frame.columns == ["id", "id_1"]


def test_without_a_date_the_identifier_on_arxiv_tells_the_month(tmp_path: Path) -> None:
    path = tmp_path / "undated.duckdb"
    undated = {key: value for key, value in SWIFT.items() if key != "update_date"}
    old = {
        "id": "cs/9912017",
        "title": "An early cache",
        "abstract": "EarlyCache is 2x faster than no cache.",
    }
    run_into(path, [write_jsonl(tmp_path / "undated.jsonl", [undated, old])])
    assert ask(path, "SELECT DISTINCT CAST(date AS VARCHAR), year FROM results ORDER BY ALL") == [
        ("1999-12-01", 1999),
        ("2023-01-01", 2023),
    ]
    assert ask(path, "SELECT paper_date(NULL, '2513.00001'), paper_date(NULL, NULL)") == [(None, None)]


def test_texts_are_compressed_while_they_are_written(tmp_path: Path) -> None:
    """Held as they are until the run ends, they would be moved to disk and back."""
    with open_for_writing(tmp_path / "x.duckdb") as connection:
        rows(
            connection,
            "INSERT INTO abstracts SELECT i, i, md5(i::VARCHAR) || repeat('a long text ', 40), i, NULL, NULL, 1, ''"
            " FROM range(40_000) r(i)",
        )
        rows(connection, "CHECKPOINT")
        found = rows(
            connection,
            "SELECT DISTINCT row_group_id, compression FROM pragma_storage_info('abstracts')"
            " WHERE column_name = 'abstract' AND segment_type = 'VARCHAR' ORDER BY ALL",
        )
    assert len({group for group, _ in found}) == 2
    assert {compression for _, compression in found} == {"ZSTD"}


def test_a_database_is_written_wherever_it_is(tmp_path: Path) -> None:
    folder = tmp_path / "it's here"
    folder.mkdir()
    database = folder / "what's new.duckdb"
    run_into(database, [write_jsonl(tmp_path / "papers.jsonl", PAPERS)])
    assert ask(database, "SELECT count(*) FROM papers") == [(3,)]
    with open_for_writing(database) as connection:
        let_spill(connection, folder)
        assert rows(connection, "SELECT current_setting('temp_directory')") == [(str(folder),)]
