"""arXiv by its search: query, category, day of submission, or ids; up to some ten thousand papers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

import arxiv
import requests
from lxml import etree

from claims.errors import ClaimsError
from claims.sources.fetching.answers import xml_of
from claims.sources.fetching.service import Access, Page, Record, Service
from claims.sources.fetching.session import PoliteSession
from claims.sources.fetching.wanted import Wanted, portions

_PAGE = 200
_IDS = 100  # in one address
_EMPTY_PAGES = 3  # which arXiv gives now and then
_ATOM = "{http://www.w3.org/2005/Atom}"
_TOTAL = "{http://a9.com/-/spec/opensearch/1.1/}totalResults"
_WORDS = re.compile(r'"[^"]+"|\S+')
_IN_ITS_LANGUAGE = re.compile(r"\b(?:ti|au|abs|co|jr|cat|rn|id|all|submittedDate|lastUpdatedDate):")
_DAY = re.compile(r"\s*\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
_ERRORS = "/api/errors"


class _Feeds:
    """Looks at the feeds that come in, before the client does."""

    def __init__(self) -> None:
        self.total: int | None = None

    def __call__(self, response: requests.Response) -> None:
        """Take the total from a feed, and mark in it what is no paper: it would stop the client, or lose its count.

        Raises:
            BusyError: It is not whole.
            ClaimsError: It holds nothing but an error.
        """
        root = xml_of(response.content, "feed")
        total = (root.findtext(_TOTAL) or "").strip()
        self.total = int(total) if total.isdecimal() else None
        broken = [entry for entry in root.findall(f"{_ATOM}entry") if not _is_paper(entry)]
        for entry in broken:
            entry.clear()
            for name, value in {"id": _BROKEN, "published": _SOME_DAY, "updated": _SOME_DAY}.items():
                etree.SubElement(entry, _ATOM + name).text = value
        if broken:
            response._content = etree.tostring(root)  # there is no other way to hand it to the client


_BROKEN = "no paper"
_SOME_DAY = "1970-01-01T00:00:00Z"


def _is_paper(entry: etree._Element) -> bool:
    name = entry.findtext(f"{_ATOM}id") or ""
    if _ERRORS in name:
        said = " ".join((entry.findtext(f"{_ATOM}summary") or "an error").split())
        raise ClaimsError(f"arXiv refuses the request: {said}")
    days = (entry.findtext(_ATOM + each) or "" for each in ("published", "updated"))
    return bool(name.strip()) and all(_DAY.match(day) for day in days)


def query_of(wanted: Wanted) -> str:
    """Return a query in the language of arXiv.

    >>> query_of(Wanted(query='"sparse attention" GPU', categories=("cs.AR", "cs.LG")))
    '(all:"sparse attention" AND all:GPU) AND (cat:cs.AR OR cat:cs.LG)'
    >>> query_of(Wanted(query="ti:cache ANDNOT au:doe"))
    '(ti:cache ANDNOT au:doe)'
    """
    parts = []
    if _IN_ITS_LANGUAGE.search(wanted.query):
        parts.append(wanted.query)
    elif wanted.query:
        parts.append(" AND ".join(f"all:{word}" for word in _WORDS.findall(wanted.query)))
    if wanted.categories:
        parts.append(" OR ".join(f"cat:{category}" for category in wanted.categories))
    joined = [f"({part})" for part in parts]
    if wanted.since or wanted.until:
        first, last = wanted.days
        joined.append(f"submittedDate:[{first:%Y%m%d}0000 TO {last:%Y%m%d}2359]")
    return " AND ".join(joined)


def _page(results: list[arxiv.Result], following: str | None, total: int | None) -> Page:
    records = [_record(each) for each in results if each.entry_id != _BROKEN]
    return Page(records, following, total, len(results) - len(records))


def _record(result: arxiv.Result) -> Record:
    return {
        "id": result.get_short_id(),
        "title": result.title,
        "abstract": result.summary.strip(),
        "date": f"{result.published:%Y-%m-%d}",
        "authors": [author.name for author in result.authors],
        "categories": result.categories,
        "doi": result.doi,
        "comments": result.comment,
        "url": result.entry_id,
    }


def _pages(wanted: Wanted, access: Access, after: str | None) -> Iterator[Page]:
    feeds = _Feeds()
    client = arxiv.Client(page_size=_PAGE, delay_seconds=0, num_retries=_EMPTY_PAGES)
    client.query_url_format = access.address.replace("{", "%7B").replace("}", "%7D") + "?{}"
    client._session = PoliteSession(
        access, feeds
    )  # the client takes none, and would wait the same time always
    if wanted.ids:
        for ids, following in portions(wanted.ids, _IDS, after):
            found = client.results(arxiv.Search(id_list=ids, max_results=None))
            yield _page(list(found), following, len(wanted.ids))
        return
    search = arxiv.Search(
        query_of(wanted), max_results=None, sort_by=arxiv.SortCriterion.SubmittedDate,
        sort_order=arxiv.SortOrder.Descending,
    )  # fmt: skip
    start = int(after or 0)
    found = client.results(search, offset=start)
    try:
        while results := list(islice(found, _PAGE)):
            start += len(results)
            is_last = feeds.total is not None and start >= feeds.total
            yield _page(results, None if is_last else str(start), feeds.total)
    except arxiv.UnexpectedEmptyPageError as error:
        raise ClaimsError(f"arXiv gives an empty page behind {start:,} papers; try again later") from error


SERVICE = Service("arxiv", "arXiv", "https://export.arxiv.org/api/query", 3.0, _pages)
