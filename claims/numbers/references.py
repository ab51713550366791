"""Numbers that are no quantities: where something stands, when it was, what it is called.

Knows the text around a number only. What it leaves is a quantity. The patterns are data:
``schema/no_quantities.toml``.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterable
from importlib import resources
from typing import Any, NamedTuple

from claims.model import QuantityKind

_DATA: dict[str, Any] = tomllib.loads(
    (resources.files("claims.schema") / "no_quantities.toml").read_text("utf-8")
)
_PART = re.compile(r"<<([a-z]+)>>")
_YEAR: str = _DATA["parts"]["year"]
PATTERNS: tuple[tuple[QuantityKind, re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (
        row["kind"],
        re.compile(_PART.sub(lambda m: _DATA["parts"][m[1]], row["pattern"])),
        re.compile(row["gate"] if "gate" in row else "|".join(map(re.escape, row["needs"]))),
    )
    for row in _DATA["mention"]
)
"""Kinds of what is no quantity, what they look like, and what each has somewhere at the least."""
# Indices in the formulas of chemistry: Ca(NO3)2.
_INDEX = re.compile(r"[A-Za-z0-9]\)\Z")
_BARE_YEAR = re.compile(rf"{_YEAR}\Z")
_THING = re.compile(r"\s[a-z]{2,}s\b(?<!\bwas)(?<!\bhas)(?<!\bis)")
# A name in the middle of a sentence, and the number that belongs to it: Windows 10, Apollo 11, Sonnet 4.5.
_NAMED = re.compile(r"(?<=[a-z\d,)]\s)[A-Z][a-z]+[a-z]\s\Z")
# LLaVA 1.5: a name with capitals inside.
_CAMEL = re.compile(r"\b[A-Z][A-Za-z]*[a-z][A-Z][A-Za-z]*\s\Z|\b[A-Z]{2,}[a-z]+[A-Z]*[A-Za-z]*\s\Z")
_NUMBER_OF_A_NAME = re.compile(r"(?:\d+|[1-9]\.\d)\Z")
_OF_A_NAME = re.compile(r"\d{1,2}(?:\.\d)?\Z")
# Industry 4.0, VQA 2.0, wav2vec 2.0
_EDITION = re.compile(r"(?:(?<=[a-z,):]\s)|(?<=\())[A-Z][A-Za-z-]+\s\Z|\b[A-Za-z]+\d[A-Za-z\d]*\s\Z")
_POINT_ZERO = re.compile(r"[1-9]\.0\Z")
# 1/n, T^{2/3}, x^2/3
_OVER = re.compile(
    r"\s{0,3}/\s{0,12}(?:[A-Za-z](?![A-Za-z])|\\[a-z]|[α-ωϵ√(]|(?:sqrt|radic|log|ln|poly|exp)\b|sqrt|radic)|\s?\^\s{0,3}(?:[A-Za-z](?![A-Za-z])|\d\s?\^)|\s{0,3}(?:π|\\pi)"
)
# 1-e, (1 + P), n - 1, 1 - 1/n: a number of a formula
_PLUS_LETTER = re.compile(
    r"\s{0,3}[-+−]\s{0,2}(?:\d{1,2}\s?/\s{0,8})?(?:\\[a-z]|[A-Za-z](?![A-Za-z])|[α-ω]|(?:alpha|beta|gamma|delta|epsilon|lambda)\b)"
)
_LETTER_PLUS = re.compile(r"(?<![A-Za-z\d])[A-Za-zα-ω]\s{0,3}[-+]\s{0,2}\Z")
# 1-NN, 2-Wasserstein, PCC 6803, KUKA KR 16, MW'17
_NAME_BEHIND = re.compile(r"-(?!D[Oo]F)(?:[A-Z]{1,4}(?![A-Za-z])|[A-Z][a-z]{3})")
_NAME_BEFORE = re.compile(r"\b[A-Z]{2,5}\s\Z")
_MODEL_BEFORE = re.compile(r"\b[A-Z][A-Za-zäöü]+\s[A-Z]{2,4}\s\Z")
_SHORT_YEAR = re.compile(r"['’]\Z")
_RAISED = re.compile(
    r"(?:[\^_]|(?<=[A-Za-zα-ω])\s?/|\||(?:\^\s?|(?<![A-Za-z])[A-Za-z])\d{1,2}\s?/|\\[dt]?frac|[A-Za-zα-ω)]\s?\^\s?[({]?-?\s?(?:[A-Za-z]\s?[-+]\s?)?)\s{0,14}\Z"
)


_YEAR_DIGITS, _SHORT_YEAR_DIGITS = 4, 2
_BEFORE, _BEHIND = 60, 40
"""How far around a number its surroundings are looked at."""


class Mention(NamedTuple):
    """A stretch of text whose numbers are no quantities."""

    start: int
    end: int
    kind: QuantityKind


def mentions(text: str, numbers: Iterable[tuple[int, int]]) -> list[Mention]:
    """Find the stretches of clean text whose numbers are no quantities, in order and without overlap.

    Args:
        text: Clean text.
        numbers: Where the numbers stand of which it is asked, in order.

    >>> [m.kind for m in mentions("as Miller et al. (2011) show in Fig. 3 at 2 pm", [(18, 22), (37, 38), (42, 43)])]
    ['reference', 'reference', 'clock']
    """
    windows: list[tuple[int, int]] = []
    for start, end in numbers:
        low = max(0, start - _BEFORE)
        if windows and low <= windows[-1][1]:
            windows[-1] = (windows[-1][0], end + _BEHIND)
        else:
            windows.append((low, end + _BEHIND))
    found: list[Mention] = []
    for low, high in windows:
        around = text[low:high]
        for kind, pattern, gate in PATTERNS:
            if gate.search(around):
                found += [Mention(*m.span(), kind) for m in pattern.finditer(text, low, high)]
    kept: list[Mention] = []
    for each in sorted(found, key=lambda m: (m.start, -m.end)):
        if not kept or each.start >= kept[-1].end:
            kept.append(each)
    return kept


def kind_of_mention(
    text: str, start: int, end: int, found: list[Mention], starts: list[int]
) -> QuantityKind | None:
    """Tell what a number is, where it is no quantity.

    Args:
        text: Clean text.
        start: Offset of the number.
        end: Offset after it.
        found: What :func:`mentions` gives.
        starts: The offsets of these.

    Returns:
        Its kind, None for a quantity.
    """
    at = bisect_right(starts, end - 1) - 1
    if at >= 0 and start < found[at].end:
        return found[at].kind
    if _INDEX.search(text, max(0, start - 2), start):
        return "identifier"
    if end - start == 4 and _BARE_YEAR.match(text, start, end) and not _THING.match(text, end):
        return "date"
    if _NUMBER_OF_A_NAME.match(text, start, end) and _NAMED.search(text, max(0, start - 24), start):
        return "identifier"
    if _OF_A_NAME.match(text, start, end) and _CAMEL.search(text, max(0, start - 24), start):
        return "identifier"
    if _POINT_ZERO.match(text, start, end) and _EDITION.search(text, max(0, start - 24), start):
        return "identifier"
    if _RAISED.search(text, max(0, start - 20), start) or (end - start == 1 and _OVER.match(text, end)):
        return "identifier"
    return _of_formula(text, start, end)


def _of_formula(text: str, start: int, end: int) -> QuantityKind | None:
    """Tell whether a bare number of few digits is one of a formula, or of a name that is written like one."""
    if not text[start:end].isdigit():
        return None
    if end - start == _YEAR_DIGITS:
        return "identifier" if _NAME_BEFORE.search(text, max(0, start - 8), start) else None
    if end - start == _SHORT_YEAR_DIGITS and _SHORT_YEAR.search(text, max(0, start - 1), start):
        return "date"
    if _MODEL_BEFORE.search(text, max(0, start - 24), start):
        return "identifier"
    if end - start <= _SHORT_YEAR_DIGITS and (
        _PLUS_LETTER.match(text, end)
        or _NAME_BEHIND.match(text, end)
        or _LETTER_PLUS.search(text, max(0, start - 8), start)
    ):
        return "identifier"
    return None
