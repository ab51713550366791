"""A leaderboard as a page of its own: chart, table, sentences; no script and nothing from elsewhere."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO

from claims.files.escaping import web_address
from claims.report.board_notes import marked
from claims.report.board_table import sections, title_of
from claims.report.figures import interval, number, unit_sign
from claims.report.pages import templates
from claims.store.layout import program_version

if TYPE_CHECKING:
    from claims.report.board import Board

_CHART_WIDTH = 560.0
_LONG_SCALE = 30.0  # values further apart than this share no linear axis
_NAME_CHARACTERS = 36
_SMALLEST = 1e-300  # what is smaller is no more than nothing, and steps of it cannot be told apart


@dataclass(frozen=True, slots=True)
class Bar:
    """A row in the chart; positions in the units of the drawing.

    Attributes:
        name: System, or title of the paper.
        value: The number beside the bar.
        kind: ``average``, ``best case``, ``range`` or ``single``.
        x: Where the bar begins.
        width: Its length, up to the lower end of a range.
        more: Further length up to the upper end of a range; 0 where there is none.
        mark: Where the average of the same paper stands; None where there is none.
    """

    name: str
    value: str
    kind: str
    x: float
    width: float
    more: float
    mark: float | None


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars with their axis.

    Attributes:
        bars: One for each row.
        ticks: Positions and labels of the axis.
        is_log: Whether equal distances are equal ratios.
    """

    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, str], ...]
    is_log: bool


def write_page(board: Board, stream: BinaryIO, *, command: str = "") -> None:
    """Write a leaderboard as a page that needs no other file and no network.

    Args:
        board: From :mod:`claims.report.leaderboard`.
        stream: Where to.
        command: The command that makes the page again, for its foot.
    """
    parts = []
    for section in sections(board):
        heading, rows = section.heading, section.rows
        # A chart has one unit; a group may have several.
        units = rows.partition_by("unit", maintain_order=True) if "unit" in rows else [rows]
        for same in units:
            unit = unit_sign(same["unit"][0]) if "unit" in same else "x"
            named = (
                heading if len(units) == 1 else " in ".join(filter(None, (heading, unit or "plain numbers")))
            )
            shown = list(same.iter_rows(named=True))
            parts.append(
                {"heading": named, "rows": [_cells(row) for row in shown], "chart": chart(shown, unit)}
            )
    page = templates().get_template("leaderboard.html.j2")
    found = set(board.every_row["kind"])
    kinds = [kind for kind in ("average", "single", "range", "best case") if kind in found]
    text = page.render(
        board=board,
        parts=parts,
        kinds=kinds,
        command=command,
        version=program_version(),
        days=board.data_from,
    )
    stream.write(text.encode())


def chart(rows: Sequence[Mapping[str, Any]], unit: str) -> Chart:
    """Lay out the bars of a chart: linear from zero, or logarithmic where values lie far apart.

    Args:
        rows: Rows of a leaderboard, with ``factor`` or ``level``.
        unit: Sign of the unit, for the axis and the values.
    """
    ends = [_ends(row) for row in rows]
    positive = [value for pair in ends for value in pair if _SMALLEST < value < math.inf]
    low, high = min(positive, default=1.0), max(positive, default=1.0)
    is_log = high / low > _LONG_SCALE
    if is_log:
        first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
        first -= first == math.log10(low)  # the shortest bar is to be seen, too
        scale = _CHART_WIDTH / (last - first)
        step = max(1, math.ceil((last - first) / 6))
        ticks = [
            (scale * (power - first), _label(10.0**power, unit)) for power in range(first, last + 1, step)
        ]

        def position(value: float) -> float:
            return min(_CHART_WIDTH, scale * (math.log10(value) - first)) if value > _SMALLEST else 0.0
    else:
        ticks_at = _round_steps(high)
        scale = _CHART_WIDTH / ticks_at[-1]
        ticks = [(scale * value, _label(value, unit)) for value in ticks_at]

        def position(value: float) -> float:
            return min(_CHART_WIDTH, scale * max(0.0, value))

    bars = []
    for row, (value, upper) in zip(rows, ends, strict=True):
        average = row.get("average_factor")
        bars.append(
            Bar(
                name=_short(row["subject"] or title_of(row)),
                value=_value(row, unit),
                kind=row["kind"],
                x=0.0,
                width=round(position(value), 1),
                more=round(max(0.0, position(upper) - position(value)), 1),
                mark=round(position(average), 1) if average else None,
            )
        )
    return Chart(tuple(bars), tuple((round(x, 1), label) for x, label in ticks), is_log)


def _ends(row: Mapping[str, Any]) -> tuple[float, float]:
    low = row["factor"] if "factor" in row else row["level"]
    high = row["factor_hi"] if "factor" in row else row["level_hi"]
    pair = (low, low if high is None else high)
    return min(pair), max(pair)


def _round_steps(high: float) -> list[float]:
    """Return four to eight round numbers from 0 that reach up to a value."""
    power = 10.0 ** math.floor(math.log10(high / 4))
    step = next(power * digit for digit in (1, 2, 5, 10) if high / (power * digit) <= 7)
    return [step * i for i in range(math.ceil(high / step - 1e-9) + 1)]


def _label(value: float, unit: str) -> str:
    shown = f"{value:,.10g}" if value >= 0.001 or value == 0 else f"{value:.0e}"
    return f"{shown}{'' if unit in ('x', '%') or not unit else ' '}{unit}"


def _value(row: Mapping[str, Any], unit: str) -> str:
    if "factor" in row:
        return f"{interval(row['factor'], row['factor_hi'])}x"
    return f"{interval(row['level'], row['level_hi'])}{'' if unit in ('%', '') else ' '}{unit}"


def _short(name: str) -> str:
    return name if len(name) <= _NAME_CHARACTERS else name[: _NAME_CHARACTERS - 1].rstrip() + "…"


def _cells(row: Mapping[str, Any]) -> dict[str, Any]:
    sentence = " ".join(row["sentence"].split())
    quote = " ".join(row["quote"].split())
    before, found, after = sentence.partition(quote) if quote else (sentence, "", "")
    return {
        "rank": "",
        "average_factor": None,
        **row,
        "claimed": marked(row),
        "conditions": row.get("group") or (row.get("doubt") and f"unsure of {row['doubt']}") or "",
        "url": web_address(row["url"]),
        "title": title_of(row),
        "value": _value(row, unit_sign(row["unit"]) if "unit" in row else "x"),
        "average": number(row.get("average_factor")),
        "sentence_parts": (before, found, after),
    }
