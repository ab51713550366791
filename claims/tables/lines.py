"""The lines of a block that hold systems: what each is called, and whose it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from claims.tables.caption import Caption
from claims.tables.compared import ComparedLines
from claims.tables.label import Label
from claims.tables.layout import Layout
from claims.tables.model import Own
from claims.tables.names import Names
from claims.tables.own import is_there_to_compare, owners, says_less
from claims.tables.plan import Plan
from claims.tables.reckoned import reckoned_rows
from claims.tables.recurring import Figures, OwnLines, told_by
from claims.tables.referred import owners_by_reference
from claims.tables.ticks import owners_by_own_part, owners_by_ticks, owners_of_names, ticks_of
from claims.tables.told import Told, is_compared


class BlockTold(NamedTuple):
    """What is told of the rows and columns of a block of a table."""

    rows: dict[int, Told]
    columns: dict[int, Told]
    layout: Layout


class Lines:
    """Tells the system of each line, and whose it is.

    Args:
        told: What rows and columns tell.
        plan: What the axes say.
        caption: The caption.
        names: Names of the paper.
        read: Reads a label.

    Attributes:
        compared: What lines of differences are about.
    """

    def __init__(
        self, told: BlockTold, plan: Plan, caption: Caption, names: Names, read: Callable[[str], Label]
    ) -> None:
        self._rows, self._columns, self._layout = told
        self._plan, self._caption, self._names, self._read = plan, caption, names, read
        self._lines = self._columns if plan.across else self._rows
        self._heads = self._last_heads()
        self._owners = self._read_owners()
        self._of_others = self._lines_of_others()
        self._by_ticks = self._owners_by_ticks()
        labels = plan.system.labels if plan.system is not None else {}
        differences = frozenset(i for i, x in labels.items() if x.difference or is_compared(x))
        self.compared = ComparedLines(
            {i: self._name(i) for i in self._owners}, self._owners, differences, caption.over
        )
        self._whose: dict[tuple[int, bool], tuple[str | None, Own]] = {}
        changes = [c for c, told in self._columns.items() if any(x.difference for x in told.labels)]
        self._reckoned = {} if plan.across else reckoned_rows(self._layout, self._rows, changes)
        own_columns = not plan.across and not names.benchmark
        self._changed = self._columns_of_own() if own_columns else frozenset[int]()

    def whose(self, line: int, column: int) -> tuple[str | None, Own]:
        """Return the system of a line, None for a line without one, and whose it is in a column."""
        key = (line, column in self._changed)
        found = self._whose.get(key)
        if found is None:
            own = self._own(line)
            if self._changed and own != "variation" and not self._is_named_own(line):
                own = "proposed" if key[1] else "baseline"
            found = (self.compared.system(line), own)
            self._whose[key] = found
        return found

    def baseline(self, labels: Sequence[Label], form: str, line: int, column: int) -> str | None:
        """Return what a difference is compared with: the line that its number is reckoned from, else what heads tell.

        Args:
            labels: The labels that hold for the number.
            form: How it states its result.
            line: Its line.
            column: Its column.
        """
        other = self._reckoned.get((line, column))
        known = self.compared.system(other) if other is not None and form != "level" else None
        return known or self.compared.baseline(labels, form, line)

    def _columns_of_own(self) -> frozenset[int]:
        """Return the columns that say that the paper's system was put into those of the rows: after FooNet."""
        found = {
            c
            for axis in self._plan.columns
            for c, x in axis.labels.items()
            if axis.role == "setting"
            and not (x.metric or x.datasets or says_less(x.text))
            and self._names.names_own(x.text)
        }
        return frozenset(found) if len(found) < len(self._columns) else frozenset()

    def _own(self, line: int) -> Own:
        system = self._plan.system
        if system is not None and self._owners and line not in self._owners:
            return "baseline"  # a row without a name: what the others start from
        if system is None or line not in self._owners:
            others = self._names.benchmark or line in self._of_others
            return "baseline" if others else self._by_ticks.get(line, "proposed")
        return self._owners[self.compared.about(line)]

    def reached(self) -> OwnLines:
        """Return what the lines of systems hold, by those that say that they are the paper's."""
        lines = {i: self._figures(i) for i in self._owners}
        named = [i for i in lines if self._owners[i] == "proposed" and self._is_named_own(i)]
        return told_by(lines, named)

    def _read_owners(self) -> dict[int, Own]:
        system = self._plan.system
        if system is None:
            return {}
        if not self._plan.across:
            self._lift_groups()
        lines = [i for i in self._lines if self._lines[i].systems]
        groups = next((a.labels for a in self._plan.rows if a.place < 0), {}) if not self._plan.across else {}
        parts = self._lines_with_own_part(lines) if not self._plan.across else set()
        labels = {
            i: self._label_of(i)._replace(
                ours=self._lines[i].own or (i in groups and groups[i].ours) or i in parts,
                cites=i in system.labels and system.labels[i].cites,
            )
            for i in lines
        }
        again = (
            [i for i in lines if self._names.reached.hold(self._figures(i))] if self._names.reached else []
        )
        settings = {i: self._lines[i].settings for i in lines}
        marked = [i for i in self._shaded() if i in labels]
        found = owners(labels, settings, self._names, self._caption, again, marked)
        if not self._plan.across:
            by_name: dict[str, list[int]] = {}
            for line, own in found.items():
                if own == "proposed":
                    by_name.setdefault(self._name(line), []).append(line)
            found |= owners_of_names(self._plan.rows, by_name.values(), ablation=self._caption.ablation)
            found |= owners_by_own_part(self._plan.rows, lines, self._names)
            found |= owners_by_reference(self._plan.rows, labels, self._numbered())
        return found

    def _lines_with_own_part(self, lines: Sequence[int]) -> set[int]:
        """Return the rows of models of others in which a setting is the paper's, where other rows have another one."""
        system = self._plan.system
        if system is None or self._names.benchmark or system.share(self._is_own_name):
            return set()
        for axis in self._plan.rows:
            if axis is not system and axis.role == "setting" and axis.place >= 0:
                own = {i for i in lines if i in axis.labels and self._is_own_name(axis.labels[i])}
                if 0 < len(own) < len(lines):
                    return own
        return set()

    def _shaded(self) -> list[int]:
        """Return the rows that are printed on a ground of their own; none where every second one is."""
        if self._plan.across:
            return []
        rows, found = list(self._rows), []
        for i, r in enumerate(rows):
            cells = [s.cell for s in self._layout.grid.rows[r] if s.cell and s.text and s.rows == 1]
            if cells and all(cell.shaded for cell in cells):
                found.append(i)
        striped = len(found) > 1 and found == list(range(found[0], len(rows), 2))
        return [] if striped else [rows[i] for i in found]

    def _is_own_name(self, label: Label) -> bool:
        return label.ours or (not label.datasets and self._names.names_own(label.text))

    def _numbered(self) -> dict[str, int]:
        """Return the rows by what the first column that counts them says, none where no column does."""
        for c in sorted(self._plan.skipped):
            found = {
                n[0].quote: r for r in self._rows if (n := self._layout.placed[r][c]) and not n[0].decimals
            }
            if len(found) == len(self._rows):
                return found
        return {}

    def _is_named_own(self, line: int) -> bool:
        label = self._label_of(line)
        return self._lines[line].own or (self._names.names_own(label.text) and not label.datasets)

    def _figures(self, line: int) -> Figures:
        """Return the numbers with decimals of a line, each below the last of its heads."""
        placed = self._layout.placed
        if self._plan.across:
            found = [(head, placed[r][line]) for r, head in self._heads.items()]
        else:
            row = placed[line]
            found = [(head, row[c]) for c, head in self._heads.items()]
        return frozenset([(head, n[0].value) for head, n in found if n and n[0].decimals])

    def _last_heads(self) -> dict[int, str]:
        """Return the last head of each place of a line."""
        told = self._rows if self._plan.across else {c: self._columns[c] for c in self._layout.data}
        return {i: each.labels[-1].text if each.labels else "" for i, each in told.items()}

    def _owners_by_ticks(self) -> dict[int, Own]:
        """Return whose rows are where no axis holds systems and ticks tell which parts were used."""
        ticks, several = ticks_of(self._plan.rows, list(self._rows))
        return owners_by_ticks(ticks, several=several) if self._plan.system is None else {}

    def _lines_of_others(self) -> set[int]:
        """Return the rows that do not name the paper's own where others do, else references, without systems."""
        if self._plan.system is not None:
            return set()
        own = {
            r
            for r, told in self._rows.items()
            if any(x.ours or (not x.datasets and self._names.names_own(x.text)) for x in told.labels)
        }
        if own:
            return set(self._rows) - own
        known = {r for r, told in self._rows.items() if any(map(is_there_to_compare, told.labels))}
        return known if len(known) < len(self._rows) else set()

    def _lift_groups(self) -> None:
        """Under a row that names a system, rows that name none ("1 query") tell its settings."""
        for r, told in self._rows.items():
            group = self._layout.groups.get(r, "")
            text = " ".join(told.systems)
            if group and text[:1].isdigit() and group in told.settings:
                told.systems = [group]
                told.settings = [text if s == group else s for s in told.settings]

    def _label_of(self, line: int) -> Label:
        """Return what the name of a line says: its own label, where nothing was joined to that."""
        name = self._name(line)
        label = self._plan.system.labels.get(line) if self._plan.system is not None else None
        return label if label is not None and label.text == name else self._read(name)

    def _name(self, line: int) -> str:
        parts = self._lines[line].systems
        return parts[0] if len(parts) == 1 else self._read(" ".join(parts)).text if parts else ""
