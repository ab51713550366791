"""Papers of one table, written for this project, and what stands in them: the texts of ``golden/heads``.

A paper begins with ``=== name | format``; lines ``title:``, ``text:`` and ``caption:`` follow, then the table, a row a
line, cells between bars. ``>`` is a cell that goes on from the left, ``^`` one that goes on from above, ``*1.2*`` is
bold, ``[3]`` a citation; ``▒`` before a row prints it on a ground of its own. What is right is stated for rows and
columns, counted from 0 in the whole grid::

    r2-3: DETR; b; +R50; +Epochs: 50
    c2: @COCO; #val2017

A word alone is the system ("-" for none, "=+ X" for a name that begins with a sign); p, v and b say whose it is
(proposed, variation, baseline), + is a setting, @ a data set, # a split, % the metric where that is judged. A cell has
what its row and its column say; a row or column that no line names holds no results that are judged here. ``*:`` holds
for all. ``open:`` says what is not read as it should be.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from claims.documents.formats import read_document_bytes
from claims.documents.model import Document

_CITED = re.compile(r"\[(\d+)\]")
_BOLD = re.compile(r"\*([^*]+)\*")
_NUMBER = re.compile(r"[-−+]?\d[\d,]*\.?\d*")
_OWN = {"p": "proposed", "v": "variation", "b": "baseline"}
_PATHS = {"html": "x.html", "jats": "x.xml", "latex": "x.tex"}


@dataclass
class WrittenPaper:
    """A paper with one table.

    Attributes:
        name: What it is called here.
        format: html, latex or jats.
        title: Its title.
        text: What its abstract and its introduction say.
        caption: Caption of its table.
        rows: The table.
        open: What is known to be read wrongly, empty where nothing is.
        facts: What is right, by ``*``, ``r2`` or ``c3``.
        shaded: Rows that are printed on a ground of their own.
    """

    name: str
    format: str
    title: str = ""
    text: str = ""
    caption: str = ""
    open: str = ""
    rows: list[list[str]] = field(default_factory=list)
    facts: dict[str, list[str]] = field(default_factory=dict)
    shaded: set[int] = field(default_factory=set)

    def document(self) -> Document:
        """Return the paper as its format's reader reads it."""
        made = {"html": _as_html, "latex": _as_latex, "jats": _as_jats}[self.format](self)
        return read_document_bytes(made.encode(), _PATHS[self.format])

    def results(self) -> list[dict[str, Any]]:
        """Return what is right for each cell with results."""
        out = []
        lines = [key for key in self.facts if key[0] == "r"]
        columns = [key for key in self.facts if key[0] == "c"]
        for line in lines:
            for column in columns:
                r, c = int(line[1:]), int(column[1:])
                text = self.rows[r][c].strip("*↑↓ ")
                if (number := _NUMBER.match(text)) is None:
                    continue
                facts = [*self.facts.get("*", ()), *self.facts[line], *self.facts[column]]
                out.append({"row": r, "col": c, "quote": text, "number": number[0], **_fields(facts)})
        return out


