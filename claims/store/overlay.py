"""Corrections laid over the claims: found again in texts that have changed, and shown by ``current_claims``.

What the rules read stays in ``claims``. The rows of ``current_claims`` that corrections are about are made anew.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import pyarrow as pa

from claims.judging.review.again import find_again, nth_place, sentence_around
from claims.judging.review.fields import CORRECTABLE
from claims.store.effective import SETTLED, make_effective_claims
from claims.store.layout import current_claims_of
from claims.store.parts import Papers, parts_of
from claims.store.rows import count, rows, staged_rows
from claims.store.suggested import fill_suggested_claims
from claims.store.vocabularies import resolve_mentions_of_corrections

_MANY = 10_000
_ROOM_MEGABYTES = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """How the corrections of a database stand after they have been laid over its claims.

    Attributes:
        applied: Number of those that hold.
        moved: Number of those among them that were found again in another text.
        stale: Number of those that no longer fit their text.
        contradicted: Number of those that contradict each other since their papers became one.
        superseded: Number of those that the same person has said something else after.
    """

    applied: int = 0
    moved: int = 0
    stale: int = 0
    contradicted: int = 0
    superseded: int = 0

    @property
    def unfit(self) -> int:
        """Number of those that are kept and not applied."""
        return self.stale + self.contradicted + self.superseded


def lay_over(connection: duckdb.DuckDBPyConnection, papers: Papers) -> Laid:
    """Lay corrections over the claims of some papers, within the transaction of the caller.

    Args:
        connection: A database that is open for writing; of these papers, ``current_claims`` holds what the rules read.
        papers: Whose corrections are laid over their claims.
    """
    if rows(connection, "FROM corrections LIMIT 1"):
        _give_room(connection)
        _find_again(connection, papers)
        for _ in parts_of(connection, "corrections", papers):
            rows(connection, _MATCH)
            rows(connection, _MARK)
        _find_sentences(connection, papers)
        for _ in parts_of(connection, "corrections", papers):
            _show(connection)
        resolve_mentions_of_corrections(connection, papers)
    fill_suggested_claims(connection, papers)
    return standing(connection)


def _give_room(connection: duckdb.DuckDBPyConnection) -> None:
    """Let DuckDB hold what a transaction changes of many rows: until it ends, that is not moved to disk."""
    number = count(connection, "SELECT count(*) FROM corrections")
    if number > _MANY:
        rows(connection, f"SET memory_limit = '{_ROOM_MEGABYTES + number // _MANY * _ROOM_MEGABYTES // 4}MB'")


def standing(connection: duckdb.DuckDBPyConnection) -> Laid:
    """Return how the corrections of a database stand."""
    found: dict[str, int] = dict(
        rows(connection, "SELECT state, count(*) FROM corrections WHERE NOT suggested GROUP BY state")
    )
    moved = found.get("moved", 0)
    return Laid(
        applied=found.get("placed", 0) + moved,
        moved=moved,
        **{state: found.get(state, 0) for state in ("stale", "contradicted", "superseded")},
    )


# --- where they stand ------------------------------------------------------------------------------------


def _find_again(connection: duckdb.DuckDBPyConnection, papers: Papers) -> None:
    """Look for the numbers of papers whose text is another one than when they were last looked for."""
    found = []
    for number, quote, occurrence, sentence, is_same, text, abstract in rows(
        connection, _MOVED_TEXTS.format(among=papers.among("x.paper"))
    ):
        span = nth_place(abstract, quote, occurrence) if is_same else None
        state = "placed" if span else "moved"
        span = span or find_again(abstract, sentence)
        around = sentence_around(abstract, span) if span else (None, None)
        found.append((number, text, *(span or (None, None)), *around, state if span else "stale"))
    if found:
        names = ("correction", "text", "quote_start", "quote_end", "sentence_start", "sentence_end", "state")
        kinds = [pa.int32()] * 6 + [pa.string()]
        columns = zip(*found, strict=True)
        staged = pa.table([pa.array(c, k) for c, k in zip(columns, kinds, strict=True)], names=list(names))
        changed = ", ".join(f"{name} = staged.{name}" for name in names[1:])
        sql = f"UPDATE corrections SET {changed} FROM staged WHERE corrections.correction = staged.correction"
        staged_rows(connection, sql, staged=staged)


_MOVED_TEXTS = """
    SELECT x.correction, x.quote, x.occurrence, x.sentence, x.digest = a.digest, p.text, a.abstract
    FROM corrections x JOIN papers p USING (paper) JOIN abstracts a ON a.text = p.text
    WHERE x.text IS DISTINCT FROM p.text AND {among} ORDER BY x.correction
"""


def _find_sentences(connection: duckdb.DuckDBPyConnection, papers: Papers) -> None:
    """Tell where the sentence is of what no claim of the rules tells it of."""
    found = [
        (number, *sentence_around(abstract, (start, end)))
        for number, start, end, abstract in rows(
            connection, _WITHOUT_SENTENCE.format(among=papers.among("x.paper"))
        )
    ]
    if found:
        numbers, starts, ends = zip(*found, strict=True)
        staged = pa.table({"correction": numbers, "starts": starts, "ends": ends})
        staged_rows(
            connection,
            "UPDATE corrections SET sentence_start = starts, sentence_end = ends FROM staged "
            "WHERE corrections.correction = staged.correction",
            staged=staged,
        )


_WITHOUT_SENTENCE = """
    SELECT x.correction, x.quote_start, x.quote_end, a.abstract
    FROM corrections x JOIN abstracts a ON a.text = x.text
    WHERE x.claim IS NULL AND x.sentence_start IS NULL AND x.quote_start IS NOT NULL AND x.verdict <> 'no_claim'
    AND {among}
