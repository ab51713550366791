"""From the tables of a paper to their results."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from claims.documents.model import Document, Table
from claims.tables.ambiguous import settle
from claims.tables.axes import column_axes, row_axes
from claims.tables.caption import Caption, read_caption
from claims.tables.caption_metric import two_metrics
from claims.tables.cells import Cells
from claims.tables.classes import tell_classes
from claims.tables.elsewhere import Elsewhere
from claims.tables.grid import unroll
from claims.tables.judged import judge_metrics
from claims.tables.kinds import CellKind, Place, read_kinds
from claims.tables.label import Label, read_label
from claims.tables.layout import Layout, read_layout
from claims.tables.model import Result
from claims.tables.names import Names, read_names
from claims.tables.naming import Naming
from claims.tables.plan import Plan
from claims.tables.planning import make_plan
from claims.tables.recurring import OwnLines, Reached
from claims.tables.shown import is_quality
from claims.tables.told_labels import with_data, with_glossary
from claims.tables.vocabulary import exact_words

_HEAD_ROWS = 2


@dataclass(frozen=True)
class ReadTable:
    """What was read in a table.

    Attributes:
        table: The table.
        results: Its results, none where it shows data or settings, or is refused.
        kinds: What each cell with a number is, by row and column.
        reached: What its lines of systems hold.
    """

    table: Table
    results: list[Result] = field(default_factory=list)
    kinds: Mapping[Place, CellKind] = field(default_factory=dict)
    reached: OwnLines = field(default_factory=OwnLines)


def read_results(document: Document) -> list[Result]:
    """Return the results of all tables of a paper, in their order."""
    return [result for each in read_tables(document) for result in each.results]


def read_tables(document: Document) -> list[ReadTable]:
    """Return what was read in each table of a paper."""
    names = read_names(document)
    naming = Naming(document, names.meanings)
    known: dict[str, Label] = {}

    def read(text: str) -> Label:
        label = known.get(text)
        if label is None:
            label = known[text] = read_label(text, names)
        return label

    found = [
        ReadTable(table) if table.refused else read_table(table, names, read, naming)
        for table in document.tables
    ]
    reached = Reached(figures for each in found for figures in each.reached.own)
    elsewhere = Elsewhere((result for each in found for result in each.results), naming)
    again = replace(names, reached=reached, elsewhere=elsewhere.metric)

    def is_told(each: ReadTable) -> bool:
        return any(map(reached.hold, each.reached.open)) or elsewhere.tells(each.results)

    return [read_table(each.table, again, read, naming) if is_told(each) else each for each in found]


def _told_elsewhere(
    caption: Caption, table: Table, layout: Layout, read: Callable[[str], Label], naming: Naming
) -> Caption:
    """Take the metric from sentences about a table of which neither heads nor caption name one."""
    heads = {layout.grid.rows[r][c].label for r in layout.blocks[0].heads for c in range(layout.grid.width)}
    named = [m for text in heads if text and (m := read(text).metric) is not None]
    if any(map(is_quality, named)):
        return caption  # costs alone leave open what is reached
    metric, text = naming.metric(table.label)
    return replace(caption, metric=metric, metric_text=text) if metric is not None else caption


def read_table(table: Table, names: Names, read: Callable[[str], Label], naming: Naming) -> ReadTable:
    """Read one table.

    Args:
        table: The table.
        names: Names of the paper.
        read: Reads a label; a label that stands in several tables need be read but once.
        naming: The sentences that name tables.
    """
    grid = unroll(table)
    if grid is None:
        return ReadTable(table)
    caption = read_caption(table.caption, names)
    heads = {slot.text for row in grid.rows[:_HEAD_ROWS] for slot in row if slot.text.endswith(")")}
    layout = read_layout(grid, two=bool(caption.alternatives) or any(map(two_metrics, heads)))
    if layout is None:
        return ReadTable(table)
    read = with_data(with_glossary(read, caption.glossary, caption.metric), caption.datasets)
    rows = row_axes(layout, read)
    for axis in rows:
        settle(axis)
    if caption.metric is None and not any(axis.share(lambda x: x.metric) for axis in rows):
        caption = _told_elsewhere(caption, table, layout, read, naming)
    plans: list[Plan | None] = []
    out: list[Result] = []
    reached = OwnLines()
    for block in layout.blocks:
        columns = column_axes(layout, block, read)
        for axis in columns:
            settle(axis)
            tell_classes(axis, layout, block)
        judge_metrics(rows, columns, caption)
        plan = make_plan(layout, block, rows, columns, caption, names)
        plans.append(plan)
        if plan is not None:
            cells = Cells(table, layout, block, plan, caption, names, read)
            out += cells.results()
            reached = reached.with_those_of(cells.reached())
    if all(r.metric in exact_words("size_metrics") for r in out):
        out = []  # sizes alone tell what systems are, not what they reach
    return ReadTable(table, out, read_kinds(layout, plans, out, caption), reached)
