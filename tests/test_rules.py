"""Every rule keeps what its examples promise."""

from typing import Any

import pytest

from claims.model import CLAIM_FIELDS
from claims.pipeline import extract
from claims.reading import RULES, Example, Rule
from claims.syntax.lexicon import metrics

POSITIVE = [
    pytest.param(rule, example, id=f"{rule.name}: {example.text[:50]}")
    for rule in RULES
    for example in rule.positive
]
NEGATIVE = [pytest.param(text, id=f"{rule.name}: {text[:50]}") for rule in RULES for text in rule.negative]


def test_names_are_unique_and_descriptions_are_one_line() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)
    assert [rule.name for rule in RULES if not rule.description or "\n" in rule.description] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_has_an_example_that_it_reads_itself(rule: Rule) -> None:
    made_by = {claim.rule for example in rule.positive for claim in extract(example.text)}
    assert rule.name in made_by


@pytest.mark.parametrize(("rule", "example"), POSITIVE)
def test_an_example_gives_the_claims_it_promises(rule: Rule, example: Example) -> None:
    assert example.claims, "an example promises at least one claim"
    found = [claim.as_dict() for claim in extract(example.text)]
    rest = iter(found)
    for promised in example.claims:
        assert set(promised) <= set(CLAIM_FIELDS)
        assert promised.get("metric", "other") in metrics()
        assert any(_holds(promised, claim) for claim in rest), f"{promised} is not among {found}"


def _holds(promised: dict[str, Any], claim: dict[str, Any]) -> bool:
    return all(claim[name] == value for name, value in promised.items())


@pytest.mark.parametrize("text", NEGATIVE)
def test_a_look_alike_gives_no_claim(text: str) -> None:
    assert extract(text) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_names_the_number_that_it_reads(rule: Rule) -> None:
    assert "amount" in rule.compiled.groupindex
    assert 0 < rule.base <= 1
