"""Lay out a table as text, for the width of a terminal so that no word is torn apart.

Where all columns fit side by side, with room for their words, they stand side by side. Where they do not, the
columns that a table can do without go on a line of their own below each row; where that does not help either,
each row becomes a block with a line for each column.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from rich.cells import cell_len

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table

_GAP = 3
_SMALL_GAP = 2
_LEAST_WIDTH = 14
"""A column is not made narrower, if what it holds is wider."""
_LONGEST_WORD = 20
"""A longer word may be broken."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column as people see it.

    Attributes:
        name: What the table calls it.
        title: Its heading.
        cells: One text for each row.
        is_number: Whether it stands to the right.
    """

    name: str
    title: str
    cells: Sequence[str]
    is_number: bool

    @property
    def natural(self) -> int:
        """The width that needs no line break."""
        return max(map(cell_len, (self.title, *self.cells)))

    @property
    def least(self) -> int:
        """The width that tears no word apart."""
        words = (word for text in (self.title, *self.cells) for word in text.split())
        longest = min(max(map(cell_len, words), default=1), _LONGEST_WORD)
        return max(longest, min(self.natural, _LEAST_WIDTH))


def lay_out(columns: Sequence[Column], width: int, below: Mapping[str, str] | None = None) -> RenderableType:
    """Return what shows a table on a terminal.

    Args:
        columns: All columns, none without rows of the others.
        width: Of the terminal, in characters.
        below: Columns that may go below each row, and how a value is said there: ``on {}``.
    """
    widths = column_widths(columns, width)
    if widths:
        return _side_by_side(columns, widths)
    main = [column for column in columns if column.name not in (below or {})]
    widths = column_widths(main, width, _SMALL_GAP) if below else []
    if below and widths:
        return _with_lines_below(main, widths, _said(columns, below))
    return _blocks(columns)


def plain_lines(columns: Sequence[Column]) -> Iterator[str]:
    """Yield the lines of a table whose lines may be of any length, for files and pipes.

    >>> list(plain_lines([Column("n", "n", ["1", "12"], True), Column("name", "name", ["A", "B"], False)]))
    ['', '  n   name', ' ─────────', '  1   A', ' 12   B', '']
    """
    widths = [column.natural for column in columns]
    yield ""
    yield _line([column.title for column in columns], columns, widths)
    yield f" {'─' * (sum(widths) + _GAP * (len(widths) - 1))}"
    for row in zip(*(column.cells for column in columns), strict=True):
        yield _line(row, columns, widths)
    yield ""


def _line(texts: Sequence[str], columns: Sequence[Column], widths: Sequence[int]) -> str:
    padded = (
        blank + text if column.is_number else text + blank
        for text, column, width in zip(texts, columns, widths, strict=True)
        for blank in (" " * (width - cell_len(text)),)
    )
    return f" {(' ' * _GAP).join(padded)}".rstrip()


def column_widths(columns: Sequence[Column], width: int, gap: int = _GAP) -> list[int]:
    """Return a width for each column, the widest ones narrowed first; none where there is too little room.

    >>> words = Column("a", "a", ["some words of no length at all"], False)
    >>> column_widths([words, Column("b", "b", ["12"], True)], 25)
    [19, 2]
    >>> column_widths([words, words], 25)
    []
    """
    room = width - gap * (len(columns) - 1) - 1
    natural = [column.natural for column in columns]
    if sum(natural) <= room:
        return natural
    least = [column.least for column in columns]
    if sum(least) > room:
        return []
    found = least
    for limit in range(_LEAST_WIDTH, room):
        widths = [min(most, max(few, limit)) for most, few in zip(natural, least, strict=True)]
        if sum(widths) > room:
            break
        found = widths
    return found


def _said(columns: Sequence[Column], below: Mapping[str, str]) -> list[str]:
    by_name = {column.name: column.cells for column in columns}
    said = [
        [phrase.format(text) if text else "" for text in by_name.get(name, ())]
        for name, phrase in below.items()
    ]
    return [" · ".join(filter(None, texts)) for texts in zip(*filter(None, said), strict=True)]


def _side_by_side(columns: Sequence[Column], widths: Sequence[int]) -> Table:
    from rich import box  # noqa: PLC0415 - only terminals need rich
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column, width in zip(columns, widths, strict=True):
        table.add_column(column.title, justify=_side(column), overflow="fold", width=width)
    for row in zip(*(column.cells for column in columns), strict=True):
        table.add_row(*map(Text, row))
    return table


def _with_lines_below(
    columns: Sequence[Column], widths: Sequence[int], below: Sequence[str]
) -> RenderableType:
    from rich.console import Group  # noqa: PLC0415
    from rich.padding import Padding  # noqa: PLC0415
    from rich.rule import Rule  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    def line(texts: Sequence[str], style: str = "") -> Table:
        grid = Table.grid(padding=(0, _SMALL_GAP, 0, 0))
        for column, width in zip(columns, widths, strict=True):
            grid.add_column(justify=_side(column), overflow="fold", width=width)
        grid.add_row(*(Text(text, style=style) for text in texts))
        return grid

    rows = zip(*(column.cells for column in columns), strict=True)
    indent = widths[0] + _SMALL_GAP
    parts: list[RenderableType] = [line([column.title for column in columns], "bold"), Rule(style="dim")]
    for row, text in zip(rows, below, strict=True):
        parts += [line(row), Padding(Text(text, style="dim"), (0, 0, 0, indent))]
    return Group("", *parts, "")


def _blocks(columns: Sequence[Column]) -> RenderableType:
    from rich.console import Group  # noqa: PLC0415
    from rich.rule import Rule  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    parts: list[RenderableType] = []
    for number, row in enumerate(zip(*(column.cells for column in columns), strict=True), 1):
        block = Table.grid(padding=(0, _SMALL_GAP, 0, 0))
        for column, text in zip(columns, row, strict=True):
            block.add_row(Text(column.title, style="bold"), Text(text, overflow="fold"))
        parts += [Rule(f"row {number}", align="left", style="dim"), block]
    return Group("", *parts, "")


def _side(column: Column) -> Literal["left", "right"]:
    return "right" if column.is_number else "left"
