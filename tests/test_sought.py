"""Patterns that are sought from where their words stand find what the engine finds at each character."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.tables import coined, names
from claims.tables.sought import Sought

SOUGHT = {
    name: each for room in (coined, names) for name, each in vars(room).items() if isinstance(each, Sought)
}
WORDS = st.sampled_from(
    [
        *{word for each in SOUGHT.values() for word in each.words},
        "We propose FooNet", "our method, BarNet", "results on the GLUE, MMLU and", "test set of WMT", "called",
        "we release FooBench", "source", "power", "datasets", "Data Sets", "İ", "and introduce", "dev sets",
        "the proposed",
    ]
)  # fmt: skip


@pytest.mark.parametrize("name", SOUGHT)
@given(text=st.lists(WORDS, max_size=12).map(" ".join))
def test_all_that_matches_is_found(name: str, text: str) -> None:
    sought = SOUGHT[name]
    whole = [m.span() for m in sought.pattern.finditer(text)]
    assert [m.span() for m in sought.finditer(text)] == whole


def test_a_pattern_that_begins_with_no_letter_is_refused() -> None:
    with pytest.raises(ValueError, match="no letter"):
        Sought(r"\b(?:our|\d+)\s")


def test_case_is_ignored_where_the_pattern_says_so() -> None:
    sought = Sought(r"(?i)\bdata\s?sets?\b")
    text = "Data sets, DATASET and metadata set"
    assert [m[0] for m in sought.finditer(text)] == ["Data sets", "DATASET"]
    assert re.findall(sought.pattern, text) == ["Data sets", "DATASET"]
