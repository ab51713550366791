"""Where a process may take little memory, every command is done or told in one line, whatever aborts in it."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

resource = pytest.importorskip("resource", reason="limits of Unix")

COMMAND = "import sys, claims_command; sys.exit(claims_command.main())"
# What libraries do where memory ends: something of one's own is begun by then, and something said.
ABORTING = """
import os, sys
from pathlib import Path
import claims.store.run as module
from claims.files.whole import folder_beside, whole_file

def run_into(path, *_, **__):
    with folder_beside(Path(path)) as folder, whole_file(Path(path).with_name("x.csv")) as stream:
        (folder / "half").write_bytes(b"half")
        os.write(2, b"memory allocation of 20971520 bytes failed\\n")
        {end}

module.run_into = run_into
import claims_command
sys.exit(claims_command.main())
"""
PLENTY, LITTLE, TOO_LITTLE = 6 << 30, 1_900 << 20, 900 << 20


def start(code: str, arguments: Sequence[str], memory: int, kind: int | None = None) -> subprocess.Popen[str]:
    limited = (
        f"import resource; resource.setrlimit({kind or resource.RLIMIT_AS}, ({memory}, {memory}))\n{code}"
    )
    return subprocess.Popen(
        [sys.executable, "-c", limited, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


@pytest.mark.parametrize("end", ["os.abort()", "os.kill(os.getpid(), 11)", "os.kill(os.getpid(), 9)"])
def test_what_aborts_is_told_in_one_line_and_leaves_nothing(invented: Path, tmp_path: Path, end: str) -> None:
    arguments = ["run", str(invented / "papers.jsonl"), "--db", str(tmp_path / "x.duckdb")]
    process = start(ABORTING.format(end=end), arguments, PLENTY)
    _, told = process.communicate(timeout=60)
    assert told == "claims: not enough memory: this process may take 6144 MB (ulimit -v, -d); give it 12 GB\n"
    assert process.returncode == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("memory", [LITTLE, TOO_LITTLE])
@pytest.mark.parametrize("kind", [resource.RLIMIT_AS, resource.RLIMIT_DATA], ids=["v", "d"])
@pytest.mark.parametrize(
    "command", [["export", "out", "-f", "all"], ["site", "out"]], ids=lambda command: command[0]
)
def test_a_command_with_little_memory_is_done_or_told_in_one_line(
    invented: Path, tmp_path: Path, command: list[str], kind: int, memory: int
) -> None:
    arguments = [command[0], str(tmp_path / "out"), *command[2:], "--db", str(invented / "claims.duckdb")]
    process = start(COMMAND, arguments, memory, kind)
    _, told = process.communicate(timeout=120)
    assert process.returncode in ({0, 2} if memory == LITTLE else {2})
    assert told.count("\n") == (process.returncode == 2)
    assert "memory" in told or not told
    assert not [path for path in tmp_path.rglob(".*") if path.suffix in (".new", ".part")]


@pytest.mark.usefixtures("interruptible")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_signals_reach_what_works(invented: Path, number: signal.Signals) -> None:
    endless = "SELECT count(*) FROM range(1000000000) a, range(1000000000) b"
    process = start(COMMAND, ["query", endless, "--db", str(invented / "claims.duckdb")], PLENTY)
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    if not children.exists():
        pytest.skip("this system does not tell the children of a process")
    end = time.monotonic() + 30
    while not (working := children.read_text().split()) and time.monotonic() < end:
        time.sleep(0.02)
    time.sleep(0.7)
    process.send_signal(number)
    _, told = process.communicate(timeout=20)
    assert process.returncode == (-9 if number == signal.SIGKILL else 128 + number)
    assert told.count("\n") == (number == signal.SIGINT)
    while Path("/proc", working[0]).exists() and time.monotonic() < end:
        time.sleep(0.02)
    assert not Path("/proc", working[0]).exists()
