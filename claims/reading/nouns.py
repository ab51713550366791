"""Nouns of change: 2.8x speedup, a 20% accuracy gain, a reduction of 20%."""

from __future__ import annotations

import re

from claims.reading.match import Answer, Match, Named
from claims.reading.neighbours import behind_noun, in_words, preferred, words
from claims.syntax.cues import cue
from claims.syntax.grammar import compile_pattern
from claims.syntax.sentence import Sentence

_OWNER = compile_pattern(r"METRIC:metric ACHIEVE LOOSE{0,3} RELATIVE? LOOSE? \Z")


def noun(sentence: Sentence, m: re.Match[str]) -> Answer:
    """Read an amount beside a noun of change: find what the noun is a change of."""
    at, by = m.start("amount"), m.start("change")
    inside = m.start("metric") if m["metric"] else _that_has(sentence, by)
    behind = behind_noun(sentence, by)  # "a reduction in latency of 60%"
    if behind is None or by < at < behind:
        behind = behind_noun(sentence, max(at, by))
    name = preferred(sentence, inside, behind)
    named = in_words(sentence, max(at, by)) or _property(sentence, at, by)
    if name is None and named is None:
        name = sentence.left(min(at, by), "M", "K;O>G", 16)  # "a rate of 7.1%, a 44% reduction"
    return Match(at, "change", name=name, word=by, named=named)


def _that_has(sentence: Sentence, by: int) -> int | None:
    """Return the metric that has the change: COVERAGE had an absolute improvement of 9.2%."""
    owner = _OWNER.search(sentence.codes, 0, by)
    return owner.start("metric") if owner else None


def _property(sentence: Sentence, at: int, by: int) -> Named | None:
    """Return the unknown word that a noun is compounded with: a 2x QUALITY improvement, not a 2x significant one."""
    last = by - 1
    if at >= last or sentence.codes[last] != "w":
        return None
    span = words(sentence, last, last)
    if not sentence.text[slice(*span)].islower():
        return None
    return None if cue("degree").stands_by(sentence.text, *span) else Named("other", span)
