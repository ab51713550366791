"""References with a tag at the beginning of each line, one record after the other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from claims.sources.format import Head, Source
from claims.sources.records import Record

if TYPE_CHECKING:
    from rispy import RisParser

# So many lines of the beginning are looked at: exports begin with a few lines of their own.
_LOOKED_AT = 200


def begins(head: Head, start: re.Pattern[str]) -> bool:
    """Return whether a record begins among the first lines."""
    return any(map(start.match, head.lines[:_LOOKED_AT]))


def records(
    source: Source, start: re.Pattern[str], parser: type[RisParser], is_indented: bool = False
) -> Iterator[Record]:
    """Yield one record after the other: each is parsed by itself, so that a broken one costs only itself.

    Args:
        source: The open file.
        start: What the first line of a record begins with.
        parser: Reads a record; its mapping says what a tag holds.
        is_indented: Whether blanks before a line tell that it goes on with the one before.
    """
    source = source.in_utf8()
    lines: list[str] = []
    first = 1
    for line in source.page():
        if start.match(line.text):
            yield from _record(source, first, lines, parser)
            lines, first = [line.text], line.number
        elif lines:
            lines.append(f"   {line.text}" if is_indented and line.is_indented else line.text)
        if line.problem:
            source.reject(line.place, line.problem, line.text)
    yield from _record(source, first, lines, parser)


def _record(source: Source, first: int, lines: list[str], parser: type[RisParser]) -> Iterator[Record]:
    if not lines:
        return
    place = f"line {first}"
    text = "\n".join(lines)
    reader = parser(skip_unknown_tags=True)
    found = reader.parse(f"{text}\n{reader.END_TAG}  - \n")
    if found:
        yield place, found[0], text
    else:
        source.reject(place, "no record", text)
