"""Noun phrases, and what ties each of them to its sentence: its preposition, its series, its place beside a verb."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from claims.syntax.phrases.words import Words
from claims.syntax.vocabulary import load

_CHUNK = re.compile(
    r"(?:d[drapgu]*|(?<![nNbwr])p(?=[apunN])[apu]*|[au][apu]*)?[nN][nNu]*(?:(?<=N)[pa]?[nN]+)?"
)
_TIE = re.compile(r"[,c(]{0,3}\Z")
_SUBJECT = re.compile(r"(?:\([nN]+\))?r*[vb]")

_APPOSED = re.compile(r",r*[vb]")

NO_PREPOSITION = -1


class Chunk(NamedTuple):
    """A noun phrase.

    Attributes:
        first: Place of its first word.
        last: Place of its last word, which is its head.
        preposition: Place of the word that governs it, -1 where none does.
        group: Number of that preposition's group, -1 without one.
        series: Number of the coordinated series that it belongs to.
        tie: How it hangs on the sentence: one of :data:`TIES`.
    """

    first: int
    last: int
    preposition: int
    group: int
    series: int
    tie: int


TIES = ("plain", "subject", "object", "bettered", "example", "nested", "host", "letters", "inside")
"""How a phrase may hang on its sentence: named by their place in this tuple.

``bettered`` is the object of "outperforms", ``example`` follows "such as", ``nested`` the "of" of another phrase,
``host`` stands before a number in parentheses, ``letters`` are those in parentheses behind a phrase, ``inside``
is a name within parentheses beside a number.
"""
PLAIN, SUBJECT, OBJECT, BETTERED, EXAMPLE, NESTED, HOST, LETTERS, INSIDE = range(len(TIES))


@cache
def preposition_groups() -> dict[str, int]:
    """Return the number of the group of each preposition of ``schema/grammar_words.toml``."""
    groups = load("grammar_words.toml")["prepositions"]
    return {word: number for number, words in enumerate(groups.values()) for word in words}


@cache
def group_names() -> tuple[str, ...]:
    """Return the names of the groups of prepositions, in the order of their numbers."""
    return tuple(load("grammar_words.toml")["prepositions"])


@cache
def _comparing() -> tuple[frozenset[str], frozenset[str]]:
    table = load("grammar_words.toml")["comparison"]
    return frozenset(table["verbs"]), frozenset(table["participles"])


@cache
def _taking() -> frozenset[str]:
    return frozenset(load("grammar_words.toml")["prepositions_taken"]["by"])


def chunks(words: Words) -> list[Chunk]:
    """Return the noun phrases of a sentence in order."""
    found: list[Chunk] = []
    series = -1
    before: Chunk | None = None
    for m in _CHUNK.finditer(words.codes):
        first, end = m.span()
        last = end - 1
        tied = _tied(words, before, first, last) if before else None
        if tied is None:
            series += 1
            at, group = _governor(words, first)
            before = Chunk(first, last, at, group, series, _tie(words, first, last, at))
        else:
            at, group, tie, is_member = tied
            series += not is_member
            before = Chunk(first, last, at, group, series, _host(words, last) or tie)
        found.append(before)
    return found


def _tied(words: Words, before: Chunk, first: int, last: int) -> tuple[int, int, int, bool] | None:
    """Return governor, group and tie of a phrase that hangs on the one before it, and whether it is of its series."""
    codes = words.codes
    between = codes[before.last + 1 : first]
    if between == "P":
        if words.lows[first - 1] == "of":
            return (before.preposition, before.group, NESTED, False) if before.preposition >= 0 else None
    elif between not in _TYING and (between in _LOOSE or not _may_tie(between)):
        return None
    if between == "(" and codes[last + 1 : last + 2] == ")" and first == last:
        tie = LETTERS if _abbreviates(words, before, first) else EXAMPLE
        return before.preposition, before.group, tie, False
    if _EXAMPLES.fullmatch(between) or (
        between[-1:] == "P" and words.lows[first - 2 : first] == ["such", "as"]
    ):
        return before.preposition, before.group, EXAMPLE, False
    if between == "," and words.codes[last] == "N" and _APPOSED.match(codes, last + 1):
        return before.preposition, before.group, SUBJECT, False  # "the best model, GPT-4o, achieves"
    if between and _SERIES.fullmatch(between) and not (between == "," and _SUBJECT.match(codes, last + 1)):
        tie = before.tie if before.tie in _INHERITED else PLAIN
        return before.preposition, before.group, tie, True
    return None


_INHERITED = frozenset({EXAMPLE, BETTERED, NESTED, OBJECT})


_EXAMPLES = re.compile(r"[,(:]?e[,:]?|[(:]")
_SERIES = re.compile(r"(?:,|,?c|/)(?:d|P(?=Z))?")
_TYING: set[str] = set()
_LOOSE: set[str] = set()
"""Codes that were met between two phrases, those that may tie the two and those that do not: there are few."""
_MOST = 10_000


def _may_tie(between: str) -> bool:
    """Tell whether what stands between two phrases may tie them, and remember it."""
    ties = between[-1:] in {"P", "("} or bool(_EXAMPLES.fullmatch(between) or _SERIES.fullmatch(between))
    if len(_TYING) + len(_LOOSE) < _MOST:
        (_TYING if ties else _LOOSE).add(between)
    return ties


def _abbreviates(words: Words, before: Chunk, at: int) -> bool:
    """True where letters in parentheses are those of the phrase before them."""
    letters = words.text[words.starts[at] : words.ends[at]]
    long = words.lows[before.first : before.last + 1]
    return (
        len(letters) > 1 and letters[0].lower() in {word[0] for word in long} and letters != letters.lower()
    )


def _governor(words: Words, first: int) -> tuple[int, int]:
    """Return place and group of the preposition right before a phrase."""
    at = first - 1
    if at < 0 or words.codes[at] not in "Pt>":
        return NO_PREPOSITION, -1
    groups = preposition_groups()
    group = groups.get(words.lows[at], len(groups))
    before = words.lows[at - 1] if at else ""
    if words.codes[at] in "Pt" and before in _comparing()[1] and words.lows[at] in _WITH:
        return at, groups["compared"]
    if before in _taking():
        return at, len(
            group_names()
        ) - 1  # "based on", "relies on": the word takes the preposition for itself
    return at, min(group, len(group_names()) - 1)


_WITH = frozenset({"to", "with", "against"})


def _host(words: Words, last: int) -> int:
    return HOST if words.codes[last + 1 : last + 3] == "(Q" else 0


def _tie(words: Words, first: int, last: int, preposition: int) -> int:
    codes = words.codes
    if host := _host(words, last):
        return host
    if (
        codes[first - 1 : first] == "("
        and codes[last + 1 : last + 2] == ")"
        and codes[first - 2 : first - 1] == "Q"
    ):
        return INSIDE
    if preposition >= 0:
        return PLAIN
    verb = first - 1
    while verb > first - _REACH and verb >= 0 and codes[verb] == "r":
        verb -= 1
    if verb >= 0 and codes[verb] in "vgb":
        return BETTERED if words.lows[verb] in _comparing()[0] else OBJECT
    behind = codes[last + 1 : last + 2]
    if behind in _NO_SUBJECT:
        return PLAIN
    return SUBJECT if behind == ":" or _SUBJECT.match(codes, last + 1) else PLAIN


_REACH = 3
_NO_SUBJECT = frozenset({"", ",", ".", "P", "c", "t", "g", "p", "a", "n", "N", "d", ";", "s", "w", ")"})
"""What stands behind a phrase that is no subject, in most cases."""
