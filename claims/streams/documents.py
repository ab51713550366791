"""Whole papers in, what they hold out: claims of the text, tables, results; papers in parallel, in input order."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from hashlib import blake2b
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from claims.documents.formats import MAX_DOCUMENT, read_document, read_document_bytes
from claims.documents.model import Document
from claims.documents.statements import Statement, statements
from claims.errors import ClaimsError
from claims.model import Paper, Reject
from claims.streams.fingerprint import documents_fingerprint
from claims.streams.parallel import ordered_map
from claims.tables.grid import unroll
from claims.tables.results import read_tables

if TYPE_CHECKING:
    from claims.files.journal import Journal

_LATEX = frozenset({".tex", ".ltx", ".latex"})


@dataclass(slots=True)
class WholePaper:
    """What was read of a whole paper, as rows of JSON types.

    Attributes:
        file: Path as given.
        format: Format that it was read as.
        title: Its title.
        paper: The paper with its abstract; None where it could not be read.
        tables: Its tables.
        kinds: What each cell with a number is, by ``number`` of the table, row and column.
        results: Results of its tables, with ``number``, the place of the table among them.
        claims: Claims of its text with their places, as ``claims extract`` gives them.
        statements: The same as rows of the database.
        rejects: The paper, or those of its tables, that could not be read.
    """

    file: str
    format: str = ""
    title: str = ""
    paper: Paper | None = None
    tables: list[dict[str, Any]] = field(default_factory=list)
    kinds: list[dict[str, Any]] = field(default_factory=list)
    results: list[dict[str, Any]] = field(default_factory=list)
    claims: list[dict[str, Any]] = field(default_factory=list)
    statements: list[dict[str, Any]] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)

    def line(self) -> bytes:
        """Return the paper as a line of JSON: id, file, title, claims, results; nothing where it could not be read."""
        if self.paper is None:
            return b""
        row = {
            "id": self.paper.id,
            "file": self.file,
            "title": self.title,
            "claims": self.claims,
            "results": [_without_number(result) for result in self.results],
        }
        return orjson.dumps(row) + b"\n"


def read_whole_papers(
    paths: Iterable[str | Path], *, jobs: int = 1, journal: Journal | None = None
) -> Iterator[WholePaper]:
    """Yield what each whole paper holds, in the order of the paths.

    Args:
        paths: Files and folders for which :func:`claims.documents.is_whole_paper` is true; ``-`` is one paper of
            standard input.
        jobs: Number of worker processes.
        journal: Keeps papers that are read, and gives those of an earlier call that was interrupted.
    """
    for on_input, group in groupby(map(str, paths), key=lambda path: path == "-"):
        if on_input:
            yield read_whole_stream(sys.stdin.buffer.read(MAX_DOCUMENT + 1), "-")
        else:
            yield from _read_whole_files(group, jobs=jobs, journal=journal)


def _read_whole_files(paths: Iterable[str], *, jobs: int, journal: Journal | None) -> Iterator[WholePaper]:
    digests: dict[str, bytes] = {}

    def known(path: str) -> WholePaper | None:
        if journal is None:
            return None
        digests[path] = _digest(Path(path))
        kept = journal.get(digests[path])
        return _restored(kept) if kept is not None else None

    for path, whole in ordered_map(read_whole_paper, paths, jobs=jobs, known=known):
        if journal is not None and whole.paper is not None:
            journal.put(digests.pop(path), orjson.dumps(whole))
        yield whole


def _digest(path: Path) -> bytes:
    """Return what tells a file or folder, as it stands now, from others and from itself when it was changed."""
    digest = blake2b(documents_fingerprint().encode(), digest_size=16)
    # A file of LaTeX includes others beside it.
    folder = path if path.is_dir() else path.parent if path.suffix in _LATEX else None
    files = [path] if folder is None else sorted(f for f in folder.rglob("*") if f.is_file())
    for file in files:
        found = file.stat()
        digest.update(
            f"{path}\0{file}\0{found.st_size}\0{found.st_mtime_ns}\0".encode("utf-8", "surrogateescape")
        )
    return digest.digest()


def _restored(kept: bytes) -> WholePaper:
    row = orjson.loads(kept)
    paper: dict[str, Any] = {
        name: tuple(v) if isinstance(v, list) else v for name, v in row.pop("paper").items()
    }
    rejects = [Reject(**reject) for reject in row.pop("rejects")]
    return WholePaper(**row, paper=Paper(**paper), rejects=rejects)


def read_whole_paper(path: str) -> WholePaper:
    """Read a whole paper; what goes wrong becomes a reject, so that the others go on."""
    return _read(path, partial(read_document, path))


def read_whole_stream(data: bytes, name: str) -> WholePaper:
    """Read a whole paper that came as a stream.

    Args:
        data: All of it.
        name: What it is called in results and rejects.
    """
    return _read(name, partial(read_document_bytes, data, name))


def _read(path: str, read: Callable[[], Document]) -> WholePaper:
    whole = WholePaper(path)
    try:
        _fill(whole, read())
    except ClaimsError as error:
        whole.paper = None
        whole.rejects.append(Reject(source=path, place="whole paper", reason=str(error)))
    except Exception as error:  # a paper that breaks the reading must not stop the others
        whole.paper = None
        reason = f"reading failed: {type(error).__name__}: {error}"
        whole.rejects.append(Reject(source=path, place="whole paper", reason=reason))
    return whole


def _fill(whole: WholePaper, document: Document) -> None:
    whole.format, whole.title = document.format, document.title
    for statement in statements(document):
        whole.claims.append(statement.as_dict())
        whole.statements.append(_statement_row(statement))
    for number, read in enumerate(read_tables(document), start=1):
        table, results = read.table, read.results
        grid = unroll(table)
        whole.tables.append(
            {
                "number": number, "label": table.label, "caption": table.caption, "section": table.section,
                "place": table.place, "appendix": table.appendix, "refused": table.refused,
                "cells": [list(row) for row in grid.texts] if grid else [],
            }
        )  # fmt: skip
        whole.kinds += [
            {"number": number, "row": row, "col": col, "kind": kind}
            for (row, col), kind in read.kinds.items()
        ]
        whole.results += [_with_number(result.as_dict(), number) for result in results]
        if table.refused:
            whole.rejects.append(
                Reject(source=whole.file, place=f"{table.label}, {table.place}", reason=table.refused)
            )
    whole.paper = Paper(
        id=document.id, abstract=document.abstract, title=document.title, arxiv_id=document.arxiv_id,
        doi=document.doi, source=whole.file, place="whole paper",
    )  # fmt: skip


# There are tens of thousands of results in some papers: tables are copied whole, not entry by entry.
def _with_number(result: dict[str, Any], number: int) -> dict[str, Any]:
    result["number"] = number
    return result


def _without_number(row: dict[str, Any]) -> dict[str, Any]:
    result = row.copy()
    del result["number"]
    return result


def _statement_row(statement: Statement) -> dict[str, Any]:
    row = statement.as_dict()
    claim = statement.claim
    return {name: row[name] for name in _KEPT} | {
        "sentence": statement.text[claim.sentence_start : claim.sentence_end]
    }


_KEPT = (
    "section", "section_kind", "sections", "paragraph", "place", "quote", "form", "lo", "hi", "unit", "metric",
    "metric_text", "change", "polarity", "bound", "statistic", "subject", "baseline", "hardware", "workload", "role",
    "confidence",
)  # fmt: skip
