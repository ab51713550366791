"""Rules for what is achieved where no known metric is named: 87% fidelity, state-of-the-art results (48%)."""

from __future__ import annotations

import re
from functools import cache

from claims.reading.rule import Example, Reading, Rule, change, each_member, level, says
from claims.syntax.lexicon import load
from claims.syntax.sentence import Sentence


def _unknown(sentence: Sentence, m: re.Match[str]) -> list[Reading] | None:
    at, first, last = m.start("amount"), m.start("first"), m.end("last") - 1
    token = sentence.tokens[at]
    if token.quantities[0].kind != "percent" or not _ATTAINS.match(
        sentence.words(m.start("verb"), m.start("verb"))
    ):
        return None
    named = sentence.words(first, last).lower().split()
    if token.end == sentence.tokens[first].start or not _no_property().isdisjoint(named):
        return None
    if named[-1].endswith(("ing", "ly")) or not named[-1].replace("-", "").isalpha():
        return None
    span = (sentence.tokens[first].start, sentence.tokens[last].end)
    return each_member(level, sentence, at, "other", span)


_ATTAINS = re.compile(r"(?:achiev|attain|reach|obtain|yield|deliver|maintain|exhibit)", re.IGNORECASE)


@cache
def _no_property() -> frozenset[str]:
    """Return words behind a percentage that name nothing achieved: reaches 95% AFTER training, 99% CONFIDENCE."""
    return frozenset(load("words.toml")["no_property"]["words"])


def _result(sentence: Sentence, m: re.Match[str]) -> list[Reading] | None:
    at, name = m.start("amount"), m.start("name")
    token, named = sentence.tokens[at], sentence.tokens[name]
    if token.quantities[0].kind != "percent":
        return None
    if named.code == "M":
        if m["link"] != "h" or named.metrics[0] != "performance" or sentence.codes[at + 1 : at + 2] != "n":
            return None
        span = (named.start, named.end)
        return each_member(level, sentence, at, "performance", span)
    praised = _PRAISED.search(sentence.text, max(sentence.start, named.start - 50), named.end)
    if praised is None or m["link"] != "(":
        return None
    if token.quantities[0].text.startswith("+"):
        return each_member(change, sentence, at, "performance", None, "up")
    return each_member(level, sentence, at, "accuracy", None)


_PRAISED = re.compile(
    r"\b(?:state[\s-]of[\s-]the[\s-]art|SOTA|SoTA|best|competitive|strong|promising|excellent|top)\b[\w\s-]{0,30}"
    r"\bresults?\Z"
)


# "A (90.4%), B (95.1%) and C (88.7%)"
_SERIES = re.compile(r"w\(Q\)(?:(?:,&?|&)[wnr]{0,5}w\(Q\))+")
_DATA = re.compile(r"\b(?:data\s?sets?|benchmarks?|tasks?|corpora|test\ssets?|suites?)\b", re.IGNORECASE)
_LEAST = 40
"""Below it a percentage behind the name of a dataset may as well be a gain."""


def _by_dataset(sentence: Sentence, m: re.Match[str]) -> list[Reading] | None:
    """Read a percentage behind each name of a list of datasets: what is achieved there, mostly accuracy."""
    at = m.start("amount")
    series = next((s for s in _SERIES.finditer(sentence.codes) if s.start() < at < s.end()), None)
    if series is None:
        return None
    lead = sentence.codes[: series.start()]
    quantity = sentence.tokens[at].quantities[0]
    if (
        set("MVNAU") & set(lead)
        or not set("GO") & set(lead)
        or quantity.kind != "percent"
        or quantity.lo < _LEAST
    ):
        return None
    if quantity.text[0] in "+-" or not _DATA.search(sentence.words(0, series.start())):
        return None
    return each_member(level, sentence, at, "accuracy", None)


RULES: tuple[Rule, ...] = (
    Rule(
        name="by dataset",
        description="What is achieved on each of a list of datasets: on three datasets: A (90.4%) and B (95.1%)",
        pattern="WORD OPEN QUANTITY:amount CLOSE",
        produce=_by_dataset,
        base=0.7,
        positive=(
            Example(
                "Larch outperforms Birch on two datasets: Grove (90.4%) and Copse (95.1%).",
                (
                    {"form": "level", "lo": 90.4, "unit": "percent", "metric": "accuracy"},
                    {"form": "level", "lo": 95.1, "unit": "percent", "metric": "accuracy"},
                ),
            ),
        ),
        negative=("The votes went to Larch (51%) and Birch (49%).",),
    ),
    Rule(
        name="result",
        description="What results come to: state-of-the-art results (48%), the best performance with 87% on B",
        pattern="(?P<name>ACHIEVE|WORD|METRIC) (?P<link>OPEN|WITH) NEAR{0,2} QUANTITY:amount",
        produce=_result,
        base=0.6,
        positive=(
            says(
                "It achieves state-of-the-art results (48%) on VOC.", form="level", metric="accuracy", lo=48
            ),
            says("It has the best performance with 87% on Grove.", form="level", metric="performance", lo=87),
        ),
        negative=("Some results (48%) were left out.",),
    ),
    Rule(
        name="level of the unknown",
        description="What is achieved of a property that no vocabulary has: achieves 87% fidelity",
        pattern="ACHIEVE:verb NEAR{0,3} QUANTITY:amount (?=WORD:first)WORD{0,2}WORD:last"
        r" (?=[,;:&iKnrhf@()z>]|\Z)",
        produce=_unknown,
        base=0.65,
        positive=(
            says("It achieves 87% translation fidelity from English.", form="level", lo=87, metric="other"),
        ),
        negative=("It reaches 40% after two weeks.", "It yields 99% confidence."),
    ),
)
