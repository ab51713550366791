"""The second reader of links, how sure fields are, and names of metrics."""

import csv
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.linking.features import OFFSETS, TEMPLATES
from claims.linking.weights import COLUMNS, link_weights, value_name
from claims.model import AGREEMENTS, LINKED, WORKLOAD_CLASSES, Claim
from claims.names.same import same_thing
from claims.pipeline import extract
from claims.pipeline.confidence import SCORES
from claims.streams.batches import claims_or_reasons
from claims.syntax.phrases.metric_spelling import spelled
from claims.syntax.phrases.workload_classes import class_of_workload

SCHEMA = Path(__file__).parent.parent / "schema"

TEXT = (
    "We present TinyCache, a cache for key-value stores. We evaluate it on an NVIDIA A100 GPU. "
    "On CIFAR-10, TinyCache is 2.4x faster than LRU and cuts energy by 73% compared with GreedyDual."
)


@pytest.fixture(scope="module")
def claims() -> list[Claim]:
    return extract(TEXT, title="TinyCache: Small Caches")


def test_each_link_that_is_given_says_how_sure_it_is_and_who_gives_it(claims: list[Claim]) -> None:
    assert claims
    for claim in claims:
        given_links = {name for name in LINKED if getattr(claim, name)}
        assert (
            set(claim.link_confidence) == set(claim.link_agreement) == set(claim.link_relation) == given_links
        )
        assert all(0 < sure <= 1 for sure in claim.link_confidence.values())
        assert set(claim.link_agreement.values()) <= set(AGREEMENTS)


def test_both_readers_agree_on_a_plain_comparison(claims: list[Claim]) -> None:
    first = claims[0]
    assert (first.baseline, first.link_agreement["baseline"]) == ("LRU", "both")
    assert first.link_relation["baseline"] == "own than"
    assert first.link_confidence["baseline"] >= 0.9


def test_a_phrase_of_its_own_rules_out_that_of_another_number(claims: list[Claim]) -> None:
    assert claims[1].baseline == "GreedyDual"


def test_a_workload_has_a_kind_and_kinds_stand_beside_their_names(claims: list[Claim]) -> None:
    assert claims[0].workload == ("CIFAR-10",)
    assert claims[0].workload_kind == ("dataset",)
    assert all(len(claim.workload) == len(claim.workload_kind) for claim in claims)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("ResNet-50", "model"),
        ("ImageNet", "dataset"),
        ("GEMM", "kernel"),
        ("cell tracking", "task"),
        ("Xyz", "other"),
    ],
)
def test_workloads_are_sorted_by_kind(name: str, kind: str) -> None:
    assert class_of_workload(name) == kind
    assert kind in WORKLOAD_CLASSES


def test_a_metric_that_no_list_knows_keeps_its_name() -> None:
    (claim,) = extract("Our planner reduces the spillage rate by 35% compared with open-loop pouring.")
    assert claim.metric_name == "spillage rate"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("FooNet reaches a high accuracy of 91%.", "accuracy"),
        ("Foo cuts timing by 9% and wirelength by 5%.", "timing"),
        ("FooNet has a remarkable state-of-the-art detection rate of 97%.", "detection rate"),
    ],
)
def test_the_name_of_a_metric_tells_what_and_not_how_good(text: str, name: str) -> None:
    assert extract(text)[0].metric_name == name


def test_a_number_of_no_metric_takes_the_one_that_stands_near() -> None:
    first, second = extract(
        "FooNet outperforms Bar by 2.5% on Elm and Baz by 3.1% on Fir in terms of recall."
    )
    for claim in (first, second):
        assert (claim.metric, claim.form, claim.metric_text) == ("recall", "points", "recall")


def test_letters_and_what_they_stand_for_are_one_name() -> None:
    (claim,) = extract("We reach a mean braking distance error (MBDE) of 12% on wet roads.")
    assert claim.metric_name is not None
    assert claim.metric_name.endswith("(MBDE)")


def test_a_gain_of_performance_on_a_named_benchmark_is_points() -> None:
    (claim,) = extract("FooNet outperforms the baseline by 3.2% on COCO.")
    assert (claim.form, claim.unit) == ("points", "percent")
    (claim,) = extract("FooNet outperforms the baseline by a relative 3.2% on COCO.")
    assert claim.form == "percent"
    (claim,) = extract("FooNet outperforms the baseline by 63% on COCO.")
    assert claim.form == "percent"


def test_the_same_claims_come_of_any_batch() -> None:
    texts = [(TEXT, "TinyCache: Small Caches"), ("It is 3x faster than Foo on ImageNet.", ""), (TEXT, "")]
    together = list(claims_or_reasons(texts))
    assert together == [next(iter(claims_or_reasons([each]))) for each in texts]
    assert together == list(claims_or_reasons(texts[::-1]))[::-1]


@pytest.mark.parametrize(
    ("phrase", "name"),
    [
        ("the Spillage Rates", "spillage rate"),
        ("average end-to-end latencies", "end-to-end latency"),
        ("AMOTA", "AMOTA"),
        ("mean IoU", "mean IoU"),
        ("accuracy improvement", "accuracy"),
        ("loss", "loss"),
    ],
)
def test_a_name_has_one_spelling(phrase: str, name: str) -> None:
    assert spelled(phrase) == name


@given(st.text(alphabet="abcDEF sS-()1", max_size=30))
def test_a_spelling_is_its_own(phrase: str) -> None:
    once = spelled(phrase)
    assert spelled(once).lower().startswith(once[:1].lower())


@given(st.text(max_size=20), st.text(max_size=20))
def test_being_the_same_thing_goes_both_ways(one: str, other: str) -> None:
    assert same_thing(one, other) == same_thing(other, one)


def test_the_table_of_weights_is_short_and_each_value_has_a_name_of_its_own() -> None:
    weights, bias, thresholds = link_weights()
    assert len(weights) == len(bias) == len(thresholds) == len(COLUMNS)
    assert sum(1 for column in weights for weight in column if weight) < 1500
    for template in range(len(TEMPLATES)):
        names = [value_name(template, value) for value in range(OFFSETS[template + 1] - OFFSETS[template])]
        assert len(set(names)) == len(names)


def test_bands_rise_with_their_scores() -> None:
    with (SCHEMA / "confidence_bands.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for score in SCORES:
        edges = [float(row["from"]) for row in rows if row["score"] == score]
        assert edges
        assert all(low < high for low, high in pairwise(edges))


def test_texts_of_odd_signs_are_read_without_harm() -> None:
    for text in (
        "3x",
        "(3x) faster than (",
        "3x 4x 5x , , than",
        "A (B) (C) 3x faster",
        "it is 3x faster than the",
    ):
        assert isinstance(extract(text, title=": : (x)"), list)
