"""Exports read by the programs that people read them with, where these are installed: ``make readers``."""

from __future__ import annotations

import asyncio
import html
import json
from pathlib import Path
from typing import Any

import pytest
from papers import PAPERS, write_jsonl

import claims

REASON = "no readers of exports: pip install 'claimsdb[readers]'"


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> claims.Database:
    folder = tmp_path_factory.mktemp("readers")
    database = claims.open(folder / "claims.duckdb")
    database.run(write_jsonl(folder / "papers.jsonl", PAPERS))
    database.export(folder / "out", ["parquet", "csv", "sqlite"], license="CC-BY-4.0")
    return database


@pytest.fixture(scope="module")
def exported(database: claims.Database) -> Path:
    return database.path.parent / "out"


@pytest.fixture
def datasets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    # Nothing is looked for in the web, and nothing kept in the user's cache.
    for name in ("HF_HUB_OFFLINE", "HF_DATASETS_OFFLINE", "HF_HUB_DISABLE_TELEMETRY"):
        monkeypatch.setenv(name, "1")
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hub"))
    module = pytest.importorskip("datasets", reason=REASON)
    module.disable_progress_bars()
    return module


def test_the_card_tells_datasets_which_tables_there_are(
    datasets: Any, database: claims.Database, exported: Path, tmp_path: Path
) -> None:
    names = datasets.get_dataset_config_names(str(exported))
    assert {"results", "papers", "current_claims"} <= set(names)
    found = datasets.load_dataset(str(exported), "results", split="train", cache_dir=str(tmp_path))
    [(count,)] = database.sql("SELECT count(*) FROM results").rows()
    assert found.num_rows == count > 0
    assert {"subject", "claimed", "hardware", "factor"} <= set(found.column_names)
    claimed = database.sql("SELECT claimed, hardware FROM results ORDER BY claim").rows()
    assert [(row["claimed"], row["hardware"]) for row in found.sort("claim")] == claimed


def test_datasets_reads_the_csv(
    datasets: Any, database: claims.Database, exported: Path, tmp_path: Path
) -> None:
    papers = str(exported / "papers.csv")
    found = datasets.load_dataset("csv", data_files=papers, split="train", cache_dir=str(tmp_path))
    titles = [title for (title,) in database.sql("SELECT title FROM papers ORDER BY paper").rows()]
    assert found["title"] == titles


def test_sqlite_utils_finds_keys_and_words(exported: Path) -> None:
    sqlite_utils = pytest.importorskip("sqlite_utils", reason=REASON)
    file = sqlite_utils.Database(exported / "claims.sqlite")
    assert file["claims"].pks == ["claim"]
    assert ("paper", "papers") in {(key.column, key.other_table) for key in file["claims"].foreign_keys}
    assert file["papers"].detect_fts() == "papers_fts"
    assert (
        {row["id"] for row in file["papers"].search("swiftcaches")}
        == {row["id"] for row in file["papers"].rows if "swiftcache" in row["abstract"].lower()}
        != set()
    )


def test_datasette_serves_tables_with_their_descriptions_and_searches_them(exported: Path) -> None:
    app = pytest.importorskip("datasette.app", reason=REASON)
    metadata = json.loads((exported / "metadata.json").read_bytes())
    described = metadata["databases"]["claims"]["tables"]["claims"]
    site = app.Datasette([str(exported / "claims.sqlite")], metadata=metadata)

    async def got(path: str) -> Any:
        answer = await site.client.get(path)
        assert answer.status_code == 200, path
        return answer

    async def visited() -> None:
        await site.invoke_startup()
        assert "CC-BY-4.0" in (await got("/claims")).text
        assert described["columns"]["sentence"] in html.unescape((await got("/claims/claims")).text)
        found = (await got("/claims/papers.json?_search=cache&_shape=array")).json()
        assert found
        assert all("cache" in f"{row['title']} {row['abstract']}".lower() for row in found)
        row = (await got("/claims/claims.json?_labels=on&_size=1")).json()["rows"][0]
        assert row["paper"]["label"] in {paper.get("title", "") for paper in PAPERS}

    asyncio.run(visited())
