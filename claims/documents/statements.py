"""Claims in the running text of a whole paper: each once, with the sections that it stands in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from claims.documents.model import Document, SectionKind
from claims.model import Claim
from claims.pipeline import abreast, read_text

READ: tuple[SectionKind, ...] = ("abstract", "introduction", "related work", "results", "conclusion")
"""Sections whose text is read. What others found, as related work tells it, is background."""


@dataclass(slots=True)
class Statement:
    """A claim of a paper's text.

    Attributes:
        claim: The claim; its offsets point into the paragraph, for the abstract into all of it.
        text: The paragraph.
        section: Title of the section that states it first.
        kind: What that section is about.
        paragraph: Number of the paragraph in its section, from 0.
        place: Where the paragraph stands in the source.
        sections: Titles of all sections that state it.
    """

    claim: Claim
    text: str
    section: str
    kind: SectionKind
    paragraph: int
    place: str
    sections: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return the fields of the claim and its place as JSON types."""
        return self.claim.as_dict() | {
            "section": self.section, "section_kind": self.kind, "paragraph": self.paragraph, "place": self.place,
            "sections": list(self.sections),
        }  # fmt: skip


def statements(document: Document) -> list[Statement]:
    """Return the claims of a paper's text in its order; a claim that stands in two sections is given once.

    Args:
        document: The paper.
    """
    first: dict[tuple[Any, ...], Statement] = {}
    found: list[Statement] = []
    texts = _texts(document)
    read = abreast(read_text(text, document.title) for text, *_ in texts)
    for (text, section, kind, number, place), claims in zip(texts, read, strict=True):
        if isinstance(claims, Exception):
            raise claims
        for found_claim in claims:
            claim = replace(found_claim, role="background") if kind == "related work" else found_claim
            same = first.get(_key(claim))
            if same is None:
                statement = Statement(claim, text, section, kind, number, place, (section,))
                first[_key(claim)] = statement
                found.append(statement)
            elif section not in same.sections:
                same.sections = (*same.sections, section)
    return found


def _key(claim: Claim) -> tuple[Any, ...]:
    """What makes two claims the same, however they are worded."""
    return claim.form, claim.lo, claim.hi, claim.unit, claim.metric, claim.change


def _texts(document: Document) -> list[tuple[str, str, SectionKind, int, str]]:
    out: list[tuple[str, str, SectionKind, int, str]] = []
    kinds = (
        READ if any(s.kind in READ and s.kind != "abstract" for s in document.sections) else (*READ, "other")
    )
    abstract = document.abstract
    if abstract:
        out.append((abstract, "Abstract", "abstract", 0, "abstract"))
    for section in document.sections:
        if section.kind in kinds and section.kind != "abstract":
            out += [
                (p.text, section.title, section.kind, i, p.place) for i, p in enumerate(section.paragraphs)
            ]
    return out
