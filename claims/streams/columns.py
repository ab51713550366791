"""Claims as columns of Arrow, one for each of their fields."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter

import pyarrow as pa

from claims.model import CLAIM_FIELDS, LINKED, Claim

_TYPES: dict[str, pa.DataType] = {
    "occurrence": pa.int32(),
    "start": pa.int32(),
    "end": pa.int32(),
    "lo": pa.float64(),
    "hi": pa.float64(),
    "hardware": pa.list_(pa.string()),
    "workload": pa.list_(pa.string()),
    "factor": pa.float64(),
    "factor_hi": pa.float64(),
    "base_lo": pa.float64(),
    "base_hi": pa.float64(),
    "sentence_start": pa.int32(),
    "sentence_end": pa.int32(),
    "confidence": pa.float64(),
    "workload_kind": pa.list_(pa.string()),
    "link_confidence": pa.struct([(name, pa.float64()) for name in LINKED]),
    "link_relation": pa.struct([(name, pa.string()) for name in LINKED]),
    "link_agreement": pa.struct([(name, pa.string()) for name in LINKED]),
}

ROW_OF_CLAIM: Callable[[Claim], tuple[object, ...]] = attrgetter(*CLAIM_FIELDS)
"""Returns the fields of a claim in their order."""

CLAIM_COLUMNS = pa.schema([(name, _TYPES.get(name, pa.string())) for name in CLAIM_FIELDS])
"""One column for each field of :class:`claims.model.Claim`, in that order."""


def claims_batch(owners: Sequence[object], claims: Iterable[Claim], *, owner: pa.Field) -> pa.RecordBatch:
    """Return claims as one Arrow batch.

    Args:
        owners: For each claim, what it belongs to (the id of its paper, or its number).
        claims: As many claims.
        owner: Name and type of the first column, which holds the owners.
    """
    rows = list(map(ROW_OF_CLAIM, claims))
    columns: Iterable[Sequence[object]] = zip(*rows, strict=True) if rows else [()] * len(CLAIM_FIELDS)
    arrays = [pa.array(owners, owner.type)]
    arrays += [pa.array(values, field.type) for values, field in zip(columns, CLAIM_COLUMNS, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=pa.schema([owner, *CLAIM_COLUMNS]))
