"""Noun phrases: where the name of a thing begins and ends in a row of tokens."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from claims.names.mentions import hardware_names
from claims.syntax.lexicon import load
from claims.syntax.sentence import Sentence

_REACH = 16
_ENDS = frozenset(",;:)KinrhtfzbVGO=@>&QURP")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase of a sentence.

    Attributes:
        first: Index of its first token.
        last: Index of its last token.
        start: Offset in the text.
        end: Offset after it.
        text: Its words, in one line.
    """

    first: int
    last: int
    start: int
    end: int
    text: str


@cache
def words(section: str, name: str) -> frozenset[str]:
    """Return a list of words of ``schema/linking.toml``."""
    return frozenset(_tables()[section][name])


@cache
def _tables() -> dict[str, Any]:
    return load("linking.toml")


def table(name: str) -> dict[str, list[str]]:
    """Return a table of ``schema/linking.toml``."""
    found: dict[str, list[str]] = _tables()[name]
    return found


def lower(sentence: Sentence, i: int) -> str:
    """Return the words of a token in lower case."""
    token = sentence.tokens[i]
    return sentence.text[token.start : token.end].lower()


def in_line(text: str) -> str:
    """Return a text with each stretch of white space as one blank."""
    return " ".join(text.split())


def proper(text: str) -> bool:
    """True for a word that looks like a name: a capital or a digit in it."""
    return not text.islower() and any(c.isupper() or c.isdigit() for c in text)


def _joined_left(text: str, start: int) -> bool:
    return start > 1 and text[start - 1] == "-" and not text[start - 2].isspace()


def _joined_right(text: str, end: int) -> bool:
    return end + 1 < len(text) and text[end] == "-" and not text[end + 1].isspace()


def _is_stop(sentence: Sentence, i: int, begun: bool) -> bool:
    """True where the word at an index is no part of a noun phrase that has begun or is about to."""
    text, token = sentence.text, sentence.tokens[i]
    if _joined_left(text, token.start) or _joined_right(text, token.end):
        return False
    word = text[token.start : token.end]
    low = word.lower()
    if low in words("phrase", "stop"):
        return begun or low not in {"comparable", "similar"}
    if low.endswith("ly") and word == low:
        return begun and sentence.codes[i + 1 : i + 2] != "w"
    if begun and low.endswith("ing") and i + 1 < len(sentence.codes):
        following = text[sentence.tokens[i + 1].start : sentence.tokens[i + 1].end].lower()
        return (
            following in {"the", "a", "an", "its", "their", "our", "to", "only"}
            or sentence.codes[i + 1] in "QUZqj"
        )
    return False


def noun_phrase(sentence: Sentence, index: int) -> Phrase | None:
    """Read the noun phrase that begins at a token.

    Args:
        sentence: The sentence.
        index: Index of the token after the preposition, verb or comparator.

    Returns:
        The phrase without articles, ended by the next preposition, clause, comma or quantity; None where none
        begins here.
    """
    codes, tokens, text = sentence.codes, sentence.tokens, sentence.text
    count = len(codes)
    i = index
    lead = words("phrase", "lead")
    while i < count and codes[i] in "wKohGsj&" and text[tokens[i].start : tokens[i].end].lower() in lead:
        if _joined_right(text, tokens[i].end):
            break
        i += 1
    if codes[i : i + 1] == "Z" and _joined_right(text, tokens[i].end):
        i += 1
    first = i
    while i < count and i - first < _REACH:
        code = codes[i]
        if code in {"w", "M", "N"}:
            if _is_stop(sentence, i, i > first):
                break
        elif code == "o":
            if not (i > first and _is_state_of_the_art(sentence, i)):
                break
            i += 2
        elif code in {"V", "G"}:
            if not _is_participle_or_noun(sentence, i, first):
                break
        elif code in "As":
            if (
                i > first
                and not _joined_left(text, tokens[i].start)
                and not _joined_right(text, tokens[i].end)
            ):
                break
        elif code == "U":
            if not text[tokens[i].start : tokens[i].end].endswith("GB") or codes[i + 1 : i + 2] != "w":
                break
        elif code == "Z":
            glued = text[tokens[i].end : tokens[i].end + 1] in {"+", "-"}
            sized = is_size(sentence, i)
            if (i == first and not sized) or not (glued or sized or _is_version(sentence, i)):
                break
        elif code == "(":
            if i == first or not _is_acronym(sentence, i):
                break
            i += 2
        elif code == "/":
            if i == first:
                break
        elif code in _ENDS or not _joined_left(text, tokens[i].start):
            break
        i += 1
    last = i - 1
    while last >= first and (codes[last] in "/o" or _dangling(sentence, last, first)):
        last -= 1
    if last < first:
        return None
    return _phrase(sentence, first, last)


