"""Small files that unpack to much, and large ones of nothing: bounded memory, and time in proportion to the file."""

from __future__ import annotations

import gzip
import subprocess
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.process import COMMAND, measured
from benchmarks.torture import Effort, Outcome, Part
from benchmarks.torture.growth import seconds
from claims.model import Paper
from claims.sources.identity import PaperIndex

MOST_MEMORY = 1_000
"""MB of all processes of a command together."""
MOST_SECONDS = 120
"""Processor time: a waiting machine does not count."""
_LINE = b'{"id": "%d", "abstract": "Larch is 2.4x faster than Birch."}\n'
_TEXT = "Larch is 2.4x faster than Birch. "
_TITLE = "Tiny Caches for Very Large Models"
_PIECE = 10_000_000


def _newlines(path: Path, effort: Effort) -> None:
    with path.open("wb") as file:
        file.write(_LINE % 1)
        for _ in range(effort.share(100)):
            file.write(b"\n" * _PIECE)
        file.write(_LINE % 2)


def _one_long_line(path: Path, effort: Effort) -> None:
    with gzip.open(path, "wb", compresslevel=1) as file:
        file.write(b'{"abstract": "')
        for _ in range(effort.share(100)):
            file.write(b"5x, " * (_PIECE // 4))
        file.write(b'"}\n' + _LINE % 2)


def _one_text(path: Path, effort: Effort) -> None:
    """A text of 1 MB, written once, that stands in each of 100,000 rows."""
    rows = effort.share(100_000)
    text = pa.array([_TEXT + "a word and " * 90_000])
    coded = pa.DictionaryArray.from_arrays(pa.array([0] * rows, pa.int32()), text)
    pq.write_table(pa.table({"id": [str(i) for i in range(rows)], "abstract": coded}), path)


def _large_rows(path: Path, effort: Effort) -> None:
    """Rows of 1 MB, no two the same, which take next to nothing while they are packed."""
    schema = pa.schema([("id", pa.string()), ("abstract", pa.string())])
    with pq.ParquetWriter(path, schema, use_dictionary=False, compression="zstd") as writer:
        for start in range(0, effort.share(600), 100):
            texts = [f"{number} " + "a word " * 140_000 for number in range(start, start + 100)]
            ids = [str(number) for number in range(start, start + 100)]
            writer.write_table(pa.table({"id": ids, "abstract": texts}, schema=schema))


def _shared_names(path: Path, effort: Effort) -> None:
    """Rows with 20,000 authors each, all of one name, which is written once."""
    rows = effort.share(2_000)
    authors = pa.array([["Jane Doe"] * 20_000] * rows)
    pq.write_table(pa.table({"abstract": [_TEXT] * rows, "authors": authors}), path, compression="zstd")


def _one_title(path: Path, effort: Effort) -> None:
    """A title of 1 MB, written once, that stands in each of 100,000 rows."""
    rows = effort.share(100_000)
    coded = pa.DictionaryArray.from_arrays(pa.array([0] * rows, pa.int32()), pa.array(["a title " * 120_000]))
    pq.write_table(pa.table({"abstract": [f"{i} {_TEXT}" for i in range(rows)], "title": coded}), path)


def _one_value(path: Path, effort: Effort) -> None:
    table = pa.table({"abstract": [_TEXT, "x" * effort.share(1_500_000_000), _TEXT]})
    pq.write_table(table, path, compression="zstd")


def _one_value_of_json(path: Path, effort: Effort) -> None:
    with gzip.open(path, "wb", compresslevel=1) as file:
        file.write(b'[{"abstract": "' + _TEXT.encode() + b'"}, {"authors": ["')
        for _ in range(effort.share(100)):
            file.write(b'word", "' * (_PIECE // 8))
        file.write(b'"]}]')


def _one_element(path: Path, effort: Effort) -> None:
    with gzip.open(path, "wb", compresslevel=1) as file:
        file.write(b'<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><entry>')
        file.write(f"<id>http://arxiv.org/abs/2401.00001</id><summary>{_TEXT}</summary>".encode())
        for _ in range(effort.share(100)):
            file.write(b"<author><name>Jane Doe</name></author>" * (_PIECE // 38))
        file.write(b"</entry></feed>")


def _one_reference(path: Path, effort: Effort) -> None:
    with gzip.open(path, "wb", compresslevel=1) as file:
        file.write(f"@article{{a, abstract = {{{_TEXT}}}, note = {{".encode())
        for _ in range(effort.share(100)):
            file.write(b"a word and another " * (_PIECE // 19))
        file.write(b"}}")


def _wide_rows(path: Path, effort: Effort) -> None:
    """A table of text whose rows are larger than a record may be, every other one."""
    with gzip.open(path, "wb", compresslevel=1) as file:
        file.write(b"id,title,abstract\n")
        for number in range(effort.share(200)):
            file.write(b'%d,T,"' % number + b"a word and " * 1_100_000 + f'"\n{number},T,{_TEXT}\n'.encode())


def _long_name(path: Path, effort: Effort) -> None:
    """A tar archive in which what is said of a file takes a gigabyte."""
    about = tarfile.TarInfo("about")
    about.type, about.size = tarfile.XHDTYPE, effort.share(100) * _PIECE
    with gzip.open(path, "wb", compresslevel=1) as file:
        file.write(about.tobuf(tarfile.GNU_FORMAT) + b"%d a=" % about.size)
        for _ in range(effort.share(100)):
            file.write(b"A" * _PIECE)


def _aliases(path: Path, effort: Effort) -> None:
    """YAML of a few lines that names more parts than memory holds."""
    lines = [f"  k{n}: &k{n} [{', '.join([f'*k{n - 1}'] * 9)}]" for n in range(1, 30)]
    path.write_text(
        "\n".join(
            ["references:", "- id: a", "  k0: &k0 [x]", *lines, f"  abstract: {_TEXT}", "  title: *k29\n"]
        )
    )


def _nested(path: Path, effort: Effort) -> None:
    path.write_text(f"references:\n- id: {'[' * effort.share(1_000_000)}\n")


BOMBS: dict[str, Callable[[Path, Effort], None]] = {
    "a record, and a gigabyte of newlines": _newlines,
    "a line of a gigabyte, packed": _one_long_line,
    "one text of a megabyte in 100,000 rows": _one_text,
    "one title of a megabyte in 100,000 rows": _one_title,
    "rows with 20,000 authors, packed": _shared_names,
    "rows of a megabyte, packed": _large_rows,
    "a value of 1.5 gigabytes, packed": _one_value,
    "a record of JSON of a gigabyte, packed": _one_value_of_json,
    "an entry of a feed of a gigabyte, packed": _one_element,
    "a reference of BibTeX of a gigabyte, packed": _one_reference,
    "rows of CSV that are too large, packed": _wide_rows,
    "a name in a tar archive of a gigabyte, packed": _long_name,
    "YAML with aliases of aliases": _aliases,
    "YAML that is a million lists deep": _nested,
}
"""What writes a bomb, by its name."""


def _explode(path: Path, command: str) -> tuple[str | None, str]:
    """Return what is wrong with how a command takes a file, or None, and what it took."""
    output = path.with_suffix(".out")
    last = ["-o", str(output)] if command == "extract" else ["--db", str(output)]
    try:
        usage = measured([*COMMAND, command, str(path), "-j", "1", *last], fine=(0, 1, 2))
    except subprocess.CalledProcessError as error:
        return f"status {error.returncode}: {str(error.stderr)[-200:]!r}", ""
    output.unlink(missing_ok=True)
    took = f"{usage.peak:,.0f} MB, {usage.cpu:,.0f} s"
    return (took if usage.peak > MOST_MEMORY or usage.cpu > MOST_SECONDS else None), took


AGREEING: dict[str, Callable[[int], Paper]] = {
    "one title, other authors": lambda n: Paper(
        id=f"{n}", title=_TITLE, abstract="-", authors=(f"Mina P{n}",)
    ),
    "one title, other arXiv ids": lambda n: Paper(id=f"{n}", title=_TITLE, abstract="-", arxiv_id=f"{n}"),
    "one id, other titles": lambda n: Paper(id="none", title=f"{_TITLE} {n}", abstract="-", source="x"),
    "one arXiv id, other titles": lambda n: Paper(
        id=f"{n}", title=f"{_TITLE} {n}", abstract="-", arxiv_id="1"
    ),
}
"""Records that agree in one thing and in nothing else."""


def _run(effort: Effort) -> Iterator[Outcome]:
    for name, write in BOMBS.items():
        path = effort.folder / "bomb"
        write(path, effort)
        ends = [_explode(path, command) for command in ("extract", "run")]
        note = "; ".join(took for _, took in ends)
        yield Outcome(name, len(ends), [wrong for wrong, _ in ends if wrong], note)
    for name, make in AGREEING.items():
        index = PaperIndex()
        number = effort.share(100_000)
        took = seconds(lambda _: [index.resolve(make(n)) for n in range(number)], "")  # noqa: B023
        wrong = [f"{took:.0f} s"] if took > MOST_SECONDS / 4 else []
        yield Outcome(f"papers with {name}", number, wrong, f"{took:.1f} s")


PART = Part("bombs", "memory is bounded, and time in proportion to what is read", _run)
