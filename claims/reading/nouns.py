"""Rules for nouns of change: 2.8x speedup, a reduction of 20%, a reduction in latency (60%)."""

from __future__ import annotations

import re

from claims.reading.rule import Reading, Rule, as_ratio, change, changes, metric_of, says
from claims.reading.units import is_scored
from claims.syntax.lexicon import metrics
from claims.syntax.sentence import Sentence

# Verbs that are nouns as well: "a 20% increase in", "1% accuracy drop".
NOUN_LIKE = frozenset(
    {"increase", "increases", "decrease", "decreases", "drop", "drops", "cut", "cuts", "gain", "gains", "boost",
     "boosts", "decline", "rise", "saving", "lift", "fall", "advance", "raise", "improve", "slowdown"}
)  # fmt: skip


def _noun(sentence: Sentence, m: re.Match[str]) -> list[Reading] | None:
    at, by = m.start("amount"), m.start("change")
    entry = sentence.entry(by)
    if sentence.codes[by] == "V" and sentence.words(by, by).lower() not in NOUN_LIKE:
        return None
    if sentence.codes[at - 1 : at + 1] == "bZ" and _FACTOR.search(sentence.words(at - 1, at)):
        as_ratio(sentence, at, at - 1)  # "a factor of two speedup"
    between = m.start("metric") if m["metric"] else None
    readings = noun_readings(sentence, at, by, between, entry.direction, len(sentence.tokens[at].quantities))
    return None if any(map(_is_bare_measure, readings)) else readings


def _is_bare_measure(reading: Reading) -> bool:
    """True for a change of what has a unit by a number that has none: "3 speedups"."""
    metric = metrics()[reading.metric]
    return reading.quantity.kind == "number" and (metric.id == "speed" or bool(metric.units))


def noun_readings(
    sentence: Sentence, at: int, by: int, between: int | None, direction: str, members: int
) -> list[Reading]:
    """Read a number beside a noun of change: find what the noun is a change of.

    Args:
        sentence: The sentence.
        at: Index of the number.
        by: Index of the noun.
        between: Index of a metric that the noun is compounded with (energy reduction), or None.
        direction: The noun's direction.
        members: Length of the list of numbers.

    Returns:
        One reading for each member.
    """
    entry = sentence.entry(by)
    after = metric_after(sentence, max(at, by))
    if sentence.codes[at + 1 : at + 4] == "(M)":
        between, after = None, at + 2  # "an improvement of 1.9% (AUC)"
    readings = []
    for member in range(members):
        span: tuple[int, int] | None = (sentence.tokens[by].start, sentence.tokens[by].end)
        if entry.owner and entry.metric:
            metric = entry.metric
        elif between is not None and not (
            after is not None and sentence.tokens[between].metrics[0] == "performance"
        ):
            metric, span = metric_of(sentence.tokens[between], member, members)
            if members > 1 and after is not None and len(sentence.tokens[after].metrics) == members:
                metric, span = metric_of(sentence.tokens[after], member, members)
        elif after is not None:
            metric, span = metric_of(sentence.tokens[after], member, members)
        elif entry.metric:
            metric = entry.metric
        else:
            metric, span = _unnamed(sentence, at, by, direction)
        readings.append(change(sentence, at, member, metric, span, direction))
    return readings


def _unnamed(sentence: Sentence, at: int, by: int, direction: str) -> tuple[str, tuple[int, int] | None]:
    if direction == "worse":
        last = at - 1 if by > at else by
        first = last
        while first > 0 and sentence.codes[first - 1] == "w" and last - first < 2:
            first -= 1
        return "other", (sentence.tokens[first].start, sentence.tokens[by].end) if first < by else None
    unknown = unknown_after(sentence, max(at, by))
    if unknown is not None:
        return "other", unknown
    if at < by - 1 and sentence.codes[by - 1] == "w" and _PROPERTY.fullmatch(sentence.words(by - 1, by - 1)):
        return "other", span_at(sentence, by - 1)
    before = sentence.left(min(at, by), "M", "KQU;,O>", 10)
    here = min(at, by)
    if before is None and _APPOSED.search(sentence.codes, max(0, here - 14), here):
        # "a rate of 7.1%, a 44% reduction", "accuracy to 84.5%, a gain of 3.3 points"
        before = sentence.left(here, "M", "K;O>G", 16)
    if before is not None:
        return sentence.tokens[before].metrics[0], span_at(sentence, before)
    first = min(at, by) + 1 if at < by else max(0, by - 1)
    named = at < by and sentence.codes[by - 1] == "w" and _PROPERTY.fullmatch(sentence.words(by - 1, by - 1))
    if named and direction in {"down", "up", "worse"}:
        return "other", (sentence.tokens[first].start, sentence.tokens[by - 1].end)
    if direction == "down":
        return "other", None
    return "performance", None


