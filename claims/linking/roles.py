"""Whether a number is the paper's own result or background."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from claims.linking.anchor import Anchor
from claims.linking.phrases import lower, words
from claims.linking.referents import prior
from claims.model import Role
from claims.reading.rule import Reading
from claims.syntax.sentence import Sentence

if TYPE_CHECKING:
    from claims.linking.document import Document

_MOTIVE = re.compile(
    r"\s{0,3}(?:However|Unfortunately|Nevertheless|Yet|Existing|Current|Conventional|Traditional(?:ly)?|Previous"
    r"|Prior|Recent(?:ly)?|Modern|Today|Despite|In the last|In recent|Over the (?:last|past)"
    r"|For (?:example|instance)|While)\b"
)
_COMPARED_LEVEL = re.compile(r">[wMoNsA]{1,7}=?[qsj]{0,2}\Z")
_ONLY = re.compile(r"K[wMN]{1,6}(?:[G=]j|j[G=])[qs]{0,2}\Z")
_CLAUSE = re.compile(r"K(?P<first>[wM])[wMN]{0,5}[G=][qsj]{0,3}\Z")


_OWN = frozenset({"its", "our", "we", "it", "this"})


def _names_others(sentence: Sentence, first: int) -> bool:
    """True where the subject of a clause is other people's work: while PRIOR methods, where a RECENT approach."""
    if lower(sentence, first) in {"a", "an", "the", "most"} and sentence.codes[first + 1 : first + 2] in {
        "w",
        "M",
    }:
        first += 1
    return lower(sentence, first) in words("comparison", "prior") or lower(sentence, first) == "recent"


def theirs(sentence: Sentence, readings: list[Reading], found: list[Anchor]) -> frozenset[int]:
    """Find the levels of what a sentence compares with: 12% error, outperforming X (38% ERROR).

    Args:
        sentence: The sentence.
        readings: Its readings, in order.
        found: Its anchors.

    Returns:
        Indices of their tokens. Each follows a level of the paper's own, of the same metric.
    """
    codes = sentence.codes
    levels = [r for r in readings if r.form == "level" and r.role is None]
    if len(levels) < 2 or not found:
        return frozenset()
    tokens: set[int] = set()
    for anchor in found:
        if anchor.only is None:
            behind = anchor.phrases[-1].last + 1
            m = _IN_PARENTHESES.match(codes, behind) or _BESIDE.match(codes, behind)
            if m is None and (prior(anchor.text) or anchor.text.startswith(("highest", "best"))):
                m = _OF.match(codes, behind)  # "improving on the highest reported accuracy of 46%"
            if m:
                tokens.update(range(*m.span()))
    own = {r.metric: r.token for r in reversed(levels) if r.token not in tokens}
    return frozenset(r.token for r in levels if r.token in tokens and own.get(r.metric, r.token) < r.token)


# "X (38% error)", "DP3 67.5%"
_IN_PARENTHESES = re.compile(r"\([qsj]{0,2}[QUZ][^)>]{0,12}\)")
_BESIDE = re.compile("[QUZ]")
_OF = re.compile(r"o[qsj]{0,2}[QUZ]")


def role(document: Document, sentence: Sentence, reading: Reading, others: frozenset[int]) -> Role:
    """Tell results from background.

    Args:
        document: The abstract.
        sentence: The sentence.
        reading: One of its readings.
        others: Tokens of the levels of what the sentence compares with; see :func:`theirs`.

    Returns:
        ``background`` for what stands before the paper speaks of its own work, in sentences of motivation,
        and for the value of what the paper compares with; else ``result``.
    """
    if reading.role:
        return reading.role
    if reading.form == "level":
        if reading.token in others:
            return "background"
        before = sentence.codes[: reading.token]
        if _COMPARED_LEVEL.search(before):
            return "background"
        m = _CLAUSE.search(before)
        if m and _names_others(sentence, m.start("first")):
            return "background"
    only = _ONLY.search(sentence.codes[: reading.token]) if reading.form in {"level", "ratio"} else None
    if only and lower(sentence, only.start() + 1) not in _OWN:
        return "background"
    own = document.own_part
    if sentence.index < own and not document.names_own(sentence):
        return "background"
    if own < 0 or sentence.index >= len(document.spans) - 1:
        return "result"
    if _MOTIVE.match(sentence.text, sentence.start, sentence.end) and not document.speaks_of_own(sentence):
        return "background" if sentence.index <= document.proposed_at else "result"
    return "result"
