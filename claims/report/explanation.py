"""A text with its claims marked, as HTML, JSON or Markdown, and a claim in a notebook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO

import orjson

from claims.files.escaping import for_json, for_markdown
from claims.report.highlight import fields_of
from claims.report.pages import templates

if TYPE_CHECKING:
    from claims.model import Claim
    from claims.tables.model import Result
    from claims.tables.results import ReadTable


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What was read of a text.

    Attributes:
        title: Its title; "" where it has none.
        about: Date, address and the like, a line each.
        abstract: The text that the offsets of the claims point into.
        claims: Fields as of :meth:`claims.model.Claim.as_dict`, in order of their offsets.
        refused: Numbers that were not read, with the reason.
        tables: Tables of a whole paper with what was read in them.
    """

    title: str
    about: Sequence[str]
    abstract: str
    claims: Sequence[Mapping[str, Any]]
    refused: Sequence[tuple[str, str]] = ()
    tables: Sequence[ReadTable] = ()


def write_explanation(explained: Explanation, form: str, stream: BinaryIO) -> None:
    """Write a text with its claims.

    Args:
        explained: What was read.
        form: ``html``, ``json`` or ``markdown``.
        stream: Where to.
    """
    stream.write({"html": _html, "json": _json, "markdown": _markdown}[form](explained))


def claim_in_notebook(claim: Claim) -> str:
    """Return a claim as HTML for a notebook: its sentence with the number marked, and its fields."""
    start, end = claim.start - claim.sentence_start, claim.end - claim.sentence_start
    sentence = claim.sentence or claim.quote
    if sentence[start:end] != claim.quote:
        start, end = 0, len(claim.quote)
        sentence = claim.quote
    page = templates().get_template("claim_in_notebook.html.j2")
    return page.render(
        before=sentence[:start],
        quote=claim.quote,
        after=sentence[end:],
        claim={**_judged(claim.as_dict()), **fields_of(claim.as_dict())},
    )


def marked_parts(text: str, claims: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, int]]:
    """Yield a text in parts, each with the number of the claim that it quotes; 0 for what lies between.

    Args:
        text: The text that the offsets of the claims point into.
        claims: Fields with ``start`` and ``end``, in order.
    """
    done = 0
    for number, claim in enumerate(claims, 1):
        start, end = max(claim["start"], done), max(claim["end"], done)
        yield text[done:start], 0
        yield text[start:end], number
        done = end
    yield text[done:], 0


def _judged(claim: Mapping[str, Any]) -> dict[str, str]:
    return {"rule": str(claim["rule"]), "confidence": f"{claim['confidence']:.2f}"}


def _html(explained: Explanation) -> bytes:
    from claims.store.layout import program_version  # noqa: PLC0415 - brings the database

    page = templates().get_template("explanation.html.j2")
    return page.render(
        title=explained.title,
        about=explained.about,
        parts=list(marked_parts(explained.abstract, explained.claims)),
        claims=[
            {"quote": claim["quote"], **_judged(claim), "fields": fields_of(claim)}
            for claim in explained.claims
        ],
        refused=explained.refused,
        tables=[
            {
                "label": read.table.label,
                "caption": read.table.caption,
                "refused": read.table.refused,
                "results": [_said(result) for result in read.results],
            }
            for read in explained.tables
        ],
        version=program_version(),
    ).encode()


def _said(result: Result) -> dict[str, str]:
    """Return what a result of a table says, as text."""
    return {
        "quote": result.quote,
        "metric": result.metric,
        "unit": result.unit or "",
        "system": result.system or "",
        "own": result.own,
        "data": "; ".join(result.dataset) + (f" ({result.split})" if result.split else ""),
        "setting": "; ".join(result.setting),
        "hardware": "; ".join(result.hardware),
    }


def _json(explained: Explanation) -> bytes:
    content = {
        "title": explained.title,
        "abstract": explained.abstract,
        "claims": list(explained.claims),
        "refused": [{"quote": words, "reason": reason} for words, reason in explained.refused],
        "tables": [
            {
                "label": read.table.label,
                "caption": read.table.caption,
                "refused": read.table.refused,
                "cells": [
                    {"row": row, "col": col, "kind": kind} for (row, col), kind in sorted(read.kinds.items())
                ],
                "results": [result.as_dict() for result in read.results],
            }
            for read in explained.tables
        ],
    }
    return for_json(orjson.dumps(content, default=str, option=orjson.OPT_INDENT_2)) + b"\n"


def _markdown(explained: Explanation) -> bytes:
    return "\n".join(_markdown_lines(explained)).encode() + b"\n"


def _markdown_lines(explained: Explanation) -> Iterator[str]:
    if explained.title:
        yield f"# {for_markdown(explained.title)}\n"
    for line in explained.about:
        yield f"{for_markdown(line)}\n"
    parts = marked_parts(explained.abstract, explained.claims)
    yield "".join(_in_markdown(text, number) for text, number in parts) + "\n"
    if not explained.claims:
        yield "No claims found.\n"
    for number, claim in enumerate(explained.claims, 1):
        judged = _judged(claim)
        yield f"## {number}. {for_markdown(claim['quote'])}\n"
        yield f"rule {for_markdown(judged['rule'])}, confidence {judged['confidence']}\n"
        yield from _rows_in_markdown([("field", "value"), *fields_of(claim).items()])
    for words, reason in explained.refused:
        yield f"Not read: {for_markdown(words)}: {for_markdown(reason)}\n"
    for read in explained.tables:
        table, results = read.table, read.results
        yield f"## {for_markdown(table.label)}\n"
        yield f"{for_markdown(table.caption)}\n"
        if not results:
            yield f"{for_markdown(table.refused or 'no results in it')}\n"
            continue
        said = [_said(result) for result in results]
        yield from _rows_in_markdown([tuple(said[0]), *(tuple(each.values()) for each in said)])


def _in_markdown(text: str, number: int) -> str:
    if number:
        return f"**{for_markdown(text)}**[{number}]"
    before = " " * text[:1].isspace()
    return before + for_markdown(text) + " " * (text[-1:].isspace() and bool(text.strip()))


def _rows_in_markdown(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the lines of a table; its first row is the heading."""
    head, *rest = ["| " + " | ".join(map(for_markdown, row)) + " |" for row in rows]
    yield head
    yield "|" + " --- |" * len(rows[0])
    yield from rest
    yield ""
