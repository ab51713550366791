"""Plain text of Web of Science (also .ciw, .isi): two letters, a blank, as its export writes references."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from claims.model import Paper
from claims.sources.format import Format, Head, Source, beginnings
from claims.sources.records import papers_from
from claims.sources.tagged import begins, records

if TYPE_CHECKING:
    from rispy import WokParser

# What a tag holds, by the names of schema/record_fields.toml.
TAGS = {
    "AF": "author full names", "AU": "authors", "TI": "title", "AB": "abstract", "PD": "date", "PY": "year",
    "DI": "doi", "PM": "pmid", "UT": "accession number",
}  # fmt: skip
"""Names of the columns of its tables, too."""
# A type of publication, after the lines with which the file begins.
_START = re.compile(r"PT [A-Z]$")
_FIRST = re.compile(r"(?:FN |VR )")


def _parser() -> type[WokParser]:
    from rispy import WokParser  # noqa: PLC0415 - not needed for the other formats

    class WebOfScienceParser(WokParser):  # type: ignore[misc]  # rispy has no types
        DEFAULT_MAPPING: ClassVar[dict[str, str]] = {**TAGS, "PT": "type"}
        DEFAULT_LIST_TAGS: ClassVar[list[str]] = ["AF", "AU"]

    return WebOfScienceParser


def _read(source: Source) -> Iterator[Paper]:
    return papers_from(source, records(source, _START, _parser(), is_indented=True))


def _sniff(head: Head) -> float:
    return 0.9 if begins(head, _FIRST) and begins(head, _START) else 0.0


FORMAT = Format(
    "wos", "plain text of Web of Science (.txt, .ciw)", _sniff, _read, beginnings(rb"^PT [A-Z]\r?$")
)
