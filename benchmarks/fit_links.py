"""Fit what the second reader of links and the confidence of fields are made of: three tables of ``schema/``.

``python -m benchmarks.fit_links GOLD...`` reads annotated abstracts, with scikit-learn. Everything that is chosen or
told of the tables is found by cross-validation: papers are cut into ten parts, and what is said of one comes from the
weights of the other nine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction import DictVectorizer
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression

from benchmarks.fitting import (
    FOLDS,
    Vector,
    annotated_papers,
    cross_fitted,
    frequent,
    number_of,
    probabilities,
    save_table,
)
from claims.judging.agreement import core_agrees, same_name
from claims.judging.annotations import AnnotatedPaper
from claims.judging.score import match
from claims.linking.candidates import Candidate
from claims.linking.choice import Scored, fields_of
from claims.linking.features import FIELDS, METRIC, OFFSETS, TEMPLATES
from claims.linking.second_reader import Answer, given, names_of
from claims.linking.weights import COLUMNS, value_name
from claims.pipeline import finished, read_text
from claims.pipeline.confidence import SCORES, Rated
from claims.pipeline.confidence.core import core_features
from claims.pipeline.confidence.links import link_features

STRENGTH = 0.3
"""Inverse of the weight of the penalty (L1) that keeps the table of weights short."""

CONFIDENCE_STRENGTH = 0.1
PROMISED = 0.9
"""How often the fields of the first band are right, at least."""

MARGIN = 0.01
"""What is taken off, since the rules were read on these texts, however the weights are held out."""

TRUSTED = {"subject": 0.8, "baseline": 0.75, "hardware": 0.35, "workload": 0.56}
"""Which part of the given fields the first band holds, at most: those that can be asked for where few may be wrong."""

LEAST = 30
"""Fields in a band, at least."""

GIVEN_UP = {"subject": 0.001, "baseline": 0.003, "hardware": 0.01, "workload": 0.003}
"""How much of its score a field may lose for a higher threshold: a wrong link is worse than an empty one, and a name
more is soon one too many where there may be any number."""

RARE = 8
"""Features that fewer claims have are left out."""

GRADES = 16
"""Bands of the core before those that are out of order are joined."""

SCHEMA = Path("schema")


@dataclass(frozen=True, slots=True)
class Example:
    """A claim of an annotated abstract: what is known of it, and the annotation, None where there is none."""

    paper: int
    rated: Rated
    annotated: Mapping[str, Any] | None
    is_core: bool

    @property
    def answer(self) -> Answer:
        """What both readers make of it."""
        return self.rated.answer


def examples(papers: Sequence[AnnotatedPaper]) -> Iterator[Example]:
    """Yield the claims that the rules find in annotated papers."""
    for paper in papers:
        answers: list[Rated] = []
        stages = read_text(paper.abstract, paper.title, answers)
        found = [claim.as_dict() for claim in finished(stages)]
        pairs = {id(extracted): annotated for annotated, extracted in match(paper, found).pairs}
        number = number_of(paper)
        for claim, answer in zip(found, answers, strict=True):
            annotated = pairs.get(id(claim))
            yield Example(number, answer, annotated, annotated is not None and core_agrees(annotated, claim))


def annotated_names(annotated: Mapping[str, Any], column: int) -> list[str]:
    """Return the names that an annotation has for a field, or the words of its metric."""
    value = annotated.get("metric_text" if column == METRIC else FIELDS[column])
    return [value] if isinstance(value, str) else list(value or ())


def is_among(name: str, names: Sequence[str]) -> bool:
    """True where a name is the same thing as one of some names."""
    return any(same_name(name, other) for other in names)


class Choosing:
    """The fitted choice: weights, biases, and what each fold's candidates get from the weights of the others."""

    def __init__(self, found: Sequence[Example]) -> None:
        self.weights = np.zeros((len(COLUMNS), OFFSETS[-1]))
        self.bias = np.zeros(len(COLUMNS))
        self.scored: list[list[Scored]] = [[[] for _ in COLUMNS] for _ in found]
        for column in range(len(COLUMNS)):
            self._fit(column, found)

    def _fit(self, column: int, found: Sequence[Example]) -> None:
        rows: list[tuple[int, Candidate]] = []
        labels: list[int] = []
        for number, example in enumerate(found):
            names = annotated_names(example.annotated, column) if example.annotated else []
            for candidate in example.answer.candidates:
                if column in fields_of(candidate):
                    rows.append((number, candidate))
                    labels.append(int(is_among(candidate.name, names)) if example.annotated else -1)
        matrix = _matrix([candidate for _, candidate in rows])
        truth = np.array(labels)
        folds = np.array([found[number].paper % FOLDS for number, _ in rows])
        known = truth >= 0
        held_out, model = cross_fitted(matrix, truth, folds, known, lambda: _short(STRENGTH))
        self.weights[column], self.bias[column] = model.coef_[0], model.intercept_[0]
        for (number, candidate), probability in zip(rows, probabilities(held_out), strict=True):
            self.scored[number][column].append((float(probability), candidate))


