"""The command as it is installed: what the shell offers for it, what its help looks like, what stands beside it."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard
from papers import PAPERS, write_jsonl
from rich.text import Text
from typer.main import get_command
from typer.testing import CliRunner

import claims_command
from claims.cli import completion
from claims.cli.app import app
from claims.cli.bar import status
from claims.reading import constructions
from claims.sources import FORMATS
from claims.store.run import run_into

COMMANDS = get_command(app).commands  # type: ignore[attr-defined]

# --- help ---------------------------------------------------------------------------------------------------


def shown_help(words: list[str], width: int) -> str:
    result = CliRunner().invoke(
        app, [*words, "--help"], env={"COLUMNS": str(width), "TERMINAL_WIDTH": str(width)}
    )
    assert result.exit_code == 0
    return result.output


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_help_fits_a_terminal_of_80_columns(name: str) -> None:
    text = shown_help([name] if name else [], 80)
    assert max(map(len, text.splitlines())) <= 80
    assert "…" not in text
    command = COMMANDS[name] if name else get_command(app)
    lines = {line.strip() for line in text.splitlines()}
    for example in (command.epilog or "").splitlines():
        assert Text.from_markup(example).plain.strip() in lines, "an example is broken over two lines"
    for option in command.params:
        if not name or option.metavar is None:
            continue
        words = (getattr(option, "help", None) or "").replace("[bold]", "").replace("[/]", "").split()
        assert all(word in text for word in words if not word.startswith("\\")), "a word is broken or cut"


@pytest.mark.parametrize("name", COMMANDS)
def test_names_to_choose_from_are_not_broken(name: str) -> None:
    """A list such as <table|csv|json> has no blanks, and a terminal breaks it in the middle of a name."""
    assert not re.findall(r"<[^<>]*\|[^<>]*\s*│$", shown_help([name], 80), re.MULTILINE)


def test_the_version_has_a_short_option() -> None:
    result = CliRunner().invoke(app, ["-V"])
    assert result.output == CliRunner().invoke(app, ["--version"]).output
    assert result.output.startswith("claims ")


# --- completion ---------------------------------------------------------------------------------------------


def offered(line: str, shell: str = "bash", **environment: str) -> list[str]:
    """Return what the shell is given for the last word of a line, which may be empty."""
    words = ["claims", *re.split(r"(?<!\\) ", line)]
    names = {"_CLAIMS_COMPLETE": f"complete_{shell}", "COMP_WORDS": "\n".join(words).strip("\n")}
    if shell == "zsh":
        names = {"_CLAIMS_COMPLETE": "complete_zsh", "_TYPER_COMPLETE_ARGS": f"claims {line}"}
    done = subprocess.run(
        [sys.executable, "-c", "import claims_command; claims_command.main()"],
        env={**os.environ, **names, "COMP_CWORD": str(len(words) - 1), **environment},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stderr == ""
    return done.stdout.splitlines()


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("completion")
    run_into(folder / "claims.duckdb", [write_jsonl(folder / "papers.jsonl", PAPERS)])
    return folder / "claims.duckdb"


def test_the_shell_asks_the_command_itself(database: Path) -> None:
    assert offered("leaderboard energ") == ["energy", "energy_efficiency"]
    assert offered(f"explain --db {database} --paper 2") == ["2103.00003", "2202.00002", "2301.00001"]
    assert offered("explain --paper 22", CLAIMS_DB=str(database)) == ["2202.00002"]
    assert "RTX\\ 4090" in offered("leaderboard speed --hardware rtx\\ 40")
    assert '"energy":"Energy used."' in offered("leaderboard energ", "zsh")[0]


def test_what_a_name_means_stays_on_its_line() -> None:
    assert all(len(about) <= 50 and "\n" not in about for _, about in completion.rules(""))


def names(offer: list[tuple[str, str]]) -> list[str]:
    return [name for name, _ in offer]


def test_names_are_offered_in_any_case() -> None:
    assert "energy" in names(completion.metrics(""))
    assert names(completion.hardware("nvidi"))[0] == "NVIDIA"
    assert "ImageNet" in names(completion.workloads("imagen"))
    assert names(completion.formats("")) == list(FORMATS)
    assert set(names(completion.rules(""))) == {rule.name for rule in constructions()}
    assert names(completion.services("a")) == ["arxiv", "arxiv-harvest"]
    assert "vLLM" in names(completion.baselines("vll"))
    assert names(completion.exports("c")) == ["csv", "csl-json"]
    assert "abstract=" in names(completion.fields(""))
    assert completion.metrics("no such") == []


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("compare a b --metric laten", "latency"),
        ("contradictions --metric laten", "latency"),
        ("leaderboard speed --workload ImageNet-C", "ImageNet-C"),
        ("diff --rule comparativ", "comparative"),
        ("rules comparativ", "comparative"),
        ("run x --format bibt", "bibtex"),
        ("extract x --format bibt", "bibtex"),
        ("fetch opena", "openalex"),
    ],
)
def test_every_such_argument_is_completed(line: str, wanted: str) -> None:
    from typer._completion_classes import BashComplete

    *words, last = line.split(" ")
    complete = BashComplete(get_command(app), {}, "claims", "_CLAIMS_COMPLETE")
    assert wanted in [item.value for item in complete.get_completions(words, last)]


@pytest.mark.parametrize("what", ["nothing", "no database", "another database", "a view of that name"])
def test_what_cannot_be_read_offers_nothing(what: str, tmp_path: Path) -> None:
    import duckdb

    path = tmp_path / "x.duckdb"
    if what == "no database":
        path.write_bytes(b"no database")
    elif what != "nothing":
        with duckdb.connect(str(path)) as connection:
            made = (
                "TABLE t (id INT)"
                if what == "another database"
                else "VIEW papers AS SELECT 'x' AS id, '' AS title"
            )
            connection.execute(f"CREATE {made}")
    assert list(completion._paper_ids(path, "")) == []


# --- progress -----------------------------------------------------------------------------------------------


def test_progress_tells_share_rate_and_time_left_and_nothing_else_as_such() -> None:
    assert status(750, 1000, 3.0) == "75% · 250/s · 0:01 left"
    assert status(10, 100_000, 1.0) == "0% · 10/s · 2:46:39 left"
    assert "left" not in status(0, 1000, 3.0)
    assert "left" not in status(10, None, 3.0)
    # Kept papers come at once; how long the others take is what counts.
    assert status(1000, 1100, 1.0, rate=2.0) == "90% · 2.0/s · 0:50 left"
    assert status(120, 100, 1.0) == "100% · 120/s · 0:00 left"


# --- beside another package of that name --------------------------------------------------------------------


@pytest.mark.parametrize("is_whole", [True, False], ids=["in its place", "in the place of a part of it"])
def test_another_package_of_the_same_name_is_told_in_one_line(is_whole: bool, tmp_path: Path) -> None:
    package = tmp_path / "claims"
    package.mkdir()
    (package / "__init__.py").write_text("'''Insurance claims.'''\n")
    root = Path(claims_command.__file__).parent
    if not is_whole:
        (package / "cli").symlink_to(root / "claims" / "cli")
    done = subprocess.run(
        [sys.executable, "-c", "import sys, claims_command; sys.exit(claims_command.main())", "rules"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (tmp_path, root)))},
        capture_output=True, text=True, check=False, cwd=tmp_path,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        f"claims: {package}: is another package of this name: pip uninstall claims, then pip install"
        " --force-reinstall --no-deps claimsdb, or keep the two in environments of their own\n"
    )


# --- without the heavy libraries ----------------------------------------------------------------------------

WITHOUT = """
import sys

