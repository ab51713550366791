"""``claims review``: the claims most worth a look, as a sheet or in the browser."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from claims.cli.correct import By, reviewer
from claims.cli.messages import say, tell
from claims.cli.options import DEFAULT_DATABASE, Database, named
from claims.cli.output import is_standard_output, output_to, show

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claims.report.review_rows import ReviewRow

EXAMPLES = """
Examples:

  [bold]claims review energy --top 20 -o sheet.csv --excel[/]   for a spreadsheet

  [bold]claims review accuracy --on ImageNet -o sheet.jsonl[/]

  [bold]claims review --paper 2506.11153 -o sheet.csv[/]        all claims of one paper

  [bold]claims correct sheet.csv[/]                             take what you wrote

  [bold]claims review --diff 1 2 -o moved.csv[/]                what two runs differ in

  [bold]claims review --diff 1 2 --verdicts moved.csv[/]        what you found of it

  [bold]claims review speed --serve[/]                          in the browser
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
        named("DATASET", "Only results for this dataset, model, kernel or task.", "--on"),
    ] = None,
    below: Annotated[
        float | None,
        named("CONFIDENCE", "Only claims with a field that is less sure: 0.8.", "--below", min=0, max=1),
    ] = None,
    paper: Annotated[
        str | None,
        named("ID", "Only claims of this paper.", "--paper"),
    ] = None,
    diff: Annotated[
        tuple[str, str] | None,
        named(
            "OLD NEW",
            "Claims gained, lost and changed between two runs, or two folders of accepted states; without a sheet, "
            "what the verdicts so far say of them.",
            "--diff",
        ),
    ] = None,
    verdicts: Annotated[
        list[Path] | None,
        named(
            "SHEET",
            "With --diff: a sheet of differences that somebody has filled; may be given several times.",
            "--verdicts",
        ),
    ] = None,
    serve: Annotated[
        bool,
        typer.Option("--serve", help="Show one claim at a time in the browser; verdicts are kept at once."),
    ] = False,
    by: By = None,
    port: Annotated[
        int,
        typer.Option(
            "--port", min=0, max=65535, metavar="N", help="With --serve: a port; any free one without it."
        ),
    ] = 0,
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
        named("PATH", "A sheet: .csv, .jsonl or .html; CSV on the terminal.", "--output", "-o"),
    ] = None,
) -> None:
    """Write the claims most worth a look as a sheet: high on boards, and doubted.

    Each row has its sentence with the number between ⟦ and ⟧, every field, how sure the rules are of it, and
    the paper's link. Write a verdict (right, wrong, no claim), or change a field; a row of your own with paper
    and quote is a claim that was missed. Leave the columns [italic]read[/] and [italic]text[/] as they are:
    they tell what you have changed. [bold]claims correct[/] takes the sheet.

    [bold]--diff OLD NEW[/] shows what two runs read differently, for authors of rules; of a claim that was lost,
    [italic]no claim[/] says that it was lost rightly. [bold]--serve[/] opens a page that only this machine can reach.
    """
    from claims.errors import ClaimsError  # noqa: PLC0415
    from claims.report.review_rows import Wanted, rows_worth_a_look  # noqa: PLC0415
    from claims.store.connection import reading  # noqa: PLC0415

    if diff is not None:
        from claims.cli.review_diff import review_difference, states_of  # noqa: PLC0415
        from claims.report.review_diff import Kept  # noqa: PLC0415

        kept = Kept(metrics=metrics or (), workload=on, below=below, paper=paper)
        states = states_of(Path(db), diff, verdicts or ())
        review_difference(states, kept, output, top=top, excel=excel)
        return
    if verdicts:
        raise ClaimsError(
            "--verdicts goes with --diff: `claims correct SHEET` takes verdicts into the database"
        )
    wanted = Wanted(metrics=metrics or (), workload=on, below=below, paper=paper, again=again, top=top)
    if serve:
        from claims.cli.browser.server import serve_review  # noqa: PLC0415

        serve_review(Path(db), wanted, by=reviewer(by), port=port, tell=show)
        return
    write = _writer(output, excel)
    with reading(Path(db)) as connection:
        found = rows_worth_a_look(connection, wanted)
    if not found:
        say("nothing to look at: no claim fits, or somebody has looked at all of them: --again shows these")
        return
    with output_to(output) as stream:
        write(found, stream)
    _tell_how_to_go_on(output, len(found))


def _tell_how_to_go_on(output: Path | None, number: int) -> None:
    if not is_standard_output(output) and Path(str(output)).suffix.lower() != ".html":
        tell(f"{number} claims; what you write into it is taken by: claims correct {output}")


def _writer(output: Path | None, excel: bool) -> _Writer:
    from functools import partial  # noqa: PLC0415

    from claims.errors import ClaimsError  # noqa: PLC0415
    from claims.report import review_sheet  # noqa: PLC0415

    def as_csv(rows: Sequence[ReviewRow], stream: BinaryIO) -> None:
        review_sheet.write_csv_sheet([review_sheet.record_of(row) for row in rows], stream, excel=excel)

    def as_json(rows: Sequence[ReviewRow], stream: BinaryIO) -> None:
        review_sheet.write_json_sheet([review_sheet.record_of(row) for row in rows], stream)

    if is_standard_output(output):
        return as_csv
    writers: Mapping[str, _Writer] = {
        ".csv": as_csv,
        ".jsonl": as_json,
        ".html": partial(review_sheet.write_html_sheet, title="Claims worth a look"),
    }
    suffix = Path(str(output)).suffix.lower()
    if suffix not in writers:
        raise ClaimsError(f"{output}: the name of a sheet ends with {', '.join(writers)}")
    return writers[suffix]
