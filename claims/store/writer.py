"""One run into the database: rows written, claims added or marked as gone, all or nothing."""

from __future__ import annotations

import contextlib
from collections import Counter, deque
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any

import duckdb
import pyarrow as pa

from claims.model import CLAIM_FIELDS, Paper, Reject
from claims.store.key_hashes import add_keys, add_papers, drop_key_hashes, make_key_hashes
from claims.store.known import PAPER_COLUMNS, KnownPaper
from claims.store.layout import program_version
from claims.store.overlay import Laid
from claims.store.placing import Placed, Placer, Places, RunCounts
from claims.store.rows import count, rows, staged_rows
from claims.store.shown import bring_up_to_date
from claims.store.vocabularies import load_vocabularies, resolve_mentions
from claims.streams.batches import Columns
from claims.streams.fingerprint import rules_fingerprint, vocabulary_fingerprint

_ABSTRACTS = pa.schema(
    [
        ("text", pa.int32()),
        ("paper", pa.int32()),
        ("abstract", pa.string()),
        ("digest", pa.uint64()),
        ("version", pa.int32()),
        ("date", pa.date32()),
        ("run", pa.int32()),
        ("rules", pa.string()),
    ]
)
_SOURCES = pa.schema(
    [
        ("paper", pa.int32()),
        ("text", pa.int32()),
        ("file", pa.string()),
        ("place", pa.string()),
        ("id", pa.string()),
        ("title", pa.string()),
        ("run", pa.int32()),
    ]
)
_KEYS = pa.schema([("key", pa.string()), ("paper", pa.int32())])
_REJECTS = pa.schema(
    [
        ("run", pa.int32()),
        ("file", pa.string()),
        ("place", pa.string()),
        ("reason", pa.string()),
        ("sample", pa.string()),
    ]
)
_NUMBERS = pa.schema([("number", pa.int32())])

# `end` is a keyword of SQL, and `start` alone would say little beside sentence_start.
CLAIM_COLUMN_NAMES = [{"start": "quote_start", "end": "quote_end"}.get(name, name) for name in CLAIM_FIELDS]
_SAME_CLAIM = " AND ".join(f"c.{name} IS NOT DISTINCT FROM f.{name}" for name in CLAIM_COLUMN_NAMES)
_MAX_REJECTS_HELD = 1000


