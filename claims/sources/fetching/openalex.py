"""OpenAlex: works that have an abstract."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pyalex

from claims.errors import ClaimsError
from claims.sources.fetching.answers import json_of
from claims.sources.fetching.service import Access, Page, Service, records_of
from claims.sources.fetching.session import PoliteSession
from claims.sources.fetching.wanted import Wanted, portions

_PAGE = 200
_IDS = 50
_HOME = "https://api.openalex.org"
_FIELDS = ["id", "ids", "doi", "title", "publication_date", "authorships", "abstract_inverted_index",
           "primary_location", "primary_topic"]  # fmt: skip
# What OpenAlex sorts works into, by how an identifier of it begins.
_KINDS = {
    r"(?:topics/)?(T\d+)": "topics.id",
    r"subfields/(\d+)": "topics.subfield.id",
    r"fields/(\d+)": "topics.field.id",
    r"domains/(\d+)": "topics.domain.id",
    r"(?:sources/)?(S\d+)": "primary_location.source.id",
    r"(?:concepts/)?(C\d+)": "concepts.id",
}
_WORK = re.compile(r"(?:https://openalex\.org/)?(W\d+)", re.IGNORECASE)
_ARXIV = re.compile(r"(?:arxiv:)?(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?", re.IGNORECASE)
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:)?(10\.\d{4,9}/\S+)", re.IGNORECASE)


def filter_of(category: str) -> tuple[str, str]:
    """Return the filter and the value that stand for a category.

    >>> filter_of("T10036"), filter_of("fields/17")
    (('topics.id', 'T10036'), ('topics.field.id', '17'))
    """
    name = category.removeprefix("https://openalex.org/")
    for pattern, kind in _KINDS.items():
        if found := re.fullmatch(pattern, name):
            return kind, found[1]
    raise ClaimsError(
        f"OpenAlex has no category {category!r}: give the id of a topic (T10036), a field (fields/17), a subfield"
        " (subfields/1708), a concept (C41008148) or a source (S4306400194)"
    )


def _work(name: str) -> tuple[str, str]:
    """Return the filter and the value that stand for one work."""
    if found := _WORK.fullmatch(name):
        return "openalex_id", found[1].upper()
    if found := _ARXIV.fullmatch(name):
        return "doi", f"10.48550/arxiv.{found[1]}"
    if found := _DOI.fullmatch(name):
        return "doi", found[1]
    raise ClaimsError(
        f"OpenAlex knows no id {name!r}: give an id of OpenAlex (W...), a DOI, or an id of arXiv"
    )


def _nested(path: str, value: Any) -> dict[str, Any]:
    """Return a filter of pyalex: a path of names as objects in objects."""
    first, _, rest = path.partition(".")
    return {first: _nested(rest, value) if rest else value}


def _search(wanted: Wanted) -> pyalex.Works:
    works = pyalex.Works().filter(has_abstract=True).sort(publication_date="desc").select(_FIELDS)
    if wanted.query:
        works = works.search(wanted.query)
    if wanted.since:
        works = works.filter(from_publication_date=wanted.since.isoformat())
    if wanted.until:
        works = works.filter(to_publication_date=wanted.until.isoformat())
    grouped: dict[str, list[str]] = {}
    for kind, value in map(filter_of, wanted.categories):
        grouped.setdefault(kind, []).append(value)
    if len(grouped) > 1:
        raise ClaimsError(
            "OpenAlex takes categories of one kind at a time: topics, fields, concepts or sources"
        )
    for kind, values in grouped.items():
        works = works.filter(**_nested(kind, "|".join(values)))
    return works


def _page(session: PoliteSession, access: Access, works: pyalex.Works, cursor: str) -> Page:
    # The client makes the address; it knows of one place and no cut answers, so the session asks.
    address = access.address + works.url.removeprefix(_HOME)
    headers = {"Authorization": f"Bearer {access.key}"} if access.key else {}
    if access.email:
        headers["From"] = access.email
    answer = json_of(
        session.get(address, params={"per-page": str(_PAGE), "cursor": cursor}, headers=headers).content
    )
    answer = answer if isinstance(answer, dict) else {}
    records, broken = records_of(answer.get("results"), lambda record: record.get("id"))
    meta = answer.get("meta") or {}
    return Page(records, meta.get("next_cursor"), meta.get("count"), broken)


def _pages(wanted: Wanted, access: Access, after: str | None) -> Iterator[Page]:
    session = PoliteSession(access, lambda response: json_of(response.content))
    if wanted.ids:
        known = [_work(name) for name in wanted.ids]
        # Identifiers of one kind can be asked for together.
        ordered = [f"{kind} {value}" for kind, value in sorted(known)]
        for portion, following in portions(ordered, _IDS, after):
            records, broken = [], 0
            for kind in ("doi", "openalex_id"):
                values = [each.split(" ", 1)[1] for each in portion if each.startswith(f"{kind} ")]
                if values:
                    works = pyalex.Works().filter(**{kind: "|".join(values)}).select(_FIELDS)
                    page = _page(session, access, works, "*")
                    records += page.records
                    broken += page.broken
            yield Page(records, following, len(wanted.ids), broken)
        return
    works, cursor = _search(wanted), after or "*"
    while True:
        page = _page(session, access, works, cursor)
        # Behind the last page stands an empty one.
        yield page if page.records else Page([], None, page.total, page.broken)
        if not page.records or page.following is None:
            return
        cursor = page.following


SERVICE = Service("openalex", "OpenAlex", _HOME, 0.1, _pages, key="OPENALEX_API_KEY")
