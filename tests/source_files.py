# ruff: noqa: E501, W291
"""The same two papers in the shape in which programs and services write them; the texts are ours."""

import io
import json

import polars as pl

FIRST = "LarchCache keeps hot keys close. It is 2.4x faster than BirchStore and saves 31% of energy on an A100 GPU."
SECOND = "We study where time goes in key-value stores, and find that 42% of it is spent waiting for memory."
TITLES = ("LarchCache: Hot Keys for Large Stores", "Where Time Goes in Key-Value Stores")

SEMANTIC_SCHOLAR = json.dumps(
    {
        "total": 2, "offset": 0, "next": 2,
        "data": [
            {
                "paperId": "649def34f8be52c8b66281af98ae884c09aef38b",
                "externalIds": {"ArXiv": "2401.00001", "DOI": "10.48550/arXiv.2401.00001", "CorpusId": 219708452},
                "url": "https://www.semanticscholar.org/paper/649def34f8be52c8b66281af98ae884c09aef38b",
                "title": TITLES[0], "abstract": FIRST, "year": 2024, "publicationDate": "2024-01-12",
                "fieldsOfStudy": ["Computer Science"],
                "authors": [{"authorId": "1", "name": "Jane Doe"}, {"authorId": "2", "name": "Rick Roe"}],
            },
            {
                "paperId": "0796f6cd7f0403a854d67d525e9b32af3b277331", "externalIds": {"DOI": "10.1145/3620666.1"},
                "title": TITLES[1], "abstract": SECOND, "year": 2020, "publicationDate": None, "authors": [],
            },
        ],
    }
)  # fmt: skip

OPENALEX = json.dumps(
    {
        "meta": {"count": 2, "db_response_time_ms": 24, "page": 1, "per_page": 25},
        "results": [
            {
                "id": "https://openalex.org/W4390000001", "doi": "https://doi.org/10.48550/arxiv.2401.00001",
                "title": TITLES[0], "display_name": TITLES[0], "publication_year": 2024,
                "publication_date": "2024-01-12",
                "ids": {"openalex": "https://openalex.org/W4390000001", "pmid": "https://pubmed.ncbi.nlm.nih.gov/38000001"},
                "primary_location": {"landing_page_url": "https://arxiv.org/abs/2401.00001"},
                "authorships": [
                    {"author_position": "first", "author": {"id": "https://openalex.org/A1", "display_name": "Jane Doe"}},
                    {"author_position": "last", "author": {"id": "https://openalex.org/A2", "display_name": "Rick Roe"}},
                ],
                "abstract_inverted_index": {
                    word: [place for place, other in enumerate(FIRST.split()) if other == word]
                    for word in dict.fromkeys(FIRST.split())
                },
            },
            {
                "id": "https://openalex.org/W4390000002", "doi": "https://doi.org/10.1145/3620666.1",
                "title": TITLES[1], "publication_date": "2020-03-01", "authorships": [],
                "abstract_inverted_index": {
                    word: [place for place, other in enumerate(SECOND.split()) if other == word]
                    for word in dict.fromkeys(SECOND.split())
                },
            },
        ],
        "group_by": [],
    },
    indent=2,
)  # fmt: skip

CROSSREF = json.dumps(
    {
        "status": "ok", "message-type": "work-list", "message-version": "1.0.0",
        "message": {
            "facets": {}, "total-results": 2,
            "items": [
                {
                    "DOI": "10.1145/3620665.9", "type": "proceedings-article", "title": [TITLES[0]],
                    "abstract": f"<jats:p>{FIRST}</jats:p>",
                    "published": {"date-parts": [[2024, 1, 12]]}, "issued": {"date-parts": [[2024]]},
                    "author": [
                        {"given": "Jane", "family": "Doe", "sequence": "first", "affiliation": []},
                        {"given": "Rick", "family": "Roe", "sequence": "additional", "affiliation": []},
                    ],
                    "URL": "https://doi.org/10.1145/3620665.9", "subject": [],
                },
                {
                    "DOI": "10.1145/3620666.1", "title": [TITLES[1]], "abstract": f"<jats:p>{SECOND}</jats:p>",
                    "issued": {"date-parts": [[2020, 3]]},
                },
            ],
        },
    }
)  # fmt: skip