class RunWriter:
    """Writes one run in one transaction.

    For each batch: :meth:`place`, extraction of what it returns, :meth:`add`. Several batches may be
    placed before the first is added, as long as they are added in the same order. At the end
    :meth:`finish`, or :meth:`abandon` to leave the database as it was.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = self._connection = connection
        self._started = datetime.now(UTC)
        self._rules = rules_fingerprint()
        connection.begin()
        self.run = 1 + count(connection, "SELECT max(run) FROM runs")
        self.counts = RunCounts()
        make_key_hashes(connection)
        # Of whose records another one has told something, that are another paper now, or have another document.
        rows(connection, "CREATE OR REPLACE TEMP TABLE changed_papers (paper INTEGER)")
        self._placer = Placer(connection, self.run, self._rules, self.counts)
        self._next_claim = 1 + count(connection, "SELECT max(claim) FROM claims")
        self._waiting: deque[Places] = deque()
        self._rejects: list[Reject] = []
        self.corrections = Laid()

    def place(self, records: Sequence[Paper]) -> list[Paper]:
        """Find out which papers the records are, keep what is new, and return what must be extracted.

        Returns:
            The records whose text is new, or was last extracted by other rules.
        """
        placed = self._placer.place(records)
        self._write(placed)
        self._waiting.append(placed.places)
        return placed.todo

    def add(self, extracted: Columns) -> None:
        """Add the claims of the next batch that was placed."""
        places = self._waiting.popleft()
        owners = extracted.claims.column("paper")
        numbers = range(self._next_claim, self._next_claim + len(owners))
        self._next_claim += len(owners)
        papers = [self._placer.paper_after_merges(number) for number in places.papers]
        columns: dict[str, Any] = {
            "claim": pa.array(numbers, pa.int32()),
            "paper": pa.array(papers, pa.int32()).take(owners),
            "text": pa.array(places.texts, pa.int32()).take(owners),
        }
        columns |= {
            name: extracted.claims.column(source)
            for name, source in zip(CLAIM_COLUMN_NAMES, CLAIM_FIELDS, strict=True)
        }
        failed = [places.texts[index] for index in sorted(extracted.failed)]
        if failed:
            self._staged(_table(_NUMBERS, [(text,) for text in failed]), _FORGET_RULES)
        again = sorted(set(places.again) - set(failed))
        found = pa.table(columns)
        if again:
            self._replace_claims(found, again)
        elif len(owners):
            self.counts.claims_new += self._staged(found, _ADD_CLAIMS, {"run": self.run})

    def reject(self, reject: Reject) -> None:
        """Keep a record that could not be read or extracted."""
        if reject.no_abstract:
            self.counts.without_abstract += 1
        else:
            self.counts.rejects += 1
        self._rejects.append(reject)
        if len(self._rejects) >= _MAX_REJECTS_HELD:
            self._write_rejects()

    def finish(self, inputs: Sequence[Mapping[str, Any]]) -> RunCounts:
        """Write the row of the run and commit.

        Args:
            inputs: ``file``, ``sha256`` and ``bytes`` of each input.
        """
        connection = self._connection
        self._write_rejects()
        drop_key_hashes(connection)
        words_are_gone = load_vocabularies(connection)
        resolve_mentions(connection, None if words_are_gone else self.run)
        counts = self.counts
        counts.papers_different = self._placer.papers_different
        counts.claims_total = count(connection, _CLAIMS_TOTAL)
        self.corrections = bring_up_to_date(connection, _CHANGED_BY_RUN.format(run=self.run))
        finished = datetime.now(UTC)
        row = {
            "run": self.run,
            "started": self._started.replace(tzinfo=None),
            "finished": finished.replace(tzinfo=None),
            "seconds": (finished - self._started).total_seconds(),
            "version": program_version(),
            "rules": self._rules,
            "vocabulary": vocabulary_fingerprint(),
            "inputs": [dict(entry) for entry in inputs],
            **{name: getattr(counts, name) for name in RunCounts.__slots__},
        }
        staged = pa.Table.from_pylist([row], schema=_run_schema(row))
        self._staged(staged, "INSERT INTO runs BY NAME SELECT * FROM staged")
        connection.commit()
        # The run is in the database now. Without room to move it from the log into the file, it stays in the log.
        with contextlib.suppress(duckdb.Error):
            rows(connection, "CHECKPOINT")
        return counts

    def reasons(self) -> dict[str, int]:
        """Return why texts that were known had to be extracted again, with their numbers."""
        known = rows(self._connection, "SELECT rules, vocabulary FROM runs")
        vocabularies: dict[str, str] = dict(known)
        found: Counter[str] = Counter()
        for rules, number in self._placer.rules_before.items():
            if rules is None:
                found["their extraction had failed"] += number
            elif vocabularies.get(rules) == vocabulary_fingerprint():
                found["the rules have changed"] += number
            else:
                found["the vocabularies have changed"] += number
        return dict(found)

    def abandon(self) -> None:
        """Leave the database as it was before the run."""
        with contextlib.suppress(duckdb.Error, RuntimeError):  # a failed write has undone it already
            self._connection.rollback()

    def _move_merged(self, merged: Sequence[int]) -> None:
        """Give the rows of papers that are others to those, and remove the papers."""
        moved = pa.table(
            {
                "old": pa.array(merged, pa.int32()),
                "new": pa.array(map(self._placer.paper_after_merges, merged), pa.int32()),
            }
        )
        for table in (
            "abstracts",
            "sources",
            "paper_keys",
            "key_hashes",
            "claims",
            "documents",
            "corrections",
        ):
            self._staged(
                moved, f"UPDATE {table} SET paper = staged.new FROM staged WHERE {table}.paper = staged.old"
            )
        self._staged(moved, "DELETE FROM papers WHERE paper IN (SELECT old FROM staged)")
        self._staged(moved, "INSERT INTO temp.changed_papers SELECT unnest([old, new]) FROM staged")

    def _write(self, placed: Placed) -> None:
        if placed.merged:
            self._move_merged(placed.merged)
        papers = placed.known.values()
        new = [paper for paper in papers if paper.is_new]
        changed = [paper for paper in papers if paper.is_changed and not paper.is_new]
        if new:
            table = _papers_table(new)
            self._staged(table, "INSERT INTO papers SELECT * FROM staged")
            add_papers(self._connection, table)
        if changed:
            table = _papers_table(changed)
            self._staged(table, _UPDATE_PAPERS)
            self._staged(table, "INSERT INTO temp.changed_papers SELECT paper FROM staged")
        if placed.places.again:
            again = _table(_NUMBERS, [(text,) for text in placed.places.again])
            self._staged(again, _RENEW_RULES, {"rules": self._rules})
        for schema, values, sql in (
            (_ABSTRACTS, placed.abstracts, "INSERT INTO abstracts SELECT * FROM staged"),
            (_SOURCES, placed.sources_new, "INSERT INTO sources SELECT * FROM staged"),
            (_SOURCES, placed.sources_again, _ADD_SOURCES),
        ):
            if values:
                self._staged(self._table_after_merges(schema, values), sql)
        if placed.keys:
            keys = self._table_after_merges(_KEYS, placed.keys)
            self._staged(keys, "INSERT INTO paper_keys SELECT * FROM staged")
            add_keys(self._connection, keys)

    def _table_after_merges(self, schema: pa.Schema, values: Sequence[tuple[Any, ...]]) -> pa.Table:
        table = _table(schema, values)
        if not self._placer.has_merged:
            return table
        index = schema.get_field_index("paper")
        numbers = [self._placer.paper_after_merges(number) for number in table.column(index).to_pylist()]
        return table.set_column(index, schema.field(index), pa.array(numbers, pa.int32()))

    def _replace_claims(self, found: pa.Table, again: list[int]) -> None:
        """Add what is new among the claims of texts that were extracted before, and mark what is gone."""
        parameters = {"run": self.run}
        numbers = _table(_NUMBERS, [(text,) for text in again])
        self.counts.claims_gone += self._staged(found, _MARK_GONE, parameters, again=numbers)
        self.counts.claims_new += self._staged(found, _ADD_NEW_CLAIMS, parameters)

    def _write_rejects(self) -> None:
        if self._rejects:
            table = [
                (self.run, reject.source, reject.place, reject.reason, reject.sample)
                for reject in self._rejects
            ]
            self._staged(_table(_REJECTS, table), "INSERT INTO rejects SELECT * FROM staged")
            self._rejects.clear()

    def _staged(
        self,
        table: pa.Table,
        sql: str,
        parameters: Mapping[str, object] | None = None,
        *,
        again: pa.Table | None = None,
    ) -> int:
        """Run a statement that reads Arrow tables as ``staged`` and ``again``; return the rows it changed."""
        ((changed,),) = staged_rows(self._connection, sql, parameters, staged=table, again=again)
        return int(changed)


_CHANGED_BY_RUN = """
    SELECT paper FROM papers WHERE run = {run} UNION ALL SELECT paper FROM abstracts WHERE run = {run}
    UNION ALL SELECT paper FROM claims WHERE run = {run} OR gone_run = {run}
    UNION ALL SELECT paper FROM documents WHERE run = {run} UNION ALL FROM temp.changed_papers
