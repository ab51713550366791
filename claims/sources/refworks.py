"""RefWorks' tagged references: two letters and a blank, as ProQuest and RefWorks export them."""

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

_START = re.compile(r"RT \w")
_LINE = re.compile(r"(?P<tag>[A-Z][A-Z0-9]) (?P<content>.*)")
# What a tag holds, by the names of schema/record_fields.toml.
_TAGS = {
    "RT": "type", "A1": "authors", "T1": "title", "AB": "abstract", "FD": "date", "YR": "year", "DO": "doi",
    "UL": "url", "LK": "url", "ID": "id",
}  # fmt: skip


def _parser() -> type[RisParser]:
    from rispy import RisParser  # noqa: PLC0415 - not needed for the other formats

    class RefWorksParser(RisParser):  # type: ignore[misc]  # rispy has no types
        START_TAG = "RT"
        DEFAULT_MAPPING: ClassVar[dict[str, str]] = _TAGS
        DEFAULT_LIST_TAGS: ClassVar[list[str]] = ["A1"]
        DEFAULT_DELIMITER_MAPPING: ClassVar[dict[str, str]] = {}

        def parse_line(self, line: str) -> tuple[str, str] | tuple[None, str]:
            found = _LINE.fullmatch(line)
            return (found["tag"], found["content"].strip()) if found else (None, line.strip())

    return RefWorksParser


def _read(source: Source) -> Iterator[Paper]:
    return papers_from(source, records(source, _START, _parser()))


def _sniff(head: Head) -> float:
    return 0.8 if begins(head, _START) else 0.0


FORMAT = Format("refworks", "RefWorks' tagged references", _sniff, _read, beginnings(rb"^RT \w"))
