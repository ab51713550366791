"""Cues are found where a search through the whole of a sentence finds them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.syntax.phrases.cue_words import cue, cues
from claims.syntax.phrases.hints import _IN_SMALL_LETTERS as IN_SMALL_LETTERS
from claims.syntax.phrases.hints import CUES, Hints
from claims.text.segmentation import sentence_spans

ABSTRACTS = [
    json.loads(line)["abstract"]
    for file in sorted((Path(__file__).parents[1] / "golden" / "in-the-wild").glob("*.jsonl"))
    for line in file.read_text("utf-8").splitlines()
]
SIGNS = ["", " ", ".", "(", "-", "/", '"', "\n", "@", "_", ". A "]


def check(name: str, text: str) -> int:
    """Hold what is found beside a search through each sentence; return how many words there are."""
    spans, low = sentence_spans(text), text.lower()
    hints = Hints(text, low, spans)
    letters = low if name in IN_SMALL_LETTERS else text
    searched = [[m.span() for m in cue(name).finditer(letters, *span)] for span in spans]
    assert [m.span() for m in hints.found(name)] == [span for each in searched for span in each]
    assert hints.sentences(name) == {i for i, each in enumerate(searched) if each}
    return sum(map(len, searched))


def test_all_words_of_the_classes_are_found_in_abstracts() -> None:
    assert sum(check(name, text) for text in ABSTRACTS for name in CUES) > 100


@pytest.mark.parametrize("name", CUES)
def test_each_example_of_a_class_is_found(name: str) -> None:
    for text in cues()[name].examples:
        assert Hints(text, text.lower(), [(0, len(text))]).found(name), text


STEMS = ["evaluated", "experiments", "deployed", "put forward", "our", "Our", "called", "use", "tests", "We"]


@given(st.lists(st.tuples(st.sampled_from([*STEMS, "on", "x", "2"]), st.sampled_from(SIGNS)), max_size=6))
def test_signs_around_a_word_hide_it_from_no_search(words: list[tuple[str, str]]) -> None:
    for name in CUES:
        check(name, "".join(word + sign for word, sign in words))
