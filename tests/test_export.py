"""The database as Parquet files, and a description that other programs read."""

from __future__ import annotations

import hashlib
import itertools
import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from papers import PAPERS, write_jsonl

from claims.cli import main
from claims.store.connection import open_for_reading, rows
from claims.store.run import run_into

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
    assert not [path.name for path in dataset.iterdir() if path.suffix not in (".parquet", ".json")]


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
    assert description["conformsTo"] == "http://mlcommons.org/croissant/1.0"
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
