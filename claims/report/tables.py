"""The tables of a whole paper with what was read in each cell."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.markup import escape
from rich.table import Table as Shown

from claims.tables.grid import unroll

if TYPE_CHECKING:
    from rich.console import Console

    from claims.documents.model import Table
    from claims.tables.model import Result

_MOST_ROWS = 60


def show_tables(console: Console, read: Iterable[tuple[Table, list[Result]]]) -> None:
    """Print each table; cells that hold results are marked with a number, and the results follow below.

    Args:
        console: Where to.
        read: Tables and their results, as :func:`claims.tables.results.read_results_by_table` gives them.
    """
    for table, results in read:
        console.print(f"\n[bold]{escape(table.label)}[/]  {escape(table.caption)}")
        if table.refused:
            console.print(f"refused: {escape(table.refused)}")
            continue
        if not results:
            console.print("no results in it")
            continue
        console.print(_grid(table, results))
        console.print(_fields(results))


def _grid(table: Table, results: list[Result]) -> Shown:
    marks: dict[tuple[int, int], list[str]] = {}
    for number, result in enumerate(results, start=1):
        marks.setdefault((result.row, result.col), []).append(str(number))
    shown = Shown(show_header=False, show_lines=False)
    grid = unroll(table)
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
