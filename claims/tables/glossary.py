"""What a caption, or the paper, says that its abbreviations stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from claims.tables.vocabulary import HeadMetric, find_metric, metric_named, spelled, words

if TYPE_CHECKING:
    from collections.abc import Mapping

_NAME = r"[A-Z#Δ\[][\w.#+/@\[\]-]{0,9}"
_QUOTED = r"[“\"”‘'`]{1,2}\(?[\w.#+/@\[\]-]{1,12}\)?,?[”\"’']{1,2}"
_BEFORE_BRACKETS = re.compile(rf"(?<![\w-])(?P<short>{_NAME})\s\((?P<long>[A-Za-z][^();:]{{2,50}})\)")
_EQUATED = re.compile(
    rf"(?:^|[\s(])(?P<short>{_NAME})\s?(?::|=)\s(?P<long>[A-Za-z][\w' /-]{{2,50}})(?=[.,;)]|$)"
)
_IN_BRACKETS = re.compile(r"\((?P<short>[A-Z][\w.@-]{1,9})\)")
_WORDS = re.compile(r"[A-Za-zé][\w-]*")
_PLURAL = re.compile(r"(?<=[A-Z])s$")
_FARTHEST = 90
_FURTHER = 2  # words of what an abbreviation stands for that give it no letter
_BETWEEN = re.compile(r",?\s(?:and|&)\s|,\s")
_AROUND = "“”\"‘’'`[]() ,."
_ONWARD = re.compile(r"(?:,?\s(?:and|where)|[^\w\s]+)$")
_ARTICLE = re.compile(r"^(?:the|an?)\s")
_PARTS = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+")
_CONTESTED = 4
"""Letters up to which an abbreviation means what a paper says that it does, whatever it means elsewhere."""


@cache
def denotes() -> re.Pattern[str]:
    """Return what finds words that tell what a sign stands for."""
    longest_first = sorted(words("denotes"), key=lambda word: (-len(word), word))
    return re.compile(rf"\b(?i:{'|'.join(longest_first)})\b")


@cache
def _denoted() -> re.Pattern[str]:
    one = rf"(?:{_QUOTED}|{_NAME}(?![\w”\"]))"
    listed = rf"{one}(?:(?:,\s(?:and\s)?|\s(?:and|&|/)\s){one})*"
    return re.compile(rf"(?<![\w-])(?P<shorts>{listed})\s{denotes().pattern}\s")


def explained(text: str) -> dict[str, str]:
    """Return what a caption says that its abbreviations stand for.

    >>> explained("“S” and “T” denote speech and text. WC (word count), relevance (Rel.)")
    {'S': 'speech', 'T': 'text', 'WC': 'word count', 'Rel': 'relevance'}
    """
    out: dict[str, str] = {}
    for short, long in _denoted_in(text):
        out.setdefault(short, long)
    for pattern in (_BEFORE_BRACKETS, _EQUATED):
        for m in pattern.finditer(text):
            if begins(m["short"], m["long"]):
                out.setdefault(m["short"].rstrip("."), m["long"].strip())
    if any(m["short"].casefold() in words("difference") for m in _IN_BRACKETS.finditer(text)):
        for short, long in spelled_out(text).items():
            if short.casefold() in words("difference"):
                out.setdefault(short.rstrip("."), long)  # that of "relevance (Rel.)" is no relative value
    return out


def _denoted_in(text: str) -> Iterator[tuple[str, str]]:
    """Yield abbreviations before a word that tells what they stand for, each with its part of what follows."""
    found = list(_denoted().finditer(text))
    for i, m in enumerate(found):
        after = found[i + 1].start() if i + 1 < len(found) else len(text)
        shorts = [each.strip(_AROUND) for each in _BETWEEN.split(m["shorts"])]
        rest = re.split(r"[.;:(]\s?", text[m.end() : after], maxsplit=1)[0].strip(" ,")
        rest = _ONWARD.sub("", rest)
        longs = (
            [_ARTICLE.sub("", each.strip()) for each in _BETWEEN.split(rest)] if len(shorts) > 1 else [rest]
        )
        if longs and longs[-1] in words("respectively"):
            longs.pop()
        shorts = shorts[-len(longs) :]
        if len(longs) == len(shorts):
            last = longs[-1].split(" ")
            for short, long in zip(shorts, longs, strict=True):
                alone = " " not in long and len(last) > 1 and long != longs[-1] and long == long.lower()
                yield short, f"{long} {last[-1]}" if alone else long


def spelled_out(text: str) -> dict[str, str]:
    """Return what stands before abbreviations in brackets, where their letters begin its words, or those of one word.

    >>> spelled_out("the word error rate (WER), brevity (BR) and results (see below)")
    {'WER': 'word error rate', 'BR': 'brevity'}
    """
    out: dict[str, str] = {}
    for m in _IN_BRACKETS.finditer(text):
        before = _WORDS.findall(text[max(0, m.start() - _FARTHEST) : m.start()])
        most = min(len(before), len(m["short"]) + _FURTHER)
        longs = (" ".join(before[-n:]) for n in range(1, most + 1))
        long = next((each for each in longs if is_spelled_by(m["short"], each)), None)
        if (
            long is None
            and before
            and len(before[-1]) > len(m["short"]) + 1
            and begins(m["short"], before[-1])
        ):
            long = before[-1]
        if long is not None:
            out.setdefault(m["short"], long)
    return out


def begins(short: str, long: str) -> bool:
    """True where the letters of an abbreviation stand in a text in their order, from its first one on.

    >>> begins("AE.", "AlpacaEval"), begins("We", "tested")
    (True, False)
    """
    letters = [c for c in short.casefold() if c.isalnum()]
    rest = iter(long.casefold())
    return bool(letters) and letters[0] == long[:1].casefold() and all(c in rest for c in letters)


def is_spelled_by(short: str, long: str) -> bool:
    """True where each word of a text gives an abbreviation its first letter, or none: WER, word error rate."""
    letters = [c for c in _PLURAL.sub("", short).casefold() if c.isalnum()]
    initials = "".join(part[0] for part in _PARTS.findall(long)).casefold()
    rest = iter(initials)
    return len(letters) > 1 and initials[:1] == letters[0] and all(c in rest for c in letters)


def meant(metric: HeadMetric, short: str, long: str) -> HeadMetric | None:
    """Return what an abbreviation that could name a metric names, by what it stands for; None where that is no metric.

    Args:
        metric: The metric that it names elsewhere.
        short: The abbreviation.
        long: What it stands for here.
    """
    if len(short) > _CONTESTED or short == short.lower():
        return metric
    whole = metric_named(long)
    found = whole if whole is not None and whole.strong else measured(long)
    if found is not None:
        return found if found.id != metric.id else metric
    return metric if len(short) == _CONTESTED or find_metric(spelled(long)) else None


def shared_metric(glossary: Mapping[str, str]) -> HeadMetric | None:
    """Return the metric that several abbreviations stand for kinds of: strict and loose accuracy."""
    found = [m for long in glossary.values() if (m := measured(long)) is not None]
    return found[0] if len(found) > 1 and len({m.id for m in found}) == 1 else None


def measured(long: str) -> HeadMetric | None:
    """Return the metric that some words end with, None where that says little."""
    found = last_metric(long)
    return found if found and found.id not in words("says_little") else None


def last_metric(long: str) -> HeadMetric | None:
    """Return the metric that some words end with."""
    found = find_metric(long)
    return found[0] if found and found[1][1] == len(long) else None
