"""Whose a system is: the paper's, the paper's with a part changed, or another's."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache

from claims.tables.axes import is_reference, is_variation
from claims.tables.caption import Caption
from claims.tables.captioned import called_ours, captioned, is_by
from claims.tables.coined import is_name
from claims.tables.label import Label, folded
from claims.tables.model import Own
from claims.tables.names import Names
from claims.tables.squeezed import squeezed
from claims.tables.vocabulary import exact_words, spelled, words

_LESS = re.compile(r"(?i)\b(?:w/o|without|no|replace|remove)\b")


def owners(
    labels: Mapping[int, Label],
    settings: Mapping[int, Sequence[str]],
    names: Names,
    caption: Caption,
    again: Collection[int] = (),
    marked: Collection[int] = (),
) -> dict[int, Own]:
    """Return for each line of a table whose system it shows.

    Args:
        labels: The label of the system of each line, in order.
        settings: The settings of each line.
        names: What the paper says of its names.
        caption: What the caption says.
        again: Lines whose numbers are those of the paper's system in another table.
        marked: Lines on a ground of their own: papers mark what is theirs so.
    """
    titled = any(names.in_title(label.text) and not label.cites for label in labels.values())
    own = {line for line, label in labels.items() if _is_own(label, names, titled=titled)}
    # What holds for others too tells of no part of the paper's system: all systems without retrieval.
    shared = {s for line in labels.keys() - own for s in settings[line]}
    found: dict[int, Own] = {
        line: _owner(label, settings[line], names, own=line in own, shared=shared)
        for line, label in labels.items()
    }
    if names.benchmark:
        return found
    plain = [line for line, label in labels.items() if not label.difference]
    if all(found[line] == "proposed" and not labels[line].ours for line in plain):
        # What all lines share tells none from the others; words of the title may.
        by_title = [line for line in plain if names.titled(labels[line].text)]
        if by_title:
            found |= {line: "baseline" for line in plain if line not in by_title}
    if not caption.ablation and any(label.cites for label in labels.values()):
        found |= dict.fromkeys(_nothing_done(labels), "baseline")
    for line in called_ours(labels, found, caption):
        found[line] = "proposed"
    recurs = "proposed" not in found.values() and 0 < len(again) < len(labels)
    if recurs:
        found |= dict.fromkeys(again, "proposed")
    if "proposed" not in found.values():
        likely = {n: label for n, label in labels.items() if not any(is_reference(s) for s in settings[n])}
        chosen = _marked(labels, marked) or (likely and _likely(likely, found, names, caption))
        found |= dict.fromkeys(chosen, "proposed")
    _relatives(labels, found, names)
    _less_than_ours(labels, found)
    _steps(labels, found)
    _combined(labels, found)
    _siblings(labels, found)
    _parts_of_whole(labels, found)
    for line, label in labels.items():
        if squeezed(label.text) in names.variants and not label.cites:
            found[line] = "variation"
    if not caption.ablation:
        _rivals(labels, found, own)
    if (caption.ablation or recurs) and "proposed" in found.values():
        _ablated(labels, found)
    return found


def _rivals(labels: Mapping[int, Label], found: dict[int, Own], own: set[int]) -> None:
    """Where "+ Foo" is the paper's by its name, what others made is there to compare with: + LoRA, + Bar [3]."""
    added = {line: label for line, label in labels.items() if label.text[:1] == "+"}
    if any(found[line] == "proposed" for line in added.keys() & own):
        shared = {n for n, x in added.items() if x.cites or x.text[1:].strip() in exact_words("technique")}
        found |= dict.fromkeys((line for line in shared if found[line] == "variation"), "baseline")


def says_less(text: str) -> bool:
    """True for what names a part that a system has not: w/o FooNet."""
    return _LESS.match(text) is not None


def _marked(labels: Mapping[int, Label], marked: Collection[int]) -> list[int]:
    """Return the marked lines that may be the paper's, where others are not marked."""
    if len(marked) >= len(labels):
        return []
    return [line for line in marked if not (labels[line].cites or is_reference(labels[line].text))]


