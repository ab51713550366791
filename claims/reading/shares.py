"""Rules for shares: 56% of the latency, only 1% of the labels, 98% of the cases."""

from __future__ import annotations

import re

from claims.reading.rule import Reading, Rule, each_member, metric_at, says, share
from claims.syntax.sentence import Sentence
from claims.syntax.tokens import Token


def _account(sentence: Sentence, m: re.Match[str]) -> list[Reading] | None:
    at = m.start("amount")
    token = sentence.tokens[at]
    before = sentence.text[max(sentence.start, token.start - 40) : token.start]
    if token.quantities[0].kind != "percent" or not _ACCOUNTS.search(before):
        return None
    name = sentence.right(at, "M", "K;,", 5)
    name = _of_that(sentence, at) if name is None else name
    metric, span = metric_at(sentence, name)
    return each_member(share, sentence, at, metric, span)


def _only(sentence: Sentence, m: re.Match[str]) -> list[Reading] | None:
    at = m.start("amount")
    token = sentence.tokens[at]
    if token.quantities[0].kind != "percent" or sentence.right(at, "M", "K;,QU", 6) is not None:
        return None
    if _DATA.match(sentence.text, token.end):
        return None
    metric, span = metric_at(sentence, _of_that(sentence, at))
    return each_member(share, sentence, at, metric, span)


def _of_that(sentence: Sentence, at: int) -> int | None:
    """Return the metric of which a share is told: the POWER is 15% of that of a GPU."""
    if not _THAT.match(sentence.text, sentence.tokens[at].end):
        return None
    be = sentence.left(at, "=", "K;,QU", 4)
    return None if be is None else sentence.left(be, "M", "K;,QUV", 3)


_THAT = re.compile(r"\s{1,3}of\s{1,3}(?:that|those)\b")
_ACCOUNTS = re.compile(
    r"\b(?:consum\w+|occup\w+|spen[dt]\w*|account(?:s|ed|ing)?\s+for|contribut\w+|constitut\w+|compris\w+|represent\w*|mak(?:es|ing)\s+up)\s+(?:[\w~>-]+\s+){0,3}\Z"
)


def _share_of_data(sentence: Sentence, m: re.Match[str]) -> list[Reading] | None:
    at = m.start("amount")
    token = sentence.tokens[at]
    if token.quantities[0].unit != "percent" or not _DATA.match(sentence.text, token.end):
        return None
    if sentence.left(at, "VN", "K;QU", 2) is not None:
        return None
    enough = _ENOUGH.search(sentence.text, token.end, token.end + 60) is not None
    if (
        not enough
        and sentence.codes[at - 1 : at] not in {"j", "q", "s", "G"}
        and "j" not in sentence.codes[max(0, at - 2) : at]
        and "(" not in sentence.codes[max(0, at - 3) : at]
    ):
        # "with 1% of the labels" is the setting of another claim
        return []
    return each_member(share, sentence, at, "data_efficiency", None)


_ENOUGH = re.compile(r"\b(?:(?:is|are|was|were)\s(?:already\s)?(?:enough|sufficient)\b|suffic(?:es?|ed)\b)")
_DATA = re.compile(
    r"\s{1,8}(?:of\s{1,8})?(?:the\s{1,8}|all\s{1,8}|its\s{1,8})?(?:(?:(?-i:[A-Z])[\w-]{0,30}|labell?ed|training|annotated|original|full|available|real|target|paired|whole|entire"
    r"|total|same|parallel|supervised|human|fine-?tuning|pre-?training)\s{1,8}){0,2}(?:data|labels|annotations?|labell?ed\s+(?:data|samples|examples)|training\s+(?:data|set"
    r"|samples|examples)|annotated\s+\w+|supervision|data\s?sets?|[a-z]{3,20}\s+(?:labell?ed|annotated))\b",
    re.IGNORECASE,
)


def _cases(sentence: Sentence, m: re.Match[str]) -> list[Reading] | None:
    at = m.start("amount")
    token = sentence.tokens[at]
    if token.quantities[0].kind != "percent":
        return None
    metric = _outcome(
        sentence.text, max(sentence.start, token.start - 60), token.start, sentence.tokens[m.end() - 1]
    )
    return None if metric is None else each_member(share, sentence, at, metric, None)


