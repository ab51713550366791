"""What is wrong with a statement in SQL, in one line with its place."""

from __future__ import annotations

import duckdb
import orjson

from claims.store.statements import ALLOWED

_OF_THE_FILE = (duckdb.IOException, duckdb.SerializationException, duckdb.FatalException)


def is_damage(error: duckdb.Error) -> bool:
    """Return whether an error is about the file, and not about the statement."""
    return isinstance(error, _OF_THE_FILE)


def explain_error(connection: duckdb.DuckDBPyConnection, sql: str, error: duckdb.Error) -> str:
    """Return one line for an error of DuckDB, with line and column where it tells the position.

    Args:
        connection: Where it happened; gives errors as JSON.
        sql: The statement.
        error: What DuckDB said.
    """
    message = _with_position(connection, sql, str(error))
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


def _with_remedy(message: str) -> str:
    """Return a message on one line; where it forbids something, with what is allowed."""
    text = " ".join(message.split()).removeprefix("Permission Error: ").rstrip("!.").replace('""', '"')
    forbidden = ("read-only mode", "are disabled", "is disabled", "been disabled", "has been locked")
    return f"{text}: {ALLOWED}" if any(words in text for words in forbidden) else text


def place_of(sql: str, position: int) -> str:
    """Return where an offset (of UTF-8 bytes) stands: ``line 1, column 8``."""
    before = sql.encode()[:position].decode(errors="ignore")
    line = before.count("\n") + 1
    return f"line {line}, column {len(before) - before.rfind(chr(10))}"