"""
_CLAIMS_TOTAL = """
    SELECT count(*) FROM claims c WHERE gone_run IS NULL
    AND EXISTS (FROM papers p WHERE p.paper = c.paper AND p.text = c.text)
"""
_LIST = ", ".join(CLAIM_COLUMN_NAMES)
_ADD_CLAIMS = f"""
    INSERT INTO claims SELECT claim, paper, text, {_LIST}, $run, NULL FROM staged ORDER BY claim
"""
_ADD_NEW_CLAIMS = f"""
    INSERT INTO claims SELECT claim, paper, text, {_LIST}, $run, NULL FROM staged f
    WHERE NOT EXISTS (FROM claims c WHERE c.text = f.text AND c.gone_run IS NULL AND {_SAME_CLAIM})
    ORDER BY claim
"""
_MARK_GONE = f"""
    UPDATE claims c SET gone_run = $run
    WHERE c.gone_run IS NULL AND c.text IN (SELECT number FROM again)
    AND NOT EXISTS (FROM staged f WHERE f.text = c.text AND {_SAME_CLAIM})
"""
_UPDATE_PAPERS = "UPDATE papers SET {} FROM staged WHERE papers.paper = staged.paper".format(
    ", ".join(f"{name} = staged.{name}" for name in PAPER_COLUMNS.names if name not in ("paper", "id", "run"))
)
_RENEW_RULES = "UPDATE abstracts SET rules = $rules WHERE text IN (SELECT number FROM staged)"
_FORGET_RULES = "UPDATE abstracts SET rules = NULL WHERE text IN (SELECT number FROM staged)"
_ADD_SOURCES = """
    INSERT INTO sources SELECT * FROM staged
    WHERE (file, place, text) NOT IN (
        SELECT (file, place, text) FROM sources WHERE text IN (SELECT text FROM staged)
    )
"""


def _table(schema: pa.Schema, values: Sequence[Sequence[Any]]) -> pa.Table:
    columns = list(zip(*values, strict=True)) or [()] * len(schema)
    return pa.table(
        [pa.array(column, kind.type) for column, kind in zip(columns, schema, strict=True)], schema=schema
    )


_row_of_paper: Callable[[KnownPaper], tuple[Any, ...]] = attrgetter(*PAPER_COLUMNS.names)


def _papers_table(papers: Sequence[KnownPaper]) -> pa.Table:
    return _table(PAPER_COLUMNS, [_row_of_paper(paper) for paper in papers])


def _run_schema(row: Mapping[str, Any]) -> pa.Schema:
    types = {
        "started": pa.timestamp("us"),
        "finished": pa.timestamp("us"),
        "seconds": pa.float64(),
        "version": pa.string(),
        "rules": pa.string(),
        "vocabulary": pa.string(),
        "inputs": pa.list_(
            pa.struct([("file", pa.string()), ("sha256", pa.string()), ("bytes", pa.int64())])
        ),
    }
    return pa.schema([(name, types.get(name, pa.int32())) for name in row])
