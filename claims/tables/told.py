"""What the axes tell of a row, a column or a cell, put together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from claims.tables.axes import Axis, is_average, is_numeric, named_role
from claims.tables.caption import NUMBER_FORMAT
from claims.tables.caption_metric import two_metrics
from claims.tables.label import Label, folded, names_data
from claims.tables.numbers import is_empty
from claims.tables.plan import Plan
from claims.tables.unit_heads import unit_named
from claims.tables.vocabulary import HeadMetric, exact_words, head_units, spelled, words

SCORE = HeadMetric("score", "more")
_OTHER = HeadMetric("other", "none")
_RANK = HeadMetric("rank", "less")
_COUNTS = re.compile(r"(?i)(?:number of|num\.?|no\. of|count|rate of|share of)\b|#|.*\bsize\b")
_MOST_ALTERNATIVES = 6
_BRACKETED = re.compile(r"\s*\([^)]*\)")
_SHOTS = re.compile(r"(?i)(?:\d+|zero|one|few)[\s-]?shots?\b")
_PAIR = re.compile(r"(?P<source>[A-Z][\w-]*)\s?(?:→|⇒|->)\s?(?P<target>[A-Z][\w-]*)")
_LONGEST_REST = 3
_MOSTLY = 0.5
_WITH = re.compile(r"\bw/o?(?=\s)")  # whose slash parts nothing
_BARS = re.compile(r"[/|]")


@dataclass
class Told:
    """What is told of a row, a column or a cell.

    Attributes:
        metric: What is measured.
        metric_text: The words that name it.
        better: ``more`` or ``less`` where an arrow says so.
        unit: Unit of the heads.
        multiplier: Multiplier of the heads.
        datasets: Data sets.
        weak: True while these are only languages and kinds of tasks.
        lone: True where one of them is known from nothing but its place.
        split: Part of the data.
        settings: What else holds.
        hardware: Platforms.
        systems: Parts of the name of the system.
        own: True where one of them says that it is the paper's.
        labels: All labels.
        alternatives: A head with slashes, whose parts hold for the numbers of a cell one by one.
        sizes: Sizes that tell systems of one name apart, each with its column.
    """

    metric: HeadMetric | None = None
    metric_text: str | None = None
    better: str = ""
    unit: str | None = None
    multiplier: float = 1.0
    datasets: list[str] = field(default_factory=list)
    weak: bool = True
    lone: bool = False
    split: str | None = None
    settings: list[str] = field(default_factory=list)
    hardware: list[str] = field(default_factory=list)
    systems: list[str] = field(default_factory=list)
    own: bool = False
    labels: list[Label] = field(default_factory=list)
    alternatives: str = ""
    sizes: list[tuple[int, str]] = field(default_factory=list)

    def signature(self) -> tuple[object, ...]:
        """Return all that it tells of a cell but the system: rows of which it is the same need be asked but once."""
        looks = tuple(
            (x.difference and x.text, x.relative, x.rank, x.unit, x.split, is_average(x.text))
            for x in self.labels
        )
        return (
            self.metric, self.metric_text, self.better, self.unit, self.multiplier, self.weak, self.lone, self.split,
            self.alternatives, looks, tuple(self.datasets), tuple(self.settings), tuple(self.hardware),
            tuple(self.sizes),
        )  # fmt: skip

    def take(self, other: Told) -> None:
        """Add what another tells; its metric wins over a mere score."""
        self.datasets += [d for d in other.datasets if d not in self.datasets]
        self.settings += [s for s in other.settings if s not in self.settings]
        self.hardware += other.hardware
        self.split = other.split or self.split
        self.better = other.better or self.better
        self.unit = other.unit or self.unit
        self.multiplier = other.multiplier if other.multiplier != 1.0 else self.multiplier
        self.labels += other.labels
        self.weak = self.weak and other.weak
        self.lone = self.lone or other.lone
        if other.metric is not None and (
            self.metric is None or self.metric.id == "score" or other.metric.id != "score"
        ):
            self.metric, self.metric_text = other.metric, other.metric_text


class Teller:
    """Asks the axes of a plan about rows and columns."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        # Shares of whole axes are asked for at each of their items.
        self._metrics = {id(axis): axis.share(lambda x: x.metric) for axis in plan.axes}
        self._kinds = {id(a) for a in plan.rows if a.role == "setting" and named_role(a.head) == "setting"}
        self._named = {axis.head for axis in plan.columns if axis.head}
        self._with_data = {id(a) for a in plan.axes if a.role == "metric" and a.share(_names_both) > 0}
        self._names_data = {id(axis): axis.share(names_data) > 0 for axis in plan.axes}
        self._splits = {id(axis): axis.share(lambda x: x.split and not x.metric) for axis in plan.axes}
        self._below_kinds = set(_below_kinds(plan.columns))
        self._all_aim = {id(axis): axis.share(lambda x: x.better) == 1 for axis in plan.axes}

    def tell(self, axes: list[Axis], index: int) -> Told:
        """Return what some axes tell of a row or a column."""
        told = Told()
        for axis in axes:
            label = axis.labels.get(index)
            if label is None:
                continue
            if label.difference and id(axis) in self._kinds:
                label = label._replace(difference=False)  # "Diff." in a column "Type" is diffusion
            told.labels.append(label)
            told.better = label.better or told.better
            told.unit = _unit_told(label) or told.unit
            told.multiplier = label.multiplier if label.multiplier != 1.0 else told.multiplier
            if axis is self._plan.system or axis in self._plan.joined:
                if label.text not in told.systems and not is_empty(label.text):
                    told.systems.append(label.text)
                told.own = told.own or label.ours
                told.settings += [b for b in label.brackets if _SHOTS.match(b) or NUMBER_FORMAT.fullmatch(b)]
                if is_compared(label):
                    told.metric, told.metric_text = label.metric, label.metric_text
            elif folded(axis.head) in words("unit_head"):
                told.unit = head_units().get(label.text) or unit_named(label.text) or told.unit
            elif axis.role != "identifier":
                if (id(axis), index) in self._below_kinds:
                    told.metric, told.metric_text = None, None
                self._tell(told, axis, label)
        return told

    def _tell(self, told: Told, axis: Axis, label: Label) -> None:
        if 0 < len(_BARS.findall(_WITH.sub("", label.text))) < _MOST_ALTERNATIVES:
            told.alternatives = label.text
        elif both := two_metrics(label.text):
            told.alternatives = both
        dimension = self._is_dimension(axis, label)
        if label.rank:
            told.metric, told.metric_text = _RANK, label.text
        elif label.metric is not None and (axis.role != "setting" or _is_size(axis, label)) and not dimension:
            told.metric, told.metric_text = label.metric, label.metric_text
        if is_average(label.text) or folded(label.text) in words("statistic"):
            told.settings.append(label.text)
            return
        told.hardware += label.hardware
        mostly = 1.0 if id(axis) in self._kinds else _MOSTLY
        if axis.role == "setting" and label.split and self._splits[id(axis)] < mostly:
            label = label._replace(
                split=None, rest=label.text
            )  # "Simple" beside "Mixed" is a kind of question
        if axis.role == "setting" and _BRACKETED.sub("", label.text) not in self._named:
            told.split = told.split or (None if label.rest else label.split)
            _tell_setting(told, axis, label)
        elif axis.role == "setting":
            pass  # it names the numbers below it
        elif axis.role == "metric" and label.of_class:
            told.settings.append(label.text)
        elif axis.role == "metric" and label.weak and not label.metric:
            told.metric, told.metric_text = told.metric or SCORE, label.text
        else:
            self._tell_names(told, axis, label, dimension=dimension)

    def _tell_names(self, told: Told, axis: Axis, label: Label, *, dimension: bool) -> None:
        """Take data sets and split of a label, and what its other words are where the axis says it."""
        if (pair := _PAIR.fullmatch(label.text)) and not label.weak:
            told.settings.append(label.text)  # learned on one, measured on the other
            told.datasets += [d for d in label.datasets if d in pair["target"]]
            told.weak = told.weak and not told.datasets
            return
        if not (axis.role == "metric" and label.weak):
            told.datasets += [d for d in label.datasets if d not in told.datasets]
            told.weak = told.weak and (label.weak or not label.datasets)
        told.split = label.split or told.split
        rest = label.rest or (label.text if dimension else "")
        if rest and (label.datasets or not label.difference):
            self._tell_rest(told, axis, label, rest, dimension=dimension)

    def _tell_rest(self, told: Told, axis: Axis, label: Label, rest: str, *, dimension: bool) -> None:
        """Take what the words of a label are that nothing knows, where its axis says it."""
        aims = bool(label.better) and not self._all_aim[id(axis)] and not label.datasets
        named = told.metric is not None and told.metric.strong
        if label.metric is not None and id(axis) in self._with_data and _is_one_name(rest):
            told.datasets.append(rest)  # beside "CIRR R@1" stands "FashionIQ R@10"
            told.weak = False
            return
        if label.metric is None and axis.role == "metric" and named and is_numeric(rest):
            _tell_setting(told, axis, label)
        elif self._is_data_beside(axis, label, told):
            told.datasets.append(rest)
            told.weak, told.lone = False, True
        elif label.metric is None and not label.datasets and (axis.role == "metric" or aims):
            told.metric, told.metric_text = told.metric or (_OTHER if _COUNTS.match(rest) else SCORE), rest
        elif axis.role == "dataset" and label.unit == "percent" and rest.islower() and not label.datasets:
            told.metric, told.metric_text = told.metric or SCORE, rest
        elif axis.role in {"dataset", "split"} and label.datasets:
            told.settings += _beside_data(label, rest)
        elif axis.role in {"dataset", "split"} and (label.metric is None or dimension):
            if label.split and spelled(rest).casefold() in words("says_data"):
                pass  # a validation cohort
            elif (
                is_numeric(rest) or (rest[:1].isdigit() and rest in label.brackets)
            ) and axis.way == "column":
                _tell_setting(told, axis, label)
            else:
                name, remark = _remark_behind(label, rest)
                told.datasets.append(name)
                told.settings += remark
                told.lone = True

    def _is_data_beside(self, axis: Axis, label: Label, told: Told) -> bool:
        """True for a name below a metric, beside names of data and of other metrics."""
        known = label.metric is not None or bool(label.datasets)
        measured = told.metric is not None and told.metric.id != SCORE.id
        return not known and axis.role == "metric" and measured and self._names_data[id(axis)]

    def _is_dimension(self, axis: Axis, label: Label) -> bool:
        """True for a plain word ("Speed") among names of what was tried, which could name a metric elsewhere."""
        dimensions = exact_words("dimension_metrics")
        plain = is_plain_word(label.text) and not label.better
        return (
            axis.role in {"dataset", "split"}
            and plain
            and label.metric is not None
            and label.metric.id in dimensions
            and not is_compared(label)
            and self._metrics[id(axis)] < 0.5
        )


