"""Comparing extracted with annotated claims."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest
from typer.testing import CliRunner

from claims.errors import ClaimsError
from claims.judging.annotations import AnnotatedPaper, read_annotations
from claims.judging.score import extracted_now, match, score

TEXT = "Larch is 2x faster than Birch on average, and 2x smaller; it reaches 91% accuracy."
FASTER = {
    "quote": "2x", "form": "ratio", "lo": 2, "hi": 2, "unit": "x", "metric": "speed", "change": "increase",
    "polarity": "better", "bound": "exact", "statistic": "mean", "baseline": "Birch", "role": "result",
}  # fmt: skip
SMALLER = FASTER | {"occurrence": 1, "metric": "model_size", "change": "decrease", "statistic": None}
ACCURATE = {
    "quote": "91%", "form": "level", "lo": 91, "hi": 91, "unit": "percent", "metric": "accuracy",
    "change": "none", "polarity": "neutral", "bound": "exact", "role": "result",
}  # fmt: skip
BARE = '{"form": "ratio", "lo": 2, "metric": "speed"'


def paper(*claims: dict[str, Any], text: str = TEXT) -> AnnotatedPaper:
    return AnnotatedPaper("p", text, "", claims, "gold.jsonl: line 1")


def figures(gold: AnnotatedPaper, *found: dict[str, Any]) -> dict[str, Any]:
    return score([gold], {gold.id: paper(*found)}).figures()


def test_equal_claims_score_one() -> None:
    out = figures(paper(FASTER, SMALLER, ACCURATE), FASTER, SMALLER, ACCURATE)
    assert (out["value_f1"], out["core_f1"], out["linked_f1"], out["papers_right"]) == (1, 1, 1, 1)
    assert out["recall_by_form"] == {"level": "1/1", "ratio": "2/2"}


def test_a_wrong_core_field_costs_core_and_linked_but_not_value() -> None:
    out = figures(paper(FASTER), FASTER | {"statistic": "median"})
    assert (out["value_f1"], out["core_f1"], out["linked_f1"], out["statistic"]) == (1, 0, 0, 0)


def test_a_wrong_baseline_costs_linked_alone() -> None:
    out = figures(paper(FASTER), FASTER | {"baseline": "Willow"})
    assert (out["value_f1"], out["core_f1"], out["linked_f1"]) == (1, 1, 0)


def test_a_wrong_subject_is_shown_but_costs_nothing() -> None:
    out = figures(paper(FASTER | {"subject": "Larch"}), FASTER | {"subject": "Birch"})
    assert (out["linked_f1"], out["subject"]) == (1, 0)


def test_names_count_item_by_item_and_an_empty_answer_earns_nothing() -> None:
    gold = paper(FASTER | {"hardware": ["A100", "H100"]}, SMALLER | {"hardware": ["T4"]}, ACCURATE)
    out = figures(gold, FASTER | {"hardware": ["NVIDIA A100", "Jetson Nano"]}, SMALLER, ACCURATE)
    # Of three names one is found, of two that are given one is right: precision 1/2, recall 1/3.
    assert out["hardware_f1"] == 0.4
    assert (out["baseline_f1"], out["workload_f1"]) == (1, 0)


def test_missed_and_extra_claims_lower_recall_and_precision() -> None:
    out = figures(paper(FASTER, ACCURATE), FASTER, SMALLER)
    assert (out["precision"], out["recall"], out["value_f1"]) == (0.5, 0.5, 0.5)


def test_the_place_decides_which_of_two_equal_numbers_matches() -> None:
    found = match(paper(FASTER, SMALLER), [SMALLER])
    assert found.missed == [FASTER]
    assert found.extra == []


def test_other_numbers_in_the_same_place_do_not_match() -> None:
    assert match(paper(FASTER), [FASTER | {"lo": 3, "hi": 3}]).pairs == []
    assert match(paper(FASTER), [FASTER | {"hi": None}]).pairs == []


def test_of_two_candidates_the_one_that_covers_more_matches() -> None:
    wide, exact = FASTER | {"start": 6, "end": 18}, FASTER | {"start": 9, "end": 11}
    assert match(paper(FASTER), [wide, exact]).extra == [wide]


def test_polarity_is_not_compared_where_nothing_changes() -> None:
    assert figures(paper(ACCURATE), ACCURATE | {"polarity": "better"})["polarity"] is None


def test_no_claims_on_either_side_is_full_agreement() -> None:
    out = figures(paper())
    assert (out["value_f1"], out["papers_right"]) == (1.0, 1.0)


def test_a_quote_that_is_not_in_the_abstract_is_told_with_its_place() -> None:
    with pytest.raises(ClaimsError, match=r"gold\.jsonl: line 1: the quote '7x' does not stand"):
        match(paper(FASTER | {"quote": "7x"}), [])


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"id": 1, "claims": [}', "line 1: broken JSON"),
        ("[1]", "line 1: JSON, but no object"),
        ('{"id": "a"}', "line 1: has no 'abstract' and no 'claims'"),
        ('{"id": "a", "abstract": "2x", "claims": [{"quote": "2x"}]}', "claim 1: has no 'form' and no"),
        ('{"id": "a", "abstract": "", "claims": {}}', "'claims' is no list"),
        (f'{{"id": "a", "abstract": "2x", "claims": [{BARE}}}]}}', "claim 1: says not where"),
        (f'{{"id": "a", "abstract": "2x", "claims": [{BARE}, "quote": "2x", "hi": "2"}}]}}', "'hi' is '2'"),
        ("", "is empty"),
    ],
)  # fmt: skip
def test_broken_annotations_are_told_in_one_line(tmp_path: Path, line: str, message: str) -> None:
    file = tmp_path / "gold.jsonl"
    file.write_text(line)
    with pytest.raises(ClaimsError) as caught:
        list(read_annotations(file, with_text=True))
    assert message in str(caught.value)
    assert "gold.jsonl" in str(caught.value)
    assert "\n" not in str(caught.value)


def _worse(claims: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Spoil claims in ways that every figure feels."""
    kept = [dict(claim) for i, claim in enumerate(claims) if i % 4]
    for i, claim in enumerate(kept):
        if i % 2:
            claim |= {"start": claim["start"] - 3, "baseline": "the other model", "bound": "approx"}
        if i % 3 == 0:
            claim |= {"unit": "FPS", "role": "background", "workload": ["ImageNet"]}
    return kept


