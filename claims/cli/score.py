"""``claims score``: extracted claims against annotated ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from claims.cli.messages import tell
from claims.cli.options import Vocabulary
from claims.cli.output import show

if TYPE_CHECKING:
    from claims.judging.annotations import AnnotatedPaper
    from claims.judging.score import Difference, Score

EXAMPLES = """
Examples:

  [bold]claims score gold.jsonl[/]                            extracts now

  [bold]claims score gold.jsonl claims.jsonl --errors 20[/]   what differs

  [bold]claims score tables.jsonl --tables[/]                 tables of whole papers

  [bold]claims score claims.duckdb[/]                         by its corrections

  [bold]claims score gold.jsonl --min value_f1=0.95[/]        exit status 1 below
"""


def score(
    gold: Annotated[
        Path,
        typer.Argument(
            metavar="GOLD",
            help="Annotated papers: JSON Lines with id, abstract and claims. "
            "Or a database: its corrections are the annotations.",
        ),
    ],
    pred: Annotated[
        Path | None,
        typer.Argument(
            metavar="[PRED]",
            help="Extracted claims, as [bold]claims extract[/] writes them; [bold]-[/] is standard input. "
            "Without it, the abstracts of GOLD are extracted now.",
            show_default=False,
        ),
    ] = None,
    errors: Annotated[
        int, typer.Option(min=0, metavar="N", help="Show up to N differences of each kind.")
    ] = 0,
    tables: Annotated[
        bool,
        typer.Option(
            "--tables",
            help="GOLD holds annotated tables of whole papers. Without PRED, its files are read now, from the "
            "folder of GOLD. A JSON object of tables in LaTeX with labelled cells (MlTables) is compared cell by cell.",
        ),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as one JSON object.")] = False,
    minimum: Annotated[
        list[str] | None,
        typer.Option(
            "--min",
            metavar="NAME=VALUE",
            help="Exit with status 1 where a figure is below its floor; may be given several times.",
            show_default=False,
        ),
    ] = None,
    vocabulary: Vocabulary = None,
) -> None:
    """Compare extracted claims with annotated ones.

    A claim matches an annotated one where the spans overlap and the numbers are equal ([italic]value[/]).
    Of a database, its corrections are the annotations, and only the places that somebody has looked at count.
    [italic]core[/]: form, metric, change, bound and statistic agree too; [italic]linked[/]: role, baseline,
    hardware and workload as well. Names agree where one contains the other or half of their words are common.
    """
    import orjson  # noqa: PLC0415

    from claims.judging.annotations import read_annotations  # noqa: PLC0415
    from claims.judging.score import extracted_now  # noqa: PLC0415
    from claims.judging.score import score as compare  # noqa: PLC0415

    floors = [_floor(text) for text in minimum or ()]
    if tables:
        _score_tables(gold, pred, floors, as_json=as_json)
        return
    from claims.store.paths import is_database  # noqa: PLC0415

    found: Iterator[AnnotatedPaper]
    if is_database(gold):
        papers, found = _by_corrections(gold, pred)
    else:
        papers = list(read_annotations(gold, with_text=True))
        found = extracted_now(papers) if pred is None else read_annotations(pred, with_text=False)
    total = compare(papers, {paper.id: paper for paper in found})
    figures = total.figures()
    short = [line for name, floor in floors if (line := _below(figures, name, floor))]
    if as_json:
        show(orjson.dumps(figures).decode())
    else:
        _show(total, figures, errors)
    for line in short:
        (tell if as_json else show)(line)
    if short:
        raise typer.Exit(1)


def _by_corrections(
    database: Path, pred: Path | None
) -> tuple[list[AnnotatedPaper], Iterator[AnnotatedPaper]]:
    """Return what people have found of the claims of a database, and what extraction gives at those places."""
    from claims.errors import ClaimsError  # noqa: PLC0415
    from claims.judging.annotations import read_annotations  # noqa: PLC0415
    from claims.judging.score import extracted_now  # noqa: PLC0415
    from claims.store.connection import reading  # noqa: PLC0415
    from claims.store.gold import gold_of_corrections, only_judged  # noqa: PLC0415

    with reading(database) as connection:
        papers, judged = gold_of_corrections(connection)
    if not papers:
        raise ClaimsError(
            f"{database}: nobody has corrected anything there: claims review --db {database} -o sheet.csv"
        )
    found = extracted_now(papers) if pred is None else read_annotations(pred, with_text=False)
    texts = {paper.id: paper.abstract for paper in papers}
    with_texts = (replace(paper, abstract=texts[paper.id]) for paper in found if paper.id in texts)
    return papers, only_judged(with_texts, judged)


def _score_tables(gold: Path, pred: Path | None, floors: list[tuple[str, float]], *, as_json: bool) -> None:
    import orjson  # noqa: PLC0415

    from claims.judging.cell_labels import holds_labels  # noqa: PLC0415
    from claims.judging.table_score import read_annotated, read_lines, score_tables  # noqa: PLC0415

    if pred is None and holds_labels(gold):
        figures = _score_labels(gold)
    else:
        annotated = read_annotated(gold)
        found = read_lines(pred) if pred is not None else _read_now(gold, annotated)
        figures = score_tables(annotated, found).figures()
    short = [line for name, floor in floors if (line := _below(figures, name, floor))]
    if as_json:
        show(orjson.dumps(figures).decode())
    else:
        for name, value in figures.items():
            show(f"{name:17} {value}")
    for line in short:
        (tell if as_json else show)(line)
    if short:
        raise typer.Exit(1)


def _score_labels(gold: Path) -> dict[str, float | int]:
    """Read tables whose cells are labelled, and compare cell by cell."""
    from claims.judging.cell_labels import CellScore, read_labels, score_cells  # noqa: PLC0415

    total = CellScore()
    for tables in read_labels(gold).values():
        total.add(score_cells(tables))
    return total.figures()


def _read_now(gold: Path, annotated: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Read the papers of annotated tables; of LaTeX the whole folder, as the table may need its other files."""
    from claims.errors import ClaimsError  # noqa: PLC0415
    from claims.streams.documents import read_whole_paper  # noqa: PLC0415

    out = []
    for file in dict.fromkeys(str(table["file"]) for table in annotated):
        parts = Path(file).parts
        path = gold.parent / (
            Path(*parts[: parts.index("latex") + 2]) if "latex" in parts[:-1] else Path(file)
        )
        if not path.exists():
            raise ClaimsError(f"{path}: no such file; GOLD names its papers from its own folder")
        paper = read_whole_paper(str(path))
        out.append({"file": file, "results": paper.results})
    return out


