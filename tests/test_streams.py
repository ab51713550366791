"""Every command, in every format, with standard streams that are closed, full or not read by anybody."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from papers import PAPERS, SLOW, SWIFT, many_papers, write_jsonl
from typer.main import get_command

from benchmarks.torture.warm import CLOSED, GONE, Warm
from claims.cli import main
from claims.cli.app import app
from claims.store.run import run_into
from claims.streams.arrow import add_claims

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="streams of Unix")

FULL = "/dev/full"


OPPOSITE = [
    {"id": "left", "title": "Left", "abstract": "SwiftCache is 2x faster than LoudCache."},
    {"id": "right", "title": "Right", "abstract": "LoudCache is 2x faster than SwiftCache."},
]


@dataclass(frozen=True)
class Case:
    """A command line.

    Attributes:
        words: What is typed; names of the things in the folder stand in braces.
        stores: Whether the result is kept elsewhere, so that standard output has a summary of it only.
        leaves: Whether it is kept in a new file.
        status: How it ends when all is well.
        is_first: Whether no other format of the same command is tried with all kinds of streams.
    """

    words: str
    stores: bool = False
    leaves: bool = True
    status: int = 0
    is_first: bool = True


def in_formats(words: str, *formats: str, status: int = 0) -> list[Case]:
    return [Case(f"{words} -f {form}", status=status, is_first=form == formats[0]) for form in formats]


TABLES = ("table", "csv", "json", "markdown", "parquet")
DIFFERENCES = ("table", "markdown", "json")
CASES = [
    Case("--help"),
    Case("--version"),
    Case("-V"),
    Case("run --help"),
    Case("fetch --help"),
    Case("run {papers} --db {new} -j 1", stores=True),
    Case("run {broken} --db {new} -j 1", stores=True, status=1),
    Case("load {extracted} --db {new}", stores=True),
    Case("export {new}", stores=True),
    Case("site {new} --least 1 --jobs 1", stores=True),
    Case("review --top 3"),
    Case("correct {sheet} --corrections {new}", stores=True),
    Case("suggest {gold} --by Ann", stores=True, leaves=False),
    *in_formats("trust", *TABLES),
    Case("accept {papers} --as pages --accepted {new}", stores=True),
    Case("extract {papers} -o {new} -j 1", stores=True),
    Case("extract {papers} -o {new}.parquet -j 1", stores=True),
    Case("extract {papers} -j 1"),
    Case("extract {broken} -j 1", status=1),
    *in_formats("leaderboard speed", *TABLES, "html"),
    *in_formats("compare SwiftCache BigCache", *DIFFERENCES),
    *in_formats("contradictions", *TABLES),
    *in_formats("query SELECT{space}*{space}FROM{space}results", *TABLES),
    *in_formats("schema", *TABLES),
    *in_formats("runs", *TABLES),
    *in_formats("diff", *DIFFERENCES, status=1),
    *in_formats("check --accepted {state}", *DIFFERENCES, status=1),
    Case("runs 1"),
    Case("explain 5x{space}faster{space}than{space}BigCache"),
    Case("explain --paper 2301.00001"),
    Case("rules"),
    Case("rules comparative"),
    Case("score {gold}"),
    Case("score {gold} --json"),
]

FIRST = [case for case in CASES if case.is_first]
OTHERS = [case for case in CASES if not case.is_first]
STORING = [case for case in CASES if case.stores]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all that the commands read."""
    folder = tmp_path_factory.mktemp("streams")
    papers = write_jsonl(folder / "papers.jsonl", PAPERS)
    (folder / "broken.jsonl").write_bytes(papers.read_bytes() + b"no JSON\n")
    run_into(folder / "claims.duckdb", [papers])
    run_into(folder / "claims.duckdb", [write_jsonl(folder / "more.jsonl", [*many_papers(20), *OPPOSITE])])
    pq.write_table(add_claims(pa.Table.from_pylist([SWIFT, SLOW])), folder / "extracted.parquet")
    claim = {"form": "ratio", "lo": 5, "hi": 5, "metric": "speed", "quote": "5x"}
    write_jsonl(folder / "gold.jsonl", [{**SWIFT, "claims": [claim]}])
    quoted = {"paper": SWIFT["id"], "quote": claim["quote"], "verdict": "right"}
    write_jsonl(folder / "sheet.jsonl", [quoted])
    assert main(["accept", str(papers), "--as", "pages", "--accepted", str(folder / "state")]) == 0
    state = folder / "state" / "pages.jsonl"
    state.write_text(state.read_text().replace('"lo":5.0', '"lo":4.0'))  # as if the rules had changed
    return folder


