"""What tells how sure the names of a linked field are: who gives them, by which relation, against which rivals."""

from __future__ import annotations

from functools import lru_cache
from operator import itemgetter

from claims.linking.choice import Scored
from claims.linking.relations import PLACES
from claims.linking.second_reader import Answer, Found, Given
from claims.names.same import same_thing
from claims.pipeline.confidence.table import Features, logit
from claims.syntax.phrases.chunks import group_names
from claims.syntax.phrases.phrase_kinds import KINDS
from claims.syntax.vocabulary import metrics


def link_features(given: Given, candidates: Scored, answer: Answer) -> Features:
    """Return what tells how sure the names of a field are.

    Args:
        given: What is given for the field.
        candidates: The candidates of the field with their probabilities.
        answer: What is known of the number.
    """
    reading = answer.reading
    features = _told(reading.form, reading.metric, given.by_first).copy()
    if len(given.names) > 1:
        features["several names"] = 1.0
    ranked = sorted(candidates, key=itemgetter(0), reverse=True)
    share = 1 / len(given.names)
    for each in given.found:
        probability = each[0] if each else 0.0
        _add(features, "probability", share * logit(probability))
        if each is None:
            _add(features, "no candidate", share)
        else:
            phrase = each[1].phrase
            for words in _described(phrase.kind, each[1].place, phrase.group):
                _add(features, words, share)
        _add(features, "best rival", share * logit(_best_rival(each, ranked)))
    return features


def _best_rival(found: Found, ranked: Scored) -> float:
    """Return the probability of the likeliest candidate that is another thing; 0 where there is none."""
    return next((p for p, other in ranked if found is None or not same_thing(found[1].name, other.name)), 0.0)


@lru_cache(maxsize=16384)
def _told(form: str, metric: str, by_first: str) -> Features:
    """Return the features that do not depend on what is named."""
    names = (
        f"form: {form}",
        f"group: {metrics()[metric].group}",
        f"relation: {by_first or 'second reader alone'}",
    )
    return dict.fromkeys(names, 1.0)


@lru_cache(maxsize=16384)
def _described(kind: int, place: int, group: int) -> tuple[str, ...]:
    words = (f"kind: {KINDS[kind]}", f"place: {PLACES[place]}")
    return (*words, f"preposition: {group_names()[group]}") if group >= 0 else words


def _add(features: Features, name: str, value: float) -> None:
    features[name] = features.get(name, 0.0) + value
