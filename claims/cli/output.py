"""Where output goes: standard output, or a file that is either complete or not there."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import typer

from claims.cli import unfinished
from claims.cli.failures import first_line
from claims.cli.messages import say
from claims.errors import ClaimsError
from claims.files.escaping import for_terminal
from claims.files.pipes import open_pipe
from claims.files.whole import whole_file

if TYPE_CHECKING:
    from claims.files.journal import Journal

LEFT_OUT = 1
_OPEN_FILES = (Path("/dev"), Path("/proc"))
"""Where files are that stand for others: one cannot take their place."""


def is_standard_output(path: Path | None) -> bool:
    """Return whether output without a path, or with ``-``, goes to the terminal or pipe."""
    return path is None or str(path) in ("-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1")


def is_replaced(path: Path) -> bool:
    """Return whether an output is a file that takes the place of an older one: no pipe, no /dev/null."""
    if is_standard_output(path) or any(folder in path.absolute().parents for folder in _OPEN_FILES):
        return False
    return path.is_file() or not path.exists()


def refuse_inputs_as_outputs(inputs: Iterable[Path], *outputs: Path | None) -> None:
    """Make sure that no output takes the place of an input, or of another output.

    Args:
        inputs: Files that are read.
        outputs: Files that will be written.

    Raises:
        ClaimsError: One would be lost.
    """
    taken = [path for path in map(_behind, inputs) if is_replaced(path)]
    for output in outputs:
        if output is None or not is_replaced(output):
            continue
        if any(_is_same(output, path) for path in taken):
            raise ClaimsError(
                f"{output}: would be overwritten while it is in use: give another path to write to"
            )
        taken.append(output)


def _behind(path: Path) -> Path:
    """Return the file that standard input comes from, as far as the system tells."""
    if str(path) != "-":
        return path
    try:
        return Path("/proc/self/fd/0").readlink()
    except OSError:
        return path


def _is_same(one: Path, other: Path) -> bool:
    with suppress(OSError):
        return one.samefile(other)
    return os.path.realpath(one) == os.path.realpath(other)


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
    _refuse_databases(path)
    try:
        with whole_file(path) if is_replaced(path) else open_pipe(path, "wb") as stream:
            yield stream
            stream.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        if error.filename is None or error.filename == str(path) or _is_beside(path, error.filename):
            raise ClaimsError(f"{path}: cannot be written: {_reason(path, error)}") from error
        raise


def _refuse_databases(path: Path) -> None:
    log = ".wal"
    database = path.with_name(path.name.removesuffix(log)) if path.name.endswith(log) else path
    if database.is_file():
        with database.open("rb") as stream:
            if stream.read(12)[8:] == b"DUCK":
                what = (
                    "belongs to a DuckDB database"
                    if database != path
                    else "is a DuckDB database and stays one"
                )
                raise ClaimsError(f"{path}: {what}: give another path to write to")


def _is_beside(path: Path, name: object) -> bool:
    return isinstance(name, str) and Path(name).parent == path.parent and Path(name).name.startswith(".")


def _reason(path: Path, error: OSError) -> str:
    if not path.parent.exists():
        return f"the folder {path.parent} does not exist: make it first"
    return error.strerror or first_line(error)


def kept_for_later(output: Path, shape: str, files: Sequence[Path], format: str | None) -> Journal:
    """Return a journal beside an output, which an interrupt will speak of.

    Args:
        output: The file that is written while the journal is open.
        shape: What the results are.
        files: The input.
        format: Its format, where one is named.
    """
    from claims.files.journal import Journal  # noqa: PLC0415
    from claims.streams.fingerprint import rules_fingerprint  # noqa: PLC0415

    names = [str(file) if str(file) == "-" else os.path.realpath(file) for file in files]
    journal = Journal(output, f"{shape} by rules {rules_fingerprint()}", [format or "", *names])
    unfinished.append(journal)
    return journal


def say_left_out(count: int, where: str) -> None:
    """Say in one line that records were left out, and end with a status that scripts can see.

    Args:
        count: How many.
        where: What shows them.
    """
    records = "1 record was" if count == 1 else f"{count} records were"
    say(f"{records} left out: {where}")
    raise typer.Exit(LEFT_OUT)


def show(text: str) -> None:
    """Print a text on standard output that may hold names and words from elsewhere."""
    typer.echo(for_terminal(text))


def shown_command(context: typer.Context) -> str:
    """Return the command that runs as somebody could type it again; where the output goes left out."""
    words = context.command_path.split()
    for parameter in context.command.params:
        name = parameter.name or ""
        source = context.get_parameter_source(name)
        if source is None or source.name != "COMMANDLINE" or name in ("output", "format"):
            continue
        value = context.params[name]
        if parameter.param_type_name == "argument":
            words.append(str(value))
        elif isinstance(value, bool):
            words.append(parameter.opts[0] if value else parameter.secondary_opts[0])
        else:
            words += [parameter.opts[0], str(getattr(value, "value", value))]
    return shlex.join(words)
