"""Metrics that are themselves judged: tables of how far they correlate with what people say."""

from __future__ import annotations

from collections.abc import Sequence

from claims.tables.axes import Axis, named_role
from claims.tables.caption import Caption
from claims.tables.label import Label, folded
from claims.tables.vocabulary import words

_CORRELATION = "correlation"
_MOSTLY = 0.5


def judge_metrics(rows: Sequence[Axis], columns: Sequence[Axis], caption: Caption) -> None:
    """Let names of metrics be names of systems and sides where the table shows correlations with them, or losses.

    Args:
        rows: The axes of the columns of labels.
        columns: The axes of the head rows.
        caption: The caption.
    """
    _be_names([axis for axis in rows if folded(axis.head) in words("objective")])
    told = caption.metric is not None and caption.metric.id == _CORRELATION
    if any(axis.share(_is_correlation) >= _MOSTLY for axis in columns):
        _be_names(rows)
    elif (
        told
        and not any(axis.share(_is_correlation) for axis in (*rows, *columns))
        and not any(_are_measured(axis, caption) for axis in columns)
    ):
        _be_names((*rows, *columns))


def _are_measured(axis: Axis, caption: Caption) -> bool:
    """True for heads of which one says that less is better, or is short for what the caption calls a correlation."""
    _, _, behind = caption.first.partition(caption.metric_text or " ")
    short = behind[2 : behind.find(")")] if behind.startswith(" (") else ""
    return axis.share(lambda x: x.better == "less" or (bool(short) and x.text == short)) > 0


def _is_correlation(label: Label) -> bool:
    return label.metric is not None and label.metric.id == _CORRELATION


def _be_names(axes: Sequence[Axis]) -> None:
    for axis in axes:
        if not axis.share(_is_correlation):
            axis.head = "" if named_role(axis.head) == "metric" else axis.head
            axis.labels = {
                i: x._replace(metric=None, metric_text=None, rest=x.text) if x.metric else x
                for i, x in axis.labels.items()
            }
