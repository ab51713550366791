"""The bound and the statistic of each number: what qualifies it, and how far a qualifier reaches."""

from __future__ import annotations

import re
from typing import cast

from claims.model import Bound
from claims.numbers.qualifiers import BELOW, SIGNS
from claims.reading.rule import Reading
from claims.syntax.sentence import Sentence

# Forms that tell where a metric stands, not how it moved: an average of one is none of the next.
_STANDING = frozenset({"level", "count", "rank", "share"})


def hedges(sentence: Sentence, readings: list[Reading]) -> list[tuple[Bound, str | None]]:
    """Find bound and statistic of each reading.

    Args:
        sentence: The sentence.
        readings: Its readings, in order.

    Returns:
        Bound and statistic of each. A qualifier at the head of a coordinated list of nouns holds for each member
        that has none of its own; it does not reach across a second verb (convention 14 of docs/claim-model.md).
    """
    found: list[tuple[Bound, str | None]] = []
    lists: dict[int, tuple[Bound, str | None]] = {}
    for i, reading in enumerate(readings):
        bound, statistic = _own(sentence, reading, readings, i)
        if reading.member and reading.token in lists:
            head = lists[reading.token]
            if bound == "exact" and statistic is None:
                bound, statistic = head
            else:
                statistic = statistic or (head[1] if bound == "exact" else None)
        elif (
            bound == "exact" and statistic is None and i and _coordinated(sentence, readings[i - 1], reading)
        ):
            bound, statistic = found[i - 1]
            previous = readings[i - 1]
            of_another = reading.form in _STANDING and not (
                reading.carried or previous.metric == reading.metric
            )
            if of_another or not _at_head(sentence, previous):
                statistic = None
            below = bound == "less_than" and previous.form in _STANDING and reading.form not in _STANDING
            if below or (
                not reading.carried and (_in_of_phrase(sentence, previous) or _signed(sentence, previous))
            ):
                bound = "exact"  # "within 53 ms, 62x faster"
        if i and statistic is None and _ends_transition(readings[i - 1], reading):
            statistic = found[i - 1][1]
        if reading.form == "rank":
            statistic = None  # "ranked 1st in average error"
        if _apart(sentence, reading):
            adverb = sentence.entry(reading.token + 1).value
            bound, statistic = ("exact", adverb) if reading.member else (bound, None)
        if not reading.member:
            lists[reading.token] = (bound, statistic)
        found.append((bound, statistic))
    return found


def _signed(sentence: Sentence, reading: Reading) -> bool:
    """True for ">96% accuracy and a 38% reduction": a sign is part of its number, and holds for no other."""
    before = reading.token - 1
    return sentence.codes[before : before + 1] == "q" and sentence.words(before, before) in SIGNS


def _in_of_phrase(sentence: Sentence, reading: Reading) -> bool:
    """True for "an error OF LESS THAN 3 cm": the qualifier holds for that number alone."""
    k = reading.token - 1
    while k > 0 and sentence.codes[k] in "qsj":
        k -= 1
    return k < reading.token - 1 and sentence.codes[k] == "o"


def _ends_transition(before: Reading, reading: Reading) -> bool:
    """True for the second value of "the average rate rises FROM 27% TO 61%"."""
    return before.rule == "from" and reading.rule == "change to" and before.metric == reading.metric


