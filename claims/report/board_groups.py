"""Put results that can be compared into groups, and rank the papers of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from claims.report.board_source import Wanted
from claims.store.conditions.condition import SEPARATOR
from claims.store.conditions.facets import Facet

if TYPE_CHECKING:
    import polars as pl

Key = tuple[str, ...]

LEAST_PAPERS = 2
"""A group of fewer papers is no race."""


@dataclass(frozen=True, slots=True)
class Race:
    """Results that can be compared: a group by the name that its rows have in the column ``race``.

    Attributes:
        name: What its rows have there: the group asked for or the condition, then the unit.
        papers: Number of papers: each has one row.
        is_generic: Whether the name of the group stands for no one thing (state of the art).
    """

    name: str
    papers: int
    is_generic: bool

    @property
    def key(self) -> Key:
        """What they have in common: the group asked for or the value of each facet, then the unit."""
        return tuple(self.name.split(SEPARATOR))


def with_races(frame: pl.DataFrame, wanted: Wanted, facets: Sequence[Facet]) -> pl.DataFrame:
    """Return results with the column ``race``: the group asked for, or the condition, and the unit of levels.

    Args:
        frame: Rows of :class:`claims.report.board_source.Found`, with ``condition`` where no group is asked for.
        wanted: What is ranked.
        facets: What conditions are made of.
    """
    import polars as pl  # noqa: PLC0415

    unit = pl.col("unit").fill_null("") if wanted.is_level else pl.lit("")
    parts = (
        [pl.col("group").fill_null("")]
        if wanted.by
        else [pl.col("condition").fill_null("")]
        if facets
        else []
    )
    return frame.with_columns(pl.concat_str([*parts, unit], separator=SEPARATOR).alias("race"))


def races(rows: pl.DataFrame, wanted: Wanted, facets: Sequence[Facet]) -> list[Race]:
    """Return the groups of ranked rows, the largest first; what nobody has told the conditions of comes last.

    Args:
        rows: From :func:`ranked` over ``race``.
        wanted: What is ranked.
        facets: What makes the groups where none are asked for.
    """
    import polars as pl  # noqa: PLC0415

    counted = rows.group_by("race").agg(pl.len().alias("papers"), pl.col("group_generic").first())
    made = [Race(name, papers, bool(is_generic)) for name, papers, is_generic in counted.iter_rows()]
    return sorted(made, key=lambda race: _order(race, wanted, facets))


def _order(race: Race, wanted: Wanted, facets: Sequence[Facet]) -> tuple[Any, ...]:
    if wanted.by == "year":
        return (race.key,)
    is_unknown = not wanted.by and any(
        facet.unknown and not value for facet, value in zip(facets, race.key, strict=False)
    )
    return (is_unknown, race.is_generic, -race.papers, race.key)


def ranked(frame: pl.DataFrame, wanted: Wanted, over: Sequence[str] = ()) -> pl.DataFrame:
    """Return the best row of each paper, best first, with ``rank``; equal values share one.

    An average of the same paper goes along with a value that is none, as ``average_factor``.

    Args:
        frame: Results.
        wanted: What is ranked.
        over: Columns that have to be equal for rows to be ranked together.
    """
    import polars as pl  # noqa: PLC0415

    paper = [*over, "paper"]
    average = (
        frame.filter((pl.col("kind") == "average") & pl.col("factor").is_not_null())
        .group_by(paper)
        .agg(pl.col("factor").max().alias("average_factor"))
    )
    value = pl.col("worst").round(6) if not wanted.is_level else pl.col("worst")
    place = value.rank("min")
    return (
        frame.with_columns(_worst_first(wanted).alias("worst"))
        # Of papers that are as good, :func:`first` tells which comes first, where it is seen.
        .sort("worst", "kind", "paper", "quote_start", "claim")
        .unique(paper, keep="first", maintain_order=True)
        .with_columns((place.over(*over) if over else place).cast(pl.Int64).alias("rank"))
        .join(average, on=paper, how="left", maintain_order="left")
        .with_columns(pl.when(pl.col("kind") != "average").then("average_factor").alias("average_factor"))
    )


def _worst_first(wanted: Wanted) -> pl.Expr:
    """Return a number to sort by, of which the best value has the least: the end of a range that promises less."""
    import polars as pl  # noqa: PLC0415

    if not wanted.is_level:
        number = -pl.col("factor")
    elif wanted.better == "more":
        number = -pl.col("level")
    else:
        number = pl.coalesce("level_hi", "level")
    return number.fill_nan(float("inf"))


def by_unit(frame: pl.DataFrame, wanted: Wanted) -> pl.DataFrame:
    """Return the best row of each paper for each unit, those in the most frequent unit first."""
    import polars as pl  # noqa: PLC0415

    if not wanted.is_level:
        return ranked(frame, wanted)
    units = frame.group_by("unit").len().sort("len", "unit", descending=[True, False])["unit"].to_list()
    parts = [ranked(frame.filter(pl.col("unit").eq_missing(pl.lit(unit))), wanted) for unit in units]
    return pl.concat(parts) if parts else ranked(frame, wanted)


def side_by_side(lists: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Return several lists as one, with the number of each as ``part``: what is done to all is done once."""
    import polars as pl  # noqa: PLC0415

    return pl.concat(
        [rows.with_columns(pl.lit(part, pl.UInt32).alias("part")) for part, rows in enumerate(lists)],
        how="diagonal",
    )


