"""arXiv by harvesting (OAI-PMH): whole categories and years, a thousand papers an answer."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import httpx2
from oaipmh_scythe import Scythe
from oaipmh_scythe.config import HTTPConfig
from oaipmh_scythe.exceptions import BadArgument, BadResumptionToken, NoRecordsMatch, OAIPMHException
from oaipmh_scythe.iterator import OAIResponseIterator
from oaipmh_scythe.models import Record as OAIRecord
from oaipmh_scythe.response import OAIResponse

from claims.errors import ClaimsError
from claims.sources.fetching.answers import check_status, xml_of
from claims.sources.fetching.manners import BusyError
from claims.sources.fetching.service import Access, LostPlaceError, Page, Service, refuse
from claims.sources.fetching.wanted import Wanted
from claims.sources.oai import fields_of, is_deleted

_ROOT = "OAI-PMH"
_OAI = "{http://www.openarchives.org/OAI/2.0/}"


def set_of(category: str) -> str:
    """Return the set of a category, as arXiv names it for harvesting.

    >>> set_of("cs.AR"), set_of("cs"), set_of("hep-th"), set_of("physics:cond-mat:supr-con")
    ('cs:cs:AR', 'cs', 'physics:hep-th', 'physics:cond-mat:supr-con')
    """
    if ":" in category:
        return category
    archive, _, subject = category.partition(".")
    group = archive if archive in _GROUPS else f"physics:{archive}"
    if not subject:
        return group
    return f"{group}:{archive}:{subject}" if group == archive else f"{group}:{subject}"


_GROUPS = {"cs", "econ", "eess", "math", "physics", "q-bio", "q-fin", "stat"}


def _page(response: OAIResponse | OAIRecord) -> Page:
    assert isinstance(response, OAIResponse)  # this is what the client was told to give
    root = xml_of(response.http_response.content, _ROOT)
    records, broken = [], 0
    for element in root.iter(f"{_OAI}record"):
        if is_deleted(element):
            continue
        record = dict(fields_of(element))
        broken += "id" not in record
        records += [record] if "id" in record else []
    token = root.find(f".//{_OAI}resumptionToken")
    size = token.get("completeListSize", "") if token is not None else ""
    following = (token.text or "").strip() if token is not None else ""
    return Page(records, following or None, int(size) if size.isdecimal() else None, broken)


def _harvest(scythe: Scythe, access: Access, category: str | None, wanted: Wanted, token: str | None) -> Page:
    """Ask for one page; the client itself neither waits nor tries again."""

    def once() -> Page:
        try:
            answers = scythe.list_records(
                from_=str(wanted.since) if wanted.since and not token else None,
                until=str(wanted.until) if wanted.until and not token else None,
                metadata_prefix="arXiv",
                set_=None if token or category is None else set_of(category),
                resumption_token=token,
            )
            return _page(next(iter(answers)))
        except httpx2.TransportError as error:
            raise BusyError(
                "no connection" if isinstance(error, httpx2.ConnectError) else "an answer that is cut"
            ) from error
        except NoRecordsMatch:
            return Page([], None, 0)
        except BadResumptionToken as error:
            raise LostPlaceError from error
        except BadArgument as error:
            where = f" (set {set_of(category)})" if category else ""
            raise ClaimsError(f"{access.manners.service} refuses the request: {error}{where}") from error
        except OAIPMHException as error:
            raise ClaimsError(f"{access.manners.service} refuses the request: {error}") from error

    return access.manners.ask(once)


def _check(access: Access, response: httpx2.Response) -> None:
    response.read()
    check_status(
        access.manners.service, response.status_code, response.headers.get("Retry-After"), response.content
    )
    xml_of(response.content, _ROOT)


def _pages(wanted: Wanted, access: Access, after: str | None) -> Iterator[Page]:
    refuse("arXiv's harvesting", wanted, "query", "ids")
    categories = wanted.categories or (None,)
    # Where to go on: which category, and the token within it.
    number, _, token = (after or "0:").partition(":")
    # It tells those who wrote the program, on each page, that the token is enough.
    logging.getLogger("oaipmh_scythe").setLevel(logging.ERROR)
    config = HTTPConfig(user_agent=access.user_agent)
    with Scythe(access.address, http_config=config, iterator=OAIResponseIterator) as scythe:
        hooks = scythe.client.event_hooks
        hooks["response"] = [*hooks["response"], lambda response: _check(access, response)]
        scythe.client.event_hooks = hooks
        for place in range(int(number), len(categories)):
            at: str | None = token or None
            token = ""
            while True:
                page = _harvest(scythe, access, categories[place], wanted, at)
                at = page.following
                following = (
                    f"{place}:{at}" if at else f"{place + 1}:" if place + 1 < len(categories) else None
                )
                yield Page(page.records, following, page.total if len(categories) == 1 else None, page.broken)
                if at is None:
                    break


SERVICE = Service("arxiv-harvest", "arXiv", "https://oaipmh.arxiv.org/oai", 3.0, _pages)
