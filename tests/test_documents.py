"""Whole papers: each format gives the same document, and hostile ones do no harm."""

from __future__ import annotations

import io
import itertools
import json
import tarfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from claims.documents import is_document, read_document
from claims.documents.formats import read_document_bytes
from claims.documents.latex_source import expand, macros_of
from claims.documents.latex_text import text_of_latex
from claims.documents.model import Document
from claims.documents.statements import statements
from claims.errors import ClaimsError
from claims.tables.grid import unroll
from claims.tables.results import read_results

GOLDEN = Path(__file__).parent.parent / "golden" / "documents"
FORMATS = ("glidenet", "latexml.html", "plain.html", "jats.xml", "grobid.tei.xml", "docling.json")


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_gives_title_sections_and_tables(name: str) -> None:
    document = read_document(GOLDEN / name)
    assert document.title == "GlideNet: Sparse Attention for Small Devices"
    assert document.abstract.startswith("We introduce GlideNet, a sparse attention network")
    kinds = [s.kind for s in document.sections if s.paragraphs]
    assert kinds == ["abstract", "introduction", "related work", "results", "conclusion"]
    assert [t.label.rstrip(".") for t in document.tables][:3] == ["Table 1", "Table 2", "Table 3"]
    assert document.tables[0].caption.startswith("Comparison on image classification")
    assert document.tables[1].caption == "Ablation of GlideNet on ImageNet (top-1 accuracy, %)."


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_gives_the_same_results(name: str) -> None:
    def told(path: str) -> list[tuple[object, ...]]:
        found = read_results(read_document(GOLDEN / path))
        return [
            (r.value, r.uncertainty, r.unit, r.metric, r.system, r.own, r.dataset, r.hardware) for r in found
        ]

    found = told(name)
    assert found == told("glidenet")
    assert len(found) == 15
    assert (76.4, 0.1, "percent", "accuracy", "GlideNet", "proposed", ("ImageNet",), ()) in found
    assert (3.4e6, None, "1", "parameters", "MobileNetV2", "baseline", (), ()) in found
    assert (7.9, None, "ms", "latency", "GlideNet", "proposed", (), ("Jetson Nano",)) in found


@pytest.mark.parametrize("name", FORMATS)
def test_a_claim_of_abstract_and_conclusion_counts_once(name: str) -> None:
    found = {s.claim.lo: s for s in statements(read_document(GOLDEN / name))}
    assert found[76.4].sections == ("Abstract", "Conclusion")
    assert found[1.8].sections == ("Introduction", "Results")
    assert found[2.5].claim.role == "background"
    assert all(s.claim.quote in s.text for s in found.values())


def test_a_broken_table_is_refused_with_its_reason_and_the_others_are_read() -> None:
    tables = read_document(GOLDEN / "grobid.tei.xml").tables
    assert [t.refused for t in tables] == [
        None,
        None,
        None,
        "columns run together: several numbers in one cell",
    ]


def test_an_archive_is_read_like_its_folder(tmp_path: Path) -> None:
    archive = tmp_path / "paper.tar.gz"
    with tarfile.open(archive, "w:gz") as tar:
        tar.add(GOLDEN / "glidenet", arcname="source")
    assert read_results(read_document(archive)) == read_results(read_document(GOLDEN / "glidenet"))


def test_an_archive_with_paths_outside_of_it_is_read_without_them(tmp_path: Path) -> None:
    archive = tmp_path / "paper.tar.gz"
    with tarfile.open(archive, "w:gz") as tar:
        for name, text in (
            ("main.tex", r"\documentclass{a}\begin{document}Hello \input{../x}\end{document}"),
            ("../x.tex", "SECRET"),
        ):
            data = text.encode()
            member = tarfile.TarInfo(name)
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
    assert "SECRET" not in read_document(archive).text()


def test_latex_reads_no_file_outside_of_its_folder(tmp_path: Path) -> None:
    (tmp_path / "secret.tex").write_text("SECRET and some more words to make a paragraph")
    paper = tmp_path / "paper"
    paper.mkdir()
    (paper / "link.tex").symlink_to(tmp_path / "secret.tex")
    lines = r"\input{../secret} \input{/etc/hostname} \input{link} \include{../../paper/../secret}"
    (paper / "main.tex").write_text(
        rf"\documentclass{{a}}\begin{{document}}A paragraph of words. {lines}\end{{document}}"
    )
    assert "SECRET" not in read_document(paper).text()


