"""Makes pages of one database in one process: those of subjects first, whose boards the pages of papers name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import duckdb

from claims.site.about import About
from claims.site.badges import badge
from claims.site.boards import Part, parts_of
from claims.site.downloads import bibliography, table
from claims.site.front import fronts
from claims.site.pages import Place, paper_page, subject_page
from claims.site.papers import papers, texts
from claims.site.rows import MOST_SHOWN, Row, rows_of
from claims.site.subjects import Subject, addresses_of_words, subjects
from claims.site.systems import statements_of

_ASKED_OFTEN = ("results", "all_results", "claims_by_workload", "claims_by_hardware", "claims_by_baseline")


class Workshop:
    """Everything that pages are made of.

    Attributes:
        about: What all pages share.
        papers: The papers by their identifiers, the newest first.
        subjects: What has a page of its own.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, about: About, folder: Path) -> None:
        """Read it out of a database.

        Args:
            connection: From :func:`claims.store.connection.reading`; nobody else may use it.
            about: What all pages share.
            folder: Where the site is made.
        """
        hold_in_memory(connection)
        self._connection = connection
        self._folder = folder
        self.about = about
        self.papers = papers(connection)
        self.subjects = subjects(connection, least=about.least)
        self._links = addresses_of_words(connection, self.subjects)
        self._metrics = {
            page.name: page.address for page in self.subjects if page.kind == "metric" and not page.measure
        }

    def write_subjects(self, wanted: Iterable[Subject]) -> list[Place]:
        """Write the pages of subjects with their downloads and badges; return where papers stand."""
        return [place for subject in wanted for place in self._write_subject(subject)]

    def write_papers(self, wanted: Iterable[str], places: Mapping[str, Sequence[Place]]) -> int:
        """Write the pages of papers and return their number.

        Args:
            wanted: Their identifiers.
            places: Where papers stand.
        """
        chosen = [self.papers[name] for name in wanted]
        for paper, text in texts(self._connection, chosen):
            self.write(paper.address, paper_page(self.about, paper, text, places.get(paper.id, ())))
        return len(chosen)

    def write(self, address: str, content: bytes) -> None:
        """Write a file of the site."""
        path = self._folder / address
        if not path.parent.is_dir():
            path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

    def _write_subject(self, subject: Subject) -> list[Place]:
        shown: list[tuple[Part, list[Row]]] = []
        files: dict[str, bytes] = {}
        for part in parts_of(self._connection, subject):
            rows = rows_of(part, self.papers, self._links)
            shown.append((part, rows))
            files[f"{part.file_stem}.csv"] = table(part.rows, "csv")
            files[f"{part.file_stem}.json"] = table(part.rows, "json")
            files[f"{part.file_stem}.bib"] = bibliography(row.paper for row in rows)
        statements = None
        if subject.kind == "system":
            statements = statements_of(self._connection, subject, self.papers, self._links, self._metrics)
        page = subject_page(self.about, subject, shown, fronts(shown), files, statements)
        self.write(subject.address, page)
        for address, content in files.items():
            self.write(address, content)
        return [
            place for part, rows in shown if part.standing == "ranked" for place in self._places(part, rows)
        ]

    def _places(self, part: Part, rows: Sequence[Row]) -> list[Place]:
        found = []
        for row in rows[:MOST_SHOWN]:
            rank = row.rank or 0
            address = f"badges/{part.file_stem}/{row.paper.slug}.svg"
            self.write(address, badge(part.title, f"#{rank}: {row.shown}"))
            found.append(
                Place(
                    paper=row.paper.id,
                    board=part.title,
                    address=part.address,
                    row=f"{part.subject.address}#{part.anchor}-{row.paper.slug}",
                    rank=rank,
                    of=len(rows),
                    shown=row.shown,
                    system=row.system,
                    badge=address,
                )
            )
        return found


def hold_in_memory(connection: duckdb.DuckDBPyConnection) -> None:
    """Answer the views that boards ask from memory: a site asks each of them a thousand times.

    The copies have the names of the views and go before them in this connection; the database stays as it is.
    """
    for view in _ASKED_OFTEN:
        connection.execute(f"CREATE TEMP TABLE {view} AS FROM main.{view}")
