"""``claims correct`` and ``claims suggest``: what people and others say of claims, into the database."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claims.cli.messages import say, tell
from claims.cli.options import DEFAULT_DATABASE
from claims.cli.output import output_to, say_left_out, show
from claims.cli.streams import shown_if_possible

if TYPE_CHECKING:
    from claims.store.correct import Corrected

CORRECT_EXAMPLES = """
Examples:

  [bold]claims correct sheet.csv --by ann[/]                       what a sheet says

  [bold]claims correct sheet.csv --corrections corrections.jsonl[/]   keep them

  [bold]claims correct --corrections corrections.jsonl --db new.duckdb[/]   there

  [bold]claims correct[/]                                          which no longer fit
"""
SUGGEST_EXAMPLES = """
Examples:

  [bold]claims suggest theirs.jsonl --by bo[/]           a colleague's

  [bold]claims leaderboard speed --with bo[/]            a board that shows them
"""
SHOWN_PROBLEMS = 50

DatabaseToWrite = Annotated[
    Path,
    typer.Option("--db", metavar="PATH", help="Database to write to.", envvar="CLAIMS_DB", show_envvar=True),
]
Free = Annotated[
    bool, typer.Option("--free", help="Allow names and numbers that do not stand in the text of the paper.")
]


def reviewer(by: str | None) -> str:
    """Return who says something: the name that was given, else that of the user of this machine.

    Raises:
        ClaimsError: The name is empty.
    """
    from claims.errors import ClaimsError  # noqa: PLC0415

    if by is not None:
        if not by.strip():
            raise ClaimsError("--by is empty: give the name of who says it")
        return by.strip()
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "somebody"


By = Annotated[
    str | None,
    typer.Option(
        "--by",
        metavar="NAME",
        help="Who says so, where a row does not; the name of the user without it.",
        envvar="CLAIMS_BY",
        show_envvar=True,
        show_default=False,
    ),
]


def correct(
    sheets: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[SHEET...]",
            help="CSV or JSON Lines, as `claims review` writes it or by hand; [bold]-[/] is standard input.",
            show_default=False,
        ),
    ] = None,
    db: DatabaseToWrite = DEFAULT_DATABASE,
    by: By = None,
    corrections: Annotated[
        Path | None,
        typer.Option(
            "--corrections",
            metavar="FILE",
            help="Keep all corrections in this file, too: sorted JSON Lines for version control. Those that it "
            "holds already are taken first.",
            show_default=False,
        ),
    ] = None,
    free: Free = False,
    replace: Annotated[
        bool, typer.Option("--replace", help="Let a row take the place of what somebody else has said.")
    ] = False,
) -> None:
    """Take verdicts, corrected fields and missed claims out of sheets, and lay them over the claims.

    A row names paper, quote and occurrence, perhaps a verdict (right, wrong, no claim; undo takes back what you
    have said), and the fields that change. Each row is checked against the text; one that does not hold is
    named with file, row and remedy, nothing of it is taken, and the exit status is 1. What the rules read
    stays in the table [italic]claims[/]; everything else shows the corrected values and says so. New runs,
    new rules and other sources of a paper keep corrections; one that no longer fits its text is reported.
    Without a sheet, all corrections are laid over the claims anew.
    """
    from datetime import UTC, datetime  # noqa: PLC0415

    from claims.store.correct import correct_into  # noqa: PLC0415
    from claims.store.corrections import Takes  # noqa: PLC0415

    now = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    how = Takes(by=reviewer(by), at=now, free=free, replaces=replace)
    done = correct_into(Path(db), sheets or [], how, file=corrections)
    if corrections is not None:
        with output_to(corrections) as stream:
            stream.write(done.content)
    _tell(done, "correction")


def suggest(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="Annotations in JSON Lines, or sheets.", show_default=False),
    ],
    by: Annotated[
        str,
        typer.Option(
            "--by", metavar="NAME", help="Who suggests it: a person, or a program.", show_default=False
        ),
    ],
    db: DatabaseToWrite = DEFAULT_DATABASE,
    free: Free = False,
) -> None:
    """Take what another reader found: a colleague, another tool, a model that somebody ran elsewhere.

    Each claim is checked as [bold]claims correct[/] checks it. A suggestion fills only fields that the rules
    left empty or doubt (confidence below 0.8), and claims that they missed; it never changes what a person has
    corrected, and boards show it only with [bold]--with NAME[/]. The format is that of annotations,
    [italic]{"id": ..., "claims": [...]}[/] a line; its JSON Schema is schema/suggestions.schema.json.
    """
    from datetime import UTC, datetime  # noqa: PLC0415

    from claims.store.correct import correct_into  # noqa: PLC0415
    from claims.store.corrections import Takes  # noqa: PLC0415

    now = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    how = Takes(by=reviewer(by), at=now, suggested=True, free=free)
    _tell(correct_into(Path(db), files, how), "suggestion")


def _tell(done: Corrected, what: str) -> None:
    """Say what was taken, what was not and why, and what no longer fits."""
    taken, standing = done.taken, done.standing
    counts = {
        "taken": taken.taken,
        "known already": taken.known,
        "taken back": taken.undone,
        "say nothing": taken.silent,
    }
    parts = [f"{number:,} {name}" for name, number in counts.items() if number]
    with shown_if_possible():
        show(f"{what}s: {', '.join(parts) or 'none taken'}")
        if what == "correction":
            moved = f", {standing.moved:,} of them found again in another text" if standing.moved else ""
            show(f"over the claims now: {standing.applied:,}{moved}")
    for line in taken.replaced:
        tell(f"replaced: {line}")
    for line in done.unfit[:SHOWN_PROBLEMS]:
        tell(line)
    if len(done.unfit) > SHOWN_PROBLEMS:
        tell(
            f"and {len(done.unfit) - SHOWN_PROBLEMS:,} more that do not fit: claims query 'FROM stale_corrections'"
        )
    for problem in taken.problems[:SHOWN_PROBLEMS]:
        tell(str(problem))
    if len(taken.problems) > SHOWN_PROBLEMS:
        say(f"and {len(taken.problems) - SHOWN_PROBLEMS:,} more rows that do not hold")
    if taken.problems:
        say_left_out(len(taken.problems), "mend them and give the sheet again; what was taken is known then")