def _short(strength: float) -> LogisticRegression:
    return LogisticRegression(C=strength, l1_ratio=1, solver="liblinear", max_iter=400, random_state=0)


def _matrix(candidates: Sequence[Candidate]) -> csr_matrix:
    columns = [value for candidate in candidates for value in candidate.features]
    rows = np.repeat(np.arange(len(candidates)), len(TEMPLATES))
    return csr_matrix((np.ones(len(columns)), (rows, columns)), shape=(len(candidates), OFFSETS[-1]))


def first_names(answer: Answer, field: int) -> tuple[str, ...]:
    """Return what the first reader says of a field."""
    return names_of(answer.first, FIELDS[field])


def item_f1(found: Sequence[Example], field: int, given: Callable[[int], Sequence[str]]) -> float:
    """Return the score of a field, name by name, over the claims that an annotation matches."""
    hits = wanted = right = named = 0
    for number, example in enumerate(found):
        if example.annotated is None:
            continue
        truth, names = annotated_names(example.annotated, field), given(number)
        wanted += len(truth)
        named += len(names)
        hits += sum(is_among(name, names) for name in truth)
        right += sum(is_among(name, truth) for name in names)
    precision, recall = right / max(1, named), hits / max(1, wanted)
    return 2 * precision * recall / max(1e-9, precision + recall)


def thresholds(found: Sequence[Example], choosing: Choosing) -> list[float]:
    """Return for each field the probability from which a candidate is taken, and print what that gives."""
    from claims.linking import choice  # noqa: PLC0415 - its threshold is what is looked for here

    taken = [0.5] * len(COLUMNS)
    choice.threshold = lambda field: taken[field]  # type: ignore[assignment]
    for field, name in enumerate(FIELDS):
        before = item_f1(found, field, lambda number, field=field: first_names(found[number].answer, field))  # type: ignore[misc]
        tried: list[tuple[float, float]] = []
        for floor in np.arange(0.3, 0.86, 0.05):
            taken[field] = float(floor)
            tried.append((item_f1(found, field, _given(found, choosing, field)), float(floor)))
        best = max(value for value, _ in tried)
        # The highest that costs next to nothing: a wrong link is worse than an empty one.
        value, taken[field] = max(
            (each for each in tried if each[0] >= best - GIVEN_UP[name]), key=lambda each: each[1]
        )
        print(f"{name}: first reader {before:.3f}, both {value:.3f} from probability {taken[field]:.2f}")
    return taken


def _given(found: Sequence[Example], choosing: Choosing, field: int) -> Callable[[int], Sequence[str]]:
    def names(number: int) -> Sequence[str]:
        answer = found[number].answer
        told = given(FIELDS[field], answer.first, choosing.scored[number], answer.reading)
        return told.names if told else ()

    return names


def confidences(
    found: Sequence[Example], choosing: Choosing
) -> tuple[dict[str, list[float]], list[list[Any]]]:
    """Fit the scores of all fields; return their weights by name, and the rows of the table of bands."""
    weights: dict[str, list[float]] = {}
    bands: list[list[Any]] = []
    for column, name in enumerate(SCORES):
        rows = list(_core_rows(found, choosing) if name == "core" else _link_rows(found, choosing, column))
        vectorizer = DictVectorizer()
        matrix = vectorizer.fit_transform(frequent([features for _, features, _ in rows], RARE))
        papers = np.array([paper for paper, _, _ in rows])
        truth = np.array([right for _, _, right in rows])
        held_out, model = cross_fitted(
            matrix, truth, papers % FOLDS, np.ones(len(rows), bool),
            lambda: LogisticRegression(C=CONFIDENCE_STRENGTH, max_iter=2000),
        )  # fmt: skip
        for feature, weight in zip(("bias", *vectorizer.get_feature_names_out()),
                                   (model.intercept_[0], *model.coef_[0]), strict=True):  # fmt: skip
            weights.setdefault(feature, [0.0] * len(SCORES))[column] = float(weight)
        bands += [
            [name, *band]
            for band in (
                graded(held_out, truth) if name == "core" else banded(held_out, truth, TRUSTED[name])
            )
        ]
    return weights, bands


def _link_rows(found: Sequence[Example], choosing: Choosing, field: int) -> Iterator[tuple[int, Any, int]]:
    for number, example in enumerate(found):
        if example.annotated is None:
            continue
        by_field = choosing.scored[number]
        told = given(FIELDS[field], example.answer.first, by_field, example.answer.reading)
        if told is not None:
            features = link_features(told, by_field[field], example.answer)
            truth = annotated_names(example.annotated, field)
            for name in told.names:
                yield example.paper, features, int(is_among(name, truth))


