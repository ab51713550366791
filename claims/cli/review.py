"""``claims review``: the claims most worth a look, as a sheet or in the browser."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from claims.cli.messages import say, tell
from claims.cli.options import DEFAULT_DATABASE, Database
from claims.cli.output import is_standard_output, output_to

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claims.report.review_rows import ReviewRow

EXAMPLES = """
Examples:

  [bold]claims review energy --top 20 -o sheet.csv --excel[/]   a sheet for a spreadsheet

  [bold]claims review accuracy --on ImageNet -o sheet.jsonl[/]

  [bold]claims review --paper 2506.11153 -o sheet.csv[/]        all claims of one paper

  [bold]claims correct sheet.csv[/]                             take what you have written

  [bold]claims review speed --serve[/]                          one at a time, in the browser
"""

_Writer = Callable[["Sequence[ReviewRow]", BinaryIO], None]


def review(
    metrics: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[METRIC...]",
            help="Questions as for a leaderboard; all metrics without any.",
            show_default=False,
        ),
    ] = None,
    db: Database = DEFAULT_DATABASE,
    on: Annotated[
        str | None,
        typer.Option(
            "--on",
            metavar="DATASET",
            help="Only results for this dataset, model, kernel or task.",
            show_default=False,
        ),
    ] = None,
    below: Annotated[
        float | None,
        typer.Option(
            "--below",
            min=0,
            max=1,
            metavar="CONFIDENCE",
            help="Only claims with a field that is less sure: 0.8.",
            show_default=False,
        ),
    ] = None,
    paper: Annotated[
        str | None,
        typer.Option("--paper", metavar="ID", help="Only claims of this paper.", show_default=False),
    ] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Claims that somebody has looked at already, too.")
    ] = False,
    top: Annotated[int, typer.Option("--top", min=1, metavar="N", help="Number of claims.")] = 50,
    excel: Annotated[
        bool,
        typer.Option(
            "--excel", help="In CSV: UTF-8 as Excel knows it, and ' before what it would take for a formula."
        ),
    ] = False,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="PATH",
            help="A sheet: .csv, .jsonl or .html; CSV on the terminal.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Write the claims most worth a look as a sheet: high on boards, and doubted.

    Each row has its sentence with the number between ⟦ and ⟧, every field, how sure the rules are of it, and
    the paper's link. Write a verdict (right, wrong, no claim), or change a field; a row of your own with paper
    and quote is a claim that was missed. Leave the columns [italic]read[/] and [italic]text[/] as they are:
    they tell what you have changed. [bold]claims correct[/] takes the sheet.
    """
    from claims.report.review_rows import Wanted, rows_worth_a_look  # noqa: PLC0415
    from claims.store.connection import reading  # noqa: PLC0415

    wanted = Wanted(metrics=metrics or (), workload=on, below=below, paper=paper, again=again, top=top)
    write = _writer(output, excel)
    with reading(Path(db)) as connection:
        found = rows_worth_a_look(connection, wanted)
    if not found:
        say("nothing to look at: no claim fits, or somebody has looked at all of them: --again shows these")
        return
    with output_to(output) as stream:
        write(found, stream)
    if not is_standard_output(output) and Path(str(output)).suffix.lower() != ".html":
        tell(f"{len(found)} claims; what you write into it is taken by: claims correct {output}")


def _writer(output: Path | None, excel: bool) -> _Writer:
    from functools import partial  # noqa: PLC0415

    from claims.errors import ClaimsError  # noqa: PLC0415
    from claims.report import review_sheet  # noqa: PLC0415

    as_csv = partial(review_sheet.write_csv_sheet, excel=excel)
    if is_standard_output(output):
        return as_csv
    writers: Mapping[str, _Writer] = {
        ".csv": as_csv,
        ".jsonl": review_sheet.write_json_sheet,
        ".html": partial(review_sheet.write_html_sheet, title="Claims worth a look"),
    }
    suffix = Path(str(output)).suffix.lower()
    if suffix not in writers:
        raise ClaimsError(f"{output}: the name of a sheet ends with {', '.join(writers)}")
    return writers[suffix]
