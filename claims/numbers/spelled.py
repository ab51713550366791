"""Numbers in words: two orders of magnitude, twice, half the, three times, less than a second, first place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claims.files.compiled import compiled
from claims.model import QuantityKind
from claims.numbers.atoms import Atom, read_atom
from claims.numbers.number_words import (
    COUNTING_WORDS,
    FOLDED,
    MAGNITUDES,
    NUMBER_WORDS,
    numbers_in_words,
    words_of,
)
from claims.numbers.unit_spelling import canonical_unit

_MORE = "|".join(FOLDED)
_FRACTIONS: dict[str, float] = {
    "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10, "hundredth": 100, "thousandth": 1000,
}  # fmt: skip
# A phrase that stands for a number holds one of these; only their surroundings are searched for one.
_PHRASE_GATES = ("magnitude", "twice", "thrice", "doubl", "tripl", "halv", "half", "quadrupl", "fold", "sub-", "second",
                 "minute", "hour", "rank", "place", "third", "quarter", *_FRACTIONS, "Half", "Doubl", "number one",
                 "number 1")  # fmt: skip
_WORD_GATES = (" times", "-fold", " fold", " hour", " minute", " second", " percent", " point", " GPU")
# Of the words of such a text, one is here.
_PHRASE_WORDS = frozenset(
    form.encode()
    for stem, endings in {
        "magnitude": " s", "twice": " ", "thrice": " ", "double": " s d", "doubling": " ", "triple": " s d",
        "tripling": " ", "quadruple": " s d", "quadrupling": " ", "half": " ", "halve": " s d", "halving": " ",
        "fold": " ", "twofold": " ", "threefold": " ", "fourfold": " ", "fivefold": " ", "tenfold": " ",
        **{f"{count}fold": " " for count in FOLDED}, "sub": " ",
        "second": " ", "minute": " ", "hour": " ", "day": " ", "millisecond": " ", "rank": " s ed ing", "place": " s d",
        "number": " ", "third": " s", "quarter": " s", **dict.fromkeys(_FRACTIONS, " s"),
    }.items()
    for form in (stem + ending for ending in endings.split(" "))
)  # fmt: skip
_PHRASE_REACH = 36
_FACTOR_GATE = "actor"
GATES: tuple[str, ...] = tuple(
    dict.fromkeys(gate.strip(" -").partition(" ")[0] for gate in (*_PHRASE_GATES, *_WORD_GATES, _FACTOR_GATE))
)
"""A text as its source gives it has no number in words unless it holds one of these."""


def _fold(count: str) -> str:
    """Return a pattern: a threefold increase, increased threefold, but not threefold alone."""
    return rf"{count}-?fold(?=\s+(?:{_MOVES}))|(?:(?<=[ew][ds]\s)|(?<=rew\s)|(?<=-\sto\s)|(?<=-to-)){count}-?fold"


_GAP = "[^a-z0-9]+"
_NUMBER = "(?:" + "|".join(COUNTING_WORDS) + ")"
# "Our contribution is twofold" is no ratio, "a twofold increase" is.
_MOVES = (
    r"(?:increas|expan|ris|growth|enhanc|accel|reduc|improv|decreas|speed"
    r"|fast|high|low|gain|boost|larg|small|few|more|less|drop|better|sav)"
)
PHRASES: tuple[str, ...] = (
    f"orders?{_GAP}of{_GAP}magnitude",
    f"twice|thrice|(?:two|three|four|five|ten|{_MORE})-?fold",
    f"(?:doubl|tripl|quadrupl)(?:es|ed|ing|es?{_GAP}(?:the|its|that|our|their|as))",
    "halv(?:e|ing)",
    f"(?:by|in|than|over|nearly|about|almost|least){_GAP}half",
    f"half{_GAP}(?:of{_GAP})?(?:the|as|its|that)",
    f"(?:one|an?|two|three)[^a-z0-9](?:third|quarter|{'|'.join(_FRACTIONS)})",
    "sub-(?:second|milli|micro|minute|centi|met|degree)",
    f"an?{_GAP}(?:second|minute|hour|day|millisecond)",
    rf"(?:number|no\.?){_GAP}(?:one|1)",
    f"(?:first|second|third){_GAP}(?:place|rank|prize|position)|rank(?:s|ed)?{_GAP}(?:[123]|first|second|third)",
)
"""Patterns for Rust's regex: one of them finds something in clean text, in small letters, wherever
:func:`spelled_out` does.

