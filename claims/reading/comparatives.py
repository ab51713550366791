"""Rules for comparatives after a number: 3x faster, 73% lower energy, accuracy (4.5% higher)."""

from __future__ import annotations

import re

from claims.numbers.units import unit_dimension
from claims.reading.nouns import span_at
from claims.reading.rule import Reading, Rule, change, changes, each_member, metric_of, says
from claims.reading.units import dimension_metrics
from claims.reading.verbs import adverse
from claims.syntax.lexicon import metrics
from claims.syntax.sentence import Sentence


def _words_after(sentence: Sentence, index: int) -> tuple[int, int] | None:
    """Return the span of the unknown words right after a token: the name of a metric that no vocabulary has."""
    codes = sentence.codes
    last = index
    while last + 1 < len(codes) and codes[last + 1] == "w" and last - index < 3:
        last += 1
    return (sentence.tokens[index + 1].start, sentence.tokens[last].end) if last > index else None


def _comparative(sentence: Sentence, m: re.Match[str]) -> list[Reading] | None:
    at, by = m.start("amount"), m.start("change")
    entry = sentence.entry(by)
    token = sentence.tokens[at]
    named = sentence.tokens[m.start("metric")] if m["metric"] else None
    if named and named.metrics[0] == "performance" and (inner := _IN_BOTH.match(sentence.codes, m.end())):
        named = sentence.tokens[inner.start("metric")]
    beside = sentence.words(by, by).lower() in {"below", "above"}
    if beside and unit_dimension(token.quantities[0].unit) == "length":
        return []  # "36 m above the ground"
    after = None if beside else _words_after(sentence, by)
    if after and entry.metric != "speed" and _DATA.match(sentence.text, after[0]):
        if entry.metric is not None or not _LEARNED_FROM.match(sentence.text, after[0]):
            return []
        return each_member(change, sentence, at, "data_efficiency", after, entry.direction)
    of_size = entry.metric in {None, "model_size", "other"} and not sentence.words(by, by).lower().startswith(
        ("high", "low")
    )
    if of_size and _LARGER_DATA.search(sentence.text, sentence.start, token.start):
        return []
    before, predicate = (
        (None, False) if named is not None or entry.owner else _subject_metric(sentence, at, by)
    )
    named_change = sentence.left(at, "N", "K;", 12) if before is None else None
    readings = []
    for member in range(len(token.quantities)):
        span: tuple[int, int] | None = None
        if entry.owner and entry.metric:
            metric, span = entry.metric, (sentence.tokens[by].start, sentence.tokens[by].end)
        elif named is not None and not (entry.metric and named.metrics[0] == "performance"):
            metric, span = metric_of(named, member, len(token.quantities))
        elif before is not None and (predicate or (after is None and entry.metric in {None, "other"})):
            metric, span = metric_of(sentence.tokens[before], member, len(token.quantities))
        elif entry.metric == "other" and _LENGTH.search(
            sentence.text, sentence.start, sentence.tokens[at].start
        ):
            metric, span = "context_length", (sentence.tokens[by].start, sentence.tokens[by].end)
        elif entry.metric == "model_size" and after and not _MODEL.search(sentence.text, *after):
            metric, span = "other", after
        elif entry.metric:
            metric, span = entry.metric, (sentence.tokens[by].start, sentence.tokens[by].end)
        elif after is not None:
            metric, span = "other", after
        elif (measured := _measured(sentence, at)) is not None:
            metric = measured
        elif (beyond := _FURTHER.match(sentence.codes, by + 1)) is not None:
            metric, span = metric_of(sentence.tokens[beyond.start("metric")], member, len(token.quantities))
        elif named_change is not None and sentence.entry(named_change).metric:
            metric, span = str(sentence.entry(named_change).metric), span_at(sentence, named_change)
        else:
            metric = "performance" if entry.direction in {"better", "worse", "up"} else "other"
        readings.append(change(sentence, at, member, metric, span, entry.direction))
    return readings


# "A 20x larger dataset" describes the data, it is no claim.
_DATA = re.compile(
    r"(?:[\w-]{1,20}\s){0,2}(?:data\s?sets?|corpora|corpus)\b|(?:(?:training|labell?ed|annotated)\s+)?(?:data\s?sets?|corp(?:us|ora)|data(?!\s(?:communication|transfer|mov|traffic|access))|images?|examples?|samples?|labels?|annotations?|demonstrations?|classes|vocabulary|layers?|tasks?|domains?|measurements?|interactions|rollouts|trajectories)\b",
    re.IGNORECASE,
)
# "3x higher performance in both success rate and efficiency"
_IN_BOTH = re.compile(r"i[wsj]{0,3}(?P<metric>M)")
_LENGTH = re.compile(r"\b(?:sequences?|contexts?|inputs|prompts?)\b", re.IGNORECASE)
# "is 30% ahead of earlier methods in accuracy"
_FURTHER = re.compile(r"[^K;,QUVO(]{0,8}i[ws]{0,2}(?:&?[ws]{1,2})?(?P<metric>M)")


def _measured(sentence: Sentence, at: int) -> str | None:
    """Return the metric of a measure right before: "at 36 tokens/J (1,047x better)", "2.3 mW, 35% below A"."""
    codes = sentence.codes
    opening = max(codes.rfind("(", max(0, at - 4), at), codes.rfind(",", max(0, at - 2), at))
    if opening < 1 or codes[opening - 1] != "U":
        return None
    unit = sentence.tokens[opening - 1].quantities[0].unit
    return dimension_metrics().get(unit_dimension(unit) or "")


