"""Files as reference managers and services write them: identifiers, dates and people arrive."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import tarfile
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import source_files as files

import claims
from claims.errors import ClaimsError
from claims.model import Paper, Reject
from claims.sources import read_papers
from claims.sources.format import MAX_RECORD
from claims.sources.identity import PaperIndex
from claims.sources.records import paper_of

ARXIV, JOURNAL, OTHER = "2401.00001", "10.1145/3620665.9", "10.1145/3620666.1"
JANE_AND_RICK = ("Jane Doe", "Rick Roe")
TURNED = ("Doe, Jane", "Roe, Rick")


def read(
    tmp_path: Path, data: bytes | str, name: str = "input", **options: Any
) -> tuple[list[Paper], list[Reject]]:
    path = tmp_path / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    rejects: list[Reject] = []
    return list(read_papers([path], on_reject=rejects.append, **options)), rejects


def first(tmp_path: Path, data: bytes | str) -> Paper:
    papers, rejects = read(tmp_path, data)
    assert not rejects
    assert papers[0].title == files.TITLES[0]
    return papers[0]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (files.SEMANTIC_SCHOLAR, (ARXIV, None, date(2024, 1, 12), JANE_AND_RICK)),
        (files.OPENALEX, (ARXIV, None, date(2024, 1, 12), JANE_AND_RICK)),
        (files.CROSSREF, (None, JOURNAL, date(2024, 1, 12), JANE_AND_RICK)),
        (files.CSL_JSON, (None, JOURNAL, date(2024, 1, 12), ("Jane Doe", "The Larch Team"))),
        (files.PAPERS_WITH_CODE, (ARXIV, None, date(2024, 1, 12), JANE_AND_RICK)),
        (files.ATOM, (ARXIV, None, date(2024, 1, 12), JANE_AND_RICK)),
        (files.PUBMED, (None, JOURNAL, date(2024, 1, 12), ("Jane Doe", "The Larch Team"))),
        (files.MEDLINE, (None, JOURNAL, date(2024, 1, 12), ("Doe, Jane", "Roe, Rick"))),
        (files.RIS, (ARXIV, JOURNAL, date(2024, 1, 12), ("Doe, Jane", "Roe, Rick"))),
        (files.ENDNOTE, (ARXIV, JOURNAL, date(2024, 1, 12), ("Doe, Jane", "Roe, Rick"))),
        (files.BIBTEX, (ARXIV, JOURNAL, date(2024, 1, 12), ("Doe, Jane", "Roe, Rick"))),
        (files.ZOTERO_CSV, (ARXIV, JOURNAL, date(2024, 1, 12), ("Doe, Jane", "Roe, Rick"))),
        (files.WOS, (None, JOURNAL, date(2024, 1, 12), TURNED)),
        (files.WOS_TABLE, (None, JOURNAL, date(2024, 1, 12), TURNED)),
        (files.WOS_TABLE.encode("utf-16"), (None, JOURNAL, date(2024, 1, 12), TURNED)),
        (files.REFWORKS, (ARXIV, JOURNAL, date(2024, 1, 12), TURNED)),
        (files.ENDNOTE_XML, (ARXIV, JOURNAL, date(2024, 1, 12), TURNED)),
        (files.oai(files.OAI_ARXIV), (ARXIV, JOURNAL, date(2024, 1, 12), JANE_AND_RICK)),
        (files.oai(files.OAI_RAW), (ARXIV, JOURNAL, date(2024, 1, 12), JANE_AND_RICK)),
        (files.oai(files.OAI_DC), (ARXIV, JOURNAL, date(2024, 1, 12), TURNED)),
        (files.RSS, (ARXIV, None, date(2024, 1, 12), JANE_AND_RICK)),
        (files.RSS_OF_RDF, (None, "10.1101/2024.01.12.570000", date(2024, 1, 12), ("Doe, J.", "Roe, R."))),
        (files.MODS, (None, JOURNAL, date(2024, 1, 12), JANE_AND_RICK)),
        (files.CSL_YAML, (None, JOURNAL, date(2024, 1, 12), JANE_AND_RICK)),
        (files.TSV, (None, None, date(2024, 1, 1), ())),
        (files.arrow(), (None, None, date(2024, 1, 1), ())),
    ],
    ids=[
        "s2", "openalex", "crossref", "csl", "pwc", "atom", "pubmed", "medline", "ris", "endnote", "bibtex", "zotero",
        "wos", "wos table", "wos table in utf-16", "refworks", "endnote xml", "oai", "oai raw", "oai dc", "rss",
        "rss 1.0", "mods", "yaml", "tsv", "arrow",
    ],
)  # fmt: skip
def test_identifiers_dates_and_people_arrive(
    tmp_path: Path, data: bytes | str, expected: tuple[Any, ...]
) -> None:
    paper = first(tmp_path, data)
    assert (paper.arxiv_id, paper.doi, paper.date, paper.authors) == expected


@pytest.mark.parametrize(
    "data",
    [
        files.SEMANTIC_SCHOLAR,
        files.OPENALEX,
        files.CSL_JSON,
        files.RIS,
        files.MEDLINE,
        files.ENDNOTE,
        files.WOS,
        files.REFWORKS,
        files.TSV,
        files.arrow(),
    ],
)
def test_abstracts_are_the_same_from_each(tmp_path: Path, data: bytes | str) -> None:
    papers, _ = read(tmp_path, data)
    assert [paper.abstract for paper in papers] == [files.FIRST, files.SECOND]


def test_dates_of_months_and_years_are_their_first_day(tmp_path: Path) -> None:
    for data, day in [
        (files.CROSSREF, date(2020, 3, 1)),
        (files.CSL_JSON, date(2020, 3, 1)),
        (files.MEDLINE, date(2020, 3, 1)),
        (files.RIS, date(2020, 1, 1)),
        (files.WOS, date(2020, 3, 1)),
        (files.WOS_TABLE, date(2020, 3, 1)),
        (files.BIBTEX, date(2020, 3, 1)),
        (files.ZOTERO_CSV, date(2020, 3, 1)),
        (files.SEMANTIC_SCHOLAR, date(2020, 1, 1)),
    ]:
        assert read(tmp_path, data)[0][1].date == day


def test_identifiers_of_other_services_are_kept(tmp_path: Path) -> None:
    openalex, scholar, pubmed = (
        first(tmp_path, data) for data in (files.OPENALEX, files.SEMANTIC_SCHOLAR, files.PUBMED)
    )
    assert openalex.external_ids == ("openalex:W4390000001", "pmid:38000001")
    assert scholar.external_ids == ("s2:649def34f8be52c8b66281af98ae884c09aef38b",)
    assert pubmed.external_ids == ("pmid:38000001", "pmcid:PMC10000001")
    assert first(tmp_path, files.WOS).external_ids == ("wos:000400000000001",)
    assert first(tmp_path, files.RSS).version == first(tmp_path, files.oai(files.OAI_RAW)).version == 2
    assert first(tmp_path, files.PAPERS_WITH_CODE).version == 2


def test_the_same_papers_from_every_format_are_the_same_papers(tmp_path: Path) -> None:
    index = PaperIndex()
    names = [
        files.SEMANTIC_SCHOLAR, files.OPENALEX, files.CSL_JSON, files.ATOM, files.RIS, files.BIBTEX,
        files.ZOTERO_CSV, files.TSV, files.MEDLINE, files.ENDNOTE, files.WOS, files.WOS_TABLE, files.REFWORKS,
        files.oai(files.OAI_ARXIV), files.RSS, files.MODS,
    ]  # fmt: skip
    for number, data in enumerate(names):
        for paper in read(tmp_path, data, f"input{number}")[0]:
            index.resolve(paper)
    assert len(index) == 2


def test_what_authors_say_of_the_paper_is_kept(tmp_path: Path) -> None:
    assert first(tmp_path, files.ATOM).comments == "Accepted at MLSys 2024"


def test_abstracts_of_bibtex_keep_their_latex(tmp_path: Path) -> None:
    assert first(tmp_path, files.BIBTEX).abstract == files.FIRST.replace("%", "\\%")


def test_parts_of_an_abstract_keep_their_labels(tmp_path: Path) -> None:
    assert first(tmp_path, files.PUBMED).abstract == (
        "BACKGROUND: Stores are slow. RESULTS: LarchCache is 2.4x faster than BirchStore."
    )


def packed_zip(*members: tuple[str, bytes]) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        for name, data in members:
            archive.writestr(name, data)
    return sink.getvalue()


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_packed_files_read_as_they_are(tmp_path: Path, pack: Any) -> None:
    assert first(tmp_path, pack(files.RIS.encode())).doi == JOURNAL


@pytest.mark.parametrize("pack", [bz2.compress, lzma.compress])
def test_a_packed_file_that_is_cut_short_is_told(tmp_path: Path, pack: Any) -> None:
    with pytest.raises(ClaimsError, match="damaged or cut short"):
        read(tmp_path, pack(files.RIS.encode() * 50)[:-20])


def test_an_archive_is_the_files_in_it(tmp_path: Path) -> None:
    data = packed_zip(
        ("a/one.ris", files.RIS.encode()), ("two.json.gz", gzip.compress(files.CSL_JSON.encode())),
        ("__MACOSX/a/._one.ris", b"\0\0"), (".DS_Store", b"\0"),
    )  # fmt: skip
    papers, _ = read(tmp_path, data, "export.zip")
    assert len(papers) == 4
    assert papers[0].source.endswith("export.zip/a/one.ris")
    with pytest.raises(ClaimsError, match="Office document; save the sheet as CSV"):
        read(tmp_path, packed_zip(("[Content_Types].xml", b"<x/>")))
    with pytest.raises(ClaimsError, match="archive"):
        read(tmp_path, data[:300])


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:xz"])
def test_a_tar_archive_is_the_files_in_it(tmp_path: Path, mode: Any) -> None:
    members = {
        "a/one.ris": files.RIS,
        "a/._one.ris": "\0",
        "README": "Nothing. At all.",
        "two.txt": files.WOS,
    }
    data = packed_tar({name: text.encode() for name, text in members.items()}, mode)
    papers, _ = read(tmp_path, data, "export.tar")
    assert [paper.title for paper in papers] == [*files.TITLES, *files.TITLES]
    assert papers[0].source.endswith("export.tar/a/one.ris")
    with pytest.raises(ClaimsError, match=r"damaged|cut"):
        read(tmp_path, packed_tar({"one.ris": files.RIS.encode() * 200})[:9000])


def packed_tar(members: dict[str, bytes], mode: Any = "w") -> bytes:
    sink = io.BytesIO()
    with tarfile.open(fileobj=sink, mode=mode) as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return sink.getvalue()


def test_tables_with_names_of_tags_may_have_any_delimiter(tmp_path: Path) -> None:
    data = f'"","AU","TI","AB","PY"\n"1","DOE J;ROE R","{files.TITLES[0]}","{files.FIRST}","2024"\n'
    [paper], _ = read(tmp_path, data)
    assert (paper.authors, paper.abstract, paper.date) == (("DOE J", "ROE R"), files.FIRST, date(2024, 1, 1))


def test_what_arxiv_announces_is_no_part_of_an_abstract(tmp_path: Path) -> None:
    feed = files.ATOM.replace(files.FIRST, f"arXiv:2401.00001v2 Announce Type: new\nAbstract: {files.FIRST}")
    assert first(tmp_path, feed).abstract == first(tmp_path, files.RSS).abstract == files.FIRST


def test_quotation_marks_of_texts_between_tabs_are_part_of_them(tmp_path: Path) -> None:
    text = '"Hot" keys are few, and 2.4x faster'
    plain = f"id\ttitle\tabstract\n1\tT\t{text}\n2\tT\tIt is 3x faster.\n"
    assert [paper.abstract for paper in read(tmp_path, plain)[0]] == [text, "It is 3x faster."]
    quoted = 'id\ttitle\tabstract\n1\tT\t"It is ""2x"" faster\nand better."\n'
    assert [paper.abstract for paper in read(tmp_path, quoted)[0]] == ['It is "2x" faster\nand better.']
    assert read(tmp_path, files.WOS_TABLE)[0][1].abstract == f'"Waiting" is slow. {files.SECOND}'


@pytest.mark.parametrize(
    "more", ["\n  x: &a [1, 2]\n  y: [*a, *a]", "\n  x: " + "[" * 60 + "]" * 60, "\n  x: " + "[" * 100_000]
)
def test_yaml_that_is_no_list_of_records_is_told(tmp_path: Path, more: str) -> None:
    with pytest.raises(ClaimsError, match="broken YAML"):
        read(tmp_path, f"references:\n- id: a\n  abstract: It is 2x faster.{more}\n")


@pytest.mark.timeout(60)
@pytest.mark.parametrize("names", ["(" * 50_000 + ")" * 50_000, "Doe, J., " * 20_000, "[" * 100_000 + "]"])
def test_names_without_end_are_read_in_the_end(tmp_path: Path, names: str) -> None:
    record = {
        "abstract": "It is 2x faster.",
        "authors": names,
        "url": f"https://arxiv.org/abs/{'?' * 50_000}\n",
    }
    assert len(read(tmp_path, json.dumps(record))[0]) == 1


def test_a_line_of_an_abstract_that_looks_like_a_tag_is_part_of_it(tmp_path: Path) -> None:
    wos = files.WOS.replace(files.SECOND, "It runs on\n   AI hardware 2x faster.")
    medline = files.MEDLINE.replace(files.SECOND, "It runs on a\n      GPU - faster by 2x.")
    assert read(tmp_path, wos)[0][1].abstract == "It runs on AI hardware 2x faster."
    assert read(tmp_path, medline)[0][1].abstract == "It runs on a GPU - faster by 2x."


def test_a_paper_takes_the_date_of_the_volume_that_it_stands_in(tmp_path: Path) -> None:
    data = """@string{june = "12 June"}
