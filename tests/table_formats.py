"""A table of our own as the formats of papers write it: LaTeXML's HTML, LaTeX, JATS."""

from __future__ import annotations

import re
from html import escape
from itertools import groupby

from cell_meanings import MeantTable

from claims.documents.model import Cell, Run

_SPECIAL = re.compile(r"[&%$#_{}~^\\]")
_LATEX = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


def to_html(meant: MeantTable) -> str:
    """Return a page as LaTeXML makes it."""
    document = meant.document()
    table = document.tables[0]
    rows = "".join(
        "<tr class='ltx_tr'>" + "".join(_html_cell(cell) for cell in row) + "</tr>" for row in table.rows
    )
    sections = "".join(
        f"<section class='ltx_section'><h2 class='ltx_title'>{escape(s.title)}</h2>"
        f"<div class='ltx_para'><p class='ltx_p'>{escape(p.text)}</p></div></section>"
        for s in document.sections
        for p in s.paragraphs
    )
    return (
        f"<html><body><article class='ltx_document'><h1 class='ltx_title'>{escape(document.title)}</h1>{sections}"
        "<figure class='ltx_table'><figcaption class='ltx_caption'>"
        f"<span class='ltx_tag ltx_tag_table'>Table 1: </span>{escape(table.caption)}</figcaption>"
        f"<table class='ltx_tabular'>{rows}</table></figure></article></body></html>"
    )


def _html_cell(cell: Cell) -> str:
    spans = f" rowspan='{cell.rows}' colspan='{cell.columns}'"
    line = " ltx_border_t" if cell.ruled else ""
    return f"<td class='ltx_td{line}'{spans}>{''.join(map(_html_run, cell.runs))}</td>"


def _html_run(run: Run) -> str:
    text = escape(run.text)
    if run.kind == "citation":
        return f"<cite class='ltx_cite'>{text}</cite>"
    if run.bold:
        text = f"<span class='ltx_text ltx_font_bold'>{text}</span>"
    return f"<{run.script}>{text}</{run.script}>" if run.script else text


def to_latex(meant: MeantTable) -> str:
    """Return the source of a paper."""
    document = meant.document()
    table = document.tables[0]
    width = max(sum(cell.columns for cell in row) for row in table.rows)
    lines = []
    for r, row in enumerate(meant.rows):
        if any(cell.ruled for cell in table.rows[r]):
            lines.append(r"\midrule")
        lines.append(" & ".join(_latex_places(row, list(table.rows[r]), meant, r)) + r" \\")
    sections = "\n".join(
        rf"\section{{{_plain(s.title)}}}" + "\n" + _plain(p.text)
        for s in document.sections
        for p in s.paragraphs
    )
    return "\n".join(
        [
            r"\documentclass{article}\usepackage{booktabs,multirow}",
            rf"\title{{{_plain(document.title)}}}",
            r"\begin{document}",
            sections,
            r"\begin{table}",
            rf"\caption{{{_plain(table.caption)}}}",
            rf"\begin{{tabular}}{{{'l' * width}}}",
            r"\toprule",
            *lines,
            r"\bottomrule",
            r"\end{tabular}",
            r"\end{table}",
            r"\end{document}",
        ]
    )


def _latex_places(row: list[str], cells: list[Cell], meant: MeantTable, r: int) -> list[str]:
    out = []
    for place, _ in groupby(enumerate(row), key=lambda each: _starts(row, each[0])):
        if row[place] == "^":
            out.append("")
            continue
        cell = cells.pop(0)
        text = "".join(map(_latex_run, cell.runs))
        if cell.rows > 1:
            text = rf"\multirow{{{cell.rows}}}{{*}}{{{text}}}"
        out.append(rf"\multicolumn{{{cell.columns}}}{{c}}{{{text}}}" if cell.columns > 1 else text)
    return out


def _starts(row: list[str], place: int) -> int:
    while row[place] == "<":
        place -= 1
    return place


def _latex_run(run: Run) -> str:
    text = _plain(run.text)
    if run.kind == "citation":
        return r"~\cite{a}"
    if run.bold:
        text = rf"\textbf{{{text}}}"
    return f"$^{{{text}}}$" if run.script == "sup" else f"$_{{{text}}}$" if run.script else text


def _plain(text: str) -> str:
    return _SPECIAL.sub(lambda m: _LATEX.get(m[0], "\\" + m[0]), text)


def to_jats(meant: MeantTable) -> str:
    """Return an article as publishers mark it up."""
    document = meant.document()
    table = document.tables[0]
    rows = "".join("<tr>" + "".join(_jats_cell(cell) for cell in row) + "</tr>" for row in table.rows)
    sections = "".join(
        f"<sec><title>{escape(s.title)}</title><p>{escape(p.text)}</p></sec>"
        for s in document.sections
        for p in s.paragraphs
    )
    return (
        "<article><front><article-meta><title-group><article-title>"
        f"{escape(document.title)}</article-title></title-group></article-meta></front><body>{sections}"
        "<sec><title>Results</title><table-wrap><label>Table 1</label>"
        f"<caption><p>{escape(table.caption)}</p></caption><table><tbody>{rows}</tbody></table></table-wrap></sec></body></article>"
    )


def _jats_cell(cell: Cell) -> str:
    return f'<td rowspan="{cell.rows}" colspan="{cell.columns}">{"".join(map(_jats_run, cell.runs))}</td>'


def _jats_run(run: Run) -> str:
    text = escape(run.text)
    if run.kind == "citation":
        return f'<xref ref-type="bibr">{text}</xref>'
    if run.bold:
        text = f"<bold>{text}</bold>"
    return f"<{run.script}>{text}</{run.script}>" if run.script else text