def _phrase(sentence: Sentence, first: int, last: int) -> Phrase:
    text = sentence.text
    start, end = tokens_span(sentence, first, last)
    while end < sentence.end and text[end] in "+*#" and not text[end].isspace():
        end += 1
    while end > start + 1 and text[end - 1] in ".'’`\"":
        end -= 1
    shown = in_line(text[start:end])
    for tail in ("'s", "'", "’s"):
        if shown.endswith(tail):
            shown = shown[: -len(tail)]
            end -= len(tail)
    return Phrase(first, last, start, end, shown)


def tokens_span(sentence: Sentence, first: int, last: int) -> tuple[int, int]:
    """Return where the tokens from one index to another stand."""
    return sentence.tokens[first].start, sentence.tokens[last].end


def _dangling(sentence: Sentence, i: int, first: int) -> bool:
    """True for a participle left at the end of a phrase: "the model TRAINED on"."""
    if i == first or sentence.codes[i] not in "wV":
        return False
    token = sentence.tokens[i]
    word = sentence.text[token.start : token.end]
    if _joined_left(sentence.text, token.start):
        return False
    return word.islower() and word.endswith("ed") and not word.endswith(("bed", "eed"))


def _is_state_of_the_art(sentence: Sentence, i: int) -> bool:
    around = sentence.text[sentence.tokens[i - 1].start : sentence.tokens[i].end + 9].lower()
    return around.startswith("state") and in_line(around).startswith(("state of the art", "state of art"))


def _is_participle_or_noun(sentence: Sentence, i: int, first: int) -> bool:
    token = sentence.tokens[i]
    text = sentence.text
    word = text[token.start : token.end].lower()
    if _joined_left(text, token.start) or _joined_right(text, token.end):
        return True
    follows = i + 1 < len(sentence.codes) and sentence.codes[i + 1] in "wMN"
    if word.endswith("ed"):
        return follows
    if word.endswith("ing"):
        return follows and i == first
    if word in {"drop", "gain", "cut", "raise", "rise"}:
        return i > first
    return i > first and word in {"results", "result", "set", "report", "runs", "costs", "support", "use"}


def is_size(sentence: Sentence, i: int) -> bool:
    """True for a number that says how large the models behind it are: 7B baselines."""
    return sentence.text[sentence.tokens[i].end - 1] in "BM" and sentence.codes[i + 1 : i + 2] == "w"


def _is_version(sentence: Sentence, i: int) -> bool:
    """True for a number that belongs to a name: Llama 2, Raspberry Pi 4, Llama 2 13B."""
    token, before = sentence.tokens[i], sentence.tokens[i - 1]
    if len(token.quantities) != 1 or token.start - before.end != 1 or sentence.text[before.end] not in " -":
        return False
    end = hardware_names().end_at(sentence.text, before.start)
    if end is not None and end >= token.end:
        return True  # GTX 1080 Ti
    quantity = token.quantities[0]
    small = quantity.lo < 1000 or 1900 < quantity.lo < 2100 or quantity.text[-1:] in "BM"
    return small and proper(sentence.text[before.start : before.end])


def _is_acronym(sentence: Sentence, i: int) -> bool:
    """True for "(SOTA)" in the middle of a phrase: "state-of-the-art (SOTA) protocol"."""
    codes = sentence.codes
    if codes[i + 1 : i + 3] != "w)" or codes[i + 3 : i + 4] not in {"w", "M"}:
        return False
    inside = sentence.tokens[i + 1]
    word = sentence.text[inside.start : inside.end]
    after = sentence.tokens[i + 3]
    glued = after.start == sentence.tokens[i + 2].end
    return glued or ((word.upper() == word or word.lower() == "sota") and not _is_stop(sentence, i + 3, True))


