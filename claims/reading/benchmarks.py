"""What benchmarks are scored in: what a bare number is that is got on one, and where a gain is one in points."""

from __future__ import annotations

import re
from functools import cache

from claims.reading.match import Answer, Match, Named
from claims.syntax.sentence import Sentence
from claims.syntax.vocabulary import load, metrics

_LEAST_SCORE = 20


def on_benchmark(sentence: Sentence, m: re.Match[str]) -> Answer:
    """Read a bare number that is got on a benchmark of which it is known what it is scored in: gets 58.1 on GSM8K."""
    at, on = m.start("amount"), m.start("on")
    found = scored_benchmarks().search(sentence.text, sentence.tokens[on].end, sentence.end)
    following = sentence.tokens[min(on + 2, len(sentence.tokens) - 1)].start
    if found is None or found.start() > following or sentence.tokens[at].quantities[0].lo < _LEAST_SCORE:
        return None
    return Match(at, "level", named=Named(_scored_in()[found[0]]))


def names_scored_benchmark(sentence: Sentence) -> bool:
    """True where a sentence names a benchmark that is scored in percent (``schema/benchmarks.toml``)."""
    return scored_benchmarks().search(sentence.text, sentence.start, sentence.end) is not None


@cache
def _scored_in() -> dict[str, str]:
    """Return the metric that each benchmark is scored in, for those that are scored in percent."""
    rows = [row for row in load("benchmarks.toml")["scored"] if metrics()[row["metric"]].scale == "percent"]
    return {name: row["metric"] for row in rows for name in row["benchmarks"]}


@cache
def scored_benchmarks() -> re.Pattern[str]:
    """Return a pattern of the benchmarks that are scored in percent (``schema/benchmarks.toml``)."""
    names = [re.escape(name) for name in sorted(_scored_in(), key=lambda name: (-len(name), name))]
    return re.compile(rf"\b(?:{'|'.join(names)})(?![a-z])")
