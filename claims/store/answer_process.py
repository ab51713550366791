"""The process that answers a question of :mod:`claims.store.answer`: one request in, one answer out."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import duckdb
import orjson
import pyarrow as pa

from claims.errors import ClaimsError
from claims.store.answer import MEGABYTE
from claims.store.answer_types import in_plain_types, refuse_impossible_days
from claims.store.connection import open_for_reading, read_failure
from claims.store.sql_errors import explain_error, is_damage
from claims.store.statements import refuse_other_than_reading

_ROWS_AT_ONCE = 2048
_BESIDES = 500 * MEGABYTE  # program and threads, and what DuckDB holds outside of its blocks
_SHARE_OF_ANSWER = 4
_SPARE_SECONDS = 10


def main() -> None:
    """Read a request from standard input; write a line of JSON and, where there are rows, an Arrow stream."""
    out = os.fdopen(os.dup(1), "wb")
    # What DuckDB might print itself is no answer.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    request = orjson.loads(sys.stdin.buffer.readline())
    threading.Thread(target=_die_with_parent, daemon=True).start()
    _bound_process(request)
    try:
        header, body = _answered(request)
    except ClaimsError as error:
        header, body = {"error": str(error)}, b""
    except (MemoryError, pa.ArrowMemoryError):
        header, body = {"error": _too_large(request["megabytes"])}, b""
    out.write(orjson.dumps(header) + b"\n" + body)
    out.flush()
    # Threads of DuckDB may be at work still.
    os._exit(0)


def _die_with_parent() -> None:
    sys.stdin.buffer.read()
    os._exit(1)


def _bound_process(request: Mapping[str, Any]) -> None:
    """Let the system refuse what goes beyond the limits: memory, time of the processor, files of any size."""
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    bounds = {
        "RLIMIT_DATA": request["megabytes"] * MEGABYTE * 3 // 2 + _BESIDES,
        "RLIMIT_FSIZE": 0,
        "RLIMIT_CORE": 0,
    }
    if request["seconds"]:
        bounds["RLIMIT_CPU"] = int(request["seconds"] + _SPARE_SECONDS) * (os.cpu_count() or 1)
    for name, most in bounds.items():
        which = getattr(resource, name)
        _, hard = resource.getrlimit(which)
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(which, (least, least))


def _answered(request: Mapping[str, Any]) -> tuple[dict[str, Any], bytes]:
    path, sql = Path(request["path"]), request["sql"]
    memory = request["megabytes"] * MEGABYTE
    with open_for_reading(path, errors_as_json=True, memory=memory) as connection:
        try:
            refuse_other_than_reading(connection, sql)
            reader = in_plain_types(connection.sql(sql)).to_arrow_reader(_ROWS_AT_ONCE)
            batches, cut = _first_rows(reader, request["rows"], memory // _SHARE_OF_ANSWER)
        except duckdb.OutOfMemoryException as error:
            raise ClaimsError(_too_large(request["megabytes"])) from error
        except duckdb.Error as error:
            if is_damage(error):
                raise ClaimsError(f"{path}: {read_failure(error)}") from error
            raise ClaimsError(explain_error(connection, sql, error)) from error
        if cut == "bytes" and not batches:
            raise ClaimsError(_too_large(request["megabytes"]))
        body = BytesIO()
        with pa.ipc.new_stream(body, reader.schema) as stream:
            for batch in batches:
                refuse_impossible_days(batch)
                stream.write_batch(batch)
    return {"cut": cut}, body.getvalue()


def _first_rows(
    reader: pa.RecordBatchReader, most_rows: int, most_bytes: int
) -> tuple[list[pa.RecordBatch], str | None]:
    """Take rows until there are more than wanted; tell what has cut them short."""
    batches: list[pa.RecordBatch] = []
    rows = size = 0
    for batch in reader:
        size += batch.nbytes
        if size > most_bytes:
            return batches, "bytes"
        if most_rows and rows + batch.num_rows > most_rows:
            return [*batches, batch.slice(0, most_rows - rows)], "rows"
        rows += batch.num_rows
        batches.append(batch)
    return batches, None


def _too_large(megabytes: int) -> str:
    return (
        f"SQL: the question needs more than its {megabytes} MB of memory: "
        "ask for less, or give it more with --memory MB"
    )


if __name__ == "__main__":
    main()
