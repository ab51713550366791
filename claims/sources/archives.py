"""The files that a path stands for: itself, or those in an archive."""

from __future__ import annotations

import io
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from claims.errors import ClaimsError
from claims.sources.streams import first_line, open_source, opened, shown

_ZIP = b"PK\x03\x04"
_OFFICE = "[Content_Types].xml"
# What systems add to archives by themselves.
_HIDDEN, _MACOS = ".", "__MACOSX"

Opened = tuple[str, io.BufferedReader, Path | None]
"""A name, the content from its first byte, and the file itself where it can be read at any place."""


def open_sources(path: str | Path) -> Iterator[Opened]:
    """Yield the files that a path stands for, each open until the next is asked for.

    Args:
        path: A file, plain or compressed, or a ZIP archive of such files; ``-`` is standard input.

    Raises:
        ClaimsError: It cannot be opened or is damaged.
    """
    with open_source(path) as (head, stream, compressed):
        if head.startswith(_ZIP):
            yield from _members(path, stream)
            return
        is_file = str(path) != "-" and not compressed and Path(path).is_file()
        yield str(path), stream, Path(path) if is_file else None


def _members(path: str | Path, stream: IO[bytes]) -> Iterator[Opened]:
    name = shown(path)
    with tempfile.TemporaryFile() as spool:
        shutil.copyfileobj(stream, spool, 1 << 20)  # its list of files stands at its end
        try:
            with zipfile.ZipFile(spool) as archive:
                members = [info for info in archive.infolist() if not info.is_dir()]
                if any(info.filename == _OFFICE for info in members):
                    msg = f"{name}: is an Office document; save the sheet as CSV"
                    raise ClaimsError(msg)
                for info in members:
                    if not Path(info.filename).name.startswith(_HIDDEN) and _MACOS not in info.filename:
                        inner = f"{path}/{info.filename}"
                        with archive.open(info) as member, opened(inner, member) as (_, content, _):
                            yield inner, content, None
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError) as error:
            msg = f"{name}: damaged or locked archive ({first_line(error)}); unpack it first"
            raise ClaimsError(msg) from error
