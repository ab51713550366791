"""Numbers that were chosen and not measured: settings, amounts of data, numbers of rows."""

from __future__ import annotations

import itertools
import re

from claims.tables.axes import Axis, is_numeric
from claims.tables.label import Label, folded
from claims.tables.layout import Block, Layout
from claims.tables.numbers import Number
from claims.tables.vocabulary import HeadMetric, exact_words, spelled, words

_BRACKETS = re.compile(r"\s*[(\[][^)\]]*[)\]]")
_GREEK = re.compile(r"(?![δ])[α-ω]\s?\d{1,2}")  # weights and thresholds: λ1
_SHORT = 3
_AMOUNTS = frozenset({"h", "day", "min"})
_SEVERAL_ROWS = 2
_FEW = 0.66
_COUNTED = re.compile(r"#|(?i:.*\blayers$)")


def set_aside(columns: list[Axis], layout: Layout, block: Block) -> tuple[set[int], dict[int, str]]:
    """Find the columns of numbers that hold no results.

    Args:
        columns: The axes of the head rows, from above.
        layout: The table.
        block: The rows.

    Returns:
        All such columns, and of those that are settings what they are called.
    """
    skipped: set[int] = set()
    settings: dict[int, str] = {}
    measured = any(x.metric is not None and x.metric.strong for a in columns for x in a.labels.values())
    fractions = measured and _measures_fractions(columns, layout, block)
    repeated = _repeated(columns)
    first = min((c for a in columns for c, x in a.labels.items() if x.metric or x.datasets), default=0)
    begins, before = True, -1
    for c in layout.data:
        begins, before = begins and (before < 0 or before in skipped), c
        labels = [axis.labels[c] for axis in columns if c in axis.labels]
        numbers = [n for r in block.body for n in layout.placed[r][c]]
        if _goes_on_from_labels(layout, block, c):
            skipped.add(c)
            settings[c] = ""
            continue
        if not labels:
            if _counts_rows(numbers):
                skipped.add(c)
            continue
        label = next((x for x in reversed(labels) if is_chosen(x)), labels[-1])
        metric = next((x.metric for x in reversed(labels) if x.metric), None)
        published = folded(label.text) in words("published") and not _mostly_decimals(numbers)
        if published or is_about_numbers(label):
            skipped.add(c)
            continue
        is_left = c < layout.labels[0] and not label.better
        is_place = is_left and (spelled(label.text).casefold() in words("rank") or _counts_down(numbers))
        if is_place or (
            label.rank and metric is None and (c <= layout.labels[0] + 1 or _counts_rows(numbers))
        ):
            skipped.add(c)
        elif (
            (is_left and _tells_rows_apart(metric, numbers))
            or (
                _is_setting(metric, label, numbers, measured)
                and (_tells_data(label, numbers) or label.text not in repeated)
            )
            or (c < first and len(labels) == 1 and begins and _comes_again(label, numbers))
            or (fractions and metric is None and _counts(label, numbers))
        ):
            skipped.add(c)
            settings[c] = label.text
    return skipped, settings


def _goes_on_from_labels(layout: Layout, block: Block, column: int) -> bool:
    """True for numbers below the head of the names on their left, which spans them: how far is forecast, which seed."""
    heads = [slot for r in block.heads if (slot := layout.grid.rows[r][column]).text]
    return bool(heads) and all(slot.column in layout.labels and slot.column < column for slot in heads)


def _repeated(columns: list[Axis]) -> frozenset[str]:
    """Return the last heads that stand again under another one: what is measured on each, and not chosen."""
    if len(columns) < _SEVERAL_ROWS:
        return frozenset()
    over: dict[str, set[str]] = {}
    for c, label in columns[-1].labels.items():
        if c in columns[-2].labels:
            over.setdefault(label.text, set()).add(columns[-2].labels[c].text)
    return frozenset(text for text, above in over.items() if len(above) > 1)


def _tells_data(label: Label, numbers: list[Number]) -> bool:
    """True for amounts of data, also where each of several heads has its own."""
    return spelled(label.text).casefold() in words("data_counts") or _are_amounts(numbers)


def _comes_again(label: Label, numbers: list[Number]) -> bool:
    """True for numbers left of all that is measured, below a head that tells nothing, of which many come again."""
    known = label.better or label.unit or label.split or label.difference or label.hardware
    values = {n.value for n in numbers}
    # Measured fractions hardly come again, least of all in few rows.
    few = int(_FEW * len(numbers)) if any(n.decimals for n in numbers) else len(numbers) - 1
    return not known and 1 < len(values) <= few


def _measures_fractions(columns: list[Axis], layout: Layout, block: Block) -> bool:
    """True where what heads call a metric has fractions."""
    found = [
        n
        for c in layout.data
        if any(c in a.labels and (m := a.labels[c].metric) is not None and m.strong for a in columns)
        for r in block.body
        for n in layout.placed[r][c]
    ]
    return _mostly_decimals(found)


