"""How numbers of a cell are spelled, made plain: notes in brackets, signs of times in front, points, thousands.

The text stays as long as it is, so that each place of it is where it was.
"""

from __future__ import annotations

import re

from claims.tables.vocabulary import words

# A note behind a figure with a point: 0.71 (moderate), 3.2 (p<0.01), 0.9 (95% CI: 0.8-1.0).
_NOTE = re.compile(
    r"(?<=\d)%?\s?[(\[](?P<note>[^()\[\]]*[A-Za-z]{2}[^()\[\]]*|[A-Za-zΔ]\s?[=<>≤≥][^()\[\]]*)[)\]]"
)
_UNITS_ONLY = re.compile(
    r"[-+−–±≈~<>↑↓\s]*[\d.,]+\s?(?:[kKMBGT]|[kMG]?B|ms|[smh]|pp|%|×|x|min|sec|GFLOPs|MFLOPs)?\s*"
)
_TIMES_FIRST = re.compile(r"[×x]\s?(?P<figure>\d+(?:\.\d+)?)")
_BLANK_THOUSANDS = re.compile(r"\d{1,3}(?: \d{3})+")
_NOTHING = re.compile(r"(?<=/)\s?N/A\b|\bN/A\s?(?=/)")
_WORD_BEHIND = re.compile(r"(?<=\d)\s?(?P<word>[a-z.]{2,6})(?=\s|$|\))")


def plain(text: str) -> str:
    """Return a text of a cell with the numbers spelled as most are.

    >>> plain("0.71 (fair)"), plain("×2.5"), plain("12 500")
    ('0.71       ', '2.5×', '12,500')
    """
    if "." in text and ("(" in text or "[" in text):
        text = _NOTE.sub(_without_note, text)
    if text[:1] in "×x" and (found := _TIMES_FIRST.fullmatch(text)):
        return found["figure"].ljust(len(text) - 1) + text[0]
    if " " in text and _BLANK_THOUSANDS.fullmatch(text):
        return text.replace(" ", ",")
    if "/" in text:
        text = _NOTHING.sub(lambda m: " " * len(m[0]), text)
    return _WORD_BEHIND.sub(_percent, text) if text[-1:].isalpha() or text[-1:] in ").%" else text


def _without_note(m: re.Match[str]) -> str:
    if _UNITS_ONLY.fullmatch(m["note"]):
        return m[0]
    kept = m[0][: m.start("note") - m.start() - 1]
    return kept.ljust(len(m[0]))


def _percent(m: re.Match[str]) -> str:
    """Return a sign for points of percent where a word says so."""
    return "%".rjust(len(m[0])) if m["word"] in words("point_units") else m[0]
