"""Rules for levels and shares: accuracy of 94%, 23.1 ms latency, 1% of the FLOPs, in 150 ms."""

from __future__ import annotations

import re

from claims.numbers.units import unit_dimension
from claims.reading.rule import Reading, Rule, changes, level, metric_of, says
from claims.reading.units import by_unit, is_scored, takes_number
from claims.syntax.lexicon import metrics
from claims.syntax.sentence import Sentence

_CONDITION = frozenset(
    {
        "sparsity", "batch_size", "resolution", "snr", "memory", "model_size", "parameters", "compression",
        "clock_frequency", "context_length", "density", "bandwidth", "hardware_resources", "data_efficiency",
    }
)  # fmt: skip
"""Metrics that more often set the scene of a claim than make one."""

_DESCRIPTIVE = frozenset(
    {
        "memory", "parameters", "clock_frequency", "context_length", "batch_size", "bandwidth", "model_size",
        "resolution", "hardware_resources", "density", "snr", "data_efficiency",
    }
)  # fmt: skip


# "the number of clicks to reach 85% IoU"
_WANTED = re.compile(
    r"\b(?:number\s{1,3}of\s{1,3}\w{1,20}|time|clicks|steps|iterations|epochs|effort|samples|queries)"
    r"(?:\s{1,3}(?:needed|required|necessary|taken))?\s{1,3}to\s{1,3}(?:achieve|reach|attain|obtain|get)"
    r"\s{1,3}(?:an?\s{1,3}|the\s{1,3})?(?:\w{1,20}\s{1,3}){0,2}\Z",
    re.IGNORECASE,
)


def _readings(sentence: Sentence, at: int, name: int) -> list[Reading]:
    token = sentence.tokens[at]
    if _WANTED.search(sentence.text, max(sentence.start, token.start - 90), token.start):
        return []
    members = len(token.quantities)
    readings = []
    for k in range(members):
        metric, span = metric_of(sentence.tokens[name], k, members)
        named = by_unit(metric, token.quantities[k].unit)
        if named is None:
            return []
        readings.append(level(sentence, at, k, named, span))
    return readings


def _of(sentence: Sentence, m: re.Match[str]) -> list[Reading] | None:
    at, name = m.start("amount"), m.start("metric")
    codes = sentence.codes
    whole = _WITH_WHAT.search(codes, 0, name)
    if whole is not None and sentence.tokens[whole.start()].metrics[0] == "correlation":
        name = whole.start()  # the CORRELATION with human scores is 0.8
    metric = sentence.tokens[name].metrics[0]
    quantity = sentence.tokens[at].quantities[0]
    if metric == "other" and _WHEN.search(
        sentence.text, max(sentence.start, sentence.tokens[name].start - 40), sentence.tokens[name].start
    ):
        return None
    if codes[at : at + 2] == "ZM" and codes[at + 2 : at + 3] not in {"o", "=", "G"}:
        unit = sentence.tokens[at + 1].metrics[0]
        if metric == "accuracy" and takes_number(unit, quantity.lo):
            name, metric = at + 1, unit  # "an accuracy of 51.2 mAP"
    if codes[name + 1 : at + 2] == "ZM" and metric == "score":
        return None  # "scores 34.2 BLEU"
    if codes[at + 1 : at + 2] == "M" and quantity.kind == "percent" and "o" in codes[name:at]:
        return None  # "trade-offs of 67.4% AP"
    if _LIMIT.search(sentence.text, sentence.tokens[name].end, sentence.tokens[at].start):
        return None
    if metric in {"overhead"} and quantity.kind in {"percent", "ratio"} | {"measure"}:
        return None
    if quantity.kind == "percent" and metric in _AMOUNTS:
        noun = sentence.left(name, "N", "K;QUVG", 4)
        if noun is not None:  # "a reduction of the time of 70%"
            return changes(sentence, at, name, sentence.entry(noun).direction)
        if "G" in codes[name:at] or (at - name > 1 and not codes[name + 1 : at].strip("w")):
            return None  # "our 8B-parameter model achieves 74%", "the test-time adaptation baseline 44%"
    if quantity.kind == "percent" and codes[name + 1] == "," and codes[at + 1 : at + 2] == "o":
        return None  # "to ensure reliability, 20% of the pairs are checked"
    if quantity.kind == "measure" and metric in _CONDITION and _is_condition(sentence, name):
        return None
    if quantity.kind == "percent" and metric in {"sparsity", "utilization"} and _is_condition(sentence, name):
        return None
    if metric in _DESCRIPTIVE and quantity.kind == "measure" and not _stated(sentence, min(name, at)):
        return None
    if (
        codes[at] == "Z"
        and quantity.lo == int(quantity.lo)
        and codes[at + 1 : at + 2] == "w"
        and codes[at - 1 : at] == "q"
    ):
        return None
    if codes[at] == "Z" and not (takes_number(metric, quantity.lo) or _lengthened(sentence, at, metric)):
        return None
    if codes[at] == "Z" and (
        not _TIGHT.search(codes, 0, at) or codes[name - 1 : name] == "@" or _setting(codes, name)
    ):
        return None
    if quantity.kind == "percent" and (head := _beaten_by(sentence, name)) is not None:
        # "outperforms X by a success rate of 14%"
        return changes(sentence, at, name, sentence.entry(head).direction)
    quality = metrics()[metric].scale == "percent" or metric == "coverage"
    high = quality and quantity.lo >= 50 and "q" not in codes[name:at]  # "improves accuracy (95.7%)"
    if "(" in codes[name:at] and quantity.kind == "percent" and not high:
        # "boosts the performance of small models (up to 33%)"
        verb = sentence.left(name, "V", "K;QU", 3)
        if verb is not None:
            return changes(sentence, at, name, sentence.entry(verb).direction)
    if quantity.kind in {"ratio", "magnitude"} and metrics()[metric].better != "more":
        return None
    return _readings(sentence, at, name)