def _own(sentence: Sentence, reading: Reading, readings: list[Reading], i: int) -> tuple[Bound, str | None]:
    token = sentence.tokens[reading.token]
    bound: Bound = "less_than" if reading.quantity.text.lower().startswith(BELOW) else "exact"
    statistic: str | None = None
    both = _one_each(sentence, reading)
    if both is not None:
        return "exact", both
    if reading.member:
        marks = token.hedges[reading.member]
        for mark in marks:
            if mark.code == "q" and mark.entry:
                bound = cast("Bound", mark.entry.value)
            elif mark.code == "s" and mark.entry:
                statistic = mark.entry.value
        return bound, statistic
    codes = sentence.codes
    paired = _paired(sentence, reading)
    k = reading.token - 1
    loose = 0
    while k >= 0:
        code = codes[k]
        if code == "q":
            if bound in {"exact", "approx"}:
                bound = cast("Bound", sentence.entry(k).value)
        elif code == "s":
            statistic = statistic or sentence.entry(k).value
        elif code == "w" and loose < 2:
            loose += 1
        elif code not in "joby":
            break
        k -= 1
    if bound in {"exact", "approx"} and (
        _OR_MORE.match(sentence.text, token.end) or _PLUS.search(reading.quantity.text)
    ):
        bound = "at_least"
    previous = readings[i - 1] if i else None
    floor = previous.token if previous else -1
    aside = bound == "up_to" and codes[k : k + 1] == "("  # "2x average speedup (up to 4x)"
    if statistic is None and not aside:
        statistic = _statistic(sentence, reading, floor)
    return bound, paired or statistic


_PAIR = re.compile(
    r"(?P<one>s)\(j?(?P<two>s)\)[wsMN]{1,4}[o=b]{0,2}[qw]{0,2}(?P<first>[QUZ])\(q?(?P<second>[QUZ])\)"
)


def _paired(sentence: Sentence, reading: Reading) -> str | None:
    """Return the statistic of one of two numbers that share a noun: average (maximum) speedup of 2x (4x)."""
    if "s(" not in sentence.codes:
        return None
    for m in _PAIR.finditer(sentence.codes):
        for number, mark in (("first", "one"), ("second", "two")):
            if m.start(number) == reading.token:
                return sentence.entry(m.start(mark)).value
    return None


# "P50 and P99 latencies of 1 and 8 ms", "the average and maximum variations in height are reduced by 12% and 6%"
_TWO = re.compile(r"s&s(?:[wMN]{1,4}[=o]?[VwG]?|[wMNio]{1,12}=w?V)b?[QUZ]\Z")


def _one_each(sentence: Sentence, reading: Reading) -> str | None:
    """Return a number's statistic where two numbers have two: P50 AND P99 latencies of 1 and 8 ms."""
    if len(sentence.tokens[reading.token].quantities) != 2 or "s&s" not in sentence.codes:
        return None
    m = _TWO.search(sentence.codes, 0, reading.token + 1)
    return None if m is None else sentence.entry(m.start() + 2 * reading.member).value


def _apart(sentence: Sentence, reading: Reading) -> bool:
    """True for "up to 71% and 38% on average": the qualifier is the first number's, the adverb the second's."""
    codes, at = sentence.codes, reading.token
    return (
        len(sentence.tokens[at].quantities) == 2
        and codes[at - 1 : at + 2 : 2] == "qs"
        and sentence.entry(at - 1).value == "up_to"
        and sentence.words(at + 1, at + 1).lower() in _ADVERBS
    )


_PLUS = re.compile(r"\d\+")
_OR_MORE = re.compile(r"\s{1,3}(?:or|and)\s{1,3}(?:more|above|higher|better|greater)\b")


