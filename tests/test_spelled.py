"""Numbers without digits are found wherever they stand, though only the surroundings of a few letters are searched."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from claims.judging.annotations import read_annotations
from claims.numbers import atoms
from claims.numbers.number_words import COUNTING_WORDS
from claims.numbers.scan import scan
from claims.numbers.spelled import _ROWS, PHRASES, _Row, spelled_out
from claims.reading import constructions
from claims.text.markup import clean
from claims.text.substrings import Substrings

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
    "within an hour", "number one", "first place",
    "won the second prize", "ranked #1", "ranks 2", "ranked first", "ranks third",
    "at rank 3",
]  # fmt: skip
GAPS = (" ", "\n", "  ", "\u00a0", "~", "{} ")


def sample() -> list[str]:
    files = [file for kind in KINDS for file in sorted((GOLDEN / kind).glob("*.jsonl"))]
    texts = [paper.abstract for file in files for paper in read_annotations(file, with_text=True)]
    texts += [example.text for rule in constructions() for example in rule.reads]
    texts += [text.replace(" ", gap) for text, gap in product(SPELLED, GAPS)]
    return [clean(text) for text in texts]


def rows() -> Iterator[_Row]:
    """Yield each phrase once."""
    seen = set()
    for row in (row for some in _ROWS.values() for row in some):
        if row.rank not in seen:
            seen.add(row.rank)
            yield row


def test_a_phrase_holds_one_of_the_substrings_that_it_is_looked_for_near() -> None:
    near = {row.rank: [each for each, some in _ROWS.items() if row in some] for row in rows()}
    missed = [
        (row.name, m[0])
        for text in sample()
        for row in rows()
        for m in row.pattern.finditer(text)
        if not any(each in text[max(0, m.start() - 9) : m.end() + 9].lower() for each in near[row.rank])
        and row.name not in UNUSUAL
    ]
    assert missed == []


UNUSUAL = {"single", "single2", "rank"}
"""Phrases that are looked for near their usual words only: less than a day, a second position."""


@pytest.mark.parametrize("text", SPELLED)
def test_words_for_a_number_are_read(text: str) -> None:
    assert spelled_out(text, Substrings(PHRASES).places(text)[0])


def test_there_is_a_sample_of_each_phrase() -> None:
    found = {row.name for text in SPELLED for row in rows() if row.pattern.search(text)}
    assert found == {row.name for row in rows()}


@pytest.mark.parametrize("word", [word for word in COUNTING_WORDS if not word.startswith("half")])
def test_a_number_word_counts_before_its_marker(word: str) -> None:
    found = [q.text for q in scan(f"It needs {word} times less, in {word} GPU hours ({word} percent).")]
    assert len(found) == 3 or word.rstrip("s") in PARTS, found


PARTS = {
    "third",
    "quarter",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "hundredth",
    "thousandth",
}


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("It runs at over three body-lengths per second.", ["three body-lengths per second"]),
        ("measured it (four times per task)", ["four times"]),
        ("The points of twelve hours are many.", ["twelve hours"]),
        ("At times, one sees two.", []),
    ],
)
def test_number_words_count_only_before_what_they_count(text: str, quotes: list[str]) -> None:
    assert [q.text for q in scan(text)] == quotes


def test_what_is_not_looked_for_after_a_numeral_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = sample()
    quick = [scan(text) for text in texts]
    monkeypatch.setattr(atoms, "_follows", lambda text, end: atoms._ANYTHING)
    assert [scan(text) for text in texts] == quick


@pytest.mark.parametrize("text", ["٣ ms", "It takes $5$ ms."])
def test_digits_are_seen_in_any_script_and_in_formulas(text: str) -> None:
    assert [q.kind for q in scan(clean(text))] == ["measure"]
