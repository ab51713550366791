"""Which papers are wanted, told without regard to the service that is asked."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from claims.errors import ClaimsError

FIRST_DAY = date(1900, 1, 1)
LAST_DAY = date(2199, 12, 31)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which papers are wanted: those that meet all that is given.

    Attributes:
        query: Words, or a query in the language of the service.
        categories: Of any of these, as the service calls them.
        since: The first day.
        until: The last day.
        ids: Identifiers; where any is given, nothing else is.
        limit: How many papers at most.
    """

    query: str = ""
    categories: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    ids: tuple[str, ...] = ()
    limit: int | None = None

    def __post_init__(self) -> None:
        searched = self.query or self.categories or self.since or self.until
        if self.ids and searched:
            raise ClaimsError("identifiers say which papers are wanted: leave out query, category and dates")
        if not (self.ids or searched):
            raise ClaimsError("which papers? Give a query, --category, --since, --until or --id")
        if self.since and self.until and self.until < self.since:
            raise ClaimsError(f"no day lies between --since {self.since} and --until {self.until}")

    @property
    def words(self) -> tuple[str, ...]:
        """All that says which papers are wanted, but for their number: the same words, the same work."""
        return (self.query, *self.categories, str(self.since), str(self.until), *self.ids)

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day, where one of them is not given one that no paper is outside of."""
        return self.since or FIRST_DAY, self.until or LAST_DAY


def last_day(text: str) -> date:
    """Return the day that a year, a month or a day ends with.

    >>> last_day("2023"), last_day("2024-02")
    (datetime.date(2023, 12, 31), datetime.date(2024, 2, 29))

    Raises:
        ClaimsError: It is none.
    """
    parts = text.split("-")
    try:
        numbers = [int(part) for part in parts]
        if len(numbers) == 1:
            numbers.append(12)
        if len(numbers) == 2:
            numbers.append(calendar.monthrange(*numbers)[1])
        return date(*numbers)
    except (ValueError, TypeError):
        raise ClaimsError(f"until {text!r}: no date; write 2023 or 2023-06-30") from None


def portions(ids: Sequence[str], size: int, after: str | None) -> Iterator[tuple[list[str], str | None]]:
    """Yield portions of identifiers, each with where the next begins; None behind the last.

    >>> list(portions(["a", "b", "c"], 2, None))
    [(['a', 'b'], '2'), (['c'], None)]

    Args:
        ids: All identifiers.
        size: How many a service takes at once.
        after: Where to begin, as an earlier portion said.
    """
    for start in range(int(after or 0), len(ids), size):
        following = start + size
        yield list(ids[start:following]), str(following) if following < len(ids) else None
