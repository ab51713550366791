"""Rules for a change from one value to another: from A to B, reduces latency to 5 ms, within 2% of a baseline."""

from __future__ import annotations

import re
from itertools import pairwise

from claims.numbers.units import unit_dimension
from claims.reading.rule import (
    Example,
    Reading,
    Rule,
    change,
    each_member,
    level,
    metric_at,
    metric_of,
    says,
    share,
)
from claims.reading.units import by_unit, dimension_metrics, takes_number
from claims.reading.verbs import metric_beyond
from claims.syntax.sentence import Sentence


def _to(sentence: Sentence, m: re.Match[str]) -> list[Reading] | None:
    at, to = m.start("amount"), m.start("to")
    codes = sentence.codes
    if codes[at] == "Z" and not (_FROM_SCORE.search(codes, 0, to) or _ends_at_score(sentence, to, at)):
        return None
    start = sentence.tokens[to].start
    if _AS_IT_GROWS_TO.search(sentence.text, max(sentence.start, start - _REACH), start):
        return []
    origin = sentence.left(to, "QUZ", "K;VO", 3)
    head = sentence.left(to, "VN", "K;", 14)
    if head is None:
        head = sentence.left(to, "O", "K;QU", 10)  # "improves upon the precision of X from 0.6 to 0.8"
    if head is None and _PAIR_BEFORE.search(codes, max(0, to - 60), to):
        head = sentence.left(to, "V", ";", 60)
    if head is None:
        return None
    begin = head
    for i in range(head + 1, to):
        if codes[i] in "QUZ" and i != origin and codes[i + 1 : i + 3] not in {",f", "(f"}:
            begin = i  # "improves accuracy by 12 points, from 61% to 73%" goes on about the same
    name = codes.find("M", begin, to)
    if name < 0 and codes[begin] == "Z":
        name = codes.find("M", head, to)  # "reduces FID from 7.1 to 3.2 on A and from 9.9 to 4.5 on B"
    if name < 0:
        found = sentence.left(head, "M", "KQUVO;", 10)
        if found is None:
            found = metric_beyond(sentence, at)
        if found is None and (which := _WHICH.search(codes, max(0, head - 4), head)):
            found = sentence.left(which.start(), "M", "VO;", 16)  # "a rate of 4%, which is improved to 8%"
        name = -1 if found is None else found
    if "f" in codes[head:to] and _RIGHT_AFTER.match(codes, at):
        name = codes.find("M", at)
    elif name >= 0 and codes[at] == "Z" and not takes_number(sentence.tokens[name].metrics[0], 0.5):
        further = metric_beyond(sentence, at)  # "advances the performance (from 35.7 to 52.7 in BLEU)"
        name = name if further is None else further
    entry = sentence.entry(head)
    token = sentence.tokens[at]
    members = len(token.quantities)
    if name < 0:
        if (measured := _measured(sentence, at)) is not None and "f" in codes[head:to]:
            return each_member(level, sentence, at, measured, None)
        if token.code == "U" and unit_dimension(token.quantities[0].unit) == "time":
            return each_member(level, sentence, at, "runtime", None)
        if (
            token.quantities[0].kind == "percent"
            and (codes[head - 1 : head] == "=" or to == head + 1 or "f" in codes[head:to])
            and codes[at + 1 : at + 2] != "o"
        ):
            return each_member(level, sentence, at, "other", None)
        return None
    if (
        sentence.codes[at] == "U"
        and by_unit(sentence.tokens[name].metrics[0], token.quantities[0].unit) is None
    ):
        return None
    if codes[at] == "Z" and not takes_number(sentence.tokens[name].metrics[0], token.quantities[0].lo):
        return None
    readings = []
    for k in range(members):
        metric, span = metric_of(sentence.tokens[name], k, members)
        metric = by_unit(metric, token.quantities[k].unit) or metric
        if token.quantities[k].kind in {"ratio", "magnitude"}:
            readings.append(change(sentence, at, k, metric, span, entry.direction))
        elif token.quantities[k].kind == "percent" and codes[at + 1 : at + 2] == "o":
            readings.append(share(sentence, at, k, metric, span))
        else:
            readings.append(level(sentence, at, k, metric, span))
    return readings