def _counts(label: Label, numbers: list[Number]) -> bool:
    """True for whole numbers below a head that tells neither a metric, a unit nor a data set."""
    named = label.better or label.unit or label.datasets or label.split or label.difference
    named = named or is_numeric(label.text)  # one of several values of what is named elsewhere
    whole = all(n.decimals == 0 and n.unit is None and not n.signed for n in numbers)
    return len(numbers) > 1 and whole and not named


def between(
    system: int, layout: Layout, columns: list[Axis], block: Block, skipped: set[int]
) -> dict[int, str]:
    """Return the columns of numbers left of the names of systems that tell rows apart, by what they are called."""
    out: dict[int, str] = {}
    for c in layout.data:
        labels = [axis.labels[c] for axis in columns if c in axis.labels]
        numbers = [n for r in block.body for n in layout.placed[r][c]]
        metric = next((x.metric for x in reversed(labels) if x.metric), None)
        if c < system and c not in skipped and labels and _tells_rows_apart(metric, numbers):
            out[c] = labels[-1].text
    return out


def _tells_rows_apart(metric: HeadMetric | None, numbers: list[Number]) -> bool:
    """True for numbers left of all names: sizes, and what no head calls a metric."""
    known = metric is not None and metric.id not in exact_words("size_metrics")
    return not known and not _mostly_decimals([n for n in numbers if not n.scaled])


def _is_setting(metric: HeadMetric | None, label: Label, numbers: list[Number], measured: bool) -> bool:
    if (metric is not None and not _is_doubtful(metric, label, numbers)) or label.unit == "USD":
        return False
    if label.better and _mostly_decimals(numbers):
        return False  # of what is chosen neither more nor less is better
    if metric is None and not label.better and (label.unit in _AMOUNTS or _are_amounts(numbers)):
        return True
    if _mostly_decimals(numbers) and (label.rank or _is_count(label)):
        return False  # how well positions are told; a mean of what was counted
    return is_chosen(label) and (
        measured or _COUNTED.match(label.text) is not None or not _mostly_decimals(numbers)
    )


def is_about_numbers(label: Label) -> bool:
    """True for heads of what is said about other numbers: p-values, standard deviations, intervals."""
    if label.metric is not None and label.metric.strong and label.metric_text == label.text:
        return False  # the caption says what it stands for
    text = spelled(_BRACKETS.sub("", label.text) or label.text).strip(" .:()")
    # Short ones may be names of data: DF, SD.
    return text in exact_words("unmeasured") or (
        len(text) > _SHORT and text.casefold() in words("unmeasured")
    )


def is_chosen(label: Label) -> bool:
    """True for heads of numbers that are chosen: epochs, layers, shots; also of counts."""
    key = spelled(_BRACKETS.sub("", label.text)).casefold().strip(" .:")
    bare = key.lstrip("# ").strip(" .")
    return (
        key.startswith("#")
        or _GREEK.fullmatch(bare) is not None
        or bare in words("hyper")
        or (" " in bare and bare.split(" ")[-1] in words("chosen_last"))
        or bare in words("rank")
    )


def _is_count(label: Label) -> bool:
    """True for heads of what is chosen in whole numbers, and counted where it is not: # steps, iterations."""
    bare = spelled(_BRACKETS.sub("", label.text)).casefold().strip(" .:#")
    return bare.rpartition(" ")[2] in words("counted")


def _is_doubtful(metric: HeadMetric, label: Label, numbers: list[Number]) -> bool:
    """True for metrics whose names stand above settings as well."""
    if metric.id in exact_words("size_metrics"):
        named = label.multiplier != 1.0 or label.unit or "param" in label.text.casefold()
        return not named and not any(n.scaled or n.unit for n in numbers)
    return not metric.strong and metric.id in exact_words("chosen_metrics")


def _are_amounts(numbers: list[Number]) -> bool:
    """True for hours, thousands and millions: amounts of data where the head names no metric."""
    return sum(n.unit in _AMOUNTS or n.scaled for n in numbers) > 0.5 * len(numbers)


def _mostly_decimals(numbers: list[Number]) -> bool:
    return len(numbers) > 1 and sum(n.decimals > 0 for n in numbers) > 0.5 * len(numbers)


def _counts_rows(numbers: list[Number]) -> bool:
    """True for 1, 2, 3 down a column without a head."""
    values = [n.value for n in numbers]
    return len(values) > 1 and all(b - a == 1 for a, b in itertools.pairwise(values))


def _counts_down(numbers: list[Number]) -> bool:
    """True for 5, 4, 3: what grades mean stands beside them."""
    values = [n.value for n in numbers]
    return len(values) > _SEVERAL_ROWS and all(a - b == 1 for a, b in itertools.pairwise(values))


def is_counted(label: Label) -> bool:
    """True for a row that says how many there are of something, among the rows of systems: #Nodes."""
    counts = label.text.startswith("#") or spelled(label.text).casefold() in words("data_counts")
    return counts and label.metric is None and not label.datasets
