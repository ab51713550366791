"""Which axis of a table says what, decided for the axes as wholes; and whether the table shows results at all."""

from __future__ import annotations

import re

from claims.tables.axes import Axis, are_values, is_variation, lift_heads
from claims.tables.caption import Caption
from claims.tables.chosen import between, is_about_numbers, is_chosen, set_aside
from claims.tables.label import Label, folded, names_data
from claims.tables.layout import Block, Layout
from claims.tables.names import Names
from claims.tables.plan import Plan
from claims.tables.shown import shows_results
from claims.tables.systems import is_name, is_open, is_proper, shows_own, system_axis
from claims.tables.vocabulary import exact_words, words

# Shares of items above which an axis is of a kind: set by hand on annotated tables.
_SOME_METRICS = 0.3
_OTHER_SIZE = 25.0
_MOSTLY = 0.5
_IN_BRACKETS = re.compile(r"\([^()]*\)?")
_NUMBERED = re.compile(r"(?P<word>[A-Za-z][a-z]{2,})[\s.#-]{0,2}\d+")


def make_plan(
    layout: Layout, block: Block, rows: list[Axis], columns: list[Axis], caption: Caption, names: Names
) -> Plan | None:
    """Decide what each axis says.

    Args:
        layout: The table.
        block: Rows under one set of heads.
        rows: Axes of its columns of labels.
        columns: Axes of its head rows.
        caption: Its caption.
        names: Names of the paper.

    Returns:
        The plan, None where the rows show no results.
    """
    plan = Plan(rows, columns)
    _set_aside(plan, layout, block, names, caption)
    if plan.across:
        plan.joined = [a for a in columns if is_open(a) and not a.head and not _repeats(plan.system, a)]
    for axis in plan.rows:
        if axis is not plan.system:
            _settle_row(axis, plan)
    for i, axis in enumerate(plan.columns):
        if axis is not plan.system and axis not in plan.joined:
            _settle_column(axis, i, plan, caption, differ=_differ(axis, layout, block))
    lift_heads(plan.columns)
    return plan if shows_results(plan, layout, caption, names) else None


def _set_aside(plan: Plan, layout: Layout, block: Block, names: Names, caption: Caption) -> None:
    """Find the systems, and the columns of numbers that hold no results: where systems stand side by side, none."""
    columns = plan.columns
    skipped, settings = set_aside(columns, layout, block)
    whole = [axis.labels for axis in columns]
    narrowed = [
        {c: label for c, label in axis.labels.items() if c not in skipped} or axis.labels for axis in columns
    ]

    def try_with(labels: list[dict[int, Label]]) -> None:
        for axis, each in zip(columns, labels, strict=True):
            axis.labels = each
        plan.system = system_axis(plan.rows, columns, names)
        if plan.system is not None and shows_own(plan.system, caption, names):
            plan.system.role, plan.system = "setting", None

    try_with(narrowed)
    _only_dimensions(plan)
    if plan.across:
        beside = {c for c in skipped if c in whole[-1] and _stands_beside(whole[-1][c])}
        beside |= {c for c, head in settings.items() if not head}  # part of the names, wherever systems stand
        try_with([{c: x for c, x in labels.items() if c not in beside} or labels for labels in whole])
        if plan.across:
            skipped, settings = beside, {c: head for c, head in settings.items() if c in beside}
        else:
            for axis, each in zip(columns, narrowed, strict=True):
                axis.labels = each
    plan.skipped, plan.settings = skipped, settings
    if plan.system is not None:
        plan.system.role = "system"
        if not plan.across:
            found = between(plan.system.place, layout, columns, block, plan.skipped)
            plan.skipped |= set(found)
            plan.settings |= found


def _stands_beside(label: Label) -> bool:
    """True for what stands beside systems in a head row and is none: shots, p-values."""
    return is_about_numbers(label) or (is_chosen(label) and label.metric is None)


def _repeats(system: Axis | None, other: Axis) -> bool:
    """True for the axis of the systems itself, and for one above it under whose items the same systems stand again."""
    if system is None or system is other:
        return True
    if other.place > system.place:
        return False
    over: dict[str, set[str]] = {}
    for i, label in system.labels.items():
        if i in other.labels:
            over.setdefault(label.text, set()).add(other.labels[i].text)
    return bool(over) and sum(len(items) > 1 for items in over.values()) > _MOSTLY * len(over)


