"""Sampling and calibration: the same draw for the same seed, and a table that counts."""

from benchmarks.calibration import judged, table
from benchmarks.sample import draw, marked, shown
from claims.judging.annotations import AnnotatedPaper
from claims.model import Paper

PAPERS = [
    Paper(
        id=str(number), abstract=f"We present Larch. It is {number}x faster than Birch. It needs {number} ms."
    )
    for number in range(2, 60)
]


def test_a_seed_draws_the_same_claims_and_another_one_others() -> None:
    assert draw(PAPERS, 10, 7) == draw(PAPERS, 10, 7)
    assert draw(PAPERS, 10, 7) != draw(PAPERS, 10, 8)


def test_no_claim_is_drawn_twice_and_no_more_than_there_are() -> None:
    drawn = draw(PAPERS[:3], 100, 7)
    assert len({(paper.id, claim.start) for paper, claim in drawn}) == len(drawn) == 6


def test_a_claim_is_shown_in_its_sentence_with_its_rule() -> None:
    ((paper, claim),) = [each for each in draw(PAPERS[:1], 2, 7) if each[1].form == "ratio"]
    assert marked(paper, claim) == "It is ⟦2x⟧ faster than Birch."
    assert "ratio 2 x | speed (faster) increase better | exact | result" in shown(1, paper, claim)
    assert f"rule: {claim.rule}" in shown(1, paper, claim)


def test_calibration_counts_right_claims_by_band() -> None:
    claim = {
        "quote": "2x",
        "form": "ratio",
        "lo": 2,
        "hi": 2,
        "metric": "speed",
        "change": "increase",
        "bound": "exact",
    }
    rows = judged([AnnotatedPaper("p", "It is 2x faster. It needs 3 ms.", "", (claim,), "line 1")])
    assert [right for _, right in rows] == [True, False]
    assert "| 0.9 to 1.0 | 2 | 50% |" in table({"gold": [(0.9, True), (1.0, False), (0.3, True)]})
    assert "| 0.0 to 0.5 | 1 | 100% |" in table({"gold": [(0.9, True), (0.3, True)]})
