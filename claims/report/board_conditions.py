"""The conditions of the results of a board: those that the database keeps, and the others read out of their words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import duckdb

from claims.report.board_source import Wanted, details_of
from claims.report.filters import Filters
from claims.store.conditions.condition import SEPARATOR, condition_of, leave_out_unsure
from claims.store.conditions.facets import Facet

if TYPE_CHECKING:
    import polars as pl


def with_conditions(
    connection: duckdb.DuckDBPyConnection,
    frame: pl.DataFrame,
    wanted: Wanted,
    filters: Filters,
    facets: Sequence[Facet],
) -> pl.DataFrame:
    """Return results with the column ``condition`` filled.

    Args:
        connection: From :func:`claims.store.connection.reading`.
        frame: Rows of :class:`claims.report.board_source.Found`; null where the database keeps no condition.
        wanted: What is ranked.
        filters: What it is restricted to.
        facets: The facets that matter.
    """
    import polars as pl  # noqa: PLC0415

    missing = frame.filter(pl.col("condition").is_null())["claim"].to_list()
    if not missing:
        return frame
    read = {}
    for claim, row in details_of(connection, wanted, missing).items():
        leave_out_unsure(row, filters.sure)
        told = condition_of(row, wanted.metric, facets, filters.dataset)
        read[claim] = SEPARATOR.join(told)
    new = pl.DataFrame(
        {"claim": list(read), "read": list(read.values())}, schema={"claim": pl.Int32, "read": pl.String}
    )
    joined = frame.join(new, on="claim", how="left", maintain_order="left")
    return joined.with_columns(condition=pl.coalesce("condition", "read")).drop("read")


def value_at(facet: int) -> pl.Expr:
    """Return the value of the facet at a place in the order of facets, for each row with a condition."""
    import polars as pl  # noqa: PLC0415

    return pl.col("condition").str.split(SEPARATOR).list.get(facet, null_on_oob=True)
