"""What the numbers of a table are: results, properties of systems, settings, statistics of data, or something else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, get_args

from claims.tables.caption import Caption
from claims.tables.layout import Layout, is_matrix
from claims.tables.model import Result
from claims.tables.plan import Plan
from claims.tables.vocabulary import exact_words, spelled, words

CellKind = Literal["result", "property", "setting", "statistic", "other"]
KINDS: tuple[CellKind, ...] = get_args(CellKind)

Place = tuple[int, int]


def read_kinds(
    layout: Layout, plans: Sequence[Plan | None], results: Iterable[Result], caption: Caption
) -> dict[Place, CellKind]:
    """Return what each cell with a number is, by row and column.

    Args:
        layout: The table.
        plans: What was planned for each of its blocks, None for one without results.
        results: What was read in it.
        caption: Its caption.
    """
    properties = exact_words("property_metrics")
    kinds: dict[Place, CellKind] = {
        (r.row, r.col): "property" if r.metric in properties else "result" for r in results
    }
    for block, plan in zip(layout.blocks, plans, strict=True):
        of_table: CellKind = "setting" if plan is not None else _kind_of_table(layout, caption)
        rows = [*((r, False) for r in block.heads), *((r, True) for r in block.body)]
        for r, in_body in rows:
            for c, slot in enumerate(layout.grid.rows[r]):
                if slot.key in layout.numbers and slot.key not in kinds:
                    told = in_body and plan is not None and c in plan.skipped
                    kinds[slot.key] = _skipped(plan.settings, c) if told and plan is not None else of_table
    return kinds


def _skipped(settings: Mapping[int, str], column: int) -> CellKind:
    head = settings.get(column)
    if head is None:
        return "other"
    return "statistic" if spelled(head).casefold() in words("data_counts") else "setting"


def _kind_of_table(layout: Layout, caption: Caption) -> CellKind:
    """Return what a table without results shows: of its caption and its heads, which word tells it."""
    texts = [caption.text[:300], *(s.text for r in layout.blocks[0].heads for s in layout.grid.rows[r])]
    texts += [layout.grid.rows[r][0].text for r in layout.blocks[0].body[:60]]
    key = " ".join(spelled(t).casefold() for t in texts)
    chosen = sum(key.count(w) for w in words("tells_settings"))
    counted = sum(key.count(w) for w in words("tells_statistics"))
    elsewhere = is_matrix(layout) or any(w in key for w in words("tells_other"))
    if elsewhere or (not chosen and not counted):
        return "other"
    return "setting" if chosen > counted else "statistic"
