"""Write a database in one or several formats into a folder: all files whole, or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

import duckdb

from claims.errors import ClaimsError
from claims.report.exports import (
    bibtex,
    csl_json,
    csv_tables,
    every_eval_ever,
    hugging_face,
    papers_with_code,
    parquet,
    ris,
    sqlite,
)
from claims.report.exports.about import about
from claims.report.exports.folder import Staging, exclusive, publish
from claims.report.exports.format import Format

FormatName = Literal[
    "parquet", "csv", "sqlite", "papers-with-code", "eval-results", "every-eval-ever", "bibtex", "ris", "csl-json",
]  # fmt: skip
FORMATS: Mapping[str, Format] = {
    form.name: form
    for form in (
        parquet.FORMAT, csv_tables.FORMAT, sqlite.FORMAT, papers_with_code.FORMAT, hugging_face.FORMAT,
        every_eval_ever.FORMAT, bibtex.FORMAT, ris.FORMAT, csl_json.FORMAT,
    )
}  # fmt: skip
DEFAULT = (parquet.FORMAT.name,)


@dataclass(frozen=True, slots=True)
class Exported:
    """A file that was written.

    Attributes:
        name: Its name below the folder.
        path: The file.
        rows: Number of rows; None where it has none of its own.
        bytes: Size of the file.
    """

    name: str
    path: Path
    rows: int | None
    bytes: int


@dataclass(frozen=True, slots=True)
class Export:
    """What an export wrote.

    Attributes:
        files: The files, in the order of the formats.
        left_out: For each format, how many results it cannot hold, by the reason.
    """

    files: Sequence[Exported]
    left_out: Mapping[str, Mapping[str, int]]


def export(
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    formats: Sequence[str] = DEFAULT,
    *,
    license: str | None = None,
    as_of: date | None = None,
) -> Export:
    """Write a database into a folder, and ``export.json`` that lists the files.

    Files of an earlier export are replaced when all are written; files of the same formats that are no more are
    removed.

    Args:
        connection: From :func:`claims.store.connection.open_for_reading`.
        folder: Where to; made where there is none.
        formats: Names in :data:`FORMATS`.
        license: Address or SPDX name of the license to state.
        as_of: Day to state; by default that of the last run.

    Raises:
        ClaimsError: There is no such format, the folder cannot be written, another export is writing it, or a file
            that is no export's has one of the names.
    """
    chosen = [_format(name) for name in dict.fromkeys(formats)]
    told = about(connection, as_of=as_of, license=license)
    with exclusive(folder) as staged:
        written = {form.name: Staging(staged) for form in chosen}
        for form in chosen:
            form.write(connection, told, written[form.name])
        files = [
            Exported(name, folder / name, staging.rows.get(name), staging.size(name))
            for staging in written.values()
            for name in staging.names
        ]
        digests = {
            form: {name: staging.digest(name) for name in staging.names} for form, staging in written.items()
        }
        left_out = {form: dict(staging.left_out) for form, staging in written.items() if staging.left_out}
        publish(folder, staged, digests, {**told.as_text(), "left_out": left_out})
    return Export(files, left_out)


def _format(name: str) -> Format:
    if name not in FORMATS:
        raise ClaimsError(f"no format {name!r} of exports: use one of {', '.join(FORMATS)}")
    return FORMATS[name]
