"""Which statements only read, as DuckDB's own parser tells their types."""

from __future__ import annotations

import duckdb

from claims.errors import ClaimsError

ALLOWED = "a question may only read the database: no writing, no files, no network, no settings"

_READING = frozenset({duckdb.StatementType.SELECT})
# PIVOT is two statements to DuckDB: one lists the values that become columns. A COPY or INSERT that holds a PIVOT is of
# that type, too, and is told by its words.
_WRITING = frozenset({"insert", "update", "delete", "merge", "create", "copy", "explain"})


def refuse_other_than_reading(connection: duckdb.DuckDBPyConnection, sql: str) -> None:
    """Make sure that each of the statements in a text only reads.

    Args:
        connection: Whose parser is asked; nothing is run.
        sql: Any number of statements, divided by semicolons.

    Raises:
        ClaimsError: One of them does something else, or there is none.
        duckdb.Error: The text is no SQL.
    """
    statements = connection.extract_statements(sql)
    if not statements:
        raise ClaimsError("SQL: nothing to run: give a statement such as `FROM results LIMIT 5`")
    for statement in statements:
        if not _only_reads(connection, statement):
            raise ClaimsError(f"SQL: {_name_of(statement)} is not allowed: {ALLOWED}")


def _only_reads(connection: duckdb.DuckDBPyConnection, statement: duckdb.Statement) -> bool:
    if statement.type in _READING:
        return True
    if statement.type == duckdb.StatementType.MULTI:
        return _WRITING.isdisjoint(_words(statement.query))
    if statement.type == duckdb.StatementType.EXPLAIN:
        explained = _explained(connection, statement.query)
        return explained is not None and _only_reads(connection, explained)
    return False


def _explained(connection: duckdb.DuckDBPyConnection, text: str) -> duckdb.Statement | None:
    """Return the statement after EXPLAIN and its options: the longest rest of the text that is one."""
    encoded = text.encode()
    for place, _ in duckdb.tokenize(text)[1:]:
        try:
            [statement] = connection.extract_statements(encoded[place:].decode())
        except (duckdb.Error, ValueError):
            continue
        return statement
    return None


def _words(text: str) -> list[str]:
    """Return the words and signs of a statement in lower case, without comments."""
    encoded = text.encode()
    tokens = duckdb.tokenize(text)
    ends = [place for place, _ in tokens[1:]] + [len(encoded)]
    words = (
        encoded[place:end].decode(errors="replace").strip().lower()
        for (place, kind), end in zip(tokens, ends, strict=True)
        if kind != duckdb.token_type.comment
    )
    return list(words)


def _name_of(statement: duckdb.Statement) -> str:
    words = _words(statement.query)
    return words[0].split()[0].upper() if words and words[0] else statement.type.name