def _outcome(text: str, start: int, number: int, following: Token) -> str | None:
    """Return what a share of some things measures: how many are preferred, dealt with, or found."""
    by_people = _PEOPLE.match(text, following.start)
    if by_people or (_PREFERRED.search(text, start, number) and _CASES.match(text, following.start)):
        return "win_rate"
    if _CASES.match(text, following.start) or _SOLVES.search(text, start, number):
        return "success_rate"
    if _DETECTS.search(text, start, number):
        return "other" if _WE_FIND.search(text, start, number) else "recall"
    return "success_rate" if _FARE_WELL.match(text, following.start) else None


_QUALIFIED = (
    r"\s{1,8}(?:(?:for|about|over|more|less|fewer|than|up|to|at|least|nearly|almost|around|approximately|roughly|as|many|only|just|correctly"
    r"|successfully|on average|average)\s{1,8}){0,4}[~>]?\s{0,3}\Z"
)
# "identifies over 95% of the anomalies"
_DETECTS = re.compile(
    r"\b(?:detect|identif|find|found|discover|recogni|recover|captur|catch|retriev|block|flag|categori|classif|reconstruct)\w*"
    + _QUALIFIED,
    re.IGNORECASE,
)
# "we find 99% of the gradients to be redundant"
_WE_FIND = re.compile(r"\bwe\s{1,3}(?:also\s{1,3})?(?:find|found)\s{1,3}[^,;.]{0,20}\Z", re.IGNORECASE)
# "fixes 98% of the compilation errors"
_SOLVES = re.compile(
    r"\b(?:solv|resolv|fix|correct|repair|handl|complet|answer|pass|prov|clos|succeed|verif)(?:e|es|ed|ing|s|y|ies|ied|ying)?(?:\s{1,3}(?:in|on))?"
    + _QUALIFIED,
    re.IGNORECASE,
)
_PREFERRED = re.compile(r"\b(?:prefer|favou?r|chos|choos)\w*", re.IGNORECASE)
_CASES = re.compile(
    r"of\s{1,8}(?:the\s{1,8}|all\s{1,8}|our\s{1,8})?(?:[a-z0-9-]{1,30}\s{1,8}){0,3}?(?:cases|instances|objects|tasks|tests|problems|queries|benchmarks"
    r"|scenarios|trials|questions|episodes|runs|attempts|experiments|grasps|tables|positions"
    r"|targets|goals|locations|waypoints)\b",
    re.IGNORECASE,
)
_PEOPLE = re.compile(
    r"of\s{1,8}(?:the\s{1,8}|all\s{1,8}|our\s{1,8})?(?:[a-z-]{1,30}\s{1,8}){0,2}?(?:users|participants|raters|respondents|annotators"
    r"|experts|evaluators|subjects|people)\s{1,8}(?:[a-z-]{1,30}\s{1,8}){0,2}?(?:prefer|favou?r|rated|chose|choose)",
    re.IGNORECASE,
)
# "86% of the parts could be placed successfully", "99% of paths legal by construction"
_FARE_WELL = re.compile(
    r"of\s{1,8}(?:[\w-]{1,30}\s{1,8}){1,6}?(?:(?:are|were|is|was|be|been|could|can|being|to)\s{1,8}){0,3}"
    r"(?:successful|correct|valid\b|legal\b|feasible|solved|evad|pass(?:es|ed|ing)?\b|succe|producing|compil)",
    re.IGNORECASE,
)


def _finding(sentence: Sentence, m: re.Match[str]) -> list[Reading] | None:
    at = m.start("amount")
    token = sentence.tokens[at]
    if token.quantities[0].kind != "percent" or not _FOUND.search(
        sentence.text, max(sentence.start, token.start - 80), token.start
    ):
        return None
    return each_member(share, sentence, at, "other", None)


# "we find that almost", "our results show that, on average,"
_FOUND = re.compile(
    r"\b(?:find|found|finds|show|shows|showed|shown|observe|observed|conclude|concluded|reveal|reveals|revealed|indicate"
    r"|indicates|indicated|demonstrates?|demonstrated|estimate|estimated|report|reported)\s{1,3}that,?"
    + _QUALIFIED.replace("on average|", "on average,?|"),
    re.IGNORECASE,
)