# "2x quality improvement" names a property, "2x significant improvement" does not.
_PROPERTY = re.compile(
    r"(?!(?:significant|substantial|relative|absolute|average|overall|further|total|consistent|notable|remarkable|respective|clear|large"
    r"|huge|great|big|small|slight|modest|potential|additional|maximum|minimum|net|average|fold|times|point|points|percentage|state"
    r"|art|gain|end|system|level|model|task|test|dataset|kernel)\b)[a-z]{4,}(?<!al)(?<!ive)(?<!ant)(?<!ent)(?<!able)(?<!ous)(?<!ing)(?<!ed)(?<!ly)(?<!ic)"
)
_APPOSED = re.compile(r"[QUZ][^MVKO;]{0,6}[,(](?:w|y|[qsj]){0,3}\Z")
# "an improvement of 53% in TNS": what stands for a place is spelled out, or comes after "on".
_ACRONYM = re.compile(r"[A-Z]{2,6}")
_DIRECTLY = re.compile(r"(?P<words>N[ws]{1,5})")
_UNKNOWN = re.compile(r"[wsjz)]{0,2}(?:>[ws&]{1,6})?(?P<words>i[ws]{1,5})")
# What stands after "in" and is no property: places, conditions, data. The head of the phrase tells, or its first word.
_PLACES_FIRST = re.compile(
    r"[A-Z]|(?:one|two|three|four|five|total|comparison|general|practice|both|all|most|some|many|each|several|terms|order"
    r"|simulated|real|simulations?|the wild)\b"
)
_PLACES = re.compile(
    r"[A-Z]|\b(?:data\s?sets?|setups?|phases?|respectively|benchmarks?|tasks?|settings?|scenarios?|cases?|experiments?|simulations?|conditions?|environments?|domains?"
    r"|comparison|general|practice|worlds?|images?|videos?|languages?|scenes?|terms?|detection|recognition|classification|segmentation|prediction|generation|retrieval|planning|evaluation|inference"
    r"|training|learning|systems?|models?|networks?|applications?|regimes?|categories|classes|tests?|trials?|studies|decoding"
    r"|encoding|prefilling|kernels?|workloads?|respectively|wild)\b"
)


def unknown_after(sentence: Sentence, index: int) -> tuple[int, int] | None:
    """Find a property that no vocabulary has: a 26x increase IN MODELED HEAP OBJECTS.

    Args:
        sentence: The sentence.
        index: Index of the token after which it may stand.

    Returns:
        Its span, or None where what follows is a place or nothing.
    """
    tokens = sentence.tokens
    pattern = _UNKNOWN
    if sentence.codes[index] == "N" and sentence.words(index, index).lower().endswith(" in"):
        pattern = _DIRECTLY  # "increase in" is one token
    m = pattern.match(sentence.codes, index if pattern is _DIRECTLY else index + 1)
    if m is None:
        return None
    span = (tokens[m.start("words") + 1].start, tokens[m.end("words") - 1].end)
    words = sentence.text[slice(*span)]
    head = words.rpartition(" ")[2]
    placed = _PLACES.search(head) or _PLACES_FIRST.match(words)
    return None if placed and not _ACRONYM.fullmatch(words) else span


def span_at(sentence: Sentence, index: int) -> tuple[int, int]:
    """Return where the token at an index stands."""
    token = sentence.tokens[index]
    return token.spans[0] if token.spans else (token.start, token.end)


_AFTER = re.compile(r"\)?[wsjz]{0,3}(?:>[wsj&,/]{1,7}?)?(?:[ionr][wsjy]{0,5}|[wsj]{0,1})(?P<metric>M)")
_AFTER_THAN = re.compile(r"(?:,?z,?)?(?:[wsj]{0,3}&[qs]{0,2}Q[wsj]{0,3})?[ionr][wsjy]{0,5}(?P<metric>M)")


def metric_after(sentence: Sentence, index: int) -> int | None:
    """Find the metric that a noun of change is followed by: improvement IN accuracy, gain over B in speed."""
    m = _AFTER_THAN.match(sentence.codes, index + 1) or _AFTER.match(sentence.codes, index + 1)
    return m.start("metric") if m else None


def _in_parentheses(sentence: Sentence, m: re.Match[str]) -> list[Reading] | None:
    """Reduces collisions (up to 90%), gains on short actions (+4.2%): words that no vocabulary has."""
    at, by = m.start("amount"), m.start("change")
    entry = sentence.entry(by)
    verb = sentence.codes[by] == "V" and sentence.words(by, by).lower() not in NOUN_LIKE
    marked = m["hedge"] or sentence.tokens[at].quantities[0].text[0] in "+-−"
    closing = sentence.codes[at + 1 : at + 2] == ")"
    if (
        entry.owner
        or not closing
        or not (marked or not verb or sentence.tokens[at].quantities[0].kind == "ratio")
    ):
        return None
    span = (sentence.tokens[m.start("words")].start, sentence.tokens[m.end("words") - 1].end)
    members = range(len(sentence.tokens[at].quantities))
    if m["place"]:
        return [change(sentence, at, k, "performance", None, entry.direction) for k in members]
    return [change(sentence, at, k, "other", span, entry.direction) for k in members]


