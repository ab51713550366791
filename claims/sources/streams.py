"""Files, pipes and compressed files, opened as one kind of stream."""

from __future__ import annotations

import bz2
import contextlib
import gzip
import io
import lzma
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

import zstandard

from claims.errors import ClaimsError
from claims.files.pipes import open_pipe
from claims.sources.encodings import Transcoded, marked_encoding
from claims.sources.failures import first_line, told_in_one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

# What a format may look at before it says whether a file is its own.
HEAD = 256 * 1024
BOM = b"\xef\xbb\xbf"
STDIN = "standard input"
_MAGIC = {b"\x1f\x8b": "gzip", b"\x28\xb5\x2f\xfd": "zstd", b"BZh": "bz2", b"\xfd7zXZ\x00": "xz"}
# Bytes of zstd at a time: each four of them can stand for 128 kB.
_CHUNK = 512
_LONGEST_MAGIC = max(map(len, _MAGIC))


class _Readable(Protocol):
    def read(self, n: int, /) -> bytes: ...


class _Joined(io.RawIOBase):
    """Bytes that were read ahead, and then the rest of the stream that they came from."""

    def __init__(self, name: str, ahead: bytes, rest: _Readable, compression: str | None = None) -> None:
        self._name = name
        self._ahead = ahead
        self._rest = rest
        self._compression = compression

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        if self._ahead:
            size = len(self._ahead) if size < 0 else size
            start, self._ahead = self._ahead[:size], self._ahead[size:]
            return start
        return read_some(self._name, self._rest, size if size >= 0 else HEAD, self._compression)

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def read_some(name: str, stream: _Readable, size: int, compression: str | None = None) -> bytes:
    """Read up to ``size`` bytes; errors of the file or its compression become one clear line."""
    if compression:
        # Half a file read in silence would be worse than none.
        with told_in_one_line(name, f"damaged or cut short as {compression}", "fetch it again"):
            return stream.read(size) or b""
    try:
        return stream.read(size) or b""
    except OSError as e:
        msg = f"{name}: cannot be read: {e.strerror or first_line(e)}"
        raise ClaimsError(msg) from e


def _read_ahead(name: str, stream: _Readable, size: int, compression: str | None = None) -> bytes:
    parts = []
    while size > 0 and (part := read_some(name, stream, size, compression)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def is_blank(head: bytes) -> bool:
    """Return whether the first bytes of a file are nothing but white space."""
    return not head.removeprefix(BOM).strip()


def shown(path: str | Path) -> str:
    """Return how messages call a path."""
    name = str(path)
    return STDIN if name == "-" else name if name.isprintable() else repr(name)


def check_path(path: Path) -> None:
    """Raise a ClaimsError where a path is nothing that can be read as a file."""
    name = shown(path)
    try:
        if path.is_dir():
            msg = f"{name}: is a folder; name the files in it"
            raise ClaimsError(msg)
        # Opening a pipe only to look would take its data away from the reader.
        if path.is_file() or not path.exists():
            with path.open("rb"):
                pass
    except FileNotFoundError as e:
        msg = f"{name}: no such file"
        raise ClaimsError(msg) from e
    except (OSError, ValueError) as e:
        msg = f"{name}: cannot be opened: {getattr(e, 'strerror', None) or first_line(e)}"
        raise ClaimsError(msg) from e


class Opened(NamedTuple):
    """A file that can be read.

    Attributes:
        head: Its first bytes, up to HEAD; only blank where there is nothing else in the file.
        stream: All of it, from the head on.
        as_stored: Whether its bytes are those of the file: neither compressed nor in another encoding than UTF-8.
        blank_lines: Lines before the head that are left out: where a file begins with very many blank ones.
    """

    head: bytes
    stream: io.BufferedReader
    as_stored: bool
    blank_lines: int


@contextlib.contextmanager
def open_source(path: str | Path) -> Iterator[Opened]:
    """Open a file, decompressed where it begins like gzip, zstd, bzip2 or xz; ``-`` is standard input.

    Raises:
        ClaimsError: The file cannot be opened or read, or its compression is damaged.
    """
    name = shown(path)
    with contextlib.ExitStack() as stack:
        plain: _Readable
        if str(path) == "-":
            if sys.stdin is None:  # started with standard input closed
                msg = f"{STDIN}: is closed; name a file"
                raise ClaimsError(msg)
            plain = sys.stdin.buffer
        else:
            check_path(Path(path))
            plain = stack.enter_context(open_pipe(Path(path), "rb"))
        yield opened(name, plain)


def opened(name: str, plain: _Readable) -> Opened:
    """Return what :func:`open_source` gives, for a stream that is open.

    Args:
        name: How messages call it.
        plain: Its bytes.

    Raises:
        ClaimsError: It cannot be read, or its compression is damaged.
    """
    start = _read_ahead(name, plain, _LONGEST_MAGIC)
    compression = next((kind for magic, kind in _MAGIC.items() if start.startswith(magic)), None)
    stream: _Joined | Transcoded = _Joined(name, start, plain)
    if compression:
        unpacked = _decompressed(_Joined(name, start, plain), compression)
        start = _read_ahead(name, unpacked, _LONGEST_MAGIC, compression)
        stream = _Joined(name, start, unpacked, compression)
    encoding = marked_encoding(start)
    if encoding:
        stream = Transcoded(io.BufferedReader(stream), encoding)
    head, blank_lines = _read_ahead(name, stream, HEAD, compression), 0
    while is_blank(head) and (more := _read_ahead(name, stream, HEAD, compression)):
        blank_lines += head.count(b"\n")
        head = more
    joined = _Joined(name, head, stream, compression)
    return Opened(head, io.BufferedReader(joined, HEAD), not (compression or encoding), blank_lines)


def _decompressed(stream: _Joined, compression: str) -> _Readable:
    file = io.BufferedReader(stream)
    if compression == "gzip":
        return gzip.GzipFile(fileobj=file)
    if compression == "bz2":
        return bz2.BZ2File(file)
    return lzma.LZMAFile(file) if compression == "xz" else _Zstandard(file)


class _Zstandard:
    """What frames of zstd hold, one after the other; the library's own reader takes a cut frame for the end."""

    def __init__(self, file: _Readable) -> None:
        self._file = file
        self._frame: zstandard.ZstdDecompressionObj | None = None
        self._rest = self._ready = b""

    def read(self, size: int, /) -> bytes:
        """Return up to ``size`` bytes, none at the end.

        Raises:
            EOFError: The last frame is cut.
            ZstdError: It is damaged.
        """
        while not self._ready:
            data = self._rest or self._file.read(_CHUNK)
            if not data:
                if self._frame is not None:
                    raise EOFError("its end is missing")
                return b""
            if self._frame is None:
                self._frame = zstandard.ZstdDecompressor().decompressobj()
            self._ready = self._frame.decompress(data)
            self._rest = self._frame.unused_data if self._frame.eof else b""
            if self._frame.eof:
                self._frame = None
        found, self._ready = self._ready[:size], self._ready[size:]
        return found
