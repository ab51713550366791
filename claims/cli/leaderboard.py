"""``claims leaderboard``: who claims most for a metric."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claims.cli.options import DEFAULT_DATABASE, Database, TableOutput
from claims.cli.output import output_to

if TYPE_CHECKING:
    from claims.report.leaderboard import Board, By

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
    top: Annotated[int, typer.Option(min=1, metavar="N", help="Number of rows, of each group.")] = 20,
    sentence: Annotated[bool, typer.Option("--sentence", help="Show the sentence of each claim.")] = False,
    format: Annotated[
        BoardFormat, typer.Option("--format", "-f", help="How the answer is written.", show_choices=True)
    ] = BoardFormat.table,
    output: TableOutput = None,
) -> None:
    """Rank papers by what they claim for a metric.

    The factor says how many times better than the baseline: 73% lower energy and 3.7x less energy are both
    3.70. One row for each paper, ranked by the lower end of a range. [italic]kind[/] tells best cases ("up
    to") from averages. CSV, JSON and Parquet hold more columns than the table; HTML is a page of its own
    with a chart, and needs nothing else.
    """
    from claims.report.board_table import show_board  # noqa: PLC0415
    from claims.report.filters import Filters  # noqa: PLC0415
    from claims.report.leaderboard import factor_board, level_board  # noqa: PLC0415
    from claims.report.question import read_question  # noqa: PLC0415
    from claims.store.connection import reading  # noqa: PLC0415

    with reading(Path(db)) as connection:
        question = read_question(connection, metric)
        is_level = question.is_level if levels is None else levels
        filters = Filters(
            baseline=baseline,
            hardware=hardware or question.hardware,
            workload=workload or question.workload,
            since=_first_day(since) if since else None,
            kind=kind.value if kind else None,
            unit=question.unit if is_level else None,
            measure=measure or question.measure,
            confidence=confidence,
        )
        make = level_board if is_level else factor_board
        group: By | None = by.value if by else None
        board: Board = make(
            connection, question.metric, better=question.better, filters=filters, top=top, by=group
        )
    with output_to(output) as stream:
        if format.value == "html":
            from claims.report.board_page import write_page  # noqa: PLC0415 - only this format needs templates

            write_page(board, stream)
        else:
            show_board(board, format.value, stream, with_sentence=sentence)


def _first_day(text: str) -> date:
    """Return the day that a year, a month or a day begins with."""
    parts = text.split("-")
    try:
        return date.fromisoformat("-".join(parts + ["01"] * (3 - len(parts))))
    except ValueError:
        raise typer.BadParameter(f"--since: {text!r} is no date; write 2023 or 2023-06-30") from None
