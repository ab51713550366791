"""Heads that mean several things, settled by those beside them: AR is Arabic among languages."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from claims.names.entries import is_data_set
from claims.syntax.vocabulary import load, metrics
from claims.tables.axes import Axis
from claims.tables.label import Label
from claims.tables.vocabulary import HeadMetric, exact_words, words

# Share of the items that name languages or tasks and nothing else, from which on those that may name one do.
_MOSTLY = 0.4
_LEAST = 2
_NUMBERED = re.compile(r"(?P<stem>[A-Za-z])-?\d{1,2}")
_LEAST_NUMBERED = 3


def settle(axis: Axis) -> None:
    """Let the items of an axis that may mean several things mean what fits those beside them."""
    distinct = {label.text: label for label in axis.labels.values() if label.text}
    if not any(label.metric is not None for label in distinct.values()):
        return
    other = _counted_on(distinct) | _letters(distinct)
    for test in (_may_be_language, _may_be_task):
        sure = sum(label.weak and test(label.text) for label in distinct.values())
        others = sum(label.metric is not None and not test(label.text) for label in distinct.values())
        if sure >= max(_LEAST, others) and sure >= _MOSTLY * len(distinct):
            other |= {t: _as_data(label) for t, label in distinct.items() if label.metric and test(t)}
    if sum(bool(x.datasets) and not x.weak for x in distinct.values()) >= _LEAST:
        other |= {
            t: _as_data(x)._replace(weak=False)
            for t, x in distinct.items()
            if x.metric_text == t and not x.datasets and is_data_set(t)  # as it is written: RTE
        }
    for text, label in distinct.items():
        if text not in other and (found := _other_metric(label, distinct)) is not None:
            other[text] = label._replace(metric=found)
    if other:
        axis.labels = {i: other.get(label.text, label) for i, label in axis.labels.items()}


def _counted_on(distinct: dict[str, Label]) -> dict[str, Label]:
    """Return the items of a row of numbered ones (L1 to L5) that could name a metric, where others of it do not."""
    rows: dict[str, list[Label]] = {}
    for text, label in distinct.items():
        if found := _NUMBERED.fullmatch(text):
            rows.setdefault(found["stem"], []).append(label)
    return {
        x.text: x._replace(metric=None, metric_text=None, rest=x.text)
        for row in rows.values()
        if len(row) >= _LEAST_NUMBERED and not all(x.metric for x in row)
        for x in row
        if x.metric
    }


def _letters(distinct: dict[str, Label]) -> dict[str, Label]:
    """Return the single letters among others that could name metrics, where nothing else beside them does: I and P."""
    metrics = [x for x in distinct.values() if x.metric]
    if 2 * len(metrics) > len(distinct) or not all(x.text.isascii() and len(x.text) == 1 for x in metrics):
        return {}
    return {x.text: x._replace(metric=None, metric_text=None, rest=x.text) for x in metrics}


def _may_be_language(text: str) -> bool:
    key = text.strip(" .").casefold()
    return key in words("language") or (len(key) <= 3 and key in exact_words("language_code"))


def _may_be_task(text: str) -> bool:
    return text.isupper() and text.casefold() in words("task")


def _as_data(label: Label) -> Label:
    return label._replace(metric=None, metric_text=None, datasets=(label.text,), weak=True, rest="")


@cache
def _alternatives() -> dict[str, tuple[str, ...]]:
    """Return the metrics that a name may mean, the usual one first."""
    return {name: tuple(ids) for name, ids in load("table_heads.toml")["alternatives"].items()}


def _other_metric(label: Label, beside: dict[str, Label]) -> HeadMetric | None:
    """Return the metric that most heads beside one measure, where its name may mean that as well."""
    ids = _alternatives().get(label.metric_text or "")
    if ids is None or label.metric is None:
        return None
    counts = Counter(x.metric.id for x in beside.values() if x.metric is not None and x is not label)
    # A head with a second meaning tells nothing about another one, but that both are of one family.
    for text, x in beside.items():
        if x is not label:
            counts.update(i for i in _alternatives().get(text, ())[1:] if i in ids[1:])
    if counts[label.metric.id]:
        return None
    best = max(ids, key=lambda i: (counts[i], -ids.index(i)))
    if counts[best] < _LEAST:
        best = ids[0]
    if best == label.metric.id:
        return None
    # A loss is a bad thing, whichever way it is counted.
    better = label.metric.better if label.metric.better == "less" else metrics()[best].better
    return HeadMetric(best, better, strong=True)
