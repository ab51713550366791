"""``claims leaderboard``: who claims most for a metric."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claims.cli import completion
from claims.cli.options import DEFAULT_DATABASE, Database, Excel, TableOutput, With, one_of, shown_with
from claims.cli.output import output_to

if TYPE_CHECKING:
    from claims.report.board import Board

EXAMPLES = """
Examples:

  [bold]claims leaderboard energy[/]

  [bold]claims leaderboard speed --hardware A100 --since 2023 --sentence[/]

  [bold]claims leaderboard throughput --baseline vLLM --format markdown[/]

  [bold]claims leaderboard "ImageNet top-1 accuracy"[/]

  [bold]claims leaderboard "speedup over FlashAttention"[/]    all versions of it

  [bold]claims leaderboard "tokens per second on A100 by year"[/]

  [bold]claims leaderboard "best so far on ImageNet"[/]

  [bold]claims leaderboard speed --by baseline --format html -o speed.html[/]

  [bold]claims query "FROM metrics"[/]   which metrics there are
"""


class BoardFormat(StrEnum):
    """How a leaderboard is written."""

    table = "table"
    csv = "csv"
    json = "json"
    markdown = "markdown"
    latex = "latex"
    bibtex = "bibtex"
    parquet = "parquet"
    html = "html"


class Group(StrEnum):
    """What the groups of a leaderboard have in common."""

    baseline = "baseline"
    workload = "workload"
    hardware = "hardware"
    year = "year"


class KindOfCase(StrEnum):
    """What a number is a statement about."""

    average = "average"
    best_case = "best case"
    range = "range"
    single = "single"


class WhoseSystems(StrEnum):
    """Whose systems results of tables are taken of."""

    proposed = "proposed"
    variation = "variation"
    baseline = "baseline"
    any = "any"


def leaderboard(
    context: typer.Context,
    metric: Annotated[
        str,
        typer.Argument(
            metavar="METRIC",
            help="A metric by id or any name, or a unit; with a place or what it is compared with, too: energy, "
            "tokens per joule, ImageNet top-1 accuracy, latency on phones, speedup over vLLM by year.",
            autocompletion=completion.metrics,
        ),
    ],
    db: Database = DEFAULT_DATABASE,
    levels: Annotated[
        bool | None,
        typer.Option(
            "--levels/--factors",
            help="Rank absolute values in base units, or improvement factors. Without either, scores of quality "
            "and questions with a unit or a place are answered by levels.",
            show_default=False,
        ),
    ] = None,
    by: Annotated[
        Group | None,
        typer.Option(
            metavar="NAME", help=f"Rank within groups that compare like with like: {one_of(Group)}."
        ),
    ] = None,
    baseline: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Only results compared with it.",
            autocompletion=completion.baselines,
            rich_help_panel="Filters",
        ),
    ] = None,
    hardware: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Only results obtained on it: a name, vendor, kind or architecture.",
            autocompletion=completion.hardware,
            rich_help_panel="Filters",
        ),
    ] = None,
    workload: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Only results for this dataset, model, kernel or task.",
            autocompletion=completion.workloads,
            rich_help_panel="Filters",
        ),
    ] = None,
    measure: Annotated[
        str | None,
        typer.Option(
            metavar="WORDS",
            help="Only results whose paper calls the metric so: top-1, pass@1, tail.",
            rich_help_panel="Filters",
        ),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(
            metavar="DATE",
            help="Only papers since that year or day (2023, 2023-06-30).",
            rich_help_panel="Filters",
        ),
    ] = None,
    kind: Annotated[
        KindOfCase | None,
        typer.Option(
            metavar="NAME", help=f"Only cases of one kind: {one_of(KindOfCase)}.", rich_help_panel="Filters"
        ),
    ] = None,
    confidence: Annotated[
        float | None,
        typer.Option(
            min=0,
            max=1,
            metavar="LEAST",
            help="Only claims that are at least so likely to be read rightly: 0.9.",
            rich_help_panel="Filters",
        ),
    ] = None,
    own: Annotated[
        WhoseSystems,
        typer.Option(
            metavar="NAME",
            help=f"Of tables of whole papers, results of these systems only: {one_of(WhoseSystems)}.",
            rich_help_panel="Filters",
        ),
    ] = WhoseSystems.proposed,
    unsure: Annotated[
        bool,
        typer.Option("--unsure", help="Show names that are less sure, and rank what stands under perhaps."),
    ] = False,
    withdrawn: Annotated[
        bool, typer.Option("--withdrawn", help="Show papers that have been withdrawn, too.")
    ] = False,
    top: Annotated[int, typer.Option(min=1, metavar="N", help="Number of rows, of each group.")] = 20,
    with_: With = None,
    groups: Annotated[
        int | None,
        typer.Option(
            min=1, metavar="N", help="Number of groups; else 4, or 12 of those asked for.", show_default=False
        ),
    ] = None,
    sentence: Annotated[bool, typer.Option("--sentence", help="Show the sentence of each claim.")] = False,
    format: Annotated[
        BoardFormat,
        typer.Option(
            "--format", "-f", metavar="NAME", help=f"How the answer is written: {one_of(BoardFormat)}."
        ),
    ] = BoardFormat.table,
    output: TableOutput = None,
    excel: Excel = False,
) -> None:
    """Rank papers by what they claim for a metric.

    The factor says how many times better than the baseline: 73% lower energy and 3.7x less energy are both
    3.70. One row for each paper, ranked by the lower end of a range, among results that can be compared: same
    data set, kind of measure, setting, kind of machine, as far as they are told. [italic]kind[/] tells best cases
    ("up to") from averages. A name that is not sure stays empty; a result that is not sure stands under "perhaps",
    without a rank. CSV, JSON and Parquet hold more columns than the table; HTML is a page of its own with a chart,
    and needs nothing else; BibTeX holds the papers.
    """
    from claims.cli.output import shown_command  # noqa: PLC0415
    from claims.report.bibliography import board_papers, write_bibtex  # noqa: PLC0415
    from claims.report.board_table import show_board  # noqa: PLC0415
    from claims.report.filters import Filters, first_day  # noqa: PLC0415
    from claims.report.leaderboard import board_of  # noqa: PLC0415
    from claims.store.connection import reading  # noqa: PLC0415

    with reading(Path(db)) as connection:
        shown_with(connection, with_)
        board: Board = board_of(
            connection,
            metric,
            filters=Filters(
                baseline=baseline,
                hardware=hardware,
                workload=workload,
                since=first_day(since) if since else None,
                kind=kind.value if kind else None,
                measure=measure,
                confidence=confidence,
                own=own.value,
                unsure=unsure,
                withdrawn=withdrawn,
            ),
            levels=levels,
            by=by.value if by else None,
            top=top,
            most_groups=groups,
        )
        papers = board_papers(connection, board) if format.value == "bibtex" else []
    with output_to(output) as stream:
        if format.value == "html":
            from claims.report.board_page import write_page  # noqa: PLC0415 - only this format needs templates

            write_page(board, stream, command=shown_command(context))
        elif format.value == "bibtex":
            write_bibtex(papers, stream)
        else:
            show_board(board, format.value, stream, with_sentence=sentence, excel=excel)