@dataclass
class Ended:
    status: int
    errors: str
    left: set[str]


def end_of(
    warm: Warm, case: Case, made: Path, folder: Path, stdin: str = "", stdout: str = "", stderr: str = ""
) -> Ended:
    """Run a command to its end."""
    folder.mkdir(exist_ok=True)
    names = {path.stem: str(path) for path in made.iterdir()} | {"new": str(folder / "new")}
    words = [word.format(space=" ", **names).replace("{space}", " ") for word in case.words.split()]
    if (
        words[0] not in ("-V", "fetch", "run", "load", "extract", "rules", "score", "check", "accept")
        and "--" not in words[0]
    ):
        words += ["--db", str(made / "claims.duckdb")]
    errors = folder / "errors"
    errors.write_bytes(b"")
    status = warm.wait(warm.start(words, stderr or errors, stdin=stdin, stdout=stdout))
    left = {path.name for path in folder.iterdir()} - {"errors"}
    told = errors.read_text()
    shutil.rmtree(folder)
    return Ended(status, told, left)


def is_left(case: Case, left: set[str]) -> bool:
    """Return whether a command has left what it should and nothing else."""
    wanted = {"new.parquet" if ".parquet" in case.words else "new"} if case.stores and case.leaves else set()
    return left == wanted


@pytest.mark.parametrize("case", FIRST, ids=lambda case: case.words.replace("{space}", " "))
def test_a_command_ends_well_whatever_the_streams_are(
    warm: Warm, case: Case, made: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "case"
    well = end_of(warm, case, made, folder)
    assert well.status == case.status
    assert is_left(case, well.left)

    mute = end_of(warm, case, made, folder, stdin=CLOSED, stderr=FULL)
    assert (mute.status, mute.errors, mute.left) == (well.status, "", well.left)

    gone = end_of(warm, case, made, folder, stdout=GONE)
    assert gone.status == (case.status if case.stores else 141)
    assert gone.errors.count("\n") <= well.errors.count("\n")
    assert is_left(case, gone.left)

    tell_no_room(case, end_of(warm, case, made, folder, stdout=FULL), "No space left on device")


@pytest.mark.parametrize("case", OTHERS, ids=lambda case: case.words.replace("{space}", " "))
def test_a_format_that_has_no_room_is_told(warm: Warm, case: Case, made: Path, tmp_path: Path) -> None:
    tell_no_room(case, end_of(warm, case, made, tmp_path / "case", stdout=FULL), "No space left on device")


@pytest.mark.parametrize("case", [CASES[1], *STORING[-2:], CASES[-1]], ids=lambda case: case.words)
def test_a_closed_output_is_told(warm: Warm, case: Case, made: Path, tmp_path: Path) -> None:
    tell_no_room(case, end_of(warm, case, made, tmp_path / "case", stdout=CLOSED), "is closed")


def tell_no_room(case: Case, ended: Ended, why: str) -> None:
    """Check how a command ended that could not print: in one line more, and only what is kept elsewhere is done."""
    where = f"{case.words}: {ended.errors}"
    assert is_left(case, ended.left), where
    lines = ended.errors.splitlines()
    assert len(lines) <= (2 if case.status or "check" in case.words or case.stores else 1), where
    if case.stores:
        assert ended.status == case.status, where
    else:
        assert ended.status == 2, where
        assert lines[-1].startswith(f"claims: standard output: {why}"), where


@pytest.mark.parametrize("words", ["run {papers} --db {new} -j 1", "runs", "no-such-command"])
def test_nothing_is_written_into_a_file_that_has_got_the_number_of_a_closed_stream(
    warm: Warm, words: str, made: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "case"
    well = end_of(warm, Case(words), made, folder)
    mute = end_of(warm, Case(words), made, folder, stdin=CLOSED, stdout=CLOSED, stderr=CLOSED)
    assert mute.status == (2 if words == "runs" else well.status)


def test_each_command_is_tried() -> None:
    commands = set(get_command(app).commands)  # type: ignore[attr-defined]
    assert commands == {case.words.split()[0] for case in CASES} - {"--help", "--version", "-V"}
