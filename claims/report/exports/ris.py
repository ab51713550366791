"""RIS: the papers as reference managers read them, the export itself as the first."""

from __future__ import annotations

from typing import Any

import duckdb

from claims.files.escaping import for_terminal
from claims.report.exports.about import PROGRAM, About
from claims.report.exports.folder import Staging
from claims.report.exports.format import Format
from claims.report.exports.references import Reference, note, program, references

FILE = "papers.ris"


def _write(connection: duckdb.DuckDBPyConnection, about: About, staging: Staging) -> None:
    import rispy  # noqa: PLC0415 - only this format needs it

    authors, title = program(about)
    first = {
        "type_of_reference": "COMP",
        "id": PROGRAM,
        "authors": [authors],
        "title": title,
        "year": str(about.as_of.year),
        "date": about.as_of.strftime("%Y/%m/%d/"),
        "edition": about.release,
        "notes": [note(about)],
    }

    class Writer(rispy.RisWriter):  # type: ignore[misc]
        def set_header(self, count: int) -> str:
            """Return what comes before a record: the number that rispy writes there is no RIS."""
            return ""

    count = 0
    with staging.file(FILE).open("w", encoding="utf-8") as stream:
        stream.write(rispy.dumps([_told(first)], implementation=Writer))
        for paper in references(connection):
            stream.write(rispy.dumps([_told(_record(paper))], implementation=Writer))
            count += 1
    staging.rows[FILE] = count


def _record(paper: Reference) -> dict[str, Any]:
    return {
        "type_of_reference": "UNPB" if paper.is_preprint else "JOUR" if paper.doi else "GEN",
        "id": paper.key,
        "authors": [author.turned_around for author in paper.authors],
        "title": paper.title,
        "year": str(paper.year or ""),
        "date": paper.date.strftime("%Y/%m/%d/") if paper.date else "",
        "doi": paper.doi or "",
        "urls": [paper.address] if paper.address else [],
        "keywords": list(paper.categories),
        "abstract": paper.abstract,
        "notes": [
            *filter(None, [paper.comments]),
            *paper.external_ids,
            *(f"code: {url}" for url in filter(None, [paper.code_url])),
        ],
    }


def _told(record: dict[str, Any]) -> dict[str, Any]:
    """Return what a record holds, in lines: a value that went on to the next would be a tag of its own."""
    return {
        name: [_line(each) for each in value] if isinstance(value, list) else _line(value)
        for name, value in record.items()
        if value
    }


def _line(text: str) -> str:
    return for_terminal(" ".join(text.split()))


FORMAT = Format("ris", "RIS of the papers: papers.ris", _write)
