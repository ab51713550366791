"""The claims most worth a look: high on boards, and doubted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from claims.errors import ClaimsError
from claims.judging.review.fields import CORRECTABLE
from claims.model import LINKED
from claims.report.filters import Filters
from claims.report.paper import find_paper_number
from claims.report.question import read_question
from claims.store.rows import rows

_COLUMNS = (
    "claim", "paper_id", "title", "url", "quote", "occurrence", "quote_start", "quote_end", "sentence",
    "sentence_start", "rule", "confidence", "link_confidence", "link_relation", "link_agreement", "review",
    "corrected_fields", "reviewed_by", "claimed", *CORRECTABLE,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which claims are to be looked at.

    Attributes:
        metrics: Questions as for a leaderboard; all metrics without any.
        workload: Only results for this dataset, model, kernel or task.
        below: Only claims of which some field is less sure than this.
        paper: Only claims of this paper.
        claims: Only claims of these numbers; None for all.
        again: Those that somebody has looked at, too.
        top: Most so many.
    """

    metrics: Sequence[str] = ()
    workload: str | None = None
    below: float | None = None
    paper: str | None = None
    claims: Sequence[int] | None = None
    again: bool = False
    top: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRow:
    """A claim to be looked at.

    Attributes:
        fields: The columns of ``current_claims``, by name, and the hash of the abstract as ``digest``.
        rank: Its place on the board of its metric; None where it stands on none.
        sure: How likely all of it is right, as far as the rules know: the product of its confidences.
        worth: Place times doubt: what the rows are ordered by.
    """

    fields: dict[str, Any]
    rank: int | None
    sure: float
    worth: float

    @property
    def marked(self) -> tuple[str, str, str]:
        """The sentence before its number, the number, and the sentence behind it."""
        sentence, at = self.fields["sentence"], self.fields["quote_start"] - self.fields["sentence_start"]
        end = at + self.fields["quote_end"] - self.fields["quote_start"]
        return sentence[:at], sentence[at:end], sentence[end:].rstrip()


def rows_worth_a_look(connection: duckdb.DuckDBPyConnection, wanted: Wanted) -> list[ReviewRow]:
    """Return the claims that are most worth a look, the first of all first.

    Args:
        connection: From :func:`claims.store.connection.reading`.
        wanted: Which ones.

    Raises:
        ClaimsError: There is no such metric or paper.
    """
    metrics, workloads = [], [wanted.workload] if wanted.workload else []
    for name in wanted.metrics:
        asked = read_question(connection, name)
        metrics.append(asked.metric)
        workloads += [asked.workload] if asked.workload else []
    if len(set(workloads)) > 1:
        raise ClaimsError(f"{' and '.join(workloads)}: one dataset at a time")
    conditions, where = ["true"], "true"
    parameters: dict[str, object] = {}
    if workloads:
        where = Filters(workload=workloads[0]).tests()["workload"].sql
    if metrics:
        conditions.append("list_contains($metrics, metric)")
        parameters["metrics"] = metrics
    if wanted.paper is not None:
        conditions.append("r.paper = $paper_number")
        parameters["paper_number"] = find_paper_number(connection, wanted.paper)
    if wanted.claims is not None:
        conditions.append("list_contains($claims, claim)")
        parameters["claims"] = list(wanted.claims)
    if wanted.below is not None:
        conditions.append("weakest < $below")
        parameters["below"] = wanted.below
    if not wanted.again:
        conditions.append("review IS NULL")
    found = rows(
        connection,
        _WORTH.format(where=where, conditions=" AND ".join(conditions)),
        {**parameters, "top": wanted.top},
    )
    names = (*_COLUMNS, "digest")
    return [
        ReviewRow(fields=dict(zip(names, row[3:], strict=True)), rank=row[0], sure=row[1], worth=row[2])
        for row in found
    ]


def number_to_look_at(connection: duckdb.DuckDBPyConnection) -> tuple[int, int]:
    """Return how many claims there are, and how many of them somebody has looked at."""
    [(total, reviewed)] = rows(connection, "SELECT count(*), count(review) FROM current_claims")
    return int(total), int(reviewed)


_SURE = " * ".join(["confidence", *(f"coalesce(link_confidence.{name}, 1)" for name in LINKED)])
_WEAKEST = ", ".join(["confidence", *(f"coalesce(link_confidence.{name}, 1)" for name in LINKED)])
# A board has one row for each paper: its best one. Doubt of the first row weighs most, as in a discounted gain.
_WORTH = f"""
    WITH fitting AS (
        SELECT *, {_SURE} AS sure, least({_WEAKEST}) AS weakest,
            CASE WHEN factor IS NOT NULL AND polarity = 'better' THEN 'factor'
                 WHEN form = 'level' THEN coalesce(base_unit, unit) END AS board,
            CASE WHEN form = 'level' THEN coalesce(base_lo, lo) * CASE m.better WHEN 'less' THEN -1 ELSE 1 END
                 ELSE factor END AS height
        FROM (SELECT * FROM current_claims WHERE {{where}}) LEFT JOIN metrics m USING (metric)
    ), placed AS (
        SELECT *, row_number() OVER (PARTITION BY metric, board, paper ORDER BY height DESC, quote_start) AS in_paper
        FROM fitting
    ), ranked AS (
        SELECT *, CASE WHEN board IS NOT NULL AND role = 'result' THEN
            rank() OVER (PARTITION BY metric, board, in_paper ORDER BY height DESC) + 100 * (in_paper - 1) END AS place
        FROM placed
    )
    SELECT place, sure, (1 - sure) / log2(1 + coalesce(place, 1000)) AS worth,
           {", ".join(f"r.{name}" for name in _COLUMNS)}, a.digest
    FROM ranked r JOIN abstracts a USING (text)
    WHERE {{conditions}}
    ORDER BY worth DESC, place NULLS LAST, claim
    LIMIT $top
"""
