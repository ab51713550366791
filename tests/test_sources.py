"""Formats by content, streams, and what is wrong with input."""

from __future__ import annotations

import gzip
import io
import json
import sys
import tarfile
import tempfile
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import source_files
import zstandard
from hypothesis import example, given, settings
from hypothesis import strategies as st

from claims.errors import ClaimsError
from claims.model import Paper, Reject
from claims.sources import FORMATS, detect_format, read_papers
from claims.sources.format import MAX_RECORD, Source
from claims.sources.records import paper_of

LONG = "A tiny cache sits in front of a very large model and answers what it has answered before. " * 4

DATED = f"""{LONG}

12 pages, 3 figures

arXiv:2506.00001v2 - doi: 10.1000/ABC.7
Created: 2025-06-11

{LONG}Again.

arXiv:cs/0112017
Created: 2001-12-09
"""

PROFILE = f"""8.0ARJun 29, 2022Code
Tiny Caches, Big Models: Hardware-Aware NASMina Park, Olaf Berg, Ines Roth et al. · some-lab
{LONG}
Who Needs Caches?Jean-Luc de la Tour
{LONG}Again.
"""

DAILY = f"""new

Subscribe

Daily Papers

byAK and the research community

Jan 12

Tiny Caches for Very Large Models

{LONG}

  • 7 authors
·
Jun 27, 2023

Smaller Caches

{LONG}Again.

some-lab Some Lab
·
Dec 2, 2025 2
"""

JSONL = json.dumps({"id": "a", "title": "Tiny Caches", "abstract": LONG}) + "\n"

SNAPSHOT = (
    json.dumps(
        {
            "id": "0704.0001",
            "title": "Tiny Caches\n  for Very Large Models",
            "abstract": "  A tiny cache\nis 2x faster.\n",
            "categories": "cs.AR cs.LG",
            "update_date": "2008-11-26",
            "doi": "10.1000/XYZ",
            "authors": "Mina Park and Olaf Berg",
            "authors_parsed": [["Park", "Mina", ""], ["Berg", "Olaf", "Jr."]],
            "versions": [
                {"version": "v1", "created": "Mon, 2 Apr 2007 19:18:42 GMT"},
                {"version": "v3", "created": "Tue, 24 Jul 2007 20:10:27 GMT"},
            ],
        }
    )
    + "\n"
)


def parquet(**columns: Any) -> bytes:
    sink = io.BytesIO()
    pq.write_table(pa.table(columns), sink)
    return sink.getvalue()


PARQUET = parquet(id=["a", "b"], abstract=[LONG, LONG + "Again."])

CONTENT = {
    "dated-abstracts": DATED.encode(),
    "profile": PROFILE.encode(),
    "daily-papers": DAILY.encode(),
    "jsonl": JSONL.encode(),
    "arxiv-snapshot": SNAPSHOT.encode(),
    "parquet": PARQUET,
    **source_files.CONTENT,
}


def refuse(reject: Reject) -> None:
    pytest.fail(str(reject))


def read(path: Path | str, format_name: str | None = None) -> tuple[list[Paper], list[Reject]]:
    rejects: list[Reject] = []
    return list(read_papers([path], format=format_name, on_reject=rejects.append)), rejects


def read_bytes(
    tmp_path: Path, data: bytes | str, format_name: str | None = None
) -> tuple[list[Paper], list[Reject]]:
    path = tmp_path / "input"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return read(path, format_name)


def problem(tmp_path: Path, data: bytes | str, format_name: str | None = None) -> str:
    with pytest.raises(ClaimsError) as caught:
        read_bytes(tmp_path, data, format_name)
    message = str(caught.value)
    assert "\n" not in message
    return message.replace(str(tmp_path), "")


def test_every_format_has_an_example_here() -> None:
    assert CONTENT.keys() == FORMATS.keys()


