"""What a result is; the fields are those of ``docs/result-model.md``."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

ResultForm = Literal["level", "ratio", "percent", "points", "share", "rank"]
Own = Literal["proposed", "variation", "baseline", "unknown"]


class Result(NamedTuple):
    """One number of a table of results.

    Attributes:
        table: Label of the table as the paper gives it.
        row: Row of its cell in the grid of head and body, from 0.
        col: Column of its cell, from 0.
        quote: The number as it stands in the cell.
        form: How the number states its result.
        value: The number with its magnitude multiplied out; a difference has its sign.
        uncertainty: What stands after ±, in the same unit.
        unit: Unit of the value, None where nothing tells.
        metric: Id of a metric in ``schema/metrics.toml``.
        metric_text: The words that name it.
        higher_is_better: Whether more of it is better, None where neither way is.
        system: What was measured.
        own: Whether the paper proposes it.
        dataset: Data sets, benchmarks and tasks.
        split: The part of the data.
        setting: What else holds for it.
        hardware: Platforms on which it was measured.
        baseline: For differences: what it is compared with.
        best: True where it is marked as the best of its column or row.
    """

    table: str
    row: int
    col: int
    quote: str
    form: ResultForm
    value: float
    uncertainty: float | None
    unit: str | None
    metric: str
    metric_text: str | None
    higher_is_better: bool | None
    system: str | None
    own: Own
    dataset: tuple[str, ...]
    split: str | None
    setting: tuple[str, ...]
    hardware: tuple[str, ...]
    baseline: str | None
    best: bool | None

    def as_dict(self) -> dict[str, Any]:
        """Return the result as a dictionary of JSON types, in the order of the fields."""
        return self._asdict()


RESULT_FIELDS: tuple[str, ...] = Result._fields
