"""Where the metric of a change stands if not inside its construction: behind it, or in words of no vocabulary."""

from __future__ import annotations

import re

from claims.reading.match import Named, Span
from claims.syntax.cues import cue
from claims.syntax.grammar import compile_pattern
from claims.syntax.sentence import Sentence

_BEHIND_AMOUNT = compile_pattern(
    "(?:CLOSE (?:LOOSE|OF|WITH){1,8} | COMMA? RESPECTIVELY COMMA? (?:OPEN|(?:IN|FOR) LOOSE{0,4})"
    "| ON WORD{1,3} IN LOOSE{0,3}"
    "| (?:LOOSE|RELATIVE|OPEN){0,2} (?:(?:IN|FOR) LOOSE{0,4}|ON (?:WORD STATISTIC|WORD|STATISTIC)?|LOOSE{0,2}))"
    "METRIC:metric"
)
_BEHIND_NOUN = compile_pattern(
    "(?: (?:COMMA? RESPECTIVELY COMMA?)? (?:LOOSE{0,3} AND HEDGE{0,2} QUANTITY LOOSE{0,3})?"
    " (?:IN|OF|ON|FOR) (?:LOOSE|RELATIVE){0,5}"
    "| CLOSE? (?:LOOSE|RESPECTIVELY){0,3} (?:THAN (?:LOOSE|AND|COMMA|SLASH){1,7}?)?"
    " (?:(?:IN|OF|ON|FOR) (?:LOOSE|RELATIVE){0,5}|LOOSE?))"
    "METRIC:metric"
)
_IN_WORDS = compile_pattern(
    "(?:LOOSE|RESPECTIVELY|CLOSE){0,2} (?:THAN (?:WORD|STATISTIC|AND){1,6})? IN (?P<words>WORD{1,4})"
)
_PHRASE = compile_pattern(r"WORD [WORD OF]{0,6} \Z")


def behind_amount(sentence: Sentence, at: int) -> int | None:
    """Return the index of the metric that closely follows a number: by 9% IN ACCURACY; None where there is none."""
    return _metric(_BEHIND_AMOUNT, sentence, at)


def behind_noun(sentence: Sentence, index: int) -> int | None:
    """Return the metric that a noun of change is followed by: improvement IN accuracy, gain over B in speed."""
    return _metric(_BEHIND_NOUN, sentence, index)


def _metric(pattern: re.Pattern[str], sentence: Sentence, index: int) -> int | None:
    m = pattern.match(sentence.codes, index + 1)
    return m.start("metric") if m else None


def preferred(sentence: Sentence, near: int | None, other: int | None) -> int | None:
    """Return the nearer of two metrics, unless it says as little as "performance" and there is another."""
    if near is None:
        return other
    pale = sentence.tokens[near].metrics[0] == "performance"
    return other if pale and other is not None else near


def in_words(sentence: Sentence, index: int) -> Named | None:
    """Find a property that no vocabulary has: a 26x increase IN MODELED HEAP OBJECTS.

    Args:
        sentence: The sentence.
        index: Index of the token after which it may stand.

    Returns:
        Its words; None where what follows is a place or nothing.
    """
    m = _IN_WORDS.match(sentence.codes, index + 1)
    if m is None:
        return None
    span = words(sentence, m.start("words"), m.end("words") - 1)
    return None if cue("place").stands_by(sentence.text, *span) else Named("other", span)


def phrase_before(sentence: Sentence, index: int) -> Span | None:
    """Return where the words of no vocabulary stand that end right before a token: the NUMBER OF QUERIES is."""
    m = _PHRASE.search(sentence.codes, 0, index)
    return words(sentence, m.start(), index - 1) if m else None


def words(sentence: Sentence, first: int, last: int) -> Span:
    """Return the span from one token to another, both included."""
    return sentence.tokens[first].start, sentence.tokens[last].end
