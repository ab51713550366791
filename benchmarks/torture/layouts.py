"""New databases as copies of an empty one that the program has made: to declare all tables and views takes a second."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable
from pathlib import Path

from claims.files.whole import folder_beside, name_if_free
from claims.store import connection


def copying(empty: Path) -> Callable[[Path], None]:
    """Return what makes a database as the program does, but for what it declares, which is copied.

    Args:
        empty: Where the empty database stands, or is to be made when the first is asked for.
    """
    make = connection._make

    def copied(path: Path) -> None:
        if connection.log_of(path).exists():
            make(path)  # which tells what is wrong
            return
        if not empty.exists():
            make(empty)
        try:
            with folder_beside(path) as folder, contextlib.suppress(FileExistsError):
                name_if_free(Path(shutil.copyfile(empty, folder / "claims.duckdb")), connection._real(path))
        except OSError:
            make(path)

    return copied
