"""Where sentences begin and end."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.text.segmentation import sentence_spans

TEXTS = st.one_of(
    st.text(),
    st.text(alphabet="aB. 1\n!?)\"'"),
    st.lists(st.sampled_from(["e.g. ", "A. ", "2x. ", "So"])).map("".join),
)


@given(TEXTS)
def test_the_spans_touch_and_are_the_whole_text(text: str) -> None:
    spans = sentence_spans(text)
    assert "".join(text[start:end] for start, end in spans) == text
    assert all(start < end for start, end in spans)
    assert all(before[1] == after[0] for before, after in pairwise(spans))


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("It is fast. It is small.", 2),
        ("Is it fast? Yes! It is.", 3),
        ("It is 2.4x faster. Energy falls by 3.5%.", 2),
        ("It is fast, e.g. On a GPU.", 1),
        ("Larch et al. Showed it.", 1),
        ("It beats i.e. Birch vs. Willow.", 1),
        ("See Fig. 3 and Eq. 4 for more.", 1),
        ("Version 2.0 is out.", 1),
        ("It is fast.It is small.", 2),
        ("A paragraph\n\nanother one", 2),
        ('He said "it works." Then it failed.', 2),
        ("It works (on GPUs.) It is small.", 2),
        ("J. Doe wrote it.", 1),
        ("one line\nand its end", 1),
        ("", 0),
    ],
)
def test_sentences_end_where_readers_end_them(text: str, sentences: int) -> None:
    assert len(sentence_spans(text)) == sentences
