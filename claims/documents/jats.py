"""Whole papers in JATS XML, as publishers and PubMed Central give them."""

from __future__ import annotations

from typing import Any

from claims.documents.labels import table_label
from claims.documents.markup import bare_text, local_name, runs_of, text_of
from claims.documents.model import Cell, Document, Paragraph, Section, Table, section_kind
from claims.documents.xml import parse_xml

_NO_TABLES = frozenset(
    {"table-wrap", "table", "fig", "disp-formula", "boxed-text", "fn-group", "table-wrap-foot"}
)


def read_jats(data: bytes, document: Document) -> None:
    """Read an article into a document.

    Raises:
        ClaimsError: It is no XML that can be read.
    """
    root = parse_xml(data, document.source)
    found = root.find(".//{*}article-meta/{*}title-group/{*}article-title")
    document.title = text_of(found) if found is not None else ""
    for each in root.iterfind(".//{*}article-meta/{*}article-id"):
        if each.get("pub-id-type") == "doi" and each.text:
            document.doi = each.text.strip().lower()
            document.id = f"doi:{document.doi}"
    for abstract in root.iterfind(".//{*}article-meta/{*}abstract"):
        if abstract.get("abstract-type") in {None, "summary"}:
            section = Section("Abstract", "abstract")
            section.paragraphs += [
                Paragraph(text_of(p), f"line {p.sourceline}") for p in abstract.iter("{*}p")
            ]
            document.sections.append(section)
            break
    body = root.find(".//{*}body")
    if body is not None:
        _walk(body, document, Section("", "other"), appendix=False)
    back = root.find(".//{*}back")
    for group in back.iterfind(".//{*}app") if back is not None else ():
        _walk(group, document, Section("Appendix", "appendix"), appendix=True)


def _walk(element: Any, document: Document, section: Section, *, appendix: bool) -> None:
    for child in element:
        name = local_name(child)
        if name == "sec":
            heading = child.find("{*}title")
            title = text_of(heading) if heading is not None else ""
            kind = section_kind(title, appendix=appendix)
            if kind in {"other", "method"} and section.kind not in {"other", "abstract"}:
                kind = section.kind
            inner = Section(title, kind)
            document.sections.append(inner)
            _walk(child, document, inner, appendix=appendix)
        elif name == "table-wrap":
            _table(child, document, section, appendix)
        elif name == "p":
            for wrap in child.iter("{*}table-wrap"):
                _table(wrap, document, section, appendix)
            text = text_of(child, without=_NO_TABLES)
            if text:
                if section not in document.sections[-1:]:
                    document.sections.append(section)
                section.paragraphs.append(Paragraph(text, f"line {child.sourceline}"))
        elif name in {"table-wrap-group", "boxed-text", "list", "list-item", "disp-quote", "app"}:
            _walk(child, document, section, appendix=appendix)


def _table(wrap: Any, document: Document, section: Section, appendix: bool) -> None:
    label = wrap.find("{*}label")
    caption = wrap.find("{*}caption")
    foot = wrap.find("{*}table-wrap-foot")
    name, rest = table_label(text_of(caption) if caption is not None else "", "")
    name = bare_text(label).rstrip(".: ") or name
    text = " ".join([rest, text_of(foot) if foot is not None else ""]).strip()
    for table in wrap.iter("{*}table"):
        document.tables.append(
            Table(
                label=name or "unnumbered", caption=text, rows=tuple(rows_of(table)), place=f"line {table.sourceline}",
                section=section.title, appendix=appendix,
            )
        )  # fmt: skip


def rows_of(table: Any) -> list[tuple[Cell, ...]]:
    """Return the rows of a table of XHTML, as JATS has them."""
    rows: list[tuple[Cell, ...]] = []
    for child in table:
        name = local_name(child)
        if name == "tr":
            rows.append(tuple(_cell(e) for e in child if local_name(e) in {"td", "th"}))
        elif name in {"thead", "tbody", "tfoot"}:
            rows += rows_of(child)
    return rows


def _cell(element: Any) -> Cell:
    return Cell(
        runs=runs_of(element), rows=_number(element.get("rowspan")), columns=_number(element.get("colspan")),
        heading=local_name(element) == "th",
    )  # fmt: skip


def _number(text: str | None) -> int:
    return max(1, int(text)) if text and text.isascii() and text.isdigit() and len(text) < 10 else 1
