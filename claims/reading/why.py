"""Why each number of a sentence was read as it was: what took it, what refused it, what let it pass."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import dropwhile

from claims.reading import Match, Refused, Step, constructions, read
from claims.reading.meaning import meaning
from claims.syntax.sentence import Sentence


@dataclass(frozen=True, slots=True)
class Reason:
    """What became of a number, or of the numbers of a list.

    Attributes:
        start: Offset of the first in the clean text.
        end: Offset after the last.
        outcome: One line: which construction took it, which refused it and why, or that none did.
        passed: Constructions that matched it and did not take it, in the order in which they were tried.
        behind: Constructions that would have answered for it, had not another been before them.
    """

    start: int
    end: int
    outcome: str
    passed: tuple[str, ...]
    behind: tuple[str, ...] = ()


def reasons(sentence: Sentence) -> list[Reason]:
    """Return what became of each number of a sentence, in order."""
    steps: list[Step] = []
    taken = {reading.token: reading.rule for reading in read(sentence, steps)}
    return [
        _reason(sentence, index, taken.get(index), [step for step in steps if step.token == index])
        for index, code in enumerate(sentence.codes)
        if code in "QUZRP"
    ]


def _reason(sentence: Sentence, index: int, rule: str | None, steps: list[Step]) -> Reason:
    refusals = [(step.construction, step.answer.reason) for step in steps if isinstance(step.answer, Refused)]
    outcome = "no construction takes it"
    if rule is not None:
        outcome = f"taken by {rule}"
    elif refusals:
        name, reason = refusals[0]
        outcome = f"refused by {name}: {reason}"
    passed = tuple(s.construction for s in steps if not s.read and not isinstance(s.answer, Refused))
    token = sentence.tokens[index]
    first = next((step.construction for step in steps if step.read or isinstance(step.answer, Refused)), None)
    behind = () if first is None else tuple(_behind(sentence, index, first))
    return Reason(token.start, token.end, outcome, passed, behind)


def _behind(sentence: Sentence, index: int, first: str) -> Iterator[str]:
    """Yield the constructions that answer for a number as well as the one that came first, in their order."""
    later = dropwhile(lambda each: each.name != first, constructions())
    next(later, None)
    for construction in later:
        places = (m for m in construction.matches(sentence.codes) if m.start("amount") == index)
        answers = (construction.answer(sentence, m) for m in places)
        if any(isinstance(a, Refused) or (isinstance(a, Match) and meaning(sentence, a)) for a in answers):
            yield construction.name