def _unit_told(label: Label) -> str | None:
    """Return the unit of a label; behind the name of data stands what is short for it: PubLayNet (PLN)."""
    return None if names_data(label) and label.metric is None and label.unit != "percent" else label.unit


def _below_kinds(columns: Sequence[Axis]) -> Iterator[tuple[int, int]]:
    """Yield the last head row with each of its places where the head above names a kind of metrics.

    Below "Correctness" stand "WER" and "SE": what nothing knows of these is no correctness.
    """
    above, last = columns[-2:] if len(columns) > 1 else (None, None)
    if above is None or last is None or not above.role == last.role == "metric":
        return
    places: dict[str, list[int]] = {}
    for c, label in above.labels.items():
        explicit = label.metric_text in label.brackets  # all below "Words (PCC)" is that
        if label.metric is not None and not explicit and c in last.labels:
            places.setdefault(label.text, []).append(c)
    for same in places.values():
        kind = above.labels[same[0]].metric
        found = {m.id for c in same if (m := last.labels[c].metric) is not None}
        if found - {kind.id if kind else ""}:
            yield from ((id(last), c) for c in same)


def _is_size(axis: Axis, label: Label) -> bool:
    """True for a head of sizes of systems, whatever the heads beside it name."""
    known = label.metric is not None and label.metric.id in exact_words("property_metrics")
    return (
        known and axis.way == "column" and not label.rest and label.metric is not None and label.metric.strong
    )


