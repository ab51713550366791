"""Numbers that say nothing of their own: they go on with what a number beside them says."""

from __future__ import annotations

import math
import re
from dataclasses import replace

from claims.numbers.quantity import Quantity
from claims.numbers.units import unit_dimension
from claims.reading.match import Match, Named, Reading, Span
from claims.reading.meaning import like, meaning, of_metric
from claims.reading.nearest import attained
from claims.reading.neighbours import in_words, words
from claims.reading.units import takes_number
from claims.syntax.cues import cue
from claims.syntax.grammar import compile_pattern
from claims.syntax.sentence import Sentence
from claims.syntax.vocabulary import metrics
from claims.syntax.word_classes import code_of

CARRIED = "carried"
_HIGH = 50
_CLOSE = 4
"""How many tokens may stand between a reading and the parenthesis behind it."""
# "2.80 on A and 3.37 on B", not "2.80 in 15 steps"
_GAP_OF_SCORES = re.compile(r"[^bi@h]{0,30}?[&,(>][^bi@h]{0,30}")
_UNIT_LEFT_OUT = re.compile(r"n[^QUZ;KVO]{1,8}&")
# "outperforming the best baseline (39.0%)", "vs. 0.35", "from 6.2%"
_THEIRS = compile_pattern(
    "(?:OUTPERFORM (?:(?:WORD|NOUN|OF|ONLY|AND|COMMA){0,12}|OPEN|AMOUNT|CLOSE){1,8}|THAN|FROM WORD?) HEDGE{0,3}"
)
_LISTED = frozenset("&,")
_RATIOS = frozenset({"ratio", "magnitude"})
_FAR = 3
_ROUNDING = 1e-6
_ANGLES = frozenset({"angle", "length"})


def carried(sentence: Sentence, index: int, before: list[Reading]) -> tuple[Reading, ...]:
    """Read a number like the one before it: "2.9x for A and 4.7x for B", "up to 3x (2x on average)".

    Args:
        sentence: The sentence.
        index: Index of a number that no construction has read.
        before: Readings of the sentence, in order of their tokens.

    Returns:
        Readings with the metric and the direction of the nearest reading to the left of the same kind of number; none
        where there is no such reading, or where the number tells of a part of something.
    """
    quantities = sentence.tokens[index].quantities
    model = next((r for r in reversed(before) if r.token < index and _alike(r, quantities[0])), None)
    if model is not None and _is_aside(sentence, model, index):
        # "52.6% on A (an 8.1% improvement) and 61.0% on B"
        outside = (r for r in reversed(before) if r.token < model.token and _alike(r, quantities[0]))
        model = next(outside, model)
    if model is None or _stands_alone(sentence, model, quantities[0], index):
        return ()
    lead = sentence.codes[:index].rstrip("qsj")[-1:]
    if lead != ">" and (own := _own_noun(sentence, index)) is not None:
        if lead not in _LISTED:
            return ()  # "an error of 29 cm in a 1.9 km loop"
        model = of_metric(sentence, model, Named("other", own))  # "100 N pulling force and 200 N shear force"
    readings = _continued(sentence, model, index)
    if model.form != "level":
        return readings
    theirs = _ends_with_theirs(sentence.codes, index)
    gap = sentence.codes[model.token + 1 : index]
    told = gap.strip("qsj") == "t" or ")" in gap  # "from 3.7% TO 3.4%", "(83% vs. 60%) ... (80%"
    return tuple(
        replace(each, role="background" if theirs else None if told else each.role) for each in readings
    )


def _own_noun(sentence: Sentence, index: int) -> Span | None:
    """Return the common nouns of no list right behind a number, which tell what it is a number of."""
    last = index
    while sentence.codes.startswith("w", last + 1) and _is_noun(sentence, last + 1):
        last += 1
    return words(sentence, index + 1, last) if last > index else None


def _is_noun(sentence: Sentence, index: int) -> bool:
    token = sentence.tokens[index]
    word = sentence.text[token.start : token.end]
    return code_of(word, False) == "n" and not cue("system").stands_by(sentence.text, token.start, token.end)


def _is_aside(sentence: Sentence, reading: Reading, index: int) -> bool:
    """True for a reading in a parenthesis that closes before a number."""
    between = sentence.codes[reading.token : index]
    return between.count(")") > between.count("(")


