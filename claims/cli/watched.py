"""A command whose memory has a limit is watched by a process that does nothing else.

Where memory ends, some libraries end the process, with words of their own or with none. Nothing in that process can
tell of it, or clear up. So it is forked before anything is loaded, and the one that waits tells it in one line.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from pathlib import Path
from types import FrameType

from claims.cli.memory import LEAST, address_space, too_little
from claims.cli.messages import say

_ENDED_BY = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
_END_WITH_PARENT = 1  # PR_SET_PDEATHSIG


def status_of_watched() -> int | None:
    """Go on in a process that this one watches, where memory has a limit.

    Returns:
        None in the process that is to do the work; in the one that has watched it, its exit status.
    """
    limit = address_space()
    if limit is None or limit < LEAST or not hasattr(os, "fork"):
        return None
    names, told = os.pipe()
    for end in (names, told):
        os.set_blocking(end, False)
    # No signal comes to a process that is not yet ready for it.
    signal.pthread_sigmask(signal.SIG_BLOCK, _ENDED_BY)
    child = os.fork()
    if child == 0:
        os.close(names)
        _begin(told)
        return None
    os.close(told)
    return _watched(child, names, limit)


def _begin(told: int) -> None:
    """Become the process that works: it ends with the one that watches, and alone says what is to be said."""
    _end_with_parent()
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDED_BY)
    from claims.cli.failures import TRACEBACK  # noqa: PLC0415
    from claims.files import beside  # noqa: PLC0415

    beside.tell_names(told)
    if sys.stderr is None or os.environ.get(TRACEBACK):
        return
    # Words of libraries go nowhere, ours where they went before.
    sys.stderr.flush()
    ours = os.fdopen(os.dup(2), "w", encoding=sys.stderr.encoding, errors="backslashreplace", buffering=1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)
    sys.stderr = ours


def _end_with_parent() -> None:
    if sys.platform.startswith("linux"):
        import ctypes  # noqa: PLC0415

        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_END_WITH_PARENT, signal.SIGKILL, 0, 0, 0)


def _watched(child: int, names: int, limit: int) -> int:
    """Hand signals on and wait; return the exit status, of a process that was ended by the system that of a line."""

    def hand_on(number: int, frame: FrameType | None) -> None:
        with suppress(ProcessLookupError):
            os.kill(child, number)

    for number in _ENDED_BY:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, hand_on)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDED_BY)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if status >= 0:
        return status
    with os.fdopen(names, "rb") as stream:
        begun = (stream.read() or b"").split(b"\0")
    from claims.cli.failures import USAGE  # noqa: PLC0415
    from claims.files import beside  # noqa: PLC0415

    for name in begun:
        beside.remove_if_abandoned(Path(os.fsdecode(name)))
    say(too_little(limit))
    return USAGE
