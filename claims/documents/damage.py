"""Signs that a table has lost its columns or rows on its way out of a PDF: it is refused with a reason, not guessed."""

from __future__ import annotations

import re
from collections.abc import Sequence

_FIGURE = r"-?\d+(?:,\d{3})*(?:\.\d+)?"
_NUMBER = re.compile(rf"(?<![\w.,]){_FIGURE}(?![\w.,])")
# Nothing but numbers with blanks between them: two rows or columns that ran together. Papers part the numbers of one
# cell by a slash, a sign or brackets, and thousands by thin blanks.
_ONLY_NUMBERS = re.compile(rf"{_FIGURE}%?(?: {_FIGURE}%?)+")
_THOUSANDS = re.compile(r"\d{1,3}(?: \d{3})+(?:\.\d+)?")
_SHARE = 0.05
_FEW = 2
_MANY = 3


def run_together(cells: Sequence[str]) -> str | None:
    """Return why cells do not look like those of one row and column each, None where they do.

    >>> run_together(["Model", "SCR PCR", "36.4 34.3"])
    'columns run together: several numbers in one cell'
    >>> run_together(["Model", "SCR", "36.4 ± 0.3", "12 500"])
    """
    merged = sum(_is_merged(t) for t in cells)
    if merged >= _FEW or merged > _SHARE * len(cells):
        return "columns run together: several numbers in one cell"
    return None


def _is_merged(text: str) -> bool:
    if _ONLY_NUMBERS.fullmatch(text) and not _THOUSANDS.fullmatch(text):
        return True
    return len(_NUMBER.findall(text)) >= _MANY and "/" not in text and "±" not in text
