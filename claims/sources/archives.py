"""The files that a path stands for: itself, or those in an archive."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import IO

from claims.errors import ClaimsError
from claims.files.untrusted_tar import members, tar
from claims.sources.failures import told_in_one_line
from claims.sources.streams import Opened, open_source, opened, shown

_ZIP = b"PK\x03\x04"
_TAR, _TAR_AT = b"ustar", 257
_OFFICE = "[Content_Types].xml"
# What systems add to archives by themselves.
_HIDDEN, _MACOS = ".", "__MACOSX"

Found = tuple[str, Opened, Path | None]
"""A name, the open file, and the file itself where it can be read at any place."""


def open_sources(path: str | Path) -> Iterator[Found]:
    """Yield the files that a path stands for, each open until the next is asked for.

    Args:
        path: A file, plain or compressed, or a ZIP or tar archive of such files; ``-`` is standard input.

    Raises:
        ClaimsError: It cannot be opened or is damaged.
    """
    with open_source(path) as source:
        if source.head.startswith(_ZIP):
            yield from _of_zip(path, source.stream)
            return
        if is_tar(source.head):
            yield from _of_tar(path, source.stream)
            return
        is_plain = str(path) != "-" and source.as_stored and Path(path).is_file()
        yield str(path), source, Path(path) if is_plain else None


def _damaged(path: str | Path) -> AbstractContextManager[None]:
    return told_in_one_line(shown(path), "damaged or locked archive", "unpack it first")


def is_tar(head: bytes) -> bool:
    """Return whether a file is a tar archive by its beginning."""
    return head.startswith(_TAR, _TAR_AT)


def is_wanted(member: str) -> bool:
    """Return whether a file of an archive is one that somebody has put there, by its name."""
    return not Path(member).name.startswith(_HIDDEN) and _MACOS not in member


def _of_tar(path: str | Path, stream: IO[bytes]) -> Iterator[Found]:
    """Yield the files of a tar archive as they come: nothing of it is kept."""
    with _damaged(path), tar(fileobj=stream, mode="r|") as archive:
        for info in members(archive):
            member = archive.extractfile(info) if info.isfile() and is_wanted(info.name) else None
            if member is not None:
                inner = f"{path}/{info.name}"
                yield inner, opened(shown(inner), member), None


def _of_zip(path: str | Path, stream: IO[bytes]) -> Iterator[Found]:
    name = shown(path)
    with tempfile.TemporaryFile() as spool, _damaged(path):
        shutil.copyfileobj(stream, spool, 1 << 20)  # its list of files stands at its end
        with zipfile.ZipFile(spool) as archive:
            stored = [info for info in archive.infolist() if not info.is_dir()]
            if any(info.filename == _OFFICE for info in stored):
                msg = f"{name}: is an Office document; save the sheet as CSV"
                raise ClaimsError(msg)
            for info in stored:
                if is_wanted(info.filename):
                    inner = f"{path}/{info.filename}"
                    with archive.open(info) as member:
                        yield inner, opened(shown(inner), member), None
