"""A change from one value to another: from A to B, reduces latency to 5 ms."""

from __future__ import annotations

import re
from dataclasses import replace

from claims.reading.match import Answer, Match, Named, Says
from claims.reading.neighbours import behind_amount, words
from claims.syntax.grammar import compile_pattern
from claims.syntax.sentence import Sentence

_COUNTED, _NEAR = "parameters", 2
"""Bare numbers count it where it moves from one to another, if its name stands by the verb."""


def first_value(sentence: Sentence, m: re.Match[str]) -> Answer:
    """Read the value that a change begins with, which is the baseline's."""
    at = m.start("amount")
    end = sentence.right(m.start("to"), "QUZ", "K;", 4)
    return _end_of_two(sentence, at, (at, end))


def last_value(sentence: Sentence, m: re.Match[str]) -> Answer:
    """Read the value that a change ends at."""
    at, to = m.start("amount"), m.start("to")
    begin = sentence.left(to, "QUZ", "K;V", 8)
    if begin is not None and _FROM.search(sentence.codes, 0, begin):
        found = _end_of_two(sentence, at, (begin, at))
        return None if found is None else replace(found, since=begin)
    head = sentence.left(to, "VNO", "K;", 14)
    return None if head is None else _value(sentence, head, at, (None, at))


_FROM = compile_pattern(r"(?:FROM|OPEN) LOOSE{0,3} OF? NEAR{0,3}\Z")


def _end_of_two(sentence: Sentence, at: int, values: tuple[int, int | None]) -> Match | None:
    """Read either of the values that something moves from and to: both are of the same metric."""
    head = sentence.left(values[0], "VNMO", "K;", 14)
    return None if head is None else _value(sentence, head, at, values)


def _value(sentence: Sentence, head: int, at: int, values: tuple[int | None, int | None]) -> Match | None:
    """Find what moves: the metric behind the word of change, or before it."""
    name = sentence.codes.find("M", head, at)
    if name < 0:
        before = sentence.left(head, "M", "KQUVO;", 10)
        if before is None:
            return _of_no_name(sentence, head, at, values)
        name = before
    counted = sentence.tokens[name].metrics[0] == _COUNTED and head - name <= _NEAR
    counted = counted and "," not in sentence.codes[name:at]
    says: Says = "amount" if counted else "level"
    return Match(at, says, name=name)


def _of_no_name(
    sentence: Sentence, head: int, at: int, values: tuple[int | None, int | None]
) -> Match | None:
    """Improves the state of the art from 10.6% to 6.3%: what improves by falling is an error rate."""
    span = words(sentence, head, head)
    if sentence.codes[at] == "U":
        return Match(at, "level", named=Named("unit"))
    behind = behind_amount(sentence, values[1]) if values[1] is not None else None
    if behind is not None:
        return Match(at, "level", name=behind)  # "improves Birch from 38.4% to 41.6% mAP"
    first, last = (sentence.tokens[i].quantities[0] if i is not None else None for i in values)
    if sentence.tokens[at].quantities[0].kind != "percent":
        return None
    if first is not None and last is not None and sentence.entry(head).direction == "better":
        return Match(at, "level", named=Named("error_rate" if last.lo < first.lo else "accuracy", span))
    alone = first is None and sentence.codes[head - 1 : head] != "=" and at - head > 3
    return None if alone else Match(at, "level", named=Named("other", span))
