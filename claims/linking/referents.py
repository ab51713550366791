"""What the words behind a comparator stand for: the system whose performance, version or name they give."""

from __future__ import annotations

import re

from claims.linking.phrases import Phrase, in_line, lower, phrase_list, words
from claims.syntax.sentence import Sentence


def prior(text: str) -> bool:
    """True for a phrase that begins as earlier work does: existing methods, the state of the art.

    Args:
        text: A noun phrase without articles.
    """
    low = text.lower().replace("(", " ").replace(")", " ")
    return low.startswith(("state-of-the-art", "state of the art")) or low.split()[0] in words(
        "comparison", "prior"
    )


def _prior_head(sentence: Sentence, phrase: Phrase) -> bool:
    return lower(sentence, phrase.last) in words("comparison", "heads")


def meant(sentence: Sentence, phrases: list[Phrase]) -> list[Phrase]:
    """Return what the words behind a comparator stand for.

    Args:
        sentence: The sentence.
        phrases: The noun phrases there, in order.

    Returns:
        The names that are given for a general word, or the system whose property or doing is named; else the same.
    """
    if (
        len(phrases) == 1
        and phrases[0].text.lower() in _USED
        and sentence.codes[phrases[0].last + 1 :][:1] in {"i", "b", "r"}
    ):
        return phrase_list(sentence, phrases[0].last + 2) or phrases  # "than that used in X"
    found = of_what(sentence, named_more_closely(sentence, phrases))
    if len(found) == 1 and lower(sentence, found[0].last) in _DOINGS:
        return _inner(sentence, found[0]) or found
    return found


def of_what(sentence: Sentence, phrases: list[Phrase]) -> list[Phrase]:
    """Compared to the performance OF X, than the latency OF X: X is meant."""
    if len(phrases) != 1:
        return phrases
    phrase = phrases[0]
    codes = sentence.codes
    if codes[phrase.last + 1 : phrase.last + 2] != "o":
        return phrases
    inner = codes[phrase.first : phrase.last + 1]
    if codes[phrase.last + 1 : phrase.last + 3] == "oG" and phrase.text.lower() in {
        "method",
        "approach",
        "strategy",
    }:
        return phrase_list(sentence, phrase.last + 3) or phrases
    if "M" in inner or phrase.text.lower() in {
        "use",
        "performance",
        "quality",
        "version",
        "versions",
        "output",
        "results",
    }:
        return phrase_list(sentence, phrase.last + 2) or phrases
    return phrases


_USED = frozenset({"used", "required", "needed", "obtained", "achieved", "produced", "reported"})
_DOINGS = frozenset({"generation", "execution"})


def _inner(sentence: Sentence, phrase: Phrase) -> list[Phrase]:
    """Slower than the generation OF X: X is meant."""
    k = phrase.last + 1
    return phrase_list(sentence, k + 1) if sentence.codes[k : k + 1] == "o" else []


def named_more_closely(sentence: Sentence, phrases: list[Phrase]) -> list[Phrase]:
    """Return the names behind a general word: accelerators (Allo and DFX), baselines such as A and B.

    Args:
        sentence: The sentence.
        phrases: The noun phrases behind a comparator, in order.
    """
    if len(phrases) != 1:
        return phrases
    last = phrases[0].last
    codes = sentence.codes
    if (
        last - phrases[0].first < 2
        and codes[last + 1 : last + 2] in {"w", ","}
        and _prior_head(sentence, phrases[0])
        and in_line(sentence.text[phrases[0].end : phrases[0].end + 11].lower())
        .lstrip(", ")
        .startswith(("such as", "like "))
    ):
        begin = last + (2 if codes[last + 1] == "," else 1)
        begin += 1 if lower(sentence, begin) == "like" else 2
        return phrase_list(sentence, begin) or phrases
    if (name := _apposed_name(sentence, phrases[0])) is not None:
        return [name]
    if codes[last + 1 : last + 2] != "(" or sentence.words(last, last).lower() not in words(
        "comparison", "heads"
    ):
        return phrases
    close = codes.find(")", last, last + 12)
    if close < 0 or "&" not in codes[last:close] or any(c in "QUZG=V" for c in codes[last:close]):
        return phrases
    return phrase_list(sentence, last + 2) or phrases


_NAME_AFTER = re.compile(r",(?P<name>w{1,3})(?=[,;b)=]|\Z)|\((?P<inside>w{1,3})\)")


def _apposed_name(sentence: Sentence, phrase: Phrase) -> Phrase | None:
    """Find the name behind a general word: the strongest baseline, X, by 3%; the state of the art (X)."""
    m = _NAME_AFTER.match(sentence.codes, phrase.last + 1)
    if m is None or not (prior(phrase.text) or _prior_head(sentence, phrase)) or phrase.text.endswith("s"):
        return None
    first, last = m.span("name" if m["name"] else "inside")
    words_of = [sentence.words(i, i) for i in range(first, last)]
    if not all(word[0].isupper() or word[0].isdigit() for word in words_of) or words_of[0] in {
        "SOTA",
        "GPU",
        "CPU",
    }:
        return None
    start, end = sentence.tokens[first].start, sentence.tokens[last - 1].end
    return Phrase(first, last - 1, start, end, in_line(sentence.text[start:end]))