@misc{c, title = {C}, year = 2023, month = jul # "~12", abstract = {It is 2x faster.}}
@inproceedings{a, title = {A}, crossref = {V}, abstract = {It is 2x faster.}}
@inproceedings{b, title = {B}, crossref = {V}, year = 2019, abstract = {It is 2x faster.}}
@proceedings{V, title = {Volume}, year = 2024, month = june}
"""
    assert [paper.date for paper in read(tmp_path, data)[0]] == [
        date(2023, 7, 12), date(2024, 6, 12), date(2019, 1, 1),
    ]  # fmt: skip


@pytest.mark.parametrize("saying", ["[No abstract available]", "N/A", "None", "(no abstract)"])
def test_a_text_that_says_that_there_is_no_abstract_is_none(tmp_path: Path, saying: str) -> None:
    papers, rejects = read(tmp_path, f"id,abstract\n1,{saying}\n2,It is 2x faster.\n")
    assert [paper.id for paper in papers] == ["2"]
    assert [reject.no_abstract for reject in rejects] == [True]


def test_a_column_of_another_name_can_be_named(tmp_path: Path) -> None:
    data = "Nr,Heading,Body\n1,T,It is 2x faster.\n"
    with pytest.raises(ClaimsError, match="--map abstract=COLUMN"):
        read(tmp_path, data)
    papers, _ = read(tmp_path, data, columns=["abstract=Body", "title=Heading", "id=Nr"])
    assert [(paper.id, paper.title, paper.abstract) for paper in papers] == [("1", "T", "It is 2x faster.")]
    nested = json.dumps([{"text": {"body": "It is 2x faster."}}])
    assert read(tmp_path, nested, columns=["abstract=text.body"])[0][0].abstract == "It is 2x faster."


@pytest.mark.parametrize("column", ["abstract", "abstract=", "=x", "venue=x"])
def test_a_mistake_in_a_mapping_is_told(tmp_path: Path, column: str) -> None:
    with pytest.raises(ClaimsError, match=r"--map .*: give FIELD=NAME"):
        read(tmp_path, files.TSV, columns=[column])


def test_records_without_abstracts_are_told_from_broken_ones(tmp_path: Path) -> None:
    lines = ['{"abstract": "It is 2x faster."}', '{"title": "T"}', '{"abstract": ""}', '{"abstract": 7}']
    _, rejects = read(tmp_path, "\n".join(lines))
    assert [(reject.reason, reject.no_abstract) for reject in rejects] == [
        ("no abstract", True), ("empty abstract", True), ("abstract is a number, not text", False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "data",
    ['{"foo": 1}\n{"foo": 2}\n', '[{"title": "T"}]', "id,abstract\n1,\n", "TY  - JOUR\nTI  - T\nER  - \n"],
)
def test_a_file_in_which_nothing_has_an_abstract_is_no_input(tmp_path: Path, data: str) -> None:
    with pytest.raises(ClaimsError, match="has an abstract"):
        read(tmp_path, data)


def test_fields_that_are_not_understood_are_noted(tmp_path: Path) -> None:
    odd: list[tuple[str, str]] = []
    record = {"id": "a", "abstract": "It is.", "date": "in press", "doi": "none", "authors": 7}
    read(tmp_path, json.dumps(record), on_odd=lambda file, field, value: odd.append((field, value)))
    assert odd == [("date", "in press"), ("authors", "7"), ("doi", "none")]


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("12 Jan 2024", date(2024, 1, 12)), ("January 12, 2024", date(2024, 1, 12)), ("2024/1/12", date(2024, 1, 12)),
        ("Jan 2024", date(2024, 1, 1)), ("2024", date(2024, 1, 1)), (1705017600, date(2024, 1, 12)),
        (1705017600000, date(2024, 1, 12)), ("1705017600", date(2024, 1, 12)), (20240112, date(2024, 1, 12)),
        ("13/02/2024", date(2024, 2, 13)), ("03/04/2024", None), ("soon", None), (True, None), (-5, None),
        ({"date-parts": [[None]]}, None), ({"date-parts": [[2024, 13]]}, None), (float("nan"), None), ([], None),
    ],
)  # fmt: skip
def test_dates_in_usual_spellings(written: object, day: date | None) -> None:
    assert paper_of({"abstract": "x", "date": written}, source="f", place="line 1").date == day


@pytest.mark.parametrize(
    "doi",
    [
        "10.1145/3620665.9", "https://doi.org/10.1145/3620665.9", "http://dx.doi.org/10.1145%2F3620665.9",
        "doi:10.1145/3620665.9", "DOI 10.1145/3620665.9.", ["10.1145/3620665.9", "10.1/other"],
        "10.1145/3620665.9; 10.1145/2.2",
    ],
)  # fmt: skip
def test_dois_in_any_spelling(doi: object) -> None:
    assert paper_of({"abstract": "x", "doi": doi}, source="f", place="line 1").doi == JOURNAL


def test_ids_that_are_addresses_or_dois_tell_more_than_themselves() -> None:
    known = [
        paper_of({"abstract": "x", "id": id}, source="f", place="line 1")
        for id in (
            "https://doi.org/10.1145/3620665.9",
            "https://arxiv.org/abs/2401.00001v3",
            "https://openalex.org/W7",
        )
    ]
    assert known[0].doi == JOURNAL
    assert (known[1].arxiv_id, known[1].version) == (ARXIV, 3)
    assert known[2].external_ids == ("openalex:W7",)


@pytest.mark.parametrize("delimiter", [";", "|", "\t", ","])
def test_tables_with_any_delimiter(tmp_path: Path, delimiter: str) -> None:
    table = pl.DataFrame({"ID": ["a"], "Abstract": [f"It is {delimiter} 2x faster."]})
    papers, _ = read(tmp_path, table.write_csv(separator=delimiter))
    assert [(paper.id, paper.abstract) for paper in papers] == [("a", f"It is {delimiter} 2x faster.")]


def test_entities_of_xml_are_not_resolved(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("hidden words")
    bomb = files.ATOM.replace(
        '<?xml version="1.0" encoding="UTF-8"?>', f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'
    ).replace(files.SECOND, "&e; It is 2x faster.")
    papers, rejects = read(tmp_path, bomb)
    assert "hidden" not in str(papers) + str(rejects)


NAME = "<name>Jane Doe</name>"


@pytest.mark.parametrize(
    ("before", "piece", "after"),
    [
        (files.CSL_JSON.rstrip().removesuffix("]") + ', {"abstract": "', "a word ", '"}]'),
        ('[{"abstract": "It is 2x faster."}, {"authors": ["', 'Doe", "', '"]}]'),
        ('{"data": [{"abstract": "It is 2x faster."}], "more": ["', 'Doe", "', '"]}'),
        (files.ATOM.replace("</feed>", "<entry><author>"), NAME, "</author></entry></feed>"),
        (files.ATOM.replace("</feed>", "<other>"), NAME, "</other></feed>"),
        (files.ATOM.replace("</feed>", "<!-- "), "a word ", "--></feed>"),
        (files.PUBMED.replace("</PubmedArticleSet>", "<PubmedArticle><A>"), "a ", "</A></PubmedArticle>"),
    ],
)
def test_a_record_that_goes_on_and_on_is_told_before_it_fills_the_memory(
    tmp_path: Path, before: str, piece: str, after: str
) -> None:
    data = before + piece * (2 * MAX_RECORD // len(piece)) + after
    with pytest.raises(ClaimsError, match=r"input: (record larger than 10 MB|broken XML).*; fetch it again"):
        read(tmp_path, data)


def test_formulas_that_a_reference_manager_has_escaped_as_text_are_read(tmp_path: Path) -> None:
    path = tmp_path / "library.bib"
    path.write_text(
        r"@article{a, title = {A}, abstract = {It is 2.4\$\textbackslash times\$ faster than B, and 31\textbackslash\% "
        r"smaller.}}" + "\n" + r"@article{b, title = {B}, abstract = {It is 2.4$\times$ faster, by 31\%.}}"
    )
    first, second = read_papers([path], on_reject=lambda reject: None)
    assert first.abstract == r"It is 2.4$\times$ faster than B, and 31\% smaller."
    assert [claim.quote for claim in claims.extract(first.abstract)] == [r"2.4$\times$", r"31\%"]
    assert second.abstract == r"It is 2.4$\times$ faster, by 31\%."
