"""Whether a number is the paper's own result or background."""

from __future__ import annotations

from claims.linking.compared import is_rivals, stated_of
from claims.linking.context import Context
from claims.model import Role
from claims.reading.match import Reading
from claims.syntax.grammar import compile_pattern

_COMPARED_LEVEL = compile_pattern(
    r"(?:THAN [WORD METRIC OF NOUN STATISTIC ADJECTIVE]{0,7} BE? (?:HEDGE? AMOUNT COMMA? AND [WORD METRIC OF]{1,7}"
    r"|(?:HEDGE? AMOUNT [FOR OF WITH BY] [WORD METRIC NOUN]{1,7} (?:COMMA AND?|AND)){1,3})?"
    r"|OUTPERFORM [WORD NOUN OF]{1,8} (?:OPEN AMOUNT CLOSE [COMMA AND WORD ONLY]{1,6}){0,4} OPEN) HEDGE{0,2}\Z"
)
_ACHIEVES_ONLY = compile_pattern(r"CLAUSE [WORD METRIC NOUN]{1,8} (?:ONLY ACHIEVE|ACHIEVE ONLY) HEDGE{0,2}\Z")

_STANDING = frozenset({"level", "share", "count"})


def role(context: Context, reading: Reading) -> Role:
    """Tell results from background.

    Args:
        context: The sentence.
        reading: One of its readings.

    Returns:
        What the reading says, where it does; else ``background`` for what stands before the paper speaks of its own
        work, and for the value of what is compared with (than X with 85%, outperforming X (85%)); else ``result``.
    """
    view = context.view
    if reading.role:
        return reading.role
    if reading.form == "level" and is_rivals(view, reading.token, context.comparisons):
        return "background"
    if reading.form in _STANDING and stated_of(view, reading.token, context.comparisons):
        return "background"
    if reading.form in {"level", "share"} and _COMPARED_LEVEL.search(view.codes, 0, reading.token):
        return "background"
    if _ACHIEVES_ONLY.search(view.codes, 0, reading.token):
        return "background"
    return "result" if context.in_own_part else "background"
