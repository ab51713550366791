"""Charts of a board as Vega-Lite: its values over the years with the best so far, and its first rows.

Colours and fonts are not part of a chart: the page gives them, for light and dark.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from claims.site.boards import Part
from claims.site.rows import Row

Spec = dict[str, Any]

LEAST_POINTS = 3
"""Fewer points show nothing that the table does not."""
_MOST_BARS = 15
_FAR = 30.0  # values further apart than this share no linear axis
_CLOSE = 0.6  # where all values are above this part of the largest, the axis need not begin at zero
_SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
_KINDS = ["single", "average", "range", "best case"]


def years_chart(rows: Sequence[Row], part: Part, *, root: str) -> Spec | None:
    """Return values over the years, with a line through the best so far; None for too few days or rows.

    Args:
        rows: All rows.
        part: What they are rows of.
        root: What leads from the page to the root of the site.
    """
    dated = [row for row in rows if row.day and math.isfinite(row.value)]
    if len(dated) < LEAST_POINTS or len({row.day for row in dated}) < 2:
        return None
    y = {"type": "quantitative", "scale": _scale(dated), "title": _axis_title(part, dated)}
    x = {"type": "temporal", "title": None, "axis": {"format": "%Y", "tickCount": {"interval": "year", "step": 1}, "labelOverlap": True}}  # fmt: skip
    line = {"data": {"values": list(best_so_far(dated, part.better))}, "mark": {"type": "line", "interpolate": "step-after", "style": "best"}, "encoding": {"x": {"field": "day", **x}, "y": {"field": "value", **y}}}  # fmt: skip
    points = {
        "mark": {"type": "point", "filled": True, "size": 70, "cursor": "pointer"},
        "encoding": {
            "x": {"field": "day", **x},
            "y": {"field": "value", **y},
            **_told_by(root),
        },
    }
    return {
        "$schema": _SCHEMA,
        "width": "container",
        "height": 280,
        "data": {"values": [_datum(row, root) for row in dated]},
        "layer": [line, points],
    }


def rows_chart(rows: Sequence[Row], part: Part, *, root: str) -> Spec | None:
    """Return the first rows, each a dot on a line; the axis is cut where the values are close together.

    Args:
        rows: All rows.
        part: What they are rows of.
        root: What leads from the page to the root of the site.
    """
    shown = [row for row in rows if math.isfinite(row.value)][:_MOST_BARS]
    if len(shown) < LEAST_POINTS:
        return None
    values = [{**_datum(row, root), "name": f"{i}. {row.label}"} for i, row in enumerate(shown, 1)]
    y = {"field": "name", "type": "nominal", "sort": None, "title": None, "axis": {"labelLimit": 190, "ticks": False, "domain": False, "grid": True}}  # fmt: skip
    x = {"field": "value", "type": "quantitative", "scale": _scale(shown), "title": _axis_title(part, shown)}
    layers: list[Spec] = [
        {"mark": {"type": "rule", "strokeWidth": 4, "opacity": 0.45}, "encoding": {"x": x, "x2": {"field": "upper"}, "y": y, **_colours()}},
        {"mark": {"type": "point", "filled": True, "size": 110, "cursor": "pointer"}, "encoding": {"x": x, "y": y, **_told_by(root)}},
        {"mark": {"type": "text", "align": "left", "dx": 9, "fontSize": 12}, "encoding": {"x": {**x, "field": "upper"}, "y": y, "text": {"field": "shown", "type": "nominal"}}},
    ]  # fmt: skip
    return {
        "$schema": _SCHEMA,
        "width": "container",
        "height": {"step": 24},
        "data": {"values": values},
        "layer": layers,
    }


def best_so_far(rows: Iterable[Row], better: str) -> Iterator[dict[str, Any]]:
    """Yield the best value at each day that brings a better one, and once more at the last day of all.

    Args:
        rows: Rows with a day, in any order.
        better: ``more`` or ``less``.
    """
    best: float | None = None
    sign = -1.0 if better == "less" else 1.0
    ordered = sorted(rows, key=lambda row: (str(row.day), -sign * row.value))
    for row in ordered:
        value = row.upper if better == "less" else row.value
        if best is None or sign * value > sign * best:
            best = value
            yield {"day": str(row.day), "value": value}
    if ordered:
        yield {"day": str(ordered[-1].day), "value": best}


def is_cut(values: Iterable[float]) -> bool:
    """Return whether values are so close together that their axis does not begin at zero.

    >>> is_cut([90.0, 91.5]), is_cut([1.0, 3.0])
    (True, False)
    """
    found = list(values)
    return min(found) > _CLOSE * max(found) > 0


def is_logarithmic(values: Iterable[float]) -> bool:
    """Return whether values are so far apart that equal distances on their axis are equal ratios.

    >>> is_logarithmic([1.0, 1000.0]), is_logarithmic([1.0, 3.0]), is_logarithmic([0.0, 1000.0])
    (True, False, False)
    """
    found = list(values)
    return min(found) > 0 and max(found) / min(found) > _FAR


def _ends(rows: Iterable[Row]) -> list[float]:
    return [end for row in rows for end in (row.value, row.upper) if math.isfinite(end)]


def _scale(rows: Sequence[Row]) -> Spec:
    ends = _ends(rows)
    return {"type": "log"} if is_logarithmic(ends) else {"zero": not is_cut(ends), "nice": True}


def _axis_title(part: Part, rows: Sequence[Row]) -> str:
    ends = _ends(rows)
    unit = {"x": "times better", "": "value"}.get(part.unit, part.unit)
    kind = ", logarithmic" if is_logarithmic(ends) else ", axis does not begin at 0" if is_cut(ends) else ""
    return unit + kind


def _datum(row: Row, root: str) -> dict[str, Any]:
    return {
        "day": str(row.day) if row.day else None,
        "value": row.value,
        "upper": row.upper if math.isfinite(row.upper) else row.value,
        "shown": row.shown,
        "kind": row.kind,
        "system": row.system or "not named",
        "paper": row.paper.title,
        "href": root + row.paper.address,
    }


def _colours() -> Spec:
    return {
        "color": {
            "field": "kind",
            "type": "nominal",
            "scale": {"domain": _KINDS},
            "legend": {"title": None, "orient": "top", "symbolType": "circle"},
        }
    }


def _told_by(root: str) -> Spec:
    return {
        **_colours(),
        "shape": {"field": "kind", "type": "nominal", "scale": {"domain": _KINDS, "range": ["circle", "square", "diamond", "triangle-up"]}},
        "href": {"field": "href", "type": "nominal"},
        "tooltip": [{"field": name, "type": "nominal", "title": name if name != "shown" else "value"} for name in ("system", "shown", "kind", "paper")],
    }  # fmt: skip
