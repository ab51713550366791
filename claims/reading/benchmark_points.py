"""A gain of unnamed performance on a benchmark: in percent it is one of the benchmark's own points.

Benchmarks are mostly scored in percent, so that "outperforms X by 3.2% on COCO" tells a difference of scores; gains
above :data:`MOST` are no such differences, and a text that says "relative" means what it says.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from claims.names.entries import resolve_workload
from claims.names.mentions import workload_names
from claims.reading.rule import Reading
from claims.syntax.sentence import Sentence

MOST = 40.0
_RELATIVE = re.compile(r"\brelative", re.IGNORECASE)


def read_points(sentence: Sentence, readings: Sequence[Reading]) -> None:
    """Turn the percent of such gains into points, in place.

    Args:
        sentence: The sentence.
        readings: Its readings.
    """
    gains = [reading for reading in readings if _may_be_points(reading)]
    if (
        gains
        and not _RELATIVE.search(sentence.text, sentence.start, sentence.end)
        and _names_benchmark(sentence)
    ):
        for reading in gains:
            reading.form = "points"


def _may_be_points(reading: Reading) -> bool:
    quantity = reading.quantity
    return (
        reading.metric == "performance"
        and reading.form == "percent"
        and reading.change != "none"
        and not reading.relative
        and max(quantity.lo, quantity.hi or 0.0) <= MOST
    )


def _names_benchmark(sentence: Sentence) -> bool:
    for start, end in workload_names().spans(sentence.text, sentence.start, sentence.end):
        entry = resolve_workload(sentence.text[start:end])
        if entry is not None and entry.kind in {"dataset", "benchmark"}:
            return True
    return False
