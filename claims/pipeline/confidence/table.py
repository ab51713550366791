"""From named properties of a field to how often such fields are right: weights and bands of ``schema/``."""

from __future__ import annotations

import csv
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from importlib import resources
from itertools import islice
from math import log

from claims.errors import ClaimsError
from claims.linking.features import FIELDS

Features = dict[str, float]
"""Named properties of a field, each with its value; a yes is 1."""

SCORES = (*FIELDS, "core")
"""What has a score: a field that is linked, or form, metric, direction, bound and statistic together."""

_WEIGHTS = "confidence_weights.csv"
_BANDS = "confidence_bands.csv"
_LEAST = 0.005


def logit(probability: float) -> float:
    """Return the logarithm of the odds, held within bounds.

    >>> logit(0.5)
    0.0
    """
    inside = min(max(probability, _LEAST), 1 - _LEAST)
    return log(inside / (1 - inside))


@cache
def _weights() -> dict[str, tuple[float, ...]]:
    return {name: tuple(float(cell or 0) for cell in cells) for name, *cells in _rows(_WEIGHTS)}


@cache
def _bands() -> dict[str, tuple[list[float], list[float]]]:
    """Return for each score where its bands begin, and how often fields in each were right."""
    bands: dict[str, tuple[list[float], list[float]]] = {name: ([], []) for name in SCORES}
    for name, begins, right, *_ in _rows(_BANDS):
        edges, rates = bands[name]
        edges.append(float(begins))
        rates.append(float(right))
    return bands


def _rows(file: str) -> Iterator[list[str]]:
    lines = (resources.files("claims.schema") / file).read_text("utf-8").splitlines()
    for number, row in enumerate(islice(csv.reader(lines), 1, None), start=2):
        if len(row) < 3:
            raise ClaimsError(
                f"schema/{file}:{number}: {len(row)} cells are too few; make it again with make fit"
            )
        yield row


def score(column: int, features: Features) -> float:
    """Return the score of a field: the sum of its weights."""
    weights = _weights()
    total = weights["bias"][column] if "bias" in weights else 0.0
    for name, value in features.items():
        row = weights.get(name)
        if row is not None:
            total += row[column] * value
    return total


def confidence_of(column: int, features: Features) -> float:
    """Return how often fields like this one are right.

    Args:
        column: Place of the field in :data:`SCORES`.
        features: Its features.

    Returns:
        A number between 0 and 1, rounded to two places.
    """
    edges, rates = _bands()[SCORES[column]]
    return rates[max(bisect_right(edges, score(column, features)) - 1, 0)] if rates else 0.5
