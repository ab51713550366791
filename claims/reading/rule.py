"""What a rule is: a name, a pattern, a function, and examples that keep both honest."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVarTuple

from claims.model import Change, Form, Quantity, Role
from claims.numbers.units import unit_dimension
from claims.reading.units import time_metric
from claims.syntax.grammar import compile_pattern, needed
from claims.syntax.lexicon import less_is_better, metrics
from claims.syntax.sentence import Sentence
from claims.syntax.tokens import ListToken, Token


@dataclass(slots=True)
class Reading:
    """What a rule takes one number to say, before its links are found.

    Attributes:
        quantity: The number.
        token: Index of its token in the sentence.
        member: Its place in a coordinated list, 0 for the first.
        form: See :class:`claims.model.Claim`.
        metric: Id of the metric.
        metric_span: Where the words stand that name it.
        change: Direction of the metric.
        unit: Unit of the claim.
        rule: Name of the rule.
        base: Confidence of the rule itself.
        role: ``background`` where the construction says so.
        first: Index of the first token that the rule used.
        last: Index of the last one.
        carried: True where metric and change come from the number before.
        worse: True where the words of a metric that no vocabulary has say that things get worse.
        relative: True where the text says that a gain in percent is relative.
    """

    quantity: Quantity
    token: int
    member: int
    form: Form
    metric: str
    metric_span: tuple[int, int] | None
    change: Change
    unit: str
    rule: str = ""
    base: float = 0.5
    role: Role | None = None
    first: int = 0
    last: int = 0
    carried: bool = False
    worse: bool = False
    relative: bool = False


How = TypeVarTuple("How")
Produce = Callable[[Sentence, "re.Match[str]"], Sequence[Reading] | None]


@dataclass(frozen=True, slots=True)
class Example:
    """A text, and the fields of the claims that it must give, in order."""

    text: str
    claims: tuple[dict[str, Any], ...]


def says(text: str, **fields: Any) -> Example:
    """Make an example of one claim: ``says("cuts latency by 20%", metric="latency", change="decrease")``."""
    return Example(text, (fields,))


@dataclass(frozen=True, slots=True)
class Rule:
    """A construction that states claims.

    Attributes:
        name: Names the construction; ``Claim.rule``.
        description: One line for people.
        pattern: Where it applies, in the language of :mod:`claims.syntax.grammar`; the role ``amount`` is the number.
        produce: Gives the readings of a match; None where it turns out not to apply; nothing where the number is
            no claim and no other rule shall take it for one.
        base: How often its claims are right where nothing else is known (see docs/confidence.md).
        positive: Sentences that it must read, with what they must give.
        negative: Look-alikes that no rule may read.
    """

    name: str
    description: str
    pattern: str
    produce: Produce
    base: float
    positive: tuple[Example, ...] = ()
    negative: tuple[str, ...] = ()
    compiled: re.Pattern[str] = field(init=False, repr=False, compare=False)
    needed: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "compiled", compile_pattern(self.pattern))
        object.__setattr__(self, "needed", needed(self.compiled))

    def readings(self, sentence: Sentence, taken: set[int]) -> Iterable[Reading]:
        """Apply the rule wherever its pattern matches a number that no rule has read yet.

        Args:
            sentence: The sentence.
            taken: Indices of the tokens that have been read; extended by those that this rule reads.

        Returns:
            One reading for each number.
        """
        # Most patterns match nowhere.
        return self._readings(sentence, taken) if self.compiled.search(sentence.codes) else ()

    def _readings(self, sentence: Sentence, taken: set[int]) -> Iterator[Reading]:
        codes = sentence.codes
        position = 0
        while m := self.compiled.search(codes, position):
            at = m.start("amount")
            position = at + 1
            if at in taken:
                continue
            produced = self.produce(sentence, m)
            if produced is None or any(map(_measures_nothing, produced)):
                continue
            taken.add(at)
            taken.update(reading.token for reading in produced)
            for reading in produced:
                reading.rule = self.name
                reading.base = self.base
                reading.first, reading.last = m.start(), m.end() - 1
                yield reading


def _measures_nothing(reading: Reading) -> bool:
    """True for a gain of performance in kilograms: "lifts objects of up to 2 kg" says how heavy they are."""
    return (
        reading.metric == "performance"
        and reading.form == "points"
        and reading.quantity.kind == "measure"
        and unit_dimension(reading.unit) != "level"
    )


def span_of(token: Token, member: int = 0) -> tuple[int, int]:
    """Return where a member of a list stands; the whole token where it is no list."""
    return token.spans[member] if len(token.spans) > 1 else (token.start, token.end)


def metric_of(token: Token, member: int, members: int) -> tuple[str, tuple[int, int]]:
    """Return the metric that a member of a list of numbers belongs to.

    Args:
        token: A token of kind METRIC, maybe a list.
        member: Place of the number in its list.
        members: Length of that list.

    Returns:
        Id and span: the same place of a list of metrics as long as that of the numbers, else the first metric.
    """
    at = member if len(token.metrics) == members else 0
    return token.metrics[at], token.spans[at]


def metric_at(sentence: Sentence, index: int | None) -> tuple[str, tuple[int, int] | None]:
    """Return id and span of the first metric of a token; ``other`` and no span where there is no token."""
    if index is None:
        return "other", None
    token = sentence.tokens[index]
    return token.metrics[0], token.spans[0]


def changed(metric: str, direction: str) -> Change:
    """Return where a metric goes: words like "improves" leave it to the metric which way is better."""
    better = metrics()[metric].better
    if direction in {"up", "down"}:
        return "increase" if direction == "up" else "decrease"
    return "increase" if (direction == "better") == (better == "more") else "decrease"


def change(
    sentence: Sentence, index: int, member: int, metric: str, span: tuple[int, int] | None, direction: str
) -> Reading:
    """Read a number as a change of a metric.

    Args:
        sentence: The sentence.
        index: Index of the number's token.
        member: Its place in that token's list.
        metric: Id of the metric.
        span: Where the metric is named.
        direction: ``up``, ``down``, ``better`` or ``worse``.

    Returns:
        A reading: ratio, percent or points, as conventions 1 and 16 of docs/claim-model.md settle it.
    """
    quantity = sentence.tokens[index].quantities[member]
    scale = metrics()[metric].scale
    form: Form = "percent"
    unit = quantity.unit
    if quantity.kind in {"ratio", "magnitude"}:
        form = "ratio"
    elif quantity.kind == "percent":
        if any("point" in q.text for q in sentence.tokens[index].quantities) or absolute(sentence, index):
            form = "points"
        elif max(quantity.lo, quantity.hi or 0) > 100:
            form = "percent"
        elif span and _counts(sentence, span):
            form = "percent"  # "reduces the number of false positives by 41%"
        elif scale == "percent" or (scale == "score" and metric in {"score"}):
            form = "percent" if relative(sentence, index) else "points"
    elif quantity.kind == "part":
        unit = "percent"
    elif metric == "speed" and quantity.kind == "number" and "." in quantity.text:
        form, unit = "ratio", "x"  # "speedups of up to 13.34"
    else:
        form = "points"
        if (quantity.unit == "1" and scale == "percent" and not 0 < quantity.lo < 0.2) or (
            quantity.kind == "point" and metric in {"score", "performance", "other"}
        ):
            unit = "percent"
    leaves_open = metric == "other" and direction in {"better", "worse"}
    if leaves_open and span and less_is_better().search(sentence.text, *span):
        direction = "down" if direction == "better" else "up"
    reading = Reading(quantity, index, member, form, metric, span, changed(metric, direction), unit)
    reading.relative = quantity.kind == "percent" and relative(sentence, index)
    reading.worse = direction == "worse" or (
        metric == "other" and sentence.text[quantity.end : quantity.end + 8].strip().startswith("longer")
    )
    return reading


def each_member(
    read: Callable[[Sentence, int, int, *How], Reading], sentence: Sentence, index: int, *how: *How
) -> list[Reading]:
    """Read each number of a list in the same way.

    Args:
        read: :func:`level`, :func:`share` or :func:`change`.
        sentence: The sentence.
        index: Index of the numbers' token.
        how: What else the function takes.

    Returns:
        One reading for each number, in order.
    """
    return [read(sentence, index, k, *how) for k in range(len(sentence.tokens[index].quantities))]


def changes(sentence: Sentence, index: int, name: int, direction: str) -> list[Reading]:
    """Read each number of a list as a change of what a metric's token names for it.

    Args:
        sentence: The sentence.
        index: Index of the numbers' token.
        name: Index of the metric's token, maybe a list of its own.
        direction: ``up``, ``down``, ``better`` or ``worse``.

    Returns:
        One reading for each number, in order.
    """
    members = len(sentence.tokens[index].quantities)
    token = sentence.tokens[name]
    return [change(sentence, index, k, *metric_of(token, k, members), direction) for k in range(members)]


_COUNT = re.compile(r"\b(?:number|count|amount)\s{1,3}of\s{1,3}(?:\w{1,20}\s{1,3})?\Z", re.IGNORECASE)


_THINGS = re.compile(
    r"\b(?:positives|negatives|alarms|errors|mistakes|detections|rejections|failures)\Z", re.IGNORECASE
)


def _counts(sentence: Sentence, span: tuple[int, int]) -> bool:
    """True where words name things that are counted, and no rate: the number of misses, false alarms."""
    if _COUNT.search(sentence.text, max(sentence.start, span[0] - 24), span[0]):
        return True
    return _THINGS.search(sentence.text, *span) is not None


def absolute(sentence: Sentence, index: int) -> bool:
    """True where "absolute" stands close to a number: an absolute improvement of 9.2%."""
    tokens = sentence.tokens
    window = sentence.text[tokens[max(0, index - 4)].start : tokens[min(len(tokens) - 1, index + 3)].end]
    return "absolute" in window and "absolute error" not in window and "absolute percentage" not in window


def relative(sentence: Sentence, index: int) -> bool:
    """True where "relative" or "relatively" stands close to a number (not "relative to")."""
    codes = sentence.codes
    if "y" not in codes:
        return False
    first, last = max(0, index - 8), min(len(codes), index + 5)
    towards = {
        i for i in range(first, last) if codes[i] == "y" and sentence.words(i, i).lower().endswith(" to")
    }
    near = "".join(["w" if i in towards else codes[i] for i in range(first, last)])
    before, following = near[: index - first], _PHRASE_END.split(near[index - first + 1 :])[0]
    if "y" in before[-3:] or "y" in following:
        return True
    lead = _PHRASE_START.split(before)[-1]
    return "y" in lead and "N" in lead  # "relative improvements in error rate of up to 15%"


_PHRASE_END = re.compile(r"[(,;Q]")
_PHRASE_START = re.compile(r"[QUZ;KVO,]")


def as_ratio(sentence: Sentence, at: int, by: int) -> None:
    """Make a ratio of a bare number after "by a factor of"; the words "factor of" belong to the quote.

    Args:
        sentence: The sentence.
        at: Index of the number.
        by: Index of the words before it.
    """
    token = sentence.tokens[at]
    assert isinstance(token, ListToken), "numbers have lists"
    starts = [q.start for q in token.quantities]
    if by + 1 == at:
        starts[0] = sentence.text.rfind("factor", 0, starts[0])
    token.quantities = [
        replace(q, start=start, text=sentence.text[start : q.end], unit="x", kind="ratio")
        for start, q in zip(starts, token.quantities, strict=True)
    ]


_LEVELS_IN_PERCENT = frozenset(
    {"sparsity", "utilization", "error", "coverage", "cache_hit_rate", "resolution", "other", "score", "overhead",
     "reliability", "correlation", "density", "performance", "efficiency"}
)  # fmt: skip


def level(sentence: Sentence, index: int, member: int, metric: str, span: tuple[int, int] | None) -> Reading:
    """Read a number as an achieved level of a metric, or as a share of it; a ratio is one to a baseline."""
    quantity = sentence.tokens[index].quantities[member]
    if quantity.text.startswith("+"):
        return change(sentence, index, member, metric, span, "up")
    moved = sentence.codes[index - 1 : index] in {"=", "(", "s"} and not sentence.text.startswith(
        "/", quantity.end
    )
    if quantity.kind == "percent" and quantity.lo < 0 and quantity.hi is not None and moved:
        reading = change(sentence, index, member, metric, span, "down")  # "latency is -30%"
        reading.quantity = replace(quantity, lo=abs(quantity.hi), hi=abs(quantity.lo))
        return reading
    if (
        metric == "runtime"
        and quantity.kind == "measure"
        and span
        and sentence.text[span[0] : span[1]].lower() in {"time", "times"}
    ):
        metric = time_metric(sentence, quantity.unit, quantity.text)
    form: Form = "level"
    movement: Change = "none"
    unit = quantity.unit
    if quantity.kind in {"ratio", "magnitude"}:
        form, movement = "ratio", "increase"
    elif (quantity.kind == "percent" and not (metrics()[metric].scale or metric in _LEVELS_IN_PERCENT)) or (
        quantity.kind == "part" and unit == "percent"
    ):
        form = "share"
    return Reading(quantity, index, member, form, metric, span, movement, unit)


def share(sentence: Sentence, index: int, member: int, metric: str, span: tuple[int, int] | None) -> Reading:
    """Read a number as a part of a total, or as what remains of a baseline."""
    return Reading(
        sentence.tokens[index].quantities[member], index, member, "share", metric, span, "none", "percent"
    )
