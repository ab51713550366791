"""Ratios and percentages that no construction reads: the nearest metric of their clause tells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from claims.reading.match import Match, Named, Reading, Says
from claims.reading.meaning import meaning
from claims.reading.neighbours import behind_amount
from claims.syntax.cues import cue
from claims.syntax.grammar import compile_pattern
from claims.syntax.sentence import Sentence

NEAREST = "nearest metric"
_LEADS_ON = compile_pattern("(?:THAN WORD{1,4})? (?:COMMA? (?:AND|TO|WORD)?) ACHIEVE NEAR{0,3}")
_HIGH = 50
_NEAR, _FAR = 10, 36


def nearest(sentence: Sentence, index: int, before: list[Reading]) -> tuple[Reading, ...]:
    """Read a ratio or percentage by the nearest metric of its clause.

    Args:
        sentence: The sentence.
        index: Index of a number that no construction has read.
        before: Readings of the sentence, in order of their tokens.

    Returns:
        Readings, or none where the clause names no metric.
    """
    gain = next((r for r in reversed(before) if r.token < index), None)
    if gain and gain.metric_span and _LEADS_ON.fullmatch(sentence.codes, gain.token + 1, index):
        # "PRECISION went up by 2.2 points, reaching 94%"
        return _made(sentence, Match(index, "level", named=Named(gain.metric, gain.metric_span)))
    kind = sentence.tokens[index].quantities[0].kind
    if kind == "percent":
        return _percentage(sentence, index)
    if kind not in {"ratio", "magnitude"}:
        return ()
    name = _name(sentence, index)
    word = sentence.left(index, "VNAO", "K;QU", _NEAR)
    if word is not None and name is None and sentence.entry(word).metric is None:
        owner = sentence.left(word, "N", "K;QUV", _NEAR)  # "the SPEEDUP over it grows from 2x to 9x"
        word = owner if owner is not None and sentence.entry(owner).metric else word
    if word is not None or name is not None:
        says: Says = "level" if word is None else "change"
        return _made(sentence, Match(index, says, name=name, word=word))
    return ()


def _name(sentence: Sentence, index: int) -> int | None:
    before = sentence.left(index, "M", "K;QU", _FAR)
    return sentence.right(index, "M", "K;QU,", 6) if before is None else before


def _names(sentence: Sentence, index: int) -> Iterator[int]:
    """Yield the metrics that a number may be of, the nearest first: an ACCURACY at equal LATENCY (75%)."""
    name = _name(sentence, index)
    while name is not None:
        yield name
        name = sentence.left(name, "M", "K;QU", _FAR) if name < index else None


def _percentage(sentence: Sentence, index: int) -> tuple[Reading, ...]:
    """Read a percentage: as what is attained, as a change, or as a value or a share of whatever stands before it."""
    quantity = sentence.tokens[index].quantities[0]
    if attained(sentence, index):
        # "achieves 52.5% on A": what is achieved in percent is a quality, and mostly accuracy
        return _made(sentence, Match(index, "level", named=Named("accuracy")))
    signed = sentence.left(index, "VNAO", ";", _FAR) if quantity.text[0] in "+-" else None
    if signed is not None:  # "surpasses all of them, in particular with +7.9%"
        name = behind_amount(sentence, index)
        return _made(sentence, Match(index, "change", name=name, word=signed))
    for name in _names(sentence, index):
        # "higher RECALL than the teacher (67.9%)": what is reached, not by how much
        reached = sentence.codes[index - 1] == "(" and quantity.lo >= _HIGH
        word = None if reached else sentence.left(index, "VNAO", "K;QU", _NEAR)
        says: Says = "level" if word is None else "change"
        if made := _made(sentence, Match(index, says, name=name, word=word)):
            return made
    if sentence.codes[:index].rstrip("qsj").endswith(("(", "=", ":")):
        says = "share" if sentence.codes.startswith("o", index + 1) else "level"
        return _made(sentence, Match(index, says, named=Named("other")))
    return ()


def attained(sentence: Sentence, index: int) -> bool:
    """True for "achieves 52.5% on A", not for "achieves 80% of the optimum"."""
    token = sentence.tokens[index]
    where = (sentence.text, token.start, token.end, sentence.start)
    of_something = sentence.codes[index + 1 : index + 2] in {"o", "w"} and cue("no property").stands_by(
        *where
    )
    return not of_something and cue("attains").stands_by(*where)


def _made(sentence: Sentence, match: Match) -> tuple[Reading, ...]:
    """Read a match of no construction, which used no token but the number."""
    at = match.token
    readings = meaning(sentence, match) or ()
    return tuple(replace(each, rule=NEAREST, first=at, last=at) for each in readings)
