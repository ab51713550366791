"""A database from Python: run, rank, compare, ask; frames of any library; mistakes in types."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import polars as pl
import pyarrow as pa
import pytest

import claims
from claims.errors import ClaimsError

pytestmark = pytest.mark.usefixtures("answers")

PAPERS = [
    {
        "id": "a",
        "title": "LarchCache",
        "abstract": "LarchCache is 2.4x faster than LRU.",
        "date": "2024-01-12",
    },
    {
        "id": "b",
        "title": "BirchCache",
        "abstract": "BirchCache is 3.1x faster than LRU.",
        "date": "2022-05-01",
    },
]


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> claims.Database:
    db = claims.open(tmp_path_factory.mktemp("database") / "claims.duckdb")
    assert db.run(PAPERS).counts.papers_new == 2
    return db


def test_boards_come_as_frames_and_filters_hold(database: claims.Database) -> None:
    board = database.leaderboard("speed")
    assert isinstance(board, pl.DataFrame)
    assert board["subject"].to_list() == ["BirchCache", "LarchCache"]
    assert database.leaderboard("speed", since="2023")["subject"].to_list() == ["LarchCache"]
    with pytest.raises(ClaimsError):
        database.leaderboard("what is best")


def test_systems_are_compared_over_others(database: claims.Database) -> None:
    comparison = database.compare("BirchCache", "LarchCache", metric="speed")
    assert comparison.chains[0].product == pytest.approx(3.1 / 2.4)


def test_a_paper_comes_with_its_claims(database: claims.Database) -> None:
    paper = database.paper("a")
    assert paper.abstract == PAPERS[0]["abstract"]
    assert paper.claims[0]["baseline"] == "LRU"


def test_sql_reads_and_nothing_else(database: claims.Database) -> None:
    assert database.sql("SELECT count(*) AS n FROM results")["n"].to_list() == [2]
    with pytest.raises(ClaimsError):
        database.sql("DELETE FROM claims")
    assert repr(database).startswith("claims.open(")


@pytest.mark.parametrize("kind", ["path", "list of paths", "papers", "generator", "polars", "arrow"])
def test_a_run_takes_papers_from_anywhere(tmp_path: Path, kind: str) -> None:
    file = tmp_path / "papers.jsonl"
    file.write_text("".join(json.dumps(paper) + "\n" for paper in PAPERS))
    given = {
        "path": str(file),
        "list of paths": [file],
        "papers": [claims.Paper(id=paper["id"], abstract=paper["abstract"]) for paper in PAPERS],
        "generator": (paper for paper in PAPERS),
        "polars": pl.DataFrame(PAPERS),
        "arrow": pa.Table.from_pylist(PAPERS),
    }[kind]
    db = claims.open(tmp_path / "x.duckdb")
    assert db.run(given).counts.claims_new == 2
    assert db.sql("SELECT id FROM papers ORDER BY id")["id"].to_list() == ["a", "b"]


@pytest.mark.parametrize("papers", [7, [7], {"id": "a"}, None])
def test_what_is_no_paper_is_a_type_error_and_leaves_nothing(tmp_path: Path, papers: object) -> None:
    with pytest.raises(TypeError, match=r"not (int|dict|NoneType)"):
        claims.open(tmp_path / "x.duckdb").run(papers)
    assert not (tmp_path / "x.duckdb").exists()


def test_a_frame_that_is_read_again_gives_the_same_papers(tmp_path: Path) -> None:
    database = claims.open(tmp_path / "x.duckdb")
    for frame in (pl.DataFrame(PAPERS), PAPERS, [{**PAPERS[0], "abstract": "It is 5x faster."}]):
        database.run(frame)
    assert database.sql("SELECT count(*) FROM papers").item() == 3, (
        "an id names a text, not what stands under it"
    )


@pytest.mark.parametrize(
    "papers", [[], [{"id": "a", "abstract": ""}], pl.DataFrame({"text": ["It is 2x faster."]})]
)
def test_a_run_without_a_paper_leaves_nothing(tmp_path: Path, papers: object) -> None:
    with pytest.raises(ClaimsError, match="run: no"):
        claims.open(tmp_path / "x.duckdb").run(papers)
    assert not list(tmp_path.iterdir())


def test_gaps_of_a_data_frame_are_no_values(tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame(
        {
            "id": [7.0, float("nan")],
            "title": ["LarchCache", float("nan")],
            "abstract": [p["abstract"] for p in PAPERS],
            "date": [pandas.Timestamp("2024-01-12"), pandas.NaT],
            "year": [float("nan"), 2022.0],
        }
    )
    for number, papers in enumerate((frame, frame.to_dict("records"))):
        database = claims.open(tmp_path / f"{number}.duckdb")
        assert database.run(papers).counts.rejects == 0
        found = database.sql("SELECT id, title, date::VARCHAR AS date FROM papers ORDER BY paper").rows()
        assert found[0] == ("7", "LarchCache", "2024-01-12")
        assert found[1][1:] == ("", "2022-01-01")
        assert found[1][0].startswith("text:")


def test_a_database_that_is_not_there_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(ClaimsError, match="no such database"):
        claims.open(tmp_path / "x.duckdb").leaderboard("speed")


def test_claims_are_added_to_frames_of_the_same_kind() -> None:
    frame = claims.add_claims(pl.DataFrame(PAPERS))
    assert isinstance(frame, pl.DataFrame)
    assert frame["claims"].list.len().to_list() == [1, 1]
    assert isinstance(claims.add_claims(pa.Table.from_pylist(PAPERS)), pa.Table)


def test_claims_are_added_to_frames_of_pandas() -> None:
    pandas = pytest.importorskip("pandas")
    frame = claims.add_claims(pandas.DataFrame(PAPERS))
    assert isinstance(frame, pandas.DataFrame)
    assert [claim["quote"] for claim in frame["claims"][0]] == ["2.4x"]


def test_wrong_types_are_told() -> None:
    with pytest.raises(TypeError, match="add_claims takes a data frame or an Arrow table, not list"):
        claims.add_claims([1])
    with pytest.raises(TypeError, match="extract takes the text of an abstract, not int"):
        claims.extract(7)  # type: ignore[arg-type]


def test_the_version_is_that_of_the_package() -> None:
    assert claims.__version__ == __import__("importlib.metadata", fromlist=["version"]).version("claimsdb")


def test_several_threads_may_ask_one_database(database: claims.Database) -> None:
    with ThreadPoolExecutor(3) as threads:
        boards = list(threads.map(lambda _: database.leaderboard("speed")["subject"].to_list(), range(6)))
    assert boards == [["BirchCache", "LarchCache"]] * 6
