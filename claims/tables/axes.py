"""The axes of a table: what its head rows and its columns of labels tell, each as a whole and not cell by cell."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from typing import Literal

from claims.documents.model import CITED
from claims.tables.label import Label, folded
from claims.tables.layout import Block, Layout
from claims.tables.names import Names
from claims.tables.numbers import is_empty
from claims.tables.vocabulary import exact_words, words

Role = Literal["system", "metric", "dataset", "split", "hardware", "setting", "identifier", "unknown"]
_NUMERIC = re.compile(
    r"[-+−~≈<>≤≥↓↑]{0,2}\s?[\d.,]+(?:[eE][-−–]?\d{1,2}|\s?[×·⋅]\s?10\s?\^?\s?[-−–]?\d{1,2})?\s?(?:[kKMBGT%x×hABC]|ms|s)?"
)
_ENUMERATION = re.compile(r"^(?:\(?(?:\d{1,2}|[a-z]|[ivx]+)\)\s+|\d{1,2}[.:]\s+)")
_CHANGED = re.compile(r"[\s(](?:w/o|without|replaced|removed|instead of)\s|[(,]\s?no\s")
_LETTERS = re.compile(r"[^\W\d_]{2}")
_DIGIT = re.compile(r"\d")
_RANGE = re.compile(r"[\[(]?\s?[\d.]+\s?(?:-|–|—|,|to|~)\s?[\d.]+\s?[\])]?\s?[a-zA-Z%]{0,3}")
_CODE = re.compile(r"[A-Za-zα-ω]\d{0,2}")
# One own name among many systems counts nearly as much as many.
_DIMINISHING = 0.3
_COUNTED_BY = re.compile(r".*\s(?:by|per|for each)\s")
_MOSTLY_NUMERIC = 0.6  # of heads below one that they are values of: none, 10%, 30%
_LONGEST_NAME = 60  # what is longer is a sentence
_TICKS = frozenset(["✓", "✗", "✔", "✘", "×", "yes", "no", "y", "n", "true", "false"])


@dataclass
class Axis:
    """The items of one head row or one column of labels.

    Attributes:
        way: ``row`` where each row has an item (a column of labels), ``column`` where each column has.
        place: The head row or the column that it is.
        head: What the items are called, empty where nothing does.
        items: The text at each row or column.
        role: What an item names beyond the metrics, data sets and so on that it holds by name.
    """

    way: Literal["row", "column"]
    place: int
    head: str
    items: Mapping[int, str]
    role: Role = "unknown"
    labels: dict[int, Label] = field(default_factory=dict)

    def share(self, test: Callable[[Label], object]) -> float:
        """Return the share of the distinct items for which a test holds."""
        distinct = {label.text: label for label in self.labels.values() if label.text}
        return len([1 for label in distinct.values() if test(label)]) / len(distinct) if distinct else 0.0

    def share_of(self, some: Callable[[Label], bool], test: Callable[[Label], object]) -> float:
        """Return the share of some of the distinct items for which a test holds; of all, where none is of these."""
        part = {i: label for i, label in self.labels.items() if some(label)}
        return replace(self, labels=part).share(test) if part else self.share(test)

    def spans(self) -> bool:
        """True where an item stands at more than one place."""
        return len(set(self.items.values())) < len(self.items)


def column_axes(layout: Layout, block: Block, read: Callable[[str], Label]) -> list[Axis]:
    """Return the axes of a block's head rows, from above."""
    axes: list[Axis] = []
    names = _axis_names(layout, block)
    for r in block.heads:
        items = _items(layout, block, r)
        if not items:
            continue
        name = names.get(r, "") or _counted(layout, axes, items)
        axes.append(Axis("column", r, name, items, labels={c: read(t) for c, t in items.items()}))
    return axes


