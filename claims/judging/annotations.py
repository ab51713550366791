"""Claims in JSON Lines: annotations that people write, and what ``claims extract`` writes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from claims.errors import ClaimsError
from claims.judging.types import misfit
from claims.model import CLAIM_FIELDS
from claims.sources.streams import open_source, shown

_NEEDED = ("form", "lo", "metric")
_TEXTS = ("form", "metric")


@dataclass(frozen=True, slots=True)
class AnnotatedPaper:
    """One line of a file of annotations.

    Attributes:
        id: Identifier of the paper.
        abstract: Its text; empty where the line holds none.
        title: Its title; empty where the line holds none.
        claims: The claims as they stand in the line.
        place: File and line, for messages.
    """

    id: str
    abstract: str
    title: str
    claims: tuple[Mapping[str, Any], ...]
    place: str


def read_annotations(path: str | Path, *, with_text: bool) -> Iterator[AnnotatedPaper]:
    """Yield the papers of a file of annotations, ``{"id": ..., "abstract": ..., "claims": [...]}`` a line.

    Args:
        path: JSON Lines, plain or compressed; ``-`` is standard input.
        with_text: True where each line must hold its abstract.

    Raises:
        ClaimsError: The file cannot be read, or a line is no annotation; names file, line and remedy.
    """
    name = shown(path)
    seen = False
    with open_source(path) as source:
        for number, raw in enumerate(source.stream, start=1 + source.blank_lines):
            if raw.strip():
                seen = True
                yield _paper(raw, f"{name}: line {number}", with_text=with_text)
    if not seen:
        raise ClaimsError(f"{name}: is empty; one JSON object a line is expected, with id and claims")


def _paper(raw: bytes, place: str, *, with_text: bool) -> AnnotatedPaper:
    try:
        record = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise ClaimsError(f"{place}: broken JSON ({error.msg.split(': line ')[0]})") from error
    if not isinstance(record, dict):
        raise ClaimsError(f"{place}: JSON, but no object with id and claims")
    needed = ("id", "abstract", "claims") if with_text else ("id", "claims")
    missing = [key for key in needed if key not in record]
    if missing:
        raise ClaimsError(f"{place}: has no {' and no '.join(map(repr, missing))}")
    claims = record["claims"]
    if not isinstance(claims, list) or not all(isinstance(claim, dict) for claim in claims):
        raise ClaimsError(f"{place}: 'claims' is no list of objects")
    for number, claim in enumerate(claims, start=1):
        _check(claim, f"{place}, claim {number}")
    return AnnotatedPaper(
        id=str(record["id"]),
        abstract=str(record.get("abstract") or ""),
        title=str(record.get("title") or ""),
        claims=tuple(claims),
        place=place,
    )


def _check(claim: Mapping[str, Any], place: str) -> None:
    missing = [key for key in _NEEDED if key not in claim]
    if missing:
        raise ClaimsError(f"{place}: has no {' and no '.join(map(repr, missing))}")
    if not _has_span(claim) and not claim.get("quote"):
        raise ClaimsError(f"{place}: says not where it stands; give 'start' and 'end', or 'quote'")
    for name in CLAIM_FIELDS:
        value = claim.get(name)
        if value is None and name not in _TEXTS:
            continue
        wrong = misfit(name, value)
        if wrong is not None:
            raise ClaimsError(f"{place}: {wrong}")
    if _has_span(claim) and claim["end"] < claim["start"]:
        raise ClaimsError(f"{place}: ends at {claim['end']}, before it starts at {claim['start']}")


def _has_span(claim: Mapping[str, Any]) -> bool:
    return isinstance(claim.get("start"), int) and isinstance(claim.get("end"), int)


def locate(claim: Mapping[str, Any], abstract: str, place: str) -> tuple[int, int]:
    """Return where a claim stands in its abstract.

    Args:
        claim: Says so with ``start`` and ``end``, or with ``quote`` and ``occurrence`` (0: the first place).
        abstract: The text.
        place: File and line, for messages.

    Returns:
        Offset of the first character, and after the last one.

    Raises:
        ClaimsError: The quote does not stand in the abstract so often.

    >>> locate({"quote": "2x", "occurrence": 1}, "2x faster, 2x smaller", "gold.jsonl: line 1")
    (11, 13)
    """
    if _has_span(claim):
        return int(claim["start"]), int(claim["end"])
    quote = claim["quote"]
    occurrence = int(claim.get("occurrence") or 0)
    at = -1
    for _ in range(occurrence + 1):
        at = abstract.find(quote, at + 1)
        if at < 0:
            times = "" if not occurrence else f" {occurrence + 1} times"
            raise ClaimsError(f"{place}: the quote {quote!r} does not stand{times} in the abstract")
    return at, at + len(quote)
