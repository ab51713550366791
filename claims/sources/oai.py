"""Answers of archives to harvesters (OAI-PMH): records of arXiv in its two forms, and Dublin Core."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from claims.model import Paper
from claims.sources.format import Format, Head, Source, beginnings
from claims.sources.records import Record, papers_from
from claims.sources.xml_stream import elements, is_xml, text, whole_text

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_OAI = "{http://www.openarchives.org/OAI/2.0/}"
_ARXIV = "{http://arxiv.org/OAI/arXiv/}"
_RAW = "{http://arxiv.org/OAI/arXivRaw/}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_NAMES = ("forenames", "keyname", "suffix")
# What archives and their names for it hold, by the names of schema/record_fields.toml.
_SHARED = ("id", "title", "abstract", "categories", "comments", "doi")
_ADDRESS = re.compile(r"https?://|10\.\d")


def _shared(paper: Element, namespace: str) -> dict[str, Any]:
    fields: dict[str, Any] = {name: text(paper.find(namespace + name)) for name in _SHARED}
    return {**fields, "abstract": whole_text(paper.find(f"{namespace}abstract"))}


def _arxiv(paper: Element) -> dict[str, Any]:
    authors = paper.findall(f"{_ARXIV}authors/{_ARXIV}author")
    names = ((text(author.find(_ARXIV + name)) for name in _NAMES) for author in authors)
    return {
        **_shared(paper, _ARXIV),
        "date": text(paper.find(f"{_ARXIV}created")),
        "authors": [" ".join(filter(None, parts)) for parts in names],
    }


def _arxiv_raw(paper: Element) -> dict[str, Any]:
    versions = paper.findall(f"{_RAW}version")
    number = (versions[-1].get("version") or "").removeprefix("v") if versions else ""
    return {
        **_shared(paper, _RAW),
        "date": text(versions[0].find(f"{_RAW}date")) if versions else "",
        "version": int(number) if number.isdecimal() else None,
        "authors": text(paper.find(f"{_RAW}authors")),
    }


def _dublin_core(paper: Element) -> dict[str, Any]:
    identifiers = [text(each) for each in paper.findall(f"{_DC}identifier")]
    return {
        "title": text(paper.find(f"{_DC}title")),
        "abstract": whole_text(paper.find(f"{_DC}description")),
        "date": text(paper.find(f"{_DC}date")),
        "authors": [text(each) for each in paper.findall(f"{_DC}creator")],
        "categories": [text(each) for each in paper.findall(f"{_DC}subject")],
        "urls": [each for each in identifiers if _ADDRESS.match(each)],
    }


_FORMS: dict[str, Callable[[Element], dict[str, Any]]] = {
    f"{_ARXIV}arXiv": _arxiv,
    f"{_RAW}arXivRaw": _arxiv_raw,
    "{http://www.openarchives.org/OAI/2.0/oai_dc/}dc": _dublin_core,
}


def is_deleted(record: Element) -> bool:
    """Return whether an archive tells of a record only that it is there no longer."""
    header = record.find(f"{_OAI}header")
    return header is not None and header.get("status") == "deleted"


def fields_of(record: Element) -> Mapping[str, Any]:
    """Return the fields of a record that hold something; none where it is in no form that is read."""
    for paper in record.iterfind(f"{_OAI}metadata/*"):
        form = _FORMS.get(str(paper.tag))
        if form is not None:
            return {name: value for name, value in form(paper).items() if value}
    return {}


def _records(source: Source) -> Iterator[Record]:
    for record in elements(source, f"{_OAI}record"):
        if not is_deleted(record):
            known = {"id": text(record.find(f"{_OAI}header/{_OAI}identifier")), **fields_of(record)}
            yield f"line {record.sourceline}", known, None


def _read(source: Source) -> Iterator[Paper]:
    return papers_from(source, _records(source))


def _sniff(head: Head) -> float:
    return 0.9 if is_xml(head) and b"<OAI-PMH" in head.data else 0.0


FORMAT = Format(
    "oai", "an answer to harvesters (OAI-PMH), as arXiv gives it", _sniff, _read, beginnings(rb"<record\b")
)
