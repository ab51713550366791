"""``claims query``: SQL over the database, read-only."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Annotated

import typer

from claims.cli.messages import say
from claims.cli.options import DEFAULT_DATABASE, Database, Excel, OutputFormat, TableFormat, TableOutput
from claims.cli.output import output_to
from claims.cli.streams import text_of_standard_input

EXAMPLES = """
Examples:

  [bold]claims query "SELECT subject, factor, baseline FROM comparisons[/]
      [bold]WHERE metric = 'energy' ORDER BY factor DESC LIMIT 10"[/]

  [bold]claims query "FROM claims_against('FlashAttention-2')" --format markdown[/]

  [bold]claims query "FROM results" -o results.parquet --format parquet[/]

  [bold]claims query - < question.sql[/]

[bold]claims schema[/] lists tables, views and macros.
"""


_ROWS_FOR_PEOPLE = 10_000
_ROWS_FOR_PROGRAMS = 1_000_000


def query(
    sql: Annotated[str, typer.Argument(metavar="SQL", help="The question; - reads it from standard input.")],
    db: Database = DEFAULT_DATABASE,
    limit: Annotated[
        int | None,
        typer.Option(
            "--limit",
            min=0,
            max=1_000_000_000,
            metavar="N",
            help="Rows of the answer; a line says where there are more. 0 for all of them.",
            show_default="10,000 for people, 1,000,000 as CSV, JSON or Parquet",
        ),
    ] = None,
    timeout: Annotated[
        float,
        typer.Option(
            "--timeout", min=0, max=604_800, metavar="SECONDS", help="Time for the answer; 0 for any."
        ),
    ] = 60,
    memory: Annotated[
        int,
        typer.Option(
            "--memory",
            min=100,
            max=1_000_000,
            metavar="MB",
            help="Memory for the answer; its rows may take a quarter.",
        ),
    ] = 1000,
    format: TableFormat = OutputFormat.table,
    output: TableOutput = None,
    excel: Excel = False,
) -> None:
    """Ask the database in SQL.

    A question from somebody else is safe to run. Only statements that read are run, in a process without
    files and network, which ends when its time is over, its memory is full, or you press Ctrl-C. Start with
    the view [italic]results[/].
    """
    from claims.report.formats import Style, write_table  # noqa: PLC0415
    from claims.store.answer import Limits, answer_question  # noqa: PLC0415

    if sql == "-":
        sql = text_of_standard_input()
    if math.isnan(timeout):
        raise typer.BadParameter("--timeout: give a number of seconds")
    if limit is None:
        limit = _ROWS_FOR_PEOPLE if format in _FOR_PEOPLE else _ROWS_FOR_PROGRAMS
    answer = answer_question(Path(db), sql, Limits(rows=limit, seconds=timeout, megabytes=memory))
    with output_to(output) as stream:
        write_table(answer.rows, format.value, stream, Style(excel=excel))
    if answer.cut:
        why = "--limit N shows more" if answer.cut == "rows" else "--memory MB shows more"
        say(f"cut after {answer.rows.height:,} rows: {why}")


_FOR_PEOPLE = frozenset({OutputFormat.table, OutputFormat.markdown, OutputFormat.latex})
