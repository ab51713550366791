"""Suggestions: what they would fill, kept beside the claims, and shown where somebody asks for them."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from claims.errors import ClaimsError
from claims.judging.review.fields import CORE, CORRECTABLE, LISTS
from claims.store.effective import FIRST_ADDED_CLAIM, SETTLED, make_effective_claims
from claims.store.layout import BOARD, STATED, current_claims_of, identifier, statement_of
from claims.store.parts import Papers, parts_of
from claims.store.rows import rows

DOUBTED = 0.8
"""A field whose confidence is less may be filled by a suggestion."""


def fill_suggested_claims(connection: duckdb.DuckDBPyConnection, papers: Papers) -> None:
    """Fill ``suggested_claims`` anew for papers, over what ``current_claims`` shows: for each who suggests."""
    rows(connection, f"DELETE FROM suggested_claims WHERE {papers.among()}")
    for _ in parts_of(connection, "(FROM corrections WHERE suggested)", papers):
        rows(connection, _SAID)
        make_effective_claims(connection, suggested=True)
        shown = current_claims_of("temp.effective")
        rows(
            connection,
            f"INSERT INTO suggested_claims BY NAME SELECT * EXCLUDE (changed) FROM ({shown}) "
            "WHERE review = 'suggested' ORDER BY suggested_by, claim",
        )
        rows(connection, "DROP TABLE temp.said")
        rows(connection, "DROP TABLE temp.effective")


def _given(name: str) -> str:
    value = f"x.now.{name}"
    return f"len({value}) > 0" if name in LISTS else f"{value} IS NOT NULL"


def _may_fill(name: str) -> str:
    """Return the condition under which a suggestion counts: the field is empty, or doubted."""
    empty = f"len(c.{name}) = 0" if name in LISTS else f"c.{name} IS NULL"
    if name == "metric_text":
        return f"({empty} OR c.confidence < {DOUBTED})"
    if name in CORE:
        return f"c.confidence < {DOUBTED}"
    return f"({_given(name)} AND ({empty} OR c.link_confidence.{name} < {DOUBTED}))"


def _of_field(name: str) -> str:
    said = f"(x.verdict = 'missed' OR list_contains(x.fields, '{name}'))"
    may = f"({_may_fill(name)} AND NOT coalesce(list_contains(h.settled, '{name}'), false))"
    return f"{said} AND (c.claim IS NULL OR {may}) AS has_{name}, x.now.{name} AS new_{name}"


# What a person has taken away is not brought back by a suggestion, and what one has found right or empty stays so.
_SAID = f"""
    CREATE OR REPLACE TEMP TABLE said AS
    WITH added AS (SELECT claim, text, quote_start, quote_end FROM current_claims
        WHERE claim >= {FIRST_ADDED_CLAIM} AND paper IN (FROM temp.part)),
    about AS (
        SELECT x.*, coalesce(x.claim, o.claim) AS of
        FROM corrections x LEFT JOIN added o ON x.claim IS NULL AND o.text = x.text
            AND o.quote_start < x.quote_end AND x.quote_start < o.quote_end
        WHERE x.suggested AND x.state IN ('placed', 'moved') AND x.verdict NOT IN ('no_claim', 'right')
        AND x.paper IN (FROM temp.part)
    ),
    heard AS (
        SELECT coalesce(claim, {FIRST_ADDED_CLAIM} + correction) AS claim, flatten(list({SETTLED})) AS settled
        FROM corrections WHERE NOT suggested AND state IN ('placed', 'moved') AND paper IN (FROM temp.part)
        GROUP BY ALL
    )
    SELECT x.of AS claim, x.paper, x.text, x.correction, x.occurrence, x.quote_start, x.quote_end, x.sentence_start,
        x.sentence_end, false AS is_none, false AS is_wrong, x.of IS NULL AND x.verdict = 'missed' AS is_whole,
        x.said_by AS suggested_by, {", ".join(map(_of_field, CORRECTABLE))}
    FROM about x LEFT JOIN current_claims c ON c.claim = x.of LEFT JOIN heard h ON h.claim = x.of
    WHERE c.claim IS NOT NULL OR x.of IS NULL
"""


def show_suggestions(connection: duckdb.DuckDBPyConnection, names: Sequence[str]) -> None:
    """Let ``current_claims``, and all that is built on it, show suggestions; nothing is written.

    Args:
        connection: From :func:`claims.store.connection.reading`; the rest of its questions are answered so.
        names: Who suggests; of two who speak of one claim, the first.

    Raises:
        ClaimsError: Nobody of that name has suggested anything.
    """
    known = [
        name for (name,) in rows(connection, "SELECT DISTINCT suggested_by FROM suggested_claims ORDER BY 1")
    ]
    for name in names:
        if name not in known:
            have = (
                f"there are {', '.join(known)}"
                if known
                else "there are none: `claims suggest FILE --by NAME`"
            )
            raise ClaimsError(f"--with {name}: no suggestions of that name: {have}")
    rows(
        connection,
        "CREATE TEMP TABLE chosen AS SELECT * FROM suggested_claims WHERE list_contains($names, suggested_by) "
        "QUALIFY row_number() OVER (PARTITION BY claim ORDER BY list_position($names, suggested_by)) = 1",
        {"names": list(names)},
    )
    [(database,)] = rows(connection, "SELECT current_database()")
    rows(
        connection,
        f"CREATE TEMP VIEW current_claims AS FROM {identifier(database)}.main.current_claims "
        "WHERE claim NOT IN (SELECT claim FROM temp.chosen) "
        "UNION ALL BY NAME SELECT * EXCLUDE (suggested_by) FROM temp.chosen",
    )
    rows(
        connection,
        f"CREATE TEMP VIEW conditions AS FROM {identifier(database)}.main.conditions "
        "WHERE claim NOT IN (SELECT claim FROM temp.chosen)",
    )
    for table in (*STATED, BOARD):
        rows(connection, f"CREATE TEMP VIEW {table} AS {statement_of(table)}")
