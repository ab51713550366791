"""Comparatives behind a number: 3x faster, 73% lower energy, the cost is 20% smaller."""

from __future__ import annotations

import re

from claims.reading.match import Answer, Match, Named, Refused
from claims.reading.neighbours import behind_noun, words
from claims.reading.units import time_metric
from claims.syntax.cues import cue
from claims.syntax.sentence import Sentence

_LONGEST_NAME = 3


def comparative(sentence: Sentence, m: re.Match[str]) -> Answer:
    """Read an amount and its comparative: what is compared stands behind the two, or is the subject of the clause."""
    at, by = m.start("amount"), m.start("change")
    if m["metric"]:
        return Match(at, "change", name=m.start("metric"), word=by)
    behind, entry = _words_behind(sentence, by), sentence.entry(by)
    if behind is not None:
        return _of_unknown(sentence, at, by, behind)
    name = _subject(sentence, at, of_itself=entry.metric not in {None, "other"})
    if name is None:
        name = behind_noun(sentence, by)  # "higher than random guess ACCURACY"
    beside = None
    if name is None and sentence.codes[max(0, at - 2) : at] == "U,":  # it draws 2.4 W, 40% LESS
        beside = Named(time_metric(sentence, sentence.tokens[at - 2].quantities[0].unit) or "other")
    return Match(at, "change", name=name, word=by, named=beside)


def _of_unknown(sentence: Sentence, at: int, by: int, behind: Named) -> Answer:
    """Read a comparative before words of no vocabulary: fewer LABELS, larger HIDDEN SIZES, faster TRAJECTORIES."""
    entry = sentence.entry(by)
    if not entry.owner and cue("data").stands_by(sentence.text, by, sentence.tokens[by].end):
        if entry.metric is not None:
            return Refused("says how large data are")
        return Match(at, "change", word=by, named=Named("data_efficiency", behind.span))
    if entry.metric == "model_size":
        return Match(at, "change", named=behind, direction=entry.direction)
    return Match(at, "change", word=by, named=behind)


def _words_behind(sentence: Sentence, index: int) -> Named | None:
    """Return the unknown words right behind a token: the name of a metric that no vocabulary has."""
    token = sentence.tokens[index]
    if cue("beside").stands_by(sentence.text, token.start, token.end):
        return None  # "10% above the state of the art"
    last = index
    while sentence.codes[last + 1 : last + 2] == "w" and last - index < _LONGEST_NAME:
        last += 1
    span = words(sentence, index + 1, last) if last > index else None
    # "1.3 points above Birch" is no Birch
    return None if span is None or sentence.text[span[0]].isupper() else Named("other", span)


def _subject(sentence: Sentence, at: int, *, of_itself: bool) -> int | None:
    """Find the metric that is compared: "search COST is 420x smaller", "a COST for B that is 3x lower".

    Args:
        sentence: The sentence.
        at: Index of the number.
        of_itself: True where the comparative has a metric of its own, unless it clearly is that of a subject (smaller).
    """
    be = len(sentence.codes[:at].rstrip("qsj")) - 1
    if sentence.codes[max(0, be - 1) : be + 1] == "K=" and not _adverse(sentence, be - 1):
        return sentence.left(be - 1, "M", ";", 28)
    if sentence.codes[max(0, be)] == "=" and of_itself:
        return sentence.left(be, "M", "KQUVG;,&", 8)
    return None if of_itself else sentence.left(at, "M", "K;", 16)


def _adverse(sentence: Sentence, index: int) -> bool:
    """True for "yet", "but": a clause of its own follows, not one that tells of what stands before."""
    token = sentence.tokens[index]
    return cue("adverse").stands_by(sentence.text, token.start, token.end)