def _nothing_done(labels: Mapping[int, Label]) -> list[int]:
    """Return the first line, where it says that nothing was done and others cite: no correction."""
    first = next(iter(labels))
    begun = labels[first].text.casefold().partition(" ")[0]
    return [first] if begun in words("nothing") else []


def is_there_to_compare(label: Label) -> bool:
    """True for what names a reference, by its text or in brackets: 0% (dense)."""
    return label.metric is None and any(map(is_reference, (label.text, *label.brackets)))


def _parts_of_whole(labels: Mapping[int, Label], found: dict[int, Own]) -> None:
    """Where one of the paper's rows says that it is the full system, its others of that name are variations."""
    full = {
        _before(label.text)
        for line, label in labels.items()
        if found[line] == "proposed" and any(b.casefold() in words("whole") for b in label.brackets)
    }
    for line, label in labels.items():
        whole = not label.brackets or any(b.casefold() in words("whole") for b in label.brackets)
        if found[line] == "proposed" and not whole and _before(label.text) in full:
            found[line] = "variation"


def _siblings(labels: Mapping[int, Label], found: dict[int, Own]) -> None:
    """Let lines that say the same as a proposed one but for what stands behind a comma or in brackets be variations.

    "Joint, separate queries" beside "Joint, shared queries": where the others cite, these are of nobody else.
    """
    if not any(label.cites for label in labels.values()):
        return
    heads = {_before(label.text) for line, label in labels.items() if found[line] == "proposed"} - {""}
    for line, label in labels.items():
        others = label.cites or label.model or is_reference(label.text)
        if found[line] == "baseline" and not others and _before(label.text) in heads:
            found[line] = "variation"


def _before(text: str) -> str:
    """Return what stands before the first comma or bracket, empty where neither is."""
    found = _REMARK.search(text)
    return text[: found.start()].strip() if found else ""


def _ablated(labels: Mapping[int, Label], found: dict[int, Own]) -> None:
    """Let what is of nobody else in an ablation be variations, but for what all began with."""
    added = [line for line, label in labels.items() if label.text[:1] == "+"]
    begun = _begun_with(labels)
    for line, label in labels.items():
        started_from = line in begun or (bool(added) and line < added[0])
        others = label.cites or label.model or is_reference(label.text)
        if found[line] == "baseline" and not started_from and not others:
            found[line] = "variation"


def _steps(labels: Mapping[int, Label], found: dict[int, Own]) -> None:
    """Let lines on the way from a baseline to the paper's system be variations: A + x, where A + x + y is proposed."""
    own = {_IN_BRACKETS.sub("", label.text) for line, label in labels.items() if found[line] == "proposed"}
    ways = {text[: sign.start()].rstrip() for text in own for sign in _ADDED.finditer(text)}
    for line, label in labels.items():
        text = _IN_BRACKETS.sub("", label.text)
        start, plus, _ = text.partition("+")
        between = text in ways or is_reference(start.strip())
        if found[line] == "baseline" and own and plus and between and not label.cites:
            found[line] = "variation"


def _combined(labels: Mapping[int, Label], found: dict[int, Own]) -> None:
    """Let lines be variations that have a part of what another one of the paper's has: A + x and A + y, A + x + y.

    So are those with less than another: A - x beside A.
    """
    own = {label.text for line, label in labels.items() if found[line] == "proposed"}
    parts = {line: frozenset(p.strip() for p in _ADDED.split(x.text)) for line, x in labels.items()}
    for whole in {p for line, p in parts.items() if found[line] == "proposed" and len(p) > _WITH_TWO}:
        below = [line for line, p in parts.items() if 1 < len(p) < len(whole) and p < whole]
        if len({parts[line] for line in below}) > 1:
            found |= {line: "variation" for line in below if not labels[line].cites}
    for line, label in labels.items():
        start, minus, _ = label.text.rpartition(" - " if " - " in label.text else " – ")
        if found[line] == "proposed" and minus and start.strip() in own:
            found[line] = "variation"


