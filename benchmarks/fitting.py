"""What fits a table of weights to annotated papers: papers in parts, each judged by the weights of the others."""

from __future__ import annotations

import argparse
import csv
import sys
import zlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from claims.errors import ClaimsError
from claims.judging.annotations import AnnotatedPaper, read_annotations

FOLDS = 10
Vector = np.ndarray[Any, Any]


def annotated_papers(about: str) -> list[AnnotatedPaper]:
    """Return the papers of the files that the command line names; a mistake in one ends the script with a line.

    Args:
        about: The script's own description.
    """
    parser = argparse.ArgumentParser(description=about.splitlines()[0])
    parser.add_argument("gold", type=Path, nargs="+", help="annotated papers to learn from, JSON Lines")
    arguments = parser.parse_args()
    try:
        return [paper for file in arguments.gold for paper in read_annotations(file, with_text=True)]
    except ClaimsError as error:
        sys.exit(f"fit: {error}")


def number_of(paper: AnnotatedPaper) -> int:
    """Return the number of a paper, the same in each run; modulo :data:`FOLDS` it tells its part."""
    return zlib.crc32(paper.id.encode())


def frequent(rows: Sequence[Mapping[str, float]], least: int) -> list[dict[str, float]]:
    """Return rows of features without those that fewer rows have."""
    uses = Counter(name for features in rows for name in features)
    return [{name: v for name, v in features.items() if uses[name] >= least} for features in rows]


def cross_fitted(
    matrix: Any, truth: Vector, folds: Vector, known: Vector, make: Callable[[], LogisticRegression]
) -> tuple[Vector, LogisticRegression]:
    """Return the score that each row gets from the other folds, and the model of all rows.

    Args:
        matrix: A row of features each.
        truth: What is right of each.
        folds: The part of its paper.
        known: Whether it is learned from.
        make: Makes a model that has learned nothing.
    """
    held_out = np.zeros(len(truth))
    for fold in range(FOLDS):
        inside, outside = folds == fold, known & (folds != fold)
        if inside.any():
            model = make().fit(matrix[outside], truth[outside])
            held_out[inside] = model.decision_function(matrix[inside])
    return held_out, make().fit(matrix[known], truth[known])


def probabilities(scores: Vector) -> Vector:
    """Return what scores say as probabilities."""
    told: Vector = 1 / (1 + np.exp(-scores))
    return told


def save_table(path: Path, lines: Sequence[Sequence[Any]]) -> None:
    """Write a table of weights as CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(lines)
