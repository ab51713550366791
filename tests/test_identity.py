from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import claims.sources.identity as identity
from claims.model import Paper
from claims.sources import read_papers
from claims.sources.identity import Match, PaperIndex
from claims.sources.keys import derive_id, normal_title, paper_keys, parse_arxiv_id, parse_doi, surnames

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TITLE = "Tiny Caches for Very Large Models"
TEXT = (
    "We put a tiny cache in front of a very large model and look at how often it is hit. "
    "Over a week of requests it answers every third of them, and the model serves 1.5x more users."
)


def paper(paper_id: str = "p", **fields: Any) -> Paper:
    return Paper(**{"id": paper_id, "abstract": "Short.", "source": f"{paper_id}.jsonl", **fields})


def same(one: Paper, two: Paper) -> bool:
    index = PaperIndex()
    index.resolve(one)
    return not index.resolve(two).is_new


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2506.11153", ("2506.11153", None)),
        ("arXiv:2506.11153v12", ("2506.11153", 12)),
        ("https://arxiv.org/pdf/2506.11153v2.pdf", ("2506.11153", 2)),
        ("math.GT/0309136", ("math.GT/0309136", None)),
        ("0704.0001", ("0704.0001", None)),
        ("2599.11153", None),
        ("2020.12345", None),
        ("v2", None),
        ("２５０６.１１１５３", None),
    ],
)
def test_arxiv_ids_are_told_from_other_numbers(text: str, expected: tuple[str, int | None] | None) -> None:
    assert parse_arxiv_id(text) == expected


def test_doi_loses_resolver_and_case() -> None:
    assert parse_doi("doi:10.1000/ABC.7") == parse_doi("https://doi.org/10.1000/abc.7") == "10.1000/abc.7"
    assert parse_doi("see the paper") is None


def test_keys_come_strongest_first() -> None:
    full = paper(title=TITLE, abstract=TEXT, arxiv_id="2506.00001", doi="10.1000/7")
    assert [key.partition(":")[0] for key in paper_keys(full)] == ["arxiv", "doi", "title", "text", "id"]


def test_changed_title_with_the_same_arxiv_id_is_the_same_paper() -> None:
    assert same(
        paper("a", title=TITLE, arxiv_id="2506.00001", version=1),
        paper("b", title="Caches, Reconsidered at Length", arxiv_id="2506.00001", version=2),
    )


def test_same_title_with_two_arxiv_ids_is_two_papers() -> None:
    assert not same(
        paper("a", title=TITLE, arxiv_id="2506.00001"), paper("b", title=TITLE, arxiv_id="2506.00002")
    )


def test_title_is_compared_without_case_spaces_accents_and_markup() -> None:
    assert same(
        paper("a", title="Naïve   Caching for $k$-NN Graphs at Scale"),
        paper("b", title="naive caching for k-NN graphs at scale."),
    )


def test_generic_title_needs_a_common_author() -> None:
    one = paper("a", title="Introduction", authors=("Mina Park",))
    assert not same(one, paper("b", title="Introduction", authors=("Olaf Berg",)))
    assert not same(one, paper("b", title="Introduction"))
    assert same(one, paper("b", title="Introduction", authors=("Park, M.", "Olaf Berg")))


def test_telling_title_is_enough_unless_the_authors_differ() -> None:
    one = paper("a", title=TITLE, authors=("Mina Park", "Olaf Berg"))
    assert same(one, paper("b", title=TITLE))
    assert not same(one, paper("b", title=TITLE, authors=("Ines Roth",)))


def test_same_long_abstract_is_the_same_paper_under_any_title() -> None:
    assert same(paper("a", title=TITLE, abstract=TEXT), paper("b", abstract=TEXT.replace(". ", ".\n")))


def test_short_abstract_says_nothing() -> None:
    withdrawn = "This paper has been withdrawn by the author."
    assert not same(paper("a", abstract=withdrawn), paper("b", abstract=withdrawn))


def test_abstracts_in_other_scripts_are_told_apart() -> None:
    one, two = "缓存很小而模型很大" * 20, "模型很小而缓存很大" * 20
    assert not same(paper("a", abstract=one), paper("b", abstract=two))
    assert same(paper("a", abstract=one), paper("b", abstract=one))


def test_own_id_counts_within_one_source_only() -> None:
    one = paper("7", abstract="One.", source="x.jsonl")
    assert same(one, paper("7", abstract="Edited.", source="x.jsonl"))
    assert not same(one, paper("7", abstract="Two.", source="y.jsonl"))
    assert not same(paper("7", source="-"), paper("7", source="-", abstract="Two."))


