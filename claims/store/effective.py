"""Claims with what is said of them: the fields that somebody has settled, and all that follows from these.

``temp.said`` tells what is said: a row for each claim, or for each number that the rules do not read, with
``has_FIELD`` and ``new_FIELD`` for each field. ``temp.effective`` is made of it, in the shape of ``claims``.
"""

from __future__ import annotations

import duckdb
import pyarrow as pa

from claims.judging.review.derived import Number, normal_form, workload_kinds
from claims.judging.review.fields import CORE, CORRECTABLE, LISTS
from claims.store.layout import quoted
from claims.store.rows import rows, staged_rows

FIRST_ADDED_CLAIM = 1_000_000_000
"""From here on, numbers of claims are those of claims that people have added."""

IS_WHOLE = "verdict IN ('right', 'missed') OR (verdict = 'wrong' AND len(fields) > 0)"
"""Whether a correction settles all fields of its claim, and not only those that it changes."""

SETTLED = f"CASE WHEN {IS_WHOLE} THEN [{', '.join(map(quoted, CORRECTABLE))}] ELSE fields END"
"""The fields that a correction settles."""

_LINKED = ("subject", "baseline", "hardware", "workload")
_NUMBER = ["form", "lo", "hi", "unit", "metric", "metric_text", "change", "polarity"]


def make_effective_claims(connection: duckdb.DuckDBPyConnection, *, suggested: bool = False) -> None:
    """Make ``temp.effective`` of ``temp.said``.

    Args:
        connection: A database that is open for writing.
        suggested: Whether suggestions are laid over what ``current_claims`` shows, of which nobody is sure; else
            corrections over what the rules read.
    """
    rows(connection, "DROP TABLE IF EXISTS temp.effective")
    rows(connection, _SUGGESTED if suggested else _CORRECTED)
    _derive_numbers(connection)
    _derive_workloads(connection)


def _new(name: str) -> str:
    return f"CASE WHEN s.has_{name} THEN s.new_{name} ELSE c.{name} END AS {name}"


def _changed(name: str) -> str:
    is_other = f"s.has_{name} AND s.new_{name} IS DISTINCT FROM c.{name}"
    return f"CASE WHEN c.claim IS NOT NULL AND {is_other} THEN '{name}' END"


def _confidence(name: str, sure: str) -> str:
    """Return how often a link is right: always, where a person has settled it; nobody knows where one suggests it."""
    given = f"len(s.new_{name}) > 0" if name in LISTS else f"s.new_{name} IS NOT NULL"
    return f"'{name}': CASE WHEN s.has_{name} THEN CASE WHEN {given} THEN {sure} END ELSE c.link_confidence.{name} END"


def _as_read(struct: str, name: str) -> str:
    """Return what the rules know of a link, where it is theirs."""
    is_theirs = f"NOT s.has_{name} OR s.new_{name} IS NOT DISTINCT FROM c.{name}"
    return f"'{name}': CASE WHEN {is_theirs} THEN c.{struct}.{name} END"


def _statement(base: str, sure: str, confidence: str, review: str, more: str) -> str:
    return f"""
        CREATE TEMP TABLE effective AS
        SELECT
            coalesce(c.claim, {FIRST_ADDED_CLAIM} + s.correction)::INTEGER AS claim, s.paper, s.text,
            CASE WHEN s.is_whole OR c.claim IS NULL
                 THEN substr(a.abstract, s.quote_start + 1, s.quote_end - s.quote_start) ELSE c.quote END AS quote,
            coalesce(c.occurrence, s.occurrence) AS occurrence,
            CASE WHEN s.is_whole OR c.claim IS NULL THEN s.quote_start ELSE c.quote_start END AS quote_start,
            CASE WHEN s.is_whole OR c.claim IS NULL THEN s.quote_end ELSE c.quote_end END AS quote_end,
            {", ".join(map(_new, CORRECTABLE))},
            c.factor, c.factor_hi, c.base_lo, c.base_hi, c.base_unit,
            coalesce(c.sentence_start, s.sentence_start, 0) AS sentence_start,
            coalesce(c.sentence_end, s.sentence_end, length(a.abstract)) AS sentence_end,
            coalesce(c.rule, 'person') AS rule, {confidence} AS confidence,
            c.metric_name, coalesce(c.workload_kind, []) AS workload_kind,
            {{{", ".join(_confidence(name, sure) for name in _LINKED)}}} AS link_confidence,
            {{{", ".join(_as_read("link_relation", name) for name in _LINKED)}}} AS link_relation,
            {{{", ".join(_as_read("link_agreement", name) for name in _LINKED)}}} AS link_agreement,
            coalesce(c.run, a.run) AS run, NULL::INTEGER AS gone_run,
            list_filter([{", ".join(map(_changed, CORRECTABLE))}], lambda name: name IS NOT NULL) AS changed,
            {review} AS review, {more}
        FROM temp.said s JOIN abstracts a ON a.text = s.text LEFT JOIN {base} c ON c.claim = s.claim
        WHERE NOT s.is_none AND (c.claim IS NOT NULL OR s.is_whole)
    """


