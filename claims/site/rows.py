"""The rows of a board as a page shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from claims.report.board_notes import marked
from claims.report.figures import interval, number, unit_sign
from claims.site.boards import Part
from claims.site.papers import Paper
from claims.store.odd_values import OddValueError

MOST_SHOWN = 50
"""Rows of a part that its page shows."""

_NAME_CHARACTERS = 36


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a cell.

    Attributes:
        words: As the paper has it.
        address: Address of its page, from the root of the site; None where it has none.
    """

    words: str
    address: str | None


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a part.

    Attributes:
        rank: Its place; None where the part is not ranked.
        value: What is ranked.
        upper: Its upper end.
        shown: Both with their unit.
        claimed: What the paper says.
        kind: ``average``, ``best case``, ``range`` or ``single``.
        average: The average that the same paper states, where this is a best case.
        system: Whose the value is.
        system_page: Address of the page of that system, from the root of the site; None where it has none.
        baseline: What it is compared with.
        hardware: What it was measured on.
        workload: What it was measured for.
        measure: What the paper calls the metric.
        year: Year of the paper.
        day: Day of the paper, or of its year.
        paper: The paper.
        sentence: What stands before the number, the number, and what stands after it.
        place: Where in the paper it stands, unless in the abstract.
        remark: Conditions of its own, or what is less sure of it.
        withdrawn: Whether the paper has been withdrawn.
    """

    rank: int | None
    value: float
    upper: float
    shown: str
    claimed: str
    kind: str
    average: str
    system: str
    system_page: str | None
    baseline: tuple[Name, ...]
    hardware: tuple[Name, ...]
    workload: tuple[Name, ...]
    measure: str
    year: int | None
    day: date | None
    paper: Paper
    sentence: tuple[str, str, str]
    place: str
    remark: str
    withdrawn: bool

    @property
    def label(self) -> str:
        """What a chart calls it: its system, or the title of its paper."""
        return shortened(self.system or self.paper.title, _NAME_CHARACTERS)


Links = Mapping[str, Mapping[str, str]]
"""For each field of a result, addresses of pages by the words of papers."""


def rows_of(part: Part, papers: Mapping[str, Paper], links: Links) -> list[Row]:
    """Return all rows of a part, best first; those whose paper has no page are left out."""
    return [
        _row(row, part, papers[row["paper_id"]], links)
        for row in part.rows.iter_rows(named=True)
        if row["paper_id"] in papers
    ]


def _row(row: Mapping[str, Any], part: Part, paper: Paper, links: Links) -> Row:
    year = row["year"]
    if row["value"] is None:
        raise OddValueError("the table current_claims")
    return Row(
        rank=row.get("rank"),
        value=row["value"],
        upper=row["upper"],
        shown=with_unit(
            row["value"], row["upper"], unit_sign(row["unit"] or "") if "unit" in row else part.unit
        ),
        claimed=marked(row),
        kind=row["kind"],
        average=number(row.get("average_factor")),
        system=row["subject"] or "",
        system_page=links["subject"].get(row["subject"] or ""),
        baseline=_names([row["baseline"]] if row.get("baseline") else [], links["baseline"]),
        hardware=_names(row["hardware"], links["hardware"]),
        workload=_names(row["workload"], links["workload"]),
        measure=row["metric_text"] or "",
        year=year,
        day=paper.day or (date(year, 7, 1) if year else None),
        paper=paper,
        sentence=in_sentence(row["sentence"], row["quote"]),
        place=row["place"] if row.get("rule") == "table" else "",
        remark=row.get("group") or row.get("doubt") or "",
        withdrawn=row["withdrawn"],
    )


def _names(words: Sequence[str], addresses: Mapping[str, str]) -> tuple[Name, ...]:
    return tuple(Name(name, addresses.get(name)) for name in words)


def with_unit(low: float, high: float, unit: str) -> str:
    """Return a value or a range with its unit.

    >>> with_unit(91.5, 91.5, "%"), with_unit(2.0, 4.0, "x"), with_unit(0.003, 0.003, "s")
    ('91.5%', '2.00 to 4.00x', '0.003 s')
    """
    shown = interval(low, None if low == high else high)
    return f"{shown}{'' if unit in ('x', '%', '') else ' '}{unit}"


def in_sentence(sentence: str, quote: str) -> tuple[str, str, str]:
    """Return what stands before a number in its sentence, the number, and what stands after it."""
    text, found = " ".join(sentence.split()), " ".join(quote.split())
    return text.partition(found) if found else (text, "", "")


def shortened(text: str, most: int) -> str:
    """Return a text, cut where it is longer than so many characters."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
