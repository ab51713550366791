"""Whole papers in HTML: arXiv's pages (LaTeXML), and any page with tables and headings."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from claims.documents.labels import sub_label, table_label
from claims.documents.markup import local_name, runs_of, text_of
from claims.documents.model import Cell, Document, Paragraph, Section, Table, section_kind
from claims.errors import ClaimsError

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_PASSED_OVER = frozenset({"nav", "header", "footer", "script", "style", "head", "template", "button", "form"})
_PASSED_CLASSES = re.compile(
    r"\bltx_(?:page_navbar|page_header|page_footer|TOC|authors|dates|equation|equationgroup|bibitem)\b"
)
_SPAN = re.compile(r"\bltx_(col|row)span_(\d{1,7})\b")
_DEPTH = re.compile(r"ltx_title_(sub)?(?:sub)?(?:section|paragraph)")
_EQUATION = re.compile(r"ltx_(?:eqn|equation)")
_GROUND = re.compile(
    r"(?:bg-color|background(?:-color)?)\s*:\s*(?!#?(?:f{3}|f{6})\b|white|none|transparent)(?i:[#a-z])"
)
_PART = re.compile(r"ltx_t(?:head|body|foot)")
_TAG = re.compile(r"\bltx_tag\b")
_SECTION_NUMBER = re.compile(r"^(?:Appendix\s+)?(?:[A-Z]|[IVX]+|\d+)?(?:\.\d+)*\.?\s+(?=\S)")
_APPENDIX = re.compile(r"(?i)^(?:appendix|supplement)")
_NAMED = re.compile(r"(?i)^\s*(?:supplementary |appendix |extended data )?(?:table|tab\.)")


def read_html(data: bytes, document: Document) -> None:
    """Read a page into a document.

    Args:
        data: The page.
        document: Where title, sections and tables go.

    Raises:
        ClaimsError: The page holds no element that can be read.
    """
    parser = etree.HTMLParser(
        encoding=_encoding(data), remove_comments=True, remove_pis=True, no_network=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise ClaimsError(f"{document.source}: no HTML that can be read: {error}") from error
    if root is None:
        raise ClaimsError(f"{document.source}: no HTML that can be read")
    _Page(document).walk(root)
    if not document.title:
        found = root.find(".//title")
        document.title = text_of(found) if found is not None else ""


def _encoding(data: bytes) -> str:
    found = re.search(rb"<meta[^>]{0,200}charset=[\"']?([\w-]+)", data[:4096])
    name = found[1].decode("ascii") if found else "utf-8"
    try:
        data[:4096].decode(name, "replace")
    except LookupError:
        return "utf-8"
    return name


class _Page:
    """Walks a page and fills a document."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._appendix = False

    def walk(self, element: Any) -> None:
        """Read an element and what is in it."""
        name, classes = local_name(element), element.get("class") or ""
        if not name or name in _PASSED_OVER or _PASSED_CLASSES.search(classes):
            return
        if "ltx_appendix" in classes or "ltx_bibliography" in classes:
            self._appendix = True
        if "ltx_bibliography" in classes:
            return
        if name in _HEADINGS:
            self._heading(element, name, classes)
        elif name == "figure" or "ltx_table" in classes:
            self._figure(element, "", "")
        elif name == "table" or "ltx_tabular" in classes:
            self._loose_table(element, classes)
        elif name == "p" or (name == "div" and "ltx_p" in classes.split()):
            self._paragraph(element)
        else:
            for child in element:
                self.walk(child)

    def _heading(self, element: Any, name: str, classes: str) -> None:
        title = text_of(element, without=frozenset({"ltx_tag"})) or text_of(element)
        tag = next((text_of(e) for e in element if _TAG.search(e.get("class") or "")), "")
        if "ltx_title_document" in classes or (name == "h1" and not self._document.title):
            self._document.title = title
            return
        title = title if tag else _SECTION_NUMBER.sub("", title)
        if "ltx_title_abstract" in classes:
            title = "Abstract"
        appendix = self._appendix or bool(_APPENDIX.match(tag or title))
        kind = section_kind(title, appendix=appendix)
        depth = _DEPTH.search(classes)
        if kind in {"other", "method"} and depth and depth[1] and self._document.sections and not appendix:
            kind = self._document.sections[-1].kind
        self._document.sections.append(Section(title, kind))

    def _paragraph(self, element: Any) -> None:
        tabulars = [e for e in element.iter("table", "span") if _is_tabular(e)]
        for tabular in tabulars[:1]:
            self._loose_table(tabular, tabular.get("class") or "")
        text = text_of(element, without=frozenset({"table", "ltx_tabular", "ltx_equation"}))
        if text:
            sections = self._document.sections
            if not sections:
                sections.append(Section("", "abstract" if self._document.title else "other"))
            elif not sections[-1].title and sections[-1].kind == "abstract":
                sections.append(Section("", "other"))  # a page without headings begins with its abstract
            self._document.sections[-1].paragraphs.append(Paragraph(text, f"line {element.sourceline}"))

    def _loose_table(self, element: Any, classes: str) -> None:
        if _EQUATION.search(classes):
            return
        found = element.find("caption")
        caption = text_of(found) if found is not None else ""
        label, rest = table_label(caption, "")
        self._add(element, label, rest)

    def _figure(self, element: Any, label: str, caption: str) -> None:
        """Read a figure that holds tables, and the figures in it."""
        inner: list[Any] = []
        tabulars: list[Any] = []
        captions: list[Any] = []
        notes: list[str] = []
        _parts_of_figure(element, inner, tabulars, captions, notes)
        if not tabulars and not inner:
            return
        found, text, is_table = label, caption, bool(label)
        for each in captions:
            own = text_of(each)
            tag = next((text_of(e) for e in each if _TAG.search(e.get("class") or "")), "")
            found, rest = sub_label(own, tag, label) if label else table_label(own, tag)
            text = f"{rest} {caption}".strip()
            is_table = is_table or _NAMED.match(own) is not None
        text = " ".join([text, *notes]).strip()
        if not is_table and captions and "ltx_table" not in (element.get("class") or ""):
            return  # a figure that is drawn as a table: prompts, pictures side by side
        for tabular in tabulars:
            self._add(tabular, found, text)
        for figure in inner:
            self._figure(figure, found, text)

    def _add(self, element: Any, label: str, caption: str) -> None:
        self._document.tables.append(
            Table(
                label=label or "unnumbered",
                caption=caption,
                rows=tuple(_rows(element)),
                place=f"line {element.sourceline}",
                section=self._document.sections[-1].title if self._document.sections else "",
                appendix=self._appendix,
            )
        )