def apart(rows: pl.DataFrame, number: int) -> list[pl.DataFrame]:
    """Return the lists of :func:`side_by_side`, of which there are so many."""
    found = rows.partition_by("part", as_dict=True, maintain_order=True)
    none = rows.clear()
    return [found.get((part,), none).drop("part") for part in range(number)]


def first(rows: pl.DataFrame, number: int) -> pl.DataFrame:
    """Return the first rows of each list, and those that are as good as the last of them: names tell their order.

    Args:
        rows: Lists from :func:`ranked`, side by side.
        number: How many of each will be shown, once :func:`in_order` has told the order.
    """
    import polars as pl  # noqa: PLC0415

    last = (pl.col(name).slice(number - 1, 1).first().over("part") for name in _AS_GOOD)
    as_good = pl.all_horizontal(
        pl.col(name).eq_missing(value) for name, value in zip(_AS_GOOD, last, strict=True)
    )
    return rows.filter((_place() < number) | as_good)


_AS_GOOD = ("unit", "worst", "kind")


def _place() -> pl.Expr:
    import polars as pl  # noqa: PLC0415

    return pl.int_range(pl.len()).over("part")


def in_order(rows: pl.DataFrame, names: pl.DataFrame, number: int) -> pl.DataFrame:
    """Return the first rows of each list, those that are as good in the order of their papers' names.

    Args:
        rows: From :func:`first`.
        names: Identifiers of papers (``name``), by their numbers (``paper``).
        number: How many of each are shown.
    """
    import polars as pl  # noqa: PLC0415

    as_good = pl.struct("part", *_AS_GOOD).rle_id().alias("place")
    sorted_rows = _named(rows, names).with_columns(as_good).sort("place", "name", "quote_start", "claim")
    return sorted_rows.filter(_place() < number).drop("place", "name")


def bests(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of which some were the best of their time: none of an earlier day is as good.

    Args:
        rows: Lists from :func:`ranked`, side by side.
    """
    import polars as pl  # noqa: PLC0415

    dated = rows.filter(pl.col("date").is_not_null())
    days = dated.group_by("part", "date").agg(pl.col("worst").min()).sort("part", "date")
    before = pl.col("worst").cum_min().shift(1, fill_value=float("inf")).over("part")
    better = days.filter(pl.col("worst") < before)
    return rows.join(better, on=["part", "date", "worst"], how="semi", maintain_order="left")


def records(rows: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """Return the rows that were the best of their time, the first first; of several of one day, one.

    Args:
        rows: From :func:`bests`.
        names: Identifiers of papers (``name``), by their numbers (``paper``).
    """
    found = _named(rows, names).sort("part", "date", "name", "claim")
    return found.unique(["part", "date"], keep="first", maintain_order=True).drop("name")


def _named(rows: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    return rows.join(names, on="paper", how="left", maintain_order="left")