@pytest.mark.parametrize("name", CONTENT)
@pytest.mark.parametrize("file_name", ["x.parquet", "x.jsonl.gz", "x"])
def test_content_decides_the_format_whatever_the_name(tmp_path: Path, name: str, file_name: str) -> None:
    found = detect_format(CONTENT[name])
    assert found is not None
    assert found.name == name
    path = tmp_path / file_name
    path.write_bytes(CONTENT[name])
    papers, rejects = read(path)
    assert papers
    assert not rejects


@pytest.mark.parametrize("name", CONTENT)
@pytest.mark.parametrize("pack", [bytes, gzip.compress, zstandard.compress])
def test_compressed_and_piped_input_reads_like_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, pack: Any
) -> None:
    plain, _ = read_bytes(tmp_path, CONTENT[name])
    packed, _ = read_bytes(tmp_path, pack(CONTENT[name]))
    assert packed == plain
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(pack(CONTENT[name]))))
    piped, _ = read("-")
    assert [p.abstract for p in piped] == [p.abstract for p in plain]
    assert {p.source for p in piped} == {"-"}


def test_joined_gzip_members_and_a_byte_order_mark_are_read_through(tmp_path: Path) -> None:
    data = gzip.compress(b"\xef\xbb\xbf" + JSONL.encode()) + gzip.compress(JSONL.encode())
    papers, rejects = read_bytes(tmp_path, data)
    assert [p.place for p in papers] == ["line 1", "line 2"]
    assert not rejects


@pytest.mark.parametrize("name", ["dated-abstracts", "profile", "daily-papers", "jsonl"])
def test_byte_order_mark_and_windows_line_ends_change_nothing(tmp_path: Path, name: str) -> None:
    plain, _ = read_bytes(tmp_path, CONTENT[name])
    marked, rejects = read_bytes(tmp_path, b"\xef\xbb\xbf" + CONTENT[name].replace(b"\n", b"\r\n"))
    assert marked == plain
    assert not rejects


def test_reading_is_lazy(tmp_path: Path) -> None:
    path = tmp_path / "input"
    path.write_text(JSONL * 3 + "broken\n")
    rejects: list[Reject] = []
    papers = read_papers([path], on_reject=rejects.append)
    assert next(papers).place == "line 1"
    assert not rejects
    assert len(list(papers)) == 2
    assert [r.place for r in rejects] == ["line 4"]


def test_files_are_read_one_after_the_other(tmp_path: Path) -> None:
    (tmp_path / "one").write_text(JSONL)
    (tmp_path / "two").write_bytes(PARQUET)
    papers = list(read_papers([tmp_path / "two", tmp_path / "one"], on_reject=refuse))
    assert [(Path(p.source).name, p.place) for p in papers] == [
        ("two", "row 1"), ("two", "row 2"), ("one", "line 1"),
    ]  # fmt: skip


def test_abstract_and_its_offsets_stay_as_given(tmp_path: Path) -> None:
    abstract = "  Two\nlines,\ttabs, \u2028 and \U0001f680: 2x.  "
    papers, _ = read_bytes(tmp_path, json.dumps({"id": 7, "abstract": abstract, "claims": [1]}))
    assert papers[0].abstract == abstract
    assert papers[0].id == "7"


def test_jsonl_takes_the_fields_of_a_paper(tmp_path: Path) -> None:
    record = {
        "id": "arxiv:2506.00001v3", "title": " Tiny\n Caches ", "abstract": "See https://github.com/some-lab/tiny.",
        "date": "2025-06-11T00:00:00Z", "categories": "cs.AR, cs.LG",
        "authors": [{"name": "Mina Park"}, "Olaf Berg"],
        "doi": "https://doi.org/10.1000/ABC", "organization": "Some Lab",
    }  # fmt: skip
    papers, _ = read_bytes(tmp_path, json.dumps(record))
    assert papers == [
        Paper(
            id="arxiv:2506.00001v3", title="Tiny Caches", abstract="See https://github.com/some-lab/tiny.",
            date=date(2025, 6, 11), arxiv_id="2506.00001", version=3, doi="10.1000/abc",
            categories=("cs.AR", "cs.LG"), authors=("Mina Park", "Olaf Berg"), organization="Some Lab",
            code_url="https://github.com/some-lab/tiny", source=str(tmp_path / "input"), place="line 1",
        )
    ]  # fmt: skip


