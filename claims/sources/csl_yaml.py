"""References of CSL in YAML, as pandoc reads and Better BibTeX writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claims.model import Paper
from claims.sources.failures import told_in_one_line
from claims.sources.format import Format, Head, Source, beginnings
from claims.sources.records import Record, papers_from

_LIST = "references"
# References are flat; what goes deeper, or refers to itself, is written to fill the memory.
_DEEPEST = 50
_START = re.compile(rf"(?:---\s*\n)?{_LIST}:\s*\n\s*- ")


def _records(source: Source) -> Iterator[Record]:
    import yaml  # noqa: PLC0415 - not needed for the other formats

    data = source.whole()
    with told_in_one_line(source.label, "broken YAML", "export it again"):
        _check(data)
        # Dates stay text: the rest of the package reads them.
        document = next(iter(yaml.load_all(data, Loader=yaml.CBaseLoader)), None)
    references = document.get(_LIST) if isinstance(document, dict) else None
    for number, record in enumerate(references if isinstance(references, list) else (), start=1):
        if isinstance(record, dict):
            yield f"record {number}", record, None
        else:
            source.reject(f"record {number}", "YAML, but no record", str(record))


def _check(data: bytes) -> None:
    """Raise a ValueError for YAML that is more than records of text."""
    import yaml  # noqa: PLC0415

    depth = 0
    for event in yaml.parse(data, Loader=yaml.CBaseLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if isinstance(event, yaml.AliasEvent) or depth > _DEEPEST:
            what = "aliases" if depth <= _DEEPEST else "too deep"
            raise ValueError(f"line {event.start_mark.line + 1}: {what}")


def _read(source: Source) -> Iterator[Paper]:
    return papers_from(source, _records(source))


def _sniff(head: Head) -> float:
    return 0.9 if _START.match("\n".join(head.lines[:50])) else 0.0


FORMAT = Format(
    "csl-yaml", "references of CSL in YAML, as pandoc reads them", _sniff, _read, beginnings(rb"^\s*- id:")
)
