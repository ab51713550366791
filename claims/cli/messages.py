"""What is said on standard error: one line each, which begins with ``claims:``."""

from __future__ import annotations

import logging
import os
import sys

from claims.files.escaping import for_terminal


def one_line(text: str) -> str:
    r"""Return a text on one line, whatever the names in it are made of.

    >>> one_line("two\nlines.jsonl: \x1b[2J")
    'two lines.jsonl: \\x1b[2J'
    """
    line = for_terminal(" ".join(text.split()))
    return line if line.isprintable() else "".join(c if c.isprintable() else ascii(c)[1:-1] for c in line)


def say(text: str) -> None:
    """Say what somebody has to know, in one line that names this program."""
    tell(f"claims: {text}")


def tell(text: str) -> None:
    """Say something in one line on standard error; where nobody can be told, the work goes on."""
    try:
        print(one_line(text), file=sys.stderr, flush=True)
    except OSError:
        silence(2)


def silence(descriptor: int) -> None:
    """Let go to nowhere what else is written to standard output (1) or error (2).

    Python flushes them once more at its end, and would complain again of what cannot be written.
    """
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, descriptor)
    os.close(nowhere)


class Notes(logging.Handler):
    """Keeps what the package has to tell until the work is done; of work that fails, one line is said."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep it."""
        self._lines.append(record.getMessage())

    def say(self) -> None:
        """Say all of it, one line each."""
        for line in self._lines:
            say(line)
