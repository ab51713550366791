"""What a format is, and what its reader is given."""

from __future__ import annotations

import contextlib
import logging
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from io import BufferedReader
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from claims.errors import ClaimsError
from claims.model import Reject
from claims.sources.encodings import Transcoded, one_byte_encoding
from claims.sources.failures import told_in_one_line
from claims.sources.fields import holds_abstract, is_abstract
from claims.sources.streams import BOM, HEAD, shown

if TYPE_CHECKING:
    from claims.model import Paper

# A larger record is rejected and skipped: the longest abstracts on record stay below 10 kB.
MAX_RECORD = 10_000_000
TOO_LARGE = f"record larger than {MAX_RECORD // 1_000_000} MB"
# A saved page is read as a whole.
MAX_PAGE = 64_000_000
# What a line of a page takes up at least, however short it is.
_LEAST_OF_LINE = 64
SAMPLE = 80
_BLANK = b" \t\r\n\v\f"


def sample(text: str | bytes) -> str:
    """Return the first characters of a record on one printable line, to recognise it by."""
    start = text[: 4 * SAMPLE]
    if isinstance(start, bytes):
        start = start.decode("utf-8", "replace")
    line = " ".join(start.split())
    return "".join(c if c.isprintable() else "\ufffd" for c in line[:SAMPLE])


Chosen = tuple[tuple[str, str], ...]
"""Pairs of a field of a paper and the name that the user says it has in the file."""

OnOdd = Callable[[str, str, str], None]
"""Gets file and place of a field that was not understood, and the field with its value."""


class Line(NamedTuple):
    """A line of a text page: its number from 1, its text without surrounding space, what is wrong with it."""

    number: int
    text: str
    problem: str | None = None
    is_indented: bool = False

    @property
    def place(self) -> str:
        """Where the line stands, for :class:`claims.model.Paper` and :class:`claims.model.Reject`."""
        return f"line {self.number}"


@dataclass(frozen=True)
class Head:
    """The beginning of a file, by which its format is recognised.

    Attributes:
        data: The first bytes after decompression, without byte order mark.
        chosen: Pairs of a field and the name that the user says it has.
        lines: The whole lines among them, decoded and stripped; a file of one long line gives that as it is.
    """

    data: bytes
    chosen: Chosen = ()
    lines: list[str] = field(init=False)

    def holds_abstracts(self, name: str) -> bool:
        """Return whether a column or key of this name holds abstracts, by itself or because the user says so."""
        return is_abstract(name) or any(
            field == "abstract" and name == column for field, column in self.chosen
        )

    def is_record(self, value: Any) -> bool:
        """Return whether a value of JSON is an object that holds an abstract, by itself or in what it wraps."""
        return isinstance(value, dict) and (
            any(map(self.holds_abstracts, value)) or holds_abstract(value, self.chosen)
        )

    @property
    def is_all(self) -> bool:
        """Whether the file holds nothing beyond it."""
        return len(self.data) < HEAD - len(BOM)

    def __post_init__(self) -> None:
        data = self.data.removeprefix(BOM)
        cut = data.rfind(b"\n")
        whole = data[:cut] if cut > 0 else data
        object.__setattr__(self, "data", data)
        object.__setattr__(self, "lines", [x.strip() for x in whole.decode("utf-8", "replace").split("\n")])


