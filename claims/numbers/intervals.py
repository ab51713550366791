"""Intervals of confidence and the like beside a number: 95% CI 0.88-0.94, IQR 3-5, SD 0.3, p < 0.01.

They are no numbers of their own, but belong to the number before them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from claims.files.compiled import compiled
from claims.numbers.around import any_of

_NUMBER = r"[-+]?\s?(?:\d{1,9}(?:,\d{3}){0,3}(?:\.\d{1,9})?|\.\d{1,9})"
_UNIT = r"(?:\s{0,3}(?:%|[A-Za-zµμ°]{1,5}(?:/[A-Za-z]{1,5})?(?=\s?[-–,;)\]]|\sto\b)))?"
_TO = r"\s{0,4}(?:-{1,2}|–|—|to|,|;|and)\s{0,4}"
_ENDS = rf"(?P<low>{_NUMBER}){_UNIT}{_TO}(?P<high>{_NUMBER}){_UNIT}"
_LEVEL = r"\d{2}(?:\.\d{1,2})?\s{0,2}%?"
_NAME = (
    r"(?:C\.?I\.?s?(?![A-Za-z/-])|CrIs?(?![A-Za-z])|HDI(?![A-Za-z])|IQR(?![A-Za-z])|[Ii]nter-?quartile\srange(?:\s?\(IQR\))?"
    rf"|(?:{any_of('intervals_are')})\s(?:{any_of('interval_nouns')})(?:\s?[(\[](?:CI|CrI)s?[)\]])?)"
)
_LABEL = rf"(?:{_LEVEL}[\s-]{{0,2}})?{_NAME}(?:\s?\(?{_LEVEL}\)?|95)?"
_JOINT = rf"\s{{0,4}}(?:{any_of('interval_of')}|:|,|=|;)?\s{{0,4}}[\[({{]?\s{{0,3}}"
_INTERVAL = compiled(rf"[\[(]?\s?{_LABEL}{_JOINT}{_ENDS}\s?[\])}}]{{0,2}}")
_VALUES_FIRST = compiled(rf"[\[(]\s?{_ENDS}\s?[\])]?\s?[,;]?\s?[\[(]?\s?{_LABEL}\s?[\])]{{0,2}}")
_HALF_WIDTH = compiled(rf"[\[(]\s?{_LABEL}{_JOINT}(?:±|\+/-)\s?(?P<half>{_NUMBER}){_UNIT}\s?[\])]{{0,2}}")
_DEVIATION = compiled(
    r"(?:[\[(]|[,;]\s)\s?(?:±\s?)?(?:(?:SD|S\.D\.|s\.d\.|SEM?|S\.E\.|s\.e\.(?:m\.)?)(?![A-Za-z])"
    rf"|{any_of('deviations')})"
    rf"\s{{0,3}}(?:of|=|:|,)?\s{{0,3}}±?\s?(?P<half>{_NUMBER}){_UNIT}\s?[\])]?"
)
_LABEL_ALONE = compiled(rf"(?:{_LEVEL}[\s-]{{0,2}}){_NAME}")
_P_VALUE = compiled(
    r"(?<![A-Za-z0-9_])(?:\(\s?)?[pP](?:[\s-]?values?)?\s?"
    rf"(?:{any_of('probability_verbs')}|=|<|>|≤|≥|<=|>=|~)"
    r"\s?(?:0?\.\d{1,9}|0|1(?:\.0)?|\d(?:\.\d+)?e-?\d+"
    r"|\d(?:\.\d{1,3})?\s?[×x·]\s?10\s?\^?\s?-\s?\d{1,3}|10\s?\^\s?-\s?\d{1,3})(?![\w%])\s?\)?"
)


class Interval(NamedTuple):
    """A stretch of text that belongs to the number before it.

    Attributes:
        start: Offset.
        end: Offset after it.
        low: The lower end, None where it gives none.
        high: The upper end.
        half: Half of its width, or a standard deviation.
    """

    start: int
    end: int
    low: float | None = None
    high: float | None = None
    half: float | None = None


def intervals(text: str, near: Sequence[tuple[int, str]]) -> list[Interval]:
    """Find the intervals of clean text, in order and without overlap.

    Args:
        text: Clean text.
        near: Where which of :data:`LETTERS` stand in it.
    """
    if not near:
        return []
    found: list[Interval] = []
    for signs, letters, reach, patterns in _SOUGHT:
        if any(sign in text for sign in signs):
            found += [
                each for at, held in near if held in letters for each in _near(text, at, reach, patterns)
            ]
    kept: list[Interval] = []
    for each in sorted(found, key=lambda i: (i.start, -i.end)):
        if not kept or each.start >= kept[-1].end:
            kept.append(each)
    return kept


# What is searched for, by letters that each holds, in a text with one of some signs: only their surroundings are
# looked at.
_SOUGHT = (
    (("CI", "C.I", "IQR"), ("CI", "C.I", "IQR"), 64, (_INTERVAL, _VALUES_FIRST, _HALF_WIDTH, _LABEL_ALONE)),
    (("%", "["), ("nterval",), 64, (_INTERVAL, _VALUES_FIRST, _HALF_WIDTH, _LABEL_ALONE)),
    (("(", "["), ("quartile",), 64, (_INTERVAL, _VALUES_FIRST)),
    (("(",), ("(SD", ", SD", "(SE", "(s.d", "(standard "), 12, (_DEVIATION,)),
    (
        ("-value",),
        ("p-value of", "P-value of", "p-value was", "p-values of"),
        8,
        (_P_VALUE,),
    ),
    (
        ("<", "=", ">"),
        ("p <", "p<", "p =", "p=", "p >", "p>", "P <", "P<", "P =", "P=", "P >", "P>", "p-value"),
        8,
        (_P_VALUE,),
    ),
)
LETTERS: tuple[str, ...] = tuple(dict.fromkeys(each for _, letters, _, _ in _SOUGHT for each in letters))
"""A text without any of these has no intervals."""
_AHEAD = 110


def _near(text: str, at: int, reach: int, patterns: tuple[re.Pattern[str], ...]) -> Iterator[Interval]:
    """Yield what stands around a place."""
    for pattern in patterns:
        start = max(0, at - reach)
        m = pattern.search(text, start, at + _AHEAD)
        while m is not None and m.end() <= at:  # that of a number further in front
            m = pattern.search(text, m.end(), at + _AHEAD)
        if m is None or m.start() > at:
            continue
        groups = m.groupdict()
        if groups.get("low"):
            yield Interval(*m.span(), _number(m["low"]), _number(m["high"]))
        elif groups.get("half"):
            yield Interval(*m.span(), half=_number(m["half"]))
        else:
            yield Interval(*m.span())


def _number(text: str) -> float:
    return float(text.replace(",", "").replace(" ", ""))
