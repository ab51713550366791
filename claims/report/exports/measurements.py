"""What systems reached, as leaderboards of others hold it: one value of one metric of one system."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb

from claims.report.exports.references import address_of
from claims.store.layout import identifier
from claims.store.rows import rows, streamed_records


@dataclass(frozen=True, slots=True)
class Origin:
    """The paper that states a value.

    Attributes:
        id: Its id in the database.
        title: Its title; empty where no source gives one.
        date: Its date, as far as known.
        address: Its address in the web.
        organization: Affiliation that its source shows.
        code_url: Address of its code.
    """

    id: str
    title: str
    date: date | None
    address: str | None
    organization: str | None
    code_url: str | None


@dataclass(frozen=True, slots=True)
class Dataset:
    """What a value was measured on.

    Attributes:
        name: Its name: the usual one where the words of the paper only spell it in another way. A vocabulary puts
            MMLU and MMLU-Pro under one name; on a board they are two.
        area: Field that it belongs to, where the vocabularies know it.
    """

    name: str
    area: str | None = None

    @property
    def key(self) -> str:
        """What all spellings of its name have in common."""
        return name_key(self.name)


def name_key(name: str) -> str:
    """Return a name without case, blanks and punctuation.

    >>> name_key("CIFAR-10"), name_key("τ-bench")
    ('cifar10', 'τbench')
    """
    return "".join(filter(str.isalnum, name.casefold()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """One value, of a sentence or of a cell of a table.

    Attributes:
        id: ``claim 12`` or ``result 7``: the row of the database.
        origin: The paper.
        place: Where in it: ``abstract``, or ``Table 2, row 3, column 1``.
        system: What was measured.
        own: ``proposed``, ``variation``, ``baseline`` or ``unknown``.
        form: ``level`` for what was reached; ``ratio``, ``percent`` or ``points`` for a difference to a baseline.
        metric: Metric of the vocabulary.
        metric_text: The words that name it.
        lo: The value as written, lower end of a range.
        hi: Upper end; None where open.
        unit: Its unit; ``1`` for none, None where nothing tells.
        lower_is_better: Whether less of it is better.
        change: Where a difference leads: ``increase``, ``decrease``, ``none``.
        bound: What a qualifier makes of it.
        statistic: ``mean``, ``max``, ``p99``, or None.
        claimed: What the paper says, with its qualifier.
        sentence: The sentence, or the caption of the table.
        uncertainty: The number after plus-minus.
        baseline: What it is compared with.
        hardware: Where it was measured.
        datasets: On which data.
        tasks: For which tasks.
        models: What else it was measured with: models and kernels.
        split: Part of the data.
        setting: What else holds.
        confidence: How sure the reading is.
    """

    id: str
    origin: Origin
    place: str
    system: str | None
    own: str
    form: str
    metric: str
    metric_text: str | None
    lo: float
    hi: float | None
    unit: str | None
    lower_is_better: bool
    change: str
    bound: str
    statistic: str | None
    claimed: str
    sentence: str
    uncertainty: float | None
    baseline: str | None
    hardware: tuple[str, ...]
    datasets: tuple[Dataset, ...]
    tasks: tuple[str, ...]
    models: tuple[str, ...] = ()
    split: str | None = None
    setting: tuple[str, ...] = ()
    confidence: float | None = None

    @property
    def qualifier(self) -> str | None:
        """What the number is not to be ranked without: ``up to``, ``mean``."""
        words = [*([_BOUNDS[self.bound]] if self.bound in _BOUNDS else []), *filter(None, [self.statistic])]
        return ", ".join(words) or None

    @property
    def label(self) -> str:
        """The metric as a column of a leaderboard: what must not stand in one column has different labels."""
        name = (
            self.metric_text if self.form == "level" and self.metric_text else self.metric.replace("_", " ")
        )
        if self.form != "level":
            moved = self.change if self.change in ("increase", "decrease") else "difference"
            name = f"{name} {moved} over {self.baseline or 'an unnamed baseline'}"
        unit = (
            "points"
            if self.form == "points"
            else {"percent": "%", "1": None}.get(self.unit or "1", self.unit)
        )
        told = [*filter(None, [unit, self.qualifier])]
        return f"{name} ({', '.join(told)})" if told else name

    @property
    def notes(self) -> dict[str, str]:
        """What most formats have no field for, by name."""
        found = {
            "claimed": self.claimed,
            "bound": None if self.bound == "exact" else _BOUNDS.get(self.bound, self.bound),
            "statistic": self.statistic,
            "baseline": self.baseline,
            "hardware": "; ".join(self.hardware),
            "models": "; ".join(self.models),
            "split": self.split,
            "setting": "; ".join(self.setting),
            "own": None if self.own == "unknown" else self.own,
            "place": self.place,
        }
        return {name: value for name, value in found.items() if value}


_BOUNDS = {"up_to": "up to", "at_least": "at least", "less_than": "less than", "approx": "about"}


@dataclass(frozen=True, slots=True)
class _Names:
    """What the vocabularies of the database know."""

    workloads: Mapping[str, str]
    areas: Mapping[str, str | None]
    better: Mapping[str, str | None]
    by_key: Mapping[str, str]

    def dataset(self, words: str) -> Dataset:
        name = self.workloads.get(words) or self.by_key.get(name_key(words), words)
        return Dataset(name if name_key(name) == name_key(words) else words, self.areas.get(name))


def measurements(connection: duckdb.DuckDBPyConnection) -> Iterator[Measurement]:
    """Yield what papers say of systems: claims of abstracts about their own work, then results of tables.

    Args:
        connection: From :func:`claims.store.connection.open_for_reading`.
    """
    areas: dict[str, str | None] = dict(rows(connection, "SELECT name, area FROM workloads"))
    names = _Names(
        dict(rows(connection, "SELECT words, entity FROM mentions WHERE kind = 'workload'")),
        areas,
        dict(rows(connection, "SELECT metric, better FROM metrics")),
        {name_key(name): name for name in areas},
    )
    for row in streamed_records(connection, _CLAIMS):
        yield _of_claim(row, names)
    for row in streamed_records(connection, _RESULTS):
        yield _of_result(row, names)


def scales(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Return the scale, ``percent`` or ``score``, of each metric that is a quality."""
    return dict(rows(connection, "SELECT metric, scale FROM metrics WHERE scale <> ''"))


