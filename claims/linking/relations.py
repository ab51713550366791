"""How a noun phrase stands to a number: in whose phrase, on which side, behind which preposition."""

from __future__ import annotations

from claims.syntax.phrases.chunks import HOST, INSIDE, TIES, Chunk, group_names
from claims.syntax.phrases.structure import Structure

PLACES = (
    "own", "other list before", "other list after", "before", "clause above", "after", "clause below",
    "parentheses", "host", "title", "proposed",
)  # fmt: skip
"""Where a phrase may stand, seen from a number; what stands for one is its place in this tuple."""

OWN, OTHER_BEFORE, OTHER_AFTER, BEFORE, ABOVE, AFTER, BELOW, PARENTHESES, HOSTING, TITLE, PROPOSED = range(
    len(PLACES)
)


def place(structure: Structure, number: int, value: int, index: int) -> int:
    """Return where a noun phrase stands, seen from a number of the same sentence.

    Args:
        structure: The sentence.
        number: Number of the list that holds the number.
        value: Place of the number's word.
        index: Index of the noun phrase.
    """
    chunk = structure.chunks[index]
    at = chunk.preposition if chunk.preposition >= 0 else chunk.first
    if chunk.tie in _BESIDE and (beside := _beside(chunk, value)) is not None:
        return beside
    owner = structure.owners[index]
    if owner == number:
        return OWN
    if owner >= 0:
        return OTHER_BEFORE if owner < number else OTHER_AFTER
    clauses = structure.clauses
    apart = clauses[value] - clauses[chunk.first]
    if at > value:
        return BELOW if apart else AFTER
    return ABOVE if apart else BEFORE


_BESIDE = frozenset({HOST, INSIDE})


def _beside(chunk: Chunk, value: int) -> int | None:
    if chunk.tie == HOST and chunk.last + 2 == value:
        return HOSTING
    if chunk.tie == INSIDE and chunk.first - 2 == value:
        return PARENTHESES
    return None


def relation_name(place_number: int, group: int, tie: int) -> str:
    """Return the name of a relation, as the database and ``explain`` show it: "own on", "clause above, bettered"."""
    preposition = f" {group_names()[group]}" if group >= 0 else ""
    how = f", {TIES[tie]}" if tie else ""
    return f"{PLACES[place_number]}{preposition}{how}"
