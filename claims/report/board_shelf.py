"""What a board shows of its rows: read when it is known which they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import duckdb

from claims.model import LINKED
from claims.report.board_source import Wanted, details_of
from claims.store.conditions.condition import leave_out_unsure
from claims.store.layout import BOARD
from claims.store.odd_values import OddValueError
from claims.store.query import query

if TYPE_CHECKING:
    import polars as pl

Row = dict[str, Any]


class Shelf:
    """Everything that is shown of the rows of one board, fetched at once."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        wanted: Wanted,
        sure: Mapping[str, float],
        types: Mapping[str, Any],
    ) -> None:
        """Begin with nothing.

        Args:
            connection: From :func:`claims.store.connection.reading`.
            wanted: What is ranked.
            sure: The least confidence of what is shown.
            types: Types of the columns that rows are ranked by.
        """
        self._connection = connection
        self._wanted = wanted
        self._sure = sure
        self._types = dict(types)
        self._details: dict[int, dict[str, Any]] = {}

    def names(self, *frames: pl.DataFrame) -> pl.DataFrame:
        """Return the identifiers (``name``) of the papers of all of these rows, by their numbers (``paper``)."""
        import polars as pl  # noqa: PLC0415

        papers = pl.concat([frame["paper"] for frame in frames]).unique().sort().to_list() or [0]
        return query(self._connection, _NAMES, {"papers": papers, "first": papers[0], "last": papers[-1]})

    def fetch(self, *frames: pl.DataFrame) -> None:
        """Read what is shown of all of these rows."""
        import polars as pl  # noqa: PLC0415

        claims = pl.concat([frame["claim"] for frame in frames]).unique().to_list()
        self._details = details_of(self._connection, self._wanted, claims)
        if not self._details.keys() >= {*claims}:  # no run leaves a result that is ranked and not there
            raise OddValueError(f"the table {BOARD}")
        for row in self._details.values():
            row["named"] = {name: row[name] for name in LINKED}
            row["unsure"] = leave_out_unsure(row, self._sure)

    def rows(self, frame: pl.DataFrame) -> list[Row]:
        """Return rows with all that is shown of them; a name that makes one doubtful is shown."""
        found = []
        for ranked_row in frame.iter_rows(named=True):
            row = {**self._details[ranked_row["claim"]], **ranked_row}
            if row["doubt"] in LINKED:
                row[row["doubt"]] = row["named"][row["doubt"]]
            found.append(row)
        return found

    def frame(self, lists: pl.DataFrame) -> pl.DataFrame:
        """Return the columns that a board has of some rows, with ``part``, ``group``, ``doubt`` and ``rank``."""
        return _frame(self.rows(lists), self._types, self._wanted)


_NAMES = """
    SELECT paper, id AS name FROM papers
    WHERE paper BETWEEN $first AND $last AND paper IN (SELECT unnest($papers::INTEGER[]))
"""


def _frame(rows: Sequence[Row], types: Mapping[str, Any], wanted: Wanted) -> pl.DataFrame:
    import polars as pl  # noqa: PLC0415

    value = ("level", "level_hi", "unit") if wanted.is_level else ("factor", "factor_hi")
    links = ("subject", "hardware", "workload") if wanted.is_level else LINKED
    types = {**types, **_types()}
    columns = [
        "part", "group", "doubt", "rank", *value, "claimed", "kind", *([] if wanted.is_level else ["average_factor"]),
        *links, "metric_text", "title", "year", "url", "paper_id", "rule", *(["place"] if wanted.is_level else []),
        "quote", "sentence", "claim", "date", "confidence", "unsure", "withdrawn", "review",
    ]  # fmt: skip
    frame = pl.DataFrame(
        {column: [row[column] for row in rows] for column in columns},
        schema={column: types[column] for column in columns},
    )
    if wanted.is_level:
        same = pl.col("level_hi") == pl.col("level")
        frame = frame.with_columns(level_hi=pl.when(same).then(None).otherwise(pl.col("level_hi")))
    return frame


def _types() -> dict[str, Any]:
    import polars as pl  # noqa: PLC0415

    texts = (
        "group", "doubt", "paper_id", "claimed", "subject", "baseline", "metric_text", "title", "url", "rule", "place",
        "quote", "sentence", "review",
    )  # fmt: skip
    lists = dict.fromkeys(("hardware", "workload", "unsure"), pl.List(pl.String))
    numbers = {
        "part": pl.UInt32,
        "rank": pl.Int64,
        "average_factor": pl.Float64,
        "confidence": pl.Float64,
        "year": pl.Int32,
    }
    return {**dict.fromkeys(texts, pl.String), **lists, **numbers, "withdrawn": pl.Boolean}
