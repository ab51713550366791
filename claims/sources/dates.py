"""Dates as pages and metadata write them."""

from __future__ import annotations

import re
from datetime import date
from email.utils import parsedate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# "Jun 29, 2022", "May 6": the month by its first three letters, in full, or with a full stop.
PAGE_DATE = r"(?P<month>(?:{})[a-z]*)\.? (?P<day>[0-9]{{1,2}})(?:, (?P<year>[0-9]{{4}}))?".format(
    "|".join(name.title() for name in _MONTHS)
)
# Fewer written years than these say nothing about the year of the page.
_ENOUGH_YEARS = 3
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?!\d)", re.ASCII)


def make_date(year: int, month: int, day: int) -> date | None:
    """Return a date, or None where there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def page_date(match: re.Match[str], page_year: int | None) -> date | None:
    """Return the date of a PAGE_DATE match; where it has no year, that of the page, if known."""
    year = int(match["year"]) if match["year"] else page_year
    month = _MONTHS.index(match["month"][:3].lower()) + 1
    return make_date(year, month, int(match["day"])) if year else None


def page_year(years: Sequence[str | None]) -> int | None:
    """Return the year in which a page was saved, from the years of all its dates.

    Listings leave the year out of the dates of the current year, and write it into all others. The
    current year is then the one after the latest that is written. A page with few written years, or
    with none left out, says nothing.

    >>> page_year(["2022", None, "2024", "2023"])
    2025
    >>> page_year(["2022", "2024", "2023"]) is None
    True
    """
    written = [int(year) for year in years if year]
    if len(written) == len(years) or len(written) < _ENOUGH_YEARS:
        return None
    return max(written) + 1


def parse_date(text: str) -> date | None:
    """Return the date that a text begins with (``2025-06-11T10:00Z``), or that a mail header would mean.

    >>> parse_date("2025-06-11T10:00:00Z")
    datetime.date(2025, 6, 11)
    >>> parse_date("Mon, 2 Apr 2007 19:18:42 GMT")
    datetime.date(2007, 4, 2)
    >>> parse_date("in press") is None
    True
    """
    iso = _ISO.match(text.strip())
    if iso:
        return make_date(int(iso[1]), int(iso[2]), int(iso[3]))
    try:
        parts = parsedate(text)
    except (ValueError, IndexError, TypeError, OverflowError):  # the parser's own slips on odd texts
        return None
    return make_date(parts[0], parts[1], parts[2]) if parts else None
