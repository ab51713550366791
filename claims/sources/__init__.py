"""Papers out of files, pipes and compressed files.

Each format is one module of this package with a ``FORMAT``: a name, a check of what a file begins with,
and a reader. A new format is a new module; nothing else has to know of it. Which format a file has is
told by its content, never by its name.
"""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path
from typing import TYPE_CHECKING

from claims.errors import ClaimsError
from claims.sources.format import MAX_RECORD, TOO_LARGE, Format, Head, Source
from claims.sources.streams import check_path, is_blank, open_source, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from claims.model import Paper, Reject

__all__ = ["FORMATS", "Format", "detect_format", "read_papers"]


def _find_formats() -> dict[str, Format]:
    modules = (importlib.import_module(f"{__name__}.{m.name}") for m in pkgutil.iter_modules(__path__))
    found = (getattr(module, "FORMAT", None) for module in modules)
    return {f.name: f for f in sorted((f for f in found if isinstance(f, Format)), key=lambda f: f.name)}


FORMATS: dict[str, Format] = _find_formats()


def detect_format(head: bytes) -> Format | None:
    """Return the format that the beginning of a decompressed file fits best, or None.

    >>> detect_format(b'{"id": "1", "abstract": "A tiny cache."}').name
    'jsonl'
    """
    seen = Head(head)
    score, best = max(((f.sniff(seen), f) for f in FORMATS.values()), key=lambda scored: scored[0])
    return best if score > 0 else None


def _unknown(name: str, head: bytes) -> ClaimsError:
    tried = ", ".join(FORMATS)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ClaimsError(f"{name}: looks like UTF-16; convert it to UTF-8 (iconv -f UTF-16 -t UTF-8)")
    what = "binary data that" if b"\0" in head else "its content"
    return ClaimsError(f"{name}: {what} fits no format (tried {tried}); name one with --format")


_ARCHIVES = {
    b"PK\x03\x04": "a zip archive", b"PK\x05\x06": "a zip archive", b"7z\xbc\xaf\x27\x1c": "a 7z archive",
    b"Rar!": "a rar archive", b"BZh": "compressed with bzip2", b"\xfd7zXZ\0": "compressed with xz",
    b"\x04\x22\x4d\x18": "compressed with lz4", b"%PDF-": "a PDF", b"SQLite format 3\0": "an SQLite database",
    b"PARE": "Parquet with an encrypted footer", b"ARROW1\0\0": "an Arrow file", b"ORC": "an ORC file",
}  # fmt: skip
_TAR, _TAR_AT = b"ustar", 257
_DUCKDB, _DUCKDB_AT = b"DUCK", 8


def _refuse_archive(name: str, head: bytes) -> None:
    """Raise a ClaimsError for a file that is none of text: what is stored inside may look like a format."""
    what = next((what for magic, what in _ARCHIVES.items() if head.startswith(magic)), None)
    if head[_TAR_AT:].startswith(_TAR):
        what = "a tar archive"
    if head[_DUCKDB_AT:].startswith(_DUCKDB):
        what = "a DuckDB database"
    if what:
        msg = f"{name}: is {what}; unpack or convert it to one of {', '.join(FORMATS)}"
        raise ClaimsError(msg)


def _read_one(
    path: str | Path, chosen: Format | None, on_reject: Callable[[Reject], None], brief: bool
) -> Iterator[Paper]:
    name = shown(path)
    with open_source(path) as opened:
        head = opened.head
        if is_blank(head):
            msg = f"{name}: is empty; nothing to read"
            raise ClaimsError(msg)
        _refuse_archive(name, head)
        how = chosen or detect_format(head)
        if how is None:
            raise _unknown(name, head)
        seen = 0

        def count(reject: Reject) -> None:
            nonlocal seen
            seen += 1
            on_reject(reject)

        plain = str(path) != "-" and not opened.compressed and Path(path).is_file()
        file = Path(path) if plain else None
        source = Source(str(path), opened.stream, count, file, brief, opened.blank_lines)
        for paper in how.read(source):
            if len(paper.abstract) > MAX_RECORD:
                source.reject(paper.place, TOO_LARGE, paper.abstract)
                continue
            seen += 1
            yield paper
        if not seen:
            msg = f"{name}: read as {how.name}, but holds no paper; another format can be named with --format"
            raise ClaimsError(msg)


def read_papers(
    paths: Iterable[str | Path],
    *,
    format: str | None = None,
    on_reject: Callable[[Reject], None],
    brief: bool = False,
) -> Iterator[Paper]:
    """Read papers from files, one after the other, without holding more than a piece of each.

    Args:
        paths: Files, plain or compressed with gzip or zstd; ``-`` is standard input.
        format: Name of a format in FORMATS; without it, each file's content decides.
        on_reject: Called with each record that cannot be read, in its place in the order; reading goes on.
        brief: True where id, abstract and title are all that is needed; a format may leave out the rest.

    Returns:
        The papers, lazily, in the order of the files and of the records in them.

    Raises:
        ClaimsError: At once for a path that cannot be opened and an unknown format; during iteration for a
            file that is empty, damaged, or of no known format. The message is one line.
    """
    if format is not None and format not in FORMATS:
        msg = f"no format named {format!r}; there are {', '.join(FORMATS)}"
        raise ClaimsError(msg)
    chosen = FORMATS[format] if format else None
    files = list(paths)
    for path in files:
        if str(path) != "-":
            check_path(Path(path))
    return (paper for path in files for paper in _read_one(path, chosen, on_reject, brief))
