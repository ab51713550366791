"""Show a leaderboard: short columns for people, all columns for programs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO

from claims.files.escaping import for_latex, for_markdown, for_terminal
from claims.report.board_notes import counted, marked
from claims.report.figures import interval, number, unit_sign
from claims.report.formats import Style, write_table
from claims.text.markup import clean

if TYPE_CHECKING:
    import polars as pl

    from claims.report.board import Board

_TITLE_CHARACTERS = 60

# What a narrow terminal shows on a line below each row.
_BELOW = {
    "paper": "{}",
    "year": "{}",
    "measure": "{}",
    "hardware": "on {}",
    "workload": "for {}",
    "id": "{}",
    "conditions": "{}",
    "unsure of": "unsure of {}",
    "place": "{}",
    "sentence": "{}",
}


def show_board(
    board: Board, form: str, stream: BinaryIO, *, with_sentence: bool = False, excel: bool = False
) -> None:
    """Write a leaderboard.

    Args:
        board: From :mod:`claims.report.leaderboard`.
        form: ``table``, ``csv``, ``json``, ``markdown``, ``latex`` or ``parquet``.
        stream: Where to.
        with_sentence: Whether to show the sentence of each claim.
        excel: Whether CSV is kept from being taken for formulas by a spreadsheet.
    """
    if form not in _HEADINGS:
        rows = board.every_row if with_sentence else board.every_row.drop("quote", "sentence")
        write_table(rows, form, stream, Style(excel=excel))
        return
    before, note_form = _HEADINGS[form], _NOTES[form]
    for section in sections(board):
        if section.heading:
            stream.write(before(section.heading).encode())
        style = Style(below=_BELOW, links={"paper": section.rows["url"].to_list()})
        shown = _for_people(section.rows, form, with_sentence)
        write_table(shown, form, stream, style)
        if form != "table":
            stream.write(b"\n")
    for note in board.notes:
        stream.write(note_form(str(note)).encode())


_HEADINGS: Mapping[str, Callable[[str], str]] = {
    "table": lambda heading: f"\n{for_terminal(heading)}\n",
    "markdown": lambda heading: f"### {for_markdown(heading)}\n\n",
    "latex": lambda heading: f"% {for_latex(heading)}\n",
}
_NOTES: Mapping[str, Callable[[str], str]] = {
    "table": lambda note: f"{for_terminal(note)}\n",
    "markdown": lambda note: f"{for_markdown(note)}\n\n",
    "latex": lambda note: f"% {for_latex(note)}\n",
}


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a leaderboard as people see it.

    Attributes:
        heading: What its rows have in common; "" where it is the only part.
        rows: Columns as of :attr:`claims.report.leaderboard.Board.rows`; unranked ones lack ``rank``, and have
            ``group`` or ``doubt``.
        standing: ``ranked``, ``records``, ``alone`` or ``perhaps``.
    """

    heading: str
    rows: pl.DataFrame
    standing: str


def sections(board: Board) -> Iterator[Section]:
    """Yield the parts of a leaderboard that hold rows: groups, the best of their time, single papers, doubtful rows."""
    is_alone = len(board.groups) == 1 and board.others.is_empty() and not board.by
    for group in board.groups:
        heading = "" if is_alone else f"{group.name or 'All alike'} ({counted(group.papers, 'paper')})"
        yield Section(heading, group.rows, "ranked")
        if board.shows_records and not board.by and not group.records.is_empty():
            of = f", {group.name}" if group.name and not is_alone else ""
            yield Section(f"Best so far{of}", group.records.drop("rank"), "records")
    if not board.records.is_empty():
        yield Section("Best so far", board.records.drop("rank"), "records")
    if not board.others.is_empty():
        yield Section("Under conditions of their own: not ranked", board.others, "alone")
    if not board.perhaps.is_empty():
        yield Section("Perhaps: what they say is less sure, not ranked", board.perhaps, "perhaps")


def _for_people(rows: pl.DataFrame, form: str, with_sentence: bool) -> pl.DataFrame:
    """Return the columns that people read, those left out that hold nothing."""
    import polars as pl  # noqa: PLC0415

    some_table = bool((rows["rule"] == "table").any())
    shown = []
    for row in rows.iter_rows(named=True):
        cells: dict[str, Any] = {"#": row["rank"]} if "rank" in row else {}
        if "factor" in row:
            cells["factor"] = interval(row["factor"], row["factor_hi"])
        else:
            cells["level"] = f"{interval(row['level'], row['level_hi'])} {unit_sign(row['unit'])}".strip()
        cells["as stated"] = marked(row)
        cells["kind"] = row["kind"]
        if "average_factor" in row:
            cells["average"] = number(row["average_factor"])
        cells["system"] = row["subject"] or ""
        if "baseline" in row:
            cells["against"] = row["baseline"] or ""
        cells["hardware"] = "; ".join(row["hardware"])
        cells["workload"] = "; ".join(row["workload"])
        if "level" in row:
            cells["measure"] = row["metric_text"] or ""
        for extra, heading in (("group", "conditions"), ("doubt", "unsure of")):
            if extra in row:
                cells[heading] = row[extra] or ""
        cells["year"] = str(row["year"] or "")
        cells["paper"] = _paper(row)
        if form == "table":
            cells["id"] = str(row["paper_id"])
        if some_table:
            cells["place"] = row.get("place") or ""
        if with_sentence:
            cells["sentence"] = row["sentence"]
        shown.append(cells)
    frame = pl.DataFrame(shown, infer_schema_length=None)
    return frame.drop([name for name in _OPTIONAL if name in frame and not (frame[name] != "").any()])


_OPTIONAL = ("average", "against", "hardware", "workload", "measure", "conditions", "year")


def title_of(row: Mapping[str, Any]) -> str:
    """Return the title of a paper without LaTeX, or else its id."""
    return " ".join(clean(row["title"]).split()) or str(row["paper_id"])


def _paper(row: Mapping[str, Any]) -> str:
    title = title_of(row)
    if len(title) > _TITLE_CHARACTERS:
        title = title[:_TITLE_CHARACTERS].rsplit(" ", 1)[0] + " …"
    return f"{title} (withdrawn)" if row["withdrawn"] else title
