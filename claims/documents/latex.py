"""Whole papers in LaTeX: a folder of sources, an archive of one, or a file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from claims.documents.latex_source import (
    Macro,
    argument,
    expand,
    join_files,
    macros_of,
    main_file,
    read_archive,
    read_folder,
)
from claims.documents.latex_tabular import TABULAR, read_tabular, tabular_end
from claims.documents.latex_text import text_of_latex
from claims.documents.model import Document, Paragraph, Section, Table, section_kind
from claims.errors import ClaimsError

_PIECE = re.compile(
    r"\\(?P<section>(?:sub){0,2}section|(?:sub)?paragraph|chapter)\*?\s*(?:\[[^\]]{0,200}\])?\s*(?=\{)"
    r"|\\begin\{(?P<env>[A-Za-z]+\*?)\}|\\end\{(?P<end>[A-Za-z]+\*?)\}|\\(?P<appendix>appendix"
    r"|bibliography\b|thebibliography)|\n[ \t]*\n(?P<gap>\s*)"
)
_FLOATS = frozenset(
    {
        "table",
        "table*",
        "wraptable",
        "sidewaystable",
        "sidewaystable*",
        "longtable",
        "margintable",
        "SCtable",
        "subtable",
        "threeparttable",
        "ThreePartTable",
        "xltabular",
    }
)
_LOST = frozenset(
    {
        "figure",
        "figure*",
        "equation",
        "equation*",
        "align",
        "align*",
        "algorithm",
        "algorithm*",
        "algorithmic",
        "lstlisting",
        "verbatim",
        "tikzpicture",
        "minted",
        "thebibliography",
        "wrapfigure",
        "gather",
        "gather*",
        "eqnarray",
        "tcolorbox",
        "displaymath",
        "multline",
        "comment",
    }
)
_CAPTION = re.compile(
    r"\\(?:(?P<of>captionof)\*?\s*\{(?P<kind>\w+)\}|(?P<top>caption|tabcaption|tablecaption|ttabbox"
    r"|caption@)|(?P<sub>subcaption)|(?P<float>subfloat|subtable))\*?\s*(?P<short>\[(?:[^\[\]]"
    r"|\[[^\]]*\])*\])?\s*(?=\{)"
)
_NOTES = re.compile(r"\\begin\{tablenotes\}(?:\[[^\]]*\])?(.*?)\\end\{tablenotes\}", re.DOTALL)


def read_latex(path: Path, document: Document) -> None:
    """Read LaTeX sources into a document.

    Args:
        path: A folder, a tar archive, or a file, whose folder is where it includes from.
        document: Where title, sections and tables go.

    Raises:
        ClaimsError: No LaTeX is found there.
    """
    if path.is_dir():
        files = read_folder(path)
        main = main_file(files)
    elif path.suffix in {".tex", ".ltx", ".latex"}:
        files = _beside(path)
        main = path.name
    else:
        files = read_archive(path)
        main = main_file(files)
    if main is None:
        raise ClaimsError(f"{path}: holds no LaTeX file that can be read; name the main .tex file")
    text = join_files(files, main)
    styles = [body for name, body in files.items() if name.endswith((".sty", ".cls")) and len(body) < 400_000]
    read_latex_text(text, macros_of(*styles, text), document)


def _beside(path: Path) -> dict[str, str]:
    """Return a file with those of its folder that it may include."""
    text = path.read_bytes().decode("utf-8", "replace")
    files = read_folder(path.parent) if re.search(r"\\(?:input|include|subfile|import)\b", text) else {}
    files[path.name] = text
    return files


def read_latex_text(text: str, macros: dict[str, Macro], document: Document) -> None:
    """Read the text of a paper, files put together, into a document."""
    title = re.search(r"\\(?:ic[mc]l|acm)?title(?:running)?\*?\s*(?:\[[^\]]*\])?\s*(?=\{)", text)
    if title:
        found = argument(text, title.end())
        if found:
            document.title = text_of_latex(expand(found[0], macros))
    begin = text.find("\\begin{document}")
    body = expand(text[begin:] if begin >= 0 else text, macros)
    _Body(body, document).read()
    if not document.abstract:
        _early_abstract(text, macros, document)


def _early_abstract(text: str, macros: dict[str, Macro], document: Document) -> None:
    """Take an abstract that stands before the document begins, or in an argument."""
    m = re.search(r"\\begin\{abstract\}(.*?)\\end\{abstract\}", text, re.DOTALL)
    found = re.search(r"\\abstract\s*(?=\{)", text)
    written = m[1] if m else None
    if written is None and found:
        each = argument(text, found.end())
        written = each[0] if each else None
    if written:
        paragraph = Paragraph(text_of_latex(expand(written, macros)), "abstract")
        document.sections.insert(0, Section("Abstract", "abstract", [paragraph]))


@dataclass
class _Body:
    text: str
    document: Document
    appendix: bool = False
    number: int = 0
    start: int = 0
    lost: list[str] = field(default_factory=list)

    def read(self) -> None:
        """Walk the text from float to float and from heading to heading."""
        position = 0
        self.start = 0
        while m := _PIECE.search(self.text, position):
            position = m.end()
            if m["section"]:
                self.paragraph(m.start())
                position = self.heading(m)
            elif m["env"]:
                position = self.environment(m)
            elif m["appendix"]:
                self.paragraph(m.start())
                self.appendix = True
                self.start = position
            elif m["gap"] is not None:
                self.paragraph(m.start())
                self.start = position
        self.paragraph(len(self.text))

    def heading(self, m: re.Match[str]) -> int:
        found = argument(self.text, m.end())
        if found is None:
            self.start = m.end()
            return m.end()
        title = text_of_latex(found[0])
        kind = section_kind(title, appendix=self.appendix)
        sections = self.document.sections
        if (
            kind in {"other", "method"}
            and (m["section"] or "").startswith(("sub", "par"))
            and sections
            and not self.appendix
        ):
            kind = sections[-1].kind
        sections.append(Section(title, kind))
        self.start = found[1]
        return found[1]

    def environment(self, m: re.Match[str]) -> int:
        name = m["env"]
        if name == "abstract":
            self.paragraph(m.start())
            self.document.sections.append(Section("Abstract", "abstract"))
            self.start = m.end()
            return m.end()
        if name not in _FLOATS and name not in _LOST and name not in TABULAR:
            return m.end()
        self.paragraph(m.start())
        end = tabular_end(self.text, m.end(), name)
        if (
            name in _FLOATS
            or name in TABULAR
            or (
                "\\begin{tab" in self.text[m.end() : end]
                and re.search(r"\\captionof\{table\}|\\tabcaption", self.text[m.end() : end])
            )
        ):
            self.float(m.start(), end, name)
        self.start = end
        return end

    def paragraph(self, end: int) -> None:
        """Take what stands since the last piece as a paragraph."""
        piece = self.text[self.start : end]
        self.start = end
        if not re.search(r"[A-Za-z]{3}", piece):
            return
        text = text_of_latex(piece)
        if len(text) > 20:
            if not self.document.sections:
                self.document.sections.append(Section("", "other"))
            self.document.sections[-1].paragraphs.append(Paragraph(text, f"character {self.start}"))

    def float(self, start: int, end: int, name: str) -> None:
        """Read the tables of a float, each with the caption that belongs to it."""
        body = self.text[start:end]
        captions = list(_captions(body))
        tabulars = list(read_tabular(body))
        tops = [c for c in captions if not c.part]
        parts = [c for c in captions if c.part]
        first = self.number + 1
        self.number += len(tops)
        notes = " ".join(text_of_latex(n[1]) for n in _NOTES.finditer(body))
        place = (
            f"line {self.text.count(chr(10), 0, start) + 1}" if start < 2_000_000 else f"character {start}"
        )
        section = self.document.sections[-1].title if self.document.sections else ""
        for i, tabular in enumerate(tabulars):
            label, caption = _label_of(i, tabular.start, len(tabulars), tops, parts, first)
            self.document.tables.append(
                Table(
                    label=label,
                    caption=f"{caption} {notes}".strip(),
                    rows=tabular.rows,
                    place=place,
                    section=section,
                    appendix=self.appendix,
                    refused=tabular.refused,
                )
            )


@dataclass(frozen=True)
class _Caption:
    text: str
    at: int
    part: bool


def _captions(body: str) -> Iterator[_Caption]:
    """Yield the captions of a float; those in a subtable, and those of subfloats, are of parts."""
    inside = [
        (m.start(), tabular_end(body, m.end(), m[1]))
        for m in re.finditer(r"\\begin\{(subtable|subfigure)\*?\}", body)
    ]
    for m in _CAPTION.finditer(body):
        if m["of"] and m["kind"] != "table":
            continue
        if m["float"]:
            if m["short"]:
                yield _Caption(text_of_latex(m["short"][1:-1]), m.start(), True)
            continue
        found = argument(body, m.end())
        if found:
            yield _Caption(
                text_of_latex(found[0]),
                m.start(),
                bool(m["sub"]) or any(a < m.start() < b for a, b in inside),
            )


def _label_of(
    i: int, start: int, count: int, tops: list[_Caption], parts: list[_Caption], first: int
) -> tuple[str, str]:
    if not tops:
        return "unnumbered", parts[0].text if parts else ""
    if parts and len(tops) == 1:
        which = i if len(parts) == count else max(0, sum(p.at < start for p in parts) - 1)
        which = min(which, len(parts) - 1)
        return f"Table {first} ({chr(97 + which % 26)})", f"{parts[which].text} {tops[0].text}"
    if len(tops) == count:
        return f"Table {first + i}", tops[i].text
    before = [k for k, top in enumerate(tops) if top.at < start]
    which = before[-1] if before and len(tops) > 1 else 0
    return f"Table {first + which}", tops[which].text
