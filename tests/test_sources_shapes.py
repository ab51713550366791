"""Shapes in which programs and people leave papers, odd but usual: none of them loses a text, an id or a date."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import logging
import lzma
import tarfile
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import zstandard

from claims.errors import ClaimsError
from claims.model import Paper, Reject
from claims.sources import read_papers
from claims.sources.records import paper_of
from claims.streams.expected import expected_papers

TEXT = "LarchCache keeps hot keys close, and is 2.4x faster than BirchStore."
OTHER = "Hazel needs no calibration, and is 1.8x faster."
RECORD = {"title": "LarchCache", "abstract": TEXT}


def read(tmp_path: Path, data: bytes | str | Any, **options: Any) -> tuple[list[Paper], list[Reject]]:
    if not isinstance(data, bytes | str):
        data = json.dumps(data)
    path = tmp_path / "input"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    rejects: list[Reject] = []
    return list(read_papers([path], on_reject=rejects.append, **options)), rejects


def texts(tmp_path: Path, data: bytes | str | Any) -> list[str]:
    papers, rejects = read(tmp_path, data)
    assert not rejects
    return [paper.abstract for paper in papers]


# --- encodings ----------------------------------------------------------------------------------------------

TABLE = f'Title,Abstract\r\n"Zoë’s Cache","{TEXT} Naïve ones are not."\r\n'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "windows-1252"])
def test_tables_of_spreadsheets_read_in_their_encodings(tmp_path: Path, encoding: str) -> None:
    mark = "\ufeff" if encoding == "utf-16-le" else ""
    papers, rejects = read(tmp_path, (mark + TABLE).encode(encoding))
    assert not rejects
    assert [(p.title, p.abstract) for p in papers] == [("Zoë’s Cache", f"{TEXT} Naïve ones are not.")]


def test_references_in_an_old_encoding_are_read_and_it_is_said(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for data in (
        f"@article{{a,\n title = {{Zoë}},\n abstract = {{{TEXT}}}\n}}\n",
        f"TY  - JOUR\nTI  - Zoë\nAB  - {TEXT}\nER  - \n",
    ):
        with caplog.at_level(logging.WARNING, "claims"):
            papers, _ = read(tmp_path, data.encode("latin-1"))
        assert [p.title for p in papers] == ["Zoë"]
        assert "was read as windows-1252" in caplog.text
        caplog.clear()


# --- tables -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "before", ["sep=;\r\n", "Exported on 2024-01-12\r\n\r\n", '"a title; of two\r\nlines"\r\n', "\r\n"]
)
def test_names_of_columns_may_stand_below_something_else(tmp_path: Path, before: str) -> None:
    assert texts(tmp_path, f'{before}Title;Abstract\r\nLarch;"{TEXT}"\r\n') == [TEXT]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_may_end_in_any_way_and_stand_within_texts(tmp_path: Path, end: str) -> None:
    two = f'One ""line"".{end}Another; with signs, too.'
    data = f'id,abstract{end}1,"{two}"{end}2,"{TEXT}"{end}'
    papers, _ = read(tmp_path, data)
    assert [p.id for p in papers] == ["1", "2"]
    assert papers[0].abstract.split() == two.replace('""', '"').split()


def test_a_column_alone_is_a_table_where_its_texts_are_quoted(tmp_path: Path) -> None:
    assert texts(tmp_path, f'abstract\n"{TEXT}"\n"{OTHER}"\n') == [TEXT, OTHER]


def test_a_text_that_unquoted_commas_cut_is_no_text(tmp_path: Path) -> None:
    papers, rejects = read(tmp_path, f'title,abstract\nLarch,{TEXT}\nHazel,"{OTHER}"\n')
    assert [p.abstract for p in papers] == [OTHER]
    assert [(r.place, r.reason) for r in rejects] == [("row 2", "more values than columns")]


def test_columns_of_one_name_and_ends_with_a_delimiter_do_no_harm(tmp_path: Path) -> None:
    assert texts(tmp_path, f'note,abstract,note\na,"{TEXT}",b,\n') == [TEXT]


# --- JSON ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("document", "identifier"),
    [
        ({"2401.00001": RECORD}, "2401.00001"),
        ({"total": 1, "offset": 0, "data": [{"citingPaper": {"paperId": "f00", **RECORD}}]}, "f00"),
        ([{"paper": {"id": "2401.00001", "title": "L", "summary": TEXT}, "title": "L"}], "2401.00001"),
        ([{"key": "A", "data": {"key": "A", "title": "L", "abstractNote": TEXT, "creators": []}}], "A"),
        ({"status": "ok", "message": {"DOI": "10.1/x", "title": ["L"], "abstract": TEXT}}, "text:"),
        ({"notes": [{"id": "rJ4", "content": {k: {"value": v} for k, v in RECORD.items()}}]}, "rJ4"),
        ({"hits": {"hits": [{"_id": "7", "_source": {"id": "7", **RECORD}}]}}, "7"),
        ({"config": {"id": "x"}, "items": [{"citationKey": "doe", "key": "A", "abstractNote": TEXT}]}, "doe"),
        ([{"id": "a", "abstract": [TEXT]}], "a"),
        ({"title": {"0": "LarchCache"}, "abstract": {"0": TEXT}, "id": {"0": "a"}}, "a"),
        ({"id": "W1", "abstract_inverted_index": {w: [i] for i, w in enumerate(TEXT.split())}}, "W1"),
        ({"id": "a", "abstract_inverted_index": {"InvertedIndex": {TEXT: [0]}}}, "a"),
        ([{"id": "a", "indexed_abstract": {"IndexLength": 1, "InvertedIndex": {TEXT: [0]}}}], "a"),
        ({"search": "x", "found": {"list": [{"id": "a", **RECORD}]}}, "a"),
        ({"references": [{"title": "Another", "abstract": "It is 9x faster."}], "id": "a", **RECORD}, "a"),
        ({"features": [{"name": "x"}], "rows": [{"row_idx": 0, "row": {"id": "a", **RECORD}}]}, "a"),
        (
            [
                {
                    "_id": {"$oid": "a"},
                    "title": "L",
                    "abstract": {"#text": TEXT},
                    "date": {"$date": "2024-01-12"},
                }
            ],
            "a",
        ),
        ({"paperId": "f00", **RECORD, "references": [{"paperId": "f01", "title": "Another"}]}, "f00"),
        ({"hits": {"hits": [{"id": 12, "metadata": {"title": "L", "description": TEXT}}]}}, "12"),
        ([{"source": "x", "bib": {"title": "L", "abstract": TEXT}, "id": "a"}], "a"),
        ({"response": {"docs": [{"docid": "4", "id": "a", "title_s": ["L"], "abstract_s": [TEXT]}]}}, "a"),
        (
            {
                "messages": [{"status": "ok"}],
                "collection": [{"doi": "10.1101/x", "published": "NA", "abstract": TEXT}],
            },
            "text:",
        ),
        (
            {"search-results": {"entry": [{"dc:identifier": "SCOPUS_ID:851", "dc:description": TEXT}]}},
            "SCOPUS_ID:851",
        ),
        (
            {"hits": {"hits": [{"id": "27", "metadata": {"abstracts": [{"value": TEXT}, {"value": "T"}]}}]}},
            "27",
        ),
        (
            {"data": [{"id": "10.5281/z", "attributes": {"descriptions": [{"description": TEXT}]}}]},
            "10.5281/z",
        ),
    ],
)
def test_replies_of_services_and_dumps_of_scripts(tmp_path: Path, document: Any, identifier: str) -> None:
    for indent in (None, 2):
        papers, rejects = read(tmp_path, json.dumps(document, indent=indent))
        assert not rejects
        assert [p.abstract for p in papers] == [TEXT]
        assert papers[0].id.startswith(identifier)


def test_documents_one_after_the_other(tmp_path: Path) -> None:
    assert texts(tmp_path, "\n".join(json.dumps(RECORD, indent=2) for _ in range(3))) == [TEXT] * 3


def test_numbers_that_are_none_cost_no_record_and_change_no_text(tmp_path: Path) -> None:
    record = {"id": "a", "abstract": f'{TEXT} It gives "NaN", and -Infinity.', "year": float("nan")}
    for data in (json.dumps([record]), json.dumps(record) + "\n", json.dumps([record], indent=1)):
        assert texts(tmp_path, data) == [record["abstract"]]


def test_a_paper_that_a_service_does_not_know_is_no_broken_record(tmp_path: Path) -> None:
    papers, rejects = read(tmp_path, [RECORD, None])
    assert len(papers) == 1
    assert [r.no_abstract for r in rejects] == [True]


def test_an_index_of_words_in_a_table_is_written_out(tmp_path: Path) -> None:
    index = {word: [place] for place, word in enumerate(TEXT.split())}
    for text in (json.dumps(index), repr(index)):
        escaped = text.replace('"', '""')
        assert texts(tmp_path, f'id,abstract_inverted_index\nW1,"{escaped}"\n') == [TEXT]


def test_an_answer_that_says_what_went_wrong_is_shown(tmp_path: Path) -> None:
    with pytest.raises(ClaimsError, match=r"no record has an abstract .*Too many requests"):
        read(tmp_path, {"error": "Too many requests", "code": 429})


# --- BibTeX -------------------------------------------------------------------------------------------------


def test_entries_with_one_key_are_all_read(tmp_path: Path) -> None:
    data = f"@misc{{a, abstract={{{TEXT}}}}}\n@misc{{a, abstract={{{OTHER}}}}}\n"
    assert texts(tmp_path, data) == [TEXT, OTHER]


def test_letters_of_latex_are_letters_in_titles_and_names(tmp_path: Path) -> None:
    data = (
        '@article{a,\n title = "{\\"U}ber-Large {GPU} Stores \\& $\\alpha$",\n'
        " author = {Garc{\\'\\i}a, Jos{\\'e} and family=Roe, given=Rick, prefix=van, useprefix=true},\n"
        ' year = 2024, month = jan, abstract = "{' + TEXT + '}"\n}\n'
    )
    [paper], _ = read(tmp_path, data)
    assert paper.title == "Über-Large GPU Stores & $\\alpha$"
    assert paper.authors == ("García, José", "van Roe, Rick")
    assert (paper.abstract, paper.date) == (TEXT, date(2024, 1, 1))


def test_what_reference_managers_escape_is_as_it_was(tmp_path: Path) -> None:
    data = (
        "@article{a,\n abstract = {It is 2.4\\${\\textbackslash}times\\$ faster than B, uses"
        " {\\textasciitilde}5 ms, and \\{foo\\vphantom{\\}}.}\n}\n"
    )
    assert texts(tmp_path, data) == ["It is 2.4$\\times$ faster than B, uses ~5 ms, and {foo."]


@pytest.mark.parametrize(
    "field", ["journal={arXiv preprint arXiv:2401.00001v2}", "howpublished={arXiv:2401.00001v2}"]
)
def test_an_arxiv_id_that_is_told_in_words_is_known(tmp_path: Path, field: str) -> None:
    [paper], _ = read(tmp_path, f"@article{{a, {field}, abstract={{{TEXT}}}}}\n")
    assert (paper.arxiv_id, paper.version) == ("2401.00001", 2)


def test_references_of_endnote(tmp_path: Path) -> None:
    data = (
        "%0 Conference Proceedings\n%T LarchCache:\nHot Keys\n%A Doe, Jane\n%A Roe, Rick\n%D 2024\n"
        f"%X {TEXT}\nERAs go by.\n%R 10.1145/3620665.9\n%U https://arxiv.org/abs/2401.00001\n\n%0 Book\n%X {OTHER}\n"
    )
    papers, rejects = read(tmp_path, data)
    assert not rejects
    assert [p.abstract for p in papers] == [f"{TEXT} ERAs go by.", OTHER]
    first = papers[0]
    assert (first.title, first.authors) == ("LarchCache: Hot Keys", ("Doe, Jane", "Roe, Rick"))
    assert (first.doi, first.arxiv_id, first.date) == ("10.1145/3620665.9", "2401.00001", date(2024, 1, 1))


# --- JATS ---------------------------------------------------------------------------------------------------

LATEX = "\\documentclass[12pt]{minimal} \\usepackage{amsmath} \\begin{document}$$2.4\\times$$\\end{document}"


@pytest.mark.parametrize(
    ("abstract", "text"),
    [
        (f"<jats:p>{TEXT}</jats:p>", TEXT),
        (f"\n <jats:title>Summary</jats:title>\n <jats:p>{TEXT}</jats:p>\n", TEXT),
        (
            "<jats:sec><jats:title>Aims</jats:title><jats:p>One.</jats:p></jats:sec>"
            "<jats:sec><jats:title>Ends</jats:title><jats:p>Two.</jats:p></jats:sec>",
            "Aims: One. Ends: Two.",
        ),
        (
            "<jats:p>It has 10<jats:sup>5</jats:sup> keys &amp; H<jats:sub>2</jats:sub>O.</jats:p>",
            "It has 10<sup>5</sup> keys & H<sub>2</sub>O.",
        ),
        ("<jats:p>It takes &lt; 5&nbsp;ms, 2.4&#215; faster.</jats:p>", "It takes < 5 ms, 2.4× faster."),
        (f"<jats:p>It is <jats:tex-math>{LATEX}</jats:tex-math> faster.", "It is $$2.4\\times$$ faster."),
        (
            'It is 2.4<inline-formula><tex-math notation="LaTeX">$\\times $</tex-math></inline-formula> faster.',
            "It is 2.4$\\times $ faster.",
        ),
        (
            "<jats:p>At <jats:alternatives><jats:tex-math>$2$</jats:tex-math>"
            "<mml:math><mml:mn>2</mml:mn></mml:math></jats:alternatives> W, "
            "<mml:math><mml:mn>3</mml:mn></mml:math> in all",
            "At $2$ W, 3 in all",
        ),
        ("When a < b, it is <i>fast</i>.", "When a < b, it is <i>fast</i>."),
    ],
)
def test_abstracts_in_jats_become_their_text(abstract: str, text: str) -> None:
    assert paper_of({"abstract": abstract}, source="x", place="line 1").abstract == text


def test_a_number_with_an_exponent_is_the_same_number_from_pubmed(tmp_path: Path) -> None:
    data = (
        "<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>1</PMID><Article><Abstract><AbstractText>"
        "It keeps 10<sup>5</sup> keys.</AbstractText></Abstract></Article></MedlineCitation>"
        "</PubmedArticle></PubmedArticleSet>"
    )
    assert texts(tmp_path, data) == ["It keeps 10<sup>5</sup> keys."]


# --- archives -----------------------------------------------------------------------------------------------


def archive(**members: str | bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        for name, content in members.items():
            file.writestr(name, content)
    return data.getvalue()


def test_what_is_no_paper_in_an_archive_is_left_out_and_said(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, "claims"):
        assert texts(tmp_path, archive(LICENSE="Do as you like.", papers=json.dumps(RECORD))) == [TEXT]
    assert "LICENSE: text that fits no format" in caplog.text
    with pytest.raises(ClaimsError, match="LICENSE: text that fits no format"):
        read(tmp_path, archive(LICENSE="Do as you like."))


# --- wrong guesses ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("data", ['{"a": \n{"b": \n', '{"x": 1,}\n{"y": 2,}\n', '[1, 2]\n{"a"}\n'])
def test_a_file_that_only_looks_like_records_is_refused(tmp_path: Path, data: str) -> None:
    with pytest.raises(ClaimsError, match=r"looks like|fits no|no list of records|no record"):
        read(tmp_path, data)


def test_broken_records_beside_others_are_no_wrong_guess(tmp_path: Path) -> None:
    papers, rejects = read(tmp_path, json.dumps(RECORD) + '\n{"abstract": "cut\n')
    assert (len(papers), len(rejects)) == (1, 1)


# --- how many there are -------------------------------------------------------------------------------------

RECORDS = [
    {"id": str(i), "title": f"Number {i}", "abstract": f"{TEXT} {OTHER} " * (1 + i % 3)} for i in range(400)
]
COUNTED = {
    "jsonl": "".join(json.dumps(record) + "\n" for record in RECORDS),
    "json": json.dumps({"data": RECORDS}, indent=1),
    "csv": "id,abstract\n" + "".join(f'{r["id"]},"{r["abstract"]}\n more"\n' for r in RECORDS),
    "bibtex": "".join(f"@misc{{k{r['id']},\n abstract = {{{r['abstract']}}}\n}}\n" for r in RECORDS),
    "ris": "".join(f"TY  - JOUR\nAB  - {r['abstract']}\nER  - \n" for r in RECORDS),
    "medline": "".join(f"PMID- {r['id']}\nAB  - {r['abstract']}\n\n" for r in RECORDS),
}


@pytest.mark.parametrize("name", COUNTED)
def test_about_how_many_papers_a_file_holds_is_told_before_it_is_read(tmp_path: Path, name: str) -> None:
    data = COUNTED[name].encode()
    for pack in (bytes, gzip.compress, bz2.compress, lzma.compress, zstandard.compress):
        path = tmp_path / "input"
        path.write_bytes(pack(data))
        assert expected_papers(path) == pytest.approx(400, rel=0.05), pack


def test_about_how_many_papers_an_archive_holds_is_told_too(tmp_path: Path) -> None:
    parts = ["".join(json.dumps(record) + "\n" for record in RECORDS[i::4]).encode() for i in range(4)]
    for mode in ("w", "w:gz"):
        with tarfile.open(tmp_path / "x.tar", mode) as tar:
            for number, part in enumerate(parts):
                info = tarfile.TarInfo(f"{number}.jsonl")
                info.size = len(part)
                tar.addfile(info, io.BytesIO(part))
        assert expected_papers(tmp_path / "x.tar") == pytest.approx(400, rel=0.05)
    packed = {f"{number}.jsonl.gz": gzip.compress(part) for number, part in enumerate(parts)}
    (tmp_path / "x.zip").write_bytes(archive(LICENSE="Do as you like.", **packed))
    assert expected_papers(tmp_path / "x.zip") == pytest.approx(400, rel=0.05)


def test_of_parquet_the_number_is_known_and_of_what_cannot_be_read_it_is_not(tmp_path: Path) -> None:
    path = tmp_path / "x.parquet"
    table = pl.DataFrame({"abstract": ["a", "b"]})
    for write in (table.write_parquet, table.write_ipc, table.write_ipc_stream):
        write(path)
        assert expected_papers(path) == 2
    path.write_bytes(b"PAR1 broken")
    assert expected_papers(path) is None
    assert expected_papers(tmp_path) is None
