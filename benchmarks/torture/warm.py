"""The command line in processes of their own that start at once: forked from one that has loaded everything.

Started as a program this is that process: it takes requests as lines of JSON, forks, and answers with lines of JSON.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import io
import json
import os
import pkgutil
import select
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import claims
from claims.cli import main
from claims.pipeline import extract
from claims.store import answer_process, connection
from claims.store import run as run_module
from claims.streams import batches

CLOSED = "closed"
GONE = "gone"


class Warm:
    """Starts ``claims`` in processes of their own.

    Args:
        layout: An empty database that new ones are copies of; without it each is made.
    """

    def __init__(self, layout: Path | None = None) -> None:
        command = [sys.executable, __file__, *([] if layout is None else [str(layout)])]
        self._server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def start(
        self,
        arguments: list[str] | None,
        errors: Path | str,
        *,
        stdin: str = "",
        stdout: str = "",
        file_size: int | None = None,
        memory: int | None = None,
        batch: int | None = None,
    ) -> int:
        """Start a command, in this folder and environment, and return the number of its process.

        Args:
            arguments: What stands behind ``claims`` on the command line; None for what answers questions in SQL.
            errors: File that takes standard error, or what it is otherwise, as with ``stdout``.
            stdin: ``CLOSED``, or a file.
            stdout: ``CLOSED``, ``GONE`` (a pipe whose reader has gone), or a file.
            file_size: Bytes that a file may grow to.
            memory: Bytes of memory that it may take besides what it has.
            batch: Papers that it works through at once; as many as always without.
        """
        return self._ask(
            {
                "arguments": arguments,
                "streams": [stdin, stdout, str(errors)],
                "file_size": file_size,
                "memory": memory,
                "batch": batch,
                "folder": str(Path.cwd()),
                "environment": dict(os.environ),
            }
        )

    def answer(self, request: bytes) -> bytes:
        """Return what the process tells that :mod:`claims.store.answer` starts for a question."""
        with tempfile.TemporaryDirectory() as folder:
            asked, answered = Path(folder, "asked"), Path(folder, "answered")
            os.mkfifo(asked)
            os.mkfifo(answered)
            question = os.open(asked, os.O_RDWR)
            answer = os.open(answered, os.O_RDONLY | os.O_NONBLOCK)
            try:
                process = self.start(None, os.devnull, stdin=str(asked), stdout=str(answered))
                os.write(question, request + b"\n")
                arrives = select.poll()
                arrives.register(answer, select.POLLIN)
                arrives.poll()  # until the process has opened its end, there is nothing to wait for
                os.set_blocking(answer, True)
                with open(answer, "rb", closefd=False) as stream:
                    told = stream.read()
                self.wait(process)
            finally:
                os.close(question)
                os.close(answer)
        return told

    def wait(self, process: int) -> int:
        """Wait for the end of a process; return its exit status, negative for a signal."""
        return self._ask({"process": process})

    def close(self) -> None:
        """End the server."""
        self._server.communicate()

    def _ask(self, request: dict[str, Any]) -> int:
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        self._server.stdin.write(json.dumps(request) + "\n")
        self._server.stdin.flush()
        return int(self._server.stdout.readline())


def _serve(*layout: str) -> None:
    for empty in layout:
        sys.path.append(str(Path(__file__).resolve().parents[2]))
        connection._make = importlib.import_module("benchmarks.torture.layouts").copying(Path(empty))
    for module in pkgutil.walk_packages(claims.__path__, "claims."):
        if module.name != "claims.streams.warm":  # for workers alone: it lets go of standard error
            importlib.import_module(module.name)
    for library in ("jinja2", "polars", "rich.progress", "tabulate"):
        importlib.import_module(library)
    extract("It is 2.4x faster than BigCache on an A100 GPU and cuts energy by 73%.")
    with contextlib.redirect_stdout(io.StringIO()):
        main(["leaderboard", "--help"])
    gc.freeze()
    for line in sys.stdin:
        request = json.loads(line)
        if "process" in request:
            _, status = os.waitpid(request["process"], 0)
            answer = os.waitstatus_to_exitcode(status)
        else:
            answer = os.fork()
            if answer == 0:
                os._exit(_command(**request))
        print(answer, flush=True)


def _command(
    arguments: list[str] | None,
    streams: list[str],
    folder: str,
    environment: dict[str, str],
    *,
    batch: int | None,
    **limits: int | None,
) -> int:
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    for descriptor, what in enumerate(streams):
        _put(descriptor, what)
    _limit(**limits)
    if batch is not None:
        batches.BATCH_PAPERS = run_module.BATCH_PAPERS = batch
    if arguments is None:
        answer_process.main()
    status = main(arguments)
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()
    return status


def _limit(file_size: int | None, memory: int | None) -> None:
    import resource  # noqa: PLC0415 - Unix only

    if file_size is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (file_size, file_size))
    if memory is not None:
        pages = int(Path("/proc/self/statm").read_text().split()[0])
        limit = pages * resource.getpagesize() + memory
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def _put(descriptor: int, what: str) -> None:
    """Make a standard stream what it is to be, as Python finds it when it starts."""
    name = ("stdin", "stdout", "stderr")[descriptor]
    if what == CLOSED:
        os.close(descriptor)
        setattr(sys, name, None)
        setattr(sys, f"__{name}__", None)
        return
    if what == GONE:
        reader, writer = os.pipe()
        os.close(reader)
    else:
        writer = os.open(what or os.devnull, os.O_RDWR | (os.O_CREAT | os.O_TRUNC if descriptor else 0))
    os.dup2(writer, descriptor)
    os.close(writer)


if __name__ == "__main__":
    _serve(*sys.argv[1:])
    os._exit(0)  # what is frozen would be told to be leaked