_WITH_WHAT = re.compile(r"M[ht][w]{0,3}\Z")
_WHEN = re.compile(r"\b(?:when|if|where|at|under)\b", re.IGNORECASE)


def _beaten_by(sentence: Sentence, name: int) -> int | None:
    """Return the verb that a metric with a value measures: OUTPERFORMS X by an accuracy of 3%."""
    margin = _MARGIN.search(sentence.codes, 0, name)
    if margin is None or not _OF_ONE.search(sentence.words(margin.start(), name - 1)):
        return None
    return sentence.left(name, "O", "K;QUZVG", 30)


_MARGIN = re.compile(r"b[ws]{0,3}\Z")
_OF_ONE = re.compile(r"\ban?\b|\baverage\b")
_TIGHT = re.compile(r"M[wsj]{0,2}(?:[o=G(h]{1,2}|[o=]?[qsj])[wqsj]{0,2}\Z|M\Z")


_AMOUNTS = frozenset(
    {"parameters", "runtime", "latency", "training_time", "compute", "memory", "energy", "power", "cost",
     "model_size", "area"}
)  # fmt: skip
"""Metrics that a percentage is a share of, where it does not tell how they change."""

_RESOURCES = frozenset({"parameters", "data_efficiency"})


_FURTHER_SCORE = re.compile(r"b[qsj]{0,2}[ZUQ][wsj]?M[wsj]{0,3}(?:nw{1,4})?[,&]{1,2}[qsj]?\Z")

_FURTHER_CHANGE = re.compile(r"V[qsjw]{0,3}(?:Qo?w{0,4}M[wj]{0,2}[,&]{1,2}[qsj]{0,2}){1,3}\Z")


def _setting(codes: str, name: int) -> bool:
    """True for "at a fault rate of 1e-5"."""
    i = name - 1
    while i >= 0 and codes[i] in "ws":
        i -= 1
    return i >= 0 and codes[i] == "@"


def _lengthened(sentence: Sentence, at: int, metric: str) -> bool:
    """A batch size or context UP TO some number is an achievement; one OF some number is a setting."""
    return (
        metric in {"batch_size", "context_length"}
        and sentence.codes[at - 1] == "q"
        and sentence.entry(at - 1).value == "up_to"
    )


def _is_condition(sentence: Sentence, index: int) -> bool:
    """True where a preposition makes a phrase the setting of something else: at 50% sparsity, under 32 kB of SRAM."""
    i = index - 1
    codes = sentence.codes
    while i >= 0 and codes[i] in "wsjQUZq":
        if codes[i] == "q" and sentence.words(i, i).lower() in {"under", "within"}:
            return True
        i -= 1
    return i >= 0 and codes[i] in "@nr"


def _stated(sentence: Sentence, index: int) -> bool:
    """True where a verb that states a result, or "only", stands close before."""
    i = sentence.left(index, "G=jV", "K;QU", 5)
    return i is not None or (index > 0 and sentence.codes[index - 1] in "jq")


