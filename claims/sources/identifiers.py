"""Identifiers of papers out of the fields of a record, whatever they are written as."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import unquote

from claims.sources.keys import parse_arxiv_id, parse_doi

# arXiv registers a DOI for each paper; it says no more than the identifier itself.
_ARXIV_DOI = re.compile(r"10\.48550/arxiv\.(?P<id>.+)", re.IGNORECASE)
_ARXIV_MENTION = re.compile(r"\barXiv:\s?(\d{4}\.\d{4,5}(?:v\d+)?)\b")
_DOI_IN_TEXT = re.compile(r"10\.\d{4,9}/[^\s\"<>|;]+")
# These put version and kind of page behind the DOI in their addresses.
_PREPRINTS = re.compile(r"https?://(?:www\.|connect\.)?(?:bio|med)rxiv\.org/", re.IGNORECASE)
_LONGEST = 300
_OF_PAGE = re.compile(r"(?:v\d+)?(?:\.[a-z][a-z-]*)*(?:[?#].*)?$")
_PUBMED = r"(?:https?://(?:www\.)?(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/|pmid:\s*)?"
_PMC = r"(?:https?://(?:www\.)?(?:ncbi\.nlm\.nih\.gov/pmc|pmc\.ncbi\.nlm\.nih\.gov)/articles/)?"
_SERVICES = {
    "openalex": re.compile(r"(?:https?://(?:api\.)?openalex\.org/(?:works/)?)?(W\d+)", re.IGNORECASE),
    "s2": re.compile(
        r"(?:https?://(?:www\.)?semanticscholar\.org/paper/(?:[^/]+/)?)?([0-9a-f]{40}|\d{3,12})"
    ),
    "pmid": re.compile(_PUBMED + r"(\d{1,9})/?", re.IGNORECASE),
    "pmcid": re.compile(_PMC + r"(PMC\d+|\d+)/?", re.IGNORECASE),
    "wos": re.compile(r"(?:WOS|ISI):\s?([A-Z\d]{15})", re.IGNORECASE),
    "scopus": re.compile(r"(?:SCOPUS_ID:|2-s2\.0-)?(\d{9,12})", re.IGNORECASE),
}
# What lists of addresses and of identifiers of several kinds keep each in.
_VALUES = ("url", "URL", "value", "id", "identifier")
# Of these, an address alone tells that it is one.
_BY_ADDRESS = ("openalex", "pmid", "pmcid")


class Identifiers(NamedTuple):
    """What is known of a paper's identifiers.

    Attributes:
        arxiv_id: Identifier on arXiv without version.
        version: Version on arXiv where the identifier names one.
        doi: Digital object identifier in lower case; none for those that arXiv registers.
        others: Identifiers of other services: ``openalex:W123``, ``pmid:456``.
    """

    arxiv_id: str | None
    version: int | None
    doi: str | None
    others: tuple[str, ...]


def identifiers_of(record: Mapping[str, Any]) -> Identifiers:
    """Return the identifiers of a record in our names (see :mod:`claims.sources.fields`).

    >>> identifiers_of({"doi": "https://doi.org/10.48550/arXiv.2506.11153"})[:3]
    ('2506.11153', None, None)
    >>> identifiers_of({"id": "https://openalex.org/W42", "doi": ["doi:10.1109/X.1"]})
    Identifiers(arxiv_id=None, version=None, doi='10.1109/x.1', others=('openalex:W42',))
    """
    arxiv: tuple[str, int | None] | None = None
    doi: str | None = None
    for text in _texts(record):
        found = find_doi(text)
        registered = _ARXIV_DOI.fullmatch(found) if found else None
        named = parse_arxiv_id(registered["id"] if registered else _mentioned(text))
        # An address may tell the version of what another field names without.
        if arxiv is None or (named and not arxiv[1] and named[0] == arxiv[0]):
            arxiv = named
        if doi is None and found and not registered:
            doi = found
    arxiv_id, version = arxiv or (None, None)
    return Identifiers(arxiv_id, version, doi, tuple(dict.fromkeys(_others(record))))


def _texts(record: Mapping[str, Any]) -> Iterator[str]:
    """Yield what may be an arXiv id or a DOI, what is meant to be one first."""
    for field in ("arxiv_id", "doi", "id", "address"):
        value = record.get(field)
        if isinstance(value, str):
            if value:
                yield value
            continue
        for each in _each(value):
            text = next(map(each.get, filter(each.get, _VALUES)), None) if isinstance(each, Mapping) else each
            if isinstance(text, str) and text:
                yield text


def _each(value: object) -> Iterable[Any]:
    return value if isinstance(value, (list, tuple)) else (value,)


def _mentioned(text: str) -> str:
    """Return the identifier on arXiv that a text names as one ("arXiv preprint arXiv:2401.00001"), or the text."""
    found = _ARXIV_MENTION.search(text)
    return found[1] if found else text


def find_doi(text: str) -> str | None:
    """Return the DOI that a text is, is an address of, or begins a list with.

    >>> find_doi("https://dx.doi.org/10.1109%2FX.1"), find_doi("10.1/a; 10.1/b"), find_doi("see 10.1000/x.y.")
    ('10.1109/x.1', None, '10.1000/x.y')
    >>> find_doi("https://www.biorxiv.org/content/10.1101/2024.01.12.570000v1.full.pdf?rss=1")
    '10.1101/2024.01.12.570000'
    """
    if "10." not in text and "%" not in text:  # most texts that are asked
        return None
    doi = parse_doi(text)
    if doi and ";" not in doi:
        return doi
    found = _DOI_IN_TEXT.search(unquote(text))
    if not found:
        return None
    if _PREPRINTS.match(text):
        return _OF_PAGE.sub("", found[0][:_LONGEST].casefold())
    return found[0].rstrip(".,)]").casefold()


def _others(record: Mapping[str, Any]) -> Iterator[str]:
    for scheme, pattern in _SERVICES.items():
        value = record.get(f"identifier {scheme}")
        stated = pattern.fullmatch(str(value).strip()) if isinstance(value, (str, int)) else None
        if stated:
            yield f"{scheme}:{stated[1]}"
    for value in (record.get("id"), *_each(record.get("address"))):
        if isinstance(value, str) and value.startswith("http"):
            for scheme in _BY_ADDRESS:
                found = _SERVICES[scheme].fullmatch(value)
                if found:
                    yield f"{scheme}:{found[1]}"
