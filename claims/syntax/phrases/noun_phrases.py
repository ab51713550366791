"""Noun phrases: where the name of a thing begins and ends in a row of tokens."""

from __future__ import annotations

import re
from dataclasses import replace

from claims.syntax.grammar import compile_pattern
from claims.syntax.phrases.cue_words import words
from claims.syntax.phrases.row import Phrase, Row
from claims.syntax.phrases.things import find_workload

_LONGEST = 16


def proper(text: str) -> bool:
    """True for a word that looks like a name: a capital or a digit in it."""
    return any(c.isupper() or c.isdigit() for c in text)


def phrase_at(row: Row, index: int) -> Phrase | None:
    """Return the noun phrase that begins at a token, which is read once.

    Args:
        row: The sentence.
        index: Index of the token after the preposition, verb or comparator.

    Returns:
        The phrase without articles, ended by the next preposition, clause, comma or quantity; None where none
        begins here.
    """
    if index not in row.known:
        row.known[index] = _read(row, index)
    return row.known[index]


def _read(row: Row, index: int) -> Phrase | None:
    codes, count = row.codes, len(row.codes)
    i = index
    while i < count and row.words[i] in words("lead") and not row.joined_right(i):
        i += 1
    first = i
    while i < min(count, first + _LONGEST) and (length := _length(row, i, first)):
        i += length
    last = i - 1
    while last >= first and (codes[last] in "/o" or _dangles(row, last, first)):
        last -= 1
    return _phrase(row, first, last) if last >= first else None


def _length(row: Row, i: int, first: int) -> int:
    """Return how many tokens a phrase that began at an index takes in at another; 0 where it ends."""
    code = row.codes[i]
    if code in "wMN":
        return int(row.joined(i) or not _ends_at(row, i, first))
    if code in "VG":
        return int(row.joined(i) or _is_noun(row, i, first) or _qualifies(row, i, first))
    if code in "As":
        return int(i == first or row.joined(i))
    if code == "o":
        return 3 * (row.said(i - 1, min(i + 2, len(row.codes) - 1)).lower() in words("best_so_far"))
    if code == "Z":
        return int(i > first and _is_version(row, i))
    return int(code == "/" and i > first)


def _ends_at(row: Row, i: int, first: int) -> bool:
    """True for a word that is no part of a phrase, and where a participle begins one of its own: "X using the"."""
    if row.words[i] in words("no_part"):
        return True
    following = row.words[i + 1] if i + 1 < len(row.words) else ""
    return i > first and row.words[i].endswith("ing") and following in words("determiner")


def _is_noun(row: Row, i: int, first: int) -> bool:
    """True for a participle before its noun, and for a noun that is spelled like a verb."""
    if row.words[i].endswith("ed"):
        return row.code(i + 1) in {"w", "M", "N"}
    return i > first and row.words[i] in words("verb_nouns")


def _qualifies(row: Row, i: int, first: int) -> bool:
    """True for a participle between a determiner and its noun: the LEADING baseline."""
    determined = i == first > 0 and row.words[i - 1] in words("determiner")
    return determined and row.words[i].endswith("ing") and row.code(i + 1) == "w"


def _is_version(row: Row, i: int) -> bool:
    """True for a number that belongs to the name before it: Llama 2, Raspberry Pi 4; not for Anka's 4."""
    before = row.said(i - 1, i - 1)
    near = row.tokens[i].start - row.tokens[i - 1].end == 1
    return near and proper(before) and not before.endswith(("'s", "\u2019s"))


def _dangles(row: Row, i: int, first: int) -> bool:
    """True for a participle left at the end of a phrase: "the model TRAINED on"."""
    if i == first or row.codes[i] not in "wV" or row.joined_left(i):
        return False
    return row.words[i].endswith("ed") and row.said(i, i).islower()


def _phrase(row: Row, first: int, last: int) -> Phrase:
    start, end = row.tokens[first].start, row.tokens[last].end
    shown = row.text[start:end].rstrip(".'’`\"").removesuffix("'s").removesuffix("’s")
    return Phrase(first, last, start, start + len(shown), " ".join(shown.split()))


_PARENTHESIS = compile_pattern("OPEN [^OPEN CLOSE]{1,7} CLOSE")
_SEPARATOR = compile_pattern("COMMA AND?|AND")
_DISTRIBUTED = 14  # tokens to "respectively"


