"""The bound of each number: what qualifies it, and how far a qualifier reaches."""

from __future__ import annotations

import re
from typing import cast

from claims.model import Bound
from claims.numbers.qualifiers import BELOW, qualifier_after
from claims.reading.match import Reading
from claims.reading.statistics import statistic_of
from claims.syntax.sentence import Sentence

Marks = tuple[Bound, str | None]
_STANDING = frozenset({"level", "count", "rank", "share"})
"""Forms that tell where a metric stands, not how it moved: an average of one is none of the next."""
# No verb, no "by", "to" or "for" between two numbers; "gains of 6.5% (BERT), 4.0% (Llama)" are a list.
_PLUS = re.compile(r"\d\+")
_LISTED = re.compile(r"(?:\([wM]{1,3}\))?[^VGO=Kh;(b)qtfz@]*")


def marks(sentence: Sentence, readings: list[Reading]) -> list[Marks]:
    """Find bound and statistic of each reading.

    Args:
        sentence: The sentence.
        readings: Its readings, in order.

    Returns:
        Bound and statistic of each. A qualifier at the head of a coordinated list of nouns holds for each member
        that has none of its own; it does not reach across a second verb (convention 14 of docs/claim-model.md).
    """
    found: list[Marks] = []
    for i, reading in enumerate(readings):
        before = readings[i - 1] if i else None
        own = _own(sentence, reading, before)
        found.append(own if before is None else _with_head(sentence, reading, own, before, found[-1]))
    return found


def _with_head(sentence: Sentence, reading: Reading, own: Marks, before: Reading, head: Marks) -> Marks:
    """Let a member without marks of its own have those of its list."""
    bound, statistic = own
    if reading.member:
        return (head[0] if bound == "exact" and statistic is None else bound), statistic or head[1]
    if before.rule == "from" and reading.rule == "change to":
        return bound, statistic or head[1]  # "the average rate rises FROM 27% TO 61%"
    listed = _LISTED.fullmatch(sentence.codes, before.token + 1, reading.token)
    if bound != "exact" or statistic is not None or listed is None:
        return own
    alike = reading.form not in _STANDING or reading.carried or before.metric == reading.metric
    at_head = "s" in sentence.codes[max(0, before.token - 8) : before.token]
    statistic = head[1] if alike and at_head else None
    compared = (
        reading.form in _STANDING and ">" in listed[0]
    )  # "around 40% of the time, COMPARED TO 10% for B"
    return "exact" if compared or _of_another(sentence, before, reading) else head[0], statistic


def _of_another(sentence: Sentence, before: Reading, reading: Reading) -> bool:
    """True where a qualifier is that of one number: an error OF LESS THAN 3 cm, >96% accuracy and 38% less power."""
    if reading.carried or before.form not in _STANDING:
        return False
    lead = sentence.codes[: before.token]
    return reading.form not in _STANDING or (lead.endswith("q") and lead.rstrip("qsj").endswith("o"))


def _own(sentence: Sentence, reading: Reading, before: Reading | None) -> Marks:
    bound: Bound = "less_than" if reading.quantity.text.lower().startswith(BELOW) else "exact"
    if not reading.member:
        floor = before.token if before else -1
        return _qualified(sentence, reading.token, bound), statistic_of(sentence, reading, floor)
    marked = {m.code: m.entry.value for m in sentence.tokens[reading.token].hedges[reading.member] if m.entry}
    return cast("Bound", marked.get("q", bound)), marked.get("s")


def _qualified(sentence: Sentence, at: int, bound: Bound) -> Bound:
    """Return what the qualifiers before a number, and those right behind it (or more, +), make of it."""
    lead = sentence.codes[:at]
    loose = 2
    for k in range(at - 1, -1, -1):
        loose -= lead[k] == "w"
        if lead[k] == "q" and bound in {"exact", "approx"}:
            bound = cast("Bound", sentence.entry(k).value)
        if lead[k] not in "qsjobyw" or loose < 0:
            break
    token = sentence.tokens[at]
    if bound not in {"exact", "approx"}:
        return bound
    if _PLUS.search(token.quantities[0].text):
        return "at_least"
    if sentence.codes.startswith("s", at + 1):
        return bound  # "a 20 N maximum force" is a statistic
    behind = qualifier_after(sentence.text, token.end)
    return bound if behind == "exact" else behind