# "improves BLEU by 2 points TO 41.8", "improves perplexity on A and B TO 50.2 and 43.1"
_CHANGED_SCORE = re.compile(r"(?:VM[^K;VGOQUZ]{0,10}|M?V[^K;VGOU]{0,5}[QZ])\Z")


def _ends_at_score(sentence: Sentence, to: int, at: int) -> bool:
    """True for a score with decimals that a change of its metric leads to."""
    return (
        "." in sentence.tokens[at].quantities[0].text
        and _CHANGED_SCORE.search(sentence.codes, 0, to) is not None
    )


_WHICH = re.compile(r"K=[w]?\Z")
# "F1 improves from 0.2 to 0.5, and BLEU from 0.1 to 0.3"
_PAIR_BEFORE = re.compile(r"V[^K;]{0,4}f[qsj]{0,2}[QUZ][^K;]{0,3}t[qsj]{0,2}[QUZ][^K;V]{0,40}\Z")


def _measured(sentence: Sentence, at: int) -> str | None:
    """Return the metric that a unit names by itself: cuts the gradients FROM 97 MB to 0.35 MB."""
    token = sentence.tokens[at]
    dimension = unit_dimension(token.quantities[0].unit) if token.code == "U" else None
    return dimension_metrics().get(dimension) if dimension in {"data", "energy", "power", "money"} else None


_FROM_SCORE = re.compile(r"f[qsj]{0,2}Z\Z")
_RIGHT_AFTER = re.compile(r"[QUZ][wsj]{0,2}M")
_TO_METRIC = re.compile(r"t[qsjw]{0,3}[QUZ][wsj]{0,2}(?P<metric>M)")


def _close_metric(sentence: Sentence, to: int) -> int | None:
    """Find the metric right after the second value: from 83.4% to 84.6% ACCURACY."""
    m = _TO_METRIC.match(sentence.codes, to)
    return m.start("metric") if m else None


def _from(sentence: Sentence, m: re.Match[str]) -> list[Reading] | None:
    at = m.start("amount")
    target = m.start("to")
    codes = sentence.codes
    if sentence.tokens[at].quantities[0].kind in {"ratio", "magnitude"}:
        return None
    head = sentence.left(at, "VNM", "K;", 14)
    if head is None:
        head = sentence.right(target, "M", "K;", 4)
        if head is None:
            return None
    moved = (
        codes[head] != "M"
        or sentence.left(head, "VO", "K;QUZ", 3) is not None
        or _PAIR_BEFORE.search(codes, max(0, head - 60), head) is not None
    )
    start = sentence.tokens[at].start
    if _AS_IT_GROWS.search(sentence.text, max(sentence.start, start - _REACH), start):
        return []
    if not moved and codes[at] == "U" and at - head > 3 and "(" not in codes[head:at]:
        return None  # "errors in the field from 0.5 m to 3 m"
    name = head if codes[head] == "M" else codes.find("M", head, at)
    close = _close_metric(sentence, target)
    name = close if close is not None else name
    if name < 0:
        found = sentence.left(head, "M", "KQUO;", 10)
        if found is None:
            found = sentence.right(target, "M", "K;,", 4)
        if found is None:
            if codes[head] == "M":
                return None
            if (measured := _measured(sentence, at)) is not None:
                reading = level(sentence, at, 0, measured, None)
                reading.role = "background"
                return [reading]
            if sentence.tokens[at].quantities[0].kind != "percent":
                return None
            metric = _quality(sentence, head, at, target)
            reading = level(
                sentence, at, 0, metric, (sentence.tokens[head + 1].start, sentence.tokens[at - 1].end)
            )
            reading.role = "background"
            return [reading]
        name = found
    quantity = sentence.tokens[at].quantities[0]
    ends = _ENDS.match(codes, target)
    if codes[at] == "Z" and ends and not takes_number(sentence.tokens[name].metrics[0], quantity.lo):
        further = metric_beyond(sentence, ends.end() - 1)
        name = name if further is None else further
    metric, span = metric_at(sentence, name)
    if metric == "other" and not moved:
        return []
    if codes[at] == "Z" and not (takes_number(metric, quantity.lo) and moved):
        return None
    named = by_unit(metric, quantity.unit)
    if named is None:
        return None
    reading = level(sentence, at, 0, named, span)
    reading.role = "background"
    return [reading]


