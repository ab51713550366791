"""What a paper's tables measure on their data: an ablation "on test-clean" says less than the table before it."""

from __future__ import annotations

from collections.abc import Iterable

from claims.tables.model import Result
from claims.tables.shown import is_quality
from claims.tables.vocabulary import HeadMetric, metric_named, words

Data = tuple[tuple[str, ...], str | None]
"""Data sets and split."""

_UNKNOWN = "score"


class Elsewhere:
    """The metrics by which results were measured on some data, where these are sought for others.

    Args:
        results: Results of all tables of a paper.
    """

    def __init__(self, results: Iterable[Result] = ()) -> None:
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

    def metric(self, datasets: Iterable[str], split: str | None) -> tuple[HeadMetric, str] | None:
        """Return the metric, and its words, by which alone other tables measure on some data, None where none does."""
        names = tuple(datasets)
        found = self._measured.get((names, split), {}) if names else self._by_split.get(split, {})
        known = [(m, text) for text in found.values() if (m := metric_named(text)) is not None]
        told = [each for each in known if is_quality(each[0])]
        return told[0] if len(told) == 1 else None

    def tells(self, results: Iterable[Result]) -> bool:
        """True where one of some results has no metric, and other tables tell one."""
        return any(
            r.metric == _UNKNOWN and r.metric_text is None and self.metric(r.dataset, r.split) is not None
            for r in results
        )
