"""A secret of this user, by which a file that a program has left is known to be its own."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from functools import cache
from pathlib import Path

from claims.files.beside import open_itself
from claims.files.whole import Part

_BYTES = 32


@cache
def own_key() -> bytes | None:
    """Return the secret, made at its first use; None where there is no folder to keep it in.

    It is kept for its user alone in the folder for state (``XDG_STATE_HOME``, by default ``~/.local/state``;
    https://specifications.freedesktop.org/basedir-spec/latest/).
    """
    try:
        path = _folder() / "key"
        path.parent.mkdir(0o700, parents=True, exist_ok=True)
        if not path.exists():
            _make(path)
        return _read(path)
    except (OSError, RuntimeError):  # nobody's home
        return None


def _folder() -> Path:
    state = os.environ.get("XDG_STATE_HOME", "")
    return (Path(state) if Path(state).is_absolute() else Path.home() / ".local" / "state") / "claims"


def _make(path: Path) -> None:
    """Make the secret whole and at once: of two processes that do, both take that of the first."""
    part = Part(path)
    try:
        part.stream.write(secrets.token_bytes(_BYTES))
        with contextlib.suppress(FileExistsError):
            part.take_free_name()
    finally:
        part.drop()


def _read(path: Path) -> bytes | None:
    descriptor = open_itself(path)
    with os.fdopen(descriptor, "rb") as stream:
        about = os.fstat(descriptor)
        theirs = os.name == "posix" and (about.st_uid != os.geteuid() or about.st_mode & 0o077)
        if not stat.S_ISREG(about.st_mode) or theirs:
            return None
        key = stream.read(_BYTES + 1)
    return key if len(key) == _BYTES else None
