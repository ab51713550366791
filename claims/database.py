"""A database of claims for Python: what the commands do, as methods that give polars frames."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from io import BufferedReader, BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claims.errors import ClaimsError, choice, expect, expect_each
from claims.model import Paper

if TYPE_CHECKING:
    import polars as pl

    from claims.report.board import Board
    from claims.report.compare import Comparison
    from claims.report.exports.export import Export, FormatName
    from claims.report.filters import Kind
    from claims.report.paper import StoredPaper
    from claims.report.question import By
    from claims.store.answer import Limits
    from claims.store.run import RunSummary


class Database:
    """One file of claims; made by the first run into it.

    >>> import claims, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     db = claims.open(f"{folder}/x.duckdb")
    ...     counts = db.run([{"id": "a", "abstract": "LarchCache is 2.4x faster than LRU."}]).counts
    ...     (counts.papers_new, db.sql("SELECT claimed, baseline FROM results").rows())
    (1, [('2.4x', 'LRU')])

    Attributes:
        path: The file.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        expect("open", "a path", path, str, os.PathLike)
        self.path = Path(path)

    def __repr__(self) -> str:
        return f"claims.open({str(self.path)!r})"

    def run(self, papers: Any, *, jobs: int = 1) -> RunSummary:
        """Read papers, extract their claims and keep both; whole, or not at all.

        Args:
            papers: A file or a list of files in any format, a stream of :class:`claims.Paper` or of mappings with
                ``abstract`` and whatever else is known, or a data frame with such columns (polars, pandas, Arrow,
                or anything else that speaks the Arrow PyCapsule protocol).
            jobs: Number of processes that extract.

        Returns:
            What the run did.

        Raises:
            ClaimsError: A file cannot be read, there is no paper, or the database cannot be written.
            TypeError: It is nothing of the above.
        """
        from claims.store.run import run_into  # noqa: PLC0415 - an answer needs no rules

        expect("run", "a number as jobs", jobs, int)
        files = _files(papers)
        if files is not None:
            return run_into(self.path, files, jobs=jobs)
        return run_into(self.path, [Path("-")], read=partial(_papers, papers), jobs=jobs)

    def leaderboard(
        self,
        question: str,
        *,
        levels: bool | None = None,
        by: By | None = None,
        top: int = 20,
        since: date | str | None = None,
        kind: Kind | None = None,
        **filters: Any,
    ) -> pl.DataFrame:
        """Rank papers by what they claim for a metric, as ``claims leaderboard`` does.

        Args:
            question: A metric by id or any name, or a unit; with a place or what it is compared with, too:
                "latency on phones", "speedup over vLLM".
            levels: Whether absolute values are ranked, or improvement factors; None lets the question decide.
            by: ``baseline``, ``workload``, ``hardware`` or ``year``: rank within groups that have this in common.
            top: Number of rows, of each group.
            since: Papers of that day, month or year or later.
            kind: Only ``average``, ``best case``, ``range`` or ``single``.
            filters: Further fields of :class:`claims.report.filters.Filters`: ``baseline``, ``hardware``,
                ``workload``, ``measure``, ``confidence``, ``unsure``, ``withdrawn``.

        Returns:
            The ranked rows, best first; with the column ``group`` where there are several groups.

        Raises:
            ClaimsError: The question names no metric, or there is no such database.
        """
        return self.board(question, levels=levels, by=by, top=top, since=since, kind=kind, **filters).rows

    def board(
        self,
        question: str,
        *,
        levels: bool | None = None,
        by: By | None = None,
        top: int = 20,
        since: date | str | None = None,
        **filters: Any,
    ) -> Board:
        """Return a leaderboard whole: groups, what may belong to it, notes. Takes what :meth:`leaderboard` takes.

        Raises:
            ClaimsError: The question names no metric, or there is no such database.
            TypeError: A value is of another type than said above.
        """
        from claims.report.filters import Filters, Kind, Own, first_day  # noqa: PLC0415
        from claims.report.leaderboard import board_of  # noqa: PLC0415
        from claims.report.question import By  # noqa: PLC0415
        from claims.store.connection import reading  # noqa: PLC0415

        expect("leaderboard", "a question: a metric, a unit, accuracy on ImageNet", question, str)
        given = {"since": since, "top": top, "levels": levels, **filters}
        expect_each("leaderboard", given, _BOARD_ARGUMENTS)
        for name, value, choices in (
            ("by", by, By),
            ("kind", filters.get("kind"), Kind),
            ("own", filters.get("own"), Own),
        ):
            if value is not None:
                choice("leaderboard", name, value, choices)
        day = first_day(since) if isinstance(since, str) else since
        wanted = Filters(since=day, **filters)
        with reading(self.path) as connection:
            return board_of(connection, question, filters=wanted, levels=levels, by=by, top=top)

    def compare(self, a: str, b: str, *, metric: str | None = None) -> Comparison:
        """Return how many times better A is said to be than B: directly, and over others between them.

        Raises:
            ClaimsError: No comparison names one of them.
        """
        for value in (a, b, metric or ""):
            expect("compare", "names", value, str)
        from claims.report.compare import compare  # noqa: PLC0415
        from claims.report.question import resolve_metric  # noqa: PLC0415
        from claims.store.connection import reading  # noqa: PLC0415

        with reading(self.path) as connection:
            metric_id = resolve_metric(connection, metric)[0] if metric else None
            return compare(connection, a, b, metric=metric_id)

    def paper(self, name: str) -> StoredPaper:
        """Return a paper with its claims, by its id, arXiv id or DOI.

        Raises:
            ClaimsError: There is none, or several.
        """
        expect("paper", "an id, an arXiv id or a DOI", name, str)
        from claims.report.paper import find_paper  # noqa: PLC0415
        from claims.store.connection import reading  # noqa: PLC0415

        with reading(self.path) as connection:
            return find_paper(connection, name)

    def export(
        self,
        folder: str | os.PathLike[str],
        formats: Sequence[FormatName] = ("parquet",),
        *,
        license: str | None = None,
        as_of: date | None = None,
    ) -> Export:
        """Write the database in formats that other programs read, as ``claims export`` does.

        Args:
            folder: Where to; made where there is none.
            formats: Names of formats: ``parquet``, ``csv``, ``sqlite``, ``papers-with-code``, ``eval-results``,
                ``every-eval-ever``, ``bibtex``, ``ris``, ``csl-json``.
            license: Address or SPDX name of the licence to state.
            as_of: Day to state; by default that of the last run.

        Returns:
            The files, and what their formats have no place for.

        Raises:
            ClaimsError: There is no such format or database, or the folder cannot be written.
        """
        expect("export", "a path", folder, str, os.PathLike)
        expect("export", "a list of formats", formats, list, tuple, set, frozenset)
        given = {"license": license, "as_of": as_of}
        expect_each("export", given, {"license": ("a text", (str,)), "as_of": ("a date", (date,))})
        from claims.report.exports.export import export  # noqa: PLC0415
        from claims.store.connection import reading  # noqa: PLC0415

        with reading(self.path) as connection:
            return export(connection, Path(folder), formats, license=license, as_of=as_of)

    def sql(self, question: str, *, limits: Limits | None = None) -> pl.DataFrame:
        """Ask in SQL. A question from somebody else is safe to run: see ``claims query``.

        Args:
            question: Statements that read; the answer is that of the last one.
            limits: What it may take; by default a minute and a gigabyte.

        Raises:
            ClaimsError: The SQL is wrong, tries what a reader must not, or takes more than it may.
        """
        from claims.store.answer import Limits, answer_question  # noqa: PLC0415

        expect("sql", "a question", question, str)
        expect("sql", "Limits as limits", limits or Limits(), Limits)

        return answer_question(self.path, question, limits or Limits()).rows


