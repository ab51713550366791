"""What all pages of a site share: its title, where it will be, and what it was made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from claims.store.layout import program_version
from claims.store.rows import rows

DEFAULT_TITLE = "Claims of papers"


@dataclass(frozen=True, slots=True)
class About:
    """What a site says of itself.

    Attributes:
        title: Its title.
        url: Where it will be, with a slash at its end; empty where that is not known.
        database: Name of the database, without its folder.
        version: Version of the program.
        updated: When the database was last written, in UTC.
        papers: Papers in the database.
        results: Results in the database.
        least: Papers that have to have results for what gets a page.
    """

    title: str
    url: str
    database: str
    version: str
    updated: datetime
    papers: int
    results: int
    least: int

    @property
    def day(self) -> str:
        """The day when the database was last written."""
        return f"{self.updated:%Y-%m-%d}"

    @property
    def command(self) -> str:
        """What makes such a site."""
        return f"claims site --db {self.database}"


def about(
    connection: duckdb.DuckDBPyConnection, database: Path, *, title: str, url: str | None, least: int
) -> About:
    """Read what a site says of itself out of its database."""
    [(papers, results, updated)] = rows(
        connection,
        "SELECT (SELECT count(*) FROM papers), (SELECT count(*) FROM all_results), (SELECT max(finished) FROM runs)",
    )
    never = datetime(1970, 1, 1)
    return About(
        title=title,
        url=url or "",
        database=database.name,
        version=program_version(),
        updated=(updated or never).replace(tzinfo=UTC),
        papers=papers,
        results=results,
        least=least,
    )
