"""The name of a metric in the words of the paper: open, where the list of metrics is closed."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from claims.linking.candidates import METRIC
from claims.linking.choice import Scored, choose
from claims.reading.match import Reading
from claims.syntax.vocabulary import load

_FIGURE = re.compile(r"[\d.,]+(?:\\?%|x|×|times)?", re.IGNORECASE)
_LETTERS = re.compile(r"[ -]?\(([A-Za-z][\w@-]{1,9})\)")
_LONG_FORM = r"((?:[A-Za-z][\w-]*[ -]){{1,6}}[A-Za-z][\w-]*) ?\({0}\)"
_LONGEST = 80


def name_of_metric(text: str, reading: Reading, candidates: Scored) -> str | None:
    """Return the phrase that names the metric of a number, in one spelling; None where no word names it.

    The words that the first reader takes are widened to the noun phrase that ends with them; where it takes none,
    the phrase of the second reader stands.

    Args:
        text: The clean text of the abstract.
        reading: The reading of the number.
        candidates: The phrases that may name its metric, with their probabilities.
    """
    own = _first(text, reading.metric_span, candidates) if reading.metric_span else None
    if own is None or reading.metric in _OPEN:
        own = _second(text, candidates) or own
    return own or (None if reading.metric in _OPEN else reading.metric.replace("_", " "))


_OPEN = frozenset({"other", "performance"})
"""The metrics that say only that there is one."""


def _first(text: str, span: tuple[int, int], candidates: Scored) -> str | None:
    """Return the name in the words of the first reader, widened to their noun phrase."""
    start, end = span
    for _, candidate in candidates:
        stop = candidate.start + len(candidate.name)
        if candidate.start <= start and stop >= end and stop - candidate.start <= _LONGEST:
            start, end = candidate.start, stop
            break
    return _named(text, start, end)


def _named(text: str, start: int, end: int) -> str | None:
    name = spelled(text[start:end])
    return (
        _joined(text, name, end) if name and name not in _words_of_change() and name not in _EMPTY else None
    )


_EMPTY = frozenset({"it", "them", "that", "this", "one", "which", "rate", "result", "number"})


def _second(text: str, candidates: Scored) -> str | None:
    """Return the name in the phrase of the second reader, None where it has none that names a metric."""
    for choice in choose(METRIC, candidates):
        start = choice.candidate.start
        name = _named(text, start, start + len(choice.candidate.name))
        if name:
            return name
    return None


@cache
def _words_of_change() -> frozenset[str]:
    """Return the words of ``schema/words.toml`` that say how something changes, and not what."""
    return frozenset(
        word
        for row in load("words.toml")["change"]
        if "metric" not in row
        for word in row["words"]
        if " " not in word
    )


@cache
def _leads() -> frozenset[str]:
    """Return the words of ``schema/linking.toml`` that stand before a name and are none of it."""
    return frozenset(load("linking.toml")["names"]["before"])


@lru_cache(maxsize=16384)
def spelled(phrase: str) -> str:
    """Return a phrase in the spelling of names: no articles, small letters but for acronyms, the head singular.

    >>> spelled("the Spillage Rates"), spelled("AMOTA"), spelled("average end-to-end latencies")
    ('spillage rate', 'AMOTA', 'end-to-end latency')
    """
    whole = phrase.split()
    first = 0
    while first < len(whole) and (whole[first].lower() in _leads() or _FIGURE.fullmatch(whole[first])):
        first += 1
    words = whole[first:] or whole
    while len(words) > 1 and words[-1].lower() in _words_of_change():
        words.pop()
    shown = [word if _is_cased(word) else word.lower() for word in words]
    if shown:
        shown[-1] = _singular(shown[-1])
    return " ".join(shown)


def _is_cased(word: str) -> bool:
    return any(c.isupper() or c.isdigit() for c in word[1:])


def _singular(word: str) -> str:
    if _is_cased(word) or len(word) < 4 or word.endswith(("ss", "us", "is", "ops")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches")):
        return word[:-2]
    return word.removesuffix("s")


def _joined(text: str, name: str, end: int) -> str:
    """Return a name with the letters that stand for it, or letters with the words that they stand for."""
    behind = _LETTERS.match(text, end)
    if behind and _stands_for(behind[1], name):
        return f"{name} ({behind[1]})"
    if name.isupper() and name.isalpha() and 2 < len(name) < 9 and f"({name})" in text:
        long_form = re.search(_LONG_FORM.format(name), text)
        if long_form:
            words = long_form[1].replace("-", " ").split()[-len(name) :]
            if _stands_for(name, " ".join(words)):
                return f"{spelled(' '.join(words))} ({name})"
    return name


def _stands_for(letters: str, words: str) -> bool:
    initials = "".join(word[0] for word in words.replace("-", " ").split()).lower()
    short = letters.lower()
    return len(initials) > 1 and (
        short == initials or (short[0] == initials[0] and short[-1] == initials[-1])
    )
