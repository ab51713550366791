"""Substrings are found at all of their places, whatever the text."""

from hypothesis import given
from hypothesis import strategies as st

from claims.text.substrings import Substrings

LETTERS = st.text("ab\u00b5é\ud800 ", max_size=30)
SOUGHT = st.lists(st.text("abµ", min_size=1, max_size=3), min_size=1, max_size=5)


@given(LETTERS, SOUGHT)
def test_each_place_of_each_substring_is_found(text: str, substrings: list[str]) -> None:
    found = Substrings(substrings).places(text)[0]
    assert sorted(found) == sorted(
        (at, each) for each in set(substrings) for at in range(len(text)) if text.startswith(each, at)
    )


def test_a_substring_of_two_groups_is_found_for_both() -> None:
    assert Substrings(["half"], ["half", "al"]).places("half") == [[(0, "half")], [(1, "al"), (0, "half")]]


def test_half_of_a_surrogate_pair_moves_no_place() -> None:
    assert Substrings(["half"]).places("\ud800 half") == [[(2, "half")]]
