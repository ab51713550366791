"""Read sheets: CSV as any spreadsheet saves it, JSON Lines, and annotations in the project's format."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson

from claims.errors import ClaimsError
from claims.judging.review.again import unmarked
from claims.judging.review.correction import Problem, SheetRow
from claims.judging.review.fields import CORRECTABLE, spellings_of_verdicts
from claims.sources.streams import open_source, shown

NEEDED = ("paper", "quote")
_DELIMITERS = ",;\t|"
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16",
}  # fmt: skip
_OPEN_MERGE = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")
_LONGEST_CELL = 1_000_000
_LARGEST_OCCURRENCE = 100_000


class _BadRowError(Exception):
    """A row that cannot be read; the text says why, and what helps."""


def read_sheet(path: Path | str) -> Iterator[SheetRow | Problem]:
    """Yield the rows of a sheet, and what is wrong with those that cannot be read.

    Args:
        path: CSV with names of columns in its first row, or JSON Lines; ``-`` is standard input.

    Raises:
        ClaimsError: The file cannot be read, or is no sheet.
    """
    name = shown(path)
    with open_source(path) as source:
        content = source.stream.read()
    text = _decoded(name, content)
    if not text.strip():
        raise ClaimsError(f"{name}: is empty: a sheet has columns {' and '.join(NEEDED)}")
    lines = _json_rows if text.lstrip()[:1] in ("{", "[") else _csv_rows
    yield from lines(name, text)


def _decoded(name: str, content: bytes) -> str:
    encoding = next((spelled for mark, spelled in _MARKS.items() if content.startswith(mark)), "utf-8")
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding != "utf-8" or b"\0" in content:
            raise ClaimsError(f"{name}: is no text: save the sheet as CSV in UTF-8") from error
    return content.decode("cp1252", "replace")  # what Excel saves where nobody tells it to take UTF-8


# --- CSV -------------------------------------------------------------------------------------------------


def _csv_rows(name: str, text: str) -> Iterator[SheetRow | Problem]:
    csv.field_size_limit(_LONGEST_CELL)
    head = text.splitlines()[0]
    delimiter = max(_DELIMITERS, key=lambda sign: len(next(csv.reader([head], delimiter=sign), [])))
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        columns = [column.strip().lower() for column in next(rows, [])]
    except csv.Error as error:
        raise ClaimsError(f"{name}: row 1: {error}: save the sheet as CSV again") from error
    twice = [column for column in dict.fromkeys(columns) if column and columns.count(column) > 1]
    if twice:
        raise ClaimsError(
            f"{name}: row 1 has two columns {' and two columns '.join(twice)}: take one of them out"
        )
    missing = [column for column in NEEDED if column not in columns]
    if missing:
        raise ClaimsError(
            f"{name}: row 1 has no column {' and no column '.join(missing)}: "
            "keep the names of columns that `claims review` writes"
        )
    number = 1
    while True:
        number += 1
        place = f"{name}: row {number}"
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            reason = "the file is cut off in a quoted cell" if "end of data" in str(error) else str(error)
            yield Problem(place=place, reason=f"{reason}: save or copy it again")
            return
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) < len(columns):
            yield Problem(
                place=place,
                reason=f"has {len(cells)} of {len(columns)} cells: the file is cut off, or a line break was lost",
            )
            continue
        if any(cell.strip() for cell in cells[len(columns) :]):
            yield Problem(
                place=place,
                reason=f"has {len(cells)} cells, the first row {len(columns)}: put quotes around text",
            )
            continue
        yield _row_or_problem({c: _cell(v) for c, v in zip(columns, cells, strict=False)}, place)


def _cell(text: str) -> str:
    """Return a cell without the sign that keeps a spreadsheet from taking it for a formula."""
    return text[1:] if text[:1] == "'" and text[1:2] in set("=+-@\t\r＝＋－＠") else text


# --- JSON Lines ------------------------------------------------------------------------------------------


def _json_rows(name: str, text: str) -> Iterator[SheetRow | Problem]:
    document = _document(text)
    if document is not None:
        for number, record in enumerate(document, start=1):
            yield from _of_record(record, f"{name}: record {number}")
        return
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        place = f"{name}: line {number}"
        if line.startswith(_OPEN_MERGE):
            raise ClaimsError(
                f"{place}: a merge was left open: keep the lines of both sides, and remove its marks"
            )
        try:
            record = orjson.loads(line)
        except orjson.JSONDecodeError as error:
            cut = " (the file is cut off?)" if "end of data" in str(error) else ""
            yield Problem(place=place, reason=f"broken JSON{cut}: {error.msg.split(': line ')[0]}")
            continue
        yield from _of_record(record, place)


def _document(text: str) -> list[Any] | None:
    """Return the records of a file that is one JSON document: a list, or an object over several lines; else None."""
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError:
        return None
    return found if isinstance(found, list) else [found] if "\n" in text.strip() else None


def _of_record(record: Any, place: str) -> Iterator[SheetRow | Problem]:
    if not isinstance(record, dict):
        yield Problem(place=place, reason="JSON, but no object with paper and quote")
    elif isinstance(record.get("claims"), list):
        yield from _annotated(record, place)
    else:
        yield _row_or_problem(record, place)


def _annotated(record: Mapping[str, Any], place: str) -> Iterator[SheetRow | Problem]:
    """Yield the claims of a line of annotations, one row each."""
    of_paper = {key: record[key] for key in ("by", "at") if key in record}
    paper = record.get("id", record.get("paper"))
    for number, claim in enumerate(record["claims"], start=1):
        where = f"{place}, claim {number}"
        if not isinstance(claim, dict):
            yield Problem(place=where, reason="no object with quote, metric and form")
        else:
            yield _row_or_problem({**of_paper, **claim, "paper": paper}, where)


# --- one row ---------------------------------------------------------------------------------------------


def _row_or_problem(record: Mapping[str, Any], place: str) -> SheetRow | Problem:
    try:
        return row_of(record, place)
    except _BadRowError as error:
        return Problem(place=place, reason=str(error))


def row_of(record: Mapping[str, Any], place: str) -> SheetRow:
    """Return a row out of its cells, or out of an object of JSON."""
    texts = {}
    for name in ("paper", "quote", "by", "why", "sentence", "verdict"):
        value = record.get(name)
        if value is not None and not isinstance(value, str | int):
            raise _BadRowError(f"{name} is {value!r}, which is no text")
        texts[name] = "" if value is None else str(value)
    for name in NEEDED:
        if not texts[name].strip():
            raise _BadRowError(f"has no {name}: a row names its paper and the number as it stands there")
    read = _read(record.get("read"))
    return SheetRow(
        place=place, paper=texts["paper"].strip(), quote=_quote(texts["quote"], texts["sentence"]),
        occurrence=_occurrence(record.get("occurrence")), verdict=_verdict(texts["verdict"]),
        values=_given(record, is_whole=read is not None), read=read, by=texts["by"].strip(),
        at=_time(record.get("at")), why=texts["why"].strip(), free=str(record.get("free")).lower() == "true",
        sentence=texts["sentence"], digest=_digest(record.get("text")),
    )  # fmt: skip


def _quote(cell: str, sentence: str) -> str:
    """Return the quote as it stands in the sentence, where a spreadsheet made 0.9 of its 0.90."""
    found = unmarked(sentence)
    number = found[0][slice(*found[1])] if found else cell
    try:
        return number if float(number.replace(",", "")) == float(cell.replace(",", ".")) else cell
    except ValueError:
        return cell


def _given(record: Mapping[str, Any], *, is_whole: bool) -> dict[str, Any]:
    """Return the fields that a row gives: of a sheet that was not written by us, empty cells say nothing."""
    return {
        name: record[name]
        for name in CORRECTABLE
        if name in record and (is_whole or not isinstance(record[name], str) or record[name].strip())
    }


def _read(value: object) -> Mapping[str, Any] | None:
    if value is None or value == "":
        return None
    try:
        read = orjson.loads(value) if isinstance(value, str) else value
    except orjson.JSONDecodeError as error:
        raise _BadRowError("the column read is broken: leave it as `claims review` has written it") from error
    if not isinstance(read, dict) or not set(CORRECTABLE) <= read.keys():
        raise _BadRowError("the column read is broken: leave it as `claims review` has written it")
    return read


def _verdict(text: str) -> str:
    spelled = " ".join(text.lower().replace("_", " ").split())
    if not spelled:
        return ""
    known = spellings_of_verdicts()
    if spelled not in known and spelled.replace(" ", "_") not in known:
        raise _BadRowError(f"verdict is {text.strip()[:40]!r}: write right, wrong, no claim, or nothing")
    return known.get(spelled) or known[spelled.replace(" ", "_")]


def _occurrence(value: object) -> int:
    if value is None or value == "":
        return 0
    try:
        number = float(str(value))
    except ValueError:
        number = -1.0
    if not (0 <= number <= _LARGEST_OCCURRENCE and number.is_integer()):
        raise _BadRowError(f"occurrence is {value!r}: 0 for the first place of the quote, 1 for the second")
    return int(number)


def _time(value: object) -> datetime | None:
    if value is None or value == "":
        return None
    try:
        time = datetime.fromisoformat(str(value))
    except ValueError as error:
        raise _BadRowError(f"at is {value!r}: write a time as 2026-01-31T12:00:00") from error
    return (time.astimezone(UTC) if time.tzinfo else time).replace(tzinfo=None, microsecond=0)


def _digest(value: object) -> int | None:
    if value is None or value == "":
        return None
    try:
        return int(str(value), 16) & 0xFFFFFFFFFFFFFFFF
    except ValueError as error:
        raise _BadRowError("the column text is broken: leave it as `claims review` has written it") from error
