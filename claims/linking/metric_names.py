"""The name of a metric in the words of the paper: open, where the list of metrics is closed."""

from __future__ import annotations

from operator import itemgetter

from claims.linking.choice import Scored, sharing
from claims.phrases.metric_spelling import metric_name
from claims.reading.match import Reading

_LONGEST = 80


def name_of_metric(text: str, reading: Reading, candidates: Scored) -> str | None:
    """Return the phrase that names the metric of a number, in one spelling; None where no word names it.

    The words that the first reader takes are widened to the noun phrase that holds them; where it takes none, the
    likeliest phrase of the second reader stands.

    Args:
        text: The clean text of the abstract.
        reading: The reading of the number.
        candidates: The phrases that may name its metric, with their probabilities.
    """
    is_open = reading.metric in OPEN
    own = _first(text, reading, candidates) or _second(text, candidates, _LEAST if is_open else _LIKELY)
    return own or (None if is_open else reading.metric.replace("_", " "))


OPEN = frozenset({"other", "performance"})
"""The metrics that say only that there is one."""


_LEAST, _LIKELY = 0.05, 0.3
"""From which probability on a phrase names a metric that no list has, and one that some list has."""


def _first(text: str, reading: Reading, candidates: Scored) -> str | None:
    """Return the name in the words of the first reader, widened to their noun phrase.

    Words that no vocabulary has are a name only where they share some with a phrase that may be one.
    """
    if reading.metric_span is None:
        return None
    start, end = reading.metric_span
    beside = sharing(candidates, start, end)
    if reading.metric == "other" and not beside:
        return None
    for phrase in (candidate.phrase for _, candidate in beside):
        if phrase.start <= start and end <= phrase.end <= phrase.start + _LONGEST:
            return metric_name(text, phrase.start, phrase.end)
    return metric_name(text, start, end)


def _second(text: str, candidates: Scored, least: float) -> str | None:
    """Return the name in the likeliest phrase of the second reader that is one, None where it has none."""
    for likely, candidate in sorted(candidates, key=itemgetter(0), reverse=True):
        if likely > least and (name := metric_name(text, candidate.phrase.start, candidate.phrase.end)):
            return name
    return None
