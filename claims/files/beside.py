"""Names beside an output for what is not finished yet: never somebody else's, and cleared up after a kill.

Such a name is ``.NAME.TOKEN.KIND``. The token ends in a hash of everything else in the name, so that no file that
somebody has called alike is taken for one of these. While it is in use, its process holds a lock on it. What has
such a name and is not locked was left by a process that was killed, and the next one with the same output removes it.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import re
import secrets
import shutil
import stat
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows: what is in use cannot be removed there anyway
    fcntl = None  # type: ignore[assignment]

FILE = "part"
"""A file that will take the name of the output."""
FOLDER = "new"
"""A folder for what the output is made of."""

notes = logging.getLogger("claims")
"""What a user should know and need not act on, one line each; the command line prints them."""

_LONGEST_STEM = 200  # a name may have 255 bytes on most file systems
_RANDOM_DIGITS, _CHECK_DIGITS = 12, 8
_NAME = re.compile(rf"\..*\.([0-9a-f]{{{_RANDOM_DIGITS}}})([0-9a-f]{{{_CHECK_DIGITS}}})\.(\w+)", re.DOTALL)
_made: set[Path] = set()
_told_to: list[int] = []


def name_beside(output: Path, kind: str) -> Path:
    """Return a new name beside an output; what gets it is gone when the program ends (:func:`clear_up`)."""
    random = secrets.token_hex(_RANDOM_DIGITS // 2)
    path = output.with_name(f".{_stem(output)}.{random}{_check(output, random, kind)}.{kind}")
    for descriptor in _told_to:
        with contextlib.suppress(
            BlockingIOError
        ):  # so many that the next command has to clear up after this one
            os.write(descriptor, os.fsencode(path.absolute()) + b"\0")
    _made.add(path)
    return path


def tell_names(descriptor: int) -> None:
    """Write each name that :func:`name_beside` gives into a pipe, for who clears up where this process cannot."""
    _told_to.append(descriptor)


def remove_if_abandoned(path: Path) -> None:
    """Remove what a process has left that was told by :func:`tell_names` and has ended."""
    if _NAME.fullmatch(path.name) and _is_abandoned(path):
        remove(path)


def create_exclusively(path: Path) -> int:
    """Make a file that nobody else can read, where nothing is, a link neither; return its descriptor, locked.

    Raises:
        OSError: There is something, or it cannot be made.
    """
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
    descriptor = os.open(path, flags | getattr(os, "O_BINARY", 0), 0o600)
    lock(descriptor)
    return descriptor


def open_itself(path: Path, access: int = os.O_RDONLY) -> int:
    """Open what has a name, over no link and without waiting for anybody; return its descriptor.

    Raises:
        OSError: It is a link, or cannot be opened.
    """
    never = ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY")
    return os.open(path, access | sum(getattr(os, flag, 0) for flag in never))


def create_folder(path: Path) -> int:
    """Make a folder that nobody else can read, where nothing is; return its descriptor, locked.

    Raises:
        OSError: There is something, or it cannot be made.
    """
    path.mkdir(0o700)
    if os.name != "posix":  # folders cannot be opened there
        return os.open(os.devnull, os.O_RDONLY)
    descriptor = open_itself(path)
    lock(descriptor)
    return descriptor


def lock(descriptor: int) -> bool:
    """Lock an open file or folder; return False where another process holds it."""
    if fcntl is not None:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:  # a file system without locks
            return True
    return True


def is_name_of(path: Path, descriptor: int) -> bool:
    """Return whether a path, followed over no link, names the very file that is open."""
    try:
        return os.path.samestat(path.lstat(), os.fstat(descriptor))
    except OSError:
        return False


def forget(path: Path) -> None:
    """Leave alone from now on what has a name of :func:`name_beside`: it has got its own, or is gone."""
    _made.discard(path)


def remove(path: Path) -> None:
    """Remove what has a name of :func:`name_beside`, if it is there."""
    with contextlib.suppress(OSError):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    _made.discard(path)


def clear_up() -> None:
    """Remove all that this process has begun beside outputs and has not finished; for its very end."""
    for path in list(_made):
        remove(path)


def clear_up_after_others(output: Path) -> None:
    """Remove what commands with the same output have left that were killed, and note what it was.

    Args:
        output: A file or folder that is about to be written.
    """
    for path in _begun_for(output):
        if path not in _made and _is_abandoned(path):
            remove(path)
            notes.warning("%s: left by a command that was killed, and removed now", path)


def _begun_for(output: Path) -> list[Path]:
    start = f".{_stem(output)}."
    try:
        with os.scandir(output.parent) as entries:
            names = [entry.name for entry in entries if entry.name.startswith(start)]
    except OSError:
        return []
    found = []
    for name in names:
        match = _NAME.fullmatch(name)
        if match and match[3] in (FILE, FOLDER) and match[2] == _check(output, match[1], match[3]):
            found.append(output.with_name(name))
    return found


def _is_abandoned(path: Path) -> bool:
    """Return whether no process holds the lock of a file or folder."""
    try:
        descriptor = open_itself(path)
    except OSError:
        return False
    try:
        mode = os.fstat(descriptor).st_mode
        return (stat.S_ISREG(mode) or stat.S_ISDIR(mode)) and lock(descriptor)
    finally:
        os.close(descriptor)


def _stem(output: Path) -> str:
    return os.fsencode(output.name)[:_LONGEST_STEM].decode(errors="ignore")


def _check(output: Path, random: str, kind: str) -> str:
    told = os.fsencode(f"claims\0{output.name}\0{random}\0{kind}")
    return hashlib.sha256(told).hexdigest()[:_CHECK_DIGITS]