def _before(sentence: Sentence, m: re.Match[str]) -> list[Reading] | None:
    at, name = m.start("amount"), m.start("metric")
    metric = sentence.tokens[name].metrics[0]
    quantity = sentence.tokens[at].quantities[0]
    codes = sentence.codes
    if codes[at - 1 : at] == "M" and sentence.tokens[at - 1].metrics[0] != "score":
        return None  # "PSNR 51 SSIM 0.998"
    if "y" in codes[at + 1 : name] and metric != "error":
        return None  # "98% relative performance to training with all labels"
    if codes[at] == "Z" and _FURTHER_SCORE.search(codes, 0, at):
        # "by 2.9 BLEU and 1.72 CodeBLEU points"
        verb = sentence.left(at, "VO", "K;", 30)
        if verb is not None:
            return changes(sentence, at, name, sentence.entry(verb).direction)
    if codes[at] == "Z":
        gain = quantity.text.startswith("+") and is_scored(metric) and metrics()[metric].better == "more"
        if gain and name == at + 1:
            return changes(sentence, at, name, "up")  # "(+18 mAP)"
        if metric in _RESOURCES and codes[at - 1 : at] == "j":
            return _readings(sentence, at, name)
        if metric == "training_time" and codes[at - 1 : at] in {"j", "G"}:
            return _readings(sentence, at, name)
        whole = quantity.lo == int(quantity.lo) and ("." not in quantity.text or quantity.lo > 1000)
        if not takes_number(metric, quantity.lo) or (metric in {"error", "loss"} and whole):
            return None
        if codes[at + 1 : name].strip("s"):
            return None
        if whole and (metrics()[metric].scale != "score" or metric == "score"):
            return None
    if (
        quantity.kind == "measure"
        and metric in _CONDITION
        and (not _stated(sentence, at) or _is_condition(sentence, at))
        and not _USED.search(sentence.words(name, name))
    ):
        return None
    if codes[at - 1 : at] == "@" and (codes[at] == "Z" or (metric == "error_rate" and "Q" in codes[:at])):
        return []  # "a detection rate of 98% at 1% false positives"
    if quantity.kind == "percent" and metric in {"sparsity"} and _is_condition(sentence, at):
        return None
    if (
        quantity.kind == "percent"
        and metric in {"parameters", "compute", "memory", "data_efficiency"}
        and not m["of"]
        and not _stated(sentence, at)
    ):
        return None
    if (
        quantity.kind == "measure"
        and metric in {"training_time", "runtime", "compute"}
        and unit_dimension(quantity.unit) not in {"time", "operations", "energy", "money"}
    ):
        return None
    if (
        quantity.kind == "percent"
        and metrics()[metric].scale != "percent"
        and _FURTHER_CHANGE.search(codes, 0, at)
    ):
        # "saves 18% energy and 9% area"
        verb = codes.rfind("V", 0, at)
        return changes(sentence, at, name, sentence.entry(verb).direction)
    if quantity.kind == "measure" and _GAIN_ASIDE.search(codes, max(0, at - 10), at):
        # "improves quality (up to 3 dB PSNR)"
        return changes(sentence, at, name, sentence.entry(codes.rfind("V", 0, at)).direction)
    if (
        quantity.kind == "percent"
        and not m["of"]
        and _AT_COST.search(sentence.text, sentence.start, sentence.tokens[at].start)
    ):
        return changes(sentence, at, name, "worse")
    if (
        quantity.kind == "percent"
        and metric in _AMOUNTS
        and codes[name + 1 : name + 2] == "V"
        and not m["of"]
    ):
        saved = sentence.words(name + 1, name + 1).lower()
        if saved.endswith("ed") and sentence.entry(name + 1).direction == "down":
            return changes(sentence, at, name, "down")  # "with 3% of travel cost saved"
    readings = _readings(sentence, at, name)
    if (
        quantity.kind == "percent"
        and codes[name + 1 : name + 2] == "o"
        and (metric == "performance" or _REFERENCE.match(sentence.text, sentence.tokens[name].end))
    ):
        # "90% accuracy of the full model" is a share of what that reaches
        for reading in readings:
            reading.form, reading.unit = "share", "percent"
        return readings
    if (
        m["of"]
        and name == at + 2
        and metrics()[metric].scale == "percent"
        and sentence.left(at, "G", "K;QU", 3) is not None
    ):
        # "reaches 66% of MOTA" is a level
        return readings
    if m["of"] or sentence.words(name, name).lower().startswith("of "):
        for reading in readings:
            if reading.quantity.kind == "percent":
                reading.form, reading.unit = "share", "percent"
            elif reading.quantity.kind in {"ratio", "magnitude"}:
                return None
    return readings