def _begun_with(labels: Mapping[int, Label]) -> set[int]:
    """Return the first lines, where each name below goes on from theirs: L1, L1 + L2, L1 + L2 + L3."""
    texts = [label.text for label in labels.values()]
    if len(set(texts)) < 3 or not all(t == texts[0] or _goes_on(texts[0], t) for t in texts):
        return set()
    return {line for line, label in labels.items() if label.text == texts[0]}


def _goes_on(start: str, text: str) -> bool:
    """True for a name to which something was added: Baseline, Baseline + memory."""
    return text.startswith(start) and text[len(start) :].lstrip()[:1] in {"+", "&"}


def _less_than_ours(labels: Mapping[int, Label], found: dict[int, Own]) -> None:
    """Where lines say that they are the paper's, those whose names theirs end with are not: WPE, Neural WPE."""
    ours = {label.text for label in labels.values() if label.ours}
    ends = {text[blank.end() :] for text in ours for blank in _BLANK.finditer(text)}
    for line, label in labels.items():
        if found[line] == "proposed" and not label.ours and label.text in ends:
            found[line] = "baseline"


def _relatives(labels: Mapping[int, Label], found: dict[int, Own], names: Names) -> None:
    """Let lines that differ from a proposed one in a number or a remark share its owner: Net-1 and Net-2."""
    # A name that stands in lines of others as well is theirs, whatever was done to it.
    of_others = {label.text for line, label in labels.items() if found[line] != "proposed"}
    stems = {
        _stem(label.text)
        for line, label in labels.items()
        if found[line] == "proposed"
        and not _named_in_brackets(label.text, names)
        and not (label.ours and label.text in of_others)
    }
    plain = {
        label.text
        for line, label in labels.items()
        if found[line] == "proposed" and not _WITH.search(label.text)
    }
    starts = Counter(text.rpartition(" ")[0] for text in {label.text for label in labels.values()})
    ends = {x.text.rpartition(" ")[2] for line, x in labels.items() if found[line] == "proposed"}
    changed = {end for end in ends if end.casefold() in words("changed")}
    for line, label in labels.items():
        start, _, end = label.text.rpartition(" ")
        if found[line] == "baseline" and not label.cites:
            stem = _stem(label.text)
            alike = stem in stems and len(stem) > 2 and not (label.model or _is_unchanged(label))
            # A Base, A SFT, B Base, B SFT: what one of them is, the other is.
            if alike or (end in changed and start and starts[start] > 1):
                found[line] = "proposed"
        elif found[line] == "proposed" and plain and _WITH.search(label.text) and not label.ours:
            found[line] = "variation"


def _named_in_brackets(text: str, names: Names) -> bool:
    """True where the paper's name stands in brackets behind another one: PPO (ShiftEns)."""
    return names.names_own(text) and not names.names_own(_IN_BRACKETS.sub("", text))


_BLANK = re.compile(r"\s")
_REMARK = re.compile(r"[,(]")
_WITH_TWO = 2
_ADDED = re.compile(r"[+&]")
_IN_BRACKETS = re.compile(r"\([^)]*\)")


_WITH = re.compile(r"(?i)\s(?:with|using|w/)\s")


@lru_cache(maxsize=4096)
def _stem(text: str) -> str:
    plain = _SIZE.sub("", re.sub(r"\([^)]*\)", "", text).rstrip())
    return re.sub(r"[-_ ]*\d[\d.]*[MBKmbk]\b|[\d.\-_ ]+", "", plain).casefold()


_SIZE = re.compile(
    r"[-_ ](?:XXS|XS|S|M|L|XL|XXL|B|H|(?i:tiny|small|base|medium|large|huge|mini|nano|lite|xlarge))$"
)
_WORD = re.compile(r"[a-z]+")


def _is_unchanged(label: Label) -> bool:
    """True for a model that was taken as it is: Foo (zero-shot)."""
    return any(spelled(b).casefold() in words("unchanged") for b in label.brackets)


