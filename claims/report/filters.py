"""What a leaderboard is restricted to, as conditions in SQL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from claims.errors import ClaimsError
from claims.model import LINKED
from claims.names.entries import DATA, resolve_workload
from claims.report.question import also_called
from claims.store.conditions.facets import vocabulary
from claims.store.families import system_name
from claims.store.layout import quoted

Kind = Literal["average", "best case", "range", "single"]
Own = Literal["proposed", "variation", "baseline", "any"]


@dataclass(frozen=True, slots=True)
class Restriction:
    """A condition that a result passes or not.

    Attributes:
        sql: The condition over the table ``board_results``, or the view ``results``.
        value: Value of the parameter that has its name; None where it has none.
    """

    sql: str
    value: object = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a leaderboard is restricted to; None and "" restrict nothing.

    Names may have wildcards (``ImageNet-*``); a name without version stands for its family.

    Attributes:
        baseline: A word or name in what the result is compared with.
        hardware: A name of the hardware, its vendor, kind or architecture.
        workload: A name of the dataset, model, kernel or task, its kind or field.
        since: Papers of that day or later.
        kind: Only averages, best cases, ranges or single values.
        unit: Only levels in this base unit.
        measure: Only where the paper calls the metric so: ``top-1``, ``pass@1``.
        confidence: Only claims of at least this confidence; links that are less sure are left empty.
        own: Whose systems results of tables are taken of: those that a paper proposes, others, or any.
        unsure: Whether names and results are shown that are less sure than usual.
        withdrawn: Whether papers that have been withdrawn are shown.
        mentioned: Whether a result counts that has no hardware or workload, and whose sentence names the one asked for.
    """

    baseline: str | None = None
    hardware: str | None = None
    workload: str | None = None
    since: date | None = None
    kind: Kind | None = None
    unit: str | None = None
    measure: str | None = None
    confidence: float | None = None
    own: Own = "proposed"
    unsure: bool = False
    withdrawn: bool = False
    mentioned: bool = False

    @property
    def places(self) -> dict[str, str]:
        """The links that are asked for by name."""
        asked = {"baseline": self.baseline, "hardware": self.hardware, "workload": self.workload}
        return {name: words for name, words in asked.items() if words}

    @property
    def sure(self) -> Mapping[str, float]:
        """The least confidence of a claim (``claim``) and of each link that is shown."""
        if self.unsure:
            return dict.fromkeys(("claim", *LINKED), 0.0)
        if self.confidence is not None:
            return dict.fromkeys(("claim", *LINKED), self.confidence)
        floors: Mapping[str, float] = vocabulary()["sure"]
        return floors

    @property
    def dataset(self) -> str | None:
        """The usual name of the data set that is asked for; None where none is."""
        return dataset_of(self.workload) if self.workload else None

    def tests(self, *, among: str = "true", tables: bool = False) -> dict[str, Restriction]:
        """Return the conditions by name, for rows of ``board_results`` and of ``results``.

        Args:
            among: Condition that the results fulfil anyway.
            tables: Whether they are for results of tables as well.
        """
        found: dict[str, Restriction] = {}
        if self.baseline:
            found["baseline"] = Restriction(_against(self.baseline, among), self.baseline)
        if self.hardware:
            found["hardware"] = Restriction(self._place("hardware", self.hardware, among, tables))
        if self.workload:
            found["workload"] = Restriction(self._place("workload", self.workload, among, tables))
        for name, sql, value in (
            ("since", "date >= $since", self.since),
            ("kind", "kind = $kind", self.kind),
            ("unit", "base_unit = $unit", self.unit),
            ("measure", _MEASURED_AS, self.measure),
            ("confidence", "confidence >= $confidence", self.confidence),
        ):
            if value:
                found[name] = Restriction(sql, value)
        if not self.withdrawn:
            found["withdrawn"] = Restriction("NOT coalesce(withdrawn, false)")
        return found

    def _place(self, kind: str, asked: str, among: str, tables: bool) -> str:
        told = _on(kind, asked, among, tables)
        if not self.mentioned:
            return told
        said = " OR ".join(f"contains_word(sentence, {quoted(name)})" for name in also_called(asked))
        source = "all_results" if tables else "results"
        mentioned = f"SELECT claim FROM {source} WHERE {among} AND len({kind}) = 0 AND ({said})"
        return f"({told} OR claim IN ({mentioned}))"


def first_day(text: str) -> date:
    """Return the day that a year, a month or a day begins with.

    >>> first_day("2023"), first_day("2023-06")
    (datetime.date(2023, 1, 1), datetime.date(2023, 6, 1))

    Raises:
        ClaimsError: It is none.
    """
    parts = text.split("-")
    try:
        return date.fromisoformat("-".join(parts + ["01"] * (3 - len(parts))))
    except ValueError:
        raise ClaimsError(f"since {text!r}: no date; write 2023 or 2023-06-30") from None