def test_record_without_id_gets_one_that_another_source_gives_too(tmp_path: Path) -> None:
    title = "Tiny Caches for Very Large Models"
    one, _ = read_bytes(tmp_path, json.dumps({"title": title, "abstract": "a"}))
    two, _ = read_bytes(tmp_path, parquet(title=[title.upper()], abstract=["b"]))
    assert one[0].id == two[0].id != ""


def test_arxiv_snapshot_gives_first_date_last_version_and_parsed_authors(tmp_path: Path) -> None:
    papers, _ = read_bytes(tmp_path, SNAPSHOT)
    assert papers == [
        Paper(
            id="0704.0001", title="Tiny Caches for Very Large Models",
            abstract="  A tiny cache\nis 2x faster.\n",
            date=date(2007, 4, 2), arxiv_id="0704.0001", version=3, doi="10.1000/xyz",
            categories=("cs.AR", "cs.LG"), authors=("Mina Park", "Olaf Berg Jr."),
            source=str(tmp_path / "input"), place="line 1",
        )
    ]  # fmt: skip


def test_parquet_reads_dates_lists_and_any_case_of_names(tmp_path: Path) -> None:
    data = parquet(
        Abstract=[LONG],
        Date=[date(2025, 6, 11)],
        categories=[["cs.AR"]],
        authors=["Mina Park, Olaf Berg"],
        other=[1],
    )
    papers, _ = read_bytes(tmp_path, data)
    assert papers[0].date == date(2025, 6, 11)
    assert papers[0].categories == ("cs.AR",)
    assert papers[0].authors == ("Mina Park", "Olaf Berg")


def test_parquet_is_read_in_slices_with_running_row_numbers(tmp_path: Path) -> None:
    papers, rejects = read_bytes(
        tmp_path, parquet(abstract=[str(i) if i % 1000 else None for i in range(1, 5001)])
    )
    assert len(papers) == 4995
    assert papers[-1].place == "row 4999"
    assert [r.place for r in rejects] == [f"row {i}" for i in range(1000, 5001, 1000)]


# What is wrong with a record: it is rejected, and the rest goes on.


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"id": "b", "abst', "broken JSON"),
        ("plain words", "broken JSON"),
        (b'{"id": "b", "abstract": "caf\xe9"}', "not UTF-8"),
        ('{"id": "b", "abstract": "\\ud800"}', "broken JSON"),
        ("null", "JSON, but no object"),
        ("[1, 2]", "JSON, but no object"),
        ('{"id": "b"}', "no abstract"),
        ('{"id": "b", "abstract": null}', "no abstract"),
        ('{"id": "b", "abstract": ""}', "empty abstract"),
        ('{"id": "b", "abstract": " \\n "}', "empty abstract"),
        ('{"id": "b", "abstract": 3.5}', "abstract is a number, not text"),
        ('{"id": "b", "abstract": ["x", 3]}', "abstract is a list, not text"),
        ('{"id": true, "abstract": "x"}', "id is true or false, not text"),
        ('{"id": 704.0001, "abstract": "x"}', "id is a number, not text"),
    ],
)
def test_broken_line_is_rejected_with_its_place_and_the_rest_goes_on(
    tmp_path: Path, line: str | bytes, reason: str
) -> None:
    raw = line.encode() if isinstance(line, str) else line
    papers, rejects = read_bytes(tmp_path, JSONL.encode() + b"\n" + raw + b"\n" + JSONL.encode())
    assert [p.place for p in papers] == ["line 1", "line 4"]
    (reject,) = rejects
    assert reject.place == "line 3"
    assert reject.reason.startswith(reason)
    assert reject.source == str(tmp_path / "input")
    assert reject.sample.startswith(raw.decode("utf-8", "replace")[:20])


