"""Whether the program holds where somebody wants it to break: each module is one part of ``make torture``."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Effort:
    """How hard the parts try.

    Attributes:
        seed: Decides what is drawn at random, where a part does not fix its own seed.
        scale: 1 for the whole of it; a hundredth of the texts, kills and megabytes is 0.01.
        folder: An empty folder of their own.
    """

    seed: int
    scale: float
    folder: Path

    def share(self, whole: int) -> int:
        """Return how many of a number are tried: one at least."""
        return max(1, round(whole * self.scale))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one kind of attempt.

    Attributes:
        what: The kind, for a row of the table.
        tried: How many attempts there were.
        breaches: One line for each attempt that did not end as promised.
        note: What was measured.
    """

    what: str
    tried: int
    breaches: Sequence[str] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A kind of torture.

    Attributes:
        name: What ``--only`` takes.
        about: One line: what must hold.
        run: Does it, and yields what came of each kind of attempt.
    """

    name: str
    about: str
    run: Callable[[Effort], Iterator[Outcome]]


def parts() -> dict[str, Part]:
    """Return all parts by their names: each module of this package that has a ``PART`` is one."""
    modules = (importlib.import_module(f"{__name__}.{m.name}") for m in pkgutil.iter_modules(__path__))
    found = (getattr(module, "PART", None) for module in modules)
    return {part.name: part for part in found if isinstance(part, Part)}
