"""Rules for verbs of change: reduces A by 20%, saves 40% of B, outperforms C by 3%."""

from __future__ import annotations

import re

from claims.reading.nouns import span_at, unknown_after
from claims.reading.rule import (
    Example,
    Reading,
    Rule,
    as_ratio,
    change,
    changes,
    each_member,
    level,
    metric_of,
    says,
)
from claims.reading.units import takes_number
from claims.syntax.sentence import Sentence

_Metric = tuple[int | None, str, tuple[int, int] | None]


def _by(sentence: Sentence, m: re.Match[str]) -> list[Reading] | None:
    at, by = m.start("amount"), m.start("by")
    token = sentence.tokens[at]
    if token.code == "P" and token.quantities[0].unit != "percent":
        return None
    if token.code == "Z":
        if "factor" not in sentence.words(by, at).lower():
            return _by_score(sentence, at, by)
        if sentence.text[sentence.start : sentence.tokens[by].start].rstrip().endswith("within"):
            return None  # "is optimal within a factor of two"
        as_ratio(sentence, at, by)
    head = _head(sentence, by)
    if head is None:
        return _lead_over(sentence, at, by)
    entry = sentence.entry(head)
    readings = []
    members = len(token.quantities)
    if members > 1 and (each := _one_each(sentence, head, by, members)) is not None:
        return [change(sentence, at, k, *each[k]) for k in range(members)]
    index, fallback, span = _metric_for(sentence, head, by, at)
    for member in range(members):
        metric, direction = fallback, entry.direction
        if index is not None:
            metric, span = metric_of(sentence.tokens[index], member, members)
            if entry.metric == "compression" and metric != "compression":
                direction = "down"
        readings.append(change(sentence, at, member, metric, span, direction))
    return readings


_LEAD = re.compile(r"(?P<metric>M)w?>[^K;QUVGO]{1,8}\Z")


def _lead_over(sentence: Sentence, at: int, by: int) -> list[Reading] | None:
    """State-of-the-art performance OVER the baseline BY 3.8%: no verb says that it is better."""
    m = _LEAD.search(sentence.codes, max(0, by - 12), by)
    if m is None or sentence.words(m.start() + 1, by).lower().find("over") < 0:
        return None
    return changes(sentence, at, m.start("metric"), "better")


_SEPARATOR = re.compile(r",&?|&")


def _one_each(
    sentence: Sentence, head: int, by: int, members: int
) -> list[tuple[str, tuple[int, int], str]] | None:
    """Pair a list of numbers with a list of properties, some of which no vocabulary has.

    "improves ACCURACY and FOCUS by 2% and 3%", "increases SPEED and reduces AREA by 49% and 45%"

    Returns:
        Metric, span and direction for each number; None where there are not as many properties as numbers, or where
        all of them are known, which other rules read.
    """
    codes = sentence.codes
    first = head
    while first > 0 and by - first < 16 and codes[first - 1] not in "K;(GO=":
        first -= 1
        if codes[first] == "V":
            head = first
    stretch = codes[head:by]
    if "O" in stretch or "Q" in stretch or "U" in stretch or ">" in stretch:
        return None
    cuts = [m.span() for m in _SEPARATOR.finditer(stretch)]
    if len(cuts) != members - 1:
        return None
    bounds = [0, *(i for cut in cuts for i in cut), len(stretch)]
    found = []
    direction = ""
    for left, end in zip(bounds[::2], bounds[1::2], strict=True):
        begin, part = left, stretch[left:end]
        if part[:1] == "V":
            direction = sentence.entry(head + left).direction
            begin, part = left + 1, part[1:]
        if not direction or not part or part.strip("wMsj"):
            return None
        name = part.rfind("M")
        span = (sentence.tokens[head + begin].start, sentence.tokens[head + end - 1].end)
        metric = sentence.tokens[head + begin + name].metrics[0] if name >= 0 else "other"
        found.append((metric, span, direction))
    return found if "M" in stretch else None


