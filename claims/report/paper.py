"""One paper out of the database, with its claims."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from claims.errors import ClaimsError
from claims.model import CLAIM_FIELDS
from claims.names.near import near_matches
from claims.sources.keys import parse_arxiv_id, parse_doi
from claims.store.query import query
from claims.store.rows import Row, rows
from claims.store.writer import CLAIM_COLUMN_NAMES

_NEAR_IDS = 10_000
REVIEW_FIELDS = ("review", "corrected_fields", "reviewed_by")
"""What ``current_claims`` says of each claim besides its own fields."""


@dataclass(frozen=True, slots=True)
class StoredPaper:
    """A paper as the database holds it.

    Attributes:
        heading: Title, date and address, as far as known.
        abstract: The current text.
        claims: Fields of its claims, in order of their offsets; and ``review``, ``corrected_fields``, ``reviewed_by``.
    """

    heading: str
    abstract: str
    claims: Sequence[Mapping[str, Any]]


def find_paper(connection: duckdb.DuckDBPyConnection, name: str) -> StoredPaper:
    """Return a paper by its id, the id that any of its sources gave it, its arXiv id or DOI.

    Raises:
        ClaimsError: There is none, or several.
    """
    number, id_, title, date, url, abstract = _found(connection, name)
    columns = ", ".join((*CLAIM_COLUMN_NAMES, *REVIEW_FIELDS))
    claims = query(
        connection, f"SELECT {columns} FROM current_claims WHERE paper = ? ORDER BY quote_start", [number]
    )
    heading = "\n".join(str(part) for part in (title or id_, date, url) if part)
    return StoredPaper(
        heading,
        abstract,
        [dict(zip((*CLAIM_FIELDS, *REVIEW_FIELDS), row, strict=True)) for row in claims.iter_rows()],
    )


def find_paper_number(connection: duckdb.DuckDBPyConnection, name: str) -> int:
    """Return the number of a paper, by the names that :func:`find_paper` takes.

    Raises:
        ClaimsError: There is none, or several.
    """
    return int(_found(connection, name)[0])


def _found(connection: duckdb.DuckDBPyConnection, name: str) -> Row:
    arxiv = parse_arxiv_id(name)
    names = {"name": name, "arxiv": arxiv[0] if arxiv else name, "doi": parse_doi(name) or name}
    found = rows(connection, _FIND, names)
    if not found:
        ids = [id_ for (id_,) in rows(connection, "SELECT id FROM papers LIMIT ?", [_NEAR_IDS])]
        raise ClaimsError(f"no paper {name!r} in the database{near_matches(name, ids)}")
    if len(found) > 1:
        several = ", ".join(row[1] for row in found[:5])
        raise ClaimsError(
            f"{len(found)} papers are called {name!r} by their sources: take the id of one: {several}"
        )
    return found[0]


_FIND = """
    SELECT p.paper, p.id, p.title, p.date, arxiv_url(p.arxiv_id), a.abstract
    FROM papers p JOIN abstracts a ON a.text = p.text
    WHERE p.id = $name OR p.arxiv_id = $arxiv OR p.doi = $doi
       OR (NOT EXISTS (FROM papers WHERE id = $name)
           AND p.paper IN (SELECT paper FROM sources WHERE id = $name))
    ORDER BY p.paper
"""