def _counted(layout: Layout, above: list[Axis], items: Mapping[int, str]) -> str:
    """Return what bare numbers of a head row count: the head above, or what the corner says in brackets."""
    texts = [t.replace(CITED, "") for t in items.values()]
    if not (are_values(texts) if above else all(map(is_numeric, texts))) or not any(
        map(_DIGIT.search, texts)
    ):
        return ""
    if above:
        over = {c: label for c, label in above[-1].labels.items() if c in items}
        heads = {label.text for label in over.values()}
        if len(heads) != 1:
            return ""  # kinds of data, of which the numbers below count nothing
        text = heads.pop()
        counted = _COUNTED_BY.search(text)
        if counted is None and any(label.metric for label in over.values()):
            return ""
        return re.sub(r"\s*\([^)]*\)", "", text[counted.end() :] if counted else text).strip()
    head = _column_head(layout, layout.labels[0])
    inner = re.search(r"\(([^()]+)\)\s*$", head)
    if inner:
        return inner[1]
    return head if named_role(head) == "setting" or folded(head) in words("hyper") else ""


def _items(layout: Layout, block: Block, row: int) -> dict[int, str]:
    """Return the heads of a head row: those that end there, also where they begin further up."""
    items: dict[int, str] = {}
    for c in layout.data:
        ends = [r for r in block.heads if layout.grid.rows[r][c].text and _lowest(layout, block, c, r) == row]
        if not ends or _goes_on(layout, block, c, row):
            continue
        text, r = layout.grid.rows[ends[-1]][c].label, ends[-1] - 1
        while r in block.heads and _goes_on(layout, block, c, r):
            text, r = f"{layout.grid.rows[r][c].text} {text}", r - 1
        items[c] = text
    return items


def _goes_on(layout: Layout, block: Block, column: int, row: int) -> bool:
    """True where a head of one column is broken into two rows: "Crop" above "Size", "vid-" above "clean"."""
    if row + 1 not in block.heads:
        return False
    slot = layout.grid.rows[row][column]
    below = layout.grid.rows[row + 1][column]
    alone = slot.columns == 1 and slot.rows == 1 and below.columns == 1
    beside = [layout.grid.rows[row][c].text for c in (column - 1, column + 1) if 0 <= c < layout.grid.width]
    if not (slot.text and below.text and alone) or slot.text in beside:
        return False
    return slot.text.endswith("-") or folded(below.text) in words("vague")


def _lowest(layout: Layout, block: Block, column: int, row: int) -> int:
    """Return the lowest head row that a head reaches: over cells that it spans, and empty ones down to the last."""
    slot = layout.grid.rows[row][column]
    reached = row
    below = [r for r in block.heads if r > row]
    for r in below:
        if layout.grid.rows[r][column].key == slot.key:
            reached = r
    if below and all(not layout.grid.rows[r][column].text for r in below if r > reached):
        return below[-1]
    return reached


def _axis_names(layout: Layout, block: Block) -> dict[int, str]:
    """Return what the label column calls a head row, where it says more than the head of the column itself."""
    out: dict[int, str] = {}
    seen: set[str] = set()
    for r in block.heads:
        texts = [layout.grid.rows[r][c].text for c in layout.labels]
        text = next((t for t in texts if t and not is_empty(t)), "")
        if text and text not in seen and seen:
            out[r] = text
        if text:
            seen.add(text)
    return out


def lift_heads(columns: list[Axis]) -> None:
    """Let heads of the last head row that none stands above tell what those of the row above tell, not what it says.

    Below "Foo" stand "Audio" and "Video", and beside it "Bar", which reaches down to them.
    """
    if len(columns) < 2 or columns[-1].role != "setting" or columns[-2].role != "dataset":
        return
    above, last = columns[-2], columns[-1]
    for c in [c for c in last.labels if c not in above.labels]:
        above.labels[c] = last.labels.pop(c)


