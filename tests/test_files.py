"""Nobody's file is overwritten or removed: names beside an output, links, and what killed commands leave."""

from __future__ import annotations

import contextlib
import errno
import itertools
import os
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from papers import PAPERS, write_jsonl

from claims.cli import main
from claims.errors import ClaimsError
from claims.files import beside, pipes
from claims.files.beside import FILE, FOLDER, clear_up, clear_up_after_others, forget, name_beside
from claims.files.pipes import open_pipe
from claims.files.whole import Part, folder_beside, locked_folder, whole_file

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links, locks and pipes of Unix")

NAMES = [
    "out.jsonl",
    "n" * 250 + ".x",
    "ö" * 120,
    "two\nlines",
    "a[1]*?.csv",
    b"not-\xff-utf8".decode("utf-8", "surrogateescape"),
]


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return write_jsonl(tmp_path / "papers.jsonl", PAPERS)


@pytest.mark.parametrize("name", NAMES)
def test_a_file_takes_its_name_when_it_is_whole(tmp_path: Path, name: str) -> None:
    output = tmp_path / name
    output.write_bytes(b"old")
    output.chmod(0o640)
    with whole_file(output) as stream:
        stream.write(b"new")
        [part] = names(tmp_path) - {name}
        assert stat.S_IMODE((tmp_path / part).stat().st_mode) == 0o600
        assert output.read_bytes() == b"old"
    assert output.read_bytes() == b"new"
    assert stat.S_IMODE(output.stat().st_mode) == 0o640
    with contextlib.suppress(KeyError), whole_file(output) as stream:
        stream.write(b"half")
        raise KeyError
    assert output.read_bytes() == b"new"
    assert names(tmp_path) == {name}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", [FILE, FOLDER])
def test_what_a_killed_command_has_left_is_removed_by_the_next_with_the_same_output(
    tmp_path: Path, name: str, kind: str
) -> None:
    output, other = tmp_path / name, tmp_path / "other"
    mine, others = name_beside(output, kind), name_beside(other, kind)
    for left in (mine, others):
        forget(left)  # it was another process
        left.write_bytes(b"half") if kind == FILE else left.mkdir()
    clear_up_after_others(output)
    assert names(tmp_path) == {others.name}


def test_what_another_command_is_at_is_left_alone(tmp_path: Path) -> None:
    output = tmp_path / "out"
    with folder_beside(output) as folder:
        part = Part(output)
        beside._made.clear()  # as another process would see them
        clear_up_after_others(output)
        assert names(tmp_path) == {folder.name, part._name.name}
        part.drop()
    assert not names(tmp_path)


def test_the_end_of_a_command_leaves_nothing_that_was_begun(tmp_path: Path) -> None:
    Part(tmp_path / "out").stream.write(b"half")
    (name_beside(tmp_path / "out", FOLDER) / "deep").mkdir(parents=True)
    clear_up()
    assert not names(tmp_path)


@given(st.text(st.sampled_from("0123456789abcdef.partnew"), max_size=40))
def test_no_name_that_somebody_has_chosen_is_taken_for_ours(name: str) -> None:
    output = Path("folder", "out")
    theirs = f".out.{name}.part"
    match = beside._NAME.fullmatch(theirs)
    assert match is None or match[2] != beside._check(output, match[1], match[3])


def test_a_folder_that_looks_like_ours_but_is_a_link_is_no_way_to_another(tmp_path: Path) -> None:
    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs" / "file").write_bytes(b"theirs")
    link = name_beside(tmp_path / "out", FOLDER)
    forget(link)
    link.symlink_to(tmp_path / "theirs")
    clear_up_after_others(tmp_path / "out")
    assert (tmp_path / "theirs" / "file").read_bytes() == b"theirs"


def test_a_folder_is_written_by_one_command_at_a_time(tmp_path: Path) -> None:
    with locked_folder(tmp_path) as first, locked_folder(tmp_path) as second:
        assert (first, second) == (True, False)


# --- through the commands ---------------------------------------------------------------------------------


SUFFIXES = (".unfinished", ".part", ".new", ".tmp", ".wal")


