"""Standard input, output and error as a program needs them, also where the caller has closed them."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import select
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from claims.cli.messages import say, silence
from claims.errors import ClaimsError

if TYPE_CHECKING:
    from typing_extensions import Buffer

OUTPUT_NAME = "standard output"
_BUFFER_BYTES = 64 * 1024


class _StandardOutput(io.FileIO):
    """Standard output whose errors say what they are about."""

    def write(self, data: Buffer, /) -> int:
        try:
            while (written := super().write(data)) is None:  # somebody has said that nobody shall wait for it
                select.select([], [self], [])
            return written
        except BrokenPipeError:
            raise
        except OSError as error:
            raise OSError(error.errno, error.strerror, OUTPUT_NAME) from None


class _Closed(io.RawIOBase):
    """Stands for a standard output that the caller has closed: only who writes to it has an error, and one."""

    _is_told = False

    def writable(self) -> bool:
        return True

    def write(self, data: Buffer, /) -> int:
        if self._is_told:
            return memoryview(data).nbytes
        self._is_told = True
        raise OSError(errno.EBADF, "is closed: open it, or write to a file with --output", OUTPUT_NAME)


@contextmanager
def standard_streams() -> Iterator[None]:
    """Make sure that the three standard streams are there while the block runs.

    A file that is opened while one of them is closed would get its number, and what is printed anywhere would
    go into that file. So nothing but :data:`os.devnull` may have these numbers.
    """
    with contextlib.ExitStack() as stack:
        for descriptor in range(3):
            _occupy(descriptor)
        output: Any = sys.stdout
        is_listened_to = sys.stdout is not sys.__stdout__
        if sys.stderr is None:
            stack.enter_context(contextlib.redirect_stderr(open(os.devnull, "w")))  # noqa: PTH123, SIM115
        if output is None:
            stack.enter_context(contextlib.redirect_stdout(_text_over(_Closed(), "utf-8", is_terminal=False)))
        elif not is_listened_to:  # as in tests
            output.flush()
            own = _StandardOutput(output.fileno(), "wb", closefd=False)
            text = _text_over(own, output.encoding, is_terminal=output.isatty())
            stack.enter_context(contextlib.redirect_stdout(text))
        yield


def _occupy(descriptor: int) -> None:
    try:
        os.fstat(descriptor)
    except OSError:
        os.open(os.devnull, os.O_RDWR)


def _text_over(raw: io.RawIOBase, encoding: str, *, is_terminal: bool) -> io.TextIOWrapper:
    # Names of files may hold what no encoding has.
    return io.TextIOWrapper(
        io.BufferedWriter(raw, _BUFFER_BYTES), encoding, errors="backslashreplace", line_buffering=is_terminal
    )


@contextmanager
def shown_if_possible() -> Iterator[None]:
    """Print what was done in the block: it is done, whether or not anybody can be told."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        silence(1)
    except SystemExit as error:  # rich's answer to a broken pipe
        if not isinstance(error.__context__, BrokenPipeError):
            raise
    except OSError as error:
        silence(1)
        say(f"all is done, but cannot be shown: {OUTPUT_NAME}: {error.strerror}")


def text_of_standard_input() -> str:
    """Return what stands on standard input.

    Raises:
        ClaimsError: It is closed, cannot be read, or is no text.
    """
    if sys.stdin is None:
        raise ClaimsError("standard input: is closed: give the text itself instead of -")
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ClaimsError(f"standard input: is not UTF-8 (byte {error.start + 1})") from error
    except OSError as error:
        raise ClaimsError(f"standard input: cannot be read: {error.strerror}") from error