Without look-around, and such that each is searched for by a few letters, which takes no time.
"""

MARKERS = "|".join(_WORD_GATES).lower()
WORDS: tuple[str, ...] = (
    f"(?s){_NUMBER}(?:[^a-z0-9].{{0,{_PHRASE_REACH}}})?(?:{MARKERS})",
    f"(?s)(?:{MARKERS}).{{0,{_PHRASE_REACH}}}{_NUMBER}[^a-z0-9]",
)
"""The same for :func:`number_words`, which finds nothing in a text without ``MARKERS`` and without a ``FACTOR``."""
FACTOR = f"factors?{_GAP}of{_GAP}(?:[a-z]+{_GAP}){{0,2}}(?:{'|'.join(NUMBER_WORDS)})"
"""A factor in words: a factor of up to ten."""

# Twice a day is how often.
_OFTEN = "a|per|in|during|daily|weekly|monthly|yearly|annually|each|every|before"
# "in a second", not "in a second step"
_ONE_UNIT = (
    r"(?:minute|hour|day|millisecond|second(?!\s+(?:step|stage|phase|experiment|stud|part|pass|set|case|iteration|round|task|setting|order|layer|language|scenario"
    r"|approach|model|method|test|series|time|one|run|look|paper|work|place|problem|dataset|network|version)))"
)
_PHRASE = compiled(
    rf"""
    \b(?<!period-)(?:
        (?:(?P<orders>an?|one|two|three|four|five|six|several|many|multiple|few)(?:\s+(?:to|or|and)\s+(?P<more>two|three|four|five|six))?[\s-]+)?
        (?<!same\s)orders?[\s-]+of[\s-]+magnitudes?(?!\s+as\b)
      | (?P<double>twice(?!\s+(?:{_OFTEN})\b)|doubl(?:es|ed|ing)|double(?=\s+(?:the|its|that|our|their|as)\b)
        |{_fold("two")})
      | (?P<triple>thrice(?!\s+(?:{_OFTEN})\b)
        |tripl(?:ed|ing)|triples?(?=\s+(?:the|its|that|our|their)\b)|{_fold("three")})
      | (?P<quadruple>quadrupl(?:es|ed|ing)|quadruple(?=\s+the\b)|{_fold("four")})
      | (?P<ten>ten-?fold) | (?P<five>{_fold("five")}) | (?P<folds>{_MORE})-?fold\b(?!\s(?:cross|CV))
      | (?P<halve>halv(?:es|ed|ing|e)|by\s+half
        |in\s+half(?=[.,;:)]|\s(?:compared|relative|while|with|without|and|on|over|for|when)\b|\s*\Z)
        |(?:(?<=more\sthan\s)|(?<=by\sover\s)|(?<=by\snearly\s)|(?<=by\sabout\s)|(?<=by\salmost\s)|(?<=at\sleast\s))half
        (?=[.,;)]|\s(?:compared|relative|while|with|and|on|in|for|when)\b|\s*\Z))
      | (?P<half>half)(?=\s+(?:of\s+)?(?:the|as|its|that)\b)
      | (?P<third>(?:one|a)[\s-]third)(?!\s+of\s+an?\b) | (?P<quarter>(?:one|a)[\s-]quarter)(?!\s+of\s+an?\b)
      | (?:one|an?)[\s-](?P<fraction>{"|".join(_FRACTIONS)})(?=\s+(?:of(?!\s+an?\b)|the|that|its|their|as)\b)
      | (?P<thirds>two[\s-]thirds)(?!\s+of\s+an?\b) | (?P<quarters>three[\s-]quarters)(?!\s+of\s+an?\b)
      | sub-(?P<sub>second|millisecond|microsecond|minute|(?:centi|milli)?met(?:er|re)|micron|degree)
      | (?<=than\s)(?P<single>an?\s+{_ONE_UNIT})\b
      | (?:(?<=under\s)|(?<=within\s)|(?<=below\s)|(?<=in\s))(?P<single2>an?\s+{_ONE_UNIT})\b
      | (?:rank(?:s|ed|ing)?\s+(?:as\s+)?(?:the\s+)?|won\s+(?:the\s+)?|achiev\w+\s+(?:the\s+)?|places?\s+|placed\s+)?
        (?P<rank>(?:number|no\.?)\s+(?:one|1)|(?<!in\sthe\s)(?:first|second|third)\s+(?:place|rank|prize|position)\b)
      | (?P<place>(?:(?<=at\srank\s)|(?<=ranked\s)|(?<=ranks\s))\#?\s?[123](?![\w.]))
      | (?<=ranked\s)(?P<rank2>first|second|third)|(?<=ranks\s)(?P<rank3>first|second|third)
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_RANKS = {"first": 1, "second": 2, "third": 3}
_PARTS = {"halve": 50.0, "half": 50.0, "third": 100 / 3, "quarter": 25.0, "thirds": 200 / 3, "quarters": 75.0}
_RATIO_WORDS = {"double": 2.0, "triple": 3.0, "quadruple": 4.0, "five": 5.0, "ten": 10.0}


def spelled_out(text: str) -> list[Atom]:
    """Find the phrases of clean text that stand for a number, as atoms in order of their kinds."""
    if _PHRASE_WORDS.isdisjoint(words_of(text)):
        return []
    return [p for window in _windows(text, _PHRASE_GATES) for p in _phrases(text, *window)]


def number_words(text: str) -> list[Atom]:
    """Find the number words of clean text that a marker follows, or "factor of": three times, a factor of two."""
    factors = list(_factors(text)) if _FACTOR_GATE in text else []
    return factors + [w for window in _windows(text, _WORD_GATES) for w in _words(text, *window)]


_COUNT = "|".join(NUMBER_WORDS)
_FACTOR = re.compile(
    r"factors?\s{1,3}of\s{1,3}(?:(?:about|up\sto|over|at\sleast|more\sthan|almost|nearly|around|approximately|roughly)\s{1,3})?"
    rf"(?P<word>{_COUNT})(?:\s(?:to|or|and)\s(?P<more>{_COUNT}))?(?![\w-])(?!\s(?:{'|'.join(MAGNITUDES)}|hundred|orders?|magnitudes?)\b)",
    re.IGNORECASE,
)


def _factors(text: str) -> Iterator[Atom]:
    for m in _FACTOR.finditer(text):
        start, end = m.span("word")
        low = NUMBER_WORDS[m["word"].lower()]
        high = NUMBER_WORDS[m["more"].lower()] if m["more"] else low
        atom = Atom(start, end, m.end() if high > low else end, low, "number", "1")
        atom.hi = max(low, high)
        yield atom


def _windows(text: str, gates: tuple[str, ...]) -> list[tuple[int, int]]:
    """Return the surroundings of some substrings, in order, those that touch as one."""
    places = []
    for gate in gates:
        at = text.find(gate)
        while at >= 0:
            places.append(at)
            at = text.find(gate, at + 1)
    windows: list[tuple[int, int]] = []
    for at in sorted(places):
        low, high = max(0, at - _PHRASE_REACH), at + _PHRASE_REACH
        if windows and low <= windows[-1][1]:
            windows[-1] = (windows[-1][0], high)
        else:
            windows.append((low, high))
    return windows


# "TWO TO three times", "ONE OR two hours"
_LOWER_END = re.compile(
    rf"\b(?:({_COUNT})-?[\s-](?:to|or)[\s-]|(?<=between\s)({_COUNT})\sand\s)\Z", re.IGNORECASE
)
_LONGEST_LOWER_END = 24


def _words(text: str, start: int, end: int) -> Iterator[Atom]:
    """Number words count where a marker follows: three times, four GPU hours."""
    for begin, stop, value in numbers_in_words(text, start, end):
        atom = read_atom(text, begin, stop, value)
        if atom is None or not (
            atom.kind in {"ratio", "measure", "percent"} or "percent" in text[atom.start : atom.end]
        ):
            continue
        if is_times(text, atom):
            take_lower_end(text, atom)
            yield atom


_FOLDED = re.compile(r"\s{1,9}(?:[a-z]|\d{1,3}\s?%)")
_MOVED_BEFORE = re.compile(r"(?:[ew][ds]|rew)\s\Z")


def is_times(text: str, atom: Atom) -> bool:
    """False for number words before fold where nothing is multiplied: our contribution is two fold.

    Args:
        text: Clean text.
        atom: What the number words and what follows them say.
    """
    if not text.endswith("fold", atom.start, atom.end):
        return True
    moved = _MOVED_BEFORE.search(text, max(0, atom.start - 4), atom.start)
    return moved is not None or _FOLDED.match(text, atom.end) is not None


def take_lower_end(text: str, atom: Atom) -> bool:
    """Take in the lower end of a range in words: two to three times, between ten and twenty minutes.

    Args:
        text: Clean text.
        atom: The upper end, which becomes the range.

    Returns:
        True if there is one.
    """
    lower = _LOWER_END.search(text, max(0, atom.start - _LONGEST_LOWER_END), atom.start)
    if lower is None or (low := NUMBER_WORDS[(lower[1] or lower[2]).lower()]) >= atom.lo:
        return False
    atom.start, atom.lo = lower.start(1 if lower[1] else 2), low
    return True


def _phrases(text: str, start: int, end: int) -> Iterator[Atom]:
    for m in _PHRASE.finditer(text, start, end):
        kind: QuantityKind
        unit, lo, hi, begin = "1", 1.0, None, m.start()
        name = m.lastgroup
        if name in {None, "orders", "more"}:
            kind, unit = "magnitude", "x"
            count = (m["orders"] or "").lower()
            lo = 10.0 ** NUMBER_WORDS.get(count, 1)
            hi = None if count in {"", "several", "many", "multiple", "few"} and not _single(m[0]) else lo
            if m["more"]:
                lo, hi = sorted((lo, 10.0 ** NUMBER_WORDS[m["more"].lower()]))
        elif name in _RATIO_WORDS:
            kind, unit, lo = "ratio", "x", _RATIO_WORDS[name]
            hi = lo
        elif name == "folds":
            kind, unit, lo = "ratio", "x", NUMBER_WORDS[m[name].lower()]
            hi = lo
        elif name in _PARTS or name == "fraction":
            kind, unit = "part", "percent"
            lo = hi = 100 / _FRACTIONS[m[name].lower()] if name == "fraction" else _PARTS[name]
            if name == "halve":
                kind = "percent"
        elif name in {"sub", "single", "single2"}:
            word = m[name].split()[-1]
            unit, kind, hi = canonical_unit(word) or "1", "measure", 1.0
        else:
            kind, begin = "rank", m.start(name or 0)
            word = m[name or 0].lower()
            first_word = word.split()[0]
            lo = hi = float(_RANKS.get(first_word, int(word[-1]) if word[-1].isdigit() else 1))
        atom = Atom(begin, m.end(), m.end(), lo, kind, unit)
        atom.hi = hi
        if kind == "ratio":
            take_lower_end(text, atom)
        yield atom


def _single(text: str) -> bool:
    return re.search(r"\border\b", text, re.IGNORECASE) is not None