def _floor(text: str) -> tuple[str, float]:
    from claims.errors import ClaimsError  # noqa: PLC0415

    name, _, value = text.partition("=")
    try:
        return name.strip(), float(value)
    except ValueError as error:
        raise ClaimsError(f"--min {text}: give a name and a number, as in --min value_f1=0.95") from error


def _below(figures: dict[str, Any], name: str, floor: float) -> str | None:
    from claims.errors import ClaimsError  # noqa: PLC0415
    from claims.names.near import near_matches  # noqa: PLC0415

    names = [key for key, value in figures.items() if not isinstance(value, dict)]
    if name not in names:
        raise ClaimsError(f"--min: no figure is called {name!r}{near_matches(name, names)}")
    value = figures[name] or 0
    return f"below its floor: {name} {value} < {floor}" if value < floor else None


def _show(total: Score, figures: dict[str, Any], errors: int) -> None:
    for name, value in figures.items():
        parts = (
            "  ".join(f"{key} {part}" for key, part in value.items()) if isinstance(value, dict) else value
        )
        show(f"{name:15} {'-' if parts is None else parts}")
    if not errors:
        return
    for kind, differences in total.differences_by_kind().items():
        show(f"\n{kind}: {len(differences)}")
        for difference in differences[:errors]:
            show(f"  {_line(difference)}")


def _line(difference: Difference) -> str:
    parts = [difference.paper, difference.quote]
    if difference.kind == "missed":
        parts.append(str(difference.annotated))
    elif difference.kind == "extra":
        parts += [str(difference.extracted), " ".join(difference.context.split())]
    else:
        parts += [f"annotated {_shown(difference.annotated)}", f"extracted {_shown(difference.extracted)}"]
    return " | ".join(parts)


def _shown(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value)) or "none"
    return "none" if value is None else str(value)
