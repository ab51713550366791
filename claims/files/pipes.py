"""Named pipes: whoever opens one waits for the other side, and here not for ever."""

from __future__ import annotations

import os
import stat
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

from claims.errors import ClaimsError

PATIENCE_SECONDS = 10.0
"""How long the other side of a named pipe may take to open it."""


def open_pipe(path: Path, mode: str) -> BinaryIO:
    """Open a file to read (``rb``) or write (``wb``); where it is a named pipe, wait a while for the other side.

    Raises:
        ClaimsError: Nobody opens the other side.
        OSError: It cannot be opened.
    """
    if not _is_named_pipe(path):
        return _open(path, mode)
    found: list[BinaryIO | OSError] = []

    def wait() -> None:
        try:
            found.append(_open(path, mode))
        except OSError as error:
            found.append(error)

    # It is the opening that waits, and only a thread can wait without the program.
    waiting = threading.Thread(target=wait, daemon=True)
    waiting.start()
    waiting.join(PATIENCE_SECONDS)
    if waiting.is_alive():
        _let_go(path)
        does = "writes into" if mode == "rb" else "reads from"
        raise ClaimsError(f"{path}: a pipe that nobody {does}: start the other program first")
    [opened] = found
    if isinstance(opened, OSError):
        raise opened
    return opened


def _open(path: Path, mode: str) -> BinaryIO:
    stream: Any = path.open(mode)
    return stream  # type: ignore[no-any-return]


def _is_named_pipe(path: Path) -> bool:
    with suppress(OSError):
        return stat.S_ISFIFO(path.stat().st_mode)
    return False


def _let_go(path: Path) -> None:
    """Open both sides, so that who waits for one of them goes on."""
    with suppress(OSError):
        os.close(os.open(path, os.O_RDWR | os.O_NONBLOCK))
