"""Write claims as a sheet in which people say what is right: CSV, JSON Lines, or a page to read."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any, BinaryIO

import orjson

from claims.files.escaping import for_csv, for_json, web_address
from claims.judging.review.again import CLOSE, OPEN
from claims.judging.review.fields import CORRECTABLE, cell_of
from claims.model import LINKED
from claims.report.pages import templates
from claims.report.review_rows import ReviewRow

COLUMNS = (
    "verdict", "paper", "quote", "occurrence", "sentence", *CORRECTABLE, "why", "title", "url", "rank", "confidence",
    "rule", "links", "review", "read", "text",
)  # fmt: skip
"""The columns of a sheet; a person fills verdict and why, and changes the fields between."""


def record_of(row: ReviewRow) -> dict[str, Any]:
    """Return a row of a sheet as JSON has it."""
    fields = row.fields
    before, number, after = row.marked
    read = {name: fields[name] for name in CORRECTABLE}
    return {
        "verdict": None, "paper": fields["paper_id"], "quote": fields["quote"], "occurrence": fields["occurrence"],
        "sentence": f"{before}{OPEN}{number}{CLOSE}{after}", **read, "why": None, "title": fields["title"],
        "url": fields["url"], "rank": row.rank, "confidence": fields["confidence"], "rule": fields["rule"],
        "links": {name: link for name in LINKED if (link := link_of(fields, name))}, "review": fields["review"],
        "read": read, "text": f"{fields['digest']:016x}",
    }  # fmt: skip


def link_of(fields: Mapping[str, Any], name: str) -> dict[str, Any] | None:
    """Return confidence and relation of a link, and which reader gives it; None where it is empty."""
    sure = fields["link_confidence"][name]
    if sure is None:
        return None
    link = {
        "confidence": sure,
        "relation": fields["link_relation"][name],
        "agreement": fields["link_agreement"][name],
    }
    return {key: value for key, value in link.items() if value}


def write_csv_sheet(records: Sequence[Mapping[str, Any]], stream: BinaryIO, *, excel: bool = False) -> None:
    """Write a sheet for spreadsheets.

    Args:
        records: Its rows, all with the same columns.
        stream: Where to.
        excel: Begin with the mark by which Excel knows UTF-8, and put ``'`` before what it would take for a formula.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(records[0] if records else COLUMNS)
    for record in records:
        writer.writerow([for_csv(_cell(name, value), excel=excel) for name, value in record.items()])
    stream.write(("\ufeff" if excel else "").encode() + text.getvalue().encode("utf-8", "surrogatepass"))


def _cell(name: str, value: Any) -> str:
    if name == "read":
        return orjson.dumps(value).decode()
    if name == "links":
        return "; ".join(_spoken(link, said) for link, said in value.items())
    return cell_of(value)


def _spoken(name: str, link: Mapping[str, Any]) -> str:
    parts = [
        f"{link['confidence']:.2f}",
        *(str(link[key]) for key in ("relation", "agreement") if key in link),
    ]
    return f"{name} {', '.join(parts)}"


def write_json_sheet(records: Sequence[Mapping[str, Any]], stream: BinaryIO) -> None:
    """Write a sheet as JSON Lines."""
    for record in records:
        stream.write(for_json(orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE)))


def write_html_sheet(rows: Sequence[ReviewRow], stream: BinaryIO, *, title: str) -> None:
    """Write the claims as a page to read and print, with all that the rules know of each."""
    shown = [
        {
            "record": record_of(row),
            "marked": row.marked,
            "url": web_address(row.fields["url"]),
            "fields": [(name, cell_of(row.fields[name])) for name in CORRECTABLE],
            "sure": row.sure,
        }
        for row in rows
    ]
    page = templates().get_template("review_sheet.html.j2").render(title=title, rows=shown)
    stream.write(page.encode())
