"""Dates as pages and metadata write them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

# Years in which papers were written, and the same as days written without hyphens (20240112).
FIRST_YEAR, LAST_YEAR = 1500, 2200
FIRST_DAY, LAST_DAY = FIRST_YEAR * 10_000, LAST_YEAR * 10_000
# Seconds since 1970; what is larger than any of them is milliseconds.
_SECONDS_1990, _SECONDS_2200 = 631_152_000, 7_258_118_400
_MILLISECONDS = 100_000_000_000
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|2[01])\d\d(?!\d)", re.ASCII)
_ISO_RANGE = re.compile(r"\d{4}(?:-\d\d){0,2}/", re.ASCII)
_SHORT_YEAR = re.compile(r"(\d{1,2}[- ][A-Za-z]{3})[- ](\d\d)", re.ASCII)
# RIS separates year, month, day and anything else, and leaves empty what it does not know: 2020/03//
_RIS = re.compile(r"(\d{4})/(\d{0,2})(?:/(\d{0,2})(?:/.*)?)?", re.ASCII)
_DOTTED_ISO = re.compile(r"(\d{4})\.(\d{1,2})\.(\d{1,2})\.?", re.ASCII)
_DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})", re.ASCII)
# More than the number of a quarter says something that is not understood.
_NUMBERS = re.compile(r"\d\D*\d|[05-9]", re.ASCII)
_LONGEST = 60
# What CSL-JSON and Crossref keep a date in that has no parts.
_WHOLE = ("raw", "literal", "date-time")

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = re.compile(rf"(?i:\b(?:{'|'.join(_MONTHS)}))")
# "Published online: 12 January 2024"
_LABEL = re.compile(r"^[^\d:]{3,30}:\s*")
# Conferences last for some days: 21--27 Jul, Jul 29 - Aug 2. Of two whole dates each has a month of its own.
_TO = r"\s*(?:-{1,3}|[\u2013\u2014/&])\s*"
_DAYS = re.compile(rf"(?<![\d-])(\d{{1,2}}){_TO}\d{{1,2}}(?![\d-])", re.ASCII)
_MONTHS_LONG = re.compile(rf"{_MONTH.pattern}.*?(?P<rest>{_TO}(?:\d{{1,2}}\s+)?{_MONTH.pattern}.*)")
# A table with empty years has 2020.0.
_YEAR_ALONE = re.compile(r"\s*(\d{4})(?:\.0)?(?:/.*)?\s*", re.ASCII)
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
    """Return the date that a text begins with (``2025-06-11T10:00Z``), or that it spells in another usual way.

    A month or year stands for its first day. Where day and month cannot be told apart (03/04/2024), the text
    says no date.

    >>> parse_date("2025-06-11T10:00:00Z")
    datetime.date(2025, 6, 11)
    >>> parse_date("Mon, 2 Apr 2007 19:18:42 GMT"), parse_date("March 2020"), parse_date("12 Jan 2024")
    (datetime.date(2007, 4, 2), datetime.date(2020, 3, 1), datetime.date(2024, 1, 12))
    >>> parse_date("in press") is None, parse_date("03/04/2024") is None
    (True, True)
    """
    text = _LABEL.sub("", text.strip())
    iso = _ISO.match(text)
    if iso:
        return make_date(int(iso[1]), int(iso[2]) or 1, int(iso[3]) or 1)  # 00 is what is not known
    if len(text) > _LONGEST:
        return None
    short = _SHORT_YEAR.fullmatch(text)
    if short:  # as spreadsheets write it; papers of before 1970 have no such dates
        text = f"{short[1]} {'19' if short[2] >= '70' else '20'}{short[2]}"
    if not _YEAR.search(text):
        return None
    numbered = _RIS.fullmatch(text) or _DOTTED_ISO.fullmatch(text)
    if numbered:
        return make_date(int(numbered[1]), int(numbered[2] or 1), int(numbered[3] or 1))
    dotted = _DOTTED.fullmatch(text)
    if dotted:  # where full stops stand in dates, days come first
        return make_date(int(dotted[3]), int(dotted[2]), int(dotted[1]))
    return _spelled(_beginning(text)) or _first_part(text)


def _beginning(text: str) -> str:
    """Return the first day of a stretch of days, with the year; another text as it is.

    >>> _beginning("21--27 Jul 2024"), _beginning("Jul 29 - Aug 2, 2024"), _beginning("12-Jan-2024")
    ('21 Jul 2024', 'Jul 29 2024', '12-Jan-2024')
    """
    if not _MONTH.search(text):
        return text
    long = _MONTHS_LONG.search(text)
    if long:
        first, rest = text[: long.start("rest")], long["rest"]
        year = _YEAR.search(rest)
        text = first if _YEAR.search(first) or not year else f"{first} {year[0]}"
    return _DAYS.sub(r"\1", text)


def _first_part(text: str) -> date | None:
    """Return the first month or year that a text names, of one that says no more: ranges, seasons, quarters.

    >>> parse_date("2024 Jan-Feb"), parse_date("2023-12/2024-01"), parse_date("Winter 2024")
    (datetime.date(2024, 1, 1), datetime.date(2023, 12, 1), datetime.date(2024, 1, 1))
    """
    years = _YEAR.findall(text)
    if _ISO_RANGE.match(text):
        return parse_date(text.partition("/")[0])
    if len(years) != 1 or _NUMBERS.search(text.replace(years[0], "")):
        return None
    month = _MONTH.search(text)
    return make_date(int(years[0]), _MONTHS.index(month[0].lower()) + 1 if month else 1, 1)


def _spelled(text: str) -> date | None:
    """Return the date of a text that holds a year; what it leaves out is the first."""
    from dateutil import parser  # noqa: PLC0415 - most dates are ISO

    first = datetime(1, 1, 1)
    try:
        usual = parser.parse(text, default=first).date()
        if "/" in text or "." in text:  # which of the numbers is the day?
            other = parser.parse(text, default=first, dayfirst=True).date()
            return usual if usual == other else None
    except (ValueError, OverflowError, TypeError):  # odd texts: dateutil names all three
        return None
    # It takes any number for a year where it has another use for the one that is written.
    return usual if str(usual.year) in _YEAR.findall(text) else None


def date_in_year(text: object, year: object) -> date | None:
    """Return the date that a text without a year means, where the year is known.

    >>> date_in_year("JAN 12", 2024), date_in_year("MAR", "2020"), date_in_year("in press", 2024)
    (datetime.date(2024, 1, 12), datetime.date(2020, 3, 1), None)
    """
    first = first_day(year)
    if first is None or not isinstance(text, str) or not _MONTH.search(text) or _YEAR.search(text):
        return None
    return parse_date(f"{text} {first.year}")


def date_of_parts(year: object, month: object, day: object) -> date | None:
    """Return the date that a year means with what is known of month and day: numbers, or names and days as text.

    >>> date_of_parts("2024", "21--27 Jul", None), date_of_parts(2024, "1", 12), date_of_parts(2024, "jan", "")
    (datetime.date(2024, 7, 21), datetime.date(2024, 1, 12), datetime.date(2024, 1, 1))
    """
    first = first_day(year)
    if first is None or month is None:
        return first
    numbers = [str(part).removesuffix(".0").strip() for part in (month, day or 1)]
    if numbers[0].isdecimal():
        return _of_parts([first.year, *numbers]) or first
    named = f"{day} {month}" if day else str(month)
    return date_in_year(named, first.year) or first


def first_day(year: object) -> date | None:
    """Return the first day of a year, where it is one in which papers were written."""
    if isinstance(year, str):
        found = _YEAR_ALONE.fullmatch(year)
        year = int(found[1]) if found else None
    if isinstance(year, float) and year.is_integer():
        year = int(year)
    if isinstance(year, bool) or not isinstance(year, int) or not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    return date(year, 1, 1)


def date_of(value: object) -> date | None:
    """Return the date that a value of a record means.

    >>> date_of({"date-parts": [[2024, 1, 12]]}), date_of(1704067200), date_of(2024)
    (datetime.date(2024, 1, 12), datetime.date(2024, 1, 1), datetime.date(2024, 1, 1))

    Args:
        value: A date, a text, a year, seconds or milliseconds since 1970, ``[year, month, day]``, or an object
            with ``date-parts`` as Crossref and CSL-JSON write it.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        return date_of(int(value)) if value.strip().isdecimal() and len(value) < 15 else parse_date(value)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _of_number(value)
    if isinstance(value, Mapping):
        if isinstance(value.get("year"), (int, str)):
            return _of_parts([value.get(part) or 1 for part in ("year", "month", "day")])
        parts = value.get("date-parts")
        text = next((value[key] for key in _WHOLE if value.get(key)), None)
        return date_of(parts if parts is not None else text)
    if isinstance(value, (list, tuple)) and value:
        return date_of(value[0]) if isinstance(value[0], (list, tuple, Mapping)) else _of_parts(value)
    return None


def _of_parts(parts: Sequence[object]) -> date | None:
    numbers = [int(str(part)) for part in parts if str(part).isdecimal()]
    return make_date(*(*numbers, 1, 1)[:3]) if numbers and FIRST_YEAR <= numbers[0] <= LAST_YEAR else None


def _of_number(value: float) -> date | None:
    if FIRST_YEAR <= value <= LAST_YEAR:
        return make_date(int(value), 1, 1)
    if FIRST_DAY <= value <= LAST_DAY and value == int(value):
        return make_date(int(value) // 10_000, int(value) // 100 % 100, int(value) % 100)
    seconds = value / 1000 if abs(value) >= _MILLISECONDS else value
    if not _SECONDS_1990 <= seconds <= _SECONDS_2200:
        return None
    return datetime.fromtimestamp(seconds, UTC).date()
