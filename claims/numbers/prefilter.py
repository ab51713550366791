"""Which texts of a batch can hold a claim at all: most abstracts hold no number, and need no second look.

The whole batch is searched at once by polars, in a few microseconds a text.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from claims.numbers.intervals import MARKS
from claims.numbers.spelled import FACTOR, GATES, MARKERS, PHRASES, WORDS
from claims.text.markup import clean

if TYPE_CHECKING:
    import polars as pl

_WORTH_POLARS = 32
"""Fewer texts are searched sooner than polars is imported."""
# What claims.text.markup undoes, besides characters beyond ASCII.
_MARKUP = r"[\\${}~&]|\*\*|\(cid:"
# A numeral as claims.numbers.numerals lets it begin, or a little more; most digits stand in names. 3D is a name, too.
_NUMERAL = (
    r"(?:^|[^0-9A-Za-z_@#\\.^-])\d(?:[^D]|$|D[0-9A-Za-z_])|(?:^|[^A-Za-z0-9)\]])-\d"
    r"|(?:approx|sim|[Ss]ub-)\d|[\s\x1c-\x1f(]\.\d"
)
# They are letters of the alphabet to patterns that ignore case, but have no small letter that is one.
_ODD_LETTERS = "[ſıİ]"


class Promise(NamedTuple):
    """What a text holds.

    Attributes:
        numbers: True if it has numerals, or words that may stand for a number.
        phrases: True if it has phrases that may stand for a number (twice, orders of magnitude).
        words: True if it has number words that may count (three times).
        intervals: True if it may have intervals of confidence and the like.
        plain: The clean text; None where it has not been made.
    """

    numbers: bool = True
    phrases: bool = True
    words: bool = True
    intervals: bool = True
    plain: str | None = None


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

    text, small = pl.col("text"), pl.col("small")
    table = pl.DataFrame([pl.Series("text", texts, dtype=pl.String)])
    beyond = text.str.len_bytes() > text.str.len_chars()
    table = table.with_columns(beyond=beyond, marked=beyond | text.str.contains(_MARKUP))
    plain: list[str | None] = list(texts)
    marked = table["marked"].arg_true()
    if len(marked):
        worth = text.str.contains(r"\d") | text.str.contains_any(list(GATES))
        asked = table[marked].select(worth=worth)["worth"]
        for index, is_worth in zip(marked.to_list(), asked.to_list(), strict=True):
            plain[index] = clean(texts[index]) if is_worth else None
        table = table.with_columns(pl.Series("text", plain, dtype=pl.String).fill_null(""))
    table = table.with_columns(small=text.str.to_lowercase())
    found = table.select(
        digits=pl.col("beyond") | text.str.contains("[0-9]"),
        phrases=_any(small, PHRASES),
        words=small.str.contains(FACTOR),
        near=small.str.contains(MARKERS),
        intervals=text.str.contains(MARKS),
    )
    numbers = _again(found["digits"], table["text"], (_NUMERAL,))
    words = found["words"] | _again(found["near"], table["small"], WORDS)
    odd = _again(table["beyond"], table["text"], (_ODD_LETTERS,))
    phrases, words = found["phrases"] | odd, words | odd
    numbers |= phrases | words
    told = (numbers, phrases, words, found["intervals"])
    return list(map(Promise, *(each.to_list() for each in told), plain))


def _any(column: pl.Expr, patterns: Sequence[str]) -> pl.Expr:
    """Tell which texts match one of the patterns, each searched for alone."""
    import polars as pl  # noqa: PLC0415

    return pl.any_horizontal(column.str.contains(pattern) for pattern in patterns)


def _again(asked: pl.Series, column: pl.Series, patterns: Sequence[str]) -> pl.Series:
    """Tell which texts match one of the patterns, of those that the question is asked of."""
    import polars as pl  # noqa: PLC0415

    rows = asked.arg_true()
    answers = pl.repeat(value=False, n=len(column), eager=True)
    answers[rows] = column.to_frame("text")[rows].select(_any(pl.col("text"), patterns)).to_series()
    return answers