def _is_change(sentence: Sentence, m: re.Match[str]) -> list[Reading] | None:
    at = m.start("amount")
    by = sentence.left(m.start(), "N", "K;QUVG=(", 12)
    if (
        by is None
        or sentence.codes[by + 1] not in ">ri"
        or sentence.codes[at + 1 : at + 2] in {"A", "N", "o", "M"}
    ):
        return None
    between = by - 1 if by and sentence.codes[by - 1] == "M" else None
    members = len(sentence.tokens[at].quantities)
    readings = noun_readings(sentence, at, by, between, sentence.entry(by).direction, members)
    for reading in readings:
        reading.metric_span = reading.metric_span or span_at(sentence, by)
    return readings


def _signed(sentence: Sentence, m: re.Match[str]) -> list[Reading] | None:
    at = m.start("amount")
    sign = sentence.tokens[at].quantities[0].text[0]
    if sign not in "+-−":
        return None
    span = (sentence.tokens[m.start("words")].start, sentence.tokens[m.end("words") - 1].end)
    members = range(len(sentence.tokens[at].quantities))
    return [change(sentence, at, k, "other", span, "up" if sign == "+" else "down") for k in members]


def _noun_of(sentence: Sentence, m: re.Match[str]) -> list[Reading] | None:
    at, by = m.start("amount"), m.start("change")
    if sentence.codes[by] == "V":
        word = sentence.words(by, by).lower()
        signed = sentence.tokens[at].quantities[0].text[0] == "+"
        if word not in NOUN_LIKE or not (m["metric"] or m["of"] or signed):
            return None
        quantities = sentence.tokens[at].quantities
        if "f" in sentence.codes[by:at] and quantities[0].lo == quantities[-1].hi:
            return None  # "accuracy drops from 92% to 84%"
        if "t" in sentence.codes[by:at]:
            return None  # "accuracy drops to 84%"
    if "@" in sentence.codes[by:at] and sentence.codes[at + 1 : at + 2] == "M":
        return []  # "a speedup at 50% sparsity"
    between = m.start("metric") if m["metric"] else None
    if sentence.codes[at] == "Z" and not _is_score_change(sentence, at, by, between):
        return None
    entry = sentence.entry(by)
    return noun_readings(sentence, at, by, between, entry.direction, len(sentence.tokens[at].quantities))


_FACTOR = re.compile(r"\bfactors?\b")


def _is_score_change(sentence: Sentence, at: int, by: int, between: int | None) -> bool:
    """Bare numbers are changes of scores: a gain of 1.2 BLEU, a BLEU gain of 1.2."""
    if _FACTOR.search(sentence.words(by, at)):
        return False
    if sentence.codes[by + 1] != "o" and not sentence.words(by, by).lower().endswith(" of"):
        return False
    if between is not None and _is_scored(sentence, at, between):
        return True
    return sentence.right(at, "M", "K;,QU", 4) is not None


def _is_scored(sentence: Sentence, at: int, name: int) -> bool:
    """True where a bare number can be a change of a metric, and counts nothing: a gain of 2 models."""
    if _FACTOR.search(sentence.words(name, at)):
        return False
    if not is_scored(sentence.tokens[name].metrics[0]):
        return False
    return sentence.codes[at + 1 : at + 2] not in set("wANVZQUM")


def _in_metric(sentence: Sentence, m: re.Match[str]) -> list[Reading] | None:
    at, by = m.start("amount"), m.start("change")
    if sentence.codes[by] == "V" and sentence.words(by, by).lower() not in NOUN_LIKE:
        return None
    if "f" in sentence.codes[m.end("metric") : at] and sentence.codes[at + 1 : at + 2] == "t":
        return None  # "a reduction in errors (from 76% to 40%)"
    if sentence.codes[at - 1] == "(" and sentence.codes[at + 1 : at + 2] == ">":
        return None  # "improvements in recall (70% vs. 48%)": what both have
    in_parentheses = sentence.codes[at] == "U" and sentence.codes[at - 1] == "("
    if in_parentheses and sentence.tokens[at].quantities[0].unit != "dB":
        return None  # "an improvement in speed (15 fps)", not "in PSNR (2 dB)"
    if sentence.codes[at] == "Z" and not (
        sentence.codes[at - 1] in "obqsj" and _is_scored(sentence, at, m.start("metric"))
    ):
        return None
    if not m["link"] and not sentence.words(by, by).lower().endswith((" in", " of")):
        return None
    name = m.start("metric")
    if sentence.codes[at + 1 : at + 3] == "iM" and sentence.tokens[name].metrics[0] == "performance":
        name = at + 2  # "gains in performance (up to 4.3 points in F1)"
    return changes(sentence, at, name, sentence.entry(by).direction)