CSL_JSON = json.dumps(
    [
        {
            "id": "doe2024", "type": "article-journal", "title": TITLES[0], "abstract": FIRST,
            "DOI": "10.1145/3620665.9", "issued": {"date-parts": [["2024", 1, 12]]},
            "author": [{"family": "Doe", "given": "Jane"}, {"literal": "The Larch Team"}],
        },
        {"id": "roe2020", "type": "book", "title": TITLES[1], "abstract": SECOND, "issued": {"raw": "March 2020"}},
    ],
    indent=1,
)  # fmt: skip

PAPERS_WITH_CODE = json.dumps(
    [
        {
            "paper_url": "https://paperswithcode.com/paper/larchcache", "arxiv_id": "2401.00001",
            "nips_id": None, "openreview_id": None, "title": TITLES[0], "abstract": FIRST, "short_abstract": "",
            "url_abs": "https://arxiv.org/abs/2401.00001v2", "url_pdf": "https://arxiv.org/pdf/2401.00001v2.pdf",
            "proceeding": None, "authors": ["Jane Doe", "Rick Roe"], "tasks": ["Caching"], "date": "2024-01-12",
            "methods": [],
        },
    ]
)  # fmt: skip

ATOM = f"""<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <title type="html">ArXiv Query: search_query=all:larch</title>
  <id>http://arxiv.org/api/xyz</id>
  <opensearch:totalResults xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">2</opensearch:totalResults>
  <entry>
    <id>http://arxiv.org/abs/2401.00001v2</id>
    <updated>2024-02-01T10:00:00Z</updated>
    <published>2024-01-12T18:30:00Z</published>
    <title>LarchCache: Hot Keys
  for Large Stores</title>
    <summary>  {FIRST}
</summary>
    <author><name>Jane Doe</name></author>
    <author><name>Rick Roe</name></author>
    <arxiv:comment xmlns:arxiv="http://arxiv.org/schemas/atom">Accepted at MLSys 2024</arxiv:comment>
    <link href="http://arxiv.org/abs/2401.00001v2" rel="alternate" type="text/html"/>
    <category term="cs.DB" scheme="http://arxiv.org/schemas/atom"/>
    <category term="cs.PF" scheme="http://arxiv.org/schemas/atom"/>
  </entry>
  <entry>
    <id>http://arxiv.org/abs/cs/0112017v1</id>
    <published>2001-12-09T00:00:00Z</published>
    <title>{TITLES[1]}</title>
    <summary>{SECOND}</summary>
    <arxiv:doi xmlns:arxiv="http://arxiv.org/schemas/atom">10.1145/3620666.1</arxiv:doi>
  </entry>
</feed>
"""

PUBMED = """<?xml version="1.0" ?>
<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2024//EN" "https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_240101.dtd">
<PubmedArticleSet>
<PubmedArticle><MedlineCitation Status="MEDLINE" Owner="NLM"><PMID Version="1">38000001</PMID>
<Article PubModel="Print-Electronic"><Journal><JournalIssue CitedMedium="Internet">
<PubDate><Year>2024</Year><Month>Feb</Month></PubDate></JournalIssue></Journal>
<ArticleTitle>LarchCache: Hot <i>Keys</i> for Large Stores</ArticleTitle>
<ELocationID EIdType="pii" ValidYN="Y">S0001</ELocationID>
<Abstract><AbstractText Label="BACKGROUND" NlmCategory="BACKGROUND">Stores are slow.</AbstractText>
<AbstractText Label="RESULTS" NlmCategory="RESULTS">LarchCache is 2.4x faster than BirchStore.</AbstractText></Abstract>
<AuthorList CompleteYN="Y"><Author ValidYN="Y"><LastName>Doe</LastName><ForeName>Jane</ForeName><Initials>J</Initials></Author>
<Author ValidYN="Y"><CollectiveName>The Larch Team</CollectiveName></Author></AuthorList>
<ArticleDate DateType="Electronic"><Year>2024</Year><Month>01</Month><Day>12</Day></ArticleDate></Article></MedlineCitation>
<PubmedData><ArticleIdList><ArticleId IdType="pubmed">38000001</ArticleId><ArticleId IdType="pmc">PMC10000001</ArticleId>
<ArticleId IdType="doi">10.1145/3620665.9</ArticleId></ArticleIdList></PubmedData></PubmedArticle>
</PubmedArticleSet>
"""