def row_axes(layout: Layout, read: Callable[[str], Label]) -> list[Axis]:
    """Return the axes of the columns of labels, from the left, then that of the group rows."""
    axes = []
    rows = [r for block in layout.blocks for r in block.body]
    for c in layout.labels:
        items: dict[int, str] = {}
        before = ""
        for r in rows:
            slot = layout.grid.rows[r][c]
            text = slot.label
            again = before.casefold() not in _TICKS and not _ruled(layout, r) and c != layout.labels[-1]
            if not text and again:
                text = before  # an empty cell says the same again, but for one beside ticks
            if text:
                items[r] = text
            before = text
        axes.append(
            Axis("row", c, _column_head(layout, c), items, labels={r: read(t) for r, t in items.items()})
        )
    groups = {r: text for r, text in layout.groups.items() if text}
    if groups:
        axes.append(Axis("row", -1, "", groups, labels={r: read(t) for r, t in groups.items()}))
    return axes


def _ruled(layout: Layout, r: int) -> bool:
    return all(
        slot.cell is not None and slot.cell.ruled
        for slot in layout.grid.rows[r]
        if slot.row == r and slot.cell
    )


def _column_head(layout: Layout, column: int) -> str:
    heads = layout.blocks[0].heads
    for r in heads:
        text = layout.grid.rows[r][column].text
        if text:
            return text
    return ""


@lru_cache(maxsize=4096)
def named_role(head: str) -> Role:
    """Return what the items under a head are, by its words."""
    key = folded(head)
    if not key:
        return "unknown"
    if head.lstrip().startswith("#"):
        return "setting"  # how many there were of what it names
    last = key.split(" ")[-1]
    roles: tuple[tuple[Role, str], ...] = (
        ("identifier", "rank"),
        ("metric", "metric"),
        ("dataset", "dataset"),
        ("system", "system"),
        ("setting", "setting"),
    )
    if key in words("system") and key in words("setting"):
        return "unknown"
    for role, kind in roles:
        if key in words(kind):
            return role
    for role, kind in roles[1:4]:
        if last in words(kind) or last.removesuffix("s") in words(kind):
            return role
    return "setting" if last in words("setting") or key.split(" ")[0] in words("setting") else "unknown"


@lru_cache(maxsize=4096)
def is_numeric(text: str) -> bool:
    """True for a bare number, a range, a tick or a code of one letter and a figure."""
    return (
        _NUMERIC.fullmatch(text.strip()) is not None
        or text.strip().casefold() in _TICKS
        or _CODE.fullmatch(text.strip()) is not None
        or _RANGE.fullmatch(text.strip()) is not None
    )


def are_values(texts: Collection[str]) -> bool:
    """True for heads that are mostly bare numbers: what stands above them has these values, or none."""
    return sum(map(is_numeric, texts)) >= _MOSTLY_NUMERIC * len(texts)


def judge(axis: Axis, names: Names) -> None:
    """Give an axis its role, as far as it tells by itself."""
    head = _headed_role(axis)
    models = axis.share(lambda x: x.model or x.cites or x.ours or names.names_own(x.text))
    if (
        head in {"dataset", "metric"}
        and models >= 0.5
        and axis.share(lambda x: x.datasets and not x.model) < 0.3
    ):
        head = "unknown"  # the corner of a table names its columns
    metrics = axis.share(lambda x: x.metric or x.rank)
    datasets = axis.share(lambda x: x.datasets and not (x.model or x.ours))
    if head == "unknown":
        if metrics >= 0.5:
            head = "metric"
        elif axis.share(lambda x: x.split and not x.metric) >= 0.5:
            head = "split"
        elif datasets >= 0.4:
            head = "dataset"
        elif axis.share(lambda x: x.hardware and not x.rest) >= 0.5:
            head = "hardware"
        elif axis.share(lambda x: is_numeric(x.text)) >= 0.6:
            head = "setting"
    elif (
        head == "setting"
        and axis.share(lambda x: x.datasets and not x.weak) >= 0.5
        and "train" not in axis.head.casefold()
        and folded(axis.head) not in words("kinds")
        and not set(folded(axis.head).split()) & words("learned_from")
    ):
        head = "dataset"  # a column "Data" or "Subset" that names them
    elif (head == "system" and metrics >= 0.7 and axis.way == "row") or (
        head == "setting" and axis.way == "row" and axis.share(lambda x: x.metric and x.metric.strong) >= 0.7
    ):
        head = "metric"
    if head == "unknown" and axis.share(lambda x: _is_figure(x) and not x.cites) > 0.7:
        head = "setting"
    axis.role = head


