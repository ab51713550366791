"""What the axes of a table say: the plan by which its cells are read."""

from __future__ import annotations

from dataclasses import dataclass, field

from claims.tables.axes import Axis


@dataclass
class Plan:
    """What the axes of a block say.

    Attributes:
        rows: Axes of the columns of labels.
        columns: Axes of the head rows.
        system: The axis that holds the names of systems; None where none does.
        joined: Head rows whose items belong to the names of systems above or below them.
        skipped: Columns of numbers that hold no results.
        settings: Of these the settings, by what they are called.
    """

    rows: list[Axis]
    columns: list[Axis]
    system: Axis | None = None
    joined: list[Axis] = field(default_factory=list)
    skipped: set[int] = field(default_factory=set)
    settings: dict[int, str] = field(default_factory=dict)

    @property
    def across(self) -> bool:
        """True where systems stand side by side and not one below the other."""
        return self.system is not None and self.system.way == "column"

    @property
    def axes(self) -> tuple[Axis, ...]:
        """All axes."""
        return (*self.rows, *self.columns)
