"""The tables of a whole paper with what was read in each cell."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.markup import escape
from rich.table import Table as Shown

from claims.tables.grid import unroll

if TYPE_CHECKING:
    from rich.console import Console

    from claims.tables.model import Result
    from claims.tables.results import ReadTable

_MOST_ROWS = 60


def show_tables(console: Console, tables: Iterable[ReadTable]) -> None:
    """Print each table; below it the results, numbered as its cells are. Other numbers say what they are.

    Args:
        console: Where to.
        tables: Tables with what was read in them.
    """
    for read in tables:
        console.print(f"\n[bold]{escape(read.table.label)}[/]  {escape(read.table.caption)}")
        if read.table.refused:
            console.print(f"refused: {escape(read.table.refused)}")
            continue
        if read.kinds:
            console.print(_grid(read))
        console.print(_fields(read.results) if read.results else "no results in it")


def _grid(read: ReadTable) -> Shown:
    marks: dict[tuple[int, int], list[str]] = {
        place: [kind] for place, kind in read.kinds.items() if kind not in {"result", "property"}
    }
    for number, result in enumerate(read.results, start=1):
        marks.setdefault((result.row, result.col), []).append(str(number))
    shown = Shown(show_header=False, show_lines=False)
    grid = unroll(read.table)
    for r, row in enumerate(grid.texts[:_MOST_ROWS] if grid else ()):
        shown.add_row(*(_cell(text, marks.get((r, c))) for c, text in enumerate(row)))
    return shown


def _cell(text: str, marks: list[str] | None) -> str:
    return f"{escape(text)} [cyan]\\[{','.join(marks)}][/]" if marks else escape(text)


def _fields(results: list[Result]) -> Shown:
    shown = Shown(
        "#",
        "quote",
        "form",
        "metric",
        "unit",
        "system",
        "own",
        "data",
        "setting",
        "hardware",
        "best",
        header_style="",
    )
    for number, r in enumerate(results, start=1):
        data = "; ".join(r.dataset) + (f" ({r.split})" if r.split else "")
        against = f" over {r.baseline}" if r.baseline else ""
        cells = (
            str(number), r.quote, r.form + against, r.metric, r.unit or "", r.system or "", r.own, data,
            "; ".join(r.setting), "; ".join(r.hardware), {True: "yes", False: "no", None: ""}[r.best],
        )  # fmt: skip
        shown.add_row(*map(escape, cells))
    return shown