"""


# A number that somebody has missed may be read a sign longer or shorter by the rules of tomorrow: then it is the same
# one where its value is. Of other corrections, any overlap tells, unless another one stands exactly there.
_MATCH = """
    UPDATE corrections SET
        claim = m.claim,
        state = CASE WHEN state IN ('contradicted', 'superseded')
                     THEN CASE WHEN corrections.digest = m.digest THEN 'placed' ELSE 'moved' END ELSE state END
    FROM (
        SELECT x.correction, any_value(a.digest) AS digest, arg_max(
            c.claim,
            {'exact': c.quote_start = x.quote_start AND c.quote_end = x.quote_end,
              'common': least(c.quote_end, x.quote_end) - greatest(c.quote_start, x.quote_start), 'first': -c.claim}
        ) AS claim
        FROM corrections x JOIN abstracts a ON a.text = x.text
        LEFT JOIN claims c ON c.text = x.text AND c.gone_run IS NULL
            AND c.quote_start < x.quote_end AND x.quote_start < c.quote_end
            AND ((c.quote_start = x.quote_start AND c.quote_end = x.quote_end)
                 OR x.verdict <> 'missed' OR (c.lo = x.now.lo AND c.hi IS NOT DISTINCT FROM x.now.hi))
        WHERE x.quote_start IS NOT NULL AND x.paper IN (FROM temp.part)
        GROUP BY x.correction
    ) m
    WHERE corrections.correction = m.correction
    AND (corrections.claim IS DISTINCT FROM m.claim OR state IN ('contradicted', 'superseded'))
"""

_SAME_PLACE = (
    "suggested, coalesce(claim, -1), coalesce(claim, text), CASE WHEN claim IS NULL THEN quote_start END, "
    "CASE WHEN claim IS NULL THEN quote_end END"
)


def _differ(name: str) -> str:
    return f"count(DISTINCT {{'v': now.{name}}}) FILTER (list_contains(settled, '{name}')) > 1"


# What one person says twice of one number, or two in contradiction, can only come of papers or texts that became one.
_MARK = f"""
    UPDATE corrections SET state = m.state
    FROM (
        WITH standing AS (
            SELECT *, {SETTLED} AS settled,
                row_number() OVER (PARTITION BY {_SAME_PLACE}, said_by ORDER BY said_at DESC, correction DESC) AS place
            FROM corrections WHERE quote_start IS NOT NULL AND paper IN (FROM temp.part)
            QUALIFY count(*) OVER (PARTITION BY {_SAME_PLACE}) > 1
        ), contradicted AS (
            SELECT list(correction) AS members FROM standing
            WHERE place = 1 AND NOT suggested
            GROUP BY {_SAME_PLACE}
            HAVING count(*) > 1 AND (
                (bool_or(verdict = 'no_claim') AND bool_or(verdict <> 'no_claim' AND len(settled) > 0))
                OR (bool_or(verdict = 'right') AND bool_or(verdict = 'wrong' AND len(fields) = 0))
                OR {" OR ".join(map(_differ, CORRECTABLE))}
            )
        )
        SELECT unnest(members) AS correction, 'contradicted' AS state FROM contradicted
        UNION ALL
        SELECT correction, 'superseded' FROM standing WHERE place > 1
    ) m
    WHERE corrections.correction = m.correction
"""


# --- what they show --------------------------------------------------------------------------------------


def _show(connection: duckdb.DuckDBPyConnection) -> None:
    """Bring ``current_claims`` to what corrections say of the papers of a part."""
    rows(connection, _SAID)
    make_effective_claims(connection)
    rows(connection, "DELETE FROM current_claims WHERE claim IN (SELECT claim FROM temp.said)")
    shown = current_claims_of("temp.effective")
    rows(
        connection,
        f"INSERT INTO current_claims BY NAME SELECT * EXCLUDE (changed) FROM ({shown}) ORDER BY claim",
    )
    rows(connection, "DROP TABLE temp.said")
    rows(connection, "DROP TABLE temp.effective")


def _of_field(name: str) -> str:
    settled = f"FILTER (list_contains(settled, '{name}'))"
    return f"any_value(now.{name}) {settled} AS new_{name}, bool_or(list_contains(settled, '{name}')) AS has_{name}"


_SAID = f"""
    CREATE OR REPLACE TEMP TABLE said AS
    WITH standing AS (SELECT *, {SETTLED} AS settled FROM corrections
        WHERE NOT suggested AND state IN ('placed', 'moved') AND paper IN (FROM temp.part))
    SELECT
        claim, any_value(paper) AS paper, any_value(text) AS text, min(correction) AS correction,
        min(occurrence) AS occurrence,
        min(quote_start) AS quote_start, max(quote_end) AS quote_end,
        any_value(sentence_start) AS sentence_start, any_value(sentence_end) AS sentence_end,
        bool_or(verdict = 'no_claim') AS is_none, bool_or(verdict = 'wrong') AS is_wrong,
        bool_or(len(settled) = {len(CORRECTABLE)}) AS is_whole,
        list_sort(list(DISTINCT said_by)) AS reviewed_by,
        {", ".join(map(_of_field, CORRECTABLE))}
    FROM standing GROUP BY {_SAME_PLACE}, claim
"""
