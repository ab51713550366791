"""References of CSL in YAML, as pandoc reads and Better BibTeX writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claims.model import Paper
from claims.sources.failures import told_in_one_line
from claims.sources.format import Format, Head, Source, beginnings
from claims.sources.records import Record, papers_from

_LIST = "references"
_START = re.compile(rf"(?:---\s*\n)?{_LIST}:\s*\n\s*- ")


def _records(source: Source) -> Iterator[Record]:
    import yaml  # noqa: PLC0415 - not needed for the other formats

    with told_in_one_line(source.label, "broken YAML", "export it again"):
        # Dates stay text: the rest of the package reads them.
        document = next(iter(yaml.load_all(source.whole(), Loader=yaml.CBaseLoader)), None)
    references = document.get(_LIST) if isinstance(document, dict) else None
    for number, record in enumerate(references if isinstance(references, list) else (), start=1):
        if isinstance(record, dict):
            yield f"record {number}", record, None
        else:
            source.reject(f"record {number}", "YAML, but no record", str(record))


def _read(source: Source) -> Iterator[Paper]:
    return papers_from(source, _records(source))


def _sniff(head: Head) -> float:
    return 0.9 if _START.match("\n".join(head.lines[:50])) else 0.0


FORMAT = Format(
    "csl-yaml", "references of CSL in YAML, as pandoc reads them", _sniff, _read, beginnings(rb"^\s*- id:")
)
