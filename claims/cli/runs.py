"""``claims runs``: what was run into the database, and what it changed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from claims.cli.options import DEFAULT_DATABASE, Database, Excel, OutputFormat, TableFormat, TableOutput
from claims.cli.output import output_to

EXAMPLES = """
Examples:

  [bold]claims runs[/]

  [bold]claims runs 2[/]                one run: its files, what it read and why

  [bold]claims runs --format json[/]    everything, for programs
"""

# One file and times to the minute are for people; JSON, CSV and Parquet hold what there is.
_RUNS = """
    SELECT run, strftime(started, '%Y-%m-%d %H:%M') AS started, round(seconds, 1) AS seconds,
           rules, vocabulary,
           papers_read, papers_new, texts_new + texts_again AS extracted, claims_new, claims_gone, claims_total,
           rejects,
           inputs[1].file || CASE WHEN len(inputs) > 1 THEN ' and ' || (len(inputs) - 1) || ' more' ELSE '' END AS files
    FROM runs ORDER BY run
"""
_ONE = """
    WITH one AS (
        SELECT *, lag(rules) OVER (ORDER BY run) AS rules_before,
               lag(vocabulary) OVER (ORDER BY run) AS vocabulary_before
        FROM runs QUALIFY run = $run
    )
    SELECT unnest([
        {'what': 'started (UTC)', 'value': strftime(started, '%Y-%m-%d %H:%M:%S')},
        {'what': 'seconds', 'value': round(seconds, 1)::VARCHAR},
        {'what': 'version', 'value': version},
        {'what': 'rules', 'value': rules
            || CASE WHEN rules <> rules_before THEN ', changed since the run before' ELSE '' END},
        {'what': 'vocabulary', 'value': vocabulary
            || CASE WHEN vocabulary <> vocabulary_before THEN ', changed since the run before' ELSE '' END},
        {'what': 'records read', 'value': papers_read::VARCHAR},
        {'what': 'different papers', 'value': papers_different || ', ' || papers_new || ' of them new'},
        {'what': 'extracted: new texts', 'value': texts_new::VARCHAR},
        {'what': 'extracted again: other rules', 'value': texts_again::VARCHAR},
        {'what': 'not extracted: known already', 'value': texts_skipped::VARCHAR},
        {'what': 'claims new', 'value': claims_new::VARCHAR},
        {'what': 'claims gone', 'value': claims_gone::VARCHAR},
        {'what': 'claims in the database', 'value': claims_total::VARCHAR},
        {'what': 'without abstract', 'value': without_abstract::VARCHAR},
        {'what': 'rejects', 'value': rejects::VARCHAR}
    ] || list_transform(inputs, lambda input: {
        'what': 'file',
        'value': input.file || coalesce(', ' || input.bytes || ' bytes, SHA-256 ' || input.sha256, '')
    }), recursive := true) FROM one
"""


def runs(
    number: Annotated[
        int | None,
        typer.Argument(metavar="[RUN]", help="One run, to see all that is known of it.", show_default=False),
    ] = None,
    db: Database = DEFAULT_DATABASE,
    format: TableFormat = OutputFormat.table,
    output: TableOutput = None,
    excel: Excel = False,
) -> None:
    """List the runs of the database: when, by which rules, from which files, with what change.

    Times are UTC. Two runs with the same [italic]rules[/] read a text in the same way: an abstract is
    extracted when it is new, and again when the rules or the vocabularies have changed. [bold]claims diff[/]
    shows what a run has changed.
    """
    from claims.errors import ClaimsError  # noqa: PLC0415
    from claims.report.formats import Style, write_table  # noqa: PLC0415
    from claims.store.connection import reading  # noqa: PLC0415
    from claims.store.query import query  # noqa: PLC0415

    with reading(Path(db)) as connection:
        if number is not None:
            frame = query(connection, _ONE, {"run": number})
            if frame.is_empty():
                raise ClaimsError(f"no run {number} in {db}: `claims runs --db {db}` lists them")
        elif format in {OutputFormat.table, OutputFormat.markdown, OutputFormat.latex}:
            frame = query(connection, _RUNS)
        else:
            frame = query(connection, "FROM runs ORDER BY run")
    with output_to(output) as stream:
        write_table(frame, format.value, stream, Style(excel=excel))
