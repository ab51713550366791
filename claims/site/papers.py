"""The papers of a site: those with claims, what is known of each, and the abstract with its claims marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb

from claims.files.escaping import web_address
from claims.model import CLAIM_FIELDS
from claims.report.board_table import title_of
from claims.report.paper import REVIEW_FIELDS
from claims.site.addresses import Names
from claims.store.query import query
from claims.store.writer import CLAIM_COLUMN_NAMES

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper that has a page.

    Attributes:
        number: Its number in the database.
        id: Its identifier.
        title: Its title without LaTeX, or its identifier.
        day: Date of publication, as far as known.
        authors: Names as the source spells them.
        arxiv_id: Identifier on arXiv.
        doi: Digital object identifier.
        url: Address of the paper itself: on arXiv, by its DOI, or at its source.
        code: Address of its code.
        comments: What its authors say of it.
        withdrawn: Whether it has been withdrawn.
        address: Address of its page from the root of the site.
        run: Run that first saw it.
        claims: Number of claims and of results of its tables.
    """

    number: int
    id: str
    title: str
    day: date | None
    authors: tuple[str, ...]
    arxiv_id: str | None
    doi: str | None
    url: str | None
    code: str | None
    comments: str | None
    withdrawn: bool
    address: str
    run: int
    claims: int

    @property
    def slug(self) -> str:
        """Name of its page without folder and ending."""
        return self.address.rpartition("/")[2].removesuffix(".html")


def papers(connection: duckdb.DuckDBPyConnection) -> dict[str, Paper]:
    """Return all papers with a claim or a result of a table, by their identifiers, the newest first."""
    names = Names()
    found = {}
    for row in query(connection, _PAPERS).iter_rows(named=True):
        found[row["paper_id"]] = Paper(
            number=row["paper"],
            id=row["paper_id"],
            title=title_of(row),
            day=row["day"],
            authors=tuple(row["authors"]),
            arxiv_id=row["arxiv_id"],
            doi=row["doi"],
            url=web_address(row["url"]),
            code=web_address(row["code_url"]),
            comments=row["comments"],
            withdrawn=row["withdrawn"],
            address=f"papers/{names.take(row['paper_id'])}.html",
            run=row["run"],
            claims=row["claims"],
        )
    return found


@dataclass(frozen=True, slots=True)
class Text:
    """The abstract of a paper with its claims.

    Attributes:
        pieces: Stretches of the abstract; a number says which claim one is, from 1.
        claims: Fields of the claims as of :meth:`claims.model.Claim.as_dict`.
        results: Results of its tables: ``place``, ``caption``, ``system``, ``metric``, ``claimed``.
    """

    pieces: tuple[tuple[str, int | None], ...]
    claims: tuple[Mapping[str, Any], ...]
    results: tuple[Mapping[str, Any], ...]


def texts(connection: duckdb.DuckDBPyConnection, wanted: Sequence[Paper]) -> Iterator[tuple[Paper, Text]]:
    """Yield the texts of papers, some hundreds at a time out of the database."""
    for first in range(0, len(wanted), _AT_ONCE):
        part = wanted[first : first + _AT_ONCE]
        numbers = {"papers": [paper.number for paper in part]}
        abstracts = dict(query(connection, _ABSTRACTS, numbers).iter_rows())
        claims = _by_paper(
            query(connection, _CLAIMS, numbers).iter_rows(), (*CLAIM_FIELDS, *REVIEW_FIELDS, "claimed")
        )
        rows = query(connection, _RESULTS, numbers)
        results = _by_paper(rows.iter_rows(), rows.columns[1:])
        for paper in part:
            own = claims.get(paper.number, ())
            yield (
                paper,
                Text(
                    tuple(pieces(abstracts.get(paper.number, ""), own)),
                    tuple(own),
                    tuple(results.get(paper.number, ())),
                ),
            )


def pieces(text: str, claims: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, int | None]]:
    """Cut a text at its claims.

    Args:
        text: The text that their offsets point into.
        claims: With ``start`` and ``end``, in order.

    >>> list(pieces("It is 2x faster.", [{"start": 6, "end": 8}]))
    [('It is ', None), ('2x', 1), (' faster.', None)]
    """
    done = 0
    for number, claim in enumerate(claims, 1):
        start, end = max(claim["start"], done), max(claim["end"], done)
        if start > done:
            yield text[done:start], None
        yield text[start:end], number
        done = end
    if done < len(text):
        yield text[done:], None


def _by_paper(rows: Iterable[tuple[Any, ...]], names: Sequence[str]) -> dict[int, list[Mapping[str, Any]]]:
    found: dict[int, list[Mapping[str, Any]]] = {}
    for paper, *values in rows:
        found.setdefault(paper, []).append(dict(zip(names, values, strict=True)))
    return found


_PAPERS = """
    WITH counted AS (
        SELECT paper, count(*) AS claims FROM (
            SELECT paper FROM current_claims UNION ALL SELECT paper FROM current_table_results
        ) GROUP BY paper
    )
    SELECT p.paper, p.id AS paper_id, p.title, paper_date(p.date, p.arxiv_id) AS day, p.authors, p.arxiv_id, p.doi,
           p.code_url, p.comments, p.run, c.claims, paper_url(p.arxiv_id, p.doi, p.external_ids, p.id) AS url,
           is_withdrawn(p.comments, a.abstract) AS withdrawn
    FROM papers p JOIN counted c USING (paper) JOIN abstracts a ON a.text = p.text
    ORDER BY day DESC NULLS LAST, p.paper
"""
_ABSTRACTS = """
    SELECT p.paper, a.abstract FROM papers p JOIN abstracts a ON a.text = p.text
    WHERE list_contains($papers::INTEGER[], p.paper)
"""
_CLAIMS = f"""
    SELECT paper, {", ".join((*CLAIM_COLUMN_NAMES, *REVIEW_FIELDS))}, claimed FROM current_claims
    WHERE list_contains($papers::INTEGER[], paper) ORDER BY paper, quote_start
"""
_RESULTS = """
    SELECT paper, place, caption, system, own, metric, metric_text, dataset, quote, unit FROM current_table_results
    WHERE list_contains($papers::INTEGER[], paper) AND form = 'level' AND own = 'proposed' ORDER BY paper, result
"""
