"""Tables of our own in ``golden/cells``: as they are written there, and what is to be read in each cell.

A table begins with ``== what it shows``. Lines ``title:``, ``abstract:``, ``text:`` and ``caption:`` give what stands
around it, ``---`` a rule, and other lines its rows, cells parted by ``|`` between blanks. A cell ``<`` belongs to the
one left of it, ``^`` to the one above; ``**1**`` is bold, ``_{1}`` lowered, ``^{1}`` raised, ``[1]`` refers to another
paper.

Behind ``=>`` stands what each cell of the row is, or, on a line of its own, of all rows below the first rule: ``-`` no
result, ``?`` either, ``wer`` a result of this metric, ``latency[ms]`` with its unit, ``f1:points`` a difference,
``psnr,ssim`` two results where two numbers are, ``score|accuracy`` the one or the other. One of them alone stands for
all cells but the first; ``none`` says that the table holds no result.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from claims.documents.model import Cell, Document, Paragraph, Run, Section, Table
from claims.judging.agreement import same_unit
from claims.tables.grid import unroll
from claims.tables.model import Result
from claims.tables.results import read_results

FOLDER = Path(__file__).resolve().parents[1] / "golden" / "cells"
_MARKED = re.compile(
    r"\*\*(?P<bold>.+?)\*\*|_\{(?P<sub>[^}]*)\}|\^\{(?P<sup>[^}]*)\}|\s?(?P<cited>\[\d+(?:, ?\d+)*\])"
)
_BETWEEN = re.compile(r"\s\|(?=\s)")
_FIGURE = re.compile(r"\d[\d.,]*")
_RESULT = re.compile(r"(?P<metric>[a-z0-9_]+)(?:\[(?P<unit>[^\]]+)\])?(?::(?P<form>[a-z]+))?")


@dataclass
class MeantTable:
    """A table and what is to be read in it.

    Attributes:
        name: What it shows.
        around: Caption, title, abstract and text.
        rows: The cells of each row as they are written.
        ruled: Rows above which a line is drawn.
        of_rows: What the cells of a row are.
        of_columns: What the cells of all other rows below the first rule are.
    """

    name: str
    around: dict[str, str] = field(default_factory=dict)
    rows: list[list[str]] = field(default_factory=list)
    ruled: set[int] = field(default_factory=set)
    of_rows: dict[int, list[str]] = field(default_factory=dict)
    of_columns: list[str] = field(default_factory=list)

    def document(self) -> Document:
        """Return a paper that holds the table."""
        sections = [
            Section(kind.capitalize(), kind, [Paragraph(self.around[key])])  # type: ignore[arg-type]
            for key, kind in (("abstract", "abstract"), ("text", "results"))
            if key in self.around
        ]
        table = Table(label="Table 1", caption=self.around.get("caption", ""), rows=tuple(self._cells()))
        return Document(
            id="x", format="html", title=self.around.get("title", ""), sections=sections, tables=[table]
        )

    def _cells(self) -> Iterator[tuple[Cell, ...]]:
        for r, row in enumerate(self.rows):
            cells = []
            for c, text in enumerate(row):
                if text in {"<", "^"}:
                    continue
                wide = next((i for i in range(c + 1, len(row)) if row[i] != "<"), len(row)) - c
                high = next(
                    (i for i in range(r + 1, len(self.rows)) if self.rows[i][c : c + 1] != ["^"]),
                    len(self.rows),
                )
                cells.append(Cell(tuple(runs(text)), rows=high - r, columns=wide, ruled=r in self.ruled))
            yield tuple(cells)

    def wanted(self, row: int, column: int) -> str:
        """Return what is to be read in a cell that holds a figure."""
        known = self.of_rows.get(row) or (self.of_columns if row >= min(self.ruled, default=1) else ["-"])
        if len(known) == 1:
            return "-" if known == ["none"] or column == 0 else known[0]
        return known[column] if column < len(known) else "-"

    def faults(self) -> list[str]:
        """Return what is read otherwise than it is to be read, a line for each cell."""
        document = self.document()
        grid = unroll(document.tables[0])
        assert grid is not None
        found: dict[tuple[int, int], list[Result]] = {}
        for result in read_results(document):
            found.setdefault((result.row, result.col), []).append(result)
        out = []
        for r in range(grid.height):
            for c in range(grid.width):
                text = grid.texts[r][c]
                here = found.get((r, c), [])
                if grid.is_first(r, c) and (here or any(x.isdigit() for x in text)):
                    wanted = self.wanted(r, c)
                    figures = len(_FIGURE.findall(text))
                    if not any(_is(each, here, figures) for each in wanted.split("|")):
                        read = ",".join(f"{x.metric}[{x.unit}]:{x.form}" for x in here) or "-"
                        out.append(f"row {r} column {c} {text!r}: {wanted}, but {read} is read")
        return out


def _is(wanted: str, found: list[Result], figures: int) -> bool:
    if wanted in {"?", "-"}:
        return wanted == "?" or not found
    parts = [m for each in wanted.split(",") if (m := _RESULT.fullmatch(each))]
    assert len(parts) == wanted.count(",") + 1, wanted
    parts = parts[:figures]
    return len(parts) == len(found) and all(
        result.metric == part["metric"]
        and (part["unit"] is None or same_unit(part["unit"], result.unit))
        and result.form == (part["form"] or "level")
        for part, result in zip(parts, found, strict=True)
    )


def runs(text: str) -> Iterator[Run]:
    """Yield the parts of a cell of one look each."""
    at = 0
    for m in _MARKED.finditer(text):
        if m.start() > at:
            yield Run(text[at : m.start()])
        at = m.end()
        if m["bold"]:
            yield from (Run(r.text, bold=True, script=r.script) for r in runs(m["bold"]))
        elif m["cited"]:
            yield Run(m["cited"], kind="citation")
        else:
            yield Run(m["sub"] or m["sup"] or "", script="sub" if m["sub"] else "sup")
    if at < len(text):
        yield Run(text[at:])


def read(path: Path) -> list[MeantTable]:
    """Return the tables of a file."""
    tables: list[MeantTable] = []
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("== "):
            tables.append(MeantTable(line[3:].strip()))
        elif line.strip() and not line.startswith("#:"):
            _take(tables[-1], line)
    return tables


def _take(table: MeantTable, line: str) -> None:
    key, colon, rest = line.partition(": ")
    if colon and key in {"caption", "title", "abstract", "text"}:
        table.around[key] = rest.strip()
    elif line.strip() == "---":
        table.ruled.add(len(table.rows))
    else:
        cells, arrow, wanted = f" {line} ".partition(" => ")
        told = _parted(wanted) if arrow else []
        if not cells.strip():
            table.of_columns = told
            return
        if told:
            table.of_rows[len(table.rows)] = told
        table.rows.append(_parted(cells))


def _parted(text: str) -> list[str]:
    return [each.strip() for each in _BETWEEN.split(text)]
