"""Whole papers in, one JSON object a paper out: claims of the text, results of the tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import orjson

from claims.documents import read_document
from claims.documents.statements import statements
from claims.errors import ClaimsError
from claims.model import Reject
from claims.streams.parallel import ordered_map
from claims.tables.results import read_results


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A whole paper as a line of JSON.

    Attributes:
        data: The object and a line end; empty where the paper could not be read.
        claims: Number of claims and results in it.
        rejects: The paper, or those of its tables, that could not be read, with the reason.
    """

    data: bytes
    claims: int
    rejects: tuple[Reject, ...] = ()


def extract_documents(paths: Iterable[str | Path], *, jobs: int = 1) -> Iterator[DocumentLine]:
    """Yield one line for each whole paper, in the order of the paths.

    Args:
        paths: Files and folders for which :func:`claims.documents.is_document` is true.
        jobs: Number of worker processes.
    """
    for _, line in ordered_map(_line, map(str, paths), jobs=jobs):
        yield line


def _line(path: str) -> DocumentLine:
    try:
        document = read_document(path)
        claims = [statement.as_dict() for statement in statements(document)]
        results = [result.as_dict() for result in read_results(document)]
    except ClaimsError as error:
        return DocumentLine(b"", 0, (Reject(source=path, place="whole file", reason=str(error)),))
    except Exception as error:  # a paper that breaks the reading must not stop the others
        reason = f"reading failed: {type(error).__name__}: {error}"
        return DocumentLine(b"", 0, (Reject(source=path, place="whole file", reason=reason),))
    row = {"id": document.id, "file": path, "title": document.title, "claims": claims, "results": results}
    refused = tuple(
        Reject(source=path, place=f"{t.label}, {t.place}", reason=t.refused) for t in document.tables if t.refused
    )
    return DocumentLine(orjson.dumps(row) + b"\n", len(claims) + len(results), refused)
