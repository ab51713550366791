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

WOS = f"""FN Clarivate Analytics Web of Science
VR 1.0
PT J
AU Doe, J
   Roe, R
AF Doe, Jane
   Roe, Rick
TI LarchCache: Hot Keys
   for Large Stores
SO ACM TRANSACTIONS ON STORAGE
DE caching; stores
AB {FIRST[:36].strip()}
   {FIRST[36:].strip()}
C1 [Doe, Jane] Univ Larch, Dept Stores, Larchtown, USA.
PD JAN 12
PY 2024
DI 10.1145/3620665.9
UT WOS:000400000000001
DA 2024-05-01
ER

PT C
AU Poe, M
AF Poe, Mo
TI {TITLES[1]}
AB {SECOND}
PD MAR
PY 2020
UT WOS:000400000000002
ER

EF
"""

WOS_TABLE = "\r\n".join(
    "\t".join(row)
    for row in (
        ("PT", "AU", "AF", "TI", "AB", "PA", "PD", "PY", "DI", "UT"),
        ("J", "Doe, J; Roe, R", "Doe, Jane; Roe, Rick", TITLES[0], FIRST, "2 LARCH PLAZA", "JAN 12", "2024",
         "10.1145/3620665.9", "WOS:000400000000001"),
        ("C", "Poe, M", "Poe, Mo", TITLES[1], f'"Waiting" is slow. {SECOND}', "", "MAR", "2020", "", "WOS:000400000000002"),
    )
)  # fmt: skip

REFWORKS = f"""RT Journal Article
SR Electronic(1)
A1 Doe, Jane
A1 Roe, Rick
T1 {TITLES[0]}
YR 2024
FD January 12
AB {FIRST}
DO 10.1145/3620665.9
LK https://arxiv.org/abs/2401.00001

RT Book, Whole
A1 Poe, Mo
T1 {TITLES[1]}
YR 2020
AB {SECOND}
"""


def _style(text: str) -> str:
    return f'<style face="normal" font="default" size="100%">{text}</style>'


ENDNOTE_XML = f"""<?xml version="1.0" encoding="UTF-8" ?><xml><records><record>
<database name="Larch.enl" path="C:\\Larch.enl">Larch.enl</database><rec-number>1</rec-number>
<ref-type name="Journal Article">17</ref-type>
<contributors><authors><author>{_style("Doe, Jane")}</author><author>{_style("Roe, Rick")}</author></authors>
<secondary-authors><author>{_style("Poe, Mo")}</author></secondary-authors></contributors>
<titles><title>{_style("LarchCache: ")}{_style("Hot Keys for Large Stores")}</title></titles>
<dates><year>{_style("2024")}</year><pub-dates><date>{_style("Jan 12")}</date></pub-dates></dates>
<abstract>{_style(FIRST)}</abstract>
<urls><related-urls><url>{_style("https://arxiv.org/abs/2401.00001")}</url></related-urls></urls>
<electronic-resource-num>{_style("10.1145/3620665.9")}</electronic-resource-num></record>
</records></xml>
"""

_OAI_RECORD = """<record><header><identifier>oai:arXiv.org:2401.00001</identifier><datestamp>2024-02-02</datestamp></header>
<metadata>{}</metadata></record>"""
OAI_ARXIV = _OAI_RECORD.format(
    f"""<arXiv xmlns="http://arxiv.org/OAI/arXiv/"><id>2401.00001</id><created>2024-01-12</created><updated>2024-02-01</updated>
<authors><author><keyname>Doe</keyname><forenames>Jane</forenames></author>
<author><keyname>Roe</keyname><forenames>Rick</forenames></author></authors>
<title>{TITLES[0]}</title><categories>cs.DB cs.PF</categories><comments>12 pages</comments>
<doi>10.1145/3620665.9</doi><abstract>  {FIRST}
</abstract></arXiv>"""
)
OAI_RAW = _OAI_RECORD.format(
    f"""<arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/"><id>2401.00001</id><submitter>Jane Doe</submitter>
<version version="v1"><date>Fri, 12 Jan 2024 18:30:00 GMT</date></version>
<version version="v2"><date>Thu, 1 Feb 2024 10:00:00 GMT</date></version><title>{TITLES[0]}</title>
<authors>Jane Doe (University of Larch) and Rick Roe</authors><doi>10.1145/3620665.9</doi><abstract>{FIRST}</abstract></arXivRaw>"""
)
OAI_DC = _OAI_RECORD.format(
    f"""<oai_dc:dc xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/">
<dc:title>{TITLES[0]}</dc:title><dc:creator>Doe, Jane</dc:creator><dc:creator>Roe, Rick</dc:creator>
<dc:description>{FIRST}</dc:description><dc:date>2024-01-12</dc:date>
<dc:identifier>https://doi.org/10.1145/3620665.9</dc:identifier></oai_dc:dc>"""
)


