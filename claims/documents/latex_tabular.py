"""Tabulars of LaTeX: rows and cells, spans, rules."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from claims.documents.latex_source import argument
from claims.documents.latex_text import runs_of_latex
from claims.documents.model import Cell

# Environments that hold rows, and how many arguments stand before the rows.
TABULAR = {
    "tabular": 1,
    "tabular*": 2,
    "tabularx": 2,
    "tabulary": 2,
    "longtable": 1,
    "tabu": 1,
    "tblr": 1,
    "NiceTabular": 1,
    "NiceTabular*": 2,
    "xltabular": 2,
    "supertabular": 1,
    "tabularew": 1,
    "longtblr": 1,
}
MAX_CELLS = 200_000

_ENVIRONMENT = re.compile(r"\\(begin|end)\{([A-Za-z]+\*?)\}")
_CUT = re.compile(
    r"\\\\(?:\*)?(?:\s?\[[^\]]{0,20}\])?|\\tabularnewline\b|\\cr\b|\\\\|\\[%&#$_{}]|\\[A-Za-z]+|&|[{}]"
)
_RULE = re.compile(
    r"\s*\\(?:(?:top|mid|bottom)rule(?:\[[^\]]*\])?|hline|Hline|Xhline\{[^}]*\}|cline\{[^}]*\}"
    r"|c?midrule(?:\[[^\]]*\])?(?:\([a-z]*(?:\{[^}]*\})?\))?(?:\{[^}]*\})?|addlinespace(?:\[[^\]]*\])?"
    r"|specialrule\{[^}]*\}\{[^}]*\}\{[^}]*\}|hdashline(?:\[[^\]]*\])?|cdashline\{[^}]*\}(?:\[[^\]]*\])?"
    r"|rowcolors?\s?(?:\[[^\]]*\])?\{[^}]*\}|noalign\{[^}]*\}|arrayrulecolor(?:\[[^\]]*\])?\{[^}]*\}"
    r"|rule(?:\[[^\]]*\])?\{[^}]*\}\{[^}]*\}|thickhline|endfirsthead|endhead|endfoot|endlastfoot|cmidrulewidth|morecmidrules|dashmidrule"
    r"|thinmid\w*|thickmid\w*|vspace\*?\{[^}]*\}|smallskip|medskip|bigskip|par|noindent|caption\{[^}]*\}"
    r"|label\{[^}]*\})"
)
_ROW_COLOR = re.compile(r"\s*\\rowcolor(?!s)")
_MULTICOLUMN = re.compile(r"\s*\\multicolumn\s*\{\s*(\d{1,6})\s*\}\s*")
_MULTIROW_BARE = re.compile(r"\s*\\multirow\*?\s*(-?\d{1,5})\s*(?=[*{])")
_MULTIROW = re.compile(
    r"\s*\\multirow(?:cell)?\*?\s*(?:\[[^\]]*\])?\s*\{\s*(-?[\d.]{1,7}|\*)\s*\}\s*(?:\[[^\]]*\])?\s*"
)


@dataclass(frozen=True)
class Tabular:
    """A tabular, where it begins, its rows, and why it is refused where it is."""

    start: int
    rows: tuple[tuple[Cell, ...], ...]
    refused: str | None = None


def tabular_end(text: str, start: int, name: str) -> int:
    """Return where an environment ends, those of its name inside of it passed over; else the end of the text."""
    depth = 1
    for m in re.compile(rf"\\(begin|end)\{{{re.escape(name)}\}}").finditer(text, start):
        depth += 1 if m[1] == "begin" else -1
        if depth == 0:
            return m.end()
    return len(text)


def read_tabular(body: str) -> Iterator[Tabular]:
    """Yield the tabulars of a float, not those in their cells."""
    position = 0
    for m in _ENVIRONMENT.finditer(body):
        if m[1] != "begin" or m[2] not in TABULAR or m.start() < position:
            continue
        end = tabular_end(body, m.end(), m[2])
        position = end
        at = m.end()
        option = re.compile(r"\s*\[[^\]]*\]").match(body, at)
        at = option.end() if option else at
        for _ in range(TABULAR[m[2]]):
            found = argument(body, at)
            at = found[1] if found else at
        inner = body[at : end - len(f"\\end{{{m[2]}}}")] if end > at else ""
        rows, refused = _rows(inner)
        yield Tabular(m.start(), rows, refused)


def _rows(text: str) -> tuple[tuple[tuple[Cell, ...], ...], str | None]:
    rows: list[list[Cell]] = []
    hanging: dict[int, _Hanging] = {}
    cells = 0
    for pieces, look in _split(text):
        row = _row(pieces, look, hanging, rows)
        cells += len(row)
        if cells > MAX_CELLS:
            return tuple(map(tuple, rows)), f"more than {MAX_CELLS} cells"
        if row:
            rows.append(row)
    return tuple(map(tuple, rows)), None


@dataclass(slots=True)
class _Hanging:
    """A cell of a row above that still fills a column: for how many rows, and where it is."""

    left: int
    row: int
    index: int


class _RowLook(NamedTuple):
    """How a row is printed: below a line, on a ground of its own."""

    ruled: bool
    shaded: bool


def _split(text: str) -> Iterator[tuple[list[str], _RowLook]]:
    """Yield the cells of each row as they are written, and how the row is printed."""
    pieces: list[str] = []
    start = 0
    depth = 0
    for m in _CUT.finditer(text):
        sign = m[0]
        if sign == "{":
            depth += 1
        elif sign == "}":
            depth = max(0, depth - 1)
        elif sign == "\\begin":
            depth += 1
        elif sign == "\\end":
            depth = max(0, depth - 1)
        elif depth:
            continue
        elif sign == "&":
            pieces.append(text[start : m.start()])
            start = m.end()
        elif sign.startswith("\\\\") or sign in {"\\tabularnewline", "\\cr"}:
            pieces.append(text[start : m.start()])
            start = m.end()
            yield _unruled(pieces)
            pieces = []
    pieces.append(text[start:])
    yield _unruled(pieces)


def _unruled(pieces: list[str]) -> tuple[list[str], _RowLook]:
    first = pieces[0]
    ruled = shaded = False
    while m := _RULE.match(first):
        ruled = ruled or "rule" in m[0] or "line" in m[0]
        shaded = shaded or _ROW_COLOR.match(m[0]) is not None
        first = first[m.end() :]
    return [first, *pieces[1:]], _RowLook(ruled, shaded)


def _row(
    pieces: list[str], look: _RowLook, hanging: dict[int, _Hanging], rows: list[list[Cell]]
) -> list[Cell]:
    """Return the cells of a row; an empty one below a cell that spans its place is left out, as HTML has it."""
    if len(pieces) == 1 and not pieces[0].strip():
        return []
    out: list[Cell] = []
    column = 0
    for piece in pieces:
        cell = _cell(piece, look)
        above = hanging.get(column)
        wide = range(column, column + min(cell.columns, 1000))
        column += cell.columns
        for c in wide:
            if c in hanging:
                hanging[c].left -= 1
                if hanging[c].left <= 0:
                    del hanging[c]
        if above is not None and not cell.text:
            continue
        if above is not None:
            # Written into all the same: the cell above says that it spans more rows than it does.
            hanging.pop(wide[0], None)
            spanning = rows[above.row][above.index]
            rows[above.row][above.index] = replace(spanning, rows=max(1, len(rows) - above.row))
        if cell.rows > 1:
            for c in wide:
                hanging[c] = _Hanging(cell.rows - 1, len(rows), len(out))
        out.append(cell)
    return out


def _cell(piece: str, look: _RowLook) -> Cell:
    columns, rows, text = 1, 1, piece
    for _ in range(3):
        wide = _MULTICOLUMN.match(text)
        if wide:
            columns = max(1, int(wide[1]))
            spec = argument(text, wide.end())
            inner = argument(text, spec[1]) if spec else None
            if inner is None:
                break
            text = inner[0] + text[inner[1] :]
            continue
        high = _MULTIROW.match(text) or _MULTIROW_BARE.match(text)
        if not high:
            break
        rows = int(float(high[1])) if high[1].replace(".", "", 1).lstrip("-").isdigit() else 1
        width = argument(text, high.end())
        fix = re.compile(r"\s*\[[^\]]*\]").match(text, width[1]) if width else None
        inner = argument(text, fix.end() if fix else width[1]) if width else None
        if inner is None:
            break
        text = inner[0] + text[inner[1] :]
    shaded = look.shaded or "\\cellcolor" in piece
    return Cell(
        runs=runs_of_latex(text),
        rows=max(1, min(rows, 65_534)),
        columns=columns,
        ruled=look.ruled,
        shaded=shaded,
    )
