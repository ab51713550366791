"""The papers of a database as a bibliography, and the export itself as something that can be cited."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

import duckdb

from claims.report.exports.about import AUTHORS, PROGRAM, About
from claims.store.rows import streamed_rows

_NOT_IN_KEYS = re.compile(r"[^\w:.+/-]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Author:
    """A name, apart where its parts are told.

    Attributes:
        family: Family name with what belongs before it; the whole name where nothing tells its parts.
        given: Given names; empty where nothing tells.
        suffix: Jr, III.
    """

    family: str
    given: str = ""
    suffix: str = ""

    @property
    def turned_around(self) -> str:
        """Family name first, as bibliographies hold it."""
        return ", ".join(filter(None, (self.family, self.suffix, self.given)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """One paper.

    Attributes:
        key: What tells it from others; without blanks.
        title: Its title.
        authors: Its authors.
        date: Its date as a source gives it.
        year: Its year; that of its identifier on arXiv where no source gives a date.
        doi: Digital object identifier.
        arxiv_id: Identifier on arXiv.
        address: Where it stands in the web.
        abstract: Its abstract, on one line.
        categories: Subject categories.
        comments: What the authors say of the paper itself.
        external_ids: Identifiers of other services.
        code_url: Address of its code.
    """

    key: str
    title: str
    authors: tuple[Author, ...]
    date: date | None
    year: int | None
    doi: str | None
    arxiv_id: str | None
    address: str | None
    abstract: str
    categories: tuple[str, ...]
    comments: str | None
    external_ids: tuple[str, ...]
    code_url: str | None

    @property
    def is_preprint(self) -> bool:
        """Whether arXiv is all that is known of where it was published."""
        return self.arxiv_id is not None and (self.doi is None or self.doi.startswith("10.48550/"))


def references(connection: duckdb.DuckDBPyConnection) -> Iterator[Reference]:
    """Yield the papers of a database in the order in which they came into it."""
    keys: set[str] = {PROGRAM}
    for row in streamed_rows(connection, _PAPERS):
        id_, title, authors, day, year, doi, arxiv_id, abstract, categories, comments, external_ids, code = (
            row
        )
        yield Reference(
            key=_key(id_, keys), title=_line(title), authors=tuple(map(author, authors)), date=day, year=year,
            doi=doi, arxiv_id=arxiv_id, address=address_of(arxiv_id, doi), abstract=_line(abstract),
            categories=tuple(categories), comments=_line(comments) if comments else None,
            external_ids=tuple(external_ids), code_url=code,
        )  # fmt: skip


def note(about: About) -> str:
    """Return what is told of an export."""
    return f"{about.citation} License: {about.license}" if about.license else about.citation


def program(about: About) -> tuple[str, str]:
    """Return author and title of an export."""
    return AUTHORS, f"{PROGRAM}: {about.title}"


def address_of(arxiv_id: str | None, doi: str | None) -> str | None:
    """Return where a paper stands in the web.

    >>> address_of("2301.00001", None), address_of(None, "10.1000/a b"), address_of(None, None)
    ('https://arxiv.org/abs/2301.00001', 'https://doi.org/10.1000/a%20b', None)
    """
    if arxiv_id:
        return f"https://arxiv.org/abs/{quote(arxiv_id)}"
    return f"https://doi.org/{quote(doi)}" if doi else None


def author(name: str) -> Author:
    """Return the parts of a name.

    >>> author("Jane van der Doe"), author("Doe, Jane"), author("OpenAI")
    (Author(family='van der Doe', given='Jane', suffix=''), Author(family='Doe', given='Jane', suffix=''), \
Author(family='OpenAI', given='', suffix=''))
    """
    from bibtexparser.middlewares.names import (  # noqa: PLC0415 - only bibliographies need it
        InvalidNameError,
        parse_single_name_into_parts,
    )

    plain = " ".join(name.replace("{", "").replace("}", "").split())
    try:
        parts = parse_single_name_into_parts(plain)
    except InvalidNameError:
        return Author(plain)
    family = " ".join((*parts.von, *parts.last))
    return Author(family, " ".join(parts.first), " ".join(parts.jr)) if family else Author(plain)


def _key(id_: str, taken: set[str]) -> str:
    """Return a key that no paper has yet."""
    key = base = _NOT_IN_KEYS.sub("-", id_).strip("-") or "paper"
    number = 2
    while key in taken:
        key, number = f"{base}-{number}", number + 1
    taken.add(key)
    return key


def _line(text: str) -> str:
    return " ".join(text.split())


_PAPERS = """
    SELECT p.id, p.title, p.authors, p.date, CAST(year(paper_date(p.date, p.arxiv_id)) AS INTEGER), p.doi, p.arxiv_id,
           coalesce(a.abstract, ''), p.categories, p.comments, p.external_ids, p.code_url
    FROM papers p LEFT JOIN abstracts a ON a.text = p.text ORDER BY p.paper
"""
