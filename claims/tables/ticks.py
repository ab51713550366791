"""Columns of ticks that say which parts a system had, and whose it is thereby: all of them, some, none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from claims.tables.axes import Axis
from claims.tables.label import folded
from claims.tables.model import Own
from claims.tables.names import Names
from claims.tables.vocabulary import words

_YES = frozenset({"✓", "✔", "√", "☑", "yes", "y", "true"})
_NO = frozenset({"✗", "✘", "×", "x", "no", "n", "false", "-", "–", "—", ""})
_SEVERAL = 2


def ticks_of(axes: Sequence[Axis], lines: Sequence[int]) -> tuple[dict[int, int], bool]:
    """Return how many ticks each line has in columns of nothing but ticks and crosses, and whether they are several.

    Args:
        axes: The columns of labels.
        lines: The rows.
    """
    columns = [axis for axis in axes if _is_ticked(axis, lines)]
    counts = {i: sum(_text(a, i) in _YES for a in columns) for i in lines} if columns else {}
    return counts, len(columns) > 1


def _text(axis: Axis, line: int) -> str:
    return axis.items.get(line, "").strip().casefold()


def _is_ticked(axis: Axis, lines: Sequence[int]) -> bool:
    texts = [_text(axis, i) for i in lines]
    ticks = sum(t in _YES for t in texts)
    return axis.place >= 0 and 0 < ticks < len(texts) and all(t in _YES or t in _NO for t in texts)


def owners_by_ticks(ticks: Mapping[int, int], *, several: bool) -> dict[int, Own]:
    """Return whose the system of each line is, where nothing but its ticks tells; none where they do not.

    Args:
        ticks: Number of ticks of each line.
        several: True where there are several columns of ticks: a line without any is where all began.
    """
    counts = Counter(ticks.values())
    most = max(counts, default=0)
    if len(counts) < _SEVERAL or counts[most] * _SEVERAL > len(ticks) + 1:
        return {}
    return {
        i: "proposed" if n == most else "baseline" if several and n == 0 else "variation"
        for i, n in ticks.items()
    }


def owners_of_names(
    axes: Sequence[Axis], names: Iterable[Sequence[int]], *, ablation: bool
) -> dict[int, Own]:
    """Return whose rows are that share one of the paper's names: those with fewer ticks are variations.

    Args:
        axes: The columns of labels.
        names: The rows of each name.
        ablation: True where the caption says that parts are left out, so that one column of ticks is enough.
    """
    found: dict[int, Own] = {}
    for lines in names:
        ticks, several = ticks_of(axes, lines)
        if several or ablation:
            found |= owners_by_ticks(ticks, several=False)
    return found


def owners_by_own_part(axes: Sequence[Axis], lines: Sequence[int], names: Names) -> dict[int, Own]:
    """Return whose the rows are by the only column that says whether they had what the paper proposes.

    Args:
        axes: The columns of labels.
        lines: The rows.
        names: What the paper says of its names.
    """
    columns = [axis for axis in axes if _is_ticked(axis, lines)]
    if len(columns) != 1 or not (names.names_own(columns[0].head) or folded(columns[0].head) in words("own")):
        return {}
    return {i: "proposed" if _text(columns[0], i) in _YES else "baseline" for i in lines}
