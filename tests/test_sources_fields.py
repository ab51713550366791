"""Fields of records in the spellings that programs and services have for them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from claims.sources import read_papers
from claims.sources.records import paper_of

TEXT = "LarchCache keeps hot keys close, and is 2.4x faster than BirchStore."


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2024 Jan-Feb", date(2024, 1, 1)),
        ("May/June 2024", date(2024, 5, 1)),
        ("2024 Winter", date(2024, 1, 1)),
        ("2024-Q1", date(2024, 1, 1)),
        ("2023-12/2024-01", date(2023, 12, 1)),
        ("2024-03-00", date(2024, 3, 1)),
        ("12.01.2024", date(2024, 1, 12)),
        ("12-Jan-24", date(2024, 1, 12)),
        ({"year": 2024, "month": "1", "day": None}, date(2024, 1, 1)),
        ("21--27 Jul 2024", date(2024, 7, 21)),
        ("Jul 29 - Aug 2, 2024", date(2024, 7, 29)),
        ("30 Dec 2023 - 2 Jan 2024", date(2023, 12, 30)),
        ("2020/03//", date(2020, 3, 1)),
        ("2024/01/12/10:00", date(2024, 1, 12)),
        ("2024.01.12", date(2024, 1, 12)),
        ({"literal": "March 2020"}, date(2020, 3, 1)),
        ([{"year": "2024", "month": "1", "day": "12"}], date(2024, 1, 12)),
        ("between 2023 and 2024", None),
        ("item 12 of 2024", None),
    ],
)
def test_dates_that_say_less_or_say_it_otherwise(written: object, day: date | None) -> None:
    assert paper_of({"abstract": TEXT, "date": written}, source="x", place="line 1").date == day


@pytest.mark.parametrize(
    ("fields", "day"),
    [
        ({"year": "2024", "month": "jan", "day": "12"}, date(2024, 1, 12)),
        ({"year": 2024, "month": 1}, date(2024, 1, 1)),
        ({"year": 2024, "month": "JAN 12"}, date(2024, 1, 12)),
        ({"year": 2024, "month": "SPR"}, date(2024, 1, 1)),
        ({"year": 2024, "date": "Jan 12"}, date(2024, 1, 12)),
        ({"year": 2024, "month": 13}, date(2024, 1, 1)),
        ({"month": "jan"}, None),
        ({"year": "2024/01/12/"}, date(2024, 1, 12)),
        ({"year": "2024", "date": "Published online: 12 January 2024"}, date(2024, 1, 12)),
    ],
)
def test_dates_in_parts_are_put_together(fields: dict[str, object], day: date | None) -> None:
    assert paper_of({"abstract": TEXT, **fields}, source="x", place="line 1").date == day


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("Doe, J., van Roe, R.-M.", ("Doe, J.", "van Roe, R.-M.")),
        ("Doe, Jane, Roe, Rick", ("Doe, Jane", "Roe, Rick")),
        ("Jane Doe, Rick Roe, Mo Poe", ("Jane Doe", "Rick Roe", "Mo Poe")),
        ("['Jane Doe', 'Rick Roe']", ("Jane Doe", "Rick Roe")),
        ('[{"name": "Jane Doe"}]', ("Jane Doe",)),
        ("Jane Doe, Rick Roe and Mo Poe", ("Jane Doe", "Rick Roe", "Mo Poe")),
        ("Jane Doe,Rick Roe", ("Jane Doe", "Rick Roe")),
        ("Doe, Jane and van Roe, Rick and Larch", ("Doe, Jane", "van Roe, Rick", "Larch")),
        ("Doe, Jane AND Roe, Rick", ("Doe, Jane", "Roe, Rick")),
        ("Jane Doe|Rick Roe", ("Jane Doe", "Rick Roe")),
        ("Jane Doe\nRick Roe", ("Jane Doe", "Rick Roe")),
        ("Doe, Jane\nRoe, Rick", ("Doe, Jane", "Roe, Rick")),
        ("Jane Doe, Rick\nRoe", ("Jane Doe", "Rick Roe")),
        ("Doe, Jane (57200000001); Roe, Rick (57200000002)", ("Doe, Jane", "Roe, Rick")),
        ("Jane Doe (1), Rick Roe (1 and 2) ((1) Larch, (2) Birch)", ("Jane Doe", "Rick Roe")),
        ([{"first": "Jane", "middle": ["Q."], "last": "Doe", "suffix": "Jr."}], ("Jane Q. Doe Jr.",)),
        ({"authors": [{"full_name": "Jane Doe"}]}, ("Jane Doe",)),
        ([{"creator": "Doe, Jane"}], ("Doe, Jane",)),
    ],
)
def test_names_of_authors_in_usual_spellings(written: object, names: tuple[str, ...]) -> None:
    assert paper_of({"abstract": TEXT, "authors": written}, source="x", place="line 1").authors == names


@pytest.mark.parametrize(
    "fields",
    [
        {"externalIds": "{'ArXiv': '2401.00001', 'DOI': '10.1145/3620665.9'}"},
        {"externalIds": '{"ArXiv": "2401.00001", "DOI": "10.1145/3620665.9"}'},
        {"openaccessinfo": {"externalids": {"ArXiv": "2401.00001", "DOI": "10.1145/3620665.9"}}},
        {"doi": "10.1145/3620665.9", "url": "https://x.org", "pub_url": "https://arxiv.org/abs/2401.00001"},
        {
            "link": [{"type": "fulltext", "url": "https://arxiv.org/abs/2401.00001"}],
            "identifier": [{"id": "1234-5678", "type": "eissn"}, {"id": "10.1145/3620665.9", "type": "doi"}],
        },
        {"external_ids": [{"type": "doi", "value": "10.1145/3620665.9"}, {"value": "arXiv:2401.00001"}]},
    ],
)
def test_identifiers_of_several_kinds_are_told_apart(fields: dict[str, object]) -> None:
    paper = paper_of({"abstract": TEXT, **fields}, source="x", place="line 1")
    assert (paper.arxiv_id, paper.doi) == ("2401.00001", "10.1145/3620665.9")


@pytest.mark.parametrize(
    "address",
    [
        "https://arxiv.org/html/2401.00001v2",
        "https://www.alphaxiv.org/abs/2401.00001v2",
        "https://ar5iv.labs.arxiv.org/html/2401.00001v2#S1",
        "https://arxiv.org/pdf/2401.00001v2.pdf?x=1",
        "https://huggingface.co/papers/2401.00001v2",
        "oai:arXiv.org:2401.00001v2",
    ],
)
def test_addresses_of_preprints_tell_their_id(address: str) -> None:
    paper = paper_of({"abstract": TEXT, "arxiv": "2401.00001", "url": address}, source="x", place="line 1")
    assert (paper.arxiv_id, paper.version) == ("2401.00001", 2)


def test_what_a_record_wraps_goes_before_what_stands_around_it(tmp_path: Path) -> None:
    paper = {"id": "2401.00001", "title": "L", "summary": TEXT, "publishedAt": "2024-01-12"}
    listing = {"publishedAt": "2024-01-15", "title": "Listed", "summary": "short", "paper": paper}
    path = tmp_path / "listing.json"
    path.write_text(json.dumps([listing]), "utf-8")
    [found] = read_papers([path], on_reject=lambda reject: pytest.fail(str(reject)))
    assert (found.title, found.abstract, found.date, found.arxiv_id) == (
        "L",
        TEXT,
        date(2024, 1, 12),
        "2401.00001",
    )


@pytest.mark.parametrize("year", [2024, 2024.0, "2024", "2024.0", "2024///"])
def test_years_of_tables_with_gaps_are_years(year: object) -> None:
    assert paper_of({"abstract": TEXT, "year": year}, source="x", place="line 1").date == date(2024, 1, 1)


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("Caches &amp; <i>Keys</i>", "Caches & Keys"),
        ("10<jats:sup>5</jats:sup> Keys", "105 Keys"),
        ("When a < b and c > d", "When a < b and c > d"),
        ("AT&T's cache", "AT&T's cache"),
    ],
)
def test_titles_are_text(written: str, title: str) -> None:
    assert paper_of({"abstract": TEXT, "title": written}, source="x", place="line 1").title == title