_ANY_OF_CORE = " OR ".join(f"s.has_{name}" for name in sorted(CORE))
_CORRECTED = _statement(
    base="claims",
    sure="1.0::DOUBLE",
    confidence=f"CASE WHEN {_ANY_OF_CORE} THEN 1.0 WHEN s.is_wrong THEN 0.0 ELSE c.confidence END::DOUBLE",
    review="CASE WHEN c.claim IS NULL THEN 'added' WHEN len(changed) > 0 THEN 'corrected' "
    "WHEN s.is_wrong AND NOT s.is_whole THEN 'wrong' ELSE 'right' END",
    more="changed AS corrected_fields, s.reviewed_by",
)
_SUGGESTED = _statement(
    base="current_claims",
    sure="NULL::DOUBLE",
    confidence=f"CASE WHEN c.claim IS NULL OR {_ANY_OF_CORE} THEN NULL ELSE c.confidence END::DOUBLE",
    review="CASE WHEN c.claim IS NULL OR len(changed) > 0 THEN 'suggested' ELSE c.review END",
    more="list_distinct(list_concat(coalesce(c.corrected_fields, []), changed)) AS corrected_fields, "
    "coalesce(c.reviewed_by, []) AS reviewed_by, s.suggested_by",
)

_DERIVES = f"(claim >= {FIRST_ADDED_CLAIM} OR list_has_any(changed, {_NUMBER}))"
_NUMBERS = f"SELECT DISTINCT {', '.join(Number._fields)} FROM temp.effective WHERE {_DERIVES} ORDER BY ALL"
_SAME_NUMBER = " AND ".join(f"e.{name} IS NOT DISTINCT FROM s.{name}" for name in Number._fields)
_FILL_NUMBERS = f"""
    UPDATE temp.effective e SET factor = s.factor, factor_hi = s.factor_hi, base_lo = s.base_lo, base_hi = s.base_hi,
        base_unit = s.base_unit,
        metric_name = CASE WHEN claim >= {FIRST_ADDED_CLAIM} OR list_has_any(changed, ['metric', 'metric_text'])
                           THEN s.metric_name ELSE e.metric_name END
    FROM staged s WHERE {_DERIVES} AND {_SAME_NUMBER}
"""
_DERIVES_KINDS = f"len(workload) > 0 AND (claim >= {FIRST_ADDED_CLAIM} OR list_contains(changed, 'workload'))"


def _derive_numbers(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill what follows from numbers and metrics: once for each different one, not for each claim."""
    numbers = [Number(*row) for row in rows(connection, _NUMBERS)]
    if not numbers:
        return
    normal = [normal_form(number) for number in numbers]
    columns = {name: [getattr(n, name) for n in numbers] for name in Number._fields}
    columns |= {name: [getattr(n, name) for n in normal] for name in normal[0]._fields}
    floats = dict.fromkeys(("lo", "hi", "factor", "factor_hi", "base_lo", "base_hi"), pa.float64())
    staged = pa.table({n: pa.array(v, floats.get(n, pa.string())) for n, v in columns.items()})
    staged_rows(connection, _FILL_NUMBERS, staged=staged)


def _derive_workloads(connection: duckdb.DuckDBPyConnection) -> None:
    """Tell of corrected workloads what they are."""
    found = rows(
        connection, f"SELECT DISTINCT workload FROM temp.effective WHERE {_DERIVES_KINDS} ORDER BY 1"
    )
    workloads = [names for (names,) in found]
    if workloads:
        kind = pa.list_(pa.string())
        columns = {"names": pa.array(workloads, kind), "kinds": pa.array(workload_kinds(workloads), kind)}
        staged_rows(
            connection,
            f"UPDATE temp.effective SET workload_kind = kinds FROM staged WHERE workload = names AND {_DERIVES_KINDS}",
            staged=pa.table(columns),
        )