def test_latex_that_includes_itself_comes_to_an_end(tmp_path: Path) -> None:
    (tmp_path / "main.tex").write_text(
        r"\documentclass{a}\begin{document}First paragraph of the paper. \input{other}\end{document}"
    )
    (tmp_path / "other.tex").write_text(r"Another paragraph of it. \input{main}\input{other}")
    text = read_document(tmp_path).text()
    assert text.count("Another paragraph") == 1


def test_macros_that_grow_or_loop_come_to_an_end() -> None:
    source = r"\newcommand{\a}{\b\b}\newcommand{\b}{\c\c}\newcommand{\c}{\a\a}"
    assert len(expand(r"x \a y", macros_of(source))) < 10_000_000
    names = "abcdefghijklmnopqrstu"
    doubling = "".join(
        rf"\newcommand{{\m{one}}}{{" + rf"\m{other}" * 8 + "}" for one, other in itertools.pairwise(names)
    )
    begin = time.perf_counter()
    expand(r"\ma", macros_of(doubling))
    assert time.perf_counter() - begin < 20


def test_macros_of_the_preamble_stand_for_their_words() -> None:
    macros = macros_of(
        r"\newcommand{\ours}{Glide\textsc{Net}} \def\ver#1{v#1} \newcommand{\pair}[2][A]{#1-#2}"
    )
    assert text_of_latex(expand(r"\ours{} \ver{2} \pair{B} \pair[C]{D}", macros)) == "GlideNet v2 A-B C-D"


def _html(body: str) -> bytes:
    return f"<!DOCTYPE html><html><body><h1>T</h1>{body}</body></html>".encode()


def _read(tmp_path: Path, data: bytes, name: str = "paper.html") -> Document:
    path = tmp_path / name
    path.write_bytes(data)
    return read_document(path)


def _wide() -> str:
    head = "<tr><th>Model</th>" + "<th>Acc</th>" * 10_000 + "</tr>"
    return f"<table>{head}<tr><td>A</td>{'<td>1.5</td>' * 10_000}</tr></table>"


