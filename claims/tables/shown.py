"""Whether the numbers of a table are results at all."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from claims.numbers.units import canonical_unit, unit_dimension
from claims.syntax.vocabulary import metrics
from claims.tables.axes import is_variation, named_role
from claims.tables.caption import Caption
from claims.tables.chosen import is_chosen
from claims.tables.form import metric_of_unit
from claims.tables.label import Label, folded, names_data
from claims.tables.layout import Layout, is_matrix
from claims.tables.vocabulary import HeadMetric, exact_words, words

if TYPE_CHECKING:
    from claims.tables.axes import Axis
    from claims.tables.names import Names
    from claims.tables.plan import Plan

_CORRELATION = "correlation"  # what studies of people and things tell as well
_MOSTLY = 0.5
_SOME = 0.2
_MOST_ROWS = 60
_MACHINE_GROUPS = frozenset({"time and rate", "energy and cost", "memory and compute"})
_SEVERAL = 2  # heads of another science from which on a table is of that
_IN_BRACKETS = re.compile(r"[(\[]([^()\[\]]{2,30}|Å)[)\]]")
_LONGEST_UNIT = 12
_FOREIGN_UNITS = frozenset(
    {"mass", "volume", "mass density", "concentration", "temperature", "pressure", "molar energy"}
)
_PEOPLE = re.compile(r"n\s?=\s?\d")
_SPECIES = re.compile(r"[A-Z]\.\s?[a-z]{4,}")
_MOSTLY_CHOSEN = 0.3
_NO_SETTINGS = re.compile(r"(?i)(?:hyper-?)?parameters?|hyper-?parameter.*|notation|symbol|unit")
_SETTINGS = re.compile(r"(?i)settings?")


def shows_results(plan: Plan, layout: Layout, caption: Caption, names: Names) -> bool:
    """True where a metric, or systems on data sets, say that the numbers are results."""
    left = {c for c in layout.data if c not in plan.skipped}
    if not left or (is_matrix(layout) and not _is_transfer(plan, caption)):
        return False
    told = [axis for axis in plan.axes if axis is not plan.system]
    trusted = caption.results or (plan.system is not None and _is_vouched(plan.system))
    named = any(
        _names_strong(label)
        if not trusted or (axis.way == "row" and axis.role != "metric")
        else _names_metric(label)
        for axis in told
        for i, label in axis.labels.items()
        if axis.way == "row" or i in left
    )
    if caption.no_results and not (named and _mostly_metrics(plan, left, layout)):
        return False
    if is_of_other_field(layout, caption) and not _is_of_systems(plan, told, caption):
        return False
    measured = named or caption.metric is not None
    if not measured and any(_NO_SETTINGS.fullmatch(a.head) for a in plan.rows):
        return False
    if not measured and any(_SETTINGS.fullmatch(a.head) and not _is_vouched(a) for a in plan.rows):
        return False
    if _names_chosen(plan, layout) and not (_measures_across(plan) or _mostly_metrics(plan, left, layout)):
        return False
    if measured:
        return (
            plan.system is not None
            or named
            or bool(plan.settings)
            or caption.results
            or _look_like_scores(plan, layout)
        )
    if plan.system is None:
        on_data = any(a.share(names_data) >= _MOSTLY for a in plan.columns)
        return (caption.results or on_data) and _look_like_scores(plan, layout)
    if _measures_own(plan, layout, names):
        return True
    return _compares(plan, plan.system, layout, caption)


def _names_chosen(plan: Plan, layout: Layout) -> bool:
    """True where the first column names what is chosen: layers, d, h, dropout."""
    return any(
        (a is not plan.system or (a.share(is_chosen) >= _MOSTLY and not _is_vouched(a)))
        and a.place == layout.labels[0]
        and a.share(is_chosen) >= _MOSTLY_CHOSEN
        and not a.share(_names_strong)
        for a in plan.rows
    )


def _measures_across(plan: Plan) -> bool:
    """True where heads below systems side by side name metrics: of workloads A, B, C."""
    return plan.across and any(a.role == "metric" and a.share(_names_strong) >= _MOSTLY for a in plan.columns)


def _compares(plan: Plan, system: Axis, layout: Layout, caption: Caption) -> bool:
    """True where systems stand beside each other and no metric is named: on data sets, or by what look like scores."""
    told = [axis for axis in plan.axes if axis is not system]
    known = any(axis.share(lambda x: x.datasets) >= 0.5 for axis in told)
    if not known and not caption.results and not _is_vouched(system):
        return False
    by_data = not plan.across and any(a.role == "dataset" and a.place >= 0 for a in plan.rows)
    if by_data and not caption.results:
        return False
    if caption.results and (system.share(lambda x: x.ours) > 0 or any(a.share(_names_size) for a in told)):
        return True
    return known or _look_like_scores(plan, layout)


def _measures_own(plan: Plan, layout: Layout, names: Names) -> bool:
    """True where one of the paper's systems stands beside others, and heads give units: boundaries in ms."""
    system = plan.system
    own = system.share(lambda x: x.ours or names.names_own(x.text)) if system is not None else 0.0
    units = any(x.unit and x.unit != "1" for a in plan.columns for x in a.labels.values())
    return 0.0 < own < 1.0 and units and _look_like_scores(plan, layout)


