"""What no run writes and a table may hold all the same: days that Python does not have, nulls in lists.

Rows leave the database by few doors (:func:`claims.store.query.query`, :func:`claims.store.connection.streamed_rows`,
batches of Arrow for exports), and each of them asks here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import MAXYEAR, MINYEAR, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars as pl


class OddValueError(Exception):
    """A table holds what no run writes; the text names the table or column."""


def refuse_odd_columns(frame: pl.DataFrame) -> None:
    """Make sure that a table holds no nulls in lists, and no days and years that Python does not have.

    Raises:
        OddValueError: It does.
    """
    for series in frame:
        if _is_odd(series):
            raise OddValueError(f"the column {series.name}")


def _is_odd(series: pl.Series) -> bool:
    import polars as pl  # noqa: PLC0415 - slow to import

    if series.name == _YEAR and series.dtype.is_integer():
        return not series.drop_nulls().is_between(MINYEAR, MAXYEAR).all()
    if series.dtype == pl.List:
        return series.explode(empty_as_null=False).null_count() > series.null_count()
    if series.dtype == pl.Date:
        return not series.drop_nulls().to_physical().is_between(min(_DAYS), max(_DAYS)).all()
    if series.dtype == pl.Datetime:
        return not series.drop_nulls().dt.timestamp("us").is_between(min(_MOMENTS), max(_MOMENTS)).all()
    return False


_YEAR = "year"
_DAYS = tuple((end - date(1970, 1, 1)).days for end in (date.min, date.max))
_MOMENTS = tuple(
    (end - datetime(1970, 1, 1)) // timedelta(microseconds=1) for end in (datetime.min, datetime.max)
)


def refuse_odd_rows(columns: Sequence[Sequence[Any]], found: Iterable[Sequence[Any]]) -> None:
    """Make sure of the same for rows as DuckDB gives them to Python: days that Python does not have are text there.

    Args:
        columns: Name and type of each column, and more, as DuckDB describes an answer.
        found: The rows.

    Raises:
        OddValueError: One of them holds something else.
    """
    lists = [place for place, column in enumerate(columns) if str(column[1]).endswith("[]")]
    days = [place for place, column in enumerate(columns) if str(column[1]).startswith(("DATE", "TIMESTAMP"))]
    if not lists and not days:
        return
    for row in found:
        for place in lists:
            if row[place] is not None and None in row[place]:
                raise OddValueError(f"the column {columns[place][0]}")
        for place in days:
            if isinstance(row[place], str):
                raise OddValueError(f"the column {columns[place][0]}")
