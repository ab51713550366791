"""Extraction over streams of papers: batches go out to the workers, claims come back in input order.

Three shapes of result, because what crosses from a worker to its parent is paid for twice: Python
objects (:func:`extract_papers`), finished JSON lines (:func:`extract_lines`) and Arrow batches
(:func:`extract_columns`). All three give the same claims for any number of jobs. The latter two can keep
their finished batches in a journal, and go on from there when they were interrupted.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import orjson

from claims.errors import ClaimsError, expect
from claims.model import CLAIM_FIELDS, Claim, Paper, Reject
from claims.pipeline import abreast, read_text
from claims.streams.parallel import ordered_map

if TYPE_CHECKING:
    import pyarrow as pa

    from claims.files.journal import Journal

BATCH_PAPERS = 1024
"""Papers in one batch, at most."""

BATCH_CHARACTERS = 4_000_000
"""Characters in one batch, at most (or a single paper)."""

_NAME_CHARACTERS = 64
"""As what an author counts: a name takes about as much memory."""

Text = tuple[str, str]
"""Abstract and title: all that a worker needs of a paper."""

_AGAIN = b"again"
_LARGE = 100_000

OnReject = Callable[[Reject], None]


def batches(papers: Iterable[Paper], *, size: int | None = None) -> Iterator[list[Paper]]:
    """Cut a stream into lists of at most ``size`` papers (:data:`BATCH_PAPERS` without) and about 4 million characters.

    Authors and titles count, too; a text that a source holds once for many papers counts once.
    """
    size = size or BATCH_PAPERS
    batch: list[Paper] = []
    characters = 0
    for paper in papers:
        if not batch or paper.abstract is not batch[-1].abstract:
            characters += len(paper.abstract)
        characters += len(paper.title) + _NAME_CHARACTERS * len(paper.authors)
        batch.append(paper)
        if len(batch) >= size or characters >= BATCH_CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


def extract_papers(
    papers: Iterable[Paper],
    *,
    jobs: int = 1,
    batch_size: int = BATCH_PAPERS,
    on_reject: OnReject | None = None,
) -> Iterator[tuple[Paper, list[Claim]]]:
    """Give each paper with its claims, in input order, whatever the number of jobs.

    The stream may be endless: a bounded number of papers is held at a time. With ``jobs`` above 1 the
    calling script needs the usual ``if __name__ == "__main__":`` guard of Python's multiprocessing.

    Args:
        papers: Taken lazily.
        jobs: Number of worker processes; 1 works in this one.
        batch_size: Papers that go to a worker at once.
        on_reject: Gets each paper whose extraction failed, with the reason; it is left out of the
            result and the others go on. Without it the first such paper stops the stream.

    Returns:
        A stream of papers, each with its claims ordered by offset.

    Raises:
        ClaimsError: A worker died, or a paper failed and ``on_reject`` is not given.
        TypeError: It is no stream of papers, or ``jobs`` or ``batch_size`` is no number.
    """
    if isinstance(papers, (str, bytes)) or not isinstance(papers, Iterable):
        raise TypeError(f"extract_papers takes a stream of claims.Paper, not {type(papers).__name__}")
    expect("extract_papers", "a number as jobs", jobs, int)
    expect("extract_papers", "a number as batch_size", batch_size, int)
    return _extracted(_checked(papers), jobs, batch_size, on_reject)


def _checked(papers: Iterable[Paper]) -> Iterator[Paper]:
    for paper in papers:
        if not isinstance(paper, Paper):
            raise TypeError(f"extract_papers takes claims.Paper, not {type(paper).__name__}")
        if not isinstance(paper.abstract, str):
            raise TypeError(
                f"paper {paper.id!r}: the abstract is a text, not {type(paper.abstract).__name__}"
            )
        yield paper


def _extracted(
    papers: Iterable[Paper], jobs: int, batch_size: int, on_reject: OnReject | None
) -> Iterator[tuple[Paper, list[Claim]]]:
    for batch, rows in ordered_map(_rows_of, _with_texts(batches(papers, size=batch_size)), jobs=jobs):
        for paper, found in zip(batch.papers, rows, strict=True):
            if isinstance(found, str):
                _reject(paper, found, on_reject)
                continue
            yield paper, [_claim_of(row, paper.abstract) for row in found]


def _claim_of(row: Sequence[Any], abstract: str) -> Claim:
    fields = dict(zip(CLAIM_FIELDS, row, strict=True))
    return Claim(**fields, sentence=abstract[fields["sentence_start"] : fields["sentence_end"]].rstrip())


@dataclass(frozen=True, slots=True)
class Lines:
    """JSON lines of one batch.

    Attributes:
        data: ``{"id": ..., "claims": [...]}`` and a line end for each paper.
        papers: Number of papers.
        claims: Number of claims.
    """

    data: bytes
    papers: int
    claims: int


def extract_lines(
    papers: Iterable[Paper],
    *,
    jobs: int = 1,
    on_reject: OnReject | None = None,
    journal: Journal | None = None,
) -> Iterator[Lines]:
    """Like :func:`extract_papers`, but yield finished JSON lines, batch by batch.

    Args:
        papers: Taken lazily.
        jobs: Number of worker processes.
        on_reject: Gets each paper whose extraction failed.
        journal: Keeps finished batches, and gives those of an earlier call that was interrupted.
    """
    for batch, result in _through_journal(_lines_of, batches(papers), jobs, journal):
        head, _, data = result.partition(b"\n")
        claims, failures = orjson.loads(head)
        for index, reason in failures:
            _reject(batch.papers[index], reason, on_reject)
        yield Lines(data, len(batch.papers) - len(failures), claims)


@dataclass(frozen=True, slots=True)
class Columns:
    """Claims of one batch as Arrow columns.

    Attributes:
        papers: The papers of the batch.
        claims: ``paper`` (index into ``papers``) and the fields of each claim.
        failed: Indices of the papers whose extraction failed.
    """

    papers: Sequence[Paper]
    claims: pa.RecordBatch
    failed: frozenset[int]


def extract_columns(
    chunks: Iterable[Sequence[Paper]],
    *,
    jobs: int = 1,
    on_reject: OnReject | None = None,
    journal: Journal | None = None,
) -> Iterator[Columns]:
    """Like :func:`extract_lines`, for papers that come in batches and leave as Arrow columns."""
    import pyarrow as pa  # noqa: PLC0415 - only this shape needs it

    for batch, result in _through_journal(_columns_of, chunks, jobs, journal):
        with pa.ipc.open_stream(result) as stream:
            claims = stream.read_next_batch()
            failures = orjson.loads(stream.schema.metadata[b"failures"])
        for index, reason in failures:
            _reject(batch.papers[index], reason, on_reject)
        yield Columns(batch.papers, claims, frozenset(index for index, _ in failures))


class _Batch:
    """Papers of which only id, abstract and title are pickled: a worker has no use for the rest."""

    __slots__ = ("digest", "ids", "papers", "texts")

    def __init__(self, papers: Sequence[Paper]) -> None:
        self.papers = papers
        self.ids = [paper.id for paper in papers]
        self.texts: list[Text] = [(paper.abstract, paper.title) for paper in papers]
        self.digest = b""

    def identify(self) -> bytes:
        """Set and return what the batch is recognised by: a hash of what decides its result, besides the rules."""
        # Version 2 knows no references between values: the bytes depend on nothing but the texts.
        digest = blake2b(marshal.dumps(self.ids, 2), digest_size=16)
        before = None
        for text in self.texts:
            digest.update(_AGAIN if text == before else marshal.dumps(text, 2))
            before = text
        self.digest = digest.digest()
        return self.digest

    def __getstate__(self) -> tuple[list[str], list[Text]]:
        return self.ids, self.texts

    def __setstate__(self, state: tuple[list[str], list[Text]]) -> None:
        self.papers = ()
        self.ids, self.texts = state


def _with_texts(chunks: Iterable[Sequence[Paper]]) -> Iterator[_Batch]:
    return map(_Batch, chunks)


def _through_journal(
    work: Callable[[_Batch], bytes],
    chunks: Iterable[Sequence[Paper]],
    jobs: int,
    journal: Journal | None,
) -> Iterator[tuple[_Batch, bytes]]:
    if journal is None:
        yield from ordered_map(work, _with_texts(chunks), jobs=jobs)
        return

    def known(batch: _Batch) -> bytes | None:
        return journal.get(batch.identify())

    for batch, result in ordered_map(work, _with_texts(_readable(chunks, journal)), jobs=jobs, known=known):
        journal.put(batch.digest, result)
        yield batch, result


def _readable(chunks: Iterable[Sequence[Paper]], journal: Journal) -> Iterator[Sequence[Paper]]:
    """Keep nothing for later where the input is at fault: the same command would fail again."""
    try:
        yield from chunks
    except ClaimsError:
        journal.discard()
        raise


def claims_or_reasons(texts: Sequence[Text]) -> Iterator[list[Claim] | str]:
    """Yield the claims of each text, or why they could not be found: one bad paper must not stop the rest."""
    for start in range(0, len(texts), BATCH_PAPERS):
        some = texts[start : start + BATCH_PAPERS]
        different = dict.fromkeys(some)
        if len(different) == len(some):
            yield from _read(some)
            continue
        large = [text for text in different if len(text[0]) > _LARGE]
        small = [text for text in different if len(text[0]) <= _LARGE]
        found = dict(zip(small, _read(small), strict=True)) | {text: _large(text) for text in large}
        yield from map(found.__getitem__, some)


@lru_cache(maxsize=1)  # a text that many papers have goes on in the next batch
def _large(text: Text) -> list[Claim] | str:
    return _read([text])[0]


def _read(texts: Sequence[Text]) -> list[list[Claim] | str]:
    read = abreast(read_text(text, title) for text, title in texts)
    return [_failure(each) if isinstance(each, Exception) else each for each in read]


def _failure(error: Exception) -> str:
    return f"extraction failed: {type(error).__name__}: {error}".splitlines()[0]


def _rows_of(batch: _Batch) -> list[list[tuple[Any, ...]] | str]:
    rows: list[list[tuple[Any, ...]] | str] = []
    for found in claims_or_reasons(batch.texts):
        if isinstance(found, str):
            rows.append(found)
        else:
            # A tuple pickles several times faster than a dataclass.
            rows.append([tuple(getattr(claim, name) for name in CLAIM_FIELDS) for claim in found])
    return rows


def _lines_of(batch: _Batch) -> bytes:
    """Return a line with the number of claims and the failures, and then the lines of the papers."""
    lines: list[bytes] = []
    claims = 0
    failures: list[tuple[int, str]] = []
    for index, (id_, found) in enumerate(zip(batch.ids, claims_or_reasons(batch.texts), strict=True)):
        if isinstance(found, str):
            failures.append((index, found))
            continue
        claims += len(found)
        lines.append(
            orjson.dumps(
                {"id": id_, "claims": [claim.as_dict() for claim in found]}, option=orjson.OPT_APPEND_NEWLINE
            )
        )
    head = orjson.dumps((claims, failures), option=orjson.OPT_APPEND_NEWLINE)
    return b"".join((head, *lines))


def _columns_of(batch: _Batch) -> bytes:
    """Return the claims as an Arrow stream of one batch, the failures in the metadata of its schema."""
    import pyarrow as pa  # noqa: PLC0415 - only this shape needs it

    from claims.streams.columns import claims_batch  # noqa: PLC0415

    owners: list[int] = []
    claims: list[Claim] = []
    failures: list[tuple[int, str]] = []
    for index, found in enumerate(claims_or_reasons(batch.texts)):
        if isinstance(found, str):
            failures.append((index, found))
            continue
        owners.extend([index] * len(found))
        claims.extend(found)
    columns = claims_batch(owners, claims, owner=pa.field("paper", pa.int32()))
    columns = columns.replace_schema_metadata({"failures": orjson.dumps(failures)})
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, columns.schema) as stream:
        stream.write_batch(columns)
    result: bytes = sink.getvalue().to_pybytes()
    return result


def _reject(paper: Paper, reason: str, on_reject: OnReject | None) -> None:
    if on_reject is None:
        raise ClaimsError(f"{paper.source}: {paper.place}: {paper.id}: {reason}")
    on_reject(Reject(source=paper.source, place=paper.place, reason=reason, sample=paper.abstract[:200]))