def _head(sentence: Sentence, by: int) -> int | None:
    """Find the word of change that "by 20%" belongs to: a verb first, else a noun or a comparative."""
    verb = sentence.left(by, "VO", "K;", 24)
    if verb is not None:
        described = _PARTICIPLE.search(sentence.codes, max(0, by - 10), by)
        if described and sentence.words(described.start() + 1, described.start() + 1).lower() in _ARTICLES:
            return described.start()
        return verb
    noun = sentence.left(by, "NA", "K;", 12)
    if noun is not None:
        return noun
    return sentence.left(by, "VO", ";", 30)


# "outperforms the structured PRUNING baseline by 23%"
_PARTICIPLE = re.compile(r"Ow{1,3}[VG]{0,1}Vw{1,3}\Z")
_ARTICLES = frozenset({"the", "a", "an", "existing", "other", "previous", "prior"})


def _metric_for(sentence: Sentence, head: int, by: int, at: int) -> _Metric:
    codes = sentence.codes
    entry = sentence.entry(head)
    if entry.metric == "compression" and (shrunk := _compressed(sentence, head, by)) is not None:
        return shrunk, "", None
    if entry.owner and entry.metric:
        return None, entry.metric, span_at(sentence, head)
    last_amount = max(codes.rfind(code, head, by) for code in "QUP")
    begin = max(head, last_amount)
    between = codes.find("M", begin, by)
    beyond = metric_beyond(sentence, at)
    if beyond is None:
        beyond = _in_terms_of(sentence, at)
    topic = _topic(sentence)
    if codes[head] == "O":
        # "the hit ratio exceeds that of B by 5%", "an mAP that exceeds B by 3%"
        if "K" in {codes[head - 1 : head], codes[head + 1 : head + 2]} and not adverse(sentence, head - 1):
            own = sentence.left(head - (codes[head - 1 : head] == "K"), "M", "K;QU", 10)
            if own is not None:
                return own, "", None
        named = (
            beyond
            if beyond is not None
            else (between if between >= 0 and "i" in codes[begin:between] else None)
        )
        if named is None and _QUALITY_OF_PRIOR.search(sentence.words(head, by - 1)) and codes[by - 1] == "M":
            named = by - 1  # "outperforms the state-of-the-art detection rate by 12%"
        if named is not None:
            return named, "", None
        if topic is not None:
            return topic
        unknown = unknown_after(sentence, at)
        if unknown is not None:
            return None, "other", unknown
        point = sentence.tokens[at].quantities[0].kind == "point"
        return None, "score" if point else "performance", span_at(sentence, head)
    if between >= 0:
        if beyond is not None and sentence.tokens[between].metrics[0] == "performance":
            return beyond, "", None
        return between, "", None
    if (
        begin > head
        and "M" in codes[head:begin]
        and beyond is None
        and not (stretch := codes[begin + 1 : by]).strip("&,szqjnrwo>")
    ):
        if "w" in stretch and not set("nro>") & set(stretch):
            # "reduces delay by 86% and ignored requests by 95%"
            first = begin + 1 + stretch.index("w")
            return None, "other", (sentence.tokens[first].start, sentence.tokens[by - 1].end)
        # "improves recall by 7% on A and by 4% on B"
        return codes.find("M", head, begin), "", None
    if codes[head] == "A" and entry.metric:
        return None, entry.metric, span_at(sentence, head)
    if codes[head] == "N" and head > 0 and codes[head - 1] == "M":
        return head - 1, "", None
    passive = sentence.left(head, "M", "KQUVO;", 8)
    if passive is None and beyond is None and codes[head - 1 : head] == "=":
        passive = sentence.left(head, "M", "KQUVGO;,", 18)  # "the error between A and B was reduced by 28%"
    if passive is None and codes[max(0, head - 2) : head] == "MK" and not adverse(sentence, head - 1):
        passive = head - 2  # "error rates that increased by up to 5%"
    if passive is not None and (
        _MOVES_ITSELF.match(sentence.words(head, head))
        or "=" in codes[passive:head]
        or by - head <= 2
        or codes[head] in "NA"
    ):
        return passive, "", None
    if beyond is not None:
        return beyond, "", None
    if entry.metric:
        return None, entry.metric, span_at(sentence, head)
    if entry.direction in {"down", "up"} and by - head > 1:
        first = begin + 1
        return None, "other", (sentence.tokens[first].start, sentence.tokens[by - 1].end)
    if topic is not None:
        return topic
    if passive is not None:
        return passive, "", None
    if by - head == 1 and head and codes[head - 1] in "w=":
        system = entry.direction == "better" and _SYSTEM.search(sentence.words(head - 1, head - 1))
        return None, "performance" if system else "other", None
    unknown_words = codes[begin + 1 : by].lstrip("&,s")
    if (
        entry.direction in {"better", "worse"}
        and 0 < len(unknown_words) <= 4
        and unknown_words.strip("w") == ""
    ):
        words = (sentence.tokens[by - len(unknown_words)].start, sentence.tokens[by - 1].end)
        if not _SYSTEM.search(sentence.text, *words):
            return None, "other", words
    return None, "performance" if entry.direction in {"better", "worse"} else "other", None


