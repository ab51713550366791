"""Every construction keeps what its examples promise, and a mistake in one is told with file, line and remedy."""

from typing import Any

import pytest

from claims.errors import ClaimsError
from claims.model import CLAIM_FIELDS
from claims.pipeline import extract
from claims.reading import Construction, Example, construction, constructions
from claims.syntax.vocabulary import metrics

POSITIVE = [
    pytest.param(each, example, id=f"{each.name}: {example.text[:50]}")
    for each in constructions()
    for example in each.reads
]
NEGATIVE = [
    pytest.param(text, id=f"{each.name}: {text[:50]}") for each in constructions() for text in each.leaves
]


def test_names_are_unique_and_descriptions_are_one_line() -> None:
    assert len({each.name for each in constructions()}) == len(constructions())
    assert [each.name for each in constructions() if not each.description or "\n" in each.description] == []


@pytest.mark.parametrize("each", constructions(), ids=lambda each: each.name)
def test_a_construction_has_an_example_that_it_reads_itself(each: Construction) -> None:
    if each.refuse:
        assert each.leaves
        assert not each.reads
    else:
        assert each.name in {claim.rule for example in each.reads for claim in extract(example.text)}


@pytest.mark.parametrize(("each", "example"), POSITIVE)
def test_an_example_gives_the_claims_it_promises(each: Construction, example: Example) -> None:
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


@pytest.mark.parametrize("each", constructions(), ids=lambda each: each.name)
def test_a_construction_names_the_number_that_it_reads(each: Construction) -> None:
    assert "amount" in each.compiled.groupindex


GOOD = {"name": "test", "description": "A test: 3 of them", "pattern": "QUANTITY:amount", "says": "level"}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"pattern": ""}, "it needs 'pattern'; add it"),
        ({"patern": "QUANTITY"}, "no field is called 'patern'; there are cues, description"),
        ({"pattern": "AMUONT:amount"}, "no kind of token is called AMUONT; mend its pattern"),
        ({"pattern": "(QUANTITY:amount"}, "mend its pattern"),
        ({"pattern": "QUANTITY"}, "no :amount in its pattern; mark the number"),
        ({"says": "nothing"}, "says 'nothing' is none of change, level"),
        ({"refuse": "why"}, "it needs one of 'says', 'reader' and 'refuse'"),
        ({"cues": ["nobody"]}, "cues 'nobody' is none of process node"),
        ({"of": ["latncy"]}, "of 'latncy' is none of speed"),
        ({"metric": "latncy"}, "metric 'latncy' is none of unit, speed"),
        ({"kinds": ["percents"]}, "kinds 'percents' is none of ratio"),
    ],
)
def test_a_mistake_is_told_with_file_line_and_remedy(
    monkeypatch: pytest.MonkeyPatch, change: dict[str, Any], message: str
) -> None:
    monkeypatch.setattr(construction, "load", lambda name: {"construction": [GOOD | change]})
    with pytest.raises(ClaimsError) as caught:
        constructions.__wrapped__()
    assert str(caught.value).startswith("schema/changes.toml, line ")
    assert message in str(caught.value)


def test_two_constructions_of_one_name_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(construction, "load", lambda name: {"construction": [GOOD, GOOD]})
    with pytest.raises(ClaimsError, match="'test' stands there twice; give one of them another name"):
        constructions.__wrapped__()