def has_wildcard(words: str) -> bool:
    """Return whether a name stands for all that fit it: ``ImageNet-*``."""
    return "*" in words or "?" in words


# Top-1, top 1 and Top1 are one, and no part of top-10. A metric has few names, which stand in many rows.
_CALLED_SO = (
    "{name} IN (WITH u AS MATERIALIZED (SELECT DISTINCT {name} AS n FROM board_results) "
    "SELECT n FROM u WHERE CASE WHEN holds_first_word(n, $measure) THEN contains(spelled(n), spelled($measure)) END)"
)
_MEASURED_AS = f"({_CALLED_SO.format(name='metric_text')} OR {_CALLED_SO.format(name='metric_name')})"


def _against(asked: str, among: str) -> str:
    """Return the condition for a baseline: its words, its usual name, its family, its kind."""
    tests = [f"names(u.words, {quoted(asked)})", "name_key(e.name) = canonical_key($baseline)"]
    tests += [f"lower(e.{column}) = lower($baseline)" for column in ("kind", "vendor", "architecture")]
    if has_wildcard(asked):
        tests += [f"lower({column}) GLOB lower($baseline)" for column in ("e.name", "u.words")]
    family = system_name(asked)
    if not family.version:
        tests.append(f"u.words IN (SELECT words FROM systems WHERE family_key = {quoted(family.family_key)})")
    return f"baseline IN ({_WORDS_OF_BASELINES.format(among=among, tests=' OR '.join(tests))})"


_WORDS_OF_BASELINES = """
    WITH u AS MATERIALIZED (
        SELECT DISTINCT baseline AS words FROM board_results WHERE claim > 0 AND {among} AND baseline IS NOT NULL
    )
    SELECT u.words FROM u LEFT JOIN mentions m ON m.kind = 'baseline' AND m.words = u.words
    LEFT JOIN entities e ON e.vocabulary = m.vocabulary AND e.name = m.entity WHERE {tests}
"""
# Words are fewer than the results that hold them: what they name is found out once for each.
_HOLDING = """
    claim IN (
        WITH named AS (SELECT claim, {unnested} FROM board_results WHERE claim > 0 AND {among}),
        u AS MATERIALIZED (SELECT DISTINCT words{classes} FROM named),
        meant AS (
            SELECT u.words{classes} FROM u
            LEFT JOIN mentions m ON m.kind = '{kind}' AND m.words = u.words LEFT JOIN {table} e ON e.name = m.entity
            WHERE {tests}
        )
        SELECT claim FROM named SEMI JOIN meant USING (words{classes})
    )
"""
_COLUMNS = {
    "hardware": ("e.name", "e.vendor", "e.kind", "e.architecture"),
    "workload": ("e.name", "e.kind", "e.area", "u.class"),
}
_VOCABULARY = {"hardware": "hardware", "workload": "workloads"}
_UNNESTED = {
    "hardware": "unnest(hardware) AS words",
    "workload": "unnest(workload) AS words, unnest(workload_kind) AS class",
}


def _on(kind: str, asked: str, among: str, tables: bool) -> str:
    """Return a condition: the words of the paper hold a name, or a column of the vocabulary is one.

    Where a data set is asked for, words that name another one (mini-ImageNet) do not count as it. Names stand in
    the statement themselves: a pattern that is a parameter would be made anew for each row.
    """
    names = [quoted(name) for name in also_called(asked)]
    held = " OR ".join(f"contains_word(u.words, {name})" for name in names)
    dataset = dataset_of(asked) if kind == "workload" else None
    if dataset is not None:
        other = f"e.kind IN ('dataset', 'benchmark') AND e.name <> {quoted(dataset)}"
        held = f"(({held}) AND NOT coalesce({other}, false))"
    folded = ", ".join(f"lower({name})" for name in names)
    tests = [held, *(f"lower({column}) IN ({folded})" for column in _COLUMNS[kind])]
    if has_wildcard(asked):
        tests += [f"lower({column}) GLOB lower({quoted(asked)})" for column in ("e.name", "u.words")]
    told = _HOLDING.format(
        kind=kind,
        table=_VOCABULARY[kind],
        unnested=_UNNESTED[kind],
        among=among,
        classes=", class" if kind == "workload" else "",
        tests=" OR ".join(tests),
    )
    if not tables:
        return told
    # Results of tables have negative numbers and are in none of the views that resolve names.
    heads = " OR ".join(f"len(list_filter({kind}, lambda w: contains_word(w, {name}))) > 0" for name in names)
    return f"({told} OR (claim < 0 AND ({heads})))"


def dataset_of(words: str) -> str | None:
    """Return the usual name of the data set that words name; None where they name none."""
    entry = resolve_workload(words)
    return entry.name if entry is not None and entry.kind in DATA else None