# "The dataset is 20 times larger than existing ones" describes data as well.
_LARGER_DATA = re.compile(
    r"\b(?:data\s?set|corpus|benchmark|collection|database)\b(?:(?!\bwhile\b)[\s\w-]){0,30}\b(?:is|are|being)\s+(?:\w+\s+){0,2}\Z",
    re.IGNORECASE,
)
_LEARNED_FROM = re.compile(
    r"(?:(?:training|labell?ed|annotated|real)\s+)?(?:data(?!\s(?:communication|transfer|mov|traffic|access))|examples?|samples?|labels?|annotations?|demonstrations?"
    r"|measurements?|interactions|rollouts|trajectories)\b"
    r"|(?:training|labell?ed|annotated|real)\s+(?:images?|videos?|frames?|sentences?|utterances?)\b",
    re.IGNORECASE,
)
_MODEL = re.compile(r"\b(?:models?|networks?|architectures?|than|and|in)\b", re.IGNORECASE)


def _subject_metric(sentence: Sentence, at: int, by: int) -> tuple[int | None, bool]:
    """Find the metric that a predicate is about: "search cost IS 420x smaller", "accuracy (4.5% higher)".

    Returns:
        Its index, and True where the grammar is as clear as in these examples.
    """
    codes = sentence.codes
    i = at - 1
    while i >= 0 and codes[i] in "qsj":
        i -= 1
    if i < 0:
        return None, False
    if codes[i] == "=" and sentence.words(max(0, i - 1), i).lower() == "while being":
        return None, False  # "keeps 99% of the accuracy while being 40% smaller": the system is
    if codes[i] == "(":
        found = i - 1 if codes[i - 1] == "M" else sentence.left(i, "M", "KQUVG;,", 6)
        return found, found is not None
    if codes[i] == "=" and codes[i - 1 : i] == "K" and not adverse(sentence, i - 1):
        found = sentence.left(i - 1, "M", ";", 28)
        if found is not None:
            return found, True
    if codes[i] == "=":
        if codes[i - 2 : i] == "MK":
            return i - 2, True
        found = _head_metric(sentence, i)
        if found is not None:
            return found, True
    close = sentence.left(at, "M", "KQUV;,(>", 5)
    if close is not None:
        return close, False
    beyond = _BEYOND.match(codes, by + 1)
    if beyond:
        return beyond.start(1), False
    found = sentence.left(at, "M", "K;", 16)
    be = sentence.left(at, "=", ";VGO,", 16) if found is None and codes[i] == "&" else None
    if be is not None and codes[be - 2 : be] == "MK" and not adverse(sentence, be - 1):
        return be - 2, True  # "a cost that is 20x lower than A and 4x lower than B"
    return found, False


def _head_metric(sentence: Sentence, verb: int) -> int | None:
    """Find the metric that is the subject of a verb: "the COST of a solution with a given accuracy is"."""
    found = sentence.left(verb, "M", "KQUVG;,&", 8)
    while found is not None and _IN_A_PHRASE.search(sentence.codes, max(0, found - 3), found):
        further = sentence.left(found, "M", "KQUG;,&", 12)
        if further is None:
            break
        found = further
    return found


_IN_A_PHRASE = re.compile(r"[hin@][wsj]{0,2}\Z")
# "higher than random guess accuracy"
_BEYOND = re.compile(r">[ws]{0,3}(M)")


def _metric_first(sentence: Sentence, m: re.Match[str]) -> list[Reading] | None:
    """1.9 AP higher than X."""
    at, name = m.start("amount"), m.start("metric")
    entry = sentence.entry(m.start("change"))
    token = sentence.tokens[at]
    if token.code == "Z" and not metrics()[sentence.tokens[name].metrics[0]].scale:
        return None
    if sentence.words(name, name).lower() == "times":
        return None  # "20x times faster"
    return changes(sentence, at, name, entry.direction)


RULES: tuple[Rule, ...] = (
    Rule(
        name="metric before comparative",
        description="An amount and its metric before a comparative: 1.9 AP higher than X",
        pattern="FIGURE:amount METRIC:metric ADJECTIVE:change THAN",
        produce=_metric_first,
        base=0.95,
        positive=(
            says("It is 1.9 AP higher than Birch.", form="points", metric="map", change="increase", lo=1.9),
        ),
    ),
    Rule(
        name="comparative",
        description="A number before a comparative: 3x faster, 73% lower energy, accuracy (4.5% higher)",
        pattern="FIGURE:amount (?:PAREN|CLOSE)? LOOSE{0,2}? OF? RELATIVE? LOOSE{0,1} ADJECTIVE:change (?:RELATIVE?"
        " LOOSE{0,4} METRIC:metric)?",
        produce=_comparative,
        base=0.96,
        positive=(
            says(
                "Ours uses 73% lower energy.",
                form="percent",
                lo=73,
                metric="energy",
                change="decrease",
                polarity="better",
            ),
            says(
                "It runs 2.5x faster than PyTorch.", form="ratio", lo=2.5, metric="speed", change="increase"
            ),
            says("The cost is 420x smaller.", form="ratio", metric="cost", change="decrease"),
            says("The board is 12.87x slower.", metric="speed", change="decrease", polarity="worse"),
            says("We reach 4.5% higher top-1 accuracy.", form="points", unit="percent", metric="accuracy"),
            says("It has 2.25times better throughput.", form="ratio", lo=2.25, metric="throughput"),
        ),
        negative=("We use 8 more layers.", "The 3 larger datasets are public."),
    ),
)
