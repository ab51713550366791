"""From the tables of a paper to their results."""

from __future__ import annotations

from collections.abc import Callable

from claims.documents.model import Document, Table
from claims.tables.axes import column_axes, row_axes
from claims.tables.caption import read_caption
from claims.tables.cells import Cells
from claims.tables.grid import unroll
from claims.tables.label import Label, read_label
from claims.tables.layout import read_layout
from claims.tables.model import Result
from claims.tables.names import Names, read_names
from claims.tables.plan import make_plan


def read_results(document: Document) -> list[Result]:
    """Return the results of all tables of a paper, in their order."""
    return [result for _, results in read_results_by_table(document) for result in results]


def read_results_by_table(document: Document) -> list[tuple[Table, list[Result]]]:
    """Return each table of a paper with its results; one that is refused has none."""
    names = read_names(document)
    known: dict[str, Label] = {}

    def read(text: str) -> Label:
        label = known.get(text)
        if label is None:
            label = known[text] = read_label(text, names)
        return label

    return [(table, [] if table.refused else results_of(table, names, read)) for table in document.tables]


def results_of(table: Table, names: Names, read: Callable[[str], Label]) -> list[Result]:
    """Return the results of one table, none where it shows data or settings.

    Args:
        table: The table.
        names: Names of the paper.
        read: Reads a label; a label that stands in several tables need be read but once.
    """
    grid = unroll(table)
    layout = read_layout(grid) if grid is not None else None
    if layout is None:
        return []
    caption = read_caption(table.caption, names)
    rows = row_axes(layout, read)
    out: list[Result] = []
    for block in layout.blocks:
        plan = make_plan(layout, block, rows, column_axes(layout, block, read), caption, names)
        if plan is not None:
            out += Cells(table, layout, block, plan, caption, names, read).results()
    return out
