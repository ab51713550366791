"""What a paper's tables measure on their data: an ablation "on test-clean" says less than the table before it."""

from __future__ import annotations

from collections.abc import Iterable

from claims.tables.model import Result
from claims.tables.naming import Naming
from claims.tables.shown import is_quality
from claims.tables.vocabulary import HeadMetric, exact_words, metric_named, words

Data = tuple[tuple[str, ...], str | None]
"""Data sets and split."""

_UNKNOWN = "score"


def _is_size(result: Result) -> bool:
    return result.metric in exact_words("property_metrics")


class Elsewhere:
    """The metrics by which results were measured on some data, where these are sought for others.

    Args:
        results: Results of all tables of a paper.
        naming: The sentences that name its tables.
    """

    def __init__(self, results: Iterable[Result], naming: Naming) -> None:
        self._naming = naming
        results = list(results)
        known = {r.table for r in results if r.metric != _UNKNOWN and not _is_size(r)}
        self._unmeasured = {r.table for r in results if r.metric_text is None} - known
        named = {
            (r.dataset, r.split, r.metric, r.metric_text)
            for r in results
            if r.form == "level" and r.dataset and r.metric != _UNKNOWN
        }
        # One metric has many names; the first in the alphabet is as good as any.
        self._measured: dict[Data, dict[str, str]] = {}
        self._by_split: dict[str | None, dict[str, str]] = {}
        for dataset, split, metric, text in sorted(named, key=lambda each: (each[2], each[3] or "")):
            if text is not None:
                self._measured.setdefault((dataset, split), {}).setdefault(metric, text)
                if split is not None and split not in words("split_of"):
                    self._by_split.setdefault(split, {}).setdefault(metric, text)

    def metric(
        self, table: str, datasets: tuple[str, ...], split: str | None
    ) -> tuple[HeadMetric, str] | None:
        """Return the metric, and its words, by which a table measures on some data, as the rest of the paper has it.

        That is the only one by which other tables measure on them, else the only one in sentences about the table.

        Args:
            table: Label of the table.
            datasets: Names of data sets.
            split: Part of them.
        """
        found = self._measured.get((datasets, split), {}) if datasets else self._by_split.get(split, {})
        known = [(m, text) for text in found.values() if (m := metric_named(text)) is not None]
        told = [each for each in known if is_quality(each[0])]
        if found:
            return told[0] if len(told) == 1 else None
        metric, text = self._naming.metric(table, loosely=True) if table in self._unmeasured else (None, None)
        return (metric, text) if metric is not None and text and is_quality(metric) else None

    def tells(self, results: Iterable[Result]) -> bool:
        """True where one of some results has no metric, and the rest of the paper tells one."""
        return any(
            self.metric(*data) is not None
            for data in {
                (r.table, r.dataset, r.split)
                for r in results
                if r.metric == _UNKNOWN and r.metric_text is None
            }
        )
