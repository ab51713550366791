"""Weights of the second reader, as ``schema/`` holds them: rows of a template and its values, a column a field."""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources

from claims.errors import ClaimsError
from claims.linking.features import FIELDS, OFFSETS, PROPERTIES, TEMPLATES

COLUMNS = (*FIELDS, "metric")
"""What is chosen: a column of weights each."""

_FILE = "link_weights.csv"


def value_name(template: int, value: int) -> str:
    """Return the words for a value of a template: ``own; on`` of ``place, preposition``."""
    words: list[str] = []
    for part in reversed(TEMPLATES[template].split(", ")):
        value, member = divmod(value, len(PROPERTIES[part]))
        words.append(PROPERTIES[part][member])
    return "; ".join(reversed(words))


@cache
def _values() -> dict[tuple[str, str], int]:
    """Return the place in a column of each template with each of its values, by their words."""
    return {
        (name, value_name(template, value)): OFFSETS[template] + value
        for template, name in enumerate(TEMPLATES)
        for value in range(OFFSETS[template + 1] - OFFSETS[template])
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
