"""Atom feeds, as the interface of arXiv answers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from claims.model import Paper
from claims.sources.format import Format, Head, Source, beginnings
from claims.sources.records import papers_from
from claims.sources.xml_stream import is_xml, records, text, whole_text

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_ATOM = "{http://www.w3.org/2005/Atom}"
# The outermost element is a feed: RSS has elements of Atom, too.
_FEED = re.compile(rb'<(?:\w+:)?feed\b[^>]*"http://www\.w3\.org/2005/Atom"')
_DC = "{http://purl.org/dc/elements/1.1/}"
# What arXiv writes before an abstract that is new.
_ANNOUNCED = re.compile(r"arXiv:\S+ Announce Type: [\w-]+\s+Abstract: ")
_ARXIV = "{http://arxiv.org/schemas/atom}"


def without_announcement(text: str) -> str:
    r"""Return the text of a feed without what arXiv writes before an abstract.

    >>> without_announcement("arXiv:2401.00001v1 Announce Type: new \nAbstract: It is fast.")
    'It is fast.'
    """
    return _ANNOUNCED.sub("", text, count=1)


def _entry(entry: Element) -> Mapping[str, Any]:
    links = [link.get("href") for link in entry.findall(f"{_ATOM}link") if link.get("title") == "doi"]
    return {
        "id": text(entry.find(f"{_ATOM}id")),
        "title": text(entry.find(f"{_ATOM}title")),
        "abstract": without_announcement(whole_text(entry.find(f"{_ATOM}summary"))),
        "date": text(entry.find(f"{_ATOM}published")),
        "doi": text(entry.find(f"{_ARXIV}doi")) or (links[0] if links else None),
        "authors": [text(name) for name in entry.findall(f"{_ATOM}author/{_ATOM}name")]
        or text(entry.find(f"{_DC}creator")),
        "categories": [each.get("term") for each in entry.findall(f"{_ATOM}category") if each.get("term")],
        "comments": text(entry.find(f"{_ARXIV}comment")),
    }


def _read(source: Source) -> Iterator[Paper]:
    return papers_from(source, records(source, f"{_ATOM}entry", _entry))


def _sniff(head: Head) -> float:
    return 0.9 if is_xml(head) and _FEED.search(head.data, 0, 4096) else 0.0


FORMAT = Format(
    "atom",
    "an Atom feed, as the interface of arXiv answers",
    _sniff,
    _read,
    beginnings(rb"<(?:\w+:)?entry\b"),
)
