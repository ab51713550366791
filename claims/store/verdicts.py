"""The rules of today against what people have said: claim by claim, field by field."""

from __future__ import annotations

import duckdb

from claims.judging.review.fields import CORRECTABLE
from claims.store.effective import IS_WHOLE
from claims.store.rows import Row, rows

_LINKED = ("subject", "baseline", "hardware", "workload")


def verdicts_on_claims(connection: duckdb.DuckDBPyConnection) -> list[Row]:
    """Return for each claim that somebody has judged as a whole: number, rule, metric, confidence, whether right.

    Right is what the rules read today as that person has it. A verdict of wrong that says not what is right speaks
    of what was read then: where the rules read something else today, nobody has judged it.
    """
    return rows(connection, _CLAIMS)


def verdicts_on_fields(connection: duckdb.DuckDBPyConnection) -> list[Row]:
    """Return for each field that somebody has judged: its name, rule, relation, confidence, whether right.

    A field counts where the rules give a value: precision is how often such a one is right.
    """
    return rows(connection, " UNION ALL ".join(map(_of_field, CORRECTABLE)) + " ORDER BY ALL")


def missed_claims(connection: duckdb.DuckDBPyConnection) -> tuple[int, int]:
    """Return how many claims people have added, and how many of those the rules read today."""
    [(total, read)] = rows(
        connection,
        "SELECT count(*), count(claim) FROM corrections WHERE verdict = 'missed' AND NOT suggested "
        "AND state IN ('placed', 'moved')",
    )
    return int(total), int(read)


def _same(name: str, other: str) -> str:
    return f"c.{name} IS NOT DISTINCT FROM {other}.{name}"


_AS_SAID = " AND ".join(_same(name, "x.now") for name in CORRECTABLE)
_AS_IT_WAS = " AND ".join(_same(name, "x.was") for name in CORRECTABLE)
_CHANGED_AS_SAID = " AND ".join(
    f"(NOT list_contains(x.fields, '{name}') OR {_same(name, 'x.now')})" for name in CORRECTABLE
)
_STANDING = "NOT x.suggested AND x.state IN ('placed', 'moved')"
# Of several people who have looked at a claim, each must find it right.
_CLAIMS = f"""
    SELECT c.claim, any_value(c.rule), any_value(c.metric), any_value(c.confidence), bool_and(
        CASE WHEN x.verdict = 'no_claim' THEN false
             WHEN x.verdict = 'wrong' AND len(x.fields) = 0 THEN false
             WHEN x.verdict = 'changed' THEN {_CHANGED_AS_SAID}
             ELSE {_AS_SAID} END
    ) AS is_right
    FROM corrections x JOIN claims c USING (claim)
    WHERE {_STANDING} AND x.verdict <> 'missed' AND c.gone_run IS NULL
    AND (x.verdict <> 'wrong' OR len(x.fields) > 0 OR ({_AS_IT_WAS}))
    GROUP BY c.claim ORDER BY c.claim
"""


def _of_field(name: str) -> str:
    relation = f"c.link_relation.{name}" if name in _LINKED else "NULL::VARCHAR"
    sure = f"c.link_confidence.{name}" if name in _LINKED else "c.confidence"
    given = f"len(c.{name}) > 0" if name in ("hardware", "workload") else f"c.{name} IS NOT NULL"
    return f"""
        SELECT '{name}' AS field, any_value(c.rule) AS rule, any_value({relation}) AS relation,
               any_value({sure}) AS confidence, bool_and({_same(name, "x.now")}) AS is_right, c.claim
        FROM corrections x JOIN claims c USING (claim)
        WHERE {_STANDING} AND c.gone_run IS NULL AND {given} AND x.verdict NOT IN ('no_claim', 'missed')
        AND ({IS_WHOLE} OR list_contains(x.fields, '{name}'))
        GROUP BY c.claim
    """
