"""The language in which rules say where they apply."""

import random
import re

import pytest

from claims.reading import constructions
from claims.syntax.grammar import GROUPS, compile_pattern, needed
from claims.syntax.tokens import KINDS


@pytest.mark.parametrize("name", sorted(KINDS))
def test_a_kind_matches_its_own_code_and_no_other(name: str) -> None:
    compiled = compile_pattern(name)
    assert [code for code in KINDS.values() if compiled.fullmatch(code)] == [KINDS[name]]


@pytest.mark.parametrize("name", sorted(GROUPS))
def test_a_group_matches_kinds_that_there_are(name: str) -> None:
    """A group is a set of kinds in brackets, or a short pattern of its own."""
    alone = {code for code in KINDS.values() if compile_pattern(name).fullmatch(code)}
    assert len(alone) >= 2 or GROUPS[name].startswith("(?:")
    if GROUPS[name].startswith("[") and GROUPS[name][1] != "^":
        assert alone == set(GROUPS[name][1:-1])


def test_kinds_have_codes_of_one_character_that_differ() -> None:
    assert all(len(code) == 1 for code in KINDS.values())
    assert len(set(KINDS.values())) == len(KINDS)
    assert not set(KINDS) & set(GROUPS)


def test_a_role_is_a_group() -> None:
    match = compile_pattern("BY WORD? QUANTITY:amount").search("xxbwQ")
    assert match is not None
    assert match.start("amount") == 4


def test_blanks_mean_nothing() -> None:
    assert compile_pattern(" BY   QUANTITY:a ").pattern == compile_pattern("BY QUANTITY:a").pattern


def test_a_kind_that_does_not_exist_is_told_with_its_pattern() -> None:
    with pytest.raises(ValueError, match="pattern 'BY AMUONT:amount': no kind of token is called AMUONT"):
        compile_pattern("BY AMUONT:amount")


def test_broken_syntax_is_refused() -> None:
    with pytest.raises(re.error):
        compile_pattern("BY (QUANTITY:amount")


def test_patterns_of_rules_hold_bounded_repetitions_only() -> None:
    """An open star over kinds that overlap is how patterns become slow."""
    assert [rule.name for rule in constructions() if re.search(r"[*+](?!\?)", rule.compiled.pattern)] == []


def test_a_sentence_without_what_a_rule_needs_is_none_of_its() -> None:
    codes = "".join(KINDS.values())
    for rule in constructions():
        chosen = random.Random(rule.name)
        for _ in range(3000):
            row = "".join(chosen.choices(codes + "wQQMVNA" * 6, k=12))
            assert rule.needed <= set(row) or not rule.compiled.search(row), row


@pytest.mark.parametrize(
    ("pattern", "kinds"),
    [
        ("QUANTITY:amount METRIC:metric", "QM"),
        ("QUANTITY|METRIC", ""),
        ("(?:QUANTITY|METRIC) VERB", "V"),
        ("[^(K]{0,8} METRIC? VERB{0,2} NOUN", "N"),
        ("OPEN QUANTITY:amount CLOSE", "(Q)"),
    ],
)
def test_a_pattern_needs_what_stands_in_it_alone(pattern: str, kinds: str) -> None:
    assert needed(compile_pattern(pattern)) == set(kinds)
