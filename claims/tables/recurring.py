"""Lines whose numbers stand again: what an ablation calls "random" has the numbers of the paper's system elsewhere."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

Figures = frozenset[tuple[str, float]]
"""The numbers with decimals of a line, each with the head that it stands under."""

_LEAST = 2  # numbers that agree at least; one may be chance
_SHARE = 0.5


class Reached(NamedTuple):
    """What the lines of systems of a table hold.

    Attributes:
        own: Figures of the lines that say that they are the paper's.
        open: Figures of all lines where none says so.
    """

    own: tuple[Figures, ...] = ()
    open: tuple[Figures, ...] = ()

    def with_those_of(self, block: Reached) -> Reached:
        """Return the same with what the lines of another block of the table hold."""
        return Reached(self.own + block.own, self.open + block.open)


def told_by(lines: Mapping[int, Figures], named: Collection[int]) -> Reached:
    """Return what lines hold, by those that say that they are the paper's."""
    own = tuple(lines[line] for line in named if len(lines[line]) >= _LEAST)
    return Reached(own, () if named else tuple(lines.values()))


def stands_again(line: Figures, own: Iterable[Figures]) -> bool:
    """True where most numbers of a line are those of one of the paper's lines, below the same heads."""
    for each in own:
        shared = len(line & each)
        if shared >= _LEAST and shared >= _SHARE * min(len(line), len(each)):
            return True
    return False
