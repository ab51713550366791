"""The database as Parquet files, and a description that other programs read."""

from __future__ import annotations

import hashlib
import itertools
import json
import shutil
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest
from papers import PAPERS, write_jsonl

from benchmarks.torture.warm import Warm
from claims.cli import main
from claims.store.connection import open_for_reading
from claims.store.rows import rows
from claims.store.run import run_into

BESIDE = {"README.md", "croissant.json", "export.json"}
LICENSE = "https://creativecommons.org/publicdomain/zero/1.0/"


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export")
    run_into(folder / "claims.duckdb", [write_jsonl(folder / "papers.jsonl", PAPERS)])
    return folder / "claims.duckdb"


@pytest.fixture(scope="module")
def dataset(database: Path) -> Path:
    folder = database.parent / "dataset"
    assert main(["export", str(folder), "--db", str(database), "--license", LICENSE]) == 0
    return folder


@pytest.fixture(scope="module")
def description(dataset: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((dataset / "croissant.json").read_bytes())
    return content


def test_each_table_and_view_is_a_file_with_all_of_its_rows(database: Path, dataset: Path) -> None:
    with open_for_reading(database) as connection:
        names = rows(
            connection,
            "SELECT table_name FROM duckdb_tables() WHERE NOT internal "
            "UNION ALL SELECT view_name FROM duckdb_views() WHERE NOT internal",
        )
        sizes = {name: rows(connection, f'SELECT count(*) FROM "{name}"')[0][0] for (name,) in names}
    assert {path.stem: pl.read_parquet(path).height for path in dataset.glob("*.parquet")} == sizes
    assert sizes["results"] == 6
    assert {path.name for path in dataset.iterdir() if path.suffix != ".parquet"} == BESIDE


def test_nested_columns_become_flat(dataset: Path) -> None:
    frame = pl.read_parquet(dataset / "claims_by_hardware.parquet")
    assert set(frame.filter(pl.col("quote") == "5x").select("hardware_name", "hardware_vendor").row(0)) == {
        "A100",
        "NVIDIA",
    }
    [inputs] = pl.read_parquet(dataset / "runs.parquet")["inputs"]
    assert json.loads(inputs)[0]["file"].endswith("papers.jsonl")


def test_the_description_lists_every_file_and_column_with_its_meaning(
    dataset: Path, description: dict[str, Any]
) -> None:
    files = {file["@id"]: file for file in description["distribution"]}
    assert set(files) == {path.name for path in dataset.glob("*.parquet")}
    for name, file in files.items():
        content = (dataset / name).read_bytes()
        assert file["sha256"] == hashlib.sha256(content).hexdigest()
        assert file["contentSize"] == f"{len(content)} B"
    for record in description["recordSet"]:
        frame = pl.read_parquet(dataset / f"{record['name']}.parquet")
        assert [field["name"] for field in record["field"]] == frame.columns
        assert [bool(field.get("repeated")) for field in record["field"]] == [
            kind == pl.List for kind in frame.dtypes
        ]
        assert all(field["description"] for field in record["field"])
    assert description["conformsTo"] == "http://mlcommons.org/croissant/1.1"
    assert description["license"] == LICENSE


@pytest.mark.filterwarnings("ignore::Warning")  # those of its own libraries
def test_the_reference_implementation_reads_it(dataset: Path, description: dict[str, Any]) -> None:
    mlcroissant = pytest.importorskip("mlcroissant", reason="comes with .[dev]")
    read = mlcroissant.Dataset(str(dataset / "croissant.json"))
    assert (read.metadata.ctx.issues.errors, read.metadata.ctx.issues.warnings) == (set(), set())
    for record in description["recordSet"]:
        list(itertools.islice(read.records(record["@id"]), 3))
    [best] = [
        row
        for row in read.records("results")
        if row["results/quote"] == b"5x" and row["results/metric"] == b"speed"
    ]
    assert (best["results/factor"], best["results/hardware"]) == (5.0, [b"NVIDIA A100 GPU"])


def test_a_second_export_replaces_the_first(database: Path, dataset: Path) -> None:
    before = (dataset / "results.parquet").read_bytes()
    (dataset / "results.parquet").write_bytes(b"cut")
    assert main(["export", str(dataset), "--db", str(database), "--license", LICENSE]) == 0
    assert (dataset / "results.parquet").read_bytes() == before


def test_a_folder_that_cannot_be_written_is_told(
    database: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "taken").write_text("a file")
    assert main(["export", str(tmp_path / "taken"), "--db", str(database)]) == 2
    assert capfd.readouterr().err.startswith(f"claims: {tmp_path / 'taken'}: cannot be written")


HOSTILE = ("../../evil", "/tmp/evil", "a\nb", 'with "quotes"', "x" * 300, "ö", "croissant", "..", "%2e")


def test_a_table_of_any_name_is_written_into_the_folder(database: Path, tmp_path: Path) -> None:
    """And described under the name that its file has."""
    shutil.copy(database, tmp_path / "claims.duckdb")
    with duckdb.connect(str(tmp_path / "claims.duckdb")) as connection:
        for name in HOSTILE:
            quoted = '"' + name.replace('"', '""') + '"'
            connection.execute(f"CREATE TABLE {quoted} AS SELECT 1 AS {quoted}")
    command = ["export", str(tmp_path / "deep" / "dataset"), "--db", str(tmp_path / "claims.duckdb")]
    assert main(command) == 0  # tables of one's own may stand beside ours
    folder = tmp_path / "deep" / "dataset"
    assert {path.name for path in tmp_path.iterdir()} == {"claims.duckdb", "deep"}
    assert {path.name for path in folder.parent.iterdir()} == {"dataset"}
    assert is_described(folder)
    names = {pl.read_parquet(path).columns[0] for path in folder.glob("*.parquet")}
    assert set(HOSTILE) <= names


def is_described(folder: Path) -> bool:
    """Return whether the description tells of the files that are there, and of those as they are."""
    description = json.loads((folder / "croissant.json").read_bytes())
    files = {file["name"]: file["sha256"] for file in description["distribution"]}
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.glob("*.parquet")}
    return files == found and {path.name for path in folder.iterdir()} == {*files, *BESIDE}


def test_of_exports_at_once_each_is_whole_or_refused(warm: Warm, database: Path, tmp_path: Path) -> None:
    folder = tmp_path / "dataset"
    errors = [tmp_path / f"errors-{number}" for number in range(3)]
    arguments = ["export", str(folder), "--db", str(database)]
    statuses = [warm.wait(process) for process in [warm.start(arguments, each) for each in errors]]
    assert 0 in statuses
    assert is_described(folder)
    for status, each in zip(statuses, errors, strict=True):
        if status:
            assert status == 2
            told = each.read_text()
            assert told == f"claims: {folder}: another export is writing it: try again when that has ended\n"


def test_what_is_there_besides_an_export_stays(database: Path, tmp_path: Path) -> None:
    theirs = {".results.parquet.part": b"theirs", "notes.txt": b"theirs"}
    for name, content in theirs.items():
        (tmp_path / name).write_bytes(content)
    assert main(["export", str(tmp_path), "--db", str(database)]) == 0
    assert {name: (tmp_path / name).read_bytes() for name in theirs} == theirs


def test_an_export_that_fails_leaves_the_one_before(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["export", str(tmp_path), "--db", str(database)]) == 0
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    def failing(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("claims.report.exports.parquet.described", failing)
    assert main(["export", str(tmp_path), "--db", str(database)]) == 2
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