# "saves 28% power AT THE COST OF 1.2% accuracy"
_AT_COST = re.compile(
    r"\b(?:at|with)\s(?:the|a)\s(?:cost|expense|price)\sof\s(?:(?:only|just|about|a|less than|around)\s){0,2}\Z"
)
_GAIN_ASIDE = re.compile(r"V[wMsj]{1,5}\([sj]?q\Z")
# "runs at 14 FPS with 6 GB of peak memory": what is used, not what there is
_USED = re.compile(r"\b(?:peak|footprint|usage|consumption)\b", re.IGNORECASE)
_REFERENCE = re.compile(
    r"\s{1,8}of\s{1,8}(?:the\s{1,8}|an?\s{1,8}|its\s{1,8}|their\s{1,8})?(?:[\w-]{1,30}\s{1,8}){0,2}(?:teacher|baseline|counterparts?|supervis\w+|full[\w-]*\s+(?:model|fine-?tuning))\b",
    re.IGNORECASE,
)


def _overhead(sentence: Sentence, m: re.Match[str]) -> list[Reading] | None:
    at, name = m.start("amount"), m.start("metric")
    metric, span = metric_of(sentence.tokens[name], 0, 1)
    words = sentence.text[span[0] : span[1]].lower()
    if "overhead" not in words and "penalty" not in words:
        return None
    token = sentence.tokens[at]
    readings = []
    for k, quantity in enumerate(token.quantities):
        form = "percent" if quantity.kind == "percent" else "ratio" if quantity.kind == "ratio" else "points"
        if quantity.kind == "number":
            return None
        readings.append(Reading(quantity, at, k, form, metric, span, "increase", quantity.unit))  # type: ignore[arg-type]
    return readings


def _peak(sentence: Sentence, m: re.Match[str]) -> list[Reading] | None:
    at, verb = m.start("amount"), m.start("verb")
    if not _REACHES.match(sentence.words(verb, verb)) or sentence.tokens[at].quantities[0].kind != "percent":
        return None
    name = sentence.left(verb, "M", ";QU", 6)
    return _readings(sentence, at, name) if name is not None else [level(sentence, at, 0, "other", None)]


_REACHES = re.compile(r"(?:peak(?:s|ed|ing)? at|averag(?:es|ed|ing))", re.IGNORECASE)


def _predicate(sentence: Sentence, m: re.Match[str]) -> list[Reading] | None:
    at, be = m.start("amount"), m.start("be")
    name = sentence.left(be, "M", "K;QUVNA", 12)
    if name is None or sentence.codes[at + 1 : at + 2] in {"A", "N"}:
        return None
    metric = sentence.tokens[name].metrics[0]
    if metric == "other" and _WHEN.search(
        sentence.text, max(sentence.start, sentence.tokens[name].start - 40), sentence.tokens[name].start
    ):
        return None
    if sentence.tokens[at].quantities[0].kind in {"ratio", "magnitude"}:
        return None
    return _readings(sentence, at, name)


def _from_one_to_other(sentence: Sentence, m: re.Match[str]) -> list[Reading] | None:
    at, name = m.start("amount"), m.start("metric")
    quantity = sentence.tokens[at].quantities[0]
    if quantity.hi is None or quantity.hi <= quantity.lo or quantity.kind in {"ratio", "magnitude"}:
        return None
    metric = sentence.tokens[name].metrics[0]
    ranges = _RANGES.search(sentence.text, sentence.tokens[name].end, sentence.tokens[at].start) is not None
    known = (
        metrics()[metric].scale == "percent" or metric == "error" or (ranges and quantity.kind == "measure")
    )
    if not known or "N" in sentence.codes[:name]:
        return None  # "speeds ranging from 1 m/s to 2 m/s", "reductions in error ranging from 2% to 4%"
    return _readings(sentence, at, name)


_RANGES = re.compile(r"\s(?:ranges|ranged|varies|varied)\s")
# "a runtime limit of 5 minutes" is a condition.
_LIMIT = re.compile(
    r"\b(?:limits?|budgets?|constraints?|requirements?|thresholds?|targets?)\b", re.IGNORECASE
)