def aside(sentence: Sentence, index: int, before: list[Reading]) -> tuple[Reading, ...]:
    """Read a number in parentheses like the change right before: "61% lower latency (30% on average)".

    Args:
        sentence: The sentence.
        index: Index of the number.
        before: Readings so far, in order.

    Returns:
        Readings like that of the number before, or none where the parenthesis does not follow it closely.
    """
    codes, quantity = sentence.codes, sentence.tokens[index].quantities[0]
    opening = len(codes[:index].rstrip("qswj")) - 1
    model = next((r for r in reversed(before) if r.token < index), None)
    if model is None or codes[opening] != "(" or codes.startswith(")M", index + 1):
        return ()  # "negligible (<1%) overhead"
    if model.form == "points" and _starts_there(sentence, model, quantity):
        named = Named(model.metric, model.metric_span)
        return _taken(meaning(sentence, Match(index, "level", named=named, role="background")), index)
    close = opening - max(model.last, model.token) <= _CLOSE
    alike = close and model.form != "level" and _alike(model, quantity)
    return _continued(sentence, model, index) if alike else ()


def _starts_there(sentence: Sentence, gain: Reading, quantity: Quantity) -> bool:
    """True for "76.9% accuracy, 2.4 points above MobileNetV2 (74.5%)": the three add up."""
    values = (other for token in sentence.tokens[: gain.token] for other in token.quantities)
    return any(
        other.kind == quantity.kind
        and math.isclose(abs(other.lo - quantity.lo), gain.quantity.lo, abs_tol=_ROUNDING)
        for other in values
    )


def _taken(readings: tuple[Reading, ...] | None, index: int) -> tuple[Reading, ...]:
    return tuple(replace(each, rule=CARRIED, first=index, last=index) for each in readings or ())


def _continued(sentence: Sentence, model: Reading, index: int) -> tuple[Reading, ...]:
    quantities = sentence.tokens[index].quantities
    unknown = in_words(sentence, index) if model.change != "none" and model.metric_span else None
    if unknown is not None and unknown.span is not None and sentence.text[slice(*unknown.span)].islower():
        model = of_metric(sentence, model, unknown)  # "7.2% in recall and 4.9% in cohesion"
    gain = quantities[0].text.startswith("+") or quantities[0].kind in _RATIOS
    readings: tuple[Reading, ...] | None = tuple(
        like(sentence, model, quantity, index, k)
        for k, quantity in enumerate(quantities)
        if _alike(model, quantity)
    )
    if model.form == "level" and gain:
        # "reaches 94.2% (+1.8% over the baseline)", "36 tokens/J (1,047x of GPU)"
        named = Named(model.metric, model.metric_span)
        readings = meaning(sentence, Match(index, "change", named=named, direction="better"))
    return _taken(readings, index)


def _stands_alone(sentence: Sentence, model: Reading, quantity: Quantity, index: int) -> bool:
    """True where a number tells of something else than the one before it, close as they stand."""
    gap = sentence.codes[model.token + 1 : index]
    if quantity.kind == "number" and model.quantity.kind == "measure":
        return _UNIT_LEFT_OUT.fullmatch(gap) is None
    if quantity.kind == "number":
        if quantity.text[-1].isalpha() and metrics()[model.metric].scale:
            return True  # "scores 64.3, above Llama 2 13B"
        return not takes_number(model.metric, quantity.lo) or _GAP_OF_SCORES.fullmatch(gap) is None
    # "5% of the pixels", but not "from the 77% of prior work"
    part = sentence.codes[index + 1 : index + 2] == "o" and "f" not in gap[-3:]
    if quantity.kind != "percent" or model.form == "share":
        return False
    return part or (model.change == "increase" and quantity.lo >= _HIGH and attained(sentence, index))


def _ends_with_theirs(codes: str, index: int) -> bool:
    """True where a level stands right behind what the paper compares with."""
    return any(m.end() == index for m in _THEIRS.finditer(codes, max(0, index - 40), index))


def _alike(model: Reading, quantity: Quantity) -> bool:
    if quantity.kind in _RATIOS:
        return model.quantity.kind in _RATIOS or (model.form == "level" and model.quantity.kind == "measure")
    if quantity.kind == "number" and model.quantity.kind == "measure" and "." in quantity.text:
        # "1.12 bits per character on A and 1.05 on B"
        return model.quantity.lo <= quantity.lo * _FAR and quantity.lo <= model.quantity.lo * _FAR
    if quantity.kind != "measure" or model.quantity.kind != "measure":
        return model.quantity.kind == quantity.kind
    dimensions = {unit_dimension(model.quantity.unit), unit_dimension(quantity.unit)}
    # "errors of 2 degrees and 3 cm"
    return len(dimensions) == 1 or (model.metric == "error" and dimensions == _ANGLES)
