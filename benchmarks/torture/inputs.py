"""Files that are not what they should be: each is read, or told in one line, and leaves nothing behind."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import random
import signal
import sys
import tarfile
import traceback
import zipfile
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.torture import Effort, Outcome, Part
from claims.cli import main
from claims.errors import ClaimsError
from claims.pipeline import extract
from claims.sources import read_papers

FLIPS = 400
_SECONDS = 120
_TEXT = "We present Larch. It is 2.4x faster than Birch on an A100 and needs 17 ms."
_LINE = b'{"id": "a", "title": "Larch", "abstract": "It is 2.4x faster than Birch."}\n'


def parquet(table: pa.Table, **options: Any) -> bytes:
    """Return a table as a file of Parquet."""
    sink = io.BytesIO()
    pq.write_table(table, sink, **options)
    return sink.getvalue()


def _texts(number: int = 300) -> pa.Table:
    return pa.table(
        {
            "id": [str(i) for i in range(number)],
            "abstract": [f"It is {i}x faster, {i}." for i in range(number)],
        }
    )


def _zipped(method: int) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        archive.writestr("papers.jsonl", _LINE)
    return packed.getvalue()


def _tarred() -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        member = tarfile.TarInfo("papers.jsonl")
        member.size = len(_LINE)
        archive.addfile(member, io.BytesIO(_LINE))
    return packed.getvalue()


def _one(**columns: Any) -> bytes:
    return parquet(pa.table({"abstract": [_TEXT], **columns}))


def _headed(kind: bytes, size: int) -> bytes:
    """Return a tar archive whose first header is of a kind, and says that so many bytes follow it."""
    member = tarfile.TarInfo("papers.jsonl")
    member.type, member.size = kind, size
    return member.tobuf(tarfile.GNU_FORMAT) + b"A" * min(size, 2_000_000)


def _yaml(rest: str) -> bytes:
    return f"references:\n- id: a\n  abstract: It is 2x faster.\n{rest}".encode()


BAD: dict[str, bytes] = {
    "nothing": b"",
    "white space": b" \n\t\r\n" * 200_000,
    "NUL bytes": b"\0" * 1000,
    "binary data": bytes(range(256)) * 40,
    "UTF-16": _LINE.decode().encode("utf-16"),
    "Latin-1": '{"abstract": "3 µs, 2x faster"}\n'.encode("latin-1"),
    "byte order marks": b"\xef\xbb\xbf" * 3 + _LINE,
    "half a record": _LINE + _LINE[:40],
    "an array of records": b"[" + _LINE.strip() + b"]",
    "records without text": b'{"abstract": null}\n{"abstract": 5}\n{"abstract": ["x"]}\n{}\n[]\n5\n"x"\n',
    "deep JSON": b'{"abstract": ' + b"[" * 100_000 + b"\n" + _LINE,
    "a number of 10,000 digits": b'{"abstract": "2x faster", "id": ' + b"9" * 10_000 + b"}\n",
    "a year of 10,000 digits": b'{"abstract": "2x faster", "year": "' + b"9" * 10_000 + b'"}\n',
    "half a surrogate pair": b'{"abstract": "2x \\ud800 faster"}\n' + _LINE,
    "a key twice": b'{"abstract": "3x faster", "abstract": "2x faster"}\n',
    "control characters": b'{"id": "\\u001b[2J", "abstract": "\\u001b]52;c;x\\u0007 2x faster"}\n',
    "blank lines first": b"\n" * 3_000_000 + _LINE,
    "a stored zip archive": _zipped(zipfile.ZIP_STORED),
    "a zip archive": _zipped(zipfile.ZIP_DEFLATED),
    "a tar archive": _tarred(),
    "a compressed tar archive": gzip.compress(_tarred(), mtime=0),
    "a tar archive with a long name": _headed(tarfile.GNUTYPE_LONGNAME, 2_000_000),
    "a tar archive that says much of a file": _headed(tarfile.XHDTYPE, 1 << 40),
    "a tar archive with a file of holes": _headed(tarfile.GNUTYPE_SPARSE, 512),
    "a compressed tar archive cut short": gzip.compress(_tarred(), mtime=0)[:-40],
    "YAML with aliases of aliases": _yaml("".join(
        f"  k{n}: &k{n} [{', '.join([f'*k{n - 1}'] * 9 if n else ['x'])}]\n" for n in range(30)) + "  author: *k29\n"),
    "YAML that names itself": _yaml("  author: &a [*a]\n"),
    "YAML that is deep": _yaml(f"  title: {'[' * 200_000}\n"),
    "YAML with a list as a key": _yaml("  ? [a, b]\n  : c\n"),
    "YAML that names a function": _yaml("  title: !!python/object/apply:os.system [ls]\n"),
    "bzip2": bz2.compress(_LINE),
    "xz": lzma.compress(_LINE),
    "gzip of gzip": gzip.compress(gzip.compress(_LINE, mtime=0), mtime=0),
    "gzip of nothing": gzip.compress(b"", mtime=0),
    "gzip cut short": gzip.compress(_LINE * 5000, mtime=0)[:-200],
    "gzip with something after it": gzip.compress(_LINE, mtime=0) + b"more",
    "two files of gzip in one": gzip.compress(_LINE, mtime=0) * 2,
    "zstd cut short": pa.compress(_LINE * 5000, "zstd", asbytes=True)[:-9],
    "the beginning of gzip": b"\x1f\x8b",
    "a PDF": b"%PDF-1.7\n" + _LINE,
    "HTML": b"<!doctype html><p>It is 2x faster.</p>",
    "Parquet cut short": parquet(_texts())[:-50],
    "Parquet without its beginning": parquet(_texts())[50:],
    "Parquet of nothing": parquet(_texts(0)),
    "Parquet without abstracts": parquet(pa.table({"text": [_TEXT]})),
    "Parquet with nested abstracts": parquet(pa.table({"abstract": [{"text": _TEXT}]})),
    "Parquet with lists of abstracts": parquet(pa.table({"abstract": [[_TEXT]]})),
    "Parquet with a map": parquet(pa.table({"abstract": pa.array([[("a", "b")]], pa.map_(pa.string(), pa.string()))})),
    "Parquet with abstracts twice": parquet(pa.Table.from_arrays([pa.array([_TEXT])] * 2, ["abstract"] * 2)),
    "Parquet with numbers": parquet(pa.table({"abstract": [1.5]})),
    "Parquet with nulls": parquet(pa.table({"abstract": pa.nulls(3)})),
    "Parquet with bytes": parquet(pa.table({"abstract": [b"2x faster", b"\xff\xfe"]})),
    "Parquet with a BLOB and a decimal": _one(id=[b"\xff"], title=pa.array([1]).cast(pa.decimal128(20))),
    "Parquet with times out of range": _one(date=pa.array([2**62], pa.timestamp("us"))),
    "Parquet with days out of range": _one(date=pa.array([2**31 - 1], pa.int32()).cast(pa.date32())),
    "Parquet with a zone nobody knows": _one(date=pa.array([0], pa.timestamp("us", "Foo/Bar"))),
    "Parquet of version 1": parquet(_texts(), version="1.0"),
    "Parquet with pages of version 2": parquet(_texts(), data_page_version="2.0", compression="brotli"),
    "Parquet in small row groups": parquet(_texts(), row_group_size=1),
}  # fmt: skip
"""Contents of files that are not what they should be, by what is odd about them."""


def _status_of(arguments: list[str], errors: Path) -> int:
    """Run ``claims`` in a fork of this process, which has loaded everything; end it where it takes too long."""
    child = os.fork()
    if child == 0:
        try:
            os.dup2(os.open(os.devnull, os.O_RDWR), 0)
            os.dup2(0, 1)
            os.dup2(os.open(errors, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 2)
            signal.alarm(_SECONDS)
            status = main(arguments)
            sys.stderr.flush()
        except BaseException:
            traceback.print_exc()
            status = 70
        os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _problem(path: Path, errors: Path) -> str | None:
    """Return what is wrong with how ``claims extract`` takes a file, or None."""
    output = path.with_suffix(".out")
    status = _status_of(["extract", str(path), "-o", str(output), "-j", "1"], errors)
    said = errors.read_text("utf-8", "replace")
    left = {each.name for each in path.parent.iterdir()} - {path.name, output.name}
    output.unlink(missing_ok=True)
    if status not in {0, 1, 2}:
        return f"status {status}: {said[-200:]!r}"
    lines = said.splitlines()
    # What has no abstract and what is broken are told apart.
    if len(lines) > 2 or not all(line.startswith("claims: ") for line in lines):
        return f"more than a line for each thing: {said[-200:]!r}"
    if status and not lines:
        return "no line that tells"
    return f"left behind: {', '.join(sorted(left))}" if left else None


def _check(folder: Path, contents: Iterator[tuple[str, bytes]], what: str) -> Outcome:
    found, tried = [], 0
    path, errors = folder / "files" / "input", folder / "errors"
    path.parent.mkdir(exist_ok=True)
    for name, data in contents:
        tried += 1
        path.write_bytes(data)
        if problem := _problem(path, errors):
            found.append(f"{name}: {problem}")
    return Outcome(what, tried, found)


def _flipped(data: bytes, draw: random.Random) -> Iterator[tuple[str, bytes]]:
    while True:
        at = draw.randrange(8 * len(data))
        damaged = bytearray(data)
        damaged[at // 8] ^= 1 << at % 8
        yield f"bit {at}", bytes(damaged)


def other_text(number: int, draw: random.Random, read: Callable[[bytes], list[str] | None]) -> list[str]:
    """Flip bits in the pages of Parquet with checksums, and return where other text came out without a word."""
    data = parquet(_texts(), write_page_checksum=True, compression="none", use_dictionary=False)
    right = _texts()["abstract"].to_pylist()
    # The pages stand before the footer, whose length is its last word but one.
    pages = len(data) - 8 - int.from_bytes(data[-8:-4], "little")
    flips = islice(_flipped(data[:pages], draw), number)
    results = ((name, read(flipped + data[pages:])) for name, flipped in flips)
    return [name for name, texts in results if texts is not None and texts != right]


def _read(data: bytes, path: Path) -> list[str] | None:
    path.write_bytes(data)
    broken: list[object] = []
    try:
        texts = [paper.abstract for paper in read_papers([path], on_reject=broken.append)]
    except ClaimsError:
        return None
    return None if broken else texts


def _run(effort: Effort) -> Iterator[Outcome]:
    extract(_TEXT)  # loads what the forks would load one by one
    yield _check(effort.folder, iter(BAD.items()), "files that are not what they should be")
    draw = random.Random(effort.seed)
    data = parquet(_texts())
    flips = islice(_flipped(data, draw), effort.share(60))
    yield _check(effort.folder, flips, "Parquet with a flipped bit")
    number = effort.share(FLIPS)
    found = other_text(number, draw, lambda flipped: _read(flipped, effort.folder / "flipped"))
    yield Outcome("pages with checksums and a flipped bit: no other text", number, found)


PART = Part("inputs", "odd files are read, or told in one line, and leave nothing behind", _run)
