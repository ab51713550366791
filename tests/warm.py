"""The command line in processes of their own that start at once: forked from one that has loaded everything.

Started as a program this is that process: it takes requests as lines of JSON, forks, and answers with lines of JSON.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any


class Warm:
    """Starts ``claims`` in processes of their own."""

    def __init__(self) -> None:
        self._server = subprocess.Popen(
            [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def start(self, arguments: list[str], errors: Path, *, file_size: int | None = None) -> int:
        """Start a command and return the number of its process.

        Args:
            arguments: What stands behind ``claims`` on the command line.
            errors: File that takes standard error.
            file_size: Bytes that a file may grow to.
        """
        return self._ask({"arguments": arguments, "errors": str(errors), "file_size": file_size})

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


def _serve() -> None:
    from claims.pipeline import extract
    from claims.store import run

    assert run
    extract("It is 2.4x faster than BigCache on an A100 GPU and cuts energy by 73%.")
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


def _command(arguments: list[str], errors: str, file_size: int | None) -> int:
    import resource

    from claims.cli import main

    os.dup2(os.open(os.devnull, os.O_RDWR), 0)
    os.dup2(0, 1)
    os.dup2(os.open(errors, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 2)
    if file_size is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (file_size, file_size))
    status = main(arguments)
    sys.stdout.flush()
    sys.stderr.flush()
    return status


if __name__ == "__main__":
    _serve()
