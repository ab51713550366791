"""Lines whose numbers stand again: what an ablation calls "random" has the numbers of the paper's system elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

Figures = frozenset[tuple[str, float]]
"""The numbers with decimals of a line, each with the head that it stands under."""

_LEAST = 2  # numbers that agree at least; one may be chance
_SHARE = 0.5
_MOST_LINES = 20  # a number of more lines tells none of them


class OwnLines(NamedTuple):
    """What the lines of systems of a table hold.

    Attributes:
        own: Figures of the lines that say that they are the paper's.
        open: Figures of all lines where none says so.
    """

    own: tuple[Figures, ...] = ()
    open: tuple[Figures, ...] = ()

    def with_those_of(self, block: OwnLines) -> OwnLines:
        """Return the same with what the lines of another block of the table hold."""
        return OwnLines(self.own + block.own, self.open + block.open)


def told_by(lines: Mapping[int, Figures], named: Collection[int]) -> OwnLines:
    """Return what lines hold, by those that say that they are the paper's."""
    own = tuple(lines[line] for line in named if len(lines[line]) >= _LEAST)
    return OwnLines(own, () if named else tuple(lines.values()))


class Reached:
    """The figures of the paper's own lines, where they are sought in others.

    Args:
        own: Figures of the lines that say that they are the paper's.
    """

    def __init__(self, own: Iterable[Figures] = ()) -> None:
        lines = tuple(dict.fromkeys(own))
        self._sizes = [len(each) for each in lines]
        self._lines: dict[tuple[str, float], list[int]] = {}
        for i, figures in enumerate(lines):
            for figure in figures:
                self._lines.setdefault(figure, []).append(i)

    def __bool__(self) -> bool:
        return bool(self._lines)

    def hold(self, line: Figures) -> bool:
        """True where most numbers of a line are those of one of the paper's lines, below the same heads."""
        shared = Counter(
            i for figure in line if len(of := self._lines.get(figure, ())) <= _MOST_LINES for i in of
        )
        return any(n >= _LEAST and n >= _SHARE * min(len(line), self._sizes[i]) for i, n in shared.items())