HOSTILE: dict[str, Callable[[], str]] = {
    "ten thousand columns": _wide,
    "spans of a million": lambda: (
        "<table>" + '<tr><td rowspan="1000000" colspan="1000000">Acc</td><td>1.5</td></tr>' * 50 + "</table>"
    ),
    "nested tables": lambda: "<table><tr><td>" * 200 + "1" + "</td></tr></table>" * 200,
    "deep elements": lambda: "<div>" * 5000 + "<table><tr><td>a</td></tr></table>",
    "a cell of a megabyte": lambda: (
        "<table><tr><td>Model</td><td>Acc</td></tr><tr><td>A</td><td>" + "9 " * 500_000 + "</td></tr></table>"
    ),
    "brackets that nothing closes": lambda: (
        "<table><tr><td>" + "(" * 100_000 + "</td><td>Acc</td></tr><tr><td>A</td><td>1</td></tr></table>"
    ),
    "a caption of a megabyte": lambda: (
        "<table><caption>"
        + "word, (" * 150_000
        + "</caption><tr><td>Model</td><td>Acc</td></tr><tr><td>A</td><td>1.0</td></tr></table>"
    ),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_hostile_tables_cost_little(what: str, tmp_path: Path) -> None:
    begin = time.perf_counter()
    document = _read(tmp_path, _html(HOSTILE[what]()))
    read_results(document)
    assert time.perf_counter() - begin < 15


def test_spans_are_unrolled_within_the_table(tmp_path: Path) -> None:
    document = _read(
        tmp_path,
        _html(
            '<table><tr><td rowspan="99">a</td><td colspan="2">b</td></tr><tr><td>c</td><td>d</td></tr></table>'
        ),
    )
    grid = unroll(document.tables[0])
    assert grid is not None
    assert grid.texts == (("a", "b", "b"), ("a", "c", "d"))


ENTITIES = """<?xml version="1.0"?>
<!DOCTYPE article [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;"><!ENTITY x SYSTEM "file:///etc/hostname">]>
<article article-type="x" dtd-version="1"><front><article-meta>
<title-group><article-title>&b;&x;</article-title></title-group></article-meta></front></article>"""


def test_entities_are_never_resolved(tmp_path: Path) -> None:
    with pytest.raises(ClaimsError, match="defines entities of its own"):
        _read(tmp_path, ENTITIES.encode(), "paper.xml")


def test_an_external_doctype_is_not_fetched(tmp_path: Path) -> None:
    data = (
        (GOLDEN / "jats.xml")
        .read_text()
        .replace("<article ", '<!DOCTYPE article SYSTEM "http://127.0.0.1:9/x.dtd">\n<article ', 1)
    )
    assert len(_read(tmp_path, data.encode(), "paper.xml").tables) == 3


@pytest.mark.parametrize(
    "data",
    [b"", b"\x00\x01\x02", b"plain words", b'{"id": "1", "abstract": "A tiny cache."}\n', b"PK\x03\x04zip"],
)
def test_other_files_are_no_whole_papers(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(data)
    assert not is_document(path)
    with pytest.raises(ClaimsError, match="is no whole paper"):
        read_document(path)


def test_a_long_paper_with_many_tables_is_read_in_time_that_grows_with_its_cells(tmp_path: Path) -> None:
    def seconds(tables: int) -> float:
        rows = "".join(
            f"<tr><td>System{r} [3]</td>" + f"<td>{r}.{r % 10}</td>" * 8 + "</tr>" for r in range(40)
        )
        head = (
            "<tr><td>Model</td>"
            + "".join(f"<td>{m} ↑</td>" for m in ("WER", "CER", "BLEU", "F1", "mAP", "Acc", "RTF", "MOS"))
            + "</tr>"
        )
        table = f"<figure><figcaption>Table 1: Results on LibriSpeech.</figcaption><table>{head}{rows}</table></figure>"
        data = _html(table * tables)
        begin = time.process_time()
        assert len(read_results(_read(tmp_path, data))) == tables * 320
        return time.process_time() - begin

    seconds(1)
    small, large = seconds(4), seconds(24)
    assert large < 6 * small * 2.5


@pytest.mark.parametrize("paper", ["1706.03762", "2004.14974", "2305.03393", "2412.19437"])
def test_latex_and_the_page_made_of_it_give_the_same_results(paper: str, shared: Path) -> None:
    sources, page = shared / "tables/latex" / paper, shared / "tables/arxiv-html" / f"{paper}.latexml.html"
    if not (sources.exists() and page.exists()):
        pytest.skip(f"{paper} is not there in both formats")

    def told(path: Path) -> list[tuple[object, ...]]:
        found = read_results(read_document(path))
        return [(r.value, r.unit, r.form, r.metric, r.own, r.split, r.hardware, r.best) for r in found]

    assert told(sources) == told(page)


def test_cells_of_docling_stand_where_it_says_that_they_begin() -> None:
    def made(row: int, column: int, text: str, *, rows: int = 1, columns: int = 1) -> dict[str, object]:
        return {
            "start_row_offset_idx": row, "start_col_offset_idx": column, "row_span": rows, "col_span": columns,
            "text": text,
        }  # fmt: skip

    cells = [
        made(0, 1, "FooNet", columns=2), made(0, 3, "BarNet"), made(1, 1, "small"), made(1, 2, "large"),
        made(2, 0, "Dogs", rows=2), made(2, 1, "71.2"), made(2, 3, "70.4"), made(3, 2, "80.3"),
    ]  # fmt: skip
    data = {"schema_name": "DoclingDocument", "tables": [{"data": {"table_cells": cells}}]}
    grid = unroll(read_document_bytes(json.dumps(data).encode(), "paper.json").tables[0])
    assert grid is not None
    assert grid.texts == (
        ("", "FooNet", "FooNet", "BarNet"),
        ("", "small", "large", ""),
        ("Dogs", "71.2", "", "70.4"),
        ("Dogs", "", "80.3", ""),
    )
