"""``claims explain``: what was read where, and why."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from claims.cli.options import DEFAULT_DATABASE, Database
from claims.cli.streams import text_of_standard_input

EXAMPLES = """
Examples:

  [bold]claims explain "Our cache is 2.4x faster and saves 73% energy."[/]

  [bold]claims explain --paper 2506.11153[/]

  [bold]pbpaste | claims explain -[/]

[bold]claims rules NAME[/] shows a rule that fired.
"""


def explain(
    text: Annotated[
        str | None, typer.Argument(metavar="[TEXT]", help="An abstract; - reads it from standard input.")
    ] = None,
    paper: Annotated[
        str | None,
        typer.Option(
            metavar="ID", help="A paper of the database: its id, arXiv id or DOI.", show_default=False
        ),
    ] = None,
    db: Database = DEFAULT_DATABASE,
) -> None:
    """Show a text with its claims marked, and for each claim its fields and the rule that fired.

    Give a text, or a paper of the database. A text is read by the rules of this program; a paper shows the
    claims that the database holds for it.
    """
    from rich.console import Console  # noqa: PLC0415

    from claims.report.highlight import show_claims  # noqa: PLC0415

    if (text is None) == (paper is None):
        raise typer.BadParameter("give a text or --paper ID, one of them")
    console = Console(highlight=False, soft_wrap=True)
    if paper is not None:
        from claims.report.paper import find_paper  # noqa: PLC0415
        from claims.store.connection import reading  # noqa: PLC0415

        with reading(Path(db)) as connection:
            found = find_paper(connection, paper)
        show_claims(console, found.abstract, found.claims, title=found.heading)
        return
    from claims.numbers.scan import refusals  # noqa: PLC0415
    from claims.pipeline import extract  # noqa: PLC0415
    from claims.text.markup import clean  # noqa: PLC0415

    abstract = text_of_standard_input() if text == "-" else str(text)
    show_claims(console, abstract, [claim.as_dict() for claim in extract(abstract)])
    for number, reason in refusals(clean(abstract)):
        console.print(f"not read: {' '.join(number.split())}: {reason}", markup=False)