class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"pyarrow", "duckdb"}:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Missing())
import claims_command
sys.exit(claims_command.main())
"""


def without_pyarrow_and_duckdb(*words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", WITHOUT, *map(str, words)], capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("packed", ["", "gz", "zst", "bz2", "xz"])
def test_extraction_from_text_needs_neither_pyarrow_nor_duckdb(packed: str, tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "papers.jsonl", PAPERS)
    data = path.read_bytes()
    if packed:
        ways: dict[str, Callable[[bytes], bytes]] = {
            "gz": gzip.compress, "zst": zstandard.compress, "bz2": bz2.compress, "xz": lzma.compress,
        }  # fmt: skip
        path = tmp_path / f"papers.{packed}"
        path.write_bytes(ways[packed](data))
    done = without_pyarrow_and_duckdb("extract", path, "-o", tmp_path / "claims.jsonl")
    assert (done.returncode, done.stderr) == (0, "")
    lines = [json.loads(line) for line in (tmp_path / "claims.jsonl").read_text().splitlines()]
    assert [len(line["claims"]) for line in lines] == [3, 3, 0]


def test_what_needs_them_says_so_in_one_line(tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "papers.jsonl", PAPERS)
    assert without_pyarrow_and_duckdb("explain", "It is 2x faster.").returncode == 0
    assert without_pyarrow_and_duckdb("-V").returncode == 0
    for words in (
        ["run", path, "--db", tmp_path / "x.duckdb"],
        ["extract", path, "-o", tmp_path / "x.parquet"],
    ):
        done = without_pyarrow_and_duckdb(*words)
        assert done.returncode == 2
        assert re.fullmatch(
            r"claims: (\w+) is not installed, which this command needs: pip install \1\n", done.stderr
        )
    assert [each.name for each in tmp_path.iterdir()] == ["papers.jsonl"]


# --- the end of the process ---------------------------------------------------------------------------------

ENDS = """
import atexit, sys
atexit.register(print, "left", file=sys.stderr)
import claims_command
claims_command.program()
"""


@pytest.mark.parametrize(
    ("words", "status"), [(["-V"], 0), (["explain", "It is 2x faster."], 0), (["nope"], 2)]
)
def test_the_process_ends_with_the_status_and_nothing_is_lost(words: list[str], status: int) -> None:
    done = subprocess.run([sys.executable, "-c", ENDS, *words], capture_output=True, text=True, check=False)
    assert done.returncode == status
    assert bool(done.stdout) is not bool(status)
    assert done.stderr.endswith("left\n"), "what waits for the end of the process is called"
