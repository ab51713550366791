"""Saved pages: three layouts, the line that glues title and authors, dates without a year."""

from __future__ import annotations

import json
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

import pytest

from claims.sources import read_papers
from claims.sources.dates import page_year, parse_date
from claims.sources.glued import split_glued

if TYPE_CHECKING:
    from pathlib import Path

    from claims.model import Paper, Reject

LONG = "A tiny cache sits in front of a very large model and answers what it has answered before. " * 4
LONG = LONG.strip()


def refuse(reject: Reject) -> None:
    pytest.fail(str(reject))


def read(tmp_path: Path, page: str | bytes) -> tuple[list[Paper], list[Reject]]:
    path = tmp_path / "page.txt"
    path.write_bytes(page.encode() if isinstance(page, str) else page)
    rejects: list[Reject] = []
    return list(read_papers([path], on_reject=rejects.append)), rejects


# Abstracts with arXiv: and Created: lines.


def dated(*before: str, arxiv: str = "arXiv:2506.00001", created: str = "Created: 2025-06-11") -> str:
    return "\n\n".join([*before, f"{arxiv}\n{created}"]) + "\n\n"


def test_dated_abstract_with_all_it_can_have(tmp_path: Path) -> None:
    page = dated(
        "Tiny Caches", LONG, "12 pages", "Accepted by XYZ", arxiv="arXiv:2506.00001v2 - doi: 10.1000/ABC"
    )
    (paper,), rejects = read(tmp_path, page)
    assert not rejects
    assert (paper.id, paper.arxiv_id, paper.version) == ("arxiv:2506.00001", "2506.00001", 2)
    assert (paper.title, paper.abstract, paper.doi) == ("Tiny Caches", LONG, "10.1000/abc")
    assert (paper.date, paper.place) == (date(2025, 6, 11), "line 3")


@pytest.mark.parametrize("comment", ["28 pages", "Submitted to a workshop.", "Published in a journal (TOCA)"])
def test_comments_are_no_part_of_the_abstract(tmp_path: Path, comment: str) -> None:
    papers, rejects = read(tmp_path, dated(LONG, comment) + dated("A short one.", comment))
    assert [p.abstract for p in papers] == [LONG, "A short one."]
    assert not rejects


def test_second_long_paragraph_belongs_to_the_abstract(tmp_path: Path) -> None:
    papers, _ = read(tmp_path, dated(LONG, LONG, "12 pages"))
    assert papers[0].abstract == f"{LONG}\n\n{LONG}"


def test_arxiv_line_without_abstract_and_abstract_without_arxiv_line_are_rejected(tmp_path: Path) -> None:
    papers, rejects = read(tmp_path, dated(LONG) + dated() + LONG + "\n\nPage 1 of 3\n")
    assert len(papers) == 1
    assert [(r.place, r.reason) for r in rejects] == [
        ("line 6", "no abstract before this line"),
        ("line 9", "text without an arXiv: line after it"),
    ]


def test_unknown_arxiv_id_and_date_leave_the_paper(tmp_path: Path) -> None:
    (paper, _), _ = read(
        tmp_path, dated(LONG, arxiv="arXiv:soon", created="Created: 2025-02-30") + dated(LONG)
    )
    assert (paper.arxiv_id, paper.date) == (None, None)
    assert paper.id.startswith("text:")


# Profile pages.


def test_profile_entry_with_badge_authors_and_organization(tmp_path: Path) -> None:
    line = "Tiny CachesMina Park, Olaf Berg, Ines Roth et al. · some-lab, other"
    page = f"14.1CVMar 3, 2023Code\n{line}\n{LONG}\n"
    (paper,), rejects = read(tmp_path, page)
    assert not rejects
    assert (paper.title, paper.abstract) == ("Tiny Caches", LONG)
    assert (paper.date, paper.categories) == (date(2023, 3, 3), ("CV",))
    assert (paper.authors, paper.organization) == (("Mina Park", "Olaf Berg", "Ines Roth"), "some-lab, other")


def test_profile_page_around_the_papers_is_left_aside(tmp_path: Path) -> None:
    page = (
        "Mina Park\nPublications\n"
        f"Tiny CachesMina Park, Olaf Berg, Ines Roth et al.\n{LONG}\n"
        f"LGOct 16, 2022\nLarge CachesMina Park\n{LONG}\n"
        f"No Caches at All\n{LONG}\n"
        "Previous 1 2 3 Next\n"
    )
    papers, rejects = read(tmp_path, page)
    assert [(p.title, p.authors[:1]) for p in papers] == [
        ("Tiny Caches", ("Mina Park",)),
        ("Large Caches", ("Mina Park",)),
        ("No Caches at All", ()),
    ]
    assert not rejects


