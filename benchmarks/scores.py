"""Agreement with annotated samples, and what has changed since it was last accepted, paper by paper.

``python -m benchmarks.scores --state STATE GOLD...`` extracts each sample and prints a table of its figures. Below
it stands, for each figure, the difference from the accepted state with a 95% interval: papers are drawn with
replacement, each with what it scored then and what it scores now (a paired bootstrap, Efron and Tibshirani 1993,
chapter 16). An interval that holds zero tells of no change. ``--accept`` writes the state.

The state keeps counts of each paper and nothing of its text.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
import orjson
from numpy.typing import NDArray

from claims.errors import ClaimsError
from claims.judging.agreement import NAMES
from claims.judging.annotations import AnnotatedPaper, read_annotations
from claims.judging.score import Score, extracted_now

Counts = NDArray[np.int64]
"""One row a paper: annotated, extracted, matched, core and linked claims, then four counts for each kind of name."""

LEVELS = ("value", "core", "linked")
FIGURES = (*LEVELS, *NAMES)
DRAWS = 2_000
SEED = 20_261


def counts_of(paper: AnnotatedPaper, extracted: AnnotatedPaper) -> list[int]:
    """Return the counts of one paper, in the order of :data:`Counts`."""
    score = Score()
    score.add(paper, extracted.claims, extracted.place)
    claims = [score.annotated, score.extracted, score.matched, score.core, score.linked]
    names = [score.names[name] for name in NAMES]
    return claims + [n for each in names for n in (each.annotated, each.found, each.extracted, each.right)]


def figures(counts: Counts) -> NDArray[np.float64]:
    """Return the figures of sums of counts: F1 of value, core and linked claims, then of each kind of name.

    >>> figures(np.array([4, 4, 3, 2, 1] + [2, 1, 4, 2] * 4))[:4]
    array([0.75, 0.5 , 0.25, 0.5 ])

    Args:
        counts: Sums of the counts of papers, in the last axis.

    Returns:
        The figures in the order of ``FIGURES``, in the last axis.
    """
    claims = np.maximum(1, counts[..., 0] + counts[..., 1])[..., None]
    levels = 2 * counts[..., 2:5] / claims
    names = counts[..., 5:].reshape(*counts.shape[:-1], len(NAMES), 4)
    recall = names[..., 1] / np.maximum(1, names[..., 0])
    precision = names[..., 3] / np.maximum(1, names[..., 2])
    both = recall + precision
    f1 = np.divide(2 * recall * precision, both, out=np.zeros_like(both), where=both > 0)
    return np.concatenate([levels, f1], axis=-1)


def intervals(before: Counts, now: Counts) -> NDArray[np.float64]:
    """Return low and high end of the 95% interval of each figure's difference, in two rows.

    Args:
        before: Counts of each paper then.
        now: Counts of the same papers now, in the same order.
    """
    chance = np.random.default_rng(SEED)
    drawn = chance.multinomial(len(now), np.full(len(now), 1 / len(now)), size=DRAWS)
    return np.percentile(figures(drawn @ now) - figures(drawn @ before), [2.5, 97.5], axis=0)


def measured(sample: Path) -> dict[str, list[int]]:
    """Return the counts of each paper of a sample, extracted by the rules as they stand."""
    papers = list(read_annotations(sample, with_text=True))
    return {
        paper.id: counts_of(paper, found) for paper, found in zip(papers, extracted_now(papers), strict=True)
    }


def table(samples: Mapping[str, Mapping[str, Sequence[int]]]) -> str:
    """Return the figures of samples as lines."""
    lines = [f"{'':9}{'papers':>7}{'claims':>7}" + "".join(f"{name:>10}" for name in FIGURES)]
    for name, rows in samples.items():
        counts = np.array(list(rows.values()))
        cells = "".join(f"{figure:10.4f}" for figure in figures(counts.sum(axis=0)))
        lines.append(f"{name:9}{len(rows):7}{counts[:, 0].sum():7}{cells}")
    return "\n".join(lines)


def changes(before: Mapping[str, Sequence[int]], now: Mapping[str, Sequence[int]]) -> list[str]:
    """Return a line for each figure: the difference over the papers that both states hold, and its interval."""
    shared = [paper for paper in now if paper in before]
    then_counts = np.array([before[paper] for paper in shared])
    now_counts = np.array([now[paper] for paper in shared])
    moved = int((then_counts != now_counts).any(axis=1).sum())
    if not moved:
        return ["no paper has moved"]
    differences = figures(now_counts.sum(axis=0)) - figures(then_counts.sum(axis=0))
    lines = [f"{moved} of {len(shared)} papers have moved"]
    for name, difference, low, high in zip(
        FIGURES, differences, *intervals(then_counts, now_counts), strict=True
    ):
        told = "" if low <= 0 <= high else "  *"
        lines.append(f"{name:9}{difference:+8.4f}  [{low:+.4f}, {high:+.4f}]{told}")
    return lines


def read_state(path: Path) -> dict[str, dict[str, list[int]]]:
    """Return the accepted counts of each sample's papers; none where nothing was accepted yet."""
    state: dict[str, dict[str, list[int]]] = {}
    if path.exists():
        for line in path.read_bytes().splitlines():
            row = orjson.loads(line)
            state.setdefault(row["sample"], {})[row["id"]] = row["counts"]
    return state


def write_state(path: Path, samples: Mapping[str, Mapping[str, Sequence[int]]]) -> None:
    """Write the counts of each sample's papers, a line each."""
    rows = (
        orjson.dumps({"sample": name, "id": paper, "counts": counts})
        for name, papers in samples.items()
        for paper, counts in papers.items()
    )
    path.write_bytes(b"".join(row + b"\n" for row in rows))


def report(
    samples: Mapping[str, Mapping[str, Sequence[int]]], state: Mapping[str, Mapping[str, Sequence[int]]]
) -> Iterable[str]:
    """Yield the table, and below it what has changed in each sample."""
    yield table(samples)
    for name, rows in samples.items():
        if name in state:
            yield f"\n{name}, against the accepted state"
            yield from (f"  {line}" for line in changes(state[name], rows))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("gold", type=Path, nargs="+", help="annotated papers, JSON Lines")
    parser.add_argument("--state", type=Path, required=True, help="the accepted counts")
    parser.add_argument("--accept", action="store_true", help="take what the rules score now as accepted")
    arguments = parser.parse_args()
    try:
        samples = {file.stem: measured(file) for file in arguments.gold}
    except ClaimsError as error:
        sys.exit(f"scores: {error}")
    print("\n".join(report(samples, read_state(arguments.state))))
    if arguments.accept:
        write_state(arguments.state, samples)


if __name__ == "__main__":
    main()