def phrase_list(row: Row, index: int, *, loose: bool = False) -> list[Phrase]:
    """Read a coordinated list of noun phrases: "Spatten, Sanger and FACT", "GPU/WSE".

    Args:
        row: The sentence.
        index: Index of the token where the first begins.
        loose: True where it is sure that a list stands there, so that its members need not look like names.

    Returns:
        The phrases in order; one where there is no list, none where no phrase begins there.
    """
    head = phrase_at(row, index)
    if head is None:
        return []
    members, pending = [head], list[Phrase]()
    i = _past_parenthesis(row.codes, head.last + 1)
    while separator := _SEPARATOR.match(row.codes, i):
        closing = "&" in separator[0]
        i = separator.end()
        while row.code(i) in {"q", "Z"}:  # four data sets and UP TO 16 GPUs
            i += 1
        member = phrase_at(row, i)
        if member is None:
            break
        i = _past_parenthesis(row.codes, member.last + 1)
        if not (loose or _is_member(row, member, i, closing)):
            break
        pending.append(member)
        if closing:
            members, pending = members + pending, []
    if loose and row.code(i) == ")":
        members += pending  # "(A, B, C)" needs no "and"
    if len(members) == 1 and "/" in head.text and " " not in head.text and not _is_one_name(head.text):
        parts = head.text.split("/")
        return [Phrase(head.first, head.last, head.start, head.end, part) for part in parts if part]
    return [_beside_general(row, member) for member in members]


def _is_one_name(text: str) -> bool:
    """True for a name of the vocabulary that has a slash of its own: CNN/DailyMail."""
    known = find_workload(text)
    return known is not None and known[0] == text


def _past_parenthesis(codes: str, i: int) -> int:
    m = _PARENTHESIS.match(codes, i)
    return m.end() if m else i


def _beside_general(row: Row, phrase: Phrase) -> Phrase:
    """Keep only the name that stands beside a general noun: "prior accelerators ANT" is ANT."""
    for i in range(phrase.last - 1, phrase.first - 1, -1):
        if row.words[i] in words("system_nouns") and not row.joined_right(i):
            named = all(proper(row.said(k, k)) for k in range(i + 1, phrase.last + 1))
            return _phrase(row, i + 1, phrase.last) if named else phrase
    return phrase


def _is_member(row: Row, member: Phrase, after: int, closing: bool) -> bool:
    """True for a further member of a list, and not the subject or object of what comes next."""
    if row.crosses(after, after + 1, "after_list" if closing else "after_member"):
        return False
    return proper(member.text) or "z" in row.codes[member.last : after + _DISTRIBUTED]


def is_prior(text: str) -> bool:
    """True for a phrase that begins as earlier work does: existing methods, the state of the art.

    Args:
        text: A noun phrase without articles.
    """
    low = text.lower()
    return low.startswith(tuple(words("best_so_far"))) or low.partition(" ")[0] in words("prior")


_NAMED_BEHIND = compile_pattern(
    r"COMMA WORD{1,3} (?:[COMMA SEMICOLON BY CLOSE BE]|\Z)|OPEN [WORD COMMA AND]{1,9} CLOSE"
)


_BRACKETED = re.compile(r"\s?\(([A-Z][\w.+-]{1,30})\)")


def _in_brackets(row: Row, phrase: Phrase) -> str | None:
    """Return the name in brackets behind a general phrase; none for the first letters of its words."""
    m = _BRACKETED.match(row.text, phrase.end)
    letters = {word[:1].lower() for word in phrase.text.replace("-", " ").split(" ")}
    return m[1] if m and not (m[1].isupper() and letters.issuperset(m[1].lower())) else None


def meant(row: Row, phrases: list[Phrase]) -> list[Phrase]:
    """Return what the words behind a comparator stand for.

    Args:
        row: The sentence.
        phrases: The noun phrases there, in order.

    Returns:
        The name that is given for a general word (the best baseline, X; methods such as A and B), or the system
        whose property is named (the latency of X); else the same.
    """
    if len(phrases) != 1:
        return phrases
    phrase = phrases[0]
    general = is_prior(phrase.text) or phrase.head in words("system_nouns")
    behind = phrase.last + 1
    m = _NAMED_BEHIND.match(row.codes, behind) if general else None
    if m and not (phrase.text.endswith("s") and m[0].endswith("=")):  # than the other methods, X is faster
        named = phrase_list(row, behind + 1)
        if named and all(name.text[0].isupper() and name.text not in words("no_name") for name in named):
            return named
    if general and (name := _in_brackets(row, phrase)):
        return [replace(phrase, text=name)]
    listed = behind + (row.code(behind) == ",")
    plain = general or not proper(phrase.text)
    ahead = row.words[listed] if plain and listed < len(row.words) else ""
    if ahead in words("such"):
        return phrase_list(row, listed + 1 + (ahead == "such")) or phrases
    if general and ahead in words("listing"):
        named = phrase_list(row, listed + 1 + (row.code(listed + 1) == ","), loose=True)
        return named if named and all(proper(name.text) for name in named) else phrases
    if row.code(behind) == "o" and row.crosses(phrase.first, behind, "metric"):
        return phrase_list(row, behind + 1) or phrases
    return phrases
