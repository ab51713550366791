"""Whole papers in, what they hold out: claims of the text, tables, results; papers in parallel, in input order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from claims.documents import read_document
from claims.documents.model import Document
from claims.documents.statements import Statement, statements
from claims.errors import ClaimsError
from claims.model import Paper, Reject
from claims.streams.parallel import ordered_map
from claims.tables.grid import unroll
from claims.tables.results import read_results_by_table


@dataclass(slots=True)
class WholePaper:
    """What was read of a whole paper, as rows of JSON types.

    Attributes:
        file: Path as given.
        format: Format that it was read as.
        title: Its title.
        paper: The paper with its abstract; None where it could not be read.
        tables: Its tables.
        results: Results of its tables, with ``number``, the place of the table among them.
        claims: Claims of its text with their places, as ``claims extract`` gives them.
        statements: The same as rows of the database.
        rejects: The paper, or those of its tables, that could not be read.
    """

    file: str
    format: str = ""
    title: str = ""
    paper: Paper | None = None
    tables: list[dict[str, Any]] = field(default_factory=list)
    results: list[dict[str, Any]] = field(default_factory=list)
    claims: list[dict[str, Any]] = field(default_factory=list)
    statements: list[dict[str, Any]] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)

    def line(self) -> bytes:
        """Return the paper as a line of JSON: id, file, title, claims, results; nothing where it could not be read."""
        if self.paper is None:
            return b""
        results = [{name: value for name, value in row.items() if name != "number"} for row in self.results]
        row = {
            "id": self.paper.id,
            "file": self.file,
            "title": self.title,
            "claims": self.claims,
            "results": results,
        }
        return orjson.dumps(row) + b"\n"


def read_whole_papers(paths: Iterable[str | Path], *, jobs: int = 1) -> Iterator[WholePaper]:
    """Yield what each whole paper holds, in the order of the paths.

    Args:
        paths: Files and folders for which :func:`claims.documents.is_document` is true.
        jobs: Number of worker processes.
    """
    for _, whole in ordered_map(read_whole_paper, map(str, paths), jobs=jobs):
        yield whole


def read_whole_paper(path: str) -> WholePaper:
    """Read a whole paper; what goes wrong becomes a reject, so that the others go on."""
    whole = WholePaper(path)
    try:
        document = read_document(path)
        _fill(whole, document)
    except ClaimsError as error:
        whole.paper = None
        whole.rejects.append(Reject(source=path, place="whole paper", reason=str(error)))
    except Exception as error:  # a paper that breaks the reading must not stop the others
        whole.paper = None
        reason = f"reading failed: {type(error).__name__}: {error}"
        whole.rejects.append(Reject(source=path, place="whole paper", reason=reason))
    return whole


def _fill(whole: WholePaper, document: Document) -> None:
    whole.format, whole.title = document.format, document.title
    for statement in statements(document):
        whole.claims.append(statement.as_dict())
        whole.statements.append(_statement_row(statement))
    for number, (table, results) in enumerate(read_results_by_table(document), start=1):
        grid = unroll(table)
        whole.tables.append(
            {
                "number": number, "label": table.label, "caption": table.caption, "section": table.section,
                "place": table.place, "appendix": table.appendix, "refused": table.refused,
                "cells": [list(row) for row in grid.texts] if grid else [],
            }
        )  # fmt: skip
        whole.results += [{"number": number, **result.as_dict()} for result in results]
        if table.refused:
            whole.rejects.append(
                Reject(source=whole.file, place=f"{table.label}, {table.place}", reason=table.refused)
            )
    whole.paper = Paper(
        id=document.id, abstract=document.abstract, title=document.title, arxiv_id=document.arxiv_id,
        doi=document.doi, source=whole.file, place="whole paper",
    )  # fmt: skip


def _statement_row(statement: Statement) -> dict[str, Any]:
    row = statement.as_dict()
    claim = statement.claim
    return {name: row[name] for name in _KEPT} | {
        "sentence": statement.text[claim.sentence_start : claim.sentence_end]
    }


_KEPT = (
    "section", "section_kind", "sections", "paragraph", "place", "quote", "form", "lo", "hi", "unit", "metric",
    "metric_text", "change", "polarity", "bound", "statistic", "subject", "baseline", "hardware", "workload", "role",
    "confidence",
)  # fmt: skip
