"""``claims trust``: how often the rules are right, by what people have found."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from claims.cli.messages import tell
from claims.cli.options import (
    DEFAULT_DATABASE,
    Database,
    Excel,
    OutputFormat,
    TableFormat,
    TableOutput,
    one_of,
)
from claims.cli.output import output_to

EXAMPLES = """
Examples:

  [bold]claims trust[/]                        all of it

  [bold]claims trust --by rule[/]              which rules are right how often

  [bold]claims trust --within 0.03[/]          rows for an interval of ±.03
"""


class By(StrEnum):
    """What the figures are grouped by."""

    claims = "claims"
    field = "field"
    rule = "rule"
    relation = "relation"
    confidence = "confidence"
    promise = "promise"
    board = "board"


_FOR_PEOPLE = frozenset({OutputFormat.table, OutputFormat.markdown, OutputFormat.latex})


def trust(
    db: Database = DEFAULT_DATABASE,
    by: Annotated[
        By | None, typer.Option("--by", metavar="NAME", help=f"Only figures of one kind: {one_of(By)}.")
    ] = None,
    within: Annotated[
        float,
        typer.Option(
            "--within",
            min=0.001,
            max=0.5,
            metavar="WIDTH",
            help="How far an interval may reach to either side.",
        ),
    ] = 0.05,
    format: TableFormat = OutputFormat.table,
    output: TableOutput = None,
    excel: Excel = False,
) -> None:
    """Measure the rules by the verdicts and corrections of people.

    Precision of claims, fields, rules, relations, bands of confidence, and the first rows of boards, with 95%
    intervals (Wilson). [italic]promised[/] is what the database says of itself: the mean confidence; [italic]kept[/] is
    no where the interval lies below it. [italic]promise[/] tells from which confidence on the whole interval holds it.
    [italic]more[/]: how many further rows until the interval is narrow enough. The rules of today are measured:
    what has been mended since is right. Rows were chosen for review, not drawn: figures speak of what was looked at.
    """
    from claims.report.formats import Style, write_table  # noqa: PLC0415
    from claims.report.trust import in_words, trust_of  # noqa: PLC0415
    from claims.store.connection import reading  # noqa: PLC0415

    with reading(Path(db)) as connection:
        frame = trust_of(connection, half=within)
        lines = in_words(connection, frame)
    chosen = frame if by is None else frame.filter(frame["by"] == by.value)
    with output_to(output) as stream:
        shown = _for_people(chosen) if format in _FOR_PEOPLE else chosen
        write_table(shown, format.value, stream, Style(excel=excel))
    if frame.is_empty():
        tell("nobody has looked at a claim yet: claims review -o sheet.csv")
    for line in lines:
        tell(line)


def _for_people(frame: Any) -> Any:
    import polars as pl  # noqa: PLC0415

    two = pl.col("precision", "promised").map_elements(lambda x: f"{x:.2f}", return_dtype=pl.String)
    interval = pl.struct("low", "high").map_elements(
        lambda ends: f"{ends['low']:.2f} to {ends['high']:.2f}", return_dtype=pl.String
    )
    kept = (
        pl.when("kept")
        .then(pl.lit("yes"))
        .when(pl.col("kept").not_())
        .then(pl.lit("no"))
        .otherwise(pl.lit(""))
    )
    return frame.with_columns(two.fill_null(""), interval.alias("interval"), kept.alias("kept")).select(
        "by", "name", "right", "reviewed", "precision", "interval", "promised", "kept", "more"
    )
