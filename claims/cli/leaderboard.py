"""``claims leaderboard``: who claims most for a metric."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claims.cli.options import DEFAULT_DATABASE, Database, Excel, TableOutput, With, shown_with
from claims.cli.output import output_to

if TYPE_CHECKING:
    from claims.report.leaderboard import Board

EXAMPLES = """
Examples:

  [bold]claims leaderboard energy[/]

  [bold]claims leaderboard speed --hardware A100 --since 2023 --sentence[/]

  [bold]claims leaderboard throughput --baseline vLLM --format markdown[/]

  [bold]claims leaderboard "ImageNet top-1 accuracy"[/]

  [bold]claims leaderboard speed --by baseline --format html -o speed.html[/]

  [bold]claims query "SELECT metric, description FROM metrics"[/]   which metrics there are
"""


class BoardFormat(StrEnum):
    """How a leaderboard is written."""

    table = "table"
    csv = "csv"
    json = "json"
    markdown = "markdown"
    latex = "latex"
    parquet = "parquet"
    html = "html"


class Group(StrEnum):
    """What the groups of a leaderboard have in common."""

    baseline = "baseline"
    workload = "workload"
    hardware = "hardware"


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
    metric: Annotated[
        str,
        typer.Argument(
            metavar="METRIC",
            help="A metric by id or any name, or a unit; with a place, too: energy, tokens per joule, "
            "ImageNet top-1 accuracy, latency on phones, throughput in tokens/s.",
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
        Group | None, typer.Option(help="Rank within groups that compare like with like.", show_choices=True)
    ] = None,
    baseline: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Only results compared with it.", rich_help_panel="Filters"),
    ] = None,
    hardware: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Only results obtained on it: a name, vendor, kind or architecture.",
            rich_help_panel="Filters",
        ),
    ] = None,
    workload: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Only results for this dataset, model, kernel or task.",
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
        KindOfCase | None, typer.Option(help="Only averages, or only best cases.", rich_help_panel="Filters")
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
            help="Of tables of whole papers: results of systems that a paper proposes, of others, or of any.",
            show_choices=True,
            rich_help_panel="Filters",
        ),
    ] = WhoseSystems.proposed,
    top: Annotated[int, typer.Option(min=1, metavar="N", help="Number of rows, of each group.")] = 20,
    with_: With = None,
    sentence: Annotated[bool, typer.Option("--sentence", help="Show the sentence of each claim.")] = False,
    format: Annotated[
        BoardFormat, typer.Option("--format", "-f", help="How the answer is written.", show_choices=True)
    ] = BoardFormat.table,
    output: TableOutput = None,
    excel: Excel = False,
) -> None:
    """Rank papers by what they claim for a metric.

    The factor says how many times better than the baseline: 73% lower energy and 3.7x less energy are both
    3.70. One row for each paper, ranked by the lower end of a range. [italic]kind[/] tells best cases ("up
    to") from averages. CSV, JSON and Parquet hold more columns than the table; HTML is a page of its own
    with a chart, and needs nothing else.
    """
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
            ),
            levels=levels,
            by=by.value if by else None,
            top=top,
        )
    with output_to(output) as stream:
        if format.value == "html":
            from claims.report.board_page import write_page  # noqa: PLC0415 - only this format needs templates

            write_page(board, stream)
        else:
            show_board(board, format.value, stream, with_sentence=sentence, excel=excel)
