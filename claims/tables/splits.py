"""The part of a data set that a text of a table names: test-clean, val, minival."""

from __future__ import annotations

import re
from collections.abc import Sequence

from claims.tables.vocabulary import exact_words, spelled, words

_SPLIT_STARTS = frozenset({"test", "dev", "val", "tst", "eval", "valid"})
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
        if any(a <= m.start() and m.end() <= b and b - a > m.end() - m.start() for a, b in taken):
            continue  # part of a name: C-Eval
        behind = text[m.end() :].lstrip(" -")
        if behind[:1].isalnum() and not re.match(
            r"(?i)(?:sets?|splits?|part|partition|data|cohort|portion|subset)\b", behind
        ):
            continue  # a test case, a training cost
        if (
            m[0].casefold() in words("split")
            or m[0] in exact_words("split")
            or _YEAR.fullmatch(m[0])
            or spelled(m[0]).casefold() in words("split")
        ):
            return m[0], m.span()
        if (
            m[0].partition("-")[0].partition("_")[0] in _SPLIT_STARTS
            and m[0].lower() == m[0][0] + m[0][1:].lower()
            and len(m[0]) > _LONGEST_START
        ):
            return m[0], m.span()
        head, _, tail = m[0].rpartition("-")
        if any(a <= m.end() - len(tail) - 1 and m.end() <= b for a, b in taken):
            continue
        if (
            head
            and tail.casefold() in words("split")
            and tail.casefold() in {"test", "dev", "val", "train", "eval", "clean", "other"}
        ):
            return tail, (m.end() - len(tail) - 1, m.end())
    return None, None
