"""The one place that turns errors, our own and those of libraries, into one line and an exit status."""

from __future__ import annotations

import errno
import os
import sys
import traceback
from pathlib import Path
from typing import Any

from claims.cli.memory import ENOUGH, address_space
from claims.errors import ClaimsError

USAGE = 2
MISTAKE_OF_OURS = 70
BROKEN_PIPE = 141
TRACEBACK = "CLAIMS_TRACEBACK"
"""Environment variable that shows where an error comes from."""

_REMEDIES = {
    errno.ENOSPC: "make room, or write to another disk",
    errno.EDQUOT: "make room, or write to another disk",
    errno.EFBIG: "raise the limit on the size of files (ulimit -f)",
    errno.EMFILE: "raise the limit on open files (ulimit -n)",
    errno.EROFS: "give a path where you may write",
    errno.EACCES: "give a path that you have the rights for",
    errno.EPERM: "give a path that you have the rights for",
    errno.ELOOP: "the links lead in a circle: give the path of the file itself",
    errno.ENAMETOOLONG: "give a shorter name",
}
# What systems and libraries say where memory is at its end, and raise as errors of other kinds.
_NO_MEMORY = (
    "Cannot allocate memory",
    "can't start new thread",
    "failed to map segment",
    "cannot allocate memory",
    "Out of Memory Error",
    "bad_alloc",
    "not enough memory",
)
# Libraries that extraction does without, and that some leave out for their size.
_HEAVY = frozenset({"duckdb", "polars", "pyarrow"})
_NOT_ENOUGH = "not enough memory: give it more, or try again with fewer --jobs"


def told(error: BaseException) -> tuple[str, int]:
    """Return what to tell of an error, empty where there is nobody to tell it, and the exit status."""
    if os.environ.get(TRACEBACK):
        traceback.print_exception(error)
    if isinstance(error, ClaimsError):
        return str(error), USAGE
    if isinstance(error, BrokenPipeError):
        return "", BROKEN_PIPE
    if _is_of(error, "typer.exceptions", "TyperException"):
        return _usage_line(error), USAGE
    if _is_short_of_memory(error):
        return _NOT_ENOUGH, USAGE
    if isinstance(error, ModuleNotFoundError) and (package := (error.name or "").partition(".")[0]) in _HEAVY:
        return f"{package} is not installed, which this command needs: pip install {package}", USAGE
    if isinstance(error, OSError):
        return _line_of_system(error), USAGE
    if isinstance(error, RecursionError):
        return "something is nested too deeply to be read", USAGE
    if _may_be_short_of_memory():
        return _NOT_ENOUGH, USAGE  # half-loaded libraries fail in any way
    library = next((told for kind, told in _LIBRARIES.items() if _is_of(error, *kind)), None)
    if library is not None:
        return f"{library}: {first_line(error)}", USAGE
    return _mistake(error), MISTAKE_OF_OURS


_LIBRARIES = {
    ("duckdb", "Error"): "the database cannot be used; run into a new one if that stays so",
    ("pyarrow", "ArrowException"): "damaged or unusual data",
    ("zstandard", "ZstdError"): "damaged data",
    ("sqlite3", "Error"): "the file of SQLite cannot be written",
    ("polars.exceptions", "PolarsError"): "the answer cannot be written",
}


def first_line(error: BaseException) -> str:
    """Return what an error says, on one line."""
    lines = str(error).strip().splitlines()
    return lines[0].rstrip(". ") if lines else type(error).__name__


def _is_of(error: BaseException, module: str, name: str) -> bool:
    """Return whether an error is one of a library's; what is not loaded has raised none."""
    kind: Any = getattr(sys.modules.get(module), name, None)
    return kind is not None and isinstance(error, kind)


def _is_short_of_memory(error: BaseException) -> bool:
    if isinstance(error, MemoryError) or getattr(error, "errno", None) == errno.ENOMEM:
        return True
    if isinstance(error, OSError) and error.filename is not None:
        return False
    return any(words in str(error) for words in _NO_MEMORY)


def _may_be_short_of_memory() -> bool:
    limit = address_space()
    return limit is not None and limit < ENOUGH


def _line_of_system(error: OSError) -> str:
    what = f"{_shown(error.filename)}: " if error.filename is not None else ""
    remedy = f": {_REMEDIES[error.errno]}" if error.errno in _REMEDIES else ""
    return f"{what}{error.strerror or first_line(error)}{remedy}"


def _shown(name: object) -> str:
    return os.fsdecode(name) if isinstance(name, bytes) else str(name)


def _usage_line(error: BaseException) -> str:
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "claims"
    message = getattr(error, "format_message", lambda: str(error))().rstrip(".").replace("Value error, ", "")
    return f"{message}: see `{command} --help`" if message else f"what shall I do? See `{command} --help`"


def _mistake(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    package = Path(__file__).parents[1]
    ours = next((frame for frame in reversed(frames) if package in Path(frame.filename).parents), None)
    where = f" ({Path(ours.filename).name}, line {ours.lineno})" if ours else ""
    return (
        f"a mistake of this program: {type(error).__name__}: {first_line(error)}{where}: "
        f"please report it; {TRACEBACK}=1 shows where it comes from"
    )
