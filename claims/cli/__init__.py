"""The command ``claims``."""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

INTERRUPTED = 130
BROKEN_PIPE = 141
USAGE = 2

unfinished: list[Path] = []
"""Where this command keeps finished work until all of it is: there after an interrupt, if there was any."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit status.

    0: done. 1: done, but records were left out, or data differ from what was asked for. 2: a mistake in
    the call or the input, told in one line on standard error. 130: interrupted. 141: the reader of the
    output went away.
    """
    unfinished.clear()
    signals = _noted_signals()
    try:
        status = _run(arguments)
    except KeyboardInterrupt:
        return _interrupted()
    except Exception as error:
        # A signal while DuckDB is at work comes back as one of its own errors.
        if signals:
            return _interrupted() if signals[0] == signal.SIGINT else 128 + signals[0]
        told = _told(error)
        if told is None:
            raise
        status = told
    return _interrupted() if status == INTERRUPTED else status


def _run(arguments: Sequence[str] | None) -> int:
    from typer.main import get_command  # noqa: PLC0415 - Ctrl-C during imports is handled too

    from claims.cli.app import app  # noqa: PLC0415
    from claims.streams.parallel import COLLECT_AFTER  # noqa: PLC0415

    gc.set_threshold(COLLECT_AFTER)
    try:
        status = get_command(app).main(args=arguments, prog_name="claims", standalone_mode=False)
        sys.stdout.flush()
    except SystemExit as error:
        if isinstance(error.__context__, BrokenPipeError):  # met by typer, which exits with 1
            return _reader_gone()
        return error.code if isinstance(error.code, int) else USAGE
    return status if isinstance(status, int) else 0


def _told(error: Exception) -> int | None:
    """Tell a user's mistake in one line and return the exit status; None where it is a mistake of ours."""
    from typer.exceptions import TyperException  # noqa: PLC0415

    from claims.errors import ClaimsError  # noqa: PLC0415

    if isinstance(error, ClaimsError):
        return _fail(str(error), USAGE)
    if isinstance(error, TyperException):
        return _fail(_usage_line(error), USAGE)
    if isinstance(error, BrokenPipeError):
        return _reader_gone()
    return None


def _fail(message: str, status: int) -> int:
    from claims.report.escaping import for_terminal  # noqa: PLC0415 - Ctrl-C during imports is handled too

    line = for_terminal(" ".join(message.split()))
    print(f"claims: {line}", file=sys.stderr)
    return status


def _reader_gone() -> int:
    # Python flushes standard output once more at its end, and would complain again.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    return BROKEN_PIPE


def _interrupted() -> int:
    kept = next((path for path in unfinished if path.exists()), None)
    if kept:
        message = f"interrupted; {kept} keeps what is done, and the same command goes on from there"
    else:
        message = "interrupted; nothing was left half-written"
    return _fail(message, INTERRUPTED)


def _usage_line(error: Exception) -> str:
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "claims"
    message = getattr(error, "format_message", lambda: str(error))().rstrip(".").replace("Value error, ", "")
    return f"{message}: see `{command} --help`" if message else f"what shall I do? See `{command} --help`"


def _noted_signals() -> list[int]:
    """Return a list that is empty until somebody presses Ctrl-C, or the process is told to end."""
    noted: list[int] = []

    def interrupt(number: int, frame: FrameType | None) -> None:
        noted.append(number)
        raise KeyboardInterrupt

    def end(number: int, frame: FrameType | None) -> None:
        noted.append(number)
        sys.exit(128 + number)

    with contextlib.suppress(ValueError):  # not the main thread: somebody runs the command as a function
        # Where interrupts are ignored (nohup, a job in the background), they stay so.
        if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            signal.signal(signal.SIGINT, interrupt)
        signal.signal(signal.SIGTERM, end)
    return noted
