"""What can be downloaded beside a board: its rows as CSV and JSON, its papers as BibTeX."""

from __future__ import annotations

import io
from collections.abc import Iterable

import polars as pl

from claims.report.bibliography import write_bibtex
from claims.report.formats import write_table
from claims.site.papers import Paper

_NOT_FOR_PROGRAMS = ("value", "upper")


def table(rows: pl.DataFrame, form: str) -> bytes:
    """Return the rows of a part of a board as a file.

    Args:
        rows: Rows of a :class:`claims.site.boards.Part`.
        form: ``csv`` or ``json``.
    """
    stream = io.BytesIO()
    write_table(rows.drop(_NOT_FOR_PROGRAMS), form, stream)
    return stream.getvalue()


def bibliography(papers: Iterable[Paper]) -> bytes:
    """Return papers as BibTeX, each once."""
    stream = io.BytesIO()
    write_bibtex(
        (
            {
                "id": paper.id,
                "title": paper.title,
                "date": paper.day,
                "arxiv_id": paper.arxiv_id,
                "doi": paper.doi,
                "authors": paper.authors,
                "comments": paper.comments,
                "url": paper.url,
            }
            for paper in dict.fromkeys(papers)
        ),
        stream,
    )
    return stream.getvalue()
