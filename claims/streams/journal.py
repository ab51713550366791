"""Batches that are finished, kept in a file until the whole work is: what is interrupted goes on, not anew.

The file stands beside the output (``claims.jsonl.unfinished``) and is removed when the output is complete.
A batch is found again by what is in it, so nothing has to be known of the input: the same papers give the
same batches, and other papers are simply not in the file. Other rules make it void.

After a first line, which says what the file is, each batch is one frame: digest of the batch (16 bytes),
length and CRC-32 of what follows (4 bytes each, little endian), its result, compressed. A frame that was cut
by the end of the process is dropped when the file is opened again.
"""

from __future__ import annotations

import contextlib
import os
import struct
import zlib
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

import zstandard

from claims.fingerprint import rules_fingerprint

try:
    import fcntl
except ImportError:  # Windows: two commands that write the same output at once are on their own
    fcntl = None  # type: ignore[assignment]

SUFFIX = ".unfinished"
_FRAME = struct.Struct("<16sII")
_LEVEL = 1  # a tenth of the size at no cost that shows


class Journal:
    """Results of batches by the digest of the batch; a context that removes the file when it ends well.

    While the block runs, nobody else may use the file; a second command that writes the same output works
    without it. After an error or interrupt the file stays, unless no batch was finished.
    """

    def __init__(self, output: Path, shape: str) -> None:
        """Name the journal of an output; its file is made with the first batch that is kept.

        Args:
            output: The file that the results go into in the end; the journal is kept beside it.
            shape: What the results are, so that other commands with the same output do not take them.
        """
        self.path = output.with_name(output.name + SUFFIX)
        self._title = f"claims journal 1: {shape} by rules {rules_fingerprint()}\n".encode()
        self._frames: dict[bytes, tuple[int, int, int]] = {}
        self._file: BinaryIO | None = None
        self._is_open = False

    def __enter__(self) -> Journal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # Removed while it is locked: nobody can have begun to rely on it.
        if self._file is not None and (kind is None or not self._frames):
            self.path.unlink(missing_ok=True)
        self._close()

    @property
    def is_kept(self) -> bool:
        """Whether batches are kept that the same command would not have to work through again."""
        return bool(self._frames)

    def get(self, digest: bytes) -> bytes | None:
        """Return the result that was kept for a batch, or None."""
        if not self._is_open and self.path.exists():
            self._open()
        frame = self._frames.get(digest)
        if frame is None or self._file is None:
            return None
        start, length, check = frame
        self._file.seek(start)
        data = self._file.read(length)
        if len(data) != length or zlib.crc32(data) != check:
            del self._frames[digest]
            return None
        return zstandard.decompress(data)

    def put(self, digest: bytes, result: bytes) -> None:
        """Keep the result of a batch, unless it is kept already."""
        if not self._is_open:
            self._open()
        if self._file is None or digest in self._frames:
            return
        data = zstandard.compress(result, _LEVEL)
        check = zlib.crc32(data)
        try:
            start = self._file.seek(0, os.SEEK_END)
            # Before it is written: a signal in between must not take a journal that holds a batch for an empty one.
            self._frames[digest] = (start + _FRAME.size, len(data), check)
            self._file.write(_FRAME.pack(digest, len(data), check) + data)
            self._file.flush()
        except OSError:
            # No room to be careful: the work itself may still come to its end.
            self.path.unlink(missing_ok=True)
            self._frames.clear()
            self._close()

    def _open(self) -> None:
        """Open the file and take it; where that fails, or another command has it, go without."""
        self._is_open = True
        try:
            file = self.path.open("a+b")
        except OSError:
            return
        try:
            if fcntl is not None:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self._scan(file)
        except OSError:
            with contextlib.suppress(OSError):  # what it still holds has no room either
                file.close()
            return
        self._file = file

    def _close(self) -> None:
        if self._file is not None:
            with contextlib.suppress(OSError):
                self._file.close()
            self._file = None

    def _scan(self, file: BinaryIO) -> None:
        """Find the frames, and cut off what is none."""
        size = file.seek(0, os.SEEK_END)
        file.seek(0)
        if file.read(len(self._title)) != self._title:
            file.truncate(0)
            file.write(self._title)
            file.flush()
            return
        end = len(self._title)
        while end + _FRAME.size <= size:
            file.seek(end)
            digest, length, check = _FRAME.unpack(file.read(_FRAME.size))
            if end + _FRAME.size + length > size:
                break
            self._frames[digest] = (end + _FRAME.size, length, check)
            end += _FRAME.size + length
        file.truncate(end)