RULES: tuple[Rule, ...] = (
    Rule(
        name="peak",
        description="What a value peaks at or averages: compatibility peaked at 100%, averaged below 50%",
        pattern="STATISTIC:verb NEAR{0,2} QUANTITY:amount",
        produce=_peak,
        base=0.8,
        positive=(says("Compatibility peaked at 93%.", form="level", statistic="max", lo=93),),
    ),
    Rule(
        name="overhead",
        description="An overhead and its amount: an area overhead of 38%, 0.1% performance overhead",
        pattern="METRIC:metric (?:LOOSE|OPEN){0,2} (?:OF|BE|BY|COLON|COMMA|OPEN)? NEAR{0,3} AMOUNT:amount",
        produce=_overhead,
        base=0.95,
        positive=(
            says(
                "with an area overhead of only 38%",
                form="percent",
                metric="area",
                change="increase",
                polarity="worse",
            ),
        ),
    ),
    Rule(
        name="overhead after",
        description="An amount before the overhead: 2.5% runtime overhead",
        pattern="AMOUNT:amount CLOSE? LOOSE{0,2} METRIC:metric",
        produce=_overhead,
        base=0.95,
        positive=(
            says("It incurs a 2.5% runtime overhead.", form="percent", metric="runtime", change="increase"),
            says("with negligible (<1%) overhead", form="percent", metric="overhead", change="increase"),
        ),
    ),
    Rule(
        name="metric of level",
        description="A metric, of or is, and its value: an accuracy of 94%, latency is only 3 ms",
        pattern="METRIC:metric LOOSE{0,2}? (?:COMMA? WITH WORD? STATISTIC)? (?:OF|BE) NEAR{0,4}? FIGURE:amount",
        produce=_of,
        base=0.97,
        positive=(
            says("an accuracy of 94.2% on MNIST", form="level", lo=94.2, unit="percent", metric="accuracy"),
            says("It reaches an F1-score of 0.64.", form="level", lo=0.64, unit="1", metric="f1"),
        ),
        negative=("We evaluate accuracy on 12 datasets.",),
    ),
    Rule(
        name="predicate",
        description="A metric, a long subject, and its value: the error on designs seen in training is 1.2%",
        pattern="BE:be NEAR{0,4} AMOUNT:amount",
        produce=_predicate,
        base=0.85,
        positive=(
            says("The error on designs of a new family is 1.2%.", form="level", metric="error", lo=1.2),
        ),
    ),
    Rule(
        name="level before metric",
        description="A value and its metric: 73.62% top-1 accuracy, 23.1 ms latency, 1% of the FLOPs, 4.07x"
        " energy efficiency",
        pattern="FIGURE:amount OF:of? IN? (?:LOOSE|RELATIVE){0,4}? METRIC:metric",
        produce=_before,
        base=0.93,
        positive=(
            says("achieves 73.62% top-1 accuracy", form="level", metric="accuracy", lo=73.62),
            says("a 4.07x energy efficiency", form="ratio", metric="energy_efficiency", change="increase"),
            says("uses 1% of the teacher's FLOPs", form="share", metric="compute", unit="percent"),
            says("obtains 23.1 ms latency", form="level", metric="latency", unit="ms"),
        ),
        negative=("on a board with 320KB memory",),
    ),
    Rule(
        name="level after metric",
        description="A metric and its value: an accuracy of 94%, latency is 3 ms, mAP (52.5%)",
        pattern="METRIC:metric LOOSE{0,5}? (?:(?:ON|FOR|IN|OF) WORD{1,4} (?=[o=@G(qs]))? (?:LEVELLINK"
        " WORD?){0,2} NEAR{0,4}? FIGURE:amount",
        produce=_of,
        base=0.87,
        positive=(
            says("with a prediction error below 10%", form="level", metric="error", bound="less_than"),
        ),
        negative=("We evaluate accuracy on 12 datasets.",),
    ),
    Rule(
        name="range of a level",
        description="A metric and the range of its values: keeps its accuracy from 92% to 99%",
        pattern="METRIC:metric LOOSE{0,2}? FROM AMOUNT:amount",
        produce=_from_one_to_other,
        base=0.85,
        positive=(
            says("It keeps its accuracy from 92% to 99%.", form="level", lo=92, hi=99, metric="accuracy"),
        ),
        negative=("It keeps its speeds from 1 m/s to 2 m/s.",),
    ),
)