MEDLINE = f"""
PMID- 38000001
OWN - NLM
STAT- MEDLINE
DP  - 2024 Jan 12
TI  - LarchCache: Hot Keys
      for Large Stores
LID - 113451 [pii]
LID - 10.1145/3620665.9 [doi]
AB  - {FIRST[:36]}
      {FIRST[36:].strip()}
FAU - Doe, Jane
AU  - Doe J
FAU - Roe, Rick
AU  - Roe R
AD  - Department of Stores, University of Larch.
PMC - PMC10000001

PMID- 32000002
DP  - 2020 Mar
TI  - {TITLES[1]}
AB  - {SECOND}
"""

RIS = f"""TY  - JOUR
TI  - {TITLES[0]}
AU  - Doe, Jane
AU  - Roe, Rick
PY  - 2024
DA  - 2024/01/12
DO  - https://doi.org/10.1145/3620665.9
AB  - {FIRST}
KW  - caching
UR  - https://arxiv.org/abs/2401.00001
ER  - 

TY  - CONF
T1  - {TITLES[1]}
A1  - Poe, Mo
Y1  - 2020///
N2  - {SECOND}
ER  - 
"""

BIBTEX = f"""% exported by a reference manager
@string{{mlsys = "MLSys"}}

@inproceedings{{doe2024larchcache,
  title = {{{{LarchCache}}: {{Hot Keys}} for {{Large Stores}}}},
  author = {{Doe, Jane and Roe, Rick}},
  booktitle = mlsys,
  date = {{2024-01-12}},
  doi = {{10.1145/3620665.9}},
  eprint = {{2401.00001}},
  eprinttype = {{arxiv}},
  abstract = {{{FIRST.replace("%", chr(92) + "%")}}},
  keywords = {{caching,stores}},
  file = {{/home/jane/larch.pdf}}
}}

@article{{poe2020,
  author = "Mo Poe",
  title = "{TITLES[1]}",
  year = 2020,
  month = mar,
  abstract = "{SECOND.replace("%", chr(92) + "%")}"
}}
"""

ZOTERO_CSV = (
    '"Key","Item Type","Publication Year","Author","Title","Publication Title","DOI","Url","Abstract Note","Date",'
    '"Date Added","Extra"\n'
    f'"AB12CD34","journalArticle","2024","Doe, Jane; Roe, Rick","{TITLES[0]}","MLSys","10.1145/3620665.9",'
    f'"https://arxiv.org/abs/2401.00001","{FIRST}","2024-01-12","2024-05-01 10:00:00","arXiv:2401.00001 [cs.DB]"\n'
    f'"EF56GH78","book","2020","Poe, Mo","{TITLES[1]}","","","","{SECOND}\nIt has ""two"" lines.","March 2020","",""\n'
)

ENDNOTE = f"""%0 Conference Proceedings
%T {TITLES[0]}
%A Doe, Jane
%A Roe, Rick
%D 2024
%8 12 January 2024
%X {FIRST}
%R 10.1145/3620665.9
%U https://arxiv.org/abs/2401.00001

%0 Journal Article
%T {TITLES[1]}
%A Poe, Mo
%D 2020
%X {SECOND}
"""

TSV = "id\ttitle\tabstract\tyear\n" + f"a\t{TITLES[0]}\t{FIRST}\t2024\n" + f"b\t{TITLES[1]}\t{SECOND}\t2020\n"


def arrow() -> bytes:
    """Return an Arrow file, as data frames write it."""
    sink = io.BytesIO()
    pl.DataFrame(
        {"id": ["a", "b"], "title": TITLES, "abstract": [FIRST, SECOND], "year": [2024, 2020]}
    ).write_ipc(sink)
    return sink.getvalue()


CONTENT: dict[str, bytes] = {
    "arrow": arrow(),
    "atom": ATOM.encode(),
    "bibtex": BIBTEX.encode(),
    "csv": ZOTERO_CSV.encode(),
    "endnote": ENDNOTE.encode(),
    "json": SEMANTIC_SCHOLAR.encode(),
    "medline": MEDLINE.encode(),
    "pubmed": PUBMED.encode(),
    "ris": RIS.encode(),
}
