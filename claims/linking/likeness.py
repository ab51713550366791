"""What a sentence likens its results to: comparable to X, on par with X, the same accuracy as X."""

from __future__ import annotations

import re
from dataclasses import replace

from claims.linking.anchor import Anchor
from claims.linking.phrases import Phrase, lower, noun_phrase, phrase_list, proper, words
from claims.linking.referents import named_more_closely, prior
from claims.syntax.sentence import Sentence


def likeness(sentence: Sentence, i: int) -> Anchor | None:
    """Find what the words at an index liken to: comparable performance TO X, on par WITH X.

    Args:
        sentence: The sentence.
        i: Index of a word.

    Returns:
        The anchor, None where nothing is likened.
    """
    word = lower(sentence, i)
    if word in {"like", "unlike"} and i < 2:
        phrases = phrase_list(sentence, i + 1)
        named = bool(phrases) and prior(phrases[0].text)
        return Anchor(i, tuple(phrases), wide=True, equal=True) if named else None
    if word == "as":
        return _as_many_as(sentence, i)
    return _likened(sentence, i, word) if word in _LIKENESS else None


def _likened(sentence: Sentence, i: int, word: str) -> Anchor | None:
    codes = sentence.codes
    for k in range(i + 1, min(len(codes), i + 8)):
        as_one = codes[k] == "w" and word in {"similar", "same"} and lower(sentence, k) == "as"
        if as_one or (codes[k] in "th>" and word != "same"):
            said = sentence.words(i, k)
            if _STUDIES.search(said) or (as_one and "M" not in codes[i:k] and not _ABILITY.search(said)):
                return None
            phrases = named_more_closely(sentence, phrase_list(sentence, _past_second(codes, k + 1)))
            if not phrases or (
                word == "competitive" and k > i + 1 and codes[k] == "h" and not _opponent(phrases[0])
            ):
                return None  # "competitive quality with a dictionary of 32 atoms"
            equal, anywhere = word != "superior", word == "same"
            return Anchor(k, tuple(phrases), wide=True, equal=equal, anywhere=anywhere)
        if codes[k] not in "wMAN&OR":
            return None
    return None


def _opponent(phrase: Phrase) -> bool:
    return prior(phrase.text) or proper(phrase.text)


_LIKENESS = frozenset(
    {"superior", "comparable", "par", "similar", "same", "parity", "close", "comparably", "competitive"}
)
_ABILITY = re.compile(
    r"\b(?:performance|quality|utility|level|results?|outputs?|power|behaviou?r|functionality|guarantees?)\b"
)
# "similar experiments with ResNet-50"
_STUDIES = re.compile(
    r"\b(?:experiments?|results|trends?|findings|observations?|stud(?:y|ies)|analys[ei]s)\b"
)


def _past_second(codes: str, k: int) -> int:
    """Comparable to OR EXCEEDING X: the object stands behind the second word."""
    return k + 2 if codes[k : k + 2] == "&O" else k


def _as_many_as(sentence: Sentence, i: int) -> Anchor | None:
    """Three times as many events AS PREVIOUS WORK, twice as fast AS X."""
    codes = sentence.codes
    if not i or codes[i - 1] not in "QP":
        return None
    for k in range(i + 2, min(len(codes), i + 7)):
        if codes[k] == "w" and lower(sentence, k) == "as":
            phrases = phrase_list(sentence, k + 1)
            return Anchor(k, tuple(phrases)) if phrases else None
        if codes[k] not in "wMAN":
            return None
    return None


def starting_points(sentence: Sentence) -> list[Anchor]:
    """Find what was made smaller or faster: replacing X with Y, maintains the ORIGINAL MODEL's accuracy.

    Args:
        sentence: The sentence.

    Returns:
        One anchor, or none.
    """
    codes, text = sentence.codes, sentence.text
    low = text[sentence.start : sentence.end].lower()
    if not any(word in low for word in (*words("comparison", "starting_point"), "replacing")):
        return []
    for i in range(min(4, len(codes) - 1)):
        if codes[i] in "wG" and lower(sentence, i) == "replacing":
            phrase = noun_phrase(sentence, i + 1)
            if phrase and codes[phrase.last + 1 : phrase.last + 2] in {"h", "b"}:
                return [Anchor(i, (phrase,), equal=True, anywhere=True)]
    for i, code in enumerate(codes):
        if code not in "wM" or not i or codes[i - 1] not in "woGVb":
            continue
        token = sentence.tokens[i]
        word = text[token.start : token.end + 10].lower().split(" ", 1)[0]
        if word.rstrip(",.") in words("comparison", "starting_point"):
            phrase = noun_phrase(sentence, i)
            if phrase is None or phrase.first == phrase.last:
                continue
            cut = phrase.text.find("'s ")
            shown = phrase.text[:cut] if cut > 0 else phrase.text
            general = shown.split()[-1].lower()
            put_into = i > 1 and lower(sentence, i - 2) in {"into", "onto"}
            known = cut > 0 or put_into or general in words("comparison", "heads")
            if text[token.start - 1] == "-" or not known:
                continue
            return [Anchor(i, (replace(phrase, text=shown),), equal=True, anywhere=True)]
    return []