def test_overlong_line_is_rejected_without_being_held(tmp_path: Path) -> None:
    long_line = b'{"id": "z", "abstract": "' + b"a" * (3 * MAX_RECORD + 5) + b'"}\n'
    for data in (JSONL.encode() + long_line + JSONL.encode(), long_line + JSONL.encode() * 2):
        papers, rejects = read_bytes(tmp_path, data)
        assert len(papers) == 2
        assert [r.reason for r in rejects] == ["record larger than 10 MB"]
        assert len(rejects[0].sample) <= 80


def test_sample_is_short_and_printable(tmp_path: Path) -> None:
    _, rejects = read_bytes(tmp_path, JSONL.encode() + b"\x1b[31m\0\xff" + b"y" * 500)
    assert len(rejects[0].sample) == 80
    assert rejects[0].sample.isprintable()


def test_row_groups_of_large_shared_and_small_texts_are_read_in_order(tmp_path: Path) -> None:
    words = "a word " * 30_000
    schema = pa.schema([("id", pa.string()), ("abstract", pa.string())])
    path = tmp_path / "papers.parquet"
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for number, texts in enumerate(
            [[f"{i} {words}" for i in range(90)], [words] * 90, ["2x faster"] * 90]
        ):
            ids = [f"{number}-{i}" for i in range(90)]
            writer.write_table(pa.table({"id": ids, "abstract": texts}, schema=schema))
    papers = [*read_papers([path], on_reject=lambda reject: pytest.fail(str(reject)))]
    assert [paper.id for paper in papers] == [f"{number}-{i}" for number in range(3) for i in range(90)]
    assert [len({id(paper.abstract) for paper in papers[i : i + 90]}) for i in (0, 90)] == [90, 1]


def test_a_title_without_end_is_cut(tmp_path: Path) -> None:
    path = tmp_path / "papers.jsonl"
    path.write_text(json.dumps({"title": "a title " * 10_000, "abstract": "It is 2x faster."}))
    [paper] = read_papers([path], on_reject=lambda reject: pytest.fail(str(reject)))
    assert paper.title == ("a title " * 1_250).strip()


def test_null_rows_and_bad_text_in_parquet_are_rejected(tmp_path: Path) -> None:
    bad = pa.array([b"fine", b"\xff\xfe", None, b""], pa.binary())
    for column in (bad, bad.view(pa.string())):
        papers, rejects = read_bytes(tmp_path, parquet(abstract=column))
        assert [p.abstract for p in papers] == ["fine"]
        assert [(r.place, r.reason) for r in rejects] == [
            ("row 2", "not UTF-8"), ("row 3", "no abstract"), ("row 4", "empty abstract"),
        ]  # fmt: skip


# What is wrong with a file: one clear line.


@pytest.mark.parametrize(
    "data",
    [b"", b"\n \n", b"\xef\xbb\xbf", gzip.compress(b"")],
    # Names of their own: gzip writes the time into the bytes.
    ids=["nothing", "white space", "byte order mark", "packed nothing"],
)
def test_empty_file(tmp_path: Path, data: bytes) -> None:
    assert problem(tmp_path, data) == "/input: is empty; nothing to read"


@pytest.mark.parametrize(
    "data",
    ["Just some words.\n\nAnd more of them.", b"\x02\0\0\0", '{\n "text": "x"\n}', "Title,Text\na,b\n"],
)
def test_file_of_no_format_tells_what_it_looks_like_and_the_remedy(tmp_path: Path, data: str | bytes) -> None:
    message = problem(tmp_path, data)
    assert any(remedy in message for remedy in ("--map", "--help", "JSON Lines"))