def is_plain_word(text: str) -> bool:
    """True for one word of letters, small but for the first."""
    return text.isalpha() and text[1:].islower()


def names_systems(label: Label) -> bool:
    """True for a head of systems that begins like a metric: reward model."""
    _, _, behind = label.text.rpartition(label.metric_text or " ")
    if folded(label.text) in words("objective"):
        return True  # losses that were tried
    return folded(behind).partition(" ")[0] in words("system") - {""}


def is_compared(label: Label) -> bool:
    """True for what stands among the names of systems and tells how one of them compares: a speedup."""
    return spelled(label.metric_text or "").casefold() in words("compared") and not label.rest


def _names_both(label: Label) -> bool:
    return label.metric is not None and bool(label.datasets) and not label.weak


def _is_one_name(text: str) -> bool:
    return " " not in text and sum(map(str.isupper, text)) > 1 and text.casefold() not in words("modifier")


def _beside_data(label: Label, rest: str) -> list[str]:
    """Return what a head says beside the name of its data: Total-Text Full, GSM8K (8-shot)."""
    bracketed = [b for b in label.brackets if b in rest]
    if bracketed or len(rest.split()) > _LONGEST_REST or spelled(rest).casefold() in words("says_data"):
        return bracketed
    return [rest]


def _says_own(key: str) -> bool:
    """True for words that say no more than whose something is: ours, our models."""
    first, *rest = key.split(" ")
    return key in words("own") or (first in words("own") and words("system").issuperset(rest))


def _remark_behind(label: Label, rest: str) -> tuple[str, list[str]]:
    """Return a name without the remark in brackets behind it, and that: Foo (3.1 s avg.), but not Foo (Bar)."""
    last = label.brackets[-1] if label.brackets and rest.endswith(f"({label.brackets[-1]})") else ""
    name = rest[: -len(last) - 2].strip()
    return (name, [last]) if name and last[:1].isdigit() else (rest, [])


def _tell_setting(told: Told, axis: Axis, label: Label) -> None:
    if label.ours and _says_own(folded(label.text)):
        return  # whose it is tells no setting
    says_more = bool(label.rest) or not (label.split or label.unit or label.multiplier != 1.0)
    if says_more and not label.hardware and not is_empty(label.text.strip("✓✗✔✘×") or "x"):
        told.settings.append(
            f"{axis.head}: {label.text}" if is_numeric(label.text) and axis.head else label.text
        )