def _statistic(sentence: Sentence, reading: Reading, floor: int) -> str | None:
    """Look for a statistic beside the number: average speedup of 3x, 3x speedup on average."""
    codes = sentence.codes
    # After the number: "3x on average" anywhere in its phrase, "3x average speedup" only right inside it.
    for k in range(reading.token + 1, min(len(codes), reading.token + 10)):
        if codes[k] == "s":
            adverb = sentence.words(k, k).lower() in _ADVERBS
            if adverb and not (codes[k - 1] in ",(&" and codes[k + 1 : k + 2] in {"Q", "U", "Z", ","}):
                return sentence.entry(k).value
            if not adverb and all(c in "wyANVi" for c in codes[reading.token + 1 : k]):
                return sentence.entry(k).value
            if sentence.entry(k).value.startswith("p") and "@" in codes[reading.token + 1 : k]:
                return sentence.entry(k).value
            break
        if codes[k] in "QUZKVGh;(" or (codes[k] in ",&" and codes[k + 1 : k + 2] != "s"):
            break
    # Before it, inside the noun phrase that the rule has read.
    for k in range(reading.token - 1, max(floor, reading.token - 12), -1):
        if codes[k] == "s":
            return sentence.entry(k).value
        if codes[k] == "M" and reading.metric_span and sentence.tokens[k].start != reading.metric_span[0]:
            break
        if codes[k] in "K;,(&>" or (codes[k] == "V" and k < reading.first):
            break
        if codes[k] in "GO" and k < reading.first:
            break
    named = _before_metric(sentence, reading)
    if named is not None:
        return named
    unknown = _BEFORE_UNKNOWN.search(codes, max(floor + 1, reading.token - 24), reading.token)
    if unknown and reading.metric == "other":
        return sentence.entry(unknown.start("of" if unknown["of"] else "was")).value
    if codes[:2] == "s," and sentence.words(0, 0).lower() in _ADVERBS and floor < 0:
        return sentence.entry(0).value
    opening = _OPENS_CLAUSE.search(codes, max(0, reading.token - 30), reading.token)
    if opening and sentence.words(opening.start() + 1, opening.start() + 1).lower() in _ADVERBS:
        return sentence.entry(opening.start() + 1).value
    verb = sentence.left(reading.token, "VG", "K;", 14)
    if verb and codes[verb - 1] == "s" and sentence.words(verb - 1, verb - 1).lower() in _ADVERBS:
        return sentence.entry(verb - 1).value
    # "provides, on average across six workloads, 85% accuracy"
    for k in range(reading.token - 1, max(floor, reading.token - 12), -1):
        if codes[k] == "s" and sentence.words(k, k).lower() in _ADVERBS and codes[k - 1 : k] == ",":
            return sentence.entry(k).value
        if codes[k] in "KV;(QUZ>":
            break
    return None


# "show that on average across all networks, X outperforms Y by 1.9x"
_OPENS_CLAUSE = re.compile(r"Ks[^QUZK;(]{0,12},[^QUZK;(]{1,14}\Z")


# "reduced AVERAGE muscle activity by 23%", "the AVERAGE gap between A and B was only 20%"
_BEFORE_UNKNOWN = re.compile(r"(?:V(?P<of>s)[wM&]{1,8}b|(?:^|[K;])w?(?P<was>s)[wMNio&]{1,14}=)[qwj]{0,3}\Z")


def _before_metric(sentence: Sentence, reading: Reading) -> str | None:
    """Find a statistic that stands before the name of the metric: the MEAN latency has been reduced by 20%."""
    if reading.metric_span is None or reading.metric_span[0] > reading.quantity.start or reading.carried:
        return None
    codes = sentence.codes
    for i in range(reading.token - 1, -1, -1):
        token = sentence.tokens[i]
        if codes[i] in "QU":
            return None
        if token.start <= reading.metric_span[0] < token.end:
            lead = codes[max(0, i - 4) : i]
            before = lead.rfind("s")
            if before >= 0 and all(c in "wM&" for c in lead[before + 1 :]):
                return sentence.entry(i - len(lead) + before).value
            return None
    return None


_ADVERBS = frozenset(
    {
        "on average",
        "in average",
        "on an average",
        "averagely",
        "geomean",
        "averaged",
        "at maximum",
        "at minimum",
    }
)


def _at_head(sentence: Sentence, reading: Reading) -> bool:
    """True where a reading's statistic stands before its number and so at the head of a list."""
    return "s" in sentence.codes[max(0, reading.token - 8) : reading.token]


# "average gains of 6.5% (BERT), 4.0% (Llama)"
_NAMED = re.compile(r"\A\([wM]{1,3}\)")


def _coordinated(sentence: Sentence, before: Reading, reading: Reading) -> bool:
    """True where "and" or a comma joins two noun phrases, with no verb and no "by" of its own between."""
    if before.token == reading.token:
        return False
    gap = _NAMED.sub("", sentence.codes[before.token + 1 : reading.token])
    if not any(c in "&,/" for c in gap) or len(gap) > 14:
        return False
    return not any(c in gap for c in "VGO=Kh;(b)qtfz")
