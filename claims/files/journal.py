"""Batches that are finished, kept in a file until the whole work is: what is interrupted goes on, not anew.

The file stands beside the output (``claims.jsonl.unfinished``) and is removed when the output is complete.
A batch is found again by what is in it: the same papers give the same batches.

The first line says what the file is, which work it belongs to (inputs, rules, shape of the results), and ends in a
code that only this user's programs can make (:mod:`claims.files.key`). Then each batch is one frame: digest of the
batch (16 bytes), length of its result as it is and as it is kept (4 bytes each, little endian), a code over these
and what follows (16 bytes), the result, compressed. So nothing is believed that others have put there, or that is
damaged; a frame that was cut by the end of the process is dropped.
"""

from __future__ import annotations

import contextlib
import hmac
import logging
import os
import secrets
import stat
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

import zstandard

from claims.files.beside import clear_up_after_others, is_name_of, lock, open_itself
from claims.files.key import own_key
from claims.files.whole import Part

SUFFIX = ".unfinished"
_notes = logging.getLogger("claims")
_FRAME = struct.Struct("<16sII16s")
_CODE_BYTES = 16
_LEVEL = 1  # a tenth of the size at no cost that shows
_LARGEST = 256 << 20  # bytes of a result: far more than a batch of papers gives
_START = b"claims journal 2: "
_LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where a result stands in the file."""

    start: int
    size: int
    kept: int
    code: bytes


class Journal:
    """Results of batches by the digest of the batch; a context that removes the file when it ends well.

    While the block runs, nobody else may use the file; a second command that writes the same output works
    without it, and so does one that finds something else of that name. After an error or interrupt the file
    stays, unless no batch was finished or the input is at fault.
    """

    def __init__(self, output: Path, shape: str, work: Sequence[str] = ()) -> None:
        """Name the journal of an output; its file is made with the first batch that is kept.

        Args:
            output: The file that the results go into in the end; the journal is kept beside it.
            shape: What the results are, and by which rules they are made: those of other commands with the same
                output are not taken.
            work: What else tells this work from others with the same output: its inputs.
        """
        self.path = output.with_name(output.name + SUFFIX)
        told = blake2b("\0".join(work).encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()
        self._title = _START + f"{shape} of {told}, ".encode()
        self._frames: dict[bytes, _Frame] = {}
        self._file: BinaryIO | None = None
        self._key = b""
        self._is_open = False
        self._is_void = False

    def __enter__(self) -> Journal:
        clear_up_after_others(self.path)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close(is_done=kind is None)

    @property
    def is_kept(self) -> bool:
        """Whether batches are kept that the same command would not have to work through again."""
        return bool(self._frames) and not self._is_void

    def discard(self) -> None:
        """Keep nothing for later: the same command would fail again."""
        self._is_void = True

    def close(self, *, is_done: bool) -> None:
        """Close the file, and remove it where the work is done or there is nothing to go on from."""
        file, self._file = self._file, None
        if file is None:
            return
        # Removed while it is locked: nobody can have begun to rely on it.
        if (is_done or not self.is_kept) and is_name_of(self.path, file.fileno()):
            with contextlib.suppress(OSError):
                self.path.unlink()
            self._frames.clear()
        with contextlib.suppress(OSError):  # what it still holds has no room
            file.close()

    def get(self, digest: bytes) -> bytes | None:
        """Return the result that was kept for a batch, or None."""
        if not self._is_open and os.path.lexists(self.path):
            self._open()
        frame = self._frames.get(digest)
        if frame is None or self._file is None:
            return None
        self._file.seek(frame.start)
        data = self._file.read(frame.kept)
        if not hmac.compare_digest(frame.code, self._code_of(digest, frame.size, data)):
            del self._frames[digest]
            return None
        return zstandard.decompress(data, max_output_size=frame.size)

    def put(self, digest: bytes, result: bytes) -> None:
        """Keep the result of a batch, unless it is kept already."""
        if not self._is_open:
            self._open()
        if self._file is None or digest in self._frames or len(result) > _LARGEST:
            return
        data = zstandard.compress(result, _LEVEL)
        code = self._code_of(digest, len(result), data)
        try:
            start = self._file.seek(0, os.SEEK_END)
            # Before it is written: a signal in between must not take a journal that holds a batch for an empty one.
            self._frames[digest] = _Frame(start + _FRAME.size, len(result), len(data), code)
            self._file.write(_FRAME.pack(digest, len(result), len(data), code) + data)
            self._file.flush()
        except OSError:
            # No room to be careful: the work itself may still come to its end.
            self._frames.clear()
            self.close(is_done=True)

    def _open(self) -> None:
        """Open the file, or make it; where neither can be, go without."""
        self._is_open = True
        secret = own_key()
        if secret is None:
            return
        try:
            self._file = self._opened(secret) if os.path.lexists(self.path) else self._made(secret)
        except OSError:  # no room, no permission, or made by another command just now
            self._file = None

    def _made(self, secret: bytes) -> BinaryIO | None:
        """Make a new file; nobody sees it before its first line is whole."""
        part = Part(self.path)
        try:
            title = self._title + secrets.token_hex(_CODE_BYTES).encode()
            part.stream.write(title + b" " + _code(secret, title).hex().encode() + b"\n")
            part.take_free_name()
            self._key = _code(secret, b"frames of " + title)
            return part.keep()
        finally:
            part.drop()

    def _opened(self, secret: bytes) -> BinaryIO | None:
        """Open what is there where it is this work's, and take its frames; replace what is another work's."""
        file = title = None
        with contextlib.suppress(OSError):  # a link, a folder
            file = os.fdopen(open_itself(self.path, os.O_RDWR), "r+b")
            title = _title_of(file, secret)
        if file is None or title is None:
            _notes.warning(
                "%s: no journal of this program, and left alone: nothing is kept should this command be interrupted",
                self.path,
            )
            return None
        if not lock(file.fileno()):
            return None
        if not title.startswith(self._title):
            _notes.warning("%s: kept by other work for the same output, and removed now", self.path)
            self.path.unlink()
            return self._made(secret)
        self._key = _code(secret, b"frames of " + title)
        self._scan(file)
        return file

    def _scan(self, file: BinaryIO) -> None:
        """Find the frames, and cut off what is none."""
        size = os.fstat(file.fileno()).st_size
        end = file.tell()
        while end + _FRAME.size <= size:
            file.seek(end)
            digest, length, kept, code = _FRAME.unpack(file.read(_FRAME.size))
            if max(length, kept) > _LARGEST or end + _FRAME.size + kept > size:
                break
            if not hmac.compare_digest(code, self._code_of(digest, length, file.read(kept))):
                break
            self._frames[digest] = _Frame(end + _FRAME.size, length, kept, code)
            end += _FRAME.size + kept
        file.truncate(end)
        cut = f"; {size - end} bytes behind them are cut or damaged, and dropped" if size > end else ""
        batches = "1 batch is" if len(self._frames) == 1 else f"{len(self._frames)} batches are"
        _notes.warning("%s: %s kept from a command that did not come to its end%s", self.path, batches, cut)

    def _code_of(self, digest: bytes, length: int, data: bytes) -> bytes:
        return _code(self._key, digest + length.to_bytes(4, "little") + data)


def _title_of(file: BinaryIO, secret: bytes) -> bytes | None:
    """Return the first line of a journal without its code; None where the file is not this user's journal."""
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        return None
    line = file.readline(_LONGEST_TITLE)
    title, _, code = line.rpartition(b" ")
    if not line.endswith(b"\n") or not hmac.compare_digest(code[:-1], _code(secret, title).hex().encode()):
        return None
    return title


def _code(key: bytes, data: bytes) -> bytes:
    """Return a code over data that only who has the key can make."""
    return blake2b(data, key=key, digest_size=_CODE_BYTES).digest()
