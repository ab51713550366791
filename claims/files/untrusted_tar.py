"""How tar archives of others are read: in bounded memory, whatever their headers say, and with one kind of error."""

from __future__ import annotations

import lzma
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

LONGEST_HEADER = 1_000_000
"""Bytes that a name, or what else is said of a file, may take: it is held in memory."""
_ABOUT_NEXT = frozenset(
    {
        tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK, tarfile.XHDTYPE, tarfile.XGLTYPE,
        tarfile.SOLARIS_XHDTYPE,
    }
)  # fmt: skip


class _Member(tarfile.TarInfo):
    """A file in an archive; the library has ``_proc_member`` for classes that read headers in their own way."""

    def _proc_member(self, archive: tarfile.TarFile) -> tarfile.TarInfo:
        if self.type == tarfile.GNUTYPE_SPARSE:
            self._proc_gnusparse_10()
        if self.type in _ABOUT_NEXT and self.size > LONGEST_HEADER:
            raise tarfile.ReadError(f"a name of {self.size:,} bytes")
        found: tarfile.TarInfo = super()._proc_member(archive)  # type: ignore[misc]
        return found

    def _proc_gnusparse_10(self, *_: object) -> None:
        raise tarfile.ReadError("a file with holes, whose list may be longer than memory")


@contextmanager
def tar(*arguments: Any, **options: Any) -> Iterator[tarfile.TarFile]:
    """Open an archive, as ``tarfile.open`` does, to go through its members once.

    Raises:
        tarfile.TarError: It is damaged, or cannot be held in bounded memory.
        OSError: It cannot be opened or read.
    """
    try:
        with tarfile.open(*arguments, tarinfo=_Member, **options) as archive:
            yield archive
    except (EOFError, zlib.error, lzma.LZMAError) as error:
        raise tarfile.ReadError(f"damaged: {error}") from error


def members(archive: tarfile.TarFile) -> Iterator[tarfile.TarInfo]:
    """Yield the members of an archive one by one; the archive itself would keep all of them."""
    kept: Any = archive
    for member in archive:
        yield member
        kept.members = []
