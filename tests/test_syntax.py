"""Words, noun phrases, lists of numbers and clauses of a sentence."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.syntax.phrases.chunks import TIES, group_names
from claims.syntax.phrases.phrase_kinds import KINDS
from claims.syntax.phrases.structure import Structure
from claims.syntax.phrases.words import Words
from claims.syntax.word_classes import CODES, code_of, shared_names, word_codes

_AMOUNT = re.compile(r"\d[\d.]*(?:x|%)")


def taken_apart(text: str) -> Structure:
    return Structure(text, (0, len(text)), [m.span() for m in _AMOUNT.finditer(text)])


def phrases(text: str) -> dict[str, tuple[str, str, str]]:
    """Return preposition, tie and kind of each noun phrase, by its words."""
    s = taken_apart(text)
    return {
        text[s.words.starts[c.first] : s.words.ends[c.last]]: (
            group_names()[c.group] if c.group >= 0 else "",
            TIES[c.tie],
            KINDS[kind],
        )
        for c, kind in zip(s.chunks, s.kinds, strict=True)
    }


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("reduces", "v"),
        ("latency", "n"),
        ("neural", "a"),
        ("significantly", "r"),
        ("compared", "p"),
        ("outperforming", "g"),
        ("ResNet-50", "N"),
        ("across", "P"),
    ],
)
def test_a_word_has_the_class_that_a_corpus_gives_it(word: str, code: str) -> None:
    assert code_of(word, False) == code


def test_the_table_of_words_is_large_and_knows_names_that_many_papers_share() -> None:
    assert len(word_codes()) > 14_000
    assert {"MARL", "VQA", "LLM"} <= shared_names()


def test_a_phrase_knows_its_preposition_and_its_kind() -> None:
    found = phrases("On CIFAR-10, FooNet is 2.4x faster than the baseline models on an A100 GPU.")
    assert found["CIFAR-10"] == ("on", "plain", "named dataset")
    assert found["FooNet"][1] == "subject"
    assert found["the baseline models"] == ("than", "plain", "prior")
    assert found["an A100 GPU"] == ("on", "plain", "named hardware")


def test_what_follows_compared_with_is_compared() -> None:
    assert (
        phrases("Energy falls by 20% compared with the dense network.")["the dense network"][0] == "compared"
    )


def test_the_object_of_outperforms_is_bettered() -> None:
    assert phrases("It outperforms GrainNet by 3%.")["GrainNet"][1] == "bettered"


def test_examples_and_members_of_a_list_share_the_kind_of_their_head() -> None:
    found = phrases("We reach 4% on three datasets, including Pebble-X and Slate-Y.")
    assert found["Pebble-X"] == ("on", "example", "dataset")
    assert found["Slate-Y"][2] == "dataset"


def test_numbers_with_commas_between_are_one_list_and_a_verb_ends_what_belongs_to_it() -> None:
    s = taken_apart("It is 2x, 3x and 4x faster than Alpha and saves 20% of memory over Beta.")
    assert [values.size for values in s.lists] == [3, 1]
    owners = {s.words.lows[c.last]: owner for c, owner in zip(s.chunks, s.owners, strict=True)}
    assert owners["alpha"] == 0
    assert owners["beta"] == 1


def test_a_clause_begins_at_a_comma_before_a_verb_and_at_a_relative() -> None:
    s = taken_apart("Results show that it runs 2x faster, outperforming Alpha.")
    assert s.clauses == sorted(s.clauses)
    assert len(set(s.clauses)) == 3


@given(st.text(alphabet="aB9 ,().;%-/'the over that", max_size=80))
def test_words_stand_in_order_inside_their_sentence(text: str) -> None:
    words = Words(text, 0, len(text))
    assert len(words.codes) == len(words.starts) == len(words.ends) == len(words.lows)
    assert all(0 <= a < b <= len(text) for a, b in zip(words.starts, words.ends, strict=True))
    assert all(b <= a for a, b in zip(words.starts[1:], words.ends, strict=False))


@given(st.text(alphabet="aB9 ,().;%-/x the than of on A100 compared with ", max_size=120))
def test_any_text_can_be_taken_apart(text: str) -> None:
    s = taken_apart(text)
    assert len(s.kinds) == len(s.owners) == len(s.chunks)
    assert len(s.clauses) == len(s.words.codes)


def test_every_code_stands_for_one_class() -> None:
    assert len(set(CODES.values())) == len(CODES)