def _only_dimensions(plan: Plan) -> None:
    """Let label columns be settings whose items name metrics now and then ("Speed"), where heads name them all."""
    if any(a.share(lambda x: x.metric) > _MOSTLY for a in plan.columns):
        for axis in plan.rows:
            if axis.role == "metric" and axis.share(lambda x: x.metric) < _MOSTLY:
                axis.role = "setting"


def _outside(label: Label) -> str:
    """Return what a label says beside names and brackets."""
    return "" if label.rest in label.brackets else _IN_BRACKETS.sub("", label.rest).strip(" ()")


def _settle_row(axis: Axis, plan: Plan) -> None:
    """Give a column of labels that is still open, or only seems to hold data sets, a role that fits the others."""
    groups = axis.place < 0
    others_name_data = any(a.role == "dataset" and a.share(names_data) >= 0.4 for a in plan.rows)
    if axis.role == "dataset" and axis.share(names_data) < 0.2 and others_name_data:
        axis.role = "setting"  # languages or fields beside the benchmarks themselves
    if axis.role == "dataset" and not groups and _is_of_systems(axis, plan):
        axis.role = "setting"
    metrics = axis.role == "metric" and axis.share(lambda x: x.metric and x.metric.id != "other") >= _MOSTLY
    if groups and axis.share(lambda x: names_data(x) and not _outside(x)) < 0.5 and not metrics:
        axis.role = "setting"
    if not is_open(axis):
        return
    if set(folded(axis.head).split()) & words("module"):
        axis.role = "setting"
    elif (
        not groups and plan.across and not _are_models(axis) and axis.place == max(a.place for a in plan.rows)
    ):
        axis.role = "metric" if axis.share(lambda x: x.metric) >= _SOME_METRICS else "dataset"
    else:
        axis.role = "setting"


def _is_of_systems(axis: Axis, plan: Plan) -> bool:
    """True for a column behind the names of systems, of which each stands once: the domain in which it works."""
    system = plan.system
    if system is None or system.way != "row" or axis.place < system.place or system.spans():
        return False
    about = folded(axis.head) in words("of_systems") and axis.share(lambda x: x.datasets) == 0
    return about and axis.spans()


def _are_models(axis: Axis) -> bool:
    """True for names of models, into which something was put where they are not the systems."""
    return axis.share(lambda x: x.model and not x.datasets) >= _MOSTLY


