"""``claims query``: SQL over the database, read-only."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from claims.cli.options import DEFAULT_DATABASE, Database, OutputFormat, TableFormat, TableOutput
from claims.cli.output import output_to
from claims.cli.streams import text_of_standard_input

EXAMPLES = """
Examples:

  [bold]claims query "SELECT subject, factor, baseline FROM comparisons WHERE metric = 'energy' ORDER BY factor DESC LIMIT 10"[/]

  [bold]claims query "FROM claims_against('FlashAttention-2')" --format markdown[/]

  [bold]claims query "FROM results" -o results.parquet --format parquet[/]

  [bold]claims query - < question.sql[/]

[bold]claims schema[/] lists tables, views and macros.
"""  # noqa: E501 - a command is one line


def query(
    sql: Annotated[str, typer.Argument(metavar="SQL", help="The question; - reads it from standard input.")],
    db: Database = DEFAULT_DATABASE,
    format: TableFormat = OutputFormat.table,
    output: TableOutput = None,
) -> None:
    """Ask the database in SQL.

    The database is opened read-only, and SQL can touch neither files nor the network: a question from
    somebody else is safe to run. Start with the view [italic]results[/].
    """
    from claims.report.formats import write_table  # noqa: PLC0415
    from claims.store.connection import open_for_reading  # noqa: PLC0415
    from claims.store.query import query as ask  # noqa: PLC0415

    if sql == "-":
        sql = text_of_standard_input()
    with open_for_reading(Path(db), errors_as_json=True) as connection:
        frame = ask(connection, sql)
    with output_to(output) as stream:
        write_table(frame, format.value, stream)
