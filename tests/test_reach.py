"""Reach: what is used in how many abstracts, and how often what it gave was right."""

from pathlib import Path

import orjson
import pytest

from benchmarks.reach import known, parts_of, reach, wins
from claims.pipeline import extract

TEXT = "Larch is 2.4x faster than vLLM on an A100. It reaches 91% accuracy on ImageNet."


def test_a_claim_tells_its_rule_and_the_entries_of_its_names() -> None:
    faster, accurate = (dict(parts_of(claim.as_dict())) for claim in extract(TEXT))
    assert ("hardware", "A100") in faster
    assert faster["baseline", "vLLM"] == "vLLM"
    assert accurate["metric word", "accuracy"] == ""
    assert ("workload", "ImageNet") in accurate


def test_an_abstract_counts_once_however_often_it_uses_a_rule() -> None:
    (claim,) = extract("It is 2x faster.")
    rule = ("rule", claim.rule)
    assert reach([[claim, claim], [claim], []])[rule] == 2


def test_a_rule_wins_where_the_core_is_right_and_a_name_where_the_annotation_has_it(tmp_path: Path) -> None:
    claims = [claim.as_dict() for claim in extract(TEXT)]
    claims[0] |= {"hardware": ["H100"]}
    claims[1] |= {"form": "share"}
    gold = tmp_path / "gold.jsonl"
    gold.write_bytes(orjson.dumps({"id": "p", "abstract": TEXT, "claims": claims}))
    used, right = wins([gold])
    assert (used["hardware", "A100"], right["hardware", "A100"]) == (1, 0)
    assert (used["baseline", "vLLM"], right["baseline", "vLLM"]) == (1, 1)
    first, second = (("rule", claim["rule"]) for claim in claims)
    assert (right[first], right[second]) == (1, 0)


@pytest.mark.parametrize("kind", ["rule", "metric word", "hardware", "workload", "baseline"])
def test_every_kind_has_rows_even_where_no_abstract_uses_it(kind: str) -> None:
    assert sum(part[0] == kind for part in known()) > 30
