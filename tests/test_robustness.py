"""Whatever happens to a run, the database opens and holds whole runs only."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from papers import PAPERS, many_papers, write_jsonl

from benchmarks.torture.warm import Warm
from claims.cli import main
from claims.store.connection import open_for_reading
from claims.store.rows import rows
from claims.store.run import run_into

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and limits of Unix")

COMMAND = [sys.executable, "-c", "import sys, claims_command; sys.exit(claims_command.main())"]
TABLES = {
    "papers": "id, title, date, arxiv_id",
    "abstracts": "abstract, digest",
    "claims": "quote, quote_start, metric, baseline, rule, gone_run",
    "sources": "file, place, id",
}
KILLS = 8
SOME, MORE = 40, 400


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two files of invented papers: some, and more."""
    folder = tmp_path_factory.mktemp("corpus")
    write_jsonl(folder / "some.jsonl", many_papers(SOME))
    write_jsonl(folder / "more.jsonl", many_papers(MORE))
    return folder


@pytest.fixture(scope="module")
def begun(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with one run."""
    database = tmp_path_factory.mktemp("begun") / "claims.duckdb"
    run_into(database, [corpus / "some.jsonl"])
    return database


def arguments(source: Path, database: Path, jobs: int = 1) -> list[str]:
    return ["run", str(source), "--db", str(database), "--jobs", str(jobs)]


def whole_runs(database: Path) -> int:
    """Check that the tables hold what the finished runs say they added, and nothing else; count the runs."""
    with open_for_reading(database) as connection:
        [(runs, *said)] = rows(
            connection, "SELECT count(*), sum(papers_new), sum(texts_new), sum(claims_new) FROM runs"
        )
        held = [rows(connection, f"SELECT count(*) FROM {table}")[0][0] for table in list(TABLES)[:3]]
        assert held == [number or 0 for number in said]
        [(last, total)] = rows(connection, "SELECT max(run), max_by(claims_total, run) FROM runs")
        assert rows(connection, "SELECT count(*) FROM current_claims") == [(total or 0,)]
        for table in TABLES:
            assert rows(connection, f"SELECT count(*) FROM {table} WHERE run > {last or 0}") == [(0,)]
    return int(runs)


def content(database: Path) -> dict[str, list[tuple[Any, ...]]]:
    with open_for_reading(database) as connection:
        return {
            table: rows(connection, f"SELECT {columns} FROM {table} ORDER BY ALL")
            for table, columns in TABLES.items()
        }


def told_in_one_line(errors: str, *words: str) -> None:
    assert errors.startswith("claims: ")
    assert errors.count("\n") == 1, errors
    for word in words:
        assert word in errors


# --- killed -----------------------------------------------------------------------------------------------


def test_runs_that_are_killed_at_any_moment_leave_whole_runs(
    warm: Warm, begun: Path, corpus: Path, tmp_path: Path
) -> None:
    """Half of them make the database, half of them add to one."""
    seed = random.randrange(1 << 32)
    moments = random.Random(seed)
    more, errors = corpus / "more.jsonl", tmp_path / "errors"
    folder = tmp_path / "databases"
    folder.mkdir()
    database = folder / "claims.duckdb"
    begin = time.monotonic()
    assert warm.wait(warm.start(arguments(more, database), errors)) == 0
    seconds = time.monotonic() - begin
    undisturbed = content(database)
    killed = 0
    for attempt in range(KILLS):
        for left in folder.iterdir():
            shutil.rmtree(left) if left.is_dir() else left.unlink()
        runs_before = attempt % 2
        if runs_before:
            shutil.copy(begun, database)
        process = warm.start(arguments(more, database), errors)
        moment = moments.random() * seconds
        time.sleep(moment)
        os.kill(process, signal.SIGKILL)
        status = warm.wait(process)
        killed += status == -signal.SIGKILL
        where = f"seed {seed}, attempt {attempt}, killed after {moment:.2f} s"
        runs = whole_runs(database) if database.exists() else 0
        assert runs in {runs_before, runs_before + 1}, where
        if status == 0:
            assert runs == runs_before + 1, where
            seconds = moment  # it had ended by then: the first run of all is the slowest
    assert killed >= KILLS / 4
    # What the last one has left, is completed as if nothing had happened.
    run_into(database, [more])
    assert {table: found for table, found in content(database).items() if table != "sources"} == {
        table: found for table, found in undisturbed.items() if table != "sources"
    }
    assert set(undisturbed["sources"]) <= set(content(database)["sources"])


# --- interrupted ------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("interruptible")
def test_ctrl_c_at_any_moment_leaves_whole_runs_and_nothing_half_written(
    begun: Path, corpus: Path, tmp_path: Path
) -> None:
    seed = random.randrange(1 << 32)
    moments = random.Random(seed)
    for attempt in range(6):
        folder = tmp_path / str(attempt)
        folder.mkdir()
        database = folder / "claims.duckdb"
        runs_before = attempt % 2
        if runs_before:
            shutil.copy(begun, database)
        process = subprocess.Popen(
            [*COMMAND, *arguments(corpus / "more.jsonl", database, jobs=1 + attempt % 2)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        moment = moments.uniform(0.5, 1.1)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(moment)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGINT)
        _, errors = process.communicate(timeout=90)
        where = f"seed {seed}, attempt {attempt}, interrupted after {moment:.2f} s"
        if process.returncode != 0:
            assert process.returncode == 130, f"{where}: {errors}"
            assert errors.startswith("claims: interrupted; "), where
            assert errors.count("\n") == 1, where
        runs = whole_runs(database) if database.exists() else 0
        assert runs in {runs_before, runs_before + 1}, where
        assert {path.name for path in folder.iterdir()} <= {"claims.duckdb", "claims.duckdb.unfinished"}, (
            where
        )


@pytest.mark.usefixtures("interruptible")
def test_ctrl_c_while_duckdb_is_at_work_is_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """DuckDB gives an interrupt back as an error of its own."""
    import claims.store.run as run_module

    def interrupted(*_: object, **__: object) -> None:
        with contextlib.suppress(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        raise RuntimeError("Query interrupted")

    monkeypatch.setattr(run_module, "run_into", interrupted)
    assert main(["run", "x.jsonl", "--db", str(tmp_path / "x.duckdb"), "-j", "1"]) == 130
    assert capfd.readouterr().err == "claims: interrupted; nothing was left half-written\n"


# --- two at once ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("exists", [False, True], ids=["new database", "database with a run"])
def test_of_two_processes_at_once_the_second_is_told_and_nothing_is_lost(
    warm: Warm, begun: Path, corpus: Path, tmp_path: Path, exists: bool
) -> None:
    database = tmp_path / "claims.duckdb"
    if exists:
        shutil.copy(begun, database)
    other = write_jsonl(tmp_path / "other.jsonl", PAPERS)
    sources = [corpus / "more.jsonl", other]
    files = [tmp_path / f"errors-{number}" for number in range(2)]
    processes = [
        warm.start(arguments(source, database), errors) for source, errors in zip(sources, files, strict=True)
    ]
    codes = [warm.wait(process) for process in processes]
    assert 0 in codes
    for code, errors in zip(codes, files, strict=True):
        if code:
            assert code == 2
            told_in_one_line(errors.read_text(), "in use by process", "try again")
    assert whole_runs(database) == exists + codes.count(0)
    for code, source in zip(codes, sources, strict=True):
        if code:
            run_into(database, [source])
    with open_for_reading(database) as connection:
        assert rows(connection, "SELECT count(*) FROM papers") == [(MORE + len(PAPERS),)]


# --- no room ----------------------------------------------------------------------------------------------


def fill(warm: Warm, corpus: Path, database: Path, errors: Path, file_size: int | None = None) -> list[int]:
    """Run into too small a place, then again with more papers; the database is whole after each."""
    codes: list[int] = []
    for source in (corpus / "some.jsonl", corpus / "more.jsonl"):
        codes.append(warm.wait(warm.start(arguments(source, database), errors, file_size=file_size)))
        if codes[-1]:
            assert codes[-1] == 2
            why = "the disk is full" if file_size is None else "ulimit -f"
            told_in_one_line(errors.read_text(), str(database), why)
        runs = whole_runs(database) if database.exists() else 0
        assert runs == codes.count(0)
        left = {path.name for path in database.parent.iterdir()} - {f"{database.name}.unfinished"}
        assert left <= {database.name, f"{database.name}.wal"}
        assert database.exists() or not left
    return codes


def complete(corpus: Path, database: Path) -> None:
    run_into(database, [corpus / "more.jsonl"])
    whole_runs(database)
    with open_for_reading(database) as connection:
        assert rows(connection, "SELECT count(*) FROM papers") == [(MORE,)]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """Make disks of some size."""
    folder = tmp_path / "disk"
    folder.mkdir()

    def mount(size: str) -> Path:
        command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
        if (
            shutil.which("mount") is None
            or subprocess.run(command, capture_output=True, check=False).returncode
        ):
            pytest.skip(
                "only root can make a small disk; the test with a limit on the size of files is alike"
            )
        return folder

    yield mount
    subprocess.run(["umount", str(folder)], capture_output=True, check=False)


@pytest.mark.parametrize(("size", "codes"), [("200k", [2, 2]), ("1500k", [0, 2])])
def test_a_full_disk_leaves_whole_runs(
    warm: Warm, corpus: Path, small_disk: Callable[[str], Path], tmp_path: Path, size: str, codes: list[int]
) -> None:
    database = small_disk(size) / "claims.duckdb"
    assert fill(warm, corpus, database, tmp_path / "errors") == codes
    elsewhere = tmp_path / "claims.duckdb"
    for name in ("claims.duckdb", "claims.duckdb.wal"):
        with contextlib.suppress(FileNotFoundError):
            shutil.copy(database.with_name(name), elsewhere.with_name(name))
    complete(corpus, elsewhere)


@pytest.mark.parametrize("kilobytes", [40, 400, 900])
def test_a_file_that_may_not_grow_leaves_whole_runs(
    warm: Warm, corpus: Path, tmp_path: Path, kilobytes: int
) -> None:
    folder = tmp_path / "limited"
    folder.mkdir()

    codes = fill(warm, corpus, folder / "claims.duckdb", tmp_path / "errors", kilobytes * 1024)
    assert 2 in codes
    complete(corpus, folder / "claims.duckdb")


# --- no way to write --------------------------------------------------------------------------------------


def unwritable() -> Path | None:
    """Return a folder in which not even root may make a file."""
    return next((folder for name in ("/proc", "/sys") if (folder := Path(name)).is_dir()), None)


def test_a_folder_that_nobody_may_write_to_is_told(corpus: Path, capfd: pytest.CaptureFixture[str]) -> None:
    folder = unwritable()
    if folder is None:
        pytest.skip("no folder here that root may not write to")
    assert main(arguments(corpus / "some.jsonl", folder / "claims.duckdb")) == 2
    told_in_one_line(
        capfd.readouterr().err, str(folder / "claims.duckdb"), "give a path to --db where you may write"
    )


def test_a_log_without_its_database_is_not_taken_for_another(
    corpus: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "claims.duckdb.wal").write_bytes(b"what was committed")
    assert main(["run", str(corpus / "some.jsonl"), "--db", str(tmp_path / "claims.duckdb")]) == 2
    told_in_one_line(capfd.readouterr().err, "belongs to a database that is not there")
    assert [path.name for path in tmp_path.iterdir()] == ["claims.duckdb.wal"]
