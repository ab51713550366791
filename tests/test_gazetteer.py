"""Names of a long list in a text: where they begin and end, and which of several it is."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.names.gazetteer import Gazetteer, Shape, index
from claims.names.trie import alternation

NUMBERED = Shape(["Ab", "Ab Cd"], r"-?\d+(?!\w)")
PLAIN = Shape(["Ab", "AbCd", "Ab Cd Ef", "abc", "abc d", "a+", "C"], r"s?(?!\w)")
NAMES = Gazetteer(index([NUMBERED, PLAIN]))


def found(text: str, *within: int) -> list[str]:
    return [text[slice(*span)] for span in NAMES.spans(text, *within)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ab and abcs, not Abc", ["Ab", "abcs"]),
        ("Ab Cd Ef, AbCdEf, Ab-Cd Ef, Ab--Cd", ["Ab Cd Ef", "AbCdEf", "Ab-Cd Ef", "Ab"]),
        ("Ab Cd-12 is a longer name than Ab 12", ["Ab Cd-12", "Ab"]),
        ("what is numbered wins: Ab1 AbCd2 AbCd", ["Ab1", "AbCd2", "AbCd"]),
        ("xAb @Ab a+ C", ["a+", "C"]),
        ("", []),
    ],
)
def test_names_are_found_with_what_stands_behind_them(text: str, names: list[str]) -> None:
    assert found(text) == names


def test_a_text_has_an_end_but_begins_before_the_place_where_search_begins() -> None:
    assert found("Ab12", 0, 3) == ["Ab1"]
    assert found("xAb Ab", 1) == ["Ab"]
    assert NAMES.end_at("xAb", 1) is None
    assert NAMES.end_at("Ab12", 0) == 4
    assert NAMES.end_at("on Ab", 0) is None


def test_there_may_be_no_names() -> None:
    assert not list(Gazetteer(index([Shape([], "x")])).spans("any x"))


@given(st.text(alphabet="AabCcdE+- s12_", max_size=30), st.integers(0, 8), st.integers(0, 30))
def test_all_names_are_found_as_by_one_expression_that_holds_them(text: str, start: int, end: int) -> None:
    whole = "|".join(
        rf"{alternation(s.names, gap=r'[^A-Za-z0-9_]?')}(?:{s.behind})" for s in (NUMBERED, PLAIN)
    )
    one = re.compile(rf"(?<![\w@])(?:{whole})")
    assert list(NAMES.spans(text, start, end)) == [m.span() for m in one.finditer(text, start, end)]
