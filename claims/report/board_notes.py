"""What a reader has to know before comparing the rows of a leaderboard, and what does not stand on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from claims.report.board_groups import LEAST_PAPERS
from claims.report.board_source import Found, Wanted
from claims.report.filters import Filters
from claims.report.near_places import members_of, near_names, other_datasets, other_metrics

_GROUPS_NAMED = 4


@dataclass(frozen=True, slots=True)
class Note:
    """A remark on a leaderboard; as text it is one sentence.

    Attributes:
        text: What is so, without a full stop.
        remedy: Which option of the command helps; for those who have the command at hand.
    """

    text: str
    remedy: str = ""

    def __str__(self) -> str:
        return f"{self.text}: {self.remedy}." if self.remedy else f"{self.text}."


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the notes of a board are made of.

    Attributes:
        wanted: What is ranked.
        filters: What it is restricted to.
        found: What the database holds for it.
        shown: The ranked rows that are shown.
        cut: Number of ranked rows below these.
        others: Number of papers that share their conditions with no other.
        perhaps: Number of papers that may belong here.
        top: Number of rows that each list may have.
        groups_left_out: Groups that are not shown, with their papers.
        other_measures: Results of other measures than the one asked for.
        instead: What there is none of: ``levels`` or ``improvement factors``; "" where there is what was wanted.
        generic: Names of groups that stand for no one thing.
        of_years: Conditions that groups by year are restricted to; "" where there are no others.
    """

    wanted: Wanted
    filters: Filters
    found: Found
    shown: Sequence[dict[str, Any]]
    cut: int
    others: int
    perhaps: int
    top: int
    groups_left_out: Sequence[tuple[str, int]]
    other_measures: int
    instead: str
    generic: Sequence[str]
    of_years: str


def notes_of(connection: duckdb.DuckDBPyConnection, told: Told) -> Iterator[Note]:
    """Yield the notes of a board: how to read its rows first, then what is not among them."""
    wanted = told.wanted
    if told.instead:
        there = "levels" if wanted.is_level else "improvement factors"
        yield Note(f"No {told.instead} pass: {there} instead")
    if not told.shown:
        yield from _nothing(told)
    else:
        yield from _reading(told)
    yield from _names(connection, told)
    yield from _left_out(told)
    yield from _reviewed(told.shown)


REVIEW_MARKS = {"corrected": "†", "added": "‡", "suggested": "§", "wrong": "✗"}
"""What stands behind the number of a row that is not, or not only, what the rules read."""


def marked(row: Mapping[str, Any]) -> str:
    """Return what a row states, with the mark of what people have found."""
    mark = REVIEW_MARKS.get(row.get("review") or "")
    return f"{row['claimed']} {mark}" if mark else str(row["claimed"])


def _reviewed(shown: Sequence[Mapping[str, Any]]) -> Iterator[Note]:
    """Say how many rows people have looked at, how many the rules read right, and what the marks mean."""
    found = Counter(row["review"] for row in shown if row["review"])
    looked_at = found.total() - found["suggested"]
    parts = []
    if looked_at:
        parts.append(f"reviewed {looked_at} of {counted(len(shown), 'row')}, {found['right']} right")
    spoken = {"corrected": "corrected", "added": "added", "wrong": "wrong", "suggested": "suggested only"}
    parts += [f"{found[kind]} {said} ({REVIEW_MARKS[kind]})" for kind, said in spoken.items() if found[kind]]
    if parts:
        text = ", ".join(parts)
        yield Note(text[:1].upper() + text[1:])


def _reading(told: Told) -> Iterator[Note]:
    """Say how the rows differ from each other."""
    shown, wanted, filters = told.shown, told.wanted, told.filters
    best = sum(row["kind"] == "best case" for row in shown)
    if best not in (0, len(shown)):
        averages = sum(row["kind"] == "average" for row in shown)
        counts = f"{counted(best, 'best case')} (“up to”) and {counted(averages, 'average')}"
        yield Note(
            f"{counts} in {counted(len(shown), 'row')}",
            "the column kind tells them apart; --kind average ranks averages alone",
        )
    tables = sum(row["rule"] == "table" for row in shown)
    if tables:
        whose = "of any system" if filters.own == "any" else f"of systems that are {filters.own}"
        yield Note(
            f"{counted(tables, 'row')} from tables of whole papers, {whose}", "--own any takes them all"
        )
    if not wanted.is_level and wanted.by != "baseline" and not filters.baseline:
        yield from _baselines(shown)
    if wanted.by:
        least = (
            "" if wanted.by == "year" else f"groups of at least {LEAST_PAPERS} papers, the largest first; "
        )
        yield Note(f"Grouped by {wanted.by}: {least}each has its own ranks")
    if told.of_years:
        yield Note(f"Years of one race alone, that of most papers: {told.of_years}")
    if told.generic:
        yield Note(f"Not one and the same from paper to paper: {', '.join(told.generic)}")
    hidden = {"baseline"} if wanted.is_level else set()
    unsure = Counter(name for row in shown for name in row["unsure"] if name not in hidden)
    if unsure:
        names = _and(counted(n, name) for name, n in unsure.items())
        yield Note(f"{names} unsure and left empty", "--unsure shows them")


