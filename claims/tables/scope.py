"""What a caption says that its numbers are over: what they are told for one by one, what they are compared with."""

from __future__ import annotations

import re

from claims.tables.names import Names
from claims.tables.vocabulary import metric_named, words

_NEAR = 5  # words behind one for a difference, among which stands what it is from
_PARTED = re.compile(
    r"(?i)\b(?:by|per|across|(?:for|on|of) each)[\s-](?:(?:all|different|several|the)\s)?(?P<what>[a-z]+)"
)
_OVER = re.compile(
    r"\b(?i:over|against|relative to|compared (?:to|with))\s(?:the\s)?"
    r"(?P<name>[A-Z][\w.+-]*(?:\s(?:[A-Z][\w.+-]*|\d[\w.]*))*)"
)
_ON_SEVERAL = re.compile(
    r"(?i)\b(?:on|over|across|for)\s(?:the\s|all\s)?(?P<number>[a-z]+|\d+)\s(?:[a-z-]+\s){0,2}?(?P<what>[a-z]+s)\b"
)


def compared_over(first: str, names: Names) -> str:
    """Return what a caption says that all was compared with, where it names but one: the speedup of X over Y."""
    differ = words("difference") | words("compared")
    found = [
        m["name"].rstrip(".,")
        for m in _OVER.finditer(first)
        if differ.intersection(re.findall(r"[a-z-]+", first[: m.start()].casefold())[-_NEAR:])
    ]
    return (
        found[0] if len(found) == 1 and not names.names_own(found[0]) and not metric_named(found[0]) else ""
    )


def parted_by(first: str) -> frozenset[str]:
    """Return what a caption tells results of, one by one: by cohort, on three tasks."""
    found = {m["what"].casefold() for m in _PARTED.finditer(first)}
    several = {
        m["what"].casefold()
        for m in _ON_SEVERAL.finditer(first)
        if m["number"].isdigit() or m["number"].casefold() in words("several")
    }
    return frozenset(found | (several & words("dataset")))
