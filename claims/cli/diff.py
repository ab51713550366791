"""``claims diff``: what changed between two runs."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from claims.cli import completion
from claims.cli.messages import tell
from claims.cli.options import DEFAULT_DATABASE, Database, TableOutput, one_of
from claims.cli.output import output_to

EXAMPLES = """
Examples:

  [bold]claims diff[/]                               what the last run changed

  [bold]claims diff 1 3 --format markdown[/]         for a pull request

  [bold]claims diff 1 3 --rule 'change by'[/]        one rule, all of its claims
"""

DIFFERENT = 1
SHOWN_OF_EACH_RULE = 20


class DifferenceFormat(StrEnum):
    """How differences are written."""

    table = "table"
    markdown = "markdown"
    json = "json"


FormatOption = Annotated[
    DifferenceFormat,
    typer.Option(
        "--format", "-f", metavar="NAME", help=f"How the differences are written: {one_of(DifferenceFormat)}."
    ),
]
LimitOption = Annotated[
    int,
    typer.Option(
        "--limit", min=0, metavar="N", help="Show up to N claims of each rule; 0 shows all. JSON has all."
    ),
]
RuleOption = Annotated[
    str | None,
    typer.Option(
        "--rule",
        metavar="NAME",
        help="Only claims of this rule.",
        show_default=False,
        autocompletion=completion.rules,
    ),
]


def diff(
    first: Annotated[
        int | None,
        typer.Argument(
            metavar="[A]", help="Number of a run; the last but one without it.", show_default=False
        ),
    ] = None,
    second: Annotated[
        int | None,
        typer.Argument(metavar="[B]", help="Number of another; the last without it.", show_default=False),
    ] = None,
    db: Database = DEFAULT_DATABASE,
    format: FormatOption = DifferenceFormat.table,
    limit: LimitOption = SHOWN_OF_EACH_RULE,
    rule: RuleOption = None,
    output: TableOutput = None,
) -> None:
    """Compare the claims of the database after two runs: gained, lost, and changed field by field.

    Grouped by rule, with the sentence, and with what brought it about where it is not a change of the
    rules: a new paper, or a newer text of one. A claim is the same where it stands in the same place. The
    exit status is 1 where there is a difference. [bold]claims runs[/] lists the runs.
    """
    from claims.errors import ClaimsError  # noqa: PLC0415
    from claims.report.difference_formats import counts_of, write_differences  # noqa: PLC0415
    from claims.store.connection import reading  # noqa: PLC0415
    from claims.store.history import differences_between, run_numbers  # noqa: PLC0415

    with reading(Path(db)) as connection:
        if second is None or first is None:
            known = run_numbers(connection)
            if first is None and len(known) < 2:
                raise ClaimsError(f"{db}: holds one run only: `claims run FILE... --db {db}` adds another")
            first = known[-2] if first is None else first
            second = known[-1]
        found = differences_between(connection, first, second)
    if rule is not None:
        found = [difference for difference in found if difference.rule == rule]
    with output_to(output) as stream:
        write_differences({"": found}, format.value, stream, limit=limit or None)
    tell(f"run {first} to run {second}: {counts_of(found)}")
    if found:
        raise typer.Exit(DIFFERENT)
