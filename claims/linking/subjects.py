"""Whose number it is: the name of the system that has the value."""

from __future__ import annotations

import re
from collections.abc import Sequence

from claims.linking.compared import COMPARED, compared_system
from claims.linking.context import Context
from claims.linking.links import OWN_SYSTEM, Named
from claims.model import Role
from claims.names.entries import DATA
from claims.reading.match import Reading
from claims.syntax.grammar import compile_pattern
from claims.syntax.phrases.cue_words import words
from claims.syntax.phrases.document import Document
from claims.syntax.phrases.phrase_kinds import kind_of_head
from claims.syntax.phrases.row import Phrase
from claims.syntax.phrases.things import find_workload
from claims.syntax.phrases.view import View

VERB, LIST = "subject of the verb", "list of systems"
"""Names of the relations, see ``schema/linking.toml``."""

_NAME = re.compile(
    r"(?:\d?[A-Z][\w.+*]*[A-Z\d+*][\w.+*]*|[a-z]{1,3}[A-Z]\w+)(?:-[\w.+*]+){0,3}|[A-Z][a-z]{3,20}(?:-[A-Z\d][\w.]*)?"
)
_STRONG = re.compile(r"[A-Z].*[A-Z\d]|[a-z][A-Z]")


def subjects(context: Context, roles: Sequence[Role]) -> list[Named]:
    """Give each number of a sentence the name of the system that it belongs to, with the relation that says so.

    Args:
        context: The sentence.
        roles: The role of each of its numbers.

    Returns:
        For the value of what is compared with, the name of that; else the name before the verb, else that of the
        paper's own system, where there is one.
    """
    document, view = context.document, context.view
    result: list[Named] = []
    own: Named = (document.main, OWN_SYSTEM) if document.main and context.in_own_part else (None, "")
    known, floor = own, 0
    each = _one_each(context, own)
    for reading, role in zip(context.readings, roles, strict=True):
        if reading.token in each:
            result.append(context.dealing.share(reading.token, reading.member, each[reading.token])[0])
            continue
        name = _before_verb(document, view, reading.token, floor)
        floor = reading.token
        if role == "background" and context.in_own_part:
            result.append(_theirs(context, reading, name))
            continue
        if name:
            known = (name, VERB)
        elif name is not None and known[1] == VERB:
            known = (own[0], OWN_SYSTEM)
        result.append(known)
    return result


def _theirs(context: Context, reading: Reading, subject: str | None) -> Named:
    """Return whose the value of what is compared with is; nobody's rather than the paper's own."""
    name = compared_system(context.view, reading.token, context.comparisons)
    if name is None and subject and subject.lower() not in context.document.systems:
        name = subject  # "whereas X reaches only 70%"
    return (name, COMPARED) if name else (None, "")


def _before_verb(document: Document, view: View, at: int, floor: int) -> str | None:
    """Return the name right before the nearest verb to the left that has one: "that X reaches".

    Returns:
        The name; an empty text where the paper's own work stands there instead ("but our model reaches"); None where
        neither does.
    """
    for k in range(at - 1, floor, -1):
        if view.codes[k] in "VGO=":
            name = _name_ending(document, view, k - 1)
            if name:
                return name
            if _is_own(view, k - 1):
                return ""
    return None


_LONGEST_OWN = 4


def _is_own(view: View, last: int) -> bool:
    """True where the paper's own work is what ends with a token: WE, OUR MODEL, THE PROPOSED METHOD."""
    for k in range(last, max(last - _LONGEST_OWN, -1), -1):
        if view.words[k] in words("ours"):
            return True
        if view.codes[k] not in "wN":
            return False
    return False


def _name_ending(document: Document, view: View, last: int) -> str | None:
    """Return the name that ends with a token, where it is the subject of a clause."""
    if view.codes[last] not in "wN":
        return None
    end = view.tokens[last].end
    start = max(view.text.rfind(" ", 0, end) + 1, view.start)
    m = _NAME.fullmatch(view.text, start, end)
    if m is None or m[0].lower() in document.systems:
        return m and m[0]
    if _is_workload(document, view, m[0]) or not _STRONG.search(m[0]) or m[0].rstrip("s") in words("no_name"):
        return None
    first = last
    while first > 0 and view.tokens[first - 1].start >= start:
        first -= 1
    if first and view.words[first - 1] in words("own_determiner"):
        first -= 1
    return m[0] if not first or view.codes[first - 1] in "K,&(:;" else None


def _is_workload(document: Document, view: View, name: str) -> bool:
    """True for data, and for a model beside the paper's own system: "with X, RESNET-18 keeps 70%"."""
    known = find_workload(name)
    if known is None or known[0] != name:
        return False
    return known[1] in DATA or document.names_own(view)


_SYSTEMS = frozenset({"system", "model", "prior"})
_STATES = compile_pattern(r"[WORD METRIC RESPECTIVELY]{0,3} [ACHIEVE VERB OUTPERFORM BE]")


def _one_each(context: Context, own: Named) -> dict[int, list[Named]]:
    """Pair a list of numbers with a list of systems as long: A AND B reach 78% and 81%, RESPECTIVELY.

    Returns:
        The names of the members of each list of numbers, by its tokens.
    """
    view = context.view
    found: dict[int, list[Named]] = {}
    for token in context.tokens:
        size = context.dealing.size(token)
        for i in range(token if size > 1 else 0):
            begins = not i or view.codes[i - 1] in "K,;o"
            phrases = view.phrases(i, loose=True) if begins else []
            if len(phrases) == size and _STATES.match(view.codes, phrases[-1].last + 1):
                named = [_member(context.document, view, own, phrase) for phrase in phrases]
                whole = [name for name in named if name is not None]
                if len(whole) == size and set(whole) != {own}:
                    found[token] = whole
    return found


def _member(document: Document, view: View, own: Named, phrase: Phrase) -> Named | None:
    """Return whose a member of a list of systems is, the paper's own for OUR METHOD; None for other things."""
    if _is_own(view, phrase.first - 1):
        return own
    named = _NAME.fullmatch(phrase.text) is not None and not _is_workload(document, view, phrase.text)
    return (phrase.text, LIST) if named or kind_of_head(phrase.head) in _SYSTEMS else None