def _fields(facts: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {"system": None, "own": "proposed", "dataset": [], "split": None, "setting": []}
    for fact in facts:
        if fact in _OWN:
            found["own"] = _OWN[fact]
        elif fact[0] == "+":
            found["setting"].append(fact[1:].strip())
        elif fact[0] == "@":
            found["dataset"].append(fact[1:].strip())
        elif fact[0] == "#":
            found["split"] = fact[1:].strip()
        elif fact[0] == "%":
            found["metric"] = fact[1:].strip()
        elif fact != "-":
            found["system"] = fact.removeprefix("=")
    return found


def read_written(path: Path) -> Iterator[WrittenPaper]:
    """Yield the papers of a file.

    Raises:
        ValueError: Where a line says nothing that is known.
    """
    paper: WrittenPaper | None = None
    for line in path.read_text().splitlines():
        if line.startswith("==="):
            if paper is not None:
                yield paper
            name, _, form = line.strip("= ").partition("|")
            paper = WrittenPaper(name.strip(), form.strip() or "html")
        elif paper is not None and line.strip():
            _read_line(paper, line.strip())
    if paper is not None:
        yield paper


def _read_line(paper: WrittenPaper, line: str) -> None:
    if line.startswith(("|", "▒")):
        if line[0] == "▒":
            paper.shaded.add(len(paper.rows))
        line = line.lstrip("▒ ")
        paper.rows.append([cell.strip() for cell in line.strip("|").split("|")])
        return
    key, colon, said = line.partition(":")
    if not colon:
        raise ValueError(f"{paper.name}: {line}")
    if key in {"title", "text", "caption", "open"}:
        setattr(paper, key, said.strip())
        return
    facts = [fact.strip() for fact in said.split(";") if fact.strip()]
    for each in key.split(","):
        first, _, last = each.strip().partition("-")
        if first == "*":
            paper.facts.setdefault("*", []).extend(facts)
            continue
        kind, start = first[0], int(first[1:])
        for i in range(start, int(last or start) + 1):
            paper.facts.setdefault(f"{kind}{i}", []).extend(facts)


def _cells(rows: list[list[str]]) -> Iterator[list[tuple[str, int, int]]]:
    """Yield the cells of each row with the columns and rows that they span."""
    for r, row in enumerate(rows):
        out = []
        for c, text in enumerate(row):
            if text in {">", "^"}:
                continue
            wide = tall = 1
            while c + wide < len(row) and row[c + wide] == ">":
                wide += 1
            while r + tall < len(rows) and rows[r + tall][c] == "^":
                tall += 1
            out.append((text, wide, tall))
        yield out


def _as_html(paper: WrittenPaper) -> str:
    def marked(text: str) -> str:
        text = html.escape(text, quote=False)
        text = _CITED.sub(
            r'<cite class="ltx_cite ltx_citemacro_cite">[<a class="ltx_ref" href="#bib.bib\1">\1</a>]</cite>',
            text,
        )
        return _BOLD.sub(r'<span class="ltx_text ltx_font_bold">\1</span>', text)

    grounds = [
        ' style="--ltx-bg-color:#E6E6E6;"' if r in paper.shaded else "" for r in range(len(paper.rows))
    ]
    rows = "\n".join(
        f'<tr class="ltx_tr"{ground}>'
        + "".join(
            f'<td class="ltx_td ltx_align_center" colspan="{w}" rowspan="{t}">{marked(text)}</td>'
            for text, w, t in cells
        )
        + "</tr>"
        for cells, ground in zip(_cells(paper.rows), grounds, strict=True)
    )
    return (
        f"<!DOCTYPE html><html><head><title>{html.escape(paper.title)}</title></head><body>"
        f'<article class="ltx_document"><h1 class="ltx_title ltx_title_document">{html.escape(paper.title)}</h1>'
        '<div class="ltx_abstract"><h6 class="ltx_title ltx_title_abstract">Abstract</h6>'
        f'<p class="ltx_p">{html.escape(paper.text)}</p></div><section class="ltx_section" id="S1">'
        '<h2 class="ltx_title ltx_title_section">1 Results</h2><figure class="ltx_table" id="S1.T1">'
        '<figcaption class="ltx_caption"><span class="ltx_tag ltx_tag_table">Table 1: </span>'
        f'{marked(paper.caption)}</figcaption><table class="ltx_tabular">{rows}</table></figure>'
        "</section></article></body></html>"
    )


def _escaped(text: str) -> str:
    for sign in "%&#_":
        text = text.replace(sign, "\\" + sign)
    for sign, macro in {
        "↑": r"$\uparrow$", "↓": r"$\downarrow$", "→": r"$\rightarrow$", "±": r"$\pm$", "✓": r"\checkmark{}",
        "×": r"$\times$", "†": r"$^\dagger$",
    }.items():  # fmt: skip
        text = text.replace(sign, macro)
    text = _CITED.sub(r"~\\cite{ref\1}", text)
    return _BOLD.sub(r"\\textbf{\1}", text)


def _as_latex(paper: WrittenPaper) -> str:
    lines = []
    for r, (row, cells) in enumerate(zip(paper.rows, _cells(paper.rows), strict=True)):
        out, at = [], iter(cells)
        c = 0
        while c < len(row):
            if row[c] == "^":
                out.append("")
                c += 1
                continue
            text, wide, tall = next(at)
            made = _escaped(text)
            if tall > 1:
                made = rf"\multirow{{{tall}}}{{*}}{{{made}}}"
            if wide > 1:
                made = rf"\multicolumn{{{wide}}}{{c}}{{{made}}}"
            out.append(made)
            c += wide
        ground = r"\rowcolor{gray!15} " if r in paper.shaded else ""
        lines.append(ground + " & ".join(out) + r" \\")
    body = "\n".join([lines[0], r"\midrule", *lines[1:]])
    return (
        "\\documentclass{article}\n\\begin{document}\n"
        f"\\title{{{_escaped(paper.title)}}}\n\\begin{{abstract}}\n{_escaped(paper.text)}\n\\end{{abstract}}\n"
        f"\\section{{Results}}\n\\begin{{table}}\n\\caption{{{_escaped(paper.caption)}}}\n"
        f"\\begin{{tabular}}{{{'l' * len(paper.rows[0])}}}\n\\toprule\n{body}\n\\bottomrule\n"
        "\\end{tabular}\n\\end{table}\n\\end{document}\n"
    )


def _as_jats(paper: WrittenPaper) -> str:
    def marked(text: str) -> str:
        text = html.escape(text, quote=False)
        text = _CITED.sub(r'[<xref ref-type="bibr" rid="b\1">\1</xref>]', text)
        return _BOLD.sub(r"<bold>\1</bold>", text)

    rows = "".join(
        "<tr>"
        + "".join(f'<td colspan="{w}" rowspan="{t}">{marked(text)}</td>' for text, w, t in cells)
        + "</tr>"
        for cells in _cells(paper.rows)
    )
    return (
        '<?xml version="1.0"?><article article-type="research-article"><front><article-meta>'
        "<title-group><article-title>"
        f"{html.escape(paper.title)}</article-title></title-group><abstract><p>{html.escape(paper.text)}</p></abstract>"
        "</article-meta></front><body><sec><title>Results</title><table-wrap><label>Table 1</label><caption><p>"
        f"{marked(paper.caption)}</p></caption><table><tbody>{rows}</tbody></table></table-wrap></sec></body></article>"
    )
