"""Rules for counts, ranks and parts: 100 new bugs, ranked first, half the memory, 6 out of 9 tasks."""

from __future__ import annotations

import re

from claims.reading.rule import Example, Reading, Rule, level, metric_at, says
from claims.syntax.sentence import Sentence


def _count(sentence: Sentence, m: re.Match[str]) -> list[Reading] | None:
    at, name = m.start("amount"), m.start("metric")
    metric, span = metric_at(sentence, name)
    token = sentence.tokens[at]
    before = sentence.text[max(sentence.start, token.start - 50) : token.start]
    if metric != "bugs" or sentence.codes[at - 1 : at] == "n" or not _FINDS.search(before):
        return None
    return [Reading(q, at, k, "count", metric, span, "none", "1") for k, q in enumerate(token.quantities)]


_FINDS = re.compile(
    r"\b(?:find|found|discover|detect|uncover|reveal|identif|expos|report|confirm|fix|trigger|catch|caught)",
    re.IGNORECASE,
)


def _of_those(sentence: Sentence, m: re.Match[str]) -> list[Reading] | None:
    """Of bugs that were found, those that came to something: 12 of which were confirmed, with 81 already fixed."""
    at = m.start("amount")
    token = sentence.tokens[at]
    if _SETTLED.match(sentence.text, token.end):
        name = sentence.left(at, "M", ";", 40)
        if name is None or sentence.tokens[name].metrics[0] != "bugs":
            return None
    elif not (
        m["metric"] and _OF_THOSE.search(sentence.text, max(sentence.start, token.start - 50), token.start)
    ):
        return None
    else:
        name = m.start("metric")
        if sentence.tokens[name].metrics[0] != "bugs":
            return None
    metric, span = metric_at(sentence, name)
    return [Reading(q, at, k, "count", metric, span, "none", "1") for k, q in enumerate(token.quantities)]


_SETTLED = re.compile(
    r"\s{1,8}(?:of\s{1,8}(?:which|them|these|those)\s{1,8})?(?:(?:have|has|are|were|been|be|being|already|also|since"
    r"|subsequently|now|later)\s{1,8}){0,4}(?:confirmed|fixed|acknowledged|patched|merged|resolved|accepted|verified"
    r"|assigned|labell?ed)\b",
    re.IGNORECASE,
)
_OF_THOSE = re.compile(
    r"\b(?:of|among)\s{1,8}(?:these|them|those|which)(?:\s{1,8}bugs)?,?\s{1,8}(?:a\s{1,8}total\s{1,8}of\s{1,8})?\Z",
    re.IGNORECASE,
)


def _rank(sentence: Sentence, m: re.Match[str]) -> list[Reading] | None:
    at = m.start("amount")
    quantity = sentence.tokens[at].quantities[0]
    return [Reading(quantity, at, 0, "rank", "rank", None, "none", "1")]


def _part(sentence: Sentence, m: re.Match[str]) -> list[Reading] | None:
    at = m.start("amount")
    quantity = sentence.tokens[at].quantities[0]
    name = sentence.right(at, "M", "K;,h", 6)
    if quantity.unit == "percent":
        verb = sentence.left(at, "V", "K;QUwM", 3)
        if verb is not None and sentence.entry(verb).direction == "down" and not sentence.entry(verb).owner:
            # "removes more than half of the parameters"
            metric, span = metric_at(sentence, name)
            return [Reading(quantity, at, 0, "percent", metric, span, "decrease", "percent")]
        if name is None:
            return None
        metric, span = metric_at(sentence, name)
        return [level(sentence, at, 0, metric, span)]
    if " of " in quantity.text:
        if "out" not in quantity.text and _COMPONENTS.match(sentence.text, quantity.end):
            return None
        near = sentence.left(at, "M", "K;", 14)
        metric = sentence.tokens[near].metrics[0] if near is not None else "other"
        metric = metric if metric in {"success_rate", "bugs", "accuracy", "pass_rate"} else "other"
        if metric == "other" and _TRIALS.match(sentence.text, quantity.end):
            metric = "success_rate"
        return [Reading(quantity, at, 0, "count", metric, None, "none", "1")]
    before = sentence.left(at, "M", "K;QU", 5)
    if before is None or "/" not in quantity.text:
        return None
    metric, span = metric_at(sentence, before)
    if metric not in {"score", "accuracy", "performance"}:
        return None
    return [Reading(quantity, at, 0, "level", metric, span, "none", "1")]


# "routes tokens to 8 of 64 experts": how a thing is built, and no outcome
_COMPONENTS = re.compile(
    r"\s{1,8}(?:[a-z-]{1,30}\s{1,8}){0,2}(?:experts|layers|heads|bits|neurons|channels|blocks|GPUs|cores|nodes|views|tokens|features"
    r"|dimensions|parameters|sensors|joints|axes|cells|qubits)\b"
)
_TRIALS = re.compile(r"\s{1,8}(?:[a-z-]{1,30}\s{1,8}){0,2}(?:trials|attempts|episodes|runs|grasps)\b")