def _is_transfer(plan: Plan, caption: Caption) -> bool:
    """True where rows and columns that are called the same are what was learned and measured on."""
    measured = caption.metric is not None and caption.metric.id != _CORRELATION and not caption.no_results
    key = caption.first.casefold()
    if measured and not any(w in key for w in (*words("tells_other"), *words("not_learned"))):
        return True
    return any(a.share(names_data) > 0 for a in plan.axes)


def _mostly_metrics(plan: Plan, left: set[int], layout: Layout) -> bool:
    """True where most columns of numbers have heads that name a metric."""
    columns = [a for a in plan.columns if a.role == "metric"]
    found = {c for a in columns for c, label in a.labels.items() if c in left and _names_metric(label)}
    return len(found) >= _MOSTLY * len(layout.data)


def _is_vouched(system: Axis) -> bool:
    """True where more than its place says that an axis holds systems."""
    return (
        named_role(system.head) == "system"
        or system.way == "column"
        or system.share(lambda x: x.model or x.cites or x.ours or is_variation(x.text)) > 0
    )


def is_of_other_field(layout: Layout, caption: Caption) -> bool:
    """True where heads and caption are those of other sciences: odds ratios, doses, yields, patients."""
    texts = {s.text for block in layout.blocks for r in block.heads for s in layout.grid.rows[r]}
    texts |= {layout.grid.rows[r][layout.labels[0]].text for r in layout.blocks[0].body[:_MOST_ROWS]}
    key = caption.first.casefold()
    foreign = [text for text in texts if text not in caption.glossary and _is_foreign(text)]
    spread = [text for text in foreign if folded(text) in words("spread")]
    told = any(w in key for w in words("foreign_captions"))
    return len(foreign) - len(spread) + bool(spread) + told >= _SEVERAL


@lru_cache(maxsize=4096)
def _is_foreign(text: str) -> bool:
    """True for a head of tables of medicine, biology, chemistry, or of tests."""
    key = folded(text)
    bracketed = _IN_BRACKETS.findall(text)
    parts = {key, key.partition(",")[0].strip(), *(m.casefold().strip() for m in bracketed)}
    tail = text.rpartition(", ")[2]
    units = (canonical_unit(part) for part in (*bracketed, tail) if 1 < len(part) < _LONGEST_UNIT)
    return (
        bool(parts & words("foreign"))
        or any(_PEOPLE.match(part) for part in parts)
        or _SPECIES.fullmatch(text.strip()) is not None
        or any(unit and unit_dimension(unit) in _FOREIGN_UNITS for unit in units)
    )


def _is_of_systems(plan: Plan, told: list[Axis], caption: Caption) -> bool:
    """True where a metric of quality is named, or a system that is known or the paper's own."""
    quality = caption.metric is not None and is_quality(caption.metric) and caption.metric.id != _CORRELATION
    known = plan.system is not None and plan.system.share(lambda x: x.model or x.ours) > 0
    return quality or known or any(map(_holds_quality, told))


def _holds_quality(axis: Axis) -> bool:
    """True where heads name a metric of quality, or a part of the labels of rows does."""
    return axis.share(_names_quality) > (0.0 if axis.way == "column" else _SOME)


def _names_quality(label: Label) -> bool:
    """True for a metric of what systems do, by a name that means nothing else: P is a p-value, HR a hazard ratio."""
    name = label.metric_text or ""
    strong = (
        label.metric is not None
        and label.metric.strong
        and (len(name) > 2 or name in exact_words("sure_short"))
    )
    return strong and label.metric is not None and is_quality(label.metric)


def is_quality(metric: HeadMetric) -> bool:
    """True for a metric of how well something is done, not of what it takes."""
    return metrics()[metric.id].group not in _MACHINE_GROUPS


def _names_strong(label: Label) -> bool:
    return label.metric is not None and label.metric.strong and _names_metric(label)


def _names_size(label: Label) -> bool:
    return label.metric is not None and label.metric.id in exact_words("property_metrics")


def _names_metric(label: Label) -> bool:
    if label.metric is None or _names_size(label):
        return False
    return label.metric.strong or label.metric.id not in exact_words("no_evidence")


def _look_like_scores(plan: Plan, layout: Layout) -> bool:
    """True where arrows, units or decimals say so."""
    left = [c for c in layout.data if c not in plan.skipped]
    rows = [layout.placed[r] for block in layout.blocks for r in block.body]
    found = [n for row in rows for c in left for n in row[c]]
    if any(
        label.better or (label.unit and label.unit != "1") for a in plan.axes for label in a.labels.values()
    ):
        return True
    measured = any(n.unit and metric_of_unit(n.unit) for n in found)
    return measured or sum(n.decimals > 0 for n in found) > 0.6 * len(found)
