"""Put results that can be compared into groups, and rank the papers of each."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from claims.model import LINKED
from claims.report.board_source import Wanted
from claims.report.conditions import Facet, condition_of

Row = dict[str, Any]
Key = tuple[str, ...]

LEAST_PAPERS = 2
"""A group of fewer papers is no race."""


@dataclass(slots=True)
class Race:
    """Results that can be compared, the best of each paper, ranked.

    Attributes:
        key: What they have in common: the group asked for or the value of each facet, then the unit.
        rows: Best first, each with ``rank``.
        is_generic: Whether the name of the group stands for no one thing (state of the art).
    """

    key: Key
    rows: list[Row] = field(default_factory=list)
    is_generic: bool = False

    @property
    def papers(self) -> int:
        """The number of papers: each has one row."""
        return len(self.rows)


def hide_unsure(rows: Iterable[Row], sure: Mapping[str, float]) -> None:
    """Empty the links of rows that are less sure than is shown; ``unsure`` names them in each row."""
    for row in rows:
        confidence = row["link_confidence"] or {}
        row["unsure"] = [
            name
            for name in LINKED
            if row[name] and confidence.get(name) is not None and confidence[name] < sure[name]
        ]
        for name in row["unsure"]:
            row[name] = [] if isinstance(row[name], list) else None


def doubt_of(row: Row, sure: Mapping[str, float], asked: Iterable[str]) -> str:
    """Return what makes it doubtful that a row belongs on the board; ``""`` where nothing does."""
    # Nobody knows how sure results of tables are, nor what is suggested: who asks for these sees them.
    if row["confidence"] is not None and not row["confidence"] >= sure["claim"]:
        return "number"
    return next((name for name in asked if name in row["unsure"]), "")


def races(
    rows: Iterable[Row], wanted: Wanted, facets: Sequence[Facet], dataset: str | None = None
) -> list[Race]:
    """Group results by what they have in common, rank each group, the largest first.

    Args:
        rows: Results, links that are not sure emptied.
        wanted: What is ranked.
        facets: What makes the groups where none are asked for.
        dataset: The data set that is asked for.
    """
    found: dict[Key, list[Row]] = {}
    for row in rows:
        key = (row["group"] or "",) if wanted.by else condition_of(row, wanted.metric, facets, dataset)
        row["condition"] = key
        found.setdefault((*key, row["unit"] or "" if wanted.is_level else ""), []).append(row)
    made = [
        Race(key, ranked(members, wanted), bool(members[0]["group_generic"]))
        for key, members in found.items()
    ]
    return sorted(made, key=lambda race: _order(race, wanted, facets))


def _order(race: Race, wanted: Wanted, facets: Sequence[Facet]) -> tuple[Any, ...]:
    if wanted.by == "year":
        return (race.key,)
    is_unknown = not wanted.by and any(
        facet.unknown and not value for facet, value in zip(facets, race.key, strict=False)
    )
    return (is_unknown, race.is_generic, -race.papers, race.key)


def ranked(rows: Iterable[Row], wanted: Wanted) -> list[Row]:
    """Return the best row of each paper, best first, with ``rank``; equal values share one.

    An average of the same paper goes along with a value that is none, as ``average_factor``.
    """
    best: dict[int, Row] = {}
    average: dict[int, float] = {}
    for row in sorted(rows, key=lambda row: (_worst_first(row, wanted), row["kind"], row["quote_start"])):
        best.setdefault(row["paper"], row)
        if row["kind"] == "average" and row["factor"] is not None:
            average[row["paper"]] = max(average.get(row["paper"], -math.inf), row["factor"])
    ordered = sorted(
        best.values(), key=lambda row: (_worst_first(row, wanted), row["kind"], str(row["paper_id"]))
    )
    before, rank = None, 0
    for place, row in enumerate(ordered, 1):
        value = round(_worst_first(row, wanted), 6) if not wanted.is_level else _worst_first(row, wanted)
        rank = rank if value == before else place
        before = value
        row["rank"] = rank
        row["average_factor"] = average.get(row["paper"]) if row["kind"] != "average" else None
    return ordered


def value_of(row: Mapping[str, Any], wanted: Wanted) -> float:
    """Return what decides the rank of a row: the end of a range that promises less."""
    if not wanted.is_level:
        return float(row["factor"])
    ends = [row["level"], row["level_hi"] if row["level_hi"] is not None else row["level"]]
    return float(ends[0] if wanted.better == "more" else ends[1])


def _worst_first(row: Row, wanted: Wanted) -> float:
    """Return a number to sort by: the best value has the least."""
    value = value_of(row, wanted)
    if math.isnan(value):
        return math.inf
    return -value if not wanted.is_level or wanted.better == "more" else value


def records(rows: Iterable[Row], wanted: Wanted) -> list[Row]:
    """Return the rows that were the best of their time, the first first: none of an earlier day is as good."""
    best = math.inf
    found = []
    dated = [row for row in rows if row["date"] is not None]
    for row in sorted(dated, key=lambda row: (row["date"], _worst_first(row, wanted), str(row["paper_id"]))):
        if _worst_first(row, wanted) < best:
            best = _worst_first(row, wanted)
            found.append(row)
    return found
