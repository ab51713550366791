"""What the numbers of a sentence say: constructions in their order, then what goes on from them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from claims.reading.construction import FILES, Construction, Example, constructions, possible
from claims.reading.match import Answer, Match, Reading, Refused
from claims.reading.meaning import meaning
from claims.reading.nearest import nearest
from claims.reading.repeats import aside, before_list, carried
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
    left = {i for i, code in enumerate(sentence.codes) if code in "QUZRP"}
    kinds = _kinds(sentence, left)
    readings: list[Reading] = []

    def go_on(read_one: GoOn, *, backwards: bool = False) -> None:
        readings.sort(key=_place)
        for index in sorted(left, reverse=backwards):
            if more := read_one(sentence, index, readings):
                left.discard(index)
                readings.extend(more)
                readings.sort(key=_place)

    for file in FILES:
        if file == FILES[-1]:  # numbers in parentheses go on with changes
            go_on(aside)
        for construction in possible(sentence.codes, file) if left else ():
            if not construction.kinds.isdisjoint(kinds) and construction.compiled.search(sentence.codes):
                before = len(left)
                readings += _read_by(construction, sentence, left, steps)
                if not left:
                    break
                if len(left) < before:
                    kinds = _kinds(sentence, left)
    go_on(before_list, backwards=True)
    go_on(_carried_or_nearest)
    return readings


def _kinds(sentence: Sentence, left: set[int]) -> set[str]:
    """Return the kinds of quantity of the numbers that are left."""
    return {sentence.tokens[i].quantities[0].kind for i in left}


def _carried_or_nearest(sentence: Sentence, index: int, readings: list[Reading]) -> tuple[Reading, ...]:
    return carried(sentence, index, readings) or nearest(sentence, index, readings)


def _read_by(
    construction: Construction, sentence: Sentence, left: set[int], steps: list[Step] | None
) -> list[Reading]:
    """Apply a construction to the numbers that are left, and take from them those that it answers for."""
    found: list[Reading] = []
    for m in construction.matches(sentence.codes):
        at = m.start("amount")
        if at not in left:
            continue
        answer = construction.answer(sentence, m)
        readings = meaning(sentence, answer) if isinstance(answer, Match) else None
        if readings or isinstance(answer, Refused):
            left.discard(at)
        if steps is not None and answer is not None:
            steps.append(Step(at, construction.name, answer, bool(readings)))
        first, last = m.start(), m.end() - 1
        found += [
            replace(reading, rule=construction.name, base=construction.base, first=first, last=last)
            for reading in readings or ()
        ]
    return found


def _place(reading: Reading) -> tuple[int, int]:
    return reading.token, reading.member


__all__ = ["Construction", "Example", "Match", "Reading", "Refused", "Step", "constructions", "read"]
