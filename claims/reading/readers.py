"""Constructions of which a search is part: what each of them asks when its pattern matches."""

from __future__ import annotations

import re
from collections.abc import Callable

from claims.reading.benchmarks import on_benchmark
from claims.reading.comparatives import comparative
from claims.reading.match import Answer
from claims.reading.nouns import noun
from claims.reading.transitions import first_value, last_value
from claims.reading.verbs import amount, by_amount, change_aside, further_amount
from claims.syntax.sentence import Sentence

Reader = Callable[[Sentence, "re.Match[str]"], Answer]

READERS: dict[str, Reader] = {
    "comparative": comparative,
    "noun": noun,
    "by amount": by_amount,
    "amount": amount,
    "change aside": change_aside,
    "further amount": further_amount,
    "first value": first_value,
    "last value": last_value,
    "on benchmark": on_benchmark,
}
"""The readers by the names that ``schema/constructions.toml`` calls them by."""
