"""Whatever the text, its claims are sound: finite numbers, right places, the same alone and in company."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import astuple
from itertools import pairwise

from benchmarks.torture import Effort, Outcome, Part
from benchmarks.torture.texts import joined, mutated
from claims.model import Claim, Paper
from claims.numbers.quantities import quantities
from claims.numbers.quantity import Quantity
from claims.pipeline import extract
from claims.reading.normal_form import better_way
from claims.streams.batches import claims_or_reasons, extract_papers
from claims.syntax.vocabulary import metrics

TEXTS = 100_000
FIXED = 20_260_101
_BATCH = 1_000
_CLOSE = 1e-9


def breaches(text: str, claims: Sequence[Claim]) -> list[str]:
    """Return what is not as promised in the claims of a text.

    Args:
        text: The abstract.
        claims: What :func:`claims.pipeline.extract` gives for it.
    """
    found = [f"{what}: {claim.quote!r} in {text!r}" for claim in claims for what in _of_claim(text, claim)]
    if any(one.start > two.start for one, two in pairwise(claims)):
        found.append(f"claims out of order in {text!r}")
    return found


def _of_claim(text: str, claim: Claim) -> Iterator[str]:
    numbers = {
        "lo": claim.lo, "hi": claim.hi, "factor": claim.factor, "factor_hi": claim.factor_hi, "base_lo": claim.base_lo,
        "base_hi": claim.base_hi, "confidence": claim.confidence,
    }  # fmt: skip
    yield from _of_numbers(numbers)
    if claim.hi is not None and claim.lo > claim.hi:
        yield "lo above hi"
    if claim.base_lo is not None and claim.base_hi is not None and claim.base_lo > claim.base_hi:
        yield "base_lo above base_hi"
    if not claim.quote or claim.quote != text[claim.start : claim.end]:
        yield "the quote is not what stands there"
    if claim.occurrence != sum(text.startswith(claim.quote, at) for at in range(claim.start)):
        yield "wrong occurrence"
    if not 0 <= claim.sentence_start <= claim.start < claim.end <= claim.sentence_end <= len(text):
        yield "the sentence is not around the quote"
    if not 0 <= claim.confidence <= 1:
        yield "confidence out of range"
    for name, value, said in (("factor", claim.factor, claim.lo), ("factor_hi", claim.factor_hi, claim.hi)):
        if claim.form == "level" and claim.rule == "change to":
            continue  # the value that it moves from is no field of the claim
        if not _close(value, expected_factor(claim, said)):
            yield f"{name} {value} of {said}"


def _of_numbers(numbers: dict[str, float | None]) -> Iterator[str]:
    for name, value in numbers.items():
        if value is not None and not math.isfinite(value):
            yield f"{name} is {value}"
        if value == 0 and math.copysign(1, value) < 0:
            yield f"{name} is minus nought"


def expected_factor(claim: Claim, value: float | None) -> float | None:
    """Return the factor of a claim as docs/claim-model.md defines it."""
    better = better_way(metrics()[claim.metric], claim.metric_text, claim.change, claim.polarity)
    if value is None or value <= 0 or better is None:
        return None
    up = claim.change == "increase"
    grown = {
        "share": value / 100,
        "ratio": None if claim.change == "none" else value if up else 1 / value,
        "percent": None if claim.change == "none" else 1 + (value if up else -value) / 100,
    }.get(claim.form)
    if grown is None or grown <= 0 or math.isinf(grown):
        return None
    factor = grown if better == "more" else 1 / grown
    return factor if 0 < factor < math.inf else None


def _close(one: float | None, two: float | None) -> bool:
    if one is None or two is None:
        return one is two
    return math.isclose(one, two, rel_tol=_CLOSE)


def quantity_breaches(text: str, found: Sequence[Quantity]) -> list[str]:
    """Return what is not as promised in the quantities of a text."""
    said = []
    for q in found:
        what = list(_of_numbers({"lo": q.lo, "hi": q.hi, "uncertainty": q.uncertainty}))
        if q.hi is not None and q.lo > q.hi:
            what.append("lo above hi")
        if not q.text or q.text != text[q.start : q.end]:
            what.append("the text is not what stands there")
        said += [f"{each}: {q.text!r} of the quantities in {text!r}" for each in what]
    if any(one.end > two.start for one, two in pairwise(found)):
        said.append(f"quantities overlap in {text!r}")
    return said


def check(texts: Sequence[str]) -> list[str]:
    """Return all breaches of some texts, each read alone and all of them as one batch."""
    found: list[str] = []
    together = list(claims_or_reasons([(text, "") for text in texts]))
    for text, in_company in zip(texts, together, strict=True):
        if isinstance(in_company, str):
            found.append(f"{in_company}: {text!r}")
            continue
        try:
            alone = extract(text)
            found += breaches(text, alone)
            found += quantity_breaches(text, quantities(text))
        except Exception as error:  # whatever it is, it is a breach
            found.append(f"{type(error).__name__}: {error}: {text!r}")
            continue
        if list(map(astuple, alone)) != list(map(astuple, in_company)):
            found.append(f"not the same alone and in a batch: {text!r}")
    return found


def _differ_by_jobs(texts: Iterable[str]) -> list[str]:
    papers = [Paper(id=str(number), abstract=text) for number, text in enumerate(texts)]
    results = [
        [
            (paper.id, claims)
            for paper, claims in extract_papers(papers, jobs=jobs, batch_size=size, on_reject=lambda _: None)
        ]
        for jobs, size in ((1, 1024), (2, 61), (3, 7))
    ]
    return (
        []
        if all(result == results[0] for result in results)
        else ["not the same with another number of jobs"]
    )


def _drawn(effort: Effort, seed: int, what: str) -> Iterator[Outcome]:
    draw = random.Random(seed)
    kinds: dict[str, Callable[[random.Random], str]] = {
        "joins of fragments": joined,
        "mutated abstracts": mutated,
    }
    for kind, make in kinds.items():
        number, found = effort.share(TEXTS // 2), list[str]()
        for start in range(0, number, _BATCH):
            found += check([make(draw) for _ in range(min(_BATCH, number - start))])
        yield Outcome(f"{kind}, {what}", number, found)


def _run(effort: Effort) -> Iterator[Outcome]:
    yield from _drawn(effort, FIXED, "a fixed seed")
    yield from _drawn(effort, effort.seed, "a fresh seed")
    draw = random.Random(effort.seed + 1)
    texts = [make(draw) for _ in range(effort.share(2_000)) for make in (joined, mutated)]
    yield Outcome("the same with 1, 2 and 3 jobs", len(texts), _differ_by_jobs(texts))


PART = Part("fuzz", "claims of any text are sound", _run)
