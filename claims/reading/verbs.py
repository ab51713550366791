"""Verbs of change: reduces A by 20%, saves 40% of B, outperforms C by 3%."""

from __future__ import annotations

import re

from claims.reading.match import Answer, Match, Named
from claims.reading.neighbours import behind_amount, in_words, phrase_before, preferred, words
from claims.reading.units import time_metric
from claims.syntax.cues import cue
from claims.syntax.sentence import Sentence


def by_amount(sentence: Sentence, m: re.Match[str]) -> Answer:
    """Read "by 20%": a verb before it tells what happens, or else a noun or a comparative."""
    at, by = m.start("amount"), m.start("by")
    head = _head(sentence, by)
    if head is None:
        return None
    behind = behind_amount(sentence, at)
    if sentence.codes[at] == "Z":  # "by 0.5 BLEU on A and by 0.4 on B"
        name = behind if behind is not None else sentence.left(by, "M", "K;", 24)
        return Match(at, "change", name=name, word=head)
    if sentence.codes[head] == "O":
        inside = sentence.codes.find("M", head, by)
        in_metric = inside >= 0 and "i" in sentence.codes[head:inside]  # "outperforms B in ACCURACY by 10%"
        name = behind if behind is not None or not in_metric else inside
        return Match(at, "change", name=name, word=head, named=in_words(sentence, at))
    return _changes(sentence, at, by, head)


def _head(sentence: Sentence, by: int) -> int | None:
    """Find the word of change that "by 20%" belongs to: a verb first, else a noun or a comparative."""
    for codes, stop, reach in (("VO", "K;", 24), ("NA", "K;", 12), ("VO", ";", 30)):
        head = sentence.left(by, codes, stop, reach)
        if head is not None:
            return head
    return None


def _changes(sentence: Sentence, at: int, by: int, head: int) -> Match:
    """Find what changes: reduces LATENCY by, LATENCY is reduced by, reduces OVERFITTING by, by 9% in ACCURACY."""
    codes = sentence.codes
    begin = max(head, codes.rfind("Q", head, by), codes.rfind("U", head, by), codes.rfind("P", head, by))
    behind = behind_amount(sentence, at)
    inside = codes.find("M", begin, by)
    if inside >= 0:
        return Match(at, "change", name=preferred(sentence, inside, behind), word=head)
    goes_on = begin > head and _says_when(sentence, begin, by)
    name = None
    if begin == head or goes_on:
        before = codes.find("M", head, begin)  # "RECALL by 7% on A and by 4% on B"
        # "LATENCY falls by 7% and, at the tail, by 4%"
        name = before if before >= 0 else _moved(sentence, head, codes.find("b", head) if goes_on else by)
    if name is None and codes[at + 1 : at + 2] == "M":
        name = behind  # "better predictions by 26% ACCURACY"
    unknown = _unknown(sentence, by, head, begin) if name is None else None
    if name is None and unknown is None:
        name = behind
    return Match(at, "change", name=name, word=head, named=unknown)


def _moved(sentence: Sentence, head: int, by: int) -> int | None:
    """Return the metric that a verb tells of: LATENCY is reduced by, the ERROR between A and B was reduced by."""
    if sentence.codes[head - 1 : head] == "=":
        return sentence.left(head, "M", "KQUVGO;:,", 18)
    name = sentence.left(head, "M", "KQUVO;", 8)
    return name if by - head <= 2 else None


def _piece(codes: str, begin: int, by: int) -> int:
    """Return where the last piece begins of what stands between two amounts: by 21% at noon, STOPS by 15%."""
    end = len(codes[:by].rstrip(","))
    return max(begin, codes.rfind("&", begin, end), codes.rfind(",", begin, end)) + 1


def _says_when(sentence: Sentence, begin: int, by: int) -> bool:
    """True where nothing else is named before a further amount: only where, when, or of which statistic it is."""
    piece = sentence.codes[_piece(sentence.codes, begin, by) : by]
    return "w" not in piece or piece[0] in "inr@" or "s" in piece


def _unknown(sentence: Sentence, by: int, head: int, begin: int) -> Named | None:
    """Return the words that say in what something improves: "improves PHASE NOISE by", not "improves the model by"."""
    if begin > head:  # "improves A by 45% and PLAN CONSISTENCY by 37%"
        begin = _piece(sentence.codes, begin, by) - 1
    if "w" not in sentence.codes[begin + 1 : by]:
        passive = sentence.codes[head - 1 : head + 1] == "=V"  # "the NUMBER OF QUERIES is reduced by"
        return Named("other", phrase_before(sentence, head - 1)) if passive else None
    span = words(sentence, begin + 1, by - 1)
    if sentence.entry(head).direction in {"up", "down"}:
        return Named("other", span)
    text = sentence.text[slice(*span)]
    system = text != text.lower() or cue("system").stands_by(sentence.text, *span)
    return None if system else Named("other", span)


def amount(sentence: Sentence, m: re.Match[str]) -> Answer:
    """Read a verb that the amount follows: saves 40% of the memory, improves accuracy 2%."""
    at, by = m.start("amount"), m.start("change")
    named = [group for group in ("before", "metric") if m[group]]
    if named:
        return Match(at, "change", name=m.start(named[0]), word=by)
    if by > 0 and sentence.codes[by - 1] == "M" and sentence.codes[at] in "QU":
        return Match(at, "change", name=by - 1, word=by)  # "F1 rose 4 points"
    entry = sentence.entry(by)
    if sentence.codes[at] == "U":  # saves 4 million dollars, cuts 3 W
        metric = time_metric(sentence, sentence.tokens[at].quantities[0].unit)
        saved = metric and entry.direction == "down" and not sentence.codes[by + 1 : at].strip("qs")
        return Match(at, "change", word=by) if saved else None
    if sentence.codes[at] != "Q":
        return None
    told = entry.owner or entry.direction == "better" or sentence.codes[at + 1 : at + 2] in {"o", "w", ">"}
    return Match(at, "change", word=by) if told else None


def change_aside(sentence: Sentence, m: re.Match[str]) -> Answer:
    """Read how far a change goes behind what changes: reduces CRASHES (up to 90%), drift up to 71%."""
    at, by = m.start("amount"), m.start("change")
    groups = m.groupdict()
    for group in ("metric", "before"):
        if groups.get(group):
            return Match(at, "change", name=m.start(group), word=by)
    if sentence.entry(by).owner or sentence.codes[at - 1] != "q":
        return None
    aside = sentence.codes[at - 2] == "("
    if not aside and sentence.entry(by).direction != "down":
        return None  # "fills the tank up to 80%"
    span = words(sentence, by + 1, at - 2 - aside) if at - 2 - aside > by else None
    return None if span is None else Match(at, "change", word=by, named=Named("other", span))


def further_amount(sentence: Sentence, m: re.Match[str]) -> Answer:
    """Read a further amount of a change that a word before it tells: by 2.9 BLEU and 1.7 CODEBLEU POINTS."""
    at = m.start("amount")
    head = sentence.left(at, "VNAO", "K;", 30)
    return None if head is None else Match(at, "change", name=m.start("metric"), word=head)