@pytest.mark.parametrize("name", ["seeds", "dev"])
@pytest.mark.parametrize("spoil", [list, _worse], ids=["as extracted", "spoilt"])
def test_figures_equal_those_of_the_reference_scorer(
    shared: Path, tmp_path: Path, name: str, spoil: Callable[[list[dict[str, Any]]], list[dict[str, Any]]]
) -> None:
    gold = shared / "gold" / f"{name}.jsonl"
    papers = list(read_annotations(gold, with_text=True))
    pred = tmp_path / "pred.jsonl"
    with pred.open("wb") as stream:
        for each in extracted_now(papers):
            claims = spoil([dict(claim) for claim in each.claims])
            stream.write(orjson.dumps({"id": each.id, "claims": claims}) + b"\n")
    command = [sys.executable, str(shared / "score.py"), str(gold), str(pred), "--json"]
    reference = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = {each.id: each for each in read_annotations(pred, with_text=False)}
    assert score(papers, found).figures() == orjson.loads(reference)


@pytest.fixture
def annotated(tmp_path: Path) -> Path:
    file = tmp_path / "gold.jsonl"
    gold = {"id": "p", "abstract": TEXT, "claims": [FASTER, ACCURATE | {"lo": 92, "hi": 92}]}
    file.write_bytes(orjson.dumps(gold))
    return file


def run(*arguments: object) -> tuple[int, str]:
    typer = pytest.importorskip("typer")
    from claims.cli.score import score as command

    app = typer.Typer()
    app.command()(command)
    done = CliRunner().invoke(app, [str(argument) for argument in arguments])
    return done.exit_code, done.output


def test_the_command_extracts_where_no_claims_are_given(annotated: Path) -> None:
    status, output = run(annotated, "--errors", 5)
    assert status == 0
    assert "recall          0.5" in output
    assert "\nmissed: 1\n  p | 91% | level of accuracy\n" in output


def test_a_figure_below_its_floor_is_told_and_gives_status_one(annotated: Path) -> None:
    status, output = run(annotated, "--min", "recall=0.4", "--min", "precision=0.99")
    assert status == 1
    assert "below its floor: precision" in output
    assert "floor: recall" not in output


def test_json_figures_are_one_object(annotated: Path, tmp_path: Path) -> None:
    pred = tmp_path / "pred.jsonl"
    pred.write_bytes(orjson.dumps({"id": "p", "claims": [FASTER]}))
    status, output = run(annotated, pred, "--json")
    assert status == 0
    assert orjson.loads(output)["precision"] == 1.0
