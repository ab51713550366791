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
    result: list[tuple[str | None, str]] = []
    known: str | None = None
    floor = -1
    for reading in readings:
        if reading.token > floor:
            named = _before_verb(document, sentence, reading.token, floor)
            known = named or known
            floor = reading.token
        main = document.main if sentence.index >= document.own_part else None
        result.append((known, "subject of the verb") if known else (main, "own system" if main else ""))
    return result


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
