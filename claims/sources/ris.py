"""RIS: two letters, two blanks, a hyphen, as reference managers and publishers export references."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claims.model import Paper
from claims.sources.format import Format, Head, Source, beginnings
from claims.sources.records import papers_from
from claims.sources.tagged import begins, records

_START = re.compile(r"TY  ?- ?\w")


def _read(source: Source) -> Iterator[Paper]:
    from rispy import RisParser  # noqa: PLC0415 - not needed for the other formats

    return papers_from(source, records(source, _START, RisParser))


def _sniff(head: Head) -> float:
    return 0.9 if begins(head, _START) else 0.0


FORMAT = Format("ris", "RIS, as reference managers export it", _sniff, _read, beginnings(rb"^TY  ?-"))
