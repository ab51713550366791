"""What a candidate is weighed by: its properties, and the templates that join some of them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from math import prod

from claims.linking.relations import PLACES
from claims.syntax.phrases.chunks import TIES, group_names
from claims.syntax.phrases.mentions import SHAPES
from claims.syntax.phrases.phrase_kinds import KINDS

FIELDS = ("subject", "baseline", "hardware", "workload")
"""The fields that are linked; what stands for one is its place in this tuple."""

METRIC = len(FIELDS)
"""Behind them stands the phrase that names the metric, which is read a second time in the same way."""

FORMS = ("ratio", "percent", "points", "level", "share", "count", "rank")

PROPERTIES: dict[str, tuple[str, ...]] = {
    "preposition": ("no preposition", *group_names()), "kind": KINDS, "tie": TIES, "shape": SHAPES,
    "form": FORMS, "place": PLACES,
    "rival": ("no rival", "rival", "closer rival"), "named rival": ("no named rival", "named rival"),
}  # fmt: skip
"""The properties and the names of their values; what stands for a value is its place."""

TEMPLATES = (
    "place, kind", "preposition, kind", "tie, place", "shape, kind", "tie, kind", "form, place", "form, preposition",
    "place, preposition, shape",
    "rival, named rival, place",
)  # fmt: skip
"""What is weighed: each template joins some properties, and has a weight for each of their values."""

SIZES = tuple(tuple(len(PROPERTIES[name]) for name in template.split(", ")) for template in TEMPLATES)
"""How many values each property of each template has."""

OFFSETS: tuple[int, ...] = (*accumulate(map(prod, SIZES), initial=0),)
"""Where the values of each template begin in a column of weights, and the length of the column."""

_JOINED = tuple(
    (
        offset,
        tuple(
            (list(PROPERTIES).index(name), prod(sizes[at + 1 :]))
            for at, name in enumerate(template.split(", "))
        ),
    )
    for offset, sizes, template in zip(OFFSETS[:-1], SIZES, TEMPLATES, strict=True)
)
"""For each template: where its values begin, and which properties it joins, each with its stride."""


def columns_of(stand: Sequence[int]) -> list[int]:
    """Return the place in a column of weights of the value of each template.

    Args:
        stand: How a phrase stands to a number: the values of :data:`PROPERTIES`, in their order.
    """
    return [offset + sum([stand[name] * stride for name, stride in joined]) for offset, joined in _JOINED]