def _of_size(sentence: Sentence, m: re.Match[str]) -> list[Reading] | None:
    at, the, last = m.start("amount"), m.start("the"), m.end() - 2
    token = sentence.tokens[at]
    if token.quantities[0].kind != "percent" or sentence.words(the, the).lower() != "the":
        return None
    if m["size"] and sentence.words(last, last).lower() != "size":
        return None
    named = sentence.tokens[last]
    metric, span = ("model_size", (named.start, named.end)) if m["size"] else metric_at(sentence, last)
    return each_member(share, sentence, at, metric, span)


def _of_reference(sentence: Sentence, m: re.Match[str]) -> list[Reading] | None:
    at = m.start("amount")
    token = sentence.tokens[at]
    found = _REFERRED.match(sentence.text, token.end)
    within = at > 0 and sentence.words(at - 1, at - 1).lower().startswith("within")
    if token.quantities[0].kind != "percent" or found is None or within:
        return None
    metric, span = ("other", found.span("words")) if found["words"] else ("performance", None)
    return each_member(share, sentence, at, metric, span)


# "95% of the quality of the full model", "80% of the optimum"
_REFERRED = re.compile(
    r"\s{1,3}of\s{1,3}(?:(?:the\s{1,3})?optim(?:al|um)\b"
    r"|(?:the|its)\s{1,3}(?P<words>(?:[a-z-]{1,20}\s{1,3}){0,2}(?:quality|utility|benefits?|gains?|effectiveness|expressiveness"
    r"|capabilit(?:y|ies)))\s{1,3}of\b)"
)


RULES: tuple[Rule, ...] = (
    Rule(
        name="share of a reference",
        description="How much of what another has is reached: 95% of the quality of the full model",
        pattern="QUANTITY:amount OF",
        produce=_of_reference,
        base=0.7,
        positive=(
            says("It reaches 95% of the quality of the full model.", form="share", lo=95, metric="other"),
            says("It achieves 80% of the optimum.", form="share", lo=80, metric="performance"),
        ),
        negative=("It sees 95% of the pixels of an image.",),
    ),
    Rule(
        name="share of a size",
        description="What something has of that of another: 24% the size of X",
        pattern="QUANTITY:amount WORD:the (?:METRIC|WORD:size) OF",
        produce=_of_size,
        base=0.8,
        positive=(
            says("It is 24% the size of the smallest network.", form="share", lo=24, metric="model_size"),
        ),
    ),
    Rule(
        name="share of a total",
        description="What something accounts for: accounting for 56% of the latency",
        pattern="QUANTITY:amount OF",
        produce=_account,
        base=0.8,
        positive=(
            says(
                "Kernels account for over 55% of latency.", form="share", metric="latency", bound="at_least"
            ),
        ),
    ),
    Rule(
        name="only a share",
        description="A share that is stressed as small: with only 4.6% of the explored designs",
        pattern="ONLY HEDGE{0,2} QUANTITY:amount OF",
        produce=_only,
        base=0.6,
        positive=(says("It matches B with only 4.6% of the explored designs.", form="share", lo=4.6),),
    ),
    Rule(
        name="share of data",
        description="How much of the data or labels it takes: with only 1% of the labels",
        pattern="DEGREE:amount",
        produce=_share_of_data,
        base=0.7,
        positive=(
            says(
                "It is trained with only 1% of the labeled data.",
                form="share",
                metric="data_efficiency",
                lo=1,
            ),
        ),
    ),
    Rule(
        name="share of cases",
        description="A share of cases: in over 85% of test cases",
        pattern="QUANTITY:amount PAREN? (?:OF|WORD)",
        produce=_cases,
        base=0.55,
        positive=(
            says("The tool fixes 98.5% of the compilation errors.", form="share", metric="success_rate"),
            says("It identifies over 95% of the anomalies.", form="share", metric="recall", bound="at_least"),
            says("69% of the users preferred Larch.", form="share", metric="win_rate"),
            says(
                "It matches in over 85% of test cases.", form="share", bound="at_least", metric="success_rate"
            ),
        ),
        negative=("Women are 40% of the authors.",),
    ),
    Rule(
        name="finding",
        description="A share that a study finds: we find that 22% of the sites are down",
        pattern="CLAUSE COMMA? (?:STATISTIC COMMA?)? NEAR{0,2} HEDGE{0,2} QUANTITY:amount OF",
        produce=_finding,
        base=0.6,
        positive=(
            says("We find that almost 22% of the sites are down.", form="share", lo=22, bound="approx"),
        ),
        negative=("They know that 40% of the authors left.",),
    ),
)
