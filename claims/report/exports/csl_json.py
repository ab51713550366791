"""CSL-JSON: the papers as citation processors read them, the export itself as the first."""

from __future__ import annotations

from datetime import date
from typing import Any

import duckdb
import orjson

from claims.files.escaping import for_json
from claims.report.exports.about import PROGRAM, About
from claims.report.exports.folder import Staging
from claims.report.exports.format import Format
from claims.report.exports.references import Author, Reference, note, program, references

FILE = "papers.csl.json"


def _write(connection: duckdb.DuckDBPyConnection, about: About, staging: Staging) -> None:
    authors, title = program(about)
    first = {
        "id": PROGRAM,
        "type": "software",
        "title": title,
        "author": [{"literal": authors}],
        "issued": _date(about.as_of),
        "version": about.release,
        "note": note(about),
    }
    count = 0
    with staging.file(FILE).open("wb") as stream:
        stream.write(b"[\n" + _json(first))
        for paper in references(connection):
            stream.write(b",\n" + _json(_item(paper)))
            count += 1
        stream.write(b"\n]\n")
    staging.rows[FILE] = count


def _json(item: dict[str, Any]) -> bytes:
    return for_json(orjson.dumps(item, option=orjson.OPT_INDENT_2))


def _item(paper: Reference) -> dict[str, Any]:
    issued = _date(paper.date) if paper.date else {"date-parts": [[paper.year]]} if paper.year else None
    others = [*paper.external_ids, *(f"code: {url}" for url in filter(None, [paper.code_url]))]
    item = {
        "id": paper.key,
        "type": "article" if paper.is_preprint else "article-journal" if paper.doi else "document",
        "title": paper.title,
        "author": [_name(author) for author in paper.authors],
        "issued": issued,
        "DOI": paper.doi,
        "URL": paper.address,
        "archive": "arXiv" if paper.arxiv_id else None,
        "archive_location": paper.arxiv_id,
        "keyword": ", ".join(paper.categories),
        "abstract": paper.abstract,
        "note": "; ".join([*filter(None, [paper.comments]), *others]),
    }
    return {name: value for name, value in item.items() if value}


def _name(author: Author) -> dict[str, str]:
    if not author.given:
        return {"literal": author.family}
    parts = {"family": author.family, "given": author.given, "suffix": author.suffix}
    return {name: value for name, value in parts.items() if value}


def _date(day: date) -> dict[str, Any]:
    return {"date-parts": [[day.year, day.month, day.day]]}


FORMAT = Format("csl-json", "CSL-JSON of the papers: papers.csl.json", _write)