def _likely(
    labels: Mapping[int, Label], found: Mapping[int, Own], names: Names, caption: Caption
) -> list[int]:
    """Return the lines of the paper's system where none is called so.

    That is what was added in the last line, else what the title or the caption names, else what cites nobody, else
    the last.
    """
    added = [line for line, label in labels.items() if label.text[:1] == "+"]
    if added and added[-1] == max(labels):
        return [line for line in added if labels[line].text == labels[added[-1]].text]
    if recurring := _added_to_several(labels):
        return recurring
    open_lines = [
        line
        for line, label in labels.items()
        if found[line] == "baseline"
        and not label.cites
        and not label.difference
        and not is_reference(label.text)
    ]
    all_parts = words("whole_ablated" if caption.ablation else "whole")
    if whole := [line for line in open_lines if folded(labels[line].text) in all_parts]:
        return whole
    titled = [line for line in open_lines if names.titled(labels[line].text)]
    behind = {n for n in captioned(open_lines, labels, caption) if is_by(labels[n].text, caption)}
    if behind and behind != set(titled):
        return sorted(behind)
    if titled and len(titled) < len(open_lines):
        begun = {labels[line].text for line in titled}
        further = [
            n for n in open_lines if _ADDED.split(labels[n].text)[0].rstrip() in begun and n not in titled
        ]
        return [*(n for n in titled if not labels[n].model), *further[-1:]] if further else titled
    if begun_with := captioned(open_lines, labels, caption):
        return begun_with
    if not open_lines or len({label.text for label in labels.values()}) < 2:
        return []
    if any(label.cites for label in labels.values()):
        nameless = [line for line in open_lines if not labels[line].model]
        last = _stem(labels[open_lines[-1]].text)
        return nameless or [line for line in open_lines if _stem(labels[line].text) == last]
    last = labels[open_lines[-1]].text
    others = [label.text for label in labels.values() if label.text != last]
    changed = set(folded(last).split()) & words("changed") or any(last.startswith(other) for other in others)
    if labels[open_lines[-1]].model and not changed:
        return []  # a model of others, and nothing tells that it was changed
    if names.names_own(caption.first) and not caption.ablation and not changed and is_name(last):
        return []  # what the caption calls the paper's own has another name
    return [
        line
        for line in open_lines
        if labels[line].text == last
        or (
            len(_stem(last)) > 3
            and _stem(labels[line].text) == _stem(last)
            and not _is_unchanged(labels[line])
        )
    ]


def _is_own(label: Label, names: Names, *, titled: bool) -> bool:
    """True where a name says that it is the paper's: in the title, where any does, else anywhere."""
    if label.ours or label.cites:
        return label.ours
    return (
        names.in_title(label.text) if titled else names.names_own(label.text) or names.introduces(label.text)
    )


def _added_to_several(labels: Mapping[int, Label]) -> list[int]:
    """Return the lines with what was added to several others last: A, A + x, B, B + x."""
    bases: dict[str, list[int]] = {}
    texts = {label.text for label in labels.values()}
    for line, label in labels.items():
        base, plus, end = label.text.rpartition("+")
        if plus and base.rstrip() in texts and not label.cites:
            bases.setdefault(end.strip(), []).append(line)
    several = [lines for lines in bases.values() if len({labels[line].text for line in lines}) > 1]
    return max(several, key=max) if several else []


def _owner(label: Label, settings: Sequence[str], names: Names, *, own: bool, shared: Collection[str]) -> Own:
    if names.benchmark and not label.ours:
        return "baseline"
    if is_variation(label.text) and not label.text.startswith("+"):
        return "variation"
    if own:
        if any(is_reference(s) for s in settings):
            return "baseline"
        behind = _WORD.findall(label.text.casefold())[1:]
        return (
            "variation"
            if _LESS.search(label.text)
            or (not label.ours and words("reference").intersection(behind))
            or any(is_variation(s) and not s.startswith("+") and s not in shared for s in settings)
            else "proposed"
        )
    return "variation" if is_variation(label.text) else "baseline"
