"""What holds for the claims of any text."""

import json
import math
from itertools import pairwise

import orjson
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from claims.model import Paper
from claims.pipeline import extract
from claims.streams.batches import extract_papers

WORDS = [
    *("Larch", "Birch", "reduces", "improves", "latency", "energy", "accuracy", "by", "up to", "on average"),
    *("and", ",", "than", "faster", "over", "of", "from", "to", "(", ")", ".", ". It", "respectively"),
    *("compared to", "the baseline", "on ImageNet", "A100", "with", "while", "less than", "achieving", "is"),
    *("2.4x", "73%", r"43.8\%", r"3.09$\times$", "17.1 ms", "10-20 ms", "36 tokens/J", "half", "1.56 BLEU"),
    *("two orders of magnitude", "0.91", "~", "$", "speedup", "\n\n"),
]
SENTENCES = st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join)
ANY_TEXT = st.one_of(
    st.text(),
    SENTENCES,
    st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=3)), max_size=30).map(" ".join),
)
ABSTRACT = (
    r"We present Larch. It is 2x faster and 2x smaller than Birch, with \textbf{3.09$\times$} lower energy "
    r"&amp; an accuracy of 91.2\%. On ImageNet, latency falls from 20 ms to 5 ms."
)


@given(ANY_TEXT)
@example("The runtime is 5 to\n\n7 ms.")
def test_offsets_point_into_the_text_as_given(text: str) -> None:
    claims = extract(text)
    for claim in claims:
        assert text[claim.start : claim.end] == claim.quote
        assert claim.sentence_start <= claim.start < claim.end <= claim.sentence_end
    assert all(before.start <= after.start for before, after in pairwise(claims))


@given(ANY_TEXT)
def test_the_occurrence_finds_the_quote_again(text: str) -> None:
    for claim in extract(text):
        assert text.count(claim.quote, 0, claim.start) == claim.occurrence


@given(SENTENCES)
def test_no_two_claims_share_characters(text: str) -> None:
    claims = extract(text)
    assert all(before.end <= after.start for before, after in pairwise(claims))


@given(ANY_TEXT)
def test_claims_are_json(text: str) -> None:
    for claim in extract(text):
        record = claim.as_dict()
        assert json.loads(orjson.dumps(record)) == json.loads(json.dumps(record))


@given(ANY_TEXT)
def test_fields_agree_with_each_other(text: str) -> None:
    for claim in extract(text):
        assert (claim.change == "none") == (claim.polarity == "neutral")
        assert (claim.form in {"ratio", "percent", "points"}) == (claim.change != "none")
        assert claim.unit == "x" or claim.form != "ratio"
        assert claim.unit == "percent" or claim.form not in {"percent", "share"}
        assert 0 <= claim.confidence <= 1
        assert all(x is None or math.isfinite(x) for x in (claim.lo, claim.hi, claim.factor, claim.factor_hi))


@given(SENTENCES)
def test_the_words_of_a_metric_stand_in_the_text(text: str) -> None:
    for claim in extract(text):
        for words in (claim.metric_text, claim.subject, claim.baseline, *claim.hardware, *claim.workload):
            assert words is None or words in text


@given(SENTENCES, st.text(max_size=20))
def test_extraction_is_deterministic(text: str, title: str) -> None:
    assert extract(text, title=title) == extract(text, title=title)


@given(st.lists(SENTENCES, max_size=8), st.integers(min_value=1, max_value=4))
def test_batches_do_not_matter(texts: list[str], size: int) -> None:
    papers = [Paper(id=str(number), abstract=text) for number, text in enumerate(texts)]
    found = [claims for _, claims in extract_papers(papers, batch_size=size)]
    assert found == [extract(text) for text in texts]


def test_mark_up_moves_no_offset() -> None:
    found = [(claim.quote, claim.occurrence) for claim in extract(ABSTRACT)]
    assert found == [("2x", 0), ("2x", 1), (r"3.09$\times$", 0), (r"91.2\%", 0), ("20 ms", 0), ("5 ms", 0)]


@pytest.mark.parametrize("text", ["", " ", "\n", ".", "No number here.", "\x00\x00", "\ud83d\ude00 2x"])
def test_a_text_without_claims_gives_none(text: str) -> None:
    assert extract(text) == []


def test_a_claim_has_its_factor_and_its_base_unit() -> None:
    (saving,) = extract("Larch needs 73% less energy than Birch.")
    assert saving.factor == pytest.approx(1 / 0.27)
    (level,) = extract("Inference takes 17.1 ms.")
    assert level.base_lo == pytest.approx(0.0171)
    assert level.base_unit == "s"
