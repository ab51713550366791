"""The whole way from a database to a site."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from importlib.resources import files
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

from claims.site.about import About, about
from claims.site.boards import LEAST_ROWS
from claims.site.feeds import News, base_url, feed, sitemap
from claims.site.folder import new_site
from claims.site.newest import newest_results
from claims.site.pages import MENU, Place, Start, list_page, month_page, months_page, start_page
from claims.site.papers import Paper
from claims.site.search import NAMES_FILE, PAPERS_FILE, Entry, script
from claims.site.subjects import FOLDERS, KINDS, Kind, Subject
from claims.site.systems import systems
from claims.site.workshop import Workshop
from claims.store.connection import reading

_STATIC = ("site.css", "theme.js", "search.js", "tables.js", "charts.js")
_VEGA = ("vega.min.js", "vega-lite.min.js", "vega-embed.min.js", "LICENSES.txt")
_SMALL = 1500  # papers that one process is done with before a second one has begun
_SUBJECTS_AT_ONCE, _PAPERS_AT_ONCE = 8, 500
_LEADERS, _CHIPS, _NEWEST = 14, 24, 15
_COUNTED: dict[Kind, str] = {
    "metric": "metrics",
    "dataset": "datasets",
    "hardware": "pieces of hardware",
    "baseline": "baselines",
    "system": "systems",
}
_SHOWN: dict[Kind, str] = {
    "dataset": "Datasets",
    "hardware": "Hardware",
    "baseline": "Baselines",
    "system": "Systems",
}
_NAMES = ["metric", "dataset", "hardware", "baseline", "system", "workload", "board"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a site shall be.

    Attributes:
        title: Its title.
        url: Where it will be; None where that is not known.
        least: Papers that have to have results for what gets a page.
        jobs: Processes.
    """

    title: str
    url: str | None = None
    least: int = 3
    jobs: int = 1


@dataclass(frozen=True, slots=True)
class Built:
    """What was made.

    Attributes:
        subjects: Number of pages of each kind of subject, by its heading.
        papers: Pages of papers.
        boards: Boards.
        files: Files.
        bytes: Their size.
    """

    subjects: dict[str, int]
    papers: int
    boards: int
    files: int
    bytes: int


def build(database: Path, folder: Path, wanted: Wanted) -> Built:
    """Make the site of a database.

    Args:
        database: The file.
        folder: Where the site will be; a site of ours that is there is replaced when the new one is whole.
        wanted: What it shall be.

    Raises:
        ClaimsError: The database cannot be read, the folder cannot be written or holds something else.
    """
    url = base_url(wanted.url)
    with reading(database) as connection, new_site(folder) as new:
        told = about(connection, database, title=wanted.title, url=url, least=wanted.least)
        workshop = Workshop(connection, told, new)
        _write_static(workshop)
        with ExitStack() as stack:
            jobs = wanted.jobs if len(workshop.papers) > _SMALL else 1
            pool = _pool(stack, jobs, database, told, new)
            places = _subject_pages(workshop, pool)
            _paper_pages(workshop, pool, places)
        newest = newest_results(connection, workshop.papers.values())
        _write_lists(workshop, places, newest)
        _write_search(workshop, places, [Entry(*entry) for entry in systems(connection, workshop.papers)])
        _write_feeds(workshop, newest, url)
        return _counted(workshop, places, new)


_Thing = TypeVar("_Thing")
_own: list[Workshop] = []
_open_for_good = ExitStack()


def _pool(
    stack: ExitStack, jobs: int, database: Path, told: About, folder: Path
) -> ProcessPoolExecutor | None:
    """Return processes that make pages, each with a workshop of its own; None where one process does it all."""
    if jobs < 2:
        return None
    return stack.enter_context(
        ProcessPoolExecutor(
            jobs, mp_context=get_context("spawn"), initializer=_open, initargs=(database, told, folder)
        )
    )


def _open(database: Path, told: About, folder: Path) -> None:
    connection = _open_for_good.enter_context(reading(database))
    _own.append(Workshop(connection, told, folder))


def _make_subjects(wanted: Sequence[Subject]) -> list[Place]:
    return _own[0].write_subjects(wanted)


def _make_papers(wanted: tuple[Sequence[str], dict[str, list[Place]]]) -> int:
    return _own[0].write_papers(*wanted)


def _subject_pages(workshop: Workshop, pool: ProcessPoolExecutor | None) -> list[Place]:
    if pool is None:
        return workshop.write_subjects(workshop.subjects)
    parts = list(_some_at_once(workshop.subjects, _SUBJECTS_AT_ONCE))
    return [place for found in pool.map(_make_subjects, parts) for place in found]


def _paper_pages(workshop: Workshop, pool: ProcessPoolExecutor | None, places: Sequence[Place]) -> None:
    by_paper: dict[str, list[Place]] = defaultdict(list)
    for place in places:
        by_paper[place.paper].append(place)
    if pool is None:
        workshop.write_papers(workshop.papers, by_paper)
        return
    parts = [
        (part, {name: by_paper[name] for name in part if name in by_paper})
        for part in _some_at_once(list(workshop.papers), _PAPERS_AT_ONCE)
    ]
    for _ in pool.map(_make_papers, parts):
        pass