def test_id_given_twice_to_different_papers_of_a_source_does_not_merge_them() -> None:
    one = paper("7", title=TITLE, abstract=TEXT, source="x.jsonl")
    two = paper("7", title="A Study of Something Else Entirely", abstract="No cache here.", source="x.jsonl")
    assert not same(one, two)


def test_taken_id_gives_way_to_a_derived_one() -> None:
    index = PaperIndex()
    first = index.resolve(paper("1", abstract="One.", source="x.jsonl"))
    second = index.resolve(paper("1", abstract="Two.", source="y.jsonl"))
    third = index.resolve(paper("1", abstract="Two.", source="z.jsonl"))
    assert first.paper_id == "1"
    assert second.paper_id == derive_id(title="", abstract="Two.")
    assert len({first.paper_id, second.paper_id, third.paper_id}) == len(index) == 3


def test_record_that_joins_two_papers_merges_them() -> None:
    index = PaperIndex()
    index.resolve(paper("a", arxiv_id="2506.00001", title="Caches, Reconsidered at Length"))
    index.resolve(paper("b", title=TITLE))
    joining = paper("c", arxiv_id="2506.00001", title=TITLE)
    assert index.resolve(joining) == Match("a", is_new=False, merged=("b",))
    assert index.canonical("b") == "a"
    assert len(index) == 1
    assert index.resolve(paper("d", title=TITLE)) == Match("a", is_new=False)


def test_vague_record_does_not_merge_papers_that_contradict_each_other() -> None:
    index = PaperIndex()
    index.resolve(paper("a", arxiv_id="2506.00001", title=TITLE))
    index.resolve(paper("b", arxiv_id="2506.00002", title=TITLE))
    assert index.resolve(paper("c", title=TITLE)) == Match("a", is_new=False)
    assert len(index) == 2


def test_find_leaves_the_index_as_it_is() -> None:
    index = PaperIndex()
    assert index.find(paper("a", title=TITLE)) is None
    assert len(index) == 0
    index.resolve(paper("a", title=TITLE))
    assert index.find(paper("b", title=TITLE)) == "a"


def test_index_goes_on_from_remembered_keys() -> None:
    kept = paper("a", title=TITLE, authors=("Mina Park",), arxiv_id="2506.00001")
    index = PaperIndex()
    index.remember("a", paper_keys(kept), kept.authors)
    assert index.resolve(paper("b", arxiv_id="2506.00001")).paper_id == "a"
    assert index.resolve(paper("c", title=TITLE, authors=("Olaf Berg",))).is_new


def test_derived_id_is_the_arxiv_id_then_the_title_then_the_text() -> None:
    assert derive_id(title=TITLE, abstract=TEXT, arxiv_id="2506.00001") == "arxiv:2506.00001"
    assert derive_id(title=TITLE, abstract="a") == derive_id(title=TITLE.upper(), abstract="b")
    assert derive_id(title="Preface", abstract="a") != derive_id(title="Preface", abstract="b")


def test_surnames_of_both_ways_to_write_a_name() -> None:
    assert surnames(["Mina Park", "Müller, K.-R.", "", "  "]) == {"park", "muller"}


papers = st.builds(
    Paper,
    id=st.text(max_size=3),
    abstract=st.sampled_from(["Short.", TEXT, TEXT * 2]) | st.text(),
    title=st.sampled_from(["", "Preface", TITLE]) | st.text(),
    arxiv_id=st.sampled_from([None, "2506.00001", "2506.00002"]),
    doi=st.sampled_from([None, "10.1/a", "10.1/b"]),
    authors=st.lists(st.sampled_from(["Mina Park", "Olaf Berg"]), max_size=2).map(tuple),
    source=st.sampled_from(["x", "y", "-"]),
)


@given(st.lists(papers, max_size=8))
def test_every_record_finds_one_paper_and_ids_never_clash(records: list[Paper]) -> None:
    index = PaperIndex()
    ids = {index.resolve(record).paper_id for record in records}
    assert {index.canonical(paper_id) for paper_id in ids} == {index.canonical(i) for i in index.ids()}
    assert len(index) <= len(records)


@given(papers.filter(lambda p: p.arxiv_id or p.title == TITLE or p.abstract == TEXT))
def test_record_met_twice_is_known_the_second_time(record: Paper) -> None:
    assert same(record, record)


