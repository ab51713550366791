"""The commands: their order, the panels of ``claims --help``, and the module that each has."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Annotated

import typer

_PANELS = {
    "From papers to claims": ("fetch", "run", "extract", "load"),
    "Questions": ("leaderboard", "compare", "contradictions", "query", "schema", "export", "site"),
    "People put it right": ("review", "correct", "suggest", "trust"),
    "Runs and what they changed": ("runs", "diff", "check", "accept"),
    "Looking inside": ("explain", "rules", "score"),
}
_MODULES = {"contradictions": "compare", "suggest": "correct", "accept": "check"}
"""Commands that share the module of another; all others have their own."""

_VERSION = (["-V"], ["--version"])
"""What needs no command at all."""

_ABOUT = """Read every quantified claim out of paper abstracts, and rank, filter and compare them.

A claim is one number that an abstract states about a system: [italic]2.4x faster than FlashAttention on
A100[/], [italic]73% lower energy[/], [italic]17.1 ms[/]. Claims are found by rules: no model, no
network, the same answer each time, and each row says which rule made it and where it stands.
"""
_EPILOG = """
Examples:

  [bold]claims run papers.jsonl[/]                          into claims.duckdb

  [bold]claims leaderboard energy --hardware A100[/]        who saves the most

  [bold]claims query "FROM results LIMIT 5"[/]              all that SQL can ask

  [bold]claims extract papers.jsonl -o claims.jsonl[/]      no database

  [bold]claims explain "2.4x faster than the baseline"[/]   which rule reads what

Exit status: 0 done, 1 records were left out or data differ,
2 a mistake in the call or the input, 70 a mistake of the program,
130 interrupted.
"""


def program(words: Sequence[str] = ()) -> typer.Typer:
    """Return the command line, with no more commands than the words on it need.

    Each command loads what it does; of the others nobody has asked anything.

    Args:
        words: What stands on the command line. Where the first is no command, all are there: for the help, and for
            what a mistyped one may have meant.
    """
    app = typer.Typer(
        name="claims",
        no_args_is_help=False,
        pretty_exceptions_enable=False,
        rich_markup_mode="rich",
        context_settings={"help_option_names": ["-h", "--help"]},
        epilog=_EPILOG,
    )
    app.callback(invoke_without_command=True, help=paragraphs(_ABOUT))(_begin)
    every = [name for names in _PANELS.values() for name in names]
    wanted = words[:1] if words and words[0] in every else () if words[:1] in _VERSION else every
    for panel, names in _PANELS.items():
        for name in names:
            if name in wanted:
                _add(app, name, panel)
    return app


def _add(app: typer.Typer, name: str, panel: str) -> None:
    module = import_module(f"claims.cli.{_MODULES.get(name, name)}")
    command = getattr(module, name)
    examples = getattr(module, f"{name.upper()}_EXAMPLES", None) or module.EXAMPLES
    app.command(rich_help_panel=panel, epilog=examples, help=paragraphs(command.__doc__))(command)


def paragraphs(text: str | None) -> str:
    r"""Return a text with one line for each paragraph: terminals of any width break it by themselves.

    >>> paragraphs("One\n    line.\n\n    Two.")
    'One line.\n\nTwo.'
    """
    return "\n\n".join(" ".join(part.split()) for part in (text or "").split("\n\n"))


def _show_version(wanted: bool) -> None:
    if wanted:
        from claims import __version__  # noqa: PLC0415 - looked up in what is installed

        typer.echo(f"claims {__version__}")
        raise typer.Exit


def _begin(
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