RULES: tuple[Rule, ...] = (
    Rule(
        name="change noun",
        description="A number before a noun of change: 2.8x speedup, 20% accuracy gain, 1.8x decrease of"
        " latency",
        pattern="FIGURE:amount (?:PAREN|CLOSE)? OF? (?:LOOSE|RELATIVE){0,4}? (?:METRIC:metric"
        " (?:WORD|RELATIVE){0,2})? NOUNLIKE:change",
        produce=_noun,
        base=0.96,
        positive=(
            says("a 2.8x speedup over GPUs", form="ratio", metric="speed", change="increase"),
            says(
                "with 1% accuracy loss", form="points", metric="accuracy", change="decrease", polarity="worse"
            ),
            says(
                "a 1.8x decrease of latency",
                form="ratio",
                metric="latency",
                change="decrease",
                polarity="better",
            ),
            says("shows a 32.2% latency reduction", form="percent", metric="latency", change="decrease"),
        ),
        negative=("It is trained with 3 losses.",),
    ),
    Rule(
        name="change in",
        description="A noun of change, its metric and the amount: a reduction in latency (60%)",
        pattern="NOUNLIKE:change (?P<link>IN|OF|ON)? LOOSE{0,4} (?:AND WORD{0,2})? METRIC:metric"
        " (?:(?:OF|BY|OPEN|COMMA|COLON|BE|TO|WORD? FROM){1,2} NEAR{0,3}|QUALIFIER) FIGURE:amount",
        produce=_in_metric,
        base=0.95,
        positive=(
            says(
                "a reduction in inference latency (approx 60%)",
                form="percent",
                metric="latency",
                bound="approx",
            ),
            says("an improvement in BLEU of 2.3", form="points", metric="bleu", change="increase"),
        ),
    ),
    Rule(
        name="change in parentheses",
        description="A change of what no vocabulary has, its amount in parentheses: reduces collisions (up to"
        " 90%)",
        pattern="NOUNLIKE:change (?:(?P<place>ON|FOR)|IN|OF)? (?P<words>WORD{1,4}(?:OF WORD{1,3})?)"
        " OPEN (?P<hedge>HEDGE{1,3})?"
        " QUANTITY:amount",
        produce=_in_parentheses,
        base=0.8,
        positive=(
            says("It reduces collisions (up to 90%).", form="percent", metric="other", change="decrease"),
            says("It gains on short clips (+4.2%).", form="percent", metric="performance", change="increase"),
        ),
        negative=("It cuts long videos (60% of all) into clips.",),
    ),
    Rule(
        name="change is",
        description="A noun of change, what it is a change over, and how much it is: the improvement over B is 8%",
        pattern="BE NEAR{0,3} QUANTITY:amount",
        produce=_is_change,
        base=0.85,
        positive=(says("The improvement over earlier models is 8%.", form="percent", metric="performance"),),
        negative=("The road over the hills is 8 km long.",),
    ),
    Rule(
        name="sign in parentheses",
        description="A signed amount behind a property that no vocabulary has: helpfulness (+13%)",
        pattern="(?P<words>WORD{1,2}) OPEN QUANTITY:amount CLOSE",
        produce=_signed,
        base=0.75,
        positive=(
            says("Users praise its helpfulness (+13%).", form="percent", metric="other", change="increase"),
        ),
        negative=("Most images (13%) are dark.",),
    ),
    Rule(
        name="change of",
        description="A noun of change and its amount: a reduction of 20%, energy savings of 19x, speedups from"
        " 2x to 13x",
        pattern="(?:METRIC:metric (?:WORD|RELATIVE){0,2})? NOUNLIKE:change WORD{0,2}?"
        " (?:THAN (?:WORD|METRIC){1,4} (?=OF))? (?:OF:of|LINK){0,4} NEAR{0,3}? FIGURE:amount",
        produce=_noun_of,
        base=0.92,
        positive=(
            says("an average reduction of 1.58x in energy", form="ratio", metric="energy", statistic="mean"),
            says(
                "with an accuracy loss of 0.7%",
                form="points",
                metric="accuracy",
                change="decrease",
                polarity="worse",
            ),
            says("We observe a speedup of 2x-3x.", form="ratio", lo=2, hi=3, metric="speed"),
            says("with a BLEU gain of 2.3", form="points", metric="bleu", change="increase"),
            says("It shows a gain of 3.1 F1 over B.", form="points", metric="f1", change="increase"),
        ),
        negative=("It has an accuracy loss of 2 models in sight.",),
    ),
)