_BOARD_ARGUMENTS: dict[str, tuple[str, tuple[type, ...]]] = {
    "since": ("a date or a text", (date, str)),
    "top": ("a number", (int,)),
    **dict.fromkeys(("levels", "unsure", "withdrawn"), ("True or False", (bool,))),
    **dict.fromkeys(
        ("baseline", "hardware", "workload", "measure", "unit", "kind", "own"), ("a text", (str,))
    ),
    "confidence": ("a number", (int, float)),
}


def open(path: str | os.PathLike[str]) -> Database:
    """Return a database of claims; the file is made by the first run into it."""
    return Database(path)


def _files(papers: Any) -> list[Path] | None:
    """Return the files that are meant, None where papers are given themselves."""
    if isinstance(papers, (str, os.PathLike)):
        return [Path(papers)]
    if (
        isinstance(papers, (list, tuple))
        and papers
        and all(isinstance(p, (str, os.PathLike)) for p in papers)
    ):
        return [Path(path) for path in papers]
    return None


def _papers(papers: Any, files: object, *, on_reject: Any) -> Iterator[Paper]:
    """Yield papers out of what was given in place of files."""
    from claims.sources.format import Source  # noqa: PLC0415
    from claims.sources.records import papers_from  # noqa: PLC0415

    source = Source("-", BufferedReader(BytesIO()), on_reject)
    number = found = 0
    for number, each in enumerate(_rows(papers), start=1):
        if isinstance(each, Paper):
            read: Iterable[Paper] = (each,)
        elif isinstance(each, Mapping):
            read = papers_from(source, [(f"record {number}", each, None)])
        else:
            raise TypeError(
                f"papers are claims.Paper or mappings with an abstract, not {type(each).__name__}"
            )
        for paper in read:
            found += 1
            yield paper
    if not found:  # nothing is left behind that says that something was read
        given = (
            f"none of {number:,} records has an abstract, in a field of this name" if number else "no papers"
        )
        raise ClaimsError(f"run: {given}")


def _rows(papers: Any) -> Iterable[Any]:
    if hasattr(papers, "__arrow_c_stream__"):
        import pyarrow as pa  # noqa: PLC0415

        return (row for batch in pa.table(papers).to_batches() for row in batch.to_pylist())
    if isinstance(papers, (Paper, Mapping)) or not isinstance(papers, Iterable):
        raise TypeError(
            f"run takes files, a stream of papers or mappings, or a data frame, not {type(papers).__name__}"
        )
    return papers
