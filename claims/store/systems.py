"""The systems that claims name, with family and version, as a table."""

from __future__ import annotations

import duckdb
import pyarrow as pa

from claims.store.families import SystemName, system_name, system_names
from claims.store.parts import Papers
from claims.store.rows import rows, staged_rows

_NAMED = """
    SELECT subject, baseline FROM current_claims WHERE {among}
    UNION ALL SELECT now.subject, now.baseline FROM corrections WHERE {among}
"""
_WORDS = """
    WITH named AS MATERIALIZED ({named}), words AS (
        SELECT s.words, m.entity FROM (SELECT DISTINCT subject AS words FROM named WHERE subject IS NOT NULL) s
        LEFT JOIN mentions m ON m.kind = 'subject' AND m.words = s.words
        UNION
        SELECT b.words, m.entity FROM (SELECT DISTINCT baseline AS words FROM named WHERE baseline IS NOT NULL) b
        LEFT JOIN mentions m ON m.kind = 'baseline' AND m.words = b.words
    )
    FROM words w WHERE NOT EXISTS (FROM systems s WHERE s.words = w.words AND s.entity IS NOT DISTINCT FROM w.entity)
    ORDER BY ALL
"""


def add_systems(connection: duckdb.DuckDBPyConnection, papers: Papers) -> None:
    """Add to the table ``systems`` what claims of papers are about and compare with, where it has a name.

    Of all papers, the table is filled anew. Else words that no claim has any more stay, as those of ``mentions`` do:
    nobody asks for them.
    """
    if papers.are_all:
        rows(connection, "DELETE FROM systems")
    words = _WORDS.format(named=_NAMED.format(among=papers.among()))
    named = [
        (words, entity, system)
        for words, entity in rows(connection, words)
        for system in _meant(words, entity)
    ]
    if not named:
        return
    content = pa.table(
        {
            "words": [words for words, *_ in named],
            "entity": pa.array([entity for _, entity, _ in named], pa.string()),
            "key": [system.key for *_, system in named],
            "name": [system.name for *_, system in named],
            "family": [system.family for *_, system in named],
            "family_key": [system.family_key for *_, system in named],
            "version": [system.version for *_, system in named],
        }
    )
    staged_rows(connection, "INSERT INTO systems BY NAME SELECT * FROM staged", staged=content)


def _meant(words: str, entity: str | None) -> list[SystemName]:
    """Return the systems that words stand for: of a known one they may tell the version, which its name does not."""
    told = system_names(words)
    if entity is None:
        return told
    usual = system_name(entity)
    versions = (_version_of(usual, name) for name in told)
    found = next((name for name in versions if name is not None), usual)
    return [found] if found.is_one else []


def _version_of(usual: SystemName, told: SystemName) -> SystemName | None:
    """Return the system that is told, where it is a version of a known one that tells more; else None."""
    if told.family_key == usual.family_key:
        return told if len(told.version) > len(usual.version) else None
    rest = told.key.removeprefix(usual.key)
    if rest == told.key or not rest.isdigit():
        return None
    return SystemName(usual.name, rest, told.name)  # pi0.5 is a version of pi0
