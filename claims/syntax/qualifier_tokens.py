"""Qualifiers in words that end right before a number: at least, no more than."""

from __future__ import annotations

from functools import cache

from claims.numbers.qualifiers import BEFORE_FACTOR, QUALIFIERS
from claims.syntax.tokens import Entry

_Phrase = tuple[tuple[str, ...], Entry]


@cache
def _by_last_words() -> dict[str, dict[str, list[_Phrase]]]:
    """Return the qualifiers by their last word, and then by the one before it, the longest first."""
    found: dict[str, dict[str, list[_Phrase]]] = {}
    for bound, phrases in QUALIFIERS.items():
        for phrase in (*phrases, *(f"{phrase} {BEFORE_FACTOR}" for phrase in phrases)):
            words = tuple(phrase.split())
            known = found.setdefault(words[-1], {}).setdefault("".join(words[-2:-1]), [])
            known.append((words, Entry("q", bound)))
    for known_of_word in found.values():
        for known in known_of_word.values():
            known.sort(key=lambda phrase: -len(phrase[0]))
    return found


def ending(words: list[str], stop: int) -> tuple[int, Entry] | None:
    """Return the length and the meaning of the longest qualifier that ends before a place.

    Args:
        words: Words of a sentence.
        stop: The place, from 0 to the number of words.
    """
    known = _by_last_words().get(words[stop - 1].lower()) if stop else None
    if known is None:
        return None
    longer = known.get(words[stop - 2].lower(), ()) if stop > 1 else ()
    for phrase, entry in (*longer, *known.get("", ())):
        size = len(phrase)
        if size <= 2 or (size <= stop and tuple(map(str.lower, words[stop - size : stop])) == phrase):
            return size, entry
    return None
