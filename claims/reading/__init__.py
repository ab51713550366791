"""The rules, in the order in which they are tried: the first that reads a number keeps it."""

from __future__ import annotations

from collections.abc import Callable

from claims.reading import (
    achieved,
    comparatives,
    counts,
    levels,
    margins,
    measures,
    nouns,
    shares,
    transitions,
    verbs,
)
from claims.reading.carry import before_list, carried, in_parentheses, nearest
from claims.reading.rule import Example, Reading, Rule
from claims.syntax.sentence import Sentence

CHANGES: tuple[Rule, ...] = (
    *comparatives.RULES,
    *nouns.RULES,
    *transitions.RULES,
    *verbs.RULES,
    *margins.RULES,
)
LEVELS: tuple[Rule, ...] = (*counts.RULES, *shares.RULES, *levels.RULES, *achieved.RULES, *measures.RULES)
RULES: tuple[Rule, ...] = (*CHANGES, *LEVELS)


def read(sentence: Sentence) -> list[Reading]:
    """Return what the numbers of a sentence say, in order of their places.

    Args:
        sentence: A sentence with at least one quantity.

    Returns:
        One reading for each number that some rule reads.
    """
    taken: set[int] = set()
    readings: list[Reading] = []
    amounts = {i for i, c in enumerate(sentence.codes) if c in "QUZRP"}
    codes = frozenset(sentence.codes)
    for rule in CHANGES:
        if rule.needed <= codes:
            readings += rule.readings(sentence, taken)
        if taken >= amounts:
            break
    if "(" in sentence.codes:
        _add(readings, taken, sorted(amounts - taken), lambda i: in_parentheses(sentence, i, readings))
    for rule in LEVELS:
        if taken >= amounts:
            break
        if rule.needed <= codes:
            readings += rule.readings(sentence, taken)
    rest = sorted(amounts - taken)
    if "(" in sentence.codes:
        _add(readings, taken, rest, lambda i: in_parentheses(sentence, i, readings))
    rest = sorted(amounts - taken)
    _add(readings, taken, rest[::-1], lambda i: before_list(sentence, i, readings))
    rest = sorted(amounts - taken)
    _add(readings, taken, rest, lambda i: carried(sentence, i, readings) or nearest(sentence, i))
    transitions.agree(readings)
    return readings


def _add(
    readings: list[Reading], taken: set[int], indices: list[int], read_one: Callable[[int], list[Reading]]
) -> None:
    readings.sort(key=_place)
    for index in indices:
        more = read_one(index)
        if more:
            taken.add(index)
            readings += more
            readings.sort(key=_place)


def _place(reading: Reading) -> tuple[int, int]:
    return reading.token, reading.member


__all__ = ["RULES", "Example", "Reading", "Rule", "read"]
