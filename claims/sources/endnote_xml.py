"""XML of EndNote, which Zotero and others write, too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from claims.model import Paper
from claims.sources.format import Format, Head, Source, beginnings
from claims.sources.records import papers_from
from claims.sources.xml_stream import is_xml, records, text

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

# Where a record keeps what, by the names of schema/record_fields.toml.
_PLACES = {
    "title": "titles/title", "abstract": "abstract", "date": "dates/pub-dates/date", "year": "dates/year",
    "doi": "electronic-resource-num", "accession number": "accession-num",
}  # fmt: skip


def _record(record: Element) -> Mapping[str, Any]:
    return {
        **{field: text(record.find(path)) for field, path in _PLACES.items()},
        "authors": [text(author) for author in record.findall("contributors/authors/author")],
        "urls": [text(url) for url in record.findall("urls/*/url")],
    }


def _read(source: Source) -> Iterator[Paper]:
    return papers_from(source, records(source, "record", _record))


def _sniff(head: Head) -> float:
    return 0.9 if is_xml(head) and b"<records>" in head.data and b"<ref-type" in head.data else 0.0


FORMAT = Format("endnote-xml", "XML of EndNote", _sniff, _read, beginnings(rb"<record>"))
