"""Rules for margins that stand aside: outperforms X (up to 2.7%), an improvement over X (45%)."""

from __future__ import annotations

import re

from claims.reading.rule import Reading, Rule, change, each_member, says
from claims.syntax.sentence import Sentence


def _margin_aside(sentence: Sentence, m: re.Match[str]) -> list[Reading] | None:
    at = m.start("amount")
    token = sentence.tokens[at]
    if token.quantities[0].kind not in {"percent", "ratio"}:
        return None
    if m["out"] and sentence.codes[at - 1] != "q":
        return None  # "outperforms X (85%)": what X has
    if m["gain"]:
        gain = m.start("gain")
        told = "Q" in sentence.codes[max(0, gain - 3) : gain]  # "a 76% gain over X (22%)"
        if told or sentence.entry(gain).direction != "better":
            return None
    return each_member(change, sentence, at, "performance", None, "better")


RULES: tuple[Rule, ...] = (
    Rule(
        name="margin in parentheses",
        description="How much better it is, in parentheses: outperforms X (up to 2.7%), an improvement over X (45%)",
        pattern="(?:OUTPERFORM:out|NOUN:gain THAN) WORD{1,8} OPEN HEDGE{0,3} QUANTITY:amount CLOSE",
        produce=_margin_aside,
        base=0.8,
        positive=(
            says(
                "It outperforms current solutions (up to 2.7%).", form="percent", metric="performance", lo=2.7
            ),
            says("It brings an improvement over LRU (45%).", form="percent", metric="performance", lo=45),
        ),
        negative=("We beat the rest of the field (a share of 40%).",),
    ),
)
