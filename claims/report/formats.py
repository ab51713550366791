"""Write a table as text for the terminal, CSV, JSON, Markdown or Parquet."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO

import orjson
import polars as pl

if TYPE_CHECKING:
    from rich.console import Console

_NUMERIC = (pl.Int64, pl.Int32, pl.Float64, pl.UInt64)
_PLAIN_WIDTH = 100_000  # a pipe has no width; a line is cut by nobody


def write_table(
    frame: pl.DataFrame,
    form: str,
    stream: BinaryIO,
    *,
    titles: Mapping[str, str] | None = None,
    below: Mapping[str, str] | None = None,
) -> None:
    """Write a table.

    Args:
        frame: The rows. Lists become text joined by ``; `` where the format knows no lists.
        form: ``table``, ``csv``, ``json``, ``markdown`` or ``parquet``.
        stream: Where to.
        titles: Column headings of ``table`` and ``markdown``; others keep the column's name.
        below: Columns that go below each row of a ``table`` where the terminal is too narrow for all, and how
            a value is said there: ``on {}``.
    """
    if form == "table":
        _write_text(frame, stream, titles or {}, below)
    else:
        _WRITERS[form](frame, stream, titles or {})


def _write_csv(frame: pl.DataFrame, stream: BinaryIO, titles: Mapping[str, str]) -> None:
    # Given the stream itself, polars would lose what its errors say.
    stream.write(frame.select(_flat(series) for series in frame).write_csv().encode())


def _write_json(frame: pl.DataFrame, stream: BinaryIO, titles: Mapping[str, str]) -> None:
    rows = [orjson.dumps(row, default=str) for row in frame.iter_rows(named=True)]
    stream.write(b"[\n" + b",\n".join(rows) + b"\n]\n" if rows else b"[]\n")


def _write_parquet(frame: pl.DataFrame, stream: BinaryIO, titles: Mapping[str, str]) -> None:
    # Parquet is written backwards and forwards, which a pipe cannot.
    buffer = io.BytesIO()
    frame.write_parquet(buffer)
    stream.write(buffer.getvalue())


def _write_markdown(frame: pl.DataFrame, stream: BinaryIO, titles: Mapping[str, str]) -> None:
    from tabulate import tabulate  # noqa: PLC0415 - only this format needs it

    rows = [[_cell(value).replace("|", "\\|") for value in row] for row in frame.iter_rows()]
    align = ["right" if series.dtype in _NUMERIC else "left" for series in frame]
    headers = [titles.get(name, name) for name in frame.columns]
    text = tabulate(rows, headers, tablefmt="pipe", colalign=align if rows else None, disable_numparse=True)
    stream.write(text.encode() + b"\n")


def _write_text(
    frame: pl.DataFrame, stream: BinaryIO, titles: Mapping[str, str], below: Mapping[str, str] | None
) -> None:
    from claims.report.terminal import Column, lay_out, plain_lines  # noqa: PLC0415 - only this format needs it

    columns = [
        Column(
            series.name,
            titles.get(series.name, series.name),
            [_cell(value) for value in series],
            series.dtype in _NUMERIC,
        )
        for series in frame
    ]
    if not stream.isatty():
        stream.writelines(f"{line}\n".encode() for line in plain_lines(columns))
        return
    with io.StringIO() as text:
        console = console_for(stream, text)
        console.print(lay_out(columns, console.width, below))
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


def _flat(series: pl.Series) -> pl.Series:
    if not series.dtype.is_nested():
        return series
    flatten: Callable[[Sequence[Any]], str | None] = lambda value: None if value is None else _cell(value)  # noqa: E731
    return pl.Series(series.name, [flatten(value) for value in series.to_list()], dtype=pl.String)


_WRITERS: dict[str, Callable[[pl.DataFrame, BinaryIO, Mapping[str, str]], None]] = {
    "csv": _write_csv,
    "json": _write_json,
    "markdown": _write_markdown,
    "parquet": _write_parquet,
}
