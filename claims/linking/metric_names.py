"""The name of a metric in the words of the paper: open, where the list of metrics is closed."""

from __future__ import annotations

from operator import itemgetter

from claims.linking.choice import Scored, sharing
from claims.reading.match import Reading
from claims.syntax.phrases.metric_spelling import is_verb, metric_name
from claims.syntax.phrases.phrase_kinds import MEASURES
from claims.syntax.sentence import Sentence

_LONGEST = 80


def name_of_metric(sentence: Sentence, reading: Reading, candidates: Scored) -> str | None:
    """Return the phrase that names the metric of a number, in one spelling; None where no word names it.

    The words that the first reader takes are widened to the noun phrase that holds them; where it takes none, the
    likeliest phrase of the second reader stands.

    Args:
        sentence: The sentence of the number.
        reading: The reading of the number.
        candidates: The phrases that may name its metric, with their probabilities.
    """
    by_id = reading.metric.replace("_", " ")
    verb = reading.metric_span is not None and is_verb(sentence.text[slice(*reading.metric_span)])
    if verb and reading.metric in OF_VERBS:
        return by_id
    if not verb and (name := _read(sentence.text, reading, candidates)):
        return name
    if reading.metric in OPEN:
        return _likeliest(sentence.text, candidates, _LEAST)
    possible = _possible(sentence, reading, candidates)
    return _likeliest(sentence.text, possible, _LIKELY) or by_id


OPEN = frozenset({"other", "performance"})
"""The metrics that say only that there is one."""

OF_VERBS = frozenset({"performance", "speed", "compression", "model_size"})
"""The metrics that verbs tell of: outperforms, accelerates, compresses, shrinks."""


def _possible(sentence: Sentence, reading: Reading, candidates: Scored) -> Scored:
    """Return the candidates that may name a known metric: those that name no other, nor anything a unit tells."""
    others = [
        span
        for token in sentence.tokens
        if token.metrics
        for metric, span in zip(token.metrics, token.spans, strict=True)
        if metric != reading.metric
    ]
    taken = [each for start, end in others for each in sharing(candidates, start, end)]
    by_unit = reading.quantity.kind == "measure"
    return [
        each
        for each in candidates
        if each not in taken and not (by_unit and each[1].phrase.kind not in MEASURES)
    ]


_BESIDE = 1 / 3
"""Which part of the probability of the likeliest phrase, which may be no name, another has at least."""

_LEAST, _LIKELY = 0.05, 0.3
"""From which probability on a phrase names a metric that no list has, and one that some list has."""


def _read(text: str, reading: Reading, candidates: Scored) -> str | None:
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


def _likeliest(text: str, candidates: Scored, least: float) -> str | None:
    """Return the name in the likeliest phrase of the second reader that is one, None where it has none."""
    ranked = sorted(candidates, key=itemgetter(0), reverse=True)
    least = max(least, ranked[0][0] * _BESIDE) if ranked else least
    for likely, candidate in ranked:
        if likely > least and (name := metric_name(text, candidate.phrase.start, candidate.phrase.end)):
            return name
    return None