def _multiple(sentence: Sentence, m: re.Match[str]) -> list[Reading] | None:
    """Doubles the throughput, twice the speed, four times the payload."""
    at = m.start("amount")
    quantity = sentence.tokens[at].quantities[0]
    word = quantity.text.lower()
    name = m.start("metric") if m["metric"] else None
    if word == "in half" and sentence.left(at, "V", "K;QU", 4) is None:
        return None  # "splits the tensor in half"
    halved = word.startswith("halv") or word in {"by half", "in half"}
    if quantity.kind not in {"ratio", "percent", "magnitude"} or (quantity.kind == "percent" and not halved):
        return None
    metric, span = metric_at(sentence, name)
    verb = halved or word.startswith(("doubl", "tripl", "quadrupl"))
    the = re.match(r"\s+(?:the|as|that|their|its)\b", sentence.text[quantity.end : quantity.end + 8])
    if not verb and not the:
        return None
    if name is None and (
        not the or _DATASET.search(sentence.text, max(sentence.start, quantity.start - 40), quantity.start)
    ):
        return None
    if name is None:
        # "whose throughput is 2.3x that of B"
        subject = sentence.left(at, "M", "K;QU", 9)
        if subject is None:
            if sentence.left(at, "U", ";", 12) is not None:
                return None
        else:
            metric, span = metric_at(sentence, subject)
    return [
        Reading(
            quantity, at, 0, "percent" if halved else "ratio", metric, span, "decrease" if halved else "increase",
            "percent" if halved else "x",
        )
    ]  # fmt: skip


_DATASET = re.compile(r"\b(?:data\s?set|corpus|benchmark|collection)\b", re.IGNORECASE)
_DATA = re.compile(
    r"\s{1,8}(?:[a-z-]{1,30}\s{1,8}){0,2}(?:samples?|examples?|labels?|demonstrations?|annotations?|images|simulations|measurements|shots"
    r"|trajectories|queries|interactions|trials|instances|points)\b",
    re.IGNORECASE,
)


def _few(sentence: Sentence, m: re.Match[str]) -> list[Reading] | None:
    at = m.start("amount")
    token = sentence.tokens[at]
    if not sentence.words(at - 1, at - 1).lower().startswith(("as few", "as little")) or not _DATA.match(
        sentence.text, token.end
    ):
        return None
    return [Reading(token.quantities[0], at, 0, "count", "data_efficiency", None, "none", "1")]


RULES: tuple[Rule, ...] = (
    Rule(
        name="few samples",
        description="How little data it takes: with as few as 10 samples",
        pattern="HEDGE NUMBER:amount",
        produce=_few,
        base=0.85,
        positive=(
            says(
                "It adapts with as few as 10 measurement samples.",
                form="count",
                metric="data_efficiency",
                bound="up_to",
            ),
        ),
    ),
    Rule(
        name="rank",
        description="A place in a competition: ranked first, 1st place",
        pattern="RANK:amount",
        produce=_rank,
        base=0.9,
        positive=(says("It is ranked number one on KITTI.", form="rank", lo=1, metric="rank"),),
    ),
    Rule(
        name="count",
        description="Outcomes that are counted: finds 100 new bugs",
        pattern="NUMBER:amount WORD{0,3} METRIC:metric",
        produce=_count,
        base=0.9,
        positive=(says("The fuzzer finds 100 new bugs.", form="count", lo=100, metric="bugs"),),
        negative=("We survey 100 papers on bugs.",),
    ),
    Rule(
        name="count of those",
        description="A part of the outcomes that were counted: 12 of which were confirmed",
        pattern="NUMBER:amount (?:WORD{0,3} METRIC:metric)?",
        produce=_of_those,
        base=0.85,
        positive=(
            Example(
                "It exposes 14 unknown bugs, with 9 already fixed.",
                ({"lo": 14}, {"form": "count", "lo": 9, "metric": "bugs"}),
            ),
            says("Of these, 9 bugs are security vulnerabilities.", form="count", lo=9, metric="bugs"),
        ),
        negative=("The 9 bugs are described in a table.",),
    ),
    Rule(
        name="part",
        description="A fraction or a part of a number: half the parameters, 6 out of 9 tasks, 4.1/5.0",
        pattern="PART:amount",
        produce=_part,
        base=0.85,
        positive=(
            says(
                "with less than half the parameters",
                form="share",
                lo=50,
                metric="parameters",
                bound="less_than",
            ),
        ),
    ),
    Rule(
        name="multiple",
        description="Words for multiples: doubles the throughput, four times the payload, halves the latency",
        pattern="QUANTITY:amount (?:WORD{0,4}? METRIC:metric)?",
        produce=_multiple,
        base=0.82,
        positive=(
            says("This doubles the throughput.", form="ratio", lo=2, metric="throughput", change="increase"),
            says("It halves the latency.", form="percent", lo=50, metric="latency", change="decrease"),
        ),
    ),
)
