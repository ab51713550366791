"""From a table to its results: which axis holds systems, what each other axis says, and one result for each number."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from claims.documents.model import Document, Table
from claims.tables.axes import Axis, column_axes, evidence, is_average, is_numeric, judge, row_axes
from claims.tables.caption import Caption, read_caption
from claims.tables.form import RATES, Reading, fits, metric_of_unit, read_form
from claims.tables.grid import unroll
from claims.tables.label import Label, read_label
from claims.tables.layout import Block, Layout, read_layout
from claims.tables.model import Own, Result
from claims.tables.names import Names, read_names
from claims.tables.numbers import Number, is_empty
from claims.tables.own import owners
from claims.tables.vocabulary import HeadMetric, spelled, words

_SCORE = HeadMetric("score", "more")
_OTHER = HeadMetric("other", "none")
_COUNTS = re.compile(r"(?i)(?:number of|num\.?|no\. of|#|count|rate of|share of|size|avg\.? \w+ size)\b|#|.*\bsize\b")
_MEASURED = frozenset({"speed", "latency", "runtime", "training_time", "search_cost", "throughput", "frame_rate", "compute_rate", "energy", "power", "energy_efficiency", "memory", "bandwidth", "utilization"})
_PROPERTIES = frozenset({"parameters", "model_size", "compute", "memory", "context_length", "sparsity"})


def read_results(document: Document) -> list[Result]:
    """Return the results of all tables of a paper, in their order."""
    return [result for _, results in read_results_by_table(document) for result in results]


def read_results_by_table(document: Document) -> list[tuple[Table, list[Result]]]:
    """Return each table of a paper with its results; one that is refused has none."""
    names = read_names(document)
    known: dict[str, Label] = {}

    def read(text: str) -> Label:
        label = known.get(text)
        if label is None:
            label = known[text] = read_label(text, names)
        return label

    return [(table, [] if table.refused else results_of(table, names, read)) for table in document.tables]


def results_of(table: Table, names: Names, read: Callable[[str], Label]) -> list[Result]:
    """Return the results of one table, none where it shows data or settings."""
    grid = unroll(table)
    layout = read_layout(grid) if grid is not None else None
    if layout is None:
        return []
    caption = read_caption(table.caption, names)
    rows = row_axes(layout, read)
    out: list[Result] = []
    for block in layout.blocks:
        columns = column_axes(layout, block, read)
        plan = _plan(layout, block, rows, columns, caption, names)
        if plan is not None:
            out += _Cells(table, layout, block, plan, caption, names, read).results()
    return out


@dataclass
class _Plan:
    """Which axis says what."""

    rows: list[Axis]
    columns: list[Axis]
    system: Axis | None
    skipped: set[int] = field(default_factory=set)
    settings: dict[int, str] = field(default_factory=dict)
    joined: list[Axis] = field(default_factory=list)


def _plan(layout: Layout, block: Block, rows: list[Axis], columns: list[Axis], caption: Caption, names: Names) -> _Plan | None:
    """Decide what each axis says, None where the table shows no results."""
    plan = _Plan(rows, columns, None)
    _set_aside(plan, layout, block)
    whole = [axis.labels for axis in columns]
    for axis in columns:
        axis.labels = {c: label for c, label in axis.labels.items() if c not in plan.skipped} or axis.labels
    plan.system = _system_axis(rows, columns, names)
    if plan.system is not None and plan.system.way == "column":
        for axis, labels in zip(columns, whole, strict=True):
            axis.labels = labels
        plan.skipped, plan.settings = set(), {}
        plan.system = _system_axis(rows, columns, names)
    if plan.system is not None:
        plan.system.role = "system"
        if plan.system.way == "column":
            plan.joined = [a for a in columns if a is not plan.system and a.role in {"unknown", "system"} and not a.head]
    _settle(plan, caption, names)
    return plan if _shows_results(plan, layout, caption) else None


def _system_axis(rows: list[Axis], columns: list[Axis], names: Names) -> Axis | None:
    """Return the axis that holds the names of systems, None where nothing speaks for one."""
    for axis in (*rows, *columns):
        judge(axis, names)
    first = next((x for x in rows if x.role != "identifier"), None)
    best, most = None, 0.5
    for axis in (*rows, *columns):
        if axis.role not in {"system", "unknown", "setting"} or (axis.place < 0 and axis.way == "row"):
            continue
        score = evidence(axis, names) + (1.0 if axis is first else 0.0)
        if score > most:
            best, most = axis, score
    return best


def _settle(plan: _Plan, caption: Caption, names: Names) -> None:
    """Give the axes that are still open a role that fits the others."""
    has_metric = any(a.role == "metric" for a in (*plan.rows, *plan.columns)) or any(a.share(lambda x: x.metric) > 0.3 for a in plan.columns)
    across = plan.system is not None and plan.system.way == "column"
    for axis in plan.rows:
        if axis is plan.system:
            continue
        if axis.role == "dataset" and axis.share(_names_data) < 0.2 and any(a.role == "dataset" and a.share(_names_data) >= 0.4 for a in plan.rows):
            axis.role = "setting"
        if axis.place < 0 and axis.share(_names_data) < 0.5 and axis.role != "metric":
            axis.role = "setting"
        if axis.role in {"unknown", "system"}:
            if axis.place < 0:
                axis.role = "setting"
            elif across and axis.place == max((a.place for a in plan.rows), default=0):
                axis.role = "metric" if axis.share(lambda x: x.metric) >= 0.34 else "dataset"
            else:
                axis.role = "setting"
    for i, axis in enumerate(plan.columns):
        if axis is plan.system or axis in plan.joined:
            continue
        below = plan.columns[i + 1 :]
        if axis.role == "metric" and any(a.role == "metric" for a in below) and all(a.share(lambda x: x.metric) == 1.0 for a in below) and axis.share(lambda x: x.metric and (not x.metric.strong or x.rest)) > 0.5:
            axis.role = "setting"
        if axis.role in {"unknown", "system"}:
            leaf = i == len(plan.columns) - 1
            metrics = axis.share(lambda x: x.metric)
            if leaf and metrics >= 0.3:
                axis.role = "metric"
            elif leaf and any(a.role == "dataset" for a in plan.columns) and metrics > 0:
                axis.role = "metric"
            elif leaf and not across and any(a.role == "dataset" and a.share(_names_data) == 0 for a in plan.columns):
                axis.role = "dataset"
            elif across:
                axis.role = "setting"
            elif leaf and not has_metric and caption.metric is None:
                axis.role = "dataset"
            elif any(a.role == "dataset" for a in plan.columns if a is not axis) or any(a.role == "dataset" for a in plan.rows):
                axis.role = "setting"
            else:
                axis.role = "dataset" if axis.share(lambda x: _is_name(x.text)) >= 0.5 and (leaf or axis.share(lambda x: x.datasets or x.split) > 0) else "setting"


def _alike(one: str, other: str) -> bool:
    """True where one name may be short for the other: SWOZ and SpokenWOZ."""
    a, b = spelled(one).replace(" ", "").casefold(), spelled(other).replace(" ", "").casefold()
    return a in b or b in a or (len(a) > 3 and len(b) > 3 and a[-3:] == b[-3:] and a[0] == b[0])


def _names_data(label: Label) -> bool:
    return bool(label.datasets) and not label.weak


def _is_name(text: str) -> bool:
    return any(c.isupper() for c in text[:1]) and (sum(c.isupper() for c in text) >= 2 or any(c.isdigit() for c in text) or " " not in text)


def _set_aside(plan: _Plan, layout: Layout, block: Block) -> None:
    """Find the columns of numbers that are settings, counts or numbers of rows."""
    first_label = layout.labels[0]
    for c in layout.data:
        labels = [axis.labels[c] for axis in plan.columns if c in axis.labels]
        if not labels:
            if _numbers_rows(layout, block, c):
                plan.skipped.add(c)
            continue
        label = labels[-1]
        metric = next((x.metric for x in reversed(labels) if x.metric), None)
        if metric is not None and not _is_doubtful(metric, layout, block, c, label):
            continue
        if label.rank and metric is None and c <= first_label + 1:
            plan.skipped.add(c)
        elif metric is None and _amounts(layout, block, c):
            plan.skipped.add(c)
            plan.settings[c] = label.text
        elif _is_chosen(label) and not (_mostly_decimals(layout, block, c) and not re.match(r"#|(?i:.*\blayers$)", label.text)):
            plan.skipped.add(c)
            plan.settings[c] = label.text


def _amounts(layout: Layout, block: Block, column: int) -> bool:
    """True for a column of hours or of thousands and millions whose head names no metric: amounts of data."""
    found = [n for r in block.body for n in layout.numbers.get(layout.grid.rows[r][column].key, ())]
    return sum(n.unit in {"h", "day", "min"} or n.scaled for n in found) > 0.5 * len(found)


def _is_doubtful(metric: HeadMetric, layout: Layout, block: Block, column: int, label: Label) -> bool:
    """True for metrics whose names stand above settings as well."""
    if metric.id in {"parameters", "context_length"}:
        return not _looks_like_size(layout, block, column, label)
    return not metric.strong and metric.id in _CHOSEN


def _is_chosen(label: Label) -> bool:
    key = spelled(re.sub(r"\s*[(\[][^)\]]*[)\]]", "", label.text)).casefold().strip(" .:")
    bare = key.lstrip("# ").strip(" .")
    return key.startswith("#") or bare in words("hyper") or bare.split(" ")[-1:] == ["layers"] or bare in words("rank")


def _mostly_decimals(layout: Layout, block: Block, column: int) -> bool:
    found = [n for r in block.body for n in layout.numbers.get(layout.grid.rows[r][column].key, ())]
    return sum(n.decimals > 0 for n in found) > 0.5 * len(found) and len(found) > 1


def _numbers_rows(layout: Layout, block: Block, column: int) -> bool:
    """True for a column without a head that counts its rows."""
    found = [n.value for r in block.body for n in layout.numbers.get(layout.grid.rows[r][column].key, ())]
    return len(found) > 1 and all(b - a == 1 for a, b in itertools.pairwise(found))


_CHOSEN = frozenset({"training_time", "batch_size", "context_length", "data_efficiency", "hardware_resources", "other", "resolution"})


def _looks_like_size(layout: Layout, block: Block, column: int, label: Label) -> bool:
    if label.multiplier != 1.0 or label.unit or "param" in label.text.casefold():
        return True
    found = [n for r in block.body for n in layout.numbers.get(layout.grid.rows[r][column].key, ())]
    return any(n.scaled for n in found)


def _shows_results(plan: _Plan, layout: Layout, caption: Caption) -> bool:
    axes = (*plan.rows, *plan.columns)
    left = [c for c in layout.data if c not in plan.skipped]
    if not left:
        return False
    def names_metric(label: Label) -> bool:
        return label.metric is not None and label.metric.strong or (label.metric is not None and label.metric.id not in {"training_time", "other", "hardware_resources", "batch_size", "context_length", "data_efficiency", "parameters", "memory", "resolution", "rank"})

    named = any(names_metric(axis.labels[i]) for axis in axes if axis is not plan.system for i in axis.labels if axis.way == "row" or i in left)
    if caption.no_results and not (named and any(a.role == "metric" for a in plan.columns)):
        return False
    if any(re.fullmatch(r"(?i)(?:hyper-?)?parameters?|settings?|hyper-?parameter.*|notation|symbol|unit", a.head) for a in plan.rows) and not named:
        return False
    if named or caption.metric is not None:
        return plan.system is not None or named or bool(plan.settings)
    known = any(axis.share(lambda x: x.datasets) >= 0.5 for axis in axes if axis is not plan.system)
    rows_are_data = any(a.way == "row" and a.role == "dataset" and a.place >= 0 for a in plan.rows) and (plan.system is None or plan.system.way == "row")
    if rows_are_data:
        return False
    return plan.system is not None and (known or evidence_of_results(plan, layout))


def evidence_of_results(plan: _Plan, layout: Layout) -> bool:
    """True where arrows, bold figures or decimals say that numbers are scores."""
    found = [n for numbers in layout.numbers.values() for n in numbers]
    decimals = sum(n.decimals > 0 for n in found) / max(1, len(found))
    arrows = any(label.better for axis in (*plan.rows, *plan.columns) for label in axis.labels.values())
    measured = any(n.unit and metric_of_unit(n.unit) for n in found)
    return arrows or measured or decimals > 0.6


@dataclass
class _Told:
    """What the axes tell of one cell."""

    metric: HeadMetric | None = None
    metric_text: str | None = None
    better: str = ""
    unit: str | None = None
    multiplier: float = 1.0
    datasets: list[str] = field(default_factory=list)
    split: str | None = None
    settings: list[str] = field(default_factory=list)
    hardware: list[str] = field(default_factory=list)
    systems: list[str] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    alternatives: str = ""
    weak: bool = True
    own: bool = False
    lone: bool = False
    sizes: list[tuple[int, str]] = field(default_factory=list)


class _Cells:
    """Reads the cells of one block."""

    def __init__(self, table: Table, layout: Layout, block: Block, plan: _Plan, caption: Caption, names: Names, read: Callable[[str], Label]) -> None:
        self.table, self.layout, self.block, self.plan = table, layout, block, plan
        self.caption, self.names, self.read = caption, names, read
        self.told_rows = {r: self._told([a for a in plan.rows], r) for r in block.body}
        self.told_columns = {c: self._told([a for a in plan.columns], c) for c in layout.data}
        self._tell_columns()
        self.owners = self._owners()
        self._tell_sizes()
        across = plan.system is not None and plan.system.way == "column"
        self.counts = {r for r in block.body if across and self._counts_something(r)}
        self.large = self._scales()
        self.bold = self._bold()

    def _tell_columns(self) -> None:
        """Tell each row what columns of numbers that are settings say of it; an empty cell says the same again."""
        for c, head in self.plan.settings.items():
            before = ""
            for r in self.block.body:
                text = self.layout.grid.rows[r][c].text or (before if c < self.layout.labels[-1] else "")
                if text and not is_empty(text):
                    self.told_rows[r].settings.append(f"{head}: {text}")
                before = text

    def _owners(self) -> dict[int, Own]:
        system = self.plan.system
        if system is None:
            return {}
        lines = self.block.body if system.way == "row" else self.layout.data
        told = self.told_rows if system.way == "row" else self.told_columns
        lines = [i for i in lines if i in system.labels]
        if system.way == "row":
            self._lift_groups()
        labels = {i: replace(self.read(self._system_text(i)), ours=told[i].own, cites=system.labels[i].cites) for i in lines}
        return owners(labels, {i: told[i].settings for i in lines}, self.names)

    def _lift_groups(self) -> None:
        """Under a row that names a system, rows that name none ("1 query") tell its settings."""
        for r, told in self.told_rows.items():
            group = self.layout.groups.get(r, "")
            text = " ".join(told.systems)
            if group and text[:1].isdigit() and group in told.settings:
                told.systems = [group]
                told.settings = [text if s == group else s for s in told.settings]

    def _system_text(self, line: int) -> str:
        told = (self.told_rows if self.plan.system and self.plan.system.way == "row" else self.told_columns)[line]
        return " ".join(told.systems)

    def _told(self, axes: list[Axis], index: int) -> _Told:
        told = _Told()
        for axis in axes:
            label = axis.labels.get(index)
            if label is None:
                continue
            told.labels.append(label)
            told.better = label.better or told.better
            told.unit = label.unit or told.unit
            told.multiplier = label.multiplier if label.multiplier != 1.0 else told.multiplier
            if axis is self.plan.system or axis in self.plan.joined:
                if label.text not in told.systems:
                    told.systems.append(label.text)
                told.own = told.own or label.ours
                continue
            if axis.role == "identifier":
                continue
            self._tell(told, axis, label)
        return told

    def _tell(self, told: _Told, axis: Axis, label: Label) -> None:
        if "/" in label.text and label.text.count("/") < 6:
            told.alternatives = label.text
        if label.rank:
            told.metric, told.metric_text = HeadMetric("rank", "less"), label.text
        elif label.metric is not None and axis.role != "setting" and not self._is_dimension(axis, label):
            told.metric, told.metric_text = label.metric, label.metric_text
        if is_average(label.text):
            told.settings.append(label.text)
            return
        told.hardware += label.hardware
        if axis.role == "setting":
            if not label.hardware and not is_empty(label.text.strip("✓✗✔✘×") or "x"):
                told.settings.append(f"{axis.head}: {label.text}" if is_numeric(label.text) and axis.head else label.text)
            return
        aims = bool(label.better) and axis.share(lambda x: x.better) < 1 and label.metric is None
        if axis.role == "metric" and label.weak and not label.metric:
            told.metric, told.metric_text = told.metric or _SCORE, label.text
            return
        if not (axis.role == "metric" and label.weak):
            told.datasets += [d for d in label.datasets if d not in told.datasets]
            told.weak = told.weak and (label.weak or not label.datasets)
        told.split = label.split or told.split
        rest = label.rest
        if not rest and not self._is_dimension(axis, label):
            return
        if axis.role == "metric" or (aims and not label.datasets):
            if label.metric is None and not label.datasets:
                told.metric, told.metric_text = told.metric or (_OTHER if _COUNTS.match(rest) else _SCORE), rest
        elif axis.role in {"dataset", "split"}:
            if not label.datasets and (not label.metric or self._is_dimension(axis, label)):
                told.datasets.append(rest or label.text)
                told.lone = True
            elif label.datasets:
                told.settings += [b for b in label.brackets if b in rest]

    def _is_dimension(self, axis: Axis, label: Label) -> bool:
        """True for a plain word ("Speed") among names of what was tried, which could name a metric elsewhere."""
        plain = label.text.isalpha() and label.text[1:].islower()
        return axis.role in {"dataset", "split"} and plain and label.metric is not None and axis.share(lambda x: x.metric) < 0.5

    def _counts_something(self, r: int) -> bool:
        """True for a row of settings or counts below the names of systems."""
        told = self.told_rows[r]
        return told.metric is None and any(_is_chosen(label) for label in told.labels if not label.datasets)

    def _tell_sizes(self) -> None:
        """Where a system has several rows, its size tells them apart."""
        rows: dict[str, set[int]] = {}
        for r in self.told_rows:
            rows.setdefault(" ".join(self.told_rows[r].systems), set()).add(r)
        for c in self.layout.data:
            column = self.told_columns[c]
            if column.metric is None or column.metric.id != "parameters" or c in self.plan.skipped:
                continue
            head = next((x.text for x in reversed(column.labels)), "")
            for system, lines in rows.items():
                texts = {self.layout.grid.rows[r][c].text for r in lines}
                if system and len(texts) > 1:
                    for r in lines:
                        if text := self.layout.grid.rows[r][c].text:
                            self.told_rows[r].sizes.append((c, f"{head}: {text}"))

    def _scales(self) -> dict[tuple[str, int], bool]:
        """Return for each line whether its values go beyond 1, as percentages do."""
        out: dict[tuple[str, int], bool] = {}
        for r in self.block.body:
            for c in self.layout.data:
                if any(x.difference for x in (*self.told_columns[c].labels, *self.told_rows[r].labels)):
                    continue
                for number in self.layout.numbers.get(self.layout.grid.rows[r][c].key, ())[:1]:
                    big = abs(number.value) > 1.5
                    out["column", c] = out.get(("column", c), False) or big
                    out["row", r] = out.get(("row", r), False) or big
        return out

    def _bold(self) -> set[tuple[str, int]]:
        """Return the lines in which something is bold."""
        out: set[tuple[str, int]] = set()
        for r in self.block.body:
            for c in self.layout.data:
                if any(n.bold for n in self.layout.numbers.get(self.layout.grid.rows[r][c].key, ())):
                    out |= {("column", c), ("row", r)}
        return out

    def results(self) -> list[Result]:
        """Return the results of the block, by rows."""
        out: list[Result] = []
        grid = self.layout.grid
        for r in self.block.body:
            for c in self.layout.data:
                slot = grid.rows[r][c]
                if c in self.plan.skipped or slot.key != (r, c) or r in self.counts:
                    continue
                numbers = self.layout.numbers.get(slot.key, ())
                levels = [n for n in numbers if not (n.is_difference and n is not numbers[0])]
                for i, number in enumerate(numbers):
                    part = levels.index(number) if number in levels and len(levels) > 1 else None
                    result = self._result(r, c, number, i, part, len(levels))
                    if result is not None:
                        out.append(result)
        return out

    def _result(self, r: int, c: int, number: Number, order: int, part: int | None, parts: int) -> Result | None:
        row, column = self.told_rows[r], self.told_columns[c]
        told = _Told()
        for each in (row, column):
            told.datasets += [d for d in each.datasets if d not in told.datasets]
            told.settings += [s for s in each.settings if s not in told.settings]
            told.hardware += each.hardware
            told.split = each.split or told.split
            told.better = each.better or told.better
            told.unit = each.unit or told.unit
            told.multiplier = each.multiplier if each.multiplier != 1.0 else told.multiplier
            told.labels += each.labels
            told.weak = told.weak and each.weak
            told.lone = told.lone or each.lone
            if each.metric is not None and (told.metric is None or told.metric.id == "score" or each.metric.id != "score"):
                told.metric, told.metric_text = each.metric, each.metric_text
        told.settings += [s for column_of, s in row.sizes if column_of != c and s not in told.settings]
        alternative = self._alternative(column.alternatives or row.alternatives, part, parts)
        if alternative is not None:
            told.metric = alternative.metric or told.metric
            if alternative.metric is None:
                told.settings.append(alternative.text)
        self._from_caption(told)
        rows_are_systems = self.plan.system is None or self.plan.system.way == "row"
        line = r if rows_are_systems else c
        system = self._system(line)
        own = self.owners.get(self._compared(line) if line in self.owners else line, "proposed" if system is None and not self.names.benchmark else "baseline")
        big = self.large.get(("column", c) if rows_are_systems else ("row", r), False)
        reading = read_form(Reading(number, order, told.metric or _SCORE, told.unit, told.multiplier, big, tuple(told.labels)))
        if reading is None:
            return None
        metric = reading.metric
        bold = ("column", c) if rows_are_systems else ("row", r)
        higher = None if metric.better == "none" else (told.better or self.caption.better or metric.better) == "more"
        if metric.id not in _MEASURED and not (metric.id == "compute" and row.hardware):
            told.hardware = told.hardware if (row.hardware or column.hardware) else []
        return Result(
            table=self.table.label, row=r, col=c, quote=number.quote, form=reading.form, value=reading.value,
            uncertainty=reading.uncertainty, unit=reading.unit, metric=metric.id, metric_text=told.metric_text,
            higher_is_better=higher, system=system, own=own,
            dataset=() if metric.id in {"parameters"} and not (row.datasets or column.datasets) else tuple(dict.fromkeys(told.datasets)),
            split=told.split, setting=tuple(dict.fromkeys(told.settings)), hardware=tuple(dict.fromkeys(told.hardware)),
            baseline=self._baseline(told, reading.form, line), best=number.bold if bold in self.bold else None,
        )  # fmt: skip

    def _alternative(self, text: str, part: int | None, parts: int) -> Label | None:
        if part is None or not text:
            return None
        inner = re.search(r"\(([^()]*/[^()]*)\)", text)
        names = [x.strip() for x in (inner[1] if inner else text).split("/")]
        return self.read(names[part]) if len(names) == parts else None

    def _system(self, line: int) -> str | None:
        if self.plan.system is None or line not in self.plan.system.labels:
            return None
        line = self._compared(line)
        text = self._system_text(line)
        return text.rpartition("→")[2].strip() or None

    def _compared(self, line: int) -> int:
        """Return the line whose difference a line of differences shows: that of the paper's system, else the one before."""
        system = self.plan.system
        if system is None or not system.labels[line].difference:
            return line
        others = [i for i in self.owners if not system.labels[i].difference]
        own = [i for i in others if self.owners[i] == "proposed"]
        return own[-1] if own else max((i for i in others if i < line), default=line)

    def _baseline(self, told: _Told, form: str, line: int) -> str | None:
        """Return what a difference is a difference to: what its head names, the system of which a part is changed, the first."""
        system = self.plan.system
        if form not in {"points", "percent", "ratio"} or system is None:
            return None
        lines = list(self.owners)
        named = [re.sub(r"^[ΔδΔ∆]\s*", "", x.text) for x in told.labels if x.difference]
        for name in named:
            for each in lines:
                text = self._system(each)
                if name and each != line and text and text.casefold().startswith(name.casefold()):
                    return text
        if "→" in (self._system_text(line) or ""):
            return self._system_text(line).partition("→")[0].strip()
        if form == "ratio":
            return self._system(lines[0]) if lines else None
        proposed = [each for each in lines if self.owners[each] == "proposed"]
        if self.owners.get(line) == "variation" and proposed and any(o == "variation" for o in self.owners.values()):
            return self._system(proposed[0])
        return self._system(lines[0]) if lines else None

    def _from_caption(self, told: _Told) -> None:
        caption = self.caption
        if told.metric is None and caption.metric is not None:
            told.metric, told.metric_text = caption.metric, caption.metric_text
        told.unit = told.unit or next((u for u in caption.units if told.metric and fits(told.metric, u)), None) or (caption.unit if told.metric is None or told.metric.id in RATES else None)
        if told.weak and (not told.lone or len(caption.datasets) == 1):
            told.datasets += [d for d in caption.datasets if not any(_alike(d, known) for known in told.datasets)]
        told.split = told.split or caption.split
        told.hardware = told.hardware or list(caption.hardware)
        told.settings += [s for s in caption.settings if s not in told.settings]