@given(st.text())
def test_normal_title_of_a_normal_title_is_itself(title: str) -> None:
    once = normal_title(title.replace("\\", ""))
    assert not any(c.isspace() for c in once)
    assert normal_title(once) == once


def test_pages_hold_171_different_papers(shared: Path) -> None:
    index = PaperIndex()
    pages = sorted((shared / "seeds").glob("*.txt"))
    records = list(read_papers(pages, on_reject=lambda reject: pytest.fail(str(reject))))
    known = [index.resolve(record) for record in records]
    assert (len(records), len(index)) == (176, 171)
    assert sum(not match.is_new for match in known) == 5


def numbered(number: int, **fields: Any) -> Paper:
    """A paper of which each text but a shared one holds its number."""
    return paper(fields.pop("id", f"p{number}"), **{"source": "x", **fields})


AGREEING: dict[str, Callable[[int], Paper]] = {
    "one title, other authors": lambda n: numbered(n, title=TITLE, authors=(f"Mina Park{n}",)),
    "one short title, other authors": lambda n: numbered(n, title="Editorial", authors=(f"Mina Park{n}",)),
    "one title, other arXiv ids": lambda n: numbered(n, title=TITLE, arxiv_id=f"{n}"),
    "one DOI, other arXiv ids": lambda n: numbered(n, doi="10.1000/none", arxiv_id=f"{n}"),
    "one id, other titles": lambda n: numbered(n, id="none", title=f"{TITLE}, number {n}"),
    "one id, other short titles": lambda n: numbered(n, id="none", title=f"Cache {n}"),
    "one arXiv id, other titles and authors": lambda n: numbered(
        n, arxiv_id="2506.00001", title=f"{TITLE}, number {n}", authors=(f"Mina Park{n}",)
    ),
    "one text under arXiv ids that are known": lambda n: numbered(
        n, arxiv_id=f"{n // 2}", abstract=TEXT if n % 2 else "Short."
    ),
    "each the same as the next": lambda n: numbered(n, doi=f"10.1/{n // 2}", title=f"{TITLE} {(n + 1) // 2}"),
}


@pytest.mark.parametrize("make", AGREEING.values(), ids=AGREEING)
def test_the_work_for_a_record_does_not_grow_with_the_records_that_agree(
    make: Callable[[int], Paper], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Comparisons are counted, which are what grows; a clock would ask how busy the machine is."""
    compared = 0

    def counted(key: str, one: identity._Known, two: identity._Known) -> bool:
        nonlocal compared
        compared += 1
        return agree(key, one, two)

    agree = identity._agree
    monkeypatch.setattr(identity, "_agree", counted)
    index = PaperIndex()
    for number in range(3000):
        index.resolve(make(number))
    before = compared
    for number in range(3000, 4000):
        index.resolve(make(number))
    assert compared - before <= 3 * identity.MOST_HOLDERS * 1000 / 10
    assert all(len(holders) <= identity.MOST_HOLDERS for holders in index._by_key.values())


def test_what_is_known_of_a_paper_does_not_grow_with_its_records() -> None:
    index = PaperIndex()
    for number in range(100):
        index.resolve(AGREEING["one arXiv id, other titles and authors"](number))
    [known] = index._known.values()
    assert len(known.keys) <= 5


def test_one_id_with_other_titles_and_short_abstracts_is_two_papers() -> None:
    one = paper("7", title=TITLE, abstract="One.", source="x.jsonl")
    assert not same(one, paper("7", title="Editorial", abstract="Two.", source="x.jsonl"))
    assert same(one, paper("7", title=TITLE, abstract="Two.", source="x.jsonl"))


def test_a_record_without_authors_does_not_merge_papers_of_other_authors() -> None:
    index = PaperIndex()
    index.resolve(paper("a", title=TITLE, authors=("Mina Park",)))
    index.resolve(paper("b", title=TITLE, authors=("Olaf Berg",)))
    assert index.resolve(paper("c", title=TITLE)) == Match("a", is_new=False)
    assert index.resolve(paper("d", title=TITLE, authors=("Mina Park", "Olaf Berg"))).merged == ("b",)


def test_an_id_that_every_record_has_makes_no_paper_of_them() -> None:
    index = PaperIndex()
    papers = [
        Paper(id="none", title=f"Title number {n} of a long series", abstract=f"{n} " * 300, source="x")
        for n in range(300)
    ]
    found = [index.resolve(paper) for paper in papers]
    assert len({match.paper_id for match in found}) == len(papers)
    assert [index.resolve(paper).is_new for paper in papers[:50]] == [False] * 50