def phrase_list(
    sentence: Sentence, index: int, *, before_verb: bool = False, loose: bool = False
) -> list[Phrase]:
    """Read a coordinated list of noun phrases: "Spatten, Sanger and FACT", "GPU/WSE".

    Args:
        sentence: The sentence.
        index: Index of the token where the first begins.
        before_verb: True where a verb may follow the list, because its subject stands before it.
        loose: True where it is sure that a list stands there, so that its members need not look like names.

    Returns:
        The phrases in order; one where there is no list, none where no phrase begins there.
    """
    head = noun_phrase(sentence, index)
    if head is None:
        return []
    codes = sentence.codes
    members = [head]
    pending: list[Phrase] = []
    i = _after_parenthesis(codes, head.last + 1)
    while i < len(codes) and len(members) + len(pending) < 12:
        closing = codes[i] == "&"
        if codes[i] == "," and (aside := _apposition(sentence, i)) is not None:
            i = aside
            continue
        if codes[i] == "," and codes[i + 1 : i + 2] == "&":
            closing = True
            i += 1
        elif codes[i] != "," and not closing:
            break
        member = noun_phrase(sentence, i + 1)
        if member is None or member.first - i > 3:
            break
        after = _after_parenthesis(codes, member.last + 1)
        if not loose and not _is_member(sentence, member, after, closing, before_verb):
            break
        pending.append(member)
        i = after
        if closing:
            members += pending
            pending = []
    if loose and codes[i : i + 1] == ")":
        members += pending  # "(A, B, C)" needs no "and"
    if len(members) == 1 and "/" in head.text:
        return _slash_list(head)
    return [_apposed(sentence, m) for m in members]


def _apposition(sentence: Sentence, i: int) -> int | None:
    """Return the index of the comma after an apposition ("A, A COMMERCIAL CHIP, and B"), or None."""
    if i + 1 >= len(sentence.codes) or sentence.words(i + 1, i + 1).lower() not in {"a", "an"}:
        return None
    phrase = noun_phrase(sentence, i + 1)
    if phrase is None or sentence.codes[phrase.last + 1 : phrase.last + 3] != ",&":
        return None
    return phrase.last + 1


def _after_parenthesis(codes: str, i: int) -> int:
    """Return the index after a short parenthesis that begins at an index, else that index."""
    if codes[i : i + 1] == "(":
        close = codes.find(")", i, i + 8)
        if (
            close > 0
            and (close - i < 4 or not any(c in "QUZ" for c in codes[i:close]))
            and "Q" not in codes[i:close]
        ):
            return close + 1
    return i


def _is_member(sentence: Sentence, member: Phrase, after: int, closing: bool, before_verb: bool) -> bool:
    codes = sentence.codes
    following = codes[after : after + 1]
    if following and following in ("QU>" if before_verb and closing else "VGO=QU>"):
        return False
    if following == "z":
        return True
    if member.last - member.first > 7:
        return False
    text = sentence.text
    token = sentence.tokens[member.first]
    word = text[token.start : token.end]
    named = any(proper(w) for w in member.text.split())
    if not closing:
        return following in {",", "&"} and (named or "z" in codes[after:])
    if "z" in codes[after : after + 14] and not any(
        c in codes[after : codes.find("z", after)] for c in "VGO="
    ):
        return True
    return named or word.lower() in words("comparison", "prior") or member.text.lower().startswith("state")


def _slash_list(phrase: Phrase) -> list[Phrase]:
    parts = phrase.text.split("/")
    if len(parts) > 3 or not all(p and p[0].isalnum() for p in parts) or " " in phrase.text:
        return [phrase]
    return [Phrase(phrase.first, phrase.last, phrase.start, phrase.end, p) for p in parts]


def _apposed(sentence: Sentence, phrase: Phrase) -> Phrase:
    """Keep only the name that stands beside a general noun: "prior accelerators ANT" is ANT."""
    text = sentence.text
    heads = words("comparison", "heads")
    for i in range(phrase.last - 1, phrase.first - 1, -1):
        token = sentence.tokens[i]
        if text[token.start : token.end].lower() in heads and not _joined_right(text, token.end):
            rest = range(i + 1, phrase.last + 1)
            if sentence.codes[i + 1] in "wM" and all(
                proper(text[sentence.tokens[k].start : sentence.tokens[k].end]) for k in rest
            ):
                return _phrase(sentence, i + 1, phrase.last)
            return phrase
    return phrase
