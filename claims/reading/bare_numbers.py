"""Whether bare numbers may be claims at all: most are years and counts, and a look at the words near them tells."""

from __future__ import annotations

import re
from functools import cache

from claims.numbers.quantity import Quantity
from claims.reading.benchmarks import scored_benchmarks
from claims.syntax.metric_rows import metric_rows
from claims.syntax.number_tokens import token_code
from claims.syntax.vocabulary import load

_NEAR_BEFORE, _NEAR_AFTER = 110, 70
_FAR_BEFORE, _FAR_AFTER = 150, 110
_ACRONYM = r"(?<![A-Za-z])[A-Za-z]*[A-Z]{2}[A-Za-z0-9]*"
_TWO_CAPITALS = re.compile("[A-Z]{2}")
_LETTERS = re.compile(r"[a-z][a-zà-ü]+\d{0,2}|[a-z]\^?\d")


def may_score(text: str, found: list[Quantity], start: int, end: int) -> bool:
    """Tell cheaply whether one of some bare numbers could be a claim at all.

    Args:
        text: Clean text.
        found: The numbers of a sentence.
        start: Offset of the sentence.
        end: Offset after it.

    Returns:
        False where the words near them hold no name of a metric that bare numbers measure, nor one of the few
        phrases that make a claim of one.
    """
    found = [quantity for quantity in found if token_code(text, quantity) != "w"]
    if not found:
        return False
    if any(quantity.text[0] == "+" for quantity in found):
        return True
    first, last = found[0].start, found[-1].end
    stretch = text[max(start, first - _NEAR_BEFORE) : min(end, last + _NEAR_AFTER)]
    if _capitals().search(stretch) and not _symbols().isdisjoint(_capitalized().findall(stretch)):
        return True
    if any("." in quantity.text for quantity in found) and scored_benchmarks().search(stretch):
        return True
    names = _names()
    telling = names.keys() & _LETTERS.findall(stretch.lower())
    if not telling:
        return False
    wider = text[max(start, first - _FAR_BEFORE) : min(end, last + _FAR_AFTER)].lower()
    words = set(map(_singular, _LETTERS.findall(wider)))
    return any(others <= words for word in telling for others in names[word])


@cache
def _symbols() -> frozenset[str]:
    """Return the symbols that name metrics: mAP, FID."""
    return frozenset(symbol for metric in metric_rows() for symbol in metric.get("symbols", ()))


@cache
def _capitals() -> re.Pattern[str]:
    """Return a pattern of two capitals, to which a search can skip, or of a symbol without."""
    return re.compile("|".join([_TWO_CAPITALS.pattern, *_plain_symbols()]))


@cache
def _capitalized() -> re.Pattern[str]:
    """Return a pattern of words that may be symbols."""
    return re.compile("|".join([_ACRONYM, *_plain_symbols()]))


def _plain_symbols() -> list[str]:
    return [re.escape(symbol) for symbol in sorted(_symbols()) if not _TWO_CAPITALS.search(symbol)]


@cache
def _common() -> frozenset[str]:
    """Return words too common to tell that a sentence names a metric; the word before them tells."""
    return frozenset(load("words.toml")["bare_numbers"]["common"])


@cache
def _names() -> dict[str, set[frozenset[str]]]:
    """Return the words that tell of such metrics, each with the others that have to stand near it."""
    alone = load("words.toml")["bare_numbers"]["alone"]
    names: dict[str, set[frozenset[str]]] = {word: {frozenset()} for word in alone}
    for metric in metric_rows():
        if metric.get("scale") or metric.get("bare") or metric.get("counted"):
            for alias in metric["aliases"]:
                if alias.startswith("of "):  # 90% of the time: a percentage
                    continue
                word, others = _telling(alias)
                names.setdefault(word, set()).add(others)
    for word in [word for word in names if not word.endswith("s")]:
        names.setdefault(word + "s", set()).update(names[word])
    return names


def _telling(alias: str) -> tuple[str, frozenset[str]]:
    """Return the word that tells most of a name, and the others, each in the singular."""
    words: list[str] = _LETTERS.findall(alias.lower()) or [alias.lower()]
    word = next((word for word in reversed(words) if word not in _common()), words[-1])
    return word, frozenset(map(_singular, words)) - {_singular(word)}


def _singular(word: str) -> str:
    return word.removesuffix("s")
