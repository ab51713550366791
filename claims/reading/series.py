"""What is achieved on benchmarks: a number on one, or behind each name of a list."""

from __future__ import annotations

import re

from claims.reading.match import Answer, Match, Named
from claims.reading.units import scored_in
from claims.syntax.cues import cue
from claims.syntax.grammar import compile_pattern
from claims.syntax.sentence import Sentence

_SERIES = compile_pattern(
    "WORD OPEN QUANTITY CLOSE (?:(?:COMMA AND?|AND) (?:WORD|ON|FOR){0,5} WORD OPEN QUANTITY CLOSE)+"
)
_LEAST = 40
"""Below it a percentage behind the name of a dataset may as well be a gain."""


def by_dataset(sentence: Sentence, m: re.Match[str]) -> Answer:
    """Read a percentage behind each of a list of names: what is achieved there, mostly accuracy."""
    at = m.start("amount")
    quantity = sentence.tokens[at].quantities[0]
    series = next((s for s in _SERIES.finditer(sentence.codes) if s.start() < at < s.end()), None)
    if series is None or quantity.lo < _LEAST or quantity.text[0] in "+-":
        return None
    begin = sentence.tokens[series.start()].start
    announced = cue("on datasets").stands_by(sentence.text, sentence.start, begin)
    if not announced and scored_in(sentence, _phrase_start(sentence, series.start()), begin) is None:
        return None
    return Match(at, "level", named=Named("accuracy"))


def _phrase_start(sentence: Sentence, index: int) -> int:
    """Return where the words begin that end with a token: CIFAR 10."""
    while sentence.codes[index - 1 : index] == "w":
        index -= 1
    return sentence.tokens[index].start


_LEAST_SCORE = 20


def on_benchmark(sentence: Sentence, m: re.Match[str]) -> Answer:
    """Read a bare number that is got on a benchmark of which it is known what it is scored in: gets 58.1 on GSM8K."""
    at, on = m.start("amount"), m.start("on")
    following = sentence.tokens[min(on + 2, len(sentence.tokens) - 1)]
    metric = scored_in(sentence, sentence.tokens[on].end, following.start)
    if metric is None or sentence.tokens[at].quantities[0].lo < _LEAST_SCORE:
        return None
    return Match(at, "level", named=Named(metric))