def _some_at_once(things: Sequence[_Thing], number: int) -> Iterator[Sequence[_Thing]]:
    for first in range(0, len(things), number):
        yield things[first : first + number]


def _write_static(workshop: Workshop) -> None:
    static = files("claims.site") / "static"
    for name in (*_STATIC, *(f"vega/{name}" for name in _VEGA)):
        workshop.write(f"static/{name}", (static / name).read_bytes())


def _write_lists(workshop: Workshop, places: Sequence[Place], newest: Sequence[tuple[Paper, str]]) -> None:
    told, subjects = workshop.about, workshop.subjects
    for kind in KINDS:
        own = [subject for subject in subjects if subject.kind == kind]
        workshop.write(f"{FOLDERS[kind]}/index.html", list_page(told, kind, own))
    _write_months(workshop)
    counts = [
        (name, f"{FOLDERS[kind]}/index.html", sum(subject.kind == kind for subject in subjects))
        for kind, name in _COUNTED.items()
    ]
    start = Start(
        counts=[*counts, ("papers", "papers/index.html", len(workshop.papers))],
        metrics=[subject for subject in subjects if subject.kind == "metric" and not subject.measure][
            :_CHIPS
        ],
        places=[
            (heading, f"{FOLDERS[kind]}/index.html", [s for s in subjects if s.kind == kind][:_CHIPS])
            for kind, heading in _SHOWN.items()
        ],
        leaders=_leaders(places),
        newest=newest[:_NEWEST],
    )
    workshop.write("index.html", start_page(told, start, workshop.papers))


def _leaders(places: Iterable[Place]) -> list[Place]:
    """Return the first places of the boards of most rows, one for each page: of datasets, then of metrics."""
    found: dict[str, Place] = {}
    ordered = sorted(places, key=lambda place: (-place.of, place.board, place.paper))
    for folder in ("datasets/", "metrics/"):
        for place in ordered:
            if place.rank == 1 and place.of >= LEAST_ROWS and place.address.startswith(folder):
                found.setdefault(place.address.partition("#")[0], place)
    return list(found.values())[:_LEADERS]


def _write_months(workshop: Workshop) -> None:
    by_month: dict[str, list[Paper]] = defaultdict(list)
    for paper in workshop.papers.values():
        by_month[f"{paper.day:%Y-%m}" if paper.day else ""].append(paper)
    months = []
    for month, papers in sorted(by_month.items()):
        address, title = f"papers/by-month-{month or 'unknown'}.html", month or "an unknown month"
        workshop.write(address, month_page(workshop.about, title, papers))
        months.append((month[:4], address, len(papers), month or "unknown"))
    workshop.write("papers/index.html", months_page(workshop.about, months))


def _write_search(workshop: Workshop, places: Iterable[Place], named: Iterable[Entry]) -> None:
    entries = [
        Entry(subject.title, subject.kind, subject.address, subject.papers) for subject in workshop.subjects
    ]
    boards = {place.address: place for place in places}
    entries += [Entry(place.board, "board", place.address, place.of) for place in boards.values()]
    taken = {entry.name for entry in entries}
    entries += [entry for entry in named if entry.name not in taken]
    papers = [Entry(paper.title, "paper", paper.address, 0) for paper in workshop.papers.values()]
    workshop.write(NAMES_FILE, script(entries, _NAMES))
    workshop.write(PAPERS_FILE, script(papers, ["paper"]))


def _write_feeds(workshop: Workshop, newest: Sequence[tuple[Paper, str]], url: str | None) -> None:
    told = workshop.about
    news = [News(paper.title, paper.address, paper.day, paper.authors, text) for paper, text in newest]
    workshop.write("feed.xml", feed(told.title, news, updated=told.updated, url=url))
    if url is None:
        return
    pages = ["index.html", *(address for _, address in MENU)]
    pages += [subject.address for subject in workshop.subjects]
    pages += [paper.address for paper in workshop.papers.values()]
    lists = sitemap(pages, updated=told.updated, url=url)
    for number, content in enumerate(lists, 1):
        workshop.write("sitemap.xml" if number == 1 else f"sitemap-{number}.xml", content)
    names = ["sitemap.xml", *(f"sitemap-{number}.xml" for number in range(2, len(lists) + 1))]
    robots = "".join(["User-agent: *\nAllow: /\n", *(f"Sitemap: {url}{name}\n" for name in names)])
    workshop.write("robots.txt", robots.encode())


def _counted(workshop: Workshop, places: Iterable[Place], folder: Path) -> Built:
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    return Built(
        subjects={kind: sum(s.kind == kind for s in workshop.subjects) for kind in KINDS},
        papers=len(workshop.papers),
        boards=len({place.address for place in places}),
        files=len(sizes),
        bytes=sum(sizes),
    )
