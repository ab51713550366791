"""Tables whose columns have the names of tags: tab-delimited files of Web of Science, and what is made of them."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from claims.model import Paper
from claims.sources.delimited import Layout, rows
from claims.sources.format import Format, Head, Source
from claims.sources.records import papers_from
from claims.sources.wos import TAGS

_TITLE, _ABSTRACT = "TI", "AB"
# Characters of all names together.
_LONGEST = 5000
# With tabs between them, quotation marks are part of the texts.
_QUOTES = {"\t": "", ",": '"', ";": '"'}


def _layout(head: Head) -> Layout | None:
    first = head.lines[0].split("\r", 1)[0]
    if len(first) > _LONGEST:
        return None
    for delimiter, quote in _QUOTES.items():
        names = next(csv.reader([first], delimiter=delimiter), [])
        if _TITLE in names and _ABSTRACT in names:
            return Layout(delimiter, [TAGS.get(name, name) for name in names], 1, quote)
    return None


def _read(source: Source) -> Iterator[Paper]:
    text = source.in_utf8()
    layout = _layout(Head(text.stream.peek())) or Layout("\t", list(TAGS.values()), 1, "")
    return papers_from(text, rows(text, layout))


def _sniff(head: Head) -> float:
    return 0.95 if _layout(head) else 0.0


FORMAT = Format(
    "wos-table", "tab-delimited file of Web of Science", _sniff, _read, lambda data: data.count(b"\n")
)
