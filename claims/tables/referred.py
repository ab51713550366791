"""Lines that name each other by signs of their own: S2 is S1 with a language model, S3 is all of them together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from claims.tables.axes import Axis, is_reference
from claims.tables.label import Label
from claims.tables.model import Own

_SIGN = re.compile(r"[A-Z]{1,3}-?\d{1,2}[a-z]?")
_ANYWHERE = re.compile(rf"(?:(?<![\w-])|(?<=\d-)){_SIGN.pattern}(?!\w)")
_NUMBER = re.compile(r"\d{1,2}")
_ADDED_TO = re.compile(r"\d{1,2}(?=\s?\+)")
_TOGETHER = re.compile(r"\(\s?(\d{1,2}(?:\s?[+,&–-]\s?\d{1,2})+)\s?\)")
_BEGUN = re.compile(rf"({_SIGN.pattern})(?=[:)])")


def owners_by_reference(
    axes: Iterable[Axis], labels: Mapping[int, Label], numbers: Mapping[str, int]
) -> dict[int, Own]:
    """Return whose lines are of which some are made of others: what others are made of is on the way to these.

    Args:
        axes: The columns of labels, of which one may hold the signs.
        labels: The names of the systems, which may begin with them.
        numbers: The lines by their numbers, where a column counts them.
    """
    signs = {**numbers} | {sign: line for line in labels if (sign := _sign_of(line, axes, labels[line].text))}
    made = {line: _named(label.text, signs) - {line} for line, label in labels.items()}
    parts = set().union(*made.values())
    if not parts:
        return {}
    own = {
        line for line in parts | {line for line, of in made.items() if of} if not _is_of_others(labels[line])
    }
    return {line: "variation" if line in parts and not labels[line].ours else "proposed" for line in own}


def _is_of_others(label: Label) -> bool:
    return label.cites or is_reference(label.text) or (label.model and "+" not in label.text)


def _sign_of(line: int, axes: Iterable[Axis], text: str) -> str:
    """Return what other lines may call a line: its identifier, empty where it has none."""
    for axis in axes:
        found = axis.items.get(line, "").strip(" ()[]#.") if axis.role == "identifier" else ""
        if _SIGN.fullmatch(found) or _NUMBER.fullmatch(found):
            return found
    begun = _BEGUN.match(text)
    return begun[1] if begun else ""


def _named(text: str, signs: Mapping[str, int]) -> set[int]:
    """Return the lines that a name is made of: by their signs; by their numbers before a plus or in brackets."""
    found = {m[0] for m in _ANYWHERE.finditer(text)}
    if (first := _ADDED_TO.match(text)) is not None:
        found.add(first[0])
    for m in _TOGETHER.finditer(text):
        found.update(_NUMBER.findall(m[1]))
    return {signs[sign] for sign in found if sign in signs}
