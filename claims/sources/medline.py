"""MEDLINE: tags of up to four letters, as PubMed exports references (.nbib)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from claims.model import Paper
from claims.sources.format import Format, Head, Source, beginnings
from claims.sources.records import papers_from
from claims.sources.tagged import begins, records

if TYPE_CHECKING:
    from rispy import RisParser

_START = re.compile(r"PMID- ?\d")
_LINE = re.compile(r"(?P<tag>[A-Z]{2,4}) {0,2}- ?(?P<content>.*)")
# What a tag holds (https://www.nlm.nih.gov/bsd/mms/medlineelements.html), by the names of schema/record_fields.toml.
_TAGS = {
    "PMID": "pmid", "TI": "title", "BTI": "title", "AB": "abstract", "FAU": "authors", "DP": "date", "LID": "doi",
    "AID": "doi", "PMC": "pmcid",
}  # fmt: skip
_DOI_MARK = "[doi]"


def _parser() -> type[RisParser]:
    from rispy import RisParser  # noqa: PLC0415 - not needed for the other formats

    class MedlineParser(RisParser):  # type: ignore[misc]  # rispy has no types
        START_TAG = "PMID"
        DEFAULT_MAPPING: ClassVar[dict[str, str]] = _TAGS
        DEFAULT_LIST_TAGS: ClassVar[list[str]] = ["FAU", "AID", "LID"]
        DEFAULT_DELIMITER_MAPPING: ClassVar[dict[str, str]] = {}

        def parse_line(self, line: str) -> tuple[str, str] | tuple[None, str]:
            found = _LINE.fullmatch(line)
            return (found["tag"], found["content"].strip()) if found else (None, line.strip())

    return MedlineParser


def _with_doi(record: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a record whose DOI is the identifier that says it is one: ``10.1/x [doi]``, no number of a page."""
    marked = [text for text in record.get("doi", ()) if text.endswith(_DOI_MARK)]
    return {**record, "doi": marked[0].removesuffix(_DOI_MARK).strip() if marked else None}


def _read(source: Source) -> Iterator[Paper]:
    found = records(source, _START, _parser(), is_indented=True)
    return papers_from(source, ((place, _with_doi(record), text) for place, record, text in found))


def _sniff(head: Head) -> float:
    return 0.9 if begins(head, _START) else 0.0


FORMAT = Format("medline", "MEDLINE (.nbib), as PubMed exports it", _sniff, _read, beginnings(rb"^PMID-"))
