"""``claims check`` and ``claims accept``: no claim moves unnoticed."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claims.cli.diff import (
    DIFFERENT,
    SHOWN_OF_EACH_RULE,
    DifferenceFormat,
    FormatOption,
    LimitOption,
    RuleOption,
)
from claims.cli.messages import say, tell
from claims.cli.options import Jobs, TableOutput, Vocabulary, workers
from claims.cli.output import output_to, show
from claims.cli.streams import shown_if_possible

if TYPE_CHECKING:
    from claims.judging.accepted import Corpus, Reading

CHECK_EXAMPLES = """
Examples:

  [bold]claims check[/]                                  all corpora

  [bold]claims check synthetic negative[/]               two of them

  [bold]claims check --format markdown -o moved.md[/]    for a pull request
"""
ACCEPT_EXAMPLES = """
Examples:

  [bold]claims accept[/]                            what the rules give now is right

  [bold]claims accept synthetic[/]                  of this corpus only

  [bold]claims accept 'pages/*.txt' --as pages[/]   check these papers too
"""
ACCEPTED = Path("golden", "accepted")
"""Where the project keeps its accepted state, seen from its folder."""

AcceptedFolder = Annotated[
    Path,
    typer.Option(
        "--accepted",
        metavar="DIR",
        help="Folder of the accepted state.",
        envvar="CLAIMS_ACCEPTED",
        show_envvar=True,
    ),
]


def check(
    corpora: Annotated[
        list[str] | None,
        typer.Argument(metavar="[CORPUS...]", help="Names of corpora; all without any.", show_default=False),
    ] = None,
    accepted: AcceptedFolder = ACCEPTED,
    format: FormatOption = DifferenceFormat.table,
    limit: LimitOption = SHOWN_OF_EACH_RULE,
    rule: RuleOption = None,
    jobs: Jobs = 1,
    output: TableOutput = None,
    vocabulary: Vocabulary = None,
) -> None:
    """Extract the golden corpora again, and show every claim that is not as it was accepted.

    Gained, lost, and changed field by field, grouped by rule. The exit status is 1 where anything has
    changed: mend the rule, or take the change with [bold]claims accept[/]. A corpus whose files are not on
    this machine is skipped, and a line says so.
    """
    from claims.judging.accepted import compare, hash_files, read_state, state_path  # noqa: PLC0415
    from claims.report.difference_formats import counts_of, write_differences  # noqa: PLC0415

    found = {}
    papers = 0
    for corpus, paths, now in _read(_chosen(accepted, corpora), accepted, bool(corpora), workers(jobs)):
        if corpus.sha256 and hash_files(paths) != corpus.sha256:
            say(f"{corpus.name}: its files have changed since they were accepted")
        moved = compare(read_state(state_path(accepted, corpus)), now.state, now.papers)
        found[corpus.name] = [difference for difference in moved if rule in (None, difference.rule)]
        papers += len(now.state)
    with output_to(output) as stream:
        write_differences(found, format.value, stream, limit=limit or None)
    everything = [difference for each in found.values() for difference in each]
    if everything:
        say(
            f"claims have moved: {counts_of(everything)}: mend the rules, "
            "or take what you have read with `claims accept`"
        )
        raise typer.Exit(DIFFERENT)
    tell(f"{papers:,} papers of {', '.join(found) or 'no corpus'}: as accepted")


def accept(
    corpora: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[CORPUS...]",
            help="Names of corpora; all without any. With --as, files or a quoted pattern of them.",
            show_default=False,
        ),
    ] = None,
    name: Annotated[
        str | None,
        typer.Option("--as", metavar="NAME", help="Name of a new corpus of these files.", show_default=False),
    ] = None,
    keep_words: Annotated[
        bool,
        typer.Option(
            "--keep-words",
            help="Keep names as they are, not as hashes: for a new corpus of texts of your own.",
        ),
    ] = False,
    accepted: AcceptedFolder = ACCEPTED,
    jobs: Jobs = 1,
    vocabulary: Vocabulary = None,
) -> None:
    """Take what the rules give now as right: the state that [bold]claims check[/] compares with.

    Read what [bold]claims check[/] shows before. The state is a few files of JSON Lines to commit with the
    rules. They hold numbers, names and hashes, but no texts.
    """
    from claims.errors import ClaimsError  # noqa: PLC0415
    from claims.files.whole import locked_folder  # noqa: PLC0415

    chosen = _chosen(accepted, corpora) if name is None else [_new(accepted, name, corpora or [], keep_words)]
    with locked_folder(accepted) as is_ours:
        if not is_ours:
            raise ClaimsError(
                f"{accepted}: another command is accepting into it: try again when that has ended"
            )
        _accept(chosen, accepted, asked_for=bool(corpora), jobs=workers(jobs))


def _accept(chosen: Sequence[Corpus], accepted: Path, *, asked_for: bool, jobs: int) -> None:
    from dataclasses import replace  # noqa: PLC0415

    from claims.judging.accepted import (  # noqa: PLC0415
        REGISTRY,
        compare,
        dump_registry,
        dump_state,
        hash_files,
        read_state,
        state_path,
    )
    from claims.report.difference_formats import counts_of  # noqa: PLC0415

    taken: list[Corpus] = []
    for corpus, paths, now in _read(chosen, accepted, asked_for, jobs):
        path = state_path(accepted, corpus)
        moved = compare(read_state(path), now.state, now.papers)
        with output_to(path) as stream:
            stream.write(dump_state(now.state))
        taken.append(corpus if corpus.keeps_words else replace(corpus, sha256=hash_files(paths)))
        with shown_if_possible():
            show(f"{corpus.name}: {len(now.state):,} papers, {now.claims:,} claims: {counts_of(moved)}")
    known = {corpus.name: corpus for corpus in _known(accepted) + taken}
    with output_to(accepted / REGISTRY) as stream:
        stream.write(dump_registry(known.values()))


def _known(folder: Path) -> list[Corpus]:
    from claims.judging.accepted import REGISTRY, read_registry  # noqa: PLC0415

    return read_registry(folder) if (folder / REGISTRY).exists() else []


def _chosen(folder: Path, names: Sequence[str] | None) -> list[Corpus]:
    from claims.errors import ClaimsError  # noqa: PLC0415
    from claims.judging.accepted import read_registry  # noqa: PLC0415
    from claims.names.near import near_matches  # noqa: PLC0415

    known = {corpus.name: corpus for corpus in read_registry(folder)}
    for name in names or ():
        if name not in known:
            raise ClaimsError(
                f"no corpus named {name!r} in {folder}{near_matches(name, known)}; "
                f"there are {', '.join(known)}"
            )
    return [known[name] for name in dict.fromkeys(names or known)]


def _new(folder: Path, name: str, files: Sequence[str], keep_words: bool) -> Corpus:
    from claims.errors import ClaimsError  # noqa: PLC0415
    from claims.judging.accepted import Corpus, is_corpus_name  # noqa: PLC0415

    if not files:
        raise ClaimsError(f"--as {name}: which files? `claims accept FILE... --as {name}`")
    if not is_corpus_name(name):
        raise ClaimsError(f"--as {name}: a name is made of letters, digits and hyphens")
    folder.mkdir(parents=True, exist_ok=True)
    return Corpus(
        name=name, files=tuple(os.path.relpath(file, folder) for file in files), keeps_words=keep_words
    )


def _read(
    corpora: Sequence[Corpus], folder: Path, asked_for: bool, jobs: int
) -> list[tuple[Corpus, Sequence[Path], Reading]]:
    """Extract what there is; say what is skipped."""
    from claims.errors import ClaimsError  # noqa: PLC0415
    from claims.judging.accepted import extract_now  # noqa: PLC0415

    read: list[tuple[Corpus, Sequence[Path], Reading]] = []
    for corpus in corpora:
        paths = corpus.paths(folder)
        if not paths:
            missing = f"{corpus.name}: not on this machine: {', '.join(corpus.files)} (seen from {folder})"
            if asked_for:
                raise ClaimsError(missing)
            say(f"skipped {missing}")
            continue
        now = extract_now(corpus, paths, jobs=jobs)
        if now.rejects:
            say(f"{corpus.name}: {now.rejects} records could not be read")
        read.append((corpus, paths, now))
    return read
