"""Labels read with what the caption tells of their words: what abbreviations stand for, and which names are data."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from claims.tables.glossary import meant, measured
from claims.tables.label import Label
from claims.tables.vocabulary import HeadMetric, metric_named, spelled


def with_glossary(
    read: Callable[[str], Label], glossary: Mapping[str, str], metric: HeadMetric | None
) -> Callable[[str], Label]:
    """Return what reads labels by what a caption says that abbreviations stand for.

    Args:
        read: Reads a label as it stands.
        glossary: What abbreviations stand for.
        metric: What the caption says is measured, of which those may tell conditions that could name another metric.
    """
    if not glossary:
        return read

    def read_explained(text: str) -> Label:
        label = read(text)
        whole_text = label.text.partition("(")[0].strip(" .")
        short = whole_text if whole_text in glossary else (label.metric_text or whole_text).strip(" .")
        long = glossary.get(short)
        if long is None:
            return label
        whole = read(long)
        alone = spelled(label.text).strip(" .") == spelled(short)
        if alone and whole.datasets and not whole.rest and not whole.metric:
            return label._replace(
                metric=None, metric_text=None, datasets=whole.datasets, weak=whole.weak, rest=""
            )
        if alone:
            label = label._replace(difference=False, relative=False)
        if label.metric is None:
            named = metric_named(long)
            known = measured(long) or (named if named is not None and named.strong else None)
            model = label.model or (alone and whole.model)
            return label._replace(metric=known, metric_text=short if known else None, model=model)
        known = meant(label.metric, short, long)
        if known is None:
            return label._replace(metric=metric, metric_text=None, rest=label.text)
        return label._replace(metric=known)

    return read_explained


def with_data(read: Callable[[str], Label], datasets: Sequence[str]) -> Callable[[str], Label]:
    """Return what reads labels by what a caption says are data sets, where nothing else knows them.

    Args:
        read: Reads a label as it stands.
        datasets: Names that the caption gives.
    """
    if not datasets:
        return read

    def read_known(text: str) -> Label:
        label = read(text)
        if label.datasets or label.metric or label.model or label.text not in datasets:
            return label
        return label._replace(datasets=(label.text,), weak=False, rest="")

    return read_known
