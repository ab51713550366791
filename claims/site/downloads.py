"""What can be downloaded beside a board: its rows as CSV and JSON, its papers as BibTeX."""

from __future__ import annotations

import io
from collections.abc import Iterable

import polars as pl
from bibtexparser.library import Library
from bibtexparser.model import Entry, Field
from bibtexparser.writer import write

from claims.report.escaping import for_latex, for_terminal
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
    """Return papers as BibTeX, each once; keys are the names of their pages."""
    library = Library([_entry(paper) for paper in dict.fromkeys(papers)])
    return write(library).encode()


def _entry(paper: Paper) -> Entry:
    fields = {
        "title": f"{{{for_latex(paper.title)}}}",
        "author": " and ".join(for_latex(name) for name in paper.authors),
        "year": str(paper.day.year) if paper.day else "",
        "eprint": for_latex(paper.arxiv_id or ""),
        "archiveprefix": "arXiv" if paper.arxiv_id else "",
        "doi": _verbatim(paper.doi or ""),
        "url": _verbatim(paper.url or ""),
    }
    return Entry("misc", paper.slug, [Field(name, f"{{{text}}}") for name, text in fields.items() if text])


def _verbatim(text: str) -> str:
    """Return an identifier whose braces cannot end the field that holds it."""
    return for_terminal(text).replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")
