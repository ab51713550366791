"""How sure a claim is: the rule's own reliability, and what in the context makes it less so.

The factors were read off the annotated samples (docs/confidence.md holds the table that ``make calibration``
prints). They are coarse on purpose: what counts is that claims above 0.9 are right clearly more often than others.
"""

from __future__ import annotations

from claims.reading.match import Reading

_NO_METRIC_WORDS = 0.9
_OTHER_METRIC = 0.75
_UNNAMED_PERFORMANCE = 0.5
_PERFORMANCE = 0.8
_SHARE = 0.94
_BARE_NUMBER = 0.93


def confidence(reading: Reading) -> float:
    """Return how often a claim like this one is right.

    Args:
        reading: What a rule has read.

    Returns:
        A number between 0 and 1, rounded to two places.
    """
    sure = reading.base
    if reading.metric == "other":
        sure *= _OTHER_METRIC
    elif reading.metric == "performance":
        sure *= _PERFORMANCE if reading.metric_span else _UNNAMED_PERFORMANCE
    elif reading.metric_span is None and reading.form not in {"rank", "count"}:
        sure *= _NO_METRIC_WORDS
    if reading.form == "share":
        sure *= _SHARE
    if reading.quantity.kind == "number":
        sure *= _BARE_NUMBER
    return round(sure, 2)
