"""Rank papers by what they claim for one metric, like with like, and say what is left out.

Results share a list where they share all conditions that are known: data set, kind of measure, setting, kind of
machine, unit. Best cases and averages share one with a column that tells them apart. A paper has one row in each
group; the end of a range that promises less decides its rank.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import duckdb

from claims.report.board import Board, Group
from claims.report.board_conditions import value_at, with_conditions
from claims.report.board_groups import (
    LEAST_PAPERS,
    Race,
    apart,
    bests,
    by_unit,
    first,
    in_order,
    races,
    ranked,
    records,
    side_by_side,
    with_races,
)
from claims.report.board_notes import Told, notes_of
from claims.report.board_shelf import Shelf
from claims.report.board_source import Found, Wanted, find_results
from claims.report.figures import unit_sign
from claims.report.filters import Filters
from claims.report.question import By, Question, read_question
from claims.store.conditions.condition import SEPARATOR, values_in
from claims.store.conditions.facets import Facet, facets_of
from claims.store.query import query

if TYPE_CHECKING:
    import polars as pl

_MANY_TIMES = 10
_BESIDE = ("group", "doubt")
"""Columns of the lists beside the ranked ones, one for each: what stands alone, and what is doubtful."""
MOST_GROUPS = 12
"""Groups that are shown where they are asked for."""
USUAL_GROUPS = 4
"""Groups that are shown where conditions make them."""


def board_of(
    connection: duckdb.DuckDBPyConnection,
    question: str,
    *,
    filters: Filters,
    levels: bool | None = None,
    by: By | None = None,
    top: int = 20,
    most_groups: int | None = None,
) -> Board:
    """Answer a question for a leaderboard.

    Args:
        connection: From :func:`claims.store.connection.reading`.
        question: A metric by id or any name, or a unit; with a place, what it is compared with, groups, too:
            "latency on phones", "speedup over vLLM", "tokens per second on A100 by year", "best so far on ImageNet".
        filters: What it is restricted to, besides what the question says.
        levels: Whether absolute values are ranked, or improvement factors; None lets the question decide, and
            what there is.
        by: Rank within groups that have this in common.
        top: Number of rows of each group.
        most_groups: Number of groups; None for the usual number.

    Raises:
        ClaimsError: The question names no metric.
    """
    asked = read_question(connection, question)
    is_level = asked.is_level if levels is None else levels
    filters = replace(
        filters,
        baseline=filters.baseline or asked.baseline,
        hardware=filters.hardware or asked.hardware,
        workload=filters.workload or asked.workload,
        measure=filters.measure or asked.measure,
        unit=asked.unit,
    )
    by = by or asked.by
    wanted = Wanted(
        metric=asked.metric,
        called=asked.called or "",
        better=asked.better,
        is_level=is_level,
        by=by,
        # Most databases hold none, and to plan for them takes as long as to read the others.
        has_tables=not query(connection, "SELECT 1 FROM table_results LIMIT 1").is_empty(),
    )
    maker = _Maker(
        connection, asked, wanted, filters, top, most_groups or (MOST_GROUPS if by else USUAL_GROUPS)
    )
    found = maker.find()
    if levels is None and not (is_level or asked.baseline) and found.levels > _MANY_TIMES * found.factors > 0:
        # Few say how much better it is of what nearly all say how much it is: frame rates, power.
        is_level = True
        maker.wanted = replace(wanted, is_level=True)
        found = maker.find()
    other = found.factors if is_level else found.levels
    if levels is None and found.rows.is_empty() and other:
        maker.wanted = replace(wanted, is_level=not is_level)
        maker.instead = "levels" if is_level else "improvement factors"
        found = maker.find()
    if found.rows.is_empty() and not other and filters.places.keys() & {"hardware", "workload"}:
        found = maker.find_mentioned(either_form=levels is None) or found
    return maker.board(found)


class _Maker:
    """Makes a board out of what was found."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        asked: Question,
        wanted: Wanted,
        filters: Filters,
        top: int,
        most_groups: int,
    ) -> None:
        self.connection = connection
        self.asked = asked
        self.wanted = wanted
        self.filters = filters
        self.top = top
        self.most_groups = most_groups
        self.instead = ""
        self._varying: frozenset[int] = frozenset()
        topics = query(connection, "SELECT topic FROM metrics WHERE metric = ?", [wanted.metric])[
            "topic"
        ].to_list()
        self._topic = topics[0] if topics else None

    @property
    def _facets(self) -> tuple[Facet, ...]:
        return facets_of(self.wanted.metric, self._topic, is_level=self.wanted.is_level)

    @property
    def _measure(self) -> dict[str, str]:
        """The value of facets that the words for the measure tell; where none, the words themselves are looked for."""
        words = self.filters.measure
        return values_in(words, self.wanted.metric, self._facets) if words else {}

    def find(self) -> Found:
        """Return the results that pass what is asked for in SQL."""
        filters = replace(self.filters, measure=None) if self._measure else self.filters
        return find_results(self.connection, self.wanted, filters)

    def find_mentioned(self, *, either_form: bool) -> Found | None:
        """Return the results whose sentences name the place asked for, where none is known to be of it."""
        before = self.wanted, self.filters
        self.filters = replace(self.filters, mentioned=True)
        for is_level in (self.wanted.is_level, not self.wanted.is_level)[: 1 + either_form]:
            self.wanted = replace(self.wanted, is_level=is_level)
            found = self.find()
            if not found.rows.is_empty():
                return found
        self.wanted, self.filters = before
        return None

    def board(self, found: Found) -> Board:
        """Return the board: what is sure in groups and ranked, what is not beside them."""
        import polars as pl  # noqa: PLC0415

        facets = self._facets
        rows, other_measures = self._of_measure(found.rows)
        certain, of_years = self._alike_over_years(rows.filter(pl.col("doubt") == ""))
        if not self.wanted.by:
            certain = self._with_conditions(certain)
        placed = ranked(with_races(certain, self.wanted, facets), self.wanted, ["race"])
        every = races(placed, self.wanted, facets)
        least = 1 if self.wanted.by == "year" else LEAST_PAPERS
        large = [race for race in every if race.papers >= least]
        small = [race for race in every if race.papers < least]
        if not large and len(small) == 1 and not self.wanted.by:
            large, small = small, []
        shown = large[-self.most_groups :] if self.wanted.by == "year" else large[: self.most_groups]
        self._varying = _varying([race.key for race in (*large, *small)])
        alone = [] if self.wanted.by else [race.name for race in small]
        others = by_unit(
            placed.filter(pl.col("race").is_in(alone)).drop("rank", "average_factor"), self.wanted
        )
        doubtful = rows.filter(pl.col("doubt") != "").join(
            certain, on="paper", how="anti", maintain_order="left"
        )
        perhaps = by_unit(doubtful, self.wanted)
        of_race = {race.name: placed.filter(pl.col("race") == race.name) for race in shown}
        history = self._over_years(placed)
        shelf = Shelf(self.connection, self.wanted, self.filters.sure, found.rows.schema)
        firsts = first(side_by_side([others, perhaps, *of_race.values()]), self.top)
        best = bests(side_by_side([history, *of_race.values()]))
        names = shelf.names(firsts, best)
        firsts, best = self._named(in_order(firsts, names, self.top)), records(best, names)
        shelf.fetch(firsts, best)
        first_others, first_perhaps, *first_of_races = apart(shelf.frame(firsts), len(_BESIDE) + len(shown))
        all_records, *records_of_races = apart(shelf.frame(best), 1 + len(shown))
        told = Told(
            wanted=self.wanted,
            filters=self.filters,
            found=found,
            shown=shelf.rows(firsts.filter(pl.col("part") >= len(_BESIDE))),
            cut=sum(max(0, race.papers - self.top) for race in shown),
            others=others.height,
            perhaps=perhaps.height,
            top=self.top,
            groups_left_out=tuple((self._name(race.key), race.papers) for race in large if race not in shown),
            other_measures=other_measures,
            instead=self.instead,
            generic=tuple(self._name(race.key) for race in shown if race.is_generic),
            of_years=of_years,
        )
        days = [
            day for frame in of_race.values() for day in (frame["date"].min(), frame["date"].max()) if day
        ]
        return Board(
            title=": ".join(filter(None, (_title(self.wanted, self.filters), of_years))),
            metric=self.wanted.called or self.wanted.metric,
            better=self.wanted.better,
            is_level=self.wanted.is_level,
            by=self.wanted.by,
            groups=tuple(
                self._group(race, rows.drop(_BESIDE), best.drop(_BESIDE))
                for race, rows, best in zip(shown, first_of_races, records_of_races, strict=True)
            ),
            others=first_others.drop("doubt", "rank"),
            perhaps=first_perhaps.drop("group", "rank"),
            groups_left_out=tuple(told.groups_left_out),
            notes=tuple(notes_of(self.connection, told)),
            records=all_records.drop(_BESIDE),
            shows_records=self.asked.so_far or self.wanted.by == "year",
            data_from=(min(days), max(days)) if days else None,
        )

    def _with_conditions(self, rows: pl.DataFrame) -> pl.DataFrame:
        return with_conditions(self.connection, rows, self.wanted, self.filters, self._facets)

    def _alike_over_years(self, rows: pl.DataFrame) -> tuple[pl.DataFrame, str]:
        """Keep of a board by year the conditions of most papers: years of different races tell nothing.

        Returns:
            These rows, and the name of their conditions; "" where there are no others.
        """
        if self.wanted.by != "year":
            return rows, ""
        any_year = replace(self.wanted, by=None)
        rows = with_races(self._with_conditions(rows), any_year, self._facets)
        by_conditions = races(rows.unique(["race", "paper"], maintain_order=True), any_year, self._facets)
        if len(by_conditions) < 2:
            return rows, ""
        self._varying = _varying([race.key for race in by_conditions])
        most = by_conditions[0]
        return rows.filter(rows["race"] == most.name), self._conditions(most.key)

    def _of_measure(self, rows: pl.DataFrame) -> tuple[pl.DataFrame, int]:
        """Return the rows of the measure asked for, and how many are of others."""
        wanted = self._measure
        if not wanted:
            return rows, 0
        rows = self._with_conditions(rows)
        for place, facet in enumerate(self._facets):
            if facet.name in wanted:
                kept = rows.filter(value_at(place) == wanted[facet.name])
                rows, before = kept, rows.height
        return rows, before - rows.height

    def _named(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Return lists with the names of their conditions as ``group``, where their rows stand alone: in the first."""
        import polars as pl  # noqa: PLC0415

        places = zip(rows["part"], rows["race"], strict=True)
        names = [None if part else self._name(tuple(race.split(SEPARATOR))) for part, race in places]
        return rows.with_columns(group=pl.Series(names, dtype=pl.String))

    def _name(self, key: Sequence[str]) -> str:
        """Return the name of a group: what was asked for, or what differs between the groups."""
        if not self.wanted.by:
            return self._conditions(key)
        value, unit = key[0] or f"{self.wanted.by} not told", key[-1]
        return f"{value}, {_in_unit(unit)}" if len(key) - 1 in self._varying else value

    def _conditions(self, key: Sequence[str]) -> str:
        """Return the values of facets that differ between the groups, in words."""
        *values, unit = key
        parts = [
            value or facet.silent
            for place, (value, facet) in enumerate(zip(values, self._facets, strict=True))
            if place in self._varying
        ]
        parts += [_in_unit(unit)] if len(values) in self._varying else []
        name = ", ".join(filter(None, parts))
        return name or ("usual conditions" if self._varying else "")

    def _over_years(self, placed: pl.DataFrame) -> pl.DataFrame:
        """Return the ranked rows of all years, those in the most frequent unit."""
        if self.wanted.by != "year":
            return placed.clear()
        rows = by_unit(placed.drop("rank", "average_factor"), self.wanted)
        return rows.filter(rows["unit"].eq_missing(rows["unit"].head(1))) if self.wanted.is_level else rows

    def _group(self, race: Race, rows: pl.DataFrame, records: pl.DataFrame) -> Group:
        names = [self.wanted.by] if self.wanted.by else [facet.name for facet in self._facets]
        return Group(
            name=self._name(race.key),
            condition={str(name): value for name, value in zip(names, race.key, strict=False)},
            unit=race.key[-1] if self.wanted.is_level else None,
            papers=race.papers,
            rows=rows,
            records=records,
        )


def _varying(keys: Sequence[Sequence[str]]) -> frozenset[int]:
    """Return which members of keys differ between them."""
    columns = zip(*keys, strict=True)
    return frozenset(place for place, values in enumerate(columns) if len(set(values)) > 1)


def _in_unit(unit: str) -> str:
    return f"in {unit_sign(unit) or 'plain numbers'}"


def _title(wanted: Wanted, filters: Filters) -> str:
    words = (wanted.called or wanted.metric).replace("_", " ")
    parts = [f"{words[:1].upper()}{words[1:]}: {'levels' if wanted.is_level else 'improvement factors'}"]
    parts += [f"in {filters.unit}"] if filters.unit and wanted.is_level else []
    parts += [f"({filters.measure})"] if filters.measure else []
    parts += [f"over {filters.baseline}"] if filters.baseline else []
    parts += [f"on {filters.hardware}"] if filters.hardware else []
    parts += [f"for {filters.workload}"] if filters.workload else []
    parts += [f"since {filters.since}"] if filters.since else []
    parts += [f"by {wanted.by}"] if wanted.by else []
    return " ".join(parts)
