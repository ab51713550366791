"""Whole papers in the JSON of Docling."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson

from claims.documents.damage import run_together
from claims.documents.labels import table_label
from claims.documents.model import Cell, Document, Paragraph, Run, Section, Table, section_kind
from claims.errors import ClaimsError

_MOST_CELLS = 200_000
_MOST_COLUMNS = 1000
"""Columns that a cell spans at most, and in which empty ones are put in."""
_EMPTY = Cell()


def read_docling(data: bytes, document: Document) -> None:
    """Read a document of Docling into a document.

    Raises:
        ClaimsError: It is no JSON, or no object with texts and tables.
    """
    try:
        raw = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise ClaimsError(f"{document.source}: no JSON that can be read: {error}") from error
    if not isinstance(raw, dict):
        raise ClaimsError(f"{document.source}: no object of Docling")
    texts = [t for t in _list(raw, "texts") if isinstance(t, dict)]
    by_reference = {str(t.get("self_ref")): str(t.get("text") or "") for t in texts}
    captions: set[str] = set()
    tables = [t for t in _list(raw, "tables") if isinstance(t, dict)]
    for table in tables:
        captions |= {_reference(c) for c in _list(table, "captions")}
    _texts(texts, captions, document)
    for table in tables:
        _table(table, by_reference, document)


def _list(value: dict[str, Any], key: str) -> list[Any]:
    found = value.get(key)
    return found if isinstance(found, list) else []


def _reference(value: Any) -> str:
    return str(value.get("$ref") or value.get("cref") or "") if isinstance(value, dict) else ""


def _place(item: dict[str, Any]) -> str:
    found = _list(item, "prov")
    page = found[0].get("page_no") if found and isinstance(found[0], dict) else None
    return f"page {page}" if page is not None else ""


def _texts(texts: list[dict[str, Any]], captions: set[str], document: Document) -> None:
    appendix = False
    for item in texts:
        text = str(item.get("text") or "").strip()
        label = item.get("label")
        if (
            not text
            or item.get("self_ref") in captions
            or label in {"page_header", "page_footer", "caption", "footnote"}
        ):
            continue
        if label == "title" or (label == "section_header" and not document.title):
            document.title = document.title or text
        elif label == "section_header":
            appendix = appendix or text.casefold().startswith(("references", "appendix", "supplement"))
            document.sections.append(
                Section(text.lstrip("0123456789. "), section_kind(text, appendix=appendix))
            )
        elif label in {"text", "paragraph", "list_item"}:
            if not document.sections:
                document.sections.append(Section("", "other"))
            document.sections[-1].paragraphs.append(Paragraph(text, _place(item)))


def _table(table: dict[str, Any], texts: dict[str, str], document: Document) -> None:
    caption = " ".join(texts.get(_reference(c), "") for c in _list(table, "captions")).strip()
    label, rest = table_label(caption, "")
    data = table.get("data")
    cells = [c for c in _list(data, "table_cells") if isinstance(c, dict)] if isinstance(data, dict) else []
    rows: dict[int, list[tuple[int, Cell]]] = {}
    for cell in cells[:_MOST_CELLS]:
        r, c = _number(cell, "start_row_offset_idx"), _number(cell, "start_col_offset_idx")
        rows.setdefault(r, []).append(
            (
                c,
                Cell(
                    runs=(Run(str(cell.get("text") or "")),), rows=max(1, _number(cell, "row_span", 1)),
                    columns=max(1, _number(cell, "col_span", 1)), heading=bool(cell.get("column_header")),
                ),
            )
        )  # fmt: skip
    height = max(rows, default=-1) + 1
    refused = run_together(
        [t for c in cells[:_MOST_CELLS] if (t := " ".join(str(c.get("text") or "").split()))]
    )
    if height > _MOST_CELLS:
        height, refused = 0, f"says that it has {max(rows) + 1} rows"
    document.tables.append(
        Table(
            label=label or "unnumbered", caption=rest, place=_place(table), refused=refused,
            rows=tuple(_in_place([rows.get(r, []) for r in range(height)])),
        )
    )  # fmt: skip


def _in_place(rows: list[list[tuple[int, Cell]]]) -> Iterator[tuple[Cell, ...]]:
    """Yield rows of cells, with an empty one at each place before a cell that no other fills."""
    hanging: dict[int, int] = {}  # how many rows a cell above still fills of a column
    for row in rows:
        cells: list[Cell] = []
        column = 0
        filled = hanging
        hanging = {c: left - 1 for c, left in filled.items() if left > 1}
        for at, cell in sorted(row, key=lambda each: each[0]):
            cells += [_EMPTY for c in range(column, min(at, _MOST_COLUMNS)) if c not in filled]
            cells.append(cell)
            column = at + min(cell.columns, _MOST_COLUMNS)
            hanging |= {c: cell.rows - 1 for c in range(at, column) if cell.rows > 1}
        yield tuple(cells)


def _number(cell: dict[str, Any], key: str, default: int = 0) -> int:
    value = cell.get(key, default)
    return value if isinstance(value, int) and 0 <= value < 10**9 else default
