"""``claims fetch``: papers from arXiv, OpenAlex and Semantic Scholar."""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from functools import partial
from io import BufferedReader
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from claims.cli import completion, unfinished
from claims.cli.messages import say
from claims.cli.options import ALL_CORES, Jobs, named, workers
from claims.cli.output import LEFT_OUT, is_replaced, kept_for_later, output_to, refuse_inputs_as_outputs
from claims.cli.run import show_summary

if TYPE_CHECKING:
    from claims.files.journal import Journal
    from claims.model import Paper, Reject
    from claims.sources.fetching.manners import Manners
    from claims.sources.fetching.service import Access, Service
    from claims.sources.fetching.wanted import Wanted
    from claims.sources.format import OnOdd


EXAMPLES = """
Examples:

  [bold]claims fetch arxiv "sparse attention" --category cs.LG -o papers.jsonl[/]

  [bold]claims fetch arxiv-harvest --category cs.AR --since 2025-06 --db ar.duckdb[/]

  [bold]claims fetch openalex "efficient inference" --limit 500 | claims run -[/]

  [bold]claims fetch semantic-scholar --ids ids.txt -o papers.jsonl[/]
"""

_EMAIL = re.compile(r"[^@\s()<>]+@[^@\s()<>]+\.[^@\s()<>]+")


def fetch(
    service: Annotated[
        str,
        typer.Argument(
            metavar="SERVICE",
            help="arxiv, arxiv-harvest (whole categories, by OAI-PMH), openalex or semantic-scholar.",
            autocompletion=completion.services,
        ),
    ],
    query: Annotated[
        str,
        typer.Argument(
            metavar="QUERY", help="Words, or a query in the language of the service.", show_default=False
        ),
    ] = "",
    category: Annotated[
        list[str] | None,
        named(
            "NAME",
            "Only of it, as the service calls it: cs.AR, T10036, Computer Science. May be given several times.",
        ),
    ] = None,
    since: Annotated[
        str | None,
        named("DATE", "From that year, month or day: 2024, 2024-06, 2024-06-30."),
    ] = None,
    until: Annotated[str | None, named("DATE", "Up to the end of it.")] = None,
    ids: Annotated[
        list[str] | None,
        named("ID", "This paper: an id or a DOI. May be given several times.", "--id"),
    ] = None,
    ids_file: Annotated[
        Path | None,
        named("PATH", "The papers whose ids stand in a file, one a line.", "--ids"),
    ] = None,
    limit: Annotated[
        int | None,
        named("N", "No more than so many, the newest first.", min=1, show_default="all"),
    ] = None,
    output: Annotated[
        Path | None,
        named("PATH", "Write JSON Lines to a file.", "--output", "-o", show_default="standard output"),
    ] = None,
    db: Annotated[
        Path | None,
        named("PATH", "Read them into this database, as claims run does.", "--db"),
    ] = None,
    email: Annotated[
        str | None,
        named(
            "ADDRESS",
            "Whom the operators of the service can write to.",
            envvar="CLAIMS_EMAIL",
            show_envvar=True,
        ),
    ] = None,
    url: Annotated[
        str | None,
        named("URL", "Another address of the service: a mirror."),
    ] = None,
    jobs: Jobs = ALL_CORES,
) -> None:
    r"""Fetch papers from arXiv, OpenAlex or Semantic Scholar, as JSON Lines or into a database.

    This is the only command that uses the network. It needs [bold]pip install 'claimsdb\[fetch]'[/]. Requests
    keep the pace that the service asks for, say who asks where [bold]--email[/] tells, and are made again a
    while later where the service is busy or an answer was cut. When it is interrupted, the same command goes on
    where it stopped: answers are kept beside the output, as [italic]PATH.unfinished[/], until all are there.
    """
    from claims.errors import ClaimsError  # noqa: PLC0415
    from claims.sources import read_papers  # noqa: PLC0415
    from claims.sources.fetching.collect import service_named  # noqa: PLC0415
    from claims.sources.fetching.service import Access  # noqa: PLC0415

    if email and not _EMAIL.fullmatch(email):
        raise ClaimsError(f"--email {email!r}: is no address")
    wanted = _wanted(query, category or [], (since, until), _all_ids(ids or [], ids_file), limit)
    refuse_inputs_as_outputs([ids_file] if ids_file else [], output, db)
    asked = service_named(service)
    access = Access(_address(url or asked.address), _manners(asked), email, os.environ.get(asked.key or ""))
    asking = _Asking(asked, wanted, access)
    with ExitStack() as stack:
        if output is not None or db is None:
            asking.keep(stack, output)
            with output_to(output) as stream:
                asking.write(stream)
            read = read_papers
        else:
            read = asking.spool(stack, db)
        asking.tell(output)
        if db is not None and asking.papers:
            asking.run_into(db, output, read, jobs)
    if asking.broken:
        raise typer.Exit(LEFT_OUT)


def _wanted(
    query: str,
    categories: Sequence[str],
    days: tuple[str | None, str | None],
    ids: Sequence[str],
    limit: int | None,
) -> Wanted:
    from claims.report.filters import first_day  # noqa: PLC0415
    from claims.sources.fetching.wanted import Wanted, last_day  # noqa: PLC0415

    since, until = days
    return Wanted(
        " ".join(query.split()),
        tuple(categories),
        first_day(since) if since else None,
        last_day(until) if until else None,
        tuple(ids),
        limit,
    )


