"""The name of a metric in the words of the paper: open, where the list of metrics is closed."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from operator import itemgetter

from claims.linking.candidates import Candidate
from claims.linking.choice import Scored
from claims.reading.match import Reading
from claims.syntax.vocabulary import load

_AMOUNT = re.compile(r"[\d.,]+\\?(?:%|x|×|times)?")
_LETTERS = re.compile(r"[ -]?\(([A-Za-z][\w@-]{1,9})\)")
_LONG_FORM = r"((?:[A-Za-z][\w-]*[ -]){{1,6}}[A-Za-z][\w-]*) ?\({0}\)"
_LONGEST = 80


def name_of_metric(text: str, reading: Reading, candidates: Scored) -> str | None:
    """Return the phrase that names the metric of a number, in one spelling; None where no word names it.

    The words that the first reader takes are widened to the noun phrase that holds them; where it takes none, the
    likeliest phrase of the second reader stands.

    Args:
        text: The clean text of the abstract.
        reading: The reading of the number.
        candidates: The phrases that may name its metric, with their probabilities.
    """
    is_open = reading.metric in _OPEN
    own = _first(text, reading, candidates) or _second(text, candidates, _LEAST if is_open else _LIKELY)
    return own or (None if is_open else reading.metric.replace("_", " "))


_OPEN = frozenset({"other", "performance"})
"""The metrics that say only that there is one."""


_LEAST, _LIKELY = 0.1, 0.3
"""From which probability on a phrase names a metric that no list has, and one that some list has."""


def _first(text: str, reading: Reading, candidates: Scored) -> str | None:
    """Return the name in the words of the first reader, widened to their noun phrase.

    Words that no vocabulary has are a name only where they share some with a phrase that may be one.
    """
    if reading.metric_span is None:
        return None
    start, end = reading.metric_span
    beside = [each for each in candidates if each[1].start < end and start < _end(each[1])]
    if reading.metric == "other" and not beside:
        return None
    for _, candidate in beside:
        if candidate.start <= start and end <= _end(candidate) <= candidate.start + _LONGEST:
            return _named(text, candidate.start, _end(candidate))
    return _named(text, start, end)


def _end(candidate: Candidate) -> int:
    return candidate.start + len(candidate.name)


def _named(text: str, start: int, end: int) -> str | None:
    name = spelled(text[start:end])
    return _joined(text, name, end) if name and name not in _empty() else None


def _second(text: str, candidates: Scored, least: float) -> str | None:
    """Return the name in the likeliest phrase of the second reader that is one, None where it has none."""
    for likely, candidate in sorted(candidates, key=itemgetter(0), reverse=True):
        if likely > least and (name := _named(text, candidate.start, _end(candidate))):
            return name
    return None


@cache
def _empty() -> frozenset[str]:
    """Return what names no metric where it stands alone."""
    return _words_of_change().union(load("metric_names.toml")["empty"])


@cache
def _leads() -> frozenset[str]:
    """Return the words before a name that do not belong to it."""
    changed = {w for row in load("words.toml")["change"] if row["part"] == "adjective" for w in row["words"]}
    return frozenset(changed).union(load("metric_names.toml")["leads"])


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


@lru_cache(maxsize=16384)
def spelled(phrase: str) -> str:
    """Return a phrase in the spelling of names: no articles, small letters but for acronyms, the head singular.

    >>> spelled("the Spillage Rates"), spelled("AMOTA"), spelled("average end-to-end latencies")
    ('spillage rate', 'AMOTA', 'end-to-end latency')
    """
    words = phrase.split()
    while len(words) > 1 and (words[0].lower() in _leads() or _AMOUNT.fullmatch(words[0])):
        del words[0]
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
