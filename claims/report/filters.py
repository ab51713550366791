"""What a leaderboard is restricted to, as conditions in SQL."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from claims.errors import ClaimsError
from claims.model import LINKED
from claims.report.question import also_called

Kind = Literal["average", "best case", "range", "single"]
Own = Literal["proposed", "variation", "baseline", "any"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a leaderboard is restricted to; None and "" restrict nothing.

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

    def conditions(self, *, tables: bool = False) -> tuple[str, dict[str, object]]:
        """Return conditions and their parameters for the view ``results``; with tables, for ``all_results``."""
        parts: dict[str, tuple[str, object]] = {
            "baseline": (_AGAINST, self.baseline),
            "hardware": (
                _among("hardware", "vendor", "kind", "architecture", tables=tables),
                _names(self.hardware),
            ),
            "workload": (_among("workload", "kind", "area", "class", tables=tables), _names(self.workload)),
            "since": ("date >= $since", self.since),
            "kind": ("kind = $kind", self.kind),
            "unit": ("base_unit = $unit", self.unit),
            "measure": (_MEASURED_AS, self.measure),
            "confidence": ("confidence >= $confidence", self.confidence),
        }
        used = {name: part for name, part in parts.items() if part[1]}
        conditions = [condition for condition, _ in used.values()]
        if self.confidence:
            # A row that is asked for by a link has that link for certain.
            conditions += [_is_sure(name) for name in LINKED if name in used]
        return (
            "".join(f" AND {condition}" for condition in conditions),
            {name: value for name, (_, value) in used.items()},
        )

    def links(self, *names: str) -> str:
        """Return columns of links in SQL, those empty that are less sure than is asked for."""
        if not self.confidence:
            return ", ".join(names)
        return ", ".join(
            f"CASE WHEN {_is_sure(name)} THEN {name} ELSE {_EMPTY.get(name, 'NULL')} END AS {name}"
            for name in names
        )


_EMPTY = {"hardware": "[]", "workload": "[]"}


def _is_sure(link: str) -> str:
    return f"coalesce(link_confidence.{link}, 0) >= $confidence"


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


_AGAINST = """claim IN (
    FROM claims_by_baseline SELECT claim
    WHERE names(baseline.words, $baseline) OR name_key(baseline.name) = canonical_key($baseline)
)"""


# Top-1, top 1 and Top1 are one, and no part of top-10.
_MEASURED_AS = (
    "(contains(spelled(metric_text), spelled($measure)) OR contains(spelled(metric_name), spelled($measure)))"
)


def _names(words: str | None) -> list[str] | None:
    return also_called(words) if words else None


def _among(kind: str, *columns: str, tables: bool = False) -> str:
    """Return a condition: the words of the paper hold a name, or a column of the vocabulary is one."""
    # Most words hold no such name, and a look for its characters costs less than one for a word.
    tests = [f"(contains(lower({kind}.words), lower(name)) AND contains_word({kind}.words, name))"]
    tests += [f"lower({kind}.{column}) = lower(name)" for column in ("name", *columns)]
    told = (
        f"claim IN (FROM claims_by_{kind}, unnest(${kind}::VARCHAR[]) AS asked(name) SELECT claim "
        f"WHERE {' OR '.join(tests)})"
    )
    if not tables:
        return told
    # Results of tables have negative numbers and are in none of the views that resolve names.
    named = f"len(list_filter(${kind}::VARCHAR[], lambda n: contains_word(w, n))) > 0"
    heads = f"len(list_filter({kind}, lambda w: {named})) > 0"
    return f"({told} OR (claim < 0 AND {heads}))"
