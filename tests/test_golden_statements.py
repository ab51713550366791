"""Each kind of sentence around numbers in golden/statements is read as it is meant, and nothing else is found."""

import json
from pathlib import Path
from typing import Any

import pytest

from claims import Claim, extract
from claims.judging.agreement import same_name, same_unit

FOLDER = Path(__file__).resolve().parents[1] / "golden" / "statements"
NUMBERS, NAMES, LISTS = {"lo", "hi", "factor"}, {"subject", "baseline"}, {"hardware", "workload"}


def cases() -> list[Any]:
    return [
        pytest.param(case["text"], case["expect"], id=f"{file.stem}: {case['text']}")
        for file in sorted(FOLDER.glob("*.jsonl"))
        for case in map(json.loads, file.read_text("utf-8").splitlines())
    ]


def is_as_meant(claim: Claim, field: str, meant: Any) -> bool:
    found = getattr(claim, field)
    if field in NUMBERS:
        return bool(found == pytest.approx(meant))
    if field == "unit":
        return same_unit(meant, found)
    if field in NAMES:
        return found is not None and same_name(meant, found)
    if field in LISTS:
        return len(meant) == len(found) and all(any(same_name(m, f) for f in found) for m in meant)
    return bool(found == meant)


@pytest.mark.parametrize(("text", "expected"), cases())
def test_a_statement_is_read_as_it_is_meant(text: str, expected: list[dict[str, Any]]) -> None:
    found = extract(text)
    assert len(found) == len(expected), [claim.quote for claim in found]
    for claim, meant in zip(found, expected, strict=True):
        wrong = [field for field, value in meant.items() if not is_as_meant(claim, field, value)]
        assert not wrong, {field: getattr(claim, field) for field in wrong}
