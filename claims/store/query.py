"""Questions in SQL: answered read-only, wrong ones told in one line with their place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import count
from typing import TYPE_CHECKING

import duckdb
import orjson

from claims.errors import ClaimsError

if TYPE_CHECKING:
    import polars as pl


_ALLOWED = "a query may only read the database, no files, no network and no settings"


def query(
    connection: duckdb.DuckDBPyConnection, sql: str, parameters: Sequence[object] | Mapping[str, object] = ()
) -> pl.DataFrame:
    """Run statements and return the rows of the last one.

    Args:
        connection: From :func:`claims.store.connection.open_for_reading`.
        sql: One statement, or several divided by semicolons.
        parameters: Values for the ``?`` or the ``$name`` of the statement.

    Raises:
        ClaimsError: The SQL is wrong, or tries what a reader must not: writing, files, network.
    """
    import polars as pl  # noqa: PLC0415 - slow to import, and errors need none

    try:
        relation = connection.sql(sql, params=parameters or None)
        if relation is None:
            raise ClaimsError("SQL: nothing to run: give a statement such as `FROM results LIMIT 5`")
        table = relation.to_arrow_table()
        frame = pl.from_arrow(table.rename_columns(_different(table.column_names)))
    except duckdb.Error as error:
        raise ClaimsError(explain_error(sql, _with_position(connection, sql, str(error)))) from error
    assert isinstance(frame, pl.DataFrame)
    return frame


def _different(names: Sequence[str]) -> list[str]:
    """Give columns of one name different ones, as a join of a table with itself has them.

    >>> _different(["a", "b", "a", "a"])
    ['a', 'b', 'a_1', 'a_2']
    """
    found: list[str] = []
    for name in names:
        taken = {*found, *names[len(found) + 1 :]} if name in found else set()
        numbered = (f"{name}_{number}" for number in count(1))
        found.append(next(other for other in numbered if other not in taken) if name in found else name)
    return found


def _with_position(connection: duckdb.DuckDBPyConnection, sql: str, message: str) -> str:
    """Return DuckDB's message as JSON where it can be had: relations drop it for names that are not found."""
    if "{" in message:
        return message
    try:
        connection.cursor().execute(sql)
    except duckdb.Error as again:
        if type(again).__name__ in ("BinderException", "CatalogException"):
            return str(again)
    return message


def explain_error(sql: str, message: str) -> str:
    """Return one line for an error of DuckDB, with line and column where it tells the position."""
    _, _, body = message.partition(": ")
    try:
        details = orjson.loads(body)
    except orjson.JSONDecodeError:
        return f"SQL: {_with_remedy(message)}"
    text = _with_remedy(str(details.get("exception_message", body)))
    text = text.replace("! Did you mean", "; did you mean").replace("! Candidate", "; candidate")
    position = str(details.get("position", ""))
    place = f" ({place_of(sql, int(position))})" if position.isdigit() else ""
    return f"SQL: {text}{place}"


def _with_remedy(message: str) -> str:
    """Return a message on one line; where it forbids something, with what is allowed."""
    text = " ".join(message.split()).removeprefix("Permission Error: ").rstrip("!.").replace('""', '"')
    forbidden = ("read-only mode", "are disabled", "is disabled", "has been locked")
    return f"{text}: {_ALLOWED}" if any(words in text for words in forbidden) else text


def place_of(sql: str, position: int) -> str:
    """Return where an offset (of UTF-8 bytes) stands: ``line 1, column 8``."""
    before = sql.encode()[:position].decode(errors="ignore")
    line = before.count("\n") + 1
    return f"line {line}, column {len(before) - before.rfind(chr(10))}"
