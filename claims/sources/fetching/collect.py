"""From a service to JSON Lines: each paper once, and not asked for again after an interrupt."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from importlib import import_module

import orjson

from claims.errors import ClaimsError
from claims.files.journal import Journal
from claims.sources.fetching.service import Access, LostPlaceError, Page, Record, Service
from claims.sources.fetching.wanted import Wanted

SERVICES = {
    "arxiv": "arxiv",
    "arxiv-harvest": "arxiv_harvest",
    "openalex": "openalex",
    "semantic-scholar": "semantic_scholar",
}
"""Names of services, and of the modules that know them."""

_NAMES = ("id", "paperId")


def service_named(name: str) -> Service:
    """Return a service.

    Raises:
        ClaimsError: There is none of that name, or the packages for it are not installed.
    """
    if name not in SERVICES:
        raise ClaimsError(f"no service named {name!r}; there are {', '.join(SERVICES)}")
    try:
        service = import_module(f"claims.sources.fetching.{SERVICES[name]}").SERVICE
    except ModuleNotFoundError as error:
        raise ClaimsError(
            f"{error.name} is not installed, which fetching needs: pip install 'claimsdb[fetch]'"
        ) from error
    assert isinstance(service, Service)
    return service


@dataclass(frozen=True, slots=True)
class Fetched:
    """Papers that have just come in.

    Attributes:
        lines: One line of JSON for each.
        papers: How many they are.
        total: How many there will be in all, as far as the service says.
        broken: How many records of the answer were none.
    """

    lines: bytes
    papers: int
    total: int | None
    broken: int


def fetch(
    service: Service, wanted: Wanted, access: Access, journal: Journal | None = None
) -> Iterator[Fetched]:
    """Yield papers as they come in, each of them once.

    Args:
        service: Who is asked.
        wanted: Which papers.
        access: How.
        journal: Keeps answers until all is done; those that it holds are not asked for again.

    Raises:
        ClaimsError: The service refuses, cannot be reached or does not answer.
    """
    limit = wanted.limit
    seen: set[bytes] = set()
    for page in _kept_and_new(lambda after: service.pages(wanted, access, after), journal):
        new = [record for record in page.records if _is_new(record, seen)]
        if limit is not None:
            new = new[: limit - (len(seen) - len(new))]
        lines = b"".join(orjson.dumps(record) + b"\n" for record in new)
        total = page.total if page.total is None or limit is None else min(page.total, limit)
        yield Fetched(lines, len(new), total, page.broken)
        if limit is not None and len(seen) >= limit:
            return


def _is_new(record: Record, seen: set[bytes]) -> bool:
    name = next((str(record[name]) for name in _NAMES if record.get(name)), None)
    digest = blake2b(orjson.dumps(record) if name is None else name.encode(), digest_size=12).digest()
    if digest in seen:
        return False
    seen.add(digest)
    return True


def _kept_and_new(ask: Callable[[str | None], Iterator[Page]], journal: Journal | None) -> Iterator[Page]:
    """Yield the pages of a journal, then those that the service gives from there on."""
    number, after, is_done = 0, None, False
    while journal is not None and not is_done and (kept := journal.get(_key(number))) is not None:
        page = _page(kept)
        number, after, is_done = number + 1, page.following, page.following is None
        yield page
    if is_done:
        return
    is_resumed = number > 0
    while True:
        try:
            for page in ask(after):
                if journal is not None:
                    journal.put(_key(number), _kept(page))
                number += 1
                yield page
            return
        except LostPlaceError as error:
            if not is_resumed:
                raise ClaimsError("the service has lost the place it gave itself; try again later") from error
            # What is known comes again, and is passed over.
            is_resumed, after = False, None


def _key(number: int) -> bytes:
    return blake2b(f"page {number}".encode(), digest_size=16).digest()


def _kept(page: Page) -> bytes:
    return orjson.dumps([page.records, page.following, page.total, page.broken])


def _page(kept: bytes) -> Page:
    records, following, total, broken = orjson.loads(kept)
    return Page(records, following, total, broken)
