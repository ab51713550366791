"""Tab-delimited files of Web of Science, whose columns have names of two letters."""

from __future__ import annotations

from collections.abc import Iterator

from claims.model import Paper
from claims.sources.delimited import Layout, rows
from claims.sources.format import Format, Head, Source
from claims.sources.records import papers_from
from claims.sources.wos import TAGS

_FIRST, _ABSTRACT = "PT", "AB"
_DELIMITER = "\t"


def _columns(head: Head) -> list[str]:
    return head.lines[0].split(_DELIMITER)


def _read(source: Source) -> Iterator[Paper]:
    text = source.in_utf8()
    names = [TAGS.get(name, name) for name in _columns(Head(text.stream.peek()))]
    return papers_from(text, rows(text, Layout(_DELIMITER, names, 1, quote="")))


def _sniff(head: Head) -> float:
    names = _columns(head)
    return 0.95 if names[0] == _FIRST and _ABSTRACT in names else 0.0


FORMAT = Format(
    "wos-table", "tab-delimited file of Web of Science", _sniff, _read, lambda data: data.count(b"\n")
)
