"""The papers of a leaderboard as BibTeX."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, BinaryIO

import duckdb

from claims.files.escaping import for_latex
from claims.store.query import query
from claims.text.markup import clean

if TYPE_CHECKING:
    from claims.report.board import Board

_UNSAFE_IN_KEY = re.compile(r"[^A-Za-z0-9._:+/-]+")


def board_papers(connection: duckdb.DuckDBPyConnection, board: Board) -> list[dict[str, Any]]:
    """Return what the database knows of the papers of a board, each once, in the order of their rows.

    Args:
        connection: From :func:`claims.store.connection.reading`.
        board: From :mod:`claims.report.leaderboard`.
    """
    ids = list(dict.fromkeys(board.every_row["paper_id"].to_list()))
    found = query(
        connection,
        "SELECT id, title, paper_date(date, arxiv_id) AS date, arxiv_id, doi, authors, comments, "
        "paper_url(arxiv_id, doi, external_ids, id) AS url FROM papers WHERE list_contains($ids, id)",
        {"ids": ids},
    )
    known = {row["id"]: row for row in found.iter_rows(named=True)}
    return [known[name] for name in ids if name in known]


def write_bibtex(papers: Iterable[Mapping[str, Any]], stream: BinaryIO) -> None:
    """Write papers as a BibTeX file, one entry for each under its identifier.

    Args:
        papers: From :func:`board_papers`.
        stream: Where to.
    """
    from bibtexparser.library import Library  # noqa: PLC0415 - only this format needs it
    from bibtexparser.model import Block, Entry, Field  # noqa: PLC0415
    from bibtexparser.writer import write  # noqa: PLC0415

    keys: set[str] = set()
    entries: list[Block] = []
    for paper in papers:
        key = _key(str(paper["id"]), keys)
        fields = [Field(name, f"{{{value}}}") for name, value in _fields(paper).items() if value]
        entries.append(Entry("misc" if paper["arxiv_id"] else "article", key, fields))
    stream.write(write(Library(entries)).encode())


def _key(name: str, taken: set[str]) -> str:
    """Return an identifier as a key that BibTeX reads, none of those taken."""
    plain = _UNSAFE_IN_KEY.sub("-", name).strip("-") or "paper"
    key, number = plain, 1
    while key.casefold() in taken:
        number += 1
        key = f"{plain}-{number}"
    taken.add(key.casefold())
    return key


def _fields(paper: Mapping[str, Any]) -> dict[str, str]:
    arxiv = paper["arxiv_id"] or ""
    return {
        # Braces keep the case of names.
        "title": f"{{{for_latex(clean(paper['title']))}}}" if paper["title"] else "",
        "author": " and ".join(f"{{{name}}}" if "," not in name and " and " in name else name
                               for name in map(for_latex, paper["authors"])),
        "year": str(paper["date"].year) if paper["date"] else "",
        "month": str(paper["date"].month) if paper["date"] else "",
        "doi": for_latex(paper["doi"] or ""),
        "eprint": for_latex(arxiv),
        "archiveprefix": "arXiv" if arxiv else "",
        "url": for_latex(paper["url"] or "") if not arxiv else "",
        "note": for_latex(paper["comments"] or ""),
    }  # fmt: skip
