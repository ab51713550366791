"""``claims export``: the database in the formats that other programs read."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claims.cli import completion
from claims.cli.options import DEFAULT_DATABASE, Database, Vocabulary
from claims.cli.streams import shown_if_possible
from claims.files.escaping import for_terminal

if TYPE_CHECKING:
    from claims.report.exports.export import Export

EXAMPLES = """
Examples:

  [bold]claims export dataset/[/]                       Parquet, Croissant, a card

  [bold]claims export dataset/ --license CC0-1.0[/]     with a licence

  [bold]claims export site/ --format sqlite[/]          for datasette

  [bold]claims export boards/ -f papers-with-code -f csv[/]

  [bold]claims export refs/ --format bibtex[/]          the papers
"""

_MANY = 25


def export(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder; made where there is none.")],
    formats: Annotated[
        list[str] | None,
        typer.Option(
            "--format",
            "-f",
            metavar="NAME",
            help="What to write; may be given several times: parquet, csv, sqlite, papers-with-code, eval-results, "
            "every-eval-ever, bibtex, ris, csl-json, or all.",
            show_default="parquet",
            autocompletion=completion.exports,
        ),
    ] = None,
    db: Database = DEFAULT_DATABASE,
    license: Annotated[
        str | None,
        typer.Option(
            metavar="URL", help="Licence to state: an address or a name of SPDX.", show_default=False
        ),
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="Day to state.", show_default="that of the last run"),
    ] = None,
    vocabulary: Vocabulary = None,
) -> None:
    """Write the database in formats that other programs read.

    [italic]parquet[/] and [italic]csv[/] hold each table and view, [italic]sqlite[/] a database for datasette;
    [italic]papers-with-code[/], [italic]eval-results[/] (Hugging Face) and [italic]every-eval-ever[/] what systems
    reached on data sets; [italic]bibtex[/], [italic]ris[/] and [italic]csl-json[/] the papers.

    Each says as of when it is, which version and rules made it, and how to cite it. Files of an earlier export are
    replaced when all new ones are whole; [italic]export.json[/] lists them. Other files in the folder stay.
    """
    from claims.report.exports.export import DEFAULT, FORMATS  # noqa: PLC0415
    from claims.report.exports.export import export as write  # noqa: PLC0415
    from claims.store.connection import reading  # noqa: PLC0415

    day = _day(as_of)
    chosen = list(FORMATS) if "all" in (formats or ()) else formats or list(DEFAULT)
    with reading(Path(db)) as connection:
        written = write(connection, folder, chosen, license=license, as_of=day)
    with shown_if_possible():
        _show(written, folder)


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(
            f"{text!r} is no day: write it as 2026-03-31", param_hint="--as-of"
        ) from None


def _show(written: Export, folder: Path) -> None:
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table(title=Text(for_terminal(f"Written to {folder}")), title_justify="left")
    table.add_column("file")
    table.add_column("rows", justify="right")
    table.add_column("kB", justify="right")
    shown = written.files if len(written.files) <= _MANY else written.files[: _MANY - 1]
    for file in shown:
        rows = "" if file.rows is None else f"{file.rows:,}"
        table.add_row(Text(for_terminal(file.name)), rows, f"{file.bytes / 1000:,.0f}")
    if len(shown) < len(written.files):
        rest = written.files[len(shown) :]
        table.add_row(
            f"{len(rest):,} more",
            f"{sum(file.rows or 0 for file in rest):,}",
            f"{sum(file.bytes for file in rest) / 1000:,.0f}",
        )
    console = Console(highlight=False)
    console.print(table)
    for form, reasons in written.left_out.items():
        told = ", ".join(f"{number:,} {reason}" for reason, number in reasons.items())
        console.print(Text(f"{form} leaves out {sum(reasons.values()):,} results: {told}."), soft_wrap=True)
