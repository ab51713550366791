"""Run a command and tell what it took: time, processor time of all its processes, peak memory."""

from __future__ import annotations

import contextlib
import ctypes
import os
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

COMMAND = [sys.executable, "-c", "import sys, claims.cli; sys.exit(claims.cli.main())"]
_SUBREAPER = 36
_EVERY = 0.05


@dataclass(frozen=True)
class Usage:
    """What a command took.

    Attributes:
        seconds: From start to end.
        cpu: Processor time of the command and all processes that it started.
        peak: Largest memory of all its processes together, in MB, what they share counted once.
    """

    seconds: float
    cpu: float
    peak: float


def claims(*arguments: object) -> Usage:
    """Run ``claims`` with arguments; whatever it prints is dropped.

    Raises:
        subprocess.CalledProcessError: It failed. Records that were left out are no failure.
    """
    return measured([*COMMAND, *map(str, arguments)], fine=(0, 1))


def measured(command: Sequence[str], *, fine: Sequence[int] = (0,)) -> Usage:
    """Run any command and return what it took."""
    others = _children()
    _adopt_orphans(True)
    start = time.monotonic()
    before = os.times()
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    watch = _Watch(process.pid)
    watch.start()
    errors = process.stderr.read() if process.stderr else ""
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    watch.stop()
    _wait_for_orphans(others)
    _adopt_orphans(False)
    after = os.times()
    if process.returncode not in fine:
        raise subprocess.CalledProcessError(process.returncode, command, stderr=errors)
    cpu = (after.children_user + after.children_system) - (before.children_user + before.children_system)
    # What the system tells of a child counts what this process had when it started the child: a last resort.
    own = usage.ru_maxrss / (1024 if sys.platform.startswith("linux") else 1024 * 1024)
    return Usage(seconds, cpu, watch.peak / 2**20 or own)


def _adopt_orphans(wanted: bool) -> None:
    # Workers are children of the process that they are forked from, which outlives the command by a moment.
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(_SUBREAPER, int(wanted), 0, 0, 0)


def _wait_for_orphans(others: set[int]) -> None:
    """Wait for the end of what the command has started and left behind, and of nothing else."""
    while orphans := _children() - others:
        for orphan in orphans:
            with contextlib.suppress(ChildProcessError):
                os.waitpid(orphan, 0)


def _children(pid: int | str = "self") -> set[int]:
    found: set[int] = set()
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            found.update(map(int, task.read_text().split()))
    return found


class _Watch(threading.Thread):
    """Adds up the memory of a process and all below it, now and then."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.peak = 0
        self._pid = pid
        self._ended = threading.Event()

    def run(self) -> None:
        while not self._ended.wait(_EVERY):
            self.peak = max(self.peak, sum(map(_proportional, _family(self._pid))))

    def stop(self) -> None:
        self._ended.set()
        self.join()


def _family(pid: int) -> list[int]:
    found = [pid]
    for member in found:
        found += _children(member)
    return found


def _proportional(pid: int) -> int:
    """Return the memory of a process in bytes, each page divided by the number of those who share it."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)
