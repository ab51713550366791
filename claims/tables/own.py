"""Whose a system is: the paper's, the paper's with a part changed, or another's."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from claims.tables.axes import is_reference, is_variation
from claims.tables.caption import Caption
from claims.tables.coined import stands_in
from claims.tables.label import Label
from claims.tables.model import Own
from claims.tables.names import Names

_WORDS = re.compile(r"[\w+-]+")
_SHORT_NAME = 3
_LESS = re.compile(r"(?i)\b(?:w/o|without|no|replace|remove)\b")


def owners(
    labels: Mapping[int, Label],
    settings: Mapping[int, Sequence[str]],
    names: Names,
    caption: Caption,
) -> dict[int, Own]:
    """Return for each line of a table whose system it shows.

    Args:
        labels: The label of the system of each line, in order.
        settings: The settings of each line.
        names: What the paper says of its names.
        caption: What the caption says.
    """
    titled = any(names.in_title(label.text) and not label.cites for label in labels.values())
    found: dict[int, Own] = {
        line: _owner(label, settings[line], names, titled=titled) for line, label in labels.items()
    }
    if names.benchmark:
        return found
    plain = [line for line, label in labels.items() if not label.difference]
    if all(found[line] == "proposed" and not labels[line].ours for line in plain):
        # What all lines share tells none from the others; words of the title may.
        by_title = [line for line in plain if names.titled(labels[line].text)]
        if by_title:
            found |= {line: "baseline" for line in plain if line not in by_title}
    for line in _called_ours(labels, found, caption):
        found[line] = "proposed"
    if "proposed" not in found.values():
        for line in _likely(labels, found, names, caption):
            found[line] = "proposed"
    _relatives(labels, found)
    if caption.ablation and "proposed" in found.values():
        added = [line for line, label in labels.items() if label.text[:1] == "+"]
        for line, label in labels.items():
            started_from = bool(added) and line < added[0]
            if started_from or label.cites or label.model or is_reference(label.text):
                continue
            if found[line] == "baseline":
                found[line] = "variation"
    return found


def _relatives(labels: Mapping[int, Label], found: dict[int, Own]) -> None:
    """Let lines that differ from a proposed one in a number or a remark share its owner: Net-1 and Net-2."""
    stems = {_stem(label.text) for line, label in labels.items() if found[line] == "proposed"}
    plain = {
        label.text
        for line, label in labels.items()
        if found[line] == "proposed" and not _WITH.search(label.text)
    }
    for line, label in labels.items():
        if (
            found[line] == "baseline"
            and not label.cites
            and not label.model
            and _stem(label.text) in stems
            and len(_stem(label.text)) > 2
        ):
            found[line] = "proposed"
        elif found[line] == "proposed" and plain and _WITH.search(label.text) and not label.ours:
            found[line] = "variation"


_WITH = re.compile(r"(?i)\s(?:with|using|w/)\s")


@lru_cache(maxsize=4096)
def _stem(text: str) -> str:
    return re.sub(r"\([^)]*\)|[-_ ]*\d[\d.]*[MBKmbk]\b|[\d.\-_ ]+", "", text).casefold()


_OURS = re.compile(r"\b[Oo]ur\s(?:proposed\s|best\s|own\s)?(?P<name>[A-Z][\w+-]*[A-Z0-9][\w+-]*)")


def _called_ours(labels: Mapping[int, Label], found: Mapping[int, Own], caption: Caption) -> list[int]:
    """Return the lines with a name that the caption calls the paper's ("our SFT models"), where not all have it."""
    called = {m["name"] for m in _OURS.finditer(caption.text)}
    lines = [
        line
        for line, label in labels.items()
        if found[line] == "baseline" and not label.cites and called & set(_WORDS.findall(label.text))
    ]
    return lines if len(lines) < len(labels) else []


def _captioned(lines: Sequence[int], labels: Mapping[int, Label], caption: Caption) -> list[int]:
    """Return the lines that the caption begins with, of several one: results of X on Y, X against others."""
    first = caption.first.casefold()
    names = {labels[line].text for line in lines if len(labels[line].text) > _SHORT_NAME}
    named = [n for n in names if stands_in(n.casefold(), first)]
    return [line for line in lines if labels[line].text == named[0]] if len(named) == 1 < len(names) else []


def _likely(
    labels: Mapping[int, Label], found: Mapping[int, Own], names: Names, caption: Caption
) -> list[int]:
    """Return the lines of the paper's system where none is called so.

    That is what was added in the last line, else what the title or the caption names, else what cites nobody, else
    the last.
    """
    added = [line for line, label in labels.items() if label.text[:1] == "+"]
    if added and added[-1] == max(labels):
        return added[-1:]
    open_lines = [
        line
        for line, label in labels.items()
        if found[line] == "baseline"
        and not label.cites
        and not label.difference
        and not is_reference(label.text)
    ]
    titled = [line for line in open_lines if names.titled(labels[line].text)]
    if titled and len(titled) < len(open_lines):
        return titled
    if captioned := _captioned(open_lines, labels, caption):
        return captioned
    if not open_lines or len({label.text for label in labels.values()}) < 2:
        return []
    if any(label.cites for label in labels.values()):
        nameless = [line for line in open_lines if not labels[line].model]
        return nameless or open_lines[-1:]
    last = labels[open_lines[-1]].text
    others = [label.text for label in labels.values() if label.text != last]
    if labels[open_lines[-1]].model and not any(last.startswith(other) for other in others):
        return []  # a model of others, and nothing tells that it was changed
    return [
        line
        for line in open_lines
        if labels[line].text == last or (len(_stem(last)) > 3 and _stem(labels[line].text) == _stem(last))
    ]


def _owner(label: Label, settings: Sequence[str], names: Names, *, titled: bool) -> Own:
    if names.benchmark and not label.ours:
        return "baseline"
    if is_variation(label.text) and not label.text.startswith("+"):
        return "variation"
    own = label.ours or (
        not label.cites
        and (
            names.in_title(label.text)
            if titled
            else names.names_own(label.text) or names.introduces(label.text)
        )
    )
    if own:
        if any(is_reference(s) for s in settings):
            return "baseline"
        return (
            "variation"
            if _LESS.search(label.text) or any(is_variation(s) and not s.startswith("+") for s in settings)
            else "proposed"
        )
    return "variation" if is_variation(label.text) else "baseline"
