"""Fit which metric a number of an unnamed one is likely of: ``schema/context_weights.csv``.

``python -m benchmarks.fit_metrics GOLD...`` reads annotated abstracts, with scikit-learn. What it prints of its choices
is found by cross-validation: papers are cut into ten parts, and each is judged by the weights of the other nine.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from benchmarks.fitting import (
    FOLDS,
    annotated_papers,
    cross_fitted,
    frequent,
    number_of,
    probabilities,
    save_table,
)
from claims.judging.annotations import AnnotatedPaper
from claims.judging.score import match
from claims.pipeline import sentences_of
from claims.reading import read
from claims.reading.context import Read, is_unnamed, rivals

STRENGTH = 0.2
"""Inverse of the weight of the penalty (L2) that keeps the weights small."""

THRESHOLD = 0.3
"""A metric is taken from this probability on: of those that it is taken from, fewer than half are right as they are."""

RARE = 8
"""Features that fewer rivals have are left out."""

FILE = Path("schema/context_weights.csv")


@dataclass(frozen=True, slots=True)
class Rival:
    """A metric that an unnamed one may be: its number, the part of the papers, its features, and whether it is."""

    number: int
    fold: int
    features: Mapping[str, float]
    is_right: bool


def rivals_in(papers: Iterable[AnnotatedPaper]) -> Iterator[Rival]:
    """Yield the metrics that stand near numbers of unnamed ones in annotated papers."""
    number = 0
    for paper in papers:
        found: Read = [(s, readings) for s in sentences_of(paper.abstract) if (readings := read(s))]
        flat = [(at, reading) for at, (_, readings) in enumerate(found) for reading in readings]
        spans = [
            {"start": q.start, "end": q.end, "lo": q.lo, "hi": q.hi}
            for q in (reading.quantity for _, reading in flat)
        ]
        pairs = {id(extracted): annotated for annotated, extracted in match(paper, spans).pairs}
        fold = number_of(paper) % FOLDS
        for (at, reading), span in zip(flat, spans, strict=True):
            if not is_unnamed(found[at][0], reading):
                continue
            number += 1
            truth = pairs.get(id(span), {}).get("metric")
            for metric, features in rivals(found, at, reading).items():
                yield Rival(number, fold, features, metric == truth)


def fit(found: list[Rival]) -> dict[str, float]:
    """Return the weights by name, and print what they are worth."""
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform(frequent([rival.features for rival in found], RARE))
    truth = np.array([rival.is_right for rival in found])
    folds = np.array([rival.fold for rival in found])
    scores, model = cross_fitted(matrix, truth, folds, np.ones(len(found), bool), _model)
    best: dict[int, tuple[float, bool]] = {}
    for rival, probability in zip(found, probabilities(scores), strict=True):
        best[rival.number] = max(best.get(rival.number, (THRESHOLD, False)), (probability, rival.is_right))
    taken = [right for probability, right in best.values() if probability > THRESHOLD]
    print(f"{len(best)} numbers of unnamed metrics with rivals: {len(taken)} taken, {sum(taken)} right")
    names = vectorizer.get_feature_names_out()
    return {"bias": float(model.intercept_[0]), **dict(zip(names, map(float, model.coef_[0]), strict=True))}


def _model() -> LogisticRegression:
    return LogisticRegression(C=STRENGTH, max_iter=2000)


def write(weights: Mapping[str, float]) -> None:
    """Write the table of weights."""
    rows: list[list[Any]] = [["name", "weight"], ["threshold", THRESHOLD]]
    rows += [[name, f"{weight:.2f}"] for name, weight in weights.items() if round(weight, 2)]
    save_table(FILE, rows)


def main() -> None:
    write(fit(list(rivals_in(annotated_papers(__doc__ or "")))))


if __name__ == "__main__":
    main()
