"""Paths that no database can have, told before DuckDB meets them."""

from __future__ import annotations

import glob
import os
from pathlib import Path

from claims.errors import ClaimsError

_MAGIC = b"DUCK"
NO_DATABASE = "not a DuckDB database: give another path to --db"


def refuse_unreadable_name(path: Path) -> None:
    """Make sure that a name can be given to DuckDB.

    Raises:
        ClaimsError: It is not UTF-8, or too long.
    """
    try:
        os.fspath(path).encode()
        path.exists()
    except UnicodeEncodeError as error:
        raise ClaimsError(f"{path}: DuckDB opens no file whose name is not UTF-8: rename it") from error
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise ClaimsError(
            f"{path}: the database cannot be opened: {why}: give another path to --db"
        ) from error


def refuse_other_files(path: Path) -> None:
    """Make sure that a path is free, or leads to a file of DuckDB.

    Given a CSV, JSON or Parquet file, DuckDB would make a database of its own over it; given a pipe, it would wait.

    Raises:
        ClaimsError: Something else is there, or it cannot be read.
    """
    refuse_unreadable_name(path)
    try:
        if path.is_file():
            with path.open("rb") as stream:
                if stream.read(12)[8:] != _MAGIC:
                    raise ClaimsError(f"{path}: {NO_DATABASE}")
        elif path.exists() and not path.is_dir():
            raise ClaimsError(f"{path}: a pipe or device, not a database: give the path of a file to --db")
        _refuse_other_logs(path)
    except OSError as error:
        raise ClaimsError(f"{path}: the database cannot be read: {error.strerror}") from error
    except RuntimeError as error:  # what pathlib says of links in a circle before Python 3.13
        raise ClaimsError(f"{path}: the database cannot be read: links that lead in a circle") from error


def _refuse_other_logs(path: Path) -> None:
    """Make sure that what DuckDB would take for its own beside a database are files, and no links to others.

    It reads and removes PATH.wal and writes it, wherever that leads.
    """
    real = path.resolve()
    for beside in real.parent.glob(f"{glob.escape(real.name)}.wal*"):
        if beside.is_symlink() or not beside.is_file():
            raise ClaimsError(
                f"{beside}: is no file, and would be taken for the log of {path.name}: remove it"
            )


def is_database(path: Path) -> bool:
    """Return whether a path is a file that DuckDB has written."""
    try:
        if not path.is_file():
            return False
        with path.open("rb") as stream:
            return stream.read(12)[8:] == _MAGIC
    except OSError:
        return False
