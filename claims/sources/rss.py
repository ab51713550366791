"""RSS feeds, as arXiv, bioRxiv and journals tell of new papers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from claims.model import Paper
from claims.sources.atom import without_announcement
from claims.sources.format import Format, Head, Source, beginnings
from claims.sources.records import papers_from
from claims.sources.xml_stream import is_xml, records, text, whole_text

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

# RSS 2.0, and 1.0, which is RDF.
_FEED = re.compile(rb"<rss\b|<(?:rdf:)?RDF\b[^>]*http://purl\.org/rss/1\.0/")
# Where an item keeps what, whatever the namespace, by the names of schema/record_fields.toml; the first that is there.
_PLACES = {
    "title": ("title",),
    "date": ("publicationDate", "date", "pubDate"),
    "doi": ("doi", "DOI", "identifier"),
    "id": ("guid", "identifier"),
    "url": ("link",),
}

_TEXTS = ("description", "encoded")


def _first(item: Element, names: tuple[str, ...]) -> str:
    return next(filter(None, (text(item.find(f"{{*}}{name}")) for name in names)), "")


def _item(item: Element) -> Mapping[str, Any]:
    abstract = next(filter(None, (whole_text(item.find(f"{{*}}{name}")) for name in _TEXTS)), "")
    creators = [text(each) for each in item.findall("{*}creator")]
    return {
        **{field: _first(item, names) for field, names in _PLACES.items()},
        "abstract": without_announcement(abstract),
        "authors": creators if len(creators) > 1 else "".join(creators),
        "categories": [text(each) for each in item.findall("{*}category")],
    }


def _read(source: Source) -> Iterator[Paper]:
    return papers_from(source, records(source, "{*}item", _item))


def _sniff(head: Head) -> float:
    return 0.8 if is_xml(head) and _FEED.search(head.data, 0, 4096) else 0.0


FORMAT = Format(
    "rss", "an RSS feed, as arXiv and bioRxiv tell of new papers", _sniff, _read, beginnings(rb"<item\b")
)