def _of_claim(row: Mapping[str, Any], names: _Names) -> Measurement:
    by_class: dict[str, list[str]] = {}
    for words, kind in zip(row["workload"], row["workload_kind"], strict=False):
        by_class.setdefault(kind, []).append(words)
    is_level = row["form"] == "level"
    return Measurement(
        id=f"claim {row['claim']}", origin=_origin(row), place="abstract", system=row["subject"], own="proposed",
        form=row["form"], metric=row["metric"], metric_text=row["metric_text"], lo=row["lo"], hi=row["hi"],
        unit=row["unit"], change=row["change"], bound=row["bound"], statistic=row["statistic"],
        lower_is_better=(names.better.get(row["metric"]) == "less" if is_level else row["polarity"] == "worse"),
        claimed=row["claimed"], sentence=row["sentence"], uncertainty=None, baseline=row["baseline"],
        hardware=tuple(row["hardware"]), datasets=tuple(map(names.dataset, by_class.get("dataset", ()))),
        tasks=tuple(names.workloads.get(words, words) for words in by_class.get("task", ())),
        models=tuple(words for kind, all_ in by_class.items() if kind not in ("dataset", "task") for words in all_),
        confidence=row["confidence"],
    )  # fmt: skip


def _of_result(row: Mapping[str, Any], names: _Names) -> Measurement:
    less = names.better.get(row["metric"]) == "less"
    return Measurement(
        id=f"result {row['result']}", origin=_origin(row), place=row["place"], system=row["system"], own=row["own"],
        form=row["form"], metric=row["metric"], metric_text=row["metric_text"], lo=row["value"], hi=row["value"],
        unit=row["unit"], change="none", bound="exact", statistic=None,
        lower_is_better=less if row["higher_is_better"] is None else not row["higher_is_better"],
        claimed=row["quote"], sentence=row["caption"], uncertainty=row["uncertainty"], baseline=row["baseline"],
        hardware=tuple(row["hardware"]), datasets=tuple(map(names.dataset, row["dataset"])), tasks=(),
        split=row["split"], setting=tuple(row["setting"]),
    )  # fmt: skip


def _origin(row: Mapping[str, Any]) -> Origin:
    return Origin(
        row["paper_id"], row["title"], row["date"], address_of(row["arxiv_id"], row["doi"]), row["organization"],
        row["code_url"],
    )  # fmt: skip


# Names of columns are told one by one: those of the views grow.
_PAPER = "p.arxiv_id, p.doi, p.organization, p.code_url, r.paper_id, r.title, r.date"
_CLAIM_FIELDS = (
    "claim", "subject", "form", "metric", "metric_text", "lo", "hi", "unit", "change", "polarity", "bound", "statistic",
    "claimed", "sentence", "baseline", "hardware", "workload", "workload_kind", "confidence",
)  # fmt: skip
_RESULT_FIELDS = (
    "result", "place", "system", "own", "form", "metric", "metric_text", "value", "unit", "higher_is_better", "quote",
    "caption", "uncertainty", "baseline", "hardware", "dataset", "split", "setting",
)  # fmt: skip
_FORMS = "('level', 'share', 'ratio', 'percent', 'points')"


def _selected(names: tuple[str, ...]) -> str:
    return ", ".join(f"r.{identifier(name)}" for name in names)


_CLAIMS = f"""
    SELECT {_PAPER}, {_selected(_CLAIM_FIELDS)} FROM results r JOIN papers p USING (paper)
    WHERE r.form IN {_FORMS} ORDER BY r.claim
"""
_RESULTS = f"""
    SELECT {_PAPER}, {_selected(_RESULT_FIELDS)} FROM current_table_results r JOIN papers p ON p.paper = r.paper
    WHERE r.form IN {_FORMS} ORDER BY r.result
"""
