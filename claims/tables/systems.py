"""Which axis of a table holds the names of systems."""

from __future__ import annotations

import re

from claims.tables.axes import Axis, evidence, is_average, is_numeric, is_variation, judge, named_role
from claims.tables.caption import Caption
from claims.tables.label import Label, folded, names_data
from claims.tables.names import Names
from claims.tables.vocabulary import words

# Least evidence for an axis to hold systems, and shares of items above which an axis is of a kind: set by hand on
# annotated tables.
_LEAST_EVIDENCE = 0.5
_LEAST_ELSEWHERE = 1.2
_NAMED_BY_CORNER = 4.0
_WORD = re.compile(r"[^\W\d_]{3}")
_MOSTLY = 0.5


def system_axis(rows: list[Axis], columns: list[Axis], names: Names) -> Axis | None:
    """Return the axis that holds the names of systems, None where nothing speaks for one."""
    for axis in (*rows, *columns):
        judge(axis, names)
    first = next((x for x in rows if x.role not in {"identifier", "dataset", "metric", "split"}), None)
    corner = bool(columns and rows) and rows[0].role == "metric" and named_role(rows[0].head) == "system"
    headed = any(a.role == "system" and named_role(a.head) == "system" for a in rows)
    best, most = None, _LEAST_EVIDENCE
    for axis in (*rows, *columns):
        if axis.role not in {"system", "unknown", "setting"} or (axis.place < 0 and axis.way == "row"):
            continue
        if axis.way == "column" and headed and axis.share(lambda x: is_variation(x.text)) == 1.0:
            continue  # with and without something, beside the models that it was put into
        score = evidence(axis, names) + (1.0 if axis is first else 0.0)
        if corner and axis is columns[-1]:
            score += _NAMED_BY_CORNER
        if score > most and (axis is first or score > _LEAST_ELSEWHERE):
            best, most = axis, score
    if best is None:
        return _beside_data(rows, columns) or _worded(rows)
    if best.share(lambda x: x.ours or names.names_own(x.text)):
        return best
    groups = next((a for a in rows if a.place < 0 and best.way == "row" and _names_own(a, names)), None)
    if groups is not None and set(folded(best.head).split()) & (words("part") | words("part_beside")):
        return groups  # parts of systems below rows that name these
    if best.way == "row" and _holds_parts(best, rows):
        return None
    # "Baseline" and "Ours" side by side are the systems, whatever was put into them; so they are one below the other.
    across = [a for a in columns if is_open(a)] if best.way == "row" else [a for a in rows if a.place >= 0]
    # Beside models of others stands what was done with them, by names of the paper's own.
    beside = [a for a in rows if best.way == "row" and a.place > best.place and is_open(a)]
    own = (a for a in beside if a.share(lambda x: x.ours or names.names_own(x.text)))
    return next((a for a in across if a.share(lambda x: x.ours)), next(own, best))


def _names_own(groups: Axis, names: Names) -> bool:
    """True for group rows of which one names a system of the paper's, and more than that it is."""
    own = (x for x in groups.labels.values() if x.ours or names.names_own(x.text))
    return any(folded(x.text) not in words("own") for x in own)


def _beside_data(rows: list[Axis], columns: list[Axis]) -> Axis | None:
    """Return the last head row but for metrics, where its items are names that nothing knows and the rows are data."""
    data = any(
        a.place >= 0 and ((a.role == "dataset" and _holds_data(a)) or folded(a.head) in words("of_data"))
        for a in rows
    )
    last = next((a for a in reversed(columns) if a.role != "metric"), None)
    if not data or last is None or last.role != "unknown":
        return None
    return last if last.share(lambda x: is_name(x) and is_proper(x)) >= _MOSTLY else None


def _worded(rows: list[Axis]) -> Axis | None:
    """Return the only column of labels in which rows have words of their own that name nothing else: inputs."""
    found = [a for a in rows if a.place >= 0 and a.role == "setting" and a.share(_is_worded) == 1.0]
    if len(found) != 1 or found[0].spans() or words("about_data") & set(folded(found[0].head).split()):
        return None  # what a system learned from is a setting of it
    return found[0]


def _is_worded(label: Label) -> bool:
    """True for words that name no metric, data, machine or amount."""
    known = label.metric or label.datasets or label.split or label.hardware or label.rank or label.unit
    # Beside a mean stand classes and kinds of data.
    return (
        not (known or is_average(label.text))
        and _WORD.search(label.text) is not None
        and not is_numeric(label.text)
    )


def _holds_data(axis: Axis) -> bool:
    return named_role(axis.head) == "dataset" or axis.share(names_data) >= _MOSTLY


def shows_own(axis: Axis, caption: Caption, names: Names) -> bool:
    """True for parts of systems below a caption that begins with the paper's own: X with different backbones."""
    parts = words("part") | words("part_beside")
    is_part = axis.way == "row" and bool(set(folded(axis.head).split()) & parts)
    begun = caption.first[: len(caption.first) // 2]
    if axis.way == "row" and caption.over and not is_part:
        is_part = axis.share(lambda x: x.model or x.datasets) == 1  # what both were tried on
        begun = caption.first.partition(caption.over)[0]
    return is_part and names.names_own(begun) and not axis.share(lambda x: x.ours or names.names_own(x.text))


def _holds_parts(axis: Axis, rows: list[Axis]) -> bool:
    """True for a column of parts of systems beside another one: encoder and LLM."""
    heads = [set(folded(a.head).split()) for a in rows if a is not axis and a.place >= 0]
    own = set(folded(axis.head).split())
    beside = any(head & words("part") for head in heads)
    return beside and bool(own & (words("part") | words("part_beside")))


def is_open(axis: Axis) -> bool:
    """True for an axis whose items may still be anything."""
    return axis.role in {"unknown", "system"}


def is_proper(label: Label) -> bool:
    """True for what is no plain word with a capital: two capitals, or a figure."""
    return sum(c.isupper() for c in label.text) >= 2 or any(c.isdigit() for c in label.text)


def is_name(label: Label) -> bool:
    """True for what is written like a name: a capital, and another one, a figure or no second word."""
    text = label.text
    capitals = sum(c.isupper() for c in text)
    if label.plain:
        return False
    return text[:1].isupper() and (capitals >= 2 or any(c.isdigit() for c in text) or " " not in text)
