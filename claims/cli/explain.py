"""``claims explain``: what was read where, and why."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claims.cli import completion
from claims.cli.options import DEFAULT_DATABASE, Database, TableOutput, Vocabulary
from claims.cli.output import output_to
from claims.cli.streams import text_of_standard_input

if TYPE_CHECKING:
    from rich.console import Console

    from claims.report.explanation import Explanation

EXAMPLES = """
Examples:

  [bold]claims explain "Our cache is 2.4x faster and saves 73% energy."[/]

  [bold]claims explain --paper 2506.11153[/]

  [bold]claims explain paper.html[/]        its tables, with what was read in each cell

  [bold]pbpaste | claims explain -[/]

  [bold]claims explain --why "It saves 20% as the load grows from 10% to 90%."[/]

  [bold]claims explain --paper 2506.11153 --format html -o paper.html[/]

[bold]claims rules NAME[/] shows a rule that fired.
"""


class ExplanationFormat(StrEnum):
    """How an explanation is written."""

    text = "text"
    html = "html"
    json = "json"
    markdown = "markdown"


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
            metavar="ID",
            help="A paper of the database: its id, arXiv id or DOI.",
            show_default=False,
            autocompletion=completion.papers,
        ),
    ] = None,
    why: Annotated[
        bool,
        typer.Option(
            "--why",
            help="Tell of each number which rule took it, or refused it and why, and which others stand behind that.",
        ),
    ] = False,
    db: Database = DEFAULT_DATABASE,
    format: Annotated[
        ExplanationFormat,
        typer.Option("--format", "-f", help="How the answer is written.", show_choices=True),
    ] = ExplanationFormat.text,
    output: TableOutput = None,
    vocabulary: Vocabulary = None,
) -> None:
    """Show a text with its claims marked, and for each claim its fields and the rule that fired.

    Give a text, a whole paper, or a paper of the database. A whole paper (a file, or a folder of LaTeX) shows
    its abstract, and its tables with what was read in each cell. A text is read by the rules of this program; a
    paper shows the
    claims that the database holds for it. HTML is a page of its own; JSON holds all fields.
    """
    if (text is None) == (paper is None):
        raise typer.BadParameter("give a text or --paper ID, one of them")
    if why and (paper is not None or format is not ExplanationFormat.text):
        raise typer.BadParameter(
            "--why tells of a text, on the terminal: give the abstract, and no --paper or --format"
        )
    if format is ExplanationFormat.text and output is not None:
        raise typer.BadParameter("--output goes with --format html, json or markdown")
    explained = _explained(text, paper, db)
    if format is not ExplanationFormat.text:
        from claims.report.explanation import write_explanation  # noqa: PLC0415

        with output_to(output) as stream:
            write_explanation(explained, format.value, stream)
        return
    _show(explained)
    if why:
        from rich.console import Console  # noqa: PLC0415

        _show_reasons(Console(highlight=False, soft_wrap=True), explained.abstract)


def _show(explained: Explanation) -> None:
    from rich.console import Console  # noqa: PLC0415

    from claims.report.highlight import show_claims  # noqa: PLC0415

    console = Console(highlight=False, soft_wrap=True)
    heading = "\n".join(filter(None, (explained.title, *explained.about)))
    show_claims(console, explained.abstract, explained.claims, title=heading)
    for number, reason in explained.refused:
        console.print(f"not read: {number}: {reason}", markup=False)
    if explained.tables:
        from claims.report.tables import show_tables  # noqa: PLC0415

        show_tables(console, explained.tables)


def _explained(text: str | None, paper: str | None, db: str | Path) -> Explanation:
    """Return what was read of a text or whole paper, or what the database holds of a paper."""
    from claims.report.explanation import Explanation  # noqa: PLC0415

    if paper is not None:
        from claims.report.paper import find_paper  # noqa: PLC0415
        from claims.store.connection import reading  # noqa: PLC0415

        with reading(Path(db)) as connection:
            found = find_paper(connection, paper)
        title, *about = found.heading.split("\n")
        return Explanation(title=title, about=about, abstract=found.abstract, claims=found.claims)
    from claims.pipeline import extract  # noqa: PLC0415

    if text is not None and _names_whole_paper(text):
        from claims.documents import read_document  # noqa: PLC0415
        from claims.tables.results import read_tables  # noqa: PLC0415

        document = read_document(text)
        read = [claim.as_dict() for claim in extract(document.abstract, title=document.title)]
        tables = read_tables(document)
        return Explanation(
            title=document.title, about=(), abstract=document.abstract, claims=read, tables=tables
        )
    from claims.numbers.scan import refusals  # noqa: PLC0415
    from claims.text.markup import clean  # noqa: PLC0415

    abstract = text_of_standard_input() if text == "-" else str(text)
    refused = [(" ".join(number.split()), reason) for number, reason in refusals(clean(abstract))]
    claims = [claim.as_dict() for claim in extract(abstract)]
    return Explanation(title="", about=(), abstract=abstract, claims=claims, refused=refused)


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
        behind = f", which comes before {', '.join(reason.behind)}" if reason.behind else ""
        console.print(
            Text.assemble((f"{words:<{width}}", "bold"), "  ", reason.outcome, behind, (passed, "dim"))
        )


def _names_whole_paper(text: str) -> bool:
    """True where a text is the path of a whole paper: no abstract is as short as a path."""
    try:
        if len(text) >= 1024 or "\n" in text or not Path(text).exists():
            return False
        from claims.documents import is_document  # noqa: PLC0415 - loads what reads whole papers

        return is_document(text)
    except OSError:
        return False