_QUALITY_OF_PRIOR = re.compile(
    r"\b(?:state[- ]of[- ]the[- ]art|previous|prior|baseline|existing|current)\b", re.IGNORECASE
)
# "improves the baseline by 5%" does not say in what; "improves phase noise by 1.2 dB" does.
_SYSTEM = re.compile(
    r"[A-Z]|\b(?:models?|methods?|networks?|systems?|baselines?|detectors?|trackers?|approach(?:es)?|state|sota|execution|them|it"
    r"|results?|performance|algorithms?|architectures?|transformers?|agents?|classifiers?|encoders?|learning|training|process"
    r"|detection|recognition|classification|segmentation|prediction|generation|retrieval|planning|versions?|designs?|solutions?)\b"
)
_TOPIC = re.compile(r"i[wsj]{0,3}(?P<metric>[MN])")


def _compressed(sentence: Sentence, head: int, by: int) -> int | None:
    """Find the size that is compressed: compresses the PARAMETERS by 50x."""
    at = sentence.codes.find("M", head, by)
    return (
        at if at >= 0 and sentence.tokens[at].metrics[0] in {"parameters", "model_size", "memory"} else None
    )


_MOVES_ITSELF = re.compile(
    r"(?:ris|rose|grow|grew|fall|fell|drop|declin|shrink|shrank|goes|go|went|increases|decreases|improves)",
    re.IGNORECASE,
)


def _topic(sentence: Sentence) -> _Metric | None:
    """Return the metric that opens a sentence: "In terms of speedup, ..."."""
    m = _TOPIC.match(sentence.codes)
    if m is None:
        return None
    at = m.start("metric")
    if m["metric"] == "M":
        return at, "", None
    metric = sentence.entry(at).metric
    return (None, metric, span_at(sentence, at)) if metric else None


_BEYOND = re.compile(
    r"(?:\)[wsjoh]{1,8}"  # (by 8%) the accuracy
    r"|,?z,?(?:\(|[ir][wsj]{0,4})"
    r"|[wsjy(]{0,2}(?:[ir][wsj]{0,4}|n(?:ws|[ws])?|[wsj]{0,2}))(?P<metric>M)"
)


def adverse(sentence: Sentence, index: int) -> bool:
    """True for "yet", "but": a clause of its own follows, not one that tells of what stands before."""
    return sentence.codes[index] == "K" and sentence.words(index, index).lower() in {"yet", "but", "while"}


def metric_beyond(sentence: Sentence, at: int) -> int | None:
    """Return the index of the metric that closely follows a number: by 9% IN ACCURACY; None where there is none."""
    m = _BEYOND.match(sentence.codes, at + 1)
    return m.start("metric") if m else None


_IN_TERMS = re.compile(r"[^K;VG]{0,16}?(?P<terms>[iw])[wsj]{0,5}(?P<metric>M)")
# "by 38%, B by 36% and C by 35% in accuracy"
_MARGINS = re.compile(r"(?:[,&]{1,2}[wsjN]{1,10}b[qsj]{0,3}[QUZ]){1,5}i[wsj]{0,3}(?P<metric>M)")


def _in_terms_of(sentence: Sentence, at: int) -> int | None:
    """Return the index of a metric further behind: by 38% on A and 36% on B IN TERMS OF ERROR."""
    margins = _MARGINS.match(sentence.codes, at + 1)
    if margins is not None:
        return margins.start("metric")
    m = _IN_TERMS.match(sentence.codes, at + 1)
    if m is None or "in terms of" not in sentence.words(at + 1, m.start("metric")).lower():
        return None
    return m.start("metric")


