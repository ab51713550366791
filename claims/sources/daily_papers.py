"""Daily-paper listings: title, abstract, number of authors or organisation, a dot, the date.

Paragraphs are parted by blank lines::

    Tiny Caches for Very Large Models

    We study ...

      • 7 authors
    ·
    Jun 27, 2023 2
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from claims.model import Paper
from claims.sources.dates import PAGE_DATE, page_date, page_year
from claims.sources.format import Format, Head, Line, Source
from claims.sources.keys import derive_id
from claims.sources.records import code_link

if TYPE_CHECKING:
    from collections.abc import Iterator

# The number after the date counts the comments.
_DATE = re.compile(rf"{PAGE_DATE}(?:\s+[0-9]+)?")
_AUTHORS = re.compile(r"•\s*[0-9,]+ authors?")
_DOT = "·"
# What the page itself says, around the papers.
_BOILERPLATE = re.compile(
    rf"new|trending|subscribe|daily papers|get trending papers.*|by ?ak and the research community"
    rf"|submitted by.*|load more|previous|next|upvote|\W*[0-9]*\W*|{PAGE_DATE}",
    re.IGNORECASE,
)
_TEXT = 250


class _Entry(NamedTuple):
    """What stands up to a date: paragraphs, who and when goes with the last paper in them, and where."""

    blocks: list[list[Line]]
    organization: str | None
    date: re.Match[str] | None
    end: str


def _organization(text: str) -> str | None:
    """The name shown after the account's: ``some-lab Some Lab`` is Some Lab."""
    if not text or _AUTHORS.fullmatch(text):
        return None
    account, _, name = text.partition(" ")
    return name.strip() or account


def _entries(lines: list[Line]) -> list[_Entry]:
    """Cut a page at its dates; what comes after the last makes an entry without one."""
    entries: list[_Entry] = []
    blocks: list[list[Line]] = [[]]
    i = 0
    while i < len(lines):
        line = lines[i]
        i += 1
        dated = _DATE.fullmatch(lines[i].text) if line.text == _DOT and i < len(lines) else None
        if dated:
            i += 1
            named = blocks.pop() if blocks[-1] else []
            entries.append(_Entry(blocks, _organization(" ".join(x.text for x in named)), dated, line.place))
            blocks = [[]]
        elif line.text:
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    return [*entries, _Entry(blocks, None, None, "")]


def _text(block: list[Line]) -> str:
    return "\n".join(line.text for line in block)


def _could_be_title(block: list[Line]) -> bool:
    text = _text(block)
    return len(text) < _TEXT and not text.endswith((".", ":"))


def _papers(blocks: list[list[Line]]) -> list[tuple[list[Line], list[list[Line]]]]:
    """Find title and abstract of each paper; the page leaves out authors and date of some.

    A title is a short paragraph right before a long one. What is short and stands elsewhere belongs to the
    abstract above if it is a sentence, and to the page if not.
    """
    told = [block for block in blocks if block and not _BOILERPLATE.fullmatch(_text(block))]
    papers: list[tuple[list[Line], list[list[Line]]]] = []
    for i, block in enumerate(told):
        following = told[i + 1] if i + 1 < len(told) else None
        if following and _could_be_title(block) and len(_text(following)) >= _TEXT:
            papers.append((block, []))
        elif papers and not _could_be_title(block):
            papers[-1][1].append(block)
    if not papers and len(told) > 1:  # an abstract of a sentence or two
        papers = [(told[-2], told[-1:])]
    return papers


def _paper(source: Source, title_lines: list[Line], body: list[list[Line]]) -> Paper | None:
    broken = next((x for block in (title_lines, *body) for x in block if x.problem), None)
    if broken:
        source.reject(broken.place, broken.problem or "", broken.text)
        return None
    title = " ".join(" ".join(line.text for line in title_lines).split())
    abstract = "\n\n".join(map(_text, body))
    return Paper(
        id=derive_id(title=title, abstract=abstract),
        abstract=abstract,
        title=title,
        code_url=code_link(abstract),
        source=source.name,
        place=title_lines[0].place,
    )


def _read(source: Source) -> Iterator[Paper]:
    entries = _entries(source.page())
    year = page_year([entry.date["year"] for entry in entries if entry.date])
    for entry in entries:
        found = _papers(entry.blocks)
        if not entry.date:
            found = [(title, body) for title, body in found if len(_text(body[0])) >= _TEXT]
        elif not found:
            told = [line for block in entry.blocks for line in block]
            source.reject(entry.end, "no title and abstract before the date", told[-1].text if told else "")
        for title, body in found:
            paper = _paper(source, title, body)
            if not paper:
                continue
            if entry.date and title is found[-1][0]:
                when = page_date(entry.date, year)
                paper = replace(paper, date=when, organization=entry.organization)
            yield paper


def _sniff(head: Head) -> float:
    pairs = zip(head.lines, head.lines[1:], strict=False)
    return 0.95 if any(a == _DOT and _DATE.fullmatch(b) for a, b in pairs) else 0.0


FORMAT = Format(
    "daily-papers", "a daily-paper listing: title, abstract, number of authors, date", _sniff, _read
)
