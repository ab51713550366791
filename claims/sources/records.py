"""From a record with named fields, as JSON and Parquet give it, to a Paper."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from claims.model import Paper
from claims.sources.dates import parse_date
from claims.sources.identity import derive_id, parse_arxiv_id, parse_doi

if TYPE_CHECKING:
    from collections.abc import Mapping

# The fields that are read; every other one is left aside.
FIELDS = (
    "id", "title", "abstract", "date", "year", "arxiv_id", "version", "doi", "categories", "authors", "organization",
    "code_url",
)  # fmt: skip
_CODE_HOSTS = re.compile(
    r"https?://(?:www\.)?(?:github\.com|gitlab\.com|bitbucket\.org|codeberg\.org|huggingface\.co"
    r"|[\w-]+\.github\.io)/[\w./~%+=?#-]*[\w/]",
    re.ASCII,
)
_AUTHOR_GAP = re.compile(r",?\s+and\s+|\s*[,;]\s+")
_YEAR = 4
_JSON_TYPES = {bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "an object"}


class RecordError(Exception):
    """What is wrong with one record; the reader makes a Reject of it."""


def code_link(abstract: str) -> str | None:
    r"""Return the first address of a code host in an abstract.

    >>> code_link("Our code is at \\url{https://github.com/some-lab/tiny-cache}.")
    'https://github.com/some-lab/tiny-cache'
    """
    if "http" not in abstract:
        return None
    found = _CODE_HOSTS.search(abstract)
    return found[0] if found else None


def checked_abstract(value: object) -> str:
    """Return the abstract as given, or raise a RecordError that says why it is none."""
    if value is None:
        msg = "no abstract"
        raise RecordError(msg)
    if not isinstance(value, str):
        msg = f"abstract is {_JSON_TYPES.get(type(value), type(value).__name__)}, not text"
        raise RecordError(msg)
    if not value or value.isspace():
        msg = "empty abstract"
        raise RecordError(msg)
    return value


def _checked_id(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    msg = f"id is {_JSON_TYPES.get(type(value), type(value).__name__)}, not text"
    raise RecordError(msg)


def _text(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _names(value: object) -> tuple[str, ...]:
    """Names from a list of them, a list of objects with ``name``, or one text."""
    if isinstance(value, str):
        return tuple(filter(None, (_text(name) for name in _AUTHOR_GAP.split(value))))
    if isinstance(value, (list, tuple)):
        found = (_text(x.get("name") if isinstance(x, dict) else x) for x in value)
        return tuple(filter(None, found))
    return ()


def _date(value: object) -> date | None:
    if isinstance(value, str):
        return parse_date(value)
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None


def _first_day(year: object) -> date | None:
    """Return the first day of a year, where it is one in which papers were written."""
    if isinstance(year, str) and len(year) == _YEAR and year.isascii() and year.isdigit():
        year = int(year)
    return date(year, 1, 1) if isinstance(year, int) and 1500 <= year <= 2200 else None


def paper_of(record: Mapping[str, Any], *, source: str, place: str) -> Paper:
    """Return the paper that a record describes.

    Only the abstract has to be there. A ``year`` stands in for a missing ``date``. ``categories`` and
    ``authors`` may be lists or one text; a field of a type that makes no sense counts as absent, except
    ``abstract`` and ``id``.

    Raises:
        RecordError: There is no abstract, or the id is neither text nor a whole number.
    """
    get = record.get
    abstract = checked_abstract(get("abstract"))
    paper_id = _checked_id(get("id"))
    title = _text(get("title"))
    number: int | None = None
    arxiv_id = None
    for candidate in (get("arxiv_id"), paper_id):
        found = parse_arxiv_id(candidate) if isinstance(candidate, str) else None
        if found:
            arxiv_id, number = found
            break
    version = get("version")
    if isinstance(version, int) and not isinstance(version, bool) and version > 0:
        number = version
    doi = get("doi")
    categories = get("categories")
    return Paper(
        id=paper_id or derive_id(title=title, abstract=abstract, arxiv_id=arxiv_id),
        abstract=abstract,
        title=title,
        date=_date(get("date")) or _first_day(get("year")),
        arxiv_id=arxiv_id,
        version=number,
        doi=parse_doi(doi) if isinstance(doi, str) else None,
        categories=tuple(categories.replace(",", " ").split())
        if isinstance(categories, str)
        else _names(categories),
        authors=_names(get("authors")),
        organization=_text(get("organization")) or None,
        code_url=_text(get("code_url")) or code_link(abstract),
        source=source,
        place=place,
    )


def brief_paper_of(record: Mapping[str, Any], *, source: str, place: str) -> Paper:
    """Return the paper that a record describes, with no more than its id, abstract and title.

    Raises:
        RecordError: As :func:`paper_of` does.
    """
    abstract = checked_abstract(record.get("abstract"))
    paper_id = _checked_id(record.get("id"))
    if not paper_id:  # it is made from all that is known
        return paper_of(record, source=source, place=place)
    return Paper(id=paper_id, abstract=abstract, title=_text(record.get("title")), source=source, place=place)
