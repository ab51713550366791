"""What search engines and programs for data sets read in the head of a page: schema.org and Croissant as JSON-LD."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import orjson
import polars as pl

from claims.files.escaping import for_json
from claims.report.exports.croissant import CONTEXT
from claims.site.boards import Part
from claims.site.papers import Paper

_TYPES = {
    **dict.fromkeys(("rank", "year"), "sc:Integer"),
    **dict.fromkeys(("factor", "factor_hi", "level", "level_hi"), "sc:Float"),
}
_MEANINGS = {
    "rank": "Place on the board, from 1.",
    "factor": "Improvement factor: how many times better, lower end.",
    "factor_hi": "Upper end of the factor, where it is a range.",
    "level": "Absolute value, lower end.",
    "level_hi": "Upper end of the value, where it is a range.",
    "claimed": "What the paper says.",
    "kind": "best case, average, range or single.",
    "subject": "System that has the value.",
    "title": "Title of the paper.",
    "year": "Year of the paper.",
    "sentence": "The sentence of the paper that states it.",
    "quote": "Number and unit, verbatim.",
    "paper_id": "Identifier of the paper.",
}


def for_page(data: dict[str, Any]) -> str:
    """Return JSON-LD that can stand within a page: nothing in it ends the element that holds it."""
    text = for_json(orjson.dumps(data)).decode()
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def of_paper(paper: Paper) -> dict[str, Any]:
    """Return the description of a paper."""
    about: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "ScholarlyArticle",
        "name": paper.title,
        "author": [{"@type": "Person", "name": name} for name in paper.authors],
        "datePublished": str(paper.day) if paper.day else None,
        "identifier": paper.doi or paper.arxiv_id or paper.id,
        "sameAs": paper.url,
    }
    return {name: value for name, value in about.items() if value}


def of_boards(
    title: str, parts: Sequence[Part], files: dict[str, bytes], *, url: str, version: str, day: str
) -> dict[str, Any]:
    """Return the description of the boards of a page as one data set in Croissant.

    Args:
        title: Title of the page.
        parts: Its boards.
        files: Their downloads in CSV, by address from the root of the site.
        url: Where the site will be, or empty: addresses then lead from the root.
        version: Version of the program.
        day: Day when the database was last written.
    """
    return {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": title,
        "description": f"{title}: what papers claim, read out of them by rules, with the sentence of each claim.",
        "url": url or "index.html",
        "version": version,
        "datePublished": day,
        "citeAs": "Cite the papers that the rows come from.",
        "isLiveDataset": False,
        "distribution": [_file(part, files[f"{part.file_stem}.csv"], url) for part in parts],
        "recordSet": [_records(part) for part in parts],
    }


def _file(part: Part, content: bytes, url: str) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": f"{part.anchor}.csv",
        "name": f"{part.anchor}.csv",
        "description": part.title,
        "contentUrl": f"{url}{part.file_stem}.csv",
        "contentSize": f"{len(content)} B",
        "encodingFormat": "text/csv",
        "sha256": hashlib.sha256(content).hexdigest(),
    }


def _records(part: Part) -> dict[str, Any]:
    return {
        "@type": "cr:RecordSet",
        "@id": part.anchor,
        "name": part.anchor,
        "description": part.title,
        "field": [_field(part, name) for name in _columns(part.rows)],
    }


def _columns(rows: pl.DataFrame) -> list[str]:
    return [name for name in rows.columns if name in _MEANINGS]


def _field(part: Part, column: str) -> dict[str, Any]:
    return {
        "@type": "cr:Field",
        "@id": f"{part.anchor}/{column}",
        "name": column,
        "description": _MEANINGS[column],
        "dataType": _TYPES.get(column, "sc:Text"),
        "source": {"fileObject": {"@id": f"{part.anchor}.csv"}, "extract": {"column": column}},
    }
