"""The boards of a page: what :mod:`claims.report.leaderboard` ranks for a metric, a place or a baseline, in parts.

This is all that the site knows of ranking. A part is a group of a board, or what the board does not rank.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import duckdb
import polars as pl

from claims.report.board import Board
from claims.report.figures import unit_sign
from claims.report.filters import Filters
from claims.report.leaderboard import board_of
from claims.site.addresses import Names
from claims.site.subjects import Subject, in_words

MOST_ROWS = 200
"""Rows of a board, in its downloads; a page shows the first of them."""
LEAST_ROWS = 2
"""A list of one row ranks nothing."""

Standing = Literal["ranked", "alone", "perhaps"]
"""Whether rows are ranked, share their conditions with no other paper, or are less sure."""

_MOST_METRICS = 12
_UNRANKED: dict[Standing, str] = {
    "alone": "under conditions of their own",
    "perhaps": "perhaps: less sure",
}


@dataclass(frozen=True, slots=True)
class Part:
    """Rows that are shown together.

    Attributes:
        subject: Whose page it stands on.
        anchor: Its name on the page, and that of its downloads.
        metric: Id of the metric.
        heading: What is ranked, in words, without what the page is about.
        title: What is ranked, with it.
        standing: Whether and why not they are ranked.
        unit: Sign of the unit of the values: ``x`` for factors, "" where rows that are not ranked have several.
        better: ``more`` or ``less``.
        notes: What a reader has to know to compare the rows.
        question: How the command line is asked for it.
        rows: The rows, best first, with ``value`` and ``upper`` for what is ranked and its upper end.
    """

    subject: Subject
    anchor: str
    metric: str
    heading: str
    title: str
    standing: Standing
    unit: str
    better: str
    notes: tuple[str, ...]
    question: str
    rows: pl.DataFrame

    @property
    def is_factor(self) -> bool:
        """Whether improvement factors are ranked and not absolute values."""
        return "factor" in self.rows

    @property
    def address(self) -> str:
        """Address of the part from the root of the site."""
        return f"{self.subject.address}#{self.anchor}"

    @property
    def file_stem(self) -> str:
        """Address of its downloads from the root of the site, without their ending."""
        return f"{self.subject.address.removesuffix('.html')}/{self.anchor}"


def parts_of(connection: duckdb.DuckDBPyConnection, subject: Subject) -> list[Part]:
    """Return the boards of a page: of the metrics with most papers, absolute values and factors.

    Args:
        connection: From :func:`claims.store.connection.reading`.
        subject: What the page is about.
    """
    anchors = Names(reserved=("boards", "charts", "search", "front"))
    filters = _filters(subject)
    found: list[Part] = []
    # Results of metrics that no list knows have nothing in common but that.
    known = [m for m in subject.metrics if m.metric != "other" or subject.measure]
    for measured in known[:_MOST_METRICS]:
        boards = []
        for levels, papers in ((True, measured.levels), (False, measured.factors)):
            if papers >= LEAST_ROWS and not (levels and subject.kind == "baseline"):
                boards.append(
                    board_of(connection, measured.metric, filters=filters, levels=levels, top=MOST_ROWS)
                )
        for board in sorted(boards, key=_papers_ranked, reverse=True):
            found += _parts(board, subject, measured.metric, anchors)
    return found


def _papers_ranked(board: Board) -> int:
    return sum(group.papers for group in board.groups)


def _filters(subject: Subject) -> Filters:
    name = subject.name
    match subject.kind:
        case "metric":
            return Filters(measure=subject.measure)
        case "hardware":
            return Filters(hardware=name)
        case "baseline":
            return Filters(baseline=name)
        case _:
            return Filters(workload=name)


def _parts(board: Board, subject: Subject, metric: str, anchors: Names) -> Iterator[Part]:
    called = subject.title if subject.kind == "metric" else in_words(metric)
    notes = tuple(f"{note.text}." for note in board.notes)
    listed: list[tuple[Standing, str, str | None, pl.DataFrame]] = [
        ("ranked" if group.rows.height >= LEAST_ROWS else "alone", group.name, group.unit, group.rows)
        for group in board.groups
    ]
    listed += [
        (standing, _UNRANKED[standing], None, rows)
        for standing, rows in _unranked(board)
        if not rows.is_empty()
    ]
    for standing, group, base_unit, rows in listed:
        unit = unit_sign(base_unit or "") if board.is_level else "x"
        sign = unit if board.is_level else "improvement factors"
        # What stands in parentheses need not be said again.
        group = ", ".join(part for part in group.split(", ") if part != f"in {unit}")  # noqa: PLW2901
        what = (f" ({sign})" if sign else "") + (f": {group}" if group else "")
        yield Part(
            subject=subject,
            anchor=anchors.take(f"{called} {group} {unit if board.is_level else 'factors'}"),
            metric=metric,
            heading=_capital(f"{called}{what}"),
            title=_capital(f"{called}{_where(subject)}{what}"),
            standing=standing,
            unit=unit,
            better=board.better if board.is_level else "more",
            notes=notes,
            question=_question(subject, metric, is_factor=not board.is_level),
            rows=_with_values(rows),
        )
        notes = ()  # they are about the whole board


def _unranked(board: Board) -> Iterator[tuple[Standing, pl.DataFrame]]:
    yield "alone", board.others
    yield "perhaps", board.perhaps


def _with_values(rows: pl.DataFrame) -> pl.DataFrame:
    low, high = ("factor", "factor_hi") if "factor" in rows else ("level", "level_hi")
    return rows.with_columns(pl.col(low).alias("value"), pl.coalesce(high, low).alias("upper"))


def _where(subject: Subject) -> str:
    match subject.kind:
        case "metric":
            return ""
        case "baseline":
            return f" over {subject.title}"
        case _:
            return f" on {subject.title}"


def _question(subject: Subject, metric: str, *, is_factor: bool) -> str:
    """Return the command that gives such a board."""
    option = {"hardware": "--hardware", "baseline": "--baseline", "metric": "--measure"}.get(
        subject.kind, "--workload"
    )
    name = subject.measure if subject.kind == "metric" else subject.name
    asked = f"claims leaderboard {metric} --{'factors' if is_factor else 'levels'}"
    return f"{asked} {option} {shlex.quote(name)}" if name else asked


def _capital(text: str) -> str:
    """Return a text with a capital at its beginning, unless its first word has capitals of its own.

    >>> _capital("accuracy on ImageNet"), _capital("mAP on COCO")
    ('Accuracy on ImageNet', 'mAP on COCO')
    """
    first = text.partition(" ")[0]
    return text if first != first.lower() else text[:1].upper() + text[1:]
