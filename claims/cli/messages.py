"""What is said on standard error: one line each, which begins with ``claims:``."""

from __future__ import annotations

import logging
import os
import sys


def one_line(text: str) -> str:
    r"""Return a text on one line, whatever the names in it are made of.

    >>> one_line("two\nlines.jsonl: \x1b[2J")
    'two lines.jsonl: \\x1b[2J'
    """
    words = " ".join(text.split())
    return words if words.isprintable() else "".join(map(_visible, words))


def _visible(character: str) -> str:
    return character if character.isprintable() else repr(character)[1:-1]


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
    """Says what the package has to tell while it works."""

    def emit(self, record: logging.LogRecord) -> None:
        """Say it in one line."""
        say(record.getMessage())
