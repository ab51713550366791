"""``claims explain``: what was read where, and why."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claims.cli.options import DEFAULT_DATABASE, Database

if TYPE_CHECKING:
    from rich.console import Console

EXAMPLES = """
Examples:

  [bold]claims explain "Our cache is 2.4x faster and saves 73% energy."[/]

  [bold]claims explain --paper 2506.11153[/]

  [bold]pbpaste | claims explain -[/]

  [bold]claims explain --why "It saves 20% energy as the load grows from 10% to 90%."[/]

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
    why: Annotated[
        bool,
        typer.Option("--why", help="Tell of each number which rule took it, or refused it and why."),
    ] = False,
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
    if paper is not None and why:
        raise typer.BadParameter("--why tells of a text, not of a paper of the database; give its abstract")
    if paper is not None:
        from claims.report.paper import find_paper  # noqa: PLC0415
        from claims.store.connection import open_for_reading  # noqa: PLC0415

        with open_for_reading(Path(db)) as connection:
            found = find_paper(connection, paper)
        show_claims(console, found.abstract, found.claims, title=found.heading)
        return
    from claims.pipeline import extract  # noqa: PLC0415

    abstract = typer.get_text_stream("stdin").read() if text == "-" else str(text)
    show_claims(console, abstract, [claim.as_dict() for claim in extract(abstract)])
    if why:
        _show_reasons(console, abstract)


def _show_reasons(console: Console, abstract: str) -> None:
    from rich.text import Text  # noqa: PLC0415

    from claims.pipeline import sentences_of  # noqa: PLC0415
    from claims.reading.why import reasons  # noqa: PLC0415

    rows = [(s.text[r.start : r.end], r) for s in sentences_of(abstract) for r in reasons(s)]
    if not rows:
        console.print(Text("\nno numbers", style="dim"))
        return
    width = max(len(words) for words, _ in rows)
    console.print()
    for words, reason in rows:
        passed = f" (not as {', '.join(reason.passed)})" if reason.passed else ""
        console.print(Text.assemble((f"{words:<{width}}", "bold"), "  ", reason.outcome, (passed, "dim")))
