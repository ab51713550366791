"""Charts of a board as Vega-Lite: its values over the years with the best so far, and its first rows.

Colours and fonts are not part of a chart: the page gives them, for light and dark.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from claims.site.boards import Part
from claims.site.rows import Row

Spec = dict[str, Any]

LEAST_POINTS = 3
"""Fewer points show nothing that the table does not."""
_MOST_BARS = 15
_MOST_POWERS = 7
_FAR = 30.0  # values further apart than this share no linear axis
_CLOSE = 0.6  # where all values are above this part of the largest, the axis need not begin at zero
LEAD: Spec = {"style": "lead"}
"""What the page draws in the colour of what leads."""
DOT: Spec = {"type": "point", "filled": True, "cursor": "pointer"}
"""A paper."""
LEGEND: Spec = {"title": None, "orient": "top", "symbolOpacity": 1}
_KIND: Spec = {
    "field": "kind",
    "type": "nominal",
    "scale": {"domain": ["single", "average", "range", "best case"]},
    "legend": {**LEGEND, "columns": 4},
}
_TITLES = {"shown": "value"}


def years_chart(rows: Sequence[Row], part: Part, *, root: str) -> Spec | None:
    """Return values over the years, with a line through the best so far; None for too few days or rows.

    Args:
        rows: All rows.
        part: What they are rows of.
        root: What leads from the page to the root of the site.
    """
    dated = _drawn([row for row in rows if row.day], part.unit)
    if len(dated) < LEAST_POINTS or len({row.day for row in dated}) < 2:
        return None
    axis = {"format": "%Y", "tickCount": {"interval": "year", "step": 1}, "labelOverlap": True}
    place = {
        "x": {"field": "day", "type": "temporal", "title": None, "axis": axis},
        "y": {"field": "value", "type": "quantitative", **_measured(dated, part)},
    }
    best = {"values": list(best_so_far(dated, part.better))}
    line = {"data": best, "mark": {"type": "line", "interpolate": "step-after", **LEAD}, "encoding": place}
    points = {"mark": {**DOT, "size": 70}, "encoding": {**place, **_told_by_row()}}
    return chart([_datum(row, root) for row in dated], [line, points], height=280)


def rows_chart(rows: Sequence[Row], part: Part, *, root: str) -> Spec | None:
    """Return the first rows, each a dot on a line; the axis is cut where the values are close together.

    Args:
        rows: All rows.
        part: What they are rows of.
        root: What leads from the page to the root of the site.
    """
    shown = _drawn(rows, part.unit)[:_MOST_BARS]
    if len(shown) < LEAST_POINTS:
        return None
    values = [{**_datum(row, root), "name": name} for row, name in zip(shown, _names(shown), strict=True)]
    axis = {"labelLimit": 190, "ticks": False, "domain": False, "grid": True}
    names = {"field": "name", "type": "nominal", "sort": None, "title": None, "axis": axis}
    measured = _measured(shown, part)
    measured["scale"] = _with_room(measured["scale"], _ends(shown))
    lower = {"field": "value", "type": "quantitative", **measured}
    upper = {**lower, "field": "upper"}
    ranges = {
        "mark": {"type": "rule", "strokeWidth": 4, "opacity": 0.45},
        "encoding": {"x": lower, "x2": {"field": "upper"}, "y": names, **_colours()},
    }
    dots = {"mark": {**DOT, "size": 110}, "encoding": {"x": lower, "y": names, **_told_by_row()}}
    texts = {
        "mark": {"type": "text", "align": "left", "dx": 9, "fontSize": 12},
        "encoding": {"x": upper, "y": names, "text": {"field": "shown", "type": "nominal"}},
    }
    return chart(values, [ranges, dots, texts], height={"step": 24})


def best_so_far(rows: Iterable[Row], better: str) -> Iterator[dict[str, Any]]:
    """Yield the best value at each day that brings a better one, and once more at the last day of all.

    Args:
        rows: Rows with a day, in any order.
        better: ``more`` or ``less``.
    """
    dated = list(rows)
    best: float | None = None
    for row in record_rows(dated, better):
        best = _measured_by(row, better)
        yield {"day": str(row.day), "value": best}
    if best is not None:
        yield {"day": max(str(row.day) for row in dated), "value": best}


def record_rows(rows: Iterable[Row], better: str) -> Iterator[Row]:
    """Yield the rows that were the best of their time, the first first.

    Args:
        rows: Rows in any order; those without a day are passed over.
        better: ``more`` or ``less``.
    """
    sign = -1.0 if better == "less" else 1.0
    best: float | None = None
    for row in sorted((row for row in rows if row.day), key=lambda row: (str(row.day), -sign * row.value)):
        value = _measured_by(row, better)
        if best is None or sign * value > sign * best:
            best = value
            yield row


def _measured_by(row: Row, better: str) -> float:
    """Return the end of a range that promises less."""
    return row.upper if better == "less" else row.value


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


def _drawn(rows: Iterable[Row], unit: str) -> list[Row]:
    """Return the rows that an axis can hold: on a logarithmic one there is no zero."""
    finite = [row for row in rows if math.isfinite(row.value)]
    positive = [row for row in finite if row.value > 0 and row.upper > 0]
    if unit != "%" and positive and is_logarithmic(_ends(positive)):
        return positive
    return finite


def _ends(rows: Iterable[Row]) -> list[float]:
    return [end for row in rows for end in (row.value, row.upper) if math.isfinite(end)]


def scale(ends: Sequence[float], unit: str) -> tuple[Spec, str]:
    """Return the scale of an axis for values, and a remark for its title where it is not from zero and linear.

    Args:
        ends: All values.
        unit: Sign of their unit: percentages are never put on a logarithmic axis.
    """
    if unit != "%" and is_logarithmic(ends):
        return {"type": "log"}, "logarithmic"
    if is_cut(ends):
        return {"zero": False}, "axis does not begin at 0"
    return {"zero": True}, ""


def _with_room(found: Spec, ends: Sequence[float]) -> Spec:
    """Return a scale that goes on behind its largest value, where that value is written beside its dot."""
    low, high = min(ends), max(ends)
    if found.get("type") == "log":
        return {**found, "domainMin": low * (low / high) ** 0.04, "domainMax": high * (high / low) ** 0.25}
    return {**found, "domainMax": high + 0.22 * (high - (low if found["zero"] is False else min(0.0, low)))}


def chart(values: Sequence[Mapping[str, Any]], layers: Sequence[Spec], *, height: int | Spec) -> Spec:
    """Return a chart as wide as its place on the page."""
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": "container",
        "height": height,
        "data": {"values": values},
        "layer": layers,
    }


def told_by(names: Iterable[str], colours: Spec, shapes: Sequence[str]) -> Spec:
    """Return how a dot shows what kind it is, what it tells when pointed at, and where it leads."""
    told = [{"field": name, "type": "nominal", "title": _TITLES.get(name, name)} for name in names]
    shape = {**colours, "scale": {**colours["scale"], "range": shapes}}
    return {
        "color": colours,
        "shape": shape,
        "href": {"field": "href", "type": "nominal"},
        "tooltip": told,
    }


def _names(rows: Sequence[Row]) -> list[str]:
    """Return places and names of rows, each once: rows of one name would share a line."""
    found: list[str] = []
    for row in rows:
        name = f"{row.rank}. {row.label}"
        found.append(name if name not in found else f"{name} ({len(found) + 1})")
    return found


def _measured(rows: Sequence[Row], part: Part) -> Spec:
    found, remark = scale(_ends(rows), part.unit)
    unit = {"x": "times better", "": "value"}.get(part.unit, part.unit)
    measured = {"scale": found, "title": ", ".join(filter(None, (unit, remark)))}
    return {**measured, "axis": {"values": powers(_ends(rows))}} if found.get("type") == "log" else measured


def powers(ends: Sequence[float]) -> list[float]:
    """Return powers of ten for a logarithmic axis: at most eight, from below the values to above them.

    >>> powers([0.02, 30.0])
    [0.01, 0.1, 1.0, 10.0, 100.0]
    """
    first, last = math.floor(math.log10(min(ends))), math.ceil(math.log10(max(ends)))
    step = max(1, math.ceil((last - first) / _MOST_POWERS))
    return [10.0**power for power in range(first, last + step, step)]


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
    return {"color": _KIND}


def _told_by_row() -> Spec:
    return told_by(
        ("system", "shown", "kind", "paper"), _KIND, ["circle", "square", "diamond", "triangle-up"]
    )
