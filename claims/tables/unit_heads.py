"""Units in the brackets of a head, and which of them say what is measured."""

from __future__ import annotations

import re

from claims.numbers.units import canonical_unit, unit_dimension
from claims.tables.vocabulary import exact_words

_LONGEST = 20


def unit_named(text: str) -> str | None:
    """Return the unit that stands in the brackets of a head, None where it is none that measures something."""
    text = re.sub(r"^in ", "", text.strip()).rstrip(".")
    if len(text) > _LONGEST or (len(text) == 1 and text not in {"s", "h", "W", "J"}):
        return None
    unit = canonical_unit(text)
    return unit if unit and unit_dimension(unit) in exact_words("measures") else None
