"""Semantic Scholar: its search in bulk, a thousand papers an answer.

Its Python client (semanticscholar 0.12) is not used: a 503 is a page without papers to it, after which it asks again at
once and for ever; it does not hear when to come back; what follows an & in a query is lost; all that was read is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from claims.sources.fetching.answers import json_of
from claims.sources.fetching.service import Access, Page, Service, records_of
from claims.sources.fetching.session import PoliteSession
from claims.sources.fetching.wanted import Wanted, portions

_FIELDS = "title,abstract,externalIds,publicationDate,year,authors,fieldsOfStudy,url"
_IDS = 500
_ARXIV = re.compile(r"(?:arxiv:)?(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?", re.IGNORECASE)
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/)?(10\.\d{4,9}/\S+)")


def name_of(name: str) -> str:
    """Return how Semantic Scholar writes an identifier.

    >>> name_of("2301.00001"), name_of("10.1145/1.2"), name_of("CorpusId:7")
    ('ARXIV:2301.00001', 'DOI:10.1145/1.2', 'CorpusId:7')
    """
    if found := _ARXIV.fullmatch(name):
        return f"ARXIV:{found[1]}"
    found = _DOI.fullmatch(name)
    return f"DOI:{found[1]}" if found else name


def _parameters(wanted: Wanted) -> dict[str, str]:
    days = f"{wanted.since or ''}:{wanted.until or ''}"
    given = {
        "query": wanted.query,
        "fieldsOfStudy": ",".join(wanted.categories),
        "publicationDateOrYear": "" if days == ":" else days,
        "sort": "publicationDate:desc",
    }
    return {name: value for name, value in given.items() if value}


def _pages(wanted: Wanted, access: Access, after: str | None) -> Iterator[Page]:
    session = PoliteSession(access, lambda response: json_of(response.content))
    options: dict[str, Any] = {"headers": {"x-api-key": access.key} if access.key else {}}
    if wanted.ids:
        for ids, following in portions([name_of(name) for name in wanted.ids], _IDS, after):
            found = json_of(
                session.post(
                    f"{access.address}/paper/batch", params={"fields": _FIELDS}, json={"ids": ids}, **options
                ).content
            )
            # What it does not know stands as null in the list.
            known = [each for each in found if each is not None] if isinstance(found, list) else []
            records, broken = records_of(known, _has_id)
            yield Page(records, following, len(wanted.ids), broken)
        return
    token = after
    while True:
        given = {**_parameters(wanted), "fields": _FIELDS, **({"token": token} if token else {})}
        answer = json_of(session.get(f"{access.address}/paper/search/bulk", params=given, **options).content)
        answer = answer if isinstance(answer, dict) else {}
        records, broken = records_of(answer.get("data"), _has_id)
        token = answer.get("token") if answer.get("data") else None
        yield Page(records, token, answer.get("total"), broken)
        if not token:
            return


def _has_id(record: dict[str, Any]) -> object:
    return record.get("paperId")


SERVICE = Service(
    "semantic-scholar",
    "Semantic Scholar",
    "https://api.semanticscholar.org/graph/v1",
    1.0,
    _pages,
    key="S2_API_KEY",
)
