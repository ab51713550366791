"""The vocabularies of ``schema/`` as tables, and what the words of the papers mean in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import duckdb
import pyarrow as pa

from claims.names import entries
from claims.names.entries import BaselineEntry, HardwareEntry, WorkloadEntry
from claims.names.systems import Entity, resolve_baselines, resolve_system
from claims.store.parts import Papers
from claims.store.rows import rows, staged_rows
from claims.streams.fingerprint import vocabulary_fingerprint
from claims.syntax.metric_rows import metric_rows

_WORDS_AT_ONCE = 10_000


def load_vocabularies(connection: duckdb.DuckDBPyConnection) -> bool:
    """Bring the vocabulary tables up to date, where the vocabularies have changed since they were filled.

    Returns:
        Whether they have: then no words are resolved any more.
    """
    current = vocabulary_fingerprint()
    if rows(connection, "SELECT value FROM about WHERE name = 'vocabulary'") == [(current,)]:
        return False
    rows(connection, "DELETE FROM mentions")
    for table, content in (
        ("metrics", _metrics()),
        ("hardware", _hardware()),
        ("workloads", _workloads()),
        ("baselines", _baselines()),
    ):
        rows(connection, f"DELETE FROM {table}")
        _insert(connection, table, content)
    rows(connection, "DELETE FROM about WHERE name = 'vocabulary'")
    rows(connection, "INSERT INTO about VALUES ('vocabulary', ?)", [current])
    return True


def resolve_mentions(connection: duckdb.DuckDBPyConnection, run: int | None = None) -> None:
    """Resolve the words for hardware, workloads, baselines and subjects that no earlier run has met, once each.

    Args:
        connection: A database that is open for writing.
        run: The run whose claims are new; None for all claims.
    """
    _resolve(connection, "claims" if run is None else f"(FROM claims WHERE run = {run})")


def resolve_mentions_of_corrections(connection: duckdb.DuckDBPyConnection, papers: Papers) -> None:
    """Resolve the words that people have given for them in some papers."""
    _resolve(connection, f"(SELECT now.* FROM corrections WHERE {papers.among()})")


def _resolve(connection: duckdb.DuckDBPyConnection, held: str) -> None:
    for kind, words_of, resolve in _RESOLVERS:
        unknown = connection.sql(
            f"SELECT DISTINCT {words_of} AS words FROM {held} "
            "EXCEPT SELECT words FROM mentions WHERE kind = $kind ORDER BY words",
            params={"kind": kind},
        )
        found = [
            (kind, words, *entity)
            for batch in unknown.to_arrow_reader(_WORDS_AT_ONCE)
            for words in batch.column(0).to_pylist()
            if words is not None
            for entity in resolve(words)
        ]
        if found:
            columns = zip(("kind", "words", "vocabulary", "entity"), zip(*found, strict=True), strict=True)
            _insert(connection, "mentions", pa.table(dict(columns)))


def _hardware_of(words: str) -> Iterable[Entity]:
    entry = entries.resolve_hardware(words)
    return [("hardware", entry.name)] if entry is not None else []


def _workload_of(words: str) -> Iterable[Entity]:
    entry = entries.resolve_workload(words)
    return [("workloads", entry.name)] if entry is not None else []


def _subject_of(words: str) -> Iterable[Entity]:
    entity = resolve_system(words)
    return [entity] if entity is not None else []


_RESOLVERS: tuple[tuple[str, str, Callable[[str], Iterable[Entity]]], ...] = (
    ("hardware", "unnest(hardware)", _hardware_of),
    ("workload", "unnest(workload)", _workload_of),
    ("baseline", "baseline", resolve_baselines),
    ("subject", "subject", _subject_of),
)


def _insert(connection: duckdb.DuckDBPyConnection, table: str, content: pa.Table) -> None:
    staged_rows(connection, f"INSERT INTO {table} BY NAME SELECT * FROM staged", staged=content)


def _metrics() -> pa.Table:
    return pa.Table.from_pylist(
        [
            {
                "metric": entry["id"],
                "topic": entry.get("group"),
                "better": entry.get("better"),
                "scale": entry.get("scale"),
                "dimensions": entry.get("units", []),
                "description": entry.get("description"),
                "aliases": entry.get("aliases", []),
            }
            for entry in metric_rows()
        ]
    )


def _other_spellings(entry: HardwareEntry | WorkloadEntry | BaselineEntry) -> list[str]:
    return [alias.text for alias in entry.aliases if alias.text != entry.name]


def _hardware() -> pa.Table:
    return pa.Table.from_pylist(
        [
            {
                "name": entry.name,
                "vendor": entry.vendor or None,
                "kind": entry.kind,
                "architecture": entry.architecture or None,
                "year": entry.year,
                "aliases": _other_spellings(entry),
            }
            for entry in entries.hardware()
        ]
    )


def _workloads() -> pa.Table:
    return pa.Table.from_pylist(
        [
            {
                "name": entry.name,
                "kind": entry.kind,
                "area": entry.area or None,
                "aliases": _other_spellings(entry),
            }
            for entry in entries.workloads()
        ]
    )


def _baselines() -> pa.Table:
    return pa.Table.from_pylist(
        [
            {
                "name": entry.name,
                "kind": entry.kind,
                "aliases": _other_spellings(entry),
            }
            for entry in entries.baselines()
        ]
    )
