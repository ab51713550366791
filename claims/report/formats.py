"""Write a table as text for the terminal, CSV, JSON, Markdown, LaTeX or Parquet."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, BinaryIO

import orjson
import polars as pl

from claims.files.escaping import for_csv, for_json, for_latex, for_markdown, for_terminal, markdown_link

if TYPE_CHECKING:
    from rich.console import Console

_NUMERIC = (pl.Int64, pl.Int32, pl.Float64, pl.UInt64)
_WORTH_A_LOOK = r"^[=+@\n-]|[^\n\x20-\x7e]"  # all other texts are safe in CSV as they are
_PLAIN_WIDTH = 100_000  # a pipe has no width; a line is cut by nobody


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """What some formats make of a table.

    Attributes:
        below: Columns that go below each row of a ``table`` where the terminal is too narrow for all, and how
            a value is said there: ``on {}``.
        links: Addresses to which the cells of a column lead in Markdown.
        excel: Whether CSV is kept from being taken for formulas by a spreadsheet.
    """

    below: Mapping[str, str] = field(default_factory=dict)
    links: Mapping[str, Sequence[str | None]] = field(default_factory=dict)
    excel: bool = False


_PLAIN = Style()


def write_table(frame: pl.DataFrame, form: str, stream: BinaryIO, style: Style = _PLAIN) -> None:
    """Write a table. JSON and Parquet hold its texts as they are, the others as :mod:`claims.files.escaping` does.

    Args:
        frame: The rows. Lists become text joined by ``; `` where the format knows no lists.
        form: ``table``, ``csv``, ``json``, ``markdown``, ``latex`` or ``parquet``.
        stream: Where to.
        style: What some formats make of it.
    """
    _WRITERS[form](frame, stream, style)


def _write_csv(frame: pl.DataFrame, stream: BinaryIO, style: Style) -> None:
    # Given the stream itself, polars would lose what its errors say.
    stream.write(csv_header(frame.columns, excel=style.excel))
    stream.write(csv_lines(frame, excel=style.excel))


def csv_header(columns: Sequence[str], *, excel: bool = False) -> bytes:
    """Return the first line of CSV: the names of the columns."""
    header = pl.DataFrame([pl.Series(str(i), [for_csv(name, excel=excel)]) for i, name in enumerate(columns)])
    return header.write_csv(include_header=False).encode()


def csv_lines(frame: pl.DataFrame, *, excel: bool = False) -> bytes:
    """Return the rows of a table as lines of CSV."""
    safe = partial(for_csv, excel=excel)
    return pl.DataFrame([_as_text(series, safe) for series in frame]).write_csv(include_header=False).encode()


def _as_text(series: pl.Series, safe: Callable[[str], str]) -> pl.Series:
    """Return a column as CSV holds it: numbers as they are, texts and lists as safe text."""
    if series.dtype.is_nested():
        cells = [None if value is None else safe(_cell(value)) for value in series.to_list()]
    elif series.dtype == pl.String and not series.str.contains(_WORTH_A_LOOK).any():
        return series
    elif series.dtype in (pl.String, pl.Categorical, pl.Enum, pl.Binary, pl.Object):
        cells = [None if value is None else safe(str(value)) for value in series.to_list()]
    else:
        return series
    return pl.Series(series.name, cells, dtype=pl.String)


def _write_json(frame: pl.DataFrame, stream: BinaryIO, style: Style) -> None:
    rows = [for_json(orjson.dumps(row, default=str)) for row in frame.iter_rows(named=True)]
    stream.write(b"[\n" + b",\n".join(rows) + b"\n]\n" if rows else b"[]\n")


def _write_parquet(frame: pl.DataFrame, stream: BinaryIO, style: Style) -> None:
    # Parquet is written backwards and forwards, which a pipe cannot.
    buffer = io.BytesIO()
    frame.write_parquet(buffer)
    stream.write(buffer.getvalue())


def _write_markdown(frame: pl.DataFrame, stream: BinaryIO, style: Style) -> None:
    columns = [
        [
            markdown_link(_cell(value), address)
            for value, address in zip(series, style.links[series.name], strict=True)
        ]
        if series.name in style.links
        else [for_markdown(_cell(value)) for value in series]
        for series in frame
    ]
    stream.write(_tabulated(frame, columns, for_markdown, "pipe"))


def _write_latex(frame: pl.DataFrame, stream: BinaryIO, style: Style) -> None:
    columns = [[for_latex(_cell(value)) for value in series] for series in frame]
    stream.write(_tabulated(frame, columns, for_latex, "latex_raw"))


def _tabulated(
    frame: pl.DataFrame, columns: Sequence[Sequence[str]], safe: Callable[[str], str], form: str
) -> bytes:
    from tabulate import tabulate  # noqa: PLC0415 - only these formats need it

    rows = list(zip(*columns, strict=True))
    align = ["right" if series.dtype in _NUMERIC else "left" for series in frame]
    headers = [safe(name) for name in frame.columns]
    text = tabulate(rows, headers, tablefmt=form, colalign=align if rows else None, disable_numparse=True)
    return text.encode() + b"\n"


def _write_text(frame: pl.DataFrame, stream: BinaryIO, style: Style) -> None:
    from claims.report.terminal import Column, lay_out, plain_lines  # noqa: PLC0415 - only this format needs it

    columns = [
        Column(
            series.name,
            for_terminal(series.name),
            [for_terminal(_cell(value)) for value in series],
            series.dtype in _NUMERIC,
        )
        for series in frame
    ]
    if not stream.isatty():
        stream.writelines(f"{line}\n".encode() for line in plain_lines(columns))
        return
    with io.StringIO() as text:
        console = console_for(stream, text)
        console.print(lay_out(columns, console.width, style.below))
        stream.write(_without_trailing_spaces(text.getvalue()).encode())


def console_for(stream: BinaryIO, text: io.StringIO) -> Console:
    """Return a console that writes to ``text`` what suits ``stream``: colours for a terminal."""
    from rich.console import Console  # noqa: PLC0415

    is_terminal = stream.isatty()
    width = None if is_terminal else _PLAIN_WIDTH
    return Console(file=text, force_terminal=is_terminal, width=width, highlight=False)


def _without_trailing_spaces(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.split("\n"))


def _cell(value: Any) -> str:
    """Return a value as people read it."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, (list, tuple, pl.Series)):
        return "; ".join(_cell(item) for item in value)
    if isinstance(value, dict):
        return orjson.dumps(value, default=str).decode()
    return " ".join(str(value).split())


_WRITERS: dict[str, Callable[[pl.DataFrame, BinaryIO, Style], None]] = {
    "table": _write_text,
    "csv": _write_csv,
    "json": _write_json,
    "markdown": _write_markdown,
    "latex": _write_latex,
    "parquet": _write_parquet,
}
