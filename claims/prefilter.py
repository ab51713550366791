"""Which texts of a batch can hold a claim at all: most abstracts hold no number, and need no second look.

The whole batch is searched at once by polars, in a few microseconds a text.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from claims.spelled import GATES, MARKERS, PHRASES, WORDS

if TYPE_CHECKING:
    import polars as pl

_WORTH_POLARS = 32
"""Fewer texts are searched sooner than polars is imported."""
# What claims.markup undoes, besides characters beyond ASCII; "ſ" is an s to patterns that ignore case.
_MARKUP = r"[\\${}~&ſ]|\*\*|\(cid:"


class Promise(NamedTuple):
    """What a text holds.

    Attributes:
        numbers: True if it has digits, or words that may stand for a number.
        spelled: True if it has words that may stand for a number (twice, orders of magnitude).
        marked: True if it may have mark-up to undo.
    """

    numbers: bool = True
    spelled: bool = True
    marked: bool = True


def promises(texts: Sequence[str]) -> list[Promise]:
    """Tell for each text of a batch whether it may hold a number.

    Args:
        texts: Texts as their sources give them.

    Returns:
        What each text promises. A text without numbers has no claims.
    """
    if len(texts) < _WORTH_POLARS:
        return [Promise()] * len(texts)
    import polars as pl  # noqa: PLC0415 - slow to import, and a single text needs none

    column = pl.Series("text", texts, dtype=pl.String)
    small = column.str.to_lowercase()
    table = pl.DataFrame([column, small.alias("small")]).select(
        numbers=pl.col("text").str.contains("[0-9]"),
        spelled=_any(pl.col("small"), PHRASES),
        marked=pl.col("text").str.len_bytes() > pl.col("text").str.len_chars(),
        markup=pl.col("text").str.contains(_MARKUP),
        near=pl.col("small").str.contains(MARKERS),
    )
    spelled, numbers = table["spelled"], table["numbers"]
    near = (table["near"] & ~spelled).arg_true()
    spelled[near] = small[near].to_frame().select(_any(pl.col("text"), WORDS)).to_series()
    # Mark-up stands between words as well, or in them: there only the words themselves are asked for.
    unclear = (table["markup"] & ~spelled).arg_true()
    spelled[unclear] = column[unclear].str.contains_any(list(GATES))
    numbers |= spelled
    marked = table["markup"] | table["marked"]
    other = (marked & ~numbers).arg_true()
    numbers[other] = column[other].str.contains(r"\d")
    return list(map(Promise, numbers.to_list(), spelled.to_list(), marked.to_list()))


def _any(column: pl.Expr, patterns: Sequence[str]) -> pl.Expr:
    """Tell which texts match one of the patterns, each searched for alone."""
    import polars as pl  # noqa: PLC0415

    return pl.any_horizontal(column.str.contains(pattern) for pattern in patterns)
