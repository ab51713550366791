"""What a number is compared with: the one of the sentence's comparisons that it belongs to."""

from __future__ import annotations

from claims.linking.comparisons import Comparison, comparisons
from claims.linking.context import Context
from claims.linking.links import Named
from claims.model import Role
from claims.reading.match import Reading
from claims.syntax.grammar import compile_pattern
from claims.syntax.phrases.cue_words import metrics_that, words
from claims.syntax.phrases.dealt_lists import Dealing
from claims.syntax.phrases.view import View

_CHANGES = frozenset({"ratio", "percent", "points"})
"""Forms that compare; any other does so only where a comparison stands right beside it."""


def baseline(context: Context, i: int, role: Role) -> Named:
    """Return what a number is compared with, and the relation that says so.

    Args:
        context: The sentence.
        i: Number of one of its readings.
        role: Its role: the value of what is compared with is compared with nothing.
    """
    view, reading = context.view, context.readings[i]
    changes = reading.form in _CHANGES
    if role == "background" and not changes:
        return None, ""
    own = next((c for c in context.comparisons if c.only == reading.token), None)
    if own is None:
        shared = [c for c in context.comparisons if c.only is None]
        if changes:
            found = shared or context.comparisons[:1]  # for want of what all share, what another is a part of
            own = _for_change(view, reading.token, context.tokens, found)
        else:
            own = _for_level(view, reading, context.tokens, [c for c in shared if not c.equal])
        if own is None and reading.form == "share":  # "MATCHES X with 5% of the parameters"
            own = _for_change(view, reading.token, context.tokens, [c for c in shared if c.equal])
    return (_member(own, context.dealing, reading), own.relation) if own else (None, "")


BEFORE = "sentence before"
"""Name of the relation, see ``schema/linking.toml``."""


def told_before(context: Context, reading: Reading) -> Named:
    """Return what the sentence before compares with, for a gain of the same: LUMO outperforms X. LUMO is 3% better.

    Args:
        context: The sentence.
        reading: One of its readings.
    """
    document, index = context.document, context.view.index - 1
    if (
        reading.form not in _CHANGES
        or reading.says == "worse"
        or context.comparisons
        or index not in document.silent
    ):
        return None, ""
    view = document.view(index)
    found = [c for c in comparisons(view, ()) if c.verb]
    own = document.names_own(context.view) and (document.names_own(view) or _speaks_of_own(view))
    return (found[0].text, BEFORE) if len(found) == 1 and own else (None, "")


def _speaks_of_own(view: View) -> bool:
    return not words("speaks_of_own").isdisjoint(view.words)


def _for_change(view: View, at: int, tokens: list[int], shared: list[Comparison]) -> Comparison | None:
    """Return the comparison behind a change, or the last before it, where that has begun or says more."""
    before = [c for c in shared if c.index < at]
    after = next((c for c in shared if c.index > at), None)
    if after is None or (before and (before[-1].margin or after.equal)):
        return before[-1] if before else None
    between = any(at < token < after.index for token in tokens)
    if between and len(shared) > 1 and view.crosses(at, after.index, "predicate"):
        return before[-1] if before else None
    return after


_ACHIEVING = compile_pattern(r"[^CLAUSE ACHIEVE]{0,30} COMMA ACHIEVE [^CLAUSE ACHIEVE]{0,30}\Z")
_AT_HEAD = compile_pattern(r"[WORD STATISTIC COMMA]{0,6}\Z")
_MAIN_CLAUSE = compile_pattern(r"COMMA [^CLAUSE]{0,60}\Z")


def _for_level(
    view: View, reading: Reading, tokens: list[int], shared: list[Comparison]
) -> Comparison | None:
    """Return the comparison right behind a level, or what opens its sentence: COMPARED TO X, it reaches 92%."""
    at = reading.token
    for c in shared:
        if c.index > at:
            between = not c.verb and any(at < token < c.index for token in tokens)
            over = view.words[c.index] in words("over") and reading.metric not in metrics_that("contests")
            return None if between or over or view.crosses(at + 1, c.index, "level") else c
        behind = c.phrases[-1].last + 1
        if c.verb and _ACHIEVING.match(view.codes, behind, at):
            return c
        if _AT_HEAD.match(view.codes, 0, c.index) and _MAIN_CLAUSE.match(view.codes, behind, at):
            return c
    return None


def _member(comparison: Comparison, dealing: Dealing, reading: Reading) -> str:
    """Pick the name for one number of a list: "A, B and C, respectively"."""
    dealt = dealing.share(reading.token, reading.member, [phrase.text for phrase in comparison.phrases])
    return dealt[0] if len(dealt) == 1 else comparison.text
