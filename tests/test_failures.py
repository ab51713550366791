"""Whatever goes wrong is told in one line, never as a traceback."""

from __future__ import annotations

import copy
import errno
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from papers import PAPERS, many_papers, write_jsonl

import claims.streams.batches as batches_module
from claims.cli import main
from claims.cli.failures import MISTAKE_OF_OURS, told
from claims.cli.messages import one_line
from claims.errors import ClaimsError
from claims.judging.accepted import read_registry, read_state
from claims.judging.annotations import read_annotations
from claims.model import CLAIM_FIELDS
from claims.streams.batches import extract_lines

FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "claims.jsonl")
ERRORS: list[tuple[BaseException, int, str]] = [
    (ClaimsError("x.jsonl: is empty"), 2, "x.jsonl: is empty"),
    (FULL, 2, "claims.jsonl: No space left on device: make room"),
    (
        PermissionError(errno.EACCES, "Permission denied", b"claims.jsonl"),
        2,
        "claims.jsonl: Permission denied: give",
    ),
    (OSError(errno.ENOMEM, os.strerror(errno.ENOMEM)), 2, "not enough memory"),
    (OSError("nothing known"), 2, "nothing known"),
    (BrokenPipeError(), 141, ""),
    (MemoryError(), 2, "not enough memory"),
    (pa.ArrowMemoryError("realloc failed"), 2, "not enough memory"),
    (RuntimeError("can't start new thread"), 2, "not enough memory"),
    (ImportError("libx.so: failed to map segment from shared object"), 2, "not enough memory"),
    (duckdb.OutOfMemoryException("Out of Memory Error: failed to allocate"), 2, "not enough memory"),
    (duckdb.IOException("IO Error: a block is damaged\nand more"), 2, "the database cannot be used"),
    (pa.ArrowInvalid("no Parquet\nat all"), 2, "damaged or unusual data: no Parquet"),
    (RecursionError("too deep"), 2, "nested too deeply"),
    (KeyError("metric"), MISTAKE_OF_OURS, "a mistake of this program: KeyError: 'metric'"),
]


@pytest.mark.parametrize(("error", "status", "line"), ERRORS, ids=lambda each: type(each).__name__)
def test_an_error_is_told_in_one_line(error: BaseException, status: int, line: str) -> None:
    found, ends = told(error)
    assert ends == status
    assert line in found
    assert "\n" not in found
    assert bool(found) == bool(line)


def test_a_mistake_of_the_program_is_one_line_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def mistaken(*_: object, **__: object) -> None:
        raise KeyError("metric")

    monkeypatch.setattr("claims.store.run.run_into", mistaken)
    command = ["run", str(write_jsonl(tmp_path / "papers.jsonl", PAPERS)), "--db", str(tmp_path / "x.duckdb")]
    assert main(command) == MISTAKE_OF_OURS
    err = capfd.readouterr().err
    assert err.startswith("claims: a mistake of this program: KeyError: 'metric' (run.py, line ")
    assert err.count("\n") == 1
    monkeypatch.setenv("CLAIMS_TRACEBACK", "1")
    assert main(command) == MISTAKE_OF_OURS
    assert "Traceback" in capfd.readouterr().err


@given(st.text())
def test_a_line_is_one_line_of_characters_that_do_nothing(text: str) -> None:
    line = one_line(text)
    assert line.isprintable()
    assert len(line.splitlines()) <= 1


