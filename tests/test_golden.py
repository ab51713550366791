"""The golden corpora: what must be found, what must not, and what is known to go wrong.

``golden/in-the-wild`` is held by floors; ``golden/synthetic`` and ``golden/negative`` hold exactly;
``golden/known-failures`` fail, and tell when they stop doing so. Whether anything has moved at all, tells
``test_accepted``.
"""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from claims.judging.annotations import AnnotatedPaper, locate, read_annotations
from claims.judging.score import extracted_now, score
from claims.pipeline import extract

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
FLOORS = {"value_f1": 0.93, "core_f1": 0.80}
KINDS = ("in-the-wild", "synthetic", "negative", "known-failures")


def papers(kind: str) -> list[AnnotatedPaper]:
    files = sorted((GOLDEN / kind).glob("*.jsonl"))
    return [paper for file in files for paper in read_annotations(file, with_text=True)]


def cases(kind: str) -> list[Any]:
    return [pytest.param(paper, id=paper.id) for paper in papers(kind)]


def found_for(paper: AnnotatedPaper) -> list[dict[str, Any]]:
    """The claims found in a paper, each with the fields that the annotation in the same place gives."""
    found = [claim.as_dict() for claim in extract(paper.abstract, title=paper.title)]
    fields = [tuple(claim) for claim in paper.claims]
    fields += [("quote", "form", "metric", "rule")] * (len(found) - len(fields))
    return [
        {name: list(value) if isinstance(value := claim[name], tuple) else value for name in names}
        for claim, names in zip(found, fields, strict=False)
    ]


@pytest.mark.parametrize("paper", cases("synthetic"))
def test_a_construction_is_read_as_it_is_meant(paper: AnnotatedPaper) -> None:
    assert found_for(paper) == [dict(claim) for claim in paper.claims]


@pytest.mark.parametrize("paper", cases("negative"))
def test_a_number_that_is_no_claim_is_left_alone(paper: AnnotatedPaper) -> None:
    assert found_for(paper) == []


@pytest.mark.parametrize("paper", cases("known-failures"))
def test_a_known_failure_still_fails(paper: AnnotatedPaper) -> None:
    home = "synthetic" if paper.claims else "negative"
    message = f"{paper.id} is right now: move its line from {paper.place} into golden/{home}/"
    assert found_for(paper) != [dict(claim) for claim in paper.claims], message


def test_every_case_is_well_formed() -> None:
    every = [paper for kind in KINDS for paper in papers(kind)]
    assert [name for name, times in Counter(paper.id for paper in every).items() if times > 1] == []
    for paper in every:
        for claim in paper.claims:
            locate(claim, paper.abstract, paper.place)
    assert all(paper.claims for paper in papers("synthetic"))
    assert not any(paper.claims for paper in papers("negative"))


def test_agreement_with_the_digests_stays_above_its_floors() -> None:
    gold = papers("in-the-wild")
    figures = score(gold, {paper.id: paper for paper in extracted_now(gold)}).figures()
    assert {name: figures[name] for name in FLOORS if figures[name] < FLOORS[name]} == {}
