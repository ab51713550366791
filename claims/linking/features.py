"""What a candidate is weighed by: its properties, and the templates that join some of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import accumulate
from math import prod

from claims.linking.relations import PLACES
from claims.phrases.chunks import TIES, group_names
from claims.phrases.phrase_kinds import KINDS
from claims.syntax.vocabulary import metrics

FIELDS = ("subject", "baseline", "hardware", "workload")
"""The fields that are linked; what stands for one is its place in this tuple."""

METRIC = len(FIELDS)
"""Behind them stands the phrase that names the metric, which is read a second time in the same way."""

FORMS = ("ratio", "percent", "points", "level", "share", "count", "rank")
METRIC_GROUPS = ("time and rate", "energy and cost", "memory and compute", "quality", "other")

PROPERTIES: dict[str, tuple[str, ...]] = {
    "place": PLACES, "kind": KINDS, "tie": TIES, "form": FORMS, "metric": METRIC_GROUPS,
    "preposition": ("no preposition", *group_names()), "member": ("first", "further"),
    "alignment": ("no list", "aligned", "misaligned"), "rival": ("no rival", "rival", "closer rival"),
    "named rival": ("no named rival", "named rival"), "named": ("nameless", "named"),
    "clauses apart": ("same clause", "next clause", "far"), "mentions": ("once", "twice", "often"),
    "in title": ("not in title", "in title"), "prior": ("", "prior"), "own": ("", "own"), "plural": ("", "plural"),
    "length": ("one word", "two words", "three words", "more words"),
    "class": ("any class", "machine", "work", "comparison"),
}  # fmt: skip
"""The properties and the names of their values; what stands for a value is its place."""

TEMPLATES = (
    "place, preposition", "place, kind", "preposition, kind", "tie, kind", "tie, place", "form, kind", "form, place",
    "form, preposition", "metric, kind", "alignment, rival, named rival, place", "clauses apart, member, kind",
    "mentions, in title, kind", "prior, own, plural, length", "place, preposition, class, named",
)  # fmt: skip
"""What is weighed: each template joins some properties, and has a weight for each of their values."""

SIZES = tuple(tuple(len(PROPERTIES[name]) for name in template.split(", ")) for template in TEMPLATES)
"""How many values each property of each template has."""

OFFSETS: tuple[int, ...] = (*accumulate(map(prod, SIZES), initial=0),)
"""Where the values of each template begin in a column of weights, and the length of the column."""


class Group:
    """Properties that are looked up together, since they are known together, and the templates that join them."""

    def __init__(self, *properties: str) -> None:
        self._templates: list[tuple[int, list[tuple[int, int]]]] = []
        for offset, sizes, template in zip(OFFSETS, SIZES, TEMPLATES, strict=False):
            names = template.split(", ")
            if set(names) <= set(properties):
                strides = [prod(sizes[place + 1 :]) for place in range(len(sizes))]
                self._templates.append(
                    (offset, list(zip(map(properties.index, names), strides, strict=True)))
                )

    def places(self, values: Sequence[int]) -> list[int]:
        """Return the place in a column of weights of the value of each template.

        Args:
            values: The values of the properties, in their order.
        """
        return [
            offset + sum([values[member] * stride for member, stride in parts])
            for offset, parts in self._templates
        ]


STAND = Group(
    "preposition", "kind", "tie", "class", "named", "form", "metric", "place", "clauses apart", "member"
)
"""How a phrase stands to a number."""

TRAITS = Group("mentions", "in title", "prior", "own", "plural", "length", "kind")
"""What a phrase is whatever number looks at it."""

RANK = Group("alignment", "rival", "named rival", "place")
"""What a phrase has to stand against."""


@cache
def said_of(form: str, metric: str) -> tuple[int, int]:
    """Return what is weighed of a number itself: its form, and the group of its metric."""
    return FORMS.index(form), METRIC_GROUPS.index(metrics()[metric].group)
