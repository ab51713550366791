"""Which kind of token a number is, and which numbers are only part of a name or of a list."""

from __future__ import annotations

import re

from claims.numbers.quantity import Quantity
from claims.syntax.cues import cue

_CODES = {
    "ratio": "Q", "percent": "Q", "magnitude": "Q", "point": "Q", "measure": "U", "number": "Z", "rank": "R",
    "part": "P",
}  # fmt: skip
_WIDEST = 512
_LONGEST_LIST = 20
_VERSION = re.compile(r"[1-9](?:\.[0-9])?")
_NAMED = re.compile(r"(?<!\. )(?<=[a-z,(] )[A-Z][A-Za-z]*[a-z][A-Za-z]* \Z")
_LONGEST_NAME = 24
_APOSTROPHES = frozenset("'’")
"""Behind them stands a year: WMT'14."""
# 5-shot, 3-D, 0-l loss
_COMPOUNDED = re.compile(r"-[A-Za-z]|'s\b")


def kinds_of(codes: frozenset[str]) -> frozenset[str]:
    """Return the kinds of quantity whose tokens have one of some codes."""
    return frozenset(kind for kind, code in _CODES.items() if code in codes)


def token_code(text: str, quantity: Quantity) -> str:
    """Return the code of the token that a quantity gives: that of a word where it counts or measures nothing."""
    code = _CODES[quantity.kind]
    if (
        (code == "U" and _names_a_format(text, quantity))
        or (
            code == "Z"
            and (
                _enumerates(text, quantity)
                or _is_version(text, quantity)
                or _COMPOUNDED.match(text, quantity.end)
                or text[quantity.start - 1 : quantity.start] in _APOSTROPHES
            )
        )
        or (code == "Q" and _qualifies_something_else(text, quantity))
    ):
        return "w"
    return code


def _names_a_format(text: str, quantity: Quantity) -> bool:
    """True for bit widths (8-bit, 16 bits) and process nodes (28 nm CMOS): names of formats, no measures."""
    if quantity.unit == "bit":
        return quantity.lo <= _WIDEST
    return quantity.unit == "nm" and cue("process node").stands_by(text, quantity.start, quantity.end)


def _enumerates(text: str, quantity: Quantity) -> bool:
    """True for the numbers of a list in running text, (1) ... 2) ..., for citations [14], and for the 0-1 loss."""
    if quantity.lo == 0 and quantity.hi == 1:
        return True
    before, after = text[quantity.start - 1 : quantity.start], text[quantity.end : quantity.end + 1]
    if before == "[" and after in {"]", ","}:
        return True
    if quantity.lo >= _LONGEST_LIST or quantity.lo != int(quantity.lo) or after != ")":
        return False
    return before in {"(", "[", " ", ""} and "." not in quantity.text


def _is_version(text: str, quantity: Quantity) -> bool:
    """True for the number of a version behind a name: Llama 2, Gemini 1.5 Pro; not for AUC 0.9."""
    near = max(0, quantity.start - _LONGEST_NAME)
    return _VERSION.fullmatch(quantity.text) is not None and bool(_NAMED.search(text, near, quantity.start))


def _qualifies_something_else(text: str, quantity: Quantity) -> bool:
    """True for 1024x-compressed latents, a 95% CI, and a route that was repeated 26 times."""
    where = text, quantity.start, quantity.end
    if cue("qualified by a number").stands_by(*where):
        return True
    return quantity.kind == "ratio" and all(
        cue(name).stands_by(*where) for name in ("how often", "on occasions")
    )
