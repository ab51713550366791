"""A number behind each name of a list: what is achieved on each of several datasets."""

from __future__ import annotations

import re

from claims.reading.match import Answer, Match, Named
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
    if series is None or quantity.lo < _LEAST:
        return None
    if not cue("on datasets").stands_by(sentence.text, sentence.start, sentence.tokens[series.start()].start):
        return None
    return Match(at, "level", named=Named("accuracy"))
