"""``claims load``: papers that were extracted elsewhere, into a database."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from claims.cli.options import DEFAULT_DATABASE, Vocabulary
from claims.cli.run import DatabaseToWrite, show_summary

EXAMPLES = """
Examples:

  [bold]claims extract part-*.parquet --engine ray -o extracted[/]

  [bold]claims load extracted --db arxiv.duckdb[/]
"""


def load(
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="PATH...",
            help="Folders and files of Parquet as `claims extract --engine ray` writes them.",
            show_default=False,
        ),
    ],
    db: DatabaseToWrite = DEFAULT_DATABASE,
    vocabulary: Vocabulary = None,
) -> None:
    """Take papers that were extracted elsewhere into a DuckDB database, as one run.

    The result is that of [bold]claims run[/] over the same papers. They must have been extracted by the rules
    that are installed here.
    """
    from claims.cli.progress import progress  # noqa: PLC0415
    from claims.store.load import load_into, parquet_files  # noqa: PLC0415

    with progress(parquet_files(paths)) as advance:
        summary = load_into(db, paths, on_progress=advance)
    show_summary(summary, db)