@dataclass(frozen=True)
class Source:
    """An open file.

    Attributes:
        name: The path as given, ``-`` for standard input.
        stream: Its content, decompressed, from the first byte.
        on_reject: Called with each record that cannot be read.
        path: The file itself where it can be read at any place: a plain uncompressed one.
        brief: True where a paper needs no more than id, abstract and title.
        chosen: Pairs of a field and the name that the user says it has.
        on_odd: Called with each field of a record that was not understood.
        blank_lines: Lines of the file that stand before the stream.
    """

    name: str
    stream: BufferedReader
    on_reject: Callable[[Reject], None]
    path: Path | None = None
    brief: bool = False
    chosen: Chosen = ()
    on_odd: OnOdd | None = None
    blank_lines: int = 0

    @property
    def label(self) -> str:
        """How messages call the file."""
        return shown(self.name)

    def reject(self, place: str, reason: str, found: str | bytes) -> None:
        """Report a record that cannot be read."""
        self.on_reject(Reject(source=self.name, place=place, reason=reason, sample=sample(found)))

    def without_abstract(self, place: str, reason: str, found: str | bytes) -> None:
        """Report a record that has no abstract."""
        self.on_reject(
            Reject(source=self.name, place=place, reason=reason, sample=sample(found), no_abstract=True)
        )

    def note(self, field: str, value: object) -> None:
        """Report a field of a record that was not understood."""
        if self.on_odd is not None:
            self.on_odd(self.name, field, sample(str(value)))

    def whole(self) -> bytes:
        """Return all of a file that has to be read as a whole.

        Raises:
            ClaimsError: It is longer than MAX_PAGE.
        """
        data = self.stream.read(MAX_PAGE + 1)
        if len(data) > MAX_PAGE:
            msg = f"{self.label}: more than {MAX_PAGE // 1_000_000} MB in a format that is read as a whole; split it"
            raise ClaimsError(msg)
        return data.removeprefix(BOM)

    def in_utf8(self) -> Source:
        """Return the source with its text in UTF-8: for formats in which programs of old write other encodings."""
        encoding = one_byte_encoding(self.stream.peek())
        if encoding is None:
            return self
        logging.getLogger("claims").warning("%s: is not UTF-8, and was read as %s", self.label, encoding)
        return replace(self, stream=BufferedReader(Transcoded(self.stream, encoding), HEAD), path=None)

    @contextlib.contextmanager
    def at_any_place(self) -> Iterator[Path]:
        """Give a file with the content of the source, for libraries that read files only."""
        if self.path is not None:
            yield self.path
            return
        with tempfile.NamedTemporaryFile(prefix="claims-") as spool:
            with told_in_one_line(self.label, "no room to keep it while it is read", "save it as a file"):
                shutil.copyfileobj(self.stream, spool, 1 << 20)
                spool.flush()
            yield Path(spool.name)

    def raw_lines(self) -> Iterator[tuple[int, bytes]]:
        """Yield each line with its number from 1, of blank ones in a row the first.

        Those over MAX_RECORD are rejected without being held.
        """
        readline = self.stream.readline
        number = self.blank_lines
        while line := readline(MAX_RECORD + 1):
            number += 1
            if number == 1:
                line = line.removeprefix(BOM)
            if len(line) > MAX_RECORD and not line.endswith(b"\n"):
                start = line[: 4 * SAMPLE]
                while line and not line.endswith(b"\n"):
                    line = readline(MAX_RECORD)
                self.reject(f"line {number}", TOO_LARGE, start)
                continue
            yield number, line
            if len(line) < _LEAST_OF_LINE and not line.strip():
                number += self._skip_blank_lines()

    def _skip_blank_lines(self) -> int:
        """Pass over blank lines, many at a time, and return how many there were."""
        skipped = 0
        while ahead := self.stream.peek():
            end = ahead.rfind(b"\n", 0, len(ahead) - len(ahead.lstrip(_BLANK))) + 1
            if not end:
                break
            skipped += ahead.count(b"\n", 0, end)
            self.stream.read(end)
        return skipped

    def page(self) -> list[Line]:
        """Return the lines of a text page, of blank ones in a row the first.

        Raises:
            ClaimsError: The page is longer than MAX_PAGE.
        """
        lines = []
        size = 0
        for number, raw in self.raw_lines():
            size += max(len(raw), _LEAST_OF_LINE)
            if size > MAX_PAGE:
                msg = f"{self.label}: a page of more than {MAX_PAGE // 1_000_000} MB; split it, or use JSON Lines"
                raise ClaimsError(msg)
            is_indented = raw[:1] in (b" ", b"\t")
            try:
                lines.append(Line(number, raw.decode("utf-8").strip(), None, is_indented))
            except UnicodeDecodeError as e:
                problem = f"not UTF-8 (byte {e.start + 1} of line {number})"
                lines.append(Line(number, raw.decode("utf-8", "replace").strip(), problem, is_indented))
        return lines


@dataclass(frozen=True)
class Format:
    """An input format.

    Attributes:
        name: What ``--format`` takes.
        about: One line for help and documentation.
        sniff: How well the beginning of a file fits, from 0 (not at all) to 1 (nothing else looks so).
        read: Yields the papers of a file; reports what it cannot read to ``source.reject``.
        count: About how many records begin in a piece of a file; None where that cannot be told.
    """

    name: str
    about: str
    sniff: Callable[[Head], float]
    read: Callable[[Source], Iterator[Paper]]
    count: Callable[[bytes], int] | None = None


def beginnings(pattern: bytes) -> Callable[[bytes], int]:
    """Return what counts the records of a piece of a file by what each begins with, in lines of their own."""
    compiled = re.compile(pattern, re.MULTILINE)
    return lambda data: sum(1 for _ in compiled.finditer(data))
