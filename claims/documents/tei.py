"""Whole papers in TEI, as GROBID reads them from PDF.

Its tables are often broken: columns run together, running text becomes rows. Such a table is refused with a reason
instead of guessed.
"""

from __future__ import annotations

from typing import Any

from claims.documents.damage import run_together
from claims.documents.labels import table_label
from claims.documents.markup import bare_text, local_name, runs_of, text_of
from claims.documents.model import Cell, Document, Paragraph, Section, Table, section_kind
from claims.documents.xml import parse_xml

_MOST_WORDS = 9


def read_tei(data: bytes, document: Document) -> None:
    """Read a paper into a document.

    Raises:
        ClaimsError: It is no XML that can be read.
    """
    root = parse_xml(data, document.source)
    title = root.find(".//{*}titleStmt/{*}title")
    document.title = text_of(title) if title is not None else ""
    for each in root.iterfind(".//{*}sourceDesc//{*}idno"):
        if (each.get("type") or "").lower() == "doi" and each.text:
            document.doi = each.text.strip().lower()
    abstract = root.find(".//{*}abstract")
    if abstract is not None:
        section = Section("Abstract", "abstract")
        section.paragraphs += [Paragraph(text_of(p), f"line {p.sourceline}") for p in abstract.iter("{*}p")]
        document.sections.append(section)
    last: Section | None = None
    for part in root.iterfind(".//{*}text/{*}body/{*}div"):
        heading = part.find("{*}head")
        heading_text = text_of(heading) if heading is not None else ""
        kind = section_kind(heading_text)
        if (
            kind in {"other", "method"}
            and last is not None
            and heading is not None
            and "." in (heading.get("n") or "").strip(".")
        ):
            kind = last.kind
        section = Section(heading_text, kind)
        section.paragraphs += [Paragraph(text_of(p), f"line {p.sourceline}") for p in part.iter("{*}p")]
        document.sections.append(section)
        last = section
    for figure in root.iter("{*}figure"):
        if figure.get("type") == "table":
            _table(figure, document)


def _table(figure: Any, document: Document) -> None:
    head = figure.find("{*}head")
    description = figure.find("{*}figDesc")
    number = figure.find("{*}label")
    caption = " ".join(text_of(e) for e in (head, description) if e is not None)
    label, rest = table_label(caption, "")
    if not label and bare_text(number):
        label, rest = f"Table {bare_text(number)}", caption.lstrip(" :.")
    for table in figure.iter("{*}table"):
        rows = [tuple(_cell(c) for c in row if local_name(c) == "cell") for row in table.iter("{*}row")]
        kept = _without_text(rows)
        document.tables.append(
            Table(
                label=label or "unnumbered", caption=rest, rows=tuple(kept), place=f"line {table.sourceline}",
                refused=_broken(kept, len(rows)),
            )
        )  # fmt: skip


def _cell(element: Any) -> Cell:
    span = element.get("cols") or "1"
    return Cell(
        runs=runs_of(element), columns=int(span) if span.isascii() and span.isdigit() and len(span) < 6 else 1
    )


def _without_text(rows: list[tuple[Cell, ...]]) -> list[tuple[Cell, ...]]:
    """Leave out the rows at the end that are lines of running text."""
    end = len(rows)
    while end > 0 and _is_text(rows[end - 1]):
        end -= 1
    return rows[:end]


def _is_text(row: tuple[Cell, ...]) -> bool:
    filled = [c.text for c in row if c.text]
    if not filled:
        return True
    return len(filled) == 1 and (len(filled[0].split()) >= 5 or filled[0].endswith((".", ",")))


def _broken(rows: list[tuple[Cell, ...]], before: int) -> str | None:
    """Return why a table is not to be read, None where nothing speaks against it."""
    if len(rows) < 2:
        return "no rows but lines of running text" if before > len(rows) else "fewer than two rows"
    cells = [c.text for row in rows for c in row if c.text]
    if not cells:
        return "no text in its cells"
    wordy = sum(len(t.split()) > _MOST_WORDS for t in cells)
    if merged := run_together(cells):
        return merged
    if wordy > 0.25 * len(cells):
        return "running text in its cells"
    widths = [sum(c.columns for c in row) for row in rows]
    if max(widths) < 2:
        return "one column"
    holes = sum(1 for row in rows[1:] for c in row if not c.text) / max(1, sum(len(row) for row in rows[1:]))
    if holes > 0.6:
        return "most of its cells are empty"
    return None