def _baselines(shown: Sequence[dict[str, Any]]) -> Iterator[Note]:
    named = len({row["baseline"] for row in shown if row["baseline"] is not None})
    without = sum(row["baseline"] is None for row in shown)
    if named + bool(without) > 1:
        unnamed = f", {counted(without, 'row')} without" if without else ""
        yield Note(
            f"Baselines differ ({named} named{unnamed})",
            "--baseline NAME or --by baseline compares like with like",
        )


def _nothing(told: Told) -> Iterator[Note]:
    """Say why a board is empty, and what may help."""
    found, wanted = told.found, told.wanted
    name = wanted.called or wanted.metric
    form = "level" if wanted.is_level else "improvement factor"
    have = f"the database holds {counted(found.total, 'result')} for {name}"
    of_form = found.levels if wanted.is_level else found.factors
    if wanted.by and of_form:
        yield Note(f"No {wanted.by} is shared by {LEAST_PAPERS} papers; {have}")
    elif told.others:
        yield Note("No two papers share all conditions, and none is ranked")
    elif told.perhaps:
        yield Note(f"Nothing is sure enough to be ranked; {have}")
    elif any(found.alone.values()):
        hidden = ", ".join(
            f"{counted(n, form)} without {_OPTION[key]}" for key, n in found.alone.items() if n
        )
        yield Note(f"Nothing passes the filters; {have}; there would be {hidden}")
    elif told.filters.tests().keys() - {"withdrawn"}:
        yield Note(f"Nothing passes the filters; {have}")
    else:
        yield Note(f"Nothing to rank by {form}; {have}")


_OPTION = {
    "baseline": "--baseline",
    "hardware": "the hardware",
    "workload": "the workload",
    "since": "--since",
    "kind": "--kind",
    "unit": "the unit",
    "measure": "the measure",
    "confidence": "--confidence",
    "withdrawn": "regard to withdrawn papers",
}


def _left_out(told: Told) -> Iterator[Note]:
    """Say what does not stand on the board, and which option shows it."""
    found, wanted = told.found, told.wanted
    if told.cut:
        yield Note(f"{counted(told.cut, 'row')} more below these", "--top N shows more")
    if told.groups_left_out:
        named = "; ".join(
            f"{name}: {counted(n, 'paper')}" for name, n in told.groups_left_out[:_GROUPS_NAMED]
        )
        more = len(told.groups_left_out) - _GROUPS_NAMED
        rest = f"; and {more} more" if more > 0 else ""
        yield Note(
            f"{counted(len(told.groups_left_out), 'group')} not shown ({named}{rest})",
            "--groups N shows more",
        )
    if told.others > told.top:
        yield Note(f"{told.others - told.top} more under conditions of their own", "--top N shows more")
    if told.perhaps > told.top:
        yield Note(
            f"{told.perhaps - told.top} more that may belong here", "--top N shows more, --unsure ranks them"
        )
    if told.other_measures:
        yield Note(f"Left out, of other measures: {counted(told.other_measures, 'result')}")
    hidden = [f"{n} {_WHY[key]}" for key, n in found.alone.items() if n and key in _WHY]
    if hidden and told.shown:
        yield Note(f"Left out by one filter alone: {', '.join(hidden)}")
    if found.alone.get("withdrawn"):
        yield Note(
            f"Left out, as withdrawn: {counted(found.alone['withdrawn'], 'result')}", "--withdrawn shows them"
        )
    if found.impossible:
        name = wanted.called or wanted.metric
        yield Note(f"Left out, as no {name} is below 0 or above 100 %: {counted(found.impossible, 'claim')}")
    other = found.factors if wanted.is_level else found.levels
    if other and not told.instead:
        said = f"{counted(other, 'improvement factor')}" if wanted.is_level else counted(other, "level")
        yield Note(f"Not ranked here: {said}", f"--{'factors' if wanted.is_level else 'levels'} ranks them")


_WHY = {
    "since": "by --since",
    "kind": "by --kind",
    "confidence": "by --confidence",
    "unit": "in other units",
}


def _names(connection: duckdb.DuckDBPyConnection, told: Told) -> Iterator[Note]:
    """Say which names are near one that is not found, which were not taken for it, and which it stands for."""
    there = told.shown or told.perhaps or told.others
    for kind, words in told.filters.places.items():
        if not there:
            near = near_names(connection, kind, words, told.wanted)
            if near:
                yield Note(f"No {kind} is called {words}; near it: {', '.join(near)}")
            other = other_metrics(connection, kind, told.filters, told.wanted)
            if other:
                yield Note(f"Other metrics with the {kind} {words}: {', '.join(other)}")
        elif kind == "workload":
            others = other_datasets(connection, words, told.wanted)
            if others:
                yield Note(f"Not taken for {words}: {', '.join(others)}")
        elif kind == "baseline":
            members = members_of(connection, words)
            if len(members) > 1:
                yield Note(f"{words} stands for {', '.join(members)}")


def counted(number: int, noun: str) -> str:
    """Return a number with its noun.

    >>> counted(1, "row"), counted(2, "hardware")
    ('1 row', '2 hardware names')
    """
    if noun == "hardware":
        noun = "hardware name"
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _and(parts: Iterator[str]) -> str:
    *first, last = parts
    return f"{', '.join(first)} and {last}" if first else last
