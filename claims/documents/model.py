"""What a whole paper is: sections with paragraphs, and tables with the place of each in its source.

Every reader of :mod:`claims.documents` gives these, whatever its format, and nothing that reads results or claims
knows where they came from.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Script = Literal["", "sub", "sup"]
RunKind = Literal["text", "citation", "note"]
SectionKind = Literal[
    "abstract", "introduction", "related work", "method", "results", "conclusion", "appendix", "other"
]


class Run(NamedTuple):
    """A stretch of text of one look.

    Attributes:
        text: Its characters.
        bold: True where it is printed bold.
        underline: True where it is underlined.
        script: ``sub`` or ``sup`` where it is lowered or raised.
        small: True where it is printed smaller than what stands around it.
        kind: ``citation`` for a reference to another paper, ``note`` for a footnote's mark.
    """

    text: str
    bold: bool = False
    underline: bool = False
    script: Script = ""
    small: bool = False
    kind: RunKind = "text"


CITED = "\ue000"
"""Stands in labels where another paper is referred to; no text of a paper holds it."""


_SIDE = re.compile(r"\d{2,4}")  # of a square: an image of 224²


def _signed(runs: list[Run], i: int) -> str:
    """Return a raised figure with what tells it from one that stands beside: R², 224² and 10^6, not R2 and 106."""
    run, before = runs[i], runs[i - 1].text.rstrip() if i else ""
    text = run.text.strip()
    if run.script != "sup" or not text.lstrip("-−–").isdigit():
        return run.text
    if text == "2" and (before.endswith("R") or _SIDE.fullmatch(before)):
        return "²"
    return f"^{text}" if before.endswith("10") else run.text


@dataclass
class Cell:
    """A cell of a table as its source gives it; nobody changes it, but Python makes frozen ones slowly.

    Attributes:
        runs: Its text.
        rows: How many rows it says that it spans, at least 1.
        columns: How many columns it says that it spans, at least 1.
        heading: True where the source marks it as a heading.
        ruled: True where a line is drawn above it.
        shaded: True where it is printed on a ground of another colour.
    """

    runs: tuple[Run, ...] = ()
    rows: int = 1
    columns: int = 1
    heading: bool = False
    ruled: bool = False
    shaded: bool = False
    _text: str | None = field(default=None, repr=False, compare=False)

    @property
    def text(self) -> str:
        """The text without citations and marks of notes, with one blank for all white space."""
        found = self._text
        if found is None:
            texts = [r for r in self.runs if r.kind == "text"]
            plain = len(texts) == 1 and not texts[0].script
            found = (
                " ".join(texts[0].text.split())
                if plain
                else " ".join(
                    "".join([_signed(texts, i) if r.script else r.text for i, r in enumerate(texts)]).split()
                )
            )
            self._text = found
        return found

    @property
    def label(self) -> str:
        """The text with CITED behind it where another paper is referred to."""
        return self.text + (CITED if any(r.kind == "citation" for r in self.runs) else "")


@dataclass(frozen=True)
class Table:
    """A table.

    Attributes:
        label: Its number as the paper gives it (``Table 2``, ``Table 1 (b)``); made from its place where there is none.
        caption: Caption and notes, without the label.
        rows: Its rows of cells, spans not unrolled.
        place: Where it stands in the source: ``line 812``, ``tables/main.tex line 3``, ``page 5``.
        section: Title of the section that holds it.
        refused: Why it is not to be read, where its source is broken.
        appendix: True where it stands behind the references.
    """

    label: str
    caption: str
    rows: tuple[tuple[Cell, ...], ...]
    place: str = ""
    section: str = ""
    refused: str | None = None
    appendix: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of running text and where it stands in the source."""

    text: str
    place: str = ""


@dataclass(slots=True)
class Section:
    """A section.

    Attributes:
        title: Its heading without number.
        kind: What it is about, by its heading.
        paragraphs: Its paragraphs in order, those of its subsections in sections of their own.
    """

    title: str
    kind: SectionKind
    paragraphs: list[Paragraph] = field(default_factory=list)


@dataclass(slots=True)
class Document:
    """A whole paper.

    Attributes:
        id: What tells it from others: an arXiv id or DOI where the source has one, else made from its file's name.
        format: Name of the format that it was read as.
        title: Its title, empty where none was found.
        sections: Its sections in order; the abstract is one of them.
        tables: Its tables in order.
        source: Path of the file or folder.
        arxiv_id: Identifier on arXiv without version, where known.
        doi: Digital object identifier, where known.
    """

    id: str
    format: str
    title: str = ""
    sections: list[Section] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    source: str = ""
    arxiv_id: str | None = None
    doi: str | None = None

    @property
    def abstract(self) -> str:
        """The abstract, its paragraphs joined by a blank."""
        return " ".join(p.text for s in self.sections if s.kind == "abstract" for p in s.paragraphs)

    def text(self, *kinds: SectionKind) -> str:
        """Return the paragraphs of the sections of some kinds, of all where none is given, one a line."""
        return "\n".join(p.text for s in self.sections if not kinds or s.kind in kinds for p in s.paragraphs)


_HEADINGS: tuple[tuple[SectionKind, str], ...] = (
    ("abstract", r"abstract\b|summary$"),
    ("related work", r"related works?|prior work|previous work|literature|background"),
    ("introduction", r"introduction|motivation"),
    ("conclusion", r"conclu|discussion|future work|limitations?|summary"),
    (
        "results",
        r"results?|experiments?|experimental|evaluations?|analys[ei]s|ablations?|performance|comparison",
    ),
    (
        "method",
        r"methods?|methodology|approach|model|architecture|algorithm|design|implementation|preliminar",
    ),
)
_KINDS = tuple((kind, re.compile(rf"(?i)\b(?:{words})")) for kind, words in _HEADINGS)


def section_kind(title: str, *, appendix: bool = False) -> SectionKind:
    """Return what a section is about, by the words of its heading.

    >>> section_kind("5.1 Experimental Setup"), section_kind("Related Work and Background")
    ('results', 'related work')
    """
    if appendix:
        return "appendix"
    return next((kind for kind, words in _KINDS if words.search(title)), "other")
