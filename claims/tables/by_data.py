"""What a caption says of some data and not of others: the metric of each, the split of each."""

from __future__ import annotations

from collections.abc import Sequence

from claims.tables.caption import Caption
from claims.tables.caption_metric import DataMetric
from claims.tables.vocabulary import HeadMetric, spelled

_SHORT_NAME = 2  # what is no longer may stand in any name


def split_of_data(caption: Caption, datasets: Sequence[str]) -> str | None:
    """Return the split that a caption gives for some data, or for all."""
    given = caption.splits
    for data, split in given:
        if any(alike(data, d) for d in datasets):
            return split
    without = [c for c in caption.datasets if not any(alike(c, data) for data, _ in given)]
    other = bool(given) and any(alike(c, d) for c in without for d in datasets)
    return None if other or len({s for _, s in given}) > 1 else caption.split


def metric_of_data(
    caption: Caption, datasets: Sequence[str], settings: Sequence[str] = ()
) -> DataMetric | None:
    """Return the metric that a caption gives for some data, else that for the others.

    Args:
        caption: The caption.
        datasets: Names of the data.
        settings: What else holds: a task beside the data on which it is done.
    """
    given = caption.by_data
    for each in given:
        if any(alike(d, name) for d in datasets for name in each.data) or set(settings) & set(each.data):
            return each
    return next((each for each in given if not each.data), None) if datasets else None


def data_of_metric(caption: Caption, metric: HeadMetric | None) -> Sequence[str]:
    """Return the data sets of a caption that hold for a metric: none where it gives them to others, named before it."""
    given = caption.by_data
    own = [i for i, each in enumerate(given) if metric is not None and each.metric.id == metric.id]
    if not own or any(each.data for each in given[own[0] :]):
        known = [
            d for d in caption.datasets if any(d.startswith(each) for i in own for each in given[i].data)
        ]
        return known or caption.datasets
    return ()


def alike(one: str, other: str) -> bool:
    """True where one name may be short for the other: SWOZ and SpokenWOZ; two letters are only as a word of it."""
    a, b = (spelled(name).casefold() for name in (one, other))
    short, long = sorted((a.replace(" ", ""), b.replace(" ", "")), key=len)
    if len(short) <= _SHORT_NAME:
        return short in a.split() and short in b.split()
    return short in long or (len(short) > 3 and short[-3:] == long[-3:] and short[0] == long[0])