def _by_score(sentence: Sentence, at: int, by: int) -> list[Reading] | None:
    """By 1.56 BLEU; improves FID by 0.3: a change of a score."""
    head = sentence.left(by, "VO", "K;", 30)
    if head is None:
        return None
    beyond = metric_beyond(sentence, at)
    token = sentence.tokens[at]
    if beyond is None and sentence.codes[head:by] == "OM":
        return None  # "outperforms MAE by 0.5": letters of a metric that name a system
    between = sentence.codes.find("M", head, by)
    if between >= 0 and not takes_number(sentence.tokens[between].metrics[0], token.quantities[0].lo):
        between = sentence.codes.rfind("M", head, by)
    named = beyond if beyond is not None else between if between >= 0 else None
    if named is None:
        named = sentence.left(by, "M", "K;", 24)
    signed = token.quantities[0].text.startswith("+")
    if named is not None and signed and sentence.tokens[named].metrics[0] == "performance":
        span = span_at(sentence, named)
        return each_member(change, sentence, at, "score", span, "better")
    if named is None:
        return None
    in_points = sentence.words(named, named).lower().endswith("points")  # "by 6 F1 points"
    if not in_points and not takes_number(sentence.tokens[named].metrics[0], token.quantities[0].lo):
        return None
    return changes(sentence, at, named, sentence.entry(head).direction)


def _amount(sentence: Sentence, m: re.Match[str]) -> list[Reading] | None:
    at, by = m.start("amount"), m.start("change")
    entry = sentence.entry(by)
    token = sentence.tokens[at]
    members = len(token.quantities)
    if token.code in "UZ" and not (m["metric"] or m["before"]):
        return None
    if token.code == "Z" and not (
        m["metric"] and takes_number(sentence.tokens[m.start("metric")].metrics[0], token.quantities[0].lo)
    ):
        return None
    if entry.owner:
        return each_member(change, sentence, at, str(entry.metric), span_at(sentence, by), entry.direction)
    name = m.start("before") if m["before"] else m.start("metric") if m["metric"] else None
    if name is not None:
        if entry.direction == "better" and m["before"] and _reaches(sentence, at, by):
            named = sentence.tokens[name]
            return [level(sentence, at, k, *metric_of(named, k, members)) for k in range(members)]
        return changes(sentence, at, name, entry.direction)
    before = sentence.left(by, "M", "KQUVO;,", 4)
    if entry.direction == "better" and (before is None or by - before > 1):
        return each_member(change, sentence, at, "performance", None, "better")
    if before is not None:
        return changes(sentence, at, before, entry.direction)
    if sentence.codes[at + 1 : at + 2] in {"o", "w"} and token.code == "Q":
        return each_member(change, sentence, at, "other", None, entry.direction)
    return None


def _reaches(sentence: Sentence, at: int, by: int) -> bool:
    """Pushes the accuracy up to 60.31%: the number is reached, not added."""
    quantity = sentence.tokens[at].quantities[0]
    if quantity.kind != "percent":
        return False
    up_to = sentence.codes[at - 1] == "q" and sentence.entry(at - 1).value == "up_to"
    return sentence.words(by, by).lower().startswith("push") or (up_to and quantity.lo >= 60)


def _amount_up_to(sentence: Sentence, m: re.Match[str]) -> list[Reading] | None:
    at, by, hedge = m.start("amount"), m.start("change"), m.start("hedge")
    entry = sentence.entry(by)
    if sentence.entry(hedge).value != "up_to" or entry.direction not in {"up", "down"} or entry.owner:
        return None
    span = (sentence.tokens[by + 1].start, sentence.tokens[hedge - 1].end)
    return each_member(change, sentence, at, "other", span, entry.direction)


def _further(sentence: Sentence, m: re.Match[str]) -> list[Reading] | None:
    at, name = m.start("amount"), m.start("metric")
    verb = sentence.left(name, "VG", "K;", 14)
    if verb is None or sentence.codes[verb] != "V" or not any(c in "QU" for c in sentence.codes[verb:name]):
        return None
    return changes(sentence, at, name, sentence.entry(verb).direction)


