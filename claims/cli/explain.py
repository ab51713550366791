"""``claims explain``: what was read where, and why."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claims.cli.options import DEFAULT_DATABASE, Database, Vocabulary
from claims.cli.streams import text_of_standard_input

if TYPE_CHECKING:
    from rich.console import Console

EXAMPLES = """
Examples:

  [bold]claims explain "Our cache is 2.4x faster and saves 73% energy."[/]

  [bold]claims explain --paper 2506.11153[/]

  [bold]claims explain paper.html[/]                           its tables, with what was read in each cell

  [bold]pbpaste | claims explain -[/]

  [bold]claims explain --why "It saves 20% energy as the load grows from 10% to 90%."[/]

[bold]claims rules NAME[/] shows a rule that fired.
"""


def explain(
    text: Annotated[
        str | None,
        typer.Argument(
            metavar="[TEXT]",
            help="An abstract, or the path of a whole paper; - reads an abstract from standard input.",
        ),
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
    vocabulary: Vocabulary = None,
) -> None:
    """Show a text with its claims marked, and for each claim its fields and the rule that fired.

    Give a text, a whole paper, or a paper of the database. A whole paper (a file, or a folder of LaTeX) shows
    its abstract, and its tables with what was read in each cell. A text is read by the rules of this program; a
    paper shows the
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
        from claims.store.connection import reading  # noqa: PLC0415

        with reading(Path(db)) as connection:
            found = find_paper(connection, paper)
        show_claims(console, found.abstract, found.claims, title=found.heading)
        return
    if text is not None and _names_whole_paper(text):
        _explain_whole_paper(console, text)
        return
    from claims.numbers.scan import refusals  # noqa: PLC0415
    from claims.pipeline import extract  # noqa: PLC0415
    from claims.text.markup import clean  # noqa: PLC0415

    abstract = text_of_standard_input() if text == "-" else str(text)
    show_claims(console, abstract, [claim.as_dict() for claim in extract(abstract)])
    for number, reason in refusals(clean(abstract)):
        console.print(f"not read: {' '.join(number.split())}: {reason}", markup=False)
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


def _names_whole_paper(text: str) -> bool:
    """True where a text is the path of a whole paper: no abstract is as short as a path."""
    from claims.documents import is_document  # noqa: PLC0415

    try:
        return len(text) < 1024 and "\n" not in text and Path(text).exists() and is_document(text)
    except OSError:
        return False


def _explain_whole_paper(console: Console, path: str) -> None:
    from claims.documents import read_document  # noqa: PLC0415
    from claims.pipeline import extract  # noqa: PLC0415
    from claims.report.highlight import show_claims  # noqa: PLC0415
    from claims.report.tables import show_tables  # noqa: PLC0415
    from claims.tables.results import read_results_by_table  # noqa: PLC0415

    document = read_document(path)
    abstract = document.abstract
    found = [claim.as_dict() for claim in extract(abstract, title=document.title)]
    show_claims(console, abstract, found, title=document.title)
    show_tables(console, read_results_by_table(document))
