"""Ask a question in SQL that may come from anybody: in a process of its own, which can be ended at any moment.

DuckDB can be interrupted, but not in all that it does: what it works out while it plans a question, and functions over
long lists or texts, go on to their end; and not all that it holds counts towards its limit of memory. A process has
limits that nothing in it can pass.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from claims.errors import ClaimsError
from claims.store.paths import refuse_unreadable_name

if TYPE_CHECKING:
    import polars as pl

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a question may take.

    Attributes:
        rows: Rows of the answer; 0 for any number.
        seconds: Time until the answer is there; 0 for any.
        megabytes: Memory of DuckDB. The answer may take a quarter of that.
    """

    rows: int = 0
    seconds: float = 60.0
    megabytes: int = 1000


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows of an answer.

    Attributes:
        rows: All of them, or the first.
        cut: Which limit has cut the answer short, ``rows`` or ``bytes``; None where it is whole.
    """

    rows: pl.DataFrame
    cut: str | None


def answer_question(path: Path, sql: str, limits: Limits) -> Answer:
    """Run statements that only read over a database, and return the rows of the last one.

    Args:
        path: File of the database.
        sql: One statement, or several divided by semicolons.
        limits: What it may take.

    Raises:
        ClaimsError: The SQL is wrong, tries what a reader must not, or takes more than it may.
    """
    refuse_unreadable_name(path)
    try:
        request = orjson.dumps({"path": os.fspath(path), "sql": sql, **asdict(limits)})
    except TypeError as error:
        raise ClaimsError("SQL: the question is not in UTF-8") from error
    told = _ask(request, limits)
    header, _, body = told.partition(b"\n")
    answer: Mapping[str, Any] = orjson.loads(header)
    if "error" in answer:
        raise ClaimsError(answer["error"])
    import polars as pl  # noqa: PLC0415

    return Answer(pl.read_ipc_stream(BytesIO(body)), answer["cut"])


def _ask(request: bytes, limits: Limits) -> bytes:
    """Start the process, wait for what it tells, and leave none behind, whatever ends the waiting."""
    with subprocess.Popen(
        # What lies in the current folder is not to be taken for a module.
        [sys.executable, "-P", "-m", "claims.store.answer_process"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        start_new_session=True,  # Ctrl-C is for this process, which ends that one
    ) as process:
        told: list[bytes] = []
        reader = threading.Thread(target=_converse, args=(process, request, told), daemon=True)
        try:
            reader.start()
            import polars  # noqa: F401, PLC0415 - slow to import: meanwhile, the other process works

            reader.join(limits.seconds or None)
            is_late = reader.is_alive()
        finally:
            process.kill()
            process.wait()
            reader.join()
    if is_late:
        raise ClaimsError(
            f"SQL: no answer within {limits.seconds:g} s: ask for less, or give it more with --timeout SECONDS"
        )
    if not told[0]:
        raise ClaimsError(
            f"SQL: the question has ended DuckDB itself: ask for less, or give it more than "
            f"{limits.megabytes} MB with --memory MB"
        )
    return told[0]


def _converse(process: subprocess.Popen[bytes], request: bytes, told: list[bytes]) -> None:
    """Send the request and wait for the end of the answer; the input stays open as a sign of life."""
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(request + b"\n")
        process.stdin.flush()
    except BrokenPipeError:
        pass  # it has ended already, and tells nothing
    told.append(process.stdout.read())