def test_without_memory_no_text_is_to_blame(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def short(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(batches_module, "read_text", short)
    source = write_jsonl(tmp_path / "papers.jsonl", PAPERS)
    assert main(["extract", str(source), "-o", str(tmp_path / "out"), "-j", "1"]) == 2
    assert {path.name for path in tmp_path.iterdir()} == {"papers.jsonl"}
    with pytest.raises(MemoryError):
        list(extract_lines(claims_papers(source)))


def claims_papers(source: Path) -> Any:
    from claims.sources import read_papers

    return read_papers([source], on_reject=lambda reject: None)


def test_too_little_memory_to_begin_with_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("claims.cli.memory.address_space", lambda: 300 << 20)
    assert main(["rules"]) == 2
    assert capfd.readouterr().err == (
        "claims: not enough memory: this process may take 300 MB (ulimit -v, -d); give it 4 GB\n"
    )


# --- files that people write ------------------------------------------------------------------------------

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=4,
)


@pytest.fixture(scope="module")
def accepted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("accepted")
    source = write_jsonl(folder / "papers.jsonl", PAPERS)
    assert main(["accept", str(source), "--as", "pages", "--accepted", str(folder / "state")]) == 0
    return folder / "state"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(data=st.data())
@pytest.mark.parametrize("name", ["pages.jsonl", "corpora.jsonl"])
def test_an_accepted_state_with_values_of_any_type_is_read_or_refused(
    data: st.DataObject, accepted: Path, tmp_path: Path, name: str
) -> None:
    lines = [json.loads(line) for line in (accepted / name).read_text().splitlines()]
    place = data.draw(st.integers(0, len(lines) - 1))
    field = data.draw(st.sampled_from([*lines[place], *(CLAIM_FIELDS if name == "pages.jsonl" else ())]))
    lines[place][field] = data.draw(JSON)
    path = write_jsonl(tmp_path / name, lines)
    refusal = ""
    try:
        if name == "pages.jsonl":
            for paper in read_state(path).values():
                sorted((claim["start"], claim["end"], claim["rule"]) for claim in paper.claims)
        else:
            for corpus in read_registry(tmp_path):
                assert (tmp_path / f"{corpus.name}.jsonl").parent == tmp_path
                corpus.paths(tmp_path)
    except ClaimsError as error:
        refusal = str(error)
    assert not refusal or f"{name}: line {place + 1}" in refusal or "no accepted claim" in refusal


GOLD = {"id": "a", "abstract": "It is 5x faster than BigCache.", "title": ""}
CLAIM = {
    "form": "ratio",
    "lo": 5,
    "hi": 5,
    "metric": "speed",
    "quote": "5x",
    "unit": "x",
    "change": "increase",
}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(field=st.sampled_from([*CLAIM_FIELDS, "start", "end", "quote", "occurrence"]), value=JSON)
def test_annotations_with_values_of_any_type_are_read_or_refused(
    tmp_path: Path, field: str, value: Any
) -> None:
    from claims.judging.score import extracted_now, score

    path = write_jsonl(tmp_path / "gold.jsonl", [{**GOLD, "claims": [{**CLAIM, field: value}]}])
    refusal = ""
    try:
        gold = list(read_annotations(path, with_text=True))
        score(gold, {paper.id: paper for paper in extracted_now(gold)}).figures()
    except ClaimsError as error:
        refusal = str(error)
    assert not refusal or "gold.jsonl: line 1" in refusal


@pytest.mark.parametrize("name", ["../evil", "/tmp/evil", "a/b", "", ".", "corpora", "x" * 300, "a\nb"])
def test_a_corpus_of_a_hostile_name_is_refused(
    accepted: Path, tmp_path: Path, name: str, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "state"
    folder.mkdir()
    [corpus] = [json.loads(line) for line in (accepted / "corpora.jsonl").read_text().splitlines()]
    write_jsonl(
        folder / "corpora.jsonl", [{**corpus, "files": [str(accepted.parent / "*.jsonl")], "name": name}]
    )
    before = copy.copy((folder / "corpora.jsonl").read_bytes())
    for command in ("accept", "check"):
        assert main([command, "--accepted", str(folder)]) == 2
        err = capfd.readouterr().err
        assert "corpora.jsonl: line 1: no corpus" in err
        assert err.count("\n") == 1
    assert {path.name for path in tmp_path.iterdir()} == {"state"}
    assert (folder / "corpora.jsonl").read_bytes() == before


# --- signals ----------------------------------------------------------------------------------------------

LOADED = "import sys, claims_command; print('loaded', flush=True); sys.exit(claims_command.main())"


@pytest.mark.skipif(sys.platform == "win32", reason="signals of Unix")
@pytest.mark.usefixtures("interruptible")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("delay", [0.0, 0.15, 0.4])
def test_a_signal_while_a_command_begins_leaves_nothing(
    tmp_path: Path, number: signal.Signals, delay: float
) -> None:
    source = write_jsonl(tmp_path / "papers.jsonl", many_papers(20_000))
    folder = tmp_path / "work"
    folder.mkdir()
    with subprocess.Popen(
        [sys.executable, "-c", LOADED, "run", str(source), "--db", str(folder / "x.duckdb"), "-j", "2"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(delay + 0.005)
        os.killpg(process.pid, number)
        _, err = process.communicate(timeout=90)
    assert process.returncode == 128 + number
    assert err.count("\n") == (number == signal.SIGINT)
    assert {path.name for path in folder.iterdir()} <= {"x.duckdb.unfinished"}


@pytest.mark.skipif(sys.platform == "win32", reason="signals of Unix")
@pytest.mark.usefixtures("interruptible")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_while_something_dies_is_neither_lost_nor_told_as_a_traceback(
    number: signal.Signals, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    class Dying:
        def __del__(self) -> None:
            os.kill(os.getpid(), number)
            time.sleep(0.01)  # the signal is answered here, where no exception can get out

    def work(*_: object) -> int:
        Dying()
        time.sleep(5)
        return 0

    monkeypatch.setattr("claims.cli._of_command", work)
    assert main(["rules"]) == 128 + number
    assert capfd.readouterr().err.count("\n") == (number == signal.SIGINT)
