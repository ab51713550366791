"""Where output goes: standard output, or a file that is either complete or not there."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import typer

from claims.cli import unfinished
from claims.errors import ClaimsError
from claims.report.escaping import for_terminal

if TYPE_CHECKING:
    from claims.streams.journal import Journal

LEFT_OUT = 1


def is_standard_output(path: Path | None) -> bool:
    """Return whether output without a path, or with ``-``, goes to the terminal or pipe."""
    return path is None or str(path) == "-"


def is_replaced(path: Path) -> bool:
    """Return whether an output is a file that takes the place of an older one: no pipe, no /dev/null."""
    return not is_standard_output(path) and (path.is_file() or not path.exists())


def refuse_inputs_as_outputs(inputs: Iterable[Path], *outputs: Path | None) -> None:
    """Make sure that no output takes the place of an input, or of another output.

    Args:
        inputs: Files that are read.
        outputs: Files that will be written.

    Raises:
        ClaimsError: One would be lost.
    """
    taken = [path for path in inputs if is_replaced(path)]
    for output in outputs:
        if output is None or not is_replaced(output):
            continue
        if any(_is_same(output, path) for path in taken):
            raise ClaimsError(
                f"{output}: would be overwritten while it is in use: give another path to write to"
            )
        taken.append(output)


def _is_same(one: Path, other: Path) -> bool:
    with suppress(OSError):
        return one.samefile(other)
    return one.resolve() == other.resolve()


@contextmanager
def output_to(path: Path | None) -> Iterator[BinaryIO]:
    """Open an output; a file takes its name only when the block has ended well.

    Args:
        path: A file; None or ``-`` for standard output.

    Raises:
        ClaimsError: The file cannot be written, or is a database.
    """
    if path is None or is_standard_output(path):
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    try:
        if _is_database(path):
            raise ClaimsError(f"{path}: is a DuckDB database and stays one: give another path to write to")
        if not is_replaced(path):
            with path.open("wb") as stream:
                yield stream
            return
        yield from _through_temporary(path)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise ClaimsError(f"{path}: cannot be written: {error.strerror or error}") from error


def _is_database(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as stream:
        return stream.read(12)[8:] == b"DUCK"


def _through_temporary(path: Path) -> Iterator[BinaryIO]:
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            yield stream
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def kept_for_later(output: Path, shape: str) -> Journal:
    """Return a journal beside an output, which an interrupt will speak of.

    Args:
        output: The file that is written while the journal is open.
        shape: As in :class:`claims.streams.journal.Journal`.
    """
    from claims.streams.journal import Journal  # noqa: PLC0415

    journal = Journal(output, shape)
    unfinished.append(journal.path)
    return journal


def say_left_out(count: int, where: str) -> None:
    """Say in one line that records were left out, and end with a status that scripts can see.

    Args:
        count: How many.
        where: What shows them.
    """
    records = "1 record was" if count == 1 else f"{count} records were"
    say(f"claims: {records} left out: {where}", err=True)
    raise typer.Exit(LEFT_OUT)


def say(text: str, *, err: bool = False) -> None:
    """Print a text that may hold names and words from elsewhere; on standard error with ``err``."""
    typer.echo(for_terminal(text), err=err)
