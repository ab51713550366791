"""The lines of a table that hold systems: what they are called, and what lines of differences compare with what."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

from claims.tables.label import Label
from claims.tables.model import Own

_PAIRS = 2  # lines of differences from which on each belongs to the pair above it
_DELTA = re.compile(r"^[ΔδΔ∆]\s*")
_DIFFERENCES = frozenset({"points", "percent", "ratio"})


class ComparedLines:
    """Tells what stands in lines of systems and of the differences between them.

    Args:
        names: What the system of each line is called, in order.
        owners: Whose it is.
        differences: Lines that hold differences between others.
        over: What the caption says that all is compared with.
    """

    def __init__(
        self,
        names: Mapping[int, str],
        owners: Mapping[int, Own],
        differences: Collection[int],
        over: str = "",
    ) -> None:
        self._over = over
        self._names, self._owners, self._differences = names, owners, differences
        self._proposed = [line for line, own in owners.items() if own == "proposed"]
        self._from_to = all("→" in name for name in names.values())
        self._named: dict[str, int | None] = {}
        self._systems: dict[int, str | None] = {}

    def system(self, line: int) -> str | None:
        """Return the system of a line, None for a line without one."""
        if line not in self._systems:
            known = line in self._owners
            name = self._names[self.about(line)] if known else ""
            if self._from_to or line in self._differences:
                name = name.rpartition("→")[2].strip()
            self._systems[line] = name or None
        return self._systems[line]

    def about(self, line: int) -> int:
        """Return the line that a line of differences is about.

        Where each pair of lines has its differences below it, that is the line before; else that of the paper's
        system, or the last one before.
        """
        differences = self._differences
        if line not in differences:
            return line
        own = [i for i in self._proposed if i not in differences]
        if own and len(differences) == 1:
            return own[-1]
        return max((i for i in self._owners if i < line and i not in differences), default=line)

    def baseline(self, labels: Iterable[Label], form: str, line: int) -> str | None:
        """Return what a difference is compared with: what its head names, the system that is changed, or the first.

        Args:
            labels: The labels that hold for the number.
            form: How it states its result.
            line: Its line.
        """
        if form not in _DIFFERENCES or not self._owners:
            return (self._over or None) if form in _DIFFERENCES else None
        for label in labels:
            if label.difference and (found := self._line_named(_DELTA.sub("", label.text), line)) is not None:
                return self.system(found)
        if (other := self._pair_of(line)) is not None:
            return self.system(other)
        name = self._names[line] if line in self._owners else ""
        if "→" in name:
            return name.partition("→")[0].strip()
        if self._over:
            return self._over
        if form != "ratio" and self._owners.get(line) == "variation" and self._proposed:
            return self.system(self._proposed[0])
        return self.system(next(iter(self._owners)))

    def _pair_of(self, line: int) -> int | None:
        """Return the other line of the pair below which a line of differences stands, None for no such line."""
        if line not in self._differences or len(self._differences) < _PAIRS:
            return None
        before = [i for i in self._owners if i < self.about(line) and i not in self._differences]
        return before[-1] if before else None

    def _line_named(self, start: str, line: int) -> int | None:
        """Return the first line whose system begins with a name."""
        key = start.casefold()
        if key not in self._named:
            lines = (i for i in self._owners if key and self._names[i].casefold().startswith(key))
            self._named[key] = next(lines, None)
        found = self._named[key]
        return found if found != line else None
