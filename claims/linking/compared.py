"""Whose value it is that a result is compared with: the 84% of Birch, Birch (84%), from 84% to 91%."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from claims.linking.comparisons import Comparison, owner
from claims.linking.links import Links
from claims.syntax.grammar import compile_pattern
from claims.syntax.phrases.cue_words import words
from claims.syntax.phrases.noun_phrases import is_prior, proper
from claims.syntax.phrases.row import Phrase
from claims.syntax.phrases.things import is_data
from claims.syntax.phrases.view import View

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
    stated = stated_of(view, token, found)
    if stated is not None:
        return stated.text
    name = name_before(view, token)
    own = name if name and not is_data(name) else None
    return own or _changed(view, token) or _compared_with(view, token, found)


_LEVEL_OF = compile_pattern("WORD? [FOR OF WITH BY] WORD{0,2}")


def _compared_with(view: View, token: int, found: Sequence[Comparison]) -> str | None:
    """Return what the value is of that stands behind it, else what is compared with last before it, or first behind."""
    phrases = [phrase for comparison in found for phrase in comparison.phrases if not _measures(view, phrase)]
    for phrase in phrases:
        if _LEVEL_OF.fullmatch(view.codes, token + 1, phrase.first):
            return phrase.text
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
    whose, phrase = owner(view, m.start() + 1), view.phrase(m.start() + 1)
    if whose is None and phrase is not None and not _measures(view, phrase):
        whose = phrase
    return whose.text if whose and (proper(whose.text) or is_prior(whose.text)) else None


def _measures(view: View, phrase: Phrase) -> bool:
    """True for a phrase with a metric, which has no values of its own."""
    return "M" in view.codes[phrase.first : phrase.last + 1]


def name_before(view: View, token: int) -> str | None:
    """Return the name right before a value: Birch (84%), Birch's 84%, Birch 84%; None where none stands there.

    Args:
        view: The sentence.
        token: Index of the number.
    """
    opening = view.opening(token)
    last = view.before_hedges(token) if opening < 0 else opening - 1
    return _ending(view, last) if last >= 0 and view.codes[last] in "wN" else None


def _ending(view: View, last: int) -> str | None:
    """Return the longest noun phrase that ends with a token, where it begins behind one that is none of it."""
    found: Phrase | None = None
    for first in range(last, max(last - _FARTHEST, -1), -1):
        phrase = view.phrase(first)
        if phrase is None or phrase.last != last:
            break
        found = phrase
    return found.text if found else None


def is_rivals(view: View, token: int, found: Sequence[Comparison]) -> bool:
    """True for a number in parentheses right behind what a sentence compares with: faster than X (17 MS at 91%).

    Args:
        view: The sentence.
        token: Index of the number.
        found: The comparisons of the sentence.
    """
    opening = view.codes.rfind("(", 0, token)
    if opening < view.codes.rfind(")", 0, token) or view.code(opening + 1) == "w":
        return False  # over X (E.G., 84%)
    return any(phrase.last + 1 == opening for comparison in found for phrase in comparison.phrases)


_STATING = "GV="
_ENDS = frozenset("K;")
_OTHER_CLAUSE = frozenset("KVGO=;:QUZ>")
_BEGINS = frozenset("K,(;")


def stated_of(view: View, token: int, found: Sequence[Comparison]) -> Phrase | None:
    """Return what a clause of its own says the value of: EXISTING MODELS need 40%, X, which yields only 91%.

    Args:
        view: The sentence.
        token: Index of the number.
        found: The comparisons of the sentence.

    Returns:
        The earlier work that is the subject of the clause, or what is compared with right before the clause; None
        where neither is.
    """
    codes = view.codes
    verb = max(codes.rfind(code, 0, token) for code in _STATING)
    if verb < 1 or view.words[verb].endswith("ing") or not _ENDS.isdisjoint(codes[verb + 1 : token]):
        return None
    if view.words[verb - 1] in words("relative"):
        behind = len(codes[: verb - 1].rstrip(",("))
        return next((p for c in found for p in c.phrases if p.last + 1 == behind), None)
    for k in range(verb - 1, -1, -1):
        phrase = view.phrase(k) if k == 0 or codes[k - 1] in _BEGINS else None
        if phrase is not None and _earlier(view, phrase):
            is_alone = all(
                codes[i] not in _OTHER_CLAUSE
                or view.words[i].endswith("ing")  # THE BASELINE USING LLMS needs
                for i in range(phrase.last + 1, verb)
            )
            return phrase if is_alone else None
    return None


def _earlier(view: View, phrase: Phrase) -> bool:
    """True for earlier work that is no measure of it: EXISTING MODELS, THE BASELINE."""
    return view.words[phrase.first] in words("earlier") and not _measures(view, phrase)


def against(links: Sequence[Links]) -> list[Links]:
    """Give a value what the other value beside it is of: from 84% to 91%, 91% vs. 84%.

    Args:
        links: What each number of a sentence is linked to, in order.
    """
    return [
        link if link.baseline or link.role == "background" else _against_neighbour(i, links)
        for i, link in enumerate(links)
    ]


def _against_neighbour(i: int, links: Sequence[Links]) -> Links:
    for other in (*links[max(i - 1, 0) : i], *links[i + 1 : i + 2]):
        if COMPARED in other.relations.values() and other.subject != links[i].subject:
            relations = {**links[i].relations, "baseline": COMPARED}
            return replace(links[i], baseline=other.subject, relations=relations)
    return links[i]