def test_profile_entries_without_title_or_abstract_are_rejected(tmp_path: Path) -> None:
    title = "Tiny CachesMina Park, Olaf Berg, Ines Roth et al."
    page = (
        f"8.0ARJun 29, 2022\n{title}\n7.0LGJun 1, 2022\n7.0LGJun 2, 2022\n{title}\n{LONG}\n{LONG}\n{title}\n"
    )
    papers, rejects = read(tmp_path, page)
    assert [p.place for p in papers] == ["line 5"]
    assert [(r.place, r.reason) for r in rejects] == [
        ("line 2", "no abstract after this title"),
        ("line 3", "no title after this line"),
        ("line 7", "text without a title line before it"),
        ("line 8", "no abstract after this title"),
    ]


# Daily-paper listings.


def daily(title: str, abstract: str, by: str = "  • 7 authors", when: str = "Jun 27, 2023") -> str:
    return f"{title}\n\n{abstract}\n\n{by}\n·\n{when}\n\n"


HEAD = "new\n\nGet trending papers in your email inbox!\n\nSubscribe\n\nDaily Papers\n\nJan 12\n\n"


def test_daily_papers_with_authors_or_organization(tmp_path: Path) -> None:
    page = (
        HEAD
        + daily("Tiny", LONG)
        + daily("Tinier", "Short.", "some-lab Some Lab", "Dec 2, 2025 2")
        + "Load more\n"
    )
    (one, two), rejects = read(tmp_path, page)
    assert not rejects
    assert (one.title, one.abstract, one.organization, one.date) == ("Tiny", LONG, None, date(2023, 6, 27))
    assert (two.title, two.abstract, two.organization, two.date) == (
        "Tinier",
        "Short.",
        "Some Lab",
        date(2025, 12, 2),
    )
    assert one.place == "line 11"


def test_papers_that_the_listing_gives_no_date_are_papers_too(tmp_path: Path) -> None:
    page = HEAD + f"Undated\n\n{LONG}\n\n" + daily("Tiny", LONG) + f"Last\n\n{LONG}\n\nPrivacy\n\nAbout us\n"
    papers, rejects = read(tmp_path, page)
    assert [(p.title, p.date is None) for p in papers] == [("Undated", True), ("Tiny", False), ("Last", True)]
    assert {p.abstract for p in papers} == {LONG}
    assert not rejects


def test_listing_date_without_paper_is_rejected(tmp_path: Path) -> None:
    papers, rejects = read(
        tmp_path,
        HEAD + "·\nJun 27, 2023\n\nTiny\n\n  • 7 authors\n·\nJun 27, 2023\n\n" + daily("Tinier", LONG),
    )
    assert [p.title for p in papers] == ["Tinier"]
    assert [(r.place, r.reason) for r in rejects] == [
        ("line 11", "no title and abstract before the date"),
        ("line 17", "no title and abstract before the date"),
    ]


def test_wrong_utf8_rejects_the_paper_that_holds_it_and_no_other(tmp_path: Path) -> None:
    for page, count in (
        (dated(LONG) + dated(f"@{LONG}") + dated(LONG), 2),
        (
            f"TinyMina Park, Olaf Berg, Ines Roth et al.\n{LONG}\n"
            + f"LGMay 6, 2022\nTinyMina Park\n{LONG}@\n",
            1,
        ),
        (daily("Tiny", LONG) + daily("Tiny@", LONG), 1),
    ):
        papers, rejects = read(tmp_path, page.encode().replace(b"@", b"\xe9"))
        assert len(papers) == count
        assert [r.reason.partition(" (")[0] for r in rejects] == ["not UTF-8"]


# Title and authors on one line.


@pytest.mark.parametrize(
    ("title", "authors"),
    [
        ("Tiny Caches", "Mina Park, Olaf Berg, Ines Roth et al."),
        ("Fast, Small, and Cheap Caches", "Mina Park, Olaf Berg, Ines Roth et al."),
        ("Tiny Caches for Hardware-Aware NAS", "Mina Park, Olaf Berg, Ines Roth et al."),
        ("Tiny Caches for Hardware-Aware NAS", "Mina Park"),
        ("Caches on GPUs", "Mina Park, Olaf Berg"),
        ("Who Needs Caches?", "Jean-Luc de la Tour, Łucja Żak"),
        ("Caches in 3D", "J. R. Park, Mina McDonald, Bo Yang Berg"),
        ("Very Large Models (VLMs)", "Zoë O'Hara, Yu LeBlanc"),
        ("Learning to Cache", "McKay Park"),
        ("Learning to Cache", "AJ Park, Olaf Berg"),
        ("Caches for MobileNets", "Anna McDonald Park"),
        ("Caches and BERT$'$s Attention", "Mina Park, JiaHao Berg, Ines Roth et al."),
        ("Caches for U-Nets", "Mina Park, JiaHao Berg"),
        ("Caches for 5G", "Er-Min Park, Olaf van der Berg, Ch. Roth et al."),
    ],
)
@pytest.mark.parametrize("organization", [None, "some-lab", "some-lab, other"])
def test_title_and_authors_are_told_apart(title: str, authors: str, organization: str | None) -> None:
    found = split_glued(title + authors + (f" · {organization}" if organization else ""))
    assert found.title == title
    assert found.authors == tuple(authors.removesuffix(" et al.").split(", "))
    assert found.organization == organization
    assert found.more_authors == authors.endswith("et al.")


