"""All commands in one place: their order, and the panels of ``claims --help``."""

from __future__ import annotations

from typing import Annotated

import typer

from claims.cli import (
    check,
    compare,
    correct,
    diff,
    explain,
    export,
    extract,
    fetch,
    leaderboard,
    load,
    query,
    review,
    rules,
    run,
    runs,
    schema,
    score,
    site,
    trust,
)


def paragraphs(text: str | None) -> str:
    r"""Return a text with one line for each paragraph: terminals of any width break it by themselves.

    >>> paragraphs("One\n    line.\n\n    Two.")
    'One line.\n\nTwo.'
    """
    return "\n\n".join(" ".join(part.split()) for part in (text or "").split("\n\n"))


app = typer.Typer(
    name="claims",
    no_args_is_help=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="""
Examples:

  [bold]claims run papers.jsonl[/]                          into claims.duckdb

  [bold]claims leaderboard energy --hardware A100[/]        who saves the most

  [bold]claims query "FROM results LIMIT 5"[/]              all that SQL can ask

  [bold]claims extract papers.jsonl -o claims.jsonl[/]      no database

  [bold]claims explain "2.4x faster than the baseline"[/]   which rule reads what

Exit status: 0 done, 1 records were left out or data differ,
2 a mistake in the call or the input, 70 a mistake of the program,
130 interrupted.
""",
)

for _panel, _commands in {
    "From papers to claims": (
        (fetch.fetch, fetch.EXAMPLES),
        (run.run, run.EXAMPLES),
        (extract.extract, extract.EXAMPLES),
        (load.load, load.EXAMPLES),
    ),
    "Questions": (
        (leaderboard.leaderboard, leaderboard.EXAMPLES),
        (compare.compare, compare.EXAMPLES),
        (compare.contradictions, compare.CONTRADICTIONS_EXAMPLES),
        (query.query, query.EXAMPLES),
        (schema.schema, schema.EXAMPLES),
        (export.export, export.EXAMPLES),
        (site.site, site.EXAMPLES),
    ),
    "People put it right": (
        (review.review, review.EXAMPLES),
        (correct.correct, correct.CORRECT_EXAMPLES),
        (correct.suggest, correct.SUGGEST_EXAMPLES),
        (trust.trust, trust.EXAMPLES),
    ),
    "Runs and what they changed": (
        (runs.runs, runs.EXAMPLES),
        (diff.diff, diff.EXAMPLES),
        (check.check, check.CHECK_EXAMPLES),
        (check.accept, check.ACCEPT_EXAMPLES),
    ),
    "Looking inside": (
        (explain.explain, explain.EXAMPLES),
        (rules.rules, rules.EXAMPLES),
        (score.score, score.EXAMPLES),
    ),
}.items():
    for _command, _examples in _commands:
        app.command(rich_help_panel=_panel, epilog=_examples, help=paragraphs(_command.__doc__))(_command)


def _show_version(wanted: bool) -> None:
    if wanted:
        from claims import __version__  # noqa: PLC0415 - looked up in what is installed

        typer.echo(f"claims {__version__}")
        raise typer.Exit


_ABOUT = """Read every quantified claim out of paper abstracts, and rank, filter and compare them.

A claim is one number that an abstract states about a system: [italic]2.4x faster than FlashAttention on
A100[/], [italic]73% lower energy[/], [italic]17.1 ms[/]. Claims are found by rules: no model, no
network, the same answer each time, and each row says which rule made it and where it stands.
"""


@app.callback(invoke_without_command=True, help=paragraphs(_ABOUT))
def claims(
    context: typer.Context,
    version: Annotated[
        bool,
        typer.Option("--version", "-V", callback=_show_version, is_eager=True, help="Print the version."),
    ] = False,
) -> None:
    """Show the help where no command is given."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
        raise typer.Exit