def test_binary_files_are_called_what_they_are(tmp_path: Path) -> None:
    assert "binary" in problem(tmp_path, b"\x02\0\0\0")
    assert "is a PDF" in problem(tmp_path, b"%PDF-1.7\n")


def test_missing_file_folder_and_unknown_format_are_told_before_anything_is_read(tmp_path: Path) -> None:
    (tmp_path / "good").write_text(JSONL)
    for path, message in [(tmp_path / "nowhere", "no such file"), (tmp_path, "is a folder")]:
        with pytest.raises(ClaimsError, match=message):
            read_papers([tmp_path / "good", path], on_reject=refuse)
    with pytest.raises(ClaimsError, match=r"no format named 'xls'.*jsonl"):
        read_papers([tmp_path / "good"], format="xls", on_reject=refuse)
    with pytest.raises(ClaimsError, match="cannot be opened"):
        read_papers(["a\0b"], on_reject=refuse)


def test_closed_standard_input_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(ClaimsError, match="standard input: is closed"):
        read("-")


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress])
def test_compressed_file_cut_short_gives_what_it_has_and_then_one_line(tmp_path: Path, pack: Any) -> None:
    packed = pack(
        "".join(json.dumps({"id": i, "abstract": str(i) * 50}) + "\n" for i in range(50_000)).encode()
    )
    path = tmp_path / "input"
    path.write_bytes(packed[: len(packed) * 9 // 10])
    papers = read_papers([path], on_reject=refuse)
    assert sum(1 for _ in zip(range(10_000), papers, strict=False)) == 10_000
    with pytest.raises(ClaimsError, match="input: damaged or cut short"):
        list(papers)


def test_parquet_without_abstract_names_its_columns(tmp_path: Path) -> None:
    assert "no column named abstract; its columns are text, n" in problem(
        tmp_path, parquet(text=["a"], n=[1])
    )


def test_damaged_parquet(tmp_path: Path) -> None:
    assert "damaged or no Parquet" in problem(tmp_path, PARQUET[:-20])
    assert "damaged or no Parquet" in problem(tmp_path, JSONL, "parquet")


def test_file_that_holds_no_paper_is_no_success(tmp_path: Path) -> None:
    message = problem(tmp_path, parquet(abstract=pa.array([], pa.string())))
    assert "read as parquet, but holds no paper" in message
    assert "holds no paper" in problem(tmp_path, "Just some words.", "daily-papers")


def test_format_option_overrides_the_content(tmp_path: Path) -> None:
    papers, _ = read_bytes(tmp_path, SNAPSHOT, "jsonl")
    assert papers[0].date == date(2008, 11, 26)  # of the last update: only the snapshot knows of versions
    assert papers[0].authors == ("Mina Park", "Olaf Berg")


pieces = st.sampled_from(
    [
        *CONTENT.values(),
        b"\xff",
        b"\n\n",
        b"\xc2\xb7\nJun 31, 2022\n",
        b"arXiv:\nCreated: \n",
        b"8.0ARMay 6\n",
        b"PAR1",
    ]
)


@given(
    data=st.binary() | st.lists(pieces | st.binary(max_size=40), max_size=6).map(b"".join),
    pack=st.sampled_from([bytes, gzip.compress, zstandard.compress]),
    cut=st.integers(0, 30),
    name=st.sampled_from([None, *FORMATS]),
)
@settings(max_examples=300, deadline=None)
@example(data=PARQUET, pack=bytes, cut=9, name=None)
def test_no_bytes_raise_anything_but_a_clear_error(
    data: bytes, pack: Any, cut: int, name: str | None
) -> None:
    packed = pack(data)
    stdin = io.TextIOWrapper(io.BytesIO(packed[: len(packed) - cut]))
    rejects: list[Reject] = []
    papers = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdin", stdin)
        try:
            papers = list(read_papers(["-"], format=name, on_reject=rejects.append))
        except ClaimsError as e:
            message = str(e)
        else:
            message = ""
    assert papers or rejects or message
    assert "\n" not in message
    assert all(p.abstract.strip() and p.id and p.place for p in papers)
    assert all(r.reason and len(r.sample) <= 80 and "\n" not in r.reason for r in rejects)


@pytest.mark.parametrize(
    ("year", "first_day"), [(2023, "2023-01-01"), ("2023", "2023-01-01"), (7, None), (True, None)]
)
def test_a_year_stands_in_for_a_missing_date(year: object, first_day: str | None) -> None:
    paper = paper_of({"abstract": "It is 2x faster.", "year": year}, source="x", place="line 1")
    assert (paper.date.isoformat() if paper.date else None) == first_day
    dated = paper_of({"abstract": "It is.", "date": "2022-03-04", "year": year}, source="x", place="line 1")
    assert str(dated.date) == "2022-03-04"


# Large and odd files: bounded, and told in one line.


def test_a_record_over_the_limit_is_broken_and_the_others_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("format", "parquet"):
        monkeypatch.setattr(f"claims.sources.{module}.MAX_RECORD", 1000)
    monkeypatch.setattr("claims.sources.MAX_RECORD", 1000)
    texts = [LONG[:200], "x" * 1001, "It is 2x faster."]
    lines = "".join(json.dumps({"id": str(i), "abstract": text}) + "\n" for i, text in enumerate(texts))
    shared = pa.array([0, 1, 2, 1], pa.int32())
    coded = parquet(abstract=pa.DictionaryArray.from_arrays(shared, pa.array(texts)))
    for data, broken in (
        (lines, ["line 2"]),
        (parquet(abstract=texts), ["row 2"]),
        (coded, ["row 2", "row 4"]),
    ):
        papers, rejects = read_bytes(tmp_path, data)
        assert [p.abstract for p in papers] == [texts[0], texts[2]]
        assert [(r.place, r.reason) for r in rejects] == [
            (place, "record larger than 10 MB") for place in broken
        ]


def test_a_value_that_stands_in_many_rows_is_held_once(tmp_path: Path) -> None:
    text = "It is 2x faster. " * 10_000
    data = parquet(
        abstract=pa.DictionaryArray.from_arrays(pa.array([0] * 5000, pa.int32()), pa.array([text]))
    )
    papers, _ = read_bytes(tmp_path, data)
    assert {p.abstract for p in papers} == {text}
    assert len({id(p.abstract) for p in papers}) <= 3


@pytest.mark.parametrize("blank", [b"\n", b"\r\n", b" \n\t\n"], ids=["lf", "crlf", "spaces"])
def test_blank_lines_count_and_take_no_time(tmp_path: Path, blank: bytes) -> None:
    many = 400_000 // len(blank)
    lines = many * blank.count(b"\n")
    record = b'{"abstract": "It is 2x faster."}\n'
    papers, _ = read_bytes(tmp_path, blank * many + record + blank * many + record)
    assert [p.place for p in papers] == [f"line {lines + 1}", f"line {2 * lines + 2}"]


def test_blank_lines_are_passed_over_many_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BufferedReader(io.BytesIO(b"a\n" + b"\n" * 1_000_000 + b"b\n"))
    assert len(list(Source("x", raw, refuse).raw_lines())) <= 3  # type: ignore[arg-type]


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_an_archive_is_never_taken_for_what_is_stored_in_it(tmp_path: Path, method: int) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        archive.writestr("papers.jsonl", JSONL)
    for name in (None, "jsonl"):
        assert [paper.id for paper in read_bytes(tmp_path, packed.getvalue(), name)[0]] == ["a"]
    tar = io.BytesIO()
    with tarfile.open(fileobj=tar, mode="w") as folder:
        member = tarfile.TarInfo("papers.jsonl")
        member.size = len(JSONL)
        folder.addfile(member, io.BytesIO(JSONL.encode()))
    for data in (tar.getvalue(), gzip.compress(tar.getvalue())):
        for name in (None, "jsonl"):
            assert [paper.id for paper in read_bytes(tmp_path, data, name)[0]] == ["a"]


@pytest.mark.parametrize("value", [{"text": "It is 2x faster."}, ["It is 2x faster."]])
def test_parquet_of_nested_abstracts_is_told(tmp_path: Path, value: object) -> None:
    assert "not text; convert it to text" in problem(tmp_path, parquet(abstract=[value, None]))


def test_parquet_of_numbers_has_broken_records(tmp_path: Path) -> None:
    papers, rejects = read_bytes(tmp_path, parquet(abstract=[1.5, None]))
    assert not papers
    assert [r.place for r in rejects] == ["row 1", "row 2"]


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (pa.Table.from_arrays([pa.array(["a"])] * 2, ["abstract"] * 2), "two columns named abstract"),
        (pa.table({"abstract": ["a"], "id": pa.nulls(1)}), ""),
        (pa.table({"abstract": ["a"], "Abstract": ["b"]}), ""),
        (pa.table({"abstract": pa.array(["a"], pa.large_string()), "date": ["soon"]}), ""),
        (pa.table({"abstract": pa.array([b"a"], pa.binary(1)), "title": [b"\x01"]}), ""),
    ],
)
def test_odd_parquet_is_read_or_told(tmp_path: Path, table: pa.Table, message: str) -> None:
    for version, page in (("1.0", "1.0"), ("2.6", "2.0")):
        sink = io.BytesIO()
        pq.write_table(table, sink, version=version, data_page_version=page)
        if message:
            assert message in problem(tmp_path, sink.getvalue())
        else:
            assert [p.abstract for p in read_bytes(tmp_path, sink.getvalue())[0]] == ["a"]


