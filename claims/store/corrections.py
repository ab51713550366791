"""The table ``corrections``: rows of sheets are looked up, checked and kept."""

from __future__ import annotations

import contextlib
import gc
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from typing import Any

import duckdb
import pyarrow as pa

from claims.judging.review.conflicts import Said, agree_on, conflict
from claims.judging.review.correction import Correction, PaperText, Problem, SheetRow
from claims.judging.review.fields import CORRECTABLE, LISTS, NUMBERS
from claims.judging.review.verify import verified
from claims.sources.keys import parse_arxiv_id, parse_doi
from claims.store.rows import Row, count, rows, staged_rows

_ROWS_AT_ONCE = 25_000

_KINDS = dict.fromkeys(NUMBERS, pa.float64()) | dict.fromkeys(LISTS, pa.list_(pa.string()))
_FIELDS_TYPE = pa.struct([(name, _KINDS.get(name, pa.string())) for name in CORRECTABLE])
_SCHEMA = pa.schema(
    [
        ("correction", pa.int32()), ("paper", pa.int32()), ("quote", pa.string()), ("occurrence", pa.int32()),
        ("verdict", pa.string()), ("fields", pa.list_(pa.string())), ("was", _FIELDS_TYPE), ("now", _FIELDS_TYPE),
        ("said_by", pa.string()), ("said_at", pa.timestamp("us")), ("why", pa.string()), ("free", pa.bool_()),
        ("suggested", pa.bool_()), ("sentence", pa.string()), ("digest", pa.uint64()), ("state", pa.string()),
        ("text", pa.int32()), ("quote_start", pa.int32()), ("quote_end", pa.int32()),
        ("sentence_start", pa.int32()), ("sentence_end", pa.int32()), ("claim", pa.int32()),
    ]
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Takes:
    """How rows are taken.

    Attributes:
        by: Who says so, where a row does not.
        at: When, where a row does not.
        suggested: Take them as suggestions.
        free: Allow names that do not stand in the text.
        replaces: Let a row take the place of what somebody else has said.
    """

    by: str
    at: datetime
    suggested: bool = False
    free: bool = False
    replaces: bool = False


@dataclass(slots=True, kw_only=True)
class Taken:
    """What became of the rows of sheets.

    Attributes:
        taken: Number of rows that are kept now, and were not before.
        known: Number of rows that had been kept before.
        silent: Number of rows that say nothing.
        undone: Number of corrections that were taken back.
        replaced: Corrections of others that a row has taken the place of, in words.
        problems: Rows of which nothing was taken.
        papers: Numbers of the papers that are concerned.
    """

    taken: int = 0
    known: int = 0
    silent: int = 0
    undone: int = 0
    replaced: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    papers: set[int] = field(default_factory=set)


def take(
    connection: duckdb.DuckDBPyConnection,
    sheet: Iterable[SheetRow | Problem],
    how: Takes,
    done: Taken | None = None,
) -> Taken:
    """Check the rows of sheets and keep those that hold, within the transaction of the caller.

    Args:
        connection: A database that is open for writing.
        sheet: Rows, from :func:`claims.judging.review.sheets.read_sheet`.
        how: How they are taken.
        done: What became of other sheets, to be added to.
    """
    done = done or Taken()
    with _without_collecting():
        _keep(connection, _checked(connection, sheet, how, done), how, done)
    return done


def _checked(
    connection: duckdb.DuckDBPyConnection, sheet: Iterable[SheetRow | Problem], how: Takes, done: Taken
) -> list[Correction]:
    """Return the rows that hold; what says nothing, or takes back, is done with."""
    good: list[Correction] = []
    rest = iter(sheet)
    while batch := list(islice(rest, _ROWS_AT_ONCE)):
        wanted = [_signed(row, how) for row in batch if isinstance(row, SheetRow)]
        looked_up = iter(_looked_up(connection, wanted))
        for each in batch:
            if isinstance(each, Problem):
                done.problems.append(each)
                continue
            row, found = next(looked_up)
            if isinstance(found, Problem):
                done.problems.append(found)
                continue
            paper, claim = found
            if row.verdict == "undo":
                done.undone += _undo(connection, row, paper, how)
                done.papers.add(paper.paper)
                continue
            checked = verified(row, paper, claim, free=how.free)
            if isinstance(checked, Problem):
                done.problems.append(checked)
            elif checked is None:
                done.silent += 1
            else:
                good.append(checked)
    return good


def _signed(row: SheetRow, how: Takes) -> SheetRow:
    return row if row.by and row.at else replace(row, by=row.by or how.by, at=row.at or how.at)


@contextlib.contextmanager
def _without_collecting() -> Iterator[None]:
    """Let Python look for no cycles among the rows of a sheet: there are none, and looking takes time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


# --- which paper, which claim ------------------------------------------------------------------------------


Found = tuple[PaperText, Mapping[str, Any] | None]


def _looked_up(
    connection: duckdb.DuckDBPyConnection, wanted: Sequence[SheetRow]
) -> Iterator[tuple[SheetRow, Found | Problem]]:
    """Yield each row with its paper and its claim."""
    papers: dict[int, list[Row]] = defaultdict(list)
    for number, *paper in staged_rows(connection, _PAPERS_OF_ROWS, staged=_names(wanted)):
        papers[number].append(tuple(paper))
    numbers = [rows_[0][0] if len(rows_) == 1 else None for rows_ in (papers[i] for i in range(len(wanted)))]
    asked = pa.table(
        {
            "number": pa.array(range(len(wanted)), pa.int32()),
            "paper": pa.array(numbers, pa.int32()),
            "quote": pa.array([row.quote for row in wanted], pa.string()),
            "occurrence": pa.array([row.occurrence for row in wanted], pa.int32()),
        }
    )
    texts = {row[0]: PaperText(*row) for row in staged_rows(connection, _TEXTS, staged=asked)}
    claims: dict[int, Row] = {row[0]: row for row in staged_rows(connection, _CLAIMS, staged=asked)}
    for number, row in enumerate(wanted):
        text = texts.get(numbers[number])
        if text is None:
            yield row, Problem(place=row.place, reason=_no_paper(row.paper, papers[number]))
        else:
            claim = claims.get(number)
            yield row, (text, None if claim is None else dict(zip(_CLAIM_FIELDS, claim, strict=True)))


def _names(wanted: Sequence[SheetRow]) -> pa.Table:
    ids = {row.paper: (parse_arxiv_id(_with_zeros(row.paper)), parse_doi(row.paper)) for row in wanted}
    arxiv = [ids[row.paper][0] for row in wanted]
    return pa.table(
        {
            "number": pa.array(range(len(wanted)), pa.int32()),
            "name": pa.array([row.paper for row in wanted], pa.string()),
            "arxiv": pa.array([found[0] if found else None for found in arxiv], pa.string()),
            "doi": pa.array([ids[row.paper][1] for row in wanted], pa.string()),
            "digest": pa.array([row.digest for row in wanted], pa.uint64()),
        }
    )


def _with_zeros(name: str) -> str:
    """Return an arXiv id with the zeros at its end that a spreadsheet has dropped: 2510.024 was 2510.02400."""
    month, point, number = name.partition(".")
    if not (point and len(month) == 4 and month.isdecimal() and number.isdecimal()):
        return name
    return f"{month}.{number.ljust(5 if month >= '1501' else 4, '0')}"


def _no_paper(name: str, found: Sequence[Row]) -> str:
    if not found:
        return f"no paper {name!r} in the database: give its id, arXiv id or DOI"
    several = ", ".join(str(paper_id) for _, paper_id in found[:5])
    return f"{len(found)} papers are called {name!r}: take the id of one: {several}"


# The text that was looked at tells papers of one name apart; then their own ids go before those of sources.
_PAPERS_OF_ROWS = """
    WITH found AS (
        SELECT s.number, p.paper, p.id, s.digest, 1 AS how FROM staged s JOIN papers p ON p.id = s.name
        UNION ALL
        SELECT s.number, p.paper, p.id, s.digest, 2 FROM staged s JOIN papers p ON p.arxiv_id = s.arxiv
        UNION ALL
        SELECT s.number, p.paper, p.id, s.digest, 2 FROM staged s JOIN papers p ON p.doi = s.doi
        UNION ALL
        SELECT s.number, p.paper, p.id, s.digest, 3
        FROM (SELECT DISTINCT id, paper FROM sources) o JOIN staged s ON s.name = o.id JOIN papers p USING (paper)
    ), known AS (
        SELECT number, paper, any_value(id) AS id, min(how) AS how,
               bool_or(EXISTS (FROM abstracts a WHERE a.paper = found.paper AND a.digest = found.digest)) AS is_text
        FROM found GROUP BY number, paper
    )
    SELECT number, paper, id FROM known
    QUALIFY dense_rank() OVER (PARTITION BY number ORDER BY is_text DESC NULLS LAST, how) = 1
    ORDER BY number, paper
"""
_TEXTS = """
    SELECT p.paper, p.id, p.title, p.text, a.abstract, a.digest
    FROM papers p JOIN abstracts a ON a.text = p.text WHERE p.paper IN (SELECT paper FROM staged)
"""
_CLAIM_FIELDS = ("number", "start", "end", "sentence_start", "sentence_end", *CORRECTABLE)
_CLAIMS = f"""
    SELECT s.number, c.quote_start, c.quote_end, c.sentence_start, c.sentence_end,
           {", ".join(f"c.{name}" for name in CORRECTABLE)}
    FROM staged s JOIN papers p ON p.paper = s.paper
    JOIN claims c ON c.text = p.text AND c.gone_run IS NULL AND c.quote = s.quote AND c.occurrence = s.occurrence
"""


# --- what is kept ----------------------------------------------------------------------------------------


_KEPT = """
    SELECT x.correction, p.id, x.paper, x.quote, x.occurrence, x.said_by, x.said_at, x.verdict, x.fields, x.now
    FROM corrections x JOIN papers p USING (paper)
    WHERE x.suggested = $suggested
    AND (x.paper, x.quote, x.occurrence) IN (SELECT (paper, quote, occurrence) FROM staged)
"""
Key = tuple[int, str, int]


def _keep(connection: duckdb.DuckDBPyConnection, good: Sequence[Correction], how: Takes, done: Taken) -> None:
    """Keep corrections that contradict neither each other nor what is kept."""
    if not good:
        return
    keys = sorted({(c.paper.paper, c.row.quote, c.row.occurrence) for c in good})
    staged = pa.table(
        dict(zip(("paper", "quote", "occurrence"), map(list, zip(*keys, strict=True)), strict=True))
    )
    kept: dict[Key, list[tuple[int, Said]]] = defaultdict(list)
    for number, paper_id, paper, quote, occurrence, by, at, verdict, fields, now in staged_rows(
        connection, _KEPT, {"suggested": how.suggested}, staged=staged
    ):
        said = Said(by, at, verdict, tuple(fields), now, f"{paper_id}, {quote}")
        kept[paper, quote, occurrence].append((number, said))
    fresh: dict[Key, list[Correction]] = defaultdict(list)
    for each in good:
        fresh[each.paper.paper, each.row.quote, each.row.occurrence].append(each)
    gone: list[int] = []
    new: list[Correction] = []
    for key, each_of_key in fresh.items():
        for each, takes_place_of in _settled(each_of_key, kept.get(key, []), how, done):
            new.append(each)
            gone += takes_place_of
    if gone:
        rows(connection, "DELETE FROM corrections WHERE correction IN (SELECT unnest(?))", [gone])
    _insert(connection, new, how)
    done.taken += len(new)
    done.papers |= {each.paper.paper for each in new}


def _settled(
    fresh: Sequence[Correction], kept: Sequence[tuple[int, Said]], how: Takes, done: Taken
) -> Iterator[tuple[Correction, list[int]]]:
    """Yield which corrections of one number are taken, and the numbers of those whose place they take."""
    latest: dict[str, Correction] = {}
    for each in fresh:  # of one person, the last word counts, whatever the order of the sheets
        other = latest.get(each.row.by)
        if other is None or _order(each) > _order(other):
            latest[each.row.by] = each
    for by, each in sorted(latest.items()):
        said = _said(each)
        own = [(number, before) for number, before in kept if before.by == by]
        if any(agree_on(before, said) or before.at > said.at for _, before in own):
            done.known += 1
            continue
        gone = [number for number, _ in own]
        if not how.suggested:
            beside = next((o for o in map(_said, latest.values()) if o.by != by and conflict(said, o)), None)
            older = [(number, o) for number, o in kept if o.by != by and conflict(said, o)]
            rival = beside or (older[0][1] if older and not how.replaces else None)
            if rival is not None:
                done.problems.append(Problem(place=each.row.place, reason=_contradiction(said, rival)))
                continue
            gone += [number for number, _ in older]
            done.replaced += [f"{o.where}: {o.by} ({o.at:%Y-%m-%d}) by {by}" for _, o in older]
        yield each, gone


def _order(each: Correction) -> tuple[object, ...]:
    return each.row.at, each.verdict, str(each.now)


def _said(each: Correction) -> Said:
    assert each.row.at is not None
    where = f"{each.paper.paper_id}, {each.row.quote}"
    return Said(each.row.by, each.row.at, each.verdict, each.fields, each.now, where, each.row.place)


def _contradiction(said: Said, other: Said) -> str:
    return (
        f"{said.by} contradicts {other.by} ({other.place or f'{other.at:%Y-%m-%d}'}) in {other.where}: "
        f"{conflict(said, other)}: settle it between you, or take the new one with --replace"
    )


def _undo(connection: duckdb.DuckDBPyConnection, row: SheetRow, paper: PaperText, how: Takes) -> int:
    return count(
        connection,
        "DELETE FROM corrections WHERE paper = ? AND quote = ? AND occurrence = ? AND said_by = ? AND suggested = ?",
        [paper.paper, row.quote, row.occurrence, row.by, how.suggested],
    )


def _insert(connection: duckdb.DuckDBPyConnection, new: Sequence[Correction], how: Takes) -> None:
    first = 1 + count(connection, "SELECT max(correction) FROM corrections")
    ordered = sorted(new, key=lambda c: (c.paper.paper_id, c.row.quote, c.row.occurrence, c.row.by))
    for start in range(0, len(ordered), _ROWS_AT_ONCE):
        part = ordered[start : start + _ROWS_AT_ONCE]
        columns = zip(*(_columns(n, each, how) for n, each in enumerate(part, first + start)), strict=True)
        table = pa.table([pa.array(c, f.type) for c, f in zip(columns, _SCHEMA, strict=True)], schema=_SCHEMA)
        staged_rows(connection, "INSERT INTO corrections BY NAME SELECT * FROM staged", staged=table)


def _columns(number: int, each: Correction, how: Takes) -> tuple[Any, ...]:
    row = each.row
    span, around = each.span or (None, None), each.sentence_span or (None, None)
    return (
        number, each.paper.paper, row.quote, row.occurrence, each.verdict, each.fields, each.was, each.now,
        row.by, row.at, row.why or None, how.free or row.free, how.suggested, each.sentence, each.digest,
        each.state, each.paper.text, *span, *around, None,
    )  # fmt: skip