def _core_rows(found: Sequence[Example], choosing: Choosing) -> Iterator[tuple[int, Any, int]]:
    for number, example in enumerate(found):
        metric = choosing.scored[number][METRIC]
        features = core_features(example.answer.reading, metric, example.rated.around)
        yield example.paper, features, int(example.is_core)


def banded(scores: Vector, truth: Vector, trusted: float) -> list[tuple[float, float, int]]:
    """Cut scores into bands: the largest first band that keeps what is promised, and four of one size below it.

    Args:
        scores: The score of each field that is given.
        truth: Whether it is right.
        trusted: Which part of them the first band may hold.

    Returns:
        Where each band begins, how many of its fields were right, and their number; the lowest first. Bands that are
        out of order are joined.
    """
    order = np.argsort(-scores, kind="stable")
    right = truth[order]
    most = int(trusted * len(order))
    top = next((n for n in range(most, LEAST - 1, -1) if right[:n].mean() >= PROMISED + MARGIN), 0)
    # Where both halves of it keep the promise, each tells its own rate.
    halves = top > 4 * LEAST and right[top // 2 : top].mean() >= PROMISED + MARGIN
    edges = [top // 2, top] if halves else [top]
    edges += [top + (len(order) - top) * part // 4 for part in (1, 2, 3, 4)]
    return _bands(scores, truth, order, _falling(edges, right))


def graded(scores: Vector, truth: Vector) -> list[tuple[float, float, int]]:
    """Cut scores into bands of one size, see :func:`banded`."""
    order = np.argsort(-scores, kind="stable")
    even = [len(order) * part // GRADES for part in range(1, GRADES + 1)]
    return _bands(scores, truth, order, _falling(even, truth[order]))


def _falling(edges: Sequence[int], right: Vector) -> list[int]:
    """Return the edges that stay where no band may be right more often than one above it: such are joined."""
    edges = [edge for before, edge in pairwise((0, *edges)) if edge > before]
    bands = list(pairwise((0, *edges)))
    steps = IsotonicRegression(increasing=False).fit_transform(
        np.arange(len(bands)), [right[a:b].mean() for a, b in bands], sample_weight=[b - a for a, b in bands]
    )
    return [edge for edge, here, after in zip(edges, steps, (*steps[1:], -1.0), strict=True) if here > after]


def _bands(
    scores: Vector, truth: Vector, order: Vector, edges: Sequence[int]
) -> list[tuple[float, float, int]]:
    bands: list[tuple[float, float, int]] = []
    begin = 0
    for end in edges:
        if end > begin:
            inside = order[begin:end]
            floor = float(scores[inside].min()) if end < len(order) else -99.0
            right = float(truth[inside].mean())
            bands.append((round(floor, 3), round(right, 2), end - begin))
            print(f"  {begin} to {end} of {len(order)}: right {right:.3f}")
            begin = end
    return bands[::-1]


def write(choosing: Choosing, floors: Sequence[float]) -> int:
    """Write the weights of the choice; return how many numbers that are."""
    lines: list[list[Any]] = [["template", "value", *COLUMNS]]
    lines.append(["bias", "", *(f"{bias:.2f}" for bias in choosing.bias)])
    lines.append(["threshold", "", *(f"{floor:.2f}" for floor in floors)])
    numbers = 2 * len(COLUMNS)
    rounded = np.round(choosing.weights, 2)
    for template, name in enumerate(TEMPLATES):
        begin, end = OFFSETS[template], OFFSETS[template + 1]
        for value in range(end - begin):
            cells = rounded[:, begin + value]
            if cells.any():
                numbers += int(np.count_nonzero(cells))
                lines.append([name, value_name(template, value), *(f"{c:g}" if c else "" for c in cells)])
    save_table(SCHEMA / "link_weights.csv", lines)
    return numbers


def write_confidence(weights: Mapping[str, Sequence[float]], bands: Sequence[Sequence[Any]]) -> None:
    """Write the weights of the scores and the table of bands."""
    lines: list[list[Any]] = [["name", *SCORES]]
    for name in ("bias", *sorted(set(weights) - {"bias"})):
        cells = [round(weight, 2) for weight in weights[name]]
        if any(cells):
            lines.append([name, *(f"{cell:g}" if cell else "" for cell in cells)])
    save_table(SCHEMA / "confidence_weights.csv", lines)
    save_table(SCHEMA / "confidence_bands.csv", [["score", "from", "right", "fields"], *map(list, bands)])


def main() -> None:
    papers = annotated_papers(__doc__ or "")
    found = list(examples(papers))
    choosing = Choosing(found)
    floors = thresholds(found, choosing)
    print(f"{write(choosing, floors)} numbers in schema/link_weights.csv")
    write_confidence(*confidences(found, choosing))


if __name__ == "__main__":
    main()
