"""Papers out of files, pipes and compressed files.

Each format is one module of this package with a ``FORMAT``: a name, a check of what a file begins with,
and a reader. A new format is a new module; nothing else has to know of it. Which format a file has is
told by its content, never by its name.
"""

from __future__ import annotations

import importlib
import logging
import pkgutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from claims.errors import ClaimsError
from claims.sources.archives import open_sources
from claims.sources.fields import check_chosen
from claims.sources.format import MAX_RECORD, TOO_LARGE, Chosen, Format, Head, OnOdd, Source
from claims.sources.streams import check_path, is_blank, shown
from claims.sources.unknown import looks_like, other_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from claims.model import Paper, Reject

# A format that fits worse has been guessed without a sight of abstracts.
_SURE = 0.5
# Files of an archive that are left out, each with a line of its own.
_NAMED = 5

__all__ = ["FORMATS", "Format", "detect_format", "read_papers"]


def _find_formats() -> dict[str, Format]:
    modules = (importlib.import_module(f"{__name__}.{m.name}") for m in pkgutil.iter_modules(__path__))
    found = (getattr(module, "FORMAT", None) for module in modules)
    return {f.name: f for f in sorted((f for f in found if isinstance(f, Format)), key=lambda f: f.name)}


FORMATS: dict[str, Format] = _find_formats()


def detect_format(head: bytes, chosen: Chosen = ()) -> Format | None:
    """Return the format that the beginning of a decompressed file fits best, or None.

    >>> detect_format(b'{"id": "1", "abstract": "A tiny cache."}').name
    'jsonl'

    Args:
        head: The first bytes.
        chosen: Pairs of a field and the name that the user says it has.
    """
    seen = Head(head, chosen)
    score, best = max(((f.sniff(seen), f) for f in FORMATS.values()), key=lambda scored: scored[0])
    return best if score > 0 else None


class _Found:
    """What came out of a file: papers, and records that gave none."""

    def __init__(self, on_reject: Callable[[Reject], None]) -> None:
        self._on_reject = on_reject
        self.papers = self.broken = self.without_abstract = 0
        self._first = self._broken = ""

    def reject(self, reject: Reject) -> None:
        """Count a record that gave no paper, and pass it on."""
        if reject.no_abstract:
            self.without_abstract += 1
            self._first = self._first or reject.sample
        else:
            self.broken += 1
            self._broken = self._broken or f"{reject.place}: {reject.reason}"
        self._on_reject(reject)

    def check(self, name: str, how: Format, is_sure: bool) -> None:
        """Raise a ClaimsError where nothing in the file can have been a paper: the format was guessed wrongly.

        Args:
            name: What messages call the file.
            how: Its format.
            is_sure: Whether somebody has named it, or a field of abstracts has been seen.
        """
        if self.papers:
            return
        if self.broken:
            if is_sure:
                return
            msg = (
                f"{name}: looks like {how.name}, but holds no record that can be read: the first is {self._broken};"
                f" where it is, --format {how.name} keeps what is broken"
            )
            raise ClaimsError(msg)
        if self.without_abstract:
            msg = (
                f"{name}: read as {how.name}, but no record has an abstract (of {self.without_abstract:,}; the first is"
                f" {self._first}); where a field of another name holds it, say so with --map abstract=NAME"
            )
            raise ClaimsError(msg)
        msg = f"{name}: read as {how.name}, but holds no paper; another format can be named with --format"
        raise ClaimsError(msg)


def _read_one(path: str | Path, how: Reading, on_reject: Callable[[Reject], None]) -> Iterator[Paper]:
    unread: list[str] = []
    any_read = False
    for name, opened, file in open_sources(path):
        format = _format_of(opened.head, how)
        if isinstance(format, str):
            unread.append(f"{shown(name)}: {format}")
            continue
        any_read = True
        found = _Found(on_reject)
        source = Source(
            name, opened.stream, found.reject, file, how.brief, how.chosen, how.on_odd, opened.blank_lines
        )
        for paper in format.read(source):
            if len(paper.abstract) > MAX_RECORD:
                source.reject(paper.place, TOO_LARGE, paper.abstract)
                continue
            found.papers += 1
            yield paper
        is_sure = how.format is not None or format.sniff(Head(opened.head, how.chosen)) >= _SURE
        found.check(shown(name), format, is_sure)
    if unread and not any_read:
        raise ClaimsError(unread[0])
    for line in unread[:_NAMED]:  # an archive holds a licence or a picture, too
        logging.getLogger("claims").warning("%s", f"left out {line}")
    if len(unread) > _NAMED:
        logging.getLogger("claims").warning(
            "%s: left out %s more files", shown(path), f"{len(unread) - _NAMED:,}"
        )


def _format_of(head: bytes, how: Reading) -> Format | str:
    """Return the format of a file, or what it looks like and what to do about that."""
    if is_blank(head):
        return "is empty; nothing to read"
    other = other_file(head)
    return other or how.format or detect_format(head, how.chosen) or looks_like(head)


@dataclass(frozen=True)
class Reading:
    """How files are read.

    Attributes:
        format: Their format, None where each file's content decides.
        brief: True where id, abstract and title are all that is needed.
        chosen: Pairs of a field and the name that the user says it has.
        on_odd: Called with each field of a record that was not understood.
    """

    format: Format | None = None
    brief: bool = False
    chosen: Chosen = ()
    on_odd: OnOdd | None = None


def read_papers(
    paths: Iterable[str | Path],
    *,
    format: str | None = None,
    on_reject: Callable[[Reject], None],
    brief: bool = False,
    columns: Iterable[str] = (),
    on_odd: OnOdd | None = None,
) -> Iterator[Paper]:
    """Read papers from files, one after the other, without holding more than a piece of each.

    Args:
        paths: Files, plain or compressed; of an archive each file in it. ``-`` is standard input.
        format: Name of a format in FORMATS; without it, each file's content decides.
        on_reject: Called with each record that cannot be read, in its place in the order; reading goes on.
        brief: True where id, abstract and title are all that is needed; a format may leave out the rest.
        columns: ``FIELD=NAME`` for each field that the files call by a name of their own.
        on_odd: Called with file, field and value where a record has a field that is not understood.

    Returns:
        The papers, lazily, in the order of the files and of the records in them.

    Raises:
        ClaimsError: At once for a path that cannot be opened and an unknown format; during iteration for a
            file that is empty, damaged, or of no known format. The message is one line.
    """
    if format is not None and format not in FORMATS:
        msg = f"no format named {format!r}; there are {', '.join(FORMATS)}"
        raise ClaimsError(msg)
    how = Reading(FORMATS[format] if format else None, brief, check_chosen(columns), on_odd)
    files = list(paths)
    for path in files:
        if str(path) != "-":
            check_path(Path(path))
    return (paper for path in files for paper in _read_one(path, how, on_reject))
