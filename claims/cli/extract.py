"""``claims extract``: papers in, claims out, no database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from enum import StrEnum
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from claims.cli.intake import OddFields, Rejects, tell_leftovers
from claims.cli.options import ALL_CORES, Columns, Files, Jobs, SourceFormat, Strict, Vocabulary, workers
from claims.cli.output import is_replaced, kept_for_later, output_to, refuse_inputs_as_outputs, say_left_out
from claims.files.escaping import for_json

if TYPE_CHECKING:
    from claims.cli.progress import Advance
    from claims.files.journal import Journal
    from claims.model import Paper


class Engine(StrEnum):
    """What runs the extraction."""

    local = "local"
    ray = "ray"


EXAMPLES = """
Examples:

  [bold]claims extract papers.jsonl -o claims.jsonl[/]

  [bold]zcat snapshot.json.gz | claims extract - | jq .claims[].quote[/]

  [bold]claims extract abstracts.parquet -o claims.parquet --rejects rejects.jsonl[/]

  [bold]claims extract paper.html sources.tar.gz -o papers.jsonl[/]   tables too

  [bold]claims extract part-*.parquet --engine ray -o extracted[/]
"""


def extract(
    files: Files,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="PATH",
            help="Write to a file: Parquet where it ends in .parquet, else JSON Lines.",
            show_default="standard output",
        ),
    ] = None,
    format: SourceFormat = None,
    columns: Columns = None,
    strict: Strict = False,
    jobs: Jobs = ALL_CORES,
    engine: Annotated[
        Engine,
        typer.Option(
            help="[bold]ray[/]: a Ray Data pipeline, on this machine or the cluster of RAY_ADDRESS, from Parquet "
            "to a folder of Parquet for [bold]claims load[/].",
        ),
    ] = Engine.local,
    rejects: Annotated[
        Path | None,
        typer.Option(
            metavar="PATH",
            help="Write records that cannot be read to this file as JSON Lines, with place and reason.",
            show_default=False,
        ),
    ] = None,
    vocabulary: Vocabulary = None,
) -> None:
    """Extract the claims of papers, without a database.

    One line for each paper, in the order of the input: [italic]{"id": ..., "claims": [...]}[/]. Offsets point
    into the abstract as given. A broken record is left out and counted, and the others go on; then the exit
    status is 1. A record without abstract is counted by itself. When work into a file is interrupted, the same
    command goes on where it stopped: finished batches are kept beside the file, as
    [italic]PATH.unfinished[/], until all are.
    """
    refuse_inputs_as_outputs(files, output, rejects)
    from claims.documents import is_whole_paper  # noqa: PLC0415

    whole = [format is None and is_whole_paper(file) for file in files]
    if any(whole) and engine is Engine.ray:
        raise typer.BadParameter("--engine ray reads abstracts; leave it out for whole papers")
    if any(whole):
        _extract_whole_papers(files, whole, output, jobs, rejects, strict=strict)
        return
    if engine is Engine.ray:
        _extract_with_ray(files, output, rejects)
        return
    from claims.cli.progress import progress  # noqa: PLC0415
    from claims.sources import read_papers  # noqa: PLC0415

    with ExitStack() as stack:
        odd = OddFields()
        kept = Rejects(stack.enter_context(output_to(rejects)) if rejects else None)
        papers = read_papers(
            files, format=format, on_reject=kept, brief=True, columns=columns or (), on_odd=odd
        )
        is_parquet = output is not None and output.suffix == ".parquet"
        journal = None
        if output is not None and is_replaced(output):
            journal = stack.enter_context(
                kept_for_later(output, "columns" if is_parquet else "lines", files, format)
            )
        stream = stack.enter_context(output_to(output))
        advance = stack.enter_context(progress(files))
        write = _write_parquet if is_parquet else _write_lines
        write(papers, stream, workers(jobs), kept, advance, journal)
    odd.tell()
    where = f"see {rejects}" if rejects else kept.where
    tell_leftovers(kept.broken, kept.without_abstract, where, strict=strict)


def _extract_whole_papers(
    files: list[Path],
    whole: list[bool],
    output: Path | None,
    jobs: int,
    rejects: Path | None,
    *,
    strict: bool,
) -> None:
    """Extract files of which some are whole papers; the lines are in the order of the files."""
    from claims.cli.progress import progress  # noqa: PLC0415
    from claims.sources import read_papers  # noqa: PLC0415
    from claims.streams.documents import read_whole_papers  # noqa: PLC0415

    if output is not None and output.suffix == ".parquet":
        raise typer.BadParameter("whole papers are written as JSON Lines; name an output that ends in .jsonl")
    with ExitStack() as stack:
        kept = Rejects(stack.enter_context(output_to(rejects)) if rejects else None)
        journal = None
        if output is not None and is_replaced(output):
            journal = stack.enter_context(kept_for_later(output, "lines and whole papers", files, None))
        stream = stack.enter_context(output_to(output))
        advance = stack.enter_context(progress(files))
        for is_whole, group in groupby(zip(whole, files, strict=True), key=lambda each: each[0]):
            paths = [path for _, path in group]
            if not is_whole:
                papers = read_papers(paths, on_reject=kept, brief=True)
                _write_lines(papers, stream, workers(jobs), kept, advance, journal)
                continue
            for paper in read_whole_papers(paths, jobs=workers(jobs), journal=journal):
                stream.write(for_json(paper.line()))
                advance(1, len(paper.claims) + len(paper.results))
                for reject in paper.rejects:
                    kept(reject)
    where = f"see {rejects}" if rejects else kept.where
    tell_leftovers(kept.broken, kept.without_abstract, where, strict=strict)


def _extract_with_ray(files: list[Path], output: Path | None, rejects: Path | None) -> None:
    from claims.streams.cluster import extract_with_ray  # noqa: PLC0415

    if output is None:
        raise typer.BadParameter("--engine ray needs a folder to write: --output PATH")
    if rejects is not None:
        raise typer.BadParameter(
            "--engine ray keeps what failed in the column `failure`; leave out --rejects"
        )
    done = extract_with_ray(files, output)
    if done.failures:
        say_left_out(done.failures, f"the column failure of {output} says why")


def _write_lines(
    papers: Iterator[Paper],
    stream: BinaryIO,
    jobs: int,
    rejects: Rejects,
    advance: Advance,
    journal: Journal | None,
) -> None:
    from claims.streams.batches import extract_lines  # noqa: PLC0415

    for lines in extract_lines(papers, jobs=jobs, on_reject=rejects, journal=journal):
        stream.write(for_json(lines.data))
        advance(lines.papers, lines.claims)


def _write_parquet(
    papers: Iterator[Paper],
    stream: BinaryIO,
    jobs: int,
    rejects: Rejects,
    advance: Advance,
    journal: Journal | None,
) -> None:
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    from claims.streams.batches import batches, extract_columns  # noqa: PLC0415
    from claims.streams.columns import CLAIM_COLUMNS  # noqa: PLC0415

    schema = pa.schema([pa.field("id", pa.string()), *CLAIM_COLUMNS])
    with pq.ParquetWriter(stream, schema, compression="zstd") as writer:
        for found in extract_columns(batches(papers), jobs=jobs, on_reject=rejects, journal=journal):
            ids = pa.array([paper.id for paper in found.papers]).take(found.claims.column("paper"))
            columns = [ids, *found.claims.columns[1:]]
            writer.write_batch(pa.RecordBatch.from_arrays(columns, schema=schema))
            advance(len(found.papers) - len(found.failed), found.claims.num_rows)
