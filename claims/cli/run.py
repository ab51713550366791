"""``claims run``: papers in, a database out."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claims.cli.intake import OddFields, tell_leftovers
from claims.cli.messages import say
from claims.cli.options import (
    ALL_CORES,
    DEFAULT_DATABASE,
    Columns,
    Files,
    Jobs,
    SourceFormat,
    Strict,
    Vocabulary,
    workers,
)
from claims.cli.output import kept_for_later
from claims.cli.streams import shown_if_possible
from claims.files.escaping import for_terminal

if TYPE_CHECKING:
    from claims.store.run import RunSummary

DatabaseToWrite = Annotated[
    Path,
    typer.Option(
        "--db",
        metavar="PATH",
        help="Database to write; made where there is none.",
        envvar="CLAIMS_DB",
        show_envvar=True,
    ),
]

EXAMPLES = """
Examples:

  [bold]claims run pages/*.txt[/]                              into claims.duckdb

  [bold]claims run abstracts.parquet --db arxiv.duckdb[/]

  [bold]curl -s .../feed.jsonl | claims run -[/]               more papers into it
"""


def run(
    files: Files,
    db: DatabaseToWrite = DEFAULT_DATABASE,
    format: SourceFormat = None,
    columns: Columns = None,
    strict: Strict = False,
    jobs: Jobs = ALL_CORES,
    vocabulary: Vocabulary = None,
) -> None:
    """Read papers, extract their claims and keep both in a DuckDB database.

    A run is whole or not there: interrupt it and the database is as it was. The same command then goes on
    where it stopped: finished batches are kept beside the database, as [italic]PATH.unfinished[/], until the
    run is in it. The same paper from several files, or in several versions, is one paper; running the same
    input again adds nothing twice. Records that cannot be read are kept in the table [italic]rejects[/] with
    place and reason; then the exit status is 1, though everything else is in the database. A record without
    abstract is counted by itself.
    """
    from claims.cli.progress import progress  # noqa: PLC0415
    from claims.sources import read_papers  # noqa: PLC0415
    from claims.store.run import run_into  # noqa: PLC0415

    odd = OddFields()
    with kept_for_later(db, "run", files, format) as journal, progress(files) as advance:
        read = partial(read_papers, format=format, columns=columns or (), on_odd=odd)
        summary = run_into(db, files, read=read, jobs=workers(jobs), on_progress=advance, journal=journal)
    odd.tell()
    show_summary(summary, db, strict=strict)


def show_summary(summary: RunSummary, db: Path, *, strict: bool = False) -> None:
    """Print what a run did; where records were left out, say so and end with status 1."""
    with shown_if_possible():
        _show(summary, db)
    counts = summary.counts
    unfit = summary.corrections.unfit
    if unfit:
        say(
            f"{unfit:,} of the corrections fit their texts no longer; they are kept and not applied: "
            f"`claims correct --db {db}` shows them"
        )
    query = f"SELECT file, place, reason FROM rejects WHERE run = {summary.run}"
    tell_leftovers(
        counts.rejects, counts.without_abstract, f'see claims query "{query}" --db {db}', strict=strict
    )


def _show(summary: RunSummary, db: Path) -> None:
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    counts = summary.counts
    table = Table(
        title=Text(for_terminal(f"Run {summary.run} into {db}")), title_justify="left", show_header=False
    )
    table.add_column("what")
    table.add_column("number", justify="right")
    table.add_column("note", style="dim")
    table.add_row("papers read", f"{counts.papers_read:,}", "")
    table.add_row("different papers", f"{counts.papers_different:,}", f"{counts.papers_new:,} new")
    table.add_row("texts extracted", f"{counts.texts_new + counts.texts_again:,}", _why(summary))
    gone = f"{counts.claims_new:,} new, {counts.claims_gone:,} gone"
    table.add_row("claims in the database", f"{counts.claims_total:,}", gone)
    standing = summary.corrections
    if standing.applied or standing.unfit:
        moved = f"{standing.moved:,} found again in another text" if standing.moved else ""
        table.add_row("corrections over them", f"{standing.applied:,}", moved)
    if counts.without_abstract:
        table.add_row("without abstract", f"{counts.without_abstract:,}", "")
    table.add_row("rejects", f"{counts.rejects:,}", "")
    table.add_row("seconds", f"{summary.seconds:.1f}", "")
    Console(highlight=False).print(table)


def _why(summary: RunSummary) -> str:
    counts = summary.counts
    parts = []
    if counts.texts_new and (counts.texts_again or counts.texts_skipped):
        parts.append(f"{counts.texts_new:,} new")
    parts += [f"{number:,} again: {why}" for why, number in summary.again.items()]
    if counts.texts_skipped:
        parts.append(f"{counts.texts_skipped:,} known already")
    return ", ".join(parts)
