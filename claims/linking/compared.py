"""Whose value it is that a result is compared with: the 84% of Birch, Birch (84%), from 84% to 91%."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from claims.linking.comparisons import Comparison, owner
from claims.linking.links import Links
from claims.phrases.noun_phrases import Phrase, is_prior, proper
from claims.phrases.things import is_data
from claims.phrases.view import View
from claims.reading.match import Reading
from claims.syntax.grammar import compile_pattern
from claims.syntax.word_classes import CODES, code_of

COMPARED = "compared value"
"""Name of the relation, see ``schema/linking.toml``."""

_FARTHEST = 8
"""Tokens of a name right before its value."""

_REACH = 20
"""Tokens from a verb to the value that it begins at."""


def compared_system(view: View, token: int, found: Sequence[Comparison]) -> str | None:
    """Return the name of the system whose value a number is; None where the sentence tells none.

    Args:
        view: The sentence.
        token: Index of the number, which is the value of what a result is compared with.
        found: The comparisons of the sentence, in order.
    """
    return _name_before(view, token) or _changed(view, token) or _compared_with(view, token, found)


def _compared_with(view: View, token: int, found: Sequence[Comparison]) -> str | None:
    """Return what is compared with last before a value, else first behind it."""
    phrases = [phrase for comparison in found for phrase in comparison.phrases if not _measures(view, phrase)]
    before = [phrase for phrase in phrases if phrase.last < token]
    named = before[-1:] or phrases[:1]
    return named[0].text if named else None


_FROM = compile_pattern(
    r"VERB [^CLAUSE ACHIEVE VERB QUANTITY MEASURE NUMBER SEMICOLON]{1,14} FROM HEDGE{0,3}\Z"
)


def _changed(view: View, token: int) -> str | None:
    """Return what is made better: raises BIRCH's accuracy from 84%, improves BIRCH from 84%, THE BEST from 84%."""
    m = _FROM.search(view.codes, max(0, token - _REACH), token)
    if m is None:
        return None
    at = m.start() + 1
    whose, phrase = owner(view, at), view.phrase(at)
    if whose is None and phrase is not None and not _measures(view, phrase):
        whose = phrase
    return whose.text if whose and (proper(whose.text) or is_prior(whose.text)) else None


def _measures(view: View, phrase: Phrase) -> bool:
    """True for a phrase with a metric, which has no values of its own."""
    return "M" in view.codes[phrase.first : phrase.last + 1]


_ASIDE = compile_pattern("OPEN HEDGE{0,2} FIGURE [WORD METRIC]{0,3} CLOSE")
_NEXT_RIVAL = compile_pattern("CLOSE COMMA? AND?")


def levels_of_rivals(view: View, readings: Sequence[Reading], found: Sequence[Comparison]) -> frozenset[int]:
    """Find the levels right behind what a sentence compares with: faster than X (17 MS) and Y (19 MS); X's 17 MS.

    Args:
        view: The sentence.
        readings: Its readings, in order.
        found: Its comparisons.

    Returns:
        Indices of their tokens.
    """
    ends = {phrase.last + 1 for comparison in found for phrase in comparison.phrases}
    levels = set()
    for reading in readings if ends else ():
        if reading.form != "level":
            continue
        token = reading.token
        opening = view.codes.rfind("(", 0, token)
        aside = _ASIDE.match(view.codes, opening) if opening >= 0 else None
        if aside is None or aside.end() <= token:
            if token in ends and _owns(view.said(token - 1, token - 1)):
                levels.add(token)
        elif opening in ends:
            levels.add(token)
            following = _NEXT_RIVAL.match(view.codes, aside.end() - 1)
            further = view.phrase(following.end()) if following else None
            if further is not None:
                ends.add(further.last + 1)
    return frozenset(levels)


def _owns(word: str) -> bool:
    return word.endswith(("'s", "’s"))


def against(readings: Sequence[Reading], links: Sequence[Links]) -> list[Links]:
    """Give a value what the other value beside it is of: from 84% to 91%, 91% vs. 84%.

    Args:
        readings: The readings of a sentence, in order.
        links: What each is linked to.
    """
    return [
        link
        if link.baseline or link.role == "background" or reading.form not in _VALUES
        else _against_neighbour(i, readings, links)
        for i, (reading, link) in enumerate(zip(readings, links, strict=True))
    ]


_VALUES = frozenset({"level", "share"})


def _against_neighbour(i: int, readings: Sequence[Reading], links: Sequence[Links]) -> Links:
    for k in (i - 1, i + 1):
        if 0 <= k < len(links) and COMPARED in links[k].relations.values():
            alike = readings[k].metric == readings[i].metric and readings[k].form == readings[i].form
            if alike and links[k].subject != links[i].subject:
                relations = {**links[i].relations, "baseline": COMPARED}
                return replace(links[i], baseline=links[k].subject, relations=relations)
    return links[i]


def _name_before(view: View, token: int) -> str | None:
    """Return the name right before a value: Birch (84%), Birch's 84%, Birch 84%; None where none stands there."""
    last = view.before_hedges(token)
    host = last > 0 and view.codes[last] == "("
    last -= host
    if last < 0 or view.codes[last] not in "wN":
        return None
    shown = view.said(last, last)
    if code_of(shown, False) == CODES["adverb"] or not (host or proper(shown) or _owns(shown)):
        return None  # improves DRAMATICALLY (77% to 93%)
    name = _ending(view, last)
    return None if name is None or is_data(name) else name


def _ending(view: View, last: int) -> str | None:
    """Return the longest noun phrase that ends with a token, where it begins behind one that is none of it."""
    found: Phrase | None = None
    for first in range(last, max(last - _FARTHEST, -1), -1):
        phrase = view.phrase(first)
        if phrase is None or phrase.last != last:
            break
        found = phrase
    return found.text if found else None
