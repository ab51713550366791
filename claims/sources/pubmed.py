"""XML of PubMed: sets of articles with parts of abstracts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from claims.model import Paper
from claims.sources.format import Format, Head, Source, beginnings
from claims.sources.marked_text import marked_text
from claims.sources.records import papers_from
from claims.sources.xml_stream import is_xml, records, text

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


_ELEMENTS = ("PubmedArticle", "PubmedBookArticle")


def _abstract(article: Element) -> str | None:
    """Return the parts of an abstract with their labels, as PubMed shows them."""
    parts = []
    for part in article.findall(".//Abstract/AbstractText"):
        words, label = marked_text(part), part.get("Label")
        if words:
            parts.append(f"{label}: {words}" if label else words)
    return " ".join(parts) or None


def _date(article: Element) -> str:
    for path in (
        ".//ArticleDate",
        ".//PubDate",
        ".//ContributionDate",
        ".//PubMedPubDate[@PubStatus='pubmed']",
    ):
        found = article.find(path)
        if found is not None and found.find("Year") is not None:
            parts = [text(found.find(name)) for name in ("Day", "Month", "Year")]
            if parts[1].isdecimal():
                return "-".join([parts[2], parts[1].zfill(2), (parts[0] or "1").zfill(2)])
            return " ".join(filter(None, parts))
    return text(article.find(".//PubDate/MedlineDate"))


def _article(article: Element) -> Mapping[str, Any]:
    ids = {each.get("IdType"): text(each) for each in article.findall("./PubmedData/ArticleIdList/ArticleId")}
    people = [
        text(author.find("CollectiveName"))
        or " ".join(filter(None, (text(author.find("ForeName")), text(author.find("LastName")))))
        for author in article.findall(".//AuthorList/Author")
    ]
    return {
        "pmid": text(article.find(".//PMID")),
        "title": text(article.find(".//ArticleTitle")),
        "abstract": _abstract(article),
        "date": _date(article),
        "doi": ids.get("doi") or text(article.find(".//ELocationID[@EIdType='doi']")),
        "pmcid": ids.get("pmc"),
        "authors": people,
    }


def _read(source: Source) -> Iterator[Paper]:
    return papers_from(source, records(source, _ELEMENTS, _article))


def _sniff(head: Head) -> float:
    return 0.9 if is_xml(head) and b"<Pubmed" in head.data else 0.0


FORMAT = Format("pubmed", "XML of PubMed", _sniff, _read, beginnings(rb"<Pubmed(?:Book)?Article\b"))