def _in(sentence: Sentence, m: re.Match[str]) -> list[Reading] | None:
    at, name = m.start("amount"), m.start("metric")
    head = sentence.left(at, "VNAO", "K;", 14)
    if sentence.codes[at] == "Z" and m.end("amount") != sentence.codes.find("i", at):
        return None
    if head is None or (
        sentence.codes[at] == "Z" and not takes_number(sentence.tokens[name].metrics[0], 0.5)
    ):
        return None
    return changes(sentence, at, name, sentence.entry(head).direction)


RULES: tuple[Rule, ...] = (
    Rule(
        name="change by",
        description="A verb of change, its metric and by how much: reduces energy by 20%, outperforms B by"
        " 3%",
        pattern="BY:by COMMA? NEAR{0,4}? COMMA? BY? NEAR{0,3} DEGREE:amount",
        produce=_by,
        base=0.96,
        positive=(
            says(
                "Crius reduces job completion time by up to 48.9%.",
                form="percent",
                metric="runtime",
                bound="up_to",
            ),
            says(
                "Model sizes can be reduced by a factor of 4.",
                form="ratio",
                lo=4,
                metric="model_size",
                change="decrease",
            ),
            says(
                "OHQ improves latency by 15~30%.",
                lo=15,
                hi=30,
                metric="latency",
                change="decrease",
                polarity="better",
            ),
            says(
                "It outperforms HARP by 1.56 BLEU.", form="points", lo=1.56, metric="bleu", change="increase"
            ),
            says("GCL improves recall on KITTI by 40.9%.", form="points", unit="percent", metric="recall"),
        ),
        negative=("Images are resized by 2 pixels.", "Chosen by 3 experts."),
    ),
    Rule(
        name="change amount",
        description="A verb of change followed by the amount: saves 40% of the memory, improves accuracy 2%",
        pattern="VERB:change (?:(?:WORD|STATISTIC){0,3} (?:AND WORD{0,2})? METRIC:before (?:WORD|OF|ON|FOR|IN){0,4}?)?"
        " NEAR{0,3}? FIGURE:amount"
        "(?: OPEN NEAR{0,3} AMOUNT NEAR{0,3} CLOSE)? (?: RELATIVE? (?:OF|IN)? LOOSE{0,5}? METRIC:metric)?",
        produce=_amount,
        base=0.95,
        positive=(
            says(
                "It saves up to 58.6% of the memory cost.",
                form="percent",
                metric="memory",
                bound="up_to",
                change="decrease",
            ),
            says("reducing on average 84% of data accesses", metric="memory_traffic", statistic="mean"),
        ),
        negative=("We extend 3x3 convolutions.",),
    ),
    Rule(
        name="change up to",
        description="A change without by: reduces the number of collisions up to 48%",
        pattern=r"VERB:change WORD{1,5} (?:OF WORD{1,4})? QUALIFIER:hedge QUANTITY:amount (?=[,;&K)hnri>]|\Z)",
        produce=_amount_up_to,
        base=0.8,
        positive=(
            says("It can reduce the number of collisions up to 48%.", form="percent", change="decrease"),
        ),
        negative=("It handles reduced inputs of up to 48 pages.",),
    ),
    Rule(
        name="further metric",
        description="A further metric and amount of a verb: shrinks energy 2.5x and area 2.3x",
        pattern="(?:AND|COMMA) WORD{0,2} METRIC:metric NEAR{0,3} QUANTITY:amount",
        produce=_further,
        base=0.9,
        positive=(
            Example(
                "It shrinks energy 2.5x and area 2.3x.",
                ({"metric": "energy", "lo": 2.5}, {"metric": "area", "lo": 2.3, "change": "decrease"}),
            ),
        ),
    ),
    Rule(
        name="amount in metric",
        description="A further amount of a change and its metric: ... and 31% in throughput",
        pattern="FIGURE:amount WORD{0,2} IN LOOSE{0,3} METRIC:metric",
        produce=_in,
        base=0.92,
        positive=(
            says(
                "It outperforms Birch with 2% in recall.", form="points", metric="recall", change="increase"
            ),
        ),
    ),
)
