"""What is told of a whole batch at once holds for each of its texts."""

from itertools import product
from pathlib import Path

import pytest

from claims.judging.annotations import read_annotations
from claims.numbers import atoms
from claims.numbers.number_words import COUNTING_WORDS
from claims.numbers.prefilter import Promise, promises
from claims.numbers.scan import scan
from claims.numbers.spelled import _PHRASE, number_words, spelled_out
from claims.reading import constructions
from claims.text.markup import clean

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
KINDS = ("in-the-wild", "synthetic", "negative", "known-failures")
SPELLED = [
    "two to three orders of magnitude", "Orders-of-magnitude faster", "twice as fast", "doubles the rate",
    "double its rate",
    "twofold increase", "two-fold reduced", "tripled", "triples the rate", "three-fold faster",
    "quadruple the rate", "four-fold increase", "ten-fold", "shrinks sixfold", "five-fold fewer", "halving it",
    "cut by half.", "in half, too", "by nearly half.", "at least half.", "half of the cost",
    "half as much", "one third",
    "two-thirds", "a fifth of the cost", "one-sixth of its area", "a seventh of the time", "an eighth of the size",
    "one ninth as many", "one-tenth the cost", "a hundredth of that", "one-thousandth of the price",
    "three quarters",
    "sub-micron", "a quarter", "sub-second", "less than a second",
    "within an hour", "in a day", "number one", "rank no. 1", "first place",
    "won the second prize", "ranked #1", "ranks 2", "ranked first", "ranks third",
    "at rank 3",
]  # fmt: skip
GAPS = (" ", "\n", "  ", "\u00a0", "~", "{} ")
FILLER = "Nothing is counted here, and nothing measured."


def sample() -> list[str]:
    files = [file for kind in KINDS for file in sorted((GOLDEN / kind).glob("*.jsonl"))]
    texts = [paper.abstract for file in files for paper in read_annotations(file, with_text=True)]
    texts += [example.text for rule in constructions() for example in rule.reads]
    texts += [text.replace(" ", gap) for text, gap in product(SPELLED, GAPS)]
    texts += [
        f"It needs {word}{gap}{marker}."
        for word, gap, marker in product(
            COUNTING_WORDS, GAPS, ("times less", "percent", "GPU hours", "Seconds")
        )
    ]
    return [*texts, *map(str.upper, texts), FILLER]


def test_a_text_that_promises_nothing_has_nothing() -> None:
    texts = sample()
    for text, promise in zip(texts, promises(texts), strict=True):
        plain = clean(text)
        assert promise.plain == plain or not promise.numbers, text
        assert promise.phrases or not spelled_out(plain), text
        assert promise.words or not number_words(plain), text
        assert promise.numbers or not scan(plain), text


@pytest.mark.parametrize("text", SPELLED)
def test_words_for_a_number_are_seen(text: str) -> None:
    assert promises([text] * 40)[0].phrases


def test_there_is_a_sample_of_each_form() -> None:
    found = {m.lastgroup for text in SPELLED for m in _PHRASE.finditer(text)}
    assert found >= set(_PHRASE.groupindex) - {"orders", "more"}


def test_what_is_not_looked_for_after_a_numeral_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [clean(text) for text in sample()]
    quick = [scan(text) for text in texts]
    monkeypatch.setattr(atoms, "_follows", lambda text, end: atoms._ANYTHING)
    assert [scan(text) for text in texts] == quick


def test_a_text_without_numbers_promises_none() -> None:
    assert promises([FILLER] * 40) == [Promise(False, False, False, False, FILLER)] * 40


@pytest.mark.parametrize("text", ["٣ ms", "It takes $5$ ms."])
def test_digits_are_seen_in_any_script_and_in_formulas(text: str) -> None:
    promise = promises([text] * 40)[0]
    assert promise == Promise(True, False, False, False, clean(text))


def test_a_few_texts_are_promised_everything() -> None:
    assert promises([FILLER]) == [Promise()]
