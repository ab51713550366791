"""What is shown of papers, and what is kept beside it: brought up to date where something has changed.

All of it follows from claims, papers, abstracts, documents, corrections and words, paper by paper. So a run, or a
correction, makes anew what is shown of the papers that it touches, and of no others; where the program itself is
another one than it was made by, of all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import duckdb

from claims.store.conditions.table import forget_conditions, read_conditions
from claims.store.layout import AS_READ, BOARD, STATED, current_claims_of, identifier, quoted, statement_of
from claims.store.overlay import Laid, lay_over
from claims.store.parts import ALL_PAPERS, Papers, parts_of, ranges, some_papers
from claims.store.rows import count, rows
from claims.store.systems import add_systems
from claims.streams.fingerprint import shown_fingerprint

_ABOUT = "shown"
_CLAIMS_AT_ONCE = 20_000
_RESULTS_AT_ONCE = 60_000
_BOARD_AT_ONCE = 50_000


def bring_up_to_date(connection: duckdb.DuckDBPyConnection, changed: str) -> Laid:
    """Bring what is shown of papers up to date after a run, within the transaction of the caller.

    Args:
        connection: A database that is open for writing, of which all words are resolved.
        changed: A query that gives, as ``paper``, the papers of which something is another than before. Where what
            is shown was made by another program, or most papers have changed, that of all papers is made anew.

    Returns:
        How the corrections of the database stand.
    """
    papers = some_papers(connection, changed)
    is_ours = rows(connection, "SELECT value FROM about WHERE name = ?", [_ABOUT]) == [(shown_fingerprint(),)]
    are_most = 2 * count(connection, "SELECT count(*) FROM temp.touched") > count(
        connection, "SELECT count(*) FROM papers"
    )
    return show(connection, papers) if is_ours and not are_most else show_all(connection)


def show_papers(connection: duckdb.DuckDBPyConnection, numbers: Collection[int]) -> Laid:
    """Make anew what is shown of papers by their numbers, as after a correction."""
    return show(
        connection,
        some_papers(connection, "SELECT unnest($numbers::INTEGER[]) AS paper", {"numbers": [*numbers]}),
    )


def show_all(connection: duckdb.DuckDBPyConnection) -> Laid:
    """Make anew what is shown of all papers, within the transaction of the caller."""
    rows(connection, "DELETE FROM about WHERE name = ?", [_ABOUT])
    rows(connection, "INSERT INTO about VALUES (?, ?)", [_ABOUT, shown_fingerprint()])
    return show(connection, ALL_PAPERS)


def show(connection: duckdb.DuckDBPyConnection, papers: Papers) -> Laid:
    """Make anew what is shown of some papers, within the transaction of the caller.

    Args:
        connection: A database that is open for writing, of which all words are resolved.
        papers: Which.

    Returns:
        How the corrections of the database stand.
    """
    refresh_current_claims(connection, papers)
    laid = lay_over(connection, papers)
    add_systems(connection, papers)
    forget_conditions(connection, papers)
    # The rows of some papers lie apart: they are looked for once. Those of all lie together, and are many.
    kind = "VIEW" if papers.are_all else "TABLE"
    for part in parts_of(connection, _WITH_RESULTS, papers, at_once=_RESULTS_AT_ONCE):
        _see_alone(connection, kind, {"current_claims": part, "documents": part})
        read_conditions(connection)
        for table in STATED if papers.are_all else (*STATED, BOARD):
            rows(connection, f"DELETE FROM {table} WHERE {part}")
            rows(
                connection, f"INSERT INTO {table} BY NAME FROM ({statement_of(table)}) ORDER BY metric, claim"
            )
        _see_all(connection, kind, ("current_claims", "documents"))
    if papers.are_all:
        _fill_board(connection)
    return laid


# Metrics and papers of all results, and of some that are none: told without all that a view says of a result.
_PERHAPS_RESULTS = """
    (SELECT metric, paper FROM current_claims UNION ALL SELECT metric, paper FROM current_table_results)
"""
# Papers that have results, or had some.
_WITH_RESULTS = f"""
    (SELECT paper FROM current_claims UNION ALL SELECT paper FROM {BOARD}
     UNION ALL SELECT paper FROM current_table_results)
"""


def refresh_current_claims(connection: duckdb.DuckDBPyConnection, papers: Papers = ALL_PAPERS) -> None:
    """Fill the table ``current_claims`` with what the rules read in some papers.

    Some at a time: a join with all abstracts at once needs more memory the larger the database is. Of a large database,
    those of one metric stand together: a question about one reads only where it stands.

    Args:
        connection: A database that is open for writing.
        papers: Whose claims are shown anew.
    """
    rows(connection, f"DELETE FROM current_claims WHERE {papers.among()}")
    held = f"({AS_READ})"
    if not papers.are_all:  # those of some papers lie apart: they are looked for once
        rows(connection, f"CREATE OR REPLACE TEMP TABLE held AS {AS_READ} AND {papers.among()}")
        held = "temp.held"
    slices = ranges(connection, "claim", held, at_once=_CLAIMS_AT_ONCE)
    order = "c.metric, c.claim" if len(slices) > 1 else "c.claim"
    for first, last in slices:
        of_slice = f"{held} WHERE claim BETWEEN {first} AND {last}"
        # The range of texts spares most abstracts; given as numbers, it lets the join hold the claims instead of them.
        [(first_text, last_text)] = rows(connection, f"SELECT min(text), max(text) FROM {of_slice}")
        rows(
            connection,
            f"INSERT INTO current_claims BY NAME {current_claims_of(of_slice)} "
            f"WHERE a.text BETWEEN {first_text} AND {last_text} ORDER BY {order}",
        )
    rows(connection, "DROP TABLE IF EXISTS temp.held")


def _fill_board(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill the table of what boards rank anew: where all of a metric stands together, little is read of others."""
    rows(connection, f"DELETE FROM {BOARD}")
    for first, last in ranges(connection, "metric", _PERHAPS_RESULTS, at_once=_BOARD_AT_ONCE):
        of_metrics = f"metric BETWEEN {quoted(str(first))} AND {quoted(str(last))}"
        some = f"{_PERHAPS_RESULTS} WHERE {of_metrics}"
        for low, high in ranges(connection, "paper", some, at_once=_BOARD_AT_ONCE):
            part = f"{of_metrics} AND paper BETWEEN {low} AND {high}"
            _see_alone(connection, "VIEW", {"current_claims": part, "conditions": of_metrics})
            rows(
                connection,
                f"INSERT INTO {BOARD} BY NAME FROM ({statement_of(BOARD)}) WHERE {part} ORDER BY metric, claim",
            )
            _see_all(connection, "VIEW", ("current_claims", "conditions"))


def _see_alone(connection: duckdb.DuckDBPyConnection, kind: str, tables: Mapping[str, str]) -> None:
    """Let all views, whatever they are made of, show those rows of tables alone that fulfil a condition."""
    [(database,)] = rows(connection, "SELECT current_database()")
    for table, condition in tables.items():
        source = f"{identifier(database)}.main.{table} WHERE {condition}"
        rows(connection, f"CREATE TEMP {kind} {table} AS FROM {source}")


def _see_all(connection: duckdb.DuckDBPyConnection, kind: str, tables: Iterable[str]) -> None:
    for table in tables:
        rows(connection, f"DROP {kind} temp.{table}")