@pytest.mark.parametrize("line", ["Tiny Caches for Very Large Models", "A 2.5D Cache, Revisited", "", "word"])
def test_title_without_authors_stays_whole(line: str) -> None:
    assert split_glued(line) == (line, (), None, False)


# Dates.


def test_year_left_out_is_the_one_after_the_latest_written(tmp_path: Path) -> None:
    dates = ["Jun 27, 2023", "May 14 5", "Dec 9, 2024 1", "Feb 1, 2021", "Feb 29"]
    papers, _ = read(tmp_path, "".join(daily(f"Paper {i}", LONG, when=when) for i, when in enumerate(dates)))
    assert [p.date for p in papers] == [
        date(2023, 6, 27), date(2025, 5, 14), date(2024, 12, 9), date(2021, 2, 1), None,
    ]  # fmt: skip


def test_few_written_years_say_nothing_about_the_page() -> None:
    assert page_year(["2024", None, "2023"]) is None
    assert page_year([None, None]) is None


@pytest.mark.parametrize(
    "text", ["", "in press", "2025-13-01", "2025-02-30", "Mon, 99 Apr 2007", "0000-00-00", "\0"]
)
def test_no_date_is_made_up(text: str) -> None:
    assert parse_date(text) is None


# The real pages: figures, names and ids only.

PAGES = {"000": 10, "001": 13, "002": 46, "003": 50, "004": 57}


@pytest.fixture(scope="module")
def pages(shared: Path) -> dict[str, list[Paper]]:
    return {
        name: list(read_papers(sorted((shared / "seeds").glob(f"{name}_*")), on_reject=refuse))
        for name in PAGES
    }


def test_pages_give_their_papers(pages: dict[str, list[Paper]]) -> None:
    assert {name: len(papers) for name, papers in pages.items()} == PAGES


def test_abstracts_of_pages_are_those_that_were_annotated(
    pages: dict[str, list[Paper]], shared: Path
) -> None:
    gold = [json.loads(line) for line in (shared / "gold" / "seeds.jsonl").read_text().splitlines()]
    for name, records in groupby(gold, key=lambda record: record["id"][:3]):
        expected = list(records)
        assert [p.abstract for p in pages[name]] == [record["abstract"] for record in expected]
        for paper, record in zip(pages[name], expected, strict=True):
            assert record["title"].startswith(paper.title)


def test_dated_page_gives_ids_dates_and_dois(pages: dict[str, list[Paper]]) -> None:
    assert all(p.arxiv_id and p.date for p in pages["000"])
    assert (pages["000"][0].id, pages["000"][0].date) == ("arxiv:2506.11153", date(2025, 6, 11))
    assert pages["000"][5].doi == "10.1109/tcad.2020.3013050"


def test_profile_pages_give_three_authors_each(pages: dict[str, list[Paper]]) -> None:
    papers = pages["001"] + pages["003"]
    assert {len(p.authors) for p in papers} == {3}
    assert {p.organization for p in papers} == {None, "pku", "microsoft-research", "meta-ai, mila"}
    salo = next(p for p in papers if p.title.startswith("SALO"))
    assert salo.title.endswith("for Long Sequences")
    assert salo.authors == ("Guan Shen", "Jieru Zhao", "Quan Chen")
    assert (salo.date, salo.categories) == (date(2022, 6, 29), ("AR",))


def test_listings_give_dates_and_organizations(pages: dict[str, list[Paper]]) -> None:
    carma = pages["002"][0]
    assert carma.title.startswith("CARMA")
    assert carma.date == date(2023, 6, 27)
    assert all(p.date for p in pages["002"])
    assert sum(p.date is None for p in pages["004"]) == 2
    found = {p.organization for p in pages["002"] + pages["004"]}
    assert found == {None, "Nexa AI", "DeepSeek", "Zyphra"}
