"""MODS, the XML in which libraries and reference managers describe what they hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from claims.model import Paper
from claims.sources.format import Format, Head, Source, beginnings
from claims.sources.records import papers_from
from claims.sources.xml_stream import is_xml, records, text, whole_text

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_MODS = "{http://www.loc.gov/mods/v3}"
# Roles have codes and names; a name without a role is an author's.
_AUTHOR = frozenset({"", "aut", "author", "cre", "creator"})


def _name(name: Element) -> str:
    parts = {part.get("type"): text(part) for part in name.findall(f"{_MODS}namePart")}
    whole = " ".join(filter(None, (parts.get("given"), parts.get("family"))))
    return whole or parts.get(None, "")


def _mods(record: Element) -> Mapping[str, Any]:
    people = record.findall(f"{_MODS}name")
    roles = [text(each.find(f"{_MODS}role/{_MODS}roleTerm")).casefold() for each in people]
    identifiers = {each.get("type"): text(each) for each in reversed(record.findall(f"{_MODS}identifier"))}
    return {
        "title": text(record.find(f"{_MODS}titleInfo/{_MODS}title")),
        "abstract": whole_text(record.find(f"{_MODS}abstract")),
        "date": text(record.find(f".//{_MODS}originInfo/{_MODS}dateIssued")),
        "authors": [_name(each) for each, role in zip(people, roles, strict=True) if role in _AUTHOR],
        "id": record.get("ID") or identifiers.get("citekey"),
        "doi": identifiers.get("doi"),
        "arxiv": identifiers.get("arxiv"),
        "url": text(record.find(f"{_MODS}location/{_MODS}url")),
    }


def _read(source: Source) -> Iterator[Paper]:
    return papers_from(source, records(source, f"{_MODS}mods", _mods))


def _sniff(head: Head) -> float:
    return 0.9 if is_xml(head) and _MODS.strip("{}").encode() in head.data[:4096] else 0.0


FORMAT = Format("mods", "MODS, as libraries and Zotero write it", _sniff, _read, beginnings(rb"<mods\b"))
