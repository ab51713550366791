"""The part of a data set that a text of a table names: test-clean, val, minival."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from claims.tables.vocabulary import exact_words, spelled, words

_SPLIT_STARTS = frozenset({"test", "dev", "val", "tst", "eval", "valid"})
_SPLIT_ENDS = frozenset({"test", "dev", "val", "train", "eval", "clean", "other"})
_OF_DATA = re.compile(r"(?i)(?:sets?|splits?|part|partition|data|cohort|portion|subset)\b")
_LONGEST_START = 5
_YEAR = re.compile(r"(?:test|val|dev|train|eval)_?(?:19|20)\d\d")
_SPLIT_TOKEN = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[-_][A-Za-z0-9]+)*")


_WHOLE = re.compile(
    r"(?P<split>(?P<which>[A-Za-z-]+)\s(?P<part>[A-Za-z]+))(?:\s(?:sets?|cohorts?|splits?|data|subset))?"
)


def find_split(text: str, taken: Sequence[tuple[int, int]] = ()) -> tuple[str | None, tuple[int, int] | None]:
    """Return the split that a text names: all of it, its last word, or a word behind a hyphen."""
    whole = _WHOLE.fullmatch(text.strip()) if not taken else None
    if (
        whole
        and {whole["part"].casefold()} <= words("split_of")
        and spelled(whole["which"]).casefold() in words("split_beside")
    ):
        return whole["split"], (0, len(text))
    for m in reversed(list(_SPLIT_TOKEN.finditer(text))):
        length = _names_split(m[0])
        if not length or any(
            a <= m.start() and m.end() <= b and b - a > m.end() - m.start() for a, b in taken
        ):
            continue  # part of a name: C-Eval
        behind = text[m.end() :].lstrip(" -")
        if behind[:1].isalnum() and not _OF_DATA.match(behind):
            continue  # a test case, a training cost
        if length == len(m[0]):
            return m[0], m.span()
        start = m.end() - length - 1
        if not any(a <= start and m.end() <= b for a, b in taken):
            return m[0][-length:], (start, m.end())
    return None, None


@lru_cache(maxsize=4096)
def _names_split(token: str) -> int:
    """Return how many letters at the end of a word name a split: all of it, what stands behind its hyphen, or none."""
    known = words("split")
    if token.casefold() in known or token in exact_words("split") or spelled(token).casefold() in known:
        return len(token)
    begun = token.partition("-")[0].partition("_")[0] in _SPLIT_STARTS and len(token) > _LONGEST_START
    if _YEAR.fullmatch(token) or (begun and token.lower() == token[0] + token[1:].lower()):
        return len(token)
    head, _, tail = token.rpartition("-")
    return len(tail) if head and tail.casefold() in known & _SPLIT_ENDS else 0
