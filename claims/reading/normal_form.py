"""The normal form of a claim: how many times better, whatever words it is said in."""

from __future__ import annotations

import math
import re
from typing import Literal

from claims.model import Change, Form, Polarity
from claims.numbers.numerals import without_noise
from claims.syntax.vocabulary import Metric

_NO_LETTER = re.compile(r"[^a-z]+")
Better = Literal["more", "less"]
"""Which way is better: more of the metric (throughput) or less of it (energy)."""


def better_way(metric: Metric, text: str | None, change: Change, polarity: Polarity) -> Better | None:
    """Return which way is better for what a claim measures.

    Args:
        metric: Its metric.
        text: The words that name it, or None.
        change: Where it moves.
        polarity: Whether that is good, where the words of the claim say so.

    Returns:
        The metric's own way. A metric that its words name as a rate or as an amount goes by these words (sample
        efficiency, samples); one that no vocabulary has goes by what the claim says of it.
    """
    if metric.rates:
        words = _NO_LETTER.split((text or "").lower())
        return "more" if any(word.startswith(metric.rates) for word in words) else "less"
    if metric.id == "other" and change != "none":
        return "more" if (change == "increase") == (polarity == "better") else "less"
    return metric.better


def improvement_factor(
    form: Form, value: float | None, change: Change, better: Better | None, since: float | None = None
) -> float | None:
    """Return how many times better a claim says that something got.

    With b = +1 where more of the metric is better and -1 where less is:

    ========  ========  =================
    form      change    factor
    ========  ========  =================
    ratio     increase  r^b
    ratio     decrease  r^-b
    percent   increase  (1 + p/100)^b
    percent   decrease  (1 - p/100)^b
    share     none      (s/100)^b
    level     none      (v/from)^b
    ========  ========  =================

    So 1 means the same, 2 twice as good, 0.5 half as good; "N times faster" is N, as papers mean it.

    Args:
        form: How the number states its claim.
        value: The number as written (73 for 73%), or None for the open end of a range.
        change: Direction in which the metric moves; a ratio or a percentage without one has no factor.
        better: Which way is better, or None for a metric where neither is.
        since: The value that a level moves from, in the same unit.

    Returns:
        A positive, finite number, or None where a factor has no meaning: points, counts, ranks and levels that move
        from nothing; values that are not positive; a decrease by all there is or more.

    >>> round(improvement_factor("percent", 73, "decrease", "less"), 2)
    3.7
    >>> improvement_factor("ratio", 2.5, "decrease", "more")
    0.4
    >>> improvement_factor("level", 80, "none", "less", since=300)
    3.75
    """
    if value is None or better is None or not math.isfinite(value) or value <= 0:
        return None
    if form == "level":
        quotient = value / since if since is not None and since > 0 else None
    else:
        quotient = _quotient(form, value, change)
    if quotient is None or quotient <= 0:
        return None
    try:
        factor = quotient if better == "more" else 1 / quotient
    except (OverflowError, ZeroDivisionError):
        return None
    return without_noise(factor) if 0 < factor < math.inf else None


def _quotient(form: Form, value: float, change: Change) -> float | None:
    """Return the metric's new value over its old one."""
    if form == "share":
        return value / 100
    if change == "none":
        return None
    if form == "ratio":
        return value if change == "increase" else 1 / value
    if form == "percent":
        return 1 + value / 100 if change == "increase" else 1 - value / 100
    return None
