"""The class of a word: what is mined from a corpus and what is closed, and the shape and ending of all others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib import resources

from claims.errors import ClaimsError
from claims.syntax.vocabulary import load

CODES: dict[str, str] = {
    "determiner": "d", "adjective": "a", "noun": "n", "name": "N", "verb": "v", "either": "m",
    "third person": "z", "nominal": "l", "auxiliary": "b",
    "participle": "p", "gerund": "g", "adverb": "r", "preposition": "P", "to": "t", "conjunction": "c",
    "subordinator": "s", "pronoun": "w", "than": ">", "example": "e", "number": "u", "quantity": "Q",
}  # fmt: skip
"""Code of each class; punctuation is its own code."""

_SHARED = "shared name"
_ENDINGS = (("ly", "r"), ("ing", "g"), ("ed", "p"), ("ous", "a"), ("ive", "a"), ("able", "a"), ("ful", "a"))


@cache
def word_codes() -> dict[str, str]:
    """Return the code of each word of a known class, in small letters.

    Raises:
        ClaimsError: A file of ``schema/`` has a class that is none.
    """
    codes: dict[str, str] = {}
    for kind, words in _mined().items():
        if kind != _SHARED:
            codes.update(dict.fromkeys(words, _code("word_classes.txt", kind)))
    for kind, words in load("grammar_words.toml")["classes"].items():
        codes.update(dict.fromkeys(words, _code("grammar_words.toml", kind)))
    for word in _stating_verbs():
        if codes.get(word, "n") in ("na" if _THIRD_PERSON.search(word) else "n"):
            codes[word] = "m"
    return {word: "z" if code == "m" and _THIRD_PERSON.search(word) else code for word, code in codes.items()}


_THIRD_PERSON = re.compile(r"[^s]s$")


def _stating_verbs() -> Iterator[str]:
    """Yield the verbs of ``schema/words.toml``, which rules read: each may be one, however often it is a noun."""
    words = load("words.toml")
    phrases = [word for row in words["change"] if row["part"] == "verb" for word in row["words"]]
    for verbs in ("outperform", "outpace", "achieve"):
        phrases += words["verbs"][verbs]
    yield from (phrase for phrase in phrases if phrase.isalpha())


@cache
def shared_names() -> frozenset[str]:
    """Return the names that many abstracts share, so that no paper's own system is called so."""
    return frozenset(_mined().get(_SHARED, ()))


def code_of(word: str, first: bool) -> str:
    """Return the code of a word.

    Args:
        word: As written.
        first: True where it begins a sentence, so that a capital says nothing.

    >>> [code_of(word, False) for word in ("ResNet-50", "reduces", "GPU-based", "2017", "(")]
    ['N', 'v', 'a', 'u', '(']
    """
    low = word.lower()
    codes = word_codes()
    known = codes.get(low)
    if known is None and _THIRD_PERSON.search(low) and codes.get(low[:-1], "n") in "vm":
        known = "z"
    if len(word) == 1 and not word.isalnum():
        return known or word
    if known is not None and (first or word == low or known in _CLOSED):
        return known if not _is_cased(word) or known in _CLOSED else "N"
    if word[0].isdigit() and not any(map(str.isalpha, word)):
        return "u"
    if "-" in word:
        last = word_codes().get(low.rpartition("-")[2])
        if last is not None and last in "pag":
            return "a"
    if word != low and not (first and not _is_cased(word)):
        return "N"
    code = known or _by_ending(low)
    return "N" if first and not known and code == "n" and word != low else code


_CLOSED = frozenset("dPtcsw>eb")


def _is_cased(word: str) -> bool:
    """True where more than the first letter is a capital, or a digit stands in the word."""
    tail = word[1:]
    return any(map(str.isdigit, tail)) or tail != tail.lower()


def _by_ending(low: str) -> str:
    if any(map(str.isdigit, low)):
        return "N"
    return next((code for ending, code in _ENDINGS if low.endswith(ending)), "n")


def _code(file: str, kind: str) -> str:
    if kind not in CODES:
        raise ClaimsError(f"schema/{file}: class {kind!r} is unknown; use one of {', '.join(CODES)}")
    return CODES[kind]


@cache
def _mined() -> dict[str, list[str]]:
    """Return the words of each class of ``schema/word_classes.txt``."""
    found: dict[str, list[str]] = {}
    words: list[str] = []
    for line in (resources.files("claims.schema") / "word_classes.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            words = found.setdefault(line.strip("[]"), [])
        elif not line.startswith("#"):
            words += line.split()
    return found
