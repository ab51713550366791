"""Papers with their claims as Arrow batches, and the way of such batches into a database."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from papers import PAPERS, SWIFT, many_papers

import claims.sources.parquet as parquet_module
import claims.store.load as load_module
from claims.cli import main
from claims.errors import ClaimsError
from claims.model import Paper
from claims.pipeline import extract
from claims.store.connection import open_for_writing
from claims.store.key_hashes import make_key_hashes
from claims.store.known import CANDIDATES
from claims.store.load import load_into
from claims.store.rows import staged_rows
from claims.store.run import run_into
from claims.store.writer import RunWriter
from claims.streams.arrow import ADDED_COLUMNS, add_claims
from claims.streams.columns import CLAIM_COLUMNS

RECORDS = [*PAPERS, *many_papers(30)]
QUESTIONS = (
    "SELECT id, title, date, version, authors FROM papers ORDER BY paper",
    "SELECT paper, text, * EXCLUDE (claim, paper, text) FROM claims ORDER BY claim",
    "SELECT abstract, rules FROM abstracts ORDER BY text",
    "SELECT papers_read, papers_different, texts_new, claims_new, claims_total, rejects FROM runs ORDER BY run",
)


def table_of(records: list[dict[str, Any]]) -> pa.Table:
    return pa.Table.from_pylist(records, schema=pa.Table.from_pylist([SWIFT]).schema)


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    path = tmp_path / "papers.parquet"
    pq.write_table(table_of(RECORDS), path)
    return path


@pytest.fixture
def extracted(tmp_path: Path) -> Path:
    """The same papers with claims, in two parts."""
    folder = tmp_path / "extracted"
    folder.mkdir()
    whole = add_claims(table_of(RECORDS))
    pq.write_table(whole.slice(0, 11), folder / "part-0.parquet")
    pq.write_table(whole.slice(11), folder / "part-1.parquet")
    return folder


def answers(database: Path) -> list[list[tuple[Any, ...]]]:
    with duckdb.connect(str(database), read_only=True) as connection:
        return [connection.execute(question).fetchall() for question in QUESTIONS]


def as_claim(row: dict[str, Any]) -> dict[str, Any]:
    """A claim as Python has it: tuples for lists, and of what links have, only those that are given."""
    lists = {name: tuple(value) for name, value in row.items() if isinstance(value, list)}
    links = {
        name: {field: each for field, each in value.items() if each is not None}
        for name, value in row.items()
        if isinstance(value, dict)
    }
    return row | lists | links


def test_rows_keep_their_columns_and_get_their_claims() -> None:
    found = add_claims(table_of(RECORDS))
    assert found.schema.names == [*SWIFT, *ADDED_COLUMNS.names]
    assert found.select(list(SWIFT)) == table_of(RECORDS)
    for row in found.to_pylist():
        claims = [claim.as_dict() for claim in extract(row["abstract"], title=row["title"])]
        assert [as_claim(claim) for claim in row["claims"]] == claims
        assert row["failure"] is None


def test_rows_may_be_cut_in_any_way_and_worked_on_twice() -> None:
    whole = add_claims(table_of(RECORDS))
    pieces = [add_claims(batch) for batch in table_of(RECORDS).to_batches(max_chunksize=5)]
    assert all(isinstance(piece, pa.RecordBatch) for piece in pieces)
    assert pa.Table.from_batches(pieces).equals(whole)
    assert add_claims(whole).equals(whole)


def test_polars_frames_go_in_and_come_out() -> None:
    frame = pl.from_arrow(add_claims(pl.DataFrame(RECORDS[:2]).to_arrow()))
    assert isinstance(frame, pl.DataFrame)
    assert frame.explode("claims").unnest("claims")["quote"].to_list()[:3] == ["5x", "2.4x", "73%"]


def test_a_row_without_an_abstract_has_no_claims_and_a_table_without_is_refused() -> None:
    found = add_claims(pa.table({"Abstract": [None, "It is 2x faster."]}))
    assert [claims and len(claims) for claims in found["claims"].to_pylist()] == [None, 1]
    with pytest.raises(ClaimsError, match="no column named abstract; the columns are id, text"):
        add_claims(pa.table({"id": ["a"], "text": ["b"]}))
    with pytest.raises(ClaimsError, match="int64, not text"):
        add_claims(pa.table({"abstract": [1]}))


def test_loading_gives_what_a_run_gives(papers: Path, extracted: Path, tmp_path: Path) -> None:
    run_into(tmp_path / "run.duckdb", [papers])
    assert main(["load", str(extracted), "--db", str(tmp_path / "load.duckdb")]) == 0
    assert answers(tmp_path / "load.duckdb") == answers(tmp_path / "run.duckdb")


def test_loading_again_adds_nothing_and_a_run_knows_what_was_loaded(
    papers: Path, extracted: Path, tmp_path: Path
) -> None:
    database = tmp_path / "x.duckdb"
    first = load_into(database, [extracted]).counts
    for again in (load_into(database, [extracted]), run_into(database, [papers])):
        assert (again.counts.claims_new, again.counts.claims_gone) == (0, 0)
        assert again.counts.texts_skipped == first.papers_read == len(RECORDS)


def test_rows_that_cannot_be_read_or_failed_become_rejects(tmp_path: Path) -> None:
    rows = add_claims(table_of([*PAPERS, {**SWIFT, "id": "x", "abstract": None}])).to_pylist()
    rows[1] |= {"claims": None, "failure": "extraction failed: ValueError: no"}
    file = tmp_path / "some.parquet"
    pq.write_table(pa.Table.from_pylist(rows, schema=add_claims(table_of(RECORDS)).schema), file)
    counts = load_into(tmp_path / "x.duckdb", [file]).counts
    assert (counts.papers_read, counts.rejects, counts.without_abstract) == (3, 1, 1)
    assert counts.claims_total == 3
    with duckdb.connect(str(tmp_path / "x.duckdb")) as connection:
        reasons = connection.execute("SELECT place, reason FROM rejects ORDER BY ALL").fetchall()
    assert reasons == [("row 2", "extraction failed: ValueError: no"), ("row 4", "no abstract")]


def test_a_file_is_loaded_in_batches_however_few_of_its_rows_are_read_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "many.parquet"
    records = [
        {"id": f"p{i}", "title": f"Paper {i}", "abstract": f"Nothing here, {'x' * i}"} for i in range(100)
    ]
    pq.write_table(add_claims(pa.Table.from_pylist(records)), file)
    placed: list[int] = []
    place = RunWriter.place

    def noted(writer: RunWriter, papers: Sequence[Paper]) -> list[Paper]:
        placed.append(len(papers))
        return place(writer, papers)

    monkeypatch.setattr(RunWriter, "place", noted)
    monkeypatch.setattr(parquet_module, "_SLICE", 7)
    monkeypatch.setattr(load_module, "BATCH_PAPERS", 50)
    load_into(tmp_path / "x.duckdb", [file])
    assert placed == [56, 44]  # eight slices, and the rest


def test_which_papers_a_batch_may_be_of_is_asked_of_narrow_rows_alone(tmp_path: Path) -> None:
    """Else each batch unpacks the keys of all papers before it, and time grows with the square of their number."""
    connection = open_for_writing(tmp_path / "x.duckdb")
    make_key_hashes(connection)
    names = pa.table({"names": [True, None], "name": ["doi:10.1/1", "p1"]})
    [(_, plan)] = staged_rows(connection, f"EXPLAIN {CANDIDATES}", {"most": 3}, staged=names)
    connection.close()
    assert re.findall(r"Table: (.*?) ", plan) == ['"temp".main.key_hashes']


def refusal(capfd: pytest.CaptureFixture[str], *arguments: object) -> str:
    assert main([str(argument) for argument in arguments]) == 2
    said = capfd.readouterr().err
    assert said.count("\n") == 1
    return said


def test_what_cannot_be_loaded_is_refused_in_one_line(
    papers: Path, extracted: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    database = tmp_path / "x.duckdb"
    assert "no column named claims" in refusal(capfd, "load", papers, "--db", database)
    assert "no such file" in refusal(capfd, "load", tmp_path / "absent", "--db", database)
    (tmp_path / "empty").mkdir()
    assert "no file *.parquet" in refusal(capfd, "load", tmp_path / "empty", "--db", database)
    old = pq.read_table(extracted / "part-1.parquet")
    old = old.set_column(old.schema.names.index("rules"), "rules", pa.array(["older"] * old.num_rows))
    pq.write_table(old, extracted / "part-1.parquet")
    assert "part-1.parquet: extracted by other rules (older)" in refusal(
        capfd, "load", extracted, "--db", database
    )
    assert not database.exists()


def test_the_columns_of_a_claim_are_the_same_everywhere() -> None:
    assert ADDED_COLUMNS.field("claims").type.value_type.names == CLAIM_COLUMNS.names