_ENDS = re.compile(r"t[qsjw]{0,3}Z")
_REACH = 120
# "as the context length grows from 8K to 128K": the scene of another claim
_AS_IT_GROWS = re.compile(
    r"\b(?:as|when|if|while)\s{1,3}(?:(?:the|we|its)\s{1,3})?(?:[\w-]{1,20}\s{1,3}){0,3}(?:increas|grow|scal|rang|vari|chang|mov|go|extend)\w{0,4}"
    r"\s{1,3}(?:[\w-]{1,20}\s{1,3}){0,3}from\s{1,3}\Z",
    re.IGNORECASE,
)


def agree(readings: list[Reading]) -> None:
    """Give the second value of a change the metric of the first, where nothing names its own.

    Args:
        readings: Readings of a sentence in order; changed in place.
    """
    named: Reading | None = None
    unnamed: tuple[int, int] | str | None = ""
    for before, reading in pairwise(readings):
        if before.rule == "from" and before.metric == "other" and named and before.unit == named.unit:
            # "mAP increases from 1.7% to 7.4% on A and increases from 15% to 19% on B"
            before.metric, before.metric_span = named.metric, named.metric_span
        if before.rule == "from" and before.metric != "other":
            named = before
        beside = reading.token - before.token <= 3 and before.unit == reading.unit
        if reading.rule == "change to" and before.rule == "metric of level" and beside:
            before.role = "background"  # "from an AUROC of 93.1% to 96.6%"
        if before.rule == "from" and reading.rule == "change to" and reading.metric == "other":
            unnamed = reading.metric_span
            reading.metric, reading.metric_span = before.metric, before.metric_span
        elif reading.carried and reading.metric == "other" and reading.metric_span == unnamed:
            # "improves on A from 10.6% to 6.3%, and on B from 35.2% to 9.1%"
            reading.metric, reading.metric_span = before.metric, before.metric_span


_AS_IT_GROWS_TO = re.compile(
    _AS_IT_GROWS.pattern.removesuffix(r"\Z") + r"[~\d.,\w%]{1,12}\s{0,3}\Z", re.IGNORECASE
)


def _quality(sentence: Sentence, head: int, at: int, target: int) -> str:
    """Improves the state of the art from 10.6% to 6.3%: what improves by falling is an error rate."""
    ends = sentence.right(target, "Q", "K;", 4)
    if sentence.entry(head).direction != "better" or ends is None:
        return "other"
    falls = sentence.tokens[ends].quantities[0].lo < sentence.tokens[at].quantities[0].lo
    return "error_rate" if falls else "accuracy"


def _within(sentence: Sentence, m: re.Match[str]) -> list[Reading] | None:
    """Accuracy within 2% of the baseline's: at most so much worse."""
    at, name = m.start("amount"), m.start("metric")
    token = sentence.tokens[at]
    metric, span = metric_at(sentence, name)
    quantity = token.quantities[0]
    if (
        quantity.kind != "percent"
        or "within" not in sentence.text[sentence.tokens[at - 1].start : token.start].lower()
    ):
        return None
    return each_member(change, sentence, at, metric, span, "worse")


