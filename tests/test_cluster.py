"""Extraction on a Ray cluster of two nodes on this machine: the same rows, whatever is killed meanwhile."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from papers import PAPERS, many_papers
from test_load import answers

import claims.streams.cluster as cluster_module
from claims.cli import main
from claims.store.run import run_into
from claims.streams.arrow import add_claims

ray = pytest.importorskip("ray", reason="Ray is not installed: pip install 'claimsdb[ray]'")
cluster_utils = pytest.importorskip("ray.cluster_utils", reason="Ray is not installed")
pytest.importorskip("ray.data", reason="Ray Data is not installed: pip install 'claimsdb[ray]'")

NUMBER = 1500
BLOCK = 100


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """Two nodes with one core each."""
    # Functions of test modules are imported by name on the nodes, too.
    tests = str(Path(__file__).parent)
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [tests, str(Path(tests).parent), before]))
    memory = 100 * 2**20
    nodes = {"num_cpus": 1, "object_store_memory": memory}
    cluster = cluster_utils.Cluster(
        initialize_head=True, head_node_args={**nodes, "include_dashboard": False}
    )
    cluster.add_node(**nodes)
    ray.init(address=cluster.address, log_to_driver=False)
    yield cluster
    ray.shutdown()
    cluster.shutdown()


@pytest.fixture
def papers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(cluster_module, "BLOCK_PAPERS", BLOCK)
    monkeypatch.setattr(
        cluster_module, "BATCH_PAPERS", BLOCK
    )  # blocks are put together until they make a batch
    path = tmp_path / "papers.parquet"
    pq.write_table(pa.Table.from_pylist([*PAPERS, *many_papers(NUMBER - len(PAPERS))]), path)
    return path


class Fatal:
    """Adds claims, and kills its own process when it meets a paper for the first time."""

    def __init__(self, mark: Path, paper: str) -> None:
        self.mark = mark
        self.paper = paper

    def __call__(self, batch: pa.Table) -> pa.Table:
        if self.paper in batch.column("id").to_pylist() and not self.mark.exists():
            self.mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return add_claims(batch)


class Slow:
    """Adds claims after a while, and says so."""

    def __init__(self, marks: Path) -> None:
        self.marks = marks

    def __call__(self, batch: pa.Table) -> pa.Table:
        import time

        (self.marks / batch.column("id")[0].as_py()).touch()
        time.sleep(0.5)
        return add_claims(batch)


def check_same_rows(papers: Path, extracted: Path, tmp_path: Path) -> None:
    parts = sorted(extracted.glob("*.parquet"))
    assert len(parts) > 1
    found = pa.concat_tables(pq.read_table(part) for part in parts)
    expected = add_claims(pq.read_table(papers))
    assert found.sort_by("id").to_pylist() == expected.sort_by("id").to_pylist()
    run_into(tmp_path / "run.duckdb", [papers])
    assert main(["load", str(extracted), "--db", str(tmp_path / "load.duckdb")]) == 0
    assert answers(tmp_path / "load.duckdb") == answers(tmp_path / "run.duckdb")


@pytest.mark.usefixtures("cluster")
def test_two_nodes_give_the_same_rows_as_one_process(papers: Path, tmp_path: Path) -> None:
    assert main(["extract", str(papers), "--engine", "ray", "-o", str(tmp_path / "extracted")]) == 0
    check_same_rows(papers, tmp_path / "extracted", tmp_path)
    assert [path.name for path in tmp_path.glob("extracted*")] == ["extracted"]


@pytest.mark.usefixtures("cluster")
def test_a_worker_that_is_killed_in_the_middle_changes_nothing(
    papers: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = tmp_path / "killed"
    monkeypatch.setattr(cluster_module, "with_claims", Fatal(mark, "paper-700").__call__)
    assert main(["extract", str(papers), "--engine", "ray", "-o", str(tmp_path / "extracted")]) == 0
    assert mark.exists()
    check_same_rows(papers, tmp_path / "extracted", tmp_path)


def test_a_machine_that_is_lost_in_the_middle_changes_nothing(
    cluster: Any, papers: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import threading
    import time

    marks = tmp_path / "marks"
    marks.mkdir()
    monkeypatch.setattr(cluster_module, "with_claims", Slow(marks).__call__)
    lost = cluster.add_node(num_cpus=1, object_store_memory=100 * 2**20)
    begun: list[int] = []
    ended = threading.Event()

    def lose() -> None:
        while len(list(marks.iterdir())) < 4 and not ended.is_set():
            time.sleep(0.05)
        begun.append(len(list(marks.iterdir())))
        cluster.remove_node(lost, allow_graceful=False)

    losing = threading.Thread(target=lose)
    losing.start()
    try:
        assert main(["extract", str(papers), "--engine", "ray", "-o", str(tmp_path / "extracted")]) == 0
    finally:
        ended.set()
        losing.join()
    assert 4 <= begun[0] < NUMBER // BLOCK, "the machine was not lost in the middle"
    check_same_rows(papers, tmp_path / "extracted", tmp_path)


def test_wrong_calls_are_refused_in_one_line(
    papers: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    def refusal(*arguments: object) -> str:
        assert main(["extract", "--engine", "ray", *map(str, arguments)]) == 2
        said = capfd.readouterr().err
        assert said.count("\n") == 1
        return said

    lines = tmp_path / "x.jsonl"
    lines.write_text('{"abstract": "x"}\n')
    assert "needs a folder to write" in refusal(papers)
    assert "leave out --rejects" in refusal(papers, "-o", tmp_path / "x", "--rejects", tmp_path / "y")
    assert "reads Parquet only" in refusal(lines, "-o", tmp_path / "x")
    assert "is there already" in refusal(papers, "-o", tmp_path)


def test_without_ray_one_line_says_what_to_install(papers: Path, tmp_path: Path) -> None:
    code = (
        "import sys; sys.modules['ray'] = None; import claims.cli; "
        f"sys.exit(claims.cli.main(['extract', {str(papers)!r}, '--engine', 'ray', '-o', {str(tmp_path / 'x')!r}]))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (
        2,
        "claims: Ray is not installed: pip install 'claimsdb[ray]'\n",
    )
