"""Which of the comparisons of a sentence each of its numbers belongs to."""

from __future__ import annotations

from claims.linking.comparisons import Comparison
from claims.linking.context import Context
from claims.linking.links import Named
from claims.model import Role
from claims.phrases.cue_words import metrics_that, words
from claims.phrases.view import View
from claims.reading.match import Reading
from claims.syntax.grammar import compile_pattern

_CHANGES = frozenset({"ratio", "percent", "points"})
"""Forms that compare; a level or a share does so only where a comparison stands right beside it."""


def baseline(context: Context, i: int, role: Role) -> Named:
    """Return what a number is compared with, and the relation that says so.

    Args:
        context: The sentence.
        i: Number of one of its readings.
        role: Its role: the value of what is compared with is compared with nothing.
    """
    view, reading, found = context.view, context.readings[i], context.comparisons
    own = next((c for c in found if c.only == reading.token), None)
    if own is None or reading.form not in _CHANGES | {"share"}:
        tokens = [r.token for r in context.readings]
        strong = [c for c in found if not c.equal and c.only is None]
        if reading.form in _CHANGES:
            own = _for_change(view, reading.token, tokens, strong) or _for_want(found)
        elif reading.form in {"level", "share"} and role != "background":
            own = _for_level(view, reading, tokens, strong)
        else:
            own = None
    return (_member(own, view, reading), own.relation) if own else (None, "")


def _for_want(found: list[Comparison]) -> Comparison | None:
    """Return what a sentence likens to, or is a part of, where it compares with nothing else."""
    strong = any(not c.equal and c.only is None for c in found)
    return None if strong or not found else next((c for c in found if c.equal), found[0])


def _for_change(view: View, at: int, tokens: list[int], strong: list[Comparison]) -> Comparison | None:
    before = [c for c in strong if c.index < at]
    after = next((c for c in strong if c.index > at and not c.margin), None)
    if after is None or (before and before[-1].margin):
        return before[-1] if before else None
    between = any(at < token < after.index for token in tokens)
    if between and view.crosses(at, after.index, "predicate"):
        return before[-1] if before else after if after.wide or len(strong) == 1 else None
    return after


_ACHIEVING = compile_pattern(r"[^CLAUSE ACHIEVE]{0,30} COMMA ACHIEVE [^CLAUSE ACHIEVE]{0,30}\Z")
_AT_HEAD = compile_pattern(r"[WORD STATISTIC COMMA]{0,6}\Z")
_MAIN_CLAUSE = compile_pattern(r"COMMA [^CLAUSE]{0,60}\Z")


def _for_level(
    view: View, reading: Reading, tokens: list[int], strong: list[Comparison]
) -> Comparison | None:
    """Return the comparison right behind a level, or what opens its sentence: COMPARED TO X, it reaches 92%."""
    at = reading.token
    for c in strong:
        if c.index > at:
            direct = c.verb or not any(at < token < c.index for token in tokens)
            over = view.words[c.index] in words("over") and reading.metric not in metrics_that("contests")
            other = c.margin or over or view.crosses(at + 1, c.index, "level")
            return c if direct and not other else None
        behind = c.phrases[-1].last + 1
        earlier = next((token for token in tokens if c.index < token < at), at)
        first = not view.crosses(earlier, at, "predicate")
        if c.verb and first and _ACHIEVING.match(view.codes, behind, at):
            return c
        opens = c.wide and not c.verb and _AT_HEAD.match(view.codes, 0, c.index)
        if opens and _MAIN_CLAUSE.match(view.codes, behind, at):
            return c
    return None


def _member(comparison: Comparison, view: View, reading: Reading) -> str:
    """Pick the name for one number of a list: "A, B and C, respectively"."""
    shared = len(view.tokens[reading.token].quantities) == len(comparison.phrases)
    return comparison.phrases[reading.member].text if shared else comparison.text
