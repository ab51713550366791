"""Open a database of claims, and say in one line why it cannot be opened."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from threading import Lock
from typing import Any

import duckdb

from claims.errors import ClaimsError
from claims.files.whole import folder_beside, name_if_free
from claims.store.catalog import Catalog, digest_of_catalog, read_catalog
from claims.store.layout import CATALOG_DIGEST, check_layout, create_layout, quoted
from claims.store.odd_values import OddValueError
from claims.store.paths import NO_DATABASE, refuse_other_files, refuse_unreadable_name
from claims.store.rows import rows

_TAKEN_OVER = "was_there_empty"
_WRITING_MEMORY = "160MB"
_GROUP_ROWS = 30_720
_ATTACHED = "claims"
_NO_EXTENSIONS: dict[str, Any] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}
_LOCK_HOLDER = re.compile(r"\(PID (\d+)\)")


def open_for_writing(path: Path) -> duckdb.DuckDBPyConnection:
    """Open a database to write into it; make it where there is none.

    Raises:
        ClaimsError: It is locked, cannot be written, is no database of claims or one of another version.
    """
    refuse_unreadable_name(path)
    if not path.exists():
        _make(path)
    connection = _attach(path)
    try:
        _bound_memory(connection)
        rows(connection, f"USE {_ATTACHED}")
        found = read_catalog(connection, _ATTACHED)
        is_ours = digest_of_catalog(found) == CATALOG_DIGEST  # most are, and need no second look
        if not is_ours and _bring_up_to_date(connection, path, found):
            return open_for_writing(path)
        is_made = check_layout(connection, path, _ATTACHED, is_ours=is_ours)
        if not is_made:
            create_layout(connection)
            rows(connection, "INSERT INTO about VALUES (?, 'true')", [_TAKEN_OVER])
    except duckdb.Error as error:
        connection.close()
        raise ClaimsError(f"{path}: {read_failure(error)}") from error
    except OSError as error:
        connection.close()
        raise ClaimsError(f"{path}: {write_failure(error)}") from error
    except BaseException:
        connection.close()
        raise
    return connection


def _bring_up_to_date(connection: duckdb.DuckDBPyConnection, path: Path, found: Catalog) -> bool:
    """Bring a database of an older layout to that of today, and close it; return whether it was one."""
    # Whoever only reads is spared the rules, by which it fills anew what is shown.
    from claims.store.upgrade import older_layout, upgrade  # noqa: PLC0415

    older = older_layout(found)
    if older is None:
        return False
    with folder_beside(path) as folder:
        let_spill(connection, folder)
        upgrade(connection, path, _ATTACHED, found, older)
        connection.close()  # before its folder goes
    return True


def _bound_memory(connection: duckdb.DuckDBPyConnection) -> None:
    """Keep DuckDB small; left alone, it fills most of the memory before it moves anything to disk.

    It wants 125 MB for each thread. A run feeds it many small batches, over which more threads gain nothing.
    """
    # Without a word DuckDB would take PATH.tmp, whoever it belongs to.
    rows(connection, "SET temp_directory = ''")
    rows(connection, "SET threads = 1")
    rows(connection, f"SET memory_limit = '{_WRITING_MEMORY}'")


def let_spill(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Let a database that is open for writing move to a folder what a long transaction has no memory for."""
    rows(connection, f"SET temp_directory = {quoted(str(folder))}")


def open_for_reading(
    path: Path, *, errors_as_json: bool = False, memory: int | None = None
) -> duckdb.DuckDBPyConnection:
    """Open a database so that no statement can change it, or touch any file or network.

    DuckDB lets a connection without access to files still read and write those of its own database. So once
    the database is open, the connection has no file system at all; it reads through the handle that it has.

    Args:
        path: File of the database.
        errors_as_json: Let DuckDB give its errors with their position in the statement.
        memory: Bytes that DuckDB may use for its blocks; None for its own choice.

    Raises:
        ClaimsError: There is none, it is locked or damaged, is no database of claims, one of another version,
            or declares anything that this program does not.
    """
    refuse_unreadable_name(path)
    if not path.exists():
        raise ClaimsError(f"{path}: no such database: make it with `claims run FILE... --db {path}`")
    limit = {} if memory is None else {"memory_limit": f"{memory}B"}
    connection = _connect(
        path,
        read_only=True,
        config={
            **_NO_EXTENSIONS,
            **limit,
            "enable_external_access": "false",
            "python_enable_replacements": "false",
            "temp_directory": "",
            "errors_as_json": str(errors_as_json).lower(),
        },
    )
    try:
        _shut_off(connection)
        if not check_layout(connection, path, _name_of(connection)):
            raise ClaimsError(f"{path}: an empty database: fill it with `claims run FILE... --db {path}`")
    except duckdb.Error as error:
        connection.close()
        raise ClaimsError(f"{path}: {read_failure(error)}") from error
    except BaseException:
        connection.close()
        raise
    return connection


_one_at_a_time = Lock()


def _shut_off(connection: duckdb.DuckDBPyConnection) -> None:
    """Take all files from a database that is open, for good.

    Connections of one process to one file share this: what an earlier one has locked is shut off already. It is
    not asked for, since what a database declares may answer.
    """
    with _one_at_a_time:
        try:
            rows(connection, "SET disabled_filesystems = 'LocalFileSystem'")
            rows(connection, "SET lock_configuration = true")
        except duckdb.InvalidInputException as error:
            if "has been locked" not in str(error):
                raise


