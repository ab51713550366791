"""Options and arguments that several commands share, so that they mean the same everywhere."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from claims.cli import completion
from claims.streams.cores import available_cores

if TYPE_CHECKING:
    import duckdb

DEFAULT_DATABASE = completion.DEFAULT_DATABASE
ALL_CORES = 0


class OutputFormat(StrEnum):
    """How a table is written."""

    table = "table"
    csv = "csv"
    json = "json"
    markdown = "markdown"
    latex = "latex"
    parquet = "parquet"


def one_of(names: type[StrEnum]) -> str:
    """Return the names that an option may have, for its help: a terminal would break a list without blanks.

    >>> one_of(OutputFormat)
    'table, csv, json, markdown, latex or parquet'
    """
    *others, last = (name.value for name in names)
    return f"{', '.join(others)} or {last}"


def named(metavar: str, help: str, *names: str, **more: Any) -> Any:
    """Return an option that takes a value and has none by itself.

    Args:
        metavar: What the help calls the value.
        help: What it does.
        names: How it is written; by default as the parameter is called.
        more: What else :func:`typer.Option` takes.
    """
    return typer.Option(*names, metavar=metavar, help=help, **{"show_default": False, **more})


Files = Annotated[
    list[Path],
    typer.Argument(
        metavar="FILE...",
        help="Papers: JSON, CSV, BibTeX, RIS, Parquet, saved pages and more, packed or not. "
        "[bold]-[/] is standard input.",
        show_default=False,
    ),
]

SourceFormat = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="NAME",
        help="Format of the input, where its content does not tell it.",
        show_default=False,
        autocompletion=completion.formats,
    ),
]

Columns = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar="FIELD=NAME",
        help="What the files call a field, where it is none of the usual names; may be given several times.",
        show_default=False,
        autocompletion=completion.fields,
    ),
]

Strict = Annotated[
    bool, typer.Option("--strict", help="Let records without abstract count as broken: exit status 1.")
]

Jobs = Annotated[
    int,
    typer.Option(
        "--jobs",
        "-j",
        min=0,
        metavar="N",
        help="Processes that extract. The result is the same for any number.",
        show_default="all cores",
    ),
]

Database = Annotated[
    Path, typer.Option("--db", metavar="PATH", help="Database to read.", envvar="CLAIMS_DB", show_envvar=True)
]

TableFormat = Annotated[
    OutputFormat,
    typer.Option(
        "--format", "-f", metavar="NAME", help=f"How the answer is written: {one_of(OutputFormat)}."
    ),
]

Excel = Annotated[
    bool,
    typer.Option(
        "--excel", help="In CSV, put ' before texts that a spreadsheet would take for a formula: = + - @."
    ),
]

TableOutput = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", metavar="PATH", help="Write to a file instead of the terminal.", show_default=False
    ),
]


def _use_vocabulary(folder: Path | None) -> Path | None:
    if folder is not None:
        from claims.syntax.all_vocabularies import use_vocabulary  # noqa: PLC0415 - loads all vocabularies

        use_vocabulary(folder)
    return folder


Vocabulary = Annotated[
    Path | None,
    typer.Option(
        "--vocabulary",
        metavar="DIR",
        help="Folder with rows of your own for hardware, workloads, metrics, units, cues.",
        envvar="CLAIMS_VOCABULARY",
        show_envvar=True,
        show_default=False,
        callback=_use_vocabulary,
        is_eager=True,
    ),
]


With = Annotated[
    list[str] | None,
    typer.Option(
        "--with",
        metavar="NAME",
        help="Show what somebody suggests, too (claims suggest); may be given several times.",
        show_default=False,
    ),
]


def shown_with(connection: duckdb.DuckDBPyConnection, names: Sequence[str] | None) -> None:
    """Let a connection show the suggestions that an option ``--with`` names."""
    if names:
        from claims.store.suggested import show_suggestions  # noqa: PLC0415 - few ask for it

        show_suggestions(connection, list(dict.fromkeys(names)))


def workers(jobs: int) -> int:
    """Return the number of processes that an option ``--jobs`` stands for."""
    return available_cores() if jobs == ALL_CORES else jobs
