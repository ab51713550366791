"""Pages of a person's or group's papers: a badge, title and authors glued together, an abstract.

The badge (``8.0ARJun 29, 2022``: score, category, date, sometimes ``Code``) may be missing.
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, NamedTuple

from claims.model import Paper
from claims.sources.dates import PAGE_DATE, page_date, page_year
from claims.sources.format import Format, Head, Line, Source
from claims.sources.glued import Glued, split_glued
from claims.sources.keys import derive_id
from claims.sources.records import code_link

if TYPE_CHECKING:
    from collections.abc import Iterator

_BADGE = re.compile(rf"(?:[0-9]+(?:\.[0-9]+)?)?(?P<category>[A-Z]{{2}}){PAGE_DATE}(?:Code)?")
_ET_AL = re.compile(r"\S et al\.?(?: · .{1,80})?$")
# No title with three authors is longer, and few abstracts are shorter.
_TITLE = 400
_TEXT = 200


class _Entry(NamedTuple):
    badge: re.Match[str] | None
    title: Line
    glued: Glued
    abstract: Line


def _as_title(line: str) -> Glued | None:
    """The parts of a line of title and authors, or None where it is none."""
    if len(line) > _TITLE or (line.endswith(".") and not _ET_AL.search(line)):
        return None
    glued = split_glued(line)
    return glued if glued.authors else None


def _entries(source: Source, lines: list[Line]) -> Iterator[_Entry]:
    lines = [line for line in lines if line.text]
    i = 0
    while i < len(lines):
        badge = _BADGE.fullmatch(lines[i].text)
        start = lines[i]
        i += badge is not None
        if i == len(lines) or (badge and _BADGE.fullmatch(lines[i].text)):
            source.reject(start.place, "no title after this line", start.text)
            continue
        title = lines[i]
        following = lines[i + 1] if i + 1 < len(lines) else None
        is_text = following is not None and len(following.text) >= _TEXT
        glued = _as_title(title.text)
        if not glued and len(title.text) <= _TITLE and is_text and (badge or len(title.text) < _TEXT):
            glued = Glued(title.text)  # the page names no authors, or in a way that cannot be told apart
        i += 1
        if not glued:
            if len(title.text) >= _TEXT:
                source.reject(title.place, "text without a title line before it", title.text)
            elif badge:
                source.reject(title.place, "no abstract after this title", title.text)
            continue  # otherwise a heading, a footer, page numbers
        if (
            following is None
            or _BADGE.fullmatch(following.text)
            or (_ET_AL.search(following.text) and not is_text)
        ):
            source.reject(title.place, "no abstract after this title", title.text)
            continue
        i += 1
        yield _Entry(badge, title, glued, following)


def _read(source: Source) -> Iterator[Paper]:
    entries = list(_entries(source, source.page()))
    year = page_year([entry.badge["year"] for entry in entries if entry.badge])
    for badge, title, glued, text in entries:
        broken = next((line for line in (title, text) if line.problem), None)
        if broken:
            source.reject(broken.place, broken.problem or "", broken.text)
            continue
        yield Paper(
            id=derive_id(title=glued.title, abstract=text.text),
            abstract=text.text,
            title=glued.title,
            date=page_date(badge, year) if badge else None,
            categories=(badge["category"],) if badge else (),
            authors=glued.authors,
            organization=glued.organization,
            code_url=code_link(text.text),
            source=source.name,
            place=title.place,
        )


def _sniff(head: Head) -> float:
    lines = [line for line in head.lines if line]
    pairs = list(itertools.pairwise(lines))
    for line, following in pairs:
        if _BADGE.fullmatch(line) and len(following) <= _TITLE:
            return 0.9
        if _ET_AL.search(line) and len(following) >= _TEXT and _as_title(line):
            return 0.9
    # Fewer authors leave no "et al." to go by: such a page has to begin with a title.
    return 0.4 if pairs and len(pairs[0][1]) >= _TEXT and _as_title(pairs[0][0]) else 0.0


FORMAT = Format(
    "profile", "a page with title and authors glued on one line, and the abstract below", _sniff, _read
)
