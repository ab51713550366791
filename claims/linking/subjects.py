"""Whose number it is: the name of the system that has the value."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from claims.linking.hardware import hardware_name
from claims.linking.names import find_workload
from claims.linking.phrases import words
from claims.reading.rule import Reading
from claims.syntax.sentence import Sentence

if TYPE_CHECKING:
    from claims.linking.document import Document

_NAME = re.compile(
    r"(?:\d?[A-Z][\w.+*]*[A-Z\d+*][\w.+*]*|[a-z]{1,3}[A-Z]\w+)(?:-[\w.+*]+){0,3}|[A-Z][a-z]{3,20}(?:-[A-Z\d][\w.]*)?"
)
_STRONG = re.compile(r"[A-Z].*[A-Z\d]|[a-z][A-Z]")


def subjects(document: Document, sentence: Sentence, readings: list[Reading]) -> list[tuple[str | None, str]]:
    """Give each number of a sentence the name of the system that it belongs to.

    Args:
        document: The abstract.
        sentence: The sentence.
        readings: Its readings, in order.

    Returns:
        The name that stands before the verb, else the name of the paper's own system, else None; each with the
        relation that gave it.
    """
    each = _one_each(document, sentence, readings)
    result: list[tuple[str | None, str]] = []
    known: str | None = None
    floor = -1
    for reading in readings:
        if reading.token > floor:
            named = _before_verb(document, sentence, reading.token, floor)
            known = named or known
            floor = reading.token
        if reading.token in each:
            result.append((each[reading.token][reading.member], "list of systems"))
            continue
        main = document.main if sentence.index >= document.own_part else None
        result.append((known, "subject of the verb") if known else (main, "own system" if main else ""))
    return result


_WORD = r"[A-Za-z0-9][\w.+*-]{1,30}"
_LISTED = re.compile(rf"(?<![\w.+*-])(?P<names>{_WORD}(?:,\s{_WORD}){{0,6}},?\sand\s{_WORD})(?![\w-])")
_BETWEEN_NAMES = re.compile(r",?\sand\s|,\s")


def _one_each(document: Document, sentence: Sentence, readings: list[Reading]) -> dict[int, list[str]]:
    """Pair a list of numbers with a list of systems as long: A AND B reach 78% and 81%, RESPECTIVELY.

    Returns:
        The names of the members of each list of numbers, by its token.
    """
    if "z" not in sentence.codes:
        return {}
    found: dict[int, list[str]] = {}
    for reading in readings:
        token = sentence.tokens[reading.token]
        members = len(token.quantities)
        if members < 2 or reading.token in found:
            continue
        for m in _LISTED.finditer(sentence.text, sentence.start, token.start):
            names = _BETWEEN_NAMES.split(m["names"])
            if (
                len(names) == members
                and all(map(_NAME.fullmatch, names))
                and _is_subject(sentence, m.start(), m.end(), reading.token)
                and words("workload", "not_names").isdisjoint(names)
                and not any(hardware_name(name) or _is_workload(document, sentence, name) for name in names)
            ):
                found[reading.token] = names
    return found


_BEGINS = re.compile(r"(?:\A|,|;|\bthat|\bwhile|\bboth|\bour|\bthe)\s*\Z", re.IGNORECASE)
_OF = re.compile(r"\A\s*(?:[Tt]he\s)?(?:[\w-]+\s){1,4}(?:of|for)\s\Z")
_STATES = re.compile(r"w{0,2}[GVO=]")
_IS = re.compile(r"w?=[qsj]{0,3}\Z")


def _is_subject(sentence: Sentence, start: int, end: int, at: int) -> bool:
    """True for names at the head of a clause whose verb follows, and for those of "the accuracy OF A and B was"."""
    behind = next((i for i, token in enumerate(sentence.tokens) if token.start >= end), at)
    lead = sentence.text[sentence.start : start]
    if _OF.match(lead):
        return _IS.match(sentence.codes[behind:at]) is not None
    return _BEGINS.search(lead) is not None and _STATES.match(sentence.codes, behind) is not None


def _before_verb(document: Document, sentence: Sentence, at: int, floor: int) -> str | None:
    """Return the name right before the nearest verb to the left that has one: "that X reaches"."""
    codes = sentence.codes
    for k in range(at - 1, max(floor, 0), -1):
        if codes[k] not in "VGO=" and not (codes[k] == "w" and _modal(sentence, k)):
            continue
        name = _name_ending(document, sentence, k - 1)
        if name:
            return name
    return None


def _is_workload(document: Document, sentence: Sentence, name: str) -> bool:
    """True for data, and for a model beside the paper's own system: "with X, RESNET-18 keeps 70%"."""
    found = find_workload(name)
    if found is None or found[0] != name or name.startswith(tuple(document.names)):
        return False
    return found[1] in {"dataset", "benchmark"} or (found[1] == "model" and document.names_own(sentence))


def _modal(sentence: Sentence, k: int) -> bool:
    token = sentence.tokens[k]
    return sentence.text[token.start : token.end].lower() in _MODALS


_MODALS = frozenset({"can", "could", "may", "significantly", "also", "consistently", "further"})


def _name_ending(document: Document, sentence: Sentence, last: int) -> str | None:
    """Return the name that ends with a token, where it is the subject of a clause."""
    if last < 0 or sentence.codes[last] not in "wN":
        return None
    text = sentence.text
    end = sentence.tokens[last].end
    start = text.rfind(" ", sentence.start, end) + 1 or sentence.start
    m = _NAME.match(text, start, end)
    if m is None or m.end() < end:
        return None
    name = m[0]
    if name.lower() in document.systems:
        return name
    if _is_workload(document, sentence, name):
        return None
    first = last
    while first > 0 and sentence.tokens[first - 1].start >= start:
        first -= 1
    before = sentence.codes[first - 1] if first else "K"
    if not _STRONG.search(name) or name.rstrip("s") in words("workload", "not_names") or hardware_name(name):
        return name if document.main and name.startswith(document.main) else None
    if first and sentence.words(first - 1, first - 1).lower() in {"the", "our", "proposed"}:
        before = sentence.codes[first - 2] if first > 1 else "K"
    return name if before in "K,&(:;" or first == 0 else None
