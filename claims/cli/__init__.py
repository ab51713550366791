"""The command ``claims``."""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from claims.files.journal import Journal

INTERRUPTED = 128 + signal.SIGINT
ENDED_BY = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
"""Signals that end a command in good order."""
_PATIENCE_SECONDS = 2.0
_A_MOMENT_SECONDS = 0.01
_LOADERS = ("importlib._bootstrap", f"{os.sep}pydantic{os.sep}")

unfinished: list[Journal] = []
"""Where this command keeps finished work until all of it is."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit status.

    0: done. 1: done, but records were left out, or data differ from what was asked for. 2: a mistake in
    the call or the input, told in one line on standard error. 70: a mistake of the program. 130: interrupted;
    143: told to end. 141: the reader of the output went away.
    """
    from claims.cli.streams import standard_streams  # noqa: PLC0415 - Ctrl-C during imports is handled too

    unfinished.clear()
    signals: list[int] = []
    with standard_streams():
        if arguments is None:  # a process of its own, and no function that somebody calls
            from claims.cli.watched import status_of_watched  # noqa: PLC0415

            status = status_of_watched()
            if status is not None:
                return status
        with _noted(signals):
            return _run(arguments, signals)


def _run(arguments: Sequence[str] | None, signals: list[int]) -> int:
    from claims.cli.failures import told  # noqa: PLC0415
    from claims.cli.messages import say  # noqa: PLC0415

    try:
        with _notes_said():
            return _of_command(arguments)
    except BaseException as error:
        with _undisturbed():
            # A signal while DuckDB is at work comes back as one of its own errors.
            number = signals[0] if signals else signal.SIGINT if isinstance(error, KeyboardInterrupt) else 0
            line, status = ("interrupted", 128 + number) if number else told(error)
            kept = _kept() or ("nothing was left half-written" if number else "")
            # Who has told it to end does not ask for words; the next command says what it finds.
            if line and number in (0, signal.SIGINT):
                say(f"{line}; {kept}" if kept else line)
            return status
    finally:
        with _undisturbed():
            _leave_nothing()


def _of_command(arguments: Sequence[str] | None) -> int:
    from claims.cli.memory import refuse_too_little  # noqa: PLC0415

    refuse_too_little()
    # Nothing here multiplies matrices: a library for that, which others load, need not start threads.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from typer.main import get_command  # noqa: PLC0415

    from claims.cli.failures import USAGE  # noqa: PLC0415
    from claims.cli.program import program  # noqa: PLC0415
    from claims.streams.cycles import COLLECT_AFTER  # noqa: PLC0415

    gc.set_threshold(COLLECT_AFTER)
    try:
        words = sys.argv[1:] if arguments is None else arguments
        status = get_command(program(words)).main(args=words, prog_name="claims", standalone_mode=False)
        sys.stdout.flush()
        kept = sys.modules.get("claims.files.kept")
        if kept is not None:  # not loaded, it has nothing to keep
            kept.keep()
    except SystemExit as error:
        if isinstance(error.code, int) and error.code > 128:
            raise
        if isinstance(error.__context__, BrokenPipeError):  # met by rich and typer, which exit with 1
            raise error.__context__ from None
        return error.code if isinstance(error.code, int) else USAGE
    if status == INTERRUPTED:  # typer's word for it
        raise KeyboardInterrupt
    return status if isinstance(status, int) else 0


def _kept() -> str:
    """Return what tells of work that the same command need not do again, or an empty text."""
    path = next((journal.path for journal in unfinished if journal.is_kept and journal.path.exists()), None)
    return f"{path} keeps what is done, and the same command goes on from there" if path else ""


def _leave_nothing() -> None:
    """Remove what was begun and is not finished, also where a second signal has ended the clean-up itself."""
    for name, descriptor in (("stdout", 1), ("stderr", 2)):
        try:
            getattr(sys, name).flush()
        except (OSError, ValueError):
            from claims.cli.messages import silence  # noqa: PLC0415

            silence(descriptor)
    for journal in unfinished:
        journal.close(is_done=False)
    beside = sys.modules.get("claims.files.beside")
    if beside is not None:  # not loaded, it has begun nothing
        beside.clear_up()


@contextmanager
def _notes_said() -> Iterator[None]:
    """Say on standard error what the package has noted when the block has ended well."""
    import logging  # noqa: PLC0415

    from claims.cli.messages import Notes  # noqa: PLC0415

    logger, handler = logging.getLogger("claims"), Notes()
    logger.addHandler(handler)
    try:
        yield
        handler.say()
    finally:
        logger.removeHandler(handler)


@contextmanager
def _noted(signals: list[int]) -> Iterator[None]:
    """Let signals end the block as exceptions, and keep their numbers."""
    raised = -_PATIENCE_SECONDS

    def end(number: int, frame: FrameType | None) -> None:
        nonlocal raised
        if _is_loading(frame):
            _send_again(number)
            return
        signals.append(number)
        # Another one shall not end the clean-up that the first has begun, unless that hangs.
        if time.monotonic() - raised >= _PATIENCE_SECONDS:
            raised = time.monotonic()
            raise KeyboardInterrupt if number == signal.SIGINT else SystemExit(128 + number)

    def lost(what: sys.UnraisableHookArgs) -> None:
        """Let a signal come again whose exception was raised where Python only tells of it: while something dies."""
        nonlocal raised
        if signals and isinstance(what.exc_value, KeyboardInterrupt | SystemExit):
            raised = -_PATIENCE_SECONDS
            _send_again(signals[-1])
        else:
            before(what)

    before, sys.unraisablehook = sys.unraisablehook, lost
    try:
        with _handled(end):
            yield
    finally:
        sys.unraisablehook = before


def _is_loading(frame: FrameType | None) -> bool:
    """True while modules and types are made: native code that an exception leaves aborts, or loses the exception."""
    while frame is not None:
        if any(name in frame.f_code.co_filename for name in _LOADERS):
            return True
        frame = frame.f_back
    return False


def _send_again(number: int) -> None:
    """Let a signal come again in a moment."""
    again = threading.Timer(_A_MOMENT_SECONDS, os.kill, (os.getpid(), number))
    again.daemon = True
    again.start()


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Let signals that come while a command is ending pass: it is what they want."""
    with _handled(lambda number, frame: None):
        yield


@contextmanager
def _handled(handler: Callable[[int, FrameType | None], None]) -> Iterator[None]:
    before = {}
    with contextlib.suppress(ValueError):  # not the main thread: somebody runs the command as a function
        for number in ENDED_BY:
            # What is ignored (nohup, a job in the background) stays so.
            if signal.getsignal(number) is not signal.SIG_IGN:
                before[number] = signal.signal(number, handler)
    try:
        yield
    finally:
        for number, earlier in before.items():
            if earlier is not None:
                signal.signal(number, earlier)
