"""Numbers in a list that share what stands behind the last of them: 1.2, 1.5 and 2.0x, 5, 10 and 20 mg."""

from __future__ import annotations

import re

from claims.numbers.atoms import Atom

_JOINT = re.compile(r"-?\s*(?:,\s*(?:and|or)?|and|or|/|&)\s*")
_SHARED = frozenset({"ratio", "percent", "measure", "point"})
_PLAIN = frozenset({"measure", "point"})


def share_units(text: str, atoms: list[Atom]) -> None:
    """Give the bare numbers of a list the unit of its last member.

    Args:
        text: Clean text.
        atoms: The atoms of the text in order.
    """
    listed = False  # whether the atom behind has its unit from a list that ends with "and"
    for i in range(len(atoms) - 2, -1, -1):
        atom, following = atoms[i], atoms[i + 1]
        if atom.kind != "number" or following.kind not in _SHARED:
            listed = False
            continue
        if following.kind not in _PLAIN and atom.scale > 1:
            continue  # "for 7B and 46%"
        if following.kind == "percent" and _is_share(text, atom) and following.lo >= 1:
            continue  # "an F-measure of 0.828, 1.3% higher"
        joint = text[atom.end : following.start]
        ends = joint.strip(" ,-") in {"and", "or", "/", "&"}
        if following.kind in _PLAIN and not (listed or ends or "." in text[atom.start : atom.end]):
            continue
        if not (listed or ends) and text[max(0, atom.start - 2) : atom.start].rstrip().endswith("="):
            continue  # "(n = 48, 52% female)"
        year = 1900 <= atom.lo <= 2100 and following.lo < 1000  # "51.2% on CROHME 2016, and 53.9% on"
        if _JOINT.fullmatch(joint) and not year:
            atom.kind, atom.unit = following.kind, following.unit
            listed = listed or ends
        else:
            listed = False


_LEAST_DIGITS = 4


def _is_share(text: str, atom: Atom) -> bool:
    """True for a share of one with three decimals or more: 0.828."""
    return 0 < atom.lo < 1 and "." in text[atom.start : atom.end] and atom.end - atom.start > _LEAST_DIGITS
