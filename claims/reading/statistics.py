"""The statistic of each number: average speedup of 3x, 3x on average, a median of 20 ms."""

from __future__ import annotations

import re

from claims.reading.match import Reading
from claims.syntax.cues import cue
from claims.syntax.grammar import compile_pattern
from claims.syntax.sentence import Sentence

_REACH = 11
_FAR = 30
# "3x average speedup"
_INSIDE = compile_pattern("(?:WORD|RELATIVE|ADJECTIVE|NOUN|VERB|IN){0,8} (?P<mark>STATISTIC)")
# "3x speedup for all of them on average", "90% on A and 80% on average"
_BEHIND = re.compile(r"(?:\((?=s)|[^QUZKVGh;(]){0,8}?(?P<mark>s)")
# "an average speedup of 3x"
_OF_PHRASE = re.compile(r"s[^sK;,(&]*\Z")
# "on average across six workloads, it is 3x faster", "which, on average, gives", "on average reduces"
_AT_HEAD = re.compile(r"(?:(?:\A|[K,])s|s(?=[VG]))[^QUZK;(>]{0,24}\Z")
# "and on average 3x", "and on average it is 3x faster"
_OF_NEXT = re.compile(r"[QUZ,]|w{0,2}[=VGO]")


def statistic_of(sentence: Sentence, reading: Reading, floor: int) -> str | None:
    """Find the statistic beside a number.

    Args:
        sentence: The sentence.
        reading: What the number says.
        floor: Index of the number before, whose statistics are its own.

    Returns:
        ``mean``, ``max``, ``p99`` and the like, or None.
    """
    codes, at = sentence.codes, reading.token
    place = _inside(sentence, at)
    for pattern, reach in ((_OF_PHRASE, _REACH), (_AT_HEAD, _FAR)):
        m = None if place is not None else pattern.search(codes, max(floor + 1, at - reach), at)
        place = codes.index("s", m.start()) if m else place
    return None if place is None else sentence.entry(place).value


def _inside(sentence: Sentence, at: int) -> int | None:
    """Return the statistic that follows a number: inside its phrase, or an adverb anywhere before the next number."""
    m = _INSIDE.match(sentence.codes, at + 1)
    if m is None:
        m = _BEHIND.match(sentence.codes, at + 1)
        if m is None or not is_adverb(sentence, m.start("mark")):
            return None
    mark = m.start("mark")
    of_next = sentence.codes[mark - 1] in ",(&" and _OF_NEXT.match(sentence.codes, mark + 1)
    return None if of_next else mark


def is_adverb(sentence: Sentence, index: int) -> bool:
    """True for a statistic that holds for a whole clause: on average."""
    token = sentence.tokens[index]
    return cue("on average").stands_by(sentence.text, token.start, token.end)
