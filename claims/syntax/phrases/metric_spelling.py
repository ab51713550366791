"""The spelling of a noun phrase that names a metric: one, however a text writes it."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from claims.syntax.vocabulary import load
from claims.syntax.word_classes import word_codes

_AMOUNT = re.compile(r"[\d.,]+\\?(?:%|x|×|times)?")
_LETTERS = re.compile(r"[ -]?\(([A-Za-z][\w@-]{1,9})\)")
_POSSESSIVES = ("'s", "’s", "s'", "s’")
_LONG_FORM = r"((?:[A-Za-z][\w-]*[ -]){{1,6}}[A-Za-z][\w-]*) ?\({0}\)"


def metric_name(text: str, start: int, end: int) -> str | None:
    """Return the name in a stretch of a text, with the letters that stand for it; None where it names no metric.

    Args:
        text: The clean text of an abstract.
        start: Where the phrase begins.
        end: Where it ends.
    """
    name = spelled(text[start:end])
    return _joined(text, name, end) if name and name not in _empty() else None


@cache
def _empty() -> frozenset[str]:
    """Return what names no metric where it stands alone."""
    return _words_of_change() | _verbs() | _listed("empty") | _listed("no_nouns")


@cache
def _verbs() -> frozenset[str]:
    """Return the verbs of ``schema/words.toml``: what they say happens to a metric, and name none."""
    words = load("words.toml")
    changing = (row["words"] for row in words["change"] if row["part"] == "verb")
    return frozenset(words["verbs"]["outperform"]).union(words["verbs"]["outpace"], *changing) - _listed(
        "nouns"
    )


def is_verb(words: str) -> bool:
    """True for words that say what happens, and of what in no way: outperforms, speeds up, pushes."""
    return words.lower() in _verbs()


@cache
def _leads() -> frozenset[str]:
    """Return the words before a name that do not belong to it."""
    codes = word_codes()
    changed = {w for row in load("words.toml")["change"] if row["part"] == "adjective" for w in row["words"]}
    return _listed("leads").union(changed, (verb for verb in _verbs() if codes.get(verb) in _ONLY_VERBS))


# Classes of words that are nouns nowhere.
_ONLY_VERBS = frozenset("vzp")


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
def _listed(name: str) -> frozenset[str]:
    """Return a list of words of ``schema/metric_names.toml``."""
    return frozenset(load("metric_names.toml")[name])


# Classes of words that no noun phrase ends with: participles, adverbs, prepositions, conjunctions and the like.
_NO_NOUNS = frozenset("prPcsbt>dw")


def _ends_name(word: str) -> bool:
    """False for a word that the name of a metric does not end with: exceeding, required, further."""
    if _is_cased(word) or word in _listed("nouns"):
        return True
    return word not in _listed("no_nouns") and word_codes().get(word) not in _NO_NOUNS


def _without_tail(words: list[str]) -> list[str]:
    """Leave out where, when or for whom the metric is: the drift IN INDOOR SCENES, the depth (E.G., of a tree)."""
    for i, word in enumerate(words[1:], start=1):
        if word in _listed("tails") or ("(" in word and ")" not in word):
            return words[:i]
    return words


@lru_cache(maxsize=16384)
def spelled(phrase: str) -> str:
    """Return a phrase in the spelling of names: nobody's, no articles, small letters, the head singular.

    Acronyms keep their letters.

    >>> spelled("the Spillage Rates"), spelled("AMOTA"), spelled("average end-to-end latencies")
    ('spillage rate', 'AMOTA', 'end-to-end latency')
    >>> spelled("success rates exceeding"), spelled("biases"), spelled("drift in a hall"), spelled("depth (e.g.,")
    ('success rate', 'bias', 'drift', 'depth')
    """
    words = _without_tail(phrase.split())
    owned = (
        i + 1 for i, word in enumerate(words[:-1]) if word.endswith(_POSSESSIVES) and not _is_eponym(word)
    )
    del words[: max(owned, default=0)]
    while len(words) > 1 and (words[0].lower() in _leads() or _AMOUNT.fullmatch(words[0])):
        del words[0]
    while len(words) > 1 and (words[-1].lower() in _words_of_change() or not _ends_name(words[-1])):
        words.pop()
    shown = [word if _is_cased(word) else word.lower() for word in words]
    if shown:
        shown[-1] = _singular(shown[-1])
    return " ".join(shown)


def _is_eponym(word: str) -> bool:
    """True for whom a measure is called after: Spearman's correlation."""
    return word.lower().replace("’", "'") in _eponyms()


@cache
def _eponyms() -> frozenset[str]:
    return frozenset(load("metric_names.toml")["eponyms"])


def _is_cased(word: str) -> bool:
    return any(c.isupper() or c.isdigit() for c in word[1:])


def _singular(word: str) -> str:
    if (
        _is_cased(word)
        or len(word) < 4
        or word in _listed("singulars")
        or word.endswith(("ss", "us", "is", "ops"))
    ):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes", "iases")):
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
