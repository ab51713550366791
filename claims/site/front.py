"""Two metrics against each other: papers that give both for one place, and those that none beats in both."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from claims.site.addresses import slug
from claims.site.boards import Part
from claims.site.charts import DOT, LEAD, LEAST_POINTS, LEGEND, chart, powers, scale, told_by
from claims.site.rows import Row

_MOST_FRONTS = 4
_FRONT, _BEHIND = "on the front", "behind it"
_COLOURS: dict[str, Any] = {
    "field": "front",
    "type": "nominal",
    "scale": {"domain": [_BEHIND, _FRONT]},
    "legend": LEGEND,
}


@dataclass(frozen=True, slots=True)
class Point:
    """A paper with both values.

    Attributes:
        across: Its row for the first metric.
        up: Its row for the second.
        in_front: Whether no other paper is as good in both and better in one.
    """

    across: Row
    up: Row
    in_front: bool


@dataclass(frozen=True, slots=True)
class Front:
    """Two metrics of one place.

    Attributes:
        across: The first metric.
        up: The second.
        points: The papers, those of the front first.
    """

    across: Part
    up: Part
    points: tuple[Point, ...]

    @property
    def anchor(self) -> str:
        """Its name on the page."""
        return f"front-{slug(f'{self.across.anchor} {self.up.anchor}')}"

    @property
    def title(self) -> str:
        """What it shows, in words."""
        place = self.across.subject.title
        return (
            f"{self.up.heading} against {self.across.heading[:1].lower()}{self.across.heading[1:]} on {place}"
        )


def fronts(parts: Sequence[tuple[Part, Sequence[Row]]]) -> list[Front]:
    """Return the pairs of metrics that most papers give both of, absolute values only.

    Args:
        parts: The boards of a page with their rows.
    """
    levels = [(part, rows) for part, rows in parts if part.standing == "ranked" and not part.is_factor]
    found = []
    for (up, up_rows), (across, across_rows) in combinations(levels, 2):
        if up.metric == across.metric:
            continue
        points = _points(across, across_rows, up, up_rows)
        if len(points) >= LEAST_POINTS:
            found.append(Front(across, up, points))
    return sorted(found, key=lambda front: -len(front.points))[:_MOST_FRONTS]


def _points(across: Part, across_rows: Sequence[Row], up: Part, up_rows: Sequence[Row]) -> tuple[Point, ...]:
    others = {row.paper.id: row for row in across_rows}
    pairs = [(others[row.paper.id], row) for row in up_rows if row.paper.id in others]
    signed = [(_signed(x, across), _signed(y, up)) for x, y in pairs if math.isfinite(x.value + y.value)]
    points = [
        Point(x, y, not any(_beats(other, own) for other in signed))
        for (x, y), own in zip(pairs, signed, strict=False)
    ]
    return tuple(sorted(points, key=lambda point: (not point.in_front, point.across.value)))


def _signed(row: Row, part: Part) -> float:
    return -row.upper if part.better == "less" else row.value


def _beats(other: tuple[float, float], own: tuple[float, float]) -> bool:
    return other[0] >= own[0] and other[1] >= own[1] and other != own


def front_chart(front: Front, *, root: str) -> dict[str, Any]:
    """Return both values of each paper as Vega-Lite, with a line through the front.

    Args:
        front: What is drawn.
        root: What leads from the page to the root of the site.
    """
    values: list[dict[str, Any]] = [
        {
            "x": point.across.value,
            "y": point.up.value,
            "front": _FRONT if point.in_front else _BEHIND,
            "system": point.up.system or point.across.system or "not named",
            "values": f"{point.across.shown}, {point.up.shown}",
            "paper": point.up.paper.title,
            "href": root + point.up.paper.address,
        }
        for point in front.points
    ]
    place = {"x": _axis("x", front.across, values), "y": _axis("y", front.up, values)}
    on_front = sorted((value for value in values if value["front"] == _FRONT), key=lambda value: value["x"])
    line = {
        "data": {"values": on_front},
        "mark": {"type": "line", **LEAD},
        "encoding": {**place, "order": {"field": "x", "type": "quantitative"}},
    }
    told = told_by(("system", "values", "front", "paper"), _COLOURS, ["circle", "diamond"])
    points = {"mark": {**DOT, "size": 90}, "encoding": {**place, **told}}
    return chart(values, [line, points], height=300)


def _axis(name: str, part: Part, values: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    ends = [value[name] for value in values]
    found, remark = scale(ends, part.unit)
    title = ", ".join(filter(None, (part.heading, f"{part.better} is better", remark)))
    axis = {"axis": {"values": powers(ends)}} if found.get("type") == "log" else {}
    return {"field": name, "type": "quantitative", "scale": found, "title": title, **axis}