def _headed_role(axis: Axis) -> Role:
    """Return what items are by the words of their head, where it fits them."""
    head = named_role(axis.head)
    if head == "system" and axis.share(lambda x: x.text.casefold() in _TICKS) == 1.0:
        return "setting"  # a loss that was used or not
    if folded(axis.head) in words("published"):
        return "identifier"
    return _identifies(axis) if head == "identifier" else head


def _identifies(axis: Axis) -> Role:
    """Return what items are that the head calls numbers of rows."""
    if axis.share(_is_worded) >= 0.5:
        return "unknown"  # an index that is learned, a place of the world
    if axis.way == "row" and not axis.share(_is_first):
        return "setting"  # ranks of matrices: 8, 16, 32
    return "identifier"


def _is_worded(label: Label) -> bool:
    return _LETTERS.search(label.text) is not None


def _is_first(label: Label) -> bool:
    """True for what rows are counted from, in figures or letters, and for signs."""
    return label.text.strip(" .#()[]S").casefold() in {"1", "0", "a", "i"} or not label.text[:1].isdigit()


def _is_figure(label: Label) -> bool:
    """True for what has figures and no word: 4 (8×1)."""
    return _LETTERS.search(label.text) is None and _DIGIT.search(label.text) is not None


def evidence(axis: Axis, names: Names) -> float:
    """Return how much speaks for an axis to hold the names of systems."""
    own = axis.share(
        lambda x: (
            x.ours or ((names.names_own(x.text) or (x.model and names.titled(x.text))) and not x.datasets)
        )
    )
    score = 3.0 * axis.share(
        lambda x: (
            x.model
            or x.cites
            or x.ours
            or names.names_own(x.text)
            or is_reference(x.text)
            or is_variation(x.text)
        )
    )
    score += 2.0 * math.pow(own, _DIMINISHING)
    score += {
        "system": 4.0,
        "unknown": 1.0,
        "setting": 0.0 if own else -2.0,
        "identifier": -9.0,
        "split": -4.0,
        "hardware": -2.0,
    }.get(axis.role, -4.0)
    if axis.way == "column" and axis.head:
        score -= 2.0  # a row with a name of its own tells an attribute of the columns
    if set(folded(axis.head).split()) & words("part") and not own:
        score -= 4.0
    score -= 4.0 * axis.share(lambda x: len(x.text) > _LONGEST_NAME)
    return (
        score - 4.0 * axis.share(lambda x: x.metric) - 3.0 * axis.share(lambda x: x.datasets and not x.model)
    )


@lru_cache(maxsize=4096)
def is_reference(text: str) -> bool:
    """True for rows that are there to compare with: humans, oracles, chance."""
    key = folded(text)
    first, last = key.split(" ")[0], key.rpartition(" ")[2]
    begun = first in words("reference") - words("reference_alone")
    return key in words("reference") or begun or last in words("reference_last")


@lru_cache(maxsize=4096)
def is_variation(text: str) -> bool:
    """True for what names a part that is left out, put in or exchanged."""
    start = _ENUMERATION.sub("", text.strip()).casefold()
    return _variations().match(start) is not None or _CHANGED.search(start) is not None


@cache
def _variations() -> re.Pattern[str]:
    """Return what names of parts left out or put in begin with."""
    found = (re.escape(w) + (r"(?=[ .]|$)" if w[-1].isalnum() else "") for w in exact_words("variation"))
    return re.compile("|".join(sorted(found, key=lambda w: (-len(w), w))))


@lru_cache(maxsize=4096)
def is_average(text: str) -> bool:
    """True for the head of a mean over what stands beside it."""
    return folded(text) in words("average") or text.casefold().strip(" :") in words("average")
