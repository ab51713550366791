"""The arXiv metadata snapshot: JSON Lines with ``categories``, ``versions``, ``authors_parsed``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from claims.sources.format import Format, Head, Source, beginnings
from claims.sources.jsonl import json_objects, read_objects

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claims.model import Paper

_OWN_KEYS = ("versions", "authors_parsed", "update_date")


def _authors(record: dict[str, Any]) -> object:
    """Names from ``[["Park", "Mina", "Jr."], ...]``; otherwise the field ``authors``, one text."""
    parsed = record.get("authors_parsed")
    if not isinstance(parsed, list):
        return record.get("authors")
    names = []
    for parts in parsed:
        if isinstance(parts, list) and parts and all(isinstance(part, str) for part in parts):
            last, first, suffix = (*parts, "", "")[:3]
            names.append(" ".join(filter(None, (first, last, suffix))))
    return names


def _prepare(record: dict[str, Any]) -> dict[str, Any]:
    versions = record.get("versions")
    # Some have nothing but the number of each.
    listed = versions if isinstance(versions, list) else []
    known = [{"version": v} if isinstance(v, str) else v for v in listed if isinstance(v, (str, dict))]
    # The first version is the publication; update_date also moves when only the metadata do.
    created = known[0].get("created") if known else None
    last = known[-1] if known else {}
    number = str(last.get("version") or last.get("v") or "").removeprefix("v")
    return {
        **record,
        "arxiv_id": record.get("id"),
        "date": created or record.get("update_date"),
        "version": int(number) if number.isdecimal() and len(number) < 4 else None,
        "authors": _authors(record),
    }


def _read(source: Source) -> Iterator[Paper]:
    return read_objects(source, _prepare)


def _sniff(head: Head) -> float:
    own = any(
        "abstract" in record and "id" in record and any(key in record for key in _OWN_KEYS)
        for record in json_objects(head)
    )
    return 1.0 if own else 0.0


FORMAT = Format(
    "arxiv-snapshot",
    "the arXiv metadata snapshot, JSON Lines with versions and categories",
    _sniff,
    _read,
    beginnings(rb"\n"),
)
