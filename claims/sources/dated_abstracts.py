"""Pages of abstracts, each followed by a line ``arXiv:...`` and one ``Created: ...``.

An abstract is a paragraph; a title may stand before it, and comments ("28 pages", "Accepted by ...")
between it and the ``arXiv:`` line.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from claims.model import Paper
from claims.sources.dates import parse_date
from claims.sources.format import Format, Head, Line, Source, beginnings
from claims.sources.keys import derive_id, parse_arxiv_id, parse_doi
from claims.sources.records import code_link

if TYPE_CHECKING:
    from collections.abc import Iterator

_ARXIV = re.compile(r"arXiv:\s*(?P<id>\S+)(?:\s+-\s+doi:\s*(?P<doi>\S+))?", re.IGNORECASE)
_CREATED = re.compile(r"Created:\s*(?P<date>.+)", re.IGNORECASE)
# A longer paragraph is text, a shorter one can be a title or a comment.
_COMMENT = 250
_SENTENCE_END = (".", "!", "?", '."', ".)", ".”")


def _paragraphs(lines: list[Line]) -> list[list[Line]]:
    found: list[list[Line]] = [[]]
    for line in lines:
        if line.text:
            found[-1].append(line)
        elif found[-1]:
            found.append([])
    return [paragraph for paragraph in found if paragraph]


def _text(paragraph: list[Line]) -> str:
    return "\n".join(line.text for line in paragraph)


def _is_text(paragraph: list[Line]) -> bool:
    return len(_text(paragraph)) >= _COMMENT


def _paper(
    source: Source, before: list[Line], arxiv: re.Match[str], created: str | None, at: Line
) -> Paper | None:
    paragraphs = _paragraphs(before)
    title = ""
    if len(paragraphs) > 1 and not _is_text(paragraphs[0]) and _is_text(paragraphs[1]):
        first = _text(paragraphs[0])
        # "1.", "Results" and the like are no titles, but never the abstract either.
        title = "" if first.endswith(_SENTENCE_END) else " ".join(first.split())
        paragraphs = paragraphs[1:]
    if not paragraphs:
        source.reject(at.place, "no abstract before this line", at.text)
        return None
    body = [paragraphs[0]]
    for paragraph in paragraphs[1:]:
        if not _is_text(paragraph):
            break
        body.append(paragraph)
    lines = [line for paragraph in body for line in paragraph]
    abstract = "\n\n".join(map(_text, body))
    for line in lines:
        if line.problem:
            source.reject(line.place, line.problem, line.text)
            return None
    found = parse_arxiv_id(arxiv["id"])
    arxiv_id, version = found or (None, None)
    return Paper(
        id=derive_id(title=title, abstract=abstract, arxiv_id=arxiv_id),
        abstract=abstract,
        title=title,
        date=parse_date(created) if created else None,
        arxiv_id=arxiv_id,
        version=version,
        doi=parse_doi(arxiv["doi"]) if arxiv["doi"] else None,
        code_url=code_link(abstract),
        source=source.name,
        place=lines[0].place,
    )


def _read(source: Source) -> Iterator[Paper]:
    lines = source.page()
    before: list[Line] = []
    i = 0
    while i < len(lines):
        line = lines[i]
        i += 1
        arxiv = _ARXIV.fullmatch(line.text)
        if not arxiv:
            before.append(line)
            continue
        created = _CREATED.fullmatch(lines[i].text) if i < len(lines) else None
        i += created is not None
        paper = _paper(source, before, arxiv, created["date"] if created else None, line)
        before = []
        if paper:
            yield paper
    for paragraph in _paragraphs(before):
        if _is_text(paragraph):
            source.reject(paragraph[0].place, "text without an arXiv: line after it", _text(paragraph))


def _sniff(head: Head) -> float:
    pairs = zip(head.lines, head.lines[1:], strict=False)
    return 0.95 if any(_ARXIV.fullmatch(a) and _CREATED.fullmatch(b) for a, b in pairs) else 0.0


FORMAT = Format(
    "dated-abstracts",
    "a page of abstracts, each followed by arXiv: and Created: lines",
    _sniff,
    _read,
    beginnings(rb"^Created:"),
)
