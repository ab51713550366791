"""What confidence is worth: how often claims of each band are right, as a table for docs/confidence.md.

``python -m benchmarks.calibration GOLD...`` extracts the annotated abstracts and compares. A claim is right
where an annotated one matches it and form, metric, change, bound and statistic agree.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path

from claims.errors import ClaimsError
from claims.judging.agreement import core_agrees, same_name
from claims.judging.annotations import AnnotatedPaper, read_annotations
from claims.judging.score import extracted_now, match
from claims.model import LINKED

EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)


def judged(papers: Iterable[AnnotatedPaper]) -> list[tuple[float, bool]]:
    """Return confidence and rightness of each claim that is extracted from annotated papers."""
    rows: list[tuple[float, bool]] = []
    gold = list(papers)
    for paper, found in zip(gold, extracted_now(gold), strict=True):
        pairs = match(paper, found.claims).pairs
        right = {id(extracted) for annotated, extracted in pairs if core_agrees(annotated, extracted)}
        rows += [(float(claim["confidence"]), id(claim) in right) for claim in found.claims]
    return rows


def table(columns: dict[str, list[tuple[float, bool]]]) -> str:
    """Return a Markdown table: one row a band of confidence, two columns a file."""
    head = ["confidence", *(f"{name}: {what}" for name in columns for what in ("claims", "right"))]
    lines = [f"| {' | '.join(head)} |", f"|{' --- |' * len(head)}"]
    for low, high in reversed(list(pairwise(EDGES))):
        cells = [f"{low:.1f} to {min(high, 1.0):.1f}"]
        for rows in columns.values():
            right = [is_right for confidence, is_right in rows if low <= confidence < high]
            cells += [str(len(right)), f"{100 * sum(right) / len(right):.0f}%" if right else "-"]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def judged_links(papers: Iterable[AnnotatedPaper]) -> dict[str, list[tuple[float, bool]]]:
    """Return confidence and rightness of each name that is linked, by field, over the claims that are annotated."""
    rows: dict[str, list[tuple[float, bool]]] = {name: [] for name in LINKED}
    gold = list(papers)
    for paper, found in zip(gold, extracted_now(gold), strict=True):
        for annotated, extracted in match(paper, found.claims).pairs:
            for name, sure in extracted["link_confidence"].items():
                truth = _names(annotated.get(name))
                rows[name] += [
                    (sure, any(same_name(each, other) for other in truth)) for each in _names(extracted[name])
                ]
    return rows


def _names(value: str | Sequence[str] | None) -> Sequence[str]:
    return [value] if isinstance(value, str) else value or ()


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("gold", type=Path, nargs="+", help="annotated papers, JSON Lines")
    arguments = parser.parse_args()
    try:
        columns = {file.stem: judged(read_annotations(file, with_text=True)) for file in arguments.gold}
    except ClaimsError as error:
        sys.exit(f"calibration: {error}")
    print(table(columns))
    for file in arguments.gold:
        print(f"\nLinks of {file.stem}:\n")
        print(table(judged_links(read_annotations(file, with_text=True))))


if __name__ == "__main__":
    main()
