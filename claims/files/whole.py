"""A file or folder that takes its name only when it is whole."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BufferedRandom
from pathlib import Path
from typing import BinaryIO

from claims.files.beside import (
    FILE,
    FOLDER,
    clear_up_after_others,
    create_exclusively,
    create_folder,
    forget,
    is_name_of,
    lock,
    name_beside,
    remove,
)


class Part:
    """A file that is being written under another name.

    Attributes:
        path: The name that it will have.
        stream: Where its content goes.
    """

    def __init__(self, path: Path) -> None:
        """Make it beside the name that it will have.

        Raises:
            OSError: It cannot be made there.
        """
        self.path = path
        clear_up_after_others(path)
        self._name, descriptor = _created(path, FILE)
        self.stream: BufferedRandom = os.fdopen(descriptor, "w+b")
        self._is_kept = False

    def take_name(self) -> None:
        """Give it its name; what had that name before is replaced, and its mode is taken over.

        Raises:
            OSError: What is still to be written has no room, or the name cannot be taken.
        """
        self.stream.flush()
        self._name.chmod(_mode_of(self.path))
        self._name.replace(self.path)
        forget(self._name)

    def take_free_name(self) -> None:
        """Give it its name where nothing has it; it stays readable for its user alone.

        Raises:
            FileExistsError: There is something of that name, be it a link that leads nowhere.
            OSError: What is still to be written has no room, or the name cannot be taken.
        """
        self.stream.flush()
        name_if_free(self._name, self.path)

    def keep(self) -> BinaryIO:
        """Return its stream, which stays open, and locked, when it is dropped."""
        self._is_kept = True
        return self.stream

    def drop(self) -> None:
        """Close it, and remove it where it has not got its name."""
        if not self._is_kept:
            with suppress(OSError):  # what it still holds has no room
                self.stream.close()
        remove(self._name)


def name_if_free(made: Path, path: Path) -> None:
    """Give a file another name where nothing has it.

    Raises:
        FileExistsError: There is something of that name, be it a link that leads nowhere.
        OSError: The name cannot be taken.
    """
    try:
        path.hardlink_to(made)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if os.path.lexists(path):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path)) from None
        made.rename(path)


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """Open a file for writing that takes its name, from whatever has it, when the block has ended well.

    Raises:
        OSError: It cannot be written.
    """
    part = Part(path)
    try:
        yield part.stream
        part.take_name()
    finally:
        part.drop()


@contextmanager
def folder_beside(path: Path) -> Iterator[Path]:
    """Give a new folder beside a file, for what it is made of; it is gone when the block ends.

    Raises:
        OSError: It cannot be made there.
    """
    clear_up_after_others(path)
    folder, descriptor = _created(path, FOLDER)
    try:
        yield folder
    finally:
        os.close(descriptor)
        remove(folder)


@contextmanager
def locked_folder(folder: Path) -> Iterator[bool]:
    """Keep other commands that write a folder out while the block runs; give False where one is at it.

    Raises:
        OSError: It cannot be opened.
    """
    if os.name != "posix":
        yield True
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield lock(descriptor)
    finally:
        os.close(descriptor)


def _created(path: Path, kind: str) -> tuple[Path, int]:
    """Make a file or folder beside a path; again where another process has cleared it up before it was locked."""
    while True:
        name = name_beside(path, kind)
        try:
            descriptor = create_exclusively(name) if kind == FILE else create_folder(name)
        except OSError:
            forget(name)
            raise
        if is_name_of(name, descriptor):
            return name, descriptor
        os.close(descriptor)
        forget(name)


def _mode_of(path: Path) -> int:
    with suppress(OSError):
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
