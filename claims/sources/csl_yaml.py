"""References of CSL in YAML, as pandoc reads and Better BibTeX writes them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from claims.model import Paper
from claims.sources.failures import told_in_one_line
from claims.sources.format import MAX_RECORD, TOO_LARGE, Format, Head, Source, beginnings
from claims.sources.records import Record, papers_from

_LIST = "references"
_START = re.compile(rf"(?:---\s*\n)?{_LIST}:\s*\n\s*- ")
_DEEPEST = 50


def _records(source: Source) -> Iterator[Record]:
    import yaml  # noqa: PLC0415 - not needed for the other formats

    events = yaml.parse(source.whole(), Loader=yaml.CBaseLoader)
    found = _references(events)
    number = 0
    while True:
        number += 1
        with told_in_one_line(source.label, "broken YAML", "export it again"):
            record = next(found, None)
        if record is None:
            return
        if isinstance(record, dict):
            yield f"record {number}", record, None
        else:
            source.reject(f"record {number}", "YAML, but no record", str(record))


def _references(events: Iterable[Any]) -> Iterator[Any]:
    """Yield the values of the list of references, one at a time, made of what a parser of YAML tells.

    What a loader makes of a whole document may be deeper than its stack, and larger than memory: with an alias, a few
    lines name more parts than any machine holds. No reference needs one. Scalars stay text, dates too: the rest of the
    package reads them.

    Raises:
        ValueError: There is an alias, a key that is no text, or a value that is too deep or too large.
    """
    inside: list[Any] = []  # collections that are open, the outermost first
    keys: list[str | None] = []  # of each, the key whose value comes next
    begin = 0
    for event in events:
        kind = type(event).__name__
        if kind in ("MappingEndEvent", "SequenceEndEvent"):
            keys.pop()
            value = inside.pop()
            if _is_reference(keys):
                yield value
            elif keys and isinstance(inside[-1], dict):
                keys[-1] = None
            continue
        value = _begun(event, kind)
        if value is None:
            continue
        if _is_reference(keys):
            begin = event.start_mark.index
            if isinstance(value, str):
                yield value
        elif inside:
            _put(inside[-1], keys, value)
        if event.end_mark.index - begin > MAX_RECORD and len(keys) > 1:
            raise ValueError(TOO_LARGE)
        if not isinstance(value, str):
            inside.append(value)
            keys.append(None)
        if len(inside) > _DEEPEST:
            raise ValueError(f"line {event.start_mark.line + 1}: nested too deeply")


def _begun(event: Any, kind: str) -> Any:
    """Return the text, list or table that begins with an event; None where none does."""
    if kind == "AliasEvent":
        raise ValueError(f"line {event.start_mark.line + 1}: an alias")
    if kind == "ScalarEvent":
        return event.value
    return [] if kind == "SequenceStartEvent" else {} if kind == "MappingStartEvent" else None


def _is_reference(keys: list[str | None]) -> bool:
    """Return whether what stands inside of these keys is a member of the list of references."""
    return len(keys) == 2 and keys[0] == _LIST


def _put(outer: Any, keys: list[str | None], value: Any) -> None:
    """Put a value into the collection that it stands in, or keep it as the key of the next."""
    if isinstance(outer, list):
        outer.append(value)
    elif keys[-1] is not None:
        outer[keys[-1]] = value
        if isinstance(value, str):
            keys[-1] = None
    elif isinstance(value, str):
        keys[-1] = value
    else:
        raise ValueError("a key that is no text")


def _read(source: Source) -> Iterator[Paper]:
    return papers_from(source, _records(source))


def _sniff(head: Head) -> float:
    return 0.9 if _START.match("\n".join(head.lines[:50])) else 0.0


FORMAT = Format(
    "csl-yaml", "references of CSL in YAML, as pandoc reads them", _sniff, _read, beginnings(rb"^\s*- id:")
)