def _differ(axis: Axis, layout: Layout, block: Block) -> bool:
    """True where columns hold values of different sizes, as those of one metric hardly do."""
    middles: dict[str, float] = {}
    for c, label in axis.labels.items():
        found = sorted(abs(numbers[0].value) for r in block.body if (numbers := layout.placed[r][c]))
        if found and found[len(found) // 2] > 0:
            middles[label.text] = found[len(found) // 2]
    return len(middles) > 1 and max(middles.values()) > _OTHER_SIZE * min(middles.values())


def _settle_column(axis: Axis, i: int, plan: Plan, caption: Caption, *, differ: bool) -> None:
    """Give a head row that is still open a role that fits the others."""
    below = plan.columns[i + 1 :]
    if axis.role == "metric" and below and _only_qualifies(axis, below):
        axis.role = "setting"
    elif axis.role == "metric" and below and _is_condition(axis, below, caption):
        axis.role = "setting"
        below[-1].head = _IN_BRACKETS.sub("", next(iter(axis.labels.values())).text).strip()
    if is_open(axis):
        axis.role = _leaf_role(axis, plan, caption, differ) if not below else _upper_role(axis, plan, caption)  # type: ignore[assignment]


def _is_condition(axis: Axis, below: list[Axis], caption: Caption) -> bool:
    """True for one head over bare numbers where something else is measured: WER at an SNR (dB) of 0, 5, 10."""
    found = {label.metric.id for label in axis.labels.values() if label.metric is not None}
    numbers = are_values([t for c, t in below[-1].items.items() if c in axis.labels])
    return numbers and caption.metric is not None and len(found) == 1 and caption.metric.id not in found


def _only_qualifies(axis: Axis, below: list[Axis]) -> bool:
    """True for heads such as "before pruning" above heads that all name metrics."""
    loose = axis.share(lambda x: x.metric and (not x.metric.strong or x.rest)) > 0.5
    return loose and all(a.role == "metric" and a.share(lambda x: x.metric) == 1.0 for a in below)


def _leaf_role(axis: Axis, plan: Plan, caption: Caption, differ: bool) -> str:
    metrics = axis.share_of(_is_no_size, lambda x: x.metric)
    if not metrics and (_are_numbered(axis) or axis.share(lambda x: is_variation(x.text)) >= _MOSTLY):
        return "setting"
    above = [a for a in plan.columns if a is not axis and a.role == "dataset"]
    if metrics >= _SOME_METRICS or (above and axis.share(_measures) > 0):
        return "metric"
    unlike = not plan.across and differ and caption.metric is None and not caption.no_results
    vague = exact_words("dimension_metrics") | exact_words("no_evidence")
    if unlike and not axis.share(names_data) and axis.share(lambda x: x.metric and x.metric.id not in vague):
        return "metric"
    if not plan.across and not axis.share(names_data) and _aim_both_ways(axis):
        return "metric"  # of one metric either more is better or less
    if plan.across or axis.share(lambda x: x.ours) or _are_models(axis):
        return "setting"
    if any(a.share(names_data) == 0 for a in above):
        return "dataset"  # below kinds of tasks stand the data sets
    if (above and axis.spans()) or caption.parted_by & words("of_data"):
        return "setting"  # below each of several data sets stands the same; classes
    return _data_or_setting(axis, plan, caption)


def _data_or_setting(axis: Axis, plan: Plan, caption: Caption) -> str:
    """Return what the last heads are that say neither what is measured nor what system it is."""
    has_metric = any(a.role == "metric" for a in plan.axes)
    if not has_metric and caption.metric is None:
        return "dataset"
    if any(a is not axis and a.role == "dataset" for a in plan.axes):
        return "setting"
    named = axis.share(is_name) >= 0.5
    if named and caption.parted_by & words("dataset"):
        return "dataset"
    if caption.datasets and not axis.share(lambda x: x.metric or x.datasets or x.text in caption.first):
        return "setting"  # what was done to the data that the caption names
    return (
        "dataset" if named and (axis.share(is_proper) > 0 or axis.share(lambda x: x.datasets)) else "setting"
    )


def _is_no_size(label: Label) -> bool:
    """True for heads but those of sizes, which stand beside metrics and data sets alike."""
    return label.metric is None or _measures(label)


def _measures(label: Label) -> bool:
    return label.metric is not None and label.metric.id not in exact_words("property_metrics")


def _are_numbered(axis: Axis) -> bool:
    """True for one plain word with different numbers: Layer 3, Layer 6; tasks and sets are data by them."""
    found = [_NUMBERED.fullmatch(label.text) for label in axis.labels.values()]
    stems = {m["word"].casefold() for m in found if m}
    return len(found) > 1 and all(found) and len(stems) == 1 and not stems & words("dataset")


def _aim_both_ways(axis: Axis) -> bool:
    return {"more", "less"} <= {label.better for label in axis.labels.values()}


def _upper_role(axis: Axis, plan: Plan, caption: Caption) -> str:
    if not plan.across and not axis.share(names_data) and axis.share(lambda x: x.better) >= 0.5:
        return "metric"
    others = [a for a in plan.axes if a is not axis]
    nothing_measured = caption.metric is None and not any(a.share(lambda x: x.metric) for a in others)
    over_all = plan.system is not None and plan.system.labels.keys() <= axis.labels.keys()
    if plan.across and nothing_measured and over_all and not axis.share(lambda x: x.datasets):
        return "metric"
    if plan.across or any(a.role == "dataset" for a in others):
        return "setting"
    named = axis.share(is_name) >= 0.5 and axis.share(lambda x: x.datasets or x.split) > 0
    return "dataset" if named else "setting"
