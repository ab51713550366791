"""Commands that are killed at random moments: what they leave is whole, and the next command clears it up."""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.torture import Effort, Outcome, Part
from benchmarks.torture.warm import Warm
from claims.store.connection import open_for_reading
from claims.store.rows import rows
from claims.store.run import run_into

KILLS = 1000
PAPERS, PAPERS_BEFORE = 2500, 100
_COMPLETED = 3
"""One of so many kills is followed by a command that comes to its end."""
_SIGNALS = (signal.SIGKILL, signal.SIGKILL, signal.SIGTERM, signal.SIGINT)
_TABLES = ("papers", "abstracts", "claims", "sources", "paper_keys", "current_claims")


def write_papers(path: Path, number: int) -> Path:
    """Write invented papers as JSON Lines, each with claims of its own."""
    with path.open("w", encoding="utf-8") as stream:
        for i in range(number):
            abstract = (
                f"We present cache number {i}. On an NVIDIA A100 GPU it is {1 + i % 97}.5x faster than cache "
                f"number {i + 1}, and it cuts energy by {1 + i % 89}%. It has nothing else to say about itself."
            )
            record = {"id": f"paper-{i}", "title": f"A very small cache, number {i}", "abstract": abstract}
            stream.write(json.dumps(record) + "\n")
    return path


@dataclass
class Victim:
    """A command that is killed again and again over one output.

    Attributes:
        name: The command.
        output: What it writes, in a folder of its own.
        arguments: Its command line.
        tried: Kills by signal.
        breaches: What was not as promised.
    """

    name: str
    output: Path
    arguments: list[str]
    tried: dict[signal.Signals, int] = field(default_factory=dict)
    breaches: dict[signal.Signals, list[str]] = field(default_factory=dict)

    def begin(self) -> None:
        """Bring the folder to where it is before the command."""
        raise NotImplementedError

    def look(self, status: int) -> str | None:
        """Return what is wrong with what a command has left that ended with a status."""
        raise NotImplementedError


@dataclass
class Run(Victim):
    """``claims run`` into a database that holds one run already, or into none."""

    before: Path | None = None
    whole: dict[str, int] = field(default_factory=dict)

    def begin(self) -> None:
        """Put the database with one run there, or none."""
        if self.before is not None:
            shutil.copy(self.before, self.output)

    def look(self, status: int) -> str | None:
        """Return what is wrong with the database: rows lost, half a run, or none at all."""
        if not self.output.exists():
            if self.before is None and status != 0:
                return None
            return "the database is gone"
        with open_for_reading(self.output) as connection:
            held = {table: rows(connection, f"SELECT count(*) FROM {table}")[0][0] for table in _TABLES}
            [(runs, papers, texts, claims)] = rows(
                connection,
                "SELECT count(*), coalesce(sum(papers_new), 0), coalesce(sum(texts_new), 0), "
                "coalesce(sum(claims_new), 0) FROM runs",
            )
        if (held["papers"], held["abstracts"], held["claims"]) != (papers, texts, claims):
            return f"holds {held} after {runs} runs, which say {(papers, texts, claims)}"
        if runs < (self.before is not None) + (status == 0):
            return f"holds {runs} runs: one is lost"
        if status == 0 and any(held[table] < number for table, number in self.whole.items()):
            return f"holds {held}, and not {self.whole}"
        return None


@dataclass
class Extract(Victim):
    """``claims extract`` into a file that is there already."""

    whole: bytes = b""
    old: bytes = b"what was there before\n"

    def begin(self) -> None:
        """Put an older file there."""
        self.output.write_bytes(self.old)

    def look(self, status: int) -> str | None:
        """Return what is wrong with the output: neither the old one nor the new one."""
        found = self.output.read_bytes() if self.output.exists() else None
        if found == self.whole or (status != 0 and found == self.old):
            return None
        return f"the output is neither old nor new: {len(found or b'')} bytes"


def run(effort: Effort) -> Iterator[Outcome]:
    """Kill commands, and yield what came of it for each command and signal."""
    folder = effort.folder
    os.environ["XDG_STATE_HOME"] = str(folder / "state")
    papers = write_papers(folder / "papers.jsonl", PAPERS)
    some = write_papers(folder / "some.jsonl", PAPERS_BEFORE)
    run_into(folder / "before.duckdb", [some])
    with contextlib.closing(Warm()) as warm:
        for victim in _victims(folder, papers):
            yield from torture(warm, victim, effort)