def oai(*records: str) -> str:
    """Return an answer to a harvester."""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords>{"".join(records)}
<record><header status="deleted"><identifier>oai:arXiv.org:2401.00009</identifier></header></record>
<resumptionToken>x|1001</resumptionToken></ListRecords></OAI-PMH>"""


RSS = f"""<?xml version='1.0' encoding='UTF-8'?>
<rss xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/" version="2.0"><channel>
<title>cs.DB updates on arXiv.org</title><link>http://rss.arxiv.org/rss/cs.DB</link><description>cs.DB updates</description>
<item><title>{TITLES[0]}</title><link>https://arxiv.org/abs/2401.00001</link>
<description>arXiv:2401.00001v2 Announce Type: replace-cross
Abstract: {FIRST}</description><guid isPermaLink="false">oai:arXiv.org:2401.00001v2</guid><category>cs.DB</category>
<pubDate>Fri, 12 Jan 2024 00:00:00 -0500</pubDate><dc:creator>Jane Doe, Rick Roe</dc:creator></item>
</channel></rss>
"""

RSS_OF_RDF = f"""<?xml version="1.0" encoding="UTF-8" ?>
<rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://www.biorxiv.org"><title>bioRxiv</title></channel>
<item rdf:about="https://www.biorxiv.org/content/10.1101/2024.01.12.570000v1?rss=1"><title><![CDATA[{TITLES[0]}]]></title>
<link>https://www.biorxiv.org/content/10.1101/2024.01.12.570000v1?rss=1</link><description><![CDATA[{FIRST}]]></description>
<dc:creator>Doe, J.; Roe, R.</dc:creator><dc:date>2024-01-12</dc:date></item></rdf:RDF>
"""

MODS = f"""<?xml version="1.0"?>
<modsCollection xmlns="http://www.loc.gov/mods/v3"><mods><titleInfo><title>{TITLES[0]}</title></titleInfo>
<name type="personal"><namePart type="family">Doe</namePart><namePart type="given">Jane</namePart>
<role><roleTerm type="code" authority="marcrelator">aut</roleTerm></role></name>
<name type="personal"><namePart type="family">Roe</namePart><namePart type="given">Rick</namePart></name>
<name type="personal"><namePart type="family">Poe</namePart><role><roleTerm type="code">edt</roleTerm></role></name>
<originInfo><dateIssued>2024-01-12</dateIssued></originInfo><identifier type="doi">10.1145/3620665.9</identifier>
<abstract>{FIRST}</abstract></mods></modsCollection>
"""

CSL_YAML = f"""---
references:
- id: doe2024
  abstract: >-
    {FIRST}
  author:
    - family: Doe
      given: Jane
    - family: Roe
      given: Rick
  DOI: 10.1145/3620665.9
  issued:
    - year: 2024
      month: 1
      day: 12
  title: '{TITLES[0]}'
...
"""

CONTENT |= {
    "csl-yaml": CSL_YAML.encode(),
    "endnote-xml": ENDNOTE_XML.encode(),
    "mods": MODS.encode(),
    "oai": oai(OAI_ARXIV).encode(),
    "refworks": REFWORKS.encode(),
    "rss": RSS.encode(),
    "wos": WOS.encode(),
    "wos-table": WOS_TABLE.encode(),
}
