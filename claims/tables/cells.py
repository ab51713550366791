"""The results of the rows under one set of heads: one for each number."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from claims.documents.model import Table
from claims.numbers.numerals import without_noise
from claims.tables.axes import is_average
from claims.tables.by_data import alike, data_of_metric, metric_of_data, split_of_data
from claims.tables.caption import Caption
from claims.tables.chosen import is_about_numbers, is_chosen, is_counted
from claims.tables.form import (
    RATES,
    Reading,
    Stated,
    are_changes,
    depends_on_machine,
    fits,
    is_time_beside,
    read_form,
    scale_of,
)
from claims.tables.label import Label
from claims.tables.layout import Block, Layout
from claims.tables.lines import BlockTold, Lines
from claims.tables.model import Result, ResultForm
from claims.tables.names import Names
from claims.tables.numbers import Number, is_empty
from claims.tables.pairs import among_levels
from claims.tables.plan import Plan
from claims.tables.recurring import OwnLines
from claims.tables.shown import is_quality
from claims.tables.told import SCORE, Teller, Told, is_plain_word, names_systems
from claims.tables.vocabulary import HeadMetric, exact_words

_LAST_BRACKET = re.compile(r"\([^()]{1,8}\)$")
_BIG = 1.5  # rates of which one is beyond this, or all are beyond 1, are percentages
_SIZE = "parameters"  # of systems, whatever the caption says of data
_RANK = "rank"  # is told by its values, too

Line = tuple[str, int]


class Alike(NamedTuple):
    """What numbers share of which heads and caption tell the same."""

    form: ResultForm
    unit: str | None
    metric: str
    better: bool | None
    datasets: tuple[str, ...]
    settings: tuple[str, ...]
    hardware: tuple[str, ...]


class Cells:
    """Reads the cells of one block.

    Args:
        table: The table.
        layout: Its parts.
        block: The rows.
        plan: What the axes say.
        caption: Its caption.
        names: Names of the paper.
        read: Reads a label.
    """

    def __init__(
        self, table: Table, layout: Layout, block: Block, plan: Plan, caption: Caption, names: Names,
        read: Callable[[str], Label],
    ) -> None:  # fmt: skip
        self._table, self._layout, self._block, self._plan = table, layout, block, plan
        self._caption, self._names, self._read = caption, names, read
        teller = Teller(plan)
        self._rows = {r: teller.tell(plan.rows, r) for r in block.body}
        self._columns = {c: teller.tell(plan.columns, c) for c in layout.data}
        self._tell_differences()
        told = (axis for axis in plan.axes if axis.role == "dataset")
        headed = {d for axis in told for x in axis.labels.values() for d in (*x.datasets, x.rest) if d}
        self._headed_names = headed  # a language that a head names is none of all cells
        self._headed = [d for d in caption.datasets if any(alike(d, h) for h in headed)]
        self._tell_settings()
        self._lines = Lines(BlockTold(self._rows, self._columns, layout), plan, caption, names, read)
        self._corner = self._read_corner()
        self._tell_sizes()
        self._model = self._model_of_all()
        named = [x.metric for axis in plan.axes for x in axis.labels.values() if x.metric is not None]
        rated = caption.metric is not None and caption.metric.id in RATES
        self._only_costs = rated and bool(named) and not any(map(is_quality, named))
        self._known: dict[tuple[int, int, tuple[int, int] | None, str | None], Told] = {}
        numbered: dict[tuple[object, ...], int] = {}
        self._signatures = {
            r: numbered.setdefault(told.signature(), len(numbered)) for r, told in self._rows.items()
        }
        self._plain: dict[tuple[int, int, bool], tuple[Alike, Told]] = {}
        self._largest: dict[Line, float] = {}
        self._with_signs: set[Line] = set()  # lines of numbers with signs, of which some have grown
        self._large, self._bold = self._look_at_lines()

    def reached(self) -> OwnLines:
        """Return what the lines of systems hold, by those that say that they are the paper's."""
        return self._lines.reached()

    def results(self) -> list[Result]:
        """Return the results of the block, by rows."""
        out: list[Result] = []
        for r in self._block.body:
            if self._is_counts(r):
                continue
            slots, placed = self._layout.grid.rows[r], self._layout.placed[r]
            for c in self._layout.data:
                if c in self._plan.skipped or slots[c].key != (r, c):
                    continue
                numbers = placed[c]
                if len(numbers) == 1:
                    out.append(self._result(r, c, numbers[0], 0, None))
                else:
                    out += [self._result(r, c, n, i, p) for i, (n, p) in enumerate(among_levels(numbers))]
        return out

    def _tell_differences(self) -> None:
        """Tell a column of differences whose head names no metric what the column before it measures."""
        before: Told | None = None
        for c in self._layout.data:
            told = self._columns[c]
            if not any(label.difference for label in told.labels):
                before = told
            elif before is not None and (told.metric is None or told.metric == SCORE):
                told.metric, told.metric_text = before.metric, before.metric_text

    def _tell_settings(self) -> None:
        """Tell each row what columns of numbers that are settings say of it; an empty cell says the same again."""
        for c, head in self._plan.settings.items():
            before = ""
            for r in self._block.body:
                slot = self._layout.grid.rows[r][c]
                if slot.column < c and slot.column in self._plan.settings:
                    continue  # said once, in the first of the columns that it spans
                text = slot.text or (before if c < self._layout.labels[-1] else "")
                if text and not is_empty(text):
                    self._rows[r].settings.append(f"{head}: {text}" if head else text)
                before = text

    def _read_corner(self) -> Label | None:
        """Return what the corner above the names of systems or data names, where that is a metric: "WER (%)"."""
        counted = {a.head for a in self._plan.columns}  # what names the bare numbers of a head row
        corners = (
            self._read(a.head)
            for a in self._plan.rows
            if a.head and a.head not in counted and a.role != "metric"
        )
        none = exact_words("no_evidence") | exact_words("property_metrics")
        named = (x for x in corners if x.metric and x.metric.strong and x.metric.id not in none)
        # What a plain word above systems says, the caption says better.
        told = self._caption.metric is not None
        return next((x for x in named if not (names_systems(x) or (told and is_plain_word(x.text)))), None)

    def _model_of_all(self) -> list[str]:
        """Return the model that the caption names and no head does, none where some do."""
        model = self._caption.model.casefold()
        named = any(model in x.text.casefold() for axis in self._plan.axes for x in axis.labels.values())
        return [] if named or not model else [self._caption.model]

    def _tell_sizes(self) -> None:
        """Where a system has several rows, its size tells them apart."""
        rows: dict[str, list[int]] = {}
        for r, told in self._rows.items():
            rows.setdefault(" ".join(told.systems), []).append(r)
        sizes = [
            c
            for c, told in self._columns.items()
            if told.metric is not None and told.metric.id == "parameters"
        ]
        for c in sizes:
            head = next(x.text for x in self._columns[c].labels if x.metric is not None)
            for system, lines in rows.items():
                texts = {r: self._layout.grid.rows[r][c].text for r in lines}
                if c in self._plan.skipped or not system or len(set(texts.values())) < 2:
                    continue
                for r, text in texts.items():
                    if text:
                        self._rows[r].sizes.append((c, f"{head}: {text}"))

    def _look_at_lines(self) -> tuple[set[Line], set[Line]]:
        """Return the lines whose values go beyond 1, as percentages do, and those in which something is bold."""
        values: dict[Line, list[float]] = {}
        changes: dict[Line, list[Number]] = {}
        bold: set[Line] = set()
        differences = {c for c, told in self._columns.items() if any(x.difference for x in told.labels)}
        columns: list[tuple[int, Line]] = [(c, ("column", c)) for c in self._layout.data]
        for r in self._block.body:
            is_difference = any(x.difference for x in self._rows[r].labels)
            placed, row = self._layout.placed[r], ("row", r)
            for c, column in columns:
                numbers = placed[c]
                if not numbers:
                    continue
                changes.setdefault(column, []).append(numbers[0])
                if numbers[0].bold or (len(numbers) > 1 and any(n.bold for n in numbers)):
                    bold |= {column, row}
                if not is_difference and c not in differences:
                    value = abs(numbers[0].value)
                    values.setdefault(column, []).append(value)
                    values.setdefault(row, []).append(value)
        self._with_signs = {line for line, found in changes.items() if are_changes(found)}
        self._largest = {line: max(found) for line, found in values.items()}
        large = {line for line, found in values.items() if max(found) > _BIG or min(found) > 1}
        return self._alike_in_scale(large), bold

    def _alike_in_scale(self, large: set[Line]) -> set[Line]:
        """Return the lines of large values, and those of the same metric: an EER of 0.9 beside 2.1 is in percent."""
        way, lines = ("row", self._rows) if self._plan.across else ("column", self._columns)
        measured: dict[str | None, list[Line]] = {}
        for i, told in lines.items():
            if not any(x.difference for x in told.labels):
                measured.setdefault(scale_of(told.metric, told.metric_text), []).append((way, i))
        return large.union(*(same for same in measured.values() if not large.isdisjoint(same)))

    def _is_counts(self, r: int) -> bool:
        """True for a row of settings, counts or p-values below the names of systems."""
        told = self._rows[r]
        if not self._plan.across:
            measures = [a.labels[r] for a in self._plan.rows if a.role == "metric" and r in a.labels]
            chosen = any(x.metric is None and is_chosen(x) for x in measures) and self._are_whole(r)
            return chosen or any(is_counted(label) for label in told.labels[:1])
        chosen = told.metric is None and any(
            is_chosen(x)
            and not x.datasets
            and (len(x.text) > 1 or (self._are_whole(r) and not told.datasets))
            for x in told.labels
        )
        return chosen or any(is_about_numbers(label) for label in told.labels)

    def _are_whole(self, r: int) -> bool:
        return all(n.decimals == 0 for c in self._layout.data for n in self._layout.placed[r][c])

    def _result(self, r: int, c: int, number: Number, order: int, part: tuple[int, int] | None) -> Result:
        line, at = (c, ("row", r)) if self._plan.across else (r, ("column", c))
        key = (self._signatures[r], c, at in self._large)
        value, uncertainty = number.value, number.uncertainty
        known = self._plain.get(key) if number.plain and part is None else None
        if known is None:
            told = self._told(r, c, part, number.unit)
            stated = self._state(number, order, told, at)
            alike = self._alike_of(self._rows[r], self._columns[c], told, stated)
            value, uncertainty = stated.value, stated.uncertainty
            if number.plain and part is None and stated.form == "level" and stated.metric.id != _RANK:
                self._plain[key] = alike, told
        else:
            alike, told = known
            if told.multiplier != 1.0:
                value = without_noise(value * told.multiplier)
                uncertainty = (
                    without_noise(uncertainty * told.multiplier) if uncertainty is not None else None
                )
        form, unit, metric, better, datasets, settings, hardware = alike
        system, own = self._lines.whose(line, c)
        return Result(
            table=self._table.label, row=r, col=c, quote=number.quote, form=form, value=value,
            uncertainty=uncertainty, unit=unit, metric=metric, metric_text=told.metric_text,
            higher_is_better=better, system=system, own=own,
            dataset=datasets, split=told.split if datasets or metric != _SIZE else None,
            setting=settings, hardware=hardware,
            baseline=None if form == "level" else self._lines.baseline(told.labels, form, line, c),
            best=number.bold if at in self._bold else None,
        )  # fmt: skip

    def _state(self, number: Number, order: int, told: Told, at: Line) -> Stated:
        """Return what a number states."""
        numbers = (at in self._large, self._largest.get(at, 0.0))
        says = (self._caption.relative, self._caption.change or at in self._with_signs)
        return read_form(
            Reading(
                number,
                order,
                told.metric or SCORE,
                told.unit,
                told.multiplier,
                *numbers,
                tuple(told.labels),
                *says,
            )
        )

    def _alike_of(self, row: Told, column: Told, told: Told, stated: Stated) -> Alike:
        """Return what all plain numbers share of which the same is told."""
        metric = stated.metric.id
        named = bool(row.datasets or column.datasets)
        at_machine = row.hardware or column.hardware or depends_on_machine(metric)
        return Alike(
            stated.form, stated.unit, metric, self._direction(told, stated),
            _unique(told.datasets) if named or metric != _SIZE else (), _unique(told.settings),
            _unique(told.hardware) if at_machine else (),
        )  # fmt: skip

    def _told(self, r: int, c: int, part: tuple[int, int] | None, unit: str | None) -> Told:
        """Return what row, column and caption tell of a number, once for all rows that tell the same."""
        key = (self._signatures[r], c, part, unit)
        told = self._known.get(key)
        if told is None:
            row, column = self._rows[r], self._columns[c]
            told = self._known[key] = Told()
            told.take(row)
            told.take(column)
            told.settings += [s for of, s in row.sizes if of != c and s not in told.settings]
            self._take_alternative(
                told, column.alternatives or row.alternatives or self._caption.alternatives, part
            )
            self._take_caption(told, unit)
        return told

    def _direction(self, told: Told, stated: Stated) -> bool | None:
        if stated.metric.better == "none":
            return None
        return (told.better or self._caption.better or stated.metric.better) == "more"

    def _take_alternative(self, told: Told, text: str, part: tuple[int, int] | None) -> None:
        """Of a head with slashes, take the part that stands for this number of the cell."""
        if part is None or not text:
            return
        inner = re.search(r"\(([^()]*[/|][^()]*)\)", text)
        parts = [x.strip() for x in re.split(r"[/|]", inner[1] if inner else text)]
        if len(parts) != part[1]:
            return
        unit = "" if inner else _LAST_BRACKET.search(text)
        label = self._read(
            f"{parts[part[0]]} {unit[0]}" if unit and part[0] < part[1] - 1 else parts[part[0]]
        )
        told.unit = label.unit or told.unit
        if label.metric is not None:
            told.metric, told.metric_text = label.metric, label.metric_text
        if label.metric is None and not inner and any(self._read(each).metric for each in parts):
            told.metric, told.metric_text = SCORE, label.text  # a measure that nothing knows
        elif label.metric is None:
            told.settings.append(label.text)

    def _take_caption(self, told: Told, unit: str | None) -> None:
        """Take from the caption what the heads leave open."""
        caption = self._caption
        if told.metric is None and self._corner is not None:
            told.metric, told.metric_text = self._corner.metric, self._corner.metric_text
            told.unit, told.better = told.unit or self._corner.unit, told.better or self._corner.better
        if (
            told.metric is None
            and (by_data := metric_of_data(caption, told.datasets, told.settings)) is not None
        ):
            told.metric, told.metric_text = by_data.metric, by_data.text
        if told.metric == SCORE and self._only_costs and caption.metric is not None:
            told.settings += [told.metric_text] if told.metric_text else []
            told.metric = None  # beside costs alone, what is measured is what the caption says
        if (
            told.metric is None
            and caption.metric is not None
            and self._is_of_caption(told, caption.metric, unit or told.unit)
        ):
            told.metric, told.metric_text = caption.metric, caption.metric_text
        if told.unit is None:
            told.unit = next((u for u in caption.units if told.metric and fits(told.metric, u)), None)
        if told.unit is None and (told.metric is None or told.metric.id in RATES):
            told.unit = caption.unit
        if caption.datasets and told.weak and (not told.lone or len(caption.datasets) == 1):
            told.datasets += [
                d
                for d in data_of_metric(caption, told.metric)
                if not (told.datasets and d in self._headed)
                and not any(alike(d, known) for known in told.datasets)
            ]
        told.split = told.split or split_of_data(caption, told.datasets)
        if told.metric is None and told.metric_text is None:
            self._take_from_elsewhere(told, unit or told.unit)
        told.hardware = told.hardware or list(caption.hardware)
        told.settings += [
            s
            for s in (*caption.settings, *self._model)
            if s not in told.settings and s not in self._headed_names
        ]

    def _take_from_elsewhere(self, told: Told, unit: str | None) -> None:
        """Take the metric by which the paper's other tables measure on the same data."""
        mixed = any(a.role == "metric" for a in self._plan.axes)
        if mixed and any(is_average(x.text) for x in told.labels):
            return  # no mean of several metrics
        found = self._names.elsewhere(self._table.label, _unique(told.datasets), told.split)
        if found is not None and self._is_of_caption(told, found[0], unit):
            told.metric, told.metric_text = found

    def _is_of_caption(self, told: Told, metric: HeadMetric, unit: str | None) -> bool:
        """True where nothing says that the metric of the caption is not that of a cell."""
        mean_of_several = bool(self._caption.by_data) and any(is_average(x.text) for x in told.labels)
        against = told.better and (self._caption.better or metric.better) not in {"none", told.better}
        return not (mean_of_several or against or (unit is not None and is_time_beside(metric, unit)))


def _unique(names: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