def _is_tabular(element: Any) -> bool:
    classes = element.get("class") or ""
    return (local_name(element) == "table" or "ltx_tabular" in classes) and not _EQUATION.search(classes)


def _parts_of_figure(
    element: Any, inner: list[Any], tabulars: list[Any], captions: list[Any], notes: list[str]
) -> None:
    for child in element:
        name, classes = local_name(child), (child.get("class") or "") if local_name(child) else ""
        if not name:
            continue
        if name == "figcaption" or "ltx_caption" in classes:
            captions.append(child)
        elif name == "figure":
            inner.append(child)
        elif _is_tabular(child):
            tabulars.append(child)
            found = child.find("caption")
            if found is not None:
                captions.append(found)
        elif name == "p" and next(filter(_is_tabular, child.iter()), None) is None:
            notes.append(text_of(child))
        else:
            _parts_of_figure(child, inner, tabulars, captions, notes)


def _rows(table: Any) -> list[tuple[Cell, ...]]:
    """Return the rows of a table, not those of tables in its cells."""
    rows: list[tuple[Cell, ...]] = []
    for child in table:
        name, classes = local_name(child), (child.get("class") or "") if local_name(child) else ""
        if name == "tr" or "ltx_tr" in classes:
            shaded = _is_shaded(child)
            rows.append(tuple(_cell(e, shaded or _is_shaded(e)) for e in child if _is_cell(e)))
        elif name in {"thead", "tbody", "tfoot"} or _PART.search(classes):
            rows += _rows(child)
    return rows


def _is_cell(element: Any) -> bool:
    return local_name(element) in {"td", "th"} or "ltx_td" in (
        element.get("class") or "" if local_name(element) else ""
    )


def _is_shaded(element: Any) -> bool:
    style = element.get("style")
    return style is not None and _GROUND.search(style) is not None


def _cell(element: Any, shaded: bool) -> Cell:
    classes = element.get("class") or ""
    spans = {kind: int(number) for kind, number in _SPAN.findall(classes)} if "span_" in classes else {}
    return Cell(
        runs=runs_of(element),
        rows=_span(element.get("rowspan")) or spans.get("row", 1),
        columns=_span(element.get("colspan")) or spans.get("col", 1),
        heading=local_name(element) == "th" or "ltx_th" in classes,
        ruled="ltx_border_t" in classes,
        shaded=shaded,
    )


def _span(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0
