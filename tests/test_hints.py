"""A hint may promise what is not there, and never misses what is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.names.mentions import hardware_names, workload_names
from claims.syntax.phrases.cue_words import cue, cues
from claims.syntax.phrases.hints import _CUES, BIT, hints
from claims.syntax.phrases.things import named_data

ABSTRACTS = [
    json.loads(line)["abstract"]
    for file in sorted((Path(__file__).parents[1] / "golden" / "in-the-wild").glob("*.jsonl"))
    for line in file.read_text("utf-8").splitlines()
]
ALL = sum(BIT.values())
SIGNS = ["", " ", ".", "(", "-", "/", '"', "\n", "@"]


def missed(text: str) -> list[str]:
    """Return what stands in a text without a hint of it."""
    found, low = hints(text), text.lower()
    there = {name for name in _CUES if cue(name).search(low) or cue(name).search(text)}
    if any(hardware_names().spans(text)):
        there.add("hardware")
    if any(workload_names().spans(text)):
        there.add("workload")
    lost = (
        ["named data"] if named_data(text, 0, len(text), found) != named_data(text, 0, len(text), ALL) else []
    )
    return sorted(name for name in there if not found & BIT[name]) + lost


def test_no_hint_is_missed_in_abstracts() -> None:
    assert len(ABSTRACTS) > 50
    assert [(missed(text), text) for text in ABSTRACTS if missed(text)] == []


@pytest.mark.parametrize("name", _CUES)
def test_each_word_of_a_class_gives_its_hint(name: str) -> None:
    assert [text for text in cues()[name].examples if not hints(text) & BIT[name]] == []


def test_a_hint_tells_something() -> None:
    """Most sentences name no hardware: where each had the hint, it would save nothing."""
    assert hints("birds often fly south.") == 0


NAMES = [
    "NVIDIA A100", "Jetson Orin NX", "Raspberry Pi 4", "ImageNet", "MS COCO", "GPU", "LLaMA-2-7B", "visual wake words",
]  # fmt: skip
STEMS = ["evaluated", "experiments", "deployed"]


@given(
    st.lists(st.sampled_from([*NAMES, *STEMS, "on", "We", "tests", "the X9 benchmark", "x"]), max_size=5),
    st.data(),
)
def test_signs_around_a_name_hide_it_from_no_hint(words: list[str], data: st.DataObject) -> None:
    text = "".join(word + data.draw(st.sampled_from(SIGNS)) for word in words)
    assert missed(text) == []
