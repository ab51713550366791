"""What the numbers of a sentence say: constructions in their order, then what goes on from them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from claims.reading.construction import FILES, Construction, Example, constructions, possible
from claims.reading.match import Answer, Match, Reading, Refused
from claims.reading.meaning import meaning
from claims.reading.nearest import nearest
from claims.reading.repeats import aside, carried
from claims.syntax.sentence import Sentence

GoOn = Callable[[Sentence, int, list[Reading]], tuple[Reading, ...]]
"""Reads a number that no construction has read by what the others say."""


@dataclass(frozen=True, slots=True)
class Step:
    """What one construction answered of one number, for ``claims explain --why``.

    Attributes:
        token: Index of the number's token.
        construction: Name of the construction.
        answer: Its answer; a match from which no reading came has no meaning.
        read: True where the number was read so.
    """

    token: int
    construction: str
    answer: Answer
    read: bool


def read(sentence: Sentence, steps: list[Step] | None = None) -> list[Reading]:
    """Return what the numbers of a sentence say, in order of their places.

    Args:
        sentence: A sentence with at least one quantity.
        steps: Takes what each construction answered, where somebody wants to know.

    Returns:
        One reading for each number that some construction reads.
    """
    codes = sentence.codes
    left = {i for i, code in enumerate(codes) if code in "QUZRP"}
    quantities = [sentence.tokens[i].quantities[0] for i in left]
    kinds = _kinds(sentence, left)
    readings: list[Reading] = []

    def go_on(read_one: GoOn) -> None:
        readings.sort(key=_place)
        for index in sorted(left):
            if more := read_one(sentence, index, readings):
                left.discard(index)
                readings.extend(more)
                readings.sort(key=_place)

    for file in FILES:
        if file == FILES[-1]:  # numbers in parentheses go on with changes
            go_on(aside)
        for construction in possible(codes, quantities, file) if left else ():
            first = construction.compiled.search(codes)
            if first is not None and not construction.kinds.isdisjoint(kinds):
                before = len(left)
                readings += _read_by(construction, sentence, left, steps, first)
                if not left:
                    break
                if len(left) < before:
                    kinds = _kinds(sentence, left)
    go_on(_carried_or_nearest)
    return readings


def _kinds(sentence: Sentence, left: set[int]) -> frozenset[str]:
    """Return the kinds of quantity of the numbers that are left."""
    return frozenset([sentence.tokens[i].quantities[0].kind for i in left])


def _carried_or_nearest(sentence: Sentence, index: int, readings: list[Reading]) -> tuple[Reading, ...]:
    return carried(sentence, index, readings) or nearest(sentence, index, readings)


def _read_by(
    construction: Construction,
    sentence: Sentence,
    left: set[int],
    steps: list[Step] | None,
    first: re.Match[str],
) -> list[Reading]:
    """Apply a construction to the numbers that are left, and take from them those that it answers for."""
    found: list[Reading] = []
    last_left = max(left)
    m: re.Match[str] | None = first
    while m is not None:
        at = m.start("amount")
        if at in left and (answer := construction.answer(sentence, m)) is not None:
            readings = meaning(sentence, answer) if isinstance(answer, Match) else None
            if readings or isinstance(answer, Refused):
                left.discard(at)
            if steps is not None:
                steps.append(Step(at, construction.name, answer, bool(readings)))
            for reading in readings or ():
                reading.rule, reading.first, reading.last = construction.name, m.start(), m.end() - 1
                found.append(reading)
        m = construction.compiled.search(sentence.codes, at + 1) if at < last_left else None
    return found


def _place(reading: Reading) -> tuple[int, int]:
    return reading.token, reading.member


__all__ = ["Construction", "Example", "Match", "Reading", "Refused", "Step", "constructions", "read"]
