"""The small part of ``make torture``: sound claims for any text, time in proportion to it, odd files in one line."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.torture import Effort, Outcome, parts
from benchmarks.torture.__main__ import table
from benchmarks.torture.fuzz import breaches, check
from benchmarks.torture.growth import ALLOWED, KNOWN, VARIED_KNOWN, drawn_unit, exponent, varied
from benchmarks.torture.inputs import BAD, other_text
from benchmarks.torture.tables import TABLES, outcome_of
from benchmarks.torture.texts import ALL, joined, mutated
from claims.errors import ClaimsError
from claims.model import Reject
from claims.numbers.scan import refusals
from claims.pipeline import extract
from claims.sources import read_papers
from claims.text.markup import clean
from claims.text.occurrences import occurrences
from claims.text.segmentation import LONGEST_SENTENCE, sentence_spans

JOINS = st.lists(st.sampled_from(ALL), max_size=20).map("".join)
MUTATIONS = st.integers(0, 2**32 - 1).map(lambda seed: mutated(random.Random(seed)))


@given(st.lists(JOINS | MUTATIONS, min_size=1, max_size=20))
@settings(max_examples=15)
def test_claims_of_any_text_are_sound_alone_and_in_company(texts: list[str]) -> None:
    assert check(texts) == []


def test_claims_of_drawn_texts_are_sound() -> None:
    draw = random.Random(7)
    assert check([make(draw) for _ in range(80) for make in (joined, mutated)]) == []


@pytest.mark.parametrize(
    "text",
    [
        "It is 1e999x faster.", "It is 1e-999x faster.", "It is $10^{400}$ times faster.", "a latency of 1e308 hours",
        "73% FPS 10^{99999}", "It is 400 orders of magnitude faster.", "It is 1e308 million times faster.",
        "5 ± 1e999 ms latency", "a power of 9000 dBm",
    ],
)  # fmt: skip
def test_a_number_that_no_float_holds_is_refused_with_a_reason(text: str) -> None:
    assert all(reason.startswith("no float holds this number") for _, reason in refusals(clean(text)))
    assert refusals(clean(text))
    assert check([text]) == []


@pytest.mark.parametrize(
    ("text", "lo", "hi"),
    [
        ("It is 40 orders of magnitude faster.", 1e40, 1e40),
        ("It is 25.22x~2.97x faster.", 2.97, 25.22),
        ("It is -0x faster.", 0.0, 0.0),
    ],
)
def test_numbers_at_the_edge_are_numbers(text: str, lo: float, hi: float) -> None:
    [claim] = extract(text)
    assert (claim.lo, claim.hi) == (lo, hi)
    assert breaches(text, [claim]) == []


def test_a_fraction_in_latex_is_not_read_as_what_stands_below_its_line() -> None:
    assert extract(r"It is \frac{1}{2}x faster.") == []


@given(st.text("12x ", min_size=1, max_size=40), st.data())
def test_occurrences_count_what_stands_before(text: str, data: st.DataObject) -> None:
    starts = sorted(data.draw(st.lists(st.integers(0, len(text) - 1), max_size=150)))
    spans = [(start, min(len(text), start + 1 + start % 3)) for start in starts]
    assert occurrences(text, spans) == [
        sum(text.startswith(text[start:end], at) for at in range(start)) for start, end in spans
    ]


@given(st.text("ab ,;.", max_size=40).map(lambda text: text * 300))
@settings(max_examples=30)
def test_no_sentence_is_longer_than_any_sentence(text: str) -> None:
    spans = sentence_spans(text)
    assert "".join(text[start:end] for start, end in spans) == text
    assert all(0 < end - start <= LONGEST_SENTENCE for start, end in spans)


@pytest.mark.parametrize("unit", [*KNOWN[:5], drawn_unit(random.Random(3))])
def test_time_is_in_proportion_to_what_is_repeated(unit: str) -> None:
    assert exponent(extract, unit, short=3000, allowed=ALLOWED) <= ALLOWED


@pytest.mark.parametrize("unit", VARIED_KNOWN[:2])
def test_time_is_in_proportion_to_names_and_numbers_that_are_all_different(unit: str) -> None:
    assert exponent(extract, unit, text=varied, short=3000, allowed=ALLOWED) <= ALLOWED


def test_growth_in_the_square_is_noticed() -> None:
    square = exponent(lambda text: [0 for _ in text for _ in text[::5]], "ab ", short=3000, longest=3000)
    assert square > ALLOWED


@pytest.mark.parametrize("data", BAD.values(), ids=BAD)
def test_an_odd_file_is_read_or_told_in_one_line(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "input"
    path.write_bytes(data)
    rejects: list[Reject] = []
    papers, said = [], ""
    try:
        papers = list(read_papers([path], on_reject=rejects.append))
    except ClaimsError as error:
        said = str(error)
    assert papers or rejects or said
    assert said.isprintable()


def test_other_text_of_a_damaged_page_is_noticed() -> None:
    assert other_text(3, random.Random(1), lambda data: None) == []
    assert len(other_text(3, random.Random(1), lambda data: ["other"])) == 3


def test_each_part_has_its_name_and_the_table_tells_what_broke(tmp_path: Path) -> None:
    assert {"fuzz", "growth", "inputs", "bombs"} <= parts().keys()
    assert all(name == part.name for name, part in parts().items())
    assert Effort(1, 0.01, tmp_path).share(1000) == 10
    text = table([("fuzz", Outcome("joins", 7, ["lo above hi"], "fast"), 2.0)], 5, 0.1)
    assert "| fuzz | joins | 7 | 1 | fast | 2 |" in text
    assert "seed 5, scale 0.1" in text


def test_what_pytest_says_becomes_an_outcome() -> None:
    said = "..F\nFAILED tests/test_x.py::test_y - assert 1 == 2\n1 failed, 2 passed in 0.1s"
    assert (outcome_of("x", said).tried, len(outcome_of("x", said).breaches)) == (3, 1)
    assert outcome_of("x", "no tests ran").breaches == ["no test has run"]
    assert all((Path(__file__).parent / module).is_file() for module in TABLES.values())