@pytest.mark.parametrize("kind", ["file", "link", "folder", "pipe"])
def test_what_somebody_keeps_beside_an_output_stays(
    source: Path, kind: str, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = source.parent / "work"
    folder.mkdir()
    target = source.parent / "target"
    target.write_bytes(b"theirs")
    kept = []
    for output, suffix in itertools.product(("claims.jsonl", "claims.parquet", "claims.duckdb"), SUFFIXES):
        if suffix == ".wal" and output == "claims.duckdb":
            continue  # DuckDB's own name
        for name in (f"{output}{suffix}", f".{output}{suffix}", f".{output}.0123456789abcdef0123{suffix}"):
            path = folder / name
            kept.append(name)
            if kind == "file":
                path.write_bytes(b"theirs")
            elif kind == "link":
                path.symlink_to(target)
            elif kind == "folder":
                path.mkdir()
                (path / "notes").write_bytes(b"theirs")
            else:
                os.mkfifo(path)
    for command in ("extract", "run"):
        for output in ("claims.jsonl", "claims.parquet") if command == "extract" else ("claims.duckdb",):
            option = "-o" if command == "extract" else "--db"
            assert main([command, str(source), option, str(folder / output), "-j", "1"]) == 0
            assert (folder / output).stat().st_size > 100
    told = capfd.readouterr().err.splitlines()
    assert len(told) == 3, "one journal for each output, and nothing of all others"
    assert all("no journal of this program, and left alone" in line for line in told)
    assert target.read_bytes() == b"theirs"
    for name in kept:
        path = folder / name
        assert path.is_symlink() == (kind == "link")
        if kind in ("file", "link"):
            assert path.read_bytes() == b"theirs"
        elif kind == "folder":
            assert names(path) == {"notes"}


def test_an_input_beside_the_output_stays(source: Path) -> None:
    paper = source.rename(source.with_name("claims.jsonl.unfinished"))
    before = paper.read_bytes()
    assert main(["extract", str(paper), "-o", str(paper.with_name("claims.jsonl"))]) == 0
    assert paper.read_bytes() == before


def test_an_output_that_is_a_link_takes_the_place_of_the_link(source: Path) -> None:
    target = source.with_name("target")
    target.write_bytes(b"theirs")
    link = source.with_name("out.jsonl")
    link.symlink_to(target)
    assert main(["extract", str(source), "-o", str(link)]) == 0
    assert target.read_bytes() == b"theirs"
    assert link.stat().st_size > 100


def test_a_database_behind_a_link_is_written_where_it_is(source: Path) -> None:
    folder = source.parent / "elsewhere"
    folder.mkdir()
    link = source.with_name("claims.duckdb")
    link.symlink_to(folder / "real.duckdb")
    assert main(["run", str(source), "--db", str(link)]) == 0
    assert main(["run", str(source), "--db", str(link)]) == 0
    assert names(folder) == {"real.duckdb"}
    assert link.is_symlink()


def test_an_empty_database_of_somebody_stays_when_a_run_fails(source: Path) -> None:
    import duckdb

    database, broken = source.with_name("theirs.duckdb"), source.with_name("broken.jsonl")
    duckdb.connect(str(database)).close()
    broken.write_bytes(b"\x00\x01")
    assert main(["run", str(broken), "--db", str(database)]) == 2
    assert database.exists()


def test_a_file_that_standard_output_goes_to_already_is_not_replaced(source: Path) -> None:
    command = [sys.executable, "-c", "import sys, claims.cli; sys.exit(claims.cli.main())"]
    with (source.parent / "out.jsonl").open("wb") as stream:
        done = subprocess.run(
            [*command, "extract", str(source), "-o", "/dev/stdout", "-j", "1"], stdout=stream, check=False
        )
    assert done.returncode == 0
    assert (source.parent / "out.jsonl").stat().st_size > 100
    assert Path("/dev/stdout").is_symlink()


# --- pipes ------------------------------------------------------------------------------------------------


@pytest.fixture
def pipe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(pipes, "PATIENCE_SECONDS", 0.2)
    os.mkfifo(tmp_path / "pipe")
    return tmp_path / "pipe"


@pytest.mark.parametrize(("mode", "does"), [("rb", "writes into"), ("wb", "reads from")])
def test_a_pipe_without_another_side_is_not_waited_for_for_ever(pipe: Path, mode: str, does: str) -> None:
    with pytest.raises(ClaimsError, match=f"pipe: a pipe that nobody {does}"):
        open_pipe(pipe, mode)


def test_a_pipe_is_read_to_its_end(pipe: Path) -> None:
    writer = threading.Thread(target=lambda: pipe.write_bytes(b"all of it"))
    writer.start()
    with open_pipe(pipe, "rb") as stream:
        assert stream.read() == b"all of it"
    writer.join()


@pytest.mark.parametrize(
    "words",
    [
        "run {source} --db {pipe}",
        "runs --db {pipe}",
        "query FROM.results --db {pipe}",
        "load {pipe} --db {new}",
        "extract {pipe}",
        "extract {source} -o {pipe}",
        "score {pipe}",
        "accept {pipe} --as pages --accepted {new}",
        "export {pipe} --db {database}",
    ],
)
def test_a_pipe_in_the_place_of_a_file_is_told_in_one_line(
    words: str, pipe: Path, source: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    database = tmp_path / "claims.duckdb"
    if "{database}" in words:
        assert main(["run", str(source), "--db", str(database)]) == 0
        capfd.readouterr()
    places = {"source": source, "pipe": pipe, "new": tmp_path / "new", "database": database}
    assert main([word.format(**places) for word in words.split()]) == 2
    told_in_one_line(capfd.readouterr().err, "pipe: ")


def told_in_one_line(errors: str, *words: str) -> None:
    assert errors.startswith("claims: ")
    assert errors.count("\n") == 1, errors
    for word in words:
        assert word in errors


# --- names that lead nowhere ------------------------------------------------------------------------------

PLACES: dict[str, Callable[[Path], Path]] = {
    "a loop of links": lambda folder: _loop(folder / "loop"),
    "a name of 300 letters": lambda folder: folder / ("n" * 300),
    "a path below a file": lambda folder: folder / "papers.jsonl" / "below",
    "a folder that is not there": lambda folder: folder / "absent" / "x",
    "a folder where nobody may write": lambda folder: Path("/proc/x"),
    "a name that is not UTF-8": lambda folder: folder / b"\xff/x".decode("utf-8", "surrogateescape"),
    "a name of two lines": lambda folder: folder / "two\nlines" / "x",
}


def _loop(path: Path) -> Path:
    path.symlink_to(path)
    return path


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
@pytest.mark.parametrize(
    "words",
    [
        "run {place}",
        "run {source} --db {place}",
        "runs --db {place}",
        "load {place} --db {new}",
        "load {extracted} --db {place}",
        "extract {place}",
        "extract {source} --rejects {place}",
        "extract {source} -o {place}",
        "extract {source} -o {place}.parquet",
        "check --accepted {place}",
        "accept {source} --as pages --accepted {place}/state",
        "score {place}",
        "score {gold} {place}",
        "export {place} --db {database}",
        "export {place} --db {database} --format sqlite --format bibtex",
        "leaderboard speed --db {database} -o {place}",
    ],
)
def test_a_place_that_cannot_be_is_told_in_one_line(
    words: str,
    place: Callable[[Path], Path],
    places: dict[str, Path],
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    folder = tmp_path / "place"
    folder.mkdir()
    (folder / "papers.jsonl").write_bytes(b"")
    there = place(folder)
    before = names(folder)
    status = main([word.format(place=there, new=tmp_path / "new", **places) for word in words.split()])
    err = capfd.readouterr().err
    if status != 0:  # where nothing was there, a folder may have been made
        assert status == 2
        told_in_one_line(err)
    else:
        assert words.startswith(("accept", "export")) or there.name == "loop"  # its place is taken
    if status:
        assert names(folder) - {"absent", b"\xff".decode("utf-8", "surrogateescape"), "two\nlines"} == before


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    from claims.store.run import run_into
    from claims.streams.arrow import add_claims

    folder = tmp_path_factory.mktemp("places")
    papers = write_jsonl(folder / "papers.jsonl", PAPERS)
    gold = write_jsonl(folder / "gold.jsonl", [{**paper, "claims": []} for paper in PAPERS])
    run_into(folder / "claims.duckdb", [papers])
    pq.write_table(add_claims(pa.Table.from_pylist(list(PAPERS))), folder / "extracted.parquet")
    return {
        "source": papers,
        "gold": gold,
        "database": folder / "claims.duckdb",
        "extracted": folder / "extracted.parquet",
    }


def test_no_room_for_an_output_is_told_with_its_name(
    source: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def full(self: Part) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Part, "take_name", full)
    assert main(["extract", str(source), "-o", str(source.with_name("out.jsonl"))]) == 2
    told_in_one_line(
        capfd.readouterr().err, "out.jsonl: cannot be written: No space left", "keeps what is done"
    )
    assert names(source.parent) == {"papers.jsonl", "out.jsonl.unfinished"}
