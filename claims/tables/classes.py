"""Columns of single classes beside those of metrics: mIoU, then road, wall, sky, which are measured by it as well."""

from __future__ import annotations

from claims.tables.axes import Axis, is_average
from claims.tables.form import RATES
from claims.tables.label import Label
from claims.tables.layout import Block, Layout

# Columns of classes that there are at least, and how many times the mean theirs may be.
_LEAST = 3
_LOW, _HIGH = 0.25, 1.7


def tell_classes(axis: Axis, layout: Layout, block: Block) -> None:
    """Give heads that name no metric that of the only rate beside them, where they are several and as large.

    Args:
        axis: A head row.
        layout: The table.
        block: The rows below it.
    """
    found = {x.metric.id: (c, x) for c, x in axis.labels.items() if x.metric and x.metric.id in RATES}
    classes = [c for c, x in axis.labels.items() if _may_be_class(x)]
    if len(found) != 1 or len(classes) < _LEAST:
        return
    column, named = next(iter(found.values()))
    middle = _middle(column, layout, block)
    middles = [_middle(c, layout, block) for c in classes]
    if middle and all(m is not None and _LOW * middle <= m <= _HIGH * middle for m in middles):
        axis.labels = {c: _of(x, named) if c in classes else x for c, x in axis.labels.items()}


def _may_be_class(label: Label) -> bool:
    known = label.metric or label.datasets or label.difference or label.rank or label.unit or label.split
    return not known and not label.better and not is_average(label.text)


def _of(label: Label, named: Label) -> Label:
    return label._replace(metric=named.metric, metric_text=named.metric_text, of_class=True)


def _middle(column: int, layout: Layout, block: Block) -> float | None:
    values = sorted(numbers[0].value for r in block.body if (numbers := layout.placed[r][column]))
    return values[len(values) // 2] if values else None
