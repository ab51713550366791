"""``claims schema``: what can be asked."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from claims.cli.options import DEFAULT_DATABASE, Database, Excel, OutputFormat, TableFormat, TableOutput
from claims.cli.output import output_to

EXAMPLES = """
Examples:

  [bold]claims schema[/]                    tables, views and macros

  [bold]claims schema results[/]            columns of one of them

  [bold]claims schema --format markdown[/]
"""

_OVERVIEW = """
    SELECT 'view' AS kind, view_name AS name, comment AS meaning FROM duckdb_views() WHERE NOT internal
    UNION ALL
    SELECT 'macro', function_name || '(' || array_to_string(parameters, ', ') || ')', comment
    FROM duckdb_functions() WHERE NOT internal
    UNION ALL
    SELECT 'table', table_name, comment FROM duckdb_tables() WHERE NOT internal
    ORDER BY kind = 'table', kind = 'macro', name
"""
_COLUMNS = """
    SELECT column_name AS name, data_type AS type, comment AS meaning FROM duckdb_columns()
    WHERE NOT internal AND table_name = ? ORDER BY column_index
"""


def schema(
    name: Annotated[
        str | None, typer.Argument(help="A table or view, to list its columns.", show_default=False)
    ] = None,
    db: Database = DEFAULT_DATABASE,
    format: TableFormat = OutputFormat.table,
    output: TableOutput = None,
    excel: Excel = False,
) -> None:
    """List tables, views and macros of the database, or the columns of one, with what they mean.

    The meanings are comments in the database itself: DuckDB's own shell shows them too.
    """
    from claims.errors import ClaimsError  # noqa: PLC0415
    from claims.names.near import near_matches  # noqa: PLC0415
    from claims.report.formats import Style, write_table  # noqa: PLC0415
    from claims.store.connection import reading  # noqa: PLC0415
    from claims.store.query import query  # noqa: PLC0415

    with reading(Path(db)) as connection:
        overview = query(connection, _OVERVIEW)
        frame = overview if name is None else query(connection, _COLUMNS, [name])
    if frame.is_empty():
        names = overview["name"].str.extract(r"^(\w+)").to_list()
        raise ClaimsError(f"no table or view named {name!r}{near_matches(str(name), names)}")
    with output_to(output) as stream:
        write_table(frame, format.value, stream, Style(excel=excel))