@pytest.mark.parametrize("unit", ["ms", "us", "ns"])
def test_a_timestamp_out_of_range_costs_its_record(tmp_path: Path, unit: str) -> None:
    times = pa.array([1_700_000_000_000_000_001, 2**62, None], pa.timestamp(unit, "UTC"))
    papers, rejects = read_bytes(tmp_path, parquet(abstract=["a", "b", "c"], date=times))
    if unit == "ns":
        assert [str(p.date) for p in papers] == ["2023-11-14", "2116-02-20", "None"]
    else:
        assert [p.abstract for p in papers] == ["c"]
        assert [(r.place, r.reason) for r in rejects] == [
            (f"row {row}", "date cannot be read: out of range") for row in (1, 2)
        ]


def outcome(folder: Path, data: bytes) -> tuple[str, list[Paper]]:
    """Return what is said of a file, and its papers: one of the two."""
    try:
        return "", read_bytes(folder, data)[0]
    except ClaimsError as error:
        return str(error), []


def test_a_changed_page_is_no_other_text_where_it_has_a_checksum(tmp_path: Path) -> None:
    sink = io.BytesIO()
    texts = [f"It is {i}x faster than the baseline, and {i} ms." for i in range(2, 300)]
    pq.write_table(
        pa.table({"abstract": texts}),
        sink,
        write_page_checksum=True,
        compression="none",
        use_dictionary=False,
    )
    data = sink.getvalue()
    end = data.rindex(b"299 ms.")
    for at in range(30, end, end // 40):
        flipped = bytearray(data)
        flipped[at] ^= 0x10
        said, papers = outcome(tmp_path, bytes(flipped))
        assert "damaged" in said or [p.abstract for p in papers] == texts


@given(st.data())
@settings(max_examples=150)
def test_a_flipped_bit_of_parquet_gives_one_line_at_most(data: st.DataObject) -> None:
    damaged = bytearray(PARQUET)
    for at in data.draw(st.lists(st.integers(0, 8 * len(PARQUET) - 1), min_size=1, max_size=3)):
        damaged[at // 8] ^= 1 << at % 8
    with tempfile.TemporaryDirectory() as folder:
        said, _ = outcome(Path(folder), bytes(damaged))
    assert said.isprintable()
