"""Whole papers in the database: their tables, the results in them, the claims of their text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from claims.errors import ClaimsError
from claims.model import Paper
from claims.numbers.units import to_base
from claims.store.rows import count, rows, staged_rows
from claims.streams.documents import WholePaper, read_whole_papers
from claims.tables.model import RESULT_FIELDS

if TYPE_CHECKING:
    import duckdb

    from claims.files.journal import Journal
    from claims.store.writer import RunWriter

_STRINGS = pa.list_(pa.string())
_TABLES = pa.schema(
    [
        ("document", pa.int32()), ("number", pa.int32()), ("label", pa.string()), ("caption", pa.string()),
        ("section", pa.string()), ("place", pa.string()), ("appendix", pa.bool_()), ("cells", pa.list_(_STRINGS)),
        ("refused", pa.string()),
    ]
)  # fmt: skip
_CELLS = pa.schema(
    [
        ("document", pa.int32()), ("number", pa.int32()), ("row", pa.int32()), ("col", pa.int32()),
        ("kind", pa.string()),
    ]
)  # fmt: skip
_RESULT_TYPES: dict[str, Any] = {
    "row": pa.int32(), "col": pa.int32(), "value": pa.float64(), "uncertainty": pa.float64(),
    "higher_is_better": pa.bool_(),
    "best": pa.bool_(), "dataset": _STRINGS, "setting": _STRINGS, "hardware": _STRINGS,
}  # fmt: skip
_RESULTS = pa.schema(
    [
        ("result", pa.int32()), ("document", pa.int32()), ("number", pa.int32()),
        *((name, _RESULT_TYPES.get(name, pa.string())) for name in RESULT_FIELDS),
        ("base_value", pa.float64()), ("base_unit", pa.string()),
    ]
)  # fmt: skip
_STATEMENTS = pa.schema(
    [
        ("document", pa.int32()), ("section", pa.string()), ("section_kind", pa.string()), ("sections", _STRINGS),
        ("paragraph", pa.int32()), ("place", pa.string()), ("quote", pa.string()), ("form", pa.string()),
        ("lo", pa.float64()), ("hi", pa.float64()), ("unit", pa.string()), ("metric", pa.string()),
        ("metric_text", pa.string()), ("change", pa.string()), ("polarity", pa.string()), ("bound", pa.string()),
        ("statistic", pa.string()), ("subject", pa.string()), ("baseline", pa.string()), ("hardware", _STRINGS),
        ("workload", _STRINGS), ("role", pa.string()), ("confidence", pa.float64()), ("sentence", pa.string()),
    ]
)  # fmt: skip
_PLACE = "whole paper"
_KINDS = ("tables", "table_cells", "table_results", "statements")


class DocumentWriter:
    """Adds whole papers to a run, in its transaction."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, writer: RunWriter) -> None:
        self._connection = connection
        self._writer = writer
        self._next_document = 1 + count(connection, "SELECT max(document) FROM documents")
        self._next_result = 1 + count(connection, "SELECT max(result) FROM table_results")

    def papers(self, paths: Sequence[Path], *, jobs: int, journal: Journal | None = None) -> Iterator[Paper]:
        """Read whole papers, add what they hold, and yield each as a paper whose abstract is to be extracted.

        Args:
            paths: Files and folders.
            jobs: Number of worker processes.
            journal: Keeps papers that are read, and gives those of an earlier run that was interrupted.
        """
        for whole in read_whole_papers(paths, jobs=jobs, journal=journal):
            for reject in whole.rejects:
                self._writer.reject(reject)
            if whole.paper is not None:
                if whole.file == "-":  # another paper may come the same way in another run
                    whole.file = f"- ({whole.paper.id})"
                    whole.paper = replace(whole.paper, source=whole.file)
                self._add(whole)
                yield whole.paper

    def finish(self) -> None:
        """Tie the documents to the papers that they turned out to be."""
        rows(
            self._connection,
            "UPDATE documents SET paper = s.paper FROM sources s "
            "WHERE s.file = documents.file AND s.place = ? AND documents.paper IS NULL",
            [_PLACE],
        )

    def _add(self, whole: WholePaper) -> None:
        """Add a document; what an earlier run read from the same file goes."""
        file = whole.file
        rows(
            self._connection,
            "INSERT INTO temp.changed_papers SELECT paper FROM documents WHERE file = ? AND paper IS NOT NULL",
            [file],
        )
        for kind in _KINDS:
            rows(
                self._connection,
                f"DELETE FROM {kind} WHERE document IN (SELECT document FROM documents WHERE file = ?)",
                [file],
            )
        rows(self._connection, "DELETE FROM documents WHERE file = ?", [file])
        document, self._next_document = self._next_document, self._next_document + 1
        rows(
            self._connection,
            "INSERT INTO documents VALUES (?, NULL, ?, ?, ?, ?)",
            [document, file, whole.format, whole.title, self._writer.run],
        )
        results = []
        for row in whole.results:
            results.append({"result": self._next_result, "document": document, **row, **_in_base_unit(row)})
            self._next_result += 1
        self._stage("tables", _TABLES, [{"document": document, **row} for row in whole.tables])
        self._stage("table_cells", _CELLS, [{"document": document, **row} for row in whole.kinds])
        self._stage("table_results", _RESULTS, results)
        self._stage("statements", _STATEMENTS, [{"document": document, **row} for row in whole.statements])

    def _stage(self, table: str, schema: pa.Schema, values: list[dict[str, Any]]) -> None:
        if values:
            staged = pa.Table.from_pylist(values, schema=schema)
            staged_rows(self._connection, f"INSERT INTO {table} BY NAME SELECT * FROM staged", staged=staged)


def _in_base_unit(row: dict[str, Any]) -> dict[str, Any]:
    """Return a level in the base unit of its dimension, nothing where it has none."""
    unit = row["unit"]
    if row["form"] != "level" or not unit or unit in {"1", "percent", "x"}:
        return {"base_value": None, "base_unit": None}
    try:
        value, base = to_base(row["value"], unit)
    except ClaimsError:
        return {"base_value": None, "base_unit": None}
    return {"base_value": value, "base_unit": base}
