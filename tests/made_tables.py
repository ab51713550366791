"""Papers with one table, and what is read in it."""

from __future__ import annotations

from collections.abc import Sequence

from claims.documents.model import Cell, Document, Paragraph, Run, Section, Table
from claims.tables.model import Result
from claims.tables.results import read_results

Rows = Sequence[Sequence[str | Cell]]


def cell(text: str, **look: object) -> Cell:
    return Cell((Run(text, **look),))  # type: ignore[arg-type]


def document(rows: Rows, caption: str = "", *, title: str = "", text: str = "") -> Document:
    made = tuple(tuple(c if isinstance(c, Cell) else cell(c) for c in row) for row in rows)
    return Document(
        id="x", format="html", title=title, sections=[Section("Introduction", "introduction", [Paragraph(text)])],
        tables=[Table(label="Table 1", caption=caption, rows=made)],
    )  # fmt: skip


def results(rows: Rows, caption: str = "", *, title: str = "", text: str = "") -> list[Result]:
    return read_results(document(rows, caption, title=title, text=text))
