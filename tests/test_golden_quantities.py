"""Each kind of quantity in golden/quantities is read as it is meant: nothing is missed, and nothing else is found."""

import json
from pathlib import Path
from typing import Any

import pytest

from claims import quantities
from claims.numbers.units import parse_unit, registry

FOLDER = Path(__file__).resolve().parents[1] / "golden" / "quantities"


def cases() -> list[Any]:
    return [
        pytest.param(case["text"], case["expect"], id=f"{file.stem}: {case['text']}")
        for file in sorted(FOLDER.glob("*.jsonl"))
        for case in map(json.loads, file.read_text("utf-8").splitlines())
    ]


def same_unit(wanted: str, found: str) -> bool:
    if "1" in {wanted, found} or "x" in {wanted, found}:
        return wanted == found
    one, other = registry().Quantity(1, parse_unit(wanted)), registry().Quantity(1, parse_unit(found))
    if wanted in {"degC", "degF"} or one.dimensionality != other.dimensionality:
        return wanted == found
    return bool(one.to_base_units().magnitude == pytest.approx(other.to_base_units().magnitude))


@pytest.mark.parametrize(("text", "expected"), cases())
def test_a_quantity_is_read_as_it_is_meant(text: str, expected: list[dict[str, Any]]) -> None:
    found = quantities(text)
    assert [q.lo for q in found] == pytest.approx([e["lo"] for e in expected])
    assert [q.hi for q in found] == pytest.approx([e["hi"] for e in expected])
    for q, e in zip(found, expected, strict=True):
        assert "unit" not in e or same_unit(e["unit"], q.unit), q.unit
        assert q.bound == e.get("bound", "exact")
        assert "uncertainty" not in e or q.uncertainty == pytest.approx(e["uncertainty"])
        assert q.text == text[q.start : q.end]
