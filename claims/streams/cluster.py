"""Extraction as a pipeline of Ray Data: Parquet in, a folder of Parquet out, on one machine or many.

All that Ray is given is :func:`claims.streams.arrow.add_claims`, so what is lost with a worker or a machine is simply
done again elsewhere, and the rows are the same.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from claims.errors import ClaimsError
from claims.files.whole import folder_beside
from claims.sources.failures import first_line
from claims.streams.arrow import add_claims

BATCH_PAPERS = 1024
BLOCK_PAPERS = 8192
"""Papers of one task: a second or two of work, which is what is lost with a worker."""


@dataclass(frozen=True, slots=True)
class Extracted:
    """What a pipeline did.

    Attributes:
        papers: Rows read and written.
        claims: Claims among them.
        failures: Rows whose extraction failed; the column ``failure`` says why.
    """

    papers: int
    claims: int
    failures: int


def extract_with_ray(files: Sequence[Path], output: Path) -> Extracted:
    """Extract the claims of Parquet files into a folder of Parquet, one row for each paper.

    Uses the cluster that ``RAY_ADDRESS`` names or the program is connected to, else starts Ray on this machine.
    Files and output have to be where all machines of the cluster see them.

    Args:
        files: Parquet with a column ``abstract``.
        output: Folder that is made; ``claims load`` takes it into a database.

    Raises:
        ClaimsError: Ray is not installed, a file cannot be read, or the folder is there already.
    """
    ray = _ray()
    for file in files:
        _check(file)
    if os.path.lexists(output):
        raise ClaimsError(f"{output}: is there already: remove it, or name another folder")
    started = not ray.is_initialized()
    try:
        with folder_beside(output) as folder:
            part = folder / "part"
            if started:
                ray.init(log_to_driver=False, logging_level=logging.ERROR, include_dashboard=False)
            _pipeline(ray, [str(file.resolve()) for file in files]).write_parquet(str(part.resolve()))
            summary = _summary(part)
            part.rename(output)
            return summary
    except ray.exceptions.RayError as error:
        raise ClaimsError(f"the Ray pipeline failed: {first_line(error)}") from error
    finally:
        if started:
            ray.shutdown()


def _pipeline(ray: Any, files: list[str]) -> Any:
    context = ray.data.DataContext.get_current()
    context.execution_options.preserve_order = True
    context.enable_progress_bars = False
    # A file may be one piece, however large it is: cut into blocks, all of the cluster has work.
    papers = ray.data.read_parquet(files).repartition(target_num_rows_per_block=BLOCK_PAPERS)
    return papers.map_batches(
        with_claims, batch_format="pyarrow", batch_size=BATCH_PAPERS, zero_copy_batch=True
    )


def with_claims(batch: pa.Table) -> pa.Table:
    """Return a batch with its claims, in a process of Ray, whose cores are shared out already."""
    os.environ.setdefault("POLARS_MAX_THREADS", "1")
    return add_claims(batch)


def _ray() -> Any:
    # Progress bars and usage reports of Ray are not ours to show or send.
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    try:
        ray = import_module("ray")  # an optional dependency
        import_module("ray.data")
    except ImportError as error:
        raise ClaimsError("Ray is not installed: pip install 'claimsdb[ray]'") from error
    logging.getLogger("ray.data").setLevel(logging.ERROR)
    return ray


def _check(file: Path) -> None:
    try:
        names = pq.read_schema(file).names
    except (pa.ArrowException, OSError) as error:
        raise ClaimsError(f"{file}: the Ray engine reads Parquet only ({first_line(error)})") from error
    if "abstract" not in map(str.lower, names):
        raise ClaimsError(f"{file}: no column named abstract; rename the one that holds the text")


def _summary(folder: Path) -> Extracted:
    papers = claims = failures = 0
    for file in sorted(folder.rglob("*.parquet")):
        with pq.ParquetFile(file) as parquet:
            for batch in parquet.iter_batches(columns=["claims.list.element.lo", "failure"]):
                papers += batch.num_rows
                claims += pc.sum(pc.list_value_length(batch.column("claims"))).as_py() or 0
                failures += batch.num_rows - batch.column("failure").null_count
    return Extracted(papers, claims, failures)
