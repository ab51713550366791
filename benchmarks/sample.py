"""Claims drawn at random from a corpus, ready to be judged: the sentence with the quote marked, fields, rule.

``python -m benchmarks.sample CORPUS --number 200 --seed 7`` draws the same claims as long as corpus and rules
stay the same. Every claim has the same chance, whether its abstract holds one or ten.
"""

from __future__ import annotations

import argparse
import random
import sys
from pathlib import Path

from claims.errors import ClaimsError
from claims.model import Claim, Paper
from claims.pipeline import extract
from claims.sources import read_papers

OPEN, CLOSE = "⟦", "⟧"
POOL = 5  # so many claims are found for each that is drawn: few abstracts give more than one


def draw(papers: list[Paper], number: int, seed: int) -> list[tuple[Paper, Claim]]:
    """Return up to ``number`` claims in random order, out of all those of papers visited in random order."""
    chance = random.Random(seed)
    pool: list[tuple[Paper, Claim]] = []
    for paper in chance.sample(papers, len(papers)):
        pool += [(paper, claim) for claim in extract(paper.abstract, title=paper.title)]
        if len(pool) >= POOL * number:
            break
    return chance.sample(pool, min(number, len(pool)))


def marked(paper: Paper, claim: Claim) -> str:
    """Return the sentence of a claim on one line, with the quote in brackets."""
    before = paper.abstract[claim.sentence_start : claim.start]
    after = paper.abstract[claim.end : claim.sentence_end]
    return " ".join(f"{before}{OPEN}{claim.quote}{CLOSE}{after}".split())


def shown(number: int, paper: Paper, claim: Claim) -> str:
    """Return a claim as a block of lines."""
    amount = f"{claim.lo:.12g}" if claim.hi == claim.lo else f"{claim.lo:.12g} to {claim.hi or 'open'}"
    statistic = f" {claim.statistic}" if claim.statistic else ""
    links = {
        "subject": claim.subject,
        "baseline": claim.baseline,
        "hardware": ", ".join(claim.hardware),
        "workload": ", ".join(claim.workload),
    }
    named = "; ".join(f"{name}: {value}" for name, value in links.items() if value)
    return "\n".join(
        [
            f"{number}. {paper.id}",
            f"   {marked(paper, claim)}",
            f"   {claim.form} {amount} {claim.unit} | {claim.metric} ({claim.metric_text or '-'})"
            f" {claim.change} {claim.polarity} | {claim.bound}{statistic} | {claim.role}",
            f"   {named or '-'}",
            f"   rule: {claim.rule}, confidence {claim.confidence:.2f}",
            "",
        ]
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("corpus", type=Path, help="papers in any format that `claims run` reads")
    parser.add_argument("--number", type=int, default=200)
    parser.add_argument("--seed", type=int, default=7)
    arguments = parser.parse_args()
    try:
        papers = list(read_papers([arguments.corpus], on_reject=lambda reject: None))
        for number, (paper, claim) in enumerate(draw(papers, arguments.number, arguments.seed), start=1):
            print(shown(number, paper, claim))
    except ClaimsError as error:
        sys.exit(f"sample: {error}")


if __name__ == "__main__":
    main()
