"""Claims as Arrow batches: the cheap way between processes and into DuckDB, Parquet and polars.

:func:`add_claims` is all that another engine needs: a function from a batch of papers to a batch of papers with
their claims, without state and without order, for Ray Data, Spark, polars or a loop.
"""

from __future__ import annotations

from typing import TypeVar

import pyarrow as pa

from claims.errors import ClaimsError
from claims.model import Claim
from claims.streams.batches import claims_or_reasons
from claims.streams.columns import CLAIM_COLUMNS, claims_batch
from claims.streams.fingerprint import rules_fingerprint

Batch = TypeVar("Batch", pa.RecordBatch, pa.Table)
Frame = TypeVar("Frame")

ADDED_COLUMNS = pa.schema(
    [
        ("claims", pa.list_(pa.struct(list(CLAIM_COLUMNS)))),
        ("failure", pa.string()),
        ("rules", pa.string()),
    ]
)
"""What :func:`add_claims` adds: a list of claims, why there is none where extraction failed, hash of the rules."""


def add_claims(papers: Frame) -> Frame:
    """Return papers with their claims.

    The result of a row depends on nothing but this row and the rules, so the rows may be cut into batches in any
    way, and a batch may be worked on again.

    Args:
        papers: A data frame of polars or pandas, or an Arrow batch or table, with a column ``abstract``, and
            ``title`` if there is one; further columns are passed on as they are. Anything else that speaks the
            Arrow PyCapsule protocol comes back as an Arrow table.

    Returns:
        The same rows in the same order with the columns of :data:`ADDED_COLUMNS`. A row without an abstract
        has a null for claims.

    Raises:
        ClaimsError: There is no column of text named ``abstract``.
        TypeError: It is no table.
    """
    if isinstance(papers, (pa.RecordBatch, pa.Table)):
        same: Frame = _with_claims(papers)
        return same
    if not hasattr(papers, "__arrow_c_stream__"):
        remedy = "; collect() it first" if hasattr(papers, "collect") else ""
        raise TypeError(
            f"add_claims takes a data frame or an Arrow table, not {type(papers).__name__}{remedy}"
        )
    found = _with_claims(pa.table(papers))
    library = type(papers).__module__.partition(".")[0]
    if library == "polars":
        import polars as pl  # noqa: PLC0415

        return pl.from_arrow(found)  # type: ignore[return-value]
    other: Frame = found.to_pandas() if library == "pandas" else found
    return other


def _with_claims(batch: Batch) -> Batch:
    abstracts = _texts(batch, "abstract")
    if abstracts is None:
        raise ClaimsError(f"no column named abstract; the columns are {', '.join(batch.schema.names)}")
    titles = _texts(batch, "title") or [None] * len(abstracts)
    texts = [
        (abstract or "", " ".join((title or "").split()))
        for abstract, title in zip(abstracts, titles, strict=True)
    ]
    offsets: list[int | None] = []
    owners: list[int] = []
    claims: list[Claim] = []
    failures: list[str | None] = []
    for number, found in enumerate(claims_or_reasons(texts)):
        is_missing = abstracts[number] is None or isinstance(found, str)
        offsets.append(None if is_missing else len(claims))
        failures.append(found if isinstance(found, str) else None)
        if not isinstance(found, str):
            owners += [number] * len(found)
            claims += found
    columns = claims_batch(owners, claims, owner=pa.field("paper", pa.int32())).columns[1:]
    values = pa.StructArray.from_arrays(columns, fields=list(CLAIM_COLUMNS))
    lists = pa.ListArray.from_arrays(pa.array([*offsets, len(claims)], pa.int32()), values)
    rules = pa.array([rules_fingerprint()] * len(texts), pa.string())
    kept = batch.select([name for name in batch.schema.names if name not in ADDED_COLUMNS.names])
    for field, column in zip(ADDED_COLUMNS, (lists, pa.array(failures, pa.string()), rules), strict=True):
        kept = kept.append_column(field, column)
    return kept


def _texts(batch: Batch, name: str) -> list[str | None] | None:
    """Return a column of text by its name, in capitals or not; None where there is none."""
    found = next((each for each in batch.schema.names if each.lower() == name), None)
    if found is None:
        return None
    column = batch.column(found)
    if pa.types.is_null(column.type):
        return [None] * len(column)
    if not (
        pa.types.is_string(column.type)
        or pa.types.is_large_string(column.type)
        or pa.types.is_string_view(column.type)
    ):
        raise ClaimsError(f"the column {found} is {column.type}, not text")
    values: list[str | None] = column.to_pylist()
    return values
