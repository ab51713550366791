"""A leaderboard as it is shown, written and browsed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from claims.report.board_notes import Note
from claims.report.question import By

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Results that can be compared: one list with one row of ranks.

    Attributes:
        name: What they have in common, in words: ``ImageNet, top-1``; "" where it is all that the board holds.
        condition: The same by facet: ``{"dataset": "ImageNet", "measure": "top-1"}``; values may be "" (not told).
        unit: Unit of the levels; None for factors.
        papers: Number of papers; ``rows`` may hold fewer.
        rows: One row for each paper, best first. Columns: see :attr:`Board.rows`.
        records: Those that were the best of their time, first to last; of all papers of the group.
    """

    name: str
    condition: Mapping[str, str]
    unit: str | None
    papers: int
    rows: pl.DataFrame
    records: pl.DataFrame


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """A leaderboard: groups of like results, what may belong to them, what does not, and why.

    Attributes:
        title: What is ranked, in words.
        metric: Id of the metric, or the name that papers give it where no list has it.
        better: Which way the metric is better: ``more`` or ``less``.
        is_level: Whether levels are ranked, or improvement factors.
        by: What groups were asked for; None where conditions make them.
        groups: The lists, those of most papers first; what nobody has told the conditions of comes last.
        others: Rows that share their conditions with no other paper: without ranks, best first; the column
            ``group`` tells the conditions.
        perhaps: Rows that may belong here, but are less sure: without ranks, best first; the column ``doubt``
            tells of what (number, workload, hardware, baseline).
        groups_left_out: Names and numbers of papers of further groups.
        notes: What a reader has to know to compare the rows, and what was left out.
        records: Where groups are years: the rows that were the best of their time, first to last.
        shows_records: Whether the question asks for the best of its time.
        data_from: First and last day of the papers in the groups; None where they tell none.
    """

    title: str
    metric: str
    better: str
    is_level: bool
    by: By | None
    groups: tuple[Group, ...]
    others: pl.DataFrame
    perhaps: pl.DataFrame
    groups_left_out: tuple[tuple[str, int], ...]
    notes: tuple[Note, ...]
    records: pl.DataFrame
    shows_records: bool = False
    data_from: tuple[Any, Any] | None = None

    @property
    def every_row(self) -> pl.DataFrame:
        """All rows with the columns ``standing`` (ranked, alone, perhaps), ``group`` and ``doubt``; for programs."""
        import polars as pl  # noqa: PLC0415

        text = pl.lit(None, pl.String)
        standings = [(group.rows, "ranked", pl.lit(group.name), text) for group in self.groups]
        standings.append((self.others, "alone", pl.col("group"), text))
        standings.append((self.perhaps, "perhaps", text, pl.col("doubt")))
        columns = [name for name in self.others.columns if name != "group"]
        return pl.concat(
            rows.select(
                pl.lit(standing).alias("standing"),
                group.alias("group"),
                (pl.col("rank") if standing == "ranked" else pl.lit(None, pl.Int64)).alias("rank"),
                *columns,
                doubt.alias("doubt"),
            )
            for rows, standing, group, doubt in standings
        )

    @property
    def rows(self) -> pl.DataFrame:
        """The ranked rows of all groups as one frame, with the column ``group`` where there are several groups.

        Columns: ``rank``; ``factor``, ``factor_hi``, ``average_factor`` or ``level``, ``level_hi``, ``unit``;
        ``claimed``, ``kind``, ``subject``, ``baseline``, ``hardware``, ``workload``, ``metric_text``, ``title``,
        ``date``, ``year``, ``url``, ``paper_id``, ``claim``, ``confidence``, ``unsure`` (names of links that were
        left empty), ``withdrawn``, ``rule``, ``place``, ``quote``, ``sentence``.
        """
        import polars as pl  # noqa: PLC0415

        if not self.groups:
            return self.every_row.clear().drop("standing", "doubt", "group")
        if len(self.groups) == 1 and self.by is None:
            return self.groups[0].rows
        named = [group.rows.select(pl.lit(group.name).alias("group"), pl.all()) for group in self.groups]
        return pl.concat(named)
