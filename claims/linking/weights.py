"""Weights of the second reader, as ``schema/`` holds them: rows of a template and its values, a column a field."""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources
from math import prod

from claims.errors import ClaimsError
from claims.linking.features import FIELDS, FORMS, METRIC_GROUPS, OFFSETS, TEMPLATES
from claims.linking.relations import PLACES
from claims.phrases.chunks import TIES, group_names
from claims.phrases.phrase_kinds import KINDS

COLUMNS = (*FIELDS, "metric")
"""What is chosen: a column of weights each."""

_FILE = "link_weights.csv"
_YES_NO = ("no", "yes")
_NAMES: dict[str, tuple[str, ...]] = {
    "place": PLACES, "kind": KINDS, "tie": TIES, "form": FORMS, "metric": METRIC_GROUPS,
    "preposition": ("no preposition", *group_names()), "member": ("first", "further"),
    "alignment": ("no list", "aligned", "misaligned"), "rival": ("no rival", "rival", "closer rival"),
    "named rival": ("no named rival", "named rival"), "named": ("nameless", "named"),
    "clauses apart": ("same clause", "next clause", "far"), "mentions": ("once", "twice", "often"),
    "in title": ("not in title", "in title"), "prior": ("", "prior"), "own": ("", "own"), "plural": ("", "plural"),
    "length": ("one word", "two words", "three words", "more words"),
    "class": ("any class", "machine", "work", "comparison"),
}  # fmt: skip


def value_name(template: int, value: int) -> str:
    """Return the words for a value of a template: ``own; on`` of ``place, preposition``."""
    name, sizes = TEMPLATES[template]
    words: list[str] = []
    for part, size in zip(reversed(name.split(", ")), reversed(sizes), strict=True):
        value, member = divmod(value, size)
        words.append(_NAMES[part][member])
    return "; ".join(reversed(words))


@cache
def _values() -> dict[tuple[str, str], int]:
    """Return the place in a column of each template with each of its values, by their words."""
    return {
        (name, value_name(template, value)): OFFSETS[template] + value
        for template, (name, sizes) in enumerate(TEMPLATES)
        for value in range(prod(sizes))
    }


@cache
def link_weights() -> tuple[tuple[list[float], ...], tuple[float, ...], tuple[float, ...]]:
    """Return the weights of each field, its bias, and the probability from which a candidate is taken.

    Raises:
        ClaimsError: The file is malformed; names file, line and remedy.
    """
    weights = tuple([0.0] * OFFSETS[-1] for _ in COLUMNS)
    single: dict[str, tuple[float, ...]] = {}
    text = (resources.files("claims.schema") / _FILE).read_text("utf-8")
    for line, row in enumerate(csv.reader(text.splitlines()), start=1):
        if line == 1:
            continue
        try:
            template, value, *cells = row
            numbers = tuple(float(cell or 0) for cell in cells)
            if template in {"bias", "threshold"}:
                single[template] = numbers
                continue
            at = _values()[template, value]
            for column, number in zip(weights, numbers, strict=True):
                column[at] = number
        except (KeyError, ValueError) as error:
            raise ClaimsError(f"schema/{_FILE}:{line}: {error}; make it again with make fit") from None
    return weights, single["bias"], single["threshold"]
