"""The pages of a site, by templates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from claims.report.board_notes import marked
from claims.report.highlight import fields_of, review_of
from claims.report.pages import templates
from claims.site import metadata
from claims.site.about import About
from claims.site.boards import Part
from claims.site.charts import record_rows, rows_chart, years_chart
from claims.site.front import Front, front_chart
from claims.site.papers import Paper, Text
from claims.site.rows import MOST_SHOWN, Row
from claims.site.subjects import FOLDERS, KINDS, Kind, Subject
from claims.site.systems import Statements

if TYPE_CHECKING:
    from jinja2 import Environment

_ROOT = "../"
_HEADINGS: dict[Kind, str] = {
    "metric": "Metrics",
    "dataset": "Datasets",
    "hardware": "Hardware",
    "baseline": "Baselines",
    "system": "Systems",
    "workload": "Models and tasks",
}
MENU = (
    *((_HEADINGS[kind], f"{FOLDERS[kind]}/index.html") for kind in KINDS),
    ("Papers", "papers/index.html"),
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a paper stands on a board.

    Attributes:
        paper: Identifier of the paper.
        board: Title of the board.
        address: The board, from the root of the site.
        row: The row on its page.
        rank: Its place.
        of: Number of rows of the board.
        shown: What is ranked, with its unit.
        system: Whose it is.
        badge: Address of its badge.
    """

    paper: str
    board: str
    address: str
    row: str
    rank: int
    of: int
    shown: str
    system: str
    badge: str


def subject_page(
    about: About,
    subject: Subject,
    parts: Sequence[tuple[Part, Sequence[Row]]],
    fronts: Sequence[Front],
    files: dict[str, bytes],
    statements: Statements | None = None,
) -> bytes:
    """Return the page of a metric, dataset, piece of hardware, baseline, system or other workload.

    Args:
        about: What all pages share.
        subject: What it is about.
        parts: Its boards with all of their rows.
        fronts: Pairs of metrics.
        files: The downloads of the boards, by address.
        statements: What papers state of a system; None for all others.
    """
    boards = [
        {
            "part": part,
            "rows": rows[:MOST_SHOWN],
            "more": len(rows) - MOST_SHOWN,
            "years": _json(years_chart(rows, part, root=_ROOT)) if part.standing == "ranked" else None,
            "records": list(record_rows(rows, part.better)) if part.standing == "ranked" else [],
            "bars": _json(rows_chart(rows, part, root=_ROOT)) if part.standing == "ranked" else None,
        }
        for part, rows in parts
    ]
    data = metadata.of_boards(
        subject.title,
        [part for part, _ in parts],
        files,
        url=about.url,
        version=about.version,
        day=about.day,
    )
    return _rendered(
        "subject.html.j2",
        about,
        subject=subject,
        heading=_HEADINGS[subject.kind],
        folder=FOLDERS[subject.kind],
        boards=boards,
        statements=statements,
        fronts=[(front, _json(front_chart(front, root=_ROOT))) for front in fronts],
        metadata=metadata.for_page(data),
    )


def paper_page(about: About, paper: Paper, text: Text, places: Sequence[Place]) -> bytes:
    """Return the page of a paper: its abstract with the claims marked, their fields, where it stands."""
    claims = [
        {
            "quote": claim["quote"],
            "claimed": marked(claim),
            "role": claim["role"],
            "rule": claim["rule"],
            "confidence": claim["confidence"],
            "review": review_of(claim) if claim["review"] else "",
            "fields": fields_of({name: value for name, value in claim.items() if name != "claimed"}),
        }
        for claim in text.claims
    ]
    data = metadata.of_paper(paper)
    return _rendered(
        "paper.html.j2",
        about,
        paper=paper,
        text=text,
        claims=claims,
        places=sorted(places, key=lambda place: (place.rank, -place.of, place.board)),
        metadata=metadata.for_page(data),
    )


def list_page(about: About, kind: Kind, subjects: Sequence[Subject]) -> bytes:
    """Return the list of all pages of one kind."""
    return _rendered("list.html.j2", about, heading=_HEADINGS[kind], kind=kind, subjects=subjects)


def months_page(about: About, months: Sequence[tuple[str, str, int, str]]) -> bytes:
    """Return the list of all lists of papers: year, address, number of papers and name of each."""
    return _rendered("months.html.j2", about, months=months)


def month_page(about: About, title: str, papers: Sequence[Paper]) -> bytes:
    """Return the list of the papers of a month."""
    return _rendered("month.html.j2", about, title=title, papers=papers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """What the start page shows.

    Attributes:
        counts: What is in the site, and how much of it.
        metrics: The most frequent metrics.
        places: The most frequent datasets and hardware, by heading.
        leaders: The first places of the largest boards.
        newest: The newest papers, with what they claim.
    """

    counts: Sequence[tuple[str, str, int]]
    metrics: Sequence[Subject]
    places: Sequence[tuple[str, str, Sequence[Subject]]]
    leaders: Sequence[Place]
    newest: Sequence[tuple[Paper, str]]


def start_page(about: About, start: Start, papers: Mapping[str, Paper]) -> bytes:
    """Return the start page."""
    data = {
        "@context": "https://schema.org",
        "@type": "DataCatalog",
        "name": about.title,
        "description": f"{about.results:,} quantified claims of {about.papers:,} papers, read by rules.",
        "dateModified": about.day,
        "url": about.url or "index.html",
        "creator": {"@type": "SoftwareApplication", "name": "claims", "version": about.version},
    }
    return _rendered(
        "start.html.j2", about, root="", start=start, papers=papers, metadata=metadata.for_page(data)
    )


def _rendered(template: str, about: About, *, root: str = _ROOT, **context: Any) -> bytes:
    page = _environment().get_template(template)
    return page.render(about=about, root=root, menu=MENU, **context).encode("utf-8", "backslashreplace")


def _json(data: Any) -> str | None:
    """Return data that can stand within an element for scripts; None for None."""
    return None if data is None else metadata.for_page(data)


@cache
def _environment() -> Environment:
    from markupsafe import Markup  # noqa: PLC0415 - slow to import

    environment = templates("claims.site")
    environment.filters["count"] = "{:,}".format
    environment.filters["script_data"] = Markup  # made by metadata.for_page, which leaves no mark-up in it
    return environment
