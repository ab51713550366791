"""Text that is not written in UTF-8, read as if it were."""

from __future__ import annotations

import codecs
import io
from typing import IO

_MARKS = ((codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_ONE_BYTE = "windows-1252"
_CHUNK = 64 * 1024


def marked_encoding(start: bytes) -> str | None:
    r"""Return the encoding that a byte order mark tells, where it is not UTF-8.

    >>> marked_encoding("Title".encode("utf-16")), marked_encoding(b"\xef\xbb\xbfTitle")
    ('utf-16', None)
    """
    return next((encoding for mark, encoding in _MARKS if start.startswith(mark)), None)


def one_byte_encoding(head: bytes) -> str | None:
    r"""Return the encoding of text in which each character is one byte, as older programs write it; None for UTF-8.

    What has letters of UTF-8 beside bytes that are none is UTF-8 with a mistake in it.

    >>> one_byte_encoding("Zoë Alvárez".encode("latin-1")), one_byte_encoding("Zoë".encode() + b"\xff")
    ('windows-1252', None)

    Args:
        head: The beginning of a file; it may end within a character.
    """
    decoder = codecs.getincrementaldecoder("utf-8")
    try:
        decoder().decode(head)
    except UnicodeDecodeError:
        letters = decoder("ignore").decode(head)
        return _ONE_BYTE if letters.isascii() and "\0" not in letters else None
    return None


class Transcoded(io.RawIOBase):
    """The bytes in UTF-8 of a stream in another encoding; what stands for no character becomes U+FFFD."""

    def __init__(self, stream: IO[bytes], encoding: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self._ready = b""
        self._is_over = False

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]
        """Fill a buffer as far as there is text, and return how many bytes that are."""
        while not self._ready and not self._is_over:
            data = self._stream.read(_CHUNK)
            self._is_over = not data
            self._ready = self._decoder.decode(data, self._is_over).encode("utf-8", "replace")
        data, self._ready = self._ready[: len(buffer)], self._ready[len(buffer) :]
        buffer[: len(data)] = data
        return len(data)