def _victims(folder: Path, papers: Path) -> Iterator[Victim]:
    for name, before in (("run", None), ("run into a database with a run", folder / "before.duckdb")):
        output = folder / name.replace(" ", "-") / "claims.duckdb"
        arguments = ["run", str(papers), "--db", str(output), "--jobs", "1"]
        yield Run(f"claims {name}", output, arguments, before=before)
    output = folder / "extract" / "claims.jsonl"
    yield Extract("claims extract", output, ["extract", str(papers), "-o", str(output), "--jobs", "1"])
    output = folder / "extract-2" / "claims.parquet"
    yield Extract(
        "claims extract with two workers", output, ["extract", str(papers), "-o", str(output), "--jobs", "2"]
    )


def torture(warm: Warm, victim: Victim, effort: Effort) -> Iterator[Outcome]:
    """Kill one command a quarter of the number of times, and yield what came of it for each signal."""
    errors = effort.folder / "errors"
    victim.output.parent.mkdir()
    victim.begin()
    start = time.monotonic()
    status = warm.wait(warm.start(victim.arguments, errors))
    seconds = time.monotonic() - start
    if status != 0:
        yield Outcome(victim.name, 1, [f"ends with status {status}: {errors.read_text()}"])
        return
    _learn(victim)
    moments = random.Random(effort.seed)
    number = effort.share(KILLS) // 4 or 1
    for attempt in range(number):
        if attempt % _COMPLETED == 0:
            _empty(victim.output.parent)
            victim.begin()
        which = moments.choice(_SIGNALS)
        moment = moments.random() * seconds
        wrong = _kill(warm, victim, errors, which, moment)
        if wrong is None and attempt % _COMPLETED == _COMPLETED - 1:
            wrong = _complete(warm, victim, errors)
        victim.tried[which] = victim.tried.get(which, 0) + 1
        if wrong is not None:
            where = f"kill {attempt} of seed {effort.seed}, after {moment:.3f} of {seconds:.3f} s: {wrong}"
            victim.breaches.setdefault(which, []).append(where)
    for which, tried in sorted(victim.tried.items()):
        yield Outcome(f"{victim.name}, {which.name}", tried, victim.breaches.get(which, ()))


def _learn(victim: Victim) -> None:
    """Keep what an undisturbed command gives."""
    if isinstance(victim, Extract):
        victim.whole = victim.output.read_bytes()
    elif isinstance(victim, Run):
        with open_for_reading(victim.output) as connection:
            victim.whole = {
                table: rows(connection, f"SELECT count(*) FROM {table}")[0][0]
                for table in ("papers", "claims")
            }


def _kill(warm: Warm, victim: Victim, errors: Path, which: signal.Signals, moment: float) -> str | None:
    process = warm.start(victim.arguments, errors)
    time.sleep(moment)
    os.kill(process, which)
    status = warm.wait(process)
    told = errors.read_text()
    allowed = (0, -signal.SIGKILL) if which == signal.SIGKILL else (0, 128 + which)
    if status not in allowed:
        return f"ends with status {status}: {told}"
    if "Traceback" in told:
        return f"shows a traceback: {told}"
    if which != signal.SIGKILL:
        left = _left(victim) - {f"{victim.output.name}.unfinished", f"{victim.output.name}.wal"}
        if left:
            return f"leaves {', '.join(sorted(left))}"
    return victim.look(status)


def _complete(warm: Warm, victim: Victim, errors: Path) -> str | None:
    """Let the same command come to its end over what the killed ones have left."""
    status = warm.wait(warm.start(victim.arguments, errors))
    if status != 0:
        return f"the next command ends with status {status}: {errors.read_text()}"
    left = _left(victim)
    return f"the next command leaves {', '.join(sorted(left))}" if left else victim.look(status)


def _left(victim: Victim) -> set[str]:
    return {path.name for path in victim.output.parent.iterdir()} - {victim.output.name}


def _empty(folder: Path) -> None:
    for path in folder.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()


PART = Part(
    "kills", "Killed at any moment, nothing is half-written or lost, and the next command clears up.", run
)
