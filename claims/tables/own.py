"""Whose a system is: the paper's, the paper's with a part changed, or another's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from claims.tables.axes import is_reference, is_variation
from claims.tables.label import Label
from claims.tables.model import Own
from claims.tables.names import Names

_LESS = re.compile(r"(?i)\b(?:w/o|without|no|replace|remove)\b")


def owners(labels: Mapping[int, Label], names: Names) -> dict[int, Own]:
    """Return for each line of a table whose system it shows.

    Args:
        labels: The label of the system of each line, in order.
        names: What the paper says of its names.
    """
    found: dict[int, Own] = {}
    previous = ""
    for line, label in labels.items():
        found[line] = _owner(label, names)
    if "proposed" in found.values():
        return found
    # Nobody is called ours: what was put in last, or the last of all.
    del previous
    added = [line for line, label in labels.items() if label.text[:1] == "+"]
    if added:
        found[added[-1]] = "proposed"
    elif not names.benchmark and len({x.text for x in labels.values()}) > 1:
        last = list(labels)[-1]
        text = labels[last].text
        if not (labels[last].cites or is_reference(text)):
            for line in _same(labels, text):
                if found[line] != "variation":
                    found[line] = "proposed"
    return found


def _same(labels: Mapping[int, Label], text: str) -> Iterable[int]:
    return [line for line, label in labels.items() if label.text == text]


def _owner(label: Label, names: Names) -> Own:
    if names.benchmark:
        return "baseline"
    if label.ours:
        return "variation" if is_variation(label.text) and _LESS.search(label.text) else "proposed"
    if is_variation(label.text):
        return "proposed" if names.names_own(label.text) and label.text[:1] == "+" else "variation"
    if names.names_own(label.text) and not label.cites:
        return "variation" if _LESS.search(label.text) else "proposed"
    return "baseline"
