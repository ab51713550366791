"""Work that is interrupted goes on where it stopped, and ends with the same rows."""

from __future__ import annotations

import contextlib
import itertools
import os
import signal
import stat
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st
from papers import many_papers, write_jsonl

import claims.streams.batches as batches_module
from claims.cli import main
from claims.cli.output import kept_for_later
from claims.errors import ClaimsError
from claims.files.journal import Journal
from claims.files.key import own_key
from claims.model import Paper
from claims.pipeline import Stages, read_text
from claims.sources import read_papers
from claims.streams.batches import extract_lines

SMALL = 50  # papers in a batch
SMALL_BATCHES = ("claims.streams.batches.BATCH_PAPERS", "claims.store.run.BATCH_PAPERS")
COMMAND = [
    sys.executable,
    "-c",
    "import sys, claims.cli, claims.store.run, claims.streams.batches; "
    f"{' = '.join(SMALL_BATCHES)} = {SMALL}; sys.exit(claims.cli.main())",
]
PAPERS = 9 * SMALL - 7
A, B = b"a" * 16, b"b" * 16


class CutOffError(Exception):
    """Stands for whatever ends the work."""


@contextmanager
def cut_off(output: Path, shape: str = "lines") -> Iterator[Journal]:
    """Give a journal, and end the block as if the program had ended."""
    with contextlib.suppress(CutOffError), Journal(output, shape) as journal:
        yield journal
        raise CutOffError


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "claims.jsonl"


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Papers that fill several batches."""
    for name in SMALL_BATCHES:
        monkeypatch.setattr(name, SMALL)
    return write_jsonl(tmp_path / "papers.jsonl", many_papers(PAPERS))


def interrupted(output: Path, results: dict[bytes, bytes], shape: str = "lines") -> Path:
    """Leave the journal of work that was cut off."""
    with cut_off(output, shape) as journal:
        for digest, result in results.items():
            journal.put(digest, result)
    return journal.path


def test_results_are_kept_until_the_work_ends_well(output: Path) -> None:
    path = interrupted(output, {A: b"first", B: b""})
    assert path.exists()
    with Journal(output, "lines") as journal:
        assert (journal.get(A), journal.get(B), journal.get(b"c" * 16)) == (b"first", b"", None)
    assert not path.exists()


def test_nothing_is_left_where_no_batch_was_finished(output: Path) -> None:
    assert not interrupted(output, {}).exists()


def test_a_frame_that_was_cut_is_dropped_and_those_before_it_stay(output: Path) -> None:
    path = interrupted(output, {A: b"first", B: b"second"})
    whole = path.read_bytes()
    for cut in (1, 5, 20):
        path.write_bytes(whole[:-cut])
        with cut_off(output) as journal:
            assert (journal.get(A), journal.get(B)) == (b"first", None)
            journal.put(B, b"again")
            assert journal.get(B) == b"again"


def test_a_damaged_result_is_not_taken(output: Path) -> None:
    path = interrupted(output, {A: b"first"})
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    with Journal(output, "lines") as journal:
        assert journal.get(A) is None


def test_other_shapes_and_other_work_make_a_journal_void(
    output: Path, caplog: pytest.LogCaptureFixture
) -> None:
    interrupted(output, {A: b"first"})
    with cut_off(output, "columns") as journal:
        assert journal.get(A) is None
    interrupted(output, {A: b"first"})
    with contextlib.suppress(CutOffError), Journal(output, "lines", ["other.jsonl"]) as journal:
        assert journal.get(A) is None
        raise CutOffError
    assert [record.getMessage() for record in caplog.records] == [
        f"{output}.unfinished: kept by other work for the same output, and removed now"
    ] * 2


def test_claims_of_other_rules_are_not_taken(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def kept() -> Journal:
        return kept_for_later(output, "lines", [Path("papers.jsonl")], None)

    with contextlib.suppress(CutOffError), kept() as journal:
        journal.put(A, b"first")
        raise CutOffError
    with contextlib.suppress(CutOffError), kept() as journal:
        assert journal.get(A) == b"first"
        raise CutOffError
    monkeypatch.setattr("claims.streams.fingerprint.rules_fingerprint", lambda: "other rules")
    with kept() as journal:
        assert journal.get(A) is None


def whole_journal(output: Path) -> bytes:
    content = interrupted(output, {A: b"first", B: b"second" * 1000}).read_bytes()
    output.with_name(f"{output.name}.unfinished").unlink()
    return content


def forged(content: bytes) -> bytes:
    """Return a journal as somebody would write it who knows all but the key."""
    title = content[: content.index(b"\n") + 1]
    data = zstandard.compress(b'[1,[]]\n{"id":"forged","claims":[]}\n')
    return title + struct.pack("<16sII16s", A, 33, len(data), b"c" * 16) + data


THEIRS = {
    "notes": lambda content: b"notes\n",
    "nothing": lambda content: b"",
    "a long line": lambda content: b"x" * 100_000,
    "the first edition's": lambda content: b"claims journal 1: lines by rules 0123456789abcdef\n" + content,
    "another user's": lambda content: content.replace(content[: content.index(b"\n")][-8:], b"00000000", 1),
}
DAMAGED = {
    "forged": forged,
    "a bomb": lambda content: (
        content[: content.index(b"\n") + 1]
        + struct.pack("<16sII16s", A, 1 << 31, 20, b"c" * 16)
        + zstandard.compress(bytes(1 << 24))
    ),
    "garbage behind the title": lambda content: content[: content.index(b"\n") + 1] + b"\xff" * 1000,
    "a title alone": lambda content: content[: content.index(b"\n") + 1],
}


@pytest.mark.parametrize("make", THEIRS.values(), ids=THEIRS)
def test_what_is_no_journal_of_ours_is_left_alone(
    output: Path, make: Callable[[bytes], bytes], caplog: pytest.LogCaptureFixture
) -> None:
    path = output.with_name("claims.jsonl.unfinished")
    theirs = make(whole_journal(output))
    path.write_bytes(theirs)
    with Journal(output, "lines") as journal:
        assert journal.get(A) is None
        journal.put(B, b"second")
        assert not journal.is_kept
    assert path.read_bytes() == theirs
    assert "left alone" in caplog.text


@pytest.mark.parametrize("make", DAMAGED.values(), ids=DAMAGED)
def test_nothing_is_taken_from_a_journal_that_others_have_written_into(
    output: Path, make: Callable[[bytes], bytes]
) -> None:
    path = output.with_name("claims.jsonl.unfinished")
    path.write_bytes(make(whole_journal(output)))
    with Journal(output, "lines") as journal:
        assert (journal.get(A), journal.get(B)) == (None, None)
        journal.put(A, b"first")
        assert journal.get(A) == b"first"
    assert not path.exists()


@given(st.data())
def test_a_journal_with_a_changed_byte_gives_what_was_kept_or_nothing(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder, "claims.jsonl")
        content = bytearray(whole_journal(output))
        place = data.draw(st.integers(0, len(content) - 1))
        content[place] ^= data.draw(st.integers(1, 255))
        cut = data.draw(st.integers(0, len(content)))
        output.with_name("claims.jsonl.unfinished").write_bytes(content[:cut] if cut % 2 else content)
        with Journal(output, "lines") as journal:
            assert journal.get(A) in (None, b"first")
            assert journal.get(B) in (None, b"second" * 1000)


def test_a_journal_is_for_its_user_alone(output: Path) -> None:
    path = interrupted(output, {A: b"first"})
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert {each.name for each in output.parent.iterdir()} == {path.name}


def test_without_a_place_for_a_secret_nothing_is_kept(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claims.files.journal.own_key", lambda: None)
    assert not interrupted(output, {A: b"first"}).exists()


def test_a_secret_that_others_can_read_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    key = own_key.__wrapped__()
    assert key is not None
    assert own_key.__wrapped__() == key
    path = tmp_path / "claims" / "key"
    path.chmod(0o644)
    assert own_key.__wrapped__() is None
    path.unlink()
    path.symlink_to(tmp_path / "elsewhere")
    assert own_key.__wrapped__() is None
    assert not (tmp_path / "elsewhere").exists()


def test_an_input_that_is_at_fault_leaves_nothing_behind(output: Path, source: Path) -> None:
    with pytest.raises(ClaimsError), Journal(output, "lines") as journal:
        for _ in extract_lines(cut_short(papers_of(source)), journal=journal):
            pass
    assert not journal.path.exists()


def cut_short(papers: Iterator[Paper]) -> Iterator[Paper]:
    yield from itertools.islice(papers, 3 * SMALL)
    raise ClaimsError("papers.jsonl.gz: damaged or cut short")


def test_of_two_at_once_the_second_goes_without(output: Path) -> None:
    with Journal(output, "lines") as first:
        first.put(A, b"first")
        with Journal(output, "lines") as second:
            assert second.get(A) is None
            second.put(B, b"second")
        assert first.path.exists()
        assert (first.get(A), first.get(B)) == (b"first", None)


def test_only_batches_that_were_not_finished_are_worked_through(
    source: Path, output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = [lines.data for lines in extract_lines(papers_of(source))]
    with cut_off(output) as journal:
        for _ in zip(range(3), extract_lines(papers_of(source), journal=journal), strict=False):
            pass
    read: list[str] = []

    def noted(text: str, title: str) -> Stages:
        read.append(text)
        return (yield from read_text(text, title))

    monkeypatch.setattr(batches_module, "read_text", noted)
    with Journal(output, "lines") as journal:
        again = [lines.data for lines in extract_lines(papers_of(source), journal=journal)]
    assert again == whole
    assert len(read) == PAPERS - 3 * SMALL


def papers_of(source: Path) -> Iterator[Paper]:
    return read_papers([source], on_reject=lambda reject: None)


def write_without_end(pipe: Path, content: bytes) -> None:
    """Write to whoever reads a pipe, and empty lines from then on, until nobody reads any more."""
    with contextlib.suppress(BrokenPipeError), pipe.open("wb", buffering=0) as stream:
        stream.write(content)
        while True:
            stream.write(b"\n" * 65_536)


def kill_when_it_has_begun(command: list[str], source: Path, journal: Path, number: signal.Signals) -> str:
    """Start a command, send it a signal when it has kept a batch, and return what it said.

    What it reads is a pipe meanwhile that does not end: it cannot be done before it is killed.
    """
    content = source.read_bytes()
    source.unlink()
    os.mkfifo(source)
    threading.Thread(target=write_without_end, args=(source, content), daemon=True).start()
    with subprocess.Popen(
        [*COMMAND, *command],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        deadline = time.monotonic() + 60
        while process.poll() is None and time.monotonic() < deadline:
            if journal.exists() and journal.stat().st_size > 200:
                break
            time.sleep(0.005)
        os.killpg(process.pid, number)
        _, err = process.communicate(timeout=90)
    source.unlink()
    source.write_bytes(content)
    assert process.returncode in {-number, 128 + number}
    return err


@pytest.mark.usefixtures("interruptible")
@pytest.mark.parametrize(
    ("name", "number"), [("claims.jsonl", signal.SIGINT), ("claims.parquet", signal.SIGKILL)]
)
def test_extract_goes_on_after_a_kill_and_ends_with_the_same_bytes(
    tmp_path: Path, source: Path, name: str, number: signal.Signals
) -> None:
    assert main(["extract", str(source), "-o", str(tmp_path / f"whole-{name}"), "-j", "2"]) == 0
    output = tmp_path / name
    journal = output.with_name(f"{name}.unfinished")
    command = ["extract", str(source), "-o", str(output), "-j", "2"]
    said = kill_when_it_has_begun(command, source, journal, number)
    if number == signal.SIGINT:
        assert said == (
            f"claims: interrupted; {journal} keeps what is done, and the same command goes on from there\n"
        )
    assert journal.exists()
    assert not output.exists()
    assert main(command) == 0
    assert output.read_bytes() == (tmp_path / f"whole-{name}").read_bytes()
    assert not journal.exists()


def everything(database: Path) -> list[list[tuple[object, ...]]]:
    """All rows but those that tell the time."""
    with duckdb.connect(str(database), read_only=True) as connection:
        tables = ("papers", "abstracts", "sources", "claims", "rejects", "paper_keys")
        runs = "SELECT * EXCLUDE (started, finished, seconds) FROM runs"
        return [connection.execute(f"FROM {each}").fetchall() for each in (*tables, f"({runs})")]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_a_run_goes_on_after_kills_and_ends_with_the_same_rows(
    tmp_path: Path, source: Path, number: signal.Signals
) -> None:
    assert main(["run", str(source), "--db", str(tmp_path / "whole.duckdb"), "-j", "2"]) == 0
    database = tmp_path / "claims.duckdb"
    journal = tmp_path / "claims.duckdb.unfinished"
    command = ["run", str(source), "--db", str(database), "-j", "2"]
    kill_when_it_has_begun(command, source, journal, number)
    kept = journal.stat().st_size
    assert kept > 200
    assert main(command) == 0
    assert everything(database) == everything(tmp_path / "whole.duckdb")
    assert not journal.exists()


def test_what_is_known_is_told_by_the_papers_not_by_their_file(source: Path, output: Path) -> None:
    with cut_off(output) as journal:
        first = next(extract_lines(papers_of(source), journal=journal))
    renamed = source.rename(source.with_name("other.jsonl"))
    with Journal(output, "lines") as journal:
        lines = extract_lines(papers_of(renamed), journal=journal)
        size = journal.path.stat().st_size
        assert next(lines) == first
        assert journal.path.stat().st_size == size
        next(lines)
        assert journal.path.stat().st_size > size
