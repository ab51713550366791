"""EndNote's tagged references (.enw), as publishers and reference managers export them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from claims.model import Paper
from claims.sources.format import Format, Head, Source, beginnings
from claims.sources.records import papers_from
from claims.sources.tagged import begins, records

if TYPE_CHECKING:
    from rispy import RisParser

_START = re.compile(r"%0 \w")
_LINE = re.compile(r"%(?P<tag>\S) (?P<content>.*)")
# What a tag holds, by the names of schema/record_fields.toml.
_TAGS = {
    "0": "type", "T": "title", "X": "abstract", "A": "authors", "D": "year", "8": "date", "R": "doi", "U": "url",
    "F": "id", "M": "accession number",
}  # fmt: skip


def _parser() -> type[RisParser]:
    from rispy import RisParser  # noqa: PLC0415 - not needed for the other formats

    class EndNoteParser(RisParser):  # type: ignore[misc]  # rispy has no types
        START_TAG, END_TAG = "%0", "%"
        DEFAULT_MAPPING: ClassVar[dict[str, str]] = {**_TAGS, START_TAG: "type"}
        DEFAULT_LIST_TAGS: ClassVar[list[str]] = ["A"]
        DEFAULT_DELIMITER_MAPPING: ClassVar[dict[str, str]] = {}

        def parse_line(self, line: str) -> tuple[str, str] | tuple[None, str]:
            found = _LINE.fullmatch(line)
            if found:
                return found["tag"], found["content"].strip()
            is_end = line.strip() == f"{self.END_TAG}  -"  # a record has no end of its own
            return (self.END_TAG, "") if is_end else (None, line.strip())

    return EndNoteParser


def _read(source: Source) -> Iterator[Paper]:
    return papers_from(source, records(source, _START, _parser()))


def _sniff(head: Head) -> float:
    return 0.9 if begins(head, _START) else 0.0


FORMAT = Format("endnote", "EndNote's tagged references (.enw)", _sniff, _read, beginnings(rb"^%0 \w"))
