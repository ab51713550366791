"""Show a leaderboard: short columns for people, all columns for programs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, BinaryIO

from claims.report.board_notes import marked
from claims.report.escaping import for_latex, for_markdown, for_terminal
from claims.report.formats import Style, write_table
from claims.text.markup import clean

if TYPE_CHECKING:
    import polars as pl

    from claims.report.leaderboard import Board

_TITLE_CHARACTERS = 60

# What a narrow terminal shows on a line below each row.
_BELOW = {
    "paper": "{}",
    "year": "{}",
    "measure": "{}",
    "hardware": "on {}",
    "workload": "for {}",
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
        rows = board.rows if with_sentence else board.rows.drop("quote", "sentence")
        write_table(rows, form, stream, Style(excel=excel))
        return
    before, note_form = _HEADINGS[form], _NOTES[form]
    for heading, rows in sections(board):
        if heading is not None:
            stream.write(before(heading).encode())
        style = Style(below=_BELOW, links={"paper": rows["url"].to_list()})
        write_table(_for_people(rows, with_sentence), form, stream, style)
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


def sections(board: Board) -> Iterator[tuple[str | None, pl.DataFrame]]:
    """Yield the groups of a leaderboard with their names; all rows without a name where there are none."""
    if board.by is None:
        if not board.rows.is_empty():
            yield None, board.rows
        return
    for rows in board.rows.partition_by("group", maintain_order=True):
        yield rows["group"][0], rows.drop("group")


def _for_people(rows: pl.DataFrame, with_sentence: bool) -> pl.DataFrame:
    import polars as pl  # noqa: PLC0415

    shown = []
    for row in rows.iter_rows(named=True):
        cells: dict[str, Any] = {"#": row["rank"]}
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
        cells["year"] = str(row["year"] or "")
        cells["paper"] = _paper(row)
        if row.get("rule") == "table" or any(rows["rule"] == "table"):
            cells["place"] = row.get("place") or ""
        if with_sentence:
            cells["sentence"] = row["sentence"]
        shown.append(cells)
    frame = pl.DataFrame(shown, infer_schema_length=None)
    optional = ("average", "hardware", "workload", "measure", "year")
    return frame.drop([name for name in optional if name in frame and not (frame[name] != "").any()])


def number(value: float | None) -> str:
    """Return a factor or level with three digits that count: ``3.70``, ``46.2``, ``5,555``.

    >>> number(3.7037), number(46.21), number(5555.0), number(0.0261), number(99.9999999)
    ('3.70', '46.2', '5,555', '0.0261', '100')
    >>> number(10_000_000), number(5e11), number(0.00012), number(8e-11)
    ('10,000,000', '5e11', '0.00012', '8e-11')
    """
    if value is None:
        return ""
    size = abs(float(f"{value:.3g}"))
    if size >= 1e9 or 0 < size < 1:
        digits, _, power = f"{value:.3g}".partition("e")
        return f"{digits}e{int(power)}" if power else digits
    decimals = 0 if size >= 100 else 1 if size >= 10 else 2
    return f"{value:,.{decimals}f}"


def interval(low: float, high: float | None) -> str:
    """Return both ends of a range, or the one number."""
    return number(low) if high is None else f"{number(low)} to {number(high)}"


def unit_sign(unit: str) -> str:
    """Return a unit as people write it after a number."""
    return {"percent": "%", "1": ""}.get(unit, unit)


def title_of(row: Mapping[str, Any]) -> str:
    """Return the title of a paper without LaTeX, or else its id."""
    return " ".join(clean(row["title"]).split()) or str(row["paper_id"])


def _paper(row: Mapping[str, Any]) -> str:
    title = title_of(row)
    if len(title) > _TITLE_CHARACTERS:
        title = title[:_TITLE_CHARACTERS].rsplit(" ", 1)[0] + " …"
    return title
