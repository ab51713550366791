"""Names without their blanks, hyphens and capitals, and whether a text holds them."""

from __future__ import annotations

import re
from functools import lru_cache

from claims.tables.vocabulary import spelled

SHORT = 3
"""Letters up to which a name means something else before a capital: SAM, but not SAMple."""
_PARTS = re.compile(r"[a-z0-9]+")


def squeezed(text: str) -> str:
    """Return a text in small letters without separators."""
    return spelled(text).replace(" ", "").casefold()


def stands_alone(name: str, text: str) -> bool:
    """True where a text holds a name that is no part of a longer word."""
    at = text.find(name)
    while at >= 0:
        before, behind = text[at - 1 : at] if at else "", text[at + len(name) : at + len(name) + 1]
        if not (_goes_on(before) or _goes_on(behind)):
            return True
        at = text.find(name, at + 1)
    return False


def _goes_on(sign: str) -> bool:
    return sign.isalnum() or sign in {"_", "-"}


@lru_cache(maxsize=16384)
def holds_any(names: frozenset[str], text: str) -> bool:
    """True where a text holds one of some squeezed names from the beginning of a word on.

    Separators within them do not count: Foo-Net is foonet. Short ones stand not before a capital.
    """
    long, short, others = _kinds(names)
    if not (text.isascii() or _is_plain(text)):
        return _any_of(names).search(text) is not None
    if others and _any_of(others).search(text) is not None:
        return True
    small = text.lower()
    found = list(_PARTS.finditer(small))
    parts = [m[0] for m in found]
    for i in range(len(found)):
        rest = "".join(parts[i:])
        if rest.startswith(long) or (rest.startswith(short) and _stays_small(rest, short, text, found[i:])):
            return True
    return False


def _stays_small(rest: str, short: tuple[str, ...], text: str, parts: list[re.Match[str]]) -> bool:
    """True where behind one of some short names that a text begins with stands no capital."""
    for name in short:
        if not rest.startswith(name):
            continue
        left, i = len(name), 0
        while left > len(parts[i][0]):
            left, i = left - len(parts[i][0]), i + 1
        end = parts[i].start() + left
        if not "A" <= text[end : end + 1] <= "Z":
            return True
    return False


@lru_cache(maxsize=64)
def _kinds(names: frozenset[str]) -> tuple[tuple[str, ...], tuple[str, ...], frozenset[str]]:
    """Return the long ones and the short ones of some names that are letters and figures, and all others."""
    plain = sorted(name for name in names if _PARTS.fullmatch(name))
    long, short = (tuple(n for n in plain if (len(n) > SHORT) is wanted) for wanted in (True, False))
    return long, short, names.difference(plain)


@lru_cache(maxsize=4096)
def _is_plain(text: str) -> bool:
    """True for a text whose letters and figures are those of English."""
    return not any(sign.isalnum() and not sign.isascii() for sign in text)


@lru_cache(maxsize=8)
def _any_of(names: frozenset[str]) -> re.Pattern[str]:
    """Return what finds squeezed names of any signs in any text."""
    found = (
        r"[\W_]*".join(map(re.escape, name)) + (r"(?!(?-i:[A-Z]))" if len(name) <= SHORT else "")
        for name in sorted(names)
    )
    return re.compile(rf"(?i)(?<![a-z\d])(?:{'|'.join(found) or '(?!)'})")
