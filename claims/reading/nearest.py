"""Ratios and percentages that no construction reads: the nearest metric of their clause tells."""

from __future__ import annotations

from dataclasses import replace

from claims.reading.match import Match, Named, Reading
from claims.reading.meaning import meaning
from claims.reading.neighbours import behind_amount
from claims.syntax.cues import cue
from claims.syntax.grammar import compile_pattern
from claims.syntax.sentence import Sentence
from claims.syntax.vocabulary import metrics

NEAREST = "nearest metric"
_BASE = 0.5
_ATTAINED = 0.6
_HIGH = 50
_LEADS_ON = compile_pattern("(?:THAN WORD{1,4})? (?:COMMA? (?:AND|TO|WORD)?) ACHIEVE NEAR{0,3}")
_FAR = 36


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
        return _made(sentence, Match(index, "level", named=Named(gain.metric, gain.metric_span)), _ATTAINED)
    quantity = sentence.tokens[index].quantities[0]
    if quantity.kind not in {"ratio", "percent", "magnitude"}:
        return ()
    if quantity.kind == "percent" and attained(sentence, index):
        # "achieves 52.5% on A": what is achieved in percent is a quality, and mostly accuracy
        return _made(sentence, Match(index, "level", named=Named("accuracy")), _ATTAINED)
    if quantity.kind == "percent" and quantity.text[0] in "+-":
        word = sentence.left(index, "VNAO", ";", _FAR)
        if word is not None:  # "surpasses all of them, in particular with +7.9%"
            return _made(
                sentence, Match(index, "change", name=behind_amount(sentence, index), word=word), _BASE
            )
    name = sentence.left(index, "M", "K;QU", 20)
    if name is None:
        name = sentence.right(index, "M", "K;QU,", 6)
    word = sentence.left(index, "VNAO", "K;QU", 10)
    if name is not None and _reached(sentence, index, name):
        return _made(sentence, Match(index, "level", name=name), _BASE)
    if word is not None and (name is not None or quantity.kind != "percent"):
        return _made(sentence, Match(index, "change", name=name, word=word), _BASE)
    if name is None and quantity.kind == "percent" and sentence.codes[:index].rstrip("qsj")[-1:] in {*"(=:"}:
        says = "share" if sentence.codes[index + 1 : index + 2] == "o" else "level"
        return _made(sentence, Match(index, says, named=Named("other")), 0.4)
    return () if name is None else _made(sentence, Match(index, "level", name=name), _BASE)


def attained(sentence: Sentence, index: int) -> bool:
    """True for "achieves 52.5% on A", not for "achieves 80% of the optimum"."""
    token = sentence.tokens[index]
    where = (sentence.text, token.start, token.end, sentence.start)
    of_something = sentence.codes[index + 1 : index + 2] in {"o", "w"} and cue("no property").stands_by(
        *where
    )
    return not of_something and cue("attains").stands_by(*where)


def _reached(sentence: Sentence, index: int, name: int) -> bool:
    """True for "higher RECALL than the teacher (67.9%)": what is reached stands in parentheses, not by how much."""
    quantity = sentence.tokens[index].quantities[0]
    metric = sentence.tokens[name].metrics[0]
    quality = metric == "performance" or metrics()[metric].scale == "percent"
    return (
        quality and quantity.kind == "percent" and quantity.lo >= _HIGH and sentence.codes[index - 1] == "("
    )


def _made(sentence: Sentence, match: Match, base: float) -> tuple[Reading, ...]:
    """Read a match of no construction, which used no token but the number."""
    at = match.token
    readings = meaning(sentence, match) or ()
    return tuple(replace(each, rule=NEAREST, base=base, first=at, last=at) for each in readings)