def _all_ids(ids: Sequence[str], file: Path | None) -> list[str]:
    """Return identifiers, of the command line and of a file, each once."""
    from claims.errors import ClaimsError  # noqa: PLC0415

    found = [name for each in ids for name in each.split(",")]
    if file is not None:
        try:
            text = sys.stdin.read() if str(file) == "-" else file.read_text("utf-8-sig")
        except UnicodeDecodeError as error:
            raise ClaimsError(f"{file}: is no text in UTF-8: give a file with one id a line") from error
        found += text.split("\n")
    names = list(dict.fromkeys(filter(None, (name.strip() for name in found))))
    if (ids or file is not None) and not names:
        raise ClaimsError(f"{file or '--id'}: holds no id")
    return names


def _address(url: str) -> str:
    from claims.errors import ClaimsError  # noqa: PLC0415

    if not re.match(r"https?://[^/\s]+", url):
        raise ClaimsError(f"--url {url!r}: is no address: it begins with https://")
    return url.rstrip("/")


def _manners(service: Service) -> Manners:
    from claims.sources.fetching.manners import Manners  # noqa: PLC0415

    return Manners(service.title, service.interval, say)


OnReject = Callable[["Reject"], None]


class _Asking:
    """What a service is asked, and what has come of it.

    Attributes:
        papers: How many papers have come in.
        broken: How many records were none.
    """

    def __init__(self, service: Service, wanted: Wanted, access: Access) -> None:
        self._service, self._wanted, self._access = service, wanted, access
        self._journal: Journal | None = None
        self.papers = self.broken = 0

    @property
    def _name(self) -> str:
        """How a database calls what these papers come from."""
        words = [word for word in self._wanted.words if word and word != "None"]
        return f"{self._service.name}: {', '.join(words[:4])}{', ...' if len(words) > 4 else ''}"

    def keep(self, stack: ExitStack, output: Path | None) -> None:
        """Keep answers beside an output, where that is a file."""
        from claims.files.journal import Journal  # noqa: PLC0415

        if output is not None and is_replaced(output):
            work = [self._service.name, self._access.address, *self._wanted.words]
            self._journal = Journal(output, "fetched", work)
            unfinished.append(self._journal)
            stack.enter_context(self._journal)

    def write(self, stream: BinaryIO) -> None:
        """Fetch, and write JSON Lines."""
        from claims.cli.progress import fetching  # noqa: PLC0415
        from claims.files.escaping import for_json  # noqa: PLC0415
        from claims.sources.fetching.collect import fetch as fetched_from  # noqa: PLC0415

        with fetching() as arrive:
            for fetched in fetched_from(self._service, self._wanted, self._access, self._journal):
                stream.write(for_json(fetched.lines))
                stream.flush()  # who reads a pipe can begin
                self.papers += fetched.papers
                self.broken += fetched.broken
                arrive(fetched.papers, fetched.total)

    def spool(self, stack: ExitStack, db: Path) -> Callable[..., Iterator[Paper]]:
        """Fetch into a file without a name, and return what reads it as papers."""
        from claims.sources.format import Source  # noqa: PLC0415
        from claims.sources.jsonl import read_objects  # noqa: PLC0415

        spool = stack.enter_context(tempfile.TemporaryFile(buffering=0))  # noqa: SIM115 - on the stack
        self.keep(stack, db.with_name(f"{db.name}.fetched"))
        self.write(spool)
        spool.seek(0)
        stream: BufferedReader = stack.enter_context(BufferedReader(spool))

        def read(files: Sequence[Path], on_reject: OnReject, on_odd: OnOdd) -> Iterator[Paper]:
            return read_objects(Source(str(files[0]), stream, on_reject, on_odd=on_odd))

        return read

    def run_into(self, db: Path, file: Path | None, read: Callable[..., Iterator[Paper]], jobs: int) -> None:
        """Read what was fetched into a database."""
        from claims.cli.intake import OddFields  # noqa: PLC0415
        from claims.cli.progress import progress  # noqa: PLC0415
        from claims.store.run import run_into  # noqa: PLC0415

        odd = OddFields()
        files = [file or Path(self._name)]
        with kept_for_later(db, "run", files, None) as journal, progress(files, self.papers) as advance:
            reading = partial(read, on_odd=odd)
            summary = run_into(
                db, files, read=reading, jobs=workers(jobs), on_progress=advance, journal=journal
            )
        odd.tell()
        show_summary(summary, db)

    def tell(self, output: Path | None) -> None:
        """Say how many papers there are, and what was sent in place of others."""
        if not self.papers:
            say(f"{self._service.title} has no paper that is asked for")
        elif output is not None:
            say(f"{output}: {self.papers:,} {'paper' if self.papers == 1 else 'papers'}")
        if self.broken:
            records = "1 record was" if self.broken == 1 else f"{self.broken} records were"
            say(f"{records} left out: {self._service.title} sends them without id or date, or as no record")
