"""What a service is, and what it is given and gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from claims.errors import ClaimsError
from claims.sources.fetching.manners import Manners
from claims.sources.fetching.wanted import Wanted

Record = dict[str, Any]
"""Names and values of a paper, as the service gives them."""


class LostPlaceError(Exception):
    """A service no longer knows where an earlier command had come to."""


@dataclass(frozen=True, slots=True)
class Page:
    """One answer of a service.

    Attributes:
        records: The papers in it.
        following: Where to go on, None behind the last page.
        total: How many papers there are in all, where the service says so.
        broken: How many records were none.
    """

    records: list[Record]
    following: str | None
    total: int | None = None
    broken: int = 0


@dataclass(frozen=True, slots=True)
class Access:
    """How a service is asked.

    Attributes:
        address: Where it is.
        manners: When.
        email: Whom its operators can write to.
        key: What lets one ask more.
    """

    address: str
    manners: Manners
    email: str | None = None
    key: str | None = field(default=None, repr=False)

    @property
    def user_agent(self) -> str:
        """What says who asks."""
        try:
            number = version("claimsdb")
        except PackageNotFoundError:
            number = "unknown"
        return f"claimsdb/{number}" + (f" (mailto:{self.email})" if self.email else "")


@dataclass(frozen=True, slots=True)
class Service:
    """A service that gives papers.

    Attributes:
        name: What the command line calls it.
        title: How it calls itself.
        address: Where it is.
        interval: How many seconds it wants between two requests.
        pages: Yields the answer page by page, from the start or from where an earlier page said.
        key: Environment variable that holds a key for it.
    """

    name: str
    title: str
    address: str
    interval: float
    pages: Callable[[Wanted, Access, str | None], Iterator[Page]]
    key: str | None = None


def refuse(service: str, wanted: Wanted, *unknown: str) -> None:
    """Make sure that nothing is asked that a service does not know.

    Args:
        service: Its title.
        wanted: What is asked.
        unknown: Attributes of it that the service does not know.

    Raises:
        ClaimsError: One of them is given.
    """
    for name in unknown:
        if getattr(wanted, name):
            raise ClaimsError(f"{service} cannot be asked by {name}: leave it out, or ask another service")


def records_of(found: object, is_paper: Callable[[Record], object] = bool) -> tuple[list[Record], int]:
    """Return the records in a list of an answer, and how many of its items were none."""
    items = found if isinstance(found, list) else []
    records = [item for item in items if isinstance(item, dict) and is_paper(item)]
    return records, len(items) - len(records)