def _versus(sentence: Sentence, m: re.Match[str]) -> list[Reading] | None:
    """Higher recall (25% vs. 14%): what both have."""
    readings = []
    for part, role in (("amount", "result"), ("other", "background")):
        at = m.start(part)
        quantity = sentence.tokens[at].quantities[0]
        if quantity.kind not in {"percent", "measure"} or quantity.text[0] in "+-":
            return None
        name = sentence.left(m.start(), "M", "K;QU", 10)
        metric, span = metric_at(sentence, name)
        named = by_unit(metric, quantity.unit)
        if named is None:
            return None
        reading = level(sentence, at, 0, named, span)
        reading.form = "level"
        if role == "background":
            reading.role = "background"
        readings.append(reading)
    return readings


def _theirs(sentence: Sentence, m: re.Match[str]) -> list[Reading] | None:
    """1.2% lower than the 7.2% of X: what the other has."""
    at = m.start("amount")
    quantity = sentence.tokens[at].quantities[0]
    if quantity.kind in {"ratio", "magnitude", "point"}:
        return None
    metric, span = metric_at(sentence, sentence.left(m.start(), "M", "K;", 16))
    named = by_unit(metric, quantity.unit)
    if named is None or (sentence.codes[at] == "Z" and not takes_number(named, quantity.lo)):
        return None
    reading = level(sentence, at, 0, named, span)
    reading.form, reading.change, reading.role = "level", "none", "background"
    return [reading]


RULES: tuple[Rule, ...] = (
    Rule(
        name="level compared with",
        description="The value of what is compared with: 1.2% lower than the 7.2% of Whisper",
        pattern="ADJECTIVE THAN WORD FIGURE:amount (?:OF|FOR)",
        produce=_theirs,
        base=0.9,
        positive=(
            Example(
                "Its error rate is 1.2% lower than the 7.2% of Birch.",
                (
                    {"form": "points", "lo": 1.2, "metric": "error_rate", "change": "decrease"},
                    {"form": "level", "lo": 7.2, "metric": "error_rate", "role": "background"},
                ),
            ),
        ),
        negative=("It is no later than the 3 days of rest.",),
    ),
    Rule(
        name="versus in parentheses",
        description="What two systems have: higher recall (25.0% vs. 14.1%)",
        pattern="OPEN NEAR{0,2} AMOUNT:amount THAN NEAR{0,2} AMOUNT:other NEAR{0,4} CLOSE",
        produce=_versus,
        base=0.8,
        positive=(
            Example(
                "It has higher recall (25.0% vs. 14.1%).",
                (
                    {"form": "level", "lo": 25, "metric": "recall"},
                    {"form": "level", "lo": 14.1, "metric": "recall", "role": "background"},
                ),
            ),
        ),
    ),
    Rule(
        name="within",
        description="Closeness to a baseline: accuracy within 2% of the full-precision model",
        pattern="METRIC:metric LOOSE{0,6} NEAR{1,2} QUANTITY:amount OF",
        produce=_within,
        base=0.85,
        positive=(
            says(
                "with accuracies within 2% of floating point",
                form="points",
                change="decrease",
                bound="less_than",
            ),
        ),
    ),
    Rule(
        name="from",
        description="The first value of a change from A to B: the baseline's level",
        pattern="(?:FROM|OPEN) (?:WORD{1,3} OF)? NEAR{0,2} FIGURE:amount (?:WORD|FOR|OF|ON|IN|OPEN|CLOSE|BY){0,9}?"
        " TO:to",
        produce=_from,
        base=0.95,
        positive=(
            says(
                "cutting latency from 20 ms to 5 ms", form="level", lo=20, metric="latency", role="background"
            ),
            says("The accuracy drops from 92% to 84%.", form="level", lo=92, role="background"),
        ),
    ),
    Rule(
        name="change to",
        description="What a changed metric ends at: reduces latency to 5 ms, from A to B",
        pattern="TO:to NEAR{0,3} FIGURE:amount",
        produce=_to,
        base=0.86,
        positive=(says("This cuts the error to 6.91%.", form="level", metric="error", lo=6.91),),
        negative=("It maps 5 ms to 10 ms windows.",),
    ),
)
