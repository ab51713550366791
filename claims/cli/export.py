"""``claims export``: the database as Parquet files with a description."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claims.cli.options import DEFAULT_DATABASE, Database
from claims.cli.streams import shown_if_possible
from claims.report.escaping import for_terminal

if TYPE_CHECKING:
    from claims.report.export import Exported

EXAMPLES = """
Examples:

  [bold]claims export dataset/[/]

  [bold]claims export dataset/ --license https://opendatacommons.org/licenses/by/[/]
"""


def export(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder; made where there is none.")],
    db: Database = DEFAULT_DATABASE,
    license: Annotated[
        str | None,
        typer.Option(metavar="URL", help="License that the description states.", show_default=False),
    ] = None,
) -> None:
    """Write each table and view as a Parquet file, with a description of all of them.

    [italic]croissant.json[/] describes files and columns in the Croissant format 1.0 of MLCommons, which
    programs for data sets read. Files of an earlier export are replaced.
    """
    from claims.report.export import DESCRIPTION  # noqa: PLC0415
    from claims.report.export import export as write  # noqa: PLC0415
    from claims.store.connection import reading  # noqa: PLC0415

    with reading(Path(db)) as connection:
        written = write(connection, folder, license=license)
    with shown_if_possible():
        _show(written, folder, folder / DESCRIPTION)


def _show(written: list[Exported], folder: Path, description: Path) -> None:
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table(title=Text(for_terminal(f"Written to {folder}")), title_justify="left")
    table.add_column("file")
    table.add_column("rows", justify="right")
    table.add_column("kB", justify="right")
    for file in written:
        table.add_row(file.path.name, f"{file.rows:,}", f"{file.bytes / 1000:,.0f}")
    table.add_row(description.name, "", f"{description.stat().st_size / 1000:,.0f}")
    Console(highlight=False).print(table)
