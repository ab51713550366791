"""How a noun phrase stands to a number: in whose phrase, on which side, behind which preposition."""

from __future__ import annotations

from claims.phrases.chunks import HOST, INSIDE, TIES, Chunk, group_names
from claims.phrases.structure import Structure

PLACES = (
    "own", "other list before", "other list after", "fronted", "before", "clause above", "after", "clause below",
    "parentheses", "host", "evaluation", "earlier sentence", "title", "proposed", "earlier result",
)  # fmt: skip
"""Where a phrase may stand, seen from a number; what stands for one is its place in this tuple."""

(OWN, OTHER_BEFORE, OTHER_AFTER, FRONTED, BEFORE, ABOVE, AFTER, BELOW, PARENTHESES, HOSTING, EVALUATION, EARLIER,
 TITLE, PROPOSED, RESULT) = range(len(PLACES))  # fmt: skip

ALIGNED, MISALIGNED, UNALIGNED = 1, 2, 0


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
    if at == 0 or (at <= 2 and chunk.preposition >= 0):
        return FRONTED
    return ABOVE if apart else BEFORE


_BESIDE = frozenset({HOST, INSIDE})


def _beside(chunk: Chunk, value: int) -> int | None:
    if chunk.tie == HOST and chunk.last + 2 == value:
        return HOSTING
    if chunk.tie == INSIDE and chunk.first - 2 == value:
        return PARENTHESES
    return None


def alignment(structure: Structure, number: int, value: int, chunk: Chunk) -> int:
    """Return whether a series of phrases has a member for each number of a list, and this is the number's."""
    size = structure.lists[number].size
    if size < 2 or structure.sizes[chunk.series] != size:
        return UNALIGNED
    values = [at for at in structure.words.values if at >= structure.lists[number].first]
    return ALIGNED if values.index(value) == chunk.member else MISALIGNED


def relation_name(place_number: int, group: int, tie: int) -> str:
    """Return the name of a relation, as the database and ``explain`` show it: "own on", "clause above, bettered"."""
    preposition = f" {group_names()[group]}" if group >= 0 else ""
    how = f", {TIES[tie]}" if tie else ""
    return f"{PLACES[place_number]}{preposition}{how}"