@contextlib.contextmanager
def reading(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a database for the statements of a command, as :func:`open_for_reading` does.

    Raises:
        ClaimsError: As there, or what the block reads is damaged.
    """
    connection = open_for_reading(path)
    try:
        yield connection
    except duckdb.Error as error:
        raise ClaimsError(f"{path}: {read_failure(error)}") from error
    except OddValueError as error:
        raise ClaimsError(f"{path}: {odd_value(error)}") from error
    finally:
        connection.close()


def _name_of(connection: duckdb.DuckDBPyConnection) -> str:
    """Return the name of the one database that is attached; no function is asked that it could have replaced."""
    found = rows(connection, "SELECT database_name, internal FROM system.main.duckdb_databases()")
    return next(str(name) for name, internal in found if not internal)


def _make(path: Path) -> None:
    """Make a database with its tables elsewhere and give it its name at once.

    Whatever ends the process meanwhile, there is no half-made file under that name, which DuckDB would
    refuse to open; and of two processes that make it at once, the second takes what the first has made.
    """
    if log_of(path).exists():
        raise ClaimsError(
            f"{log_of(path)}: belongs to a database that is not there: move {path.name} back, or remove this file"
        )
    try:
        with folder_beside(path) as folder:
            made = folder / "claims.duckdb"
            try:
                with _connect(made) as connection:
                    create_layout(connection)
            except ClaimsError as error:
                raise ClaimsError(str(error).replace(str(made), str(path), 1)) from error
            with contextlib.suppress(FileExistsError):
                name_if_free(made, _real(path))
    except duckdb.Error as error:
        raise ClaimsError(f"{path}: {write_failure(error)}") from error
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        reason = write_failure(error) if full else _reason(path, f": {error.strerror}")
        raise ClaimsError(f"{path}: {reason}") from error


def remove_unless_used(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Remove a database that is open for writing where it holds no run, and was not there without us.

    While it is open, it is locked: nobody else can have begun a run in it.
    """
    taken_over = rows(connection, "FROM about WHERE name = ?", [_TAKEN_OVER])
    if not taken_over and not rows(connection, "FROM runs LIMIT 1"):
        _real(path).unlink(missing_ok=True)
        # Next to a new database of that name, its log would be refused.
        log_of(path).unlink(missing_ok=True)


def log_of(path: Path) -> Path:
    """Return where DuckDB keeps what it has committed and not yet moved into the file."""
    real = _real(path)
    return real.with_name(f"{real.name}.wal")


def _real(path: Path) -> Path:
    """Return the file behind all links: whichever name a database is opened by, it has one log beside it."""
    return Path(os.path.realpath(path))


def write_failure(error: duckdb.Error | OSError) -> str:
    """Return why a database could not be written, and what helps, on one line."""
    message = (error.strerror if isinstance(error, OSError) else None) or str(error).partition("\n")[0]
    if "No space left" in message or "quota" in message.lower():
        return "the disk is full: make room, or give a path on another disk to --db"
    if "File too large" in message:
        return "the file would be larger than this process may write: raise the limit (ulimit -f)"
    return f"writing failed: {message}"


def read_failure(error: duckdb.Error) -> str:
    """Return why a database could not be read, and what helps, on one line."""
    if isinstance(error, duckdb.OutOfMemoryException):
        return "reading it needs more memory than there is: ask for less"
    message = _first_line(error)
    return f"the database is damaged: {message}: take a copy of it, or run again into a new file"


def odd_value(error: OddValueError) -> str:
    """Return that somebody has changed a database, and what helps, on one line."""
    return (
        f"{error} holds what no run writes: somebody has changed this database: `claims run` into a new file"
    )


def _first_line(error: duckdb.Error) -> str:
    text = str(error)
    if "{" in text:  # errors as JSON
        with contextlib.suppress(ValueError):
            text = str(json.loads(text[text.index("{") :])["exception_message"])
    return text.strip().partition("\n")[0].rstrip(".")


def _connect(
    path: Path, *, read_only: bool = False, config: dict[str, Any] | None = None
) -> duckdb.DuckDBPyConnection:
    refuse_other_files(path)
    try:
        return duckdb.connect(str(_real(path)), read_only=read_only, config=config or {})
    except duckdb.Error as error:
        raise ClaimsError(f"{path}: {_reason(path, str(error))}") from error


def _attach(path: Path) -> duckdb.DuckDBPyConnection:
    """Open a database whose rows are compressed and written some at a time.

    DuckDB does so with each group of rows that is full, within the transaction. In groups of its usual size, a
    run holds 120,000 abstracts as they are, and moves most of them to disk and back before it compresses them.
    """
    refuse_other_files(path)
    connection = duckdb.connect(config=_NO_EXTENSIONS)
    try:
        rows(connection, f"ATTACH {quoted(str(_real(path)))} AS {_ATTACHED} (ROW_GROUP_SIZE {_GROUP_ROWS})")
    except duckdb.Error as error:
        connection.close()
        raise ClaimsError(f"{path}: {_reason(path, str(error))}") from error
    return connection


def _reason(path: Path, message: str) -> str:
    """Turn DuckDB's words into ours: what is wrong, and what helps."""
    if "Could not set lock" in message:
        holder = _LOCK_HOLDER.search(message)
        who = f"process {holder[1]}" if holder else "another process"
        return f"the database is in use by {who}: try again when it has ended"
    if "Unique file handle conflict" in message:
        return "the database is open in this process: close it first"
    if "not a valid DuckDB" in message:
        return NO_DATABASE
    if "version number" in message:
        return "the file was written by another version of DuckDB: install that one, or run into a new file"
    if path.is_dir():
        return "a folder, not a database: give the path of a file to --db"
    if not path.parent.exists():
        return f"the folder {path.parent} does not exist: make it first"
    reason = message.splitlines()[0].rpartition(": ")[2].rstrip(".")
    return f"the database cannot be opened: {reason}: give a path to --db where you may write"
